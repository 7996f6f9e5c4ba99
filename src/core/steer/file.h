// file.h: files of documents, meetings, tasks and reports: bytes as they came, found again by their SHA-256, handed out
// as a download only. What a file is allowed to be read by is what its thing is allowed to be read by.
#pragma once

#include "core/steer/steer.h"

struct file_row;

enum { FILE_BYTES_MAX = 20 << 20, FILES_MAX = 10, FILE_NAME_MAX = 200, FILE_HASH = 32 };

struct file_draft {
    int64_t id;       // by file_check
    struct str name;  // as the browser sent it
    struct str bytes;
    unsigned char sha256[FILE_HASH]; // by file_check
};
// The name without folders and control characters, not longer than FILE_NAME_MAX; in the arena; and the id under which it
// will stand. fields: file.
void file_check(struct arena *a, struct file_draft *f, struct problems *p);

// Lay it beside its thing. subject: document meeting task report. STEER_NOT_NOW when the thing has FILES_MAX already.
// The caller writes the event of the thing.
MUST_USE enum steer_end file_add(const struct desk *d, struct str subject, int64_t subject_id,
                                 const struct file_draft *f, struct err *e);

// The same without that limit, for what the program makes itself.
MUST_USE bool file_put(const struct desk *d, struct str subject, int64_t subject_id, const struct file_draft *f,
                       struct err *e);

// The bytes, in tx's arena. ERR_CORRUPT when they are not those that came.
MUST_USE bool file_load(struct tx *tx, const struct file_row *f, struct str *bytes, struct err *e);
