// about.c: names are runs of words with capitals, or what stands behind "đường", "khu phố", "số"; the rest is the thing.
#include "match/about.h"

#include "match/align.h"

enum { RUNS = 32, BARE_NAME = 2 }; // words of a name behind its kind in a text without capitals

struct run {
    uint64_t kind; // the word before it that says of what kind it is; 0: none, 1: of a house number
    bool number, whole; // whole: stands in the other text
};

struct reading {
    const struct sketch *s;
    bool named[SKETCH_MAX]; // belongs to a name, or says of what kind the name behind it is
    struct run runs[RUNS];
    uint32_t from[RUNS], to[RUNS];
    size_t n;
};

// The end of the name that begins at word i, behind a word that says its kind or not; i where none does.
static uint32_t name_end(const struct sketch *s, uint32_t i, bool behind)
{
    uint32_t end = i;
    if (behind && s->words[i].flags & SKETCH_NUMBER) {
        return i + 1;
    }
    for (; end < s->n; end++) {
        uint32_t flags = s->words[end].flags;
        bool begins = end > i && flags & SKETCH_FIRST;
        bool bare = behind && !s->capitals && end < i + BARE_NAME && !(flags & (SKETCH_LIGHT | SKETCH_TIME | SKETCH_NUMBER));
        if (begins || flags & SKETCH_KIND || !(flags & SKETCH_NAME || bare)) {
            break;
        }
    }
    bool day = end == i + 1 && s->words[i].value >= 0; // "thứ Bảy"
    return day ? i : end;
}

// Words right before the name at i that belong to it, from the one that says the kind on: "đường đê tả Trầm".
static uint32_t words_before(const struct sketch *s, uint32_t i)
{
    for (uint32_t n = 1; n <= BARE_NAME + 1 && n <= i && !(s->words[i - n + 1].flags & SKETCH_FIRST); n++) {
        if (s->words[i - n].flags & SKETCH_KIND) {
            return n;
        }
        if (s->words[i - n].flags & SKETCH_LIGHT) {
            return 0;
        }
    }
    return 0;
}

static void read_names(const struct sketch *s, struct reading *r)
{
    uint32_t kinds = 0; // words right before that say the kind
    r->s = s;
    r->n = 0;
    memset(r->named, 0, s->n);
    for (uint32_t i = 0; i < s->n;) {
        bool number = s->words[i].flags & SKETCH_NUMBER;
        bool house = number && kinds == 0 && i + 1 < s->n && s->words[i + 1].flags & SKETCH_NAME; // "118 Phan Đình Phùng"
        uint32_t end = r->n < RUNS ? name_end(s, i, kinds > 0 || house) : i;
        if (end > i) {
            r->runs[r->n] = (struct run){.kind = kinds > 0 ? s->words[i - 1].fold : house, .number = number};
            r->from[r->n] = i;
            r->to[r->n++] = end;
            kinds = kinds > 0 ? kinds : words_before(s, i);
            memset(r->named + i - kinds, 1, end - i + kinds);
        }
        kinds = end == i && s->words[i].flags & SKETCH_KIND ? kinds + 1 : 0;
        i = end > i ? end : i + 1;
    }
}

// Does word k stand for a name too? A number does where it belongs to one or stands behind the same kind ("pho 4" among
// words with marks, "kp4"), a word where it may have a capital.
static bool names_too(const struct reading *other, uint32_t k, const struct run *run)
{
    const struct sketch *s = other->s;
    if (!run->number) {
        return !s->capitals || s->words[k].flags & (SKETCH_NAME | SKETCH_FIRST);
    }
    bool abbreviated = k > 0 && !(s->words[k - 1].flags & SKETCH_SYLLABLE) && !s->words[k - 1].marked;
    return other->named[k] || abbreviated || (k > 0 && s->words[k - 1].fold == run->kind);
}

static void find_whole(struct reading *r, const struct align_side *x, const struct reading *other)
{
    for (size_t k = 0; k < r->n; k++) {
        struct run *run = &r->runs[k];
        run->whole = true;
        for (uint32_t i = r->from[k]; i < r->to[k]; i++) {
            bool there = x->kind[i] == ALIGN_SAME || (x->kind[i] == ALIGN_SLIP && !run->number);
            run->whole = run->whole && there && names_too(other, x->twin[i], run);
        }
    }
}

static bool any_whole(const struct reading *r)
{
    bool any = false;
    for (size_t k = 0; k < r->n; k++) {
        any |= r->runs[k].whole;
    }
    return any;
}

// Has each a name of the same kind that the other lacks? "khu phố 4", "khu phố 9".
static bool contradict(const struct reading *a, const struct reading *b)
{
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            const struct run *x = &a->runs[i], *y = &b->runs[k];
            if (!x->whole && !y->whole && x->kind == y->kind && x->kind != 0 && x->number == y->number) {
                return true;
            }
        }
    }
    return false;
}

static enum about_place place_of(const struct reading *a, const struct reading *b)
{
    if (a->n == 0 && b->n == 0) {
        return PLACE_NONE;
    }
    if (contradict(a, b)) {
        return PLACE_OTHER;
    }
    if (any_whole(a) || any_whole(b)) {
        return PLACE_SAME;
    }
    return a->n > 0 && b->n > 0 ? PLACE_OTHER : PLACE_OPEN;
}

// How much of the thing the other text says, with how many words and of what weight.
static float share_of(const struct reading *r, const struct align_side *x, struct rarity rarity, unsigned *shared, float *weight)
{
    float all = 0, there = 0;
    *shared = 0;
    for (uint32_t i = 0; i < r->s->n; i++) {
        const struct sketch_word *w = &r->s->words[i];
        if (!r->named[i] && !(w->flags & (SKETCH_LIGHT | SKETCH_TIME | SKETCH_LACKS))) {
            float rare = rarity.of(rarity.context, w->fold);
            bool found = x->kind[i] != ALIGN_NONE && x->kind[i] != ALIGN_MARKS;
            all += rare;
            there += found ? rare : 0;
            *shared += found;
        }
    }
    *weight = there;
    return all > 0 ? there / all : 0;
}

struct about about_of(const struct sketch *a, const struct sketch *b, struct rarity rarity)
{
    struct alignment at;
    struct reading x, y;
    struct about out;
    unsigned of_a, of_b;
    float weight_a, weight_b;
    align(a, b, &at);
    read_names(a, &x);
    read_names(b, &y);
    find_whole(&x, &at.a, &y);
    find_whole(&y, &at.b, &x);
    out.place = place_of(&x, &y);
    out.a_in_b = share_of(&x, &at.a, rarity, &of_a, &weight_a);
    out.b_in_a = share_of(&y, &at.b, rarity, &of_b, &weight_b);
    out.shared = of_a < of_b ? of_a : of_b;
    out.weight = weight_a < weight_b ? weight_a : weight_b;
    return out;
}
