// names.h: offices by name or code for many look-ups in a row: a plan's table names hundreds. Marks, capitals and blanks do
// not matter, nor whether "UBND" or "Ủy ban nhân dân" stands in front, nor "xã", "phường" and the like behind it, nor whether the
// office above is named behind: "Sở Y tế" of "Sở Y tế tỉnh Trầm Giang", below the people's committee of that province.
#pragma once

#include "core/office/site.h"

struct office_names;

// Of all offices of the site; in the arena, as long as the site lives.
struct office_names *office_names(struct arena *a, const struct site *s);

enum office_named { NAMED_NONE, NAMED_ONE, NAMED_SEVERAL };

// Which office of those within `top` is meant: by its code, or by its name. *out is set for NAMED_ONE.
enum office_named office_named(struct office_names *n, struct str typed, const struct office *top,
                               const struct office **out);

// Who of those within `top` may have been meant by a name that is none or several's: those called so, else those of whose name
// each typed word begins a word, else those that are a few slips away.
enum { OFFICE_NEAR = 5 };
struct office_near {
    const struct office *list[OFFICE_NEAR];
    size_t n;
};
void office_near(struct office_names *n, struct str typed, const struct office *top, struct office_near *out);
