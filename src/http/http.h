// http.h: requests in, replies out, for any engine; only server_mhd.c knows which one it is.
//
// A call is one request and its reply. Its handler runs on a server thread and ends in one of three ways: http_reply(),
// http_reply_ready(), or http_suspend(). Nothing in here logs or hands out a client's address.
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct http_call;
struct http_server;
struct http_ready;

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

// What came in, already checked: nothing reaches a handler that breaks the framing rules of docs/admin/http.md.
// All strings live as long as the call.
struct http_request {
    enum http_method method;
    struct str path;         // decoded once, valid UTF-8, begins with '/', without NUL, control bytes, "//", "." or ".."
    struct str query;        // raw, after '?'; STR_NONE without one
    struct str body;         // at most max_body bytes; empty without one
    struct str content_type; // STR_NONE when absent
    struct str host;         // name[:port] as sent; "" for HTTP/1.0 without one
    bool secure;             // came over TLS, as a trusted proxy says in X-Forwarded-Proto
};

const struct http_request *http_request(const struct http_call *c);
struct arena *http_arena(struct http_call *c);                      // lives as long as the call
struct str http_header(const struct http_call *c, const char *name); // the first of that name; STR_NONE when absent
struct str http_cookie(const struct http_call *c, const char *name); // the first of that name; STR_NONE when absent

// An opaque hash, keyed anew at each start, of the client's /24 (IPv4) or /56 (IPv6): for rate limits only, never
// stored. X-Forwarded-For counts only from loopback or a trusted proxy. 0: straight from loopback, never limited.
uint64_t http_client_prefix(const struct http_call *c);

struct http_field {
    struct str name;
    struct str value;
};

// A header of the reply to come; call before http_reply(). It takes the place of the standard header of that name, if
// there is one. name and value are copied; CR, LF or NUL in either is a bug. Repeated names are sent repeatedly.
void http_reply_header(struct http_call *c, const char *name, struct str value);

// Answer. The body is copied (compressed where the client accepts it and it is text of more than 512 bytes), so that
// the caller's memory is free afterwards. Adds the standard security headers, and "Cache-Control: no-store" unless
// another was given. Content-Length and Date come by themselves; HEAD is answered without the body. Answering twice
// is a bug.
void http_reply(struct http_call *c, int status, struct str content_type, struct str body);

// Answer with a body that is made while it is sent, for what may be too long to lie in memory: `first` (copied), then what
// next(arg, out) appends to the empty `out`, time and again, on a server thread, after the handler has returned; it may take
// no longer than a handler. HTTP_BROKEN closes the connection in the midst of the body, so that the client knows it is not
// whole. The call and its arena live until end(arg), which runs exactly once, also where the client left. Not compressed.
enum http_piece { HTTP_MORE, HTTP_LAST, HTTP_BROKEN };
typedef enum http_piece http_piece_fn(void *arg, struct buf *out);
void http_reply_pieces(struct http_call *c, int status, struct str content_type, struct str first, http_piece_fn *next,
                       void (*end)(void *arg), void *arg);

// 303 to an absolute path of this site ("/vi/…"); any other target is a bug.
void http_reply_see_other(struct http_call *c, struct str path);
// 301, in the same way: what stood at this address stands there for good.
void http_reply_moved(struct http_call *c, struct str path);

// The connection closes after this reply. Call before it.
void http_reply_close(struct http_call *c);

// A reply made once and sent many times, by any thread: identity and gzip bytes, ETag, all headers. Immutable.
// The body is copied. Headers are added to the standard ones as by http_reply_header(); without Cache-Control it is
// "no-cache" (kept, but asked about each time). One reference belongs to the caller.
struct http_ready *http_ready_new(int status, struct str content_type, struct str body, const struct http_field *headers,
                                  size_t n_headers);
struct http_ready *http_ready_ref(struct http_ready *r);
void http_ready_unref(struct http_ready *r);              // NULL is allowed
size_t http_ready_size(const struct http_ready *r);       // bytes it holds in memory, for the cache's accounts
struct str http_ready_body(const struct http_ready *r);   // the identity bytes

// Answer with it; a matching If-None-Match gives 304. The call takes its own reference. Headers given by
// http_reply_header() would not be sent: a bug.
void http_reply_ready(struct http_call *c, struct http_ready *r);

// The reply will come later: the handler returns at once and its thread serves others. Until http_resume() the call
// belongs to whoever will call it, who may use http_arena() and http_request() from one thread at a time.
void http_suspend(struct http_call *c);

// From any thread, once per http_suspend(), and possibly before the handler has returned: `then(call, arg)` runs
// exactly once, and replies (or suspends again). It runs on a server thread; or, when the server has stopped waiting
// for the call (http_stop), here and now. When the client has left, the reply goes nowhere, silently.
void http_resume(struct http_call *c, void (*then)(struct http_call *c, void *arg), void *arg);

struct http_config {
    const char *listen;          // "127.0.0.1:8080", "[::1]:8080"; port 0 takes any free one
    int threads;                 // server threads; 0 = 1
    size_t max_body;             // bytes; 0 = 1 MiB; more gets 413
    int timeout_s;               // to send a request's headers, and again for its body, from the first byte; 0 = 15
    int stop_s;                  // how long http_stop() lets calls finish, at most 8; 0 = 8
    int max_connections;         // at once, in all; 0 = 2,000
    int max_per_client;          // at once by client prefix; not for loopback or trusted proxies; 0 = 64
    const char *trusted_proxies; // addresses besides loopback whose X-Forwarded-For counts: "10.0.0.2, fd00::2"; or NULL
    const char *hosts;           // names this site answers to, "a.vn, b.vn", any port; others get 421; NULL = any
    // How large a body of more than max_body, whose length is given, may be: asked once its head is in order and before
    // it is read. May read the head of the call, and use its arena. NULL: max_body for all.
    size_t (*room)(struct http_call *c, void *ctx);
    size_t max_room;             // what `room` gives at most
    void (*handle)(struct http_call *c, void *ctx); // ends in a reply or a suspension; else it is a bug
    void *ctx;
};

// Starts listening before it returns. The config is copied, except ctx. ERR_INPUT for a listen address, proxy or
// limit that cannot be used, ERR_IO when the system refuses.
bool http_start(struct http_server **out, const struct http_config *config, struct err *e) MUST_USE;

int http_port(const struct http_server *s);

// The version of the library underneath, "0.9.75". From 1.0 on it refuses more by itself, see docs/admin/http.md.
const char *http_engine(void);

struct http_stats {
    uint64_t requests;    // handed to the handler
    uint64_t refused;     // answered 4xx/5xx here, before the handler
    uint64_t timeouts;    // connections closed for being slow
    uint64_t connections; // open now
    uint64_t suspended;   // calls waiting for their reply now
};
struct http_stats http_stats(const struct http_server *s);

// Takes no new connections, lets the calls under way finish for up to stop_s, then ends the rest, and frees the server.
// Calls that are still suspended then live on until their http_resume().
void http_stop(struct http_server *s);
