// public_view.c: see public_view.h.
#include "web/public/public_view.h"

#include "base/utf8.h"
#include "core/press/listing.h"
#include "core/press/reading.h"
#include "db/q_message.h"
#include "docs/markdown.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { SUMMARY_MAX = 160, SOON_DAYS = 3 };

struct counted count_public(int64_t n, int64_t shown)
{
    enum listed told = disclose_listed(n, shown);
    return (struct counted){told == LISTED_MORE ? shown : n, told};
}

struct str counted_words(struct web *w, struct counted c)
{
    w->few = w->few || c.told == LISTED_FEW;
    w->more = w->more || c.told == LISTED_MORE;
    if (c.told == LISTED_FEW) {
        return STR("<5");
    }
    struct str n = page_words(w, format_number, c.n);
    if (c.told == LISTED_COUNT) {
        return n;
    }
    struct buf b = buf_new(64);
    I18N_FILL(&b, T(w->lang, "more than {n}"), {"n", n});
    n = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return n;
}

struct str complaints_words(const struct web *w)
{
    struct str own = site_setting(w->site, w->site->root, SETTING_COMPLAINTS);
    return own.n > 0
               ? own
               : T(w->lang, "A complaint goes to the head of the office whose decision or act it is against; who does not agree "
                            "with the outcome goes to the head of the office right above, or to court. A denunciation goes to "
                            "the head of the office that the person denounced works for; one of that head, to the office "
                            "right above. Both may be brought to the citizens' reception of the office or of the province "
                            "(Laws on Complaints 2011, on Denunciations 2018, on Citizens' Reception 2013).");
}

static const struct {
    const char *state;
    const char *words;
} states[] = {
    {"new", N_("new")},           {"open", N_("in hand")},  {"waiting", N_("waiting for the sender")},
    {"answered", N_("answered")}, {"closed", N_("closed")}, {"reopened", N_("reopened")},
};

struct str matter_state_words(enum lang lang, struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        if (str_eqz(code, states[i].state)) {
            return T_(lang, states[i].words);
        }
    }
    return code;
}

struct state_tag state_of(struct web *w, const struct matter_row *m)
{
    struct str code = str_eq(m->state, STR("open")) && m->reopened > 0 ? STR("reopened") : m->state;
    return (struct state_tag){code, matter_state_words(w->lang, code)};
}

struct state_tag outcome_tag(struct web *w, const struct matter_row *m)
{
    enum outcome o = outcome_of(m->outcome);
    if (!str_eq(m->state, STR("closed")) || o == OUTCOMES) {
        return (struct state_tag){STR(""), STR("")};
    }
    return (struct state_tag){m->outcome, T_(w->lang, outcome_words(o))};
}

struct state_tag due_tag(struct web *w, const struct matter_row *m)
{
    if (m->first_due_at == 0 || matter_due_now(m) == 0) {
        return (struct state_tag){STR(""), STR("")};
    }
    if (m->answered_at != 0) {
        return m->answered_at <= m->first_due_at ? (struct state_tag){STR("ontime"), T(w->lang, "on time")}
               : m->answered_at <= m->due_at     ? (struct state_tag){STR("ontime"), T(w->lang, "within an extension")}
                                                 : (struct state_tag){STR("late"), T(w->lang, "late")};
    }
    if (str_eq(m->state, STR("closed"))) {
        return (struct state_tag){STR(""), STR("")};
    }
    int64_t left = tz_day(w->site->tz, m->due_at) - tz_day(w->site->tz, w->now);
    return left < 0            ? (struct state_tag){STR("late"), T(w->lang, "late")}
           : left <= SOON_DAYS ? (struct state_tag){STR("soon"), T(w->lang, "due soon")}
                               : (struct state_tag){STR("ontime"), T(w->lang, "within the due date")};
}

bool matter_line(struct web *w, const struct matter_row *m, struct matter_item *out, struct err *e)
{
    struct str title;
    if (!title_for_reader(w->tx, w->site, m, w->lang, &title, e)) {
        return false;
    }
    const struct office *o = site_office(w->site, m->office_id);
    const struct category *c = site_category(w->site, m->category_id);
    *out = (struct matter_item){
        .public_id = m->public_id,
        .href = web_path(w, "matters/%.*s", STR_ARG(m->public_id)),
        .title = title.p == NULL ? STR("") : title,
        .state = state_of(w, m),
        .outcome = outcome_tag(w, m),
        .due = due_tag(w, m),
        .office = o == NULL ? STR("") : o->name[w->lang],
        .office_code = o == NULL ? STR("") : o->code,
        .category = c == NULL ? STR("") : c->name[w->lang],
        .public_at = m->public_at,
        .started_day = tz_day(w->site->tz, m->started_at),
        .due_at = matter_due_now(m),
        .answered_at = m->answered_at,
        .closed_at = m->closed_at,
    };
    return true;
}

bool matter_item(struct web *w, const struct matter_row *m, struct matter_item *out, struct err *e)
{
    struct messages_of_matter_count_row n;
    if (!matter_line(w, m, out, e) || q_messages_of_matter_count(w->tx, m->home_id, m->id, &n, e) != Q_ROW) {
        return false;
    }
    out->messages = count_public(n.n, n.shown);
    out->messages_words = counted_words(w, out->messages);
    return true;
}

// Cut between two words.
struct str publication_summary(struct web *w, struct str body)
{
    struct str words = markdown_words(w->a, body);
    struct str cut = utf8_clip(words, SUMMARY_MAX);
    if (cut.n == words.n) {
        return words;
    }
    while (cut.n > 0 && cut.p[cut.n - 1] != ' ') {
        cut.n--;
    }
    return str_fmt(w->a, "%.*s…", STR_ARG(str_trim(cut)));
}

bool publication_item_of(struct web *w, const struct publication_row *pub, const struct version_row *v,
                         struct publication_item *out, struct err *e)
{
    const struct office *o = site_office(w->site, pub->office_id);
    *out = (struct publication_item){
        .public_id = pub->public_id,
        .href = web_path(w, "%s/%.*s", str_eqz(pub->kind, "report") ? "reports" : "answers", STR_ARG(pub->public_id)),
        .title = v != NULL ? v->title : STR(""),
        .summary = STR(""),
        .office = o == NULL ? STR("") : o->name[w->lang],
        .office_code = o == NULL ? STR("") : o->code,
        .category = STR(""),
        .lang = v != NULL ? v->lang : pub->lang,
        .published_at = pub->published_at,
        .corrected_at = v != NULL && v->number > 1 ? v->published_at : 0,
    };
    struct matter_row m;
    if (pub->matter_id == 0) {
        return true;
    }
    if (q_matter_by_id(w->tx, pub->home_id, pub->matter_id, &m, e) != Q_ROW || !matter_item(w, &m, &out->matter, e)) {
        return false;
    }
    out->has_matter = m.public_at != 0;
    out->category = out->has_matter ? out->matter.category : STR("");
    out->messages = out->matter.messages;
    out->messages_words = out->matter.messages_words;
    return true;
}

bool publication_item(struct web *w, const struct publication_row *pub, struct publication_item *out, struct err *e)
{
    struct version_row v;
    bool found;
    if (!version_for_reader(w->tx, pub, w->lang, &v, &found, e) ||
        !publication_item_of(w, pub, found ? &v : NULL, out, e)) {
        return false;
    }
    out->summary = found ? publication_summary(w, v.body) : STR("");
    return true;
}

bool latest_answers(struct web *w, int64_t office_id, size_t max, struct publication_item **list, size_t *n,
                    struct err *e)
{
    struct publication_row *rows;
    size_t found;
    struct listing l = {.office = site_office(w->site, office_id)};
    if (!listing_publications(w->tx, w->site, STR("answer"), &l, &rows, &found, e)) {
        return false;
    }
    struct publication_item *items = ARENA_ARRAY(w->a, struct publication_item, max);
    size_t count = 0;
    while (count < found && count < max) {
        if (!publication_item(w, &rows[count], &items[count], e)) {
            return false;
        }
        count++;
    }
    *list = items;
    *n = count;
    return true;
}

bool latest_matters(struct web *w, int64_t office_id, size_t max, struct matter_item **list, size_t *n, struct err *e)
{
    struct matter_row *rows;
    size_t found;
    struct listing l = {.office = site_office(w->site, office_id), .state = STR("open")};
    if (!listing_matters(w->tx, w->site, &l, &rows, &found, e)) {
        return false;
    }
    struct matter_item *items = ARENA_ARRAY(w->a, struct matter_item, max);
    size_t count = 0;
    while (count < found && count < max) {
        if (!matter_item(w, &rows[count], &items[count], e)) {
            return false;
        }
        count++;
    }
    *list = items;
    *n = count;
    return true;
}

void json_day(struct json *j, const char *name, struct web *w, int64_t at)
{
    if (at == 0) {
        json_null(j, name);
        return;
    }
    struct buf b = buf_new(32);
    format_iso_day(&b, w->lang, tz_day(w->site->tz, at));
    json_str(j, name, buf_str(&b));
    buf_free(&b);
}

static void json_counted(struct json *j, const char *name, struct counted c)
{
    if (c.told != LISTED_COUNT) {
        char text[32];
        (void)snprintf(text, sizeof text, ">%lld", (long long)c.n);
        json_str(j, name, c.told == LISTED_FEW ? STR("<5") : str_c(text));
    } else {
        json_int(j, name, c.n);
    }
}

void matter_item_json(struct json *j, struct web *w, const struct matter_item *m)
{
    json_object(j, NULL);
    json_str(j, "id", m->public_id);
    json_str(j, "href", m->href);
    json_str(j, "title", m->title);
    json_str(j, "state", m->state.code);
    json_str(j, "outcome", m->outcome.code.n == 0 ? STR_NONE : m->outcome.code);
    json_str(j, "office", m->office_code);
    json_str(j, "category", m->category.n == 0 ? STR_NONE : m->category);
    json_counted(j, "messages", m->messages);
    json_day(j, "public", w, m->public_at);
    json_day(j, "due", w, m->due_at);
    json_day(j, "answered", w, m->answered_at);
    json_day(j, "closed", w, m->closed_at);
    json_end(j);
}

void publication_item_json(struct json *j, struct web *w, const struct publication_item *p)
{
    json_object(j, NULL);
    json_str(j, "id", p->public_id);
    json_str(j, "href", p->href);
    json_str(j, "title", p->title);
    json_str(j, "summary", p->summary);
    json_str(j, "lang", p->lang);
    json_str(j, "office", p->office_code);
    json_str(j, "category", p->category.n == 0 ? STR_NONE : p->category);
    json_day(j, "published", w, p->published_at);
    json_day(j, "corrected", w, p->corrected_at);
    json_str(j, "matter", p->has_matter ? p->matter.public_id : STR_NONE);
    json_counted(j, "messages", p->messages);
    json_end(j);
}
