// desk_task_act.c: the acts on one task: each a form of its page, checked, run with the version that the form was made from.
// What the lead office does is asked for at that office ({task}), what the giver does at the giver's ({given}).
#include "web/steer/desk_task_view.h"

#include "auth/token.h"
#include "core/steer/document_access.h"
#include "core/steer/file.h"
#include "db/q_document.h"
#include "db/q_matter.h"
#include "db/q_member.h"
#include "db/q_publication.h"
#include "db/q_task.h"
#include "web/policy.h"

enum { TITLE_BYTES = 600, EVIDENCE_URL_MAX = 2000 };

struct task_act;
typedef enum steer_end task_act_fn(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e);

// One act, as it goes to the writer.
struct task_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t id;
    int64_t version;
    task_act_fn *run;
    const char *done;
    struct str words; // what was said; the title of evidence
    struct str to;    // state
    struct str kind;  // of evidence
    struct str url;
    int64_t other_id;
    int64_t day;
    int64_t member_id;
    bool grant;
    struct file_draft *files;
    size_t n_files;
    enum steer_end end;
};

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct task_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    struct task_row t;
    if (q_task_by_id(tx, act->site->home, act->id, &t, e) != Q_ROW) {
        return TX_FAILED;
    }
    act->end = t.version != act->version ? STEER_STALE : act->run(&d, &t, act, e);
    return act->end == STEER_SAVED ? TX_COMMIT : act->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void acted(struct web *w, void *arg)
{
    const struct task_act *act = arg;
    struct err e = ERR_INIT;
    if (act->end == STEER_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/tasks/%.*s?done=%s", STR_ARG(w->task.public_id), act->done));
        return;
    }
    if (!web_read_again(w)) {
        return;
    }
    if (q_task_by_id(w->tx, w->task.home_id, w->task.id, &w->task, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    struct str why = act->end == STEER_STALE
                         ? T(w->lang, "Not saved yet: somebody saved meanwhile. The page shows what holds now; what you "
                                      "typed is still in its form.")
                         : T(w->lang, "This was not done: the task's state does not allow it.");
    desk_task_reply(w, &(struct task_shown){.status = 409, .warning = why});
}

static struct task_act *new_act(struct web *w, int64_t office, const char *done, task_act_fn *run)
{
    struct task_act *act = ARENA_NEW(w->a, struct task_act);
    *act = (struct task_act){.site = w->site, .actor = web_actor(w, office), .now = w->now, .id = w->task.id, .run = run,
                             .done = done};
    if (!str_int(web_field(w, "version"), &act->version) || act->version <= 0) {
        act->version = -1; // a form without a version is of nobody's page
    }
    return act;
}

static bool has_problems(struct web *w, const struct problems *p)
{
    if (p->n > 0) {
        desk_task_reply(w, &(struct task_shown){.status = 422, .problems = p});
    }
    return p->n > 0;
}

// ---- steps

static enum steer_end do_step(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    return task_step(d, t, act->to, act->words, e);
}

static void step(struct web *w, enum task_who who, int64_t office, const char *field)
{
    struct problems p = {.n = 0};
    struct str words = web_field(w, field);
    const struct task_step *s = task_step_of(w->task.state, web_field(w, "to"));
    steer_check_text(&words, TASK_WORDS_MAX, s != NULL && s->wants_words, field, N_("Say it in a sentence."),
                     N_("Say it in fewer words."), &p);
    if (has_problems(w, &p)) {
        return;
    }
    if (s == NULL || s->who != who) { // a button of a page that is no longer so
        desk_task_reply(w, &(struct task_shown){.status = 409,
                                                .warning = T(w->lang, "This was not done: the task's state does not allow it.")});
        return;
    }
    struct task_act *act = new_act(w, office, "saved", do_step);
    act->to = str_c(s->to);
    act->words = words;
    web_write(w, WEB_QUIET, run_act, act, acted);
}

void task_step_post(struct web *w)
{
    step(w, TASK_LEAD, w->task.lead_id, "words");
}

void given_step_post(struct web *w)
{
    step(w, TASK_GIVER, w->task.office_id, "given_words");
}

// ---- progress and evidence

static enum steer_end do_note(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    return task_note(d, t, act->words, e);
}

// Whoever has a part in it may say how it stands, in the name of that office.
void task_note_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct str words = web_field(w, "note");
    int64_t office;
    if (!task_noting_office(w, &office, &e)) {
        web_failed(w, &e);
        return;
    }
    if (office == 0) {
        web_error(w, 403);
        return;
    }
    steer_check_text(&words, TASK_WORDS_MAX, true, "note", N_("Say it in a sentence."), N_("Say it in fewer words."), &p);
    if (has_problems(w, &p)) {
        return;
    }
    struct task_act *act = new_act(w, office, "noted", do_note);
    act->words = words;
    web_write(w, WEB_QUIET, run_act, act, acted);
}

// The public id in what was pasted: the last part of an address, or the id itself.
static struct str pasted_id(struct str s)
{
    struct str rest = s;
    struct str last = STR("");
    for (struct str part; rest.p != NULL;) {
        part = str_cut(&rest, '/');
        last = part.n > 0 ? part : last;
    }
    struct str id = str_cut(&last, '?');
    return str_cut(&id, '#');
}

static bool may_read_document(struct web *w, const struct document_row *d, bool *may, struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    enum document_access access;
    if (!document_access(w->tx, w->site, offices, n, d, &access, e)) {
        return false;
    }
    *may = access == DOCUMENT_TEXT || access == DOCUMENT_WHOLE;
    return true;
}

// What is shown as evidence must be there for the member: a publication that is out, a matter or document of their desk.
static bool find_evidence(struct web *w, struct task_act *act, struct str of, bool *found, struct err *e)
{
    struct str id = pasted_id(of);
    enum q_got got = Q_NONE;
    struct publication_row pub;
    struct matter_row m;
    struct document_row d;
    *found = false;
    if (str_eqz(act->kind, "publication") && public_id_ok(id)) {
        got = q_publication_by_public(w->tx, id, &pub, e);
        *found = got == Q_ROW && str_eqz(pub.state, "published") && !pub.by_receipt;
        act->other_id = *found ? pub.id : 0;
    } else if (str_eqz(act->kind, "matter") && public_id_ok(id)) {
        got = q_matter_by_public(w->tx, id, &m, e);
        *found = got == Q_ROW && web_may(w, CAP_DESK_LIST, m.office_id) && !policy_concerned(w, m.about_office_id);
        act->other_id = *found ? m.id : 0;
    } else if (str_eqz(act->kind, "document") && public_id_ok(id)) {
        got = q_document_by_public(w->tx, id, &d, e);
        if (got == Q_ROW && !may_read_document(w, &d, found, e)) {
            return false;
        }
        act->other_id = *found ? d.id : 0;
    } else if (str_eqz(act->kind, "link")) {
        act->url = of;
        *found = of.n <= EVIDENCE_URL_MAX && html_url_ok(of) &&
                 (str_starts(of, STR("https://")) || str_starts(of, STR("http://")));
    }
    return got != Q_ERROR;
}

static enum steer_end do_evidence(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    return task_evidence(d, t, act->kind, act->words, act->url, act->other_id, e);
}

void task_evidence_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct task_act *act = new_act(w, w->task.lead_id, "saved", do_evidence);
    bool found;
    act->kind = web_field(w, "evidence_kind");
    act->words = web_field(w, "evidence_title");
    steer_check_text(&act->words, TITLE_BYTES, false, "evidence_title", NULL, N_("Say it in fewer words."), &p);
    if (!find_evidence(w, act, web_field(w, "evidence_of"), &found, &e)) {
        web_failed(w, &e);
        return;
    }
    if (!found) {
        problem_add(&p, "evidence_of", N_("Nothing that you may see has this address."));
    }
    if (!has_problems(w, &p)) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

static enum steer_end do_files(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    enum steer_end end = STEER_SAVED;
    for (size_t i = 0; i < act->n_files && end == STEER_SAVED; i++) {
        end = task_file(d, t, &act->files[i], act->words, e);
    }
    return end;
}

void task_files_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct task_act *act = new_act(w, w->task.lead_id, "saved", do_files);
    act->words = web_field(w, "file_title");
    steer_check_text(&act->words, TITLE_BYTES, false, "file_title", NULL, N_("Say it in fewer words."), &p);
    act->n_files = desk_files_field(w, &act->files, &p);
    if (!has_problems(w, &p)) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

// ---- who has it, and until when

static enum steer_end do_hand(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    return task_hand(d, t, act->member_id, e);
}

void task_hand_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct members_of_office_row *list;
    size_t n;
    struct str login = web_field(w, "member");
    struct task_act *act = new_act(w, w->task.lead_id, "saved", do_hand);
    if (!q_members_of_office(w->tx, w->task.lead_id, w->now, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        act->member_id = str_eq(list[i].login, login) && list[i].disabled_at == 0 ? list[i].id : act->member_id;
    }
    if (login.n > 0 && act->member_id == 0) {
        problem_add(&p, "member", N_("Choose a member from the list."));
    }
    if (!has_problems(w, &p)) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

static enum steer_end do_ask(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    return task_ask_extension(d, t, act->day, act->words, e);
}

void task_extension_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct task_act *act = new_act(w, w->task.lead_id, "asked-later", do_ask);
    act->day = desk_day_field(w, "ask_day");
    act->words = web_field(w, "ask_reason");
    if (act->day <= w->task.due_day) {
        problem_add(&p, "ask_day", N_("Name a day after the present due date."));
    }
    steer_check_text(&act->words, TASK_WORDS_MAX, true, "ask_reason", N_("Write the reason."), N_("Say it in fewer words."),
                     &p);
    if (!has_problems(w, &p)) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

static enum steer_end do_decide(const struct desk *d, const struct task_row *t, struct task_act *act, struct err *e)
{
    return task_decide_extension(d, t, act->grant, e);
}

void given_extension_post(struct web *w)
{
    struct task_act *act = new_act(w, w->task.office_id, "saved", do_decide);
    struct str grant = web_field(w, "grant");
    if (!str_eqz(grant, "0") && !str_eqz(grant, "1")) {
        web_error(w, 400);
        return;
    }
    act->grant = str_eqz(grant, "1");
    web_write(w, WEB_QUIET, run_act, act, acted);
}
