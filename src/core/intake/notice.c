// notice.c: see notice.h.
#include "core/intake/notice.h"

#include "base/random.h"
#include "db/q_message.h"

bool notice_senders(struct tx *tx, const struct site *s, int64_t matter_id, int64_t now, struct err *e)
{
    struct contacts_of_matter_row *list;
    size_t n;
    if (!q_contacts_of_matter(tx, s->home, matter_id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!q_outbox_put(tx, &(struct q_outbox_put_in){.home = s->home, .id = random_id(), .message = list[i].message_id,
                                                        .lang = list[i].lang, .sealed = list[i].sealed, .now = now}, NULL, e)) {
            return false;
        }
    }
    return true;
}
