// sieve.c: see sieve.h.
#include "match/sieve.h"

void sieve_make(struct sieve *s, const struct match *m, const struct match_filter *f, struct arena *a)
{
    *s = (struct sieve){.f = *f, .from = attr_time(f->from), .to = f->to == 0 ? UINT32_MAX : attr_time(f->to - 1)};
    s->lang = f->lang[0] == 0 ? 0 : attr_lang(m, f->lang);
    if (f->n_offices > 0) {
        s->offices = ARENA_ARRAY(a, uint64_t, OFFICES_MAX / 64);
        for (size_t i = 0; i < f->n_offices; i++) {
            uint32_t n = attr_office(m, f->offices[i]);
            s->offices[n / 64] |= (uint64_t)(n != 0) << n % 64;
        }
    }
}
