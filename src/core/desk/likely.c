// likely.c: see likely.h.
//
// The index says what has the rare words of a message in common with it. The message itself stands in it too: what scores
// far below that is not looked at further.
#include "core/desk/likely.h"

#include "base/utf8.h"
#include "core/desk/access.h"
#include "core/desk/same.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_sameness.h"
#include "match/alike.h"
#include "text/personal.h"

enum {
    POINTS_MAX = 400,  // of a text that are compared
    RANGES_MAX = 32,
    ASKED_WORDS = 8,   // the rarest of a message
    LOOKED_AT = 16,    // of what the index finds, for a message
    PLACED_AT = 32,    // the same for what the program does by itself
    REASON_WORDS = 4,
    MATTERS_SEEN = 64, // remembered over the messages of one page
};

static const double score_least = 0.2;  // of the message's own score in the index
static const float well_ahead = 0.15f;  // likeness of the first matter above the next

struct looking {
    struct arena *a;
    struct tx *tx;
    struct arena asking; // what a question to the index needs; over with the message
    const struct likely_reader *reader;
    int64_t *offices; // the office and its departments
    size_t n_offices;
    float suggest_from;
    struct matter_row *matters; // read already
    size_t n_matters;
    // of the message that is looked at now
    const struct message_row *message;
    struct alike *alike;
    struct sameness_refused_row *refused;
    size_t n_refused;
};

// A text without the numbers of persons, and not longer than is compared.
static struct str plain(struct arena *a, struct str text)
{
    struct str s = utf8_clip(text, POINTS_MAX);
    struct text_range hide[RANGES_MAX];
    size_t n = s.n == 0 ? 0 : personal_ranges(s, hide, RANGES_MAX);
    if (n == 0) {
        return s;
    }
    char *bytes = arena_copy(a, s.p, s.n);
    for (size_t i = 0; i < n; i++) {
        memset(bytes + hide[i].from, ' ', hide[i].to - hide[i].from);
    }
    return (struct str){bytes, s.n};
}

static size_t own_offices(const struct site *s, int64_t office, struct arena *a, int64_t **out)
{
    size_t n = 0;
    *out = ARENA_ARRAY(a, int64_t, s->n_offices + 1);
    for (size_t i = 0; i < s->n_offices; i++) {
        if (s->offices[i].id == office || office_own(s, s->offices[i].id, office)) {
            (*out)[n++] = s->offices[i].id;
        }
    }
    return n;
}

static bool in_hand(const struct matter_row *m)
{
    return str_eq(m->state, STR("new")) || str_eq(m->state, STR("open")) || str_eq(m->state, STR("waiting")) ||
           str_eq(m->state, STR("answered"));
}

static uint32_t state_bit(const char *state)
{
    uint8_t number;
    bool known = finder_state(str_c(state), &number);
    BUG_ON(!known);
    return 1u << number;
}

static uint32_t inbox_state(void)
{
    return state_bit("inbox");
}

static uint32_t in_hand_states(void)
{
    return state_bit("new") | state_bit("open") | state_bit("waiting") | state_bit("answered");
}

// The matter, where it may be named: in hand, of the office or given by it to a department, about nobody else, not refused.
// *out NULL: it may not.
static bool matter_of(struct looking *l, int64_t id, const struct matter_row **out, struct err *e)
{
    const struct site *s = l->reader->site;
    int64_t here = l->reader->office_id;
    struct matter_row *m = NULL;
    *out = NULL;
    for (size_t i = 0; i < l->n_refused; i++) {
        if (l->refused[i].matter_id == id) {
            return true;
        }
    }
    for (size_t i = 0; i < l->n_matters && m == NULL; i++) {
        m = l->matters[i].id == id ? &l->matters[i] : NULL;
    }
    if (m == NULL) {
        m = l->n_matters < MATTERS_SEEN ? &l->matters[l->n_matters] : ARENA_NEW(l->a, struct matter_row);
        enum q_got got = q_matter_by_id(l->tx, s->home, id, m, e);
        if (got != Q_ROW) {
            return got == Q_NONE;
        }
        l->n_matters += l->n_matters < MATTERS_SEEN;
    }
    bool ours = m->office_id == here || (office_own(s, m->office_id, here) && m->number_office_id == here);
    *out = ours && in_hand(m) && m->about_office_id == l->message->about_office_id ? m : NULL;
    return true;
}

// One more, where it is likelier than what stands there; of a matter only what is likeliest.
static void put_matter(struct looking *l, struct likely *out, const struct matter_row *m, struct str text, float score)
{
    size_t at = 0;
    while (at < out->n_matters && out->matters[at].matter->id != m->id) {
        at++;
    }
    if (at < out->n_matters && out->matters[at].score >= score) {
        return;
    }
    if (at == LIKELY_MAX) {
        at--;
        if (out->matters[at].score >= score) {
            return;
        }
    }
    out->n_matters = at == out->n_matters ? at + 1 : out->n_matters;
    for (; at > 0 && out->matters[at - 1].score < score; at--) {
        out->matters[at] = out->matters[at - 1];
    }
    out->matters[at] = (struct likely_matter){m, alike_words(l->alike, text, REASON_WORDS, l->a), score};
}

static void put_twin(struct likely *out, const struct message_row *m, float score)
{
    size_t at = out->n_twins;
    if (at == LIKELY_MAX) {
        at--;
        if (out->twins[at].score >= score) {
            return;
        }
    } else {
        out->n_twins++;
    }
    for (; at > 0 && out->twins[at - 1].score < score; at--) {
        out->twins[at] = out->twins[at - 1];
    }
    out->twins[at] = (struct likely_twin){m, score};
}

static bool look_at_title(struct looking *l, int64_t id, struct likely *out, struct err *e)
{
    const struct matter_row *m;
    if (!matter_of(l, id, &m, e)) {
        return false;
    }
    if (m != NULL && m->title.n > 0) {
        struct str title = plain(l->a, m->title);
        float score = alike_listed(l->alike, title, STR(""));
        if (score > 0 && score >= l->suggest_from) {
            put_matter(l, out, m, title, score);
        }
    }
    return true;
}

// A message that the index found, with the matter that it is in. *matter NULL and *there: it waits in the inbox.
static bool voice_of(struct looking *l, int64_t id, struct message_row **out, const struct matter_row **matter, bool *there,
                     struct err *e)
{
    struct message_row *m = ARENA_NEW(l->a, struct message_row);
    struct message_link_now_row link;
    *there = false;
    *matter = NULL;
    *out = m;
    enum q_got got = q_message_by_id(l->tx, l->message->home_id, id, m, e);
    if (got != Q_ROW || m->words.n == 0 || m->about_office_id != l->message->about_office_id) {
        return got != Q_ERROR;
    }
    if (str_eq(m->state, STR("inbox"))) {
        *there = true;
        return true;
    }
    got = str_eq(m->state, STR("joined")) ? q_message_link_now(l->tx, m->home_id, id, &link, e) : Q_NONE;
    if (got != Q_ROW) {
        return got != Q_ERROR;
    }
    bool good = matter_of(l, link.matter_id, matter, e);
    *there = *matter != NULL;
    return good;
}

static bool look_at_message(struct looking *l, int64_t id, struct likely *out, struct err *e)
{
    const struct likely_reader *r = l->reader;
    const struct matter_row *matter;
    struct message_row *m;
    bool there;
    enum words_access access;
    if (!voice_of(l, id, &m, &matter, &there, e)) {
        return false;
    }
    if (!there || (matter == NULL && m->office_id != r->office_id)) {
        return true;
    }
    if (!words_access(l->tx, r->site, r->offices, r->n_offices, m, matter, &access, e)) {
        return false;
    }
    if (access != WORDS_OPEN) {
        return true;
    }
    struct str text = plain(l->a, m->words);
    struct str title = matter == NULL ? STR("") : plain(l->a, matter->title);
    float score = alike_listed(l->alike, title, text);
    if (matter == NULL && score > 0) {
        score = alike_to(l->alike, text).score;
    }
    if (score > 0 && score >= l->suggest_from && matter != NULL) {
        put_matter(l, out, matter, str_fmt(l->a, "%.*s.\n%.*s", STR_ARG(title), STR_ARG(text)), score);
    } else if (score > 0 && score >= l->suggest_from) {
        put_twin(out, m, score);
    }
    return true;
}

// Begin with a message: its own words, what staff refused, and what the index finds, without the message itself; of that
// only what scores near enough to it.
static bool begin(struct looking *l, const struct message_row *m, size_t limit, struct match_hits *hits, struct err *e)
{
    struct str text = plain(l->a, m->words);
    l->message = m;
    l->alike = alike_new(finder_desk_index(l->reader->finder), text);
    if (!q_sameness_refused(l->tx, m->home_id, m->id, &l->refused, &l->n_refused, e)) {
        return false;
    }
    struct match_ask ask = {.limit = limit, .rough = limit == LOOKED_AT,
                            .filter = {.kinds = 1u << MATCH_MATTER | 1u << MATCH_MESSAGE,
                                       .states = in_hand_states() | inbox_state(),
                                       .offices = l->offices, .n_offices = l->n_offices}};
    match_query(finder_desk_index(l->reader->finder), alike_rarest(l->alike, ASKED_WORDS, &l->asking), &ask, &l->asking, hits);
    double own = 0;
    size_t n = 0;
    for (size_t i = 0; i < hits->n; i++) {
        hits->v[i].id = hits->v[i].id < 0 ? -hits->v[i].id : hits->v[i].id; // its second place (finder.c)
        own = hits->v[i].id == m->id ? hits->v[i].score : own;
    }
    for (size_t i = 0; i < hits->n; i++) {
        if (hits->v[i].id != m->id && hits->v[i].score >= own * score_least) {
            hits->v[n++] = hits->v[i];
        }
    }
    hits->n = n;
    return true;
}

static struct looking looking_new(struct tx *tx, const struct likely_reader *r)
{
    struct looking l = {.a = tx_arena(tx), .tx = tx, .reader = r};
    l.n_offices = own_offices(r->site, r->office_id, l.a, &l.offices);
    l.matters = ARENA_ARRAY(l.a, struct matter_row, MATTERS_SEEN);
    return l;
}

static bool find_one(struct looking *l, const struct message_row *m, struct likely *out, struct err *e)
{
    struct match_hits hits;
    bool good = begin(l, m, LOOKED_AT, &hits, e);
    for (size_t i = 0; good && i < hits.n; i++) {
        good = hits.v[i].attr.kind == MATCH_MATTER ? look_at_title(l, hits.v[i].id, out, e)
                                                   : look_at_message(l, hits.v[i].id, out, e);
    }
    alike_free(l->alike);
    arena_reset(&l->asking);
    return good;
}

bool likely_find(struct tx *tx, const struct likely_reader *r, const struct message_row *messages, size_t n,
                 struct likely **out, struct err *e)
{
    struct looking l = looking_new(tx, r);
    struct same_measure measure;
    *out = ARENA_ARRAY(l.a, struct likely, n + 1);
    if (n == 0 || l.n_offices == 0) {
        return true;
    }
    if (!same_measure(tx, r->site->home, r->office_id, &measure, e)) {
        return false;
    }
    l.suggest_from = (float)measure.suggest_from / 1000;
    bool good = true;
    for (size_t i = 0; good && i < n; i++) {
        good = messages[i].words.n == 0 || find_one(&l, &messages[i], &(*out)[i], e);
    }
    arena_free(&l.asking);
    return good;
}

// ---- by itself

// What one found message says to placing: identical ones and the likest matter with the next.
struct placing {
    struct saying own;                  // of the message itself
    const struct matter_row *identical; // of the first message with the same words
    bool several;                       // of different matters
    const struct matter_row *best;
    struct likeness likeness;
    float next;
};

static void weigh(struct placing *p, const struct matter_row *m, struct likeness l)
{
    if (p->best != NULL && p->best->id == m->id) {
        p->likeness = l.score > p->likeness.score ? l : p->likeness;
    } else if (p->best == NULL || l.score > p->likeness.score) {
        p->next = p->best == NULL ? 0 : p->likeness.score;
        p->best = m;
        p->likeness = l;
    } else if (l.score > p->next) {
        p->next = l.score;
    }
}

static bool weigh_message(struct looking *l, int64_t id, struct placing *p, struct err *e)
{
    const struct matter_row *matter;
    struct message_row *m;
    bool there;
    if (!voice_of(l, id, &m, &matter, &there, e)) {
        return false;
    }
    if (!there || matter == NULL || m->office_id != l->message->office_id) {
        return true;
    }
    weigh(p, matter, alike_to(l->alike, plain(l->a, m->words)));
    if (saying_same(p->own, saying_new(finder_desk_index(l->reader->finder), m->words), LIKELY_IDENTICAL)) {
        p->several = p->several || (p->identical != NULL && p->identical->id != matter->id);
        p->identical = matter;
    }
    return true;
}

bool likely_place(struct tx *tx, const struct finder *f, const struct site *s, const struct message_row *m,
                  int join_from, struct likely_place *out, struct err *e)
{
    struct likely_reader r = {.finder = f, .site = s, .office_id = m->office_id};
    struct looking l = looking_new(tx, &r);
    struct placing p = {.own = saying_new(finder_desk_index(f), m->words)};
    struct match_hits hits;
    *out = (struct likely_place){.likeness = 0};
    if (m->words.n == 0 || l.n_offices == 0) {
        return true;
    }
    bool good = begin(&l, m, PLACED_AT, &hits, e);
    for (size_t i = 0; good && i < hits.n; i++) {
        good = hits.v[i].attr.kind == MATCH_MATTER || weigh_message(&l, hits.v[i].id, &p, e);
    }
    alike_free(l.alike);
    arena_free(&l.asking);
    int likeness = (int)(p.likeness.score * 1000);
    bool near = p.best != NULL && likeness >= join_from && p.likeness.conflicts == 0 && p.likeness.score - p.next >= well_ahead;
    if (good && p.identical != NULL && !p.several) {
        *out = (struct likely_place){*p.identical, true, 1000};
    } else if (good && p.identical == NULL && near) {
        *out = (struct likely_place){*p.best, false, likeness};
    }
    return good;
}

bool likely_identical(struct tx *tx, const struct finder *f, const struct message_row *m, size_t max,
                      struct message_row **out, size_t *n, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct match_hits hits;
    struct match_ask ask = {.limit = max + 1, .filter = {.kinds = 1u << MATCH_MESSAGE, .states = inbox_state(),
                                                           .offices = &m->office_id, .n_offices = 1}};
    *out = ARENA_ARRAY(a, struct message_row, max + 1);
    *n = 0;
    struct alike *whole = alike_new(finder_desk_index(f), m->words);
    struct saying own = saying_new(finder_desk_index(f), m->words);
    match_query(finder_desk_index(f), alike_rarest(whole, ASKED_WORDS, a), &ask, a, &hits);
    bool good = true;
    for (size_t i = 0; good && i < hits.n && *n < max; i++) {
        struct message_row *twin = &(*out)[*n];
        enum q_got got = hits.v[i].id == m->id ? Q_NONE : q_message_by_id(tx, m->home_id, hits.v[i].id, twin, e);
        good = got != Q_ERROR;
        *n += got == Q_ROW && str_eq(twin->state, STR("inbox")) && twin->office_id == m->office_id &&
              twin->about_office_id == m->about_office_id &&
              saying_same(own, saying_new(finder_desk_index(f), twin->words), LIKELY_IDENTICAL);
    }
    alike_free(whole);
    return good;
}
