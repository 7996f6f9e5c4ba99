// sketch.c: what each word of a text does, by the tables of phrases, synonyms and opposites.
#include "match/sketch.h"

#include "base/utf8.h"
#include "match/asking.h"
#include "text/fold.h"
#include "text/hash.h"
#include "text/syllable.h"

enum { NAME_WORDS = 2, SCOPE = 4, FEW_MARKS = 4 }; // of a place's name; how far a denial reaches over words that only join

// Where the tables of phrases are asked: the words of the sketch from i on, as many as a phrase can have.
struct reading {
    struct sketch *s;
    const struct token_list *tokens;
    struct str text;
    enum phrase_language language;
    bool marked;
    struct phrase_hit *hits; // PHRASE_WORDS for each word: of the phrases that begin there
};

// What begins at word i: n phrases of one word, two, and so on.
static const struct phrase_hit *hits_at(const struct reading *r, uint32_t i, unsigned *n)
{
    *n = r->s->n - i < PHRASE_WORDS ? r->s->n - i : PHRASE_WORDS;
    return r->hits + (size_t)i * PHRASE_WORDS;
}

static unsigned hashes_from(const struct reading *r, uint32_t i, uint64_t *out, unsigned most)
{
    unsigned n = 0;
    for (; n < most && i + n < r->s->n; n++) {
        out[n] = r->marked ? r->s->words[i + n].exact : r->s->words[i + n].fold;
    }
    return n;
}

// Words of the longest phrase of one of the classes, 0 for none; its hit into *hit.
static unsigned longest(const struct phrase_hit *hits, unsigned n, uint32_t classes, struct phrase_hit *hit)
{
    for (unsigned k = n; k > 0; k--) {
        if (hits[k - 1].classes & classes) {
            *hit = hits[k - 1];
            return k;
        }
    }
    return 0;
}

static void set(struct sketch *s, uint32_t i, unsigned words, unsigned flag)
{
    for (unsigned k = 0; k < words && i + k < s->n; k++) {
        s->words[i + k].flags |= flag;
    }
}

// Is nothing but courtesies left from word i to the end of its clause? Then a denial before it asks: "có được không ạ".
static bool clause_ends(const struct sketch *s, uint32_t i)
{
    while (i < s->n && !(s->words[i].flags & SKETCH_FIRST)) {
        if (!(s->words[i].flags & SKETCH_POLITE) && s->words[i].len > 1) {
            return false;
        }
        i++;
    }
    return true;
}

// What is denied or lacking: the next word that has a meaning of its own.
static void deny(struct sketch *s, uint32_t i, unsigned words, uint32_t flag)
{
    for (uint32_t k = i + words; k < s->n && k < i + words + SCOPE; k++) {
        if (!(s->words[k].flags & SKETCH_LIGHT)) {
            s->words[k].flags |= flag;
            return;
        }
    }
}

static uint32_t clause_end(const struct sketch *s, uint32_t i)
{
    while (i < s->n && !(s->words[i].flags & SKETCH_FIRST)) {
        i++;
    }
    return i;
}

// Courtesies and words that join first: what the others reach over.
static void find_light(const struct reading *r)
{
    struct sketch *s = r->s;
    for (uint32_t i = 0; i < s->n; i++) {
        unsigned n;
        const struct phrase_hit *hits = hits_at(r, i, &n);
        struct phrase_hit hit;
        if (longest(hits, n, UINT32_MAX, &hit) == 0) {
            continue;
        }
        set(s, i, longest(hits, n, PHRASE_POLITE, &hit), SKETCH_POLITE);
        set(s, i, longest(hits, n, PHRASE_FUNCTION, &hit), SKETCH_FUNCTION);
        set(s, i, longest(hits, n, PHRASE_PASSIVE, &hit), SKETCH_PASSIVE);
        set(s, i, longest(hits, n, PHRASE_FROM, &hit), SKETCH_FROM);
        set(s, i, longest(hits, n, PHRASE_TO, &hit), SKETCH_TO);
        set(s, i, longest(hits, n, PHRASE_MUTUAL, &hit), SKETCH_MUTUAL);
        set(s, i, longest(hits, n, PHRASE_TIME, &hit), SKETCH_TIME);
        set(s, i, longest(hits, n, PHRASE_WHERE, &hit), SKETCH_WHERE);
        unsigned number = longest(hits, n, PHRASE_NUMBER, &hit);
        if (number > 0) {
            s->words[i].value = hit.value;
            set(s, i + 1, number - 1, SKETCH_FUNCTION);
        }
        if (longest(hits, n > 0, PHRASE_TIMES, &hit) > 0 && i > 0 && s->words[i - 1].value >= 0) {
            for (unsigned k = 0; k < hit.value && s->words[i - 1].value < INT64_MAX / 100; k++) {
                s->words[i - 1].value *= 10;
            }
            set(s, i, 1, SKETCH_FUNCTION);
        }
    }
    for (uint32_t i = 0; i < s->n; i++) { // "Hoa", "Nam", "A": a name says something, whatever else it spells
        bool pronoun = r->language == PHRASE_ENGLISH && s->words[i].len == 1; // "I"
        if (s->words[i].flags & SKETCH_NAME && !pronoun) {
            s->words[i].flags &= ~(uint32_t)SKETCH_LIGHT;
        }
    }
}

static void find_places(const struct reading *r)
{
    unsigned named = 0, none = 0; // words left of a place's name; of a phrase that only seems to say the kind of one
    for (uint32_t i = 0; i < r->s->n; i++) {
        unsigned n;
        struct phrase_hit hit = {0, 0};
        const struct phrase_hit *hits = hits_at(r, i, &n);
        unsigned words = longest(hits, n, PHRASE_PLACE | PHRASE_KIND, &hit);
        none = words > 0 && hit.value > 0 ? words : none;
        bool place = none == 0 && hits->classes & PHRASE_PLACE;
        set(r->s, i, none == 0 ? words : 0, SKETCH_KIND);
        set(r->s, i, named > 0 && !place && !(r->s->words[i].flags & SKETCH_FUNCTION), SKETCH_PLACE);
        named = place ? NAME_WORDS : named > 0 ? named - 1 : 0;
        none -= none > 0;
    }
}

// Does a denial of one word at the end of its clause ask? "có được không ạ", "đã sửa chưa", but not "đến nay vẫn chưa".
static bool asks_at_end(const struct reading *r, uint32_t i, unsigned words)
{
    return words == 1 && i > 1 && r->language == PHRASE_VIETNAMESE && !(r->s->words[i - 1].flags & SKETCH_FUNCTION) &&
           clause_ends(r->s, i + words);
}

// What sets it right, asked for or not done yet, at the end of a clause: "đề nghị sửa", "cần xử lý gấp", "chưa ai sửa".
// Any letter says it.
static void find_requests(const struct reading *r)
{
    struct sketch *s = r->s;
    uint32_t denied = 0, denied_end = 0; // where the last denial begins and ends
    for (uint32_t i = 1; i < s->n; i++) {
        unsigned n;
        const struct phrase_hit *hits = hits_at(r, i, &n);
        struct phrase_hit hit;
        unsigned words = longest(hits, n, PHRASE_REMEDY, &hit), denies = longest(hits, n, PHRASE_DENY, &hit);
        bool after_denial = denied_end > 0 && i < denied + SCOPE;
        bool asked = s->words[i - 1].flags & (SKETCH_POLITE | SKETCH_FUNCTION) || (after_denial && i == denied_end);
        if (words > 0 && asked && clause_ends(s, i + words)) {
            set(s, i, words, SKETCH_POLITE);
            set(s, denied, after_denial ? i - denied : 0, SKETCH_POLITE);
        }
        if (denies > 0) {
            denied = i;
            denied_end = i + denies;
        }
    }
}

// What the phrase of `words` words would be taken for without its marks.
static uint32_t bare_classes(const struct reading *r, uint32_t i, unsigned words)
{
    uint64_t run[PHRASE_WORDS];
    struct phrase_hit hits[PHRASE_WORDS];
    for (unsigned k = 0; k < words; k++) {
        run[k] = r->s->words[i + k].fold;
    }
    phrases_at(run, words, false, r->language, hits);
    return hits[words - 1].classes;
}

// Denials and questions: a question within a denial ("không ai") is none, a denial at the end of a clause is a
// question. An English word asks at the beginning of a sentence, or in a text with a question mark.
static void find_tone(const struct reading *r)
{
    struct sketch *s = r->s;
    uint32_t denied_until = 0;
    bool perfect = false; // "đã" stood before
    bool mark = r->text.n > 0 && memchr(r->text.p, '?', r->text.n) != NULL;
    for (uint32_t i = 0; i < s->n;) {
        unsigned n;
        const struct phrase_hit *hits = hits_at(r, i, &n);
        struct phrase_hit hit = {0, 0}, ask = {0, 0};
        unsigned denies = longest(hits, n, PHRASE_DENY, &hit), asks = longest(hits, n, PHRASE_ASKS, &ask);
        unsigned joins = longest(hits, n, PHRASE_FUNCTION | PHRASE_POLITE, &hit);
        joins = joins > 1 ? joins : 0;
        bool loose = (ask.classes & (PHRASE_ASK_WHAT | PHRASE_ASK_WHO)) && i < denied_until; // "không có bác sĩ nào"
        bool may_ask =
            (r->language == PHRASE_VIETNAMESE || mark || i == 0) && !loose && !(s->words[i].flags & SKETCH_NAME);
        if (denies > 0 && denies >= asks && joins <= denies && asks_at_end(r, i, denies)) {
            s->asks |= PHRASE_ASK_YES;
            s->asks_bare |= PHRASE_ASK_YES;
            s->asks_done |= perfect;
            set(s, i, denies, SKETCH_ASKING);
        } else if (denies > 0 && denies >= asks && joins <= denies) {
            s->words[i].flags |= SKETCH_DENIES;
            deny(s, i, denies, SKETCH_DENIED);
            denied_until = clause_end(s, i + denies);
            set(s, i, denies, SKETCH_FUNCTION);
        } else if (asks > 0 && asks >= joins && may_ask) {
            s->asks |= ask.classes & PHRASE_ASKS;
            s->asks_bare |= bare_classes(r, i, asks) & PHRASE_ASKS;
            set(s, i, asks, SKETCH_ASKING);
        }
        perfect |= longest(hits, n > 0, PHRASE_PERFECT, &hit) > 0;
        if (longest(hits, n > 0, PHRASE_LACK, &hit) > 0) {
            s->words[i].flags |= SKETCH_LACKS;
            deny(s, i, 1, SKETCH_LACKED);
        }
        unsigned step = denies > asks ? denies : asks;
        step = joins > step ? joins : step;
        i += step > 0 ? step : 1;
    }
    s->asks |= mark ? PHRASE_ASK_ANY : 0u;
    s->asks_bare |= mark ? PHRASE_ASK_ANY : 0u;
}

// The next word that has a meaning of its own is what is done.
static void mark_done(struct sketch *s, uint32_t i)
{
    while (i < s->n && s->words[i].flags & SKETCH_FUNCTION && !(s->words[i].flags & SKETCH_FIRST)) {
        i++;
    }
    set(s, i, 1, SKETCH_DONE);
}

// "đã" and a remedy within the next words: it is settled.
static void find_settled(const struct reading *r)
{
    enum { NEAR = 4 };
    unsigned near = 0;
    for (uint32_t i = 0; i < r->s->n; i++) {
        unsigned n;
        const struct phrase_hit *hits = hits_at(r, i, &n);
        struct phrase_hit hit, other;
        unsigned settled = longest(hits, n, PHRASE_SETTLED, &hit), remedy = longest(hits, n, PHRASE_REMEDY, &other);
        if (settled > 0 || (near > 0 && remedy > 0)) {
            r->s->settled = true;
            r->s->ended |= settled > 0 && hit.value == 0;
            mark_done(r->s, settled > 0 ? i + settled : i);
        }
        bool denied = longest(hits, n, PHRASE_DENY, &other) > 0;
        near = longest(hits, n > 0, PHRASE_PERFECT, &other) > 0 ? NEAR : near > 0 && !denied ? near - 1 : 0;
    }
}

static void exclude(struct sketch *s, uint32_t row, uint32_t against, uint32_t from, unsigned words)
{
    if (words > 0 && s->n_excludes < SKETCH_EXCLUDES) {
        s->excludes[s->n_excludes++] = (struct sketch_phrase){row, against, (uint16_t)from, (uint16_t)words};
    }
}

static void stand_for(struct sketch *s, uint32_t row, uint32_t from, unsigned words)
{
    for (unsigned w = 0; w < words; w++) {
        uint32_t *rows = s->words[from + w].rows;
        unsigned k = 0;
        while (k < SKETCH_ROWS && rows[k] != 0) {
            k++;
        }
        if (k < SKETCH_ROWS) {
            rows[k] = row;
        }
    }
}

enum table { TABLE_SYNONYMS = 1, TABLE_ALIKE, TABLE_EITHER };

// What stands for each word, and what excludes it, by one of the tables.
static void find_rows(const struct reading *r, const struct synonyms *table, enum table which)
{
    struct sketch *s = r->s;
    uint64_t run[SYNONYM_WORDS];
    struct synonym_hit hit;
    bool whole = true; // a phrase within a phrase excludes nothing
    for (uint32_t i = 0, n = hashes_from(r, 0, run, SYNONYM_WORDS); i < s->n;) {
        synonyms_at(table, run, n, r->marked, &hit);
        for (unsigned k = 0; k < hit.n; k++) {
            uint32_t row = (uint32_t)which << 16 | hit.rows[k];
            int opposite = synonyms_opposite(table, hit.rows[k]);
            if (which == TABLE_EITHER) {
                exclude(s, row, row, i, whole ? hit.words : 0);
            } else if (opposite >= 0) {
                exclude(s, row, (uint32_t)which << 16 | (uint32_t)opposite, i, whole ? hit.words : 0);
            } else {
                stand_for(s, row, i, hit.words);
            }
        }
        whole = hit.words <= 1;
        n = hit.words > 0 ? hit.words - 1 : 0; // next the shorter phrase at the same place, then the next place
        if (n == 0) {
            n = hashes_from(r, ++i, run, SYNONYM_WORDS);
        }
    }
}

// Does a mark that ends a clause, or the beginning of the text, stand before the token?
static bool begins_clause(struct str text, const struct token *t)
{
    size_t at = t->from;
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '"')) {
        at--;
    }
    return at == 0 || strchr(".!?\n:;,-", text.p[at - 1]) != NULL;
}

// The words of an abbreviation have marks that nobody typed.
static bool typed_so(struct str text, const struct token *t)
{
    bool beyond = false;
    for (size_t i = t->from; i < t->to; i++) {
        beyond |= (unsigned char)text.p[i] >= 0x80;
    }
    return beyond;
}

// Whether bare letters can be a syllable, as syllable_is says: texts that are compared have their words in common.
static bool can_be_syllable(uint64_t fold, struct str bare)
{
    enum { SEEN = 2048 };
    static _Thread_local struct {
        uint64_t fold;
        bool yes;
    } seen[SEEN];
    size_t at = fold % SEEN;
    if (seen[at].fold != fold) {
        seen[at].fold = fold;
        seen[at].yes = syllable_is(bare);
    }
    return seen[at].yes;
}

// A capital at the beginning of a sentence, on what can be no Vietnamese word: a name there too.
static bool opens_foreign(const struct reading *r, const struct token *t, uint32_t flags)
{
    uint32_t cp;
    (void)utf8_next(str_slice(r->text, t->from, t->to), 0, &cp);
    return t->kind == TOKEN_WORD && !(flags & (SKETCH_SYLLABLE | SKETCH_NAME)) && flags & SKETCH_FIRST && fold_is_capital(cp);
}

static struct sketch_word word_of(const struct reading *r, const struct token *t, const struct asking *asking)
{
    struct str bare = token_text(r->tokens, t);
    struct sketch_word w = {.fold = t->fold, .exact = t->exact, .value = -1, .len = t->len, .marked = t->marked};
    memcpy(&w.letters, bare.p, bare.n < 8 ? bare.n : 8);
    if (t->kind == TOKEN_NUMBER && !str_int(bare, &w.value)) {
        w.value = -1;
    }
    w.flags =
        (uint32_t)((t->kind == TOKEN_NUMBER ? SKETCH_NUMBER : 0) | (can_be_syllable(t->fold, bare) ? SKETCH_SYLLABLE : 0) |
                   (token_is_name(r->text, t) ? SKETCH_NAME : 0) | (begins_clause(r->text, t) ? SKETCH_FIRST : 0) |
                   (asking_is(asking, t, r->marked) ? SKETCH_ASKING : 0));
    return w;
}

// "50k": the word behind the number is no "không", whatever it is short for, but times a thousand.
static bool is_thousand(struct str text, const struct token *t)
{
    bool k = t->to == t->from + 1 && (text.p[t->from] == 'k' || text.p[t->from] == 'K');
    return k && t->from > 0 && text.p[t->from - 1] >= '0' && text.p[t->from - 1] <= '9';
}

static void read_thousand(struct sketch *s, struct sketch_word *w)
{
    enum { THOUSAND = 1000 };
    if (s->n > 0 && s->words[s->n - 1].value >= 0 && s->words[s->n - 1].value < INT64_MAX / THOUSAND) {
        s->words[s->n - 1].value *= THOUSAND;
    }
    w->fold = hash_mix(w->fold); // no phrase of the tables
    w->exact = hash_mix(w->exact);
    w->flags |= SKETCH_FUNCTION | SKETCH_POLITE;
}

struct sketch *sketch_new(struct str text, const struct token_list *l, const struct asking *asking,
                          const struct synonyms *synonyms)
{
    size_t room = l->n < SKETCH_MAX ? l->n : SKETCH_MAX;
    struct sketch *s = xcalloc(1, sizeof *s + room * sizeof s->words[0]);
    struct reading r = {s, l, text, PHRASE_VIETNAMESE, false, NULL};
    size_t syllables = 0, letters = 0, capitals = 0;
    size_t marked = 0;
    for (size_t i = 0; i < l->n; i++) {
        marked += l->v[i].marked && typed_so(text, &l->v[i]);
    }
    r.marked = marked * FEW_MARKS >= l->n && marked > 0; // two or three words that were typed with care make no text with marks
    for (size_t i = 0; i < l->n && s->n < room; i++) {
        if (!l->v[i].extra) {
            struct sketch_word w = word_of(&r, &l->v[i], asking);
            letters += !(w.flags & SKETCH_NUMBER);
            syllables += w.flags & SKETCH_SYLLABLE && !(w.flags & SKETCH_NUMBER);
            s->hash = hash_pair(s->hash, w.fold);
            if (is_thousand(text, &l->v[i])) {
                read_thousand(s, &w);
            }
            w.flags |= opens_foreign(&r, &l->v[i], w.flags) ? SKETCH_OPENS : 0;
            s->capitals |= w.flags & SKETCH_NAME;
            capitals += (w.flags & SKETCH_NAME) != 0;
            s->words[s->n++] = w;
        }
    }
    s->marked = r.marked;
    if (capitals * 2 > s->n) { // all in capitals
        s->capitals = false;
        for (uint32_t i = 0; i < s->n; i++) {
            s->words[i].flags &= ~(uint32_t)SKETCH_NAME;
        }
    }
    r.language = !r.marked && syllables * 3 < letters * 2 ? PHRASE_ENGLISH : PHRASE_VIETNAMESE;
    for (uint32_t i = 0; i < s->n && r.language == PHRASE_VIETNAMESE && r.marked && capitals * 2 <= s->n; i++) {
        if (s->words[i].flags & SKETCH_OPENS) {
            s->words[i].flags |= SKETCH_NAME;
            s->capitals = true;
        }
    }
    r.hits = xmalloc((s->n + 1) * PHRASE_WORDS * sizeof *r.hits);
    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t run[PHRASE_WORDS];
        unsigned n = hashes_from(&r, i, run, PHRASE_WORDS);
        phrases_at(run, n, r.marked, r.language, r.hits + (size_t)i * PHRASE_WORDS);
    }
    find_light(&r);
    find_places(&r);
    find_requests(&r);
    find_tone(&r);
    find_settled(&r);
    free(r.hits);
    find_rows(&r, synonyms, TABLE_SYNONYMS);
    find_rows(&r, synonyms_alike(), TABLE_ALIKE);
    find_rows(&r, synonyms_either(), TABLE_EITHER);
    return s;
}
