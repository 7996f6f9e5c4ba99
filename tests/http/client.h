// client.h: a client of the tests' own: says exactly what it is told to, and reads what comes back. And a server of the
// tests' own: `hoiam serve` as a child process on a free port of this machine.
#pragma once

#include "base/buf.h"
#include "base/str.h"

#include <sys/types.h>

struct reply {
    int status;      // 0: nothing that reads as HTTP came back
    struct str head; // status line and headers, each with its line end
    struct str body; // without chunks, and unpacked where it was compressed
    size_t wire;     // bytes of the body as they came
    bool whole;      // as long as the head promised
};

// A connection to a port of this machine; -1 when nobody listens there.
int client_connect(int port);
bool client_send(int fd, struct str bytes);

// The next reply on a connection; `head_only` after HEAD. Waits at most `ms` for each piece.
struct reply client_read(struct arena *a, int fd, int ms, bool head_only);

// One request on a connection of its own.
struct reply client_once(struct arena *a, int port, struct str request);

// The bytes of a request: adds Host, and Content-Length where there is a body (body.p not NULL). `headers`: whole lines
// with their line ends.
struct str client_request(struct arena *a, const char *method, struct str path, struct str headers, struct str body);

// The value of the nth header (from 0) of that name; STR_NONE when there is none.
struct str reply_header(const struct reply *r, const char *name, int nth);

// A field of a form, "name=value", with '&' before it where out holds one already.
void client_field(struct buf *out, struct str name, struct str value);

// Text that an HTML page shows: the named and numbered references that templates write are resolved.
struct str client_unescape(struct arena *a, struct str html);

struct server {
    const char *program; // hoiam
    const char *store;
    const char *more[8]; // further arguments, ended by NULL
    char log[300];       // what it said on standard error
    pid_t pid;
    int port;
};

// Start, and wait until it says that it serves. False: it ended (its log says why), or took longer than 30 s.
bool server_start(struct server *s);
// Send it a signal and wait for its end; its exit code, or 128 + the signal that ended it.
int server_end(struct server *s, int signal);
// What it said since it was started, in the arena.
struct str server_log(struct arena *a, const struct server *s);

// The bytes of a file; STR_NONE when it cannot be read.
struct str file_read(struct arena *a, const char *path);

// A folder of the test's own under /tmp, and a store in it that does not exist yet: of SQLite, or (where postgres) a
// new database of the server that HOIAM_TEST_PG names. NULL: that engine is not here.
const char *scratch_folder(void);
const char *scratch_store(bool postgres);
void scratch_clean(void);
