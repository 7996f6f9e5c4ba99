// demo_life.h: founding the demo office, and carrying out its script. Functions of a transaction; see demo_store.c.
#pragma once

#include "cli/demo_script.h"
#include "core/desk/matter.h"
#include "core/intake/receipt.h"

// Somebody who holds a role somewhere.
struct demo_staff {
    int64_t member_id;
    int64_t office_id;
    struct str role;
};

struct demo_founding {
    const struct demo_material *material;
    struct str password; // hashed; of everybody
    int64_t first_day;   // seconds UTC: what is founded holds from here on
    int64_t now;
    // out
    struct demo_staff *staff; // room for DEMO_STAFF_MAX
    size_t staff_n;
};
enum { DEMO_STAFF_MAX = 64 };

// A db_fn; arg is a struct demo_founding.
enum tx_end demo_found(struct tx *tx, void *arg, struct err *e);

struct demo_life_message {
    int64_t id;
    struct receipt receipt;
};

struct demo_life_matter {
    int64_t id;
    int64_t answer;    // the first publication, which its situation's words are in; 0: none yet
    bool titled;
};

struct demo_life {
    const struct demo_script *script;
    const struct site *site;
    const struct demo_staff *staff;
    size_t staff_n;
    struct demo_life_message *messages; // one a slot of the plan
    struct demo_life_matter *matters;   // one a matter of the script
};

// Some acts that follow one another, in one transaction.
struct demo_chunk {
    struct demo_life *life;
    size_t from;
    size_t to;
};

// A db_fn; arg is a struct demo_chunk. ERR_INPUT names the act that core refuses.
enum tx_end demo_live(struct tx *tx, void *arg, struct err *e);

// Who acts: somebody at this office, else at the nearest one above, whose role is the first of `roles` (blanks between) that
// is there, and who is not that member.
struct actor demo_staff_at(const struct demo_life *l, int64_t office_id, const char *roles, int64_t not_member);

// Comments under the answers that the script led to, all before `now`.
MUST_USE bool demo_comments(struct db *db, const struct demo_life *l, int64_t now, struct arena *a, struct err *e);
