// demo_vary.c: mechanical variation of the demo's sentences, always valid UTF-8.
#include "cli/demo_vary.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "cli/demo_text.h"
#include "text/fold.h"

#define VARY_MAX 8192

static struct str keep(struct arena *a, struct buf *b)
{
    BUG_ON(buf_over(b));
    struct str s = str_copy(a, buf_str(b));
    buf_free(b);
    return s;
}

// Capital letters of Vietnamese: ASCII, Latin-1, and the paired letters of the two Latin Extended blocks.
static bool is_capital(uint32_t cp)
{
    if (cp < 0x80) {
        return cp >= 'A' && cp <= 'Z';
    }
    if (cp < 0x100) {
        return cp >= 0xC0 && cp <= 0xDE;
    }
    return cp == 0x1AF || (cp != 0x1B0 && cp % 2 == 0);
}

static char ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool ascii_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool demo_vary_is_bare(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.p[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

// The code point at s[*at] in plain ASCII; the rest as it is. `telex` spells out the keys of its shape; its tone key is
// left in *tone, for the end of the word.
static void add_bare(struct buf *b, struct str s, size_t *at, bool telex, char *tone)
{
    uint32_t cp = 0;
    size_t len = utf8_next(s, *at, &cp);
    struct fold f;
    (void)fold_next(s, *at, &f);
    if (cp < 0x80 || f.class != FOLD_LETTER || f.base >= 0x80) {
        buf_add(b, str_slice(s, *at, *at + len));
    } else {
        char c = (char)f.base;
        buf_addc(b, is_capital(cp) ? ascii_upper(c) : c);
        if (telex && f.shape != SHAPE_PLAIN) {
            buf_addc(b, f.shape == SHAPE_HAT || f.shape == SHAPE_STROKE ? c : 'w');
        }
        if (f.tone != TONE_LEVEL && tone != NULL) {
            *tone = "?fsrxj"[f.tone];
        }
    }
    *at += len;
}

struct str demo_vary_bare(struct arena *a, struct str text)
{
    struct buf b = buf_new(VARY_MAX);
    for (size_t i = 0; i < text.n;) {
        add_bare(&b, text, &i, false, NULL);
    }
    return keep(a, &b);
}

struct str demo_vary_capital(struct arena *a, struct str text)
{
    struct str stroke = STR("đ");
    if (str_starts(text, stroke)) {
        return str_fmt(a, "Đ%.*s", STR_ARG(str_slice(text, stroke.n, text.n)));
    }
    struct str s = str_copy(a, text);
    if (s.n > 0) {
        ((char *)s.p)[0] = ascii_upper(s.p[0]);
    }
    return s;
}

struct str demo_vary_lazy(struct arena *a, struct str text)
{
    struct str stroke = STR("Đ");
    while (text.n > 0 && text.p[text.n - 1] == '.') {
        text.n--;
    }
    if (str_starts(text, stroke)) {
        return str_fmt(a, "đ%.*s", STR_ARG(str_slice(text, stroke.n, text.n)));
    }
    struct str s = str_copy(a, text);
    if (s.n > 1 && s.p[0] >= 'A' && s.p[0] <= 'Z' && !(s.p[1] >= 'A' && s.p[1] <= 'Z')) {
        ((char *)s.p)[0] = (char)(s.p[0] - 'A' + 'a');
    }
    return s;
}

static bool word_end(char c)
{
    return c == ' ' || c == ',' || c == '.' || c == '?' || c == '!' || c == ':' || c == ';' || c == '"' || c == '\n';
}

// The end of the word or of the run between words that begins at `from`.
static size_t run_end(struct str s, size_t from)
{
    bool gap = word_end(s.p[from]);
    size_t i = from;
    while (i < s.n && word_end(s.p[i]) == gap) {
        i++;
    }
    return i;
}

static struct str short_form(struct prng *r, struct str word, const struct demo_short *table, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(table[i].word, word)) {
            struct str rest = table[i].forms, form = STR_NONE;
            for (uint64_t seen = 1; rest.p != NULL; seen++) {
                struct str next = str_cut(&rest, ' ');
                form = prng_below(r, seen) == 0 ? next : form;
            }
            return form;
        }
    }
    return word;
}

struct str demo_vary_short(struct arena *a, struct prng *r, struct str text, const struct demo_short *table, size_t n)
{
    struct buf b = buf_new(VARY_MAX);
    for (size_t i = 0, end = 0; i < text.n; i = end) {
        end = run_end(text, i);
        struct str word = str_slice(text, i, end);
        buf_add(&b, prng_below(r, 4) != 0 ? short_form(r, word, table, n) : word);
    }
    return keep(a, &b);
}

static void add_telex(struct buf *b, struct str word, bool keys)
{
    char tone = 0;
    for (size_t i = 0; i < word.n;) {
        add_bare(b, word, &i, keys, &tone);
    }
    if (keys && tone != 0) {
        buf_addc(b, tone);
    }
}

// Swap, lose or double an ASCII letter inside the word; the word as it is when it has no two such letters together.
static void add_slipped(struct buf *b, struct str word, uint64_t how)
{
    for (size_t i = 1; i + 1 < word.n; i++) {
        if (ascii_lower(word.p[i]) && ascii_lower(word.p[i + 1])) {
            buf_add(b, str_slice(word, 0, i));
            if (how == 2) {
                buf_addc(b, word.p[i]);
                buf_addc(b, word.p[i]);
            }
            buf_addc(b, word.p[i + 1]);
            if (how == 0) {
                buf_addc(b, word.p[i]);
            }
            buf_add(b, str_slice(word, i + 2, word.n));
            return;
        }
    }
    buf_add(b, word);
}

struct str demo_vary_slip(struct arena *a, struct prng *r, struct str text)
{
    size_t words = 0;
    for (size_t i = 0; i < text.n; i = run_end(text, i)) {
        words += word_end(text.p[i]) ? 0 : 1;
    }
    if (words == 0) {
        return text;
    }
    uint64_t chosen = prng_below(r, words), how = prng_below(r, 5);
    struct buf b = buf_new(VARY_MAX);
    uint64_t at = 0;
    for (size_t i = 0, end = 0; i < text.n; i = end) {
        end = run_end(text, i);
        struct str run = str_slice(text, i, end);
        if (word_end(text.p[i]) || at++ != chosen) {
            buf_add(&b, run);
        } else if (how >= 3) {
            add_telex(&b, run, how == 3);
        } else {
            add_slipped(&b, run, how);
        }
    }
    return keep(a, &b);
}
