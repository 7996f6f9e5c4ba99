// sign_in_view.h: signing in: name and password, the second factor, recovery codes.
#pragma once

#include "core/office/account.h"
#include "web/desk/desk_view.h"

struct sign_in_view {
    struct desk_page page;
    struct str login;      // as typed
    struct str csrf;       // of a session that awaits its second factor
    struct str secret;     // of the authenticator to be enrolled, in base32; "" when one is
    struct html qr;        // the same for the app's camera
    struct str recovery[RECOVERY_CODES];
    unsigned wait_s;       // too many attempts; 0: no
    bool signed_out;
    bool founded;          // just now, by the first steps
};
