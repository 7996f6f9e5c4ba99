// page.h: from a page's bytes to its reply, and the cache of public pages in between.
//
// A page under capability PUBLIC holds nothing of who asks, so one copy serves all: kept ready to send under its address,
// which names the language, as of the version of everything public (app_public_version).
#pragma once

#include "web/web.h"

// Answer from the cache if the page is there: before anything else is asked, since only public pages are kept.
bool page_from_cache(struct app *app, struct http_call *call);

// Answer a GET of a public route, and keep it for the next unless its address is one of those without number (a parameter's
// value that a page keeps must be one of so many: what is invented it answers by 404, and its name stands in page.c).
// Other routes: web_reply_html / web_reply_json / web_reply.
// A handler whose page shows more than what app_public_version covers (figures, search) uses those instead.
void page_reply(struct web *w, struct str type, struct buf *out);

// The same for bytes that are no page: a style sheet, a feed. Headers as for http_ready_new.
void page_keep(struct web *w, struct str type, struct str body, const struct http_field *headers, size_t n);
