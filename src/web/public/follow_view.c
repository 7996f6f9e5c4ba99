// follow_view.c: see follow_view.h.
#include "web/public/follow_view.h"

#include "core/contact/contact.h"
#include "core/intake/erasure.h"
#include "docs/markdown.h"
#include "i18n/format.h"

static struct str fill(struct web *w, struct str text, const struct i18n_arg *args, size_t n)
{
    struct buf b = buf_new(4096);
    i18n_fill(&b, text, args, n);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}
#define FILL(w, text, ...)                                                                                              \
    fill((w), (text), (const struct i18n_arg[]){__VA_ARGS__},                                                           \
         sizeof((const struct i18n_arg[]){__VA_ARGS__}) / sizeof(struct i18n_arg))

static struct str office_name(const struct web *w, int64_t id)
{
    const struct office *o = site_office(w->site, id);
    return o == NULL ? STR("") : o->name[w->lang];
}

static struct str handover_office(const struct web *w, int64_t office_id)
{
    const struct office *o = site_office_named(w->site, site_setting(w->site, office_id, SETTING_HANDOVER_OFFICE));
    return o == NULL ? office_name(w, office_id) : o->name[w->lang];
}

static bool handed_over(const struct follow *f)
{
    return str_eq(f->message.state, STR("handed_over"));
}

// Before it was taken in: nobody has anything to answer.
static bool erased(const struct follow *f)
{
    return str_eq(f->message.state, STR("erased"));
}

struct str follow_step_words(struct web *w, const struct follow_step *s)
{
    struct str words = T_(w->lang, event_step(s->kind));
    enum outcome o = s->kind == EVENT_MATTER_CLOSED ? outcome_of(s->reason) : OUTCOMES;
    enum contact_reason r = s->kind == EVENT_CONTACT_OPENED ? contact_reason_of(s->reason) : CONTACT_REASONS;
    bool erasing = s->kind == EVENT_MESSAGE_ERASED || s->kind == EVENT_MESSAGE_ERASE_ASKED;
    enum erasure_reason x = erasing ? erasure_reason_of(s->reason) : ERASURE_REASONS;
    if (o == OUTCOMES && r == CONTACT_REASONS && x == ERASURE_REASONS) {
        return words;
    }
    struct str more = T_(w->lang, x != ERASURE_REASONS   ? erasure_reason_words(x)
                                  : r != CONTACT_REASONS ? contact_reason_words(r)
                                                         : outcome_words(o));
    return str_fmt(w->a, "%.*s: %.*s", STR_ARG(words), STR_ARG(more));
}

struct state_tag follow_state(struct web *w, const struct follow *f)
{
    if (handed_over(f)) {
        return (struct state_tag){STR("handed_over"), T(w->lang, "handed over")};
    }
    if (erased(f)) {
        return (struct state_tag){STR("erased"), T(w->lang, "The words were erased")};
    }
    return f->in_matter ? state_of(w, &f->matter) : (struct state_tag){STR("new"), T(w->lang, "to be taken in")};
}

static void add_step(struct follow_view *v, const char *mark, struct str words, int64_t at, struct str detail)
{
    v->steps[v->n_steps++] = (struct follow_step_view){str_c(mark), words, at, detail};
}

// What is under way now, and what comes next.
static void steps_to_come(struct web *w, const struct follow *f, struct follow_view *v)
{
    struct str when = STR("");
    if (v->due_at != 0) {
        when = FILL(w, T(w->lang, "By {date} at the latest."), {"date", page_words(w, format_date, v->due_at)});
    }
    if (handed_over(f) || erased(f) || (f->in_matter && str_eq(f->matter.state, STR("closed")))) {
        return;
    }
    if (f->in_matter && str_eq(f->matter.state, STR("answered"))) {
        add_step(v, "next", T(w->lang, "The office says how it ended"), 0, STR(""));
        return;
    }
    if (v->asked) {
        add_step(v, "now", T(w->lang, "The office waits for what you can add"), 0, STR(""));
    } else if (f->in_matter && f->matter.opened_at != 0) {
        add_step(v, "now", FILL(w, T(w->lang, "{office} is working on it"), {"office", v->office}), 0, STR(""));
    } else {
        add_step(v, "now", T(w->lang, "A clerk reads it and names who answers, and by when"), 0, STR(""));
    }
    add_step(v, "next", T(w->lang, "The answer"), 0, when);
}

static void fill_steps(struct web *w, const struct follow *f, struct follow_view *v)
{
    v->steps = ARENA_ARRAY(w->a, struct follow_step_view, f->n_steps + 2);
    for (size_t i = 0; i < f->n_steps; i++) {
        const struct follow_step *s = &f->steps[i];
        add_step(v, "done", follow_step_words(w, s), s->at, office_name(w, s->office_id));
    }
    steps_to_come(w, f, v);
}

static void fill_said(struct web *w, const struct follow *f, struct follow_view *v)
{
    v->said = ARENA_ARRAY(w->a, struct follow_said_view, f->n_exchange);
    for (size_t i = 0; i < f->n_exchange; i++) {
        const struct exchange_of_message_row *x = &f->exchange[i];
        struct str who;
        if (str_eq(x->kind, STR("asked"))) {
            who = FILL(w, T(w->lang, "{office} asks"), {"office", office_name(w, x->office_id)});
        } else if (str_eq(x->kind, STR("added"))) {
            who = T(w->lang, "The sender adds");
        } else if (str_eq(x->kind, STR("told"))) {
            who = FILL(w, T(w->lang, "{office} said on the telephone"), {"office", office_name(w, x->office_id)});
        } else if (str_eq(x->kind, STR("contested"))) {
            who = T(w->lang, "The sender says: this does not answer it");
        } else {
            continue; // consents stand among the steps
        }
        struct str words = x->words.p == NULL ? T(w->lang, "The words were erased") : x->words;
        v->said[v->n_said++] = (struct follow_said_view){who, x->said_at, words};
    }
}

static void fill_answers(struct web *w, const struct follow *f, struct follow_view *v)
{
    v->answers = ARENA_ARRAY(w->a, struct follow_answer_view, f->n_answers);
    for (size_t i = 0; i < f->n_answers; i++) {
        const struct follow_answer *from = &f->answers[i];
        bool corrected = from->version.number > 1;
        v->answers[v->n_answers++] = (struct follow_answer_view){
            .id = str_fmt(w->a, "answer-%zu", i + 1),
            .heading = from->pub.by_receipt ? T(w->lang, "Answer, by receipt only") : T(w->lang, "Public answer"),
            .title = from->version.title,
            .body = markdown_html(w->a, from->version.body, (struct markdown_look){.heading_shift = 3}),
            .lang = from->version.lang,
            .office = office_name(w, from->pub.office_id),
            .at = from->pub.published_at,
            .corrected_at = corrected ? from->version.published_at : 0,
            .change = corrected && from->version.change_note.p != NULL ? from->version.change_note : STR(""),
            .href = from->pub.by_receipt ? STR("") : web_path(w, "answers/%.*s", STR_ARG(from->pub.public_id)),
            .sources = from->sources,
            .n_sources = from->n_sources,
        };
    }
}

// How it ended, in words that never read as solved unless it is.
static void note_closed(struct web *w, const struct follow *f, struct follow_view *v)
{
    const struct matter_row *m = &f->matter;
    enum outcome o = outcome_of(m->outcome);
    struct str note = m->outcome_note.p == NULL ? STR("") : m->outcome_note;
    v->note = o != OUTCOMES && outcome_solved(o) ? STR("note ok") : STR("note");
    v->note_strong = FILL(w, T(w->lang, "Closed on {date}: {outcome}"), {"date", page_words(w, format_date, m->closed_at)},
                          {"outcome", v->outcome.words});
    v->note_more = note;
    if (o == OUTCOME_PLANNED && m->promised_day != 0) {
        v->note_more = FILL(w, T(w->lang, "The office promises it by {date}. {note}"),
                            {"date", page_words(w, format_date, tz_day_start(w->site->tz, m->promised_day))}, {"note", note});
    } else if (o == OUTCOME_NOT_OURS && m->outcome_office_id != 0) {
        v->note_more = FILL(w, T(w->lang, "It was passed on to {office}. {note}"),
                            {"office", office_name(w, m->outcome_office_id)}, {"note", note});
    }
}

static void note_open(struct web *w, struct follow_view *v)
{
    bool late = str_eq(v->due.code, STR("late"));
    v->note = late ? STR("note warn") : STR("note");
    v->note_strong = FILL(w, T(w->lang, "{office} is working on it"), {"office", v->office});
    if (late) {
        v->note_more = FILL(w, T(w->lang, "The answer was due by {date} and is late."),
                            {"date", page_words(w, format_date, v->due_at)});
    } else if (v->due_at != 0) {
        v->note_more = FILL(w, T(w->lang, "It will answer by {date} at the latest. There is nothing you need to do."),
                            {"date", page_words(w, format_date, v->due_at)});
    }
}

static void fill_note(struct web *w, const struct follow *f, struct follow_view *v)
{
    v->note = STR("note");
    v->note_more = STR("");
    if (handed_over(f)) {
        v->note_strong = FILL(w, T(w->lang, "Handed over to {office}"), {"office", handover_office(w, f->message.office_id)});
        v->note_more = T(w->lang, "Complaints and denunciations have laws of their own. That office writes to you under them; "
                                  "nothing more happens on this page.");
    } else if (erased(f)) {
        v->note_strong = T(w->lang, "The words were erased");
        v->note_more = T(w->lang, "Nothing of it is left to be answered. You may send another message at any time.");
    } else if (!f->in_matter || f->matter.opened_at == 0) {
        v->note_strong = FILL(w, T(w->lang, "{office} has received it"), {"office", v->office});
        v->note_more = T(w->lang, "A clerk reads it next and names who answers, and by when. There is nothing you need to do.");
    } else if (v->asked) {
        v->note = STR("note warn");
        v->note_strong = FILL(w, T(w->lang, "{office} asks for something more"), {"office", v->office});
        v->note_more = T(w->lang, "Read the question below and add what you know.");
    } else if (str_eq(f->matter.state, STR("answered"))) {
        v->note = STR("note ok");
        v->note_strong = FILL(w, T(w->lang, "Answered on {date}"), {"date", page_words(w, format_date, f->matter.answered_at)});
        v->note_more = STR("");
    } else if (str_eq(f->matter.state, STR("closed"))) {
        note_closed(w, f, v);
    } else {
        note_open(w, v);
    }
}

static void fill_ratings(struct web *w, const struct follow *f, struct follow_view *v)
{
    static const char *const names[FOLLOW_RATINGS] = {N_("Very satisfied"), N_("Satisfied"), N_("Neither"),
                                                      N_("Dissatisfied"), N_("Very dissatisfied")};
    for (size_t i = 0; i < FOLLOW_RATINGS; i++) {
        int64_t value = FOLLOW_RATINGS - (int64_t)i;
        v->ratings[i] = (struct follow_choice){str_fmt(w->a, "rating-%d", (int)value), value, T_(w->lang, names[i])};
        if (f->rated == value) {
            v->rated = v->ratings[i].name;
        }
    }
}

static void fill_facts(struct web *w, const struct follow *f, struct follow_view *v)
{
    const struct office *o = site_office(w->site, f->in_matter ? f->matter.office_id : f->message.office_id);
    bool sorted = f->in_matter && f->matter.category_id != 0;
    const struct category *c = site_category(w->site, sorted ? f->matter.category_id : f->message.category_id);
    v->office = o == NULL ? STR("") : o->name[w->lang];
    bool has_page = o != NULL && site_within(w->site, o->id, w->site->root);
    v->office_href = has_page ? web_path(w, "offices/%.*s", STR_ARG(o->code)) : STR("");
    v->category = c == NULL ? STR("") : c->name[w->lang];
    v->place = f->message.place.p == NULL ? STR("") : f->message.place;
    v->may_show = f->message.may_show != 0;
    v->contact_kept = f->contact_kept;
    v->words = f->message.words.p == NULL ? T(w->lang, "The words were erased") : f->message.words;
    v->received_at = f->message.received_at;
    if (!f->in_matter) {
        return;
    }
    const struct matter_row *m = &f->matter;
    const struct office *by = site_office(w->site, m->number_office_id);
    if (by != NULL) {
        v->number = str_fmt(w->a, "%lld/%lld, %.*s", (long long)m->number, (long long)m->number_year,
                            STR_ARG(by->name[w->lang]));
    }
    v->matter_href = m->public_at == 0 ? STR("") : web_path(w, "matters/%.*s", STR_ARG(m->public_id));
    v->due_at = matter_due_now(m);
    v->first_due_at = m->first_due_at != m->due_at ? m->first_due_at : 0;
    v->due_reason = m->due_reason.p == NULL || v->due_at == 0 ? STR("") : m->due_reason;
    v->due = due_tag(w, m);
    v->asked = str_eq(m->state, STR("waiting"));
}

static struct str contest_help(struct web *w, const struct follow *f)
{
    if (f->contest_office != f->matter.office_id) {
        return FILL(w, T(w->lang, "The matter is reopened and goes to the office above: {office}."),
                    {"office", office_name(w, f->contest_office)});
    }
    struct matter_row next = f->matter;
    next.contested = next.contested == 0 ? 1 : next.contested;
    if (matter_contest_office(w->site, &next) == f->matter.office_id) {
        return T(w->lang, "The matter is reopened and the office looks at it again. No office stands above it on this site, so "
                          "it stays there.");
    }
    return T(w->lang, "The matter is reopened and the office looks at it again. If that does not answer it either, it goes to "
                      "the office above.");
}

struct follow_view follow_view(struct web *w, const struct follow *f, struct str receipt)
{
    struct str title = f->title;
    if (title.n == 0) {
        title = FILL(w, T(w->lang, "Message of {date}"), {"date", page_words(w, format_date, f->message.received_at)});
    }
    struct follow_view v = {.page = page_view(w, title), .receipt = receipt, .done = STR(""), .rated = STR(""),
                            .number = STR(""), .matter_href = STR(""), .added = STR(""), .contested = STR("")};
    fill_facts(w, f, &v);
    v.state = follow_state(w, f);
    v.outcome = f->in_matter ? outcome_tag(w, &f->matter) : (struct state_tag){STR(""), STR("")};
    fill_steps(w, f, &v);
    fill_said(w, f, &v);
    fill_answers(w, f, &v);
    fill_note(w, f, &v);
    fill_ratings(w, f, &v);
    v.consent_office = f->consent_office == 0 ? STR("") : office_name(w, f->consent_office);
    v.may_add = f->may_add;
    v.may_contest = f->may_contest;
    v.may_rate = f->may_rate;
    v.may_erase = f->may_erase;
    v.contest_help = f->may_contest ? contest_help(w, f) : STR("");
    return v;
}
