// fuzz_smtp_url.c: an address of a mail server is refused, or gives a host, a port and no control characters; what leaves
// this machine has TLS.
#include "fuzz.h"
#include "mail/smtp.h"

static void plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        BUG_ON((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct smtp_server s = {.port = 0};
    if (smtp_server_read(&a, (struct str){(const char *)data, size}, &s, &e)) {
        BUG_ON(s.port == 0 || s.host.n == 0);
        BUG_ON(s.tls == SMTP_TLS_NONE && !smtp_host_here(s.host));
        plain(s.user);
        plain(s.password);
    } else {
        BUG_ON(s.host.p != NULL || e.code != ERR_INPUT);
    }
    arena_free(&a);
    return 0;
}
