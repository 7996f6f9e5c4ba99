// desk_view.h: what stands around every page of the desk: office, navigation, who is signed in, what was just done.
#pragma once

#include "core/office/names.h"
#include "web/public/public_view.h"

enum desk_nav {
    DESK_NAV_NONE,
    DESK_NAV_TODAY,
    DESK_NAV_INBOX,
    DESK_NAV_MATTERS,
    DESK_NAV_BELOW,
    DESK_NAV_TASKS,
    DESK_NAV_PHONE,
    DESK_NAV_WORDINGS,
    DESK_NAV_COMMENTS,
    DESK_NAV_DOCUMENTS,
    DESK_NAV_MEETINGS,
    DESK_NAV_WEEK,
    DESK_NAV_PEOPLE,
    DESK_NAV_REPORTS,
    DESK_NAV_NUMBERS,
    DESK_NAV_ADMIN,
    DESK_NAV_FIRST_HOUR,
};
// The menus under which the pages stand.
enum desk_group { DESK_NO_GROUP, DESK_INCOMING, DESK_STEERING, DESK_OFFICE };
enum { DESK_OFFICES_MAX = 16 };

struct desk_page {
    struct page page;
    struct str code;    // of the office whose desk this is; "" in front of the desk: no navigation
    struct str office;  // its name
    struct str done;    // what was just done, in words; "" for nothing
    struct str role;    // in which capacity the member is here
    struct page_link offices[DESK_OFFICES_MAX]; // the other desks of this member
    size_t n_offices;
    struct page_link up; // seen from above: back to the offices below the member's own; path "" at the member's own desk
    enum desk_nav nav;
    enum desk_group group;
    struct str q;       // what is looked for; "" on other pages than that of the search
    bool lists;         // may see its lists
    bool below;         // and it has offices below
    bool counts;        // may see its figures
    bool administers;
    struct str first_hour; // where the list of the first hour is, while it is open
    bool arranges;      // may make templates of reports here
    bool takes;         // may take in at this office: a phone desk makes sense
    bool comments;      // may show and hide comments here
};

// The frame of a page at the desk of `office` (NULL: in front of the desk, or the member holds no role at one).
struct desk_page desk_page_view(struct web *w, struct str title, const struct office *office, enum desk_nav nav);

// The office at whose desk a member works when an address names none: the first of theirs. NULL when there is none.
const struct office *desk_first_office(const struct web *w);

// One of a list to choose from.
struct desk_choice {
    struct str code;
    struct str name;
    bool chosen;
};
struct desk_choices {
    struct desk_choice *list;
    size_t n;
};

// An office and its own departments; where `office` is a department itself, those of the office it belongs to.
struct desk_choices desk_own_offices(struct web *w, int64_t office_id, int64_t chosen);
// Subjects that hold at an office.
struct desk_choices desk_categories(struct web *w, int64_t office_id, struct str chosen);

// An office of the tree as a form names it: by code in field `code` (put there by office-find.js), else by code or full name
// in field `name`. NULL when neither names one.
const struct office *desk_office_field(const struct web *w, const char *code, const char *name);
// The same where one within `top` (NULL: the tree) is wanted; where none there is called so, any of the tree, which the caller
// refuses in its own words. A name that is none or several's is a problem of the field, with those that may have been meant;
// NULL then, and where nothing was typed.
const struct office *desk_office_typed(struct web *w, const char *code, const char *name, const struct office *top,
                                       struct problems *p);
// A list of names or codes, one a line, in a field: at most max offices, their number. A problem as above.
size_t desk_offices_typed(struct web *w, const char *field, const struct office *top, int64_t *out, size_t max,
                          struct problems *p);
// Those that may have been meant, in words: "Did you mean: UBND xã An (25001); …". "" for none.
struct str desk_near(struct web *w, const struct office_near *near);
// Names to choose from while typing: an office with all below it, or, where they are too many, with those right below.
struct desk_choices desk_office_names(struct web *w, const struct office *top);

// A day of a form ("2026-11-27") as a day number; 0 when it is none.
int64_t desk_day_field(const struct web *w, const char *name);

// The files of a form (field "file"), checked; their number. One at least is expected.
struct file_draft;
size_t desk_files_field(struct web *w, struct file_draft **list, struct problems *p);

// The text of the one file of a form (field "file") that is a table, as UTF-8, at most max bytes of it; STR_NONE where none
// was chosen. False: a problem says what is wrong with it.
bool desk_text_file(struct web *w, size_t max, struct str *text, struct problems *p);

// A day and a clock of a form ("2026-11-27", "14:30") as a time; 0 when it is none.
int64_t desk_time_field(const struct web *w, const char *day, const char *clock);

// "143/2026", and the working title or, where there is none, subject and day: never words of a message.
struct str desk_number(struct web *w, const struct matter_row *m);
struct str desk_title(struct web *w, const struct matter_row *m);
// The public title in the reader's language, else in the site's, else in any; "" when the matter has none.
MUST_USE bool desk_public_title(struct web *w, const struct matter_row *m, struct str *out, struct err *e);
struct str desk_kept(const struct web *w, struct str words); // what was written, or that it was erased
struct str desk_office_name(const struct web *w, int64_t office_id); // "" when it is no more
struct str desk_category_name(const struct web *w, int64_t category_id); // "Subject not known" for 0
struct str desk_channel(const struct web *w, const struct message_row *m); // "telephone, entered by the office for a caller"

// What a member at the desk may read of a message that is in `matter` (NULL: in the inbox). What was handed over is not
// there. On false of the second the reply is made.
MUST_USE bool desk_words_read(struct web *w, const struct message_row *m, const struct matter_row *matter,
                              enum words_access *access, struct err *e);
bool desk_words_access(struct web *w, const struct message_row *m, const struct matter_row *matter,
                       enum words_access *access) MUST_USE;

// Are contact details kept that the member may open, on the page that asks for the reason; or that they could open had the sender
// said yes at the receipt, who left them to another office? On false the reply is made.
enum desk_contact { DESK_CONTACT_NONE, DESK_CONTACT_WAITS, DESK_CONTACT_OFFERED };
bool desk_contact(struct web *w, const struct message_row *m, const struct matter_row *matter, enum desk_contact *out) MUST_USE;

// Every operation of the desk runs as this actor, in this transaction.
struct desk desk_of(struct tx *tx, const struct site *site, struct actor actor, int64_t now);
