// report_view.h: one report as its page, its print and its files show it.
#pragma once

#include "core/steer/report.h"
#include "web/desk/desk_view.h"

// The largest provinces have some 170 communes.
enum { QUOTES_MAX = 200, QUOTES_BYTES = 1 << 20, CHART_OFFICES_MAX = 200, CHART_PERIODS = 8, MOVED_MAX = 40 };

struct report_figure_view {
    struct str id; // "f3": of its row, and of its field where it is entered
    const char *field;
    struct str label;
    struct str definition;
    struct str unit;   // of an entered one
    struct str value;  // as the reader's language writes it; "–" where there is none
    struct str before; // of the period before, and of the same a year before
    struct str year_before;
    struct str typed; // of an entered one, as its field holds it
    struct str hint;  // how it is typed
    struct str rows_href; // what it counts, row by row; "" where there is no such list
    struct str pick_href; // the same page with this figure by office and over time
    bool entered;
    bool picked;
};

// What an office below wrote under the same heading.
struct report_quote {
    struct str office;
    struct str href;
    struct html words;
};

struct report_section_view {
    struct str id; // "s1"
    const char *field;
    struct str title;
    struct str hint; // what belongs here
    struct str words;
    struct html html;
    bool figures;  // the figures stand below this heading
    bool requests; // the requests do
    struct report_quote *quotes;
    size_t n_quotes;
    size_t more_quotes; // beyond QUOTES_MAX, or QUOTES_BYTES of all sections
};

struct report_request_view {
    struct str id;
    struct str words;
    struct str answer;
    int64_t answered_at;
};

struct report_fact_view {
    struct str kind;
    struct str words;
    struct str href;
    struct str detail;
};

struct report_step_view {
    struct str what;
    struct str words;
    struct str office;
    struct str role;
    int64_t at;
};

struct report_edition_view {
    struct str href;
    struct str words; // "edition 2, handed in"
    bool here;
};

struct report_cell_row {
    struct str name;
    struct str href; // its own report of the period; "" for none
    struct str *cells;
};

struct report_gap_view {
    struct str office;
    struct str why;
    struct str period;
};

struct report_change_view {
    struct str label;
    struct str was;
    struct str now;
};

// What the report says, in the reader's language: the same on the page, on paper and in files.
struct report_body {
    struct str title; // "Báo cáo …, quý III/2026"
    struct str office;
    struct str period;
    int64_t first, last; // days
    int64_t frozen_at;
    struct report_section_view *sections;
    size_t n_sections;
    size_t quoted; // bytes
    bool figures_below, requests_below; // no section of the template names them
    struct report_figure_view *figures;
    size_t n_figures;
    bool has_before, has_year_before;
    struct str before_name, year_before_name;
    struct report_request_view *requests;
    size_t n_requests;
    bool consolidated;
    struct report_cell_row *rows; // by office
    size_t n_rows;
    struct report_gap_view *gaps;
    size_t n_gaps;
};

struct report_page {
    struct desk_page page;
    struct report_body b;
    struct str id;     // public
    struct str prefix; // of its address
    struct state_tag state;
    int64_t version;
    int64_t due_day;
    int64_t days_left;
    int64_t handed_in_at, decided_at;
    int64_t edition;
    struct str origin; // fingerprint of the key that signed it, of one from another installation
    struct str above;  // the office to which it is handed in; "" for none here
    struct str empty;  // what of a draft has nothing in it yet, in words; "" for none
    struct str form;   // "" where the form of document is confirmed; else what to look at
    bool draft, own;
    bool may_write, may_hand_in, may_decide, may_answer, may_correct, may_issue, may_publish, may_sign;
    bool over; // its period is
    bool outdated, replaced;
    struct page_link document; // in the register; path "" for none
    struct page_link publication; // its public page, or the draft of it; path "" for none
    struct report_fact_view *facts;
    size_t n_facts;
    struct report_step_view *steps;
    size_t n_steps;
    struct report_edition_view *editions;
    size_t n_editions;
    struct page_link *moved; // what changed below since it was consolidated; path "" where nothing can be opened
    size_t n_moved, more_moved;
    struct page_link *users; // consolidated reports that were made of this one
    size_t n_users;
    struct report_change_view *changed; // figures, against the edition before
    size_t n_changed;
    struct html changes; // words, likewise
    struct html bars, bars_table, lines, lines_table, multiples, multiples_table;
    struct str picked; // the figure of the drawings
    struct str warning;
    struct str stale;
    struct html against; // what saving would change, word by word
    struct str request;  // as typed
    struct str remarks;
};

// What a figure counts, row by row.
struct report_rows_line {
    struct str words;
    struct str href;
    struct str office;
    struct state_tag state, outcome;
    int64_t day;
    int64_t number; // due day of a task; how many, of a day
};
struct report_rows_view {
    struct desk_page page;
    struct str back, report; // the report's page
    struct str figure, office, period, value, definition;
    struct str what, day_words; // heads of columns
    bool by_day, has_due, has_state;
    int64_t frozen_at;
    struct report_rows_line *list;
    size_t n;
    struct str csv, next;
};

// As typed into the form of a draft: texts by section, values by figure (STR_NONE: not in the form).
struct report_typed {
    struct str *sections;
    struct str *figures;
    struct str request;
};

struct report_shown {
    int status;
    const struct problems *problems;
    const struct report_typed *typed; // NULL: show what is stored
    const char *warning;              // msgid
    bool stale;
};

// The page of w->report. The reply is made.
void report_reply(struct web *w, const struct report_shown *how);

// Before handing in: what is empty.
struct report_lack_view {
    struct str name;
    struct str href; // where it is filled
    bool section, required;
};
struct report_hand_in_view {
    struct desk_page page;
    struct page_link report;
    struct str id;
    int64_t version;
    struct report_lack_view *lacks;
    size_t n_lacks;
    bool refused; // one of them is required
    struct str why; // as typed
};
struct report_lack;
struct str report_lack_name(struct web *w, const struct report *r, const struct report_lack *lack);
// That page of w->report, which was read. The reply is made.
void report_hand_in_reply(struct web *w, int status, const struct report *r, const struct problems *p);

// Is it there for this member? A draft is nobody's business above. On false the reply is made.
bool report_there(struct web *w) MUST_USE;

// May this member take w->report away as a signed file? It was handed in here, and the server has the signing key.
bool report_signs(struct web *w);

// What w->report says. `r` is read already.
MUST_USE bool report_body(struct web *w, const struct report *r, struct report_body *b, struct err *e);
MUST_USE bool report_quotes(struct web *w, const struct report *r, struct report_body *b, struct err *e);
MUST_USE bool report_charts(struct web *w, const struct report *r, struct report_page *v, struct err *e);
MUST_USE bool report_history(struct web *w, const struct report *r, struct report_page *v, struct err *e);

struct str report_address(struct web *w, struct str public_id); // "/desk/reports/…"
struct str report_span_words(struct web *w, const struct report_template *t, struct report_span p);
struct str report_entry_label(struct web *w, const struct template_entry *f);
struct str report_value_text(struct web *w, enum value_kind k, const struct report_value *v); // "–" where not given
// Where the rows behind figure i are listed, for who may open them; "" for no list. A consolidated figure counts reports: the
// table by office opens those.
struct str report_rows_href(struct web *w, const struct report *r, size_t i);
// The figure that the address asks for ("figure=3"), by index; the first where it names none.
size_t report_picked(struct web *w, const struct report *r);
// The report as a text in Markdown, for the register: headings numbered, empty sections named in one line. `r` is what b shows.
struct str report_markdown(struct web *w, const struct report *r, const struct report_body *b);
// What of its words is for everybody: the narrative, without figures (the public page has them) and requests.
struct str report_public_markdown(struct web *w, const struct report_body *b);
// "thang-xa-2026-10.odt"
struct str report_file_name(struct web *w, const struct report *r, struct str ending);
