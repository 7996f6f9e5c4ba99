// http_demo.c: one ready reply on one thread, for http_ready.sh. usage: http_demo PORT FILE; ends on SIGTERM or SIGINT
#include "base/buf.h"
#include "base/log.h"
#include "http/http.h"

#include <signal.h>

static void handle(struct http_call *c, void *ctx)
{
    if (str_eqz(http_request(c)->path, "/page.html")) {
        http_reply_ready(c, ctx);
    } else {
        // The same bytes made anew: what a page costs when nothing is kept.
        http_reply(c, 200, STR("text/html; charset=utf-8"), http_ready_body(ctx));
    }
}

// What nginx adds by itself, so that both send the same headers.
static const struct http_field as_nginx[] = {
    {STR_INIT("Server"), STR_INIT("nginx")},
    {STR_INIT("Last-Modified"), STR_INIT("Mon, 23 Nov 2026 00:00:00 GMT")},
    {STR_INIT("Accept-Ranges"), STR_INIT("bytes")},
};

static bool read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return false;
    }
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) {
        buf_add(out, (struct str){chunk, n});
    }
    (void)fclose(f);
    return true;
}

int main(int argc, char **argv)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct http_server *s;
    struct buf body = buf_new(1 << 20);
    if (argc != 3 || !read_file(argv[2], &body)) {
        (void)fprintf(stderr, "usage: http_demo PORT FILE\n");
        return 2;
    }
    sigset_t ends;
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &ends, NULL);
    struct http_ready *page = http_ready_new(200, STR("text/html; charset=utf-8"), buf_str(&body), as_nginx,
                                             ARRAY_LEN(as_nginx));
    struct http_config config = {.listen = str_z(&a, str_fmt(&a, "127.0.0.1:%s", argv[1])), .handle = handle, .ctx = page};
    if (!http_start(&s, &config, &e)) {
        log_err("http_demo", &e);
        return 1;
    }
    int sig;
    (void)sigwait(&ends, &sig);
    http_stop(s);
    http_ready_unref(page);
    buf_free(&body);
    arena_free(&a);
    return 0;
}
