// comment_view.h: comments as everyone may see them; the form for one; the rules of the house.
#pragma once

#include "core/press/comment.h"
#include "db/q_comment.h"
#include "web/public/public_view.h"

struct comment_item {
    int64_t received_at;    // its day is what everyone may know
    struct str lang;
    struct html words;      // personal data covered; empty when hidden, and where JSON is asked for
    struct str plain;       // the same for JSON, and only there
    bool hidden;
    bool erased;
    struct str rule;        // number of the rule it is hidden under
    struct str rule_words;
    struct str rule_href;
    int64_t hidden_at;
    int64_t reviewed_at;    // looked at again and kept hidden; 0: not
    struct comment_item *alike; // others of this page with the same words, which stand under this one
    size_t n_alike;
};

// What stands under an answer.
struct comments_view {
    bool on;                // it may be, or was, commented on
    bool open;              // and takes comments now
    int64_t n_all;
    struct comment_item *list;
    size_t n;
    struct str next;        // address of the next page; "" on the last
    struct str action;      // of the form
};

// False with w->replied: there is no such page of the list. False otherwise: *e says why.
MUST_USE bool comments_view(struct web *w, const struct publication_item *item, struct comments_view *out, struct err *e);
void comments_json(struct json *j, struct web *w, const struct comments_view *v); // members of the open object

// A comment to be read once more before it goes out, or to be mended.
struct comment_form_view {
    struct page page;
    struct str title;       // of the answer
    struct str href;
    struct str action;
    struct str key;         // idempotency key
    struct str words;
    bool preview;
    struct html shown;      // as everyone will see it
    bool first_read;        // the office reads it first
    unsigned wait_s;
};

struct comment_receipt_view {
    struct page page;
    struct str href;        // of the answer
    struct str code;
    struct str groups[7];
    struct str spoken[7];
    bool shown;             // at once
};

struct rule_item {
    struct str id;          // of its element
    struct str code;
    struct str wording;
    int64_t since_at;
    int64_t until_at;       // 0: it holds
};

struct rule_group {
    struct str office;
    struct rule_item *list;
    size_t n;
};

struct rules_view {
    struct page page;
    struct rule_group *groups;
    size_t n;
    struct str receipt;     // as typed
    struct str words;
    struct str done;
    unsigned wait_s;
};

// Every rule that holds or held, in the order of the tree.
MUST_USE bool rule_groups(struct web *w, struct rule_group **list, size_t *n, struct err *e);
struct str rule_anchor(struct web *w, const struct house_rule *r); // "rule-OFFICE-NUMBER-SINCE"
