// match_places.c: a search at some offices gives what the search without them gives there, however many items they have, and
// after items went to another office.
#include "match/match.h"

#include "base/random.h"
#include "tap.h"

enum { ITEMS = 9000, LATER = 300, OFFICES = 150, WORDS = 400, ROUNDS = 300, LIMIT = MATCH_LIMIT };

static struct match *m;
static struct arena a;
static struct prng r = {20261124};
static int64_t office_of[ITEMS + LATER + 1];

// The first office has half of all.
static int64_t any_office(void)
{
    return prng_below(&r, 2) == 0 ? 1 : 1 + (int64_t)prng_below(&r, OFFICES);
}

static struct str any_words(size_t n)
{
    struct str s = STR("");
    for (size_t i = 0; i < n; i++) {
        size_t word = prng_below(&r, WORDS);
        s = str_fmt(&a, "%.*s q%c%c", STR_ARG(s), 'a' + (int)(word / 20), 'a' + (int)(word % 20));
    }
    return s;
}

static void add(int64_t id)
{
    office_of[id] = any_office();
    const struct match_attr attr = {.public = true, .office = office_of[id]};
    match_add(m, id, any_words(8), &attr, NULL, 0);
}

// Nothing of a round is missing or more: hits of both in the same order with the same scores.
static bool same(struct str words, const int64_t *offices, size_t n_offices)
{
    struct match_hits all, some;
    match_query(m, words, &(struct match_ask){.limit = LIMIT}, &a, &all);
    match_query(m, words, &(struct match_ask){.limit = LIMIT, .filter = {.offices = offices, .n_offices = n_offices}}, &a, &some);
    size_t k = 0;
    bool good = all.n < LIMIT;
    for (size_t i = 0; i < all.n; i++) {
        bool asked = false;
        for (size_t o = 0; o < n_offices; o++) {
            asked = asked || office_of[all.v[i].id] == offices[o];
        }
        good = good && (!asked || (k < some.n && some.v[k].id == all.v[i].id && some.v[k].attr.office == office_of[all.v[i].id]));
        k += asked;
    }
    return good && k == some.n;
}

static void rounds(const char *what)
{
    unsigned good = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        const int64_t offices[] = {1 + (int64_t)prng_below(&r, OFFICES), any_office(), OFFICES + 7};
        good += same(any_words(3), offices, 1 + i % 3);
        arena_reset(&a);
    }
    is_int(good, ROUNDS, "%s", what);
}

int main(void)
{
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        return 1;
    }
    match_bulk_begin(m);
    for (int64_t id = 1; id <= ITEMS; id++) {
        add(id);
    }
    match_bulk_end(m);
    rounds("in one segment");
    for (int64_t id = 7; id <= ITEMS; id += 70) {
        match_remove(m, id);
    }
    for (int64_t id = ITEMS + 1; id <= ITEMS + LATER; id++) {
        add(id);
    }
    rounds("with some removed, and others in a small segment and the tail");
    for (int64_t id = 9; id <= ITEMS; id += 40) {
        const struct match_attr attr = {.public = true, .office = any_office()};
        office_of[id] = match_update(m, id, &attr) ? attr.office : 0;
    }
    rounds("after items went to other offices");
    match_close(m);
    arena_free(&a);
    return tap_done();
}
