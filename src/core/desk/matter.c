// matter.c: see matter.h.
#include "core/desk/matter.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/contact/contact.h"
#include "core/count/tally.h"
#include "core/intake/notice.h"
#include "db/q_erasure.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"

struct outcome_info {
    const char *code;
    const char *words;
    enum outcome_asks asks;
    bool solved;
};

static const struct outcome_info outcomes[OUTCOMES] = {
#define OUTCOME(name, code, asks, solved, words) [OUTCOME_##name] = {code, words, ASKS_##asks, solved},
#include "core/desk/outcome.def"
#undef OUTCOME
};

enum outcome outcome_of(struct str code)
{
    enum outcome o = 0;
    while (o < OUTCOMES && !str_eqz(code, outcomes[o].code)) {
        o++;
    }
    return o;
}

const char *outcome_code(enum outcome o)
{
    return outcomes[o].code;
}

const char *outcome_words(enum outcome o)
{
    return outcomes[o].words;
}

enum outcome_asks outcome_asks(enum outcome o)
{
    return outcomes[o].asks;
}

bool outcome_solved(enum outcome o)
{
    return outcomes[o].solved;
}

static bool in_state(const struct matter_row *m, const char *state)
{
    return str_eqz(m->state, state);
}

bool matter_may(const struct matter_row *m, enum event_kind action)
{
    bool closed = in_state(m, "closed") || in_state(m, "void");
    switch (action) {
    case EVENT_MATTER_ASSIGNED:
    case EVENT_MATTER_PASSED_ON:
    case EVENT_MATTER_ASKED:
        return !closed;
    case EVENT_MATTER_EXTENDED:
        return !closed && m->first_due_at != 0 && m->answered_at == 0;
    case EVENT_MATTER_RESUMED:
        return in_state(m, "waiting");
    case EVENT_MATTER_ANSWERED:
        return !closed;
    case EVENT_MATTER_CLOSED:
        return !closed && m->opened_at != 0;
    case EVENT_MATTER_TITLED: // what is hidden from one office is not shown to all
        return m->about_office_id == 0 && !in_state(m, "void");
    case EVENT_MATTER_REOPENED:
        return in_state(m, "closed") || in_state(m, "answered");
    case EVENT_MATTER_CONTESTED:
        return m->answered_at != 0 && (in_state(m, "closed") || in_state(m, "answered"));
    default:
        return true;
    }
}

int64_t matter_due_after(const struct site *s, int64_t from, int64_t days)
{
    return tz_day_start(s->tz, tz_day(s->tz, from) + days + 1) - 1;
}

int64_t matter_due_now(const struct matter_row *m)
{
    bool over = in_state(m, "answered") || in_state(m, "closed");
    return m->answered_at != 0 && !over ? 0 : m->due_at;
}

// The one way a matter changes. `content` is what was said, for the event's commitment.
static enum matter_end save(const struct desk *d, const struct matter_row *was, const struct matter_row *m,
                            const struct event_new *what, struct err *e)
{
    int64_t changed;
    if (!q_matter_update(d->tx, &(struct q_matter_update_in){
            .home = was->home_id, .id = was->id, .was_version = was->version, .office = m->office_id,
            .about_office = m->about_office_id, .category = m->category_id, .title = m->title, .state = m->state,
            .outcome = m->outcome, .outcome_note = m->outcome_note, .outcome_office = m->outcome_office_id,
            .promised_day = m->promised_day, .started_at = m->started_at, .opened_at = m->opened_at,
            .first_due_at = m->first_due_at, .due_at = m->due_at, .due_reason = m->due_reason,
            .answered_at = m->answered_at, .closed_at = m->closed_at, .reopened = m->reopened, .contested = m->contested,
            .public_at = m->public_at, .now = d->now}, &changed, e)) {
        return MATTER_ERROR;
    }
    if (changed == 0) {
        return MATTER_STALE;
    }
    struct tally_tx sums = {d->tx, d->site};
    struct event_new ev = *what;
    ev.home = was->home_id;
    ev.subject_id = was->id;
    ev.actor = d->actor;
    ev.now = d->now;
    bool good = tally_of_matter(d->site, was, -1, tally_to_store, &sums, e) &&
                tally_of_matter(d->site, m, 1, tally_to_store, &sums, e) && event_add(d->tx, &ev, NULL, e) &&
                (event_step(ev.kind) == NULL || notice_senders(d->tx, d->site, was->id, d->now, e)) &&
                (m->closed_at == 0 || contact_matter_closed(d->tx, d->site, m->id, m->office_id, m->closed_at, e));
    return good ? MATTER_SAVED : MATTER_ERROR;
}

static enum matter_end save_kind(const struct desk *d, const struct matter_row *was, const struct matter_row *m,
                                 enum event_kind kind, struct str reason, struct str content, struct err *e)
{
    if (!matter_may(was, kind)) {
        return MATTER_NOT_NOW;
    }
    return save(d, was, m, &(struct event_new){.kind = kind, .reason = reason, .content = content}, e);
}

static bool message_event(const struct desk *d, int64_t message_id, enum event_kind kind, struct str reason,
                          struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = d->site->home, .kind = kind, .subject_id = message_id, .reason = reason,
                                                .actor = d->actor, .now = d->now}, NULL, e);
}

static bool link_message(const struct desk *d, int64_t message_id, int64_t matter_id, const char *how, struct err *e)
{
    return q_message_link_insert(d->tx, &(struct q_message_link_insert_in){
               .home = d->site->home, .id = random_id(), .message = message_id, .matter = matter_id, .now = d->now,
               .how = str_c(how)}, NULL, e) &&
           q_message_set_state(d->tx, d->site->home, message_id, STR("joined"), NULL, e);
}

// The number of a matter runs by the office that started it and the year, without gaps.
static bool next_number(const struct desk *d, int64_t office_id, struct matter_row *m, struct err *e)
{
    m->number_office_id = office_id;
    m->number_year = civil_from_day(tz_day(d->site->tz, d->now)).year;
    struct counter_next_row next;
    if (q_counter_next(d->tx, office_id, STR("matter"), m->number_year, &next, e) != Q_ROW) {
        return false;
    }
    m->number = next.last;
    return true;
}

enum matter_end matter_start(const struct desk *d, const struct message_row *m, int64_t category_id, struct str title,
                             struct matter_row *out, struct err *e)
{
    if (!str_eq(m->state, STR("inbox"))) {
        return MATTER_NOT_NOW;
    }
    struct matter_row row = {
        .home_id = d->site->home,
        .id = random_id(),
        .public_id = public_id_new(tx_arena(d->tx)),
        .office_id = m->office_id,
        .about_office_id = m->about_office_id,
        .category_id = category_id,
        .title = title,
        .state = STR("new"),
        .started_at = m->received_at,
        .created_at = d->now,
        .changed_at = d->now,
        .import_id = m->import_id,
        .version = 1,
    };
    struct tally_tx sums = {d->tx, d->site};
    bool good = next_number(d, row.office_id, &row, e) &&
        q_matter_insert(d->tx, &(struct q_matter_insert_in){
            .home = row.home_id, .id = row.id, .public_id = row.public_id, .number = row.number,
            .number_office = row.number_office_id, .number_year = row.number_year, .office = row.office_id,
            .about_office = row.about_office_id, .category = row.category_id, .title = row.title, .state = row.state,
            .started_at = row.started_at, .now = d->now, .import = row.import_id}, NULL, e) &&
        link_message(d, m->id, row.id, "started", e) &&
        tally_of_matter(d->site, &row, 1, tally_to_store, &sums, e) &&
        event_add(d->tx, &(struct event_new){.home = row.home_id, .kind = EVENT_MATTER_STARTED, .subject_id = row.id,
                                             .actor = d->actor, .now = d->now, .content = title}, NULL, e) &&
        message_event(d, m->id, EVENT_MESSAGE_JOINED, STR_NONE, e);
    if (!good) {
        return MATTER_ERROR;
    }
    *out = row;
    return MATTER_SAVED;
}

// A matter begins with its earliest message. One that was only just started and has lost its message is void: it keeps its
// number, and is in no list and no figure, until a message comes back.
static enum matter_end save_start(const struct desk *d, const struct matter_row *was, struct err *e)
{
    struct messages_of_matter_count_row n;
    if (q_messages_of_matter_count(d->tx, was->home_id, was->id, &n, e) == Q_ERROR) {
        return MATTER_ERROR;
    }
    struct matter_row m = *was;
    if (n.first_at != 0) {
        m.started_at = n.first_at;
    }
    if (in_state(was, "new") && n.n == 0) {
        m.state = STR("void");
    } else if (in_state(was, "void") && n.n > 0) {
        m.state = STR("new");
    }
    return save(d, was, &m, &(struct event_new){.kind = EVENT_MATTER_EDITED}, e);
}

enum matter_end matter_join(const struct desk *d, const struct matter_row *was, const struct message_row *m, struct err *e)
{
    return matter_join_for(d, was, m, STR_NONE, e);
}

enum matter_end matter_join_for(const struct desk *d, const struct matter_row *was, const struct message_row *m,
                                struct str reason, struct err *e)
{
    // What only the office above may see never joins what the office concerned sees, nor the other way round.
    if (str_eq(m->state, STR("handed_over")) || m->about_office_id != was->about_office_id) {
        return MATTER_NOT_NOW;
    }
    int64_t ended;
    bool by_itself = str_eqz(reason, "identical") || str_eqz(reason, "alike");
    if (!q_message_link_end(d->tx, d->site->home, m->id, d->now, &ended, e) ||
        !link_message(d, m->id, was->id, ended != 0 ? "moved" : by_itself ? reason.p : "joined", e) ||
        !message_event(d, m->id, EVENT_MESSAGE_JOINED, reason, e)) {
        return MATTER_ERROR;
    }
    return save_start(d, was, e);
}

enum matter_end matter_split(const struct desk *d, const struct message_row *m, struct err *e)
{
    struct message_link_now_row link;
    enum q_got got = q_message_link_now(d->tx, d->site->home, m->id, &link, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? MATTER_NOT_NOW : MATTER_ERROR;
    }
    struct matter_row matter;
    if (!q_message_link_end(d->tx, d->site->home, m->id, d->now, NULL, e) ||
        !q_message_set_state(d->tx, d->site->home, m->id, m->words.p == NULL ? STR("erased") : STR("inbox"), NULL, e) ||
        !message_event(d, m->id, EVENT_MESSAGE_SPLIT, STR_NONE, e) ||
        q_matter_by_id(d->tx, d->site->home, link.matter_id, &matter, e) != Q_ROW) {
        return MATTER_ERROR;
    }
    return save_start(d, &matter, e);
}

// May this office have a share in the matter? Never the one that the matter is about, nor those below that one.
static bool may_have(const struct desk *d, const struct matter_row *m, int64_t office_id)
{
    return site_office(d->site, office_id) != NULL &&
           (m->about_office_id == 0 || !site_within(d->site, office_id, m->about_office_id));
}

enum matter_end matter_assign(const struct desk *d, const struct matter_row *was, int64_t office_id, int64_t due_at,
                              struct str due_reason, struct err *e)
{
    if (!may_have(d, was, office_id)) {
        return MATTER_NOT_NOW;
    }
    struct matter_row m = *was;
    m.office_id = office_id;
    if (m.opened_at == 0) {
        m.opened_at = d->now;
    }
    if (in_state(was, "new")) {
        m.state = STR("open");
    }
    if (due_at != 0 && m.first_due_at == 0) {
        m.first_due_at = due_at;
        m.due_at = due_at;
        m.due_reason = due_reason;
    }
    return save_kind(d, was, &m, EVENT_MATTER_ASSIGNED, STR_NONE, STR_NONE, e);
}

enum matter_end matter_extend(const struct desk *d, const struct matter_row *was, int64_t due_at, struct str reason,
                              struct err *e)
{
    struct matter_row m = *was;
    m.due_at = due_at;
    m.due_reason = reason;
    if (matter_may(was, EVENT_MATTER_EXTENDED) &&
        !q_extension_insert(d->tx, &(struct q_extension_insert_in){
            .home = was->home_id, .id = random_id(), .matter = was->id, .from_due = was->due_at, .to_due = due_at,
            .reason = reason, .now = d->now}, NULL, e)) {
        return MATTER_ERROR;
    }
    return save_kind(d, was, &m, EVENT_MATTER_EXTENDED, STR_NONE, reason, e);
}

// Put a question to the sender of each message, shown at the receipt: in words, or whether the words may go to an office.
// Who agreed to be shown in public need not be asked the latter.
static bool ask_each(const struct desk *d, const struct matter_row *m, const char *kind, struct str words, int64_t to_office,
                     struct err *e)
{
    struct q_messages_of_matter_page_in at = {.home = m->home_id, .matter = m->id};
    size_t n;
    do {
        struct message_row *list;
        if (!q_messages_of_matter_page(d->tx, &at, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            at.after_time = list[i].received_at;
            at.after_id = list[i].id;
            if (to_office != 0 && list[i].may_show) {
                continue;
            }
            if (!q_exchange_insert(d->tx, &(struct q_exchange_insert_in){
                    .home = m->home_id, .id = random_id(), .message = list[i].id, .matter = m->id, .kind = str_c(kind),
                    .words = words, .office = m->office_id, .other_office = to_office, .now = d->now}, NULL, e)) {
                return false;
            }
        }
    } while (n > 0);
    return true;
}

enum matter_end matter_pass_on(const struct desk *d, const struct matter_row *was, int64_t to_office, struct str summary,
                               struct err *e)
{
    struct matter_row m = *was;
    m.office_id = to_office;
    if (in_state(was, "answered")) {
        m.state = STR("open");
    }
    if (!matter_may(was, EVENT_MATTER_PASSED_ON) || !may_have(d, was, to_office) || to_office == was->office_id) {
        return MATTER_NOT_NOW;
    }
    if (!q_pass_on_insert(d->tx, &(struct q_pass_on_insert_in){
            .home = was->home_id, .id = random_id(), .matter = was->id, .from_office = was->office_id,
            .to_office = to_office, .summary = summary, .now = d->now}, NULL, e) ||
        !ask_each(d, was, "consent_asked", STR_NONE, to_office, e)) {
        return MATTER_ERROR;
    }
    return save_kind(d, was, &m, EVENT_MATTER_PASSED_ON, STR_NONE, summary, e);
}

enum matter_end matter_ask(const struct desk *d, const struct matter_row *was, struct str question, struct err *e)
{
    if (!matter_may(was, EVENT_MATTER_ASKED)) {
        return MATTER_NOT_NOW;
    }
    if (!ask_each(d, was, "asked", question, 0, e)) {
        return MATTER_ERROR;
    }
    struct matter_row m = *was;
    m.state = STR("waiting");
    return save_kind(d, was, &m, EVENT_MATTER_ASKED, STR_NONE, question, e);
}

enum matter_end matter_resume(const struct desk *d, const struct matter_row *was, struct err *e)
{
    struct matter_row m = *was;
    m.state = m.opened_at == 0 ? STR("new") : STR("open");
    return save_kind(d, was, &m, EVENT_MATTER_RESUMED, STR_NONE, STR_NONE, e);
}

enum matter_end matter_title(const struct desk *d, const struct matter_row *was, enum lang lang, struct str title,
                             struct err *e)
{
    struct matter_row m = *was;
    if (m.public_at == 0) {
        m.public_at = d->now;
    }
    m.title = m.title.n == 0 ? title : m.title;
    if (!q_matter_title_put(d->tx, &(struct q_matter_title_put_in){
            .home = was->home_id, .matter = was->id, .lang = lang_info(lang)->code, .title = title}, NULL, e)) {
        return MATTER_ERROR;
    }
    return save_kind(d, was, &m, EVENT_MATTER_TITLED, STR_NONE, title, e);
}

enum matter_end matter_edit(const struct desk *d, const struct matter_row *was, struct str title, int64_t category_id,
                            struct err *e)
{
    struct matter_row m = *was;
    m.title = title;
    m.category_id = category_id;
    if (category_id != was->category_id &&
        !q_publications_set_category(d->tx, was->home_id, was->id, category_id, NULL, e)) {
        return MATTER_ERROR;
    }
    return save_kind(d, was, &m, EVENT_MATTER_EDITED, STR_NONE, title, e);
}

enum matter_end matter_answered(const struct desk *d, const struct matter_row *was, struct err *e)
{
    struct matter_row m = *was;
    m.state = STR("answered");
    if (m.opened_at == 0) {
        m.opened_at = d->now;
    }
    if (m.answered_at == 0) {
        m.answered_at = d->now;
    }
    return save_kind(d, was, &m, EVENT_MATTER_ANSWERED, STR_NONE, STR_NONE, e);
}

void matter_closing_check(const struct site *s, int64_t today, struct matter_closing *c, struct problems *p)
{
    c->note = str_trim(c->note);
    if (c->outcome == OUTCOMES || c->outcome == OUTCOME_NOT_STATED) {
        problem_add(p, "outcome", N_("Choose how it ended."));
        return;
    }
    enum outcome_asks asks = outcomes[c->outcome].asks;
    if (asks == ASKS_REASON && c->note.n == 0) {
        problem_add(p, "note", N_("Write the reason; the sender will read it."));
    }
    if (asks == ASKS_DAY && c->promised_day <= today) {
        problem_add(p, "promised", N_("Name a day that is still to come."));
    }
    if (asks == ASKS_OFFICE && site_office(s, c->office_id) == NULL) {
        problem_add(p, "to_office", N_("Choose the office it was passed on to."));
    }
}

bool matter_taken_back(struct tx *tx, const struct matter_row *m, bool *out, struct err *e)
{
    struct matter_waited_for_row row = {.n = 0};
    bool owes = m->answered_at == 0 && !in_state(m, "closed") && !in_state(m, "void");
    if (owes && q_matter_waited_for(tx, m->home_id, m->id, &row, e) != Q_ROW) {
        return false;
    }
    *out = row.n > 0 && row.waited == 0;
    return true;
}

// Closed before anybody had to take it on, it was in hand for that moment.
static enum matter_end close_taken_back(const struct desk *d, const struct matter_row *was, struct matter_row *m, struct err *e)
{
    bool taken_back;
    if (!matter_taken_back(d->tx, was, &taken_back, e)) {
        return MATTER_ERROR;
    }
    if (!taken_back) {
        return MATTER_NOT_NOW;
    }
    m->opened_at = was->opened_at == 0 ? d->now : was->opened_at;
    return save(d, was, m, &(struct event_new){.kind = EVENT_MATTER_CLOSED, .reason = m->outcome, .content = m->outcome_note}, e);
}

enum matter_end matter_close(const struct desk *d, const struct matter_row *was, const struct matter_closing *c,
                             struct err *e)
{
    enum outcome_asks asks = outcomes[c->outcome].asks;
    struct matter_row m = *was;
    m.state = STR("closed");
    m.closed_at = d->now;
    m.outcome = str_c(outcomes[c->outcome].code);
    m.outcome_note = c->note.n == 0 ? STR_NONE : c->note;
    m.outcome_office_id = asks == ASKS_OFFICE ? c->office_id : 0;
    m.promised_day = asks == ASKS_DAY ? c->promised_day : 0;
    if (c->outcome == OUTCOME_WITHDRAWN) {
        return close_taken_back(d, was, &m, e);
    }
    return save_kind(d, was, &m, EVENT_MATTER_CLOSED, m.outcome, m.outcome_note, e);
}

static struct matter_row reopened(const struct site *s, const struct matter_row *was)
{
    struct matter_row m = *was;
    m.office_id = site_heir_id(s, m.office_id); // who closed it may be no more
    m.state = STR("open");
    m.closed_at = 0;
    m.outcome = STR_NONE;
    m.outcome_note = STR_NONE;
    m.outcome_office_id = 0;
    m.promised_day = 0;
    m.reopened++;
    return m;
}

enum matter_end matter_reopen(const struct desk *d, const struct matter_row *was, struct str reason_code, struct err *e)
{
    struct matter_row m = reopened(d->site, was);
    return save_kind(d, was, &m, EVENT_MATTER_REOPENED, reason_code, STR_NONE, e);
}

int64_t matter_contest_office(const struct site *s, const struct matter_row *m)
{
    const struct office *owner = site_heir(s, site_office(s, m->office_id));
    const struct office *above = owner == NULL ? NULL : site_parent(s, owner);
    bool ours = above != NULL && site_within(s, above->id, s->root);
    return m->contested >= 1 && ours ? above->id : site_heir_id(s, m->office_id);
}

enum matter_end matter_contest(const struct desk *d, const struct matter_row *was, struct err *e)
{
    if (!matter_may(was, EVENT_MATTER_CONTESTED)) {
        return MATTER_NOT_NOW;
    }
    struct matter_row m = reopened(d->site, was);
    m.contested++;
    m.office_id = matter_contest_office(d->site, was);
    bool raised = m.office_id != site_heir_id(d->site, was->office_id);
    return save_kind(d, was, &m, raised ? EVENT_MATTER_RAISED : EVENT_MATTER_CONTESTED, STR_NONE, STR_NONE, e);
}

enum matter_end matter_inherit(const struct desk *d, const struct matter_row *was, int64_t heir, struct err *e)
{
    struct matter_row m = *was;
    m.office_id = heir;
    return save_kind(d, was, &m, EVENT_MATTER_INHERITED, STR_NONE, STR_NONE, e);
}

enum matter_end matter_note(const struct desk *d, const struct matter_row *was, struct str words, struct err *e)
{
    bool good = q_note_insert(d->tx, &(struct q_note_insert_in){
                    .home = was->home_id, .id = random_id(), .matter = was->id, .words = words,
                    .office = d->actor.office_id, .member = d->actor.member_id, .now = d->now}, NULL, e) &&
                event_add(d->tx, &(struct event_new){.home = was->home_id, .kind = EVENT_MATTER_NOTED, .subject_id = was->id,
                                                     .actor = d->actor, .now = d->now, .content = words}, NULL, e);
    return good ? MATTER_SAVED : MATTER_ERROR;
}

enum matter_end matter_coordinate(const struct desk *d, const struct matter_row *was, int64_t office_id, struct err *e)
{
    if (!may_have(d, was, office_id) || office_id == was->office_id) {
        return MATTER_NOT_NOW;
    }
    if (!q_coordinator_add(d->tx, &(struct q_coordinator_add_in){
            .home = was->home_id, .matter = was->id, .office = office_id, .now = d->now}, NULL, e)) {
        return MATTER_ERROR;
    }
    return save_kind(d, was, was, EVENT_MATTER_COORDINATED, STR_NONE, STR_NONE, e);
}
