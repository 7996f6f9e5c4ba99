// tmpl.h: what the C that tools/mktmpl writes stands on. A value is escaped for its place by its type: a struct str, an
// integer, or (between tags only) a struct html. Anything else does not compile.
#pragma once

#include "docs/html.h"
#include "i18n/format.h"
#include "i18n/lang.h"

// clang-format off
#define TMPL_INTS                                                                                                       \
    short: html_int, unsigned short: html_int, int: html_int, unsigned: html_int, long: html_int, long long: html_int,   \
    unsigned long: html_uint, unsigned long long: html_uint

#define TMPL_TEXT(out, e)                                                                                               \
    _Generic((e), struct str: html_text, struct html: html_raw, TMPL_INTS,                                              \
        default: text_takes_struct_str_struct_html_or_an_integer)((out), (e))
#define TMPL_RCDATA(out, e)                                                                                             \
    _Generic((e), struct str: html_text, TMPL_INTS, default: title_or_textarea_takes_struct_str_or_an_integer)((out), (e))
#define TMPL_ATTR(out, e)                                                                                               \
    _Generic((e), struct str: html_attr, TMPL_INTS, default: attribute_takes_struct_str_or_an_integer)((out), (e))
#define TMPL_URL(out, e) _Generic((e), struct str: html_url, default: address_takes_struct_str)((out), (e))
#define TMPL_PATH(out, e) _Generic((e), struct str: html_path, default: address_takes_struct_str)((out), (e))
#define TMPL_URL_PART(out, e)                                                                                           \
    _Generic((e), struct str: html_url_part, TMPL_INTS, default: part_of_address_takes_struct_str_or_an_integer)((out), (e))
// clang-format on

// What a value of any other type is given to, so that the compiler's message says by its name what the place takes:
// "incompatible type for argument 2 of 'text_takes_…'", at the template's line. Nowhere defined, and there is no value of
// the type.
struct tmpl_misfit {
    char none;
};
void text_takes_struct_str_struct_html_or_an_integer(struct buf *out, struct tmpl_misfit e);
void title_or_textarea_takes_struct_str_or_an_integer(struct buf *out, struct tmpl_misfit e);
void attribute_takes_struct_str_or_an_integer(struct buf *out, struct tmpl_misfit e);
void address_takes_struct_str(struct buf *out, struct tmpl_misfit e);
void part_of_address_takes_struct_str_or_an_integer(struct buf *out, struct tmpl_misfit e);
int64_t filter_takes_an_integer(struct tmpl_misfit e);

static inline int64_t tmpl_from_uint(uint64_t v)
{
    BUG_ON(v > INT64_MAX);
    return (int64_t)v;
}

static inline int64_t tmpl_from_int(int64_t v)
{
    return v;
}

// An integer of any width as int64_t, for format_… and for choosing a plural.
// clang-format off
#define TMPL_INT(e)                                                                                                     \
    _Generic((e), short: tmpl_from_int, unsigned short: tmpl_from_int, int: tmpl_from_int, unsigned: tmpl_from_int,      \
        long: tmpl_from_int, long long: tmpl_from_int, unsigned long: tmpl_from_uint,                                    \
        unsigned long long: tmpl_from_uint, default: filter_takes_an_integer)((e))
// clang-format on

static inline uint64_t tmpl_count(int64_t v)
{
    return v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
}

#define TMPL_COUNT(e) tmpl_count(TMPL_INT(e))
