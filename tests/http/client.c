// client.c: see client.h.
#include "client.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

enum { REPLY_MOST = 16 << 20, START_S = 30 };

int client_connect(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    BUG_ON(fd < 0);
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        (void)close(fd);
        return -1;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    return fd;
}

bool client_send(int fd, struct str bytes)
{
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = send(fd, bytes.p + at, bytes.n - at, MSG_NOSIGNAL);
        if (n <= 0) {
            return false; // the server has had enough; what it said can still be read
        }
        at += (size_t)n;
    }
    return true;
}

// One more piece into `in`; false at the end or after `ms` of silence.
static bool more(int fd, int ms, struct buf *in)
{
    char piece[65536];
    struct pollfd ready = {fd, POLLIN, 0};
    if (poll(&ready, 1, ms) <= 0) {
        return false;
    }
    ssize_t n = recv(fd, piece, sizeof piece, 0);
    if (n <= 0) {
        return false;
    }
    buf_add(in, (struct str){piece, (size_t)n});
    return !buf_over(in);
}

struct str reply_header(const struct reply *r, const char *name, int nth)
{
    struct str rest = r->head;
    while (rest.p != NULL) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        struct str key = str_cut(&line, ':');
        if (line.p != NULL && str_eq_nocase(key, str_c(name)) && nth-- == 0) {
            return str_trim(line);
        }
    }
    return STR_NONE;
}

static struct str unpacked(struct arena *a, struct str packed)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n};
    struct str out = {arena_alloc(a, REPLY_MOST), 0};
    z.next_out = (Bytef *)(uintptr_t)out.p;
    z.avail_out = REPLY_MOST;
    BUG_ON(inflateInit2(&z, 16 + MAX_WBITS) != Z_OK);
    bool good = inflate(&z, Z_FINISH) == Z_STREAM_END;
    out.n = good ? z.total_out : 0;
    (void)inflateEnd(&z);
    return out;
}

static struct str without_chunks(struct arena *a, struct str body, bool *whole)
{
    struct buf out = buf_new(REPLY_MOST);
    *whole = false;
    while (body.p != NULL) {
        struct str size = str_trim(str_cut(&body, '\n'));
        char digits[20] = "";
        memcpy(digits, size.p, size.n < sizeof digits ? size.n : sizeof digits - 1);
        size_t n = strtoul(digits, NULL, 16);
        if (n == 0 || n > body.n) {
            *whole = n == 0;
            break;
        }
        buf_add(&out, str_slice(body, 0, n));
        body = str_slice(body, n + 2, body.n);
    }
    struct str all = str_copy(a, buf_str(&out));
    buf_free(&out);
    return all;
}

static void read_body(struct arena *a, int fd, int ms, struct buf *in, size_t head, struct reply *r)
{
    int64_t length = -1;
    bool sized = str_int(reply_header(r, "Content-Length", 0), &length);
    bool chunked = str_eq_nocase(reply_header(r, "Transfer-Encoding", 0), STR("chunked"));
    while (sized ? in->n < head + (size_t)length
                 : !chunked || !str_ends(str_slice(buf_str(in), head, in->n), STR("0\r\n\r\n"))) {
        if (!more(fd, ms, in)) {
            break;
        }
    }
    r->body = str_copy(a, str_slice(buf_str(in), head, in->n));
    r->wire = r->body.n;
    r->whole = !sized || r->body.n == (size_t)length;
    if (chunked) {
        r->body = without_chunks(a, r->body, &r->whole);
    }
    if (str_eqz(reply_header(r, "Content-Encoding", 0), "gzip")) {
        r->body = unpacked(a, r->body);
    }
}

struct reply client_read(struct arena *a, int fd, int ms, bool head_only)
{
    struct reply r = {.status = 0};
    struct buf in = buf_new(REPLY_MOST);
    ptrdiff_t end;
    while ((end = str_find(buf_str(&in), STR("\r\n\r\n"))) < 0 && more(fd, ms, &in)) {
    }
    int64_t status;
    if (end > 0 && str_starts(buf_str(&in), STR("HTTP/1.1 ")) && str_int(str_slice(buf_str(&in), 9, 12), &status)) {
        r.status = (int)status;
        r.head = str_copy(a, str_slice(buf_str(&in), 0, (size_t)end + 2));
        r.whole = true;
        if (!head_only && status != 304 && status != 204) {
            read_body(a, fd, ms, &in, (size_t)end + 4, &r);
        }
    }
    buf_free(&in);
    return r;
}

struct reply client_once(struct arena *a, int port, struct str request)
{
    int fd = client_connect(port);
    if (fd < 0) {
        return (struct reply){.status = 0};
    }
    (void)client_send(fd, request);
    struct reply r = client_read(a, fd, 20000, str_starts(request, STR("HEAD ")));
    (void)close(fd);
    return r;
}

struct str client_request(struct arena *a, const char *method, struct str path, struct str headers, struct str body)
{
    struct str length = body.p == NULL ? STR("") : str_fmt(a, "Content-Length: %zu\r\n", body.n);
    struct str head = str_fmt(a, "%s %.*s HTTP/1.1\r\nHost: localhost\r\n%.*s%.*s\r\n", method, STR_ARG(path),
                              STR_ARG(headers), STR_ARG(length));
    char *all = arena_alloc(a, head.n + body.n + 1);
    memcpy(all, head.p, head.n);
    if (body.n > 0) {
        memcpy(all + head.n, body.p, body.n); // any bytes
    }
    return (struct str){all, head.n + body.n};
}

static void encode(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (plain) {
            buf_addc(out, c);
        } else {
            buf_addf(out, "%%%02X", (unsigned char)c);
        }
    }
}

void client_field(struct buf *out, struct str name, struct str value)
{
    if (out->n > 0) {
        buf_addc(out, '&');
    }
    encode(out, name);
    buf_addc(out, '=');
    encode(out, value);
}

struct str client_unescape(struct arena *a, struct str html)
{
    static const struct {
        struct str ref;
        char c;
    } refs[] = {{STR_INIT("&lt;"), '<'},   {STR_INIT("&gt;"), '>'},    {STR_INIT("&quot;"), '"'},
                {STR_INIT("&#39;"), '\''}, {STR_INIT("&#x27;"), '\''}, {STR_INIT("&amp;"), '&'}};
    char *p = arena_alloc(a, html.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < html.n;) {
        size_t i = 0;
        while (i < ARRAY_LEN(refs) && !str_starts(str_slice(html, at, html.n), refs[i].ref)) {
            i++;
        }
        p[n++] = i < ARRAY_LEN(refs) ? refs[i].c : html.p[at];
        at += i < ARRAY_LEN(refs) ? refs[i].ref.n : 1;
    }
    return (struct str){p, n};
}

struct str file_read(struct arena *a, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        return STR_NONE;
    }
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = 0;
    for (ssize_t got; n < (size_t)st.st_size && (got = read(fd, p + n, (size_t)st.st_size - n)) > 0;) {
        n += (size_t)got;
    }
    (void)close(fd);
    return (struct str){p, n};
}

struct str server_log(struct arena *a, const struct server *s)
{
    struct str log = file_read(a, s->log);
    return log.p == NULL ? STR("") : log;
}

static void become_server(const struct server *s)
{
    const char *argv[16] = {s->program, "serve", "--db", s->store, "--listen", "127.0.0.1:0", "--plain-cookies"};
    size_t n = 7;
    for (size_t i = 0; i < ARRAY_LEN(s->more) && s->more[i] != NULL; i++) {
        argv[n++] = s->more[i];
    }
    argv[n] = NULL;
    int log = open(s->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (log >= 0 && dup2(log, 2) >= 0) {
        (void)execv(s->program, (char *const *)(uintptr_t)argv);
    }
    _exit(127);
}

bool server_start(struct server *s)
{
    (void)fflush(stdout);
    (void)unlink(s->log);
    s->port = 0;
    s->pid = fork();
    BUG_ON(s->pid < 0);
    if (s->pid == 0) {
        become_server(s);
    }
    struct arena a = ARENA_INIT;
    int64_t until = clock_mono_us() + START_S * INT64_C(1000000);
    while (s->port == 0 && clock_mono_us() < until) {
        if (waitpid(s->pid, NULL, WNOHANG) == s->pid) {
            s->pid = 0;
            break;
        }
        arena_reset(&a);
        struct str log = server_log(&a, s);
        ptrdiff_t at = str_find(log, STR("(port "));
        struct str rest = at < 0 ? STR("") : str_slice(log, (size_t)at + 6, log.n);
        int64_t port;
        if (str_find(rest, STR(")")) > 0 && str_int(str_cut(&rest, ')'), &port)) {
            s->port = (int)port;
        } else {
            (void)usleep(5000);
        }
    }
    arena_free(&a);
    return s->port != 0;
}

int server_end(struct server *s, int signal)
{
    int status = 0;
    if (s->pid == 0) {
        return -1;
    }
    if (signal != 0) {
        (void)kill(s->pid, signal);
    }
    BUG_ON(waitpid(s->pid, &status, 0) != s->pid);
    s->pid = 0;
    s->port = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char folder[] = "/tmp/hoiam-http-XXXXXX";
static bool folder_made;
static char store[400];

const char *scratch_folder(void)
{
    if (!folder_made) {
        memcpy(folder + sizeof folder - 7, "XXXXXX", 6); // it may be made again after scratch_clean
        BUG_ON(mkdtemp(folder) == NULL);
        folder_made = true;
    }
    return folder;
}

const char *scratch_store(bool postgres)
{
    static int count;
    count++;
    if (!postgres) {
        (void)snprintf(store, sizeof store, "%s/%d.db", scratch_folder(), count);
        return store;
    }
    const char *pg = getenv("HOIAM_TEST_PG"); // postgres:///postgres?host=/folder&user=…
    if (pg == NULL) {
        return NULL;
    }
    char command[700];
    (void)snprintf(command, sizeof command, "psql -qX '%s' -c 'CREATE DATABASE h%d_%d TEMPLATE template0'", pg,
                   (int)getpid(), count);
    BUG_ON(system(command) != 0);
    const char *options = strchr(pg, '?');
    (void)snprintf(store, sizeof store, "postgres:///h%d_%d%s", (int)getpid(), count, options == NULL ? "" : options);
    return store;
}

void scratch_clean(void)
{
    char command[100];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (folder_made && system(command) != 0) {
        printf("# %s stays\n", folder);
    }
    folder_made = false;
}
