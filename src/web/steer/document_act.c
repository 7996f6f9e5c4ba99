// document_act.c: what is done with a document: its steps, the instruction, comments, corrections, links, who it goes to.
#include "web/steer/document_view.h"

#include "core/steer/file.h"
#include "core/steer/task_access.h"
#include "db/q_document.h"

enum { BELOW_MAX = 500 };

struct document_act;
typedef enum steer_end act_fn(const struct desk *d, struct document_act *act, struct err *e);

// One act, as it goes to the writer; the row is read anew there.
struct document_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    act_fn *run;
    int64_t document_id;
    int64_t version;        // that the form was made from; -1: whatever it is now
    struct str to;          // state, field of the book, how it is linked
    struct str words;       // note, instruction, comment, reason
    struct str value;
    int64_t office_id;      // handler, or whom it is about
    bool chosen;
    int64_t day;
    struct str other;       // public id, of a link
    const int64_t *offices; // all at once
    size_t n_offices;
    struct file_draft *files;
    size_t n_files;
    struct document_row row;
    enum steer_end end;
};

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct document_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    if (q_document_by_id(tx, act->site->home, act->document_id, &act->row, e) != Q_ROW) {
        return TX_FAILED;
    }
    act->end = act->version >= 0 && act->row.version != act->version ? STEER_STALE : act->run(&d, act, e);
    return act->end == STEER_SAVED ? TX_COMMIT : act->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void acted(struct web *w, void *arg)
{
    const struct document_act *act = arg;
    struct err e = ERR_INIT;
    if (act->end == STEER_SAVED) {
        web_see_other(w, str_fmt(w->a, "%.*s?done=saved", STR_ARG(document_path(w, w->document.public_id))));
        return;
    }
    if (!web_read_again(w)) {
        return;
    }
    if (q_document_by_id(w->tx, w->document.home_id, w->document.id, &w->document, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    document_reply(w, 409, NULL,
                   T(w->lang, "This was not done: somebody changed the document meanwhile, or its state does not allow it."));
}

static struct document_act *new_act(struct web *w, enum capability c, act_fn *run)
{
    struct document_act *act = ARENA_NEW(w->a, struct document_act);
    *act = (struct document_act){.site = w->site, .actor = web_actor_for(w, c, w->document.office_id), .now = w->now,
                                 .run = run, .document_id = w->document.id, .version = -1};
    return act;
}

// Changes of the row itself are refused when it was changed meanwhile.
static void of_version(const struct web *w, struct document_act *act)
{
    if (!str_int(web_field(w, "version"), &act->version) || act->version < 0) {
        act->version = 0;
    }
}

static void go(struct web *w, struct document_act *act)
{
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static void wrong(struct web *w, const struct problems *p)
{
    document_reply(w, 422, p, STR(""));
}

// ---- steps

static enum steer_end do_step(const struct desk *d, struct document_act *act, struct err *e)
{
    return document_step(d, &act->row, act->to, act->words, e);
}

// Who may take this step, or DOCUMENT_WRITE when there is none: the writer says so then.
static enum capability step_capability(const struct web *w, struct str to)
{
    size_t n;
    const struct document_step *steps = document_steps_from(w->document.state, &n);
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(to, steps[i].to)) {
            return steps[i].who == WHO_SIGN     ? CAP_SIGN
                   : steps[i].who == WHO_NUMBER ? CAP_REGISTER
                                                : CAP_DOCUMENT_WRITE;
        }
    }
    return CAP_DOCUMENT_WRITE;
}

void document_step_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str to = web_field(w, "to");
    enum capability c = step_capability(w, to);
    bool handles = document_handles(w, &w->document) && c == CAP_DOCUMENT_WRITE;
    if (document_state_words(to) == NULL) {
        web_error(w, 404);
        return;
    }
    if (!handles && !web_may(w, c, w->document.office_id)) {
        web_error(w, 403);
        return;
    }
    struct document_act *act = new_act(w, c, do_step);
    if (handles) {
        act->actor = web_actor_for(w, c, w->document.handler_id);
    }
    of_version(w, act);
    act->to = to;
    act->words = web_field(w, "note");
    if (act->words.n == 0 && document_step_wants_note(w->document.state, to)) {
        problem_add(&p, "note", N_("Say why."));
    }
    if (act->words.n > STEP_NOTE_MAX) {
        problem_add(&p, "note", N_("The text is too long."));
    }
    if (str_eqz(to, "signed") && !document_signing_complete(&w->document)) {
        problem_add(&p, "note", N_("Who signs it, in which title and for whom is not complete: it goes back to be completed."));
    }
    if (p.n > 0) {
        wrong(w, &p);
        return;
    }
    go(w, act);
}

// ---- the instruction, and the acknowledgement

static enum steer_end do_instruct(const struct desk *d, struct document_act *act, struct err *e)
{
    return document_instruct(d, &act->row, act->words, act->office_id, act->day, e);
}

void document_instruct_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct document_act *act = new_act(w, CAP_SIGN, do_instruct);
    of_version(w, act);
    act->words = web_field(w, "instruction");
    const struct office *named = desk_office_typed(w, "", "handler_name", NULL, &p); // what is written goes before what is chosen
    act->office_id = named != NULL ? named->id : web_office_field(w, "handler");
    act->day = desk_day_field(w, "due");
    steer_check_text(&act->words, INSTRUCTION_MAX, true, "instruction", N_("Write what is to be done."),
                     N_("The text is too long."), &p);
    if (web_field(w, "due").n > 0 && (act->day == 0 || act->day < w->site->today)) {
        problem_add(&p, "due", N_("Name a day from today on, or leave it empty."));
    }
    if (named == NULL && web_field(w, "handler_name").n > 0) {
        problem_add(&p, "handler", N_("No office is called so."));
    } else if (act->office_id != 0 && !task_may_lead(w->site, w->document.office_id, act->office_id)) {
        problem_add(&p, "handler", N_("Choose this office, or one that it may give work to."));
    }
    if (p.n > 0) {
        wrong(w, &p);
        return;
    }
    go(w, act);
}

static enum steer_end do_acknowledge(const struct desk *d, struct document_act *act, struct err *e)
{
    return document_acknowledge(d, &act->row, e);
}

void document_acknowledge_post(struct web *w)
{
    go(w, new_act(w, CAP_REGISTER, do_acknowledge));
}

// ---- comments on a draft

static enum steer_end do_comment(const struct desk *d, struct document_act *act, struct err *e)
{
    return document_comment(d, &act->row, act->words, e);
}

// In whose name somebody comments: the first of their offices that has a part in it.
static bool commenting_office(struct web *w, int64_t *office_id)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    struct err e = ERR_INIT;
    *office_id = 0;
    for (size_t i = 0; i < n && *office_id == 0; i++) {
        enum document_access access;
        if (!document_access(w->tx, w->site, &offices[i], 1, &w->document, &access, &e)) {
            web_failed(w, &e);
            return false;
        }
        *office_id = access == DOCUMENT_WHOLE ? offices[i] : 0;
    }
    return true;
}

void document_comment_post(struct web *w)
{
    struct problems p = {.n = 0};
    int64_t office_id;
    if (!commenting_office(w, &office_id)) {
        return;
    }
    if (office_id == 0) {
        web_error(w, 403);
        return;
    }
    struct document_act *act = new_act(w, CAP_DESK_LIST, do_comment);
    act->actor = web_actor_for(w, CAP_DESK_LIST, office_id);
    act->words = web_field(w, "comment");
    steer_check_text(&act->words, INSTRUCTION_MAX, true, "comment", N_("Write your comment."), N_("The text is too long."), &p);
    if (p.n > 0) {
        wrong(w, &p);
        return;
    }
    go(w, act);
}

// ---- the book is corrected openly

static enum steer_end do_correct(const struct desk *d, struct document_act *act, struct err *e)
{
    return document_correct(d, &act->row, act->to, act->value, act->words, e);
}

void document_correct_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct document_act *act = new_act(w, CAP_REGISTER, do_correct);
    int64_t day;
    of_version(w, act);
    act->to = web_field(w, "field");
    act->value = web_field(w, "value");
    act->words = web_field(w, "reason");
    size_t max = str_eqz(act->to, "summary") ? SUMMARY_MAX : str_eqz(act->to, "mark") ? MARK_MAX : ISSUER_MAX;
    steer_check_text(&act->value, max, true, "value", N_("Write what is right."), N_("The text is too long."), &p);
    steer_check_text(&act->words, STEP_NOTE_MAX, true, "reason", N_("Say why."), N_("The text is too long."), &p);
    if (str_eqz(act->to, "dated_day")) {
        if (!civil_parse(act->value, &day) || day == 0 || day > w->site->today) {
            problem_add(&p, "value", N_("Give the date that stands on it, like 05/01/2026."));
        } else {
            act->value = str_fmt(w->a, "%lld", (long long)day);
        }
    } else if (str_eqz(act->to, "kind")) {
        enum document_kind kind = document_kind_named(act->value);
        if (kind == DOCUMENT_KINDS) {
            problem_add(&p, "value", N_("Choose what kind of document it is."));
        } else {
            act->value = str_c(document_kind_code(kind));
        }
    } else if (str_eqz(act->to, "pages") && (!str_int(act->value, &day) || day < 0 || day > PAGES_MAX)) {
        problem_add(&p, "value", N_("Pages are a number from 0 to 9999."));
    }
    if (p.n > 0) {
        wrong(w, &p);
        return;
    }
    go(w, act);
}

// ---- links to other documents

static enum steer_end do_link(const struct desk *d, struct document_act *act, struct err *e)
{
    struct document_row other;
    enum q_got got = q_document_by_public(d->tx, act->other, &other, e);
    return got == Q_ROW ? document_link(d, &act->row, act->to, &other, e) : got == Q_NONE ? STEER_NOT_NOW : STEER_ERROR;
}

// The other one is named by its number in a book of the same office.
void document_link_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct document_act *act = new_act(w, CAP_DOCUMENT_WRITE, do_link);
    struct document_row other;
    struct err e = ERR_INIT;
    int64_t number = 0;
    int64_t year = 0;
    struct str book = str_eqz(web_field(w, "book"), "di") ? STR("di") : STR("den");
    act->to = web_field(w, "how");
    if (document_link_words(act->to, false) == NULL) {
        problem_add(&p, "how", N_("Choose what it does to the other one."));
    }
    bool named = str_int(web_field(w, "number"), &number) && str_int(web_field(w, "year"), &year) && year > 0;
    enum q_got got = !named ? Q_NONE
                            : q_document_by_number(w->tx, &(struct q_document_by_number_in){.office = w->document.office_id,
                                                       .book = book, .year = year, .number = number}, &other, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_NONE || other.id == w->document.id) {
        problem_add(&p, "number", N_("There is no other document of that number in this book."));
    }
    if (p.n > 0) {
        wrong(w, &p);
        return;
    }
    act->other = other.public_id;
    go(w, act);
}

// ---- whom it goes to, who helps

static enum steer_end do_address(const struct desk *d, struct document_act *act, struct err *e)
{
    enum steer_end end = STEER_SAVED;
    for (size_t i = 0; i < act->n_offices && end == STEER_SAVED; i++) {
        end = document_address(d, &act->row, act->offices[i], act->chosen, e);
    }
    return end;
}

static enum steer_end do_share(const struct desk *d, struct document_act *act, struct err *e)
{
    return document_share(d, &act->row, act->office_id, act->chosen, e);
}

// Offices right below another, as many as one transaction takes.
static void add_below(struct web *w, struct document_act *act, int64_t office_id)
{
    const struct office *top = site_office(w->site, office_id);
    int64_t *list = ARENA_ARRAY(w->a, int64_t, BELOW_MAX);
    for (int32_t i = 1; top != NULL && i <= top->below && act->n_offices < BELOW_MAX; i++) {
        if (site_parent(w->site, &top[i]) == top) {
            list[act->n_offices++] = top[i].id;
        }
    }
    act->offices = list;
}

void document_address_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct document_act *act = new_act(w, CAP_DOCUMENT_WRITE, do_address);
    const struct office *drop = site_office_by_code(w->site, web_field(w, "drop"));
    const struct office *o = drop != NULL ? drop : desk_office_typed(w, "address", "address_name", NULL, &p);
    act->chosen = drop == NULL;
    if (drop == NULL && web_flag(w, "below")) {
        add_below(w, act, w->document.office_id);
    } else if (o != NULL) {
        act->office_id = o->id;
        act->offices = &act->office_id;
        act->n_offices = 1;
    }
    if (act->n_offices == 0 || act->office_id == w->document.office_id) {
        problem_add(&p, "address", N_("Choose another office from the list."));
        wrong(w, &p);
        return;
    }
    go(w, act);
}

void document_share_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct document_act *act = new_act(w, CAP_DOCUMENT_WRITE, do_share);
    const struct office *drop = site_office_by_code(w->site, web_field(w, "drop"));
    const struct office *o = drop != NULL ? drop : desk_office_typed(w, "share", "share_name", NULL, &p);
    act->chosen = drop == NULL;
    act->office_id = o == NULL ? 0 : o->id;
    if (o == NULL || o->id == w->document.office_id) {
        problem_add(&p, "share", N_("Choose another office from the list."));
        wrong(w, &p);
        return;
    }
    go(w, act);
}

// ---- files

static enum steer_end do_attach(const struct desk *d, struct document_act *act, struct err *e)
{
    enum steer_end end = STEER_SAVED;
    for (size_t i = 0; i < act->n_files && end == STEER_SAVED; i++) {
        end = document_attach(d, &act->row, &act->files[i], e);
    }
    return end;
}

void document_files_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct document_act *act = new_act(w, CAP_DOCUMENT_WRITE, do_attach);
    act->n_files = desk_files_field(w, &act->files, &p);
    if (p.n > 0) {
        wrong(w, &p);
        return;
    }
    go(w, act);
}
