// follower.h: the thread that fills what can be searched after the start, and keeps it near what happens. Where several
// processes serve one PostgreSQL store, it also sees what the others did, and makes this one's caches new.
#pragma once

#include "core/press/finder.h"

struct app;
struct follower;

// Begins at once, and returns when all has been read or after half a second: the server answers meanwhile. ERR_IO when no
// thread can be had.
MUST_USE bool follower_start(struct follower **out, struct app *app, struct err *e);
void follower_stop(struct follower *f); // within the time of one part; NULL is allowed

// The finder as it is: within a second of the store.
struct finder *follower_finder(struct follower *f);

// The finder, brought up to everything that was committed before the call.
struct finder *follower_now(struct follower *f);

// The finder, brought up to everything public that anybody knows of (app_public_version) before it returns.
struct finder *follower_fresh(struct follower *f);
