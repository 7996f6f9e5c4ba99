// report.h: the life of one report: draft → handed in → accepted or returned; corrections; requests to the office above.
//
// Figures of a draft fill themselves each time it is read. Handing in freezes them, with the time and the edition of each
// definition; from then on nothing in it changes but the answers to its requests. Correcting one that was handed in,
// accepted or returned makes a new edition, which counts once it is handed in. The functions run inside the caller's
// transaction; the caller asks the capability at the report's office (of a former one: its heir, site_heir_id), for
// accepting, returning and answering at the office above (report_above).
#pragma once

#include "core/steer/report_count.h"
#include "core/steer/report_sum.h"

struct report_row;

enum { NARRATIVE_MAX = 20000, REQUEST_MAX = 2000, REQUESTS_MAX = 40, REMARKS_MAX = 4000 };

const char *report_state_words(struct str state); // of a report or of one of its steps: msgid, NULL when unknown
const char *report_scope_code(enum report_scope scope);
enum report_scope report_scope_of(struct str code);

struct report_request {
    int64_t id;
    struct str words;
    struct str answer;   // "": not answered
    int64_t answered_at; // 0: not answered
};

// How a report stands besides its row: filled by report_read. Everything in the arena of the transaction.
struct report {
    const struct report_row *row;
    struct report_template t;
    struct report_span span;
    enum report_scope scope;
    struct report_value *values; // by t.figures
    int64_t *editions;           // of the definitions by which they were counted
    struct str *narrative;       // by t.sections; "" where nothing is written
    struct report_request *requests;
    size_t n_requests;
    struct report_sum sum; // of a consolidated one: by office, what it was made of, what is missing
    bool outdated;         // one that it was made of has been corrected or returned since
};

// Read all of it. A draft's figures are counted (consolidated: added up) now. False with ERR_CORRUPT when its template is gone.
MUST_USE bool report_read(struct report *r, struct tx *tx, const struct site *site, const struct report_row *row, int64_t now,
                          struct err *e);

// Begin one. STEER_NOT_NOW: there is one already, which *out gets; or the period is none of the template's, or the office owes
// none: *out is left as it was.
MUST_USE enum steer_end report_start(const struct desk *d, const struct report_template *t, int64_t office_id,
                                     struct report_span span, enum report_scope scope, struct report_row *out,
                                     struct err *e);

// Writing a draft. position: of the template's section or figure, from 1. What is wrong is a problem of field "words" or
// "value"; nothing is written then.
MUST_USE enum steer_end report_write(const struct desk *d, const struct report_row *was, int64_t position, struct str words,
                                     struct problems *p, struct err *e);
// text as a person types a number of the figure's kind: "12", "3,5" (tenths), "7/9" (a share); "" takes it back.
MUST_USE enum steer_end report_enter(const struct desk *d, const struct report_row *was, int64_t position, struct str text,
                                     struct problems *p, struct err *e);
MUST_USE enum steer_end report_ask(const struct desk *d, const struct report_row *was, struct str words, struct problems *p,
                                   struct err *e);
MUST_USE enum steer_end report_unask(const struct desk *d, const struct report_row *was, int64_t request_id, struct err *e);

// Hand in: figures freeze. why: a word why parts of it are empty; "" where none is. STEER_NOT_NOW: it is no draft, its period is
// not over, a section that its template requires is empty, or something is and nobody says why (report_lacks), or what a former
// office had in hand is still on its way to its heir (core/desk/inherit.h), so that a row could be counted twice. All at once:
// where others wait for the writer, by the steps of report_hand_in.h.
MUST_USE enum steer_end report_hand_in(const struct desk *d, const struct report_row *was, struct str why, struct err *e);
// By the office above.
MUST_USE enum steer_end report_accept(const struct desk *d, const struct report_row *was, struct err *e);
MUST_USE enum steer_end report_return(const struct desk *d, const struct report_row *was, struct str remarks, struct err *e);
MUST_USE enum steer_end report_answer(const struct desk *d, const struct report_row *was, int64_t request_id, struct str words,
                                      struct err *e);
// A new edition as a draft, with the words, requests and entered figures of this one. STEER_NOT_NOW: it is a draft itself,
// or not the last edition, or another correction is under way.
MUST_USE enum steer_end report_correct(const struct desk *d, const struct report_row *was, struct report_row *out, struct err *e);
// It stands in the register as this document.
MUST_USE enum steer_end report_issued(const struct desk *d, const struct report_row *was, int64_t document_id, struct err *e);

// It is to be made public: a publication of the kind report begins as a draft, which goes out by core/press/publication.h. Its
// words are the narrative of a report that was handed in and is the last edition, without requests. STEER_NOT_NOW: it is none
// such, is another installation's, or has a publication.
struct publication_row;
struct version_row;
MUST_USE enum steer_end report_publish(const struct desk *d, const struct report_row *was, struct str title, struct str body,
                                       struct publication_row *pub, struct version_row *version, struct err *e);

// The office to which it is handed in: 0 where that is another installation's, or nobody's.
MUST_USE bool report_above(struct tx *tx, const struct report_row *row, int64_t *office_id, struct err *e);

// The last edition that was handed in and not returned, of an office and period; Q_NONE: there is none.
MUST_USE enum q_got report_last(struct tx *tx, const struct site *s, const struct report_template *t, int64_t office_id,
                                struct report_span span, enum report_scope scope, struct report_row *out, struct err *e);

// The same figures of the period before and of the year before, by r->t.figures, as they were handed in (of a period that
// is not the template's own: added up). Not given where none was, or the definition was another.
MUST_USE bool report_compare(struct tx *tx, const struct site *site, const struct report *r, struct report_value **before,
                             struct report_value **year_before, struct err *e);

// What happened, for whoever writes the narrative: facts with what they lead to, never sentences.
enum report_fact_kind { FACT_MATTER, FACT_TASK_LATE, FACT_TASK_DONE };
struct report_fact {
    enum report_fact_kind kind;
    struct str public_id; // of the matter or task
    struct str words;     // its title
    int64_t n;            // of a matter: messages
    int64_t day;          // of a task: due; 0: none
};
MUST_USE bool report_facts(struct tx *tx, const struct site *site, const struct report_row *row, struct report_fact **list,
                           size_t *n, struct err *e);
