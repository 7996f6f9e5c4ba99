// variant.c: making variants of a text, letter by letter or word by word.
#include "match/variant.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/token.h"

enum { OUT_MAX = 8 << 20, WORD_MAX = 64 };

bool variant_named(struct str name, enum variant *out, unsigned *k)
{
    static const char *const names[] = {"full", "nomarks", "nfd", "oldtone", "teencode", "typo"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eqz(name, names[i])) {
            *out = (enum variant)i;
            return true;
        }
    }
    int64_t words;
    if (!str_starts(name, STR("prefix:")) || !str_int(str_slice(name, 7, name.n), &words) || words < 0 ||
        words > 1000) {
        return false;
    }
    *out = VARIANT_PREFIX;
    *k = (unsigned)words;
    return true;
}

static void add_point(struct buf *b, uint32_t cp)
{
    char out[4];
    size_t n = utf8_put(out, cp);
    buf_add(b, (struct str){out, n});
}

static struct str take(struct buf *b, struct arena *a)
{
    struct str s = str_copy(a, buf_str(b));
    buf_free(b);
    return s;
}

static struct str bare(struct str text, struct arena *a)
{
    char *out = ARENA_ARRAY(a, char, text.n + 1);
    return (struct str){out, fold_text(text, out)};
}

static const uint32_t tone_marks[] = {0, 0x300, 0x301, 0x309, 0x303, 0x323};
static const uint32_t shape_marks[] = {0, 0x302, 0x306, 0x31B, 0};

static bool capital_at(struct str text, size_t at)
{
    uint32_t cp;
    (void)utf8_next(text, at, &cp);
    return fold_is_capital(cp);
}

// The capital of a small letter of Vietnamese.
static uint32_t capital_of(uint32_t cp)
{
    if (cp < 0x100) {
        return (cp >= 'a' && cp <= 'z') || (cp >= 0xE0 && cp <= 0xFE) ? cp - 0x20 : cp;
    }
    return fold_is_capital(cp - 1) ? cp - 1 : cp;
}

static struct str apart(struct str text, struct arena *a)
{
    struct buf b = buf_new(OUT_MAX);
    for (size_t at = 0; at < text.n;) {
        struct fold f;
        size_t n = fold_next(text, at, &f);
        if (f.class != FOLD_LETTER || (f.shape == SHAPE_PLAIN && f.tone == TONE_LEVEL) || f.shape == SHAPE_STROKE) {
            buf_add(&b, str_slice(text, at, at + n));
        } else {
            uint32_t tone = tone_marks[f.tone], shape = shape_marks[f.shape];
            bool tone_first = f.tone == TONE_NANG && f.shape != SHAPE_HORN; // canonical order: horn, dot below, above
            add_point(&b, capital_at(text, at) ? capital_of(f.base) : f.base);
            for (int i = 0; i < 2; i++) {
                uint32_t mark = (i == 0) == tone_first ? tone : shape;
                if (mark != 0) {
                    add_point(&b, mark);
                }
            }
        }
        at += n;
    }
    return take(&b, a);
}

// The letter in one code point with this base, shape and tone.
static uint32_t compose(struct fold want)
{
    static const uint32_t ranges[][2] = {{0xE0, 0xFF},   {0x102, 0x111}, {0x128, 0x129},
                                         {0x168, 0x169}, {0x1A0, 0x1B0}, {0x1EA0, 0x1EF9}};
    uint32_t found = want.base;
    for (size_t i = 0; i < ARRAY_LEN(ranges) && (want.tone != TONE_LEVEL || want.shape != SHAPE_PLAIN); i++) {
        for (uint32_t cp = ranges[i][0]; cp <= ranges[i][1]; cp++) {
            char p[4];
            struct fold f;
            (void)fold_next((struct str){p, utf8_put(p, cp)}, 0, &f);
            if (f.base == want.base && f.tone == want.tone && f.shape == want.shape) {
                found = cp; // small letters follow capitals
            }
        }
    }
    return found;
}

// A word of letters in composed form, read into v[0..n).
static void move_tone(struct buf *b, struct fold *v, const bool *capital, size_t n)
{
    static const char *const rhymes[] = {"oa", "oe", "uy"};
    for (size_t i = 0; n >= 2 && i < ARRAY_LEN(rhymes); i++) {
        struct fold *x = &v[n - 2], *y = &v[n - 1];
        bool qu = n > 2 && v[n - 3].base == 'q';
        if (x->base == (uint32_t)rhymes[i][0] && y->base == (uint32_t)rhymes[i][1] && x->shape == SHAPE_PLAIN &&
            y->shape == SHAPE_PLAIN && !qu) {
            enum fold_tone tone = x->tone;
            x->tone = y->tone;
            y->tone = tone;
        }
    }
    for (size_t i = 0; i < n; i++) {
        add_point(b, capital[i] ? capital_of(compose(v[i])) : compose(v[i]));
    }
}

static struct str other_tone(struct str text, struct arena *a)
{
    struct buf b = buf_new(OUT_MAX);
    struct fold word[WORD_MAX];
    bool capital[WORD_MAX];
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        struct fold f;
        size_t len = fold_next(text, at, &f);
        if (f.class == FOLD_LETTER && n < WORD_MAX) {
            capital[n] = capital_at(text, at);
            word[n++] = f;
        } else if (f.class == FOLD_MARK && n > 0) {
            word[n - 1].tone = f.tone != TONE_LEVEL ? f.tone : word[n - 1].tone;
            word[n - 1].shape = f.shape != SHAPE_PLAIN ? f.shape : word[n - 1].shape;
        } else {
            move_tone(&b, word, capital, n);
            n = 0;
            buf_add(&b, str_slice(text, at, at + len));
        }
        at += len;
    }
    move_tone(&b, word, capital, n);
    return take(&b, a);
}

// ---- word by word

static bool letter_at(struct str s, size_t at)
{
    unsigned char c = at < s.n ? (unsigned char)s.p[at] : ' ';
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static void slip(struct buf *b, struct str word, struct prng *r)
{
    size_t i = prng_below(r, word.n);
    uint64_t kind = prng_below(r, 4);
    for (size_t k = 0; k < word.n; k++) {
        char c = word.p[k];
        if (k == i && kind == 0) {
            c = (char)('a' + prng_below(r, 26));
        } else if (k == i && kind == 1 && word.n > 1) {
            continue;
        } else if (k == i && kind == 2) {
            buf_addc(b, c);
        } else if (kind == 3 && word.n > 1 && (k == i || k == i + 1)) {
            size_t first = i + 1 < word.n ? i : i - 1;
            c = word.p[k == first ? first + 1 : k == first + 1 ? first : k];
        }
        buf_addc(b, c);
    }
}

static struct str with_typos(struct str text, struct prng *r, struct arena *a)
{
    struct str s = bare(text, a);
    struct buf b = buf_new(OUT_MAX);
    size_t words = 0;
    for (size_t at = 0; at < s.n;) {
        size_t end = at;
        while (letter_at(s, end)) {
            end++;
        }
        if (end == at) {
            buf_addc(&b, s.p[at++]);
            continue;
        }
        struct str word = str_slice(s, at, end);
        if (++words % 5 == 0) {
            slip(&b, word, r);
        } else {
            buf_add(&b, word);
        }
        at = end;
    }
    return take(&b, a);
}

static struct str beginning(struct str text, unsigned k, struct arena *a)
{
    struct str s = bare(text, a);
    size_t at = 0, end = 0;
    for (unsigned words = 0; at < s.n && words <= k; words++) {
        while (at < s.n && !letter_at(s, at)) {
            at++;
        }
        size_t from = at;
        while (letter_at(s, at)) {
            at++;
        }
        if (at > from) {
            end = words < k || at - from < 2 ? at : from + 2;
        }
    }
    return str_slice(s, 0, end);
}

// Short forms that stand for the words from token i on: the longest run wins, then one of them at random.
static size_t brief_for(const struct token_list *l, size_t i, const struct abbrev *abbrev, struct prng *r,
                        struct str *brief)
{
    struct token_list full = TOKEN_LIST_INIT;
    size_t longest = 0, choices = 0;
    for (size_t e = 0; e < abbrev_count(abbrev); e++) {
        struct str short_form, words;
        abbrev_entry(abbrev, e, &short_form, &words);
        tokenise(&full, words, NULL, NULL, 0);
        size_t same = 0;
        while (same < full.n && i + same < l->n && l->v[i + same].exact == full.v[same].exact) {
            same++;
        }
        if (same < full.n || same < longest || same == 0) {
            continue;
        }
        choices = same > longest ? 0 : choices;
        longest = same;
        if (prng_below(r, ++choices) == 0) {
            *brief = short_form;
        }
    }
    token_list_free(&full);
    return longest;
}

static struct str abbreviated(struct str text, const struct abbrev *abbrev, struct prng *r, struct arena *a)
{
    struct token_list l = TOKEN_LIST_INIT;
    struct buf b = buf_new(OUT_MAX);
    tokenise(&l, text, NULL, NULL, 0);
    size_t at = 0;
    for (size_t i = 0; i < l.n;) {
        struct str brief = STR_NONE;
        size_t n = l.v[i].extra ? 0 : brief_for(&l, i, abbrev, r, &brief);
        if (n > 0 && l.v[i].from >= at) {
            buf_add(&b, str_slice(text, at, l.v[i].from));
            buf_add(&b, brief);
            at = l.v[i + n - 1].to;
        }
        i += n > 0 ? n : 1;
    }
    buf_add(&b, str_slice(text, at, text.n));
    token_list_free(&l);
    return take(&b, a);
}

struct str variant_text(enum variant v, unsigned k, struct str text, const struct abbrev *abbrev, struct prng *r,
                        struct arena *a)
{
    switch (v) {
    case VARIANT_NOMARKS:
        return bare(text, a);
    case VARIANT_NFD:
        return apart(text, a);
    case VARIANT_OLDTONE:
        return other_tone(text, a);
    case VARIANT_TEENCODE:
        return abbreviated(text, abbrev, r, a);
    case VARIANT_TYPO:
        return with_typos(text, r, a);
    case VARIANT_PREFIX:
        return beginning(text, k, a);
    case VARIANT_FULL:
        break;
    }
    return text;
}
