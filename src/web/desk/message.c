// message.c: one message at the desk, and what is done with it: start a matter, join one, give away, hand over, undo.
#include "auth/token.h"
#include "base/utf8.h"
#include "core/desk/inbox.h"
#include "core/desk/same.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/desk/inbox_row.h"
#include "web/policy.h"

// One operation on a message, as it goes to the writer.
struct message_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t message_id;
    int64_t asked_at;       // the office at which the policy was asked: if it lies elsewhere by then, it is not theirs any more
    enum matter_end (*run)(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e);
    const char *done;       // of the address that follows
    int64_t office_id;      // move: to whom
    int64_t matter_id;      // join: into which; not the same: as which
    int likeness;           // it was suggested with, or SAME_NOT_SUGGESTED
    int64_t category_id;    // start
    struct str title;
    struct str kind;        // hand over
    struct str into;        // out: public id of the matter that was started or joined; "" for none
    enum matter_end end;
};

static bool in_what(struct web *w, struct matter_row *matter, bool *in)
{
    struct message_link_now_row link;
    struct err e = ERR_INIT;
    enum q_got got = q_message_link_now(w->tx, w->message.home_id, w->message.id, &link, &e);
    if (got == Q_ROW) {
        got = q_matter_by_id(w->tx, w->message.home_id, link.matter_id, matter, &e);
    }
    *in = got == Q_ROW;
    if (got == Q_ERROR) {
        web_failed(w, &e);
    }
    return got != Q_ERROR;
}

static struct message_view new_view(struct web *w, const struct problems *p, struct str warning)
{
    const struct office *o = site_office(w->site, w->message.office_id);
    struct message_view v = {
        .page = desk_page_view(w, T(w->lang, "A message"), o, DESK_NAV_INBOX),
        .warning = warning,
        .title = web_field(w, "title"),
        .number = web_field(w, "number"),
        .to_name = web_field(w, "to_name"),
        .own = desk_own_offices(w, w->message.office_id, web_office_field(w, "to")),
        .takes = web_may(w, CAP_DESK_TAKE, w->message.office_id),
        .in_inbox = str_eq(w->message.state, STR("inbox")),
    };
    v.page.page.problems = p;
    if (w->message.may_show) {
        page_script(&v.page.page, "office-find.js");
    }
    return v;
}

static void reply_message(struct web *w, int status, const struct problems *p, struct str warning)
{
    struct matter_row matter;
    bool in_matter;
    enum words_access access;
    struct likely *likely = NULL;
    if (!in_what(w, &matter, &in_matter) || !desk_words_access(w, &w->message, in_matter ? &matter : NULL, &access)) {
        return;
    }
    if (access == WORDS_NOT_THERE) {
        web_error(w, 404);
        return;
    }
    struct message_view v = new_view(w, p, warning);
    if (v.in_inbox && v.takes && access == WORDS_OPEN &&
        !inbox_likely(w, w->message.office_id, &w->message, 1, &likely)) {
        return;
    }
    if (!inbox_row(w, &w->message, access, likely, &v.row) || (in_matter && !likely_row(w, &matter, &v.matter))) {
        return;
    }
    if (!desk_contact(w, &w->message, in_matter ? &matter : NULL, &v.contact)) {
        return;
    }
    v.erasable = access == WORDS_OPEN && v.takes && w->message.words.n > 0;
    struct str chosen = w->req->method == HTTP_POST ? web_field(w, "category") : v.row.category_code;
    v.categories = desk_categories(w, w->message.office_id, chosen);
    struct str day = page_words(w, format_date, w->message.received_at);
    v.heading = str_fmt(w->a, "%.*s · %.*s", STR_ARG(day), STR_ARG(v.row.category));
    struct buf out = web_buf();
    tmpl_desk_message(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void desk_message_get(struct web *w)
{
    reply_message(w, 200, NULL, STR(""));
}

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct message_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    struct message_row m;
    enum q_got got = q_message_by_id(tx, act->site->home, act->message_id, &m, e);
    bool theirs = got == Q_ROW && m.office_id == act->asked_at;
    act->end = theirs ? act->run(&d, &m, act, e) : got == Q_ERROR ? MATTER_ERROR : MATTER_NOT_NOW;
    return act->end == MATTER_SAVED ? TX_COMMIT : act->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void acted(struct web *w, void *arg)
{
    const struct message_act *act = arg;
    if (act->end == MATTER_SAVED) {
        const struct office *o = site_office(w->site, w->message.office_id);
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/inbox?done=%s&message=%.*s%s%.*s", STR_ARG(o->code), act->done,
                                 STR_ARG(w->message.public_id), act->into.n > 0 ? "&matter=" : "", STR_ARG(act->into)));
        return;
    }
    struct err e = ERR_INIT;
    if (!web_read_again(w)) {
        return;
    }
    if (q_message_by_id(w->tx, w->message.home_id, act->message_id, &w->message, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    reply_message(w, 409, NULL, T(w->lang, "This was not done: somebody else has taken up the message meanwhile, "
                                      "or it cannot go there."));
}

// The member may read the words, or there is nothing to decide on. On false the reply is made.
static bool may_act(struct web *w)
{
    enum words_access access;
    struct matter_row matter;
    bool in_matter;
    if (!in_what(w, &matter, &in_matter) || !desk_words_access(w, &w->message, in_matter ? &matter : NULL, &access)) {
        return false;
    }
    if (access != WORDS_OPEN) {
        web_error(w, access == WORDS_NOT_THERE ? 404 : 403);
        return false;
    }
    return true;
}

static struct message_act *new_act(struct web *w, const char *done,
                                   enum matter_end (*run)(const struct desk *d, const struct message_row *m,
                                                          struct message_act *act, struct err *e))
{
    struct message_act *act = ARENA_NEW(w->a, struct message_act);
    *act = (struct message_act){.site = w->site, .actor = web_actor(w, w->message.office_id), .now = w->now,
                                .message_id = w->message.id, .asked_at = w->message.office_id, .run = run, .done = done};
    return act;
}

static enum matter_end do_start(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    struct matter_row made;
    enum matter_end end = matter_start(d, m, act->category_id, act->title, &made, e);
    act->into = end == MATTER_SAVED ? made.public_id : STR("");
    return end;
}

void message_start_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str title = web_field(w, "title");
    if (!may_act(w)) {
        return;
    }
    if (utf8_count(title) > TITLE_MAX) {
        problem_add(&p, "title", N_("Write at most 200 characters."));
        reply_message(w, 422, &p, STR(""));
        return;
    }
    const struct category *c = site_category_by_code(w->site, w->message.office_id, web_field(w, "category"));
    struct message_act *act = new_act(w, "started", do_start);
    act->title = title.n == 0 ? STR_NONE : title;
    act->category_id = c == NULL ? 0 : c->id;
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static enum matter_end do_join(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    struct matter_row matter;
    enum q_got got = q_matter_by_id(d->tx, d->site->home, act->matter_id, &matter, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? MATTER_NOT_NOW : MATTER_ERROR;
    }
    enum matter_end end = matter_join(d, &matter, m, e);
    act->into = matter.public_id;
    return end != MATTER_SAVED || same_decide(d, m, matter.id, true, act->likeness, e) ? end : MATTER_ERROR;
}

// With which likeness the matter is suggested for the message now. On false the reply is made.
static bool suggested_with(struct web *w, int64_t matter_id, int *out)
{
    struct likely *likely;
    *out = SAME_NOT_SUGGESTED;
    if (!str_eq(w->message.state, STR("inbox"))) {
        return true;
    }
    if (!inbox_likely(w, w->message.office_id, &w->message, 1, &likely)) {
        return false;
    }
    for (size_t i = 0; i < likely->n_matters; i++) {
        if (likely->matters[i].matter->id == matter_id) {
            *out = (int)(likely->matters[i].score * 1000);
        }
    }
    return true;
}

// "143/2026" or "143" (of this year), counted by the office that the message came to or the one it is a department of.
static enum q_got by_number(struct web *w, struct str typed, struct matter_row *out, struct err *e)
{
    struct str rest = typed;
    int64_t number;
    int64_t year = civil_from_day(tz_day(w->site->tz, w->now)).year;
    if (!str_int(str_trim(str_cut(&rest, '/')), &number) || (rest.p != NULL && !str_int(str_trim(rest), &year))) {
        return Q_NONE;
    }
    return q_matter_by_number(w->tx, w->message.office_id, year, number, out, e);
}

void message_join_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct matter_row matter;
    struct str id = web_field(w, "matter");
    if (!may_act(w)) {
        return;
    }
    enum q_got got = public_id_ok(id) ? q_matter_by_public(w->tx, id, &matter, &e)
                                      : by_number(w, web_field(w, "number"), &matter, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    // A matter of somebody else's desk does not exist here.
    if (got == Q_NONE || !web_may(w, CAP_DESK_TAKE, matter.office_id) || str_eq(matter.state, STR("void")) ||
        policy_concerned(w, matter.about_office_id)) {
        problem_add(&p, "number", N_("There is no matter of this number here. Write it like 143/2026."));
        reply_message(w, 422, &p, STR(""));
        return;
    }
    struct message_act *act = new_act(w, "joined", do_join);
    act->matter_id = matter.id;
    if (suggested_with(w, matter.id, &act->likeness)) {
        web_write(w, WEB_PUBLIC, run_act, act, acted);
    }
}

static enum matter_end do_refuse(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    return same_refuse(d, m, act->matter_id, act->likeness, e);
}

void message_not_same_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct matter_row matter;
    struct str id = web_field(w, "matter");
    if (!may_act(w)) {
        return;
    }
    enum q_got got = public_id_ok(id) ? q_matter_by_public(w->tx, id, &matter, &e) : Q_NONE;
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    struct message_act *act = new_act(w, "not-same", do_refuse);
    act->likeness = SAME_NOT_SUGGESTED;
    if (got == Q_ROW && !suggested_with(w, matter.id, &act->likeness)) {
        return;
    }
    if (act->likeness == SAME_NOT_SUGGESTED) { // what is not named here is nothing to refuse
        reply_message(w, got == Q_ROW ? 409 : 422, NULL, T(w->lang, "This matter is not suggested for the message."));
        return;
    }
    act->matter_id = matter.id;
    web_write(w, WEB_QUIET, run_act, act, acted);
}

// What was decided goes with what was done.
static enum matter_end do_undo(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    struct message_link_now_row link;
    (void)act;
    enum q_got got = q_message_link_now(d->tx, m->home_id, m->id, &link, e);
    enum matter_end end = got == Q_ERROR ? MATTER_ERROR : inbox_undo(d, m, e);
    return end != MATTER_SAVED || got != Q_ROW || same_forget(d, m, link.matter_id, e) ? end : MATTER_ERROR;
}

static enum matter_end do_unrefuse(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    (void)act;
    return same_unrefuse(d, m, e);
}

void message_undo_post(struct web *w)
{
    if (!may_act(w)) {
        return;
    }
    if (str_eqz(web_field(w, "what"), "not-same")) {
        web_write(w, WEB_QUIET, run_act, new_act(w, "undone", do_unrefuse), acted);
    } else {
        web_write(w, WEB_PUBLIC, run_act, new_act(w, "undone", do_undo), acted);
    }
}

static enum matter_end do_move(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    return inbox_move(d, m, act->office_id, e);
}

void message_move_post(struct web *w)
{
    struct problems p = {.n = 0};
    const struct office *to = desk_office_field(w, "to", "to_name");
    if (!may_act(w)) {
        return;
    }
    if (to == NULL) {
        problem_add(&p, "to", N_("Choose an office from the list."));
    } else if (!inbox_may_move(w->site, &w->message, to->id)) {
        problem_add(&p, "to", N_("The words may not go there without the sender's agreement. Start a matter and pass it on."));
    }
    if (p.n > 0) {
        reply_message(w, 422, &p, STR(""));
        return;
    }
    struct message_act *act = new_act(w, "moved", do_move);
    act->office_id = to->id;
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static enum matter_end do_hand_over(const struct desk *d, const struct message_row *m, struct message_act *act, struct err *e)
{
    return inbox_hand_over(d, m, act->kind, e);
}

void message_hand_over_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str kind = web_field(w, "kind");
    if (!may_act(w)) {
        return;
    }
    if (!str_eq(kind, STR("complaint")) && !str_eq(kind, STR("denunciation"))) {
        problem_add(&p, "kind", N_("Choose which of the two it is."));
        reply_message(w, 422, &p, STR(""));
        return;
    }
    struct message_act *act = new_act(w, "handed-over", do_hand_over);
    act->kind = kind;
    web_write(w, WEB_PUBLIC, run_act, act, acted);
}
