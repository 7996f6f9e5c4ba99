// finder.h: what is found by its words: indexes in memory, one of what is published, for everyone, one of messages and
// working titles, for the desk, and one of the register of documents (finder_document.h). The store is the source of truth;
// the finder reads it at the start and follows its events.
//
// The public index holds public titles of matters and the texts of what is out for all, in every language, and nothing else.
// The desk's holds messages and the titles of matters; no numbers of persons (text/personal.h) and no message that was handed
// over. A message stands in it at the office that answers and, where that is no part of the one that received it, at this one
// too: so a search asks only after what the member's offices have in hand. Who may read a message is asked anew for each hit
// (core/desk/access.h): the store has the last word.
//
// Threads: any number search while one fills or follows; those who fill or follow wait for each other, and not for who purges
// or saves; these wait for each other.
#pragma once

#include "core/office/site.h"
#include "match/match.h"

struct finder;

MUST_USE bool finder_new(struct finder **out, struct err *e); // empty

// The words of the site's own (core/office/words.h) from now on. *other: they are other ones than before, and it is emptied
// (finder_empty). Before finder_load, and where settings changed. Cheap when they did not.
MUST_USE bool finder_words(struct finder *f, const struct site *s, bool *other, struct err *e);

void finder_free(struct finder *f);                           // nobody may be inside; NULL is allowed

// The copy on disk, for a quick start: their snapshots (match/snapshot.h) and a head that names them, the number of the last
// event that is in them and the hash of that event, so that the copy of another store, or of another past of this one, is
// not taken. `base` is the head's path; the others begin with it. All are 0600. The store stays the source of truth.
//
// finder_load: before anybody searches. *loaded is false, and the finder empty, where the copy is missing, damaged, of
// another program or past, or too far behind; *why then says which ("" for missing). Else finder_fill takes in what came
// since.
MUST_USE bool finder_load(struct finder *f, struct db *db, int64_t home, const char *base, bool *loaded, struct str *why,
                          struct arena *a, struct err *e);

// Writes the copy anew where something happened since. A kill at any time leaves the former copy or the new one. What goes on
// is taken in meanwhile: it is held up only for the moment that is saved.
MUST_USE bool finder_save(struct finder *f, struct db *db, int64_t home, const char *base, struct err *e);
int64_t finder_unsaved(const struct finder *f); // events since the copy that was loaded or saved last

// Where the copy of a server over the file `store` is kept: a folder of its own beside it, because nothing else that is new
// opens there; NULL for a database. And the head's path in such a folder. In the arena.
const char *finder_copy_folder(struct arena *a, const char *store);
const char *finder_copy_path(struct arena *a, const char *folder, int64_t home);

// Were words taken away since the last call? Then nothing of the copy on disk at `base` (NULL: none) stays until it is written
// anew, and they leave memory, beside what goes on, as after match_purge: seconds on a large index.
bool finder_purge(struct finder *f, const char *base);
void finder_drop(const char *base); // while nobody saves

// Read everything, a part at a time, each part of its own snapshot. Until it is done searches find what there is. *stop (may be
// NULL) set by another thread ends it early: then it is not ready. May take minutes on a large store: for a thread of its own.
MUST_USE bool finder_fill(struct finder *f, struct db *db, const struct site *s, const _Atomic bool *stop, struct err *e);
bool finder_ready(const struct finder *f); // everything was read once

// Was a part of the copy on disk that it was loaded from found damaged in use? Then searches find what stands elsewhere, until
// it is emptied, after which it is not ready, and filled again.
bool finder_damaged(const struct finder *f);
void finder_empty(struct finder *f);

// Take in what happened since: nothing to do before finder_fill is done. Cheap when nothing happened. Where an import was undone,
// whose rows go without an event each, all ids are compared with the store and what is gone is dropped.
MUST_USE bool finder_follow(struct finder *f, struct db *db, const struct site *s, struct err *e);

// Take in one thing as it stands in this transaction: MATCH_MATTER, MATCH_MESSAGE or MATCH_PUBLICATION. For who has
// written it and does not wait for the events.
MUST_USE bool finder_take(struct finder *f, struct tx *tx, const struct site *s, enum match_kind kind, int64_t id,
                          struct err *e);
int64_t finder_seen(const struct finder *f); // the last event taken in

// What everyone may find, page by page: the best first, MATCH_MATTER and MATCH_PUBLICATION by their ids, in the arena, and how
// many there are by kind, office and time (match_find). `typing`: the last word is still being typed. The filter's kinds,
// offices and times narrow it; a matter's time is the day it became public.
void finder_find(const struct finder *f, struct str words, bool typing, const struct match_filter *filter, const int64_t *borders,
                 size_t n_borders, struct arena *a, struct match_hits *out, struct match_found *found);

// A search at the desk: words with "exact phrase", -not, and field:value, which is left to the caller to make a filter of.
struct finder_ask {
    struct str words;
    const int64_t *offices; // at which the member holds a role
    size_t n_offices;
    int64_t office;         // 0: all of theirs; else what this office and its departments have in hand
    struct match_filter filter; // kinds, states (finder_state) and times; its offices are set here
    size_t limit;           // MATCH_LIMIT at most
};

// What these members may find, best first: MATCH_MESSAGE whose words they may read without its being an event, MATCH_MATTER of
// their offices. Each once.
MUST_USE bool finder_desk(const struct finder *f, struct tx *tx, const struct site *s, const struct finder_ask *ask,
                          struct match_hits *out, struct err *e);

// The number that stands for the state of a matter, or of the matter a message is in, "inbox" where it is in none. False when
// there is no such state.
MUST_USE bool finder_state(struct str state, uint8_t *number);

// A piece of a text that shows why it was found (match_extract), by the public index.
void finder_extract(const struct finder *f, struct str words, struct str text, size_t max, struct arena *a,
                    struct match_extract *out);

// The indexes themselves, for those who compare texts by them (match/alike.h): what everyone may find, and the desk's, of
// which nothing may be shown without asking access.h.
const struct match *finder_open_index(const struct finder *f);
const struct match *finder_desk_index(const struct finder *f);

// The same by the desk's, for words with operators.
void finder_desk_extract(const struct finder *f, struct str words, struct str text, size_t max, struct arena *a,
                         struct match_extract *out);

// Why finder_desk found this message or matter by these words: match_explain. False when it is not in the index.
bool finder_desk_explain(const struct finder *f, struct str words, int64_t id, struct arena *a, struct match_reasons *out);
