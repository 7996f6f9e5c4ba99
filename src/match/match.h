// match.h: one inverted index in memory for search, suggestions while typing, and finding the same thing again.
//
// The index is not the source of truth: the database is. A snapshot (snapshot.h) makes the start quick; when it is
// missing, damaged or old the caller adds everything again.
//
// Threads: any number of readers, which take no lock and never wait; what a call added or removed is seen by queries that begin
// after it returned. Which functions write is said with each: they take the index's lock, so that any thread may call them, one
// after the other. What takes long (merging segments, match_purge, snapshots) is done beside them, without the lock, by a thread
// of the index or by the caller's; one such thing at a time. The index keeps no text: items are sequences of word numbers.
//
// Scores: BM25+ (Robertson; Lv and Zhai 2011) over bare words, pairs of neighbouring bare words, and words with their
// marks where the query has marks; and what of the query stands close together. docs/engine.md tells more.
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "text/token.h"

struct match;

// What an item is; a small number of the caller's, kept with the item for filters: 0…31.
enum match_kind {
    MATCH_MATTER,
    MATCH_MESSAGE,
    MATCH_PUBLICATION,
    MATCH_COMMENT,
    MATCH_DIRECTIVE,
    MATCH_TASK,
    MATCH_MEETING,
    MATCH_QUESTION,
};

struct match_attr {
    uint8_t kind;   // enum match_kind, 0…31
    uint8_t state;  // the caller's state number, 0…31
    bool public;    // may be shown to anybody
    char lang[4];   // "vi", "en"; empty for unknown. At most 31 languages an index, later ones count as unknown
    int64_t office; // internal id, 0 for none. At most 65,535 offices an index
    int64_t time;   // seconds UTC, 1970 to 2106, clamped outside
};

// An item is let through when it passes every part that is set. A filter of zeros lets everything through.
struct match_filter {
    uint32_t kinds;         // bit 1 << kind; 0 for all
    uint32_t states;        // bit 1 << state; 0 for all
    bool public_only;       // public search and suggestions must set it
    char lang[4];           // "" for all
    const int64_t *offices; // items of these offices; n_offices 0 for all
    size_t n_offices;
    int64_t from, to; // from <= time < to; to 0 for no end
};

struct match_ask {
    struct match_filter filter;
    size_t limit;   // at most this many hits; MATCH_LIMIT at most, 0 counts as 10
    bool prefix;    // the last word is still being typed
    bool rough;     // fewer candidates are scored exactly, 64: for a few hits that the caller compares further
    bool operators; // read "exact phrase", -not and leave out field:value (staff); else every character is text
};

enum { MATCH_LIMIT = 1000 };

struct match_hit {
    int64_t id;
    double score;
    struct match_attr attr;
};

struct match_hits {
    struct match_hit *v; // best first; equal scores by smaller id
    size_t n;
};

struct match_options {
    struct str abbreviations; // lines for abbrev_new after the program's own; STR_NONE for none
    struct str synonyms;      // lines for synonyms_new after the program's own; STR_NONE for none
};

// An empty index. `options` may be NULL. ERR_INPUT when the abbreviations cannot be read. Free with match_close, when
// no reader is inside any more.
MUST_USE bool match_open(const struct match_options *options, struct match **out, struct err *e);
void match_close(struct match *m);

// WRITER. Other words of the caller's own from now on, and everything is taken out (match_clear): add it again. Nothing happens,
// and ERR_INPUT, when they cannot be read.
MUST_USE bool match_words(struct match *m, const struct match_options *options, struct err *e);

// WRITER. Put the item in, or in place of what had that id. At most TEXT_MAX bytes of the text count. Bytes in `skip`
// (in order, not overlapping: phone numbers, addresses, plates) are not indexed. Nothing of `text` is kept after the
// call.
void match_add(struct match *m, int64_t id, struct str text, const struct match_attr *attr,
               const struct text_range *skip, size_t n_skip);

// WRITER. The same words, other attributes (published, state changed). False when the id is not there.
bool match_update(struct match *m, int64_t id, const struct match_attr *attr);

// WRITER. Take it out. False when the id is not there. Its words stay in the index's own memory until match_purge.
bool match_remove(struct match *m, int64_t id);

// After erasing: items removed before leave no trace in memory (word sequences, words that no other item has). Any thread. Waits
// for queries that run; takes as long as writing the parts of the index that held something removed, while others may write.
void match_purge(struct match *m);

// Was a part of the file that the index was loaded from found damaged? What stood there is not found, all else is; the caller
// clears the index and adds everything again.
bool match_damaged(const struct match *m);

// WRITER. Takes everything out, as if nothing had ever been put in. Waits for queries that run.
void match_clear(struct match *m);

// WRITER. Between begin and end, adds are cheaper and are not yet seen by queries; end makes them seen and the index as
// quick to ask as it can be. For the first build and for imports. Ids added in between must not repeat.
void match_bulk_begin(struct match *m);
void match_bulk_end(struct match *m);

size_t match_count(const struct match *m); // items

// WRITER. The ids of all items of a kind, ascending: for comparing the index with its source. *out is malloc'ed.
size_t match_ids(const struct match *m, enum match_kind kind, int64_t **out);
size_t match_memory(const struct match *m);  // WRITER. Bytes held, without the allocator's own

// READER. The best items for `text`, in the arena. No hits is n 0.
void match_query(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a,
                 struct match_hits *out);

// READER. The best items, and how many were found in all, by kind, office and time. Found is what has enough of the query's
// words: by rarity, three fifths of what the item with most of them has, of more than three words less, down to two fifths, which
// are also enough where fewer than ten would be found; where the words stand in very many items, only the rarer ones count for
// this, those that hold half of the rarity of all. What is found goes by the words and by state, language and who may see: a
// narrower filter never changes it, so the count at an office is what asking for that office finds. The counts by kind leave the
// filter's kinds aside, those by office its offices, those by time its times. `borders` ascend, MATCH_PERIODS of them at most.
// Operators are text here.
enum { MATCH_PERIODS = 64 };
struct match_office_count {
    int64_t office;
    uint32_t n;
};
struct match_found {
    uint32_t n;
    uint32_t kinds[32];
    uint32_t periods[MATCH_PERIODS];    // by `borders`: borders[i] <= time < borders[i + 1]
    struct match_office_count *offices; // those that have any, in the order of their numbers in the index
    size_t n_offices;
};
void match_find(const struct match *m, struct str text, const struct match_ask *ask, const int64_t *borders,
                size_t n_borders, struct arena *a, struct match_hits *hits, struct match_found *found);

// READER. The same as match_query with the last word read as the beginning of one.
void match_suggest(const struct match *m, struct str text, const struct match_ask *ask, struct arena *a,
                   struct match_hits *out);

// READER. What of an item's text to show for a query: one cut of at most `max` bytes that holds as much of the query as
// possible, at borders of words, and what to mark in it, also where it was typed otherwise.
struct match_extract {
    struct text_range cut;    // bytes of `text`
    struct text_range *marks; // inside the cut, in order, not overlapping; bytes of `text`
    size_t n_marks;
};
void match_extract(const struct match *m, struct str query, struct str text, size_t max, struct arena *a,
                   struct match_extract *out);

// READER. Why an item has its score: one line a unit that matched; the parts add up to the score.
enum match_unit { MATCH_WORD, MATCH_PAIR, MATCH_EXACT, MATCH_NEAR }; // MATCH_NEAR: words close together
struct match_reason {
    enum match_unit unit;
    struct str asked; // the bare word or pair of the query
    struct str found; // the bare word of the item that stands for it: other than `asked` for a repaired or similar word
    unsigned times;   // how often the item has it
    double score;     // what it gave
};
struct match_reasons {
    struct match_reason *v; // most first
    size_t n;
};
// `operators` as in match_ask. False when the id is not in the index.
bool match_explain(const struct match *m, struct str query, bool operators, int64_t id, struct arena *a,
                   struct match_reasons *out);

// The parts `name:value` of a staff query, for the caller to make a filter of; times such as 14:30 and addresses with
// "//" are not fields. Views into `query`. Returns how many, at most max.
struct match_field {
    struct str name;
    struct str value;
};
size_t match_fields(struct str query, struct match_field *out, size_t max);
