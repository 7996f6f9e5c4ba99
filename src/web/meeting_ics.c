// meeting_ics.c: the invitation to a meeting as iCalendar: sent again after each change, and as a cancelling at last.
#include "web/meeting_view.h"

#include "db/q_meeting.h"
#include "docs/ical.h"
#include "web/download.h"

// An office has no mail address of its own here: it is named by its public page, or by its code.
static struct ical_party party_of(struct web *w, const struct office *o)
{
    struct str base = site_setting(w->site, w->site->root, SETTING_BASE_URL);
    if (o == NULL) {
        return (struct ical_party){STR(""), STR("")};
    }
    struct str path = web_path(w, "offices/%.*s", STR_ARG(o->code));
    return (struct ical_party){o->name[w->lang], base.n > 0 ? str_fmt(w->a, "%.*s%.*s", STR_ARG(base), STR_ARG(path))
                                                            : str_fmt(w->a, "urn:hoiam:office:%.*s", STR_ARG(o->code))};
}

static bool read_agenda(struct web *w, struct str *out, struct err *e)
{
    struct meeting_items_row *list;
    size_t n;
    if (!q_meeting_items(w->tx, w->meeting.home_id, w->meeting.id, &list, &n, e)) {
        return false;
    }
    struct buf b = buf_new(1 << 16);
    for (size_t i = 0; i < n; i++) {
        buf_addf(&b, "%s%zu. ", i == 0 ? "" : "\n", i + 1);
        buf_add(&b, list[i].title);
        if (list[i].office_id != 0) {
            buf_addz(&b, " (");
            buf_add(&b, desk_office_name(w, list[i].office_id));
            buf_addc(&b, ')');
        }
    }
    *out = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return true;
}

static bool read_invited(struct web *w, struct ical_event *ev, struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    if (!q_meeting_invited_of(w->tx, w->meeting.home_id, w->meeting.id, &list, &n, e)) {
        return false;
    }
    struct ical_party *parties = ARENA_ARRAY(w->a, struct ical_party, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || list[i].office_id != list[i - 1].office_id) { // once, in whatever capacities
            parties[ev->n_attendees++] = party_of(w, site_office(w->site, list[i].office_id));
        }
    }
    ev->attendees = parties;
    return true;
}

void meeting_ics_get(struct web *w)
{
    struct err e = ERR_INIT;
    enum meeting_access access;
    const struct meeting_row *m = &w->meeting;
    if (!meeting_reads(w, &access)) {
        return;
    }
    if (access < MEETING_INVITED) {
        web_error(w, 404);
        return;
    }
    bool off = str_eqz(m->state, "cancelled");
    struct ical_event ev = {.uid = str_fmt(w->a, "%.*s@%lld.hoiam", STR_ARG(m->public_id), (long long)w->site->home),
                            .sequence = m->revision,
                            .stamp = m->changed_at,
                            .begins = m->begins_at,
                            .ends = m->ends_at,
                            .summary = m->title,
                            .place = m->place,
                            .organizer = party_of(w, site_office(w->site, m->office_id)),
                            .cancelled = off};
    if (!read_agenda(w, &ev.description, &e) || !read_invited(w, &ev, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    ical_calendar(&out, off ? "CANCEL" : "REQUEST", m->title, &ev, 1);
    download_reply(w, str_fmt(w->a, "%.*s.ics", STR_ARG(m->public_id)), STR("text/calendar; charset=utf-8"),
                   str_copy(w->a, buf_str(&out)));
    buf_free(&out);
}
