// logo.c: see logo.h.
#include "core/office/logo.h"

#include <sodium.h>

#include "db/q_site.h"

struct str logo_hash(struct arena *a, struct str webp)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];
    (void)crypto_hash_sha256(hash, (const unsigned char *)webp.p, webp.n);
    (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return str_copy(a, (struct str){hex, LOGO_HASH});
}

static bool logo_event(const struct founder *f, int64_t office_id, struct str content, struct err *e)
{
    return event_add(f->tx, &(struct event_new){.home = f->home, .kind = EVENT_SETTING_CHANGED, .subject_id = office_id,
                                                .reason = STR("logo"), .actor = f->actor, .now = f->now, .content = content},
                     NULL, e);
}

bool logo_set(const struct founder *f, int64_t office_id, const struct painted *p, struct err *e)
{
    struct str hash = logo_hash(tx_arena(f->tx), p->webp);
    return q_logo_put(f->tx, &(struct q_logo_put_in){.office = office_id, .hash = hash, .width = p->width, .height = p->height,
                                                     .bytes = p->webp, .now = f->now}, NULL, e) &&
           logo_event(f, office_id, hash, e);
}

bool logo_remove(const struct founder *f, int64_t office_id, struct err *e)
{
    return q_logo_delete(f->tx, office_id, NULL, e) && logo_event(f, office_id, STR(""), e);
}
