// str.h: a string is a pointer and a length, never owned: the memory belongs to an arena, a buffer or a literal.
//
// {NULL, 0} is "not given" (NULL in the database); an empty string that was given has a non-NULL p.
#pragma once

#include "base/arena.h"
#include "base/base.h"

struct str {
    const char *p;
    size_t n;
};

#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
// The same for tables with static storage, where C17 wants a plain initialiser.
#define STR_INIT(lit) {"" lit, sizeof(lit) - 1}
#define STR_NONE ((struct str){NULL, 0})
// For printf: printf("%.*s", STR_ARG(s))
#define STR_ARG(s) (int)(s).n, (s).p

struct str str_c(const char *z);                      // a view of a C string; NULL gives STR_NONE
struct str str_copy(struct arena *a, struct str s);   // a copy with a zero byte after it; STR_NONE stays STR_NONE
char *str_z(struct arena *a, struct str s);           // the same as a C string ("" for STR_NONE)
struct str str_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);

bool str_eq(struct str a, struct str b);              // byte for byte; STR_NONE equals an empty string
bool str_eqz(struct str a, const char *z);
bool str_eq_nocase(struct str a, struct str b);       // ASCII letters only
int str_cmp(struct str a, struct str b);              // memcmp order, as the database sorts
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
ptrdiff_t str_find(struct str s, struct str needle);  // offset of the first occurrence, or -1
struct str str_slice(struct str s, size_t from, size_t to); // s[from..to), both clamped to s
struct str str_trim(struct str s);                    // without ASCII blanks at either end

// Cut *rest at the first `sep`: returns what stood before it, *rest becomes what stood after. When there is no `sep`,
// returns all of *rest and sets it to STR_NONE. The loop is: while (rest.p != NULL) { part = str_cut(&rest, ','); … }
struct str str_cut(struct str *rest, char sep);

// Decimal integer with optional '-': the whole string, or false. Overflow is false.
bool str_int(struct str s, int64_t *out) MUST_USE;
