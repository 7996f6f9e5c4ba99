// http_refuse: each way to send a request that two servers could read differently gets one 4xx/5xx, then the end.
#include "http_raw.h"
#include "tap.h"

static void handle(struct http_call *c, void *ctx)
{
    (void)ctx;
    const struct http_request *r = http_request(c);
    struct str text = str_fmt(http_arena(c), "%d|%.*s|%.*s|%.*s\n", (int)r->method, STR_ARG(r->path), STR_ARG(r->query),
                              STR_ARG(r->body));
    http_reply(c, 200, STR("text/plain; charset=utf-8"), text);
}

struct row {
    const char *what;
    int status;
    struct str bytes;
    int later;  // what libmicrohttpd 1.0 answers by itself, where that differs
};

static bool later; // it is 1.0 or newer

#define H "Host: a.vn\r\n"
#define REST H "Content-Length: 5\r\n"

static const struct row refused[] = {
    {"both Content-Length and Transfer-Encoding", 400,
     STR_INIT("POST / HTTP/1.1\r\n" REST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 0},
    {"the same in the other order", 400,
     STR_INIT("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" REST "\r\n0\r\n\r\n"), 0},
    {"two Content-Length that differ", 400, STR_INIT("POST / HTTP/1.1\r\n" REST "Content-Length: 6\r\n\r\nhello!"), 0},
    {"two Content-Length that agree", 400, STR_INIT("POST / HTTP/1.1\r\n" REST "Content-Length: 5\r\n\r\nhello"), 0},
    {"Content-Length : with a space", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length : 5\r\n\r\nhello"), 0},
    {"Content-Length\\t:", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length\t: 5\r\n\r\nhello"), 0},
    {"Content-Length: +5", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: +5\r\n\r\nhello"), 0},
    {"Content-Length: -5", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: -5\r\n\r\nhello"), 0},
    {"Content-Length: 5, 5", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 5, 5\r\n\r\nhello"), 0},
    {"Content-Length: 5 5", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 5 5\r\n\r\nhello"), 0},
    {"Content-Length: 0x5", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 0x5\r\n\r\nhello"), 0},
    {"an empty Content-Length", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: \r\n\r\n"), 0},
    {"a Content-Length of thirty digits", 413,
     STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 999999999999999999999999999999\r\n\r\n"), 0},
    {"a Content-Length with a NUL in it", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 5\0 6\r\n\r\nhello"), 0},
    {"a folded Content-Length", 400, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\n 6\r\n\r\nhello"), 0},
    {"a folded header", 400, STR_INIT("GET / HTTP/1.1\r\n" H "X-A: b\r\n\tc\r\n\r\n"), 0},
    {"a folded last header", 400, STR_INIT("GET / HTTP/1.1\r\nX-A: b\r\n" H " c\r\n\r\n"), 0},
    {"a fold that would make Content-Length", 400,
     STR_INIT("POST / HTTP/1.1\r\n" H "Content-Len: 5\r\n gth\r\n\r\nhello"), 0},
    {"a fold before any header", 400, STR_INIT("GET / HTTP/1.1\r\n " H "\r\n"), 0},
    {"a lone LF after a header", 400, STR_INIT("GET / HTTP/1.1\r\nX-A: b\n" H "\r\n"), 0},
    {"a lone LF after the request line", 400, STR_INIT("GET / HTTP/1.1\n" H "\r\n"), 0},
    {"a lone LF at the end of the head", 400, STR_INIT("GET / HTTP/1.1\r\n" H "\n"), 0},
    {"a lone CR in a value", 400, STR_INIT("GET / HTTP/1.1\r\n" H "X-A: b\rX-B: c\r\n\r\n"), 0},
    {"a NUL in a value", 400, STR_INIT("GET / HTTP/1.1\r\n" H "X-A: b\0c\r\n\r\n"), 0},
    {"a NUL in a name", 400, STR_INIT("GET / HTTP/1.1\r\n" H "X\0A: b\r\n\r\n"), 0},
    {"a NUL in the address", 400, STR_INIT("GET /a\0b HTTP/1.1\r\n" H "\r\n"), 0},
    {"a NUL in the version", 400, STR_INIT("GET / HTTP/1.1\0\r\n" H "\r\n"), 0},
    {"a header line without a colon", 400, STR_INIT("GET / HTTP/1.1\r\n" H "nonsense\r\n\r\n"), 0},
    {"a header without a name", 400, STR_INIT("GET / HTTP/1.1\r\n" H ": b\r\n\r\n"), 0},
    {"Transfer-Encoding: gzip, chunked", 501,
     STR_INIT("POST / HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 400},
    {"Transfer-Encoding: xchunked", 501,
     STR_INIT("POST / HTTP/1.1\r\n" H "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 400},
    {"Transfer-Encoding twice", 400,
     STR_INIT("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 0},
    {"Transfer-Encoding in HTTP/1.0", 400,
     STR_INIT("POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 0},
    {"a garbled chunk size", 400,
     STR_INIT("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"), 0},
    {"two Host", 400, STR_INIT("GET / HTTP/1.1\r\n" H H "\r\n"), 0},
    {"no Host", 400, STR_INIT("GET / HTTP/1.1\r\n\r\n"), 0},
    {"an empty Host", 400, STR_INIT("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 0},
    {"a Host that is none", 400, STR_INIT("GET / HTTP/1.1\r\nHost: a.vn/evil\r\n\r\n"), 0},
    {"a Host with a user", 400, STR_INIT("GET / HTTP/1.1\r\nHost: x@a.vn\r\n\r\n"), 0},
    {"a Host that is not ours", 421, STR_INIT("GET / HTTP/1.1\r\nHost: b.vn\r\n\r\n"), 0},
    {"an absolute address of another host", 400, STR_INIT("GET http://b.vn/ HTTP/1.1\r\n" H "\r\n"), 0},
    {"%00", 400, STR_INIT("GET /a%00b HTTP/1.1\r\n" H "\r\n"), 0},
    {"%0a", 400, STR_INIT("GET /a%0ab HTTP/1.1\r\n" H "\r\n"), 0},
    {"%2f", 400, STR_INIT("GET /a%2fb HTTP/1.1\r\n" H "\r\n"), 0},
    {"%zz", 400, STR_INIT("GET /%zz HTTP/1.1\r\n" H "\r\n"), 0},
    {"% at the end", 400, STR_INIT("GET /a% HTTP/1.1\r\n" H "\r\n"), 0},
    {"%c3%28, which is not UTF-8", 400, STR_INIT("GET /%c3%28 HTTP/1.1\r\n" H "\r\n"), 0},
    {"a raw byte that is not UTF-8", 400, STR_INIT("GET /\xff HTTP/1.1\r\n" H "\r\n"), 0},
    {"/../", 400, STR_INIT("GET /../etc HTTP/1.1\r\n" H "\r\n"), 0},
    {"/%2e%2e/", 400, STR_INIT("GET /%2e%2e/etc HTTP/1.1\r\n" H "\r\n"), 0},
    {"a backslash", 400, STR_INIT("GET /a\\b HTTP/1.1\r\n" H "\r\n"), 0},
    {"a space in the address", 400, STR_INIT("GET /a b HTTP/1.1\r\n" H "\r\n"), 0},
    {"a fragment in the address", 400, STR_INIT("GET /a#b HTTP/1.1\r\n" H "\r\n"), 0},
    {"an address that is none", 400, STR_INIT("GET a HTTP/1.1\r\n" H "\r\n"), 0},
    {"OPTIONS *", 405, STR_INIT("OPTIONS * HTTP/1.1\r\n" H "\r\n"), 0},
    {"DELETE", 405, STR_INIT("DELETE / HTTP/1.1\r\n" H "\r\n"), 0},
    {"TRACE", 405, STR_INIT("TRACE / HTTP/1.1\r\n" H "\r\n"), 0},
    {"a method nobody knows", 501, STR_INIT("BREW / HTTP/1.1\r\n" H "\r\n"), 0},
    {"a method in small letters", 501, STR_INIT("get / HTTP/1.1\r\n" H "\r\n"), 0},
    {"HTTP/1.2", 505, STR_INIT("GET / HTTP/1.2\r\n" H "\r\n"), 0},
    {"a body over the maximum", 413, STR_INIT("POST / HTTP/1.1\r\n" H "Content-Length: 100001\r\n\r\n"), 0},
};

static const struct row taken[] = {
    {"the plainest request", 200, STR_INIT("GET / HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\n\r\n"), 0},
    {"no blank after the colon", 200, STR_INIT("GET / HTTP/1.1\r\nHost:a.vn\r\nConnection: close\r\n\r\n"), 0},
    {"blanks around a value", 200, STR_INIT("GET / HTTP/1.1\r\nHost: \t a.vn \t\r\nConnection: close\r\n\r\n"), 0},
    {"a port in Host", 200, STR_INIT("GET / HTTP/1.1\r\nHost: A.vn:8080\r\nConnection: close\r\n\r\n"), 0},
    {"HTTP/1.0 without Host", 200, STR_INIT("GET / HTTP/1.0\r\n\r\n"), 0},
    {"an empty value", 200, STR_INIT("GET / HTTP/1.1\r\nHost: a.vn\r\nX-A:\r\nConnection: close\r\n\r\n"), 0},
    {"an empty last value", 200, STR_INIT("GET / HTTP/1.0\r\nHost: a.vn\r\nX-A:   \r\n\r\n"), 0},
    {"our own address in full", 200, STR_INIT("GET http://a.vn/x HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\n\r\n"), 0},
    {"the same header twice", 200, STR_INIT("GET / HTTP/1.0\r\nX-A: b\r\nX-A: b\r\n\r\n"), 0},
    {"bytes above 127 in a value", 200, STR_INIT("GET / HTTP/1.0\r\nX-A: \xc4\x91\r\n\r\n"), 0},
    {"an empty line before the request", 200, STR_INIT("\r\nGET / HTTP/1.0\r\n\r\n"), 0},
    {"a query with many parts", 200, STR_INIT("GET /?a=b&c=d+e&&=&f HTTP/1.0\r\n\r\n"), 0},
    {"a body of no bytes", 200, STR_INIT("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n"), 0},
    {"a chunked body", 200,
     STR_INIT("POST / HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n"
              "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), 0},
    {"a chunk with an extension", 200,
     STR_INIT("POST / HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n"
              "2;x=y\r\nde\r\n0\r\n\r\n"), 400},
};

// How many of the requests are for the handler.
static size_t check_rows(struct arena *a, int port)
{
    size_t handled = 0;
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        const struct row *r = &refused[i];
        // A second request behind it shows whether the connection really ended.
        struct str after = STR("GET /second HTTP/1.1\r\nHost: a.vn\r\n\r\n");
        char *both = arena_alloc(a, r->bytes.n + after.n);
        memcpy(both, r->bytes.p, r->bytes.n);
        memcpy(both + r->bytes.n, after.p, after.n);
        struct str bytes = {both, r->bytes.n + after.n};
        bool closed;
        struct str got = raw_once(a, port, bytes, 3000, &closed);
        int want = later && r->later != 0 ? r->later : r->status;
        bool good = raw_status(got) == want && raw_answers(got) == 1 && closed && !raw_has(got, "/second");
        if (!ok(good, "%s: %d, once, and closed", r->what, want)) {
            printf("# closed %d, got: %.*s\n", closed, STR_ARG(got));
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(taken); i++) {
        bool closed;
        struct str got = raw_once(a, port, taken[i].bytes, 3000, &closed);
        int want = later && taken[i].later != 0 ? taken[i].later : 200;
        handled += want == 200;
        if (!ok(raw_status(got) == want && closed, "%s: %d", taken[i].what, want)) {
            printf("# got: %.*s\n", STR_ARG(got));
        }
    }
    return handled;
}

static void check_large(struct arena *a, int port)
{
    bool closed;
    struct buf b = buf_new(20 << 20);
    buf_addz(&b, "GET / HTTP/1.1\r\nHost: a.vn\r\n");
    for (int i = 0; i < 10000; i++) {
        buf_addz(&b, "X-Filler: ");
        for (int k = 0; k < 50; k++) {
            buf_addz(&b, "01234567890123456789");
        }
        buf_addz(&b, "\r\n");
    }
    struct str got = raw_once(a, port, buf_str(&b), 3000, &closed);
    ok(raw_status(got) == 431 && closed && raw_answers(got) == 1, "10 MB of headers: 431 (%d)", raw_status(got));

    buf_clear(&b);
    buf_addz(&b, "GET / HTTP/1.1\r\nHost: a.vn\r\nX-A: ");
    while (b.n < 17000) {
        buf_addz(&b, "x");
    }
    buf_addz(&b, "\r\n\r\n");
    got = raw_once(a, port, buf_str(&b), 3000, &closed);
    ok(raw_status(got) == 431 && closed, "17 KB of headers: 431 (%d)", raw_status(got));

    buf_clear(&b);
    buf_addz(&b, "GET / HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\nX-A: ");
    while (b.n < 15000) {
        buf_addz(&b, "x");
    }
    buf_addz(&b, "\r\n\r\n");
    got = raw_once(a, port, buf_str(&b), 3000, &closed);
    ok(raw_status(got) == 200 && closed, "15 KB of headers: taken (%d)", raw_status(got));

    buf_clear(&b);
    buf_addz(&b, "POST / HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 10000000\r\n\r\n");
    while (b.n < 10000000) {
        buf_addz(&b, "0123456789012345678901234567890123456789");
    }
    got = raw_once(a, port, buf_str(&b), 3000, &closed);
    ok(raw_status(got) == 413 && closed, "a client that sends 10 MB before it reads still gets its 413 (%d)",
       raw_status(got));

    buf_clear(&b);
    buf_addz(&b, "POST / HTTP/1.1\r\nHost: a.vn\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (b.n < 1000000) {
        buf_addz(&b, "28\r\n0123456789012345678901234567890123456789\r\n");
    }
    got = raw_once(a, port, buf_str(&b), 3000, &closed);
    ok(raw_status(got) == 413 && closed && raw_answers(got) == 1, "chunks over the maximum: 413 (%d)", raw_status(got));

    buf_clear(&b);
    buf_addz(&b, "GET / HTTP/1.1\r\nHost: a.vn\r\n");
    for (int i = 0; i < 100; i++) {
        buf_addz(&b, "X-A: b\r\n");
    }
    buf_addz(&b, "\r\n");
    got = raw_once(a, port, buf_str(&b), 3000, &closed);
    ok(raw_status(got) == 431 && closed, "a hundred headers: 431 (%d)", raw_status(got));
    buf_free(&b);
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct http_server *s;
    struct http_config config = {.listen = "127.0.0.1:0", .max_body = 100000, .hosts = "a.vn", .handle = handle};
    BUG_ON(!http_start(&s, &config, &e));
    later = http_engine()[0] != '0';
    size_t handled = check_rows(&a, http_port(s));
    check_large(&a, http_port(s));
    struct http_stats stats = http_stats(s);
    ok(stats.requests == handled + 1, "only the requests taken reached the handler (%llu)",
       (unsigned long long)stats.requests);
    http_stop(s);
    arena_free(&a);
    return tap_done();
}
