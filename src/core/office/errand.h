// errand.h: what a command at the machine's own console asks of the process that writes to the store: one line, so that it can
// be carried to a running server by the socket beside the store. A command that can write itself runs it itself.
//
// A line is a verb and its fields, a tab before each:
//   export KIND                                       a log entry: everything of KIND went out
//   user-add LOGIN LANG OFFICE NAME ROLES PASSWORD    office by code; roles by codes with commas between, perhaps none
//   user-passwd LOGIN PASSWORD
//   user-disable LOGIN
//   user-enable LOGIN
// Passwords are hashed already (auth/password.h).
#pragma once

#include "auth/policy.h"
#include "base/buf.h"
#include "core/office/founding.h"

enum errand_kind { ERRAND_EXPORT, ERRAND_USER_ADD, ERRAND_USER_PASSWD, ERRAND_USER_DISABLE, ERRAND_USER_ENABLE, ERRANDS };

struct errand {
    enum errand_kind kind;
    struct str export;          // messages, matters or answers
    struct member_draft member; // of the others: login; name, lang and password where there are any
    struct str office;          // code
    struct str roles[ROLE_COUNT];
    size_t n_roles;
};

enum { ERRAND_MAX = 4096 }; // bytes of a line

// The socket beside a store, in the arena; NULL for a database, which commands write to themselves.
const char *errand_socket(struct arena *a, const char *store);

// The line of an errand, without its end, and back; what is read lies in `line`. False for what is none: another verb, other
// fields, or values that member_check, role_of or lang_from_code do not take.
void errand_write(struct buf *out, const struct errand *x);
MUST_USE bool errand_read(struct str line, struct errand *out);

enum errand_end {
    ERRAND_DONE,
    ERRAND_TAKEN,   // there is a member of that login already
    ERRAND_UNKNOWN, // there is no such member, or office
    ERRAND_ENDS,
};
const char *errand_end_code(enum errand_end end); // what the server answers: "done", "taken", "unknown"

// Carry it out. *end is set on success; anything but ERRAND_DONE has changed nothing.
MUST_USE bool errand_run(struct tx *tx, const struct site *s, int64_t now, const struct errand *x, enum errand_end *end,
                         struct err *e);
