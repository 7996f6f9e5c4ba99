// listen.c: socket, bind, listen, with the options that answers on keep-alive connections want.
#include "http/listen.h"

#include "base/str.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, FASTOPEN_QUEUE = 64 };

static struct addrinfo *resolve(const char *where)
{
    struct str s = str_c(where);
    size_t colon = s.n;
    while (colon > 0 && s.p[colon - 1] != ':') {
        colon--;
    }
    struct str host = str_slice(s, 0, colon == 0 ? 0 : colon - 1);
    if (str_starts(host, STR("[")) && str_ends(host, STR("]"))) {
        host = str_slice(host, 1, host.n - 1);
    }
    int64_t port;
    if (host.n == 0 || !str_int(str_slice(s, colon, s.n), &port) || port < 0 || port > 65535) {
        return NULL;
    }
    struct arena a = ARENA_INIT;
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *found = NULL;
    int rc = getaddrinfo(str_z(&a, host), str_z(&a, str_slice(s, colon, s.n)), &hints, &found);
    arena_free(&a);
    return rc == 0 ? found : NULL;
}

static void set(int fd, int level, int option, int value)
{
    // Only speed depends on these; a system without one of them still serves.
    (void)setsockopt(fd, level, option, &value, sizeof value);
}

static int bound_port(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } addr = {.v6 = {0}};
    socklen_t n = sizeof addr;
    BUG_ON(getsockname(fd, &addr.any, &n) != 0);
    return ntohs(addr.any.sa_family == AF_INET ? addr.v4.sin_port : addr.v6.sin6_port);
}

bool listen_address_ok(const char *where)
{
    struct addrinfo *addr = resolve(where);
    if (addr != NULL) {
        freeaddrinfo(addr);
    }
    return addr != NULL;
}

bool listen_open(const char *where, int *fd, int *port, struct err *e)
{
    struct addrinfo *addr = where == NULL ? NULL : resolve(where);
    if (addr == NULL) {
        return err_set(e, ERR_INPUT, N_("\"%s\" is not ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080"),
                       where == NULL ? "" : where);
    }
    int sock = socket(addr->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = sock >= 0;
    if (good) {
        set(sock, SOL_SOCKET, SO_REUSEADDR, 1);
        set(sock, IPPROTO_TCP, TCP_NODELAY, 1); // inherited by what is accepted
        set(sock, IPPROTO_TCP, TCP_FASTOPEN, FASTOPEN_QUEUE);
        good = bind(sock, addr->ai_addr, addr->ai_addrlen) == 0 && listen(sock, BACKLOG) == 0;
    }
    freeaddrinfo(addr);
    if (!good) {
        (void)err_errno(e, ERR_IO, N_("cannot listen on %s"), where);
        if (sock >= 0) {
            (void)close(sock);
        }
        return false;
    }
    *fd = sock;
    *port = bound_port(sock);
    return true;
}
