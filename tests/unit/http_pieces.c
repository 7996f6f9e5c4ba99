// http_reply_pieces: a body that is made while it is sent: whole, broken off, left by its client, under way at the end.
#include "http_raw.h"
#include "tap.h"

#include <stdatomic.h>

enum { PIECES = 3000, BREAKS_AT = 500 };

struct counted {
    int made, breaks_at;
};

static atomic_int ended;

static enum http_piece next(void *arg, struct buf *out)
{
    struct counted *c = arg;
    if (c->made == c->breaks_at) {
        return HTTP_BROKEN;
    }
    buf_addf(out, "piece %04d of what is too long to lie in memory, made while the others are sent\n", c->made++);
    return c->made == PIECES ? HTTP_LAST : HTTP_MORE;
}

static void done(void *arg)
{
    BUG_ON(((struct counted *)arg)->made < 0); // its memory is still there
    (void)atomic_fetch_add(&ended, 1);
}

static void handle(struct http_call *c, void *ctx)
{
    (void)ctx;
    struct counted *of = ARENA_NEW(http_arena(c), struct counted);
    of->breaks_at = str_eqz(http_request(c)->path, "/broken") ? BREAKS_AT : -1;
    http_reply_header(c, "X-Own", STR("yes"));
    http_reply_pieces(c, 200, STR("text/plain; charset=utf-8"), STR("first\n"), next, done, of);
}

static struct str get(struct arena *a, int port, const char *line)
{
    bool closed;
    return raw_once(a, port, str_fmt(a, "%s HTTP/1.1\r\nHost: a.vn\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n", line),
                    3000, &closed);
}

static int pieces_in(struct str got)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(got, STR("piece "))) >= 0; n++) {
        got = str_slice(got, (size_t)at + 6, got.n);
    }
    return n;
}

static bool ended_soon(int n)
{
    for (int i = 0; i < 300 && atomic_load(&ended) < n; i++) {
        const struct timespec pause = {0, 10000000};
        (void)nanosleep(&pause, NULL);
    }
    return atomic_load(&ended) == n;
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct http_server *s;
    struct http_config config = {.listen = "127.0.0.1:0", .stop_s = 1, .handle = handle};
    BUG_ON(!http_start(&s, &config, &e));
    struct str got = get(&a, http_port(s), "GET /");
    ok(raw_status(got) == 200 && str_find(got, STR("X-Own: yes\r\n")) > 0 && str_find(got, STR("first\n")) > 0, "it is answered");
    is_int(pieces_in(got), PIECES, "with all its pieces");
    ok(str_ends(got, STR("\r\n0\r\n\r\n")), "and an end");
    ok(ended_soon(1), "what they were made of is let go, once");
    got = get(&a, http_port(s), "HEAD /");
    ok(raw_status(got) == 200 && pieces_in(got) == 0 && ended_soon(2), "HEAD: none of them");
    got = get(&a, http_port(s), "GET /broken");
    ok(pieces_in(got) == BREAKS_AT && !str_ends(got, STR("\r\n0\r\n\r\n")) && ended_soon(3), "one that breaks off has no end");
    int fd = raw_connect(http_port(s));
    raw_send(fd, STR("GET / HTTP/1.1\r\nHost: a.vn\r\n\r\n"));
    (void)close(fd);
    ok(ended_soon(4), "a client that leaves ends it");
    fd = raw_connect(http_port(s)); // reads nothing
    int small = 4096;
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    raw_send(fd, STR("GET / HTTP/1.1\r\nHost: a.vn\r\n\r\n"));
    BUG_ON(poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 5000) != 1);
    http_stop(s);
    ok(ended_soon(5), "and so does the end of the server");
    (void)close(fd);
    arena_free(&a);
    return tap_done();
}
