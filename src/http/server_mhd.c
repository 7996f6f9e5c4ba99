// server_mhd.c: the engine: libmicrohttpd with epoll threads. The only file that knows it.
//
// What libmicrohttpd 0.9 lets pass is written down in docs/admin/http.md. Most is visible in what it hands out; what it
// swallows (folded lines, NUL bytes, lone line feeds) shows as gaps between the strings it cut out of its buffer, which
// it parses in place: see head_is_gapless().
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/accept.h"
#include "http/call.h"
#include "http/conns.h"
#include "http/listen.h"
#include "http/request.h"

#include <linux/tcp.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    POOL_BYTES = 32 * 1024,   // a connection's memory in the engine: twice the head, as it keeps an index beside it
    PIECE_MAX = 8 << 20,      // of a body that is made while it is sent
    PIECE_SENT = 32 * 1024,   // and of what the engine asks for at once
    STOP_WAIT_S = 8,
    STOP_ABANDONED_MS = 1000,
    STOP_LOOK_MS = 5,
};

struct engine_reply {
    atomic_int refs;
    struct MHD_Response *mhd;
};

struct http_server {
    struct http_config config;
    struct str hosts;
    struct arena arena; // for the config's strings
    struct peer_rules peers;
    struct conns *conns;
    struct MHD_Daemon *daemon;
    int port;
    atomic_bool stopping;
    atomic_uint_fast64_t active, requests, refused, suspended;
    struct http_call *parked; // suspended calls, under parked_lock
    struct engine_reply *too_late; // for calls that are still suspended when the server stops
};

// The calls of this thread whose head is still on its way: from on_target() to first_look(). Linked by prev and next.
static _Thread_local struct http_call *heads;

// One lock for all servers, because a call may outlive its own: who resumes it must not have to ask it for a lock.
static pthread_mutex_t parked_lock = PTHREAD_MUTEX_INITIALIZER;

static struct engine_reply *reply_of(struct MHD_Response *mhd, const struct http_field *fields, size_t n)
{
    struct engine_reply *r = xcalloc(1, sizeof *r);
    atomic_init(&r->refs, 1);
    r->mhd = mhd;
    BUG_ON(r->mhd == NULL);
    for (size_t i = 0; i < n; i++) {
        // The fields were copied with a zero byte after them; the engine refuses only what is no header at all.
        BUG_ON(MHD_add_response_header(r->mhd, fields[i].name.p, fields[i].value.p) != MHD_YES);
    }
    return r;
}

struct engine_reply *engine_reply_new(struct str body, bool owned, const struct http_field *fields, size_t n)
{
    return reply_of(MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p,
                                                    owned ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT), fields, n);
}

struct engine_reply *engine_reply_ref(struct engine_reply *r)
{
    (void)atomic_fetch_add_explicit(&r->refs, 1, memory_order_relaxed);
    return r;
}

void engine_reply_unref(struct engine_reply *r)
{
    if (atomic_fetch_sub_explicit(&r->refs, 1, memory_order_acq_rel) == 1) {
        MHD_destroy_response(r->mhd);
        free(r);
    }
}

// --- the life of a call ---------------------------------------------------------------------------------------------

static void call_clear(struct http_call *c)
{
    if (c->reply != NULL) {
        engine_reply_unref(c->reply);
    }
    if (c->body.max > 0) {
        buf_free(&c->body);
    }
    struct arena arena = c->arena;
    if (arena.used > CALL_KEEP_ARENA) {
        arena_free(&arena);
    } else {
        arena_reset(&arena);
    }
    size_t keep = offsetof(struct http_call, lines); // the lines themselves need no clearing: n_lines is 0
    memset(c, 0, keep);
    memset(&c->n_lines, 0, sizeof *c - offsetof(struct http_call, n_lines));
    c->arena = arena;
}

static void call_free(struct http_call *c)
{
    call_clear(c);
    arena_free(&c->arena);
    free(c);
}

static void call_unref(struct http_call *c)
{
    if (atomic_fetch_sub(&c->refs, 1) == 1) {
        call_free(c);
    }
}

// --- bodies that are made while they are sent -----------------------------------------------------------------------

struct pieces {
    struct http_call *call; // a reference
    http_piece_fn *next;
    void (*end)(void *arg);
    void *arg;
    struct buf out; // what is being sent
    size_t sent;    // of it
    bool last;
};

static ssize_t read_pieces(void *ctx, uint64_t at, char *p, size_t max)
{
    struct pieces *s = ctx;
    (void)at;
    while (s->sent == s->out.n) {
        if (s->last) {
            return MHD_CONTENT_READER_END_OF_STREAM;
        }
        buf_clear(&s->out);
        s->sent = 0;
        enum http_piece got = s->next(s->arg, &s->out);
        if (got == HTTP_BROKEN || buf_over(&s->out)) {
            return MHD_CONTENT_READER_END_WITH_ERROR;
        }
        s->last = got == HTTP_LAST;
    }
    size_t n = s->out.n - s->sent < max ? s->out.n - s->sent : max;
    memcpy(p, s->out.p + s->sent, n);
    s->sent += n;
    return (ssize_t)n;
}

static void end_pieces(void *ctx)
{
    struct pieces *s = ctx;
    s->end(s->arg);
    buf_free(&s->out);
    call_unref(s->call);
    free(s);
}

struct engine_reply *engine_reply_pieces(struct http_call *c, struct str first, http_piece_fn *next, void (*end)(void *arg),
                                         void *arg, const struct http_field *fields, size_t n)
{
    struct pieces *s = xcalloc(1, sizeof *s);
    *s = (struct pieces){.call = c, .next = next, .end = end, .arg = arg, .out = buf_new(PIECE_MAX)};
    (void)atomic_fetch_add(&c->refs, 1);
    buf_add(&s->out, first);
    return reply_of(MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_SENT, read_pieces, s, end_pieces), fields, n);
}

static void heads_add(struct http_call *c)
{
    c->prev = NULL;
    c->next = heads;
    if (heads != NULL) {
        heads->prev = c;
    }
    heads = c;
}

static void heads_remove(struct http_call *c)
{
    *(c->prev == NULL ? &heads : &c->prev->next) = c->next;
    if (c->next != NULL) {
        c->next->prev = c->prev;
    }
    c->prev = c->next = NULL;
}

static struct conn *conn_of(struct MHD_Connection *link)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(link, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

// The engine's first word of a request: its target as it was sent, before anything is cut out of it.
static void *on_target(void *ctx, const char *target, struct MHD_Connection *link)
{
    struct conn *conn = conn_of(link);
    struct http_call *c = conn->spare;
    conn->spare = NULL;
    if (c == NULL) {
        c = xcalloc(1, sizeof *c);
    }
    atomic_init(&c->refs, 1);
    atomic_init(&c->state, CALL_RUNNING);
    c->server = ctx;
    c->conn = conn;
    c->link = link;
    c->target = str_copy(&c->arena, str_c(target == NULL ? "" : target));
    heads_add(c);
    return c;
}

static void on_completed(void *ctx, struct MHD_Connection *link, void **call_ctx, enum MHD_RequestTerminationCode code)
{
    struct http_server *s = ctx;
    struct http_call *c = *call_ctx;
    (void)link;
    (void)code;
    if (c == NULL) {
        return;
    }
    *call_ctx = NULL;
    if (!c->checked) {
        heads_remove(c);
    }
    struct conn *conn = c->conn;
    bool counted = c->counted;
    (void)pthread_mutex_lock(&parked_lock);
    // The client went before `then` could run; who gave it still counts on it.
    bool left = atomic_load(&c->state) == CALL_RESUMED;
    atomic_store(&c->state, left ? CALL_ABANDONED : atomic_load(&c->state));
    (void)pthread_mutex_unlock(&parked_lock);
    if (left) {
        c->then(c, c->then_arg);
    }
    if (atomic_load(&c->refs) == 1) {
        call_clear(c);
        BUG_ON(conn->spare != NULL);
        conn->spare = c;
    } else {
        call_unref(c);
    }
    (void)!conn_step(conn, CONN_HEAD);
    if (counted) {
        (void)atomic_fetch_sub(&s->active, 1);
    }
}

// The engine's own word that it refuses a request, given before it answers. 0.9.75 then sends the head of that answer
// twice when the head was whole (a Content-Length that is no number), so we answer first and close that way: what it
// sends afterwards goes nowhere. It does not say whose request it is; but a thread goes from a whole head to
// first_look() in one go, so there is at most one on this thread with a whole head that was not looked at.
static __attribute__((format(printf, 2, 0))) void on_log(void *ctx, const char *fmt, va_list args)
{
    struct http_server *s = ctx;
    if (MHD_VERSION >= 0x00097700 || strncmp(fmt, "Error processing request (HTTP response code is %u", 50) != 0) {
        return; // later engines answer once
    }
    unsigned status = va_arg(args, unsigned);
    for (struct http_call *c = heads; c != NULL; c = c->next) {
        if (MHD_get_connection_info(c->link, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE) != NULL) {
            (void)atomic_fetch_add_explicit(&s->refused, 1, memory_order_relaxed);
            conn_refuse(c->conn, (int)status, status == 413 ? "The body is larger than this site takes."
                                                            : "The head of the request is malformed.");
            return;
        }
    }
}

// --- reading the head -----------------------------------------------------------------------------------------------

struct head_walk {
    struct http_call *call;
    const char *end; // where the line before ended
    bool gapless;
    bool too_many;
};

static enum MHD_Result on_line(void *ctx, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
                               size_t value_n)
{
    (void)kind;
    struct head_walk *w = ctx;
    struct http_call *c = w->call;
    if (c->n_lines == CALL_MAX_LINES) {
        w->too_many = true;
        return MHD_NO;
    }
    const char *p = name + name_n + 1;
    w->gapless = w->gapless && name == w->end && value >= p && value - p < CALL_MAX_HEAD;
    for (; w->gapless && p < value; p++) {
        w->gapless = *p == ' ' || *p == '\t';
    }
    w->end = value + value_n + 2;
    c->lines[c->n_lines++] = (struct http_field){{name, name_n}, str_trim((struct str){value, value_n})};
    return MHD_YES;
}

// The engine (0.9) cuts a head into strings where it lies. When each begins exactly where the one before ended, with
// one CR LF between lines, it has seen the same head as we have; a folded line, a NUL or a lone LF leaves a gap.
static bool head_is_gapless(struct http_call *c, struct head_walk *w, const char *method, const char *url,
                            const char *version)
{
    w->end = version + strlen(version) + 2;
    (void)MHD_get_connection_values_n(c->link, MHD_HEADER_KIND, on_line, w);
#if MHD_VERSION < 0x00097700
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c->link, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return w->gapless && url == method + strlen(method) + 1 && version == url + c->target.n + 1 &&
           info != NULL && method + info->header_size == w->end + 2;
#else
    (void)method; // later engines refuse these themselves: MHD_OPTION_CLIENT_DISCIPLINE_LVL
    (void)url;
    return true;
#endif
}

static struct request_refusal read_head(struct http_server *s, struct http_call *c, const char *method, const char *url,
                                        const char *version)
{
    struct head_walk w = {.call = c, .gapless = true};
    bool gapless = head_is_gapless(c, &w, method, url, version);
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(c->link, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (w.too_many || (size != NULL && size->header_size > CALL_MAX_HEAD)) {
        return (struct request_refusal){431, "The headers are larger than this site takes."};
    }
    if (!gapless) {
        return (struct request_refusal){400, "The head of the request is malformed."};
    }
    struct request_head head = {str_c(method), c->target, str_c(version), c->lines, c->n_lines};
    struct request_rules rules = {s->config.room == NULL ? s->config.max_body : s->config.max_room, s->hosts};
    return request_check(&c->arena, &head, &rules, &c->request);
}

// A body that is larger than usual is read only where there is room for it. check_length has seen that it is a number.
static struct request_refusal find_room(struct http_server *s, struct http_call *c, struct str length)
{
    int64_t n;
    c->max_body = s->config.max_body;
    if (length.p != NULL && str_int(length, &n) && (size_t)n > c->max_body) {
        c->max_body = s->config.room(c, s->config.ctx);
        if ((size_t)n > c->max_body) {
            return (struct request_refusal){413, "The body is larger than this site takes."};
        }
    }
    return (struct request_refusal){0, NULL};
}

static bool token_listed(struct str list, struct str token)
{
    while (list.p != NULL) {
        if (str_eq_nocase(str_trim(str_cut(&list, ',')), token)) {
            return true;
        }
    }
    return false;
}

static struct str last_line(const struct http_call *c, struct str name)
{
    struct str value = STR_NONE;
    for (size_t i = 0; i < c->n_lines; i++) {
        if (str_eq_nocase(c->lines[i].name, name)) {
            value = c->lines[i].value;
        }
    }
    return value;
}

// --- answering ------------------------------------------------------------------------------------------------------

static enum MHD_Result send_reply(struct http_call *c)
{
    if (c->close) {
        c->conn->linger = true;
    }
    enum MHD_Result rc = MHD_queue_response(c->link, (unsigned)c->status, c->reply->mhd);
    engine_reply_unref(c->reply);
    c->reply = NULL;
    return rc;
}

static enum MHD_Result refuse(struct http_server *s, struct http_call *c, struct request_refusal no)
{
    (void)atomic_fetch_add_explicit(&s->refused, 1, memory_order_relaxed);
    http_reply_close(c);
    if (no.status == 405) {
        http_reply_header(c, "Allow", STR("GET, HEAD, POST"));
    }
    http_reply(c, no.status, STR("text/plain; charset=utf-8"), str_fmt(&c->arena, "%s\n", no.why));
    return send_reply(c);
}

// The first look at a request: nothing of its body has been read yet.
static enum MHD_Result first_look(struct http_server *s, struct http_call *c, const char *method, const char *url,
                                  const char *version)
{
    c->checked = true;
    heads_remove(c);
    struct request_refusal no = read_head(s, c, method, url, version);
    struct str length = http_header(c, "Content-Length");
    bool body = http_header(c, "Transfer-Encoding").p != NULL || (length.p != NULL && !str_eqz(length, "0"));
    if (!conn_step(c->conn, no.status == 0 && body ? CONN_BODY : CONN_BUSY)) {
        return MHD_NO;
    }
    if (no.status == 0 && atomic_load_explicit(&s->stopping, memory_order_relaxed)) {
        no = (struct request_refusal){503, "The server is stopping."};
    }
    if (no.status == 0) {
        no = find_room(s, c, length);
    }
    if (no.status != 0) {
        return refuse(s, c, no);
    }
    c->client = peer_client(&s->peers, &c->conn->peer, last_line(c, STR("X-Forwarded-For")));
    c->wants_gzip = accept_gzip(http_header(c, "Accept-Encoding"));
    if (c->conn->peer.trusted) {
        c->request.secure = token_listed(http_header(c, "X-Forwarded-Proto"), STR("https"));
    }
    return MHD_YES;
}

static enum MHD_Result more_body(struct http_server *s, struct http_call *c, const char *data, size_t *n)
{
    if (c->body.max == 0) {
        c->body = buf_new(c->max_body);
    }
    buf_add(&c->body, (struct str){data, *n});
    conn_received(c->conn, *n);
    if (buf_over(&c->body)) {
        (void)atomic_fetch_add_explicit(&s->refused, 1, memory_order_relaxed);
        conn_refuse(c->conn, 413, "The body is larger than this site takes.");
        return MHD_NO;
    }
    *n = 0;
    return MHD_YES;
}

// After the handler or `then`: it has answered, or lent the call out, which may be somebody else's already.
static enum MHD_Result after_handler(struct http_call *c)
{
    if (atomic_load(&c->state) != CALL_RUNNING) {
        return MHD_YES;
    }
    BUG_ON(c->reply == NULL);
    return send_reply(c);
}

static enum MHD_Result run(struct http_server *s, struct http_call *c)
{
    if (!conn_step(c->conn, CONN_BUSY)) {
        return MHD_NO;
    }
    if (c->body.max > 0) {
        c->request.body = buf_str(&c->body);
    }
    c->counted = true;
    // Counted before looking at `stopping`, which http_stop() sets before it looks at the count.
    (void)atomic_fetch_add(&s->active, 1);
    if (atomic_load(&s->stopping)) {
        return refuse(s, c, (struct request_refusal){503, "The server is stopping."});
    }
    (void)atomic_fetch_add_explicit(&s->requests, 1, memory_order_relaxed);
    s->config.handle(c, s->config.ctx);
    return after_handler(c);
}

static enum MHD_Result on_access(void *ctx, struct MHD_Connection *link, const char *url, const char *method,
                                 const char *version, const char *data, size_t *n, void **call_ctx)
{
    struct http_server *s = ctx;
    struct http_call *c = *call_ctx;
    if (!c->checked) {
        return first_look(s, c, method, url, version);
    }
    if (*n > 0) {
        return more_body(s, c, data, n);
    }
    switch ((enum call_state)atomic_load(&c->state)) {
    case CALL_RESUMED:
        atomic_store(&c->state, CALL_RUNNING);
        c->then(c, c->then_arg);
        return after_handler(c);
    case CALL_ABANDONED:
        return MHD_queue_response(link, 503, s->too_late->mhd);
    case CALL_RUNNING:
        return run(s, c);
    case CALL_SUSPENDED:
        break;
    }
    BUG("the engine went on with a suspended call");
}

// --- lending calls out ----------------------------------------------------------------------------------------------

// The lines lie in the engine's memory; a call that may outlive its connection needs its own.
static void keep_lines(struct http_call *c)
{
    for (size_t i = 0; i < c->n_lines; i++) {
        c->lines[i].name = str_copy(&c->arena, c->lines[i].name);
        c->lines[i].value = str_copy(&c->arena, c->lines[i].value);
    }
}

static void unpark(struct http_call *c)
{
    *(c->prev == NULL ? &c->server->parked : &c->prev->next) = c->next;
    if (c->next != NULL) {
        c->next->prev = c->prev;
    }
    (void)atomic_fetch_sub(&c->server->suspended, 1);
}

void http_suspend(struct http_call *c)
{
    BUG_ON(c->reply != NULL);
    (void)pthread_mutex_lock(&parked_lock);
    if (atomic_load(&c->state) == CALL_ABANDONED) {
        (void)atomic_fetch_add(&c->refs, 1); // whoever will resume it
    } else {
        BUG_ON(atomic_load(&c->state) != CALL_RUNNING);
        keep_lines(c);
        c->prev = NULL;
        c->next = c->server->parked;
        if (c->next != NULL) {
            c->next->prev = c;
        }
        c->server->parked = c;
        (void)atomic_fetch_add(&c->server->suspended, 1);
        atomic_store(&c->state, CALL_SUSPENDED);
        MHD_suspend_connection(c->link);
    }
    (void)pthread_mutex_unlock(&parked_lock);
}

void http_resume(struct http_call *c, void (*then)(struct http_call *c, void *arg), void *arg)
{
    (void)pthread_mutex_lock(&parked_lock);
    bool waiting = atomic_load(&c->state) == CALL_SUSPENDED;
    if (waiting) {
        c->then = then;
        c->then_arg = arg;
        unpark(c);
        atomic_store(&c->state, CALL_RESUMED);
        MHD_resume_connection(c->link);
    }
    (void)pthread_mutex_unlock(&parked_lock);
    if (!waiting) {
        BUG_ON(atomic_load(&c->state) != CALL_ABANDONED);
        then(c, arg);
        call_unref(c);
    }
}

static void abandon_parked(struct http_server *s)
{
    (void)pthread_mutex_lock(&parked_lock);
    while (s->parked != NULL) {
        struct http_call *c = s->parked;
        unpark(c);
        (void)atomic_fetch_add(&c->refs, 1); // whoever will resume it
        atomic_store(&c->state, CALL_ABANDONED);
        MHD_resume_connection(c->link);
    }
    (void)pthread_mutex_unlock(&parked_lock);
}

// --- connections, start and stop ------------------------------------------------------------------------------------

static enum MHD_Result on_accept(void *ctx, const struct sockaddr *addr, socklen_t n)
{
    struct http_server *s = ctx;
    (void)n;
    struct peer p = peer_of(&s->peers, addr);
    return conns_admit(s->conns, &p) ? MHD_YES : MHD_NO;
}

// From 1.0 on the engine closes on some heads without a word: a NUL in the request line, a line that is none. Whoever has sent
// something, still listens and was never told anything is told here.
static void answer_silence(struct conn *conn)
{
    struct tcp_info info = {.tcpi_state = 0};
    socklen_t n = sizeof info;
    char byte;
    if (getsockopt(conn->fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 && info.tcpi_bytes_received > 0 &&
        info.tcpi_bytes_sent == 0 && recv(conn->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0) {
        conn_refuse(conn, 400, "The request is malformed.");
    }
}

static void on_connection(void *ctx, struct MHD_Connection *link, void **conn_ctx,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_server *s = ctx;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const struct sockaddr *addr = MHD_get_connection_info(link, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
        int fd = MHD_get_connection_info(link, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        struct peer p = peer_of(&s->peers, addr);
        *conn_ctx = conns_open(s->conns, fd, &p);
        return;
    }
    struct conn *conn = *conn_ctx;
    if (conn->spare != NULL) {
        call_free(conn->spare);
    }
    answer_silence(conn);
    conns_close(s->conns, conn);
}

// The target is decoded by path.c, once; the engine is to leave it alone.
static size_t leave_escapes(void *ctx, struct MHD_Connection *link, char *text)
{
    (void)ctx;
    (void)link;
    return strlen(text);
}

static struct MHD_Daemon *engine_start(struct http_server *s, int fd)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_log, s}, // first, or the engine writes to standard error
        {MHD_OPTION_LISTEN_SOCKET, fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, s->config.max_connections, NULL},
        // A little later than conns.c, which answers before it closes.
        {MHD_OPTION_CONNECTION_TIMEOUT, s->config.timeout_s + 2, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES, NULL},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, s},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, s},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_target, s},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escapes, NULL},
#if MHD_VERSION >= 0x00097701
        {MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1, NULL}, // folded lines, lone line feeds, blanks in the address: refused
#endif
        {s->config.threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, s->config.threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, on_accept, s, on_access, s, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static bool config_take(struct http_server *s, const struct http_config *config, struct err *e)
{
    struct http_config *c = &s->config;
    *c = *config;
    BUG_ON(c->handle == NULL);
    const struct {
        int value, most;
    } limits[] = {
        {c->threads, 256},         {c->timeout_s, 3600},       {c->stop_s, STOP_WAIT_S},
        {c->max_connections, 60000}, {c->max_per_client, 60000},
    };
    bool in_range = true;
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        in_range = in_range && limits[i].value >= 0 && limits[i].value <= limits[i].most;
    }
    if (!in_range) {
        return err_set(e, ERR_INPUT, "a limit of the web server is out of range");
    }
    c->threads = c->threads == 0 ? 1 : c->threads;
    c->max_body = c->max_body == 0 ? 1 << 20 : c->max_body;
    c->timeout_s = c->timeout_s == 0 ? 15 : c->timeout_s;
    c->stop_s = c->stop_s == 0 ? STOP_WAIT_S : c->stop_s;
    c->max_connections = c->max_connections == 0 ? 2000 : c->max_connections;
    c->max_connections = c->max_connections < c->threads ? c->threads : c->max_connections;
    c->max_per_client = c->max_per_client == 0 ? 64 : c->max_per_client;
    s->hosts = str_copy(&s->arena, str_c(c->hosts));
    return peer_rules_init(&s->peers, c->trusted_proxies, e);
}

static void server_free(struct http_server *s)
{
    if (s->conns != NULL) {
        conns_stop(s->conns);
    }
    if (s->too_late != NULL) {
        engine_reply_unref(s->too_late);
    }
    peer_rules_free(&s->peers);
    arena_free(&s->arena);
    free(s);
}

bool http_start(struct http_server **out, const struct http_config *config, struct err *e)
{
    static const struct http_field close_after = {STR_INIT("Connection"), STR_INIT("close")};
    struct http_server *s = xcalloc(1, sizeof *s);
    int fd = -1;
    BUG_ON(sodium_init() < 0);
    struct conns_limits limits;
    bool good = config_take(s, config, e);
    limits = (struct conns_limits){s->config.timeout_s, s->config.max_per_client};
    good = good && listen_open(config->listen, &fd, &s->port, e) && conns_start(&s->conns, &limits, e);
    if (good) {
        s->too_late = engine_reply_new(STR(""), false, &close_after, 1);
        s->daemon = engine_start(s, fd);
        good = s->daemon != NULL || err_errno(e, ERR_IO, "start the web server");
    }
    if (!good) {
        if (fd >= 0) {
            (void)close(fd);
        }
        server_free(s);
        return false;
    }
    *out = s;
    return true;
}

const char *http_engine(void)
{
    return MHD_get_version();
}

int http_port(const struct http_server *s)
{
    return s->port;
}

struct http_stats http_stats(const struct http_server *s)
{
    return (struct http_stats){
        .requests = atomic_load_explicit(&s->requests, memory_order_relaxed),
        .refused = atomic_load_explicit(&s->refused, memory_order_relaxed),
        .timeouts = conns_timeouts(s->conns),
        .connections = conns_count(s->conns),
        .suspended = atomic_load_explicit(&s->suspended, memory_order_relaxed),
    };
}

static void wait_for_calls(struct http_server *s, int ms)
{
    const struct timespec pause = {0, STOP_LOOK_MS * 1000000};
    int64_t until = clock_mono_us() + (int64_t)ms * 1000;
    while (atomic_load(&s->active) > 0 && clock_mono_us() < until) {
        (void)nanosleep(&pause, NULL);
    }
}

void http_stop(struct http_server *s)
{
    int fd = MHD_quiesce_daemon(s->daemon);
    if (fd >= 0) {
        (void)close(fd);
    }
    atomic_store(&s->stopping, true);
    wait_for_calls(s, s->config.stop_s * 1000);
    if (atomic_load(&s->active) > 0) {
        log_warn("stopping with %llu calls under way", (unsigned long long)atomic_load(&s->active));
        abandon_parked(s);
        wait_for_calls(s, STOP_ABANDONED_MS);
    }
    MHD_stop_daemon(s->daemon);
    server_free(s);
}
