// demo_store.h: the store of the demo office: founded, then lived through by the script, act by act, with core's own
// functions at the times when things are said to have happened.
#pragma once

#include "base/buf.h"
#include "base/err.h"

#define DEMO_PASSWORD "cau-tre-lac-leo" // of every member of the demo

// The setting "about" of its root, by which a demo's store is known.
#define DEMO_ABOUT "Tỉnh Trầm Giang không có thật: đây là dữ liệu để dùng thử."

enum { DEMO_DAYS = 730, DEMO_MESSAGES = 4200 };

// Follow-up codes to try, as shown, each with what it shows.
struct demo_codes {
    struct {
        char state[16]; // of the matter
        char code[40];
    } list[4];
    size_t n;
};

// Make the store in the new file `path`, its two years ending at `now`, of at most so many messages: what would lie after
// `now` is left out. The same day and number give the same words, times, states and figures; ids and codes are random as always.
MUST_USE bool demo_store_make(const char *path, int64_t now, size_t messages, struct demo_codes *codes, struct err *e);

// The members, a line each: sign-in name, role, name of the office.
void demo_store_members(struct buf *out);

// Is it a store that demo_store_make() made, which may be replaced by another one?
MUST_USE bool demo_store_is(const char *path, bool *yes, struct err *e);
