// param.h: the typed parameters of paths: what stands in the address becomes the thing it names.
#pragma once

#include "web/route.h"

enum param_end {
    PARAM_ERROR = -1, // *e says why
    PARAM_NONE = 0,   // there is no such thing
    PARAM_FOUND = 1,
    PARAM_MOVED = 2,  // an office's former code: redirect to `moved`
};

// Is there a parameter of that name?
bool param_known(struct str name);

// May it stand in an address for everyone? Other things are named at the desk alone.
bool param_for_all(struct str name);

// Look up what a parameter names, into *w. *office_id (left alone where the thing has none) gets the office that the policy
// is asked at.
enum param_end param_load(struct web *w, const struct capture *c, int64_t *office_id, struct err *e);
