// rule.h: the published rules of the house, by which comments may be hidden. A rule is a code ("3") and its wording in each
// language; it holds at its office and the offices below. It is never changed: one that ended stays readable, because what
// was hidden under it names it.
#pragma once

#include "core/office/founding.h"

enum { RULE_WORDING_MAX = 300 };

struct house_rule {
    int64_t id[LANG_COUNT];          // of its rows; 0 where a language has none
    int64_t office_id;
    struct str code;
    struct str wording[LANG_COUNT];  // never empty: another language's stands in for a missing one
    int64_t since_at;
    int64_t until_at;                // 0: it holds
};

struct house_rules {
    struct house_rule *list;
    size_t n;
};

// All that ever held at offices of this site, by office and code.
MUST_USE bool rules_load(struct tx *tx, const struct site *s, struct house_rules *out, struct err *e);

// The one that a row belongs to; Q_NONE too where it is of no office of this site.
MUST_USE enum q_got rule_read(struct tx *tx, const struct site *s, int64_t id, struct house_rule *out, struct err *e);

// NULL when there is none.
const struct house_rule *rule_by_id(const struct house_rules *r, int64_t id);
const struct house_rule *rule_at(const struct site *s, const struct house_rules *r, int64_t office_id, struct str code);

bool rule_holds(const struct site *s, const struct house_rule *r, int64_t office_id);

// Its row in a language, or in another one where that has none. Never 0.
int64_t rule_row(const struct house_rule *r, enum lang lang);

struct rule_draft {
    int64_t office_id;
    struct str code;
    struct str wording[LANG_COUNT]; // STR_NONE or empty where there is none
    bool replaces;                  // the office's rule of that code ends, and this is its next version
};
// Trims. Fields: code wording.
void rule_check(const struct site *s, const struct house_rules *r, struct rule_draft *d, struct problems *p);
// With `replaces`, in one: the former version ends, this one begins. ERR_CONFLICT: there is none to replace any more.
MUST_USE bool rule_add(const struct founder *f, const struct rule_draft *d, struct err *e);
// *was_there false: the office has no such rule in force.
MUST_USE bool rule_end(const struct founder *f, int64_t office_id, struct str code, bool *was_there, struct err *e);
