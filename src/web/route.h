// route.h: finding the row of routes.def for a request's path, and what its parameters caught.
#pragma once

#include "web/web.h"

enum { CAPTURES_MAX = 3 };

struct capture {
    struct str name;  // "matter"
    struct str value; // what stood in the path
};

struct captures {
    struct capture list[CAPTURES_MAX];
    size_t n;
};

enum route_found { ROUTE_NONE, ROUTE_OTHER_METHOD, ROUTE_FOUND };

// Are the rows of routes.def usable: each as route_row_check() says, no address twice? False names the row. Asked once, at start.
MUST_USE bool route_check(struct err *e);

// Is each parameter of this row known and, where it is for everyone, one that policy.c can tell to be public?
MUST_USE bool route_row_check(const struct route *r, struct err *e);

// HEAD finds the row of GET.
enum route_found route_find(enum http_method method, struct str path, const struct route **out, struct captures *caught);
