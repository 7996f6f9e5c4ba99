// grouping.c: see grouping.h.
#include "core/desk/grouping.h"

#include "core/desk/likely.h"
#include "core/desk/same.h"
#include "core/event.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_sameness.h"
#include "db/q_site.h"

enum { PART = 50, TWINS_MOST = 200 };

// What one writing does: these messages into these matters, and how far the log was looked at.
struct joining {
    const struct site *site;
    int64_t now;
    int64_t seen;
    struct {
        int64_t message, matter;
        bool identical;
    } v[PART + TWINS_MOST];
    size_t n;
    int64_t joined;
};

static bool let(const struct site *s, int64_t office)
{
    return site_setting_flag(s, office, SETTING_GROUPING);
}

static bool anybody_lets(const struct site *s)
{
    bool any = false;
    for (size_t i = 0; i < s->n_offices && !any; i++) {
        any = let(s, s->offices[i].id);
    }
    return any;
}

// The world may have gone on since it was looked at.
static bool join_one(const struct desk *d, int64_t message, int64_t matter, bool identical, int64_t *joined, struct err *e)
{
    struct message_row m;
    struct matter_row was;
    enum q_got got = q_message_by_id(d->tx, d->site->home, message, &m, e);
    if (got == Q_ROW) {
        got = q_matter_by_id(d->tx, d->site->home, matter, &was, e);
    }
    if (got != Q_ROW || !str_eq(m.state, STR("inbox")) || str_eq(was.state, STR("closed")) || str_eq(was.state, STR("void"))) {
        return got != Q_ERROR;
    }
    enum matter_end end = matter_join_for(d, &was, &m, identical ? STR("identical") : STR("alike"), e);
    *joined += end == MATTER_SAVED;
    return end == MATTER_SAVED || end == MATTER_NOT_NOW;
}

static enum tx_end join_all(struct tx *tx, void *arg, struct err *e)
{
    struct joining *j = arg;
    struct desk d = {.tx = tx, .site = j->site, .now = j->now};
    j->joined = 0;
    for (size_t i = 0; i < j->n; i++) {
        if (!join_one(&d, j->v[i].message, j->v[i].matter, j->v[i].identical, &j->joined, e)) {
            return TX_FAILED;
        }
    }
    return q_grouped_set(tx, j->site->home, j->seen, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static void add(struct joining *j, int64_t message, int64_t matter, bool identical)
{
    if (j->n < ARRAY_LEN(j->v)) {
        j->v[j->n].message = message;
        j->v[j->n].matter = matter;
        j->v[j->n++].identical = identical;
    }
}

// It came in: does it belong to a matter?
static bool look_at_new(struct joining *j, const struct finder *f, struct tx *tx, const struct message_row *m, struct err *e)
{
    struct likely_place place;
    struct same_measure measure;
    if (!same_measure(tx, m->home_id, m->office_id, &measure, e) ||
        !likely_place(tx, f, j->site, m, measure.join_from, &place, e)) {
        return false;
    }
    if (place.matter.id != 0) {
        add(j, m->id, place.matter.id, place.identical);
    }
    return true;
}

// It was put into a matter: do others wait that say the same?
static bool look_at_joined(struct joining *j, const struct finder *f, struct tx *tx, const struct message_row *m, struct err *e)
{
    struct message_link_now_row link;
    struct message_row *twins;
    size_t n;
    enum q_got got = q_message_link_now(tx, m->home_id, m->id, &link, e);
    if (got != Q_ROW) {
        return got != Q_ERROR;
    }
    if (!likely_identical(tx, f, m, TWINS_MOST, &twins, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct likely_place place; // what staff refused, or what is in two matters, stays
        if (!likely_place(tx, f, j->site, &twins[i], SAME_NEVER, &place, e)) {
            return false;
        }
        if (place.matter.id == link.matter_id) {
            add(j, twins[i].id, link.matter_id, true);
        }
    }
    return true;
}

static bool look_at(struct joining *j, const struct finder *f, struct tx *tx, const struct event_row *ev, struct err *e)
{
    enum event_kind kind = event_kind_of(ev->kind);
    bool came = kind == EVENT_MESSAGE_RECEIVED || kind == EVENT_MESSAGE_ENTERED || kind == EVENT_MESSAGE_IMPORTED;
    bool by_hand = kind == EVENT_MESSAGE_JOINED && !str_eq(ev->reason, STR("identical")) && !str_eq(ev->reason, STR("alike"));
    struct message_row m;
    if (!came && !by_hand) {
        return true;
    }
    enum q_got got = q_message_by_id(tx, ev->home_id, ev->subject_id, &m, e);
    if (got != Q_ROW || m.words.n == 0 || !let(j->site, m.office_id)) {
        return got != Q_ERROR;
    }
    if (came && str_eq(m.state, STR("inbox"))) {
        return look_at_new(j, f, tx, &m, e);
    }
    return !by_hand || look_at_joined(j, f, tx, &m, e);
}

// One part of the log. *more: there may be another.
static bool run_part(struct grouping *g, const struct finder *f, struct db *db, struct joining *j, bool *more, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct event_row *list;
    size_t n = 0;
    int64_t most = finder_seen(f); // what is newer may not be in the index yet
    bool good = db_read_begin(db, &a, &tx, e);
    if (good) {
        good = q_events_after(tx, j->site->home, g->seen, &list, &n, e);
        size_t i = 0;
        for (; good && i < n && list[i].number <= most && j->n < PART; i++) {
            good = look_at(j, f, tx, &list[i], e);
            j->seen = list[i].number;
        }
        *more = i > 0;
        db_read_end(tx);
    }
    good = good && (!*more || db_write(db, &a, join_all, j, e));
    arena_free(&a);
    return good;
}

static bool stored(struct db *db, int64_t home, int64_t *number, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct grouped_get_row row = {0};
    bool good = db_read_begin(db, &a, &tx, e);
    if (good) {
        good = q_grouped_get(tx, home, &row, e) == Q_ROW;
        db_read_end(tx);
    }
    *number = row.grouped_event;
    arena_free(&a);
    return good;
}

static bool store(struct db *db, const struct site *s, int64_t number, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct joining *j = xcalloc(1, sizeof *j);
    j->site = s;
    j->seen = number;
    bool good = db_write(db, &a, join_all, j, e);
    free(j);
    arena_free(&a);
    return good;
}

bool grouping_mark(struct db *db, const struct site *s, bool *lets, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct grouped_get_row row = {0};
    struct event_last_number_row last = {0};
    *lets = anybody_lets(s);
    if (!*lets) {
        return true;
    }
    bool good = db_read_begin(db, &a, &tx, e);
    if (good) {
        good = q_grouped_get(tx, s->home, &row, e) == Q_ROW && q_event_last_number(tx, s->home, &last, e) == Q_ROW;
        db_read_end(tx);
    }
    arena_free(&a);
    return good && (row.grouped_event != 0 || store(db, s, last.event_number, e));
}

// Where no office lets them: nothing is kept, so that what comes before it is switched on stays as it is.
static bool rest(struct grouping *g, const struct finder *f, struct db *db, const struct site *s, struct err *e)
{
    int64_t number = 0;
    bool first = g->seen < 0;
    if (first && !stored(db, s->home, &number, e)) {
        return false;
    }
    if ((g->kept || number != 0) && !store(db, s, 0, e)) {
        return false;
    }
    g->seen = finder_seen(f);
    g->kept = false;
    return true;
}

// From where it was left, or from now on.
static bool begin(struct grouping *g, const struct finder *f, struct db *db, const struct site *s, struct err *e)
{
    int64_t number = g->seen;
    if (g->seen < 0 && !stored(db, s->home, &number, e)) {
        return false;
    }
    number = number == 0 ? finder_seen(f) : number;
    g->kept = store(db, s, number, e);
    g->seen = g->kept ? number : g->seen;
    return g->kept;
}

bool grouping_run(struct grouping *g, const struct finder *f, struct db *db, const struct site *s, int64_t now, int64_t *joined,
                  struct err *e)
{
    *joined = 0;
    if (!finder_ready(f) || g->seen == finder_seen(f)) {
        return true;
    }
    if (!anybody_lets(s)) {
        return rest(g, f, db, s, e);
    }
    if (!g->kept && !begin(g, f, db, s, e)) {
        return false;
    }
    bool good = true;
    for (bool more = true; good && more;) {
        struct joining *j = xcalloc(1, sizeof *j);
        j->site = s;
        j->now = now;
        more = false;
        good = run_part(g, f, db, j, &more, e);
        if (good && more) {
            g->seen = j->seen;
            *joined += j->joined;
            if (g->tell != NULL) {
                g->tell(g->ctx, g->seen, *joined);
            }
        }
        free(j);
    }
    return good;
}
