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

#define TMPL_TEXT(out, e) _Generic((e), struct str: html_text, struct html: html_raw, TMPL_INTS)((out), (e))
#define TMPL_RCDATA(out, e) _Generic((e), struct str: html_text, TMPL_INTS)((out), (e))
#define TMPL_ATTR(out, e) _Generic((e), struct str: html_attr, TMPL_INTS)((out), (e))
#define TMPL_URL(out, e) _Generic((e), struct str: html_url)((out), (e))
#define TMPL_PATH(out, e) _Generic((e), struct str: html_path)((out), (e))
#define TMPL_URL_PART(out, e) _Generic((e), struct str: html_url_part, TMPL_INTS)((out), (e))
// clang-format on

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
        unsigned long long: tmpl_from_uint)((e))
// clang-format on

static inline uint64_t tmpl_count(int64_t v)
{
    return v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
}

#define TMPL_COUNT(e) tmpl_count(TMPL_INT(e))
