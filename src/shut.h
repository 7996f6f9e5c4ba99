// shut.h: the web process shuts itself in: whoever takes it over finds the store, and little else of the machine.
#pragma once

#include "base/arena.h"
#include "base/err.h"

// From now on this thread, and those that it starts later, open the store `store` and what the program needs of the machine,
// run no other program, and refuse what sandbox.h says of servers. Of a file's folder only the store and what SQLite keeps
// beside it opens, and the folders of restore drills and of the index (`index`, may be NULL), which are made: not the
// contact key. With such a store nothing is called by network; with PostgreSQL it must be. Call it before any thread and
// before app_start. What is wrong with the store is told as db_open tells it; what the kernel cannot close stands in the
// log, and what it could in *closed (enum sandbox_part).
MUST_USE bool shut_in(const char *store, const char *index, unsigned *closed, struct err *e);
