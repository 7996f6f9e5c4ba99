// i18n_sort.c: sort keys in three levels, as in Unicode's collation algorithm (UTS #10 §4) but with our own alphabet.
#include "i18n/i18n_sort.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum { KEY_END = 1, KEY_BLANK = 2, KEY_NUMBER = 0x10, KEY_LETTER = 0x40, KEY_OTHER = 0x7E };
#define NUMBER_DIGITS_MAX 31

// Each letter of the alphabet in order, as base letter and mark of the vowel.
enum mark { MARK_NONE, MARK_BREVE, MARK_CIRCUMFLEX, MARK_HORN, MARK_STROKE };
static const struct {
    char base;
    unsigned char mark;
} alphabet[] = {
    {'a', MARK_NONE}, {'a', MARK_BREVE},  {'a', MARK_CIRCUMFLEX}, {'b', MARK_NONE},       {'c', MARK_NONE},
    {'d', MARK_NONE}, {'d', MARK_STROKE}, {'e', MARK_NONE},       {'e', MARK_CIRCUMFLEX}, {'f', MARK_NONE},
    {'g', MARK_NONE}, {'h', MARK_NONE},   {'i', MARK_NONE},       {'j', MARK_NONE},       {'k', MARK_NONE},
    {'l', MARK_NONE}, {'m', MARK_NONE},   {'n', MARK_NONE},       {'o', MARK_NONE},       {'o', MARK_CIRCUMFLEX},
    {'o', MARK_HORN}, {'p', MARK_NONE},   {'q', MARK_NONE},       {'r', MARK_NONE},       {'s', MARK_NONE},
    {'t', MARK_NONE}, {'u', MARK_NONE},   {'u', MARK_HORN},       {'v', MARK_NONE},       {'w', MARK_NONE},
    {'x', MARK_NONE}, {'y', MARK_NONE},   {'z', MARK_NONE},
};

struct letter {
    uint32_t base; // small letter without marks
    enum mark mark;
    char tone; // '1' none … '6' nặng, '7' a mark that Vietnamese does not have
    bool capital;
};

static char letter_primary(const struct letter *l)
{
    size_t plain = 0;
    for (size_t i = 0; i < ARRAY_LEN(alphabet); i++) {
        if ((uint32_t)alphabet[i].base == l->base) {
            plain = plain == 0 ? i + 1 : plain;
            if (alphabet[i].mark == l->mark) {
                return (char)(KEY_LETTER + i);
            }
        }
    }
    return plain == 0 ? '\0' : (char)(KEY_LETTER + plain - 1);
}

static void add_mark(struct letter *l, uint32_t cp)
{
    switch (cp) {
    case 0x300:
        l->tone = '2';
        break;
    case 0x309:
        l->tone = '3';
        break;
    case 0x303:
        l->tone = '4';
        break;
    case 0x301:
        l->tone = '5';
        break;
    case 0x323:
        l->tone = '6';
        break;
    case 0x306:
        l->mark = MARK_BREVE;
        break;
    case 0x302:
        l->mark = MARK_CIRCUMFLEX;
        break;
    case 0x31B:
        l->mark = MARK_HORN;
        break;
    default:
        l->tone = '7';
    }
}

static bool is_mark(uint32_t cp)
{
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_MN;
}

// Take the letter at *at with the marks that follow it.
static struct letter take_letter(struct str s, size_t *at)
{
    uint32_t cp;
    *at += utf8_next(s, *at, &cp);
    cp = cp == UTF8_BAD ? 0xFFFD : cp;
    struct letter l = {.tone = '1'};
    utf8proc_int32_t parts[16];
    int class = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)cp, parts, ARRAY_LEN(parts), UTF8PROC_DECOMPOSE, &class);
    uint32_t base = n > 0 ? (uint32_t)parts[0] : cp;
    l.base = (uint32_t)utf8proc_tolower((utf8proc_int32_t)base);
    l.capital = l.base != base;
    for (utf8proc_ssize_t i = 1; i < n && i < (utf8proc_ssize_t)ARRAY_LEN(parts); i++) {
        add_mark(&l, (uint32_t)parts[i]);
    }
    if (l.base == 0x111) { // đ is a letter of its own in Unicode
        l.base = 'd';
        l.mark = MARK_STROKE;
    }
    while (*at < s.n) {
        size_t len = utf8_next(s, *at, &cp);
        if (cp == UTF8_BAD || !is_mark(cp)) {
            break;
        }
        add_mark(&l, cp);
        *at += len;
    }
    return l;
}

static bool is_word(uint32_t cp)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO);
}

// A number by its value: how many digits, then the digits.
static void add_number(struct buf *key, struct str s, size_t *at)
{
    while (*at + 1 < s.n && s.p[*at] == '0' && s.p[*at + 1] >= '0' && s.p[*at + 1] <= '9') {
        (*at)++;
    }
    size_t from = *at;
    while (*at < s.n && *at - from < NUMBER_DIGITS_MAX && s.p[*at] >= '0' && s.p[*at] <= '9') {
        (*at)++;
    }
    buf_addc(key, (char)(KEY_NUMBER + *at - from));
    buf_add(key, str_slice(s, from, *at));
}

// Levels two and three: nothing is written for a tail of the least value, so that keys stay short.
static void add_level(struct buf *key, const struct buf *level, char least)
{
    size_t n = level->n;
    while (n > 0 && level->p[n - 1] == least) {
        n--;
    }
    buf_addc(key, KEY_END);
    buf_add(key, str_slice(buf_str(level), 0, n));
}

struct str i18n_sort_key(struct arena *a, struct str s)
{
    struct buf key = buf_new(s.n * 8 + 16);
    struct buf tones = buf_new(s.n + 1);
    struct buf capitals = buf_new(s.n + 1);
    bool blank = false;
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        size_t len = utf8_next(s, at, &cp);
        if (cp == UTF8_BAD || !is_word(cp)) {
            blank = key.n > 0;
            at += len;
            continue;
        }
        if (blank) {
            buf_addc(&key, KEY_BLANK);
            blank = false;
        }
        if (cp >= '0' && cp <= '9') {
            add_number(&key, s, &at);
            continue;
        }
        struct letter l = take_letter(s, &at);
        char primary = letter_primary(&l);
        if (primary != '\0') {
            buf_addc(&key, primary);
        } else {
            char other[] = {KEY_OTHER, (char)(2 + (l.base >> 18 & 63)), (char)(2 + (l.base >> 12 & 63)),
                            (char)(2 + (l.base >> 6 & 63)), (char)(2 + (l.base & 63))};
            buf_add(&key, (struct str){other, sizeof other});
        }
        buf_addc(&tones, l.tone);
        buf_addc(&capitals, l.capital ? '2' : '1');
    }
    add_level(&key, &tones, '1');
    add_level(&key, &capitals, '1');
    struct str out = str_copy(a, buf_str(&key));
    buf_free(&key);
    buf_free(&tones);
    buf_free(&capitals);
    return out;
}
