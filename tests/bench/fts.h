// fts.h: SQLite's FTS5 in memory, for benches that ask it what they ask the engine.
#pragma once

#include "base/arena.h"
#include "base/str.h"

struct fts;

// Aborts when SQLite does; `tokenizer` as FTS5 takes it: "unicode61 remove_diacritics 2". Texts are not kept, only what is
// indexed of them.
struct fts *fts_new(const char *tokenizer);
void fts_add(struct fts *f, int64_t id, struct str text);
void fts_added(struct fts *f); // all items are in
size_t fts_memory(struct fts *f); // bytes of its tables

// The best `max` by bm25 that have any of the words; as many as *ids has then.
size_t fts_ask(struct fts *f, struct str words, bool prefix, int64_t *ids, size_t max);
void fts_free(struct fts *f);
