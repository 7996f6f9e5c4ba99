// match_hostile.c: texts that are made to hurt cost no more than their length.
#include "match/group.h"

#include "base/random.h"
#include "tap.h"

// Seconds of the processor, not of the clock; generous: the test build is slow, and what is feared is quadratic.
enum { MEGABYTE = 1 << 20, MOST = 1 << 17, SECONDS = 20 };

static struct match *m;
static struct group *g;
static char *text;

// Add it, ask it, cut it, place it; then take it out again.
static void go_through(size_t n, const char *what)
{
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    struct match_extract x;
    struct group_verdict verdict;
    const struct match_attr attr = {.public = true};
    struct str s = {text, n};
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
    ok(removed && hits.n == 1 && hits.v[0].id == 1 && seconds < SECONDS, "%s (%zu bytes)", what, n);
    arena_free(&a);
}

static size_t repeat(const char *piece)
{
    size_t n = strlen(piece), at = 0;
    for (; at + n <= MOST; at += n) {
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
    go_through(repeat("ngapp "), "one word repeated");
    go_through(repeat("không được vứt rác ở đây "), "a long message");
    go_through(repeat("x"), "one endless word");
    go_through(different_words(), "100,000 different words");
    go_through(repeat("a\u0301\u0302\u0303\u0304\u0305\u0306"), "zalgo");
    go_through(repeat("😀👍🏽"), "emoji");
    go_through(repeat("\u202Eשלום\u202C "), "right to left");
    go_through(repeat("\xFF\xC3\xE1\xBB"), "bytes that are no text");
    go_through(repeat("\"a -b "), "operators without end");
    go_through(repeat("1.234.567.890,"), "one endless number");
    go_through(repeat("漢"), "letters without blanks");
    struct prng r = {1};
    for (size_t i = 0; i < MOST; i++) {
        text[i] = (char)prng_next(&r);
    }
    go_through(MOST, "random bytes");
    match_close(m);
    group_close(g);
    free(text);
    return tap_done();
}
