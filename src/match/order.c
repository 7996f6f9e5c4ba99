// order.c: from the order of the words that both texts have: who does what to whom, and from where to where.
#include "match/order.h"

// What stands before word i, up to two words away, says where it comes from or goes.
static unsigned direction(const struct sketch *s, uint32_t i)
{
    enum { BACK = 2 };
    for (uint32_t k = i; k > 0 && k + BACK > i; k--) {
        unsigned way = s->words[k - 1].flags & (SKETCH_FROM | SKETCH_TO);
        if (way != 0) {
            return way;
        }
    }
    return 0;
}

static bool ways_turned(const struct sketch *a, const struct sketch *b, const struct alignment *x)
{
    bool there = false, back = false;
    for (uint32_t i = 0; i < a->n; i++) {
        if (x->a.firm[i]) {
            unsigned one = direction(a, i), other = direction(b, x->a.twin[i]);
            there |= one == SKETCH_FROM && other == SKETCH_TO;
            back |= one == SKETCH_TO && other == SKETCH_FROM;
        }
    }
    return there && back;
}

enum { REACH = 7 };

// Who does what word v says, and to whom: ranges of words, empty ones when nothing stands there.
struct roles {
    uint32_t by_from, by_to, to_from, to_to;
};

static unsigned passives(const struct sketch *s)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        n += (s->words[i].flags & SKETCH_PASSIVE) != 0;
    }
    return n;
}

static unsigned clauses(const struct sketch *s)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        n += (s->words[i].flags & SKETCH_FIRST) != 0;
    }
    return n;
}

// The words next to v on one side, at most REACH, within its clause.
static uint32_t reach_back(const struct sketch *s, uint32_t v)
{
    uint32_t i = v;
    while (i > 0 && i + REACH > v && !(s->words[i].flags & SKETCH_FIRST)) {
        i--;
    }
    return i;
}

static uint32_t reach_on(const struct sketch *s, uint32_t v)
{
    uint32_t i = v + 1;
    while (i < s->n && i <= v + REACH && !(s->words[i].flags & (SKETCH_FIRST | SKETCH_WHERE))) {
        i++;
    }
    return i;
}

// What follows a word that says where is the place of it, not who does it.
static uint32_t before_where(const struct sketch *s, uint32_t from, uint32_t to)
{
    uint32_t i = from;
    while (i < to && !(s->words[i].flags & SKETCH_WHERE)) {
        i++;
    }
    return i;
}

// Active: who stands before it, whom behind it. With "bị", "được" before it: whom stands before that, who between them,
// or behind "bởi", "by"; else nobody does it.
static struct roles roles_of(const struct sketch *s, uint32_t v)
{
    uint32_t back = reach_back(s, v), on = reach_on(s, v);
    for (uint32_t k = v; k > back; k--) {
        if (s->words[k - 1].flags & SKETCH_PASSIVE) {
            uint32_t by = v + 1;
            while (by < on && !(s->words[by].flags & SKETCH_PASSIVE)) {
                by++;
            }
            bool between = k < v;
            uint32_t to = reach_back(s, k - 1);
            return (struct roles){between ? k : by, between ? v : on, to, before_where(s, to, k - 1)};
        }
    }
    return (struct roles){back, before_where(s, back, v), v + 1, on};
}

// How many words of a's range stand in b's.
static unsigned meet(const struct align_side *x, uint32_t from, uint32_t to, uint32_t there_from, uint32_t there_to)
{
    unsigned n = 0;
    for (uint32_t i = from; i < to; i++) {
        n += x->firm[i] && x->twin[i] >= there_from && x->twin[i] < there_to;
    }
    return n;
}

static bool exchanged(const struct sketch *a, const struct sketch *b, const struct alignment *x, uint32_t v)
{
    struct roles one = roles_of(a, v), other = roles_of(b, x->a.twin[v]);
    unsigned crossed = meet(&x->a, one.by_from, one.by_to, other.to_from, other.to_to);
    unsigned crossed_back = meet(&x->a, one.to_from, one.to_to, other.by_from, other.by_to);
    unsigned kept = meet(&x->a, one.by_from, one.by_to, other.by_from, other.by_to) +
                    meet(&x->a, one.to_from, one.to_to, other.to_from, other.to_to);
    return crossed > 0 && crossed_back > 0 && crossed + crossed_back > kept;
}

static unsigned words_alone(const struct sketch *s, const struct align_side *x)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        n += x->kind[i] == ALIGN_NONE && !(s->words[i].flags & SKETCH_LIGHT);
    }
    return n;
}

// The firm word before each firm word of a, as the other text has it too: in words of a. SKETCH_MAX for none.
struct heads {
    uint32_t here[SKETCH_MAX], there[SKETCH_MAX];
    unsigned moved; // words whose head is another one there
};

static void find_heads(const struct sketch *a, const struct sketch *b, const struct alignment *x, struct heads *h)
{
    uint32_t head = SKETCH_MAX;
    for (uint32_t i = 0; i < a->n; i++) {
        h->here[i] = h->there[i] = SKETCH_MAX;
        if (x->a.firm[i]) {
            h->here[i] = head;
            head = i;
        }
    }
    head = SKETCH_MAX;
    for (uint32_t k = 0; k < b->n; k++) {
        if (x->b.firm[k]) {
            h->there[x->b.twin[k]] = head == SKETCH_MAX ? SKETCH_MAX : x->b.twin[head];
            head = k;
        }
    }
    h->moved = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        h->moved += h->here[i] != h->there[i];
    }
}

// Do two words of one text stand, in the other, each behind what the other one stood behind? "directed by A, produced
// by B".
static bool heads_exchanged(const struct sketch *a, const struct sketch *b, const struct alignment *x, bool strict)
{
    enum { MOVED = 4 };
    struct heads h;
    find_heads(a, b, x, &h);
    bool few = strict && h.moved <= MOVED;
    for (uint32_t i = 0; i < a->n; i++) {
        for (uint32_t k = i + 1; k < a->n && h.here[i] != SKETCH_MAX; k++) {
            bool named = a->words[i].flags & a->words[k].flags & SKETCH_NAME;
            bool crossed = h.here[k] != SKETCH_MAX && h.here[i] == h.there[k] && h.here[k] == h.there[i];
            if ((named || few) && crossed && h.here[i] != h.here[k] && h.here[k] != i) {
                return true;
            }
        }
    }
    return false;
}

// How often the order of the words that count goes back in the other text; whether what comes before the first such
// place and what follows it both have a name.
struct moves {
    unsigned back;
    bool turned, named; // the last stands before the first there; both blocks have names
};

static struct moves moves_of(const struct sketch *a, const struct alignment *x)
{
    struct moves m = {0, false, false};
    uint32_t first = SKETCH_MAX, last = SKETCH_MAX;
    bool before = false, after = false;
    for (uint32_t i = 0; i < a->n; i++) {
        if (!x->a.firm[i]) {
            continue;
        }
        m.back += last != SKETCH_MAX && x->a.twin[i] < last;
        first = first == SKETCH_MAX ? x->a.twin[i] : first;
        last = x->a.twin[i];
        *(m.back == 0 ? &before : &after) |= a->words[i].flags & SKETCH_NAME;
    }
    m.turned = last < first;
    m.named = before && after;
    return m;
}

// Have both texts the same words, but for one on each side, whatever they do? Synonyms are not that.
static bool word_for_word(const struct sketch *s, const struct align_side *x)
{
    unsigned other = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        other += x->kind[i] != ALIGN_SAME && x->kind[i] != ALIGN_SLIP;
    }
    return other <= 1;
}

static bool mutual(const struct sketch *s, const struct align_side *x)
{
    bool found = false;
    for (uint32_t i = 0; i < s->n; i++) {
        found |= s->words[i].flags & SKETCH_MUTUAL && x->kind[i] != ALIGN_NONE;
    }
    return found;
}

// Active in one, passive in the other, and still the same one first.
static bool voice_turned(const struct sketch *a, const struct sketch *b, const struct alignment *x)
{
    bool turned = false;
    for (uint32_t v = 0; v < a->n && !turned; v++) {
        turned = x->a.firm[v] && !(a->words[v].flags & SKETCH_NAME) && exchanged(a, b, x, v);
    }
    return turned;
}

bool order_turned(const struct sketch *a, const struct sketch *b, const struct alignment *x)
{
    if (ways_turned(a, b, x)) {
        return true;
    }
    unsigned alone = words_alone(a, &x->a) + words_alone(b, &x->b);
    if (alone > 2 || mutual(a, &x->a)) {
        return false;
    }
    if (passives(a) != passives(b)) {
        return alone <= 1 && voice_turned(a, b, x);
    }
    // the same words, a few of them moved, none of them to the other end as the time or the reason of a sentence may be
    struct moves m = moves_of(a, x);
    bool strict = word_for_word(a, &x->a) && word_for_word(b, &x->b) && clauses(a) + clauses(b) == 2;
    return heads_exchanged(a, b, x, strict) || (strict && (m.back == 2 || (m.back == 1 && !m.turned && m.named)));
}
