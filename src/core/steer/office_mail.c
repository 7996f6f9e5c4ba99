// office_mail.c: see office_mail.h.
#include "core/steer/office_mail.h"

#include "base/random.h"
#include "db/q_meeting.h"
#include "db/q_office_mail.h"

struct str office_mail_address(const struct site *s, int64_t office_id)
{
    bool can = site_setting(s, s->root, SETTING_SMTP_URL).n > 0 && site_setting(s, s->root, SETTING_MAIL_FROM).n > 0 &&
               site_setting(s, s->root, SETTING_BASE_URL).n > 0;
    return can ? site_setting_own(s, office_id, SETTING_OFFICE_MAIL) : STR("");
}

static bool put(struct tx *tx, const struct site *s, int64_t office_id, const char *kind, int64_t subject_id, int64_t now,
                int64_t next_at, struct err *e)
{
    return office_mail_address(s, office_id).n == 0 ||
           q_office_mail_put(tx,
                             &(struct q_office_mail_put_in){.home = s->home,
                                                            .id = random_id(),
                                                            .office = site_heir_id(s, office_id),
                                                            .kind = str_c(kind),
                                                            .subject_id = subject_id,
                                                            .now = now,
                                                            .next_at = next_at},
                             NULL, e);
}

bool office_mail_task(struct tx *tx, const struct site *s, int64_t office_id, int64_t task_id, int64_t now, struct err *e)
{
    return put(tx, s, office_id, "task", task_id, now, now, e);
}

bool office_mail_meeting(struct tx *tx, const struct site *s, const struct meeting_row *m, int64_t only, int64_t now,
                         struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    if (m->ends_at < now || str_eqz(m->state, "held")) {
        return true;
    }
    if (!q_meeting_invited_of(tx, s->home, m->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && list[i].office_id == list[i - 1].office_id; // once, in whatever capacities
        bool meant = !again && (only == 0 || only == list[i].office_id);
        if (meant && !put(tx, s, list[i].office_id, "meeting", m->id, now, now + OFFICE_MAIL_WAIT, e)) {
            return false;
        }
    }
    return true;
}

// ---- the invitation

// By its mail address where it set one; else by its public page, or by its code.
static struct ical_party party_of(struct arena *a, const struct site *s, enum lang lang, const struct office *o)
{
    struct str base = site_setting(s, s->root, SETTING_BASE_URL);
    if (o == NULL) {
        return (struct ical_party){STR(""), STR("")};
    }
    struct str mail = site_setting_own(s, o->id, SETTING_OFFICE_MAIL);
    struct str uri = mail.n > 0   ? str_fmt(a, "mailto:%.*s", STR_ARG(mail))
                     : base.n > 0 ? str_fmt(a, "%.*s/%.*s/offices/%.*s", STR_ARG(base), STR_ARG(lang_info(lang)->code),
                                         STR_ARG(o->code))
                                  : str_fmt(a, "urn:hoiam:office:%.*s", STR_ARG(o->code));
    return (struct ical_party){o->name[lang], uri};
}

static bool read_agenda(struct tx *tx, const struct site *s, enum lang lang, const struct meeting_row *m, struct str *out,
                        struct err *e)
{
    struct meeting_items_row *list;
    size_t n;
    if (!q_meeting_items(tx, m->home_id, m->id, &list, &n, e)) {
        return false;
    }
    struct buf b = buf_new(1 << 16);
    for (size_t i = 0; i < n; i++) {
        buf_addf(&b, "%s%zu. ", i == 0 ? "" : "\n", i + 1);
        buf_add(&b, list[i].title);
        const struct office *o = site_office(s, list[i].office_id);
        if (o != NULL) {
            buf_addz(&b, " (");
            buf_add(&b, o->name[lang]);
            buf_addc(&b, ')');
        }
    }
    *out = str_copy(tx_arena(tx), buf_str(&b));
    buf_free(&b);
    return true;
}

static bool read_invited(struct tx *tx, const struct site *s, enum lang lang, const struct meeting_row *m, struct ical_event *ev,
                         struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    if (!q_meeting_invited_of(tx, m->home_id, m->id, &list, &n, e)) {
        return false;
    }
    struct ical_party *parties = ARENA_ARRAY(tx_arena(tx), struct ical_party, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || list[i].office_id != list[i - 1].office_id) { // once, in whatever capacities
            parties[ev->n_attendees++] = party_of(tx_arena(tx), s, lang, site_office(s, list[i].office_id));
        }
    }
    ev->attendees = parties;
    return true;
}

bool meeting_event(struct tx *tx, const struct site *s, enum lang lang, const struct meeting_row *m, struct ical_event *out,
                   struct err *e)
{
    *out = (struct ical_event){.uid = str_fmt(tx_arena(tx), "%.*s@%lld.hoiam", STR_ARG(m->public_id), (long long)s->home),
                               .sequence = m->revision,
                               .stamp = m->changed_at,
                               .begins = m->begins_at,
                               .ends = m->ends_at,
                               .summary = m->title,
                               .place = m->place,
                               .organizer = party_of(tx_arena(tx), s, lang, site_office(s, m->office_id)),
                               .cancelled = str_eqz(m->state, "cancelled")};
    return read_agenda(tx, s, lang, m, &out->description, e) && read_invited(tx, s, lang, m, out, e);
}
