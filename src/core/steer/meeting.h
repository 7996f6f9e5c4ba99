// meeting.h: a meeting from its invitation to its confirmed conclusions: agenda, who was invited and came, what was said.
//
// Meetings of one series follow each other: the next begins with what became of the last one's conclusions. What a meeting
// concludes stays a draft until its chair confirms it (conclusion.h); from then on nothing of it is edited. Offices are
// invited and speak, never persons. The functions run inside the caller's transaction; each change raises the version,
// so that a form of a former one is refused.
#pragma once

#include "core/steer/steer.h"

struct meeting_row;

enum {
    MEETING_TITLE_MAX = 300,
    MEETING_PLACE_MAX = 300,
    MEETING_CHAIR_MAX = 200,
    MEETING_SERIES_MAX = 200,
    MEETING_SECONDS_MAX = 5 * 86400,
    MEETING_ITEMS_MAX = 60,
    MEETING_INVITED_MAX = 400,
    CONTRIBUTION_MAX = 2000,
    CONTRIBUTIONS_MAX = 200 + MEETING_INVITED_MAX
};

enum meeting_kind {
#define KIND(name, code, words) MEETING_##name,
#include "core/steer/meeting_kind.def"
#undef KIND
    MEETING_KINDS
};
enum meeting_kind meeting_kind_of(struct str code); // MEETING_KINDS when unknown
const char *meeting_kind_code(enum meeting_kind k);
const char *meeting_kind_words(enum meeting_kind k);         // msgid
const char *meeting_state_words(struct str state);           // msgid, NULL when unknown
const char *meeting_every(size_t i);                         // codes in the store, '' first; NULL after the last
const char *meeting_every_words(struct str every);           // msgid, NULL when unknown
const char *meeting_came_words(int64_t came);                // msgid

// What a form gives. Times 0 where they could not be read.
struct meeting_draft {
    struct str title;
    struct str kind;
    struct str place;
    struct str chair;  // in which capacity it is chaired: 'Chủ tịch UBND xã'
    struct str series; // name of its series; "" for none
    struct str every;  // of the series
    int64_t begins_at;
    int64_t ends_at;
    bool is_public; // stands in the public week
};
// Trims; fields: title kind place chair series every begins ends.
void meeting_check(struct meeting_draft *m, struct problems *p);

// Call one. *out gets the row as stored.
MUST_USE enum steer_end meeting_call(const struct desk *d, int64_t office_id, const struct meeting_draft *m,
                                     struct meeting_row *out, struct err *e);

// Until it is confirmed or called off. A change of title, time or place raises the revision of its invitation.
MUST_USE enum steer_end meeting_save(const struct desk *d, const struct meeting_row *was, const struct meeting_draft *m,
                                     struct err *e);
bool meeting_editable(const struct meeting_row *m);

// Call it off before it was held; say that it was held, once it has begun.
MUST_USE enum steer_end meeting_cancel(const struct desk *d, const struct meeting_row *was, struct err *e);
MUST_USE enum steer_end meeting_hold(const struct desk *d, const struct meeting_row *was, struct err *e);

// What is removed from here on can be put back (meeting_taken.h).
//
// The agenda: what, and the office that presents it (0: none).
MUST_USE enum steer_end meeting_item_add(const struct desk *d, const struct meeting_row *was, struct str title,
                                         int64_t office_id, struct err *e);
MUST_USE enum steer_end meeting_item_remove(const struct desk *d, const struct meeting_row *was, int64_t item_id,
                                            struct err *e);

// Offices in a capacity ("Lãnh đạo xã"), and whether they came: 0 not said, 1 came, 2 did not. Who is invited already stays
// as it is.
MUST_USE enum steer_end meeting_invite(const struct desk *d, const struct meeting_row *was, const int64_t *offices,
                                       size_t n, struct str capacity, struct err *e);
MUST_USE enum steer_end meeting_uninvite(const struct desk *d, const struct meeting_row *was, int64_t office_id,
                                         struct str capacity, struct err *e);
struct meeting_guest {
    int64_t office_id;
    struct str capacity;
    int64_t came;
};
MUST_USE enum steer_end meeting_attendance(const struct desk *d, const struct meeting_row *was,
                                           const struct meeting_guest *guests, size_t n, struct err *e);

// What an office said, in a few words, written down by the office that called the meeting.
MUST_USE enum steer_end meeting_contribute(const struct desk *d, const struct meeting_row *was, int64_t office_id,
                                           struct str words, struct err *e);
MUST_USE enum steer_end meeting_contribution_remove(const struct desk *d, const struct meeting_row *was, int64_t id,
                                                    struct err *e);
// What an invited office itself has to say, before the meeting and until it is confirmed: one text of it, written anew as often
// as it likes, "" to take it back; nobody else changes it. The version stays: forms that the calling office has open go on
// holding. STEER_NOT_NOW: the office is not invited, or nothing is changed any more.
MUST_USE enum steer_end meeting_speak(const struct desk *d, const struct meeting_row *was, int64_t office_id, struct str words,
                                      struct err *e);
// Is the office, or a former one whose heir it is, invited?
MUST_USE bool meeting_invited(struct tx *tx, const struct site *s, const struct meeting_row *m, int64_t office_id, bool *yes,
                              struct err *e);

// For the rooms that change a meeting: save `m` where it is still `was`, with its event.
MUST_USE enum steer_end meeting_store(const struct desk *d, const struct meeting_row *was, const struct meeting_row *m,
                                      enum event_kind kind, struct str reason, struct str content, struct err *e);
// Something that belongs to it changes (reason, of the event: agenda invited attendance contribution paper): only while it
// may be edited, and its version rises.
MUST_USE enum steer_end meeting_touch(const struct desk *d, const struct meeting_row *was, const char *reason,
                                      struct err *e);
