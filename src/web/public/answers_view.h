// answers_view.h: published answers: the list, the page of one, the feed.
#pragma once

#include "web/public/comment_view.h"

struct answers_view {
    struct page page;
    struct str action;
    struct filter_view filters[3];
    size_t n_filters;
    struct publication_item *list;
    size_t n;
    struct str next;
    struct str json_href;
    struct str atom_href;
    int64_t first_at;     // when the first of the kind came out; 0 for none
};

struct answer_version {
    int64_t number;
    int64_t published_at;
    struct str note;  // what a correction changed; "" of the first
    struct str href;  // "" of the one that is shown
};

struct answer_source {
    struct str title;
    struct str url;   // "" for a document without an address
};

struct answer_view {
    struct page page;
    struct publication_item item;
    struct html body;
    bool old;                // an earlier version is shown
    struct str correction;   // what the shown version corrected; ""
    int64_t corrected_at;
    struct str shown_lang;
    struct html changes;     // word by word against the version before it; empty of the first
    bool translated;         // the shown version is a translation
    bool other_language;     // there is none in the reader's language
    struct answer_source *sources;
    size_t n_sources;
    struct answer_version *versions;
    size_t n_versions;
    struct comments_view comments;
    struct str json_href;
};

// One page of what is published of a kind, by the filters of the address, into *v; `page` is the list's own address within the
// language. False when the reply is made.
bool answers_load(struct web *w, struct answers_view *v, struct str kind, const char *page) MUST_USE;
void answers_reply_json(struct web *w, const struct answers_view *v);
