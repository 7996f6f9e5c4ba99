// export_request.h: exports of what is not public: an administrator asks, with a reason; another member, who may read the words
// (the office's head), agrees or not; then who asked fetches it once, within a day. Each step is an event.
#pragma once

#include "core/desk/matter.h"
#include "core/press/export.h"
#include "core/problem.h"

enum {
    EXPORT_REASON_MIN = 5,
    EXPORT_REASON_MAX = 500, // characters
    EXPORT_DECIDE_S = 14 * 86400, // how long it waits for a second member
    EXPORT_FETCH_S = 86400,       // and then to be fetched
};

struct export_ask {
    enum export_kind kind;
    int64_t from_day;  // 0: none was given
    int64_t until_day; // included; the same
    struct str reason;
};

// Fields: kind from until reason.
void export_request_check(const struct export_ask *x, struct problems *p);

MUST_USE bool export_request_ask(const struct desk *d, int64_t office_id, const struct export_ask *x, struct err *e);

enum export_state { EXPORT_WAITS, EXPORT_REFUSED, EXPORT_READY, EXPORT_FETCHED, EXPORT_LAPSED };
struct export_request_row;
enum export_state export_request_state(const struct export_request_row *x, int64_t now);

enum export_end {
    EXPORT_ERROR = -1, // *e says why
    EXPORT_SAVED = 0,
    EXPORT_NOT_NOW,     // decided, fetched or lapsed meanwhile
    EXPORT_OTHER_MEMBER // who asked does not agree as well; who did not ask does not fetch
};

// The caller has seen that the member may read what the office has in hand.
MUST_USE enum export_end export_request_decide(const struct desk *d, struct str public_id, bool agreed, struct err *e);

// Before the rows go out, which no further time goes. *x is set with EXPORT_SAVED.
MUST_USE enum export_end export_request_fetch(const struct desk *d, struct str public_id, struct export_request_row *x,
                                              struct err *e);
