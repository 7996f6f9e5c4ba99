// Promises of mail/smtp_url: what an administrator writes, and what is refused.
#include "mail/smtp.h"
#include "tap.h"

int main(void)
{
    static const struct {
        const char *url;
        const char *host;
        int port;
        enum smtp_tls tls;
        const char *user;
        const char *password;
    } good[] = {
        {"smtp://mail.example.vn", "mail.example.vn", 587, SMTP_TLS_REQUIRED, NULL, NULL},
        {"smtp://mail.example.vn:2525/", "mail.example.vn", 2525, SMTP_TLS_REQUIRED, NULL, NULL},
        {"smtps://mail.example.vn", "mail.example.vn", 465, SMTP_TLS_WRAPPED, NULL, NULL},
        {"smtp://localhost", "localhost", 25, SMTP_TLS_NONE, NULL, NULL},
        {"smtp://127.0.0.1:2525", "127.0.0.1", 2525, SMTP_TLS_NONE, NULL, NULL},
        {"smtp://[::1]:2525", "[::1]", 2525, SMTP_TLS_NONE, NULL, NULL},
        {"smtps://[2001:db8::1]", "[2001:db8::1]", 465, SMTP_TLS_WRAPPED, NULL, NULL},
        {"smtps://xa%40example.vn:a%3Ab%25@mail.example.vn", "mail.example.vn", 465, SMTP_TLS_WRAPPED, "xa@example.vn", "a:b%"},
        {"smtp://xa:a@b@mail.example.vn", "mail.example.vn", 587, SMTP_TLS_REQUIRED, "xa", "a@b"},
    };
    static const char *const bad[] = {
        "", "smtp", "http://mail.example.vn", "smtp://", "smtp://:25", "smtp://mail:0", "smtp://mail:70000", "smtp://mail:x",
        "smtp://xa@mail", "smtp://:b@mail", "smtp://xa:%0d%0a@mail", "smtp://xa:%4@mail", "smtp://xa:%zz@mail", "smtp://xa:b@",
    };
    struct arena a = ARENA_INIT;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct err e = ERR_INIT;
        struct smtp_server s = {.port = 0};
        ok(smtp_server_read(&a, str_c(good[i].url), &s, &e), "%s is read %s", good[i].url, e.what);
        is_str(s.host, good[i].host, "its host");
        ok(s.port == good[i].port && s.tls == good[i].tls, "its port %d and TLS", (int)s.port);
        ok(str_eq(s.user, str_c(good[i].user)) && str_eq(s.password, str_c(good[i].password)), "who signs in");
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct err e = ERR_INIT;
        struct smtp_server s = {.port = 0};
        ok(!smtp_server_read(&a, str_c(bad[i]), &s, &e) && e.code == ERR_INPUT && s.host.p == NULL, "refused: %s", bad[i]);
    }
    arena_free(&a);
    return tap_done();
}
