// index.h: what the files of the engine share: the index's parts, and how an item's attributes lie in one word.
#pragma once

#include "match/asking.h"
#include "match/counts.h"
#include "match/match.h"
#include "match/segment.h"
#include "match/vocab.h"
#include "text/synonym.h"

enum {
    TAIL_MAX = 256, // items that are not in a segment yet
    OFFICES_MAX = 1 << 16,
    OFFICE_SLOTS = 1 << 17,
    LANGS_MAX = 32,
};

struct tail_item {
    int64_t id;
    _Atomic uint64_t attr;
    _Atomic bool dead;
    uint32_t bytes;
    uint8_t sequence[]; // as in a segment
};

// Items in the order of adding; complete below n.
struct tail {
    _Atomic uint32_t n;
    int64_t ids[TAIL_MAX]; // the writer's, for looking up
    struct tail_item *item[TAIL_MAX];
};

// What a query sees. Replaced as a whole; the tail grows in place.
struct view {
    struct tail *tail;
    uint32_t n;
    struct segment *segments[];
};

struct beside; // beside.h
struct match {
    struct beside *beside;
    struct epoch *epoch;
    struct vocab vocab;
    struct abbrev *_Atomic abbrev;
    struct asking *asking;
    struct synonyms *_Atomic synonyms;
    struct view *_Atomic view;
    struct counts *_Atomic pair_items; // counts.h
    _Atomic uint64_t n_items, n_words;
    _Atomic uint32_t n_offices, n_langs;
    int64_t *offices;               // number of an office -> its id; 0 is none
    _Atomic uint16_t *office_slots; // number by hash of the id
    char (*langs)[4];
    // the writer's own
    struct former_words *former; // tables that readers may still look at
    struct token_list tokens;
    uint8_t *sequence;
    size_t sequence_cap;
    uint32_t *seen;
    size_t seen_cap;
    bool bulk;
    struct segment_items bulk_items;
    int64_t most_id;
    uint64_t removed; // since the last purge
    void *map;        // of a snapshot, NULL for none
    size_t map_bytes;
    _Atomic bool damaged; // a part of the map
};

// kind 5, state 5, public 1, language 5, office 16, time 32 bits
uint64_t attr_pack(struct match *m, const struct match_attr *a); // writer: may number an office or a language
struct match_attr attr_unpack(const struct match *m, uint64_t bits);
uint32_t attr_office(const struct match *m, int64_t office); // its number, or 0
uint32_t attr_lang(const struct match *m, const char *lang); // its number, or 0
uint32_t attr_time(int64_t time);
void attr_number_offices(struct match *m); // after the list of offices was loaded

#define ATTR_KIND(bits) ((unsigned)((bits)&31))
#define ATTR_STATE(bits) ((unsigned)((bits) >> 5 & 31))
#define ATTR_PUBLIC(bits) ((bits) >> 10 & 1)
#define ATTR_LANG(bits) ((unsigned)((bits) >> 11 & 31))
#define ATTR_OFFICE(bits) ((unsigned)((bits) >> 16 & 0xFFFF))
#define ATTR_TIME(bits) ((uint32_t)((bits) >> 32))

// What index.c has for the files that build beside the writer. A view of these; in place of the present one (old segments
// that are not in it, and an old tail, are retired); a segment of the items, which are freed, or NULL where there are none
// (any thread); the tail as a segment.
struct view *view_new(struct tail *tail, struct segment *const *segments, uint32_t n);
void view_publish(struct match *m, struct view *v);
struct segment *index_build(struct match *m, struct segment_items *items);
void index_seal(struct match *m);

// The sequence of an item in the tail.
static inline struct segment_sequence tail_sequence(const struct tail_item *t)
{
    struct segment_sequence q = {t->sequence, t->sequence + t->bytes, 0};
    if (!varint_next(&q.p, q.end, &q.n)) {
        q.n = 0;
    }
    return q;
}
