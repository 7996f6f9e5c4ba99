// first_hour.c: an administrator's first hour as a list of pages to go to. It is gone when all of it is done, or put away.
#include "web/desk/first_hour_view.h"

#include "core/office/founding.h"
#include "templates.h"

static const struct {
    const char *what;
    const char *why;
    const char *part; // of the administrator's page
} steps[FIRST_STEPS] = {
    [FIRST_OFFICE] = {N_("Office: telephone, address, a sentence about it"),
                      N_("At the foot of every page: who wants to come or call finds you."), "#office"},
    [FIRST_LOOKS] = {N_("Colour and logo"), N_("So that residents know whose page it is."), "#logo-title"},
    [FIRST_SUBJECTS] = {N_("Subjects"), N_("What people may choose from when they write; each may have an office that usually "
                                           "answers."), "#categories"},
    [FIRST_STAFF] = {N_("Staff"),
                     N_("One person is enough to begin: they take in, answer and publish. Where a second reader is asked for and "
                        "there is nobody else, the head of the office above is that reader."), "#members"},
    [FIRST_LAWS] = {N_("Complaints and denunciations"), N_("Where they are to be taken, said on the send page, and which office "
                                                           "receives what the desk hands over."), "#complaints"},
    [FIRST_MAIL] = {N_("Mail"), N_("Senders who leave an address hear when something happens."), "#mail"},
    [FIRST_RULES] = {N_("Rules of the house"), N_("A comment may be hidden only under a rule that was published before."),
                     "#rules"},
    [FIRST_BACKUPS] = {N_("Backups"), N_("Every night the store is copied and read back; the page shows how the last drill "
                                         "went."), "#upkeep"},
};

static bool load(struct web *w, struct first_hour *out, struct err *e)
{
    bool drills = strcmp(db_engine(app_db(w->app)), "sqlite") == 0;
    return first_hour_load(w->tx, w->site, drills, w->now, out, e);
}

bool first_hour_open(struct web *w)
{
    struct first_hour f;
    struct err e = ERR_INIT;
    return web_may(w, CAP_SITE_ADMIN, w->site->root) && !site_setting_flag(w->site, w->site->root, SETTING_FIRST_HOUR) &&
           (w->tx == NULL || !load(w, &f, &e) || f.left > 0);
}

void first_hour_get(struct web *w)
{
    struct first_hour f;
    struct err e = ERR_INIT;
    const struct office *root = site_office(w->site, w->site->root);
    struct str admin = str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(root->code));
    if (!load(w, &f, &e)) {
        web_failed(w, &e);
        return;
    }
    if (f.away || f.left == 0) {
        web_see_other(w, admin);
        return;
    }
    struct first_hour_view v = {.desk = desk_page_view(w, T(w->lang, "The first hour"), root, DESK_NAV_FIRST_HOUR),
                                .left = (int64_t)f.left};
    for (size_t i = 0; i < FIRST_STEPS; i++) {
        v.rows[i] = (struct first_hour_row){T_(w->lang, steps[i].what), T_(w->lang, steps[i].why),
                                            str_fmt(w->a, "%.*s%s", STR_ARG(admin), steps[i].part), f.done[i]};
    }
    struct buf out = web_buf();
    tmpl_first_hour(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

struct putting_away {
    struct founder by; // all but tx
    int64_t office_id;
};

static enum tx_end put_away(struct tx *tx, void *arg, struct err *e)
{
    const struct putting_away *p = arg;
    struct founder by = p->by;
    by.tx = tx;
    return setting_set(&by, p->office_id, SETTING_FIRST_HOUR, STR("1"), e) ? TX_COMMIT : TX_FAILED;
}

static void away(struct web *w, void *arg)
{
    (void)arg;
    app_site_changed(w->app);
    web_see_other(w, STR("/desk"));
}

void first_hour_post(struct web *w)
{
    struct putting_away *p = ARENA_NEW(w->a, struct putting_away);
    *p = (struct putting_away){.office_id = w->site->root,
                               .by = {.home = w->site->home, .actor = web_actor(w, w->site->root), .now = w->now,
                                      .today = tz_day(w->site->tz, w->now)}};
    web_write(w, WEB_QUIET, put_away, p, away);
}
