// i18n.h: the texts of the program in the reader's language.
//
// The source is written in English; po/CODE.po holds the other languages and is compiled in by tools/mkpo. Looking up
// is one hash and one comparison; no locale of the process is asked. What has no translation comes back in English (the
// build's check does not let that stay).
#pragma once

#include "base/buf.h"
#include "i18n/lang.h"

// T(lang, "Closed"): the text. TC(lang, "matter state", "Closed"): the same word where it means something else.
// TN(lang, "{n} day", "{n} days", n): the form for n. TX("Closed"): the value of a struct str in a table, to be looked
// up later with i18n_get. All take literals only, because tools/mkpo finds them in the source.
#define T(lang, id) i18n_get((lang), STR_NONE, STR(id))
#define TC(lang, context, id) i18n_get((lang), STR(context), STR(id))
#define TN(lang, one, many, n) i18n_get_plural((lang), STR(one), STR(many), (n))
#define TX(id) STR_INIT(id)

// T_(lang, z) looks a text up that is kept as a C string, marked by N_("Closed") (base/base.h).
#define T_(lang, z) i18n_get((lang), STR_NONE, str_c(z))

struct str i18n_get(enum lang lang, struct str context, struct str id);
struct str i18n_get_plural(enum lang lang, struct str one, struct str many, int64_t n);

// Fill {name} placeholders of a text. A placeholder that is not given stays as it is. The result is plain text.
struct i18n_arg {
    const char *name;
    struct str value;
};
void i18n_fill(struct buf *out, struct str text, const struct i18n_arg *args, size_t n);

// I18N_FILL(out, T(lang, "Passed on to {office}"), {"office", name});
#define I18N_FILL(out, text, ...)                                                                                      \
    i18n_fill((out), (text), (const struct i18n_arg[]){__VA_ARGS__},                                                   \
              sizeof((const struct i18n_arg[]){__VA_ARGS__}) / sizeof(struct i18n_arg))
