// match_hostile.c: texts that are made to hurt cost no more than their length.
#include "match/group.h"

#include "base/random.h"
#include "tap.h"

// What is feared is quadratic: then the whole costs PART times as much as it may.
enum { MEGABYTE = 1 << 20, PART = 8, MORE = 3 };
#define SPENT 0.5 // seconds of the processor whatever the length

static struct match *m;
static struct group *g;
static char *text;

// Add it, ask it, cut it, place it; then take it out again. Seconds of the processor, or -1 when something else is found after.
static double go_through(struct str s)
{
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    struct match_extract x;
    struct group_verdict verdict;
    const struct match_attr attr = {.public = true};
    clock_t start = clock();
    match_add(m, 7, s, &attr, NULL, 0);
    match_query(m, s, &(struct match_ask){.operators = true}, &a, &hits);
    match_suggest(m, s, &(struct match_ask){0}, &a, &hits);
    match_extract(m, STR("đường ngập"), s, 200, &a, &x);
    group_place(g, 7, s, &verdict);
    group_learn(g, 7, 7, s);
    group_place(g, 8, s, &verdict);
    bool removed = match_remove(m, 7);
    match_query(m, STR("duong ngap"), &(struct match_ask){0}, &a, &hits);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    bool good = removed && hits.n == 1 && hits.v[0].id == 1;
    arena_free(&a);
    return good ? seconds : -1;
}

static void try(size_t n, const char *what)
{
    double part = go_through((struct str){text, n / PART}), whole = go_through((struct str){text, n});
    ok(part >= 0 && whole >= 0, "%s (%zu bytes): nothing else is harmed", what, n);
    ok(whole < PART * MORE * part + SPENT, "and costs no more than its length: %.2f s, %.2f a part of %d", whole, part, PART);
}

static size_t repeat(const char *piece)
{
    size_t n = strlen(piece), at = 0;
    for (; at + n <= MEGABYTE; at += n) {
        memcpy(text + at, piece, n);
    }
    return at;
}

static size_t different_words(void)
{
    size_t n = 0;
    for (unsigned i = 0; i < 100000; i++) {
        n += (size_t)snprintf(text + n, MEGABYTE - n, "x%ctr%c%c%c%ck ", 'a' + (int)(i % 26), 'a' + (int)(i / 26 % 26),
                              'a' + (int)(i / 676 % 26), 'a' + (int)(i / 17576 % 26), 'a' + (int)(i % 7));
    }
    return n;
}

int main(void)
{
    struct err e = ERR_INIT;
    const struct match_attr attr = {.public = true};
    text = xmalloc(MEGABYTE + 1);
    if (!match_open(NULL, &m, &e) || !group_open(NULL, &g, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    match_add(m, 1, STR("đường ngập"), &attr, NULL, 0);
    try(repeat("ngapp "), "one word repeated");
    try(repeat("không được vứt rác ở đây "), "a long message");
    try(repeat("x"), "one endless word");
    try(different_words(), "100,000 different words");
    try(repeat("a\u0301\u0302\u0303\u0304\u0305\u0306"), "zalgo");
    try(repeat("😀👍🏽"), "emoji");
    try(repeat("\u202Eשלום\u202C "), "right to left");
    try(repeat("\xFF\xC3\xE1\xBB"), "bytes that are no text");
    try(repeat("\"a -b "), "operators without end");
    try(repeat("1.234.567.890,"), "one endless number");
    try(repeat("漢"), "letters without blanks");
    struct prng r = {1};
    for (size_t i = 0; i < MEGABYTE; i++) {
        text[i] = (char)prng_next(&r);
    }
    try(MEGABYTE, "random bytes");
    match_close(m);
    group_close(g);
    free(text);
    return tap_done();
}
