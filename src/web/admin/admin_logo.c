// admin_logo.c: the site's logo: sent in, made anew by the painter, shown in the head of every page; or taken away.
#include "core/office/logo.h"
#include "web/admin/admin.h"
#include "web/asset.h"
#include "web/page.h"

struct logo_change {
    struct founder by; // all but tx
    int64_t office_id;
    struct painted made; // nothing: take it away
};

// Asked with its hash it may be kept for ever: another picture has another address.
void logo_get(struct web *w)
{
    const struct site_logo *logo = &w->site->logo;
    if (logo->hash.n == 0) {
        web_error(w, 404);
        return;
    }
    bool hashed = asset_hashed(w, logo->hash);
    struct http_field kept = {STR("Cache-Control"), STR("public, max-age=31536000, immutable")};
    page_keep(w, STR("image/webp"), logo->bytes, &kept, hashed ? 1 : 0);
}

static enum tx_end do_logo(struct tx *tx, void *arg, struct err *e)
{
    const struct logo_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    bool good = c->made.webp.n > 0 ? logo_set(&by, c->office_id, &c->made, e) : logo_remove(&by, c->office_id, e);
    return good ? TX_COMMIT : TX_FAILED;
}

static void back(struct web *w, void *arg)
{
    (void)arg;
    app_site_changed(w->app);
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin?done=logo-saved#logo-done", STR_ARG(w->office->code)));
}

static struct str sent_picture(const struct web *w)
{
    for (size_t i = 0; i < w->n_files; i++) {
        if (str_eqz(w->files[i].field, "logo")) {
            return w->files[i].bytes;
        }
    }
    return STR("");
}

// False: the reply is made, perhaps the form with what is wrong.
static bool make(struct web *w, struct str bytes, struct painted *made)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct painter *painter = app_config(w->app)->painter;
    if (bytes.n == 0) {
        problem_add(&p, "logo", N_("Choose a picture."));
    } else if (painter == NULL) {
        (void)err_set(&e, ERR_GONE, "no process decodes pictures here");
        web_failed(w, &e);
        return false;
    } else if (!painter_logo(painter, w->a, bytes, made, &e)) {
        if (e.code != ERR_INPUT) {
            web_failed(w, &e);
            return false;
        }
        problem_add(&p, "logo", str_z(w->a, str_c(e.what)));
    }
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("logo"), STR(""));
    }
    return p.n == 0;
}

void admin_logo_post(struct web *w)
{
    struct logo_change *c = ARENA_NEW(w->a, struct logo_change);
    *c = (struct logo_change){.office_id = w->office->id,
                              .by = {.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now,
                                     .today = tz_day(w->site->tz, w->now)}};
    if (w->office->id != w->site->root) { // the head of the pages is the site's
        web_error(w, 404);
    } else if (web_flag(w, "remove") || make(w, sent_picture(w), &c->made)) {
        web_write(w, WEB_PUBLIC, do_logo, c, back);
    }
}
