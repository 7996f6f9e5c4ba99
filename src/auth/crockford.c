// crockford.c: symbols, their reading, and the check number.
#include "auth/crockford.h"

#include "auth/secret.h"
#include "base/random.h"
#include "base/utf8.h"

static const char symbols[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void crockford_random(uint8_t *value, size_t n)
{
    random_bytes(value, n);
    for (size_t i = 0; i < n; i++) {
        value[i] &= 31; // 32 divides 256: still uniform
    }
}

char crockford_symbol(uint8_t value)
{
    BUG_ON(value > 31);
    return symbols[value];
}

static bool is_separator(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == '-' || cp == 0xA0 || cp == 0x200B ||
           (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}

// Letters with marks, and the marks themselves, as an input method leaves them: Latin-1 to Latin Extended-B, combining
// marks, Latin Extended Additional.
static bool is_marked(uint32_t cp)
{
    return (cp >= 0xC0 && cp <= 0x24F) || (cp >= 0x300 && cp <= 0x36F) || (cp >= 0x1E00 && cp <= 0x1EFF);
}

// The value of one typed character, or -1.
static int value_of(uint32_t cp)
{
    if (cp >= 'a' && cp <= 'z') {
        cp -= 'a' - 'A';
    }
    if (cp == 'O') {
        cp = '0';
    }
    if (cp == 'I' || cp == 'L') {
        cp = '1';
    }
    const char *hit = cp == 0 || cp > 'Z' ? NULL : strchr(symbols, (int)cp);
    return hit == NULL ? -1 : (int)(hit - symbols);
}

enum crockford_reading crockford_read(struct str typed, uint8_t *value, size_t n)
{
    enum { MOST = 64 };
    uint8_t got[MOST];
    BUG_ON(n > MOST);
    size_t count = 0;
    enum crockford_reading worst = CROCKFORD_OK;
    for (size_t i = 0; i < typed.n;) {
        uint32_t cp;
        i += utf8_next(typed, i, &cp);
        if (is_separator(cp)) {
            continue;
        }
        if (is_marked(cp)) {
            return CROCKFORD_MARKED;
        }
        int v = value_of(cp);
        if (v < 0) {
            worst = CROCKFORD_FOREIGN;
        } else if (count < n) {
            got[count++] = (uint8_t)v;
        } else if (worst == CROCKFORD_OK) {
            worst = CROCKFORD_LENGTH;
        }
    }
    if (worst == CROCKFORD_OK && count < n) {
        worst = CROCKFORD_LENGTH;
    }
    if (worst == CROCKFORD_OK) {
        memcpy(value, got, n);
    }
    secret_wipe(got, sizeof got); // codes are secrets more often than not
    return worst;
}

uint16_t crockford_check(const uint8_t *value, size_t n)
{
    uint32_t rest = 0;
    for (size_t i = 0; i < n; i++) {
        BUG_ON(value[i] > 31);
        rest = (rest * 32 + value[i]) % 1021;
    }
    return (uint16_t)rest;
}
