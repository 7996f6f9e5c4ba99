// erase.c: see erase.h.
#include "jobs/erase.h"

#include "core/contact/contact.h"
#include "db/q_member.h"
#include "db/q_message.h"
#include "db/q_office_mail.h"

struct erasing {
    const struct site *site;
    int64_t now;
    bool more;
};

static enum tx_end contacts(struct tx *tx, void *arg, struct err *e)
{
    struct erasing *x = arg;
    return contact_erase_due(tx, x->site, x->now, &x->more, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end replies(struct tx *tx, void *arg, struct err *e)
{
    struct erasing *x = arg;
    int64_t changed;
    if (!q_idempotent_expire(tx, x->now, &changed, e)) {
        return TX_FAILED;
    }
    x->more = changed > 0;
    return TX_COMMIT;
}

static enum tx_end rest(struct tx *tx, void *arg, struct err *e)
{
    struct erasing *x = arg;
    x->more = false;
    return q_sessions_expire(tx, x->now, NULL, e) && q_outbox_prune(tx, x->now - ERASE_NOTICE_DAYS * 86400, NULL, e) &&
                   q_office_mail_prune(tx, x->now - ERASE_NOTICE_DAYS * 86400, NULL, e)
               ? TX_COMMIT : TX_FAILED;
}

bool erase_run(struct db *db, const struct site *s, int64_t now, struct err *e)
{
    static db_fn *const parts[] = {contacts, replies, rest};
    struct arena a = ARENA_INIT;
    struct erasing x = {.site = s, .now = now};
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(parts) && good; i++) {
        do {
            good = db_write(db, &a, parts[i], &x, e);
            arena_reset(&a);
        } while (good && x.more);
    }
    arena_free(&a);
    return good;
}
