// admin_committee.c: an administrator's page of an office that is a committee: its founding decision and its seats.
#include "web/admin/admin_committee_view.h"

#include "db/q_member.h"
#include "i18n/format.h"
#include "templates.h"

struct committee_change {
    struct founder by; // all but tx
    const struct site *site;
    int64_t office_id;
    struct committee_founding founding;
    struct seat_draft seat;
    int64_t seat_id;
    int64_t day;
    bool done;
};

static void add_seats(struct web *w, struct admin_committee_view *v, const struct committee_seat_row *rows, size_t n)
{
    v->seats = ARENA_ARRAY(w->a, struct seat_item, n);
    v->former = ARENA_ARRAY(w->a, struct seat_item, n);
    for (enum seat s = 0; s < SEATS; s++) { // in the order of the seats
        for (size_t i = 0; i < n; i++) {
            const struct committee_seat_row *r = &rows[i];
            if (!str_eqz(r->seat, seat_code(s)) || (r->until_day != 0 && r->until_day <= r->since_day)) {
                continue;
            }
            struct seat_item item = {
                .id = r->id, .seat = T_(w->lang, seat_words(s)), .office = desk_office_name(w, r->from_office_id),
                .member = r->member_name.p == NULL ? STR("") : r->member_name,
                .decision = r->decision.p == NULL ? STR("") : r->decision, .since_day = r->since_day,
                .last_day = r->until_day == 0 ? 0 : r->until_day - 1};
            bool over = r->until_day != 0 && r->until_day <= w->site->today;
            if (over) {
                v->former[v->n_former++] = item;
            } else {
                v->seats[v->n_seats++] = item;
            }
        }
        v->kinds.list[v->kinds.n++] = (struct desk_choice){str_c(seat_code(s)), T_(w->lang, seat_words(s)),
                                                          v->seat_open && str_eqz(web_field(w, "seat"), seat_code(s))};
    }
}

static void reply(struct web *w, int status, const struct problems *p, bool seat_form)
{
    struct err e = ERR_INIT;
    struct committee_row c = {.office_id = 0};
    struct committee_seat_row *rows;
    size_t n;
    bool typed = p != NULL && p->n > 0;
    struct admin_committee_view v = {.desk = desk_page_view(w, T(w->lang, "Committee"), w->office, DESK_NAV_ADMIN),
                                     .base = str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code)),
                                     .seat_open = typed && seat_form,
                                     .kinds = {ARENA_ARRAY(w->a, struct desk_choice, SEATS), 0}};
    enum q_got got = q_committee_get(w->tx, w->office->id, &c, &e);
    if (got == Q_ERROR || !q_committee_seats(w->tx, w->office->id, &rows, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    bool mine = typed && !seat_form;
    v.desk.page.problems = p;
    v.founded = got == Q_ROW;
    v.decision = mine ? web_field(w, "decision") : v.founded ? c.decision : STR("");
    v.decided_by = mine ? web_field(w, "decided_by") : v.founded ? c.decided_by : STR("");
    v.decided = mine ? web_field(w, "decided") : v.founded ? page_words(w, format_iso_day, c.decided_day) : STR("");
    v.is_public = mine ? web_flag(w, "public") : c.is_public;
    v.from = v.seat_open ? web_field(w, "from_name") : STR("");
    v.login = v.seat_open ? web_field(w, "login") : STR("");
    v.since = v.seat_open ? web_field(w, "since") : page_words(w, format_iso_day, w->site->today);
    v.seat_decision = v.seat_open ? web_field(w, "seat_decision") : STR("");
    v.agreed = v.seat_open && web_flag(w, "agreed");
    page_script(&v.desk.page, "office-find.js");
    add_seats(w, &v, rows, n);
    struct buf out = web_buf();
    tmpl_admin_committee(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

// The page is there for committees only.
static bool is_committee(struct web *w)
{
    if (!str_eqz(w->office->kind, "committee")) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code)));
        return false;
    }
    return true;
}

void admin_committee_get(struct web *w)
{
    if (is_committee(w)) {
        reply(w, 200, NULL, false);
    }
}

static struct committee_change *change_new(struct web *w)
{
    struct committee_change *c = ARENA_NEW(w->a, struct committee_change);
    c->by = (struct founder){.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now,
                             .today = tz_day(w->site->tz, w->now)};
    c->site = w->site;
    c->office_id = w->office->id;
    return c;
}

static void back(struct web *w, void *arg)
{
    const struct committee_change *c = arg;
    if (!c->done) {
        web_error(w, 404);
        return;
    }
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin/committee", STR_ARG(w->office->code)));
}

static enum tx_end do_found(struct tx *tx, void *arg, struct err *e)
{
    struct committee_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    c->done = true;
    return committee_found(&by, c->office_id, &c->founding, e) ? TX_COMMIT : TX_FAILED;
}

void admin_founding_post(struct web *w)
{
    struct problems p = {.n = 0};
    if (!is_committee(w)) {
        return;
    }
    struct committee_change *c = change_new(w);
    c->founding = (struct committee_founding){.decision = web_field(w, "decision"), .decided_day = desk_day_field(w, "decided"),
                                              .decided_by = web_field(w, "decided_by"), .is_public = web_flag(w, "public")};
    committee_founding_check(&c->founding, c->by.today, &p);
    if (p.n > 0) {
        reply(w, 422, &p, false);
        return;
    }
    web_write(w, WEB_PUBLIC, do_found, c, back);
}

static enum tx_end do_seat(struct tx *tx, void *arg, struct err *e)
{
    struct committee_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    c->done = true;
    return seat_give(&by, c->site, c->office_id, &c->seat, e) ? TX_COMMIT : TX_FAILED;
}

void admin_seat_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct member_row m = {.id = 0};
    if (!is_committee(w)) {
        return;
    }
    struct committee_change *c = change_new(w);
    const struct office *from = desk_office_field(w, "from", "from_name");
    struct str login = web_field(w, "login");
    c->seat = (struct seat_draft){.seat = SEATS, .from_office_id = from == NULL ? 0 : from->id, .agreed = web_flag(w, "agreed"),
                                  .decision = web_field(w, "seat_decision"), .since_day = desk_day_field(w, "since")};
    if (!seat_of(web_field(w, "seat"), &c->seat.seat)) {
        c->seat.seat = SEATS;
    }
    seat_check(w->site, w->office->id, &c->seat, &p);
    if (login.n > 0) {
        enum q_got got = q_member_by_login(w->tx, login, &m, &e);
        if (got == Q_ERROR) {
            web_failed(w, &e);
            return;
        }
        if (got == Q_NONE || m.disabled_at != 0) {
            problem_add(&p, "login", N_("Nobody signs in with this name."));
        }
        c->seat.member_id = m.id;
    }
    if (p.n > 0) {
        reply(w, 422, &p, true);
        return;
    }
    web_write(w, WEB_PUBLIC, do_seat, c, back);
}

static enum tx_end do_end(struct tx *tx, void *arg, struct err *e)
{
    struct committee_change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return !seat_end(&by, c->site, c->office_id, c->seat_id, c->day, &c->done, e) ? TX_FAILED
           : c->done                                                            ? TX_COMMIT
                                                                                : TX_ROLLBACK;
}

void admin_seat_end_post(struct web *w)
{
    if (!is_committee(w)) {
        return;
    }
    struct committee_change *c = change_new(w);
    c->day = c->by.today;
    if (!str_int(web_field(w, "seat"), &c->seat_id)) {
        web_error(w, 400);
        return;
    }
    web_write(w, WEB_PUBLIC, do_end, c, back);
}
