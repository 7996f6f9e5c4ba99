// meeting_ics.c: the invitation to a meeting as iCalendar: downloaded again after each change, and as a cancelling at last.
#include "core/steer/office_mail.h"
#include "web/download.h"
#include "web/steer/meeting_view.h"

void meeting_ics_get(struct web *w)
{
    struct err e = ERR_INIT;
    enum meeting_access access;
    struct ical_event ev;
    if (!meeting_reads(w, &access)) {
        return;
    }
    if (access < MEETING_INVITED) {
        web_error(w, 404);
        return;
    }
    if (!meeting_event(w->tx, w->site, w->lang, &w->meeting, &ev, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    ical_calendar(&out, ev.cancelled ? "CANCEL" : "REQUEST", w->meeting.title, &ev, 1);
    download_reply(w, str_fmt(w->a, "%.*s.ics", STR_ARG(w->meeting.public_id)), STR("text/calendar; charset=utf-8"),
                   str_copy(w->a, buf_str(&out)));
    buf_free(&out);
}
