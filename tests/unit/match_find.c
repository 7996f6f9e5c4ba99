// match_find.c: what is found is counted by kind, office and time as counting it one by one does, and each count is what
// asking for it finds.
#include "match/match.h"

#include "base/buf.h"
#include "base/random.h"
#include "tap.h"

#include <math.h>

enum { ITEMS = 900, OFFICES = 5, YEARS = 4, YEAR = 1000, ROUNDS = 60 };

// Of a made-up language: no synonyms. The last is in no item: asking for it finds those a letter away.
static const char *const words[] = {"bum", "cum", "dum", "gum", "hum", "khum", "lum", "mum", "num", "ngum", "phum", "tum"};
static const int64_t borders[YEARS + 1] = {0, YEAR, 2 * YEAR, 3 * YEAR, 4 * YEAR};

struct one {
    uint32_t has; // a bit a word
    struct match_attr attr;
    bool there;
};
static struct one items[ITEMS];

static void fill(struct match *m, struct prng *r, struct arena *a, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct buf b = buf_new(400);
        items[i] = (struct one){.there = true};
        size_t n = 1 + prng_below(r, 6);
        for (size_t k = 0; k < n; k++) {
            uint64_t pick = prng_below(r, ARRAY_LEN(words)) * prng_below(r, ARRAY_LEN(words)) / ARRAY_LEN(words);
            items[i].has |= 1u << pick;
            buf_addf(&b, "%s ", words[pick]);
        }
        items[i].attr = (struct match_attr){.kind = prng_below(r, 2) == 0 ? MATCH_MATTER : MATCH_PUBLICATION,
                                            .public = prng_below(r, 10) > 0,
                                            .office = 100 + (int64_t)prng_below(r, OFFICES),
                                            .time = (int64_t)prng_below(r, (YEARS + 1) * YEAR)};
        match_add(m, (int64_t)i + 1, str_copy(a, buf_str(&b)), &items[i].attr, NULL, 0);
        buf_free(&b);
    }
}

static bool lets(const struct match_filter *f, const struct match_attr *x)
{
    return x->public && (f->kinds == 0 || f->kinds >> x->kind & 1) && (f->n_offices == 0 || f->offices[0] == x->office) &&
           x->time >= f->from && (f->to == 0 || x->time < f->to);
}

static uint32_t at_office(const struct match_found *found, int64_t office)
{
    for (size_t i = 0; i < found->n_offices; i++) {
        if (found->offices[i].office == office) {
            return found->offices[i].n;
        }
    }
    return 0;
}

static uint32_t ask(struct match *m, struct str q, struct match_filter f, struct arena *a, struct match_found *found)
{
    struct match_hits hits;
    f.public_only = true;
    const struct match_ask how = {.filter = f, .limit = MATCH_LIMIT};
    match_find(m, q, &how, borders, YEARS + 1, a, &hits, found);
    bool good = hits.n == found->n;
    for (size_t i = 0; i < hits.n; i++) {
        good = good && items[hits.v[i].id - 1].there && lets(&f, &hits.v[i].attr);
    }
    if (!good) {
        ok(false, "“%.*s”: as many are listed as are counted, all of them let through", STR_ARG(q));
    }
    return found->n;
}

// One word: every item that has it and nothing else, by each count.
static void one_word(struct match *m, struct arena *a)
{
    bool all = true;
    for (size_t w = 0; w + 1 < ARRAY_LEN(words); w++) {
        struct match_found found;
        uint32_t n = 0, matters = 0, office = 0, year = 0;
        for (size_t i = 0; i < ITEMS; i++) {
            bool in = items[i].there && items[i].attr.public && items[i].has >> w & 1;
            n += in;
            matters += in && items[i].attr.kind == MATCH_MATTER;
            office += in && items[i].attr.office == 102;
            year += in && items[i].attr.time >= YEAR && items[i].attr.time < 2 * YEAR;
        }
        ask(m, str_c(words[w]), (struct match_filter){0}, a, &found);
        all = all && found.n == n && found.kinds[MATCH_MATTER] == matters && at_office(&found, 102) == office &&
              found.periods[1] == year;
    }
    ok(all, "a word: counted are all items that have it, by kind, office and time");
}

// Several words: the count at each choice is what the filter of that choice finds.
static void choices(struct match *m, struct prng *r, struct arena *a)
{
    bool offices = true, years = true, kinds = true, aside = true, any = false;
    for (int round = 0; round < ROUNDS; round++) {
        struct str q = str_fmt(a, "%s %s %s", words[prng_below(r, ARRAY_LEN(words))], words[prng_below(r, ARRAY_LEN(words))],
                               words[prng_below(r, ARRAY_LEN(words))]);
        struct match_found all, one;
        uint32_t n = ask(m, q, (struct match_filter){0}, a, &all), sum = 0;
        any = any || n > 0;
        for (int64_t o = 100; o < 100 + OFFICES; o++) {
            sum += at_office(&all, o);
            offices = offices && ask(m, q, (struct match_filter){.offices = &o, .n_offices = 1}, a, &one) == at_office(&all, o);
            aside = aside && at_office(&one, 101) == at_office(&all, 101);
        }
        offices = offices && sum == n;
        for (size_t y = 0; y < YEARS; y++) {
            struct match_filter f = {.from = borders[y], .to = borders[y + 1]};
            years = years && ask(m, q, f, a, &one) == all.periods[y] && one.periods[YEARS - 1 - y] == all.periods[YEARS - 1 - y];
        }
        uint32_t matters = ask(m, q, (struct match_filter){.kinds = 1u << MATCH_MATTER}, a, &one);
        kinds = kinds && matters == all.kinds[MATCH_MATTER] && matters + all.kinds[MATCH_PUBLICATION] == n;
    }
    ok(any, "something is found");
    ok(offices, "the count at an office is what asking for it finds, and they add up");
    ok(years, "the count of a year is what asking for it finds");
    ok(kinds, "the count of a kind is what asking for it finds, and they add up");
    ok(aside, "an office that is asked for does not change the counts of the others");
}

// Items that nobody may see, so that no two words are taken for slips because they never stand side by side.
static void put_pairs(struct match *m, size_t known, struct arena *a)
{
    const struct match_attr hidden = {.public = false};
    for (size_t i = 0; i < known * known; i++) {
        struct str text = str_fmt(a, "%s %s", words[i / known], words[i % known]);
        match_add(m, ITEMS + 1 + (int64_t)i, text, &hidden, NULL, 0);
    }
}

// Any words, up to all of them: found is what has, by rarity, three fifths of what the item with most of them has, of more than
// three words less, and where those are fewer than ten, two fifths.
static void shares(struct match *m, struct prng *r, struct arena *a)
{
    enum { KNOWN = ARRAY_LEN(words) - 1 };
    float worth[KNOWN], live = KNOWN * KNOWN;
    unsigned good = 0;
    put_pairs(m, KNOWN, a);
    for (size_t i = 0; i < ITEMS; i++) {
        live += items[i].there;
    }
    for (size_t w = 0; w < KNOWN; w++) {
        float n = 2 * KNOWN - 1;
        for (size_t i = 0; i < ITEMS; i++) {
            n += items[i].there && items[i].has >> w & 1;
        }
        worth[w] = 1 + logf(1 + (live - n + 0.5f) / (n + 0.5f));
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint32_t asked = round == 0 ? (1u << KNOWN) - 1 : (uint32_t)prng_below(r, 1u << KNOWN), n = 0;
        float share[ITEMS] = {0}, most = 0, words_asked = (float)__builtin_popcount(asked);
        struct buf b = buf_new(400);
        for (size_t w = 0; w < KNOWN; w++) {
            buf_addf(&b, "%s ", asked >> w & 1 ? words[w] : "");
            for (size_t i = 0; i < ITEMS; i++) {
                share[i] += asked & items[i].has & 1u << w ? worth[w] : 0;
            }
        }
        for (size_t i = 0; i < ITEMS; i++) {
            most = items[i].there && items[i].attr.public && share[i] > most ? share[i] : most;
        }
        float least = words_asked > 3 ? 0.4f + 0.2f * 3 / words_asked : 0.6f;
        for (unsigned tries = 0; n < 10 && tries < 2; tries++, least = 0.4f) {
            n = 0;
            for (size_t i = 0; i < ITEMS; i++) {
                n += items[i].there && items[i].attr.public && share[i] > 0 && share[i] >= most * least;
            }
        }
        struct match_found found;
        good += ask(m, buf_str(&b), (struct match_filter){0}, a, &found) == n;
        buf_free(&b);
    }
    is_int(good, ROUNDS, "several words, up to eleven: what has enough of them, counted one by one");
}

// A common word is not enough, also where another word, which few have, may stand for it ("phố" for "đường").
static void common_word(struct arena *a)
{
    struct match *m;
    struct err e = ERR_INIT;
    struct match_hits hits;
    struct match_found found;
    const struct match_ask how = {.limit = 1};
    const struct match_attr attr = {.public = true};
    BUG_ON(!match_open(NULL, &m, &e));
    for (int64_t i = 1; i <= 300; i++) {
        const char *what = i % 30 == 0 ? "ngập" : "hỏng đèn";
        const char *where = i % 10 == 1 ? "phố" : "đường";
        match_add(m, i, str_fmt(a, "%s %s Hoa %lld", what, where, (long long)i), &attr, NULL, 0);
    }
    match_find(m, STR("duong ngap"), &how, NULL, 0, a, &hits, &found);
    is_int(found.n, 10, "two words: those that have the rare one");
    match_find(m, STR("duong"), &how, NULL, 0, a, &hits, &found);
    is_int(found.n, 300, "the common one alone: all that have it");
    match_find(m, STR("ngap duong Hoa 60"), &how, NULL, 0, a, &hits, &found);
    is_int(found.n, 10, "four words, of which one item alone has all: those that have the next rare one too");
    match_close(m);
}

static void nothing(struct match *m, struct arena *a)
{
    struct match_found found;
    ok(ask(m, STR("qzxwv"), (struct match_filter){0}, a, &found) == 0 && found.n_offices == 0, "what nothing has is not found");
    ok(ask(m, STR(""), (struct match_filter){0}, a, &found) == 0, "no words, nothing found");
    uint32_t both = ask(m, STR("bum tum"), (struct match_filter){0}, a, &found);
    ok(both > 0, "some of the rarer words are enough");
    ok(ask(m, STR("\"bum\" -tum"), (struct match_filter){0}, a, &found) == both, "operators are text");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct prng r = {20261124};
    struct match *m = NULL;
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        return 1;
    }
    fill(m, &r, &a, 0, ITEMS - 50);
    for (int64_t id = 5; id < ITEMS - 50; id += 17) { // in the segments, with holes
        items[id - 1].there = !match_remove(m, id);
    }
    fill(m, &r, &a, ITEMS - 50, ITEMS);
    for (int64_t id = ITEMS - 20; id < ITEMS - 10; id++) { // in the tail
        items[id - 1].there = !match_remove(m, id);
    }
    one_word(m, &a);
    choices(m, &r, &a);
    shares(m, &r, &a);
    common_word(&a);
    nothing(m, &a);
    match_close(m);
    arena_free(&a);
    return tap_done();
}
