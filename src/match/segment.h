// segment.h: a part of the index that does not change any more: word sequences of its items, and for each word and each
// bucket of word pairs the items that have it.
//
// All of it lies in one block of bytes with the layout of struct segment_head, in memory and on disk alike. Two things
// in it may change while readers look: the attributes and the bits of items that were removed; both are atomic words.
//
// The bytes of a block that was mapped from a file may be anything. Everything here looks at them through segment_holds and
// checks what it reads, so that a damaged or hostile part answers as if it held nothing.
#pragma once

#include "match/guard.h"
#include "match/vocab.h"

struct segment_head {
    uint64_t bytes;     // of the whole block
    uint32_t n;         // items
    uint32_t n_words;   // words that have a list
    uint32_t n_ids;     // slots of the table of ids
    uint32_t pair_bits; // the buckets of pairs are 1 << pair_bits
    int64_t least_id, most_id;
    uint64_t at_ids, at_attrs, at_dead, at_table, at_lengths, at_offsets,
        at_sequences; // where in the block each part begins
    uint64_t at_words, at_word_offsets, at_word_lists, at_pair_offsets, at_pair_lists;
};

struct segment {
    const struct segment_head *head;
    void *block; // malloc'ed, or mapped when it has a guard
    struct guard *guard;
    const _Atomic uint8_t *states; // of the guard
    uint32_t n;
    uint32_t live; // items not removed; the writer's
    int64_t least_id, most_id;
    const int64_t *ids;
    _Atomic uint64_t *attrs;
    _Atomic uint64_t *dead;       // a bit an item
    const uint32_t *table;        // item + 1 by hash of id; 0 is empty
    const uint8_t *lengths;       // segment_length_code of the words in sequence
    const uint32_t *offsets;      // n + 1: where an item's sequence begins
    const uint8_t *sequences;     // varints: words in sequence, then their exact numbers, then those of the extras
    const uint32_t *words;        // sorted
    const uint32_t *word_offsets; // n_words + 1
    const uint8_t *word_lists;    // varints: item numbers as differences, twice, plus 1 when the item has it repeatedly
    const uint32_t *pair_offsets;
    const uint8_t *pair_lists;
    uint32_t *_Atomic places; // places.h; NULL until it is asked for
    _Atomic bool moved;       // an item went to another office: `places` is not to be asked any more
};

// What a segment is built of: items in the order of adding.
struct segment_items {
    int64_t *ids;
    uint64_t *attrs;
    uint32_t *offsets; // n + 1
    uint8_t *sequences;
    uint32_t n, cap;
    size_t n_bytes, cap_bytes;
};
void segment_items_add(struct segment_items *s, int64_t id, uint64_t attr, const uint8_t *sequence, size_t bytes);
void segment_items_free(struct segment_items *s);

struct segment *segment_build(const struct vocab *v, const struct segment_items *items);
void segment_free(void *segment);
size_t segment_memory(const struct segment *s);

// A segment over a block. `guard` is NULL when the block is malloc'ed and was made here, else it belongs to the segment from
// then on. False when the head is not one that segment_build makes; what lies behind it is checked as it is read.
bool segment_open(void *block, size_t bytes, struct guard *guard, struct segment **out) MUST_USE;

// May these bytes of the block be looked at? Before they were, nothing that stands there is to be believed.
static inline bool segment_holds(const struct segment *s, const void *p, size_t n)
{
    size_t from = (size_t)((const char *)p - (const char *)s->block);
    return s->guard == NULL || guard_holds(s->guard, s->states, from, from + n);
}

// Is all of it as it was written? Looks at everything that was not looked at before.
bool segment_whole(const struct segment *s);

// Marks the item as removed. The writer's.
void segment_kill(struct segment *s, uint32_t item);

// The item with that id that is not removed, or VOCAB_NONE.
uint32_t segment_find(const struct segment *s, int64_t id);

// Was it removed, or is it where the file is damaged?
static inline bool segment_dead(const struct segment *s, uint32_t item)
{
    return !segment_holds(s, (const void *)&s->dead[item / 64], sizeof s->dead[0]) ||
           (atomic_load_explicit(&s->dead[item / 64], memory_order_relaxed) >> item % 64 & 1);
}

// The attributes of an item. False when it is dead.
static inline bool segment_attr(const struct segment *s, uint32_t item, uint64_t *attr)
{
    if (segment_dead(s, item) || !segment_holds(s, (const void *)&s->attrs[item], sizeof s->attrs[0])) {
        return false;
    }
    *attr = atomic_load_explicit(&s->attrs[item], memory_order_relaxed);
    return true;
}

// The same, and the item's id.
static inline bool segment_item(const struct segment *s, uint32_t item, int64_t *id, uint64_t *attr)
{
    if (!segment_attr(s, item, attr) || !segment_holds(s, &s->ids[item], sizeof s->ids[0])) {
        return false;
    }
    *id = s->ids[item];
    return true;
}

// A list of item numbers being read: bytes p..end; `item` is the one before p.
struct segment_list {
    const uint8_t *p, *end;
    uint32_t item;
};
struct segment_list segment_word(const struct segment *s, uint32_t word);
struct segment_list segment_pair(const struct segment *s, uint64_t hash); // hash_pair of the two words' hashes

// A sequence being read.
struct segment_sequence {
    const uint8_t *p, *end;
    uint32_t n; // words in sequence; what follows them are extras
};
struct segment_sequence segment_sequence(const struct segment *s, uint32_t item); // empty where the file is damaged

// Where the bytes of an item's sequence begin and end. False where the file is damaged.
bool segment_bytes(const struct segment *s, uint32_t item, uint32_t *from, uint32_t *to) MUST_USE;

// The varint at *p, which is moved on; never past end. Returns false at the end or when it is broken off.
static inline bool varint_next(const uint8_t **p, const uint8_t *end, uint32_t *v)
{
    const uint8_t *at = *p;
    if (at < end && *at < 0x80) {
        *v = *at;
        *p = at + 1;
        return true;
    }
    uint32_t out = 0;
    for (unsigned shift = 0; at < end && shift < 32; shift += 7) {
        uint8_t b = *at++;
        out |= (uint32_t)(b & 0x7F) << shift;
        if (b < 0x80) {
            *p = at;
            *v = out;
            return true;
        }
    }
    *p = end;
    return false;
}

// A number of words in a byte: exact below 128, then in steps of 32 up to 4,192.
static inline uint8_t segment_length_code(uint32_t n)
{
    return (uint8_t)(n < 128 ? n : n < 4192 ? 128 + (n - 128) / 32 : 255);
}

static inline uint32_t segment_length(uint8_t code)
{
    return code < 128 ? code : 128 + (code - 128u) * 32 + 16;
}

static inline size_t varint_put(uint8_t *out, uint32_t v)
{
    size_t n = 0;
    for (; v >= 0x80; v >>= 7) {
        out[n++] = (uint8_t)(v | 0x80);
    }
    out[n++] = (uint8_t)v;
    return n;
}
