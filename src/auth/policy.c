// policy.c: see policy.h.
#include "auth/policy.h"

#include "i18n/i18n.h"

struct capability_info {
    const char *name;
    enum scope scope;
    unsigned roles;
};

static const struct capability_info capabilities[CAPABILITIES] = {
#define CAPABILITY(name, scope, roles) [CAP_##name] = {#name, SCOPE_##scope, roles},
#include "auth/policy.def"
#undef CAPABILITY
};

static const struct {
    enum role role;
    const char *code;
    const char *words;
} roles[ROLE_COUNT] = {
    {ROLE_CLERK, "clerk", N_("intake clerk")},   {ROLE_REGISTRY, "registry", N_("registry clerk")},
    {ROLE_OFFICER, "officer", N_("officer")},    {ROLE_EDITOR, "editor", N_("editor")},
    {ROLE_HEAD, "head", N_("head of office")},   {ROLE_ADMIN, "admin", N_("administrator")},
};

const char *capability_name(enum capability c)
{
    return capabilities[c].name;
}

enum scope capability_scope(enum capability c)
{
    return capabilities[c].scope;
}

bool capability_held(enum capability c, enum role role)
{
    return (capabilities[c].roles & role) != 0;
}

bool role_of(struct str code, enum role *out)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (str_eqz(code, roles[i].code)) {
            *out = roles[i].role;
            return true;
        }
    }
    return false;
}

static size_t index_of(enum role r)
{
    size_t i = 0;
    while (i < ROLE_COUNT && roles[i].role != r) {
        i++;
    }
    BUG_ON(i == ROLE_COUNT);
    return i;
}

const char *role_code(enum role r)
{
    return roles[index_of(r)].code;
}

const char *role_words(enum role r)
{
    return roles[index_of(r)].words;
}

enum role role_at(size_t i)
{
    BUG_ON(i >= ROLE_COUNT);
    return roles[i].role;
}
