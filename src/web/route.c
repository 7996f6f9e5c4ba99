// route.c: see route.h.
#include "web/route.h"

#include "web/param.h"

static const struct route routes[] = {
#define GET HTTP_GET
#define POST HTTP_POST
#define ROUTE(method, path, handler, capability) {method, path, handler, #handler, CAP_##capability},
#include "web/routes.def"
#undef ROUTE
#undef GET
#undef POST
};

const struct route *route_table(size_t *n)
{
    *n = ARRAY_LEN(routes);
    return routes;
}

// How far the segment goes that begins at p.
static size_t segment(const char *p, const char *end)
{
    size_t n = 0;
    while (p + n < end && p[n] != 0 && p[n] != '/') {
        n++;
    }
    return n;
}

// A segment of a pattern is text, or {name} with text after it ("{matter}.json"). In one pass: it is asked of each row for
// each request.
static bool match(const char *pattern, struct str path, struct captures *caught)
{
    const char *at = path.p;
    const char *end = path.p + path.n;
    caught->n = 0;
    while (*pattern != 0) {
        if (*pattern != '{') {
            if (at == end || *at++ != *pattern++) {
                return false;
            }
            continue;
        }
        const char *name = pattern + 1;
        const char *after = strchr(name, '}') + 1;
        size_t tail = segment(after, after + strlen(after));
        size_t n = segment(at, end);
        if (n <= tail || memcmp(at + n - tail, after, tail) != 0) {
            return false;
        }
        BUG_ON(caught->n == CAPTURES_MAX);
        caught->list[caught->n++] = (struct capture){{name, (size_t)(after - name) - 1}, {at, n - tail}};
        at += n;
        pattern = after + tail;
    }
    return at == end;
}

enum route_found route_find(enum http_method method, struct str path, const struct route **out, struct captures *caught)
{
    if (method == HTTP_HEAD) {
        method = HTTP_GET;
    }
    enum route_found found = ROUTE_NONE;
    // Of two rows that match, the one with fewer parameters wins (/desk/… over /{lang}/…), then the one with the longer text
    // (….json over …).
    size_t longest = 0;
    size_t fewest = CAPTURES_MAX;
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        struct captures c;
        if (!match(routes[i].path, path, &c)) {
            continue;
        }
        size_t length = strlen(routes[i].path);
        if (routes[i].method != method) {
            found = found == ROUTE_NONE ? ROUTE_OTHER_METHOD : found;
        } else if (c.n < fewest || (c.n == fewest && length >= longest)) {
            longest = length;
            fewest = c.n;
            *out = &routes[i];
            *caught = c;
            found = ROUTE_FOUND;
        }
    }
    return found;
}

bool route_row_check(const struct route *r, struct err *e)
{
    enum scope scope = capability_scope(r->capability);
    bool for_all = scope == SCOPE_ANYONE || scope == SCOPE_SENDER;
    struct str left = str_c(r->path);
    while (left.p != NULL) {
        struct str segment = str_cut(&left, '/');
        struct str name = str_slice(segment, 1, segment.n);
        name = str_cut(&name, '}');
        bool param = segment.n > 0 && segment.p[0] == '{';
        if (param && !param_known(name)) {
            return err_set(e, ERR_INPUT, "routes.def, %s: no parameter is called {%.*s}; they stand in web/param.c", r->path,
                           STR_ARG(name));
        }
        if (param && for_all && !param_for_all(name)) {
            return err_set(e, ERR_INPUT, "routes.def, %s: {%.*s} names nothing that is for everyone", r->path, STR_ARG(name));
        }
    }
    return true;
}

bool route_check(struct err *e)
{
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        if (!route_row_check(&routes[i], e)) {
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (routes[i].method == routes[k].method && strcmp(routes[i].path, routes[k].path) == 0) {
                return err_set(e, ERR_INPUT, "routes.def has %s twice", routes[i].path);
            }
        }
    }
    return true;
}
