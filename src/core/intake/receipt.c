// receipt.c: see receipt.h.
#include "core/intake/receipt.h"

#include "auth/crockford.h"
#include "auth/secret.h"

enum { CHECKS = 2, ALL = RECEIPT_SYMBOLS + CHECKS, GROUP = 4 };

void receipt_new(struct receipt *r)
{
    crockford_random(r->value, RECEIPT_SYMBOLS);
}

enum receipt_reading receipt_parse(struct str typed, struct receipt *r)
{
    uint8_t value[ALL];
    switch (crockford_read(typed, value, ALL)) {
    case CROCKFORD_LENGTH:
    case CROCKFORD_FOREIGN:
        return RECEIPT_NOT_A_CODE;
    case CROCKFORD_MARKED:
        return RECEIPT_COMPOSED;
    case CROCKFORD_OK:
        break;
    }
    unsigned check = (unsigned)value[RECEIPT_SYMBOLS] * 32 + value[RECEIPT_SYMBOLS + 1];
    if (check != crockford_check(value, RECEIPT_SYMBOLS)) {
        return RECEIPT_MISTYPED;
    }
    memcpy(r->value, value, RECEIPT_SYMBOLS);
    return RECEIPT_OK;
}

struct str receipt_show(struct arena *a, const struct receipt *r)
{
    uint8_t value[ALL];
    uint16_t check = crockford_check(r->value, RECEIPT_SYMBOLS);
    memcpy(value, r->value, RECEIPT_SYMBOLS);
    value[RECEIPT_SYMBOLS] = (uint8_t)(check / 32);
    value[RECEIPT_SYMBOLS + 1] = (uint8_t)(check % 32);
    char text[RECEIPT_SHOWN];
    size_t at = 0;
    for (size_t i = 0; i < ALL; i++) {
        if (i > 0 && i % GROUP == 0) {
            text[at++] = '-';
        }
        text[at++] = crockford_symbol(value[i]);
    }
    BUG_ON(at != RECEIPT_SHOWN);
    return str_copy(a, (struct str){text, at});
}

// The symbols as text, so that what is derived can be worked out again from a printed code by any other program.
static void symbols_of(const struct receipt *r, char text[static RECEIPT_SYMBOLS])
{
    for (size_t i = 0; i < RECEIPT_SYMBOLS; i++) {
        text[i] = crockford_symbol(r->value[i]);
    }
}

void receipt_hash(const struct receipt *r, uint8_t out[static RECEIPT_HASH])
{
    char text[RECEIPT_SYMBOLS];
    symbols_of(r, text);
    secret_derive("hoiam receipt", (struct str){text, sizeof text}, out, RECEIPT_HASH);
    secret_wipe(text, sizeof text);
}

void receipt_secret(const struct receipt *r, const char *purpose, void *out, size_t n)
{
    // Two steps: the purposes named outside have a space of their own and cannot meet the lookup hash.
    char text[RECEIPT_SYMBOLS];
    char root[32];
    symbols_of(r, text);
    secret_derive("hoiam receipt+", (struct str){text, sizeof text}, root, sizeof root);
    secret_derive(purpose, (struct str){root, sizeof root}, out, n);
    secret_wipe(text, sizeof text);
    secret_wipe(root, sizeof root);
}
