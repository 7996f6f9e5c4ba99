// desk_comments_view.h: comments at the desk of the office that published what they stand under.
#pragma once

#include "web/public/comment_view.h"
#include "web/desk/desk_view.h"

// Another comment of the page with the same words under the same publication.
struct desk_comment_alike {
    struct str key;         // "id version"
    int64_t received_at;
    struct str lang;
    struct str words;
};

struct desk_comment {
    struct str id;
    int64_t version;
    int64_t received_at;
    struct str lang;
    struct str words;
    bool erased;
    struct str title;       // of the answer
    struct str href;
    struct str office;      // below, whose comment is looked at again from here; "" for the desk's own
    struct str rule;        // "3: …" it is hidden under; "" else
    int64_t hidden_at;
    struct str review;      // the writer's words; "" where no review waits
    int64_t review_at;
    int64_t reviewed_at;    // and was kept hidden; 0: not
    bool may_show, may_hide, may_keep;
    struct desk_comment_alike *alike;
    size_t n_alike;
    struct str near;        // public id of the one above that says nearly the same; "" for none
    struct str near_words;  // what both say
    struct str decides;     // a review waits that this member does not decide: who does; "" else
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
    bool from_below;        // reviews of offices below wait here, and another list is shown
    struct desk_comment *rows;
    size_t n_rows;
    struct house_rule *rules; // that hold here
    size_t n_rules;
    enum lang lang;
    struct page_link *parts; // the departments' comments
    size_t n_parts;
    struct str csv, next;
    bool decides;           // the member may
    struct str apart, other; // just told from each other, to take that back; "" else
};
