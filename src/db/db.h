// db.h: the store: opening it, reading from a snapshot, writing through the one writer.
//
// A store is a SQLite file or a PostgreSQL database (postgres://…); nothing above this room knows which. The functions
// that run the queries of sql/queries are generated (db/q_<file>.h) and take a `struct tx`.
//
// Conventions of values: NULL reads as 0 in integer and bool columns and as STR_NONE in text and blob columns; ids and
// times are never 0. Text is UTF-8 without zero bytes; anything else is refused with ERR_INPUT before it is bound.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct db;
struct tx;

enum db_mode {
    DB_READ_ONLY,
    DB_READ_WRITE,
    // For a command that takes in a great deal and has nobody waiting for it. On SQLite, where it is the only one that
    // writes, functions are committed together for up to a second, with more of the store in memory (128 MB), so that a page
    // is written once for many rows. Each function still stays under 50 ms. On PostgreSQL the same as DB_READ_WRITE.
    DB_BULK,
};

// What a generated `:one` function found.
enum q_got { Q_ERROR = -1, Q_NONE = 0, Q_ROW = 1 };

// The arena that was given to db_read_begin(), db_write() or db_write_async(): rows live there.
struct arena *tx_arena(struct tx *tx);

// Open an existing store of exactly this program's schema. ERR_VERSION: the schema is newer (made by a later program)
// or older (db_migrate() first). ERR_INPUT: not a store of this program. ERR_BUSY: writing to a SQLite file that
// another process writes; the message names its pid. DB_READ_ONLY works beside a writer and never checkpoints.
// db_close() gives the store back: it lets what was queued finish, and ends the writer's thread. By then every reader
// has ended and nobody, no `done` either, queues more.
MUST_USE bool db_open(struct db **out, const char *where, enum db_mode mode, struct err *e);
void db_close(struct db *db);

// Make a new store and run all migrations, in one transaction. ERR_INPUT when there is something in it already. A
// SQLite file is made with mode 0600. A PostgreSQL database must exist, be empty, and collate by bytes (C).
MUST_USE bool db_create(const char *where, struct err *e);

// Bring an older store to this program's schema, all missing migrations in one transaction: killed at any moment, it
// leaves the former version. A SQLite file is copied to FILE.before-<version>-<seconds> first. Nothing to do is true.
MUST_USE bool db_migrate(const char *where, struct err *e);

// Read from one snapshot, on a connection of this transaction's own; many threads may read at once (16; more wait).
// Keep it short: under a second, or the SQLite log grows. Rows live in `arena`, so they outlast db_read_end().
MUST_USE bool db_read_begin(struct db *db, struct arena *arena, struct tx **out, struct err *e);
void db_read_end(struct tx *tx);

// What a transaction function wants done with its work.
enum tx_end {
    TX_COMMIT,
    TX_ROLLBACK, // undo it; not a failure (a version check that did not hold, a dry run)
    TX_FAILED,   // undo it; *e says why
};

// A transaction function. It runs on the writer's thread, in a transaction shared with other callers, whose work is never
// undone with its own; it may run again from the start, so it sets what `arg` points to afresh and touches nothing outside;
// it stays under 50 ms (long jobs commit in chunks) and never calls db_write(). Once a query in it has failed its work is
// undone, whatever it returns: expected conflicts are met with ON CONFLICT DO NOTHING.
typedef enum tx_end db_fn(struct tx *tx, void *arg, struct err *e);

// Run fn and return when its work is durable (committed and fsynced together with that of others): true also after
// TX_ROLLBACK. On false nothing of fn's work is in the store, except after ERR_GONE: the PostgreSQL connection broke
// while committing, and nobody knows. ERR_FULL, ERR_BUSY, ERR_GONE pass by themselves; later calls may succeed. A
// failed fsync or commit of a SQLite file ends the program (exit 70) before anybody is told anything.
MUST_USE bool db_write(struct db *db, struct arena *arena, db_fn *fn, void *arg, struct err *e);

// The same without waiting. `done` is called once, on the writer's thread after the commit (e is NULL when ok); it must
// be quick and may queue more, but not wait. Until then arena and arg belong to the writer.
typedef void db_done(void *ctx, bool ok, const struct err *e);
void db_write_async(struct db *db, struct arena *arena, db_fn *fn, void *arg, db_done *done, void *ctx);

// How the writer has done since db_open(). Times are of single functions: how long others waited for one, and how much of that
// it worked itself.
struct db_stats {
    uint64_t functions;
    uint64_t commits;
    uint64_t too_long; // functions that took over 50 ms
    int64_t longest_us;
    int64_t longest_own_us;
};
struct db_stats db_stats(const struct db *db); // of a store that is open for writing

// Give back what connections for reading keep of the store in memory, those that nobody uses now: they read it again.
void db_rest(struct db *db);

// A consistent copy of a SQLite store in the new file `out`, made beside readers and the writer; complete and fsynced
// under that name or not there at all. ERR_INPUT when `out` exists, and on PostgreSQL (which has pg_dump).
MUST_USE bool db_backup(struct db *db, const char *out, struct err *e);

// Check the store itself: pages, indexes, foreign keys. Calls `found` once a finding. True when the check could be
// made, whatever it found. PostgreSQL keeps its own house: only constraints that were never validated are found.
MUST_USE bool db_integrity(struct db *db, void (*found)(void *arg, struct str line), void *arg, struct err *e);

// "sqlite" or "postgres", for the log and for tests.
const char *db_engine(const struct db *db);
