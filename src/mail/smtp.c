// smtp.c: the exchange with the mail server, by libcurl.
#include "mail/smtp.h"

#include <curl/curl.h>
#include <pthread.h>

enum { CONNECT_S = 15, WHOLE_S = 60 };

// How far an exchange has come, told from the commands that libcurl sends.
enum stage { STAGE_CONNECT, STAGE_HELLO, STAGE_SIGN_IN, STAGE_FROM, STAGE_TO, STAGE_TEXT };

static const char *const stage_name[] = {"connecting", "greeting", "sign-in", "sender", "recipient", "text"};

struct exchange {
    enum stage stage;
    long reply;   // the server's last one before we took our leave
    bool leaving; // QUIT was said
    struct str letter;
    size_t sent;
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void curl_start(void)
{
    BUG_ON(curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK);
}

// The three digits that begin a reply, or 0.
static long reply_code(struct str line)
{
    int64_t v;
    return line.n >= 4 && line.p[0] != '-' && str_int(str_slice(line, 0, 3), &v) ? (long)v : 0;
}

static int follow(CURL *curl, curl_infotype type, char *data, size_t size, void *user)
{
    // With what follows each verb, because the lines of a sign-in may begin with any letters.
    static const struct {
        const char *verb;
        enum stage stage;
    } verbs[] = {{"EHLO ", STAGE_HELLO},     {"HELO ", STAGE_HELLO}, {"STARTTLS\r", STAGE_HELLO},
                 {"AUTH ", STAGE_SIGN_IN},   {"MAIL FROM:", STAGE_FROM}, {"RCPT TO:", STAGE_TO},
                 {"DATA\r", STAGE_TEXT}};
    struct exchange *x = user;
    struct str line = {data, size};
    (void)curl;
    // After a refusal libcurl takes its leave; what failed is the stage before that.
    for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < ARRAY_LEN(verbs); i++) {
        x->stage = str_starts(line, str_c(verbs[i].verb)) ? verbs[i].stage : x->stage;
    }
    x->leaving = x->leaving || (type == CURLINFO_HEADER_OUT && str_starts(line, STR("QUIT\r")));
    if (type == CURLINFO_HEADER_IN && !x->leaving) {
        x->reply = reply_code(line);
    }
    return 0;
}

static size_t give_letter(char *to, size_t size, size_t count, void *user)
{
    struct exchange *x = user;
    size_t left = x->letter.n - x->sent;
    size_t n = size * count < left ? size * count : left;
    memcpy(to, x->letter.p + x->sent, n);
    x->sent += n;
    return n;
}

static bool is_host(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == 0 || strchr("-.:[]_", c) == NULL)) {
            return false;
        }
    }
    return s.n > 0 && s.n <= 255;
}

// On this machine, where nothing goes over a wire. libcurl never asks the network for "localhost".
bool smtp_host_here(struct str host)
{
    bool number = true;
    for (size_t i = 0; i < host.n; i++) {
        number = number && (host.p[i] == '.' || (host.p[i] >= '0' && host.p[i] <= '9'));
    }
    return str_eq_nocase(host, STR("localhost")) || str_eqz(host, "[::1]") || (number && str_starts(host, STR("127.")));
}

static char *server_url(struct arena *a, const struct smtp_server *s, struct err *e)
{
    if (!is_host(s->host) || s->port == 0 || (s->hello.p != NULL && !is_host(s->hello))) {
        (void)err_set(e, ERR_INPUT, "mail server: the host, port or name in the settings cannot be used");
        return NULL;
    }
    if (s->tls == SMTP_TLS_NONE && !smtp_host_here(s->host)) {
        (void)err_set(e, ERR_INPUT, "mail server: addresses do not leave this machine without TLS");
        return NULL;
    }
    struct str url = str_fmt(a, "%s://%.*s:%u/%.*s", s->tls == SMTP_TLS_WRAPPED ? "smtps" : "smtp", STR_ARG(s->host),
                             (unsigned)s->port, STR_ARG(s->hello));
    return str_z(a, url);
}

static void set_server(CURL *c, struct arena *a, const struct smtp_server *s, const char *url)
{
    int whole = s->timeout_s > 0 ? s->timeout_s : WHOLE_S;
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_PROXY, ""); // not the environment's
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(s->tls == SMTP_TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)whole);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)(whole < CONNECT_S ? whole : CONNECT_S));
    if (s->ca_file.p != NULL) {
        curl_easy_setopt(c, CURLOPT_CAINFO, str_z(a, s->ca_file));
    }
    if (s->user.p != NULL) {
        curl_easy_setopt(c, CURLOPT_USERNAME, str_z(a, s->user));
        curl_easy_setopt(c, CURLOPT_PASSWORD, str_z(a, s->password));
    }
}

static struct curl_slist *set_mail(CURL *c, struct arena *a, const struct smtp_mail *m, struct exchange *x)
{
    struct str from = str_fmt(a, "<%.*s>", STR_ARG(m->from));
    struct str to = str_fmt(a, "<%.*s>", STR_ARG(m->to));
    struct curl_slist *list = curl_slist_append(NULL, str_z(a, to));
    BUG_ON(list == NULL);
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, str_z(a, from));
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, list);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give_letter);
    curl_easy_setopt(c, CURLOPT_READDATA, x);
    // Verbose, because the commands are told to the callback only then; it prints nothing.
    curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, follow);
    curl_easy_setopt(c, CURLOPT_DEBUGDATA, x);
    return list;
}

// What an exchange that failed means. Only a refusal of this recipient or of this text is for good: anything before
// concerns the server or our settings, which somebody will mend.
static enum smtp_result judge(CURLcode rc, const struct exchange *x, struct err *e)
{
    long code = x->reply;
    bool for_good = code >= 500 && code <= 599 && (x->stage == STAGE_TO || x->stage == STAGE_TEXT);
    if (code >= 400 && code <= 599) {
        (void)err_set(e, ERR_IO, "mail: at %s: the server refused with %ld", stage_name[x->stage], code);
    } else {
        (void)err_set(e, ERR_GONE, "mail: at %s: %s", stage_name[x->stage], curl_easy_strerror(rc));
    }
    return for_good ? SMTP_NEVER : SMTP_LATER;
}

enum smtp_result smtp_send(const struct smtp_server *server, const struct smtp_mail *mail, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct exchange x = {.stage = STAGE_CONNECT};
    enum smtp_result result = SMTP_NEVER;
    const char *url = NULL;
    if (smtp_letter(&a, mail, &x.letter, e)) {
        result = SMTP_LATER; // from here on only the server's word makes it final
        url = server_url(&a, server, e);
    }
    if (url != NULL) {
        BUG_ON(pthread_once(&curl_once, curl_start) != 0);
        CURL *c = curl_easy_init();
        BUG_ON(c == NULL);
        set_server(c, &a, server, url);
        struct curl_slist *list = set_mail(c, &a, mail, &x);
        CURLcode rc = curl_easy_perform(c);
        result = rc == CURLE_OK ? SMTP_SENT : judge(rc, &x, e);
        curl_slist_free_all(list);
        curl_easy_cleanup(c);
    }
    arena_free(&a);
    return result;
}
