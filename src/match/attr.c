// attr.c: an item's attributes in one 64-bit word; offices and languages by number.
#include "match/index.h"

#include "text/hash.h"

// The slot of an office in the table of numbers, or the empty one where it belongs.
static _Atomic uint16_t *office_slot(const struct match *m, int64_t office)
{
    size_t i = hash_mix((uint64_t)office) % OFFICE_SLOTS;
    for (;; i = (i + 1) % OFFICE_SLOTS) {
        uint32_t n = atomic_load_explicit(&m->office_slots[i], memory_order_acquire);
        if (n == 0 || m->offices[n] == office) {
            return &m->office_slots[i];
        }
    }
}

uint32_t attr_office(const struct match *m, int64_t office)
{
    return atomic_load_explicit(office_slot(m, office), memory_order_acquire);
}

uint32_t attr_lang(const struct match *m, const char *lang)
{
    uint32_t n = atomic_load_explicit(&m->n_langs, memory_order_acquire);
    for (uint32_t i = 1; i < n; i++) {
        if (strncmp(m->langs[i], lang, sizeof m->langs[i]) == 0) {
            return i;
        }
    }
    return 0;
}

static uint32_t take_office(struct match *m, int64_t office)
{
    uint32_t known = office == 0 ? 0 : attr_office(m, office);
    uint32_t n = atomic_load_explicit(&m->n_offices, memory_order_relaxed);
    if (office == 0 || known != 0 || n == OFFICES_MAX) {
        return known;
    }
    m->offices[n] = office;
    atomic_store_explicit(&m->n_offices, n + 1, memory_order_release);
    atomic_store_explicit(office_slot(m, office), (uint16_t)n, memory_order_release);
    return n;
}

void attr_number_offices(struct match *m)
{
    uint32_t n = atomic_load_explicit(&m->n_offices, memory_order_relaxed);
    for (uint32_t i = 1; i < n; i++) {
        atomic_store_explicit(office_slot(m, m->offices[i]), (uint16_t)i, memory_order_release);
    }
}

static uint32_t take_lang(struct match *m, const char *lang)
{
    uint32_t known = lang[0] == 0 ? 0 : attr_lang(m, lang);
    uint32_t n = atomic_load_explicit(&m->n_langs, memory_order_relaxed);
    if (lang[0] == 0 || known != 0 || n == LANGS_MAX) {
        return known;
    }
    memcpy(m->langs[n], lang, sizeof m->langs[n]);
    atomic_store_explicit(&m->n_langs, n + 1, memory_order_release);
    return n;
}

uint32_t attr_time(int64_t time)
{
    return time < 0 ? 0 : time > UINT32_MAX ? UINT32_MAX : (uint32_t)time;
}

uint64_t attr_pack(struct match *m, const struct match_attr *a)
{
    BUG_ON(a->kind > 31 || a->state > 31);
    return a->kind | (uint64_t)a->state << 5 | (uint64_t)a->public << 10 | (uint64_t)take_lang(m, a->lang) << 11 |
           (uint64_t)take_office(m, a->office) << 16 | (uint64_t)attr_time(a->time) << 32;
}

struct match_attr attr_unpack(const struct match *m, uint64_t bits)
{
    struct match_attr a = {.kind = (uint8_t)ATTR_KIND(bits),
                           .state = (uint8_t)ATTR_STATE(bits),
                           .public = ATTR_PUBLIC(bits),
                           .time = ATTR_TIME(bits)};
    if (ATTR_OFFICE(bits) < atomic_load_explicit(&m->n_offices, memory_order_acquire)) {
        a.office = m->offices[ATTR_OFFICE(bits)];
    }
    if (ATTR_LANG(bits) < atomic_load_explicit(&m->n_langs, memory_order_acquire)) {
        memcpy(a.lang, m->langs[ATTR_LANG(bits)], sizeof a.lang);
    }
    return a;
}
