// likeness.c: comparing two sketches word by word.
#include "match/likeness.h"

#include "base/utf8.h"
#include "match/asking.h"
#include "text/hash.h"
#include "text/syllable.h"

#include <math.h>

// Bare words by what they say. Each list is short enough to be read in one go.
static const char denies[] = "khong chua chang huy thoi not no never";
static const char places[] =
    "duong pho hem ngo ngach kiet quan huyen phuong xa thon ap to cho cau truong khu street ward";

// Runs of bare words, parted by commas.
static const char asks[] =
    "o dau,khi nao,bao nhieu,bao gio,bao lau,the nao,gi,nao,may gio,may ngay,cho hoi,xin hoi,hoi,phai khong";
static const char settled[] = "cam on,da duoc,khong con,xong,da sua,on dinh,hoat dong tro lai,da nhan duoc";

static bool listed(const char *list, struct str word)
{
    while (*list != 0) {
        size_t n = strcspn(list, " ");
        if (n == word.n && memcmp(list, word.p, n) == 0) {
            return true;
        }
        list += n + (list[n] == ' ');
    }
    return false;
}

// Do the words of the sketch contain one of the runs?
static bool has_run(const struct token_list *l, const char *runs)
{
    for (size_t i = 0; i < l->n; i++) {
        for (const char *run = runs; *run != 0;) {
            size_t k = i;
            bool same = true;
            while (*run != 0 && *run != ',') {
                size_t n = strcspn(run, " ,");
                while (k < l->n && l->v[k].extra) {
                    k++;
                }
                same = same && k < l->n && n == l->v[k].len && memcmp(run, l->bytes + l->v[k].at, n) == 0;
                k++;
                run += n + (run[n] == ' ');
            }
            if (same) {
                return true;
            }
            run += *run == ',';
        }
    }
    return false;
}

// Capital letters that make a name: not the first of a sentence.
static bool capital(struct str text, const struct token *t)
{
    struct str s = str_slice(text, t->from, t->to);
    char bare[TOKEN_MAX * 4];
    uint32_t cp;
    if (s.n == 0 || s.n > sizeof bare) {
        return false;
    }
    (void)utf8_next(s, 0, &cp);
    bool upper = (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp < 0xDF) || cp == 0x110 || cp == 0x102 || cp == 0x128 ||
                 cp == 0x168 || cp == 0x1A0 || cp == 0x1AF || (cp >= 0x1EA0 && cp <= 0x1EF9 && cp % 2 == 0);
    size_t at = t->from;
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '"')) {
        at--;
    }
    return upper && at > 0 && strchr(".!?\n:", text.p[at - 1]) == NULL;
}

struct sketch *sketch_new(struct str text, const struct token_list *l, const struct asking *asking)
{
    size_t room = l->n < SKETCH_MAX ? l->n : SKETCH_MAX;
    struct sketch *s = xmalloc(sizeof *s + room * sizeof s->words[0]);
    bool marked = false;
    for (size_t i = 0; i < l->n; i++) {
        marked |= l->v[i].marked;
    }
    s->n = 0;
    s->hash = 0;
    s->tones = (has_run(l, asks) ? SKETCH_ASKS : 0u) | (has_run(l, settled) ? SKETCH_SETTLED : 0u);
    unsigned named = 0; // words left of a place's name
    for (size_t i = 0; i < l->n && s->n < room; i++) {
        const struct token *t = &l->v[i];
        if (t->extra) {
            continue;
        }
        struct str bare = token_text(l, t);
        struct sketch_word w = {t->fold, t->exact, 0, t->len, 0, t->marked};
        memcpy(&w.letters, bare.p, bare.n < 8 ? bare.n : 8);
        bool place = listed(places, bare);
        w.flags = (uint8_t)((t->kind == TOKEN_NUMBER ? SKETCH_NUMBER : 0) | (listed(denies, bare) ? SKETCH_DENIES : 0) |
                            (named > 0 && !place ? SKETCH_PLACE : 0) | (syllable_is(bare) ? SKETCH_SYLLABLE : 0) |
                            (t->kind == TOKEN_WORD && capital(text, t) ? SKETCH_NAME : 0) |
                            (asking_is(asking, t, marked) ? SKETCH_ASKING : 0));
        named = place ? 2 : named > 0 ? named - 1 : 0;
        s->hash = hash_pair(s->hash, t->fold);
        s->words[s->n++] = w;
    }
    return s;
}

// ---- comparing

// What of `a` is found in `b`.
struct side {
    float all, shared;   // weight of different words, and of those that b has
    float missing_place; // weight of words of place names that b lacks
    float places;
    unsigned numbers, missing_numbers, denials;
    float marks, other_marks; // weight of shared words marked on both sides, and of those whose marks differ
    float pairs, shared_pairs;
    float names, missing_names;
    float replaced; // weight of words that stand between two words which the other has with another between
};

static float weight(const struct sketch_word *w, struct rarity r)
{
    float rare = r.of(r.context, w->fold);
    return (w->flags & SKETCH_ASKING ? 0.2f : 1.0f) * rare;
}

// One letter apart, which makes one of them no syllable; words of three letters or more.
static bool nearly(const struct sketch_word *a, const struct sketch_word *b)
{
    int d = (int)a->len - (int)b->len;
    if (a->len < 3 || b->len < 3 || d > 1 || d < -1 || ((a->flags | b->flags) & SKETCH_NUMBER) ||
        (a->flags & b->flags & SKETCH_SYLLABLE)) {
        return false;
    }
    char x[8], y[8];
    memcpy(x, &a->letters, 8);
    memcpy(y, &b->letters, 8);
    size_t n = a->len < 8 ? a->len : 8, m = b->len < 8 ? b->len : 8, head = 0, tail = 0;
    while (head < n && head < m && x[head] == y[head]) {
        head++;
    }
    while (tail < n - head && tail < m - head && x[n - 1 - tail] == y[m - 1 - tail]) {
        tail++;
    }
    size_t left = n - head - tail, other = m - head - tail;
    return (left <= 1 && other <= 1) || (left == 2 && other == 2 && x[head] == y[head + 1] && x[head + 1] == y[head]);
}

static const struct sketch_word *same_word(const struct sketch *s, const struct sketch_word *w, bool loose)
{
    for (uint32_t i = 0; i < s->n; i++) {
        if (loose ? nearly(&s->words[i], w) : s->words[i].fold == w->fold) {
            return &s->words[i];
        }
    }
    return NULL;
}

static bool has_pair(const struct sketch *s, uint64_t a, uint64_t b)
{
    for (uint32_t i = 0; i + 1 < s->n; i++) {
        if (s->words[i].fold == a && s->words[i + 1].fold == b) {
            return true;
        }
    }
    return false;
}

static void compare_word(const struct sketch_word *w, const struct sketch *b, float rare, struct side *out)
{
    const struct sketch_word *twin = same_word(b, w, false);
    out->all += rare;
    if (twin != NULL) {
        out->shared += rare;
        out->marks += w->marked && twin->marked ? rare : 0;
        out->other_marks += w->marked && twin->marked && w->exact != twin->exact ? rare : 0;
    } else if (same_word(b, w, true) != NULL) {
        out->shared += 0.7f * rare;
    }
    out->places += w->flags & SKETCH_PLACE ? rare : 0;
    out->missing_place += w->flags & SKETCH_PLACE && twin == NULL ? rare : 0;
    bool named = w->flags & SKETCH_NAME;
    out->names += named ? rare : 0;
    out->missing_names += named && twin == NULL && same_word(b, w, true) == NULL ? rare : 0;
    out->numbers += (w->flags & SKETCH_NUMBER) != 0;
    out->missing_numbers += w->flags & SKETCH_NUMBER && twin == NULL;
}

// Does b have, between the words that stand around a's word i (or at its end after the one before), another word?
static bool replaced(const struct sketch *a, uint32_t i, const struct sketch *b)
{
    for (uint32_t k = 1; i > 0 && k < b->n; k++) {
        bool before = b->words[k - 1].fold == a->words[i - 1].fold;
        bool after = i + 1 >= a->n ? k + 1 >= b->n : k + 1 < b->n && b->words[k + 1].fold == a->words[i + 1].fold;
        if (before && after && b->words[k].fold != a->words[i].fold && !nearly(&b->words[k], &a->words[i])) {
            return true;
        }
    }
    return false;
}

static struct side compare(const struct sketch *a, const struct sketch *b, struct rarity r)
{
    struct side out = {0};
    for (uint32_t i = 0; i < a->n; i++) {
        const struct sketch_word *w = &a->words[i];
        bool first = true;
        for (uint32_t k = 0; k < i && first; k++) {
            first = a->words[k].fold != w->fold;
        }
        out.denials += (w->flags & SKETCH_DENIES) != 0;
        if (first) {
            compare_word(w, b, weight(w, r), &out);
            out.replaced += same_word(b, w, false) == NULL && replaced(a, i, b) ? weight(w, r) : 0;
        }
        if (i + 1 < a->n) {
            float both = weight(w, r) + weight(w + 1, r);
            out.pairs += both;
            out.shared_pairs += has_pair(b, w->fold, w[1].fold) ? both : 0;
        }
    }
    return out;
}

static float share(float part, float all)
{
    return all > 0 ? part / all : 0;
}

// Fitted by logistic regression on tests/fixtures/pairs.vi.tsv (docs/engine.md says how); the first is the constant.
static const float coefficients[LIKENESS_FEATURES + 1] = {-0.86f, 2.70f,  2.07f, -2.33f, -2.19f, -3.50f, -0.29f,
                                                          -0.28f, -0.14f, 0.12f, -1.96f, -3.98f, 0.06f};

struct likeness likeness_of(const struct sketch *a, const struct sketch *b, struct rarity rarity)
{
    struct side x = compare(a, b, rarity), y = compare(b, a, rarity);
    struct likeness out = {.conflicts = 0};
    if (x.missing_numbers > 0 && y.missing_numbers > 0) {
        out.conflicts |= CONFLICT_NUMBER;
    }
    if (x.missing_place > 0.4f * x.places && y.missing_place > 0.4f * y.places && x.places > 0 && y.places > 0) {
        out.conflicts |= CONFLICT_PLACE;
    }
    if ((x.denials > 0) != (y.denials > 0)) {
        out.conflicts |= CONFLICT_DENIAL;
    }
    if (a->tones != b->tones) {
        out.conflicts |= CONFLICT_TONE;
    }
    if (x.missing_names > 0.3f * x.names || y.missing_names > 0.3f * y.names) {
        out.conflicts |= CONFLICT_NAME;
    }
    float missing_x = x.all - x.shared, missing_y = y.all - y.shared;
    float least = x.all < y.all ? x.all : y.all;
    float contained = fmaxf(share(x.shared, x.all), share(y.shared, y.all));
    float f[LIKENESS_FEATURES] = {
        share(x.shared + y.shared, x.all + y.all),                 // common words
        contained,                                                 // one within the other
        share(x.shared_pairs + y.shared_pairs, x.pairs + y.pairs), // common pairs
        share(fminf(missing_x, missing_y), least),                 // a word in place of another
        out.conflicts & CONFLICT_NUMBER ? 1.0f : 0.0f,
        out.conflicts & CONFLICT_PLACE ? 1.0f : 0.0f,
        out.conflicts & CONFLICT_DENIAL ? 1.0f : 0.0f,
        share(x.other_marks + y.other_marks, x.marks + y.marks), // other marks on the same letters
        (x.missing_numbers > 0) != (y.missing_numbers > 0) ? 1.0f : 0.0f,
        out.conflicts & CONFLICT_TONE ? 1.0f : 0.0f,
        fmaxf(share(x.missing_names, x.names), share(y.missing_names, y.names)),
        fminf(fmaxf(x.replaced, y.replaced) / 6, 2), // one word in place of another
    };
    float sum = coefficients[0];
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        sum += coefficients[i + 1] * f[i];
    }
    memcpy(out.features, f, sizeof f);
    bool equal = a->hash == b->hash && a->n == b->n && f[7] <= 0;
    out.score = equal && a->n > 0 ? 1.0f : 1.0f / (1.0f + expf(-sum));
    return out;
}
