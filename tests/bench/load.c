// load.c: see load.h.
#include "load.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REPLY_MAX = 16384, SAMPLES_MAX = 1 << 20 };

struct client {
    int fd;
    char reply[REPLY_MAX];
    size_t got;
    int64_t sent_at; // when it was to be sent, so that what had to wait for a free connection counts as waiting
    bool waits;      // for its reply
};

static int dial(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        return -1;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static bool send_next(struct client *c, int64_t due_us)
{
    static const char words[] =
        "Đường Lê Lợi đoạn gần chợ ngập nước sau mưa lớn chiều qua, xe máy không đi được, mong phường xem lại "
        "cống thoát nước ở ngã tư, đã nhiều lần bà con phản ánh mà chưa thấy sửa, cảm ơn cơ quan.";
    char request[1200];
    char body[600];
    int n = snprintf(body, sizeof body, "{\"text\":\"%s\",\"lang\":\"vi\"}", words);
    int m = snprintf(request, sizeof request,
                     "POST /api/v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                     "Idempotency-Key: bench-%016llx%016llx\r\nContent-Length: %d\r\n\r\n%s",
                     (unsigned long long)random_id(), (unsigned long long)random_id(), n, body);
    c->got = 0;
    c->sent_at = due_us;
    c->waits = true;
    return write(c->fd, request, (size_t)m) == m;
}

// Status of a whole reply in the buffer; 0: more is to come.
static int reply_status(const struct client *c)
{
    struct str all = {c->reply, c->got};
    ptrdiff_t end = str_find(all, STR("\r\n\r\n"));
    ptrdiff_t length = str_find(all, STR("Content-Length: "));
    if (end < 0 || length < 0) {
        return 0;
    }
    struct str rest = str_slice(all, (size_t)length + 16, all.n);
    int64_t body;
    int64_t status;
    if (!str_int(str_cut(&rest, '\r'), &body) || !str_int(str_slice(all, 9, 12), &status)) {
        return -1;
    }
    return all.n >= (size_t)end + 4 + (size_t)body ? (int)status : 0;
}

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

struct samples {
    int32_t *us;
    size_t n;
};

// One readable socket: false when the connection is of no more use.
static bool take(struct client *c, struct load_result *out, struct samples *s)
{
    ssize_t n = read(c->fd, c->reply + c->got, sizeof c->reply - c->got);
    if (n <= 0) {
        return n < 0 && errno == EAGAIN;
    }
    c->got += (size_t)n;
    int status = reply_status(c);
    if (status == 0) {
        return true;
    }
    if (status == 201) {
        out->taken++;
        if (s->n < SAMPLES_MAX) {
            s->us[s->n++] = (int32_t)(clock_mono_us() - c->sent_at);
        }
    } else {
        out->refused++;
    }
    c->waits = false;
    return true;
}

// When the message of that number is to be sent: at once where no rate was asked for.
static int64_t due(int64_t start, int64_t number, int rate)
{
    return rate == 0 ? clock_mono_us() : start + number * 1000000 / rate;
}

static void summarise(struct samples *s, struct load_result *out)
{
    qsort(s->us, s->n, sizeof *s->us, by_value);
    out->p50_us = s->n == 0 ? 0 : s->us[s->n / 2];
    out->p99_us = s->n == 0 ? 0 : s->us[s->n * 99 / 100];
    out->most_us = s->n == 0 ? 0 : s->us[s->n - 1];
    free(s->us);
}

bool load_messages(int port, int connections, int seconds, int rate, struct load_result *out, struct err *e)
{
    struct client *clients = xcalloc((size_t)connections, sizeof *clients);
    struct samples s = {xmalloc(SAMPLES_MAX * sizeof(int32_t)), 0};
    int poll_fd = epoll_create1(EPOLL_CLOEXEC);
    bool good = poll_fd >= 0;
    *out = (struct load_result){.taken = 0};
    for (int i = 0; i < connections && good; i++) {
        clients[i].fd = dial(port);
        struct epoll_event ev = {.events = EPOLLIN, .data.ptr = &clients[i]};
        good = clients[i].fd >= 0 && epoll_ctl(poll_fd, EPOLL_CTL_ADD, clients[i].fd, &ev) == 0;
    }
    int64_t start = clock_mono_us();
    int64_t until = start + (int64_t)seconds * 1000000;
    int64_t sent = 0;
    while (good && clock_mono_us() < until) {
        for (int i = 0; i < connections && good; i++) {
            int64_t at = due(start, sent, rate);
            if (!clients[i].waits && at <= clock_mono_us()) {
                good = send_next(&clients[i], at);
                sent++;
            }
        }
        struct epoll_event ready[64];
        int n = epoll_wait(poll_fd, ready, 64, rate == 0 ? 100 : 1);
        for (int i = 0; i < n; i++) {
            good = take(ready[i].data.ptr, out, &s) && good;
        }
    }
    out->us = clock_mono_us() - start;
    summarise(&s, out);
    for (int i = 0; i < connections; i++) {
        if (clients[i].fd > 0) {
            close(clients[i].fd);
        }
    }
    if (poll_fd >= 0) {
        close(poll_fd);
    }
    free(clients);
    return good || err_set(e, ERR_GONE, "the server closed a connection");
}
