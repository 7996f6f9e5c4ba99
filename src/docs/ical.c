// ical.c: content lines, folded and escaped (RFC 5545 §3.1, §3.3.11).
#include "docs/ical.h"

#include "base/utf8.h"
#include "i18n/civil.h"

enum { LINE_MAX_BYTES = 75, DAY_SECONDS = 86400, ONE_MAX = 1 << 16 };

// One line, folded. What is in it was escaped before.
static void put_line(struct buf *out, struct str line)
{
    size_t on_line = 0;
    for (size_t i = 0; i < line.n;) {
        uint32_t cp;
        size_t len = utf8_next(line, i, &cp);
        if (on_line + len > LINE_MAX_BYTES) {
            buf_addz(out, "\r\n ");
            on_line = 1;
        }
        buf_add(out, str_slice(line, i, i + len));
        on_line += len;
        i += len;
    }
    buf_addz(out, "\r\n");
}

static void put_text(struct buf *out, const char *name, struct str text)
{
    if (text.n == 0) {
        return;
    }
    struct buf line = buf_new(ONE_MAX);
    buf_addz(&line, name);
    buf_addc(&line, ':');
    for (size_t i = 0; i < text.n;) {
        uint32_t cp;
        size_t len = utf8_next(text, i, &cp);
        if (cp == '\n') {
            buf_addz(&line, "\\n");
        } else if (cp == '\\' || cp == ';' || cp == ',') {
            buf_addc(&line, '\\');
            buf_addc(&line, (char)cp);
        } else if (cp == UTF8_BAD || (cp < 0x20 && cp != '\t' && cp != '\r') || cp == 0x7F) {
            buf_addz(&line, "\uFFFD");
        } else if (cp != '\r') {
            buf_add(&line, str_slice(text, i, i + len));
        }
        i += len;
    }
    put_line(out, buf_str(&line));
    buf_free(&line);
}

static void put_time(struct buf *out, const char *name, int64_t t)
{
    int64_t day = t / DAY_SECONDS - (t % DAY_SECONDS < 0 ? 1 : 0);
    int64_t s = t - day * DAY_SECONDS;
    struct civil c = civil_from_day(day);
    buf_addf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, c.year, c.month, c.day, (int)(s / 3600),
             (int)(s / 60 % 60), (int)(s % 60));
}

static void put_day(struct buf *out, const char *name, int64_t day)
{
    struct civil c = civil_from_day(day);
    buf_addf(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, c.year, c.month, c.day);
}

// A parameter's value in quotes holds neither quotes nor control characters (RFC 5545 §3.1).
static void put_party(struct buf *out, const char *name, const struct ical_party *p)
{
    if (p->uri.n == 0) {
        return;
    }
    struct buf line = buf_new(ONE_MAX);
    buf_addz(&line, name);
    buf_addz(&line, ";CN=\"");
    for (size_t i = 0; i < p->name.n;) {
        uint32_t cp;
        size_t len = utf8_next(p->name, i, &cp);
        if (cp == '"') {
            buf_addc(&line, '\'');
        } else if (cp == UTF8_BAD || cp < 0x20 || cp == 0x7F) {
            buf_addz(&line, "\uFFFD");
        } else {
            buf_add(&line, str_slice(p->name, i, i + len));
        }
        i += len;
    }
    buf_addz(&line, "\":");
    for (size_t i = 0; i < p->uri.n; i++) {
        unsigned char c = (unsigned char)p->uri.p[i];
        buf_addc(&line, c <= 0x20 || c == 0x7F ? '_' : (char)c);
    }
    put_line(out, buf_str(&line));
    buf_free(&line);
}

static void put_event(struct buf *out, const struct ical_event *ev)
{
    buf_addz(out, "BEGIN:VEVENT\r\n");
    put_text(out, "UID", ev->uid);
    put_time(out, "DTSTAMP", ev->stamp);
    buf_addf(out, "SEQUENCE:%lld\r\n", (long long)ev->sequence);
    if (ev->begins != 0) {
        put_time(out, "DTSTART", ev->begins);
        put_time(out, "DTEND", ev->ends);
    } else {
        put_day(out, "DTSTART", ev->first_day);
        put_day(out, "DTEND", ev->last_day + 1); // DTEND is not included
    }
    put_text(out, "SUMMARY", ev->summary);
    put_text(out, "LOCATION", ev->place);
    put_text(out, "DESCRIPTION", ev->description);
    put_text(out, "URL", ev->url);
    put_party(out, "ORGANIZER", &ev->organizer);
    for (size_t i = 0; i < ev->n_attendees; i++) {
        put_party(out, "ATTENDEE;CUTYPE=GROUP;ROLE=REQ-PARTICIPANT", &ev->attendees[i]);
    }
    buf_addz(out, ev->cancelled ? "STATUS:CANCELLED\r\nEND:VEVENT\r\n" : "STATUS:CONFIRMED\r\nEND:VEVENT\r\n");
}

void ical_calendar(struct buf *out, const char *method, struct str name, const struct ical_event *events, size_t n)
{
    buf_addf(out,
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hoi Am//Hoi Am//VI\r\nCALSCALE:GREGORIAN\r\nMETHOD:%s\r\n",
             method);
    put_text(out, "X-WR-CALNAME", name);
    for (size_t i = 0; i < n; i++) {
        put_event(out, &events[i]);
    }
    buf_addz(out, "END:VCALENDAR\r\n");
}
