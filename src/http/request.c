// request.c: the rules of framing and addressing, one function a rule.
#include "http/request.h"

#include "http/path.h"

#define REFUSE(code, text) ((struct request_refusal){(code), (text)})
static const struct request_refusal fine = {0, NULL};

bool request_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!alnum && (c == 0 || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
            return false;
        }
    }
    return s.n > 0;
}

static struct request_refusal check_lines(const struct request_head *head)
{
    for (size_t i = 0; i < head->n_lines; i++) {
        if (!request_token(head->lines[i].name)) {
            return REFUSE(400, "A header's name has a byte that no name may have.");
        }
        struct str value = head->lines[i].value;
        for (size_t k = 0; k < value.n; k++) {
            if ((value.p[k] >= 0 && value.p[k] < ' ' && value.p[k] != '\t') || value.p[k] == 0x7f) {
                return REFUSE(400, "A header's value has a control byte.");
            }
        }
    }
    return fine;
}

// The only value of that name, in *value; the number of lines with it is the result.
static size_t find(const struct request_head *head, struct str name, struct str *value)
{
    size_t n = 0;
    *value = STR_NONE;
    for (size_t i = 0; i < head->n_lines; i++) {
        if (str_eq_nocase(head->lines[i].name, name)) {
            *value = head->lines[i].value;
            n++;
        }
    }
    return n;
}

static struct request_refusal check_length(const struct request_head *head, size_t max_body)
{
    struct str length;
    struct str coding;
    size_t lengths = find(head, STR("Content-Length"), &length);
    size_t codings = find(head, STR("Transfer-Encoding"), &coding);
    if (lengths + codings > 1) {
        return REFUSE(400, "The length of the body is given more than once.");
    }
    if (codings == 1) {
        if (!str_eq_nocase(coding, STR("chunked"))) {
            return REFUSE(501, "This transfer coding is not understood.");
        }
        if (!str_eqz(head->version, "HTTP/1.1")) {
            return REFUSE(400, "Transfer codings need HTTP/1.1.");
        }
    }
    if (lengths == 1) {
        size_t digits = 0;
        uint64_t n = 0;
        while (digits < length.n && length.p[digits] >= '0' && length.p[digits] <= '9' && digits < 19) {
            n = n * 10 + (uint64_t)(length.p[digits++] - '0');
        }
        if (length.n == 0 || digits != length.n) {
            return REFUSE(400, "The length of the body is not a number.");
        }
        if (n > max_body) {
            return REFUSE(413, "The body is larger than this site takes.");
        }
    }
    return fine;
}

// name, IPv4 or [IPv6], then optionally a port. Only letters, digits, '.', '-' and '_' in names.
static bool host_ok(struct str host)
{
    size_t at = 0;
    if (host.n > 0 && host.p[0] == '[') {
        for (at = 1; at < host.n && host.p[at] != ']'; at++) {
            if (strchr("0123456789abcdefABCDEF:.", host.p[at]) == NULL) {
                return false;
            }
        }
        if (at == host.n) {
            return false;
        }
        at++;
    } else {
        while (at < host.n && host.p[at] != ':') {
            char c = host.p[at++];
            bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alnum && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
    }
    if (at == 0 || host.n > 255) {
        return false;
    }
    if (at == host.n) {
        return true;
    }
    int64_t port;
    return host.p[at] == ':' && host.n > at + 1 && str_int(str_slice(host, at + 1, host.n), &port) && port >= 0 &&
           port <= 65535 && host.p[at + 1] != '-';
}

static struct str without_port(struct str host)
{
    size_t n = host.n;
    while (n > 0 && host.p[n - 1] >= '0' && host.p[n - 1] <= '9') {
        n--;
    }
    return n > 1 && host.p[n - 1] == ':' ? str_slice(host, 0, n - 1) : host;
}

static bool host_listed(struct str host, struct str hosts)
{
    struct str name = without_port(host);
    while (hosts.p != NULL) {
        struct str one = str_trim(str_cut(&hosts, ','));
        if (one.n > 0 && str_eq_nocase(one, name)) {
            return true;
        }
    }
    return false;
}

static struct request_refusal check_host(const struct request_head *head, const struct request_rules *rules,
                                         struct str *host)
{
    size_t hosts = find(head, STR("Host"), host);
    if (hosts > 1) {
        return REFUSE(400, "The request names two hosts.");
    }
    if (hosts == 0) {
        *host = STR("");
        return str_eqz(head->version, "HTTP/1.0") ? fine : REFUSE(400, "The request names no host.");
    }
    if (!host_ok(*host)) {
        return REFUSE(400, "The name of the host is malformed.");
    }
    if (rules->hosts.n > 0 && !host_listed(*host, rules->hosts)) {
        return REFUSE(421, "This site does not answer for that host.");
    }
    return fine;
}

// "http://host/path" → "/path", when host is the one in Host (RFC 9112 §3.2.2 would let it win; we want them equal).
static struct request_refusal take_authority(struct str *target, struct str host)
{
    static const struct str schemes[] = {STR_INIT("http://"), STR_INIT("https://")};
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        if (str_eq_nocase(str_slice(*target, 0, schemes[i].n), schemes[i])) {
            struct str rest = str_slice(*target, schemes[i].n, target->n);
            size_t end = 0;
            while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?') {
                end++;
            }
            if (end == rest.n || rest.p[end] == '?' || !str_eq_nocase(str_slice(rest, 0, end), host)) {
                return REFUSE(400, "The address names another host.");
            }
            *target = str_slice(rest, end, rest.n);
        }
    }
    return fine;
}

static struct request_refusal check_target(struct arena *a, const struct request_head *head, struct http_request *r)
{
    struct str target = head->target;
    for (size_t i = 0; i < target.n; i++) {
        if ((target.p[i] >= 0 && target.p[i] <= ' ') || target.p[i] == 0x7f || target.p[i] == '#') {
            return REFUSE(400, "The address has a byte that no address may have.");
        }
    }
    struct request_refusal no = take_authority(&target, r->host);
    if (no.status != 0) {
        return no;
    }
    r->query = target;
    enum path_fault fault = path_decode(a, str_cut(&r->query, '?'), &r->path);
    return fault == PATH_OK ? fine : REFUSE(400, path_fault_text(fault));
}

static struct request_refusal check_method(struct str method, enum http_method *out)
{
    static const char *const known_to_http[] = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"};
    static const char *const ours[] = {[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST"};
    for (size_t i = 0; i < ARRAY_LEN(ours); i++) {
        if (str_eqz(method, ours[i])) {
            *out = (enum http_method)i;
            return fine;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(known_to_http); i++) {
        if (str_eqz(method, known_to_http[i])) {
            return REFUSE(405, "This method is not allowed here.");
        }
    }
    return REFUSE(501, "This method is not known.");
}

struct request_refusal request_check(struct arena *a, const struct request_head *head, const struct request_rules *rules,
                                     struct http_request *out)
{
    struct http_request r = {0};
    if (!str_eqz(head->version, "HTTP/1.1") && !str_eqz(head->version, "HTTP/1.0")) {
        return REFUSE(505, "This version of HTTP is not spoken here.");
    }
    struct request_refusal no = check_lines(head);
    if (no.status == 0) {
        no = check_host(head, rules, &r.host);
    }
    if (no.status == 0) {
        no = check_length(head, rules->max_body);
    }
    if (no.status == 0) {
        no = check_method(head->method, &r.method);
    }
    if (no.status == 0) {
        no = check_target(a, head, &r);
    }
    if (no.status == 0) {
        (void)find(head, STR("Content-Type"), &r.content_type);
        r.host = str_copy(a, r.host);
        r.query = str_copy(a, r.query);
        r.content_type = str_copy(a, r.content_type);
        r.body = STR("");
        *out = r;
    }
    return no;
}
