// align.c: greedy one-to-one alignment of words, from the surest kind to the least sure.
#include "match/align.h"

static bool same_at(const struct sketch *a, int64_t i, const struct sketch *b, int64_t k)
{
    return i >= 0 && k >= 0 && i < a->n && k < b->n && a->words[i].fold == b->words[k].fold;
}

static void link(struct alignment *x, uint32_t i, uint32_t k, enum align_kind kind)
{
    x->a.twin[i] = (uint16_t)k;
    x->b.twin[k] = (uint16_t)i;
    x->a.kind[i] = (uint8_t)kind;
    x->b.kind[k] = (uint8_t)kind;
}

// Are the same letters another word in the other text? Where both were typed with marks, one without any has none.
static bool other_marks(const struct sketch *a, uint32_t i, const struct sketch *b, uint32_t k)
{
    return a->marked && b->marked && a->words[i].exact != b->words[k].exact;
}

// Is one of the words a name, in texts that write names with capitals, and the other not?
static bool one_named(const struct sketch *a, uint32_t i, const struct sketch *b, uint32_t k)
{
    return a->capitals && b->capitals && ((a->words[i].flags ^ b->words[k].flags) & SKETCH_NAME);
}

// Equal bare words; in the first sweep only those with an equal neighbour, in the last those with other marks too.
static void align_same(const struct sketch *a, const struct sketch *b, unsigned sweep, struct alignment *x)
{
    for (uint32_t i = 0; i < a->n; i++) {
        if (x->a.kind[i] != ALIGN_NONE) {
            continue;
        }
        unsigned best = 0;
        uint32_t at = 0;
        for (uint32_t k = 0; k < b->n; k++) {
            if (a->words[i].fold != b->words[k].fold || x->b.kind[k] != ALIGN_NONE ||
                (other_marks(a, i, b, k) && (sweep < 2 || one_named(a, i, b, k)))) {
                continue;
            }
            unsigned near =
                same_at(a, (int64_t)i - 1, b, (int64_t)k - 1) + same_at(a, (int64_t)i + 1, b, (int64_t)k + 1);
            if (near + 1 > best && (sweep > 0 || near > 0)) {
                best = near + 1;
                at = k;
            }
        }
        if (best > 0) {
            link(x, i, at, other_marks(a, i, b, at) ? ALIGN_MARKS : ALIGN_SAME);
        }
    }
}

bool align_one_letter(const struct sketch_word *a, const struct sketch_word *b)
{
    int d = (int)a->len - (int)b->len;
    if (d > 1 || d < -1 || (a->flags | b->flags) & SKETCH_NUMBER) {
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

// One letter apart, which makes one of them no syllable; words of three letters or more.
static bool slip(const struct sketch_word *a, const struct sketch_word *b)
{
    return a->len >= 3 && b->len >= 3 && !(a->flags & b->flags & SKETCH_SYLLABLE) && align_one_letter(a, b);
}

// Two forms of an English word: the same beginning of four letters or more, and endings of at most three.
static bool same_stem(const struct sketch_word *a, const struct sketch_word *b)
{
    enum { STEM = 4, ENDING = 3 };
    if (a->len < STEM || b->len < STEM || a->flags & b->flags & SKETCH_SYLLABLE) {
        return false;
    }
    char x[8], y[8];
    memcpy(x, &a->letters, 8);
    memcpy(y, &b->letters, 8);
    unsigned shorter = a->len < b->len ? a->len : b->len, head = 0;
    while (head < shorter && head < 8 && x[head] == y[head]) {
        head++;
    }
    return head >= STEM && a->len <= head + ENDING && b->len <= head + ENDING && (head + 1 >= shorter || head == 8);
}

static bool stands_for(const struct sketch_word *a, const struct sketch_word *b, enum align_kind kind)
{
    if (kind == ALIGN_NUMBER) {
        return a->value >= 0 && a->value == b->value && ((a->flags | b->flags) & SKETCH_NUMBER);
    }
    if (kind == ALIGN_DENIAL) {
        return a->flags & b->flags & SKETCH_DENIES;
    }
    return !((a->flags | b->flags) & SKETCH_NUMBER) && (slip(a, b) || same_stem(a, b));
}

static void align_kind(const struct sketch *a, const struct sketch *b, enum align_kind kind, struct alignment *x)
{
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t k = 0; k < b->n && x->a.kind[i] == ALIGN_NONE; k++) {
            if (x->b.kind[k] == ALIGN_NONE && stands_for(&a->words[i], &b->words[k], kind)) {
                link(x, i, k, kind);
            }
        }
    }
}

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

// May word i of one text lean on word k of the other? On one that stands alone, or whose twin stands beside i: phrases
// have different lengths, so that several words can lean on one, but what stands for another word does not stand for
// this too.
static bool may_lean(uint32_t i, const struct align_side *y, uint32_t k)
{
    enum { BESIDE = 2 };
    return y->kind[k] == ALIGN_NONE || y->kind[k] == ALIGN_SYNONYM ||
           (y->twin[k] <= i + BESIDE && i <= y->twin[k] + (uint32_t)BESIDE);
}

// A word left alone that belongs to a phrase which the other text says otherwise. What denies a word that both have
// leans on nothing: "hộ nghèo", "hộ cận nghèo".
static void align_synonyms(const struct sketch *a, const struct sketch *b, struct align_side *x,
                           const struct align_side *y)
{
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t k = 0; x->kind[i] == ALIGN_NONE && a->words[i].rows[0] != 0 && k < b->n; k++) {
            if (b->words[k].rows[0] == 0) {
                continue;
            }
            bool denies = a->words[i].flags & SKETCH_DENIES && y->kind[k] != ALIGN_NONE && y->kind[k] != ALIGN_SYNONYM;
            if (!denies && may_lean(i, y, k) && synonymous(&a->words[i], &b->words[k])) {
                x->kind[i] = ALIGN_SYNONYM;
                x->twin[i] = (uint16_t)k;
            }
        }
    }
}

// Which words say something, stand in both texts, and once in their own: what stands twice can be either.
static void find_firm(const struct sketch *s, struct align_side *x)
{
    unsigned light = SKETCH_LIGHT | SKETCH_NUMBER | SKETCH_TIME;
    for (uint32_t i = 0; i < s->n; i++) {
        enum align_kind kind = x->kind[i];
        bool firm = (kind == ALIGN_SAME || kind == ALIGN_MARKS || kind == ALIGN_SLIP) && !(s->words[i].flags & light);
        for (uint32_t k = 0; k < s->n && firm; k++) {
            firm = k == i || s->words[k].fold != s->words[i].fold;
        }
        x->firm[i] = firm;
    }
}

void align(const struct sketch *a, const struct sketch *b, struct alignment *out)
{
    memset(out->a.kind, ALIGN_NONE, a->n);
    memset(out->b.kind, ALIGN_NONE, b->n);
    memset(out->a.twin, 0xFF, a->n * sizeof out->a.twin[0]);
    memset(out->b.twin, 0xFF, b->n * sizeof out->b.twin[0]);
    for (unsigned sweep = 0; sweep < 3; sweep++) {
        align_same(a, b, sweep, out);
    }
    align_kind(a, b, ALIGN_NUMBER, out);
    align_kind(a, b, ALIGN_SLIP, out);
    align_kind(a, b, ALIGN_DENIAL, out);
    align_synonyms(a, b, &out->a, &out->b);
    align_synonyms(b, a, &out->b, &out->a);
    find_firm(a, &out->a);
    find_firm(b, &out->b);
}
