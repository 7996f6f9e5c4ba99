// writer.h: the one thread that writes: it runs many callers' functions, each as if alone, and commits them together.
#pragma once

#include "db/engine.h"

struct writer;

// Takes over the connection, which it closes in the end. `where` and `use` serve to connect again after a lost connection.
struct writer *writer_start(struct db *db, struct conn *c, const char *where, enum conn_use use);
void writer_stop(struct writer *w); // finishes what is queued, then ends the thread

struct db_stats writer_stats(struct writer *w);

MUST_USE bool writer_run(struct writer *w, struct arena *a, db_fn *fn, void *arg, struct err *e);
void writer_queue(struct writer *w, struct arena *a, db_fn *fn, void *arg, db_done *done, void *ctx);
