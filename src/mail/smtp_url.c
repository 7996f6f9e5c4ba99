// smtp_url.c: a mail server written as an address, as it stands in the settings.
#include "mail/smtp.h"

enum { PORT_SUBMISSION = 587, PORT_WRAPPED = 465, PORT_HERE = 25 };

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Percent-decoded (RFC 3986, 2.1); false for what is no such text, or hides a control character.
static bool decode(struct arena *a, struct str s, struct str *out)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i];
        if (c == '%') {
            int high = s.n - i > 2 ? hex_digit(s.p[i + 1]) : -1;
            int low = s.n - i > 2 ? hex_digit(s.p[i + 2]) : -1;
            c = high < 0 || low < 0 ? -1 : high * 16 + low;
            i += 2;
        }
        if (c < 0x20 || c == 0x7F) {
            return false;
        }
        p[n++] = (char)c;
    }
    *out = (struct str){p, n};
    return true;
}

// "user:password@" from the front of *rest.
static bool read_user(struct arena *a, struct str *rest, struct smtp_server *s)
{
    ptrdiff_t at = -1;
    for (size_t i = 0; i < rest->n; i++) { // the last one: people write passwords with an @ as they are
        at = rest->p[i] == '@' ? (ptrdiff_t)i : at;
    }
    if (at < 0) {
        return true;
    }
    struct str password = str_slice(*rest, 0, (size_t)at);
    struct str user = str_cut(&password, ':');
    *rest = str_slice(*rest, (size_t)at + 1, rest->n);
    return user.n > 0 && password.p != NULL && decode(a, user, &s->user) && decode(a, password, &s->password);
}

// "host:port", "host", "[::1]:port".
static bool read_host(struct str rest, struct smtp_server *s)
{
    ptrdiff_t bracket = str_find(rest, STR("]"));
    size_t from = bracket < 0 ? 0 : (size_t)bracket;
    struct str tail = str_slice(rest, from, rest.n);
    ptrdiff_t colon = str_find(tail, STR(":"));
    s->host = colon < 0 ? rest : str_slice(rest, 0, from + (size_t)colon);
    if (colon < 0) {
        return s->host.n > 0;
    }
    int64_t port;
    bool good = str_int(str_slice(tail, (size_t)colon + 1, tail.n), &port) && port > 0 && port <= UINT16_MAX;
    s->port = good ? (uint16_t)port : 0;
    return good && s->host.n > 0;
}

bool smtp_server_read(struct arena *a, struct str url, struct smtp_server *out, struct err *e)
{
    struct smtp_server s = {.tls = SMTP_TLS_REQUIRED};
    struct str rest = str_copy(a, url);
    if (str_starts(rest, STR("smtps://"))) {
        s.tls = SMTP_TLS_WRAPPED;
    } else if (!str_starts(rest, STR("smtp://"))) {
        return err_set(e, ERR_INPUT, "mail server: its address begins with smtp:// or smtps://");
    }
    rest = str_slice(rest, s.tls == SMTP_TLS_WRAPPED ? 8 : 7, rest.n);
    if (str_ends(rest, STR("/"))) {
        rest = str_slice(rest, 0, rest.n - 1);
    }
    if (!read_user(a, &rest, &s) || !read_host(rest, &s)) {
        return err_set(e, ERR_INPUT, "mail server: its address is written smtp://user:password@host:port");
    }
    bool here = smtp_host_here(s.host);
    if (here && s.tls == SMTP_TLS_REQUIRED) {
        s.tls = SMTP_TLS_NONE; // nothing goes over a wire
    }
    if (s.port == 0) {
        s.port = s.tls == SMTP_TLS_WRAPPED ? PORT_WRAPPED : here ? PORT_HERE : PORT_SUBMISSION;
    }
    *out = s;
    return true;
}
