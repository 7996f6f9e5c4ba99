// follow.c: see follow.h.
#include "core/intake/follow.h"

#include "base/random.h"
#include "core/count/tally.h"
#include "core/intake/erasure.h"
#include "core/intake/message.h"
#include "core/press/reading.h"

enum { STEPS_MAX = 1000 };

// What the same moment tells twice: that an answer is out stands in the matter's events too.
static bool is_told(enum event_kind kind)
{
    return kind != EVENT_KINDS && event_step(kind) != NULL && kind != EVENT_PUBLICATION_PUBLISHED;
}

// The steps of one thing after an event (0: all).
static bool add_steps(struct tx *tx, const struct site *s, int64_t subject, int64_t after, struct follow *f, struct err *e)
{
    struct event_row *list;
    size_t n;
    if (!q_events_of_subject(tx, s->home, subject, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && f->n_steps < STEPS_MAX; i++) {
        enum event_kind kind = event_kind_of(list[i].kind);
        if (is_told(kind) && list[i].number > after) {
            f->steps[f->n_steps++] = (struct follow_step){list[i].number, list[i].happened_at, list[i].office_id, kind,
                                                          list[i].reason};
        }
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct follow_step *x = a;
    const struct follow_step *y = b;
    return x->number < y->number ? -1 : x->number > y->number;
}

// An answer is the office's under whose name it goes out, also where the second reader was of the office above: its steps
// from `from` on say so, and the matter's own step of that moment.
static void name_office(struct follow *f, size_t from, const struct publication_row *pub)
{
    for (size_t i = 0; i < f->n_steps; i++) {
        struct follow_step *s = &f->steps[i];
        if (i >= from || (s->kind == EVENT_MATTER_ANSWERED && s->at == pub->published_at)) {
            s->office_id = pub->office_id;
        }
    }
}

static bool load_answers(struct tx *tx, const struct site *s, enum lang lang, int64_t after, struct follow *f, struct err *e)
{
    struct publication_row *list;
    size_t n;
    if (!q_publications_of_matter(tx, s->home, f->matter.id, &list, &n, e)) {
        return false;
    }
    f->answers = ARENA_ARRAY(tx_arena(tx), struct follow_answer, n);
    for (size_t i = 0; i < n; i++) {
        struct follow_answer *a = &f->answers[f->n_answers];
        bool found = false;
        if (str_eq(list[i].state, STR("published")) && !version_for_reader(tx, &list[i], lang, &a->version, &found, e)) {
            return false;
        }
        if (found) {
            a->pub = list[i];
            f->n_answers++;
        }
        size_t steps = f->n_steps;
        if (found && (!q_sources_of_version(tx, s->home, a->version.id, &a->sources, &a->n_sources, e) ||
                      !add_steps(tx, s, list[i].id, after, f, e))) {
            return false;
        }
        if (found) {
            name_office(f, steps, &list[i]);
        }
    }
    return true;
}

// A question of consent that the sender has not decided.
static int64_t open_consent(const struct follow *f)
{
    int64_t office = 0;
    for (size_t i = 0; i < f->n_exchange; i++) {
        const struct exchange_of_message_row *x = &f->exchange[i];
        if (str_eq(x->kind, STR("consent_asked"))) {
            office = x->other_office_id;
        } else if (x->other_office_id != 0 && x->other_office_id == office) {
            office = 0;
        }
    }
    return office;
}

// The event by which the message came to the matter that it is in, 0 for none; `drop`: it is no step of its own.
static int64_t joined_by(struct follow *f, bool drop)
{
    size_t at = f->n_steps;
    while (at > 0 && f->steps[at - 1].kind != EVENT_MESSAGE_JOINED) {
        at--;
    }
    if (at == 0) {
        return 0;
    }
    int64_t number = f->steps[at - 1].number;
    if (drop) {
        memmove(f->steps + at - 1, f->steps + at, (f->n_steps - at) * sizeof *f->steps);
        f->n_steps--;
    }
    return number;
}

static bool load_matter(struct tx *tx, const struct site *s, enum lang lang, struct follow *f, struct err *e)
{
    struct message_link_now_row link;
    enum q_got got = q_message_link_now(tx, s->home, f->message.id, &link, e);
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    f->in_matter = true;
    bool started = str_eq(link.how, STR("started")); // the matter's own first step says it
    int64_t joined = joined_by(f, started);
    int64_t after = started ? 0 : joined;
    // What happened in the matter before this message came to it is another sender's story.
    return q_matter_by_id(tx, s->home, link.matter_id, &f->matter, e) == Q_ROW &&
           (f->matter.public_at == 0 || title_for_reader(tx, s, &f->matter, lang, &f->title, e)) &&
           add_steps(tx, s, f->matter.id, after, f, e) && load_answers(tx, s, lang, after, f, e);
}

// What was handed over is another procedure's: it is taken back there.
static bool has_words(const struct follow *f)
{
    bool has = f->message.words.n > 0;
    for (size_t i = 0; i < f->n_exchange; i++) {
        has = has || f->exchange[i].words.n > 0;
    }
    return has && !str_eq(f->message.state, STR("handed_over"));
}

int follow_load(struct tx *tx, const struct site *s, struct str receipt_hash, enum lang lang, struct follow *out, struct err *e)
{
    struct follow f = {.steps = ARENA_ARRAY(tx_arena(tx), struct follow_step, STEPS_MAX)};
    int got = message_by_receipt(tx, s->home, receipt_hash, &f.message, e);
    if (got != Q_ROW) {
        return got;
    }
    struct rating_of_message_row rating;
    struct contact_get_row contact;
    enum q_got rated = q_rating_of_message(tx, s->home, f.message.id, &rating, e);
    enum q_got kept = q_contact_get(tx, s->home, f.message.id, &contact, e);
    if (rated == Q_ERROR || kept == Q_ERROR || !add_steps(tx, s, f.message.id, 0, &f, e) ||
        !q_exchange_of_message(tx, s->home, f.message.id, &f.exchange, &f.n_exchange, e) || !load_matter(tx, s, lang, &f, e)) {
        return Q_ERROR;
    }
    qsort(f.steps, f.n_steps, sizeof *f.steps, by_number);
    f.rated = rated == Q_ROW ? rating.value : 0;
    f.contact_kept = kept == Q_ROW;
    f.consent_office = f.message.may_show && !f.contact_kept ? 0 : open_consent(&f);
    bool own = !f.message.by_office; // what members enter or import never rates or contests
    bool closed = f.in_matter && str_eq(f.matter.state, STR("closed"));
    f.may_add = !closed && !str_eq(f.message.state, STR("handed_over")) && !str_eq(f.message.state, STR("erased"));
    f.may_contest = own && f.in_matter && matter_may(&f.matter, EVENT_MATTER_CONTESTED);
    f.may_rate = own && closed && f.rated == 0 && !str_eqz(f.matter.outcome, outcome_code(OUTCOME_WITHDRAWN));
    f.may_erase = has_words(&f);
    f.contest_office = f.in_matter ? matter_contest_office(s, &f.matter) : 0;
    *out = f;
    return Q_ROW;
}

static bool message_event(struct tx *tx, const struct site *s, int64_t message_id, enum event_kind kind, struct str content,
                          int64_t now, struct err *e)
{
    return event_add(tx, &(struct event_new){.home = s->home, .kind = kind, .subject_id = message_id, .now = now,
                                             .content = content}, NULL, e);
}

static bool say(struct tx *tx, const struct site *s, const struct follow *f, const char *kind, struct str words, int64_t office,
                int64_t now, struct err *e)
{
    return q_exchange_insert(tx, &(struct q_exchange_insert_in){
        .home = s->home, .id = random_id(), .message = f->message.id, .matter = f->in_matter ? f->matter.id : 0,
        .kind = str_c(kind), .words = words, .other_office = office, .now = now}, NULL, e);
}

static enum matter_end load_for(struct tx *tx, const struct site *s, struct str hash, struct follow *f, struct err *e)
{
    int got = follow_load(tx, s, hash, s->lang, f, e);
    return got == Q_ROW ? MATTER_SAVED : got == Q_NONE ? MATTER_NOT_NOW : MATTER_ERROR;
}

// The last thing that was said, by either side, is this already.
static bool said_last(const struct follow *f, const char *kind, struct str words)
{
    const struct exchange_of_message_row *last = f->n_exchange == 0 ? NULL : &f->exchange[f->n_exchange - 1];
    return last != NULL && str_eqz(last->kind, kind) && str_eq(last->words, words);
}

enum matter_end follow_add(struct tx *tx, const struct site *s, struct str receipt_hash, struct str words, int64_t now,
                           struct err *e)
{
    struct follow f;
    enum matter_end end = load_for(tx, s, receipt_hash, &f, e);
    if (end == MATTER_SAVED && said_last(&f, "added", words)) {
        return MATTER_SAVED;
    }
    if (end != MATTER_SAVED || !f.may_add) {
        return end != MATTER_SAVED ? end : MATTER_NOT_NOW;
    }
    if (!say(tx, s, &f, "added", words, 0, now, e) || !message_event(tx, s, f.message.id, EVENT_MESSAGE_ADDED, words, now, e)) {
        return MATTER_ERROR;
    }
    struct desk d = {.tx = tx, .site = s, .now = now};
    return f.in_matter && str_eq(f.matter.state, STR("waiting")) ? matter_resume(&d, &f.matter, e) : MATTER_SAVED;
}

enum matter_end follow_contest(struct tx *tx, const struct site *s, struct str receipt_hash, struct str words, int64_t now,
                               struct err *e)
{
    struct follow f;
    enum matter_end end = load_for(tx, s, receipt_hash, &f, e);
    if (end == MATTER_SAVED && !f.may_contest && said_last(&f, "contested", words)) {
        return MATTER_SAVED;
    }
    if (end != MATTER_SAVED || !f.may_contest) {
        return end != MATTER_SAVED ? end : MATTER_NOT_NOW;
    }
    if (!say(tx, s, &f, "contested", words, 0, now, e) ||
        !message_event(tx, s, f.message.id, EVENT_MESSAGE_CONTESTED, words, now, e)) {
        return MATTER_ERROR;
    }
    struct desk d = {.tx = tx, .site = s, .now = now};
    return matter_contest(&d, &f.matter, e);
}

enum matter_end follow_rate(struct tx *tx, const struct site *s, struct str receipt_hash, int64_t value, int64_t now,
                            struct err *e)
{
    struct follow f;
    enum matter_end end = load_for(tx, s, receipt_hash, &f, e);
    if (end != MATTER_SAVED || !f.may_rate || value < 1 || value > 5) {
        return end != MATTER_SAVED ? end : MATTER_NOT_NOW;
    }
    struct tally_tx sums = {tx, s};
    bool good = q_rating_put(tx, &(struct q_rating_put_in){.home = s->home, .message = f.message.id, .matter = f.matter.id,
                                                          .office = f.matter.office_id, .value = value, .now = now}, NULL, e) &&
                message_event(tx, s, f.message.id, EVENT_MESSAGE_RATED, STR_NONE, now, e) &&
                tally_of_rating(s, f.matter.office_id, now, value, 1, tally_to_store, &sums, e);
    return good ? MATTER_SAVED : MATTER_ERROR;
}

enum matter_end follow_consent(struct tx *tx, const struct site *s, struct str receipt_hash, bool agree, int64_t now,
                               struct err *e)
{
    struct follow f;
    enum matter_end end = load_for(tx, s, receipt_hash, &f, e);
    if (end != MATTER_SAVED || f.consent_office == 0) {
        return end != MATTER_SAVED ? end : MATTER_NOT_NOW;
    }
    bool good = say(tx, s, &f, agree ? "consent_given" : "consent_refused", STR_NONE, f.consent_office, now, e) &&
                message_event(tx, s, f.message.id, EVENT_MESSAGE_CONSENT, STR_NONE, now, e);
    return good ? MATTER_SAVED : MATTER_ERROR;
}

enum matter_end follow_erase(struct tx *tx, const struct site *s, struct str receipt_hash, int64_t now, struct err *e)
{
    struct follow f;
    enum matter_end end = load_for(tx, s, receipt_hash, &f, e);
    if (end != MATTER_SAVED || !f.may_erase) {
        return end != MATTER_SAVED ? end : MATTER_NOT_NOW;
    }
    return erasure_by_sender(&(struct desk){.tx = tx, .site = s, .now = now}, &f.message, e) ? MATTER_SAVED : MATTER_ERROR;
}
