// desk_task_give.h: forms by which tasks are given, and the way of what they give to the writer.
#pragma once

#include "core/steer/plan.h"
#include "core/steer/task_batch.h"
#include "web/desk/desk_view.h"

// A batch on its way, portion by portion.
struct giving {
    struct task_batch batch; // first: it is the transaction's argument
    int64_t given;
    struct str back;         // where to go when more than one was given
};
// Give all drafts of g->batch, then lead the member on. The handler returns right afterwards, as after web_write.
void giving_start(struct web *w, struct giving *g);

// A number that makes a form's tasks once, for its hidden field; and as it was sent (0: none).
struct str giving_key(struct web *w);
int64_t giving_key_sent(const struct web *w);

struct task_form_view {
    struct desk_page page;
    struct str action;    // where the form goes
    struct page_link of;  // what it comes from: a promise, a directive; name "" for nothing
    struct str document;  // public id of the directive; "" for none
    struct str key;
    struct str what, product, lead, lead_code, with, follower, follower_code;
    struct desk_choices names; // that may be typed
    int64_t due_day;
};

enum { PARTS_NAMED = 12 };
struct task_parts_view {
    struct desk_page page;
    struct str id;
    struct str what, product, leads, follower, follower_code;
    int64_t due_day;
    struct desk_choices below; // offices whose offices below may be chosen
    struct desk_choices kinds;
    struct str names[PARTS_NAMED]; // of the first that were chosen
    size_t n_names;
    int64_t n_chosen;          // 0: not looked at yet
    bool all_named;
};

struct plan_cell {
    struct str text;
    struct str problem; // "" when it is good
};
struct plan_line {
    int64_t line;
    struct plan_cell cells[PLAN_COLUMNS];
    bool good;
};
struct task_import_view {
    struct desk_page page;
    struct str table;    // as pasted, or read from the file
    struct str follower, follower_code;
    struct str key;
    struct str document; // public id of the directive that it carries out; "" for none
    struct page_link of;
    struct plan_line *rows;
    size_t n_rows;
    int64_t n, good, bad;
    bool looked;         // a preview stands below
};

// The directive that a form names (field or parameter "document"), where the office of the desk has it in its books. *id 0
// where it names none.
MUST_USE bool giving_document(struct web *w, struct str public_id, int64_t *id, struct page_link *link, struct err *e);

// Who follows up what is given here, as chosen; 0: who gives it.
int64_t giving_follower(struct web *w, int64_t giver, struct problems *p);
