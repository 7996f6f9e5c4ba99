// training.h: training sessions: planned, held or called off; how many came from which office; materials as links.
//
// Attendance is a number of an office, never a name. It is no figure of a report: no figure that is entered by hand counts
// persons. The functions run inside the caller's transaction.
#pragma once

#include "core/steer/steer.h"

struct training_row;

enum { TRAINING_TITLE_MAX = 200, TRAINING_TEXT_MAX = 300, TRAINING_CAME_MAX = 10000, TRAINING_URL_MAX = 2000,
       TRAINING_MATERIALS_MAX = 50 };

struct training_draft {
    struct str title;
    int64_t day;
    struct str place;
    struct str for_whom;
};
// Trims; fields: title day place for_whom.
void training_check(struct training_draft *t, struct problems *p);

MUST_USE enum steer_end training_plan(const struct desk *d, int64_t office_id, const struct training_draft *t,
                                      struct str *public_id, struct err *e);
const char *training_state_words(struct str state); // msgid, NULL when unknown

// It was held, or called off: from planned only, and held from its day on.
MUST_USE enum steer_end training_end(const struct desk *d, const struct training_row *was, bool held, struct err *e);

// How many came from an office; 0: nobody, the row goes. STEER_NOT_NOW unless it was held.
MUST_USE enum steer_end training_came(const struct desk *d, const struct training_row *was, int64_t office_id, int64_t n,
                                      struct err *e);

// What is wrong with a material: title url.
void training_check_material(struct str *title, struct str *url, struct problems *p);
// STEER_NOT_NOW beyond TRAINING_MATERIALS_MAX, or when it was called off.
MUST_USE enum steer_end training_material_add(const struct desk *d, const struct training_row *was, struct str title,
                                              struct str url, struct err *e);
MUST_USE enum steer_end training_material_drop(const struct desk *d, const struct training_row *was, int64_t id,
                                               struct err *e);
