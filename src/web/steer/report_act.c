// report_act.c: writing a report, handing it in, accepting or returning it, answering its requests, correcting it, and its
// draft in the register. A save that comes too late shows both; nothing that was typed is lost.
#include "web/steer/report_view.h"

#include "base/utf8.h"
#include "core/press/publication.h"
#include "core/steer/document.h"
#include "core/steer/file.h"
#include "core/steer/report_out.h"
#include "core/steer/report_hand_in.h"
#include "db/q_publication.h"
#include "db/q_report.h"
#include "web/desk/version_view.h"

enum { HAND_IN_TRIES = 5 };

enum { ISSUED_FILES = 3 };

struct report_act;
typedef enum steer_end report_fn(const struct desk *d, struct report_act *act, struct err *e);

// One act, as it goes to the writer. row is read anew there.
struct report_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    report_fn *run;
    const char *done;
    int64_t home, id;
    int64_t version; // that the form was made from
    struct report_typed typed;
    size_t n_sections, n_figures;
    const char **section_fields, **figure_fields;
    struct str words;
    int64_t request_id;
    struct document_draft document;
    struct file_draft files[ISSUED_FILES]; // beside the document
    struct draft draft; // made public
    struct publication_row publication;
    struct version_row version_made;
    struct report_freeze *freeze; // of handing in
    int tries;
    struct report_row row;
    struct problems problems;
    bool writing;
    enum steer_end end;
};

static bool read_row(const struct desk *d, struct report_act *act, struct err *e)
{
    return q_report_by_id(d->tx, act->home, act->id, &act->row, e) == Q_ROW;
}

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct report_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    act->problems.n = 0;
    if (!read_row(&d, act, e)) {
        return TX_FAILED;
    }
    act->end = act->row.version != act->version ? STEER_STALE : act->run(&d, act, e);
    bool saved = act->end == STEER_SAVED && act->problems.n == 0;
    return saved ? TX_COMMIT : act->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void acted(struct web *w, void *arg)
{
    struct report_act *act = arg;
    struct err e = ERR_INIT;
    if (act->end == STEER_SAVED && act->problems.n == 0) {
        web_see_other(w, str_fmt(w->a, "%.*s?done=%s", STR_ARG(report_address(w, act->row.public_id)), act->done));
        return;
    }
    if (!web_read_again(w)) {
        return;
    }
    if (q_report_by_id(w->tx, act->home, act->id, &w->report, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    bool typing = act->writing && str_eq(w->report.state, STR("draft"));
    struct report_shown how = {.status = act->problems.n > 0 ? 422 : 409,
                               .problems = &act->problems,
                               .typed = typing ? &act->typed : NULL,
                               .stale = typing && act->end == STEER_STALE};
    if (!how.stale && act->problems.n == 0) {
        how.warning = N_("This was not done: the report has changed since you opened it, or its state does not allow it.");
    }
    report_reply(w, &how);
}

static struct report_act *new_act(struct web *w, const char *done, report_fn *run, int64_t office_id)
{
    struct report_act *act = ARENA_NEW(w->a, struct report_act);
    act->site = w->site;
    act->actor = web_actor(w, office_id);
    act->now = w->now;
    act->run = run;
    act->done = done;
    act->home = w->report.home_id;
    act->id = w->report.id;
    if (!str_int(web_field(w, "version"), &act->version)) {
        act->version = -1;
    }
    return act;
}

static struct report_act *own_act(struct web *w, const char *done, report_fn *run)
{
    return new_act(w, done, run, site_heir_id(w->site, w->report.office_id));
}

// ---- writing

// On false the reply is made.
static bool read_form(struct web *w, struct report_act *act)
{
    struct err e = ERR_INIT;
    struct report_template t;
    enum q_got got = report_template_read(w->tx, w->report.template_id, &t, &e);
    if (got != Q_ROW) {
        web_failed(w, &e);
        return false;
    }
    act->writing = true;
    act->n_sections = t.n_sections;
    act->n_figures = t.n_figures;
    act->typed.sections = ARENA_ARRAY(w->a, struct str, t.n_sections + 1);
    act->typed.figures = ARENA_ARRAY(w->a, struct str, t.n_figures + 1);
    act->section_fields = ARENA_ARRAY(w->a, const char *, t.n_sections + 1);
    act->figure_fields = ARENA_ARRAY(w->a, const char *, t.n_figures + 1);
    for (size_t i = 0; i < t.n_sections; i++) {
        act->section_fields[i] = str_z(w->a, str_fmt(w->a, "s%zu", i + 1));
        act->typed.sections[i] = form_get(&w->form, act->section_fields[i]);
    }
    for (size_t i = 0; i < t.n_figures; i++) {
        act->figure_fields[i] = str_z(w->a, str_fmt(w->a, "f%zu", i + 1));
        act->typed.figures[i] = t.figures[i].entered ? form_get(&w->form, act->figure_fields[i]) : STR_NONE;
    }
    act->typed.request = web_field(w, "request");
    return true;
}

// One part of the form; what is wrong with it belongs to that part's field.
static enum steer_end save_part(const struct desk *d, struct report_act *act, bool section, size_t i, struct err *e)
{
    struct problems p = {.n = 0};
    int64_t position = (int64_t)i + 1;
    enum steer_end end = section ? report_write(d, &act->row, position, act->typed.sections[i], &p, e)
                                 : report_enter(d, &act->row, position, act->typed.figures[i], &p, e);
    if (p.n > 0) {
        problem_add(&act->problems, section ? act->section_fields[i] : act->figure_fields[i], p.list[0].msgid);
        return STEER_SAVED; // so that all that is wrong is told at once
    }
    return end == STEER_SAVED && !read_row(d, act, e) ? STEER_ERROR : end;
}

static enum steer_end do_save(const struct desk *d, struct report_act *act, struct err *e)
{
    enum steer_end end = STEER_SAVED;
    for (size_t i = 0; i < act->n_sections && end == STEER_SAVED; i++) {
        end = act->typed.sections[i].p == NULL ? end : save_part(d, act, true, i, e);
    }
    for (size_t i = 0; i < act->n_figures && end == STEER_SAVED; i++) {
        end = act->typed.figures[i].p == NULL ? end : save_part(d, act, false, i, e);
    }
    if (end == STEER_SAVED && act->typed.request.n > 0) {
        struct problems p = {.n = 0};
        end = report_ask(d, &act->row, act->typed.request, &p, e);
        if (p.n > 0) {
            problem_add(&act->problems, "request", p.list[0].msgid);
            end = STEER_SAVED;
        }
    }
    return end;
}

void report_save_post(struct web *w)
{
    struct report_act *act = own_act(w, "saved", do_save);
    if (!read_form(w, act)) {
        return;
    }
    if (str_eqz(web_field(w, "do"), "preview")) {
        // Not saved: the version that the page was made from stays what the next save is compared with.
        w->report.version = act->version;
        report_reply(w, &(struct report_shown){.status = 200, .typed = &act->typed});
        return;
    }
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static enum steer_end do_unask(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_unask(d, &act->row, act->request_id, e);
}

static bool read_request(struct web *w, struct report_act *act)
{
    if (!str_int(web_field(w, "request"), &act->request_id) || act->request_id <= 0) {
        web_error(w, 400);
        return false;
    }
    return true;
}

void report_unask_post(struct web *w)
{
    struct report_act *act = own_act(w, "saved", do_unask);
    if (read_request(w, act)) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

// ---- its way up

// Handing in goes by steps (core/steer/report_hand_in.h): counted in this request's snapshot, laid beside the draft in
// portions, frozen; and again where another report has moved meanwhile.
static enum steer_end do_freeze_put(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_freeze_put(d, act->freeze, e);
}

static enum steer_end do_freeze_end(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_freeze_end(d, act->freeze, e);
}

static void begin_hand_in(struct web *w, struct report_act *act);

static void frozen(struct web *w, void *arg)
{
    struct report_act *act = arg;
    if (act->end == STEER_NOT_NOW && act->freeze->overtaken && ++act->tries < HAND_IN_TRIES && web_read_again(w)) {
        begin_hand_in(w, act);
    } else if (!w->replied) {
        acted(w, act);
    }
}

static void put_beside(struct web *w, void *arg)
{
    struct report_act *act = arg;
    if (act->end != STEER_SAVED) {
        acted(w, act);
        return;
    }
    act->freeze->at = act->freeze->next;
    bool whole = report_freeze_whole(act->freeze);
    act->run = whole ? do_freeze_end : do_freeze_put;
    web_write(w, WEB_QUIET, run_act, act, whole ? frozen : put_beside);
}

// Of what is empty: is it said why, and is none of it required?
static bool says_why(struct web *w, struct report_act *act)
{
    struct report_lack *list;
    size_t n = report_lacks(w->a, &act->freeze->r, &list);
    bool good = true;
    act->problems.n = 0;
    act->words = web_field(w, "why");
    for (size_t i = 0; i < n; i++) {
        good = good && !list[i].required;
    }
    if (good) {
        steer_check_text(&act->words, REPORT_WHY_MAX, n > 0, "why", N_("Say why they are empty, or go back and fill them."),
                         N_("Say it in fewer words."), &act->problems);
    }
    return good && act->problems.n == 0;
}

static void begin_hand_in(struct web *w, struct report_act *act)
{
    struct err e = ERR_INIT;
    if (q_report_by_id(w->tx, act->home, act->id, &act->row, &e) != Q_ROW ||
        !report_freeze_begin(act->freeze, w->tx, w->site, &act->row, w->now, &e)) {
        web_failed(w, &e);
        return;
    }
    if (str_eqz(act->row.state, "draft") && !says_why(w, act)) {
        report_hand_in_reply(w, 422, &act->freeze->r, &act->problems);
        return;
    }
    act->freeze->why = act->words;
    act->run = do_freeze_put;
    web_write(w, WEB_QUIET, run_act, act, put_beside);
}

void report_hand_in_post(struct web *w)
{
    struct report_act *act = own_act(w, "report-handed-in", do_freeze_put);
    act->freeze = ARENA_NEW(w->a, struct report_freeze);
    begin_hand_in(w, act);
}

static enum steer_end do_correct(const struct desk *d, struct report_act *act, struct err *e)
{
    struct report_row next;
    enum steer_end end = report_correct(d, &act->row, &next, e);
    if (end == STEER_SAVED) {
        act->row = next;
    }
    return end;
}

void report_correct_post(struct web *w)
{
    web_write(w, WEB_QUIET, run_act, own_act(w, "report-begun", do_correct), acted);
}

// What the office above does: the address names a report below, so who that office is is asked here. NULL: the reply is
// made.
static struct report_act *above_act(struct web *w, const char *done, report_fn *run)
{
    struct err e = ERR_INIT;
    int64_t above;
    if (!report_there(w)) {
        return NULL;
    }
    if (!report_above(w->tx, &w->report, &above, &e)) {
        web_failed(w, &e);
        return NULL;
    }
    if (above == 0 || !web_may(w, CAP_REPORT_WRITE, above)) {
        report_reply(w, &(struct report_shown){
            .status = 409, .warning = N_("The office to which this report is handed in does this.")});
        return NULL;
    }
    return new_act(w, done, run, above);
}

static enum steer_end do_accept(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_accept(d, &act->row, e);
}

void report_accept_post(struct web *w)
{
    struct report_act *act = above_act(w, "report-accepted", do_accept);
    if (act != NULL) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

static enum steer_end do_return(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_return(d, &act->row, act->words, e);
}

void report_return_post(struct web *w)
{
    struct report_act *act = above_act(w, "report-returned", do_return);
    if (act == NULL) {
        return;
    }
    struct problems p = {.n = 0};
    act->words = web_field(w, "remarks");
    steer_check_text(&act->words, REMARKS_MAX, true, "remarks", N_("Say what is to be completed."),
                     N_("Say it in fewer words."), &p);
    if (p.n > 0) {
        report_reply(w, &(struct report_shown){.status = 422, .problems = &p});
        return;
    }
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static enum steer_end do_answer(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_answer(d, &act->row, act->request_id, act->words, e);
}

void report_answer_post(struct web *w)
{
    struct report_act *act = above_act(w, "saved", do_answer);
    if (act == NULL || !read_request(w, act)) {
        return;
    }
    struct problems p = {.n = 0};
    act->words = web_field(w, "answer");
    steer_check_text(&act->words, REQUEST_MAX, true, "answer", N_("Write the answer."), N_("Say it in fewer words."), &p);
    if (p.n > 0) {
        report_reply(w, &(struct report_shown){.status = 422, .problems = &p});
        return;
    }
    web_write(w, WEB_QUIET, run_act, act, acted);
}

// ---- into the register

static enum steer_end do_issue(const struct desk *d, struct report_act *act, struct err *e)
{
    struct document_row row;
    enum steer_end end = document_begin(d, act->row.office_id, &act->document, &row, e);
    for (size_t i = 0; i < ISSUED_FILES && end == STEER_SAVED; i++) {
        end = file_put(d, STR("document"), row.id, &act->files[i], e) ? end : STEER_ERROR;
    }
    return end == STEER_SAVED ? report_issued(d, &act->row, row.id, e) : end;
}

// The report as a document and as a workbook, as they were handed in: they go with the document.
static bool make_files(struct web *w, struct report_act *act, struct problems *p, struct err *e)
{
    struct report *r = ARENA_NEW(w->a, struct report);
    struct report_view v;
    if (!report_view_read(&v, r, w->tx, w->site, w->site->lang, &w->report, w->now, e)) {
        return false;
    }
    act->files[0] =
        (struct file_draft){.name = report_file_name(w, r, STR("odt")), .bytes = paper_odt(w->a, report_paper(w->a, &v))};
    act->files[1] =
        (struct file_draft){.name = report_file_name(w, r, STR("docx")), .bytes = paper_docx(w->a, report_paper(w->a, &v))};
    act->files[2] = (struct file_draft){.name = report_file_name(w, r, STR("xlsx")), .bytes = report_xlsx(w->a, &v)};
    for (size_t i = 0; i < ISSUED_FILES; i++) {
        file_check(w->a, &act->files[i], p);
    }
    return true;
}

void report_issue_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct report_act *act = own_act(w, "report-issued", do_issue);
    struct report *r = ARENA_NEW(w->a, struct report);
    struct report_body *b = ARENA_NEW(w->a, struct report_body);
    int64_t above;
    if (!report_read(r, w->tx, w->site, &w->report, w->now, &e) || !report_body(w, r, b, &e) ||
        !report_above(w->tx, &w->report, &above, &e) || !make_files(w, act, &p, &e)) {
        web_failed(w, &e);
        return;
    }
    const struct office *o = site_office(w->site, w->report.office_id);
    struct str kind, summary;
    report_paper_title(w->a, w->lang, &r->t, r->span, &kind, &summary);
    bool says_kind = str_eq(kind, T(w->lang, "Report")); // the register says it, too
    act->document = (struct document_draft){
        .kind = str_c(document_kind_code(KIND_REPORT)),
        .symbol = document_symbol(w->a, KIND_REPORT, o == NULL ? STR("UBND") : site_setting(w->site, o->id, SETTING_SYMBOL)),
        .summary = utf8_clip(says_kind ? summary : b->title, SUMMARY_MAX),
        .urgency = str_c(document_urgency(0)),
        .addressees = above == 0 ? STR("") : desk_office_name(w, above),
        .body = report_markdown(w, r, b),
    };
    document_check_draft(&act->document, &p);
    if (p.n > 0) {
        report_reply(w, &(struct report_shown){.status = 422, .problems = &p});
        return;
    }
    web_write(w, WEB_QUIET, run_act, act, acted);
}

// ---- to everybody

static enum steer_end do_publish(const struct desk *d, struct report_act *act, struct err *e)
{
    return report_publish(d, &act->row, act->draft.title, act->draft.body, &act->publication, &act->version_made, e);
}

// Its draft is read over, translated and sent out as every publication is.
static void publishing(struct web *w, void *arg)
{
    struct report_act *act = arg;
    if (act->end != STEER_SAVED) {
        acted(w, arg);
        return;
    }
    struct str address = version_address(w, &act->publication, act->version_made.lang, act->version_made.number);
    web_see_other(w, str_fmt(w->a, "/desk/versions/%.*s?done=begun", STR_ARG(address)));
}

void report_publish_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct report_act *act = own_act(w, "saved", do_publish);
    struct report *r = ARENA_NEW(w->a, struct report);
    struct report_body *b = ARENA_NEW(w->a, struct report_body);
    if (!report_there(w)) {
        return;
    }
    if (!report_read(r, w->tx, w->site, &w->report, w->now, &e) || !report_body(w, r, b, &e)) {
        web_failed(w, &e);
        return;
    }
    struct str title = str_fmt(w->a, "%.*s, %.*s", STR_ARG(b->title), STR_ARG(b->office));
    act->draft = (struct draft){.lang = w->site->lang, .title = utf8_clip(title, PUBLICATION_TITLE_MAX),
                                .body = report_public_markdown(w, b)};
    draft_check(&act->draft, false, &p);
    if (p.n > 0) {
        report_reply(w, &(struct report_shown){.status = 422, .problems = &p,
                                               .warning = N_("It has no words to be made public, or too many.")});
        return;
    }
    web_write(w, WEB_QUIET, run_act, act, publishing);
}
