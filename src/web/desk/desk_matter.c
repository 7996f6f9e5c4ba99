// desk_matter.c: the page of one matter at the desk.
#include "web/desk/desk_matter_view.h"

#include "core/press/publication.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/desk/inbox_row.h"

enum { PART_ROWS = 50 }; // of messages, steps, notes on one page
enum { PRESENT_S = 120, PRESENT_AGAIN_S = 60 }; // how long one counts as present; when that is written again

// A field of the form that was sent, else what is stored.
static struct str kept(const struct web *w, const char *form, const char *field, struct str stored)
{
    bool sent = w->req->method == HTTP_POST && str_eqz(web_field(w, "form"), form);
    return sent ? web_field(w, field) : stored.p == NULL ? STR("") : stored;
}

static void add_said(struct said_list *l, struct said_row row)
{
    if (row.what.p == NULL) {
        row.what = STR("");
    }
    l->list[l->n++] = row;
}

// What was said with the sender of one message.
static bool fill_exchange(struct web *w, struct desk_matter_view *v, const struct message_row *m, struct err *e)
{
    static const char *const kinds[][2] = {
        {"asked", N_("The office asked")}, {"added", N_("The sender added")},
        {"contested", N_("The sender says: this does not answer it")},
        {"consent_asked", N_("Asked whether the words may go to the other office")},
        {"consent_given", N_("The sender agreed that the words go to the other office")},
        {"consent_refused", N_("The sender did not agree that the words go to the other office")},
        {"told", N_("Said on the telephone")},
    };
    struct exchange_of_message_row *said;
    size_t n;
    if (!q_exchange_of_message(w->tx, m->home_id, m->id, &said, &n, e)) {
        return false;
    }
    struct said_row *longer = ARENA_ARRAY(w->a, struct said_row, v->exchange.n + n + 1);
    if (v->exchange.n > 0) {
        memcpy(longer, v->exchange.list, v->exchange.n * sizeof *longer);
    }
    v->exchange.list = longer;
    for (size_t j = 0; j < n; j++) {
        struct str what = STR("");
        for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
            what = str_eqz(said[j].kind, kinds[k][0]) ? T_(w->lang, kinds[k][1]) : what;
        }
        if (said[j].matter_id == w->matter.id) {
            add_said(&v->exchange, (struct said_row){said[j].said_at, what, desk_office_name(w, said[j].other_office_id),
                                                     said[j].words});
        }
    }
    return true;
}

static bool fill_message(struct web *w, struct desk_matter_view *v, const struct message_row *m, int64_t opened)
{
    struct err e = ERR_INIT;
    enum words_access access;
    enum desk_contact contact;
    if (!desk_words_access(w, m, &w->matter, &access)) {
        return false;
    }
    if (access == WORDS_NOT_THERE) {
        v->n_all--;
        return true;
    }
    if (!desk_contact(w, m, &w->matter, &contact)) {
        return false;
    }
    bool recorded = access == WORDS_RECORDED;
    access = recorded && m->id == opened ? WORDS_OPEN : access;
    struct matter_message *one = &v->messages[v->n_messages++];
    if (!inbox_row(w, m, access, NULL, &one->row)) {
        return false;
    }
    one->contact = contact == DESK_CONTACT_OFFERED;
    one->may_record = recorded && access != WORDS_OPEN;
    if (access == WORDS_OPEN && !fill_exchange(w, v, m, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

// A key of the address, for one of the lists of the page. False: it is nonsense, and the reply is made.
static bool key_of(struct web *w, const char *name, int64_t *time, int64_t *id)
{
    struct str key = web_param(w, name);
    if (key.n > 0 && !web_page_key_read(key, time, id)) {
        web_error(w, 404);
        return false;
    }
    return true;
}

static struct str more_of(struct web *w, const char *name, int64_t time, int64_t id)
{
    return str_fmt(w->a, "/desk/matters/%.*s?%s=%.*s", STR_ARG(w->matter.public_id), name,
                   STR_ARG(web_page_key(w->a, time, id)));
}

static bool fill_messages(struct web *w, struct desk_matter_view *v, int64_t opened)
{
    struct message_row *list;
    size_t n;
    struct err e = ERR_INIT;
    struct messages_of_matter_count_row count;
    struct q_messages_of_matter_page_in in = {.home = w->matter.home_id, .matter = w->matter.id};
    if (!key_of(w, "messages", &in.after_time, &in.after_id)) {
        return false;
    }
    if (!q_messages_of_matter_page(w->tx, &in, &list, &n, &e) ||
        q_messages_of_matter_count(w->tx, w->matter.home_id, w->matter.id, &count, &e) != Q_ROW) {
        web_failed(w, &e);
        return false;
    }
    v->n_all = count.n;
    v->later = in.after_id != 0;
    v->open_path = str_fmt(w->a, "/desk/matters/%.*s/open%s%.*s", STR_ARG(w->matter.public_id), v->later ? "?messages=" : "",
                           STR_ARG(web_param(w, "messages")));
    v->messages_next = STR("");
    if (n > PART_ROWS) {
        n = PART_ROWS;
        v->messages_next = more_of(w, "messages", list[n - 1].received_at, list[n - 1].id);
    }
    v->messages = ARENA_ARRAY(w->a, struct matter_message, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!fill_message(w, v, &list[i], opened)) {
            return false;
        }
    }
    return true;
}

static struct str step_words(const struct web *w, const struct event_row *row)
{
    enum event_kind kind = event_kind_of(row->kind);
    if (kind == EVENT_KINDS) {
        return row->kind;
    }
    switch (kind) {
    case EVENT_MATTER_NOTED:
        return T(w->lang, "An internal note");
    case EVENT_MATTER_EDITED:
        return T(w->lang, "Title, subject or messages changed");
    default:
        return event_step(kind) == NULL ? str_c(event_code(kind)) : T_(w->lang, event_step(kind));
    }
}

// The log, the latest first.
static bool fill_steps(struct web *w, struct desk_matter_view *v, int64_t before, struct err *e)
{
    struct event_row *list;
    size_t n;
    if (!q_events_of_subject_before(w->tx, w->matter.home_id, w->matter.id, before, &list, &n, e)) {
        return false;
    }
    v->steps.list = ARENA_ARRAY(w->a, struct said_row, n + 1);
    for (size_t i = 0; i < n && i < PART_ROWS; i++) {
        add_said(&v->steps, (struct said_row){list[i].happened_at, step_words(w, &list[i]),
                                              desk_office_name(w, list[i].office_id), STR("")});
    }
    v->steps_next = n > PART_ROWS ? more_of(w, "log", 0, list[PART_ROWS - 1].number) : STR("");
    return true;
}

static bool fill_notes(struct web *w, struct desk_matter_view *v, int64_t before, struct err *e)
{
    struct notes_of_matter_row *list;
    size_t n;
    if (!q_notes_of_matter(w->tx, w->matter.home_id, w->matter.id, before, &list, &n, e)) {
        return false;
    }
    v->notes.list = ARENA_ARRAY(w->a, struct said_row, n + 1);
    v->notes_next = n > PART_ROWS ? more_of(w, "notes", 0, list[PART_ROWS - 1].id) : STR("");
    for (size_t i = 0; i < n && i < PART_ROWS; i++) {
        add_said(&v->notes, (struct said_row){list[i].noted_at, desk_office_name(w, list[i].office_id), list[i].member_name,
                                              desk_kept(w, list[i].words)});
    }
    return true;
}

static bool fill_passed(struct web *w, struct desk_matter_view *v, int64_t before, struct err *e)
{
    struct pass_ons_of_matter_row *list;
    size_t n;
    if (!q_pass_ons_of_matter(w->tx, w->matter.home_id, w->matter.id, before, &list, &n, e)) {
        return false;
    }
    v->passed.list = ARENA_ARRAY(w->a, struct said_row, n + 1);
    v->passed_next = n > PART_ROWS ? more_of(w, "passed", 0, list[PART_ROWS - 1].id) : STR("");
    for (size_t i = 0; i < n && i < PART_ROWS; i++) {
        add_said(&v->passed, (struct said_row){list[i].passed_at, desk_office_name(w, list[i].from_office_id),
                                               desk_office_name(w, list[i].to_office_id), desk_kept(w, list[i].summary)});
    }
    return true;
}

static bool fill_extended(struct web *w, struct desk_matter_view *v, int64_t before, struct err *e)
{
    struct extensions_of_matter_row *list;
    size_t n;
    if (!q_extensions_of_matter(w->tx, w->matter.home_id, w->matter.id, before, &list, &n, e)) {
        return false;
    }
    v->extended.list = ARENA_ARRAY(w->a, struct said_row, n + 1);
    v->extended_next = n > PART_ROWS ? more_of(w, "extended", 0, list[PART_ROWS - 1].id) : STR("");
    for (size_t i = 0; i < n && i < PART_ROWS; i++) {
        add_said(&v->extended, (struct said_row){list[i].to_due_at, STR(""), STR(""), list[i].reason});
    }
    return true;
}

// Notes, summaries and extensions: the desk's side. On false the reply is made.
static bool fill_said(struct web *w, struct desk_matter_view *v)
{
    int64_t unused = 0;
    int64_t notes = INT64_MAX;
    int64_t passed = INT64_MAX;
    int64_t extended = INT64_MAX;
    struct err e = ERR_INIT;
    if (!key_of(w, "notes", &unused, &notes) || !key_of(w, "passed", &unused, &passed) ||
        !key_of(w, "extended", &unused, &extended)) {
        return false;
    }
    if (!v->open) {
        return true;
    }
    if (!fill_notes(w, v, notes, &e) || !fill_passed(w, v, passed, &e) || !fill_extended(w, v, extended, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

static bool fill_helpers(struct web *w, struct desk_matter_view *v, struct err *e)
{
    struct coordinators_of_matter_row *list;
    size_t n;
    struct buf b = buf_new(16384);
    if (!q_coordinators_of_matter(w->tx, w->matter.home_id, w->matter.id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        buf_addz(&b, i == 0 ? "" : ", ");
        buf_add(&b, desk_office_name(w, list[i].office_id));
    }
    v->helpers = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    if (v->helpers.p == NULL) {
        v->helpers = STR("");
    }
    return true;
}

static struct str version_state(const struct web *w, struct str state)
{
    return str_eq(state, STR("draft"))       ? T(w->lang, "draft")
           : str_eq(state, STR("submitted")) ? T(w->lang, "with the second reader")
                                             : T(w->lang, "published");
}

// Each publication about the matter, with the latest version in each language. Drafts are for those who write and publish.
static bool fill_answers(struct web *w, struct desk_matter_view *v, bool drafts, struct err *e)
{
    struct publication_row *pubs;
    size_t n;
    if (!q_publications_of_matter(w->tx, w->matter.home_id, w->matter.id, &pubs, &n, e)) {
        return false;
    }
    v->answers = ARENA_ARRAY(w->a, struct answer_row, n * LANG_COUNT + 1);
    for (size_t i = 0; i < n; i++) {
        struct version_row *list;
        size_t count;
        struct str last = STR("");
        if (!q_versions_of_publication(w->tx, pubs[i].home_id, pubs[i].id, &list, &count, e)) {
            return false;
        }
        for (size_t j = 0; j < count && v->n_answers < n * LANG_COUNT; j++) {
            if (str_eq(list[j].lang, last) || (!drafts && !str_eq(list[j].state, STR("published")))) {
                continue;
            }
            last = list[j].lang;
            v->answers[v->n_answers++] = (struct answer_row){
                .href = str_fmt(w->a, "/desk/versions/%.*s-%.*s-%lld", STR_ARG(pubs[i].public_id), STR_ARG(list[j].lang),
                                (long long)list[j].number),
                .title = list[j].title.n == 0 ? T(w->lang, "(without a title yet)") : list[j].title,
                .lang = list[j].lang,
                .state = version_state(w, list[j].state),
                .readers = pubs[i].by_receipt ? T(w->lang, "by receipt only") : T(w->lang, "public"),
            };
        }
    }
    return true;
}

static bool fill_titles(struct web *w, struct desk_matter_view *v, struct err *e)
{
    struct matter_titles_row *list;
    size_t n;
    if (!q_matter_titles(w->tx, w->matter.home_id, w->matter.id, &list, &n, e)) {
        return false;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        struct str stored = STR("");
        for (size_t i = 0; i < n; i++) {
            stored = str_eq(list[i].lang, lang_info(l)->code) ? list[i].title : stored;
        }
        const char *name = str_z(w->a, str_fmt(w->a, "title_%.*s", STR_ARG(lang_info(l)->code)));
        v->titles[l] = (struct title_field){lang_info(l)->code, lang_info(l)->name, kept(w, "title", name, stored), str_c(name)};
    }
    return true;
}

// The proposed date: so many days after the matter came in, as the office's setting says; and why, in words.
static void propose_due(struct web *w, struct desk_matter_view *v)
{
    const struct matter_row *m = &w->matter;
    int64_t days = site_setting_int(w->site, m->office_id, SETTING_DUE_DAYS);
    struct str source = site_setting(w->site, m->office_id, SETTING_DUE_SOURCE);
    struct buf b = buf_new(16384);
    I18N_FILL(&b, TN(w->lang, "{n} day from {day}, when it came in.", "{n} days from {day}, when it came in.", days),
              {"n", page_words(w, format_number, days)}, {"day", page_words(w, format_date, m->started_at)});
    if (source.n > 0) {
        buf_addf(&b, " %.*s", STR_ARG(source));
    }
    v->proposal = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    struct str typed = kept(w, "assign", "assign_due", STR(""));
    if (typed.n == 0 || !civil_parse(typed, &v->due_day)) {
        v->due_day = tz_day(w->site->tz, matter_due_after(w->site, m->started_at, days));
    }
    v->due_why = kept(w, "assign", "due_why", v->proposal);
}

static void fill_forms(struct web *w, struct desk_matter_view *v)
{
    const struct matter_row *m = &w->matter;
    const struct category *c = site_category(w->site, m->category_id);
    const struct office *owner = desk_office_field(w, "assign_office", "assign_office");
    v->edit_title = kept(w, "edit", "title", m->title);
    v->summary = kept(w, "pass", "summary", STR(""));
    v->pass_to = kept(w, "pass", "pass_to_name", STR(""));
    v->question = kept(w, "ask", "question", STR(""));
    v->internal = kept(w, "note", "internal", STR(""));
    v->coordinate_to = kept(w, "coordinate", "coordinate_name", STR(""));
    v->extend_reason = kept(w, "extend", "extend_reason", STR(""));
    v->close_note = kept(w, "close", "note", STR(""));
    v->to_office = kept(w, "close", "to_office_name", STR(""));
    v->promised_day = desk_day_field(w, "promised");
    v->extend_day = desk_day_field(w, "extend_due");
    v->categories = desk_categories(w, m->office_id, kept(w, "edit", "category", c == NULL ? STR("") : c->code));
    v->own = desk_own_offices(w, m->office_id, owner == NULL ? m->office_id : owner->id);
    v->langs = (struct desk_choices){ARENA_ARRAY(w->a, struct desk_choice, LANG_COUNT), 0};
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        v->langs.list[v->langs.n++] = (struct desk_choice){lang_info(l)->code, lang_info(l)->name, l == w->site->lang};
    }
    struct str chosen = kept(w, "close", "outcome", STR(""));
    for (enum outcome o = 0; o < OUTCOME_NOT_STATED; o++) {
        if (o == OUTCOME_WITHDRAWN && !v->taken_back) {
            continue;
        }
        v->outcomes[v->n_outcomes++] = (struct outcome_choice){str_c(outcome_code(o)), T_(w->lang, outcome_words(o)),
                                                               str_eqz(chosen, outcome_code(o)) ||
                                                                   (o == OUTCOME_WITHDRAWN && chosen.n == 0)};
    }
    propose_due(w, v);
}

static bool fill_here(struct web *w, struct desk_matter_view *v, struct err *e)
{
    struct presence_others_row *list;
    size_t n;
    v->here = STR("");
    if (!v->open) {
        return true;
    }
    if (!q_presence_others(w->tx, &(struct q_presence_others_in){
            .home = w->matter.home_id, .matter = w->matter.id, .not_member = w->who.member.id, .since = w->now - PRESENT_S},
            &list, &n, e)) {
        return false;
    }
    struct buf b = buf_new(8192);
    for (size_t i = 0; i < n; i++) {
        buf_addz(&b, i == 0 ? "" : ", ");
        buf_add(&b, list[i].name);
    }
    if (n > 0) {
        struct buf text = buf_new(16384);
        I18N_FILL(&text, T(w->lang, "{names} has this page open too"), {"names", buf_str(&b)});
        v->here = str_copy(w->a, buf_str(&text));
        buf_free(&text);
    }
    buf_free(&b);
    return true;
}

static struct desk_matter_view new_view(struct web *w, const struct matter_shown *how)
{
    const struct matter_row *m = &w->matter;
    struct desk_matter_view v = {
        .page = desk_page_view(w, str_fmt(w->a, "%.*s", STR_ARG(desk_number(w, m))), site_office(w->site, m->office_id),
                               DESK_NAV_MATTERS),
        .id = m->public_id, .number = desk_number(w, m), .heading = desk_title(w, m), .state = state_of(w, m),
        .outcome = outcome_tag(w, m), .due = due_tag(w, m), .m = *m, .owner = desk_office_name(w, m->office_id),
        .category = desk_category_name(w, m->category_id), .outcome_office = desk_office_name(w, m->outcome_office_id),
        .warning = how->warning.p == NULL ? STR("") : how->warning,
        .stale = STR(""), .steps_next = STR(""), .notes_next = STR(""), .passed_next = STR(""),
        .extended_next = STR(""), .working = STR(""),
        .titling = str_eq(web_param(w, "do"), STR("title")),
        .decides = web_may(w, CAP_DESK_DECIDE, m->office_id),
        .gives = str_eqz(m->outcome, "planned") && web_may(w, CAP_TASK_GIVE, m->office_id),
        .writes = web_may(w, CAP_PRESS_WRITE, m->office_id),
        .may_assign = matter_may(m, EVENT_MATTER_ASSIGNED), .may_extend = matter_may(m, EVENT_MATTER_EXTENDED),
        .may_ask = matter_may(m, EVENT_MATTER_ASKED), .may_resume = matter_may(m, EVENT_MATTER_RESUMED),
        .may_close = matter_may(m, EVENT_MATTER_CLOSED), .may_reopen = matter_may(m, EVENT_MATTER_REOPENED),
        .may_title = matter_may(m, EVENT_MATTER_TITLED),
    };
    v.page.page.problems = how->problems;
    page_script(&v.page.page, "office-find.js");
    return v;
}

// What somebody saved meanwhile: the last step that is known.
static struct str stale_words(struct web *w, const struct desk_matter_view *v)
{
    const struct said_row *last = v->steps.n == 0 ? NULL : &v->steps.list[0];
    struct buf b = buf_new(8192);
    I18N_FILL(&b, T(w->lang, "Not saved yet: somebody saved at {when}, after you opened this page: {what}. "
                         "The page below shows what holds now; what you typed is still in its form."),
              {"when", page_words(w, format_datetime, w->matter.changed_at)}, {"what", last == NULL ? STR("…") : last->what});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

void desk_matter_reply(struct web *w, const struct matter_shown *how)
{
    struct err e = ERR_INIT;
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    struct desk_matter_view v = new_view(w, how);
    if (!matter_access(w->tx, w->site, offices, n, &w->matter, &v.open, &e)) {
        web_failed(w, &e);
        return;
    }
    int64_t unused = 0;
    int64_t log_before = INT64_MAX;
    if (!key_of(w, "log", &unused, &log_before) || !fill_said(w, &v) || !fill_messages(w, &v, how->opened)) {
        return;
    }
    struct str public;
    if (!desk_public_title(w, &w->matter, &public, &e)) {
        web_failed(w, &e);
        return;
    }
    if (public.n > 0) {
        v.working = str_eq(public, v.heading) ? STR("") : v.heading;
        v.heading = public;
    }
    v.writes = v.writes && v.open;
    if (!fill_steps(w, &v, log_before, &e) || !fill_helpers(w, &v, &e) || !fill_titles(w, &v, &e) || !fill_here(w, &v, &e) ||
        !matter_taken_back(w->tx, &w->matter, &v.taken_back, &e) ||
        !fill_answers(w, &v, v.writes || web_may(w, CAP_PRESS_PUBLISH, w->matter.office_id), &e)) {
        web_failed(w, &e);
        return;
    }
    v.may_close = v.may_close || v.taken_back;
    fill_forms(w, &v);
    if (how->stale) {
        v.stale = stale_words(w, &v);
    }
    struct buf out = web_buf();
    tmpl_desk_matter(&out, w->lang, &v);
    web_reply_html(w, how->status, &out);
    buf_free(&out);
}

// That this member has the page open, so that others see it.
struct presence {
    struct q_presence_put_in in;
};

static enum tx_end put_presence(struct tx *tx, void *arg, struct err *e)
{
    const struct presence *p = arg;
    return q_presence_put(tx, &p->in, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static void show(struct web *w, void *arg)
{
    (void)arg;
    if (web_read_again(w)) {
        desk_matter_reply(w, &(struct matter_shown){.status = 200});
    }
}

// Somebody who does not work on it is not said to be there; somebody who is said to be there is not written down again.
static bool need_not_say(struct web *w)
{
    struct presence_of_row mine;
    struct err e = ERR_INIT;
    return (!web_may(w, CAP_DESK_DECIDE, w->matter.office_id) && !web_may(w, CAP_PRESS_WRITE, w->matter.office_id)) ||
           (q_presence_of(w->tx, w->matter.home_id, w->matter.id, w->who.member.id, &mine, &e) == Q_ROW &&
            mine.seen_at <= w->now && w->now - mine.seen_at < PRESENT_AGAIN_S);
}

void desk_matter_get(struct web *w)
{
    if (need_not_say(w)) {
        desk_matter_reply(w, &(struct matter_shown){.status = 200});
        return;
    }
    struct presence *p = ARENA_NEW(w->a, struct presence);
    p->in = (struct q_presence_put_in){.home = w->matter.home_id, .matter = w->matter.id, .member = w->who.member.id,
                                       .now = w->now};
    web_write(w, WEB_QUIET, put_presence, p, show);
}
