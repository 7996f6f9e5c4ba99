// founding.h: making the site and changing what it consists of: offices, subjects, settings, members. Each function runs in
// the caller's transaction and leaves an event; the caller reads the site anew after the commit.
#pragma once

#include "core/event.h"
#include "core/office/site.h"
#include "core/problem.h"

enum { CODE_MAX = 40, NAME_MAX = 200, LOGIN_MAX = 60 };

// Where and by whom.
struct founder {
    struct tx *tx;
    int64_t home;
    struct actor actor;
    int64_t now;
    int64_t today; // day from which it holds: an office may be founded, renamed and moved for another day than today
};

struct office_draft {
    struct str code;
    struct str kind;
    int64_t parent_id;           // 0: a root
    struct str name[LANG_COUNT]; // STR_NONE where there is none
};

// The kinds an office may have (office_term.kind).
bool office_kind_known(struct str kind);

// Codes stand in addresses: 1 to 40 letters, digits, '-', '_' or '.', beginning with a letter or digit.
bool code_usable(struct str code);

// Fields: code kind name parent. Whether the code is free is asked of `s` (NULL: not asked).
void office_check(const struct site *s, const struct office_draft *d, struct problems *p);
MUST_USE bool office_add(const struct founder *f, const struct office_draft *d, int64_t *id, struct err *e);

// Another name from `today` on, until the next one that is written down already; one that began that day is put right.
MUST_USE bool office_rename(const struct founder *f, int64_t office_id, enum lang lang, struct str name, struct err *e);

// Another parent, code or kind from `today` on, in the same way: all three as they are to be. The caller has seen to it that
// the parent does not stand below the office. ERR_CONFLICT: there is no such office that day.
MUST_USE bool office_move(const struct founder *f, int64_t office_id, int64_t parent_id, struct str code, struct str kind,
                          struct err *e);

// Make the site of a new store: its root office and its home row.
MUST_USE bool site_found(struct tx *tx, const struct office_draft *root, enum lang lang, struct str zone, int64_t now,
                         int64_t today, int64_t *home, int64_t *root_id, struct err *e);

MUST_USE bool category_add(const struct founder *f, int64_t office_id, struct str code, const struct str name[LANG_COUNT],
                           int64_t owner_id, int64_t position, int64_t *id, struct err *e);
MUST_USE bool category_stop(const struct founder *f, int64_t id, struct err *e);

// A setting of an office. What is wrong with the value, or NULL (a msgid).
const char *setting_problem(enum setting which, struct str value);
MUST_USE bool setting_set(const struct founder *f, int64_t office_id, enum setting which, struct str value, struct err *e);

struct member_draft {
    struct str login;
    struct str name;
    enum lang lang;
    struct str password; // hashed (auth/password.h); STR_NONE: cannot sign in yet
};
// Fields: login name.
void member_check(const struct member_draft *d, struct problems *p);

// The event of what changed for a member, at the site's office: an event names nobody, so who it was stands in its commitment.
// reason: added password disabled enabled second_factor recovery_code (one was used) session_ended (from another one of theirs)
// keys filter_kept filter_dropped. Signing in and out leave none: that would be a record of when somebody works.
MUST_USE bool member_traced(const struct founder *f, int64_t member_id, const char *reason, struct err *e);

MUST_USE bool member_add(const struct founder *f, const struct member_draft *d, int64_t *id, struct err *e);

// role is a code of auth/policy.h; until 0: without end; lent_by 0: in their own right.
MUST_USE bool role_give(const struct founder *f, int64_t member_id, int64_t office_id, struct str role, int64_t since,
                        int64_t until, int64_t lent_by, struct err *e);

// Ends it now; one that has not begun never begins. Loans of approval that rest on it (core/office/lend.h) end with it.
MUST_USE bool role_end(const struct founder *f, int64_t role_id, int64_t office_id, struct err *e);

// A new password (hashed, see auth/password.h), and whether the member may sign in at all. Both end all their sessions;
// who may not sign in keeps no loan of approval, neither given nor got.
MUST_USE bool member_set_password(const struct founder *f, int64_t member_id, struct str hash, struct err *e);
MUST_USE bool member_set_disabled(const struct founder *f, int64_t member_id, bool disabled, struct err *e);
