// document.c: the page of one document: what it says of itself, its way, what belongs to it, and what may be done.
#include "web/steer/document_view.h"

#include "core/steer/document_paper.h"
#include "core/steer/task.h"
#include "db/q_document.h"
#include "db/q_file.h"
#include "db/q_meeting.h"
#include "docs/markdown.h"
#include "i18n/civil.h"
#include "i18n/format.h"
#include "templates.h"

enum { SIGNING_LINES = 4 };

bool document_reads(struct web *w, const struct document_row *d, enum document_access *access)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    struct err e = ERR_INIT;
    if (!document_access(w->tx, w->site, offices, n, d, access, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

static bool fill_trace(struct web *w, struct document_view *v, struct err *e)
{
    struct document_steps_row *list;
    size_t n;
    if (!q_document_steps(w->tx, v->d->home_id, v->d->id, &list, &n, e)) {
        return false;
    }
    v->trace = ARENA_ARRAY(w->a, struct document_trace, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str office = desk_office_name(w, list[i].office_id);
        const char *what = document_step_words(list[i].state);
        v->trace[v->n_trace++] = (struct document_trace){
            .what = what == NULL ? list[i].state : T_(w->lang, what), .note = list[i].note, .at = list[i].made_at,
            .who = list[i].member.n == 0 ? office
                                         : str_fmt(w->a, "%.*s, %.*s", STR_ARG(list[i].member), STR_ARG(office))};
    }
    return true;
}

static bool fill_said(struct web *w, struct document_view *v, struct err *e)
{
    struct document_comments_row *list;
    size_t n;
    if (!q_document_comments(w->tx, v->d->home_id, v->d->id, &list, &n, e)) {
        return false;
    }
    v->said = ARENA_ARRAY(w->a, struct document_trace, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->said[v->n_said++] = (struct document_trace){
            .who = desk_office_name(w, list[i].office_id), .note = list[i].words, .at = list[i].said_at};
    }
    return true;
}

// Fields of the book that can be corrected, in the order of the form.
static const struct {
    const char *code;
    const char *words;
} fields[] = {{"summary", N_("Subject of the document")}, {"issuer", N_("Issuer")},      {"mark", N_("Number and symbol")},
              {"kind", N_("Kind of document")},           {"dated_day", N_("Its date")}, {"pages", N_("Number of pages")}};

// What a field of the book held, as people read it.
static struct str field_value(struct web *w, struct str field, struct str value)
{
    int64_t day;
    if (str_eqz(field, "dated_day") && str_int(value, &day)) {
        struct buf b = buf_new(64);
        format_day(&b, w->lang, day);
        struct str s = str_copy(w->a, buf_str(&b));
        buf_free(&b);
        return s;
    }
    enum document_kind kind = str_eqz(field, "kind") ? document_kind_of(value) : DOCUMENT_KINDS;
    return kind == DOCUMENT_KINDS ? value : T_(w->lang, document_kind_words(kind));
}

static bool fill_changes(struct web *w, struct document_view *v, struct err *e)
{
    struct document_corrections_row *list;
    size_t n;
    if (!q_document_corrections(w->tx, v->d->home_id, v->d->id, &list, &n, e)) {
        return false;
    }
    v->changes = ARENA_ARRAY(w->a, struct document_change, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct document_change *c = &v->changes[v->n_changes++];
        *c = (struct document_change){.field = list[i].field, .was = field_value(w, list[i].field, list[i].was),
                                      .is_now = field_value(w, list[i].field, list[i].is_now), .reason = list[i].reason,
                                      .at = list[i].made_at};
        for (size_t k = 0; k < ARRAY_LEN(fields); k++) {
            c->field = str_eqz(list[i].field, fields[k].code) ? T_(w->lang, fields[k].words) : c->field;
        }
    }
    return true;
}

static bool fill_links(struct web *w, struct document_view *v, struct err *e)
{
    struct document_links_row *list;
    size_t n;
    if (!q_document_links(w->tx, v->d->home_id, v->d->id, &list, &n, e)) {
        return false;
    }
    v->links = ARENA_ARRAY(w->a, struct document_link_item, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *words = document_link_words(list[i].how, list[i].backward);
        v->links[v->n_links++] = (struct document_link_item){
            .words = words == NULL ? list[i].how : T_(w->lang, words),
            .mark = list[i].mark.n > 0 ? list[i].mark : T(w->lang, "draft"), .summary = list[i].summary,
            .href = web_may(w, CAP_DESK_LIST, list[i].office_id) ? document_path(w, list[i].public_id) : STR("")};
    }
    return true;
}

static bool fill_offices(struct web *w, struct document_view *v, struct err *e)
{
    struct document_addressees_row *to;
    struct document_coordinators_row *with;
    size_t n_to;
    size_t n_with;
    if (!q_document_addressees(w->tx, v->d->home_id, v->d->id, &to, &n_to, e) ||
        !q_document_coordinators(w->tx, v->d->home_id, v->d->id, &with, &n_with, e)) {
        return false;
    }
    v->to = ARENA_ARRAY(w->a, struct document_office, n_to + 1);
    v->with = ARENA_ARRAY(w->a, struct document_office, n_with + 1);
    for (size_t i = 0; i < n_to; i++) {
        const struct office *o = site_office(w->site, to[i].office_id);
        v->to[v->n_to++] = (struct document_office){
            .name = desk_office_name(w, to[i].office_id), .code = o == NULL ? STR("") : o->code,
            .number = to[i].received_id == 0 ? STR("") : str_fmt(w->a, "%lld", (long long)to[i].number),
            .received_at = to[i].received_at, .acknowledged_at = to[i].acknowledged_at};
    }
    for (size_t i = 0; i < n_with; i++) {
        const struct office *o = site_office(w->site, with[i].office_id);
        v->with[v->n_with++] = (struct document_office){.name = desk_office_name(w, with[i].office_id),
                                                        .code = o == NULL ? STR("") : o->code, .number = STR("")};
    }
    return true;
}

static struct str hex_text(struct arena *a, struct str bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *out = arena_alloc(a, 2 * bytes.n + 1);
    for (size_t i = 0; i < bytes.n; i++) {
        out[2 * i] = digits[(unsigned char)bytes.p[i] >> 4];
        out[2 * i + 1] = digits[(unsigned char)bytes.p[i] & 15];
    }
    return (struct str){out, 2 * bytes.n};
}

static bool add_files(struct web *w, struct document_view *v, int64_t subject_id, struct err *e)
{
    struct file_row *list;
    size_t n;
    if (subject_id == 0) {
        return true;
    }
    if (!q_files_of(w->tx, v->d->home_id, STR("document"), subject_id, &list, &n, e)) {
        return false;
    }
    struct document_file *all = ARENA_ARRAY(w->a, struct document_file, v->n_files + n + 1);
    for (size_t i = 0; i < v->n_files; i++) {
        all[i] = v->files[i];
    }
    v->files = all;
    for (size_t i = 0; i < n; i++) {
        v->files[v->n_files++] = (struct document_file){
            .href = str_fmt(w->a, "/desk/files/%.*s", STR_ARG(list[i].public_id)), .name = list[i].name,
            .size = list[i].size, .hash = hex_text(w->a, list[i].sha256), .added_at = list[i].added_at};
    }
    return true;
}

// What was issued lies beside the issuer's row; whoever registered it reads it there.
static bool fill_origin(struct web *w, struct document_view *v, struct err *e)
{
    struct document_row origin;
    if (v->d->origin_id == 0) {
        return true;
    }
    enum q_got got = q_document_by_id(w->tx, v->d->home_id, v->d->origin_id, &origin, e);
    if (got == Q_ROW) {
        v->origin_href = document_path(w, origin.public_id);
        if (str_eqz(origin.state, "recalled")) {
            v->warning = T(w->lang, "Its issuer has recalled it.");
        }
    }
    return got != Q_ERROR;
}

// Tasks cut from it.
static bool fill_tasks(struct web *w, struct document_view *v, struct err *e)
{
    struct document_tasks_row *list;
    size_t n;
    if (!q_document_tasks(w->tx, v->d->home_id, v->d->id, &list, &n, e)) {
        return false;
    }
    v->tasks = ARENA_ARRAY(w->a, struct document_task, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *words = task_state_words(list[i].state);
        v->tasks[v->n_tasks++] = (struct document_task){
            .href = str_fmt(w->a, "/desk/tasks/%.*s", STR_ARG(list[i].public_id)), .what = list[i].what,
            .lead = desk_office_name(w, list[i].lead_id), .due_day = list[i].due_day,
            .state = {list[i].state, words == NULL ? list[i].state : T_(w->lang, words)}};
    }
    return true;
}

// ---- what may be done

bool document_handles(const struct web *w, const struct document_row *d)
{
    return str_eqz(d->book, "den") && d->handler_id != 0 && web_may(w, CAP_DOCUMENT_WRITE, d->handler_id);
}

static bool may_step(const struct document_view *v, enum document_who who)
{
    return who == WHO_SIGN ? v->signs : who == WHO_NUMBER ? v->registers : v->writes || v->handles;
}

static void fill_buttons(struct web *w, struct document_view *v)
{
    size_t n;
    const struct document_step *steps = document_steps_from(v->d->state, &n);
    v->buttons = ARENA_ARRAY(w->a, struct document_button, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (may_step(v, steps[i].who)) {
            struct str to = str_c(steps[i].to);
            bool wants = document_step_wants_note(v->d->state, to);
            v->buttons[v->n_buttons++] = (struct document_button){to, T_(w->lang, steps[i].words), wants};
            v->wants_note = v->wants_note || wants;
        }
    }
}

static void fill_acts(struct web *w, struct document_view *v)
{
    int64_t office = v->d->office_id;
    v->registers = web_may(w, CAP_REGISTER, office);
    v->writes = web_may(w, CAP_DOCUMENT_WRITE, office);
    v->signs = web_may(w, CAP_SIGN, office);
    v->handles = document_handles(w, v->d);
    bool lists = web_may(w, CAP_DESK_LIST, office);
    v->tasks_href = lists ? str_fmt(w->a, "/desk/%.*s/tasks/directive?document=%.*s", STR_ARG(v->page.code),
                                    STR_ARG(v->d->public_id))
                          : STR("");
    bool drafting = str_eqz(v->d->state, "draft") || str_eqz(v->d->state, "comments");
    bool registered = str_eqz(v->d->state, "registered");
    bool in_book = registered || str_eqz(v->d->state, "handled");
    bool out = str_eqz(v->d->state, "issued") || str_eqz(v->d->state, "recalled");
    v->issued = out && !v->received;
    v->edits = drafting && v->writes;
    v->comments = v->whole && str_eqz(v->d->state, "comments");
    v->instructs = registered && v->signs;
    v->acknowledges = in_book && v->registers && v->d->acknowledged_at == 0;
    v->corrects = in_book && v->registers;
    v->addresses = !v->received && !str_eqz(v->d->state, "recalled") && v->writes;
    v->shares = (drafting || registered) && v->writes;
    v->attaches = (drafting || registered) && v->writes;
    fill_buttons(w, v);
}

static void fill_choices(struct web *w, struct document_view *v)
{
    static const char *const hows[] = {"carries_out", "replaces", "amends", "corrects", "recalls"};
    v->this_year = civil_from_day(w->site->today).year;
    v->handlers = desk_own_offices(w, v->d->office_id, v->d->handler_id);
    v->handler_named = v->d->handler_id != 0 && !office_own(w->site, v->d->handler_id, v->d->office_id) ? v->handler : STR("");
    v->handler_named = w->req->method == HTTP_POST ? web_field(w, "handler_name") : v->handler_named;
    v->hows = (struct desk_choices){ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(hows)), 0};
    for (size_t i = 0; i < ARRAY_LEN(hows); i++) {
        v->hows.list[v->hows.n++] =
            (struct desk_choice){str_c(hows[i]), T_(w->lang, document_link_words(str_c(hows[i]), false)), false};
    }
    v->fields = (struct desk_choices){ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(fields)), 0};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        v->fields.list[v->fields.n++] = (struct desk_choice){str_c(fields[i].code), T_(w->lang, fields[i].words), false};
    }
}

static struct state_tag due_of(struct web *w, const struct document_row *d)
{
    bool late = str_eqz(d->state, "registered") && d->due_day != 0 && d->due_day < w->site->today;
    return late ? (struct state_tag){STR("late"), T(w->lang, "late")} : (struct state_tag){STR(""), STR("")};
}

// The meeting whose minutes or notice of conclusions it is.
static bool fill_meeting(struct web *w, struct document_view *v, struct err *e)
{
    struct meeting_row m;
    enum q_got got = q_meeting_of_document(w->tx, v->d->home_id, v->d->id, &m, e);
    if (got == Q_ROW) {
        v->meeting = (struct page_link){m.title, str_fmt(w->a, "/desk/meetings/%.*s", STR_ARG(m.public_id))};
    }
    return got != Q_ERROR;
}

static bool fill(struct web *w, struct document_view *v, struct err *e)
{
    v->meeting = (struct page_link){STR(""), STR("")};
    if (v->whole && (!fill_trace(w, v, e) || !fill_said(w, v, e) || !fill_meeting(w, v, e) || !fill_tasks(w, v, e))) {
        return false;
    }
    if (v->text && (!fill_offices(w, v, e) || !fill_links(w, v, e) || !fill_origin(w, v, e) ||
                    !add_files(w, v, v->d->origin_id, e) || !add_files(w, v, v->d->id, e))) {
        return false;
    }
    return fill_changes(w, v, e);
}

static bool in_the_making(const struct document_row *d)
{
    return str_eqz(d->book, "di") && d->number == 0;
}

// It is due on the day it comes.
static bool acknowledged_late(const struct web *w, const struct document_row *d)
{
    int64_t day = d->acknowledged_at == 0 ? w->site->today : tz_day(w->site->tz, d->acknowledged_at);
    return tz_day(w->site->tz, d->received_at) < day;
}

static void fill_signing(struct web *w, struct document_view *v)
{
    struct str lines = v->d->signer.n == 0 || v->received ? STR_NONE : document_signed_lines(w->a, w->site, v->d);
    v->signing = ARENA_ARRAY(w->a, struct str, SIGNING_LINES);
    while (lines.p != NULL && v->n_signing < SIGNING_LINES) {
        v->signing[v->n_signing++] = str_cut(&lines, '\n');
    }
}

void document_reply(struct web *w, int status, const struct problems *p, struct str warning)
{
    const struct document_row *d = &w->document;
    const struct office *office = site_heir(w->site, site_office(w->site, d->office_id));
    enum document_access access;
    struct err e = ERR_INIT;
    if (!document_reads(w, d, &access)) {
        return;
    }
    if (access < DOCUMENT_TEXT && in_the_making(d)) { // from above a draft is not there
        web_error(w, 404);
        return;
    }
    bool received = str_eqz(d->book, "den");
    enum document_kind kind = document_kind_of(d->kind);
    struct document_view v = {
        .page = desk_page_view(w, d->mark.n > 0 ? d->mark : d->summary, office, DESK_NAV_DOCUMENTS), .d = d,
        .href = document_path(w, d->public_id), .heading = d->summary, .received = received,
        .book = received ? T(w->lang, "Documents received") : T(w->lang, "Documents issued"),
        .book_href = str_fmt(w->a, "/desk/%.*s/documents?book=%.*s&year=%lld", STR_ARG(office->code), STR_ARG(d->book),
                             (long long)(d->year == 0 ? civil_from_day(w->site->today).year : d->year)),
        .number = d->number == 0 ? STR("") : str_fmt(w->a, "%lld/%lld", (long long)d->number, (long long)d->year),
        .kind = kind == DOCUMENT_KINDS ? d->kind : T_(w->lang, document_kind_words(kind)),
        .urgency = str_eqz(d->urgency, "normal") ? STR("") : T_(w->lang, document_urgency_words(d->urgency)),
        .handler = desk_office_name(w, d->handler_id), .state = {d->state, document_state(w, d->state)},
        .due = due_of(w, d), .warning = STR(""), .text = access >= DOCUMENT_TEXT, .whole = access == DOCUMENT_WHOLE,
        .origin_href = STR(""),
        .late_acknowledgement = received && str_eqz(d->state, "registered") && acknowledged_late(w, d),
        .handler_named = STR(""),
    };
    fill_acts(w, &v);
    v.turn = v.whole ? document_turn_of(w, d->state, d->received_at, d->acknowledged_at, d->instructed_at) : STR("");
    v.cut_href = d->number != 0 && web_may(w, CAP_TASK_GIVE, d->office_id)
                     ? str_fmt(w->a, "/desk/%.*s/tasks/new?document=%.*s", STR_ARG(office->code), STR_ARG(d->public_id))
                     : STR("");
    fill_choices(w, &v);
    fill_signing(w, &v);
    if (!fill(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    v.warning = warning.n > 0 ? warning : v.warning;
    v.to_nobody = v.n_to == 0 && ((str_eqz(d->state, "numbered") && v.registers) || (str_eqz(d->state, "issued") && v.addresses));
    v.page.page.problems = p;
    page_script(&v.page.page, "office-find.js");
    if (v.text && d->body.n > 0) {
        v.has_body = true;
        v.body = markdown_html(w->a, d->body, (struct markdown_look){.heading_shift = 2, .own_host = w->req->host});
    }
    struct buf out = web_buf();
    tmpl_document(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void document_get(struct web *w)
{
    document_reply(w, 200, NULL, STR(""));
}
