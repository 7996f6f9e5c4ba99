// lang.h: the languages of the program.
#pragma once

#include "base/str.h"

enum lang {
#define LANG(name, code, own_name, thousands, decimal, long_date) LANG_##name,
#include "i18n/langs.def"
#undef LANG
    LANG_COUNT
};

struct lang_info {
    struct str code;      // "vi"
    struct str name;      // "Tiếng Việt": a language is named in itself
    struct str thousands; // 1.234
    struct str decimal;   // 3,5
    struct str long_date; // pattern, see langs.def
};

const struct lang_info *lang_info(enum lang lang);

// The language of a code, or of the first part of one ("vi-VN"); letter case does not matter. False when it is none.
bool lang_from_code(struct str code, enum lang *out) MUST_USE;

// What the language of a code is called, in itself; the code where it is none of ours.
struct str lang_called(struct str code);

// The best language for an Accept-Language header (RFC 9110 §12.5.4): highest q, then order; LANG_VI when none fits.
enum lang lang_accept(struct str header);
