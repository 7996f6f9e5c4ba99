// page_view.h: what every page shows around its content: title, office, languages, navigation, footer.
#pragma once

#include "web/web.h"

enum { PAGE_SCRIPTS_MAX = 6, PAGE_CRUMBS_MAX = 4 };

enum nav { NAV_NONE, NAV_SEND, NAV_FOLLOW, NAV_MATTERS, NAV_ANSWERS, NAV_OFFICES, NAV_NUMBERS, NAV_SEARCH };

struct page_link {
    struct str name;
    struct str path;
};

// A file of /assets/, and the hash by which browsers may keep it for ever.
struct page_file {
    struct str name;
    struct str hash;
};

struct page {
    struct str title;              // of this page alone
    struct str level;              // name of the office above, "" for none
    struct str office;             // name of the site's office
    struct str foot;               // address, telephone
    struct page_link other[LANG_COUNT]; // the same page in the other languages
    struct str other_lang[LANG_COUNT];
    size_t n_other;
    struct str twin;               // address of the same as JSON; "" for none
    enum nav nav;
    struct page_link crumbs[PAGE_CRUMBS_MAX]; // pages above this one, nearest last
    size_t n_crumbs;
    struct page_file scripts[PAGE_SCRIPTS_MAX];
    size_t n_scripts;
    struct str icon;               // addresses
    struct str site_css;
    struct str desk_css;
    struct str logo;               // its address; "" where the office has none
    int64_t logo_width, logo_height; // as shown
    struct str site_office;        // whose it is
    struct str accent_css;         // "" when the office has no colour of its own
    struct str csrf;               // of a member's forms
    struct str member;             // name of who is signed in
    const bool *few, *more;        // a count in the content reads "<5", "more than 6"
    bool keys;                     // single-letter keys are on
    const struct problems *problems; // of the page's form; NULL or empty: none
    enum lang lang;
};

// The frame of this request's page. `title` is in the reader's language.
struct page page_view(struct web *w, struct str title);

// What of its title a browser's tab shows: whole words, at most 60 characters; and whether " – more" still fits behind it, so
// that with "Error: " before it a title has no more than the 70 that are read out or listed without being cut.
struct str page_tab(const struct page *p);
bool page_tab_fits(const struct page *p, struct str more);

void page_crumb(struct page *p, struct str name, struct str path);
void page_script(struct page *p, const char *file); // "count.js"

// What was posted to has no page of its own: the links to other languages lead to this one ("follow").
void page_posted_from(struct web *w, struct page *p, struct str path);

// The address of a page in this request's language: web_path(w, "matters/abc") is "/vi/matters/abc".
struct str web_path(const struct web *w, const char *fmt, ...) PRINTF(2, 3);

// A number, day or time in words of the reader's language, in the request's arena: page_words(w, format_date, at).
struct str page_words(const struct web *w, void (*format)(struct buf *out, enum lang lang, int64_t v), int64_t v);

// What a template shows beside a field: the problem in words, or STR_NONE.
struct str page_problem(const struct page *p, const char *field);
// What stands behind it, "" for nothing.
struct str page_problem_about(const struct page *p, const char *field);
// The same of the whole list, for the summary.
struct str page_problem_at(const struct page *p, size_t i);

// The address of an embedded file, with its hash, so that browsers may keep it for ever.
struct str asset_path(struct arena *a, const char *file);
