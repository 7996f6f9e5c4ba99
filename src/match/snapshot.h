// snapshot.h: the index on disk, for a quick start. Never the only copy: what cannot be loaded is built from the
// database.
//
// A file is a head, a table of sections, and the sections: the vocabulary and counts, then each segment as it lies in
// memory, then the checksums of the segments' blocks. The head, the vocabulary and the checksums are checked when the file is
// loaded; segments are mapped copy-on-write, so the file itself is never changed, and each block of 16 KB is checked when it is
// first looked at (guard.h). What is found damaged then holds nothing, and match_damaged says so.
#pragma once

#include "match/match.h"

// Writes the index to `path` by way of a file beside it, synced and renamed: a kill at any time leaves the former snapshot
// or the new one. What was removed is not in it, nor its words. `position` is the caller's: up to which event the index has seen.
// Errors are ERR_IO and ERR_FULL, and ERR_CORRUPT for a damaged index (match_damaged); the file beside is taken away.
// Any thread, beside the writer, which is held up only while snapshot_take copies what counts.
MUST_USE bool match_snapshot(struct match *m, const char *path, uint64_t position, struct err *e);

// The same in three steps, for several indexes of one moment: begin waits until nothing else is built beside; take, WRITER,
// is the moment, and short; write takes long, and ends it however it goes.
struct snapshot;
struct snapshot *snapshot_begin(struct match *m);
void snapshot_take(struct snapshot *s, uint64_t position);
MUST_USE bool snapshot_write(struct snapshot *s, const char *path, struct err *e);

// Opens the index that was written, with the position given then. `options` as for match_open; other abbreviations than
// those it was built with are ERR_VERSION, as is another format. A file that fails its checks is ERR_CORRUPT, a missing
// one ERR_IO. Damage in a segment shows later (match_damaged). The file may be replaced or removed while it is in use.
MUST_USE bool match_load(const struct match_options *options, const char *path, struct match **out, uint64_t *position,
                         struct err *e);

// For tests with hostile files: makes the checksums of a snapshot's bytes right again, as far as its head can be read.
void snapshot_seal(void *file, size_t bytes);
