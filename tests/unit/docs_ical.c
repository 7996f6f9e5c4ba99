// docs_ical.c: calendars that a calendar program reads: lines of at most 75 bytes, characters whole, times in UTC.
#include "docs/ical.h"

#include "base/utf8.h"
#include "tap.h"

static bool has(struct buf *b, const char *what)
{
    return str_find(buf_str(b), str_c(what)) >= 0;
}

// Undoes the folding (RFC 5545 §3.1) and says whether every line kept to the rule.
static bool unfold(struct str s, struct buf *out)
{
    bool good = true;
    while (s.n > 0) {
        ptrdiff_t end = str_find(s, STR("\r\n"));
        good = good && end >= 0 && end <= 75 && utf8_valid(str_slice(s, 0, (size_t)end));
        size_t n = end < 0 ? s.n : (size_t)end;
        buf_add(out, str_slice(s, 0, n));
        s = str_slice(s, n + 2, s.n);
        if (s.n > 0 && s.p[0] == ' ') {
            s = str_slice(s, 1, s.n);
        } else {
            buf_addc(out, '\n');
        }
    }
    return good;
}

int main(void)
{
    const struct ical_party invited[] = {{STR("UBND \"xã\" An\r\nX:1"), STR("https://cau-may.vn/vi/offices/an")}};
    const struct ical_event events[] = {
        {.uid = STR("abc@cau-may"),
         .sequence = 2,
         .stamp = 1767589200,
         .begins = 1767580200,
         .ends = 1767587400,
         .summary = STR("Giao ban tháng; 1, 2\\3\nhai dòng và một câu rất dài để dòng này phải gấp lại ở giữa chừng "
                        "nhiều lần liền"),
         .place = STR("Phòng họp số 1"),
         .organizer = {STR("UBND xã Cầu Mây"), STR("https://cau-may.vn/vi/offices/cm")},
         .attendees = invited,
         .n_attendees = 1,
         .cancelled = true},
        {.uid = STR("day@cau-may"),
         .stamp = 1767589200,
         .first_day = 20458,
         .last_day = 20459,
         .summary = STR("Tập huấn \x01\xFF")},
    };
    struct buf out = buf_new(1 << 16);
    struct buf flat = buf_new(1 << 16);
    ical_calendar(&out, "REQUEST", STR("Lịch công tác"), events, 2);
    ok(unfold(buf_str(&out), &flat), "every line has at most 75 bytes, ends with CR LF and cuts no character");
    ok(has(&flat, "SUMMARY:Giao ban tháng\\; 1\\, 2\\\\3\\nhai dòng và một câu"),
       "text is escaped and whole after unfolding");
    ok(has(&flat, "DTSTART:20260105T023000Z\nDTEND:20260105T043000Z\n"), "times are in UTC");
    ok(has(&flat, "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260107\n"), "whole days: the end is the day after");
    ok(has(&flat, "SEQUENCE:2\n") && has(&flat, "STATUS:CANCELLED\n") && has(&flat, "METHOD:REQUEST\n"),
       "a change and a cancelling are told");
    ok(has(&flat, "SUMMARY:Tập huấn \uFFFD\uFFFD\n"), "what is no text is marked");
    ok(has(&flat, "ORGANIZER;CN=\"UBND xã Cầu Mây\":https://cau-may.vn/vi/offices/cm\n"), "who calls it");
    ok(has(&flat, "CN=\"UBND 'xã' An\uFFFD\uFFFDX:1\":https://cau-may.vn/vi/offices/an\n"),
       "a name stays within its quotes and its line");
    buf_free(&out);
    buf_free(&flat);
    return tap_done();
}
