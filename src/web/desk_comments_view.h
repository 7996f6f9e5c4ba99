// desk_comments_view.h: comments at the desk of the office that published what they stand under.
#pragma once

#include "web/comment_view.h"
#include "web/desk_view.h"

struct desk_comment {
    struct str id;
    int64_t version;
    int64_t received_at;
    struct str lang;
    struct str words;
    bool erased;
    struct str title;       // of the answer
    struct str href;
    struct str rule;        // "3: …" it is hidden under; "" else
    int64_t hidden_at;
    struct str review;      // the writer's words; "" where no review waits
    int64_t review_at;
    int64_t reviewed_at;    // and was kept hidden; 0: not
    bool may_show, may_hide, may_keep;
    bool other_decides;     // a review waits, and this member is the one who hid it
};

struct comments_state {
    struct str code;
    struct str name;
    bool chosen;
};

enum { COMMENTS_STATES = 4 };

struct desk_comments_view {
    struct desk_page page;
    struct comments_state states[COMMENTS_STATES];
    struct str state;       // the chosen one's code
    struct str empty;       // said when there is none
    struct desk_comment *rows;
    size_t n_rows;
    struct house_rule *rules; // that hold here
    size_t n_rules;
    enum lang lang;
    struct page_link *parts; // the departments' comments
    size_t n_parts;
    struct str next;
};
