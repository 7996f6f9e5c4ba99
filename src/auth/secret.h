// secret.h: the few words about secrets that every room here shares: derive, compare, wipe.
#pragma once

#include "base/str.h"

// Make libsodium ready. Thread-safe, may be called again; functions of this room that need it call it themselves.
// main() calls it before it starts threads, so that the fast implementations are chosen from the first call on.
void secret_init(void);

// out[0..n) = BLAKE2b (RFC 7693) of `secret`, with `purpose` as its personalisation: values for different purposes or
// of different lengths tell nothing about each other or about the secret. The secret itself must be unguessable (128
// bits or more); this does not stretch a weak one. purpose: 1 to 16 bytes; n: 16 to 64.
void secret_derive(const char *purpose, struct str secret, void *out, size_t n);

// Equality in a time that depends on n only.
bool secret_equal(const void *a, const void *b, size_t n);

// Overwrite with zeros; never optimised away.
void secret_wipe(void *p, size_t n);
