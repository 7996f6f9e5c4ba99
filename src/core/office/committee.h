// committee.h: an office that is a committee: the decision that founded it, its chair, deputies, standing office, secretariat
// and member offices, each from a day to a day. Seats that ended stay on record.
//
// A seat belongs to an office; a person who works here may hold it for that office. The rights of that person at the committee
// come with the seat and go with it: the chair is its head, a deputy and who comes from the standing office are its officers
// (the chair lends approval as any head does, core/office/lend.h), the secretariat its clerks. Who is only a member has none.
#pragma once

#include "core/office/founding.h"
#include "db/q_committee.h"

enum { DECISION_MAX = 100, DECIDED_BY_MAX = 200 };

enum seat { SEAT_CHAIR, SEAT_DEPUTY, SEAT_STANDING, SEAT_SECRETARIAT, SEAT_MEMBER, SEATS };
bool seat_of(struct str code, enum seat *out) MUST_USE; // "chair"; false when unknown
const char *seat_code(enum seat seat);
const char *seat_words(enum seat seat); // msgid

struct committee_founding {
    struct str decision;   // number and symbol
    int64_t decided_day;   // 0: not said, or not understood
    struct str decided_by;
    bool is_public;        // the decision is public: who agreed may be named
};
// Fields: decision decided decided_by.
void committee_founding_check(const struct committee_founding *c, int64_t today, struct problems *p);
MUST_USE bool committee_found(const struct founder *f, int64_t office_id, const struct committee_founding *c, struct err *e);

struct seat_draft {
    enum seat seat;        // SEATS: not said
    int64_t from_office_id;// 0: not said
    int64_t member_id;     // 0: the office holds it, without a person
    bool agreed;           // the person agreed to be named in public
    struct str decision;   // that gave the seat; STR_NONE: the founding one
    int64_t since_day;
};
// Fields: seat from since decision.
void seat_check(const struct site *s, int64_t office_id, const struct seat_draft *d, struct problems *p);

// Give a seat. There is one chair and one standing office: the former one's seat ends on that day.
MUST_USE bool seat_give(const struct founder *f, const struct site *s, int64_t office_id, const struct seat_draft *d,
                        struct err *e);

// End a seat on a day, with the rights that came with it. *ended false: no such seat of this committee, or it ended already.
MUST_USE bool seat_end(const struct founder *f, const struct site *s, int64_t office_id, int64_t seat_id, int64_t day,
                       bool *ended, struct err *e);

// May the name of who holds this seat be shown in public? Only of a committee whose founding decision is public, and where the
// person agreed.
bool seat_named(const struct committee_row *c, const struct committee_seat_row *seat);
