// fuzz_period.c: whatever is typed as a period: none, or one that has a name which is read as the same.
#include "core/count/period.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct report_period p;
    struct report_period again;
    char text[PERIOD_TEXT];
    if (period_parse((struct str){(const char *)data, size}, &p) == NULL) {
        BUG_ON(p.last < p.first);
        BUG_ON(period_parse(period_text(&p, text), &again) != NULL || again.first != p.first || again.last != p.last);
    }
    return 0;
}
