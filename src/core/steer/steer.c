// steer.c: see steer.h.
#include "core/steer/steer.h"

void steer_check_text(struct str *s, size_t max, bool must, const char *field, const char *missing,
                      const char *too_long, struct problems *p)
{
    *s = str_trim(*s);
    if (s->p == NULL) {
        *s = STR("");
    }
    if (s->n > max) {
        problem_add(p, field, too_long);
    } else if (must && s->n == 0) {
        problem_add(p, field, missing);
    }
}
