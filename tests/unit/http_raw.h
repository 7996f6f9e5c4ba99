// http_raw.h: a client of a few lines for tests: raw bytes in, whatever comes back out.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

__attribute__((unused))
static int raw_connect(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    BUG_ON(fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof to) != 0);
    return fd;
}

__attribute__((unused))
static void raw_send(int fd, struct str bytes)
{
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = send(fd, bytes.p + at, bytes.n - at, MSG_NOSIGNAL);
        if (n <= 0) {
            return; // the server has had enough; what it said can still be read
        }
        at += (size_t)n;
    }
}

// Everything until the server closes (*closed = true) or says nothing for `ms`.
__attribute__((unused))
static struct str raw_read(struct arena *a, int fd, int ms, bool *closed)
{
    enum { MOST = 1 << 20 };
    char *p = arena_alloc(a, MOST);
    size_t n = 0;
    *closed = false;
    while (n < MOST) {
        struct pollfd ready = {fd, POLLIN, 0};
        if (poll(&ready, 1, ms) <= 0) {
            break;
        }
        ssize_t got = recv(fd, p + n, MOST - n, 0);
        if (got <= 0) {
            *closed = true;
            break;
        }
        n += (size_t)got;
    }
    return (struct str){p, n};
}

// One connection: send, read until it closes or is quiet for `ms`.
__attribute__((unused))
static struct str raw_once(struct arena *a, int port, struct str bytes, int ms, bool *closed)
{
    int fd = raw_connect(port);
    raw_send(fd, bytes);
    struct str got = raw_read(a, fd, ms, closed);
    (void)close(fd);
    return got;
}

__attribute__((unused))
static int raw_status(struct str answer)
{
    int64_t code = 0;
    return str_starts(answer, STR("HTTP/1.1 ")) && str_int(str_slice(answer, 9, 12), &code) ? (int)code : 0;
}

// How many answers are in there.
__attribute__((unused))
static int raw_answers(struct str all)
{
    int n = str_starts(all, STR("HTTP/1.1 "));
    for (ptrdiff_t at; (at = str_find(all, STR("\nHTTP/1.1 "))) >= 0; n++) {
        all = str_slice(all, (size_t)at + 10, all.n);
    }
    return n;
}

__attribute__((unused))
static bool raw_has(struct str answer, const char *text)
{
    return str_find(answer, str_c(text)) >= 0;
}
