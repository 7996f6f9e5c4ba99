// names.h: offices by name or code for many look-ups in a row: a plan's table names hundreds. Marks, capitals and blanks do
// not matter, nor whether "UBND" or "Ủy ban nhân dân" stands in front, nor whether the office above is named behind: "Sở Y tế" of
// "Sở Y tế tỉnh Trầm Giang", below the people's committee of that province.
#pragma once

#include "core/office/site.h"

struct office_names;

// Of all offices of the site; in the arena, as long as the site lives.
struct office_names *office_names(struct arena *a, const struct site *s);

enum office_named { NAMED_NONE, NAMED_ONE, NAMED_SEVERAL };

// Which office of those within `top` is meant: by its code, or by its name. *out is set for NAMED_ONE.
enum office_named office_named(struct office_names *n, struct str typed, const struct office *top,
                               const struct office **out);
