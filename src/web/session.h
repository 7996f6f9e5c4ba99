// session.h: who is signed in: the cookie, the session row, the member's roles as they hold now.
#pragma once

#include "core/office/account.h"
#include "web/route.h"

// Over TLS under a name that browsers take from this very host alone, and only with Secure and for all paths (RFC 6265bis
// §4.1.3.2): no neighbour under the same domain plants one.
#define SESSION_COOKIE "__Host-hoiam"
#define SESSION_COOKIE_PLAIN "hoiam"

// Fill w->who from the request's cookie; nobody when there is none, it is old, or its member is disabled. A session that
// still awaits its second factor signs nobody in: it is left in w->who.session alone.
MUST_USE bool session_read(struct web *w, struct err *e);

// The Set-Cookie of a new token, or with an empty one of signing out.
void session_set_cookie(struct web *w, struct str token);

// The request's path with a former code of an office replaced by the present one.
struct str session_moved_path(struct web *w, const struct capture *c);
