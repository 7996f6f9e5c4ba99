// admin_reform.h: what the two files of the page share.
#pragma once

#include "web/admin/admin_reform_view.h"

// The form that was sent; false when it is none of this page's.
MUST_USE bool admin_reform_read(struct web *w, struct reform *r);

// Everything the page shows. `asked`: what is to be previewed; NULL for nothing.
MUST_USE bool admin_reform_load(struct web *w, struct admin_reform_view *v, const struct problems *p, const struct reform *asked,
                                struct err *e);
