// smtp_stub.h: a mail server on loopback for tests: one connection, the replies it is told, and a record of what it
// heard.
#pragma once

#include "base/buf.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

struct smtp_stub {
    // Replies without CRLF; NULL: the usual one.
    const char *greeting, *hello, *auth, *mail, *rcpt, *data, *end;
    SSL_CTX *tls;     // not NULL: STARTTLS is offered
    bool wrapped;     // TLS from the first byte
    bool drop_at_end; // hang up instead of the reply after the text
    pid_t kill_at_end; // not 0: this process is killed (-9) instead of that reply
    bool silent;      // say nothing at all

    uint16_t port;
    struct buf commands; // lines heard, outside the text
    struct buf text;     // the mail, dots undone
    int listener;
    int fd;
    SSL *ssl;
    pthread_t thread;
};

static void stub_say(struct smtp_stub *s, const char *line, const char *usual)
{
    char out[600];
    int n = snprintf(out, sizeof out, "%s\r\n", line == NULL ? usual : line);
    if (s->ssl != NULL) {
        (void)SSL_write(s->ssl, out, n);
    } else {
        ssize_t sent = write(s->fd, out, (size_t)n);
        (void)sent;
    }
}

// One line with its line end; false when the other side went away.
static bool stub_line(struct smtp_stub *s, struct buf *line)
{
    buf_clear(line);
    char c;
    do {
        if ((s->ssl != NULL ? SSL_read(s->ssl, &c, 1) : (int)read(s->fd, &c, 1)) != 1) {
            return false;
        }
        buf_addc(line, c);
    } while (c != '\n');
    return true;
}

static bool stub_text(struct smtp_stub *s, struct buf *line)
{
    while (stub_line(s, line)) {
        struct str got = buf_str(line);
        if (str_eqz(got, ".\r\n")) {
            return true;
        }
        buf_add(&s->text, got.p[0] == '.' ? str_slice(got, 1, got.n) : got);
    }
    return false;
}

static bool stub_encrypt(struct smtp_stub *s)
{
    s->ssl = SSL_new(s->tls);
    return SSL_set_fd(s->ssl, s->fd) == 1 && SSL_accept(s->ssl) == 1;
}

static void stub_talk(struct smtp_stub *s)
{
    struct buf line = buf_new(100000);
    bool open = !s->wrapped || stub_encrypt(s);
    if (open) {
        stub_say(s, s->greeting, "220 stub ESMTP");
    }
    while (open && stub_line(s, &line)) {
        struct str got = buf_str(&line);
        buf_add(&s->commands, got);
        if (str_starts(got, STR("EHLO"))) {
            bool offer = s->tls != NULL && s->ssl == NULL;
            stub_say(s, s->hello, offer ? "250-stub\r\n250 STARTTLS" : "250-stub\r\n250 AUTH PLAIN");
        } else if (str_starts(got, STR("STARTTLS"))) {
            stub_say(s, NULL, "220 go");
            open = stub_encrypt(s);
        } else if (str_starts(got, STR("AUTH"))) {
            stub_say(s, s->auth, "334 ");
        } else if (str_starts(got, STR("AGhvaWFtA"))) { // the second line of AUTH PLAIN as "hoiam"
            stub_say(s, NULL, "235 yes");
        } else if (str_starts(got, STR("MAIL"))) {
            stub_say(s, s->mail, "250 sender");
        } else if (str_starts(got, STR("RCPT"))) {
            stub_say(s, s->rcpt, "250 recipient");
        } else if (str_starts(got, STR("DATA"))) {
            stub_say(s, s->data, "354 go on");
            bool taken = s->data != NULL || stub_text(s, &line);
            if (taken && s->kill_at_end != 0) {
                (void)kill(s->kill_at_end, SIGKILL);
                break;
            }
            if (!taken || (s->data == NULL && s->drop_at_end)) {
                break;
            }
            if (s->data == NULL) {
                stub_say(s, s->end, "250 taken");
            }
        } else if (str_starts(got, STR("QUIT"))) {
            stub_say(s, NULL, "221 bye");
        } else {
            stub_say(s, NULL, "500 what");
        }
    }
    buf_free(&line);
}

static void *stub_run(void *arg)
{
    struct smtp_stub *s = arg;
    struct pollfd wait = {.fd = s->listener, .events = POLLIN};
    if (poll(&wait, 1, 10000) == 1) {
        s->fd = accept(s->listener, NULL, NULL);
        struct timeval limit = {.tv_sec = 10};
        (void)setsockopt(s->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        if (s->silent) {
            char c;
            ssize_t got = read(s->fd, &c, 1);
            (void)got;
        } else {
            stub_talk(s);
        }
        SSL_free(s->ssl);
        (void)close(s->fd);
    }
    (void)close(s->listener);
    return NULL;
}

static void stub_start(struct smtp_stub *s)
{
    (void)signal(SIGPIPE, SIG_IGN);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    s->commands = buf_new(100000);
    s->text = buf_new(1000000);
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    BUG_ON(s->listener < 0 || bind(s->listener, (const struct sockaddr *)&at, sizeof at) != 0);
    BUG_ON(listen(s->listener, 1) != 0 || getsockname(s->listener, (struct sockaddr *)&at, &len) != 0);
    s->port = ntohs(at.sin_port);
    BUG_ON(pthread_create(&s->thread, NULL, stub_run, s) != 0);
}

// After this, commands and text may be read; stub_free gives them back.
static void stub_wait(struct smtp_stub *s)
{
    BUG_ON(pthread_join(s->thread, NULL) != 0);
}

static void stub_free(struct smtp_stub *s)
{
    buf_free(&s->commands);
    buf_free(&s->text);
}

// A certificate for 127.0.0.1 that signs itself, written to ca_path; valid for an hour.
__attribute__((unused)) static SSL_CTX *stub_tls(const char *ca_path)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = X509_new();
    BUG_ON(key == NULL || cert == NULL);
    BUG_ON(X509_set_version(cert, 2) != 1 || ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) != 1);
    BUG_ON(X509_gmtime_adj(X509_getm_notBefore(cert), -60) == NULL);
    BUG_ON(X509_gmtime_adj(X509_getm_notAfter(cert), 3600) == NULL || X509_set_pubkey(cert, key) != 1);
    X509_NAME *name = X509_get_subject_name(cert);
    BUG_ON(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"stub", -1, -1, 0) != 1);
    X509_EXTENSION *san = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "IP:127.0.0.1");
    BUG_ON(san == NULL || X509_add_ext(cert, san, -1) != 1 || X509_set_issuer_name(cert, name) != 1);
    BUG_ON(X509_sign(cert, key, EVP_sha256()) == 0);
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
    BUG_ON(SSL_CTX_use_certificate(tls, cert) != 1 || SSL_CTX_use_PrivateKey(tls, key) != 1);
    FILE *f = fopen(ca_path, "w");
    BUG_ON(f == NULL || PEM_write_X509(f, cert) != 1 || fclose(f) != 0);
    X509_EXTENSION_free(san);
    X509_free(cert);
    EVP_PKEY_free(key);
    return tls;
}
