// desk_matter_act.c: the acts on a matter: each a form of its page, checked, run with the version that the form was made
// from, and answered by the page again. A form with problems, and one that came too late, keeps every word.
#include "auth/token.h"
#include "base/utf8.h"
#include "core/desk/inbox.h"
#include "core/desk/same.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "web/desk/desk_matter_view.h"

enum { QUESTION_MIN = 5, QUESTION_MAX = 2000, REASON_MAX = 1000, DUE_WHY_MAX = 300 };

struct matter_act;
typedef enum matter_end act_fn(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e);


// One act, as it goes to the writer.
struct matter_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t id;
    int64_t version;         // that the form was made from; 0: it does not matter
    act_fn *run;
    const char *done;
    int64_t office_id;
    int64_t category_id;
    int64_t due_at;
    int64_t message_id;
    struct str text;
    struct str titles[LANG_COUNT];
    struct matter_closing closing;
    enum matter_end end;
};

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct matter_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    struct matter_row m;
    if (q_matter_by_id(tx, act->site->home, act->id, &m, e) != Q_ROW) {
        return TX_FAILED;
    }
    bool stale = act->version != 0 && m.version != act->version;
    act->end = stale ? MATTER_STALE : act->run(&d, &m, act, e);
    return act->end == MATTER_SAVED ? TX_COMMIT : act->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static bool reload(struct web *w)
{
    struct err e = ERR_INIT;
    if (!web_read_again(w)) {
        return false;
    }
    if (q_matter_by_id(w->tx, w->matter.home_id, w->matter.id, &w->matter, &e) != Q_ROW) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

static void acted(struct web *w, void *arg)
{
    const struct matter_act *act = arg;
    if (act->end == MATTER_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/matters/%.*s?done=%s", STR_ARG(w->matter.public_id), act->done));
    } else if (reload(w)) {
        struct matter_shown how = {.status = 409, .stale = act->end == MATTER_STALE, .warning = STR("")};
        if (!how.stale) {
            how.warning = T(w->lang, "This was not done: the matter's state does not allow it, or that "
                                    "office may have no part in it.");
        }
        desk_matter_reply(w, &how);
    }
}

// Passed on: the matter may be out of sight now.
static void passed_on(struct web *w, void *arg)
{
    const struct matter_act *act = arg;
    if (act->end != MATTER_SAVED) {
        acted(w, arg);
        return;
    }
    const struct office *o = site_office(w->site, act->actor.office_id);
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/inbox?done=passed-on", STR_ARG(o->code)));
}

static struct matter_act *new_act(struct web *w, const char *done, act_fn *run)
{
    struct matter_act *act = ARENA_NEW(w->a, struct matter_act);
    *act = (struct matter_act){.site = w->site, .actor = web_actor(w, w->matter.office_id), .now = w->now, .id = w->matter.id,
                               .run = run, .done = done};
    // A form without a version is of nobody's page: never the present one.
    if (!str_int(web_field(w, "version"), &act->version) || act->version <= 0) {
        act->version = -1;
    }
    return act;
}

static bool has_problems(struct web *w, const struct problems *p)
{
    if (p->n > 0) {
        desk_matter_reply(w, &(struct matter_shown){.status = 422, .problems = p, .warning = STR("")});
    }
    return p->n > 0;
}

static void check_length(struct problems *p, const char *field, struct str s, size_t min, size_t max, const char *too_short,
                         const char *too_long)
{
    if (utf8_count(s) < min) {
        problem_add(p, field, too_short);
    } else if (utf8_count(s) > max) {
        problem_add(p, field, too_long);
    }
}

static enum matter_end do_edit(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_edit(d, m, act->text, act->category_id, e);
}

void matter_edit_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str title = web_field(w, "title");
    check_length(&p, "title", title, 0, TITLE_MAX, NULL, N_("Write at most 200 characters."));
    if (has_problems(w, &p)) {
        return;
    }
    const struct category *c = site_category_by_code(w->site, w->matter.office_id, web_field(w, "category"));
    struct matter_act *act = new_act(w, "saved", do_edit);
    act->text = title.n == 0 ? STR_NONE : title;
    act->category_id = c == NULL ? 0 : c->id;
    web_write(w, WEB_PUBLIC, run_act, act, acted);
}

// Inside the office and its departments; to others a matter is passed on.
static bool is_own(struct web *w, const struct office *o)
{
    struct desk_choices own = desk_own_offices(w, w->matter.office_id, 0);
    size_t i = 0;
    while (i < own.n && (o == NULL || !str_eq(own.list[i].code, o->code))) {
        i++;
    }
    return i < own.n;
}

static enum matter_end do_assign(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_assign(d, m, act->office_id, act->due_at, act->text, e);
}

void matter_assign_post(struct web *w)
{
    struct problems p = {.n = 0};
    const struct office *o = site_office_by_code(w->site, web_field(w, "assign_office"));
    int64_t due = desk_day_field(w, "assign_due");
    if (!is_own(w, o)) {
        problem_add(&p, "assign_office", N_("Choose an office from the list."));
    }
    if (w->matter.first_due_at == 0 && due < tz_day(w->site->tz, w->matter.started_at)) {
        problem_add(&p, "assign_due", N_("Name a day, not before the matter came in."));
    }
    if (has_problems(w, &p)) {
        return;
    }
    struct matter_act *act = new_act(w, "assigned", do_assign);
    struct str why = utf8_clip(web_field(w, "due_why"), DUE_WHY_MAX);
    act->office_id = o->id;
    act->due_at = due == 0 ? 0 : tz_day_start(w->site->tz, due + 1) - 1;
    act->text = why.n == 0 ? STR_NONE : why;
    web_write(w, WEB_PUBLIC, run_act, act, acted);
}

static enum matter_end do_extend(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_extend(d, m, act->due_at, act->text, e);
}

void matter_extend_post(struct web *w)
{
    struct problems p = {.n = 0};
    int64_t due = desk_day_field(w, "extend_due");
    struct str reason = web_field(w, "extend_reason");
    if (due <= tz_day(w->site->tz, w->matter.due_at)) {
        problem_add(&p, "extend_due", N_("Name a day after the present due date."));
    }
    check_length(&p, "extend_reason", reason, 1, REASON_MAX, N_("Write the reason; the sender will read it."),
                 N_("Write at most 1,000 characters."));
    if (has_problems(w, &p)) {
        return;
    }
    struct matter_act *act = new_act(w, "extended", do_extend);
    act->due_at = tz_day_start(w->site->tz, due + 1) - 1;
    act->text = reason;
    web_write(w, WEB_PUBLIC, run_act, act, acted);
}

static enum matter_end do_pass_on(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_pass_on(d, m, act->office_id, act->text, e);
}

void matter_pass_on_post(struct web *w)
{
    struct problems p = {.n = 0};
    const struct office *o = desk_office_field(w, "pass_to", "pass_to_name");
    struct str summary = web_field(w, "summary");
    if (o == NULL || o->id == w->matter.office_id) {
        problem_add(&p, "pass_to", N_("Name another office, as it is called or by its code."));
    }
    check_length(&p, "summary", summary, QUESTION_MIN, NOTE_MAX, N_("Write at least 5 characters."),
                 N_("Write at most 10,000 characters."));
    if (has_problems(w, &p)) {
        return;
    }
    struct matter_act *act = new_act(w, "passed-on", do_pass_on);
    act->office_id = o->id;
    act->text = summary;
    web_write(w, WEB_PUBLIC, run_act, act, passed_on);
}

static enum matter_end do_ask(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_ask(d, m, act->text, e);
}

void matter_ask_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str question = web_field(w, "question");
    check_length(&p, "question", question, QUESTION_MIN, QUESTION_MAX, N_("Write at least 5 characters."),
                 N_("Write at most 2,000 characters."));
    if (!has_problems(w, &p)) {
        struct matter_act *act = new_act(w, "asked", do_ask);
        act->text = question;
        web_write(w, WEB_PUBLIC, run_act, act, acted);
    }
}

static enum matter_end do_resume(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    (void)act;
    return matter_resume(d, m, e);
}

void matter_resume_post(struct web *w)
{
    web_write(w, WEB_PUBLIC, run_act, new_act(w, "resumed", do_resume), acted);
}

// Each language that differs from what is stored; a save raises the version, so the row is read again in between.
static enum matter_end do_title(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    struct matter_row now = *m;
    enum matter_end end = MATTER_SAVED;
    for (enum lang l = 0; l < LANG_COUNT && end == MATTER_SAVED; l++) {
        if (act->titles[l].n == 0) {
            continue;
        }
        end = matter_title(d, &now, l, act->titles[l], e);
        if (end == MATTER_SAVED && q_matter_by_id(d->tx, m->home_id, m->id, &now, e) != Q_ROW) {
            return MATTER_ERROR;
        }
    }
    return end;
}

void matter_title_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct matter_act *act = new_act(w, "titled", do_title);
    bool any = false;
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        const char *name = str_z(w->a, str_fmt(w->a, "title_%.*s", STR_ARG(lang_info(l)->code)));
        act->titles[l] = web_field(w, name);
        any = any || act->titles[l].n > 0;
        if (utf8_count(act->titles[l]) > TITLE_MAX) {
            problem_add(&p, "title_vi", N_("Write at most 200 characters."));
        }
    }
    if (!any) {
        problem_add(&p, "title_vi", N_("Write the title in at least one language."));
    }
    if (!has_problems(w, &p)) {
        web_write(w, WEB_PUBLIC, run_act, act, acted);
    }
}

static enum matter_end do_note(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_note(d, m, act->text, e);
}

void matter_note_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str words = web_field(w, "internal");
    check_length(&p, "internal", words, 1, NOTE_MAX, N_("Write something first."), N_("Write at most 10,000 characters."));
    if (!has_problems(w, &p)) {
        struct matter_act *act = new_act(w, "noted", do_note);
        act->version = 0; // a note is added, it replaces nothing
        act->text = words;
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

static enum matter_end do_close(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_close(d, m, &act->closing, e);
}

void matter_close_post(struct web *w)
{
    struct problems p = {.n = 0};
    const struct office *to = desk_office_field(w, "to_office", "to_office_name");
    struct matter_act *act = new_act(w, "closed-now", do_close);
    act->closing = (struct matter_closing){.outcome = outcome_of(web_field(w, "outcome")), .note = web_field(w, "note"),
                                           .office_id = to == NULL ? 0 : to->id,
                                           .promised_day = desk_day_field(w, "promised")};
    matter_closing_check(w->site, tz_day(w->site->tz, w->now), &act->closing, &p);
    if (!has_problems(w, &p)) {
        web_write(w, WEB_PUBLIC, run_act, act, acted);
    }
}

static enum matter_end do_reopen(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    (void)act;
    return matter_reopen(d, m, STR("by_office"), e);
}

void matter_reopen_post(struct web *w)
{
    web_write(w, WEB_PUBLIC, run_act, new_act(w, "reopened", do_reopen), acted);
}

static enum matter_end do_coordinate(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    return matter_coordinate(d, m, act->office_id, e);
}

void matter_coordinate_post(struct web *w)
{
    struct problems p = {.n = 0};
    const struct office *o = desk_office_field(w, "coordinate", "coordinate_name");
    if (o == NULL || o->id == w->matter.office_id) {
        problem_add(&p, "coordinate", N_("Name another office, as it is called or by its code."));
    }
    if (!has_problems(w, &p)) {
        struct matter_act *act = new_act(w, "coordinated", do_coordinate);
        act->office_id = o->id;
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

// The message that a form of this matter's page names, if it is in the matter now. On false the reply is made.
static bool message_here(struct web *w, struct message_row *m)
{
    struct err e = ERR_INIT;
    struct message_link_now_row link;
    struct str id = web_field(w, "message");
    enum q_got got = public_id_ok(id) ? q_message_by_public(w->tx, id, m, &e) : Q_NONE;
    if (got == Q_ROW) {
        got = q_message_link_now(w->tx, m->home_id, m->id, &link, &e);
    }
    if (got == Q_ROW && link.matter_id == w->matter.id) {
        return true;
    }
    if (got == Q_ERROR) {
        web_failed(w, &e);
    } else {
        web_error(w, 404);
    }
    return false;
}

static enum matter_end do_split(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    struct message_row message;
    struct message_link_now_row link;
    if (q_message_by_id(d->tx, d->site->home, act->message_id, &message, e) != Q_ROW) {
        return MATTER_ERROR;
    }
    enum q_got got = q_message_link_now(d->tx, d->site->home, message.id, &link, e);
    bool here = got == Q_ROW && link.matter_id == m->id; // or somebody moved it meanwhile
    enum matter_end end = got == Q_ERROR ? MATTER_ERROR : here ? matter_split(d, &message, e) : MATTER_NOT_NOW;
    // what had joined by itself counts among the suggestions: as the surest, and wrong
    bool by_itself = here && (str_eq(link.how, STR("identical")) || str_eq(link.how, STR("alike")));
    bool decided = end != MATTER_SAVED || same_decide(d, &message, m->id, false, by_itself ? 1000 : SAME_NOT_SUGGESTED, e);
    return decided ? end : MATTER_ERROR;
}

void matter_split_post(struct web *w)
{
    struct message_row m;
    if (message_here(w, &m)) {
        struct matter_act *act = new_act(w, "split-off", do_split);
        act->version = 0;
        act->message_id = m.id;
        web_write(w, WEB_PUBLIC, run_act, act, acted);
    }
}

static enum matter_end do_open(const struct desk *d, const struct matter_row *m, struct matter_act *act, struct err *e)
{
    struct message_row message;
    (void)m;
    return q_message_by_id(d->tx, d->site->home, act->message_id, &message, e) == Q_ROW && inbox_opened(d, &message, e)
               ? MATTER_SAVED
               : MATTER_ERROR;
}

static void opened(struct web *w, void *arg)
{
    const struct matter_act *act = arg;
    if (reload(w)) {
        desk_matter_reply(w, &(struct matter_shown){.status = 200, .opened = act->message_id, .warning = STR("")});
    }
}

// Another office than the owner reads the words: first the event, then the words.
void matter_open_post(struct web *w)
{
    struct message_row m;
    enum words_access access;
    if (!message_here(w, &m) || !desk_words_access(w, &m, &w->matter, &access)) {
        return;
    }
    if (access != WORDS_RECORDED) {
        web_error(w, access == WORDS_NOT_THERE ? 404 : 403);
        return;
    }
    struct matter_act *act = new_act(w, "opened", do_open);
    act->version = 0;
    act->message_id = m.id;
    web_write(w, WEB_QUIET, run_act, act, opened);
}
