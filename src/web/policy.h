// policy.h: the one function that stands between the table of routes and every handler.
#pragma once

#include "web/route.h"

enum policy_end {
    POLICY_ALLOWED,
    POLICY_REPLIED, // refused, redirected or failed; the reply is made
};

// Sign in by cookie where the route needs to know, look up what the path names, ask the capability at that thing's office,
// and check the form token of a member's POST. What may not be known of is 404; a stranger at the desk is sent to sign in.
enum policy_end policy_enforce(struct web *w, const struct captures *caught);

// Does this member work at the office that something is about, or below it (about 0: at none)? For them it is not there.
bool policy_concerned(const struct web *w, int64_t about);
