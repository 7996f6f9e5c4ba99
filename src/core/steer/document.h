// document.h: the register of documents: received (đến) and issued (đi), their numbers, and their way through the
// office.
//
// Numbers run by office, book and year without gaps or doubles (Nghị định 30/2020/NĐ-CP, Điều 15 and 22): they are
// taken from the counter in the transaction that writes the row. Once it has a number a document is not edited: it is
// replaced, amended or recalled by a later one, or the book is corrected with both wordings kept. There is no secrecy
// field: state secrets are not kept here. The functions run inside the caller's transaction.
#pragma once

#include "core/steer/steer.h"

struct document_row;

enum {
    SUMMARY_MAX = 500,
    MARK_MAX = 60,
    ISSUER_MAX = 200,
    SIGNER_MAX = 100,
    ADDRESSEES_MAX = 2000,
    INSTRUCTION_MAX = 4000,
    STEP_NOTE_MAX = 1000,
    PAGES_MAX = 9999,
    DOCUMENT_FRESH_DAYS = 30 // what came longer ago and waits for nobody is of a book that was taken over
};

enum document_kind {
#define KIND(name, code, abbreviation, words) KIND_##name,
#include "core/steer/document_kind.def"
#undef KIND
    DOCUMENT_KINDS
};
enum document_kind document_kind_of(struct str code); // DOCUMENT_KINDS when unknown
// By its code, its abbreviation or its name in any language, as lists of other programs have it.
enum document_kind document_kind_named(struct str words);
const char *document_kind_code(enum document_kind k);
const char *document_kind_abbreviation(enum document_kind k); // "" for a letter
const char *document_kind_words(enum document_kind k);        // msgid

// Codes in the store, in the order of their weight; NULL after the last.
const char *document_urgency(size_t i);
const char *document_urgency_words(struct str code);            // msgid, NULL when unknown
const char *document_state_words(struct str code);              // msgid, NULL when unknown
const char *document_step_words(struct str code);               // msgid of a state, or of what was done in one
// Whose turn it is, and for what; NULL where nobody's. Of what was received: was it acknowledged, did the head instruct?
const char *document_turn(struct str state, bool acknowledged, bool instructed); // msgid
const char *document_link_words(struct str how, bool backward); // msgid, NULL when unknown

// What a form gives. Times and days 0, texts STR_NONE where they do not apply.
struct document_draft {
    struct str kind;
    struct str issuer; // den
    struct str mark;   // den: the issuer's number and symbol
    struct str symbol; // di: "BC-UBND"
    struct str summary;
    struct str urgency;
    struct str addressees;
    struct str signer, signer_title, signed_as;
    struct str signed_for; // the title of whom it is signed for, with KT, TL and TUQ
    struct str body;      // di: Markdown
    int64_t dated_day;    // den
    int64_t received_day; // den: today or before
    int64_t pages;
};
// Trims; fields as named above. today: a day in the office's time zone.
void document_check_received(struct document_draft *d, int64_t today, struct problems *p);
void document_check_draft(struct document_draft *d, struct problems *p);

// Register a document that came to an office: it gets the next number of this year's book. *out gets the row as stored.
MUST_USE enum steer_end document_receive(const struct desk *d, int64_t office_id, const struct document_draft *draft,
                                         struct document_row *out, struct err *e);

// Take over a row of a book that was kept elsewhere, under its number, which must be the next of its year's book.
enum document_import {
    DOCUMENT_IMPORT_ERROR = -1,
    DOCUMENT_IMPORTED,
    DOCUMENT_KNOWN, // there already, the same
    DOCUMENT_TAKEN, // the number bears another document
    DOCUMENT_GAP,   // the one before it is missing
};
MUST_USE enum document_import document_import(const struct desk *d, int64_t office_id, int64_t number,
                                              const struct document_draft *draft, struct err *e);

// What the number bears that such a row has: DOCUMENT_KNOWN or DOCUMENT_TAKEN. The number is in the book.
MUST_USE enum document_import document_import_known(const struct desk *d, int64_t office_id, int64_t number,
                                                    const struct document_draft *draft, struct err *e);

// Does a cell of a list mark its row as a state secret ("mật", "Tối mật", "TUYỆT MẬT")? Such rows are refused.
bool document_secret_mark(struct str cell);

// Register what another office of this installation issued to `office_id`. STEER_NOT_NOW when it has been, or was not
// sent.
MUST_USE enum steer_end document_take(const struct desk *d, int64_t office_id, int64_t issued_id,
                                      struct document_row *out, struct err *e);

// Tell the sender that it came (same day).
MUST_USE enum steer_end document_acknowledge(const struct desk *d, const struct document_row *was, struct err *e);

// The head's instruction, who handles it (0: nobody yet) and by when (0: open). Kept in the steps, so that a later one
// does not hide an earlier one.
MUST_USE enum steer_end document_instruct(const struct desk *d, const struct document_row *was, struct str instruction,
                                          int64_t handler_id, int64_t due_day, struct err *e);

// Capacities in which somebody signs, in the order of the form: code and words (msgid); NULL after the last.
const char *document_signing(size_t i, const char **words);
// Does a capacity name somebody else, for whom it is signed (KT, TM_KT, TL, TUQ)?
bool document_signed_for_other(struct str signed_as);
// Are all names there that its last lines need?
bool document_signing_complete(const struct document_row *r);

// A draft of one's own, and the saving of it while it is a draft or out for comments.
MUST_USE enum steer_end document_begin(const struct desk *d, int64_t office_id, const struct document_draft *draft,
                                       struct document_row *out, struct err *e);

// What a former office began goes on at its heir, which issues it under its own name: a draft again where it was on its way to a
// signature, since that was the former office's.
MUST_USE enum steer_end document_inherit(const struct desk *d, const struct document_row *was, int64_t heir, struct err *e);
MUST_USE enum steer_end document_save(const struct desk *d, const struct document_row *was,
                                      const struct document_draft *draft, struct err *e);

enum document_who { WHO_WRITE, WHO_SIGN, WHO_NUMBER };
struct document_step {
    const char *from, *to;
    enum document_who who;
    const char *words; // msgid
};
// The steps that a state allows; *n of them.
const struct document_step *document_steps_from(struct str state, size_t *n);

// Go to a state. note: why; must be given for a return and a recall. Numbering takes the next number of this year's
// book and dates it today; issuing lays it beside itself as ODT and DOCX; what was received is handled so. STEER_NOT_NOW when
// the table has no such step, or a signature lacks its signer, or whom it is signed for.
MUST_USE enum steer_end document_step(const struct desk *d, const struct document_row *was, struct str to,
                                      struct str note, struct err *e);
bool document_step_wants_note(struct str from, struct str to);

// Who of this tree it goes to: chosen, or taken back, until it is issued. STEER_NOT_NOW after that, and for its own office.
MUST_USE enum steer_end document_address(const struct desk *d, const struct document_row *was, int64_t office_id,
                                         bool chosen, struct err *e);

// Who helps to handle what was received, or is asked for comments on a draft. STEER_NOT_NOW in other states.
MUST_USE enum steer_end document_share(const struct desk *d, const struct document_row *was, int64_t office_id,
                                       bool chosen, struct err *e);

// A file beside it: to a draft, and to what was received. What was numbered keeps what was signed.
struct file_draft;
MUST_USE enum steer_end document_attach(const struct desk *d, const struct document_row *was,
                                        const struct file_draft *f, struct err *e);

// What was said of a draft that is out for comments, by an office.
MUST_USE enum steer_end document_comment(const struct desk *d, const struct document_row *was, struct str words,
                                         struct err *e);

// Correct what the book says, openly. field: summary issuer mark kind pages dated_day; value as it is stored.
MUST_USE enum steer_end document_correct(const struct desk *d, const struct document_row *was, struct str field,
                                         struct str value, struct str reason, struct err *e);

// This one carries out, replaces, amends, corrects or recalls another.
MUST_USE enum steer_end document_link(const struct desk *d, const struct document_row *from, struct str how,
                                      const struct document_row *other, struct err *e);

// "05/BC-UBND": numbers below 10 have a zero in front.
struct str document_mark(struct arena *a, int64_t number, struct str symbol);

// The symbol proposed for a kind at an office whose short name is `office`: "BC-UBND"; of a letter the short name
// alone.
struct str document_symbol(struct arena *a, enum document_kind kind, struct str office);
