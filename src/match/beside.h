// beside.h: what takes long is built beside the writer: merged segments, segments without what was removed, snapshots.
//
// Every function that writes takes the index's lock. What is built beside holds it only to begin and to put the result in place;
// one such thing is built at a time. Segments never change but for the attributes and the bits of what was removed: while
// something is built beside, the writer notes what these were before it changes them. From the notes come the state at the
// beginning, which is what is built, and what to do again to the result.
#pragma once

#include "match/index.h"

struct beside *beside_new(void);
void beside_free(struct beside *b); // waits for the thread that merges

void beside_lock(const struct match *m);
void beside_unlock(const struct match *m);

// All below but beside_rebuild and beside_freeze: the lock is held.

// Waits until nothing is built beside, then it is the caller's turn until beside_end. The segments that the view has then, or at
// beside_hold, stay until the caller puts others in their place. beside_end lets segments be merged that are due.
void beside_begin(struct match *m);
void beside_hold(struct match *m);
void beside_end(struct match *m);

// To be called before an item's attributes or its bit are changed.
void beside_note(struct match *m, const struct segment *s, uint32_t item);

// After the view has got a segment: merges what is due, small ones at once when the thread is busy.
void beside_settle(struct match *m);

// Attributes of the segment, and bits of what was not there, as they were at beside_hold. Not held: any thread.
struct frozen {
    uint64_t *attrs;
    uint64_t *dead;
};
void beside_freeze(struct match *m, const struct segment *s, struct frozen *f);
void beside_thaw(struct frozen *f); // frees it

static inline bool frozen_dead(const struct frozen *f, uint32_t item)
{
    return f->dead[item / 64] >> item % 64 & 1;
}

// One segment of what was in these, or NULL when nothing is left. What of a damaged file cannot be read is left out. Not held.
struct segment *beside_rebuild(struct match *m, struct segment *const *segments, uint32_t n);

// Puts what was built of these, which stand side by side in the view, in their place. `made` may be NULL.
void beside_install(struct match *m, struct segment *const *segments, uint32_t n, struct segment *made);
