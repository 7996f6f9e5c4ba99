// version.c: the page of one version of an answer: its form while it is a draft, its text for the second reader and
// after.
#include "web/desk/version_view.h"

#include "db/q_matter.h"
#include "db/q_publication.h"
#include "docs/markdown.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/changes.h"

struct str version_address(struct web *w, const struct publication_row *pub, struct str lang, int64_t number)
{
    return str_fmt(w->a, "%.*s-%.*s-%lld", STR_ARG(pub->public_id), STR_ARG(lang), (long long)number);
}

static const char *source_name(struct arena *a, const char *what, size_t i)
{
    return str_z(a, str_fmt(a, "source_%s_%zu", what, i + 1));
}

void version_form_read(const struct web *w, struct version_form *f)
{
    enum lang lang;
    *f = (struct version_form){.draft = {.title = web_field(w, "title"),
                                         .body = web_field(w, "body"),
                                         .change_note = web_field(w, "change_note"),
                                         .by_receipt = str_eq(web_field(w, "readers"), STR("receipt")),
                                         .sources = f->sources,
                                         .lang = lang_from_code(w->version.lang, &lang) ? lang : w->site->lang}};
    for (size_t i = 0; i < SOURCES_MAX; i++) {
        struct source s = {web_field(w, source_name(w->a, "title", i)), web_field(w, source_name(w->a, "url", i))};
        if (s.title.n > 0 || s.url.n > 0) {
            f->sources[f->draft.n_sources++] = s;
        }
    }
}

static bool stored_form(struct web *w, struct version_form *f, struct err *e)
{
    struct sources_of_version_row *list;
    size_t n;
    if (!q_sources_of_version(w->tx, w->version.home_id, w->version.id, &list, &n, e)) {
        return false;
    }
    *f = (struct version_form){.draft = {.title = w->version.title,
                                         .body = w->version.body,
                                         .change_note = w->version.change_note,
                                         .by_receipt = w->publication.by_receipt,
                                         .sources = f->sources}};
    for (size_t i = 0; i < n && i < SOURCES_MAX; i++) {
        f->sources[f->draft.n_sources++] = (struct source){list[i].title, list[i].url};
    }
    return true;
}

static struct html preview_of(struct web *w, struct str body)
{
    return markdown_html(w->a, body, (struct markdown_look){.heading_shift = 2});
}

static void fill_text(struct web *w, struct version_view *v, const struct version_form *f)
{
    const struct draft *d = &f->draft;
    v->title = d->title;
    v->body = d->body;
    v->change_note = d->change_note.p == NULL ? STR("") : d->change_note;
    v->by_receipt = d->by_receipt;
    v->preview = preview_of(w, d->body);
    v->n_sources = d->n_sources;
    size_t fields = d->n_sources + SOURCES_SPARE;
    v->n_fields = fields > SOURCES_MAX ? SOURCES_MAX : fields;
    for (size_t i = 0; i < v->n_fields; i++) {
        struct source s = i < d->n_sources ? f->sources[i] : (struct source){STR(""), STR("")};
        v->sources[i] = (struct source_field){str_c(source_name(w->a, "title", i)), str_c(source_name(w->a, "url", i)),
                                              s.title, s.url.p == NULL ? STR("") : s.url};
    }
}

static bool fill_wordings(struct web *w, struct version_view *v, struct err *e)
{
    struct wording_row *list;
    size_t n;
    if (!q_wordings(w->tx, w->version.lang, STR(""), 0, &list, &n, e)) {
        return false;
    }
    v->wordings.list = ARENA_ARRAY(w->a, struct desk_choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (site_within(w->site, w->publication.office_id, list[i].office_id)) {
            v->wordings.list[v->wordings.n++] =
                (struct desk_choice){str_fmt(w->a, "%lld", (long long)list[i].id), list[i].title, false};
        }
    }
    return true;
}

// The latest version in each other language, and whether a draft in this one waits already.
static bool fill_others(struct web *w, struct version_view *v, bool *drafting, struct err *e)
{
    struct version_row *list;
    size_t n;
    bool drafts = v->may_write || v->may_publish; // who else reads what is out reads nothing that is not
    if (!q_versions_of_publication(w->tx, w->publication.home_id, w->publication.id, &list, &n, e)) {
        return false;
    }
    *drafting = false;
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        struct version_other o = {.href = STR(""), .lang = lang_info(l)->code, .language = lang_info(l)->name};
        for (size_t i = n; i-- > 0;) { // the newest of a language comes first
            if (str_eq(list[i].lang, o.lang) && (drafts || str_eq(list[i].state, STR("published")))) {
                *drafting = *drafting || (str_eq(o.lang, w->version.lang) && !str_eq(list[i].state, STR("published")));
                o.href = str_fmt(w->a, "/desk/versions/%.*s",
                                 STR_ARG(version_address(w, &w->publication, o.lang, list[i].number)));
                o.title = list[i].title;
                o.body = preview_of(w, list[i].body);
            }
        }
        if (!str_eq(o.lang, w->version.lang)) {
            v->others[v->n_others++] = o;
        }
    }
    return true;
}

static bool fill_readers(struct web *w, struct version_view *v, struct err *e)
{
    struct matter_row matter;
    bool of_matter = w->publication.matter_id != 0;
    if (of_matter && q_matter_by_id(w->tx, w->publication.home_id, w->publication.matter_id, &matter, e) != Q_ROW) {
        return false;
    }
    enum press_reach reach;
    if (!press_reach(w->tx, &w->publication, of_matter ? &matter : NULL, &reach, e)) {
        return false;
    }
    v->readers = reach == REACH_PUBLIC   ? T(w->lang, "Everyone.")
                 : reach == REACH_CHOSEN ? T(w->lang, "Those who hold a receipt of the matter.")
                 : reach == REACH_NO_TITLE
                     ? T(w->lang, "Those who hold a receipt, because the matter has no public title.")
                     : T(w->lang, "Those who hold a receipt, because no sender agreed to be shown.");
    if (of_matter) {
        v->untitled = matter.public_at == 0;
        v->needs_title = v->untitled && matter_may(&matter, EVENT_MATTER_TITLED) &&
                         web_may(w, CAP_PRESS_WRITE, matter.office_id);
        v->matter_href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(matter.public_id));
        v->matter_words = str_fmt(w->a, "%.*s %.*s", STR_ARG(desk_number(w, &matter)), STR_ARG(desk_title(w, &matter)));
        v->choose_readers = str_eq(w->publication.state, STR("draft"));
        // Saved while the matter had no title, this draft was never offered to all: the form proposes what a new one would.
        v->titled_since = v->choose_readers && w->publication.by_receipt && matter.public_at >= w->version.made_at &&
                          str_eq(w->version.lang, w->publication.lang);
    }
    return true;
}

static void say_stale(struct web *w, struct version_view *v)
{
    struct buf b = buf_new(4096);
    I18N_FILL(&b,
              T(w->lang, "Somebody saved this draft at {when}, after you opened it. Nothing is lost: mend what "
                         "you typed below, and save it over the other, or leave the page to keep the other."),
              {"when", page_words(w, format_datetime, w->version.made_at)});
    v->stale = str_copy(w->a, buf_str(&b));
    v->saved_title = w->version.title;
    v->saved_body = preview_of(w, w->version.body);
    buf_free(&b);
}

bool version_may_publish(const struct web *w, bool *may, struct err *e)
{
    const struct publication_row *pub = &w->publication;
    struct desk d = desk_of(w->tx, w->site, (struct actor){.member_id = w->who.member.id}, w->now);
    if (site_setting_flag(w->site, pub->office_id, SETTING_SECOND_READER)) {
        return press_may_publish(&d, pub, &w->version, w->who.member.id, may, e);
    }
    return second_is(w->tx, w->site, pub->office_id, 0, SECOND_PUBLISHES, w->who.member.id, w->now, may, e);
}

static bool fill_second(struct web *w, struct version_view *v, struct err *e)
{
    struct second at;
    struct desk d = desk_of(w->tx, w->site, (struct actor){.member_id = w->who.member.id}, w->now);
    if (v->published || !site_setting_flag(w->site, w->publication.office_id, SETTING_SECOND_READER)) {
        return true;
    }
    if (!press_second(&d, &w->publication, &w->version, &at, e)) {
        return false;
    }
    if (at.office_id == 0) {
        v->second = T(w->lang, "Nobody can be the second reader now: no office here or above has another head. An "
                               "administrator appoints one, or the head lends approval to a deputy.");
        return true;
    }
    struct buf b = buf_new(1024);
    I18N_FILL(&b,
              at.above ? T(w->lang, "Nobody else here may approve, so the second reader is the head of {office}.")
                       : T(w->lang, "The second reader is the head of {office} or a deputy with their approval; not who "
                                    "wrote it."),
              {"office", desk_office_name(w, at.office_id)});
    v->second = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return true;
}

static struct str whole_text(struct web *w, struct str title, struct str body)
{
    return str_fmt(w->a, "%.*s\n\n%.*s", STR_ARG(title), STR_ARG(body));
}

// Word by word: what saving over the other would change; else what this version changes of the one before it.
static bool fill_changes(struct web *w, struct version_view *v, bool stale, struct err *e)
{
    struct version_row before;
    const struct version_row *now = &w->version;
    v->changes = (struct html){STR("")};
    v->changes_title = STR("");
    if (stale) {
        v->changes_title = T(w->lang, "What saving yours over it would change, word by word");
        v->changes = changes_html(w->a, w->lang, whole_text(w, now->title, now->body), whole_text(w, v->title, v->body), false);
        return true;
    }
    if (now->number == 1) {
        return true;
    }
    enum q_got got = q_version_by_number(w->tx, &(struct q_version_by_number_in){.home = now->home_id,
        .publication = now->publication_id, .lang = now->lang, .number = now->number - 1}, &before, e);
    if (got == Q_ROW) {
        v->changes_title = T(w->lang, "What this version changes, word by word");
        struct str was = whole_text(w, before.title, before.body);
        v->changes = changes_html(w->a, w->lang, was, whole_text(w, v->title, v->body), true);
    }
    return got != Q_ERROR;
}

static struct version_view new_view(struct web *w, const struct version_shown *how)
{
    const struct version_row *row = &w->version;
    int64_t office = w->publication.office_id;
    bool draft = str_eq(row->state, STR("draft"));
    bool report = str_eqz(w->publication.kind, "report");
    struct version_view v = {
        .page = desk_page_view(w, report ? T(w->lang, "A public report") : T(w->lang, "An answer"), site_office(w->site, office),
                               report ? DESK_NAV_REPORTS : DESK_NAV_MATTERS),
        .address = version_address(w, &w->publication, row->lang, row->number),
        .publication = w->publication.public_id,
        .heading = !draft ? row->title : report ? T(w->lang, "Make a report public") : T(w->lang, "Write an answer"),
        .report = report,
        .state = draft                                  ? T(w->lang, "draft")
                 : str_eq(row->state, STR("submitted")) ? T(w->lang, "with the second reader")
                                                        : T(w->lang, "published"),
        .lang = row->lang,
        .edit = row->edit,
        .draft = draft,
        .published = str_eq(row->state, STR("published")),
        .correcting = row->number > 1,
        .may_write = web_may(w, CAP_PRESS_WRITE, office),
        .warning = how->warning.p == NULL ? STR("") : how->warning,
        .stale = STR(""),
        .second = STR(""),
        .matter_href = STR(""),
        .matter_words = STR(""),
    };
    v.page.page.problems = how->problems;
    return v;
}

void version_reply(struct web *w, const struct version_shown *how)
{
    struct err e = ERR_INIT;
    struct version_form stored;
    bool drafting;
    struct version_view v = new_view(w, how);
    if ((how->typed == NULL && !stored_form(w, &stored, &e)) || !version_may_publish(w, &v.may_publish, &e) ||
        !fill_wordings(w, &v, &e) || !fill_others(w, &v, &drafting, &e) || !fill_readers(w, &v, &e) ||
        !fill_second(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    fill_text(w, &v, how->typed == NULL ? &stored : how->typed);
    v.by_receipt = v.by_receipt && (how->typed != NULL || !v.titled_since);
    v.may_correct = v.published && v.may_write && !drafting;
    if (how->stale) {
        say_stale(w, &v);
    }
    if (!fill_changes(w, &v, how->stale, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_version(&out, w->lang, &v);
    web_reply_html(w, how->status, &out);
    buf_free(&out);
}

// What is out for all may be read by all; an answer by receipt by those who may read the desk's side of its matter;
// what is not out yet by those who write at the office, and by its second reader. On false the reply is made.
static bool may_read(struct web *w)
{
    struct err e = ERR_INIT;
    bool out = str_eq(w->version.state, STR("published"));
    bool open = (out && !w->publication.by_receipt) || web_may(w, CAP_PRESS_WRITE, w->publication.office_id);
    bool good = open || out || version_may_publish(w, &open, &e);
    if (good && !open && out && w->publication.matter_id != 0) {
        struct matter_row matter;
        int64_t offices[ROLES_HELD_MAX];
        size_t n = web_offices(w, offices, ROLES_HELD_MAX);
        good = q_matter_by_id(w->tx, w->publication.home_id, w->publication.matter_id, &matter, &e) == Q_ROW &&
               matter_access(w->tx, w->site, offices, n, &matter, &open, &e);
    }
    if (!good) {
        web_failed(w, &e);
    } else if (!open) {
        web_error(w, 403);
    }
    return good && open;
}

void version_get(struct web *w)
{
    if (may_read(w)) {
        version_reply(w, &(struct version_shown){.status = 200});
    }
}
