// sieve.h: a filter made ready, and what of an item's attributes it lets through.
#pragma once

#include "match/index.h"

struct sieve {
    struct match_filter f;
    uint32_t lang;
    uint64_t *offices; // a bit a number, or NULL
    uint32_t from, to; // from <= time <= to
};

// READER. The filter stays the caller's; the arena's for as long as the sieve is used.
void sieve_make(struct sieve *s, const struct match *m, const struct match_filter *f, struct arena *a);

static inline bool sieve_kind(const struct sieve *s, uint64_t bits)
{
    return s->f.kinds == 0 || s->f.kinds >> ATTR_KIND(bits) & 1;
}

static inline bool sieve_office(const struct sieve *s, uint64_t bits)
{
    return s->offices == NULL || s->offices[ATTR_OFFICE(bits) / 64] >> ATTR_OFFICE(bits) % 64 & 1;
}

static inline bool sieve_time(const struct sieve *s, uint64_t bits)
{
    return ATTR_TIME(bits) >= s->from && ATTR_TIME(bits) <= s->to;
}

// All but kind, office and time.
static inline bool sieve_rest(const struct sieve *s, uint64_t bits)
{
    const struct match_filter *f = &s->f;
    return (f->states == 0 || f->states >> ATTR_STATE(bits) & 1) && (!f->public_only || ATTR_PUBLIC(bits)) &&
           (f->lang[0] == 0 || (s->lang != 0 && ATTR_LANG(bits) == s->lang));
}

static inline bool sieve_lets(const struct sieve *s, uint64_t bits)
{
    return sieve_kind(s, bits) && sieve_rest(s, bits) && sieve_office(s, bits) && sieve_time(s, bits);
}
