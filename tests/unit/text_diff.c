// Promises of text/diff.h: the runs give both texts back, the way is the shortest, and the work has an end.
#include "text/diff.h"

#include "base/buf.h"
#include "base/random.h"
#include "tap.h"

enum { ROUNDS = 3000, WORDS_MAX = 12, TEXT_MAX = 64 };

static struct arena arena;

static struct str side(const struct diff *d, enum diff_op other)
{
    struct buf b = buf_new(1 << 20);
    for (size_t i = 0; i < d->n; i++) {
        if (d->runs[i].op == DIFF_SAME || d->runs[i].op == other) {
            buf_add(&b, d->runs[i].text);
        }
    }
    struct str s = str_copy(&arena, buf_str(&b));
    buf_free(&b);
    return s;
}

// "[-was-]{+now+}"
static struct str shown(struct str was, struct str now)
{
    static const char *const before[] = {"", "[-", "{+"};
    static const char *const after[] = {"", "-]", "+}"};
    struct diff d = diff_words(&arena, was, now);
    struct buf b = buf_new(1 << 16);
    for (size_t i = 0; i < d.n; i++) {
        buf_addf(&b, "%s%.*s%s", before[d.runs[i].op], STR_ARG(d.runs[i].text), after[d.runs[i].op]);
    }
    struct str s = str_copy(&arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static void by_hand(void)
{
    is_str(shown(STR(""), STR("")), "", "nothing");
    is_str(shown(STR("như cũ"), STR("như cũ")), "như cũ", "the same");
    is_str(shown(STR(""), STR("mới")), "{+mới+}", "all new");
    is_str(shown(STR("cũ"), STR("")), "[-cũ-]", "all gone");
    is_str(shown(STR("Sửa xong ngày 5."), STR("Sửa xong ngày 12.")), "Sửa xong ngày [-5-]{+12+}.", "one word, not its full stop");
    is_str(shown(STR("a b c"), STR("a c")), "a [-b -]c", "a word left out with its blank");
    is_str(shown(STR("a\nb"), STR("a b")), "a[-\n-]{+ +}b", "line ends are seen");
    is_str(shown(STR("vá đường"), STR("vá cầu, vá đường")), "vá {+cầu, vá +}đường", "words put in");
}

// Words of three letters' alphabet, so that much is alike; each followed by a blank.
static struct str text_of(struct prng *r, size_t words)
{
    char *p = arena_alloc(&arena, 2 * words + 1);
    for (size_t i = 0; i < words; i++) {
        p[2 * i] = (char)('a' + prng_below(r, 3));
        p[2 * i + 1] = ' ';
    }
    return (struct str){p, 2 * words};
}

// The longest common subsequence by the table, in words and blanks (here: each byte).
static size_t common(struct str x, struct str y)
{
    static size_t table[TEXT_MAX][TEXT_MAX];
    BUG_ON(x.n >= TEXT_MAX || y.n >= TEXT_MAX);
    memset(table, 0, sizeof table);
    for (size_t i = 1; i <= x.n; i++) {
        for (size_t j = 1; j <= y.n; j++) {
            size_t up = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
            table[i][j] = x.p[i - 1] == y.p[j - 1] ? table[i - 1][j - 1] + 1 : up;
        }
    }
    return table[x.n][y.n];
}

static void by_chance(void)
{
    struct prng r = {20261123};
    int whole = 0;
    int shortest = 0;
    int apart = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct str was = text_of(&r, prng_below(&r, WORDS_MAX));
        struct str now = text_of(&r, prng_below(&r, WORDS_MAX));
        struct diff d = diff_words(&arena, was, now);
        size_t same = 0;
        bool merged = true;
        for (size_t k = 0; k < d.n; k++) {
            same += d.runs[k].op == DIFF_SAME ? d.runs[k].text.n : 0;
            merged = merged && d.runs[k].text.n > 0 && (k == 0 || d.runs[k].op != d.runs[k - 1].op);
        }
        whole += d.exact && str_eq(side(&d, DIFF_DELETED), was) && str_eq(side(&d, DIFF_INSERTED), now);
        shortest += same == common(was, now);
        apart += merged;
        arena_reset(&arena);
    }
    is_int(whole, ROUNDS, "both texts come back");
    is_int(shortest, ROUNDS, "as much as can be stays the same");
    is_int(apart, ROUNDS, "neighbours are of another kind");
}

// Any bytes: blanks, marks, broken UTF-8.
static void any_bytes(void)
{
    struct prng r = {7};
    int whole = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct str text[2];
        for (int k = 0; k < 2; k++) {
            size_t n = prng_below(&r, 200);
            char *p = arena_alloc(&arena, n + 1);
            for (size_t at = 0; at < n; at++) {
                p[at] = "a \n.\xff\xc3\xa1z"[prng_below(&r, 8)];
            }
            text[k] = (struct str){p, n};
        }
        struct diff d = diff_words(&arena, text[0], text[1]);
        whole += str_eq(side(&d, DIFF_DELETED), text[0]) && str_eq(side(&d, DIFF_INSERTED), text[1]);
        arena_reset(&arena);
    }
    is_int(whole, ROUNDS, "any bytes come back");
}

// Two long texts with nothing in common but how they begin and end.
static void bounded(void)
{
    struct buf x = buf_new(1 << 20);
    struct buf y = buf_new(1 << 20);
    buf_addz(&x, "đầu ");
    buf_addz(&y, "đầu ");
    for (int i = 0; i < 20000; i++) {
        buf_addf(&x, "x%d ", i);
        buf_addf(&y, "y%d ", i);
    }
    buf_addz(&x, "cuối");
    buf_addz(&y, "cuối");
    struct diff d = diff_words(&arena, buf_str(&x), buf_str(&y));
    ok(!d.exact && d.n == 4 && d.runs[1].op == DIFF_DELETED && d.runs[2].op == DIFF_INSERTED,
       "past the bound: the beginning, out, in, the end");
    ok(str_eq(side(&d, DIFF_DELETED), buf_str(&x)) && str_eq(side(&d, DIFF_INSERTED), buf_str(&y)), "both still come back");
    buf_free(&x);
    buf_free(&y);
}

int main(void)
{
    by_hand();
    by_chance();
    any_bytes();
    bounded();
    arena_free(&arena);
    return tap_done();
}
