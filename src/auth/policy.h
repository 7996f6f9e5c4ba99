// policy.h: roles and capabilities: the table behind every page's permission. Where the offices stand in the tree is the
// caller's knowledge; this room knows names only.
#pragma once

#include "base/str.h"

enum role {
    ROLE_CLERK = 1,
    ROLE_REGISTRY = 2,
    ROLE_OFFICER = 4,
    ROLE_EDITOR = 8,
    ROLE_HEAD = 16,
    ROLE_ADMIN = 32,
};

enum scope { SCOPE_ANYONE, SCOPE_SENDER, SCOPE_MEMBER, SCOPE_AT, SCOPE_OWN, SCOPE_SITE, SCOPE_MACHINE, SCOPE_FOUNDING };

enum capability {
#define CAPABILITY(name, scope, roles) CAP_##name,
#include "auth/policy.def"
#undef CAPABILITY
    CAPABILITIES
};

const char *capability_name(enum capability c); // "DESK_LIST"
enum scope capability_scope(enum capability c);
bool capability_held(enum capability c, enum role role);

bool role_of(struct str code, enum role *out) MUST_USE; // "clerk"; false when unknown
const char *role_code(enum role r);
const char *role_words(enum role r);                    // msgid: "intake clerk"

// All roles in the order of their display.
enum { ROLE_COUNT = 6 };
enum role role_at(size_t i);
