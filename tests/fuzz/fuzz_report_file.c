// fuzz_report_file.c: whatever a report's file holds, it is refused or read whole: spreads rise, lists are within their
// maximum, and what stands in it is text. The JSON is also read without its signature, which no chance would forge.
#include "base/utf8.h"
#include "core/steer/report_file.h"
#include "fuzz.h"

static void look(const struct report_file *f)
{
    BUG_ON(f->n_figures > TEMPLATE_FIGURES_MAX || f->n_sections > TEMPLATE_SECTIONS_MAX || f->n_requests > REQUESTS_MAX);
    BUG_ON(f->span.last < f->span.first || f->office.n == 0 || f->edition < 1);
    for (size_t i = 0; i < f->n_figures; i++) {
        const struct report_value *v = &f->figures[i].v;
        BUG_ON(f->figures[i].kind >= VALUE_KINDS || v->n < 0 || v->out_of < 0);
        for (size_t k = 0; k < v->n_spread; k++) {
            BUG_ON(v->spread[k].n <= 0 || (k > 0 && v->spread[k].at <= v->spread[k - 1].at));
        }
        (void)report_value_shown(f->figures[i].kind, v);
    }
    for (size_t i = 0; i < f->n_sections; i++) {
        BUG_ON(f->sections[i].part >= REPORT_PARTS || !utf8_valid(f->sections[i].words));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct arena a = ARENA_INIT;
    struct report_file f;
    struct sign_public by;
    if (report_file_read(&a, bytes, &f, &by) == NULL) {
        look(&f);
    }
    if (report_file_parse(&a, bytes, &f) == NULL) {
        look(&f);
    }
    arena_free(&a);
    return 0;
}
