// vocab.h: the words of an index: bare words and their exact forms, numbered in the order in which they came.
//
// One writer beside any number of readers: entries never move and are complete before they can be found; tables that
// grow are replaced and retired (epoch.h).
#pragma once

#include "match/epoch.h"
#include "text/token.h"

enum { VOCAB_CHUNK = 4096, VOCAB_CHUNKS = 8192 }; // 33 million words at most
#define VOCAB_NONE UINT32_MAX

enum vocab_sort {
    VOCAB_SYLLABLE, // can be Vietnamese
    VOCAB_FOREIGN,  // letters that cannot
    VOCAB_NUMBER,   // holds a digit, or stands beside the sequence
};

struct vocab_words {
    uint64_t hash[VOCAB_CHUNK];
    uint64_t key[VOCAB_CHUNK]; // the first eight bytes, big-endian: words with a prefix lie in a range
    char *text[VOCAB_CHUNK];
    uint8_t len[VOCAB_CHUNK];
    uint8_t sort[VOCAB_CHUNK];           // enum vocab_sort
    _Atomic uint32_t items[VOCAB_CHUNK]; // how many items have it
};

struct vocab_exacts {
    uint64_t hash[VOCAB_CHUNK];
    uint32_t word[VOCAB_CHUNK];
    _Atomic uint32_t items[VOCAB_CHUNK];
};

struct vocab_table {
    size_t mask;
    _Atomic uint32_t slot[]; // number + 1; 0 is empty
};

struct vocab_chains; // chains.h
struct vocab {
    struct epoch *epoch;
    struct vocab_words *words[VOCAB_CHUNKS];
    struct vocab_exacts *exacts[VOCAB_CHUNKS];
    _Atomic uint32_t n_words, n_exacts;
    struct vocab_table *_Atomic by_hash;
    struct vocab_table *_Atomic by_exact;
    struct vocab_chains *_Atomic deletions;
    struct vocab_chains *_Atomic trigrams;
    struct arena text; // the words' letters
};

void vocab_init(struct vocab *v, struct epoch *epoch);
void vocab_destroy(struct vocab *v);
size_t vocab_memory(const struct vocab *v);

// WRITER. The number of the exact form of a token; makes it and its bare word when they are new.
uint32_t vocab_take(struct vocab *v, const struct token_list *l, const struct token *t);

// WRITER. For loading: the next bare word, the next exact form. Numbers follow the calls.
uint32_t vocab_put_word(struct vocab *v, struct str text, enum vocab_sort sort);
uint32_t vocab_put_exact(struct vocab *v, uint64_t hash, uint32_t word);

uint32_t vocab_word(const struct vocab *v, uint64_t hash);  // number of a bare word, or VOCAB_NONE
uint32_t vocab_exact(const struct vocab *v, uint64_t hash); // number of an exact form, or VOCAB_NONE

// Words that occur and that one letter dropped, added, changed or two swapped make of s (Damerau distance 1), most
// items first: up to `max`.
size_t vocab_repair(const struct vocab *v, struct str s, uint32_t *out, size_t max);

// Words that occur and share many three-letter pieces with s: up to `max`, best first, with their Dice coefficient, at
// least `least`. Only words that cannot be Vietnamese have such pieces.
struct vocab_near {
    uint32_t word;
    float share;
};
size_t vocab_similar(const struct vocab *v, struct str s, float least, struct vocab_near *out, size_t max);

// WRITER. No item has any word any more.
void vocab_clear(struct vocab *v);

// Forgets the letters and hashes of words that no item has, in three steps. What it takes is made beside the writer (any thread,
// one at a time); the writer puts it in place: from then on these words are not found; and ends it when the readers that were
// inside have left.
struct vocab_purge;
struct vocab_purge *vocab_purge_make(const struct vocab *v);
void vocab_purge_swap(struct vocab *v, struct vocab_purge *p); // WRITER
void vocab_purge_end(struct vocab *v, struct vocab_purge *p);  // WRITER. Frees p

static inline uint32_t vocab_word_of(const struct vocab *v, uint32_t exact)
{
    return v->exacts[exact / VOCAB_CHUNK]->word[exact % VOCAB_CHUNK];
}

// Was the exact form typed with marks? That of an unmarked word has the hash of its bare word.
static inline bool vocab_marked(const struct vocab *v, uint32_t exact)
{
    uint32_t word = vocab_word_of(v, exact);
    return v->exacts[exact / VOCAB_CHUNK]->hash[exact % VOCAB_CHUNK] != v->words[word / VOCAB_CHUNK]->hash[word % VOCAB_CHUNK];
}

static inline uint64_t vocab_hash(const struct vocab *v, uint32_t word)
{
    return v->words[word / VOCAB_CHUNK]->hash[word % VOCAB_CHUNK];
}

static inline struct str vocab_text(const struct vocab *v, uint32_t word)
{
    const struct vocab_words *w = v->words[word / VOCAB_CHUNK];
    return (struct str){w->text[word % VOCAB_CHUNK], w->len[word % VOCAB_CHUNK]};
}

static inline enum vocab_sort vocab_sort(const struct vocab *v, uint32_t word)
{
    return (enum vocab_sort)v->words[word / VOCAB_CHUNK]->sort[word % VOCAB_CHUNK];
}

static inline _Atomic uint32_t *vocab_word_items(const struct vocab *v, uint32_t word)
{
    return &v->words[word / VOCAB_CHUNK]->items[word % VOCAB_CHUNK];
}

static inline _Atomic uint32_t *vocab_exact_items(const struct vocab *v, uint32_t exact)
{
    return &v->exacts[exact / VOCAB_CHUNK]->items[exact % VOCAB_CHUNK];
}

// A prefix as a key and a mask over the first eight bytes of a word.
struct vocab_begin {
    uint64_t key, mask;
};
struct vocab_begin vocab_begin(struct str s);

static inline bool vocab_begins(const struct vocab *v, uint32_t word, struct vocab_begin b)
{
    return (v->words[word / VOCAB_CHUNK]->key[word % VOCAB_CHUNK] & b.mask) == b.key;
}
