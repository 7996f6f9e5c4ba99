// publication.h: what the office says: drafted, read by a second pair of eyes where the office demands it, published under
// the office's name, corrected openly, translated. A published version is never changed: a correction is a new version that
// says what changed.
#pragma once

#include "core/desk/matter.h"

struct publication_row;
struct version_row;

enum { SOURCES_MAX = 10, PUBLICATION_TITLE_MAX = 200, BODY_MAX = 50000, CHANGE_NOTE_MAX = 300, SOURCE_MAX = 300 };

struct source {
    struct str title;
    struct str url; // STR_NONE: a document without an address
};

// What the editor's form gives.
struct draft {
    enum lang lang;
    struct str title;
    struct str body;        // Markdown
    struct str change_note; // of a correction: what changed
    bool by_receipt;
    const struct source *sources;
    size_t n_sources;
};

// Trims; fields: title body change_note sources. `correcting`: a correction must say what it changes.
void draft_check(struct draft *d, bool correcting, struct problems *p);

// Begin a publication (matter NULL where it answers none) with its first draft. kind: publication.kind of the schema. Reports
// are not commented on.
MUST_USE enum matter_end press_begin(const struct desk *d, const struct matter_row *matter, struct str kind, int64_t office_id,
                                     const struct draft *draft, struct publication_row *pub, struct version_row *version,
                                     struct err *e);

// Save a draft again. MATTER_STALE when someone saved since `was->edit`, MATTER_NOT_NOW when it is no draft any more.
MUST_USE enum matter_end press_save(const struct desk *d, const struct version_row *was, const struct draft *draft,
                                    struct err *e);

// Begin the next version in the original's language (a correction of what is published), or a version in another one (a
// translation of the latest published version, or of the draft where none is published yet; it goes out after the original).
MUST_USE enum matter_end press_next(const struct desk *d, const struct publication_row *pub, const struct draft *draft,
                                    struct version_row *version, struct err *e);

// Draft → submitted, for the second reader; and back.
MUST_USE enum matter_end press_submit(const struct desk *d, const struct version_row *was, struct err *e);
MUST_USE enum matter_end press_return(const struct desk *d, const struct version_row *was, struct err *e);

// May this member send it out, as far as reading goes? Where the office demands a second reader: once it was submitted, an
// approver (head, or who has the head's approval lent) of the office other than its writer; where nobody else there is one,
// an approver of the office above (core/office/second.h). Elsewhere whoever the capability lets. *may is set on success.
MUST_USE bool press_may_publish(const struct desk *d, const struct publication_row *pub, const struct version_row *v,
                                int64_t member_id, bool *may, struct err *e);

// Where its second reader is. at->office_id 0: the office demands none, or nobody can. *at is set on success.
struct second;
MUST_USE bool press_second(const struct desk *d, const struct publication_row *pub, const struct version_row *v,
                           struct second *at, struct err *e);

// Who will read an answer, and why not everyone.
enum press_reach {
    REACH_PUBLIC,
    REACH_CHOSEN,     // by receipt, because its writer chose so
    REACH_NO_TITLE,   // by receipt: the matter has no public title
    REACH_NO_CONSENT, // by receipt: no sender agreed to be shown
};
// matter NULL: it answers none.
MUST_USE bool press_reach(struct tx *tx, const struct publication_row *pub, const struct matter_row *matter,
                          enum press_reach *reach, struct err *e);

// Choose by receipt or for all, while it is a draft. By receipt only what answers a matter.
MUST_USE enum matter_end press_readers(const struct desk *d, const struct publication_row *pub, bool by_receipt, struct err *e);

// Send it out. Of an answer: the matter becomes answered. An answer goes to all only if the matter has a public title and at
// least one sender who agreed to be shown; otherwise by receipt, whatever the draft says.
MUST_USE enum matter_end press_publish(const struct desk *d, const struct publication_row *pub, const struct version_row *v,
                                       struct err *e);
