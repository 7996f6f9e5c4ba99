// run.c: carries out one test document over HTTP. usage: run HOIAM sqlite|postgres DOCUMENT.http
//
// A document is prose with requests in it. What counts begins with one of these marks at the left margin:
//
//     $ hoiam user list | wc -l       a command, run by sh while the server is down; HOIAM_DB names the store
//     % hoiam import undo             the same while the server is up
//     * world                         the small world of world.h in place of the office "thu"; before the first request
//     * found                         no store: `serve --found` makes one; {{setup}} is its code, new at each start
//     * visitor lan                   whose cookies are sent from here on; the first visitor is called "somebody"
//     * sign-in NAME PASSWORD         at the desk, with the second factor and its enrolment where they are asked for
//     * down                          end the server (the next request starts it again)
//     > POST /vi/send                 a request,
//     > Accept-Language: en           its headers,
//     + file=Kế hoạch.pdf=%PDF         a file of its form, its name and bytes (or @PATH): the form goes as multipart/form-data
//     & text=Đường hỏng               fields of its form; "& csrf" alone is the token of the last page this visitor
//     saw, | {"text": "…"}                 or lines of its body < 200                           the status that must
//     come, < Content-Type: text/html*      a header that must be there (* stands for any text), and one that must not:
//     < !Set-Cookie
//     = Đường hỏng                    the body holds this (* for any text within a line),
//     ! zuqprivate                     and this nowhere; &lt; and the like are resolved before
//     @code = value="([0-9A-Z-]+)"    a part of the body or else of the head, by an extended regular expression;
//     {{code}}
//                                     stands for it from here on, everywhere
//
// Each request is one test; with HOIAM_TEST_BODIES set, the bodies of failing ones are shown. The server is `hoiam
// serve` on a fresh store; what it logs at the level of a bug fails too.
#include "client.h"
#include "world.h"

#include "auth/base32.h"
#include "auth/totp.h"
#include "base/clock.h"

#include <libgen.h>
#include <regex.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { VALUES_MAX = 200, VISITORS_MAX = 12, LINES_MAX = 64, BODY_MAX = 1 << 20 };

struct visitor {
    struct str name;
    struct str cookie; // "hoiam=…", STR_NONE for none
    struct str csrf;   // of the last page
    struct str secret; // of the authenticator, once enrolled
    int64_t step;      // last used
};

struct request {
    int line; // 0: none
    struct str method;
    struct str path;
    struct buf headers;
    struct buf form;
    struct buf body;
    struct buf parts; // the form as multipart/form-data
    bool has_form, has_body, has_file;
    struct str checks[LINES_MAX];
    size_t n_checks;
};

static struct run {
    struct arena a;
    struct server server;
    char *folder; // of the document
    bool made; // the store is there
    struct {
        struct str name, value;
    } values[VALUES_MAX];
    size_t n_values;
    struct visitor visitors[VISITORS_MAX];
    size_t n_visitors;
    struct visitor *now;
    struct request q;
    struct buf complaint;
    int tests, failed;
} run;

_Noreturn static void stop(int line, const char *why)
{
    printf("Bail out! line %d: %s\n", line, why);
    (void)server_end(&run.server, SIGKILL);
    scratch_clean();
    exit(2);
}

static void set_value(struct str name, struct str value)
{
    size_t i = 0;
    while (i < run.n_values && !str_eq(run.values[i].name, name)) {
        i++;
    }
    BUG_ON(i == VALUES_MAX);
    run.n_values += i == run.n_values ? 1 : 0;
    run.values[i].name = str_copy(&run.a, name);
    run.values[i].value = str_copy(&run.a, value);
}

static struct str filled(struct str s, int line)
{
    struct buf out = buf_new(BODY_MAX);
    for (ptrdiff_t at; (at = str_find(s, STR("{{"))) >= 0;) {
        buf_add(&out, str_slice(s, 0, (size_t)at));
        s = str_slice(s, (size_t)at + 2, s.n);
        ptrdiff_t end = str_find(s, STR("}}"));
        struct str name = str_slice(s, 0, end < 0 ? 0 : (size_t)end);
        size_t i = 0;
        while (i < run.n_values && !str_eq(run.values[i].name, name)) {
            i++;
        }
        if (i == run.n_values) {
            stop(line, "a {{value}} that nothing has set");
        }
        buf_add(&out, run.values[i].value);
        s = str_slice(s, (size_t)end + 2, s.n);
    }
    buf_add(&out, s);
    struct str all = str_copy(&run.a, buf_str(&out));
    buf_free(&out);
    return all;
}

// Does text begin with the pattern? *used: how many bytes of it. '*' takes what it must, within a line.
static bool begins(struct str text, struct str pattern, bool to_end)
{
    for (size_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] == '*') {
            struct str rest = str_slice(pattern, i + 1, pattern.n);
            for (size_t k = i; k <= text.n; k++) {
                if (begins(str_slice(text, k, text.n), rest, to_end)) {
                    return true;
                }
                if (k < text.n && text.p[k] == '\n') {
                    break;
                }
            }
            return false;
        }
        if (i >= text.n || text.p[i] != pattern.p[i]) {
            return false;
        }
    }
    return !to_end || text.n == pattern.n;
}

static bool holds(struct str text, struct str pattern)
{
    for (size_t at = 0; at <= text.n; at++) {
        if (begins(str_slice(text, at, text.n), pattern, false)) {
            return true;
        }
    }
    return false;
}

// A pattern without a part before its first '*' would be slow on a large page and says no more.
static bool holds_pattern(struct str text, struct str pattern)
{
    while (str_starts(pattern, STR("*"))) {
        pattern = str_slice(pattern, 1, pattern.n);
    }
    return holds(text, pattern);
}

__attribute__((format(printf, 1, 2))) static void complain(const char *fmt, ...)
{
    char line[1000];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    buf_addf(&run.complaint, "# %s\n", line);
}

static bool captured(struct str text, const char *pattern, struct str *out)
{
    regex_t re;
    regmatch_t m[2];
    if (regcomp(&re, pattern, REG_EXTENDED | REG_NEWLINE) != 0) {
        return false;
    }
    bool found = regexec(&re, str_z(&run.a, text), 2, m, 0) == 0;
    if (found) {
        int part = m[1].rm_so >= 0 ? 1 : 0;
        *out = str_copy(&run.a, str_slice(text, (size_t)m[part].rm_so, (size_t)m[part].rm_eo));
    }
    regfree(&re);
    return found;
}

static void check_head(const struct reply *r, struct str want)
{
    int64_t status;
    if (str_int(want, &status)) {
        if (r->status != status) {
            complain("want status %lld, got %d", (long long)status, r->status);
        }
        return;
    }
    bool absent = str_starts(want, STR("!"));
    struct str pattern = absent ? str_slice(want, 1, want.n) : want;
    struct str name = str_trim(str_cut(&pattern, ':'));
    pattern = str_trim(pattern);
    const char *z = str_z(&run.a, name);
    bool there = false;
    struct str got;
    for (int i = 0; (got = reply_header(r, z, i)).p != NULL; i++) {
        there = there || absent || begins(got, pattern, true);
    }
    if (there == absent) {
        complain("want header: %.*s; got: %.*s", STR_ARG(want), STR_ARG(reply_header(r, z, 0)));
    }
}

static void check(const struct reply *r, struct str text, struct str line)
{
    char mark = line.p[0];
    struct str what = str_trim(str_slice(line, 1, line.n));
    if (mark == '<') {
        check_head(r, what);
    } else if (mark == '=' || mark == '!') {
        if (holds_pattern(text, what) != (mark == '=')) {
            complain("the body %s: %.*s", mark == '=' ? "lacks" : "holds", STR_ARG(what));
        }
    } else {
        struct str pattern = what;
        struct str name = str_trim(str_cut(&pattern, '='));
        const char *z = str_z(&run.a, str_trim(pattern));
        struct str value;
        if (captured(r->body, z, &value) || captured(text, z, &value) || captured(r->head, z, &value)) {
            set_value(name, value);
        } else {
            complain("nothing in the reply reads as %s", z);
            set_value(name, STR("nothing"));
        }
    }
}

static void keep_cookie(const struct reply *r)
{
    struct str all;
    for (int i = 0; (all = reply_header(r, "Set-Cookie", i)).p != NULL; i++) {
        struct str pair = str_cut(&all, ';');
        run.now->cookie = str_ends(pair, STR("=")) ? STR_NONE : str_copy(&run.a, pair);
    }
    struct str token;
    if (captured(r->body, "name=\"csrf\" value=\"([^\"]+)\"", &token)) {
        run.now->csrf = token;
    }
}

static void up(int line)
{
    if (!run.made) {
        char command[800];
        (void)snprintf(command, sizeof command, "'%s' init '%s' --office 'UBND xã Thử' --code thu", run.server.program,
                       run.server.store);
        if (system(command) != 0) {
            stop(line, "no store could be made");
        }
        run.made = true;
    }
    if (run.server.pid == 0 && !server_start(&run.server)) {
        struct str log = server_log(&run.a, &run.server);
        printf("# %.*s\n", STR_ARG(log));
        stop(line, "the server does not start");
    }
    struct str log = server_log(&run.a, &run.server);
    ptrdiff_t at = str_find(log, STR("setup code is "));
    if (at >= 0) {
        struct str rest = str_slice(log, (size_t)at + 14, log.n);
        set_value(STR("setup"), str_cut(&rest, '\n'));
    }
}

static struct reply ask(struct str method, struct str path, struct str headers, struct str body)
{
    up(0);
    struct str cookie =
        run.now->cookie.p == NULL ? STR("") : str_fmt(&run.a, "Cookie: %.*s\r\n", STR_ARG(run.now->cookie));
    struct str all = str_fmt(&run.a, "%.*s%.*s", STR_ARG(headers), STR_ARG(cookie));
    struct str bytes = client_request(&run.a, str_z(&run.a, method), path, all, body);
    struct reply r = client_once(&run.a, run.server.port, bytes);
    keep_cookie(&r);
    return r;
}

static void finish_request(void)
{
    struct request *q = &run.q;
    if (q->line == 0) {
        return;
    }
    if (q->n_checks == 0) {
        stop(q->line, "a request of which nothing is expected");
    }
    if (q->has_file) {
        buf_addz(&q->headers, "Content-Type: multipart/form-data; boundary=----part\r\n");
        buf_addz(&q->parts, "------part--\r\n");
    } else if (q->has_form) {
        buf_addz(&q->headers, "Content-Type: application/x-www-form-urlencoded\r\n");
    }
    struct str body = q->has_file   ? buf_str(&q->parts)
                      : q->has_form ? buf_str(&q->form)
                      : q->has_body ? buf_str(&q->body)
                                    : STR_NONE;
    if (body.p == NULL && (q->has_form || q->has_body)) {
        body = STR("");
    }
    struct reply r = ask(q->method, q->path, buf_str(&q->headers), body);
    struct str text = client_unescape(&run.a, r.body);
    for (size_t i = 0; i < q->n_checks; i++) {
        check(&r, text, filled(q->checks[i], q->line));
    }
    if (!r.whole) {
        complain("the reply is not whole");
    }
    bool good = run.complaint.n == 0;
    run.failed += good ? 0 : 1;
    printf("%sok %d - %.*s %.*s (line %d)\n%.*s", good ? "" : "not ", ++run.tests, STR_ARG(q->method), STR_ARG(q->path),
           q->line, STR_ARG(buf_str(&run.complaint)));
    if (!good) {
        printf("#  got: %.*s", STR_ARG(str_slice(r.head, 0, 600)));
        if (getenv("HOIAM_TEST_BODIES") != NULL) {
            printf("%.*s\n", STR_ARG(r.body));
        }
        (void)fflush(stdout);
    }
    buf_clear(&run.complaint);
    q->line = 0;
}

static void begin_request(struct str line, int number)
{
    struct request *q = &run.q;
    struct str rest = line;
    q->method = str_copy(&run.a, str_cut(&rest, ' '));
    q->path = str_copy(&run.a, str_trim(rest));
    q->line = number;
    q->has_form = q->has_body = q->has_file = false;
    q->n_checks = 0;
    buf_clear(&q->headers);
    buf_clear(&q->form);
    buf_clear(&q->parts);
    buf_clear(&q->body);
}

static void add_part(struct str name, struct str file, struct str value)
{
    struct buf *b = &run.q.parts;
    buf_addf(b, "------part\r\nContent-Disposition: form-data; name=\"%.*s\"", STR_ARG(name));
    if (file.p != NULL) {
        buf_addf(b, "; filename=\"%.*s\"\r\nContent-Type: application/octet-stream", STR_ARG(file));
    }
    buf_addz(b, "\r\n\r\n");
    buf_add(b, value);
    buf_addz(b, "\r\n");
}

// "@NAME" stands for the bytes of a file, seen from the document.
static struct str file_bytes(struct str value, int line)
{
    if (!str_starts(value, STR("@"))) {
        return value;
    }
    struct str bytes = file_read(&run.a, str_fmt(&run.a, "%s/%.*s", run.folder, STR_ARG(str_slice(value, 1, value.n))).p);
    if (bytes.p == NULL) {
        stop(line, "there is no such file");
    }
    return bytes;
}

static void visitor(struct str name)
{
    size_t i = 0;
    while (i < run.n_visitors && !str_eq(run.visitors[i].name, name)) {
        i++;
    }
    BUG_ON(i == VISITORS_MAX);
    if (i == run.n_visitors) {
        run.visitors[run.n_visitors++] = (struct visitor){.name = str_copy(&run.a, name)};
    }
    run.now = &run.visitors[i];
}

static struct str field(struct str sofar, const char *name, struct str value)
{
    struct buf b = buf_new(BODY_MAX);
    buf_add(&b, sofar);
    client_field(&b, str_c(name), value);
    struct str s = str_copy(&run.a, buf_str(&b));
    buf_free(&b);
    return s;
}

// A code that was not used before: each works once.
static struct str next_code(void)
{
    int64_t step = clock_now() / TOTP_PERIOD;
    if (step <= run.now->step) {
        step = run.now->step + 1;
    }
    run.now->step = step;
    char code[TOTP_DIGITS + 1];
    totp_code(run.now->secret, step, code);
    return str_copy(&run.a, str_c(code));
}

static void sign_in(struct str who, int line)
{
    const struct str form_type = STR("Content-Type: application/x-www-form-urlencoded\r\n");
    struct str password = who;
    struct str login = str_cut(&password, ' ');
    struct str body = field(field(STR(""), "login", login), "password", str_trim(password));
    struct reply r = ask(STR("POST"), STR("/desk/sign-in"), form_type, body);
    if (r.status == 303 && str_eqz(reply_header(&r, "Location", 0), "/desk/sign-in")) {
        r = ask(STR("GET"), STR("/desk/sign-in"), STR(""), STR_NONE);
        struct str secret;
        bool enrol = captured(r.body, "name=\"secret\" value=\"([^\"]+)\"", &secret);
        if (enrol && !base32_decode(&run.a, secret, &run.now->secret)) {
            stop(line, "the authenticator's secret cannot be read");
        }
        body = field(field(STR(""), "csrf", run.now->csrf), "code", next_code());
        body = enrol ? field(body, "secret", secret) : body;
        r = ask(STR("POST"), enrol ? STR("/desk/sign-in/enrol") : STR("/desk/sign-in/code"), form_type, body);
    }
    struct reply in = ask(STR("GET"), STR("/desk"), STR(""), STR_NONE);
    bool good = in.status != 0 && !str_eqz(reply_header(&in, "Location", 0), "/desk/sign-in");
    run.failed += good ? 0 : 1;
    printf("%sok %d - %.*s signs in (line %d)\n", good ? "" : "not ", ++run.tests, STR_ARG(login), line);
}

static void put_world(int line)
{
    static struct world w;
    struct err e = ERR_INIT;
    if (run.made || !world_make(run.server.store, &w, &e)) {
        printf("# %s\n", e.what);
        stop(line, "the world cannot be made");
    }
    run.made = true;
    for (size_t m = 0; m < W_MESSAGES; m++) {
        set_value(str_fmt(&run.a, "%s.id", world_mark[m]), str_c(w.message[m].id));
        set_value(str_fmt(&run.a, "%s.receipt", world_mark[m]), str_c(w.message[m].receipt));
        set_value(str_fmt(&run.a, "%s.matter", world_mark[m]), str_c(w.message[m].matter));
    }
    set_value(STR("answer"), str_c(w.answer));
    set_value(STR("by_receipt"), str_c(w.by_receipt));
    set_value(STR("report"), str_c(w.report));
    set_value(STR("report_draft"), str_c(w.report_draft));
    set_value(STR("published"), str_c(w.published));
}

static void act(struct str line, int number)
{
    if (str_eqz(line, "world")) {
        put_world(number);
    } else if (str_eqz(line, "found")) {
        run.server.more[0] = "--found";
        run.made = true;
        up(number);
    } else if (str_eqz(line, "down")) {
        (void)server_end(&run.server, SIGTERM);
    } else if (str_starts(line, STR("visitor "))) {
        visitor(str_slice(line, 8, line.n));
    } else if (str_starts(line, STR("sign-in "))) {
        sign_in(str_slice(line, 8, line.n), number);
    } else {
        stop(number, "an act that the runner does not know");
    }
}

static void command(struct str line, bool beside, int number)
{
    if (!run.made || (beside && run.server.pid == 0)) {
        up(number);
    }
    if (!beside) {
        (void)server_end(&run.server, SIGTERM);
    }
    (void)setenv("HOIAM_DB", run.server.store, 1);
    (void)fflush(stdout);
    int status = system(str_z(&run.a, line));
    bool good = status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    run.failed += good ? 0 : 1;
    printf("%sok %d - %.*s (line %d)\n", good ? "" : "not ", ++run.tests, STR_ARG(line), number);
}

static void add_field(struct str what)
{
    struct request *q = &run.q;
    q->has_form = true;
    struct str value = what;
    struct str name = str_cut(&value, '=');
    if (str_eqz(what, "csrf")) {
        value = run.now->csrf;
    }
    value = value.p == NULL ? STR("") : value;
    client_field(&q->form, name, value);
    add_part(name, STR_NONE, value);
}

static void take_line(struct str raw, int number)
{
    static const char *const methods[] = {"GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "PATCH "};
    struct request *q = &run.q;
    char mark = raw.n > 1 ? raw.p[0] : ' ';
    bool check_line = mark == '@' || (raw.n > 1 && raw.p[1] == ' ' && (mark == '<' || mark == '=' || mark == '!'));
    if (check_line && q->line != 0) {
        BUG_ON(q->n_checks == LINES_MAX);
        q->checks[q->n_checks++] = raw;
        return;
    }
    if (raw.n < 2 || raw.p[1] != ' ' || strchr("$%*>&+|", mark) == NULL) {
        finish_request();
        return;
    }
    bool first = false;
    for (size_t i = 0; mark == '>' && i < ARRAY_LEN(methods); i++) {
        first = first || str_starts(raw, str_fmt(&run.a, "> %s", methods[i]));
    }
    if (mark == '$' || mark == '%' || mark == '*' || first) {
        finish_request();
    }
    struct str what = filled(str_trim(str_slice(raw, 2, raw.n)), number);
    if (mark == '$' || mark == '%') {
        command(what, mark == '%', number);
    } else if (mark == '*') {
        act(what, number);
    } else if (first) {
        begin_request(what, number);
    } else if (q->line == 0) {
        stop(number, "a part of a request that did not begin");
    } else if (mark == '>') {
        buf_addf(&q->headers, "%.*s\r\n", STR_ARG(what));
    } else if (mark == '&') {
        add_field(what);
    } else if (mark == '+') {
        struct str rest = what;
        struct str name = str_cut(&rest, '=');
        struct str file = str_cut(&rest, '=');
        q->has_file = true;
        add_part(name, file, rest.p == NULL ? STR("") : file_bytes(rest, number));
    } else {
        q->has_body = true;
        buf_addf(&q->body, "%.*s\n", STR_ARG(filled(str_slice(raw, 2, raw.n), number)));
    }
}

static void path_to(const char *program)
{
    static char bin[600];
    const char *slash = strrchr(program, '/');
    (void)snprintf(bin, sizeof bin, "%.*s:%s", (int)(slash == NULL ? 1 : slash - program),
                   slash == NULL ? "." : program, getenv("PATH"));
    (void)setenv("PATH", bin, 1);
}

// The sanitizers and BUG() speak on standard error.
static void check_log(void)
{
    struct str log = server_log(&run.a, &run.server);
    bool bad = str_find(log, STR("Sanitizer")) >= 0 || str_find(log, STR("runtime error")) >= 0 ||
               str_find(log, STR("BUG")) >= 0;
    run.failed += bad ? 1 : 0;
    printf("%sok %d - the server did nothing that it calls a bug\n", bad ? "not " : "", ++run.tests);
    for (struct str rest = log; bad && rest.p != NULL;) {
        printf("# %.*s\n", STR_ARG(str_cut(&rest, '\n')));
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(stderr, "usage: run HOIAM sqlite|postgres DOCUMENT.http\n");
        return 2;
    }
    const char *store = scratch_store(strcmp(argv[2], "postgres") == 0);
    struct str document = file_read(&run.a, argv[3]);
    if (store == NULL || document.p == NULL) {
        printf("1..0 # SKIP %s\n", document.p == NULL ? "no such document" : "no HOIAM_TEST_PG");
        return document.p == NULL;
    }
    run.server = (struct server){.program = argv[1], .store = store};
    (void)snprintf(run.server.log, sizeof run.server.log, "%s/log", scratch_folder());
    path_to(argv[1]);
    run.q.headers = buf_new(BODY_MAX);
    run.q.form = buf_new(BODY_MAX);
    run.q.body = buf_new(BODY_MAX);
    run.q.parts = buf_new(BODY_MAX);
    run.complaint = buf_new(BODY_MAX);
    run.folder = dirname(argv[3]);
    visitor(STR("somebody"));
    int number = 0;
    while (document.p != NULL) {
        take_line(str_cut(&document, '\n'), ++number);
    }
    finish_request();
    int code = server_end(&run.server, SIGTERM);
    run.failed += code == 0 || code == -1 ? 0 : 1;
    printf("%sok %d - the server ends in peace when asked\n", code == 0 || code == -1 ? "" : "not ", ++run.tests);
    check_log();
    printf("1..%d\n", run.tests);
    scratch_clean();
    return run.failed > 0;
}
