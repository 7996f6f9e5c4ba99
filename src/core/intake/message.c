// message.c: see message.h.
#include "core/intake/message.h"

#include "auth/token.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/contact/contact.h"
#include "core/count/tally.h"
#include "i18n/i18n.h"
#include "db/q_message.h"

static bool known_kind(struct str kind)
{
    return str_eq(kind, STR("question")) || str_eq(kind, STR("report")) || str_eq(kind, STR("thanks"));
}

static void check_words(struct message_draft *d, struct problems *p)
{
    d->words = str_trim(d->words);
    if (!utf8_valid(d->words)) {
        problem_add(p, "words", N_("These words came in broken. Please type them again."));
    } else if (utf8_count(d->words) < WORDS_MIN) {
        problem_add(p, "words", N_("Write at least 5 characters."));
    } else if (utf8_count(d->words) > WORDS_MAX) {
        problem_add(p, "words", N_("Write at most 5,000 characters."));
    }
}

int64_t message_receiver(const struct site *s, const struct message_draft *d)
{
    const struct office *o = site_office(s, d->office_id);
    if (d->about_office && o != NULL && o->parent >= 0 && o->id != s->root) {
        return site_parent(s, o)->id;
    }
    return d->office_id;
}

void message_check(const struct site *s, struct message_draft *d, struct problems *p)
{
    check_words(d, p);
    d->place = str_trim(d->place);
    if (!utf8_valid(d->place) || utf8_count(d->place) > PLACE_MAX) {
        problem_add(p, "place", N_("Describe the place in at most 200 characters."));
    }
    if (d->office_id == 0) {
        d->office_id = s->root;
    }
    if (!site_within(s, d->office_id, s->root)) {
        problem_add(p, "office", N_("Choose an office from the list."));
    } else if (d->category_id != 0) {
        const struct category *c = site_category(s, d->category_id);
        if (c == NULL || !site_category_holds(s, c, d->office_id)) {
            problem_add(p, "category", N_("Choose a subject from the list, or “I don't know”."));
        }
    }
    // What is promised beside the tick cannot be kept: the office concerned would be the one that reads it.
    if (d->about_office && d->office_id == s->root) {
        problem_add(p, "about", N_("The office above this one is not here, so this office would read it itself. Take it to the "
                                   "office above, or write it without the tick."));
    }
    if (d->place_office_id != 0 && site_office(s, d->place_office_id) == NULL) {
        problem_add(p, "place", N_("Choose a commune from the list."));
    }
    if (d->kind.n == 0) {
        d->kind = STR("report");
    } else if (!known_kind(d->kind)) {
        problem_add(p, "kind", N_("Choose what kind of message this is."));
    }
    contact_check(d, p);
}

bool message_put(struct tx *tx, const struct site *s, const struct message_draft *d, int64_t now, struct message_row *row,
                 bool *added, struct err *e)
{
    struct message_row m = {
        .home_id = s->home,
        .id = random_id(),
        .public_id = d->public_id.p != NULL ? d->public_id : public_id_new(tx_arena(tx)),
        .received_at = d->received_at != 0 ? d->received_at : now,
        .recorded_at = now,
        .office_id = message_receiver(s, d),
        .about_office_id = d->about_office ? d->office_id : 0,
        .category_id = d->category_id,
        .channel = d->channel,
        .by_office = d->by_office,
        .import_id = d->import_id,
    };
    int64_t changed;
    if (!q_message_insert(tx, &(struct q_message_insert_in){
        .home = m.home_id, .id = m.id, .public_id = m.public_id, .received_at = m.received_at,
        .recorded_at = m.recorded_at, .office = m.office_id, .about_office = m.about_office_id,
        .category = m.category_id, .channel = m.channel, .kind = d->kind, .lang = lang_info(d->lang)->code, .words = d->words,
        .place_office = d->place_office_id, .place = d->place.n == 0 ? STR_NONE : d->place, .lat_e6 = d->lat_e6,
        .lon_e6 = d->lon_e6, .point_public = d->point_public, .may_show = d->may_show, .by_office = m.by_office,
        .state = d->joined ? STR("joined") : STR("inbox"), .import = d->import_id, .external_id = d->external_id,
        .content_key = d->content_key},
                          &changed, e)) {
        return false;
    }
    *row = m;
    *added = changed == 1;
    return true;
}

bool message_take(struct tx *tx, const struct site *s, const struct actor *actor, const struct message_draft *d, int64_t now,
                  struct message_taken *out, struct err *e)
{
    struct message_row row;
    bool added;
    bool good = message_put(tx, s, d, now, &row, &added, e) &&
                (added || err_set(e, ERR_CONFLICT, N_("a message with this public or external id is there already")));
    if (good && d->receipt_hash.p != NULL) {
        good = q_receipt_insert(tx, row.home_id, d->receipt_hash, row.id, NULL, e);
    }
    good = good && contact_keep(tx, s, d, row.id, row.received_at, e);
    struct event_new ev = {
        .home = row.home_id, .subject_id = row.id, .actor = *actor, .now = now, .content = d->words, .said = d->said,
        .kind = d->import_id != 0 ? EVENT_MESSAGE_IMPORTED : d->by_office ? EVENT_MESSAGE_ENTERED : EVENT_MESSAGE_RECEIVED};
    good = good && event_add(tx, &ev, NULL, e) &&
           tally_of_message(s, &row, 1, tally_to_store, &(struct tally_tx){tx, s}, e);
    if (good) {
        *out = (struct message_taken){row.id, row.public_id, row.office_id, row.received_at};
    }
    return good;
}

int message_by_receipt(struct tx *tx, int64_t home, struct str hash, struct message_row *out, struct err *e)
{
    struct receipt_find_row found;
    enum q_got got = q_receipt_find(tx, home, hash, &found, e);
    return got == Q_ROW ? q_message_by_id(tx, home, found.message_id, out, e) : got;
}
