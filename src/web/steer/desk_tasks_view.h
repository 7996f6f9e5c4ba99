// desk_tasks_view.h: lists of tasks: a row, the views of an office, the board and the timeline.
#pragma once

#include "core/steer/task.h"
#include "web/desk/desk_view.h"

enum { TASK_LIST_ROWS = 50 };

struct task_line {
    struct str href;
    struct str id;
    struct str what;
    struct str product;
    struct str lead;
    struct str with;  // coordinating offices; "" for none
    struct str giver;
    int64_t due_day;  // 0: none
    struct state_tag time; // words "" when there is nothing to say
    struct state_tag state;
};
// A row of a list as its reader sees it.
MUST_USE bool task_line(struct web *w, const struct task_row *t, struct task_line *out, struct err *e);
struct state_tag task_state_tag(const struct web *w, struct str state);
struct state_tag task_time_tag(struct web *w, const struct task_row *t);
int64_t task_today(const struct web *w); // today by the site's clock

// A view of an office's tasks.
enum task_view { VIEW_LED, VIEW_MINE, VIEW_WITH, VIEW_GIVEN, VIEW_FOLLOWED, VIEW_LATE, VIEW_DIRECTIVE, VIEW_REMINDED,
                 TASK_VIEWS };
struct task_filter {
    enum task_view view;
    struct str due;   // "", late, soon: of what is led, given or followed
    struct str state; // "": what is open; else one state, of what is led or given
};
struct task_filter task_filter_read(const struct web *w);
// Whether a page that names no view begins with what the office gave: it leads nothing that is open, and gave something that is.
MUST_USE bool task_gives_only(struct web *w, bool *only, struct err *e);

// One page of a view of w->office from a key on: TASK_LIST_ROWS, and one more where there are more.
struct task_key {
    int64_t day;
    int64_t id;
};
struct task_key task_key_first(const struct task_filter *f);
struct task_key task_key_of(const struct task_filter *f, const struct task_row *t);
MUST_USE bool task_filter_page(struct web *w, const struct task_filter *f, struct task_key after, struct task_row **list,
                               size_t *n, struct err *e);

// The same for a table; *after becomes the key of the next page.
struct table;
#define TASK_TABLE "id,task,product,lead,with,given_by,first_due,due,state,given,reported,confirmed"
MUST_USE bool task_table(struct table *t, const struct task_filter *f, struct task_key *after, bool *more, struct err *e);

struct task_tab {
    struct str href;
    struct str words;
    bool current;
};

struct directive_line {
    struct str href;
    struct str mark;
    struct str summary;
    int64_t dated_day;
};

struct reminder_line {
    struct str href;
    struct str what;
    struct str why;
    struct str lead;
    int64_t due_day;
    int64_t at;
    struct state_tag state;
};

struct desk_tasks_view {
    struct desk_page page;
    struct task_tab tabs[TASK_VIEWS];
    size_t n_tabs;
    struct desk_choices states, dues; // none: not of this view
    struct str view;                  // code
    struct str heading;
    struct task_line *rows;
    size_t n_rows;
    struct directive_line *directives;
    size_t n_directives;
    struct reminder_line *reminders;
    size_t n_reminders;
    bool of_directives, of_reminders;
    struct str csv, next;
    bool gives;
    bool letter;     // late ones that the office gave can go into a letter
    struct desk_choices leads; // of those
};

struct task_column {
    struct str words;
    struct str code;
    struct task_line *rows;
    size_t n_rows;
    bool more;
    struct str all; // the list of this state
};

enum { TASK_COLUMNS = 6 };
struct task_board_view {
    struct desk_page page;
    bool given; // what was given instead of what is led
    struct task_column columns[TASK_COLUMNS];
    size_t n_columns;
    struct str csv;
};

struct task_week {
    struct str words;    // "tuần 48/2026", or "late", "no day"
    int64_t first, last; // days; 0 for those that are no week
    struct task_line *rows;
    size_t n_rows;
    int64_t n;           // all of them
};

enum { TASK_WEEKS = 12 };
struct task_timeline_view {
    struct desk_page page;
    struct task_week weeks[TASK_WEEKS + 2];
    size_t n_weeks;
    struct html chart;
    struct html table;
};
