// week.h: the week of an office (lịch công tác tuần): its meetings, the days that are due, and what else it wrote down.
#pragma once

#include "core/steer/steer.h"

struct week_entry_row;

enum { WEEK_WHAT_MAX = 500, WEEK_WHO_MAX = 300, WEEK_PLACE_MAX = 300 };

// An entry of one's own. Who by role or office, never a person.
struct week_draft {
    struct str what;
    struct str who;
    struct str place;
    int64_t begins_at;
    int64_t ends_at;
    bool is_public;
};
// Trims; fields: what who place begins ends.
void week_check(struct week_draft *w, struct problems *p);

MUST_USE enum steer_end week_add(const struct desk *d, int64_t office_id, const struct week_draft *w, struct err *e);
// STEER_NOT_NOW: the office has none of that public id.
MUST_USE enum steer_end week_remove(const struct desk *d, int64_t office_id, struct str public_id, struct err *e);

// "2026-W48", as ISO 8601 writes the week of a day; and back to its Monday. Weeks of the years 1970 … 9998.
struct str week_name(struct arena *a, int64_t day);
MUST_USE bool week_parse(struct str name, int64_t *monday);

// The week's parts in the order of their times. A day has what is due first.
enum week_what { WEEK_DUE_TASK, WEEK_DUE_DOCUMENT, WEEK_DUE_REPORT, WEEK_MEETING, WEEK_ENTRY };
struct week_item {
    enum week_what what;
    int64_t day;
    int64_t begins_at; // 0: of the whole day
    int64_t ends_at;
    struct str words;
    struct str who;
    struct str place;
    struct str public_id; // of the thing; "" of a report that is not begun
    struct str key;       // then tells it apart: template and period
    int64_t revision;
    int64_t changed_at;
    bool is_public;
    bool own; // called or written by this office
};

// Of an office, from `monday` on. only_public: what is marked public of its own, and nothing that is due. In tx's arena.
MUST_USE bool week_read(struct tx *tx, const struct site *s, int64_t office_id, int64_t monday, bool only_public,
                        struct week_item **list, size_t *n, struct err *e);
