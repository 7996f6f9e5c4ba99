// desk_today_view.h: what is to be done at an office today, how the offices below stand, and what waits for a second reader.
#pragma once

#include "web/desk/desk_view.h"

enum { SIGNPOSTS_MAX = 12 };

// A count, and the list that has exactly what it counts.
struct signpost {
    struct str words;
    struct str href;
    int64_t n;
    bool more;   // than n
    bool urgent; // late
};

struct desk_today_view {
    struct desk_page page;
    struct signpost here[SIGNPOSTS_MAX];
    size_t n_here;
    struct signpost documents[SIGNPOSTS_MAX]; // none for who does not write here
    size_t n_documents;
    struct signpost tasks[SIGNPOSTS_MAX];
    size_t n_tasks;
    struct signpost below[SIGNPOSTS_MAX];
    size_t n_below;
};

// One office below: figures of its own matters; no words.
struct below_row {
    struct str code;
    struct str name;
    int64_t in_hand;
    int64_t late;
    int64_t late_under;    // of the offices below it
    bool has_below;
};

struct desk_below_view {
    struct desk_page page;
    struct below_row *rows;
    size_t n_rows;
    bool late_only;
    bool deeper;           // one of them has offices below itself
    int64_t late;          // of all offices below
};

struct second_row {
    struct str href;
    struct str title;
    struct str lang;
    struct str office;
    struct str reader;     // the other office where the second reader is; "" here
    int64_t made_at;
};

struct desk_second_view {
    struct desk_page page;
    struct second_row *rows;
    size_t n_rows;
};
