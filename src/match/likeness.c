// likeness.c: comparing two sketches word by word.
#include "match/likeness.h"

#include "match/asking.h"
#include "text/hash.h"
#include "text/syllable.h"

#include <math.h>
#include <pthread.h>

// Bare words by what they say. Each list is short enough to be read in one go.
static const char denies[] = "khong chua chang huy thoi not no never";
static const char places[] =
    "duong pho hem ngo ngach kiet quan huyen phuong xa thon ap to cho cau truong khu street ward";

// Runs of bare words, parted by commas.
static const char asks[] =
    "o dau,khi nao,bao nhieu,bao gio,bao lau,the nao,gi,nao,may gio,may ngay,cho hoi,xin hoi,hoi,phai khong";
static const char settled[] = "cam on,da duoc,khong con,xong,da sua,on dinh,hoat dong tro lai,da nhan duoc";

// What a letter to an office begins and ends with, whatever it is about.
static const char courtesy[] =
    "kinh gui,kinh thua,thua,de nghi,kinh mong,rat mong,mong,mong muon,xin cam on,cam on,tran trong,phan anh,muon phan "
    "anh,"
    "toi xin,em xin,minh muon,toi muon,giai quyet,giai quyet som,xu ly,xu ly som,som xu ly,xu li,xu li som,som xu "
    "li,som giai quyet,duoc giai quyet,"
    "xem xet,uy ban,uy ban nhan dan,cac co quan,co quan chuc nang,quy co quan,giup,giup do,giup dan,giup bao con,"
    "lam on,vui long,nho,voi a,a,nhe,nha,xin chao,chao,chao cac anh chi,anh chi,mong som duoc";

enum list { DENIES, PLACES, ASKS, SETTLED, COURTESY, LISTS };
static const struct {
    const char *words;
    const char *parted; // what stands between words or runs
} lists[LISTS] = {{denies, " "}, {places, " "}, {asks, ","}, {settled, ","}, {courtesy, ","}};

// The entries of the lists by how they begin: most words begin none.
enum { STARTS = 1024, ENTRIES = 256 };
struct entry {
    const char *words;
    uint8_t list;
    uint8_t next; // entry + 1 that begins so too; 0: none
};
static struct entry entries[ENTRIES];
static uint8_t starts[STARTS]; // entry + 1
static pthread_once_t starts_made = PTHREAD_ONCE_INIT;

static size_t start_of(const char *word, size_t n)
{
    unsigned first = n > 0 ? (unsigned char)word[0] : 0, second = n > 1 ? (unsigned char)word[1] : 0;
    return ((first & 31) << 5 ^ (second & 31) ^ n << 7) % STARTS;
}

static void make_starts(void)
{
    uint8_t n = 0;
    for (uint8_t i = 0; i < LISTS; i++) {
        for (const char *p = lists[i].words; *p != 0;) {
            uint8_t *start = &starts[start_of(p, strcspn(p, " ,"))];
            BUG_ON(n == ENTRIES - 1);
            entries[n] = (struct entry){p, i, *start};
            *start = ++n;
            p += strcspn(p, lists[i].parted);
            p += *p != 0;
        }
    }
}

static const struct entry *entry_first(struct str word)
{
    uint8_t at = starts[start_of(word.p, word.n)];
    return at == 0 ? NULL : &entries[at - 1];
}

static const struct entry *entry_next(const struct entry *x)
{
    return x->next == 0 ? NULL : &entries[x->next - 1];
}

// The length of the entry's word at p when it is this one, else 0.
static size_t same_entry_word(const char *p, struct str word)
{
    bool same = strncmp(p, word.p, word.n) == 0 && (p[word.n] == 0 || p[word.n] == ' ' || p[word.n] == ',');
    return same ? word.n : 0;
}

static bool listed(enum list list, struct str word)
{
    for (const struct entry *x = entry_first(word); x != NULL; x = entry_next(x)) {
        if (x->list == list && same_entry_word(x->words, word) > 0) {
            return true;
        }
    }
    return false;
}

// How many words the run has that begins at token i, where all of it stands there; else 0.
static unsigned run_length(const struct token_list *l, size_t i, const char *run)
{
    unsigned words = 0;
    for (size_t k = i; *run != 0 && *run != ','; k++, words++) {
        while (k < l->n && l->v[k].extra) {
            k++;
        }
        size_t n = k < l->n ? same_entry_word(run, token_text(l, &l->v[k])) : 0;
        if (n == 0) {
            return 0;
        }
        run += n + (run[n] == ' ');
    }
    return words;
}

// Words of the longest run that begins at token i, 0 for none.
static unsigned run_at(const struct token_list *l, size_t i, enum list list)
{
    unsigned longest = 0;
    for (const struct entry *x = entry_first(token_text(l, &l->v[i])); x != NULL; x = entry_next(x)) {
        unsigned words = x->list == list ? run_length(l, i, x->words) : 0;
        longest = words > longest ? words : longest;
    }
    return longest;
}

static bool has_run(const struct token_list *l, enum list list)
{
    for (size_t i = 0; i < l->n; i++) {
        if (!l->v[i].extra && run_at(l, i, list) > 0) {
            return true;
        }
    }
    return false;
}

// Say of each word of the sketch which rows of synonyms it belongs to, and of the text what opposites it has.
static void find_rows(struct sketch *s, bool marked)
{
    for (uint32_t i = 0; i < s->n;) {
        uint64_t run[SYNONYM_WORDS];
        struct synonym_hit hit;
        size_t n = 0;
        for (; n < SYNONYM_WORDS && i + n < s->n; n++) {
            run[n] = marked ? s->words[i + n].exact : s->words[i + n].fold;
        }
        synonyms_at(s->synonyms, run, n, marked, &hit);
        unsigned rows = 0;
        for (unsigned r = 0; r < hit.n; r++) {
            if (synonyms_opposite(s->synonyms, hit.rows[r]) >= 0) {
                s->opposites[s->n_opposites] = hit.rows[r];
                s->n_opposites += s->n_opposites + 1 < SKETCH_OPPOSITES;
            } else if (rows < SKETCH_ROWS) {
                for (unsigned k = 0; k < hit.words; k++) {
                    s->words[i + k].rows[rows] = (uint16_t)(hit.rows[r] + 1);
                }
                rows++;
            }
        }
        i += hit.words > 0 ? hit.words : 1;
    }
}

struct sketch *sketch_new(struct str text, const struct token_list *l, const struct asking *asking,
                          const struct synonyms *synonyms)
{
    (void)pthread_once(&starts_made, make_starts);
    size_t room = l->n < SKETCH_MAX ? l->n : SKETCH_MAX;
    struct sketch *s = xmalloc(sizeof *s + room * sizeof s->words[0]);
    bool marked = false;
    for (size_t i = 0; i < l->n; i++) {
        marked |= l->v[i].marked;
    }
    s->n = 0;
    s->hash = 0;
    s->n_opposites = 0;
    s->synonyms = synonyms;
    s->tones = (has_run(l, ASKS) ? SKETCH_ASKS : 0u) | (has_run(l, SETTLED) ? SKETCH_SETTLED : 0u);
    unsigned named = 0, polite = 0; // words left of a place's name, of a courtesy
    for (size_t i = 0; i < l->n && s->n < room; i++) {
        const struct token *t = &l->v[i];
        if (t->extra) {
            continue;
        }
        struct str bare = token_text(l, t);
        struct sketch_word w = {t->fold, t->exact, 0, {0}, t->len, 0, t->marked};
        memcpy(&w.letters, bare.p, bare.n < 8 ? bare.n : 8);
        bool place = listed(PLACES, bare);
        polite = polite == 0 ? run_at(l, i, COURTESY) : polite;
        w.flags = (uint8_t)((t->kind == TOKEN_NUMBER ? SKETCH_NUMBER : 0) | (listed(DENIES, bare) ? SKETCH_DENIES : 0) |
                            (named > 0 && !place ? SKETCH_PLACE : 0) | (syllable_is(bare) ? SKETCH_SYLLABLE : 0) |
                            (token_is_name(text, t) ? SKETCH_NAME : 0) |
                            (asking_is(asking, t, marked) ? SKETCH_ASKING : 0) | (polite > 0 ? SKETCH_POLITE : 0));
        polite -= polite > 0;
        named = place ? 2 : named > 0 ? named - 1 : 0;
        s->hash = hash_pair(s->hash, t->fold);
        s->words[s->n++] = w;
    }
    find_rows(s, marked);
    return s;
}

// ---- comparing

// What a word gives that the other text has a letter apart, or has a synonym of.
#define NEARLY 0.7f
#define SYNONYMOUS 0.8f
#define ALIKE 0.95f // the least likeness of texts with the same words and no conflict

// What of `a` is found in `b`.
struct side {
    float all, shared;   // weight of different words, and of those that b has
    float missing_place; // weight of words of place names that b lacks
    float places;
    unsigned missing; // words, but for courtesies
    unsigned numbers, missing_numbers, denials;
    float marks, other_marks; // weight of shared words marked on both sides, and of those whose marks differ
    float pairs, shared_pairs;
    float names, missing_names;
    float replaced; // weight of words that stand between two words which the other has with another between
};

static float weight(const struct sketch_word *w, struct rarity r)
{
    float rare = r.of(r.context, w->fold);
    return (w->flags & (SKETCH_ASKING | SKETCH_POLITE) ? 0.2f : 1.0f) * rare;
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

// Do the two words belong to phrases that stand for one another?
static bool synonymous(const struct sketch_word *a, const struct sketch_word *b)
{
    for (unsigned i = 0; i < SKETCH_ROWS && a->rows[i] != 0; i++) {
        for (unsigned k = 0; k < SKETCH_ROWS && b->rows[k] != 0; k++) {
            if (a->rows[i] == b->rows[k]) {
                return true;
            }
        }
    }
    return false;
}

static bool has_synonym(const struct sketch *s, const struct sketch_word *w)
{
    for (uint32_t i = 0; i < s->n && w->rows[0] != 0; i++) {
        if (synonymous(&s->words[i], w)) {
            return true;
        }
    }
    return false;
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

static unsigned times(const struct sketch *s, const struct sketch_word *w)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        n += s->words[i].fold == w->fold;
    }
    return n;
}

static void compare_word(const struct sketch *a, const struct sketch_word *w, const struct sketch *b, float rare,
                         struct side *out)
{
    const struct sketch_word *twin = same_word(b, w, false);
    bool slip = twin == NULL && same_word(b, w, true) != NULL;
    out->all += rare;
    out->missing += twin == NULL && !slip && !(w->flags & SKETCH_POLITE);
    if (twin != NULL) {
        out->shared += rare;
        out->marks += w->marked && twin->marked ? rare : 0;
        out->other_marks += w->marked && twin->marked && w->exact != twin->exact ? rare : 0;
    } else if (slip) {
        out->shared += NEARLY * rare;
    } else if (has_synonym(b, w)) {
        out->shared += SYNONYMOUS * rare;
    }
    out->places += w->flags & SKETCH_PLACE ? rare : 0;
    out->missing_place += w->flags & SKETCH_PLACE && twin == NULL ? rare : 0;
    bool named = w->flags & SKETCH_NAME;
    out->names += named ? rare : 0;
    out->missing_names += named && twin == NULL && !slip ? rare : 0;
    out->numbers += (w->flags & SKETCH_NUMBER) != 0;
    out->missing_numbers += w->flags & SKETCH_NUMBER && times(b, w) < times(a, w);
}

// Does b have, between the words that stand around a's word i (or at its end after the one before), another word?
static bool replaced(const struct sketch *a, uint32_t i, const struct sketch *b)
{
    for (uint32_t k = 1; i > 0 && k < b->n; k++) {
        bool before = b->words[k - 1].fold == a->words[i - 1].fold;
        bool after = i + 1 >= a->n ? k + 1 >= b->n : k + 1 < b->n && b->words[k + 1].fold == a->words[i + 1].fold;
        if (before && after && b->words[k].fold != a->words[i].fold && !nearly(&b->words[k], &a->words[i]) &&
            !synonymous(&b->words[k], &a->words[i])) {
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
            compare_word(a, w, b, weight(w, r), &out);
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

static const float coefficients[LIKENESS_FEATURES] = {
#include "likeness_model.h"
};
static const char *const names[LIKENESS_FEATURES] = {
    [FEATURE_COMMON] = "common",
    [FEATURE_CONTAINED] = "contained",
    [FEATURE_WITHIN_BOTH] = "within_both",
    [FEATURE_PAIRS] = "pairs",
    [FEATURE_SWAPPED] = "swapped",
    [FEATURE_OTHER_MARKS] = "other_marks",
    [FEATURE_NUMBER_CONFLICT] = "number_conflict",
    [FEATURE_NAMES_MISSING] = "names_missing",
    [FEATURE_TONE_COMMON] = "tone_common",
    [FEATURE_DENIAL_COMMON] = "denial_common",
    [FEATURE_OPPOSITE_COMMON] = "opposite_common",
    [FEATURE_REPLACED_PAIRS] = "replaced_pairs",
};

const char *likeness_feature_name(enum likeness_feature f)
{
    return names[f];
}

static bool has_row(const struct sketch *s, int row)
{
    for (unsigned i = 0; i < s->n_opposites; i++) {
        if (s->opposites[i] == row) {
            return true;
        }
    }
    return false;
}

// How many opposites stand in the two texts, one on each side only.
static unsigned opposites(const struct sketch *a, const struct sketch *b)
{
    unsigned n = 0;
    for (unsigned i = 0; i < a->n_opposites; i++) {
        int row = a->opposites[i], other = synonyms_opposite(a->synonyms, (uint16_t)row);
        n += has_row(b, other) && !has_row(b, row) && !has_row(a, other);
    }
    return n;
}

static unsigned conflicts_of(const struct sketch *a, const struct sketch *b, const struct side *x, const struct side *y)
{
    unsigned out = 0;
    if (x->missing_numbers > 0 && y->missing_numbers > 0) {
        out |= CONFLICT_NUMBER;
    }
    if (x->missing_place > 0.4f * x->places && y->missing_place > 0.4f * y->places && x->places > 0 && y->places > 0) {
        out |= CONFLICT_PLACE;
    }
    if ((x->denials > 0) != (y->denials > 0)) {
        out |= CONFLICT_DENIAL;
    }
    if (a->tones != b->tones) {
        out |= CONFLICT_TONE;
    }
    if (x->missing_names > 0.3f * x->names || y->missing_names > 0.3f * y->names) {
        out |= CONFLICT_NAME;
    }
    if (x->missing_numbers + y->missing_numbers > 0 || x->denials != y->denials) {
        out |= CONFLICT_MORE;
    }
    return opposites(a, b) > 0 ? out | CONFLICT_OPPOSITE : out;
}

static float at_most(float v, float most)
{
    return v < most ? v : most;
}

static float either(unsigned conflicts, enum likeness_conflict c)
{
    return conflicts & c ? 1.0f : 0.0f;
}

static void measure(const struct sketch *a, const struct sketch *b, const struct side *x, const struct side *y,
                    unsigned conflicts, float *f)
{
    float in_b = share(x->shared, x->all), in_a = share(y->shared, y->all), least = at_most(x->all, y->all);
    f[FEATURE_COMMON] = share(x->shared + y->shared, x->all + y->all);
    f[FEATURE_CONTAINED] = fmaxf(in_a, in_b);
    f[FEATURE_WITHIN_BOTH] = at_most(in_a, in_b);
    f[FEATURE_PAIRS] = share(x->shared_pairs + y->shared_pairs, x->pairs + y->pairs);
    f[FEATURE_SWAPPED] = share(at_most(x->all - x->shared, y->all - y->shared), least);
    f[FEATURE_OTHER_MARKS] = share(x->other_marks + y->other_marks, x->marks + y->marks);
    f[FEATURE_NUMBER_CONFLICT] = either(conflicts, CONFLICT_NUMBER);
    f[FEATURE_NAMES_MISSING] = fmaxf(share(x->missing_names, x->names), share(y->missing_names, y->names));
    f[FEATURE_TONE_COMMON] = either(conflicts, CONFLICT_TONE) * f[FEATURE_COMMON];
    f[FEATURE_DENIAL_COMMON] = either(conflicts, CONFLICT_DENIAL) * f[FEATURE_COMMON];
    f[FEATURE_OPPOSITE_COMMON] = at_most((float)opposites(a, b), 2) * f[FEATURE_COMMON];
    f[FEATURE_REPLACED_PAIRS] = at_most(fmaxf(x->replaced, y->replaced) / 6, 2) * f[FEATURE_PAIRS];
}

struct likeness likeness_of(const struct sketch *a, const struct sketch *b, struct rarity rarity)
{
    struct side x = compare(a, b, rarity), y = compare(b, a, rarity);
    struct likeness out = {.conflicts = conflicts_of(a, b, &x, &y)};
    measure(a, b, &x, &y, out.conflicts, out.features);
    float sum = LIKENESS_CONSTANT;
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        sum += coefficients[i] * out.features[i];
    }
    bool equal = a->hash == b->hash && a->n == b->n && out.features[FEATURE_OTHER_MARKS] <= 0;
    out.score = equal && a->n > 0 ? 1.0f : 1.0f / (1.0f + expf(-sum));
    out.alike = a->n > 0 && b->n > 0 && x.missing + y.missing == 0 && out.features[FEATURE_OTHER_MARKS] <= 0;
    if (out.alike && out.conflicts == 0 && out.score < ALIKE) {
        out.score = ALIKE;
    }
    return out;
}
