// http_peer: who counts as one client, and whom to believe about it.
#include "http/peer.h"
#include "tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct peer peer(const struct peer_rules *r, const char *addr)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } a = {.v6 = {0}};
    if (inet_pton(AF_INET, addr, &a.v4.sin_addr) == 1) {
        a.any.sa_family = AF_INET;
    } else {
        BUG_ON(inet_pton(AF_INET6, addr, &a.v6.sin6_addr) != 1);
        a.any.sa_family = AF_INET6;
    }
    return peer_of(r, &a.any);
}

static bool same(const struct peer_rules *r, const char *a, const char *b)
{
    return peer(r, a).prefix == peer(r, b).prefix;
}

int main(void)
{
    struct err e = ERR_INIT;
    struct peer_rules r;
    struct peer_rules other;
    BUG_ON(!peer_rules_init(&r, "10.0.0.9, fd00::9", &e) || !peer_rules_init(&other, NULL, &e));
    ok(same(&r, "203.0.113.1", "203.0.113.200") && !same(&r, "203.0.113.1", "203.0.114.1"), "IPv4 by /24");
    ok(same(&r, "2001:db8:0:1200::1", "2001:db8:0:12ff:9::") && !same(&r, "2001:db8:0:1200::1", "2001:db8:0:1300::1"),
       "IPv6 by /56");
    ok(same(&r, "203.0.113.1", "::ffff:203.0.113.7"), "IPv4 in IPv6 is IPv4");
    ok(peer(&r, "203.0.113.1").prefix != peer(&other, "203.0.113.1").prefix, "each start hashes anew");

    struct peer loop = peer(&r, "127.0.0.1");
    struct peer proxy = peer(&r, "10.0.0.9");
    struct peer stranger = peer(&r, "198.51.100.1");
    uint64_t client = peer(&r, "203.0.113.1").prefix;
    ok(loop.loopback && loop.trusted && peer(&r, "::1").loopback && peer(&r, "::ffff:127.9.9.9").loopback, "loopback");
    ok(proxy.trusted && !proxy.loopback && peer(&r, "fd00::9").trusted && !stranger.trusted, "proxies");
    ok(peer_client(&r, &loop, STR_NONE) == 0, "straight from loopback: never limited");
    ok(peer_client(&r, &proxy, STR_NONE) == proxy.prefix, "a proxy that says nothing is a client");
    static const char *const forms[] = {
        "203.0.113.1", "1.1.1.1, 203.0.113.1", "203.0.113.1:4711", " 203.0.113.1 ", "::ffff:203.0.113.1",
        "[::ffff:203.0.113.1]:80", "203.0.113.1, 10.0.0.9, 127.0.0.1", "rubbish, 203.0.113.1",
    };
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        ok(peer_client(&r, &loop, str_c(forms[i])) == client, "X-Forwarded-For: %s", forms[i]);
    }
    ok(peer_client(&r, &stranger, STR("203.0.113.1")) == stranger.prefix, "a stranger is not believed");
    static const char *const unknown[] = {"", "rubbish", "203.0.113", "203.0.113.1, unknown", ","};
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
        ok(peer_client(&r, &loop, str_c(unknown[i])) == peer_client(&r, &loop, STR("unknown")),
           "one unknown client: %s", unknown[i]);
        ok(peer_client(&r, &loop, str_c(unknown[i])) != 0, "who is limited");
    }
    ok(!peer_rules_init(&other, "10.0.0.1, nonsense", &e) && e.code == ERR_INPUT, "a proxy that is no address");
    peer_rules_free(&r);
    peer_rules_free(&other);
    return tap_done();
}
