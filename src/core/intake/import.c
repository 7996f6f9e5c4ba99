// import.c: see import.h.
#include "core/intake/import.h"

#include "auth/token.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/count/tally_sums.h"
#include "core/desk/matter.h"
#include "db/q_import.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"

#include <sodium.h>

enum { TITLE_POINTS = 80, TRIES = 3 };

static void hash_text(crypto_generichash_state *h, struct str s)
{
    uint64_t n = s.n;
    crypto_generichash_update(h, (const unsigned char *)&n, sizeof n);
    crypto_generichash_update(h, (const unsigned char *)s.p, s.n);
}

void import_content_key(const struct message_draft *d, int64_t closed_at, unsigned char out[static IMPORT_KEY])
{
    unsigned char digest[crypto_generichash_BYTES_MIN];
    int64_t numbers[] = {d->received_at, closed_at, d->office_id, d->place_office_id, d->category_id, d->lat_e6, d->lon_e6,
                         d->may_show};
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, sizeof digest);
    crypto_generichash_update(&h, (const unsigned char *)numbers, sizeof numbers);
    hash_text(&h, d->words);
    hash_text(&h, d->place);
    hash_text(&h, d->channel);
    hash_text(&h, lang_info(d->lang)->code);
    crypto_generichash_final(&h, digest, sizeof digest);
    uint32_t minute = (uint32_t)(d->received_at / 60);
    for (int i = 0; i < 4; i++) {
        out[i] = (unsigned char)(minute >> (24 - 8 * i));
    }
    memcpy(out + 4, digest, IMPORT_KEY - 4);
}

bool import_known(struct tx *tx, const struct site *s, const struct message_draft *d, bool *known, struct err *e)
{
    enum q_got got;
    if (d->external_id.n > 0) {
        struct import_known_external_row row;
        got = q_import_known_external(tx, s->home, d->external_id, &row, e);
    } else {
        struct import_known_content_row row;
        got = q_import_known_content(tx, s->home, d->content_key, &row, e);
    }
    *known = got == Q_ROW;
    return got != Q_ERROR;
}

// Store one message where it is not there yet. A public id that another message has is drawn again.
static bool put_message(struct tx *tx, const struct import_chunk *c, const struct message_draft *d, struct message_row *row,
                        bool *added, struct err *e)
{
    *added = false;
    for (int i = 0; i < TRIES && !*added; i++) {
        bool known = false;
        if (!message_put(tx, c->site, d, c->now, row, added, e) || (!*added && !import_known(tx, c->site, d, &known, e))) {
            return false;
        }
        if (known) {
            return true;
        }
    }
    return *added || err_set(e, ERR_CONFLICT, N_("no public id is free"));
}

// A closed row whose message is in, and the number that its matter gets.
struct arrived {
    const struct import_row *from;
    struct message_row message;
    int64_t number;
};

// What a chunk has written so far: what its matters, events and sums are made from.
struct written {
    struct tx *tx;
    const struct import_chunk *chunk;
    struct tally_sums *sums;
    struct event_new *events;
    size_t n;
    struct arrived *closed;
    size_t n_closed;
};

static void event_later(struct written *w, enum event_kind kind, int64_t subject, struct str reason, struct str content)
{
    w->events[w->n++] = (struct event_new){.home = w->chunk->site->home, .kind = kind, .subject_id = subject, .reason = reason,
                                           .now = w->chunk->now, .content = content};
}

static bool put_row(struct written *w, const struct import_row *from, bool *added, struct err *e)
{
    const struct site *s = w->chunk->site;
    struct message_draft d = from->draft;
    d.import_id = w->chunk->batch;
    d.by_office = true;
    d.joined = from->closed_at != 0;
    struct message_row m;
    if (!put_message(w->tx, w->chunk, &d, &m, added, e)) {
        return false;
    }
    if (!*added) {
        return true;
    }
    event_later(w, EVENT_MESSAGE_IMPORTED, m.id, STR_NONE, d.words);
    if (d.joined) {
        w->closed[w->n_closed++] = (struct arrived){from, m, 0};
    }
    return tally_of_message(s, &m, 1, tally_to_sums, w->sums, e);
}

static int by_office(const void *a, const void *b)
{
    const struct arrived *x = a;
    const struct arrived *y = b;
    int by = (x->message.office_id > y->message.office_id) - (x->message.office_id < y->message.office_id);
    return by != 0 ? by : (x->message.id > y->message.id) - (x->message.id < y->message.id);
}

// Numbers without gaps, those of an office taken at once.
static bool number_matters(struct written *w, int64_t year, struct err *e)
{
    qsort(w->closed, w->n_closed, sizeof *w->closed, by_office);
    for (size_t from = 0, to; from < w->n_closed; from = to) {
        int64_t office = w->closed[from].message.office_id;
        struct counter_take_row got;
        for (to = from; to < w->n_closed && w->closed[to].message.office_id == office;) {
            to++;
        }
        if (q_counter_take(w->tx, &(struct q_counter_take_in){.office = office, .book = STR("matter"), .year = year,
                                                              .amount = (int64_t)(to - from)}, &got, e) != Q_ROW) {
            return false;
        }
        for (size_t i = from; i < to; i++) {
            w->closed[i].number = got.last - (int64_t)(to - 1 - i);
        }
    }
    return true;
}

static bool put_matter(struct written *w, const struct arrived *c, int64_t year, struct err *e)
{
    const struct message_row *m = &c->message;
    struct matter_row row = {
        .home_id = m->home_id, .id = random_id(), .office_id = m->office_id, .state = STR("closed"),
        .outcome = STR("not_stated"), .started_at = m->received_at, .closed_at = c->from->closed_at};
    if (!q_import_matter_insert(w->tx, &(struct q_import_matter_insert_in){
            .home = row.home_id, .id = row.id, .public_id = public_id_new(tx_arena(w->tx)), .number = c->number,
            .number_office = m->office_id, .number_year = year, .office = m->office_id, .category = m->category_id,
            .title = utf8_clip(c->from->draft.words, TITLE_POINTS), .started_at = row.started_at,
            .closed_at = row.closed_at, .now = w->chunk->now, .import = w->chunk->batch}, NULL, e) ||
        !q_import_link_insert(w->tx, &(struct q_import_link_insert_in){
            .home = row.home_id, .id = random_id(), .message = m->id, .matter = row.id, .now = w->chunk->now}, NULL, e)) {
        return false;
    }
    event_later(w, EVENT_MATTER_STARTED, row.id, STR_NONE, STR_NONE);
    event_later(w, EVENT_MATTER_CLOSED, row.id, row.outcome, STR_NONE);
    return tally_of_matter(w->chunk->site, &row, 1, tally_to_sums, w->sums, e);
}

static bool put_matters(struct written *w, struct err *e)
{
    int64_t year = civil_from_day(tz_day(w->chunk->site->tz, w->chunk->now)).year;
    if (!number_matters(w, year, e)) {
        return false;
    }
    for (size_t i = 0; i < w->n_closed; i++) {
        if (!put_matter(w, &w->closed[i], year, e)) {
            return false;
        }
    }
    return true;
}

static bool put_events(const struct written *w, struct err *e)
{
    int64_t number;
    if (!event_reserve(w->tx, w->chunk->site->home, (int64_t)w->n, &number, e)) {
        return false;
    }
    for (size_t i = 0; i < w->n; i++) {
        if (!event_add_at(w->tx, &w->events[i], number + (int64_t)i, e)) {
            return false;
        }
    }
    return true;
}

bool import_count(struct tx *tx, const struct site *s, int64_t batch, struct str source, int64_t now, size_t rows,
                  struct err *e)
{
    return q_import_batch_add(tx, &(struct q_import_batch_add_in){.home = s->home, .id = batch, .source = source, .now = now,
                                                                  .amount = (int64_t)rows}, NULL, e);
}

static bool put_rows(struct written *w, size_t *added, struct err *e)
{
    const struct import_chunk *c = w->chunk;
    for (size_t i = 0; i < c->n; i++) {
        bool fresh;
        if (!put_row(w, &c->rows[i], &fresh, e)) {
            return false;
        }
        *added += fresh ? 1 : 0;
    }
    return *added == 0 ||
           (put_matters(w, e) && put_events(w, e) && tally_sums_store(w->sums, w->tx, c->site, e) &&
            import_count(w->tx, c->site, c->batch, c->source, c->now, *added, e));
}

enum tx_end import_chunk(struct tx *tx, void *arg, struct err *e)
{
    struct import_chunk *c = arg;
    int64_t began = clock_mono_us();
    struct written w = {.tx = tx, .chunk = c, .sums = tally_sums_new(),
                        .events = xcalloc(3 * c->n, sizeof *w.events), .closed = xcalloc(c->n, sizeof *w.closed)};
    size_t added = 0;
    bool good = put_rows(&w, &added, e);
    tally_sums_free(w.sums);
    free(w.events);
    free(w.closed);
    c->added = added;
    c->took_us = clock_mono_us() - began;
    return good ? TX_COMMIT : TX_FAILED;
}

static bool batch_event(struct tx *tx, const struct site *s, enum event_kind kind, int64_t batch, struct actor actor,
                        int64_t now, struct err *e)
{
    return event_add(tx, &(struct event_new){.home = s->home, .kind = kind, .subject_id = batch, .actor = actor, .now = now},
                     NULL, e);
}

bool import_finish(struct tx *tx, const struct site *s, int64_t batch, int64_t now, struct err *e)
{
    return q_import_batch_finish(tx, s->home, batch, now, NULL, e) &&
           batch_event(tx, s, EVENT_IMPORT_DONE, batch, (struct actor){.member_id = 0}, now, e);
}

bool import_undo_finish(struct tx *tx, const struct site *s, int64_t batch, struct actor actor, int64_t now, struct err *e)
{
    return q_import_batch_undone(tx, s->home, batch, now, NULL, e) &&
           batch_event(tx, s, EVENT_IMPORT_UNDONE, batch, actor, now, e);
}

// Out of the matter that it joined by itself: that one goes on without it.
static bool undo_joining(struct tx *tx, const struct import_undo *u, const struct message_row *m, struct err *e)
{
    struct desk d = {.tx = tx, .site = u->site, .now = u->now};
    return matter_split(&d, m, e) == MATTER_SAVED;
}

// The matter that came with the message, where one did; or the one that it joined.
static bool undo_matter(struct tx *tx, const struct import_undo *u, const struct message_row *m, struct tally_sums *sums,
                        struct err *e)
{
    struct message_link_now_row link;
    enum q_got got = q_message_link_now(tx, u->site->home, m->id, &link, e);
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    struct matter_row matter;
    if (str_eqz(link.how, "identical") || str_eqz(link.how, "alike")) {
        return undo_joining(tx, u, m, e);
    }
    return q_matter_by_id(tx, u->site->home, link.matter_id, &matter, e) == Q_ROW &&
           tally_of_matter(u->site, &matter, -1, tally_to_sums, sums, e) &&
           q_import_matter_void(tx, u->site->home, matter.id, u->now, NULL, e) &&
           q_import_salts_delete(tx, u->site->home, matter.id, NULL, e);
}

static bool undo_message(struct tx *tx, struct import_undo *u, const struct message_row *m, struct tally_sums *sums,
                         struct err *e)
{
    struct import_worked_on_row work;
    if (q_import_worked_on(tx, u->site->home, m->id, &work, e) != Q_ROW) {
        return false;
    }
    if (work.n > 0 || str_eq(m->state, STR("handed_over"))) {
        u->kept++;
        return true;
    }
    u->undone++;
    int64_t home = u->site->home;
    return tally_of_message(u->site, m, -1, tally_to_sums, sums, e) && undo_matter(tx, u, m, sums, e) &&
           q_import_links_delete(tx, home, m->id, NULL, e) && q_import_salts_delete(tx, home, m->id, NULL, e) &&
           q_import_message_delete(tx, home, m->id, NULL, e);
}

enum tx_end import_undo(struct tx *tx, void *arg, struct err *e)
{
    struct import_undo *u = arg;
    u->undone = 0;
    u->kept = 0;
    struct message_row *list;
    size_t n;
    if (!q_import_messages(tx, u->site->home, u->batch, u->after, &list, &n, e)) {
        return TX_FAILED;
    }
    u->over = n == 0;
    u->next = n == 0 ? u->after : list[n - 1].id;
    struct tally_sums *sums = tally_sums_new();
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        good = undo_message(tx, u, &list[i], sums, e);
    }
    good = good && tally_sums_store(sums, tx, u->site, e);
    tally_sums_free(sums);
    return good ? TX_COMMIT : TX_FAILED;
}
