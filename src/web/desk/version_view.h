// version_view.h: one version of an answer at the desk: written, read by the second reader, sent out, corrected.
#pragma once

#include "core/office/second.h"
#include "core/press/publication.h"
#include "web/desk/desk_view.h"

enum { SOURCES_SPARE = 2 }; // empty rows for more sources

struct source_field {
    struct str title_name; // "source_title_1"
    struct str url_name;
    struct str title;
    struct str url;
};

struct version_other {     // the same in another language
    struct str href;       // "" when it is not begun
    struct str lang;
    struct str language;
    struct str title;
    struct html body;
};

struct version_view {
    struct desk_page page;
    struct str address;        // of this version: <publication>-<lang>-<number>
    struct str publication;
    struct str heading;
    struct str state;
    struct str lang;
    struct str title;
    struct str body;
    struct str change_note;
    int64_t edit;
    struct html preview;
    bool draft, published, correcting;
    bool report; // of a report that is made public
    bool may_write, may_publish, may_correct;
    bool choose_readers;       // it answers a matter and is not out yet
    bool by_receipt;
    bool titled_since; // the matter got its public title after the draft was saved, by receipt as was the only way then
    struct str readers;        // who will read it, and why
    bool untitled;             // the matter has no public title: then nobody can choose public
    bool needs_title;          // cannot be public before the matter has a public title, which the member may give
    struct str matter_href, matter_words; // "" when it answers none
    struct source_field sources[SOURCES_MAX];
    size_t n_sources;          // that are filled: the first ones
    size_t n_fields;           // rows of the form
    struct version_other others[LANG_COUNT];
    size_t n_others;
    struct desk_choices wordings;
    struct str second;         // who the second reader is; "" where the office demands none, or it is out
    struct str warning;
    struct str stale;          // somebody saved meanwhile: the words that say so
    struct str saved_title;    // and what they saved
    struct html saved_body;
    struct html changes;       // word by word: of a draft that came too late against what is saved; else against the version
                               // that was published before; empty where there is none or nothing differs
    struct str changes_title;
};

// What the editor's form holds; sources without title and address are left out. Strings are the form's.
struct version_form {
    struct draft draft;
    struct source sources[SOURCES_MAX];
};
void version_form_read(const struct web *w, struct version_form *f);

struct version_shown {
    int status;
    const struct problems *problems;
    const struct version_form *typed; // NULL: show what is stored
    struct str warning;
    bool stale;
};

// The page of w->version. The reply is made.
void version_reply(struct web *w, const struct version_shown *how);

// May this member send w->version out, or give it back to its writer: where a second reader is demanded, that one; else who
// publishes at the office itself or the office whose department it is, and only where nobody there does, at the office above.
// *may is set on success.
MUST_USE bool version_may_publish(const struct web *w, bool *may, struct err *e);

struct str version_address(struct web *w, const struct publication_row *pub, struct str lang, int64_t number);
