// password_rule.h: which passwords are accepted, and the form in which they are compared.
#pragma once

#include "base/str.h"

enum { PASSWORD_SHORTEST = 12 }; // characters

enum password_fault {
    PASSWORD_FINE,
    PASSWORD_NOT_TEXT,  // not UTF-8, or with control characters
    PASSWORD_TOO_SHORT, // under 12 characters
    PASSWORD_TOO_LONG,  // over PASSWORD_LONGEST bytes
    PASSWORD_COMMON,    // made only of common words, the login, digits, neighbours on the keyboard or few characters
};

// What is wrong with a new password, first fault only. Length and a list of what is tried first, no rules of
// composition, as NIST SP 800-63B (5.1.1.2) advises. `login` may be STR_NONE.
enum password_fault password_judge(struct str typed, struct str login);

// The same for a page: a msgid, NULL for PASSWORD_FINE.
const char *password_fault_words(enum password_fault fault);

// The NFKC form of what was typed; free with password_normal_free, which wipes it. False when it is not UTF-8, has
// control characters, or is longer than PASSWORD_LONGEST bytes.
MUST_USE bool password_normal(struct str typed, struct str *out);
void password_normal_free(struct str normal);
