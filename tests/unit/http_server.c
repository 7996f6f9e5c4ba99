// http_server: what a client sees of an answer: headers, HEAD, gzip, 304, keep-alive, pipelining, slowness, limits.
#include "http_raw.h"
#include "tap.h"

#include <poll.h>
#include <zlib.h>

static struct http_ready *ready;

static void show(struct http_call *c)
{
    const struct http_request *r = http_request(c);
    struct str text = str_fmt(http_arena(c), "path=%.*s query=%.*s cookie=%.*s limited=%d secure=%d\n", STR_ARG(r->path),
                              STR_ARG(r->query), STR_ARG(http_cookie(c, "b")), http_client_prefix(c) != 0, r->secure);
    http_reply_header(c, "X-Own", STR("yes"));
    http_reply(c, 200, STR("text/plain; charset=utf-8"), text);
}

static void handle(struct http_call *c, void *ctx)
{
    (void)ctx;
    struct str path = http_request(c)->path;
    if (str_eqz(path, "/ready")) {
        http_reply_ready(c, ready);
    } else if (str_eqz(path, "/page")) {
        struct buf b = buf_new(1 << 16);
        for (int i = 0; i < 500; i++) {
            buf_addz(&b, "<p>đường Lý Thường Kiệt</p>\n");
        }
        http_reply(c, 200, STR("text/html; charset=utf-8"), buf_str(&b));
        buf_free(&b);
    } else if (str_eqz(path, "/own-csp")) {
        http_reply_header(c, "content-security-policy", STR("default-src 'none'"));
        http_reply_header(c, "Cache-Control", STR("private"));
        http_reply(c, 404, STR("text/html; charset=utf-8"), STR("<p>no</p>"));
    } else if (str_eqz(path, "/over")) {
        http_reply_see_other(c, STR("/vi/"));
    } else {
        show(c);
    }
}

static struct str get(struct arena *a, int port, const char *line, const char *headers)
{
    bool closed;
    struct str got = raw_once(a, port, str_fmt(a, "%s HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\n%s\r\n", line, headers),
                              3000, &closed);
    return closed ? got : STR_NONE;
}

static struct str body_of(struct str answer)
{
    ptrdiff_t at = str_find(answer, STR("\r\n\r\n"));
    return at < 0 ? STR_NONE : str_slice(answer, (size_t)at + 4, answer.n);
}

static struct str unzip(struct arena *a, struct str in)
{
    enum { ROOM = 1 << 17 };
    char *out = arena_alloc(a, ROOM);
    z_stream z = {0};
    BUG_ON(inflateInit2(&z, 15 + 16) != Z_OK);
    z.next_in = (Bytef *)(uintptr_t)in.p;
    z.avail_in = (uInt)in.n;
    z.next_out = (Bytef *)out;
    z.avail_out = ROOM;
    int rc = inflate(&z, Z_FINISH);
    size_t n = ROOM - z.avail_out;
    (void)inflateEnd(&z);
    return rc == Z_STREAM_END ? (struct str){out, n} : STR_NONE;
}

static void check_headers(struct arena *a, int port)
{
    static const char *const standard[] = {
        "Content-Security-Policy: default-src 'none'; style-src 'self';", "frame-ancestors 'none'\r\n",
        "Referrer-Policy: no-referrer\r\n", "X-Content-Type-Options: nosniff\r\n",
        "Cross-Origin-Opener-Policy: same-origin\r\n", "Permissions-Policy: ", "Cache-Control: no-store\r\n",
        "Vary: Accept-Encoding\r\n", "\r\nDate: ", "Content-Type: text/html; charset=utf-8\r\n",
    };
    struct str got = get(a, port, "GET /page", "");
    for (size_t i = 0; i < ARRAY_LEN(standard); i++) {
        ok(raw_has(got, standard[i]), "a page has %s", standard[i]);
    }
    ok(!raw_has(got, "\r\nServer:"), "no Server header");
    got = get(a, port, "GET /own-csp", "");
    ok(raw_status(got) == 404 && raw_has(got, "content-security-policy: default-src 'none'\r\n") &&
           !raw_has(got, "Content-Security-Policy") && raw_has(got, "Cache-Control: private") && !raw_has(got, "no-store"),
       "a handler's own header takes the standard one's place");
    got = get(a, port, "GET /over", "");
    ok(raw_status(got) == 303 && raw_has(got, "Location: /vi/\r\n"), "see other");
}

static void check_request(struct arena *a, int port)
{
    struct str got = get(a, port, "GET /a//b/./c/../%C4%91%20x/?q=%41+b&c", "Cookie: a=1; b=two; c=3\r\n");
    is_str(body_of(got), "path=/a/b/đ x/ query=q=%41+b&c cookie=two limited=0 secure=0\n", "path, query and cookie");
    got = get(a, port, "GET /", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n");
    ok(raw_has(got, "limited=1 secure=1"), "a proxy on loopback tells whom it speaks for, and over what");
    got = get(a, port, "GET /", "X-Forwarded-For: rubbish\r\n");
    ok(raw_has(got, "limited=1"), "what is no address is one more client to limit");
}

static void check_gzip(struct arena *a, int port)
{
    struct str plain = get(a, port, "GET /page", "");
    struct str zipped = get(a, port, "GET /page", "Accept-Encoding: br, gzip\r\n");
    ok(!raw_has(plain, "Content-Encoding") && raw_has(zipped, "Content-Encoding: gzip\r\n"), "gzip only where accepted");
    ok(zipped.n < plain.n / 4 && str_eq(unzip(a, body_of(zipped)), body_of(plain)), "and the same page in it");
    struct str refused = get(a, port, "GET /page", "Accept-Encoding: gzip;q=0\r\n");
    ok(!raw_has(refused, "Content-Encoding"), "gzip;q=0 is no");
    struct str small = get(a, port, "GET /", "Accept-Encoding: gzip\r\n");
    ok(!raw_has(small, "Content-Encoding") && !raw_has(small, "Vary"), "small answers are not worth it");
    plain = get(a, port, "GET /ready", "");
    zipped = get(a, port, "GET /ready", "Accept-Encoding: gzip\r\n");
    ok(raw_has(zipped, "Content-Encoding: gzip\r\n") && str_eq(unzip(a, body_of(zipped)), body_of(plain)),
       "a ready reply in both");
}

static void check_head(struct arena *a, int port)
{
    struct str whole = get(a, port, "GET /page", "");
    struct str head = get(a, port, "HEAD /page", "");
    ok(raw_status(head) == 200 && body_of(head).p != NULL && body_of(head).n == 0, "HEAD has no body");
    struct str length = str_fmt(a, "Content-Length: %zu\r\n", body_of(whole).n);
    ok(raw_has(head, str_z(a, length)) && raw_has(whole, str_z(a, length)), "and the length of the body it would have");
    head = get(a, port, "HEAD /ready", "");
    ok(raw_status(head) == 200 && body_of(head).n == 0 && raw_has(head, "ETag: \""), "HEAD of a ready reply");
}

static struct str etag_of(struct str answer)
{
    ptrdiff_t at = str_find(answer, STR("ETag: "));
    struct str rest = at < 0 ? STR_NONE : str_slice(answer, (size_t)at + 6, answer.n);
    return str_cut(&rest, '\r');
}

static void check_unchanged(struct arena *a, int port)
{
    static const char *const accepts[] = {"", "Accept-Encoding: gzip\r\n"};
    struct str tags[2];
    for (size_t i = 0; i < 2; i++) {
        tags[i] = etag_of(get(a, port, "GET /ready", accepts[i]));
        struct str ask = str_fmt(a, "%sIf-None-Match: \"x\", W/%.*s\r\n", accepts[i], STR_ARG(tags[i]));
        struct str got = get(a, port, "GET /ready", str_z(a, ask));
        ok(raw_status(got) == 304 && body_of(got).n == 0 && raw_has(got, "ETag: ") && raw_has(got, "Vary: Accept-Encoding") &&
               raw_has(got, "Cache-Control: public") && !raw_has(got, "Content-Type"),
           "If-None-Match that matches: 304 with what a cache needs");
    }
    ok(!str_eq(tags[0], tags[1]), "two encodings, two tags");
    struct str got = get(a, port, "GET /ready", "If-None-Match: \"other\"\r\n");
    ok(raw_status(got) == 200, "If-None-Match that does not: 200");
}

static void check_pipeline(struct arena *a, int port)
{
    enum { TIMES = 50 };
    struct buf b = buf_new(1 << 16);
    for (int i = 0; i < TIMES; i++) {
        buf_addf(&b, "POST /%d HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 3\r\n\r\nabc", i);
        buf_addf(&b, "GET /ready HTTP/1.1\r\nHost: a.vn\r\n\r\n");
    }
    bool closed;
    struct str got = raw_once(a, port, buf_str(&b), 500, &closed);
    buf_free(&b);
    is_int(raw_answers(got), 2 * TIMES, "pipelined requests are all answered");
    ok(!closed, "and the connection stays");
    ptrdiff_t first = str_find(got, STR("path=/1 "));
    ptrdiff_t last = str_find(got, STR("path=/49 "));
    ok(first > 0 && last > first, "in order");
}

static void check_slow(struct arena *a)
{
    struct err e = ERR_INIT;
    struct http_server *s;
    struct http_config config = {.listen = "127.0.0.1:0", .timeout_s = 1, .handle = handle};
    BUG_ON(!http_start(&s, &config, &e));
    int port = http_port(s);
    int idle = raw_connect(port);
    int head = raw_connect(port);
    int body = raw_connect(port);
    int drip = raw_connect(port);
    int kept = raw_connect(port);
    raw_send(head, STR("GET / HTTP/1.1\r\nHo"));
    raw_send(body, STR("POST / HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 10\r\n\r\nabc"));
    raw_send(drip, STR("POST / HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 1000\r\n\r\n"));
    raw_send(kept, STR("GET / HTTP/1.1\r\nHost: a.vn\r\n\r\n"));
    for (int i = 0; i < 15; i++) {
        const struct timespec tenth = {0, 100000000};
        (void)nanosleep(&tenth, NULL);
        struct pollfd told = {.fd = drip, .events = POLLIN};
        if (poll(&told, 1, 0) == 0) { // what is sent after the reply would be answered by a reset, which can lose it
            raw_send(drip, STR("x"));
        }
    }
    ok(raw_status(get(a, port, "GET /", "")) == 200, "slow clients hold up nobody");
    bool closed;
    struct str got = raw_read(a, head, 3000, &closed);
    ok(raw_status(got) == 408 && closed && raw_answers(got) == 1, "a head that stops: 408, closed");
    got = raw_read(a, body, 3000, &closed);
    ok(raw_status(got) == 408 && closed && raw_answers(got) == 1, "a body that stops: 408, closed");
    got = raw_read(a, drip, 3000, &closed);
    ok(raw_status(got) == 408 && closed, "a body that drips: 408, closed");
    got = raw_read(a, idle, 4000, &closed);
    ok(got.n == 0 && closed, "a connection that says nothing is closed without a word");
    got = raw_read(a, kept, 4000, &closed);
    ok(raw_answers(got) == 1 && closed, "a connection kept alive too long likewise");
    ok(http_stats(s).timeouts >= 3, "they are counted");
    int fds[] = {idle, head, body, drip, kept};
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        (void)close(fds[i]);
    }
    http_stop(s);
}

static void check_refused_config(void)
{
    static const char *const listens[] = {NULL, "", "8080", "localhost:80", "127.0.0.1:", "127.0.0.1:99999", "a b:1"};
    for (size_t i = 0; i < ARRAY_LEN(listens); i++) {
        struct err e = ERR_INIT;
        struct http_server *s = NULL;
        struct http_config config = {.listen = listens[i], .handle = handle};
        bool started = http_start(&s, &config, &e);
        ok(!started && e.code == ERR_INPUT && s == NULL, "cannot listen on %s", listens[i] == NULL ? "NULL" : listens[i]);
    }
    struct err e = ERR_INIT;
    struct http_server *s = NULL;
    struct http_config config = {.listen = "127.0.0.1:0", .handle = handle, .trusted_proxies = "10.0.0.1, nonsense"};
    bool started = http_start(&s, &config, &e);
    ok(!started && e.code == ERR_INPUT, "a trusted proxy that is no address");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct http_server *s;
    struct http_config config = {.listen = "127.0.0.1:0", .handle = handle};
    static const struct http_field caching = {STR_INIT("Cache-Control"), STR_INIT("public, max-age=0")};
    BUG_ON(!http_start(&s, &config, &e));
    struct buf b = buf_new(1 << 16);
    for (int i = 0; i < 300; i++) {
        buf_addf(&b, "<li>câu trả lời số %d</li>\n", i);
    }
    ready = http_ready_new(200, STR("text/html; charset=utf-8"), buf_str(&b), &caching, 1);
    buf_free(&b);
    check_headers(&a, http_port(s));
    check_request(&a, http_port(s));
    check_gzip(&a, http_port(s));
    check_head(&a, http_port(s));
    check_unchanged(&a, http_port(s));
    check_pipeline(&a, http_port(s));
    http_stop(s);
    http_ready_unref(ready);
    ready = NULL;
    check_slow(&a);
    check_refused_config();
    arena_free(&a);
    return tap_done();
}
