// document_view.h: the register of documents at the desk: its books, what waits, one document, and its forms.
#pragma once

#include "core/steer/document_access.h"
#include "web/desk/desk_view.h"

struct document_line;

// A row of a list.
struct document_item {
    struct str href;
    struct str public_id;
    struct str number;       // "12"; "" while it has none
    struct str mark;
    struct str kind;         // in words
    struct str issuer;
    struct str summary;
    struct str addressees;
    struct str signer;
    struct str handler;      // "" for nobody yet
    struct str urgency;      // in words; "" for normal
    struct state_tag state;
    int64_t dated_day;       // 0: none
    int64_t received_at;
    int64_t due_day;         // 0: none
    int64_t pages;
    struct str turn;         // whose turn it is; "" for nobody's
    bool late;
    bool unacknowledged_late; // registered before today, and the issuer was not told yet
};
void document_item(struct web *w, const struct document_line *d, struct document_item *out);
// Whose turn it is, in words; "" for nobody's, and of a book that was taken over.
struct str document_turn_of(struct web *w, struct str state, int64_t received_at, int64_t acknowledged_at, int64_t instructed_at);

struct document_items {
    struct document_item *list;
    size_t n;
};

// A row of a list's table, and its columns, headed as taking over a book knows them; before: columns in front, "a,". received:
// all are of a book of documents received.
struct table;
const char *document_columns(struct web *w, const char *before, bool received);
void document_cells(struct table *t, const struct document_item *d);

struct documents_view {
    struct desk_page page;
    bool received;           // the book of documents received
    struct str year;
    struct desk_choices years, kinds, handlers, urgencies, states;
    struct str csv, book;    // the same as CSV, and its book printed
    struct document_items rows;
    struct str next;         // "" on the last page
    int64_t last;            // how far the book goes
    bool registers, writes;
    struct str registrars;   // who holds the role, for the office's own staff; "" else
};

struct documents_waiting_view {
    struct desk_page page;
    struct document_items to_register, fresh, to_handle, on_the_way, shared;
    bool registers, writes;
    struct str registrars;
};
// Who may register documents at w->office, and who gives the role, in words; "" for who does not work there.
MUST_USE bool document_registrars(struct web *w, struct str *out, struct err *e);

struct documents_book_view {
    struct desk_page page;
    bool received;
    struct str year;
    struct document_items rows;
    struct str csv, next;
};

struct book_complaint {
    struct str column, words;
};
// A row of a book that is to be taken over.
struct book_line {
    int64_t line;
    struct str number, received, mark, issuer, summary; // as they stand in the table
    bool known;
    struct book_complaint *wrong;
    size_t n_wrong;
};
struct documents_import_view {
    struct desk_page page;
    struct str table;
    struct book_line *rows;
    size_t n_rows;
    int64_t n, good, known, bad;
    bool looked;
};

struct document_form_view {
    struct desk_page page;
    bool received;
    struct str action;       // where it goes
    struct str back;
    struct desk_choices kinds, urgencies, signings;
    struct document_draft d;
    int64_t version;         // of the draft that is edited; 0: a new one
    struct str warning;
    struct html preview;
    bool previews;
};

struct document_button {
    struct str to;
    struct str words;
    bool wants_note;
};
struct document_trace {
    struct str what;
    struct str note;
    struct str who;          // name and office
    int64_t at;
};
struct document_change {
    struct str field;
    struct str was, is_now;
    struct str reason;
    int64_t at;
};
struct document_link_item {
    struct str words;
    struct str mark;
    struct str summary;
    struct str href;         // "" where the reader has no part in it
};
struct document_office {
    struct str name;
    struct str code;
    struct str number;       // under which it registered it; "" not yet
    int64_t received_at;
    int64_t acknowledged_at;
};
struct document_file {
    struct str href;
    struct str name;
    struct str hash;         // SHA-256 in hex
    int64_t size;
    int64_t added_at;
};

struct document_task {
    struct str href;
    struct str what;
    struct str lead;
    struct state_tag state;
    int64_t due_day;         // 0: none
};

struct document_view {
    struct desk_page page;
    const struct document_row *d;
    struct str href;
    struct str heading;
    struct str book;         // "Documents received"
    struct str book_href;
    struct str number;
    struct str kind, urgency, handler;
    struct str handler_named; // one that is not among the choices; "" for none
    struct str *signing;      // lines above the signer
    size_t n_signing;
    struct state_tag state;
    struct state_tag due;
    struct str warning;
    bool received;
    bool issued;             // its files are what went out
    bool text, whole;        // what the reader may read
    bool late_acknowledgement; // not on the day it was registered: not yet, or on a later day
    struct page_link meeting; // whose minutes or notice it is; path "" for none
    struct str origin_href;  // what it is in the issuer's book; "" for none
    struct html body;
    bool has_body;
    struct str tasks_href; // its tasks through all offices; "" where that is not for the reader
    bool registers, writes, signs;
    bool handles;            // the reader works where it is handled
    struct str turn;         // whose turn it is; "" for nobody's
    bool edits, comments, instructs, acknowledges, corrects, addresses, shares, attaches;
    struct document_button *buttons;
    size_t n_buttons;
    bool wants_note;
    struct document_trace *trace;
    size_t n_trace;
    struct document_trace *said;
    size_t n_said;
    struct document_change *changes;
    size_t n_changes;
    struct document_link_item *links;
    size_t n_links;
    struct document_office *to;
    size_t n_to;
    bool to_nobody;          // issued or about to be, and no office gets it here
    struct document_office *with;
    size_t n_with;
    struct document_task *tasks;
    size_t n_tasks;
    struct str cut_href;     // where a task is cut from it; "" for who may not
    struct document_file *files;
    size_t n_files;
    struct desk_choices handlers, hows, fields;
    int64_t this_year;
};

struct desk_choices document_kinds(struct web *w, struct str chosen);
struct desk_choices document_urgencies(struct web *w, struct str chosen);
struct str document_state(const struct web *w, struct str code); // in words
struct str document_path(struct web *w, struct str public_id);

// Does the member work at the office that handles what was received?
bool document_handles(const struct web *w, const struct document_row *d);

// What the member reads of a document. On false the reply is made.
MUST_USE bool document_reads(struct web *w, const struct document_row *d, enum document_access *access);

// The page of w->document, with what the form says wrongly or why something was not done.
void document_reply(struct web *w, int status, const struct problems *p, struct str warning);
