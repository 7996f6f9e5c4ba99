// account.h: signing in: the session after the password, the second factor, its enrolment. Passwords are compared before,
// outside of any transaction, because that takes a tenth of a second.
//
// Nothing here counts failures by account: a stranger must not be able to lock a member out. Rates are limited by where
// the attempts come from.
#pragma once

#include "auth/recovery.h"
#include "auth/token.h"
#include "core/office/site.h"

enum {
    ACCOUNT_AWAITS_CODE = 0,  // session.stage: the password was right, the second factor is awaited
    ACCOUNT_SIGNED_IN = 1,
    ACCOUNT_AWAIT_S = 600,    // how long a session may wait for its second factor
    ACCOUNT_HOURS = 12,       // how long a member stays signed in
};

// The input of the functions below and what they give. Strings in `out` live in the transaction's arena.
struct account_entry {
    const struct site *site;
    int64_t member_id;
    int64_t now;
    int64_t stage;       // account_open: which session to make; whoever has a second factor by now is asked for it all the same
    int64_t former;      // session that this one replaces; 0 for none, which only account_open allows
    struct str agent;    // the browser in a word or two
    struct str password; // account_open: the stored one that what was typed was compared with
    struct str rehashed; // account_open: the password hashed anew; STR_NONE: it is as it should be
    struct str typed;    // the code of the second factor
    struct str secret;   // account_enrol: of the authenticator that is enrolled
    // out
    bool good;                              // false: nothing was written, see below
    struct str token;                       // for the cookie; only its hash is stored
    struct str recovery[RECOVERY_CODES];    // account_enrol: shown once
};

// Each is a db_fn whose arg is a struct account_entry.
//
// After the right password. Not good: it was changed since, or its member shut out.
enum tx_end account_open(struct tx *tx, void *arg, struct err *e);
// A code of the authenticator, or a recovery code. Not good: it is wrong or used already, or `former` has ended.
enum tx_end account_second(struct tx *tx, void *arg, struct err *e);
// The first code of a new authenticator. Not good: it is wrong, there is an authenticator already, or `former` has ended.
enum tx_end account_enrol(struct tx *tx, void *arg, struct err *e);
enum tx_end account_close(struct tx *tx, void *arg, struct err *e);  // ends the session `former`

// Must this member give a second factor? Who has one enrolled always, the others where the site says so.
struct member_row;
bool account_needs_second(const struct site *s, const struct member_row *m);

// "Firefox · Linux": enough for its owner to know a session again, too little to tell people apart. In the arena.
struct str account_agent(struct arena *a, struct str user_agent);
