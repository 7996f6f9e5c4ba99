// meeting_paper.c: see meeting_paper.h.
#include "core/steer/meeting_paper.h"

#include "core/event.h"
#include "core/press/publication.h"
#include "core/steer/task.h"
#include "db/q_meeting.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

struct writing {
    struct buf out;
    struct tx *tx;
    const struct site *site;
    enum lang lang;
    const struct meeting_row *m;
};

// Words of people as words: what would be a mark of Markdown is escaped, lines become one. In a table's cell a bar would
// end it.
static void put_words(struct writing *w, struct str s, bool cell)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n' || c == '\r') {
            buf_addc(&w->out, ' ');
        } else if (c == '|' && cell) {
            buf_addc(&w->out, '/');
        } else {
            if (c < 0x80 && strchr("\\`*_{}[]<>#|!&+-.", c) != NULL && (i == 0 || strchr("+-.", c) == NULL)) {
                buf_addc(&w->out, '\\');
            }
            buf_addc(&w->out, s.p[i]);
        }
    }
}

static void put_heading(struct writing *w, const char *msgid)
{
    buf_addz(&w->out, "\n## ");
    buf_add(&w->out, T_(w->lang, msgid));
    buf_addz(&w->out, "\n\n");
}

static void put_fact(struct writing *w, const char *msgid, struct str words)
{
    if (words.n > 0) {
        buf_addz(&w->out, "- ");
        buf_add(&w->out, T_(w->lang, msgid));
        buf_addz(&w->out, ": ");
        put_words(w, words, false);
        buf_addc(&w->out, '\n');
    }
}

static struct str office_name(const struct writing *w, int64_t id)
{
    const struct office *o = site_office(w->site, id);
    return o == NULL ? STR("") : o->name[w->lang];
}

static struct str when_words(const struct writing *w)
{
    struct buf b = buf_new(200);
    format_datetime(&b, w->lang, w->m->begins_at);
    buf_addz(&b, " – ");
    if (tz_day(w->site->tz, w->m->begins_at) == tz_day(w->site->tz, w->m->ends_at)) {
        format_time(&b, w->lang, w->m->ends_at);
    } else {
        format_datetime(&b, w->lang, w->m->ends_at);
    }
    struct str s = str_copy(tx_arena(w->tx), buf_str(&b));
    buf_free(&b);
    return s;
}

static bool put_guests(struct writing *w, struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    if (!q_meeting_invited_of(w->tx, w->m->home_id, w->m->id, &list, &n, e)) {
        return false;
    }
    if (n > 0) {
        put_heading(w, N_("Who was invited and came"));
    }
    for (size_t i = 0; i < n; i++) {
        buf_addz(&w->out, "- ");
        put_words(w, office_name(w, list[i].office_id), false);
        if (list[i].capacity.n > 0) {
            buf_addz(&w->out, " (");
            put_words(w, list[i].capacity, false);
            buf_addc(&w->out, ')');
        }
        if (list[i].came != 0) {
            buf_addz(&w->out, ": ");
            buf_add(&w->out, T_(w->lang, meeting_came_words(list[i].came)));
        }
        buf_addc(&w->out, '\n');
    }
    return true;
}

static bool put_agenda(struct writing *w, struct err *e)
{
    struct meeting_items_row *list;
    size_t n;
    if (!q_meeting_items(w->tx, w->m->home_id, w->m->id, &list, &n, e)) {
        return false;
    }
    if (n > 0) {
        put_heading(w, N_("Agenda"));
    }
    for (size_t i = 0; i < n; i++) {
        buf_addf(&w->out, "%zu. ", i + 1);
        put_words(w, list[i].title, false);
        if (list[i].office_id != 0) {
            buf_addz(&w->out, " (");
            put_words(w, office_name(w, list[i].office_id), false);
            buf_addc(&w->out, ')');
        }
        buf_addc(&w->out, '\n');
    }
    return true;
}

static bool put_contributions(struct writing *w, struct err *e)
{
    struct meeting_contributions_row *list;
    size_t n;
    if (!q_meeting_contributions(w->tx, w->m->home_id, w->m->id, &list, &n, e)) {
        return false;
    }
    if (n > 0) {
        put_heading(w, N_("Contributions"));
    }
    for (size_t i = 0; i < n; i++) {
        buf_addz(&w->out, "- ");
        put_words(w, office_name(w, list[i].office_id), false);
        buf_addz(&w->out, ": ");
        put_words(w, list[i].words, false);
        buf_addc(&w->out, '\n');
    }
    return true;
}

// A row of a table: its first cell, and so on until NULL.
static void put_row(struct writing *w, const struct str *cells, size_t n)
{
    buf_addc(&w->out, '|');
    for (size_t i = 0; i < n; i++) {
        buf_addc(&w->out, ' ');
        put_words(w, cells[i], true);
        buf_addz(&w->out, " |");
    }
    buf_addc(&w->out, '\n');
}

static void put_head(struct writing *w, const char *const *msgids, size_t n)
{
    struct str head[8];
    BUG_ON(n > ARRAY_LEN(head));
    for (size_t i = 0; i < n; i++) {
        head[i] = T_(w->lang, msgids[i]);
    }
    put_row(w, head, n);
    buf_addc(&w->out, '|');
    for (size_t i = 0; i < n; i++) {
        buf_addz(&w->out, " --- |");
    }
    buf_addc(&w->out, '\n');
}

static struct str day_words(const struct writing *w, int64_t day)
{
    struct buf b = buf_new(60);
    if (day != 0) {
        format_day(&b, w->lang, day);
    }
    struct str s = str_copy(tx_arena(w->tx), buf_str(&b));
    buf_free(&b);
    return s;
}

static struct str with_words(const struct writing *w, const struct conclusion_coordinators_row *list, size_t n, int64_t id)
{
    struct buf b = buf_new(8000);
    for (size_t i = 0; i < n; i++) {
        if (list[i].conclusion_id == id) {
            buf_addz(&b, b.n > 0 ? ", " : "");
            buf_add(&b, office_name(w, list[i].office_id));
        }
    }
    struct str s = str_copy(tx_arena(w->tx), buf_str(&b));
    buf_free(&b);
    return s;
}

static bool put_conclusions(struct writing *w, struct err *e)
{
    static const char *const head[] = {N_("No."), N_("Content"), N_("Lead"), N_("With"), N_("Due"), N_("Product")};
    struct conclusion_row *list;
    struct conclusion_coordinators_row *with;
    size_t n, n_with;
    if (!q_conclusions_of(w->tx, w->m->home_id, w->m->id, &list, &n, e) ||
        !q_conclusion_coordinators(w->tx, w->m->home_id, w->m->id, &with, &n_with, e)) {
        return false;
    }
    if (n > 0) {
        put_heading(w, N_("Conclusions"));
        put_head(w, head, ARRAY_LEN(head));
    }
    for (size_t i = 0; i < n; i++) {
        const struct str cells[] = {str_fmt(tx_arena(w->tx), "%lld", (long long)list[i].number),
                                    list[i].words,
                                    office_name(w, list[i].lead_id),
                                    with_words(w, with, n_with, list[i].id),
                                    day_words(w, list[i].due_day),
                                    list[i].product};
        put_row(w, cells, ARRAY_LEN(cells));
    }
    return true;
}

// What became of the conclusions of the meeting before.
static bool put_before(struct writing *w, struct err *e)
{
    static const char *const head[] = {N_("No."), N_("Content"), N_("Lead"), N_("Due"), N_("State")};
    struct meeting_row before;
    struct conclusions_with_tasks_row *list;
    size_t n = 0;
    enum q_got got = w->m->series_id == 0
                         ? Q_NONE
                         : q_meeting_before(w->tx, w->m->home_id, w->m->series_id, w->m->begins_at, &before, e);
    if (got == Q_ERROR || (got == Q_ROW && !q_conclusions_with_tasks(w->tx, before.home_id, before.id, &list, &n, e))) {
        return false;
    }
    if (n > 0) {
        put_heading(w, N_("What became of the last meeting's conclusions"));
        put_head(w, head, ARRAY_LEN(head));
    }
    for (size_t i = 0; i < n; i++) {
        const char *state = task_state_words(list[i].state);
        const struct str cells[] = {str_fmt(tx_arena(w->tx), "%lld", (long long)list[i].number), list[i].words,
                                    office_name(w, list[i].lead_id),
                                    day_words(w, list[i].task_due_day != 0 ? list[i].task_due_day : list[i].due_day),
                                    state == NULL ? STR("") : T_(w->lang, state)};
        put_row(w, cells, ARRAY_LEN(cells));
    }
    return true;
}

bool meeting_paper_body(struct tx *tx, const struct site *s, const struct meeting_row *m, enum meeting_paper which,
                        struct str *out, struct err *e)
{
    struct writing w = {.out = buf_new(BODY_MAX), .tx = tx, .site = s, .lang = s->lang, .m = m};
    put_fact(&w, N_("When"), when_words(&w));
    put_fact(&w, N_("Where"), m->place);
    put_fact(&w, N_("Chair of the meeting"), m->chair);
    bool good = which == MEETING_NOTICE || (put_guests(&w, e) && put_agenda(&w, e) && put_before(&w, e) &&
                                            put_contributions(&w, e));
    good = good && put_conclusions(&w, e);
    if (good) {
        *out = buf_over(&w.out) ? STR_NONE : str_copy(tx_arena(tx), buf_str(&w.out));
    }
    buf_free(&w.out);
    return good;
}

bool meeting_paper_due(const struct meeting_row *m, enum meeting_paper which)
{
    bool confirmed = str_eqz(m->state, "confirmed");
    return which == MEETING_MINUTES ? m->minutes_id == 0 && (confirmed || str_eqz(m->state, "held"))
                                    : m->notice_id == 0 && confirmed;
}

enum steer_end meeting_paper_begin(const struct desk *d, const struct meeting_row *was, enum meeting_paper which,
                                   struct document_row *out, struct err *e)
{
    enum lang lang = d->site->lang;
    enum document_kind kind = which == MEETING_MINUTES ? KIND_MINUTES : KIND_NOTICE;
    struct document_draft draft = {
        .kind = str_c(document_kind_code(kind)), .urgency = str_c(document_urgency(0)), .addressees = STR(""),
        .signer = STR(""), .signer_title = was->chair, .signed_as = STR("")};
    struct buf summary = buf_new(SUMMARY_MAX);
    if (!meeting_paper_due(was, which)) {
        return STEER_NOT_NOW;
    }
    if (which == MEETING_MINUTES) {
        I18N_FILL(&summary, T(lang, "Meeting: {title}"), {"title", was->title});
    } else {
        I18N_FILL(&summary, T(lang, "Conclusions of the meeting: {title}"), {"title", was->title});
    }
    draft.summary = str_copy(tx_arena(d->tx), buf_str(&summary));
    buf_free(&summary);
    draft.symbol = document_symbol(tx_arena(d->tx), kind, site_setting(d->site, was->office_id, SETTING_SYMBOL));
    if (!meeting_paper_body(d->tx, d->site, was, which, &draft.body, e)) {
        return STEER_ERROR;
    }
    if (draft.body.p == NULL) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = document_begin(d, was->office_id, &draft, out, e);
    struct meeting_row row = *was;
    *(which == MEETING_MINUTES ? &row.minutes_id : &row.notice_id) = out->id;
    return end != STEER_SAVED ? end
                              : meeting_store(d, was, &row, EVENT_MEETING_DOCUMENT, draft.kind, STR_NONE, e);
}
