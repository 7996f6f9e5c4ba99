// contest.h: open contests, judged blind (chấm thi rọc phách): entries by number alone, scores by several judges, names
// apart until the result is decided.
//
// While entries are taken none has a number and none is listed. Closing gives all of them numbers by lot. A judge sees
// their own scores and nobody sees another's until all are in; from then on no score changes, and the lowest, the middle
// and the highest of each entry are shown. The head decides; then names are read, of those who agreed to it, and who sat on
// which judge's seat is forgotten. Entries stand by their number: no list of persons is a ranking. The functions run
// inside the caller's transaction.
#pragma once

#include "core/steer/steer.h"

struct contest_row;

enum {
    CONTEST_TITLE_MAX = 200,
    CONTEST_RULES_MAX = 20000,
    CONTEST_WORK_MAX = 5000,
    CONTEST_NAME_MAX = 120,
    CONTEST_AWARD_MAX = 100,
    CONTEST_ENTRIES_MAX = 200,
    CONTEST_JUDGES_MIN = 2,
    CONTEST_JUDGES_MAX = 9,
    CONTEST_POINTS_MAX = 100,
};

struct contest_draft {
    struct str title;
    struct str rules;
    int64_t until_day;
    struct str judges; // logins, one a line or between commas
};
struct contest_panel {
    int64_t members[CONTEST_JUDGES_MAX];
    size_t n;
};
// Trims; fields: title rules until judges. *panel gets the judges: members who work at the office or above it. False: the
// store could not be asked.
MUST_USE bool contest_check(struct tx *tx, const struct site *site, int64_t office_id, struct contest_draft *c,
                            int64_t now, struct contest_panel *panel, struct problems *p, struct err *e);
MUST_USE enum steer_end contest_open(const struct desk *d, int64_t office_id, const struct contest_draft *c,
                                     const struct contest_panel *panel, struct str *public_id, struct err *e);
const char *contest_state_words(struct str state); // msgid, NULL when unknown

// An entry: its work, and a name by consent or "". Fields: work name consent.
void contest_check_entry(struct str *work, struct str *name, bool consent, struct problems *p);
// STEER_NOT_NOW: no longer open, its day has passed, too many, or whoever judges would take it in.
MUST_USE enum steer_end contest_enter(const struct desk *d, const struct contest_row *was, struct str work,
                                      struct str name, struct err *e);
// Consent was withdrawn by whom `name` names: it goes, in any state. STEER_NOT_NOW when no entry has it.
MUST_USE enum steer_end contest_forget(const struct desk *d, const struct contest_row *was, struct str name,
                                       struct err *e);

// No more entries; each gets its number by lot. STEER_NOT_NOW when there is none.
MUST_USE enum steer_end contest_close(const struct desk *d, const struct contest_row *was, struct err *e);

struct contest_standing {
    int64_t entries, judges, scores;
    bool all_in; // every judge scored every entry
};
MUST_USE bool contest_standing(struct tx *tx, const struct contest_row *c, struct contest_standing *out, struct err *e);

// Which judge's seat a member has; 0: none.
MUST_USE bool contest_seat(struct tx *tx, const struct contest_row *c, int64_t member_id, int64_t *seat, struct err *e);

struct contest_points {
    int64_t number;
    int64_t points;
};
// What the acting member gives as a judge; again until all are in. STEER_NOT_NOW also when they are none, or a number or
// score cannot be.
MUST_USE enum steer_end contest_score(const struct desk *d, const struct contest_row *was,
                                      const struct contest_points *list, size_t n, struct err *e);
// A judge who cannot go on: the seat and its scores go. Two stay at least, and not once all are in.
MUST_USE enum steer_end contest_end_judge(const struct desk *d, const struct contest_row *was, int64_t seat,
                                          struct err *e);

struct contest_spread {
    int64_t number;
    int64_t min, max;
    int64_t median_halves; // twice the median, which may lie between two scores
};
// By number, in the transaction's arena; none before all are in.
MUST_USE bool contest_spread(struct tx *tx, const struct contest_row *c, struct contest_spread **list, size_t *n,
                             struct err *e);

struct contest_award {
    int64_t number;
    struct str award; // "" for none
};
struct contest_result {
    struct str decision_number;
    int64_t day;
    const struct contest_award *awards;
    size_t n;
};
// Trims the number; fields: decision_number day awards.
void contest_check_result(struct contest_result *r, int64_t today, struct problems *p);
// STEER_NOT_NOW before all scores are in.
MUST_USE enum steer_end contest_decide(const struct desk *d, const struct contest_row *was,
                                       const struct contest_result *r, struct err *e);
