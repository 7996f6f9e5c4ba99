// reports_view.h: an office's reports: what is due, what was written, who below has handed in; a report from elsewhere.
#pragma once

#include "core/steer/report.h"
#include "web/desk/desk_view.h"

struct report_due {
    struct str name;
    struct str period;
    struct str template_id;
    struct str span; // "100..200", as the form gives it back
    int64_t due_day;
    int64_t days_left;
    bool under_way; // its period is not over
    bool owed; // something of it was not handed in yet, or came back
    struct str map_href; // "" where nobody below owes it
    struct report_started {
        struct str words; // "consolidated: draft"
        struct str href;  // "" where it is not begun
        struct str scope; // to begin it
    } list[2];
    size_t n;
};

struct report_reminder {
    struct str words; // "Due within three days"
    struct str name;  // "Monthly report, October 2026"
    struct str detail; // of those below: how many
    struct str href;
    int64_t due_day;
    int64_t at; // when it was said
};

struct report_listed {
    struct str href;
    struct str name;
    struct str period;
    struct str edition;
    struct state_tag state;
    bool consolidated;
    int64_t day; // handed in, or due
    bool handed_in;
};

struct reports_view {
    struct desk_page page;
    struct report_due *due;
    size_t n_due;
    struct report_reminder *reminders;
    size_t n_reminders;
    struct report_listed *rows;
    size_t n_rows;
    struct str next;
    bool writes, arranges, has_below, has_templates;
};

struct report_start_view {
    struct desk_page page;
    struct desk_choices templates;
    struct str template_id, name; // of the chosen one
    struct report_due *due;
    size_t n_due;
    bool has_below;
    struct str period, scope; // as typed
};

// One period of a template at w->office: its due day, and its reports or where they begin.
MUST_USE bool report_due_view(struct web *w, const struct report_template *t, struct report_span span, struct report_due *d,
                              struct err *e);

struct hand_in_line {
    struct str name;
    struct str href; // its report; "" for none
    struct str down; // the same page of that office; "" where nobody stands below
    struct state_tag how;
    struct str note; // accepted, edition, origin
    int64_t at;      // 0: never
    int64_t below, below_done, below_late;
};

enum { MAP_FILTERS = 2 };

struct report_map_view {
    struct desk_page page;
    struct filter_view filters[MAP_FILTERS];
    struct str other; // a period as typed
    struct str period_name, problem;
    struct str template_id, template, span;
    int64_t due_day;
    int64_t below; // offices below that owe it: what is counted
    int64_t count[HAND_INS];
    struct str count_words[HAND_INS];
    struct hand_in_line *rows;
    size_t n_rows;
    size_t more;    // of a list, that are not shown
    bool late_only; // all below that are late or missing
    struct str all_href, late_href, csv_href;
    struct page_link whole;  // the consolidated report of this period; path "" for none
    struct str correct_href; // where it is corrected; "" where it is not
    bool writes;
};

struct report_import_view {
    struct desk_page page;
    struct str text; // the file's
    bool read;       // it is a report whose signature is good
    struct str problem;
    struct str here; // the address of the edition that is here already; "" for none
    struct str office, template, period, edition, fingerprint;
    int64_t handed_in_at;
};
