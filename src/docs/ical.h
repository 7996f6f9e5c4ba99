// ical.h: meetings, due dates and the week as iCalendar (RFC 5545), which every calendar program reads.
#pragma once

#include "base/buf.h"

// Who calls and who is called, by name and an address of any kind (RFC 5545 §3.3.3 CAL-ADDRESS: a URI): an office's page
// where it has no mail of its own.
struct ical_party {
    struct str name;
    struct str uri;
};

struct ical_event {
    struct str uid;              // never changes for the same thing: "<public id>@<host or site>"
    int64_t sequence;            // rises with each change
    int64_t stamp;               // when it was changed last, seconds UTC
    int64_t begins, ends;        // seconds UTC; both 0 for an event of whole days
    int64_t first_day, last_day; // of whole days, both included
    struct str summary;
    struct str place;       // may be empty
    struct str description; // may be empty
    struct str url;         // may be empty
    struct ical_party organizer; // uri may be empty
    const struct ical_party *attendees;
    size_t n_attendees;
    bool cancelled;
};

// A calendar of these events. method: "PUBLISH", "REQUEST" (an invitation), "CANCEL". Lines end with CR LF and are
// folded at 75 bytes without cutting a character; what is no valid text becomes U+FFFD.
void ical_calendar(struct buf *out, const char *method, struct str name, const struct ical_event *events, size_t n);
