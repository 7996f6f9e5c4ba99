// admin.h: what the files of the administrator's pages share.
#pragma once

#include "web/admin/admin_view.h"

// Everything the page of w->office shows; `form` names the form whose typed values are kept ("" for none).
MUST_USE bool admin_view_load(struct web *w, struct admin_view *v, const struct problems *p, struct str form, struct err *e);

// Which form of the page a setting stands in: "settings", "mail", or NULL for none. Mail is the site's own office's.
const char *admin_form_of(enum setting which);

// One try of a password or code against the limit of where it comes from; the wait in *wait_s when there is none left.
bool admin_may_try(struct web *w, unsigned *wait_s);

// The kinds that an office may have, in words.
struct desk_choices admin_kinds(struct web *w, struct str chosen);

// Reply with that page. password: of a member just added, shown once; "" else.
void admin_reply(struct web *w, int status, const struct problems *p, struct str form, struct str password);
