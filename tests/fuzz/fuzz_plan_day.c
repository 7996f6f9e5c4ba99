// fuzz_plan_day.c: whatever stands in a plan's cell for a day: a day of the calendar, none, or not understood.
#include "core/steer/plan.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t day = -1;
    if (plan_day((struct str){(const char *)data, size}, &day)) {
        BUG_ON(day < 0 && day < civil_day(1900, 1, 1));
        BUG_ON(day > civil_day(9999, 12, 31));
    }
    return 0;
}
