// commune.h: a commune's store of its own for a bench, with its index; gone when the bench is over.
#pragma once

#include "core/desk/likely.h"
#include "core/desk/matter.h"
#include "core/intake/message.h"

enum { COMMUNE_NOW = 1780000000 };

struct commune {
    struct arena arena;
    struct db *db;
    struct site *site;
    struct finder *finder;
    int64_t office;
    char folder[32];
};

// Makes it, lets `fill` (a db_fn; arg is the commune) put into it what the bench is about, and reads that. What fails ends the
// program and says why.
void commune_open(struct commune *c, db_fn *fill);
void commune_close(struct commune *c);

// A message to it, inside of `fill`.
MUST_USE bool commune_sent(const struct commune *c, struct tx *tx, struct str words, struct message_row *m, struct err *e);

// A clerk there who writes, and who reads.
struct desk commune_desk(const struct commune *c, struct tx *tx);
struct likely_reader commune_reader(const struct commune *c);

// The whole of a file of tests/fixtures, in the arena.
struct str commune_fixture(struct commune *c, const char *path);
