// peer.c: addresses come in, hashes go out; the addresses themselves stay inside this file.
#include "http/peer.h"

#include "base/random.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>

enum { ADDR_BYTES = 16, V4_AT = 12, V4_PREFIX = 3, V6_PREFIX = 7 };

static const unsigned char mapped[V4_AT] = {[10] = 0xff, [11] = 0xff}; // ::ffff:0:0/96
static const unsigned char loopback6[ADDR_BYTES] = {[15] = 1};

// "1.2.3.4", "1.2.3.4:80", "::1", "[::1]", "[::1]:80" as 16 bytes.
static bool parse(struct str s, unsigned char out[ADDR_BYTES])
{
    char z[INET6_ADDRSTRLEN];
    if (s.n > 0 && s.p[0] == '[') {
        struct str rest = str_slice(s, 1, s.n);
        s = str_cut(&rest, ']');
    } else if (str_find(s, STR(".")) >= 0 && !str_starts(s, STR("::"))) {
        struct str rest = s;
        s = str_cut(&rest, ':');
    }
    if (s.n == 0 || s.n >= sizeof z) {
        return false;
    }
    memcpy(z, s.p, s.n);
    z[s.n] = 0;
    memcpy(out, mapped, sizeof mapped);
    return inet_pton(AF_INET, z, out + V4_AT) == 1 || inet_pton(AF_INET6, z, out) == 1;
}

static bool is_v4(const unsigned char addr[ADDR_BYTES])
{
    return memcmp(addr, mapped, sizeof mapped) == 0;
}

static bool is_loopback(const unsigned char addr[ADDR_BYTES])
{
    return (is_v4(addr) && addr[V4_AT] == 127) || memcmp(addr, loopback6, sizeof loopback6) == 0;
}

static bool is_trusted(const struct peer_rules *r, const unsigned char addr[ADDR_BYTES])
{
    if (is_loopback(addr)) {
        return true;
    }
    for (size_t i = 0; i < r->n_proxies; i++) {
        if (memcmp(addr, r->proxies[i], ADDR_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

static uint64_t hash(const struct peer_rules *r, const unsigned char addr[ADDR_BYTES])
{
    unsigned char out[crypto_shorthash_BYTES];
    size_t n = is_v4(addr) ? V4_AT + V4_PREFIX : V6_PREFIX;
    (void)crypto_shorthash(out, addr, n, r->key);
    uint64_t h;
    memcpy(&h, out, sizeof h);
    return h == 0 ? 1 : h;
}

bool peer_rules_init(struct peer_rules *r, const char *proxies, struct err *e)
{
    struct peer_rules made = {.proxies = NULL};
    random_bytes(made.key, sizeof made.key);
    for (struct str rest = str_c(proxies); rest.p != NULL;) {
        struct str one = str_trim(str_cut(&rest, ','));
        unsigned char addr[ADDR_BYTES];
        if (one.n == 0) {
            continue;
        }
        if (!parse(one, addr)) {
            free(made.proxies);
            return err_set(e, ERR_INPUT, N_("trusted proxy \"%.*s\" is not an address"), STR_ARG(one));
        }
        made.proxies = xrealloc(made.proxies, (made.n_proxies + 1) * sizeof addr);
        memcpy(made.proxies[made.n_proxies++], addr, sizeof addr);
    }
    *r = made;
    return true;
}

void peer_rules_free(struct peer_rules *r)
{
    free(r->proxies);
    r->proxies = NULL;
    r->n_proxies = 0;
}

struct peer peer_of(const struct peer_rules *r, const struct sockaddr *addr)
{
    unsigned char bytes[ADDR_BYTES] = {0};
    if (addr->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, addr, sizeof v4);
        memcpy(bytes, mapped, sizeof mapped);
        memcpy(bytes + V4_AT, &v4.sin_addr, sizeof v4.sin_addr);
    } else if (addr->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, addr, sizeof v6);
        memcpy(bytes, &v6.sin6_addr, sizeof bytes);
    }
    return (struct peer){hash(r, bytes), is_loopback(bytes), is_trusted(r, bytes)};
}

uint64_t peer_client(const struct peer_rules *r, const struct peer *p, struct str forwarded_for)
{
    if (!p->trusted) {
        return p->prefix;
    }
    if (forwarded_for.p == NULL) {
        return p->loopback ? 0 : p->prefix;
    }
    unsigned char addr[ADDR_BYTES] = {0};
    struct str rest = forwarded_for;
    do {
        size_t cut = rest.n;
        while (cut > 0 && rest.p[cut - 1] != ',') {
            cut--;
        }
        if (!parse(str_trim(str_slice(rest, cut, rest.n)), addr)) {
            memset(addr, 0, sizeof addr);
            break;
        }
        rest = str_slice(rest, 0, cut == 0 ? 0 : cut - 1);
    } while (rest.n > 0 && is_trusted(r, addr));
    return hash(r, addr);
}
