// machine.c: what machines ask: is it up, what may be crawled.
#include "web/page.h"

void healthz_get(struct web *w)
{
    struct buf out = web_buf();
    buf_addz(&out, "ok\n");
    web_reply(w, 200, STR("text/plain; charset=utf-8"), &out);
    buf_free(&out);
}

void robots_get(struct web *w)
{
    page_keep(w, STR("text/plain; charset=utf-8"), STR("User-agent: *\nDisallow: /desk\nDisallow: /api/\n"), NULL, 0);
}
