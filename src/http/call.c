// call.c: what a handler may ask of its call.
#include "http/call.h"

#include "http/request.h"

const struct http_request *http_request(const struct http_call *c)
{
    return &c->request;
}

struct arena *http_arena(struct http_call *c)
{
    return &c->arena;
}

uint64_t http_client_prefix(const struct http_call *c)
{
    return c->client;
}

struct str http_header(const struct http_call *c, const char *name)
{
    for (size_t i = 0; i < c->n_lines; i++) {
        if (str_eq_nocase(c->lines[i].name, str_c(name))) {
            return c->lines[i].value;
        }
    }
    return STR_NONE;
}

struct str http_cookie(const struct http_call *c, const char *name)
{
    for (size_t i = 0; i < c->n_lines; i++) {
        if (!str_eq_nocase(c->lines[i].name, STR("Cookie"))) {
            continue;
        }
        for (struct str rest = c->lines[i].value; rest.p != NULL;) {
            struct str value = str_cut(&rest, ';');
            struct str key = str_trim(str_cut(&value, '='));
            if (value.p != NULL && str_eqz(key, name)) {
                return str_trim(value);
            }
        }
    }
    return STR_NONE;
}
