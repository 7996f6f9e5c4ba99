// about.c: what stands still: privacy, accessibility, and what is left to do when a code is lost.
#include "web/about_view.h"

#include "templates.h"
#include "web/page.h"

static void reply(struct web *w, struct str title, void (*draw)(struct buf *out, enum lang lang, const struct about_view *v))
{
    struct about_view v = {
        .page = page_view(w, title),
        .phone = site_setting(w->site, w->site->root, SETTING_PHONE),
        .address = site_setting(w->site, w->site->root, SETTING_ADDRESS),
    };
    struct buf out = web_buf();
    draw(&out, w->lang, &v);
    page_reply(w, STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}

void privacy_get(struct web *w)
{
    reply(w, T(w->lang, "Privacy"), tmpl_privacy);
}

void accessibility_get(struct web *w)
{
    reply(w, T(w->lang, "Accessibility"), tmpl_accessibility);
}

void lost_code_get(struct web *w)
{
    reply(w, T(w->lang, "Lost code"), tmpl_lost_code);
}
