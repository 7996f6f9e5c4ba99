// password.h: passwords of members: Argon2id, at a bounded number at once.
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    // RFC 9106, section 4, second recommended option: 3 passes over 64 MiB. Between libsodium's "interactive" (2
    // passes, 64 MiB) and "moderate" (3 passes, 256 MiB): signing in is rare, but an office's machine may have 1 GiB
    // in all.
    PASSWORD_PASSES = 3,
    PASSWORD_MEMORY = 64 << 20,      // bytes
    PASSWORD_MEMORY_MOST = 256 << 20, // a stored hash that asks for more is refused: nobody sets our memory but we
    PASSWORD_PASSES_MOST = 10,
    PASSWORD_AT_ONCE = 2,            // unless password_allow says otherwise: 128 MiB, and cores are left for residents
    PASSWORD_LONGEST = 1024,         // bytes as typed
};

struct password_check {
    bool right;
    bool rehash; // right, but stored under other parameters than today's: hash again and store
};

// How many may be computed at once in this process, from now on; 0 refuses all.
void password_allow(int at_once);

// How many are being computed now; for metrics.
int password_running(void);

// What is to be stored for a password, in the arena: Argon2id in libsodium's text form, of the password's NFKC form
// (NIST SP 800-63B, 5.1.1.2), so that one typed on another keyboard, with marks composed or apart, is the same. Takes
// about a tenth of a second. ERR_BUSY when enough are under way: answer 503. ERR_INPUT when the password is no text or
// too long; ask password_judge first.
MUST_USE bool password_hash(struct arena *a, struct str typed, struct str *out, struct err *e);

// Whether `typed` is the password that `stored` was made from. When `stored` is STR_NONE (no such login, or no password
// yet) the same work is done and the answer is "not right", so that time does not tell who has an account. ERR_BUSY as
// above; ERR_CORRUPT when `stored` is no hash of ours or asks for too much memory.
MUST_USE bool password_verify(struct str typed, struct str stored, struct password_check *out, struct err *e);
