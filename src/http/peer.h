// peer.h: whom we talk to, as far as limits need it: a keyed hash of the neighbourhood of an address.
#pragma once

#include "base/err.h"
#include "base/str.h"

#include <sys/socket.h>

struct peer_rules {
    unsigned char key[16];     // random, of this process
    unsigned char (*proxies)[16]; // trusted besides loopback, as IPv6 (mapped) addresses
    size_t n_proxies;
};

// Draws the key and reads "addr, addr". ERR_INPUT names the address that is none. Give back with peer_rules_free.
bool peer_rules_init(struct peer_rules *r, const char *proxies, struct err *e) MUST_USE;
void peer_rules_free(struct peer_rules *r);

struct peer {
    uint64_t prefix; // never 0
    bool loopback;
    bool trusted;    // loopback or a trusted proxy
};
struct peer peer_of(const struct peer_rules *r, const struct sockaddr *addr);

// The client's prefix, given who connected and what X-Forwarded-For says (STR_NONE when absent). From the right, the
// first address that is not a trusted proxy's is the client. What cannot be read as an address stands for one unknown
// client.
uint64_t peer_client(const struct peer_rules *r, const struct peer *p, struct str forwarded_for);
