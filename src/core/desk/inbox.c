// inbox.c: see inbox.h.
#include "core/desk/inbox.h"

#include "base/random.h"
#include "core/count/tally.h"
#include "core/desk/access.h"
#include "db/q_matter.h"
#include "db/q_message.h"

static bool message_event(const struct desk *d, const struct message_row *m, enum event_kind kind, struct str reason,
                          struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = m->home_id, .kind = kind, .subject_id = m->id, .reason = reason,
                                                .actor = d->actor, .now = d->now}, NULL, e);
}

bool inbox_may_move(const struct site *s, const struct message_row *m, int64_t to_office)
{
    bool known = site_office(s, to_office) != NULL && site_within(s, to_office, s->root);
    bool concerned = m->about_office_id != 0 && site_within(s, to_office, m->about_office_id);
    return known && !concerned && to_office != m->office_id && (m->may_show || office_own(s, to_office, m->office_id));
}

// Counts go by the office that takes a message in.
static bool change_office(const struct desk *d, const struct message_row *m, int64_t office_id, struct err *e)
{
    struct tally_tx sums = {d->tx, d->site};
    struct message_row moved = *m;
    moved.office_id = office_id;
    return q_message_set_office(d->tx, m->home_id, m->id, office_id, NULL, e) &&
           tally_of_message(d->site, m, -1, tally_to_store, &sums, e) &&
           tally_of_message(d->site, &moved, 1, tally_to_store, &sums, e);
}

// Contact details wait where they go: the sender is asked, unless it is the office to which they were left.
static bool ask_for_contact(const struct desk *d, const struct message_row *m, int64_t to_office, struct err *e)
{
    struct contact_get_row contact;
    enum q_got kept = q_contact_get(d->tx, m->home_id, m->id, &contact, e);
    if (kept != Q_ROW || office_own(d->site, to_office, site_heir_id(d->site, contact.office_id))) {
        return kept != Q_ERROR;
    }
    return q_exchange_insert(d->tx, &(struct q_exchange_insert_in){
        .home = m->home_id, .id = random_id(), .message = m->id, .kind = STR("consent_asked"), .office = m->office_id,
        .other_office = to_office, .now = d->now}, NULL, e);
}

enum matter_end inbox_move(const struct desk *d, const struct message_row *m, int64_t to_office, struct err *e)
{
    if (!str_eq(m->state, STR("inbox")) || !inbox_may_move(d->site, m, to_office)) {
        return MATTER_NOT_NOW;
    }
    bool good = change_office(d, m, to_office, e) && ask_for_contact(d, m, to_office, e) &&
                message_event(d, m, EVENT_MESSAGE_MOVED, STR_NONE, e);
    return good ? MATTER_SAVED : MATTER_ERROR;
}

bool inbox_inherit(const struct desk *d, const struct message_row *m, int64_t heir, struct err *e)
{
    return change_office(d, m, heir, e) && message_event(d, m, EVENT_MESSAGE_MOVED, STR("inherited"), e);
}

enum matter_end inbox_hand_over(const struct desk *d, const struct message_row *m, struct str kind, struct err *e)
{
    BUG_ON(!str_eq(kind, STR("complaint")) && !str_eq(kind, STR("denunciation")));
    if (str_eq(m->state, STR("handed_over"))) {
        return MATTER_NOT_NOW;
    }
    if (str_eq(m->state, STR("joined"))) {
        enum matter_end end = matter_split(d, m, e);
        if (end != MATTER_SAVED) {
            return end;
        }
    }
    const struct office *to = site_office_named(d->site, site_setting(d->site, m->office_id, SETTING_HANDOVER_OFFICE));
    bool moves = to != NULL && to->id != m->office_id &&
                 (m->about_office_id == 0 || !site_within(d->site, to->id, m->about_office_id));
    bool good = (!moves || change_office(d, m, to->id, e)) &&
                q_message_hand_over(d->tx, m->home_id, m->id, kind, NULL, e) &&
                message_event(d, m, EVENT_MESSAGE_HANDED_OVER, STR_NONE, e);
    return good ? MATTER_SAVED : MATTER_ERROR;
}

enum matter_end inbox_undo(const struct desk *d, const struct message_row *m, struct err *e)
{
    struct message_links_row *links;
    size_t n;
    if (!q_message_links(d->tx, m->home_id, m->id, &links, &n, e)) {
        return MATTER_ERROR;
    }
    if (n == 0 || str_eq(m->state, STR("handed_over"))) {
        return MATTER_NOT_NOW;
    }
    bool in_matter = links[0].until_at == 0;
    bool was_elsewhere = in_matter && str_eq(links[0].how, STR("moved")) && n > 1;
    if (in_matter && !was_elsewhere) {
        return matter_split(d, m, e);
    }
    struct matter_row matter;
    enum q_got got = q_matter_by_id(d->tx, m->home_id, links[in_matter ? 1 : 0].matter_id, &matter, e);
    return got == Q_ROW ? matter_join(d, &matter, m, e) : got == Q_NONE ? MATTER_NOT_NOW : MATTER_ERROR;
}

bool inbox_opened(const struct desk *d, const struct message_row *m, struct err *e)
{
    return message_event(d, m, EVENT_MESSAGE_OPENED, STR_NONE, e);
}

enum matter_end inbox_told(const struct desk *d, const struct message_row *m, struct str words, struct err *e)
{
    struct message_link_now_row link;
    struct matter_row matter;
    struct messages_of_matter_count_row n;
    enum q_got got = q_message_link_now(d->tx, m->home_id, m->id, &link, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? MATTER_NOT_NOW : MATTER_ERROR;
    }
    if (q_matter_by_id(d->tx, m->home_id, link.matter_id, &matter, e) != Q_ROW ||
        q_messages_of_matter_count(d->tx, m->home_id, matter.id, &n, e) != Q_ROW ||
        !q_exchange_insert(d->tx, &(struct q_exchange_insert_in){
            .home = m->home_id, .id = random_id(), .message = m->id, .matter = matter.id, .kind = STR("told"), .words = words,
            .office = d->actor.office_id, .now = d->now}, NULL, e) ||
        !event_add(d->tx, &(struct event_new){.home = m->home_id, .kind = EVENT_MESSAGE_TOLD, .subject_id = m->id,
                                              .actor = d->actor, .now = d->now, .content = words}, NULL, e)) {
        return MATTER_ERROR;
    }
    return n.n == 1 && matter_may(&matter, EVENT_MATTER_ANSWERED) ? matter_answered(d, &matter, e) : MATTER_SAVED;
}
