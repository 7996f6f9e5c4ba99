// call.h: inside of the http room: what a call is made of, and what an engine must offer. Not for other rooms.
#pragma once

#include "base/buf.h"
#include "http/http.h"

#include <stdatomic.h>

enum {
    CALL_MAX_LINES = 64,       // header lines of a request; more get 431
    CALL_MAX_HEAD = 16 * 1024, // bytes of request line and headers; more get 431
    CALL_KEEP_ARENA = 32 * 1024 // an arena that grew beyond is not kept for the connection's next request
};

// Who may touch a call: see http_suspend().
enum call_state {
    CALL_RUNNING,   // its server thread
    CALL_SUSPENDED, // whoever will resume it
    CALL_RESUMED,   // its server thread is about to run `then`
    CALL_ABANDONED, // the server answered 503 in its place; http_resume() runs `then` itself
};

struct conn;
struct engine_reply; // a finished reply of the engine: status line, headers, body; counted

struct http_call {
    struct http_request request;
    struct arena arena;
    struct str target; // path and query as sent
    struct http_field lines[CALL_MAX_LINES];
    size_t n_lines;
    uint64_t client;
    struct http_server *server;
    struct conn *conn;
    void *link; // the engine's connection

    struct buf body;
    size_t max_body; // of this call
    bool checked;   // the header has been looked at
    bool counted;   // handed to the handler, not ended yet
    bool wants_gzip;
    bool close;
    struct field_list {
        struct http_field *p;
        size_t n;
        size_t cap;
    } extra; // what http_reply_header() gave
    int status;
    struct engine_reply *reply;

    atomic_int state; // enum call_state
    atomic_int refs;
    void (*then)(struct http_call *c, void *arg);
    void *then_arg;
    struct http_call *prev, *next; // the thread's list of heads on their way, then the server's of suspended calls
};

// Offered by the engine. The body is taken over when `owned` (malloc'ed), else it must outlive the reply.
struct engine_reply *engine_reply_new(struct str body, bool owned, const struct http_field *fields, size_t n);
struct engine_reply *engine_reply_pieces(struct http_call *c, struct str first, http_piece_fn *next, void (*end)(void *arg),
                                         void *arg, const struct http_field *fields, size_t n); // see http_reply_pieces()
struct engine_reply *engine_reply_ref(struct engine_reply *r);
void engine_reply_unref(struct engine_reply *r);

// Offered by reply.c.
enum reply_kind { REPLY_ONCE, REPLY_READY };

// All headers of a reply of that type: the standard ones that `extra` does not replace, then extra. In `a`.
struct field_list reply_fields(struct arena *a, enum reply_kind kind, struct str content_type,
                               const struct http_field *extra, size_t n_extra);
bool reply_compressible(struct str content_type, size_t n); // text, and long enough to be worth it
void reply_field_add(struct arena *a, struct field_list *list, struct str name, struct str value);
bool reply_has_field(const struct http_field *p, size_t n, struct str name);

// Offered by ready.c: which of its replies suits this call, and its status.
struct engine_reply *ready_pick(const struct http_ready *r, struct http_call *c, int *status);
