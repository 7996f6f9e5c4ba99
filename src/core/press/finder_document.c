// finder_document.c: see finder_document.h.
#include "core/press/finder_document.h"

#include "core/desk/access.h"
#include "core/press/finder_part.h"
#include "core/steer/document_access.h"
#include "db/q_document.h"
#include "docs/markdown.h"
#include "i18n/civil.h"
#include "text/hash.h"
#include "text/personal.h"

enum { RANGES_MAX = 64, TEXT_BYTES_MAX = 512 << 10 };

// An item's state: in which book the document is, and whether the item stands at another office than the one whose book it is.
enum { STATE_ISSUED = 1, STATE_ELSEWHERE = 2 };

uint32_t finder_document_states(bool issued)
{
    return issued ? 1u << STATE_ISSUED | 1u << (STATE_ISSUED | STATE_ELSEWHERE) : 1u | 1u << STATE_ELSEWHERE;
}

// ---- into the index

// The item with the text of a document at an office; the way back is the same. Below zero, since a document's own id is above.
static int64_t place_id(int64_t id, int64_t office_id)
{
    return -(id ^ (int64_t)(hash_mix((uint64_t)office_id) & INT64_MAX));
}

static int64_t document_of(const struct match_hit *hit)
{
    return hit->id > 0 ? hit->id : -place_id(-hit->id, hit->attr.office);
}

static int64_t year_start(const struct site *s, const struct document_row *d)
{
    return d->year == 0 ? d->recorded_at : tz_day_start(s->tz, civil_day((int)d->year, 1, 1));
}

// Offices that read the text, each once; whose book it is comes first.
static bool read_places(struct tx *tx, const struct document_row *d, int64_t **out, size_t *n, struct err *e)
{
    struct document_coordinators_row *with;
    struct document_addressees_row *to;
    size_t n_with;
    size_t n_to = 0;
    bool sent = str_eqz(d->state, "issued") || str_eqz(d->state, "recalled");
    if (!q_document_coordinators(tx, d->home_id, d->id, &with, &n_with, e) ||
        (sent && !q_document_addressees(tx, d->home_id, d->id, &to, &n_to, e))) {
        return false;
    }
    int64_t *list = ARENA_ARRAY(tx_arena(tx), int64_t, n_with + n_to + 2);
    size_t all = 0;
    list[all++] = d->office_id;
    if (d->handler_id != 0) {
        list[all++] = d->handler_id;
    }
    for (size_t i = 0; i < n_with; i++) {
        list[all++] = with[i].office_id;
    }
    for (size_t i = 0; i < n_to; i++) {
        list[all++] = to[i].office_id;
    }
    *n = 0;
    for (size_t i = 0; i < all; i++) {
        size_t at = 0;
        while (at < *n && list[at] != list[i]) {
            at++;
        }
        list[at] = list[i];
        *n += at == *n;
    }
    *out = list;
    return true;
}

static void put_text(struct finder *f, int64_t item, struct str text, const struct match_attr *attr)
{
    struct text_range skip[RANGES_MAX];
    size_t n = personal_ranges(text, skip, RANGES_MAX);
    match_add(f->documents, item, text, attr, skip, n);
}

// An office that no longer has a part in it keeps its place until the index is made anew; access is asked with each find.
bool finder_put_document(struct finder *f, struct tx *tx, const struct site *s, int64_t id, struct err *e)
{
    struct document_row d;
    int64_t *places;
    size_t n;
    enum q_got got = q_document_by_id(tx, s->home, id, &d, e);
    if (got != Q_ROW || !read_places(tx, &d, &places, &n, e)) {
        return got == Q_NONE;
    }
    struct match_attr attr = {.kind = (uint8_t)document_kind_of(d.kind), .public = d.number != 0, .office = d.office_id,
                              .state = str_eqz(d.book, "di") ? STATE_ISSUED : 0, .time = year_start(s, &d)};
    struct buf text = buf_new(TEXT_BYTES_MAX);
    const struct str line[] = {d.mark, d.summary, d.issuer, d.addressees};
    for (size_t i = 0; i < ARRAY_LEN(line); i++) {
        buf_add(&text, line[i]);
        buf_addc(&text, '\n');
    }
    put_text(f, id, buf_str(&text), &attr);
    buf_add(&text, markdown_words(tx_arena(tx), d.body));
    attr.public = false;
    for (size_t i = 0; i < n; i++) {
        attr.office = places[i];
        attr.state |= i > 0 ? STATE_ELSEWHERE : 0;
        if (i > 0 || d.body.n > 0) {
            put_text(f, place_id(id, places[i]), buf_str(&text), &attr);
        } else {
            match_remove(f->documents, place_id(id, places[i]));
        }
    }
    buf_free(&text);
    return true;
}

// ---- searching

// The offices whose documents these members read whole, and those of which they see what the book says.
struct reach {
    int64_t *own, *below;
    size_t n_own, n_below;
};

static bool in_filter(const struct match_filter *f, int64_t office_id)
{
    bool in = f->n_offices == 0;
    for (size_t i = 0; i < f->n_offices && !in; i++) {
        in = f->offices[i] == office_id;
    }
    return in;
}

static struct reach reach_of(const struct site *s, const struct finder_document_ask *ask, struct arena *a)
{
    size_t all = s->n_offices + s->n_gone;
    struct reach r = {.own = ARENA_ARRAY(a, int64_t, all), .below = ARENA_ARRAY(a, int64_t, all)};
    for (size_t k = 0; k < all; k++) {
        int64_t id = s->offices[k].id;
        bool own = false;
        bool below = false;
        for (size_t i = 0; i < ask->n_offices; i++) {
            own = own || office_own(s, id, ask->offices[i]);
            below = below || site_within(s, id, ask->offices[i]);
        }
        if (own) { // the filter's too: what is elsewhere than in its office's book stands at one of these
            r.own[r.n_own++] = id;
        } else if (below && in_filter(&ask->filter, id)) {
            r.below[r.n_below++] = id;
        }
    }
    return r;
}

struct hits {
    struct match_hits of[2];
    bool more;
};

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The words with each number of a document, "12/KH-UBND", as a phrase for the operators of match.h, and without anything else
// that is one. STR_NONE where there is no such number.
static struct str with_numbers_whole(struct str words, struct arena *a)
{
    struct buf b = buf_new(4096);
    bool any = false;
    for (size_t at = 0; at < words.n;) {
        size_t end = at;
        bool digit = false;
        bool slash = false;
        for (; end < words.n && !blank(words.p[end]); end++) {
            digit = digit || (words.p[end] >= '0' && words.p[end] <= '9');
            slash = slash || words.p[end] == '/';
        }
        any = any || (digit && slash);
        buf_addz(&b, digit && slash ? " \"" : " ");
        for (; at < end; at++) {
            char c = words.p[at];
            bool part = digit && slash ? c != '"' : c != '"' && c != ':' && c != '-';
            buf_addc(&b, part ? c : ' ');
        }
        buf_addz(&b, digit && slash ? "\"" : "");
        at = end + 1;
    }
    struct str s = any ? str_copy(a, buf_str(&b)) : STR_NONE;
    buf_free(&b);
    return s;
}

static void ask_index(const struct finder *f, const struct finder_document_ask *ask, struct str whole, const int64_t *offices,
                      size_t n, bool line, struct arena *a, struct hits *out)
{
    struct match_ask query = {.filter = ask->filter, .limit = MATCH_LIMIT, .operators = whole.p != NULL};
    struct match_found found = {.n = 0};
    query.filter.offices = offices;
    query.filter.n_offices = n;
    query.filter.public_only = line;
    if (n == 0) { // no filter would mean all
        return;
    }
    if (whole.p != NULL) {
        match_query(f->documents, whole, &query, a, &out->of[line]);
    } else {
        match_find(f->documents, ask->words, &query, NULL, 0, a, &out->of[line], &found);
    }
    out->more = out->more || found.n > out->of[line].n || (whole.p != NULL && out->of[line].n == MATCH_LIMIT);
}

// By numbers of documents as a whole, where the words have some and any document has them; else by the words.
static struct hits ask_both(const struct finder *f, const struct finder_document_ask *ask, const struct reach *r, struct arena *a)
{
    struct str whole = with_numbers_whole(ask->words, a);
    struct hits hits = {.more = false};
    ask_index(f, ask, whole, r->own, r->n_own, false, a, &hits);
    ask_index(f, ask, whole, r->below, r->n_below, true, a, &hits);
    if (whole.p != NULL && hits.of[0].n + hits.of[1].n == 0) {
        ask_index(f, ask, STR_NONE, r->own, r->n_own, false, a, &hits);
        ask_index(f, ask, STR_NONE, r->below, r->n_below, true, a, &hits);
    }
    return hits;
}

static int by_id(const void *a, const void *b)
{
    const struct finder_document *x = a;
    const struct finder_document *y = b;
    return x->id != y->id ? (x->id < y->id ? -1 : 1) : (x->office_id == 0) - (y->office_id == 0);
}

static int by_score(const void *a, const void *b)
{
    const struct finder_document *x = a;
    const struct finder_document *y = b;
    return x->score != y->score ? (x->score < y->score ? 1 : -1) : (x->id > y->id) - (x->id < y->id);
}

// All that was found, a document once with its best score. office_id 0: found only at another office than its book's.
static size_t gather(const struct hits *hits, struct finder_document *out)
{
    size_t n = 0;
    for (size_t k = 0; k < ARRAY_LEN(hits->of); k++) {
        for (size_t i = 0; i < hits->of[k].n; i++) {
            const struct match_hit *h = &hits->of[k].v[i];
            out[n++] = (struct finder_document){.id = document_of(h), .score = h->score, .kind = h->attr.kind,
                                                .office_id = (h->attr.state & STATE_ELSEWHERE) != 0 ? 0 : h->attr.office,
                                                .issued = (h->attr.state & STATE_ISSUED) != 0, .time = h->attr.time};
        }
    }
    qsort(out, n, sizeof *out, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && out[kept - 1].id == out[i].id) {
            out[kept - 1].score = out[i].score > out[kept - 1].score ? out[i].score : out[kept - 1].score;
        } else {
            out[kept++] = out[i];
        }
    }
    return kept;
}

// What is found only where an office has a part in it: has it still? The store has the last word.
static bool read_elsewhere(struct tx *tx, const struct site *s, const struct finder_document_ask *ask, struct finder_document *d,
                           bool *yes, struct err *e)
{
    struct document_row row;
    enum document_access access;
    enum q_got got = q_document_by_id(tx, s->home, d->id, &row, e);
    *yes = false;
    if (got != Q_ROW || !document_access(tx, s, ask->offices, ask->n_offices, &row, &access, e)) {
        return got == Q_NONE;
    }
    *yes = access >= DOCUMENT_TEXT;
    d->office_id = row.office_id;
    return true;
}

bool finder_documents(const struct finder *f, struct tx *tx, const struct site *s, const struct finder_document_ask *ask,
                      struct finder_documents *out, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct reach r = reach_of(s, ask, a);
    struct hits hits = ask_both(f, ask, &r, a);
    struct finder_document *list = ARENA_ARRAY(a, struct finder_document, hits.of[0].n + hits.of[1].n + 1);
    size_t n = gather(&hits, list);
    *out = (struct finder_documents){.v = list, .more = hits.more};
    for (size_t i = 0; i < n; i++) {
        bool yes = true;
        if (list[i].office_id == 0 && !read_elsewhere(tx, s, ask, &list[i], &yes, e)) {
            return false;
        }
        if (yes && in_filter(&ask->filter, list[i].office_id)) {
            list[out->n++] = list[i];
        }
    }
    qsort(list, out->n, sizeof *list, by_score);
    return true;
}

void finder_document_extract(const struct finder *f, struct str words, struct str text, size_t max, struct arena *a,
                             struct match_extract *out)
{
    match_extract(f->documents, words, text, max, a, out);
}
