// totp.h: one-time codes of an authenticator app: RFC 6238 with what every app knows (SHA-1, 30 s, 6 digits).
#pragma once

#include "base/str.h"

enum {
    TOTP_SECRET = 20, // bytes: RFC 4226 asks for 16 at least and advises 20
    TOTP_PERIOD = 30, // seconds of a step
    TOTP_DIGITS = 6,
    TOTP_WINDOW = 1,  // steps before and after the present one that are accepted: a clock that is half a minute off
};

// A new secret from the kernel's random bytes, in the arena. It is stored as it is, because it must be used as it is.
struct str totp_secret_new(struct arena *a);

// The code of one step (seconds since 1970 / 30), 6 digits and a zero byte.
void totp_code(struct str secret, int64_t step, char out[static TOTP_DIGITS + 1]);

// Whether `typed` (blanks allowed) is the code of a step within the window around `now` (seconds UTC) that comes after
// last_step, the last one this member used: a code works once. True sets *step, which the caller stores with the
// condition that the stored one is still smaller, so that two requests cannot use one code. The time taken does not
// tell how much of a code was right.
MUST_USE bool totp_check(struct str secret, struct str typed, int64_t now, int64_t last_step, int64_t *step);

// "otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…&algorithm=SHA1&digits=6&period=30", for the QR code (Google's Key
// Uri Format, which the apps read). The secret as text for typing: base32_encode.
struct str totp_uri(struct arena *a, struct str issuer, struct str account, struct str secret);
