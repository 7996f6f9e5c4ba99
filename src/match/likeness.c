// likeness.c: how alike two texts are, from the alignment of their words.
#include "match/likeness.h"

#include "match/order.h"

#include <math.h>

// What a word counts: one that joins or asks less than one that says something; and what it gives as it is aligned.
#define LIGHT 0.15f
#define ALIKE 0.95f // the least likeness of texts with the same words and no conflict
static const float gives[] = {[ALIGN_NONE] = 0,    [ALIGN_SAME] = 1,   [ALIGN_MARKS] = 0.6f,  [ALIGN_NUMBER] = 1,
                              [ALIGN_SLIP] = 0.8f, [ALIGN_DENIAL] = 1, [ALIGN_SYNONYM] = 0.8f};

// What of one text is found in the other.
struct side {
    float all, shared;             // weight of words, and of those that the other has
    float topic, shared_topic;     // of those that are neither names nor numbers
    float names, shared_names;     // words of names and places, and numbers
    float places, missing_place;   // words of the names of places
    float capitals, missing_names; // words with a capital
    float marks, other_marks;      // weight of shared words marked on both sides, and of those whose marks differ
    float pairs, shared_pairs;
    float replaced_names;                    // 1: a name or number stands for another; less where it may be a slip
    unsigned missing;                        // words, but for courtesies
    unsigned done_alone;                     // what is said to be settled, and that the other has not or asks for
    unsigned missing_numbers, loose_numbers; // in digits; that are not there in words either
    unsigned denials, denied_alone, denied,
        lacking; // denials; those with none on the other side; words of both denied here alone
};

static float weight(const struct sketch_word *w, struct rarity r)
{
    return (w->flags & SKETCH_LIGHT ? LIGHT : 1.0f) * r.of(r.context, w->fold);
}

static bool is_name(const struct sketch *s, uint32_t i)
{
    uint32_t flags = s->words[i].flags;
    return flags & (SKETCH_NAME | SKETCH_NUMBER) || (flags & SKETCH_PLACE && !s->capitals);
}

// Two numbers, or two names: a word of a text without capitals may be one.
static bool both_named(const struct sketch *a, uint32_t i, const struct sketch *b, uint32_t k)
{
    uint32_t one = a->words[i].flags, other = b->words[k].flags;
    if ((one | other) & SKETCH_NUMBER) {
        return one & other & SKETCH_NUMBER;
    }
    bool may = (one & SKETCH_NAME || !a->capitals) && (other & SKETCH_NAME || !b->capitals);
    return may && (one | other) & SKETCH_NAME;
}

// Does word i stand where the other text has another name or number? 1; less where one was typed without marks and is a
// letter apart: a slip as likely as another name.
static float replaced_name(const struct sketch *a, const struct align_side *x, uint32_t i, const struct sketch *b,
                           const struct align_side *y)
{
    enum { NEAR = 2 };
    uint32_t before = i;
    while (before > 0 && before + NEAR > i && x->twin[before] == ALIGN_ALONE) {
        before--;
    }
    uint32_t from = x->twin[before];
    float most = 0;
    for (uint32_t k = from + 1; from != ALIGN_ALONE && k <= from + NEAR && k < b->n; k++) {
        if (y->kind[k] == ALIGN_NONE && !(b->marked && b->words[k].flags & SKETCH_LIGHT) && both_named(a, i, b, k)) {
            bool maybe = a->marked != b->marked && align_one_letter(&a->words[i], &b->words[k]);
            most = fmaxf(most, maybe ? 0.3f : 1);
        }
    }
    return most;
}

static void compare_word(const struct sketch *a, const struct align_side *x, uint32_t i, const struct sketch *b,
                         const struct align_side *y, float rare, struct side *out)
{
    const struct sketch_word *w = &a->words[i];
    enum align_kind kind = x->kind[i];
    uint32_t twin = x->twin[i];
    float given = gives[kind] * rare;
    bool equal = kind == ALIGN_SAME || kind == ALIGN_MARKS;
    bool name = is_name(a, i) || (equal && is_name(b, twin));
    out->all += rare;
    out->shared += given;
    *(name ? &out->names : &out->topic) += rare;
    *(name ? &out->shared_names : &out->shared_topic) += given;
    out->marks += equal && w->marked && b->words[twin].marked ? rare : 0;
    out->other_marks += kind == ALIGN_MARKS && w->marked && b->words[twin].marked ? rare : 0;
    if (kind == ALIGN_NONE && !(w->flags & SKETCH_LIGHT)) {
        out->replaced_names = fmaxf(out->replaced_names, replaced_name(a, x, i, b, y));
    }
    bool there = (equal && !(kind == ALIGN_MARKS && w->flags & SKETCH_NAME)) || kind == ALIGN_SLIP;
    out->missing += !there && !(w->flags & SKETCH_POLITE);
    out->places += w->flags & SKETCH_PLACE ? rare : 0;
    out->missing_place += w->flags & SKETCH_PLACE && !equal ? rare : 0;
    out->capitals += w->flags & SKETCH_NAME ? rare : 0;
    out->missing_names += w->flags & SKETCH_NAME && !there ? rare : 0;
    out->missing_numbers += w->flags & SKETCH_NUMBER && !equal;
    out->loose_numbers += w->flags & SKETCH_NUMBER && kind == ALIGN_NONE;
    out->done_alone += w->flags & SKETCH_DONE && (kind == ALIGN_NONE || b->words[twin].flags & SKETCH_POLITE);
    out->denials += (w->flags & SKETCH_DENIES) != 0;
    out->denied_alone += w->flags & SKETCH_DENIES && kind == ALIGN_NONE && !(w->flags & SKETCH_POLITE);
    bool denied = w->flags & SKETCH_DENIED && kind != ALIGN_NONE && !(b->words[twin].flags & SKETCH_DENIED);
    out->lacking += denied && b->words[twin].flags & SKETCH_LACKED; // "không có nước", "mất nước"
    out->denied += denied && !(b->words[twin].flags & SKETCH_LACKED);
}

static struct side compare(const struct sketch *a, const struct align_side *x, const struct sketch *b,
                           const struct align_side *y, struct rarity r)
{
    struct side out = {0};
    for (uint32_t i = 0; i < a->n; i++) {
        const struct sketch_word *w = &a->words[i];
        float rare = weight(w, r);
        compare_word(a, x, i, b, y, rare, &out);
        if (i + 1 < a->n) {
            float both = rare + weight(w + 1, r);
            out.pairs += both;
            out.shared_pairs += x->twin[i] != ALIGN_ALONE && x->twin[i] + 1u == x->twin[i + 1] ? both : 0;
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
    [FEATURE_TOPIC] = "topic",
    [FEATURE_TOPIC_WITHIN] = "topic_within",
    [FEATURE_NAMES] = "names",
    [FEATURE_SWAPPED] = "swapped",
    [FEATURE_OTHER_MARKS] = "other_marks",
    [FEATURE_NUMBER_CONFLICT] = "number_conflict",
    [FEATURE_NAMES_REPLACED] = "names_replaced",
    [FEATURE_ASKS] = "asks",
    [FEATURE_SETTLED] = "settled",
    [FEATURE_ASKS_OTHER] = "asks_other",
    [FEATURE_DENIAL] = "denial",
    [FEATURE_OPPOSITE] = "opposite",
    [FEATURE_EITHER] = "either",
    [FEATURE_EDIT] = "edit",
    [FEATURE_ORDER] = "order",
};

const char *likeness_feature_name(enum likeness_feature f)
{
    return names[f];
}

// Does the phrase hold a word that has nothing to stand for it?
static bool stands_alone(const struct align_side *x, const struct sketch_phrase *p)
{
    bool alone = false;
    for (uint32_t i = p->from; i < p->from + p->words; i++) {
        alone |= x->kind[i] == ALIGN_NONE || x->kind[i] == ALIGN_SYNONYM;
    }
    return alone;
}

// Does it only join: "vào", "trước"? Where things are and when is said in many ways.
static bool only_joins(const struct sketch *s, const struct sketch_phrase *p)
{
    return p->words == 1 && s->words[p->from].flags & SKETCH_FUNCTION;
}

// Phrases of the two texts that exclude one another and have nothing to stand for them: opposites, or (own) others of a
// row; with `joining`, those that only join too.
static unsigned excluded(const struct sketch *a, const struct sketch *b, const struct alignment *x, bool own, bool joining)
{
    unsigned n = 0;
    for (unsigned i = 0; i < a->n_excludes; i++) {
        const struct sketch_phrase *p = &a->excludes[i];
        bool found = false;
        for (unsigned k = 0; k < b->n_excludes && (p->row == p->against) == own; k++) {
            found |= b->excludes[k].row == p->against && stands_alone(&x->b, &b->excludes[k]);
        }
        n += found && stands_alone(&x->a, p) && (joining || !only_joins(a, p));
    }
    return n;
}

// Does one ask and the other not, as far as can be told of both? Why it is so is a complaint as often as a question.
static bool one_asks(const struct sketch *a, const struct sketch *b)
{
    bool alike = a->marked == b->marked;
    uint32_t one = alike ? a->asks : a->asks_bare, other = alike ? b->asks : b->asks_bare;
    return ((one & ~(uint32_t)PHRASE_ASK_WHY) != 0) != ((other & ~(uint32_t)PHRASE_ASK_WHY) != 0);
}

// Says that it is settled, or asks whether it is. "Đã được công bố" does not, beside a text that says "công bố".
static bool speaks_of_end(const struct sketch *s, const struct side *x)
{
    return s->asks_done || ((s->ended || (s->settled && x->done_alone > 0)) && s->asks == 0);
}

static bool tones_differ(const struct sketch *a, const struct sketch *b)
{
    return (a->asks != 0) != (b->asks != 0) || a->settled != b->settled;
}

static unsigned conflicts_of(const struct sketch *a, const struct sketch *b, const struct side *x, const struct side *y,
                             unsigned opposed)
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
    if (tones_differ(a, b)) {
        out |= CONFLICT_TONE;
    }
    if (x->missing_names > 0.3f * x->capitals || y->missing_names > 0.3f * y->capitals) {
        out |= CONFLICT_NAME;
    }
    if (x->missing_numbers + y->missing_numbers > 0 || x->denials != y->denials) {
        out |= CONFLICT_MORE;
    }
    return opposed > 0 ? out | CONFLICT_OPPOSITE : out;
}

static float at_most(float v, float most)
{
    return v < most ? v : most;
}

static float whether(bool yes)
{
    return yes ? 1.0f : 0.0f;
}

// 0 where half of a text or less is in the other, 1 where all is.
static float nearness(const float *f)
{
    return at_most(fmaxf(2 * f[FEATURE_WITHIN_BOTH] - 1, 0), 1);
}

static void measure_for(const struct side *x, const struct side *y, float *f)
{
    float in_b = share(x->shared, x->all), in_a = share(y->shared, y->all);
    f[FEATURE_COMMON] = share(x->shared + y->shared, x->all + y->all);
    f[FEATURE_CONTAINED] = fmaxf(in_a, in_b);
    f[FEATURE_WITHIN_BOTH] = at_most(in_a, in_b);
    f[FEATURE_TOPIC] = share(x->shared_topic + y->shared_topic, x->topic + y->topic);
    f[FEATURE_TOPIC_WITHIN] = at_most(share(x->shared_topic, x->topic), share(y->shared_topic, y->topic));
    f[FEATURE_NAMES] = share(x->shared_names + y->shared_names, x->names + y->names);
}

static void measure_against(const struct sketch *a, const struct sketch *b, const struct side *x, const struct side *y,
                            float *f)
{
    bool both_lack = x->missing_names > 0 && y->missing_names > 0;
    uint32_t one = a->asks & PHRASE_ASKS_FOR, other = b->asks & PHRASE_ASKS_FOR;
    f[FEATURE_SWAPPED] = share(at_most(x->all - x->shared, y->all - y->shared), at_most(x->all, y->all));
    f[FEATURE_OTHER_MARKS] = share(x->other_marks + y->other_marks, x->marks + y->marks);
    f[FEATURE_NUMBER_CONFLICT] = whether(x->loose_numbers > 0 && y->loose_numbers > 0);
    float other_name = fmaxf(x->replaced_names, y->replaced_names);
    f[FEATURE_NAMES_REPLACED] = both_lack ? 1 : other_name;
    f[FEATURE_ASKS] = whether(one_asks(a, b));
    f[FEATURE_SETTLED] = whether(speaks_of_end(a, x) != speaks_of_end(b, y));
    f[FEATURE_ASKS_OTHER] = whether(one != 0 && other != 0 && (one & other) == 0);
    bool alone = (x->denied_alone > 0) != (y->denied_alone > 0) && x->lacking + y->lacking == 0;
    // what speaks against it says more, the more of the rest is the same
    float near = nearness(f);
    f[FEATURE_DENIAL] = whether(alone && x->denied + y->denied > 0) * near;
    f[FEATURE_ASKS] *= near;
    f[FEATURE_EDIT] =
        share(x->shared_pairs + y->shared_pairs, x->pairs + y->pairs) * (1 - f[FEATURE_COMMON]) * f[FEATURE_COMMON];
}

// Do names that both have stand in another order? Who did it to whom may be the other way round where order.h cannot tell.
static bool names_turned(const struct sketch *a, const struct align_side *x)
{
    uint32_t last = 0;
    bool turned = false;
    for (uint32_t i = 0; i < a->n; i++) {
        if (a->words[i].flags & SKETCH_NAME && x->kind[i] == ALIGN_SAME) {
            turned |= x->twin[i] < last;
            last = x->twin[i] > last ? x->twin[i] : last;
        }
    }
    return turned;
}

struct likeness likeness_of(const struct sketch *a, const struct sketch *b, struct rarity rarity)
{
    struct alignment at;
    if (a->n > b->n || (a->n == b->n && a->hash > b->hash)) { // the same whichever way round they are asked for
        const struct sketch *other = a;
        a = b;
        b = other;
    }
    align(a, b, &at);
    struct side x = compare(a, &at.a, b, &at.b, rarity), y = compare(b, &at.b, a, &at.a, rarity);
    unsigned opposed = excluded(a, b, &at, false, false);
    struct likeness out = {.conflicts = conflicts_of(a, b, &x, &y, excluded(a, b, &at, false, true))};
    out.conflicts |= names_turned(a, &at.a) || names_turned(b, &at.b) ? CONFLICT_ORDER : 0;
    measure_for(&x, &y, out.features);
    measure_against(a, b, &x, &y, out.features);
    float near = nearness(out.features);
    out.features[FEATURE_NAMES_REPLACED] *= 0.3f + near;
    out.features[FEATURE_OPPOSITE] = at_most((float)opposed, 2) * (0.3f + near);
    out.features[FEATURE_EITHER] = at_most((float)excluded(a, b, &at, true, false), 2) * (0.3f + near);
    if (near > 0 && order_turned(a, b, &at)) {
        out.conflicts |= CONFLICT_ORDER;
        out.features[FEATURE_ORDER] = near;
    }
    float in_common = LIKENESS_CONSTANT_FOR, against = LIKENESS_CONSTANT_AGAINST;
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        *(i < FEATURE_AGAINST ? &in_common : &against) += coefficients[i] * out.features[i];
    }
    bool equal = a->hash == b->hash && a->n == b->n && out.features[FEATURE_OTHER_MARKS] <= 0;
    out.score = equal && a->n > 0 ? 1.0f : 1.0f / ((1.0f + expf(-in_common)) * (1.0f + expf(-against)));
    out.alike = a->n > 0 && b->n > 0 && x.missing + y.missing == 0 && out.features[FEATURE_OTHER_MARKS] <= 0;
    if (out.alike && out.conflicts == 0 && out.score < ALIKE) {
        out.score = ALIKE;
    }
    return out;
}
