// likely.c: see likely.h.
//
// Two steps: a count of common words by their rarity finds a few candidates among all that is in hand; the likeness of match/
// is then asked for these only, since it costs much more.
#include "core/desk/likely.h"

#include "base/utf8.h"
#include "core/desk/access.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "match/pairs.h"
#include "text/hash.h"
#include "text/personal.h"

#include <math.h>

enum {
    MATTERS_MOST = 300,
    POINTS_MAX = 400, // of a text that are compared
    RANGES_MAX = 32,
    WORD_MIN = 2,     // bytes
    SHARED_MIN = 2,   // one shared word says nothing
    TRIES = 3,        // candidates of a kind for a message
    REASON_WORDS = 5,
};

// Of a title: how much of it stands in the message, by rarity. Of a text: at this share of common words it is worth asking
// further.
static const float title_least = 0.5f;
static const float text_least = 0.3f;

// What a message is compared with: the title of a matter (no message), a message of one, or one of the inbox (no matter).
struct doc {
    const struct matter_row *matter;
    const struct message_row *message;
    struct str text;  // without numbers of persons
    float weight;     // of its different words
    float shared;     // with the message that is looked at now
    uint32_t n_shared;
};

// One occurrence of a word in a doc; the next one of the same word is `next` - 1, 0 for none.
struct posting {
    uint32_t doc, next;
};

struct slot {
    uint64_t fold;
    uint32_t head; // as posting.next
    uint32_t docs;
    uint32_t seen; // the last message that had it, counted from 1
};

struct pool {
    struct arena *a;
    struct tx *tx;
    const struct likely_reader *reader;
    struct matter_row *matters;
    size_t n_matters;
    struct doc *docs;
    size_t n_docs, cap_docs;
    struct posting *postings;
    size_t n_postings, cap_postings;
    struct slot *slots;
    size_t mask, used;
    struct token_list tokens;
};

// A pair whose likeness is asked for.
struct candidate {
    size_t message; // number in the list that was given
    const struct doc *doc;
};

// ---- the docs

// The beginning of a text, with blanks where it names a person by number.
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

static void add_doc(struct pool *p, const struct matter_row *matter, const struct message_row *message, struct str text)
{
    if (text.n == 0) {
        return;
    }
    if (p->n_docs == p->cap_docs) {
        p->cap_docs = p->cap_docs == 0 ? 256 : p->cap_docs * 2;
        struct doc *more = ARENA_ARRAY(p->a, struct doc, p->cap_docs);
        if (p->n_docs > 0) {
            memcpy(more, p->docs, p->n_docs * sizeof *more);
        }
        p->docs = more;
    }
    p->docs[p->n_docs++] = (struct doc){.matter = matter, .message = message, .text = plain(p->a, text)};
}

// Those of the office, then those that it gave to its departments.
static bool load_matters(struct pool *p, struct err *e)
{
    const struct site *s = p->reader->site;
    int64_t here = p->reader->office_id;
    p->matters = ARENA_ARRAY(p->a, struct matter_row, MATTERS_MOST);
    for (size_t k = 0; k <= s->n_offices; k++) { // first the office itself
        int64_t office = k == 0 ? here : s->offices[k - 1].id;
        struct matter_row *list;
        size_t n;
        if (k > 0 && (office == here || !office_own(s, office, here))) {
            continue;
        }
        if (!q_matters_likely(p->tx, s->home, office, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n && p->n_matters < MATTERS_MOST; i++) {
            if (office == here || list[i].number_office_id == here) {
                p->matters[p->n_matters++] = list[i];
            }
        }
    }
    return true;
}

// The words of a matter's first messages that the member may read in a list.
static bool add_voices(struct pool *p, const struct matter_row *matter, struct err *e)
{
    const struct likely_reader *r = p->reader;
    struct matter_voices_row *list;
    size_t n;
    if (!q_matter_voices(p->tx, r->site->home, matter->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct message_row *m = ARENA_NEW(p->a, struct message_row);
        *m = (struct message_row){.home_id = r->site->home, .id = list[i].id, .office_id = list[i].office_id,
                                  .about_office_id = list[i].about_office_id, .may_show = list[i].may_show};
        enum words_access access;
        if (!words_access(p->tx, r->site, r->offices, r->n_offices, m, matter, &access, e)) {
            return false;
        }
        if (access == WORDS_OPEN) {
            add_doc(p, matter, m, list[i].words);
        }
    }
    return true;
}

static bool add_inbox(struct pool *p, const struct message_row *list, size_t n, struct err *e)
{
    const struct likely_reader *r = p->reader;
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = 0; k < p->n_docs && !known; k++) {
            known = p->docs[k].matter == NULL && p->docs[k].message->id == list[i].id;
        }
        enum words_access access = WORDS_NOT_THERE;
        if (!known && str_eq(list[i].state, STR("inbox")) &&
            !words_access(p->tx, r->site, r->offices, r->n_offices, &list[i], NULL, &access, e)) {
            return false;
        }
        if (access == WORDS_OPEN) {
            add_doc(p, NULL, &list[i], list[i].words);
        }
    }
    return true;
}

static bool load_docs(struct pool *p, const struct message_row *messages, size_t n, struct err *e)
{
    struct message_row *latest;
    size_t n_latest;
    if (!load_matters(p, e)) {
        return false;
    }
    for (size_t i = 0; i < p->n_matters; i++) {
        add_doc(p, &p->matters[i], NULL, p->matters[i].title);
        if (!add_voices(p, &p->matters[i], e)) {
            return false;
        }
    }
    return add_inbox(p, messages, n, e) &&
           q_inbox_latest(p->tx, p->reader->site->home, p->reader->office_id, &latest, &n_latest, e) &&
           add_inbox(p, latest, n_latest, e);
}

// ---- their words

static struct slot *slot_of(const struct pool *p, uint64_t fold)
{
    size_t i = hash_mix(fold) & p->mask;
    while (p->slots[i].head != 0 && p->slots[i].fold != fold) {
        i = (i + 1) & p->mask;
    }
    return &p->slots[i];
}

static void grow_slots(struct pool *p)
{
    struct slot *old = p->slots;
    size_t n = old == NULL ? 0 : p->mask + 1;
    p->mask = n == 0 ? 4095 : n * 2 - 1;
    p->slots = ARENA_ARRAY(p->a, struct slot, p->mask + 1);
    for (size_t i = 0; i < n; i++) {
        if (old[i].head != 0) {
            *slot_of(p, old[i].fold) = old[i];
        }
    }
}

static uint32_t new_posting(struct pool *p, size_t doc, uint32_t next)
{
    if (p->n_postings == p->cap_postings) {
        p->cap_postings = p->cap_postings == 0 ? 4096 : p->cap_postings * 2;
        struct posting *more = ARENA_ARRAY(p->a, struct posting, p->cap_postings);
        if (p->n_postings > 0) {
            memcpy(more, p->postings, p->n_postings * sizeof *more);
        }
        p->postings = more;
    }
    p->postings[p->n_postings++] = (struct posting){(uint32_t)doc, next};
    return (uint32_t)p->n_postings;
}

static bool counts(const struct token *t)
{
    return !t->extra && t->len >= WORD_MIN;
}

static void index_doc(struct pool *p, size_t doc)
{
    tokenise(&p->tokens, p->docs[doc].text, NULL, NULL, 0);
    for (size_t i = 0; i < p->tokens.n; i++) {
        if (!counts(&p->tokens.v[i])) {
            continue;
        }
        if (p->slots == NULL || p->used * 2 > p->mask) {
            grow_slots(p);
        }
        struct slot *s = slot_of(p, p->tokens.v[i].fold);
        if (s->head != 0 && p->postings[s->head - 1].doc == doc) {
            continue;
        }
        p->used += s->head == 0;
        s->fold = p->tokens.v[i].fold;
        s->head = new_posting(p, doc, s->head);
        s->docs++;
    }
}

// How rare a word is among the docs, as BM25 has it.
static float rarity(const struct pool *p, const struct slot *s)
{
    float all = (float)p->n_docs + 10;
    float with = (float)s->docs;
    return logf(1 + (all - with + 0.5f) / (with + 0.5f));
}

static void index_docs(struct pool *p)
{
    for (size_t i = 0; i < p->n_docs; i++) {
        index_doc(p, i);
    }
    for (size_t i = 0; p->slots != NULL && i <= p->mask; i++) {
        float weight = p->slots[i].head == 0 ? 0 : rarity(p, &p->slots[i]);
        for (uint32_t at = p->slots[i].head; at != 0; at = p->postings[at - 1].next) {
            p->docs[p->postings[at - 1].doc].weight += weight;
        }
    }
}

// ---- candidates

// What each doc shares with the text, number `turn` from 1. Returns the weight of the text's own words.
static float share(struct pool *p, struct str text, uint32_t turn)
{
    float own = 0;
    for (size_t i = 0; i < p->n_docs; i++) {
        p->docs[i].shared = 0;
        p->docs[i].n_shared = 0;
    }
    tokenise(&p->tokens, text, NULL, NULL, 0);
    for (size_t i = 0; i < p->tokens.n && p->slots != NULL; i++) {
        struct slot *s = slot_of(p, p->tokens.v[i].fold);
        if (!counts(&p->tokens.v[i]) || s->head == 0 || s->seen == turn) {
            continue;
        }
        s->seen = turn;
        float weight = rarity(p, s);
        own += weight;
        for (uint32_t at = s->head; at != 0; at = p->postings[at - 1].next) {
            p->docs[p->postings[at - 1].doc].shared += weight;
            p->docs[p->postings[at - 1].doc].n_shared++;
        }
    }
    return own;
}

// The rarest words of the tokenised text that the doc has too, as they are written there.
static struct str shared_words(struct pool *p, struct str text, const struct doc *d)
{
    const struct token *kept[REASON_WORDS];
    float rare[REASON_WORDS];
    size_t n = 0;
    for (size_t i = 0; i < p->tokens.n; i++) {
        const struct token *t = &p->tokens.v[i];
        struct slot *s = slot_of(p, t->fold);
        bool both = false;
        for (size_t k = 0; k < n; k++) {
            both = both || kept[k]->fold == t->fold;
        }
        if (both || !counts(t)) {
            continue;
        }
        for (uint32_t at = s->head; at != 0 && !both; at = p->postings[at - 1].next) {
            both = &p->docs[p->postings[at - 1].doc] == d;
        }
        if (!both || s->head == 0) {
            continue;
        }
        float weight = rarity(p, s);
        if (n == REASON_WORDS) { // the commonest of them gives way
            size_t least = 0;
            for (size_t k = 1; k < n; k++) {
                least = rare[k] <= rare[least] ? k : least;
            }
            if (rare[least] >= weight) {
                continue;
            }
            memmove(kept + least, kept + least + 1, (n - least - 1) * sizeof kept[0]);
            memmove(rare + least, rare + least + 1, (n - least - 1) * sizeof rare[0]);
            n--;
        }
        kept[n] = t;
        rare[n++] = weight;
    }
    struct str out = STR("");
    for (size_t k = 0; k < n; k++) {
        struct str word = str_slice(text, kept[k]->from, kept[k]->to);
        out = str_fmt(p->a, "%.*s%s%.*s", STR_ARG(out), k == 0 ? "" : ", ", STR_ARG(word));
    }
    return out;
}

// One more, where it is likelier than what stands there; of a matter only the likelier voice.
static void put_matter(struct pool *p, struct likely *out, struct str text, const struct doc *d, float score)
{
    size_t at = 0;
    while (at < out->n_matters && out->matters[at].matter != d->matter) {
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
    tokenise(&p->tokens, text, NULL, NULL, 0);
    out->matters[at] = (struct likely_matter){d->matter, shared_words(p, text, d), score};
}

static void put_twin(struct likely *out, const struct doc *d, float score)
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
    out->twins[at] = (struct likely_twin){d->message, score};
}

static float title_score(const struct doc *d)
{
    return d->n_shared < SHARED_MIN || d->weight <= 0 ? 0 : d->shared / d->weight;
}

// The share of common words, by weight.
static float text_score(const struct doc *d, float own)
{
    return own + d->weight <= 0 ? 0 : 2 * d->shared / (own + d->weight);
}

struct best {
    const struct doc *doc[TRIES];
    float score[TRIES];
    size_t n;
};

static void keep_best(struct best *b, const struct doc *d, float score)
{
    size_t at = 0;
    while (at < b->n && (d->matter == NULL || b->doc[at]->matter != d->matter)) {
        at++;
    }
    if (at == TRIES) {
        at--;
    }
    if (at < b->n && b->score[at] >= score) {
        return;
    }
    b->n = at == b->n ? at + 1 : b->n;
    for (; at > 0 && b->score[at - 1] < score; at--) {
        b->doc[at] = b->doc[at - 1];
        b->score[at] = b->score[at - 1];
    }
    b->doc[at] = d;
    b->score[at] = score;
}

// Titles are settled here; texts become candidates. Returns how many.
static size_t look(struct pool *p, const struct message_row *m, struct str text, size_t number, struct likely *out,
                   struct candidate *found)
{
    struct best titles = {.n = 0};
    struct best texts = {.n = 0};
    struct best beside = {.n = 0};
    float own = share(p, text, (uint32_t)number + 1);
    for (size_t i = 0; i < p->n_docs; i++) {
        const struct doc *d = &p->docs[i];
        int64_t about = d->matter == NULL ? d->message->about_office_id : d->matter->about_office_id;
        if (d->n_shared == 0 || about != m->about_office_id || (d->matter == NULL && d->message->id == m->id)) {
            continue;
        }
        float score = d->message == NULL ? title_score(d) : text_score(d, own);
        if (score >= (d->message == NULL ? title_least : text_least)) {
            keep_best(d->message == NULL ? &titles : d->matter == NULL ? &beside : &texts, d, score);
        }
    }
    size_t n = 0;
    for (size_t i = 0; i < texts.n; i++) {
        found[n++] = (struct candidate){number, texts.doc[i]};
    }
    for (size_t i = 0; i < beside.n; i++) {
        found[n++] = (struct candidate){number, beside.doc[i]};
    }
    for (size_t i = 0; i < titles.n; i++) {
        put_matter(p, out, text, titles.doc[i], titles.score[i]);
    }
    return n;
}

static bool find_all(struct pool *p, const struct message_row *messages, size_t n, struct likely *out, struct err *e)
{
    struct str *texts = ARENA_ARRAY(p->a, struct str, n);
    struct candidate *found = ARENA_ARRAY(p->a, struct candidate, n * 2 * TRIES);
    struct pairs_text *pairs = ARENA_ARRAY(p->a, struct pairs_text, n * 2 * TRIES);
    struct likeness *likeness = ARENA_ARRAY(p->a, struct likeness, n * 2 * TRIES);
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        texts[i] = plain(p->a, messages[i].words);
        n_found += look(p, &messages[i], texts[i], i, &out[i], found + n_found);
    }
    for (size_t i = 0; i < n_found; i++) {
        pairs[i] = (struct pairs_text){texts[found[i].message], found[i].doc->text};
    }
    if (n_found > 0 && !pairs_likeness(pairs, n_found, likeness, e)) {
        return false;
    }
    for (size_t i = 0; i < n_found; i++) {
        struct likely *here = &out[found[i].message];
        if (likeness[i].score >= PAIRS_SAME && found[i].doc->matter != NULL) {
            put_matter(p, here, texts[found[i].message], found[i].doc, likeness[i].score);
        } else if (likeness[i].score >= PAIRS_SAME) {
            put_twin(here, found[i].doc, likeness[i].score);
        }
    }
    return true;
}

bool likely_find(struct tx *tx, const struct likely_reader *r, const struct message_row *messages, size_t n,
                 struct likely **out, struct err *e)
{
    struct pool p = {.a = tx_arena(tx), .tx = tx, .reader = r, .tokens = TOKEN_LIST_INIT};
    *out = ARENA_ARRAY(p.a, struct likely, n + 1);
    if (n == 0) {
        return true;
    }
    bool good = load_docs(&p, messages, n, e);
    if (good) {
        index_docs(&p);
        good = find_all(&p, messages, n, *out, e);
    }
    token_list_free(&p.tokens);
    return good;
}
