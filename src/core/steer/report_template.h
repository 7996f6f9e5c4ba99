// report_template.h: what a report consists of, for which periods, who owes it and by when.
//
// A template holds for its office and those below. One by which a report was made is never edited: a change is the next
// edition, from a day on. Figures that the office enters by hand have a type and a unit and count what the office did:
// never persons, accounts, posts, comments or removals (report_word.def).
#pragma once

#include "core/steer/catalogue.h"
#include "core/steer/steer.h"

enum {
    TEMPLATE_SECTIONS_MAX = 20,
    TEMPLATE_FIGURES_MAX = 60,
    TEMPLATE_NAME_MAX = 200,
    FIGURE_LABEL_MAX = 200,
    FIGURE_UNIT_MAX = 40,
    FIGURE_DEFINITION_MAX = 1000,
    DUE_DAYS_MAX = 90
};

enum report_part {
#define PART(name, code, words) PART_##name,
#include "core/steer/report_part.def"
#undef PART
    REPORT_PARTS
};
enum report_part report_part_of(struct str code); // REPORT_PARTS when unknown
const char *report_part_code(enum report_part p);
const char *report_part_words(enum report_part p); // msgid

enum report_every {
#define EVERY(name, code, words) EVERY_##name,
#include "core/steer/report_every.def"
#undef EVERY
    REPORT_EVERY
};
enum report_every report_every_of(struct str code); // REPORT_EVERY when unknown
const char *report_every_code(enum report_every v);
const char *report_every_words(enum report_every v); // msgid

struct template_section_part {
    enum report_part part;
    struct str title;
    bool required; // no report is handed in without words here; never of figures, which fill themselves
};

struct template_entry {
    bool entered;       // by hand; else from the catalogue
    struct str key;     // the catalogue's, or a code of its own
    enum value_kind kind;
    enum catalogue catalogue; // CATALOGUES: entered, or one that this program does not know
    struct str label, unit, definition; // entered
    int64_t edition;    // of the definition
};

struct report_template {
    int64_t id;        // 0: not stored yet
    int64_t office_id; // holds for this office and those below
    struct str code;
    int64_t edition;
    struct str name;
    enum report_every every;
    int64_t closing_day; // of the month 1 … 28 (of the week 1 Monday … 7): a period ends on it; 0: calendar
    int64_t due_days;    // handed in so many days after the period's last day
    struct str owed_by;  // kinds of office, parted by blanks
    struct str form;     // docs/paper.h: state, party
    int64_t since_day;
    int64_t until_day;   // 0: still
    struct template_section_part *sections; // by position, from 1
    size_t n_sections;
    struct template_entry *figures; // by position, from 1
    size_t n_figures;
};

// Trims; fields: code name every closing due owed form sections figures label unit definition key. figures of the
// catalogue get their kind and edition.
void report_template_check(struct report_template *t, struct problems *p);

// Does the text name what a figure entered by hand does not count? For a form's hint beside the field.
bool report_word_refused(struct str text);

// Store it as the next edition of its office and code, from t->since_day on; the former one holds until then. One by which
// no report was made is replaced. t gets id and edition. STEER_NOT_NOW: a later edition is there already.
MUST_USE enum steer_end report_template_save(const struct desk *d, struct report_template *t, struct err *e);

// It asks for no more reports from that day on.
MUST_USE enum steer_end report_template_stop(const struct desk *d, const struct report_template *t, int64_t day,
                                             struct err *e);

// In the arena of the transaction. Q_NONE: there is none.
MUST_USE enum q_got report_template_read(struct tx *tx, int64_t id, struct report_template *out, struct err *e);

// The edition that holds at an office on a day: its own of that code, or the nearest above's.
MUST_USE enum q_got report_template_find(struct tx *tx, const struct site *s, int64_t office_id, struct str code, int64_t day,
                                         struct report_template *out, struct err *e);

// All that hold at an office on a day: *list of *n.
MUST_USE bool report_templates_at(struct tx *tx, const struct site *s, int64_t office_id, int64_t day,
                                  struct report_template **list, size_t *n, struct err *e);

bool report_template_owed_by(const struct report_template *t, struct str kind);

// What a figure is called, counts and is counted in.
void template_entry_name(struct buf *out, enum lang lang, const struct template_entry *f);
struct str template_entry_definition(enum lang lang, const struct template_entry *f);
