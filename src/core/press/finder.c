// finder.c: see finder.h.
#include "core/press/finder.h"

#include "core/desk/access.h"
#include "core/event.h"
#include "core/office/words.h"
#include "core/press/finder_part.h"
#include "db/q_finder.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "docs/markdown.h"
#include "match/operators.h"
#include "text/personal.h"

enum { RANGES_MAX = 64, TEXT_BYTES_MAX = 512 << 10 };

bool finder_new(struct finder **out, struct err *e)
{
    struct finder *f = xcalloc(1, sizeof *f);
    pthread_mutex_init(&f->saving, NULL);
    pthread_mutex_init(&f->writing, NULL);
    if (!match_open(NULL, &f->open, e) || !match_open(NULL, &f->desk, e) || !match_open(NULL, &f->documents, e)) {
        finder_free(f);
        return false;
    }
    *out = f;
    return true;
}

void finder_free(struct finder *f)
{
    if (f == NULL) {
        return;
    }
    match_close(f->open);
    match_close(f->desk);
    match_close(f->documents);
    arena_free(&f->words_mem);
    pthread_mutex_destroy(&f->saving);
    pthread_mutex_destroy(&f->writing);
    free(f);
}

bool finder_ready(const struct finder *f)
{
    return atomic_load(&f->ready);
}

bool finder_damaged(const struct finder *f)
{
    return match_damaged(f->open) || match_damaged(f->desk) || match_damaged(f->documents);
}

// Both locks are held.
static void begin_anew(struct finder *f)
{
    atomic_store(&f->ready, false);
    f->loaded = false;
    f->seen = 0;
    f->saved = 0;
}

void finder_empty(struct finder *f)
{
    pthread_mutex_lock(&f->saving);
    pthread_mutex_lock(&f->writing);
    begin_anew(f);
    match_clear(f->open);
    match_clear(f->desk);
    match_clear(f->documents);
    pthread_mutex_unlock(&f->writing);
    pthread_mutex_unlock(&f->saving);
}

bool finder_words(struct finder *f, const struct site *s, bool *other, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct match_options words = words_of_site(s, &a);
    bool good = true;
    pthread_mutex_lock(&f->saving);
    pthread_mutex_lock(&f->writing);
    *other = !str_eq(words.abbreviations, f->words.abbreviations) || !str_eq(words.synonyms, f->words.synonyms);
    if (*other) {
        begin_anew(f);
        arena_reset(&f->words_mem); // what cannot be read is not read again each time
        f->words = (struct match_options){str_copy(&f->words_mem, words.abbreviations), str_copy(&f->words_mem, words.synonyms)};
        good = match_words(f->open, &f->words, e) && match_words(f->desk, &f->words, e) &&
               match_words(f->documents, &f->words, e);
    }
    pthread_mutex_unlock(&f->writing);
    pthread_mutex_unlock(&f->saving);
    arena_free(&a);
    return good;
}

const struct match *finder_open_index(const struct finder *f)
{
    return f->open;
}

const struct match *finder_desk_index(const struct finder *f)
{
    return f->desk;
}

// ---- one thing into the indexes, as it stands in the store now

bool finder_state(struct str state, uint8_t *number)
{
    static const char *const states[] = {"inbox", "new", "open", "waiting", "answered", "closed", "void"};
    for (uint8_t i = 0; i < ARRAY_LEN(states); i++) {
        if (str_eqz(state, states[i])) {
            *number = i;
            return true;
        }
    }
    return false;
}

static uint8_t state_number(struct str state)
{
    uint8_t n = 0;
    BUG_ON(!finder_state(state, &n));
    return n;
}

// Where a message of the desk's index stands: with the office that answers, and with the one that received it where the first
// is no part of it. The second place is the message's id below zero.
struct places {
    struct match_attr attr;
    bool twice;
    struct match_attr receiver;
};

static bool message_places(struct tx *tx, const struct site *s, const struct message_row *m, struct places *out, struct err *e)
{
    struct finder_message_matter_row in;
    enum q_got got = q_finder_message_matter(tx, s->home, m->id, &in, e);
    *out = (struct places){.attr = {.kind = MATCH_MESSAGE, .office = m->office_id, .time = m->received_at}};
    out->attr.state = state_number(got == Q_ROW ? in.state : STR("inbox"));
    out->receiver = out->attr;
    if (got == Q_ROW) {
        out->attr.office = in.office_id;
        out->twice = !office_own(s, in.office_id, m->office_id);
    }
    return got != Q_ERROR;
}

static bool put_message(struct finder *f, struct tx *tx, const struct site *s, int64_t id, struct err *e)
{
    struct message_row m;
    struct places at;
    enum q_got got = q_message_by_id(tx, s->home, id, &m, e);
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    if (m.words.n == 0 || str_eq(m.state, STR("handed_over"))) {
        match_remove(f->desk, id);
        match_remove(f->desk, -id);
        return true;
    }
    if (!message_places(tx, s, &m, &at, e)) {
        return false;
    }
    struct text_range skip[RANGES_MAX];
    size_t n_skip = personal_ranges(m.words, skip, RANGES_MAX);
    match_add(f->desk, id, m.words, &at.attr, skip, n_skip);
    if (at.twice) {
        match_add(f->desk, -id, m.words, &at.receiver, skip, n_skip);
    } else {
        match_remove(f->desk, -id);
    }
    return true;
}

// Public titles of a matter, one a line, after its working title.
static bool put_matter(struct finder *f, struct tx *tx, const struct site *s, int64_t id, struct err *e)
{
    struct matter_row m;
    struct matter_titles_row *titles;
    size_t n;
    enum q_got got = q_matter_by_id(tx, s->home, id, &m, e);
    if (got != Q_ROW || !q_matter_titles(tx, s->home, id, &titles, &n, e)) {
        return got == Q_NONE;
    }
    struct match_attr attr = {.kind = MATCH_MATTER, .state = state_number(m.state), .public = m.public_at != 0,
                              .office = m.office_id, .time = m.started_at};
    struct buf text = buf_new(TEXT_BYTES_MAX);
    buf_add(&text, m.title);
    buf_addc(&text, '\n');
    size_t working = text.n;
    for (size_t i = 0; i < n; i++) {
        buf_add(&text, titles[i].title);
        buf_addc(&text, '\n');
    }
    struct str all = buf_str(&text);
    if (m.public_at == 0 || n == 0) {
        match_remove(f->open, id);
    } else {
        struct match_attr shown = attr;
        shown.time = m.public_at;
        match_add(f->open, id, str_slice(all, working, all.n), &shown, NULL, 0);
    }
    if (m.title.n == 0 && n == 0) {
        match_remove(f->desk, id);
    } else {
        struct text_range skip[RANGES_MAX];
        size_t n_skip = personal_ranges(all, skip, RANGES_MAX);
        match_add(f->desk, id, all, &attr, skip, n_skip);
    }
    buf_free(&text);
    return true;
}

static bool put_publication(struct finder *f, struct tx *tx, const struct site *s, int64_t id, struct err *e)
{
    struct publication_row pub;
    struct version_row *list;
    size_t n;
    enum q_got got = q_publication_by_id(tx, s->home, id, &pub, e);
    if (got != Q_ROW || !q_versions_of_publication(tx, s->home, id, &list, &n, e)) {
        return got == Q_NONE;
    }
    struct buf text = buf_new(TEXT_BYTES_MAX);
    struct str lang = STR_NONE; // whose latest published version is in: newest first within a language
    bool out = str_eq(pub.state, STR("published")) && !pub.by_receipt;
    for (size_t i = 0; out && i < n; i++) {
        if (str_eq(list[i].state, STR("published")) && !str_eq(list[i].lang, lang)) {
            lang = list[i].lang;
            buf_add(&text, list[i].title);
            buf_addc(&text, '\n');
            buf_add(&text, markdown_words(tx_arena(tx), list[i].body));
            buf_addc(&text, '\n');
        }
    }
    if (text.n == 0) {
        match_remove(f->open, id);
    } else {
        match_add(f->open, id, buf_str(&text), &(struct match_attr){
            .kind = MATCH_PUBLICATION, .public = true, .office = pub.office_id, .time = pub.published_at}, NULL, 0);
    }
    buf_free(&text);
    return true;
}

typedef bool put_fn(struct finder *f, struct tx *tx, const struct site *s, int64_t id, struct err *e);

// ---- ids in the store

// The ids after *after: *after becomes the last one, *n 0 when there are no more.
typedef bool list_fn(struct tx *tx, int64_t home, int64_t *after, int64_t *ids, size_t *n, struct err *e);
enum { IDS_MAX = 200 };

#define LIST_OF(name, query)                                                                                            \
    static bool list_##name(struct tx *tx, int64_t home, int64_t *after, int64_t *ids, size_t *n, struct err *e)        \
    {                                                                                                                   \
        struct query##_row *rows;                                                                                       \
        if (!q_##query(tx, home, *after, &rows, n, e)) {                                                                \
            return false;                                                                                               \
        }                                                                                                               \
        BUG_ON(*n > IDS_MAX);                                                                                           \
        for (size_t i = 0; i < *n; i++) {                                                                               \
            *after = ids[i] = rows[i].id;                                                                               \
        }                                                                                                               \
        return true;                                                                                                    \
    }
LIST_OF(matters, finder_matters)
LIST_OF(publications, finder_publications)
LIST_OF(messages, finder_messages)
LIST_OF(documents, finder_documents)
#undef LIST_OF

// ---- everything, at the start

// One part in a snapshot of its own. *more false: that was the last.
static bool fill_part(struct finder *f, struct db *db, const struct site *s, list_fn *list, put_fn *put, int64_t *after,
                      bool *more, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    bool good = db_read_begin(db, &a, &tx, e);
    if (good) {
        int64_t ids[IDS_MAX];
        size_t n = 0;
        good = list(tx, s->home, after, ids, &n, e);
        for (size_t i = 0; good && i < n; i++) {
            good = put(f, tx, s, ids[i], e);
        }
        *more = n > 0;
        db_read_end(tx);
    }
    arena_free(&a);
    return good;
}

static bool fill_all(struct finder *f, struct db *db, const struct site *s, const _Atomic bool *stop, struct err *e)
{
    static const struct {
        list_fn *list;
        put_fn *put;
    } kinds[] = {{list_publications, put_publication}, {list_matters, put_matter}, {list_documents, finder_put_document},
                 {list_messages, put_message}};
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        int64_t after = 0;
        for (bool more = true; more;) {
            if (stop != NULL && atomic_load(stop)) {
                return true;
            }
            if (!fill_part(f, db, s, kinds[k].list, kinds[k].put, &after, &more, e)) {
                return false;
            }
        }
    }
    atomic_store(&f->ready, true);
    return true;
}

static bool last_event(struct db *db, int64_t home, int64_t *number, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    struct event_last_number_row last = {0};
    bool good = db_read_begin(db, &a, &tx, e);
    if (good) {
        good = q_event_last_number(tx, home, &last, e) != Q_ERROR;
        db_read_end(tx);
    }
    *number = last.event_number;
    arena_free(&a);
    return good;
}

bool finder_fill(struct finder *f, struct db *db, const struct site *s, const _Atomic bool *stop, struct err *e)
{
    if (f->loaded) { // only what came since
        atomic_store(&f->ready, true);
        return finder_follow(f, db, s, e);
    }
    pthread_mutex_lock(&f->writing);
    // What happens while it is read is taken in again afterwards, so nothing is missed.
    int64_t last;
    bool good = last_event(db, s->home, &last, e);
    if (good) {
        f->seen = last;
        good = fill_all(f, db, s, stop, e);
    }
    pthread_mutex_unlock(&f->writing);
    return good;
}

// ---- what happened since

static put_fn *put_of(struct str subject)
{
    return str_eq(subject, STR("matter"))        ? put_matter
           : str_eq(subject, STR("publication")) ? put_publication
           : str_eq(subject, STR("message"))     ? put_message
           : str_eq(subject, STR("document"))    ? finder_put_document
                                                 : NULL;
}

bool finder_take(struct finder *f, struct tx *tx, const struct site *s, enum match_kind kind, int64_t id, struct err *e)
{
    BUG_ON(kind != MATCH_MATTER && kind != MATCH_MESSAGE && kind != MATCH_PUBLICATION);
    put_fn *put = kind == MATCH_MATTER ? put_matter : kind == MATCH_MESSAGE ? put_message : put_publication;
    pthread_mutex_lock(&f->writing);
    bool good = put(f, tx, s, id, e);
    pthread_mutex_unlock(&f->writing);
    return good;
}

int64_t finder_seen(const struct finder *f)
{
    return atomic_load(&f->seen);
}

// After which finder_purge has something to do.
static bool takes_words(struct str kind)
{
    enum event_kind k = event_kind_of(kind);
    return k == EVENT_MESSAGE_ERASED || k == EVENT_MESSAGE_HANDED_OVER;
}

// After which the messages of a matter are in another state, or with another office.
static bool moves_messages(struct str kind)
{
    switch (event_kind_of(kind)) {
    case EVENT_MATTER_STARTED:
    case EVENT_MATTER_ASSIGNED:
    case EVENT_MATTER_ASKED:
    case EVENT_MATTER_RESUMED:
    case EVENT_MATTER_PASSED_ON:
    case EVENT_MATTER_ANSWERED:
    case EVENT_MATTER_CLOSED:
    case EVENT_MATTER_REOPENED:
    case EVENT_MATTER_CONTESTED:
    case EVENT_MATTER_RAISED:
        return true;
    default:
        return false;
    }
}

static bool move_messages(struct finder *f, struct tx *tx, const struct site *s, int64_t matter_id, struct err *e)
{
    size_t n = 0;
    int64_t after = 0;
    do {
        struct finder_messages_of_row *list;
        if (!q_finder_messages_of(tx, s->home, matter_id, after, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            after = list[i].message_id;
            if (!put_message(f, tx, s, after, e)) {
                return false;
            }
        }
    } while (n > 0);
    return true;
}

// What stands in an index and no longer in the store: ids of both in their order, a part at a time.
static bool drop_gone(struct match *m, enum match_kind kind, list_fn *list, struct db *db, const struct site *s, struct err *e)
{
    int64_t *held;
    size_t n_held = match_ids(m, kind, &held);
    size_t at = 0;
    while (at < n_held && held[at] < 0) { // second places: they go with the first
        at++;
    }
    int64_t after = 0;
    bool good = true;
    for (bool more = true; good && more;) {
        struct arena a = ARENA_INIT;
        struct tx *tx;
        int64_t ids[IDS_MAX];
        size_t n = 0;
        good = db_read_begin(db, &a, &tx, e);
        if (good) {
            good = list(tx, s->home, &after, ids, &n, e);
            db_read_end(tx);
        }
        arena_free(&a);
        more = n > 0;
        for (size_t i = 0; good && at < n_held && (i < n || !more);) {
            if (i < n && ids[i] < held[at]) {
                i++;
            } else if (i < n && ids[i] == held[at]) {
                at++;
            } else {
                match_remove(m, held[at]);
                match_remove(m, -held[at]);
                at++;
            }
        }
    }
    free(held);
    return good;
}

static bool drop_undone(struct finder *f, struct db *db, const struct site *s, struct err *e)
{
    bool good = drop_gone(f->desk, MATCH_MESSAGE, list_messages, db, s, e) &&
                drop_gone(f->desk, MATCH_MATTER, list_matters, db, s, e) &&
                drop_gone(f->open, MATCH_MATTER, list_matters, db, s, e);
    f->purge = true;
    return good;
}

// One page of events. *more false: the last was reached.
static bool follow_part(struct finder *f, struct db *db, const struct site *s, bool *more, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct tx *tx;
    bool good = db_read_begin(db, &a, &tx, e);
    *more = false;
    if (good) {
        struct event_row *list;
        size_t n = 0;
        int64_t before = f->seen;
        bool undone = false;
        good = q_events_after(tx, s->home, f->seen, &list, &n, e);
        for (size_t i = 0; good && i < n; i++) {
            put_fn *put = put_of(list[i].subject);
            good = (put == NULL || put(f, tx, s, list[i].subject_id, e)) &&
                   (!moves_messages(list[i].kind) || move_messages(f, tx, s, list[i].subject_id, e));
            if (takes_words(list[i].kind)) {
                f->purge = true;
            }
            undone = undone || event_kind_of(list[i].kind) == EVENT_IMPORT_UNDONE;
            f->seen = good ? list[i].number : f->seen;
        }
        *more = n > 0;
        db_read_end(tx);
        if (good && undone && !drop_undone(f, db, s, e)) {
            f->seen = before; // again the next time
            good = false;
        }
    }
    arena_free(&a);
    return good;
}

bool finder_follow(struct finder *f, struct db *db, const struct site *s, struct err *e)
{
    if (!finder_ready(f)) {
        return true;
    }
    pthread_mutex_lock(&f->writing);
    bool more = true;
    bool good = true;
    while (good && more) {
        good = follow_part(f, db, s, &more, e);
    }
    pthread_mutex_unlock(&f->writing);
    return good;
}

// ---- searching

void finder_find(const struct finder *f, struct str words, bool typing, const struct match_filter *filter, const int64_t *borders,
                 size_t n_borders, struct arena *a, struct match_hits *out, struct match_found *found)
{
    struct match_ask ask = {.filter = *filter, .limit = MATCH_LIMIT, .prefix = typing};
    ask.filter.public_only = true;
    match_find(f->open, words, &ask, borders, n_borders, a, out, found);
}

// May they read what was found? A message's words as access.h says; a matter's working title at its own office.
static bool may_read(struct tx *tx, const struct site *s, const int64_t *offices, size_t n, const struct match_hit *hit,
                     bool *yes, struct err *e)
{
    *yes = false;
    if (hit->attr.kind == MATCH_MATTER) {
        struct matter_row m;
        enum q_got got = q_matter_by_id(tx, s->home, hit->id, &m, e);
        bool concerned = false; // by any of them, whatever they are allowed at another
        for (size_t i = 0; got == Q_ROW && i < n; i++) {
            concerned = concerned || (m.about_office_id != 0 && site_within(s, offices[i], m.about_office_id));
            *yes = *yes || office_own(s, m.office_id, offices[i]);
        }
        *yes = *yes && !concerned;
        return got != Q_ERROR;
    }
    struct message_row m;
    struct message_link_now_row link;
    struct matter_row matter;
    enum q_got got = q_message_by_id(tx, s->home, hit->id, &m, e);
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    enum q_got linked = q_message_link_now(tx, s->home, m.id, &link, e);
    if (linked == Q_ROW) {
        linked = q_matter_by_id(tx, s->home, link.matter_id, &matter, e);
    }
    enum words_access access;
    if (linked == Q_ERROR || !words_access(tx, s, offices, n, &m, linked == Q_ROW ? &matter : NULL, &access, e)) {
        return false;
    }
    *yes = access == WORDS_OPEN; // what is recorded when it is read is opened on its own page, not in a list
    return true;
}

// The offices that have in hand what members of these may read, all of them or those of one office. Returns how many.
static size_t offices_near(const struct site *s, const struct finder_ask *ask, int64_t *out)
{
    size_t found = 0;
    for (size_t k = 0; k < s->n_offices + s->n_gone; k++) { // what a former office did is its heir's
        int64_t id = s->offices[k].id;
        bool near = false;
        for (size_t i = 0; i < ask->n_offices; i++) {
            near = near || office_own(s, id, ask->offices[i]);
        }
        if (near && (ask->office == 0 || office_own(s, id, ask->office))) {
            out[found++] = id;
        }
    }
    return found;
}

static int64_t bare_id(int64_t id)
{
    return id < 0 ? -id : id;
}

static bool among(const struct match_hits *hits, int64_t id)
{
    for (size_t i = 0; i < hits->n; i++) {
        if (hits->v[i].id == id) {
            return true;
        }
    }
    return false;
}

bool finder_desk(const struct finder *f, struct tx *tx, const struct site *s, const struct finder_ask *ask,
                 struct match_hits *out, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct match_hits all;
    int64_t *near = ARENA_ARRAY(a, int64_t, s->n_offices + s->n_gone);
    struct match_ask query = {.limit = MATCH_LIMIT, .operators = true, .filter = ask->filter};
    query.filter.offices = near;
    query.filter.n_offices = offices_near(s, ask, near);
    *out = (struct match_hits){ARENA_ARRAY(a, struct match_hit, ask->limit), 0};
    if (query.filter.n_offices == 0) {
        return true; // no filter would mean all
    }
    match_query(f->desk, ask->words, &query, a, &all);
    for (size_t i = 0; i < all.n && out->n < ask->limit; i++) {
        bool yes;
        all.v[i].id = bare_id(all.v[i].id);
        if (among(out, all.v[i].id)) {
            continue;
        }
        if (!may_read(tx, s, ask->offices, ask->n_offices, &all.v[i], &yes, e)) {
            return false;
        }
        if (yes) {
            out->v[out->n++] = all.v[i];
        }
    }
    return true;
}

void finder_extract(const struct finder *f, struct str words, struct str text, size_t max, struct arena *a,
                    struct match_extract *out)
{
    match_extract(f->open, words, text, max, a, out);
}

void finder_desk_extract(const struct finder *f, struct str words, struct str text, size_t max, struct arena *a,
                         struct match_extract *out)
{
    struct operators ops;
    operators_read(words, a, &ops);
    match_extract(f->desk, ops.clean, text, max, a, out);
}

bool finder_desk_explain(const struct finder *f, struct str words, int64_t id, struct arena *a, struct match_reasons *out)
{
    return match_explain(f->desk, words, true, id, a, out) || match_explain(f->desk, words, true, -id, a, out);
}
