// err.h: the world did not cooperate (a disk, a socket, a file that is not what it should be).
//
// Fallible functions return MUST_USE bool, true for done, and take a `struct err *` last, which they fill on false.
// Only the outermost caller logs it, once. What a person typed wrongly is not an err: see core/problem.h.
#pragma once

#include "base/base.h"

enum err_code {
    ERR_NONE = 0,
    ERR_IO,       // the operating system refused; the message names the call and the path
    ERR_FULL,     // no space left: readers go on, writers get 503
    ERR_BUSY,     // someone else holds it; trying again later may help
    ERR_RETRY,    // serialisation failure: run the transaction function again
    ERR_CORRUPT,  // bytes that fail their check
    ERR_VERSION,  // made by a newer program, or by a migration that has not run
    ERR_LIMIT,    // larger than the maximum that was named
    ERR_CONFLICT, // a constraint of the store refused it (unique, foreign key, check)
    ERR_INPUT,    // a file, option or address that cannot be used as given
    ERR_GONE,     // the other side went away, or we are stopping
};

struct err {
    enum err_code code;
    char what[504]; // one line for the log and the command line, in English unless err_speak() says otherwise; cut when
                    // longer
};

#define ERR_INIT ((struct err){ERR_NONE, ""})

// Fill *e and return false, so that a failing function can end with: return err_set(e, ERR_IO, "open %s", path);
bool err_set(struct err *e, enum err_code code, const char *fmt, ...) PRINTF(3, 4);

// The same with ": " and the text of errno after it. ENOSPC and EDQUOT become ERR_FULL whatever `code` says.
bool err_errno(struct err *e, enum err_code code, const char *fmt, ...) PRINTF(3, 4);

// From now on this thread's messages, and the system's own texts in them, go through `text`, which gives back a format
// with the same conversions in another language, or the one that it was given. For the command line's own thread: what
// the threads of a server log stays English. The formats that people meet are marked by N_() where they stand.
void err_speak(const char *(*text)(const char *fmt));

// What speaks for this thread, NULL for English: for whoever does another thread's work and fails in its name.
typedef const char *err_text_fn(const char *fmt);
err_text_fn *err_speaker(void);

// A format as this thread speaks it: for lines that are told like errors and are none.
const char *err_text(const char *fmt) __attribute__((format_arg(1)));

// Put "where: " before the message of an error on its way up. Returns false.
bool err_in(struct err *e, const char *where);
