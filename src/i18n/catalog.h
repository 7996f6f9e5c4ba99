// catalog.h: the shape of the table of translations that tools/mkpo writes. For i18n.c only.
#pragma once

#include "i18n/lang.h"

struct i18n_row {
    struct str key;                      // msgid, or context, byte 4, msgid
    const struct str *forms[LANG_COUNT]; // one a plural form; NULL where the source text stands
};

extern const struct i18n_row i18n_rows[];
extern const uint16_t i18n_slots[]; // open addressing over i18n_hash(key): index of the row + 1, 0 for free
extern const uint32_t i18n_slot_mask;

// Index of the plural form of n, from the PO file's header.
size_t i18n_plural_form(enum lang lang, uint64_t n);

// FNV-1a, 32 bits (Fowler, Noll, Vo); tools/mkpo uses the same.
static inline uint32_t i18n_hash(uint32_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * 0x01000193u;
    }
    return h;
}
#define I18N_HASH_START 0x811C9DC5u
