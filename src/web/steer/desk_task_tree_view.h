// desk_task_tree_view.h: a directive through all offices, folded: one office opened, those below it with their counts.
#pragma once

#include "core/steer/task_tree.h"
#include "web/steer/desk_tasks_view.h"

enum { TREE_ROWS = 200 };

struct tree_line {
    struct str name;
    struct str open;   // address that opens it; "" where nothing stands below
    struct str href;   // of its own task, where the reader may see it; "" otherwise
    struct tree_count own, all;
    struct state_tag state;
    struct state_tag time;
    int64_t due_day;
    bool has_own;
};

struct task_tree_view {
    struct desk_page page;
    struct str heading;
    struct page_link of;      // the document or task
    struct page_link *above;  // from the top to the opened one
    size_t n_above;
    struct str here;          // the opened office
    struct tree_count all;
    struct tree_line *rows;
    size_t n_rows;
    struct str csv, next, late_href, all_href;
    bool late_only;
    bool gives;
    struct str give, import;  // addresses: another task of it, a plan
};
