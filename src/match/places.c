// places.c: see places.h.
#include "match/places.h"

enum { SMALL = 2048 }; // items of a segment that are looked at one by one

// Offices by number, as they stand in the list of a segment: v[0] numbers; v[1 + number] where its items begin, up to the next
// one's; then the items.
static uint32_t *places_make(const struct segment *g)
{
    uint32_t numbers = 1;
    uint64_t attr;
    for (uint32_t i = 0; i < g->n; i++) {
        if (segment_attr(g, i, &attr) && ATTR_OFFICE(attr) >= numbers) {
            numbers = ATTR_OFFICE(attr) + 1;
        }
    }
    uint32_t *v = xcalloc((size_t)numbers + 2 + g->n, sizeof *v), *starts = v + 1, *items = starts + numbers + 1;
    for (uint32_t i = 0; i < g->n; i++) { // attributes may change between the two rounds: then `moved` is set
        if (segment_attr(g, i, &attr) && ATTR_OFFICE(attr) < numbers) {
            starts[ATTR_OFFICE(attr) + 1]++;
        }
    }
    for (uint32_t i = 0; i < numbers; i++) {
        starts[i + 1] += starts[i];
    }
    uint32_t *next = xmalloc(numbers * sizeof *next);
    memcpy(next, starts, numbers * sizeof *next);
    for (uint32_t i = 0; i < g->n; i++) {
        if (segment_attr(g, i, &attr) && ATTR_OFFICE(attr) < numbers && next[ATTR_OFFICE(attr)] < starts[ATTR_OFFICE(attr) + 1]) {
            items[next[ATTR_OFFICE(attr)]++] = i;
        }
    }
    free(next);
    v[0] = numbers;
    return v;
}

static const uint32_t *places_of(struct segment *g)
{
    uint32_t *v = atomic_load_explicit(&g->places, memory_order_acquire);
    if (v == NULL) {
        uint32_t *made = places_make(g);
        if (atomic_compare_exchange_strong(&g->places, &v, made)) {
            return made;
        }
        free(made); // another reader was quicker
    }
    return v;
}

// The items that may be at an office by number: at most `most` of them are counted.
static size_t count(const uint32_t *places, const uint64_t *offices, size_t most)
{
    size_t n = 0;
    for (uint32_t k = 1; k < places[0] && n <= most; k++) {
        n += offices[k / 64] >> k % 64 & 1 ? places[k + 2] - places[k + 1] : 0;
    }
    return n;
}

// False when there is no room.
static bool take(struct candidate *v, size_t *n, size_t most, const struct view *view, uint32_t segment, uint32_t item,
                 const struct sieve *s)
{
    uint64_t attr;
    int64_t id;
    if (!segment_item(view->segments[segment], item, &id, &attr) || !sieve_lets(s, attr)) {
        return true;
    }
    if (*n == most) {
        return false;
    }
    v[(*n)++] = (struct candidate){0, segment, item, id};
    return true;
}

static bool take_segment(struct candidate *v, size_t *n, size_t most, const struct view *view, uint32_t segment,
                         const struct sieve *s)
{
    struct segment *g = view->segments[segment];
    bool room = true;
    if (g->n < SMALL) {
        for (uint32_t item = 0; item < g->n && room; item++) {
            room = take(v, n, most, view, segment, item, s);
        }
        return room;
    }
    const uint32_t *places = places_of(g), *items = places + places[0] + 2;
    for (uint32_t k = 1; k < places[0]; k++) {
        for (uint32_t at = places[k + 1]; s->offices[k / 64] >> k % 64 & 1 && at < places[k + 2] && room; at++) {
            room = take(v, n, most, view, segment, items[at], s);
        }
    }
    return room;
}

bool places_find(const struct view *view, const struct sieve *s, size_t most, struct candidate *v, size_t *n)
{
    size_t all = 0;
    bool few = true;
    *n = 0;
    for (uint32_t i = 0; i < view->n && all <= most; i++) {
        struct segment *g = view->segments[i];
        if (g->n >= SMALL) {
            all += atomic_load(&g->moved) ? most + 1 : count(places_of(g), s->offices, most);
        }
    }
    for (uint32_t i = 0; i < view->n && all <= most && few; i++) {
        few = take_segment(v, n, most, view, i, s);
    }
    few = few && all <= most;
    *n = few ? *n : 0;
    return few;
}
