// contact.c: see contact.h.
#include "core/contact/contact.h"

#include "base/random.h"
#include "base/utf8.h"
#include "core/desk/access.h"
#include "core/intake/message.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "i18n/i18n.h"
#include "mail/smtp.h"

enum { PHONE_LEAST = 8, PHONE_MOST = 15, DAY = 86400 }; // digits, at most as many as ITU-T E.164 has

static const struct {
    const char *code;
    const char *words;
} reasons[CONTACT_REASONS] = {
#define REASON(name, code, words) [CONTACT_REASON_##name] = {code, words},
#include "core/contact/reason.def"
#undef REASON
};

enum contact_reason contact_reason_of(struct str code)
{
    enum contact_reason r = 0;
    while (r < CONTACT_REASONS && !str_eqz(code, reasons[r].code)) {
        r++;
    }
    return r;
}

const char *contact_reason_code(enum contact_reason r)
{
    return reasons[r].code;
}

const char *contact_reason_words(enum contact_reason r)
{
    return reasons[r].words;
}

static struct str root_setting(const struct site *s, enum setting which)
{
    return site_setting(s, s->root, which);
}

unsigned contact_ways(const struct site *s, const struct box_public *held)
{
    struct box_public set;
    if (held == NULL || !box_public_read(root_setting(s, SETTING_CONTACT_KEY), &set) ||
        memcmp(set.key, held->key, sizeof set.key) != 0) {
        return 0;
    }
    bool mail = root_setting(s, SETTING_SMTP_URL).n > 0 && root_setting(s, SETTING_MAIL_FROM).n > 0 &&
                root_setting(s, SETTING_BASE_URL).n > 0;
    return CONTACT_BY_PHONE | (mail ? CONTACT_BY_EMAIL : 0);
}

// Digits, with a + in front where one was typed; what people put between them goes. False when it is no number.
static bool phone_digits(struct arena *a, struct str typed, struct str *out)
{
    char digits[PHONE_MOST + 1];
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        bool plus = c == '+' && n == 0;
        if ((c >= '0' && c <= '9') || plus) {
            if (n == sizeof digits) {
                return false;
            }
            digits[n++] = c;
        } else if (c == 0 || strchr(" .-()/", c) == NULL) {
            return false;
        }
    }
    size_t count = n - (n > 0 && digits[0] == '+');
    if (count < PHONE_LEAST || count > PHONE_MOST) {
        return false;
    }
    *out = str_copy(a, (struct str){digits, n});
    return true;
}

// As the mail server takes it, and with a dot in its domain: a resident's address never is a name of this machine.
bool contact_address_ok(struct str typed)
{
    struct str domain = typed;
    (void)str_cut(&domain, '@');
    return smtp_address_ok(typed) && str_find(domain, STR(".")) > 0;
}

void contact_check(struct message_draft *d, struct problems *p)
{
    d->contact = str_trim(d->contact);
    if (d->contact.n == 0) {
        return;
    }
    bool mail = str_find(d->contact, STR("@")) >= 0;
    struct arena a = ARENA_INIT;
    struct str phone = STR_NONE;
    if (d->contact_ways == 0) {
        problem_add(p, "contact", N_("This office does not take contact details. Leave this empty; the code is enough."));
    } else if (mail && (d->contact_ways & CONTACT_BY_EMAIL) == 0) {
        problem_add(p, "contact", N_("This office sends no mail. Give a telephone number, or leave this empty."));
    } else if (mail && !contact_address_ok(d->contact)) {
        problem_add(p, "contact", N_("Write the e-mail address like name@example.vn, without accents or blanks."));
    } else if (!mail && !phone_digits(&a, d->contact, &phone)) {
        problem_add(p, "contact", N_("Write a telephone number of 8 to 15 digits, or an e-mail address."));
    }
    arena_free(&a);
}

struct str contact_about(struct arena *a, int64_t home, int64_t message_id)
{
    return str_fmt(a, "contact %lld/%lld", (long long)home, (long long)message_id);
}

bool contact_keep(struct tx *tx, const struct site *s, const struct message_draft *d, int64_t message_id, int64_t now,
                  struct err *e)
{
    if (d->contact.n == 0) {
        return true;
    }
    struct arena *a = tx_arena(tx);
    struct box_public key;
    struct str plain = d->contact;
    bool mail = str_find(plain, STR("@")) >= 0;
    BUG_ON(!mail && !phone_digits(a, d->contact, &plain)); // contact_check has let it pass
    if (!box_public_read(root_setting(s, SETTING_CONTACT_KEY), &key)) {
        return err_set(e, ERR_INPUT, N_("the site has no key for contact details any more"));
    }
    int64_t most = site_setting_int(s, d->office_id, SETTING_CONTACT_DAYS_MOST);
    return q_contact_insert(tx, &(struct q_contact_insert_in){
        .home = s->home, .message = message_id, .office = message_receiver(s, d), .kind = mail ? STR("email") : STR("phone"),
        .lang = lang_info(d->lang)->code, .sealed = box_seal(a, &key, contact_about(a, s->home, message_id), plain),
        .erase_at = now + most * DAY}, NULL, e);
}

bool contact_matter_closed(struct tx *tx, const struct site *s, int64_t matter_id, int64_t office_id, int64_t now,
                           struct err *e)
{
    int64_t at = now + site_setting_int(s, office_id, SETTING_CONTACT_DAYS) * DAY;
    return q_contacts_of_matter_erase_at(tx, s->home, matter_id, at, NULL, e);
}

bool contact_erase(struct tx *tx, int64_t home, int64_t message_id, int64_t now, struct err *e)
{
    int64_t kept;
    return q_contact_delete(tx, home, message_id, &kept, e) && q_outbox_drop(tx, home, message_id, now, NULL, e) &&
           (kept == 0 || event_add(tx, &(struct event_new){.home = home, .kind = EVENT_CONTACT_ERASED,
                                                           .subject_id = message_id, .now = now}, NULL, e));
}

bool contact_erase_due(struct tx *tx, const struct site *s, int64_t now, bool *more, struct err *e)
{
    struct contacts_due_row *list;
    size_t n;
    if (!q_contacts_due(tx, now, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct contacts_due_row *c = &list[i];
        int64_t at = c->received_at + site_setting_int(s, c->office_id, SETTING_CONTACT_DAYS_MOST) * DAY;
        int64_t after = c->closed_at + site_setting_int(s, c->owner_id, SETTING_CONTACT_DAYS) * DAY;
        if (str_eq(c->state, STR("closed")) && after < at) {
            at = after;
        }
        if (at <= now ? !contact_erase(tx, c->home_id, c->message_id, now, e)
                      : !q_contact_erase_at(tx, c->home_id, c->message_id, at, NULL, e)) {
            return false;
        }
    }
    *more = n > 0;
    return true;
}

// The matter that the message is in, if it is in one.
static bool matter_of(struct tx *tx, const struct site *s, int64_t message_id, struct matter_row *m, bool *found, struct err *e)
{
    struct message_link_now_row link;
    enum q_got got = q_message_link_now(tx, s->home, message_id, &link, e);
    if (got == Q_ROW) {
        got = q_matter_by_id(tx, s->home, link.matter_id, m, e);
    }
    *found = got == Q_ROW;
    return got != Q_ERROR;
}

static bool record(struct tx *tx, struct contact_opening *o, int64_t matter_id, struct err *e)
{
    bool noted = o->note.n > 0 && matter_id != 0;
    return event_add(tx, &(struct event_new){
               .home = o->site->home, .kind = EVENT_CONTACT_OPENED, .subject_id = o->message_id,
               .reason = str_c(reasons[o->reason].code), .actor = o->actor, .now = o->now,
               .content = noted ? o->note : STR_NONE}, &o->event, e) &&
           (!noted || q_note_insert(tx, &(struct q_note_insert_in){
               .home = o->site->home, .id = random_id(), .matter = matter_id, .words = o->note,
               .office = o->actor.office_id, .member = o->actor.member_id, .now = o->now}, NULL, e));
}

enum tx_end contact_record_opening(struct tx *tx, void *arg, struct err *e)
{
    struct contact_opening *o = arg;
    struct message_row message;
    struct matter_row matter = {.id = 0};
    bool in_matter = false;
    bool open = false;
    enum q_got got = q_message_by_id(tx, o->site->home, o->message_id, &message, e);
    if (got == Q_ERROR || !matter_of(tx, o->site, o->message_id, &matter, &in_matter, e)) {
        return TX_FAILED;
    }
    struct contact_get_row contact;
    enum q_got kept = q_contact_get(tx, o->site->home, o->message_id, &contact, e);
    if (kept == Q_ERROR || (got == Q_ROW && !contact_access(tx, o->site, o->offices, o->n_offices, &message,
                                                            in_matter ? &matter : NULL, &open, e))) {
        return TX_FAILED;
    }
    if (!open || kept == Q_NONE) {
        o->end = open ? CONTACT_NOT_KEPT : CONTACT_NOT_YOURS;
        return TX_ROLLBACK;
    }
    o->end = CONTACT_OPENING;
    o->kind = contact.kind;
    return record(tx, o, matter.id, e) ? TX_COMMIT : TX_FAILED;
}

bool contact_try_mail(struct tx *tx, const struct site *s, struct str address, enum lang lang, int64_t now, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct box_public key;
    if (!box_public_read(root_setting(s, SETTING_CONTACT_KEY), &key)) {
        return err_set(e, ERR_INPUT, "the site has no key for contact details any more");
    }
    struct str sealed = box_seal(a, &key, contact_about(a, s->home, CONTACT_TRIAL), address);
    return q_outbox_drop(tx, s->home, CONTACT_TRIAL, now, NULL, e) &&
           q_outbox_put(tx, &(struct q_outbox_put_in){.home = s->home, .id = random_id(), .message = CONTACT_TRIAL,
                                                      .lang = lang_info(lang)->code, .sealed = sealed, .now = now}, NULL, e);
}

bool contact_trial(struct tx *tx, const struct site *s, struct trial_mail *out, struct err *e)
{
    struct outbox_latest_row row;
    enum q_got got = q_outbox_latest(tx, s->home, CONTACT_TRIAL, &row, e);
    *out = (struct trial_mail){.any = got == Q_ROW};
    if (got == Q_ROW) {
        *out = (struct trial_mail){true, row.done_at != 0, str_eqz(row.result, "sent"), row.made_at, row.next_at, row.tries};
    }
    return got != Q_ERROR;
}
