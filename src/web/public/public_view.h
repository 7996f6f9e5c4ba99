// public_view.h: matters and publications as everyone may see them, ready for a template or for JSON.
#pragma once

#include "core/count/disclose.h"
#include "docs/json.h"
#include "web/page_view.h"
#include "web/public/filters.h"

// A count of messages, of which some are shown one by one.
struct counted {
    int64_t n; // of LISTED_MORE those that are shown
    enum listed told;
};
struct counted count_public(int64_t n, int64_t shown);
struct str counted_words(struct web *w, struct counted c); // "7", "<5", "more than 4"

// Where complaints and denunciations are to be taken: what the office wrote, else what the laws say for every office (Law on
// Complaints 2011, art. 7; Law on Denunciations 2018, art. 12; Law on Citizens' Reception 2013).
struct str complaints_words(const struct web *w);

struct state_tag {
    struct str code;  // for the style
    struct str words;
};
struct str matter_state_words(enum lang lang, struct str code); // "in hand"
// The state of a matter; closed ones never without their outcome, which is the second tag (words empty: none).
struct state_tag state_of(struct web *w, const struct matter_row *m);
struct state_tag outcome_tag(struct web *w, const struct matter_row *m);
struct state_tag due_tag(struct web *w, const struct matter_row *m); // trong hạn, sắp đến hạn, đúng hạn, quá hạn

struct matter_item {
    struct str public_id;
    struct str href;
    struct str title;
    struct state_tag state;
    struct state_tag outcome;
    struct state_tag due;
    struct counted messages;
    struct str messages_words;
    struct str office;
    struct str office_code;
    struct str category;     // "" when not known
    int64_t started_day;     // of the first message
    int64_t public_at;
    int64_t due_at;
    int64_t answered_at;
    int64_t closed_at;
};
MUST_USE bool matter_item(struct web *w, const struct matter_row *m, struct matter_item *out, struct err *e);
// The same for a page that does not show how many messages it has: they are not counted, and no "<5" is explained at its foot.
MUST_USE bool matter_line(struct web *w, const struct matter_row *m, struct matter_item *out, struct err *e);

struct publication_item {
    struct str public_id;
    struct str href;
    struct str title;
    struct str summary;      // the first words of the text
    struct str office;
    struct str office_code;
    struct str category;     // its matter's; ""
    struct str lang;         // of the version shown
    int64_t published_at;
    int64_t corrected_at;    // 0: never
    struct counted messages; // how many messages it answers
    struct str messages_words;
    struct matter_item matter;
    bool has_matter;
};
// The item of a publication whose version for the reader is known (NULL: there is none), without its summary.
MUST_USE bool publication_item_of(struct web *w, const struct publication_row *pub, const struct version_row *v,
                                  struct publication_item *out, struct err *e);
struct str publication_summary(struct web *w, struct str body); // the first words
MUST_USE bool publication_item(struct web *w, const struct publication_row *pub, struct publication_item *out, struct err *e);

// The latest published answers, and the public matters in hand, of an office (0: of all), `max` at most; in the arena.
MUST_USE bool latest_answers(struct web *w, int64_t office_id, size_t max, struct publication_item **list, size_t *n,
                             struct err *e);
MUST_USE bool latest_matters(struct web *w, int64_t office_id, size_t max, struct matter_item **list, size_t *n,
                             struct err *e);

void matter_item_json(struct json *j, struct web *w, const struct matter_item *m);           // one object
void publication_item_json(struct json *j, struct web *w, const struct publication_item *p); // one object
void json_day(struct json *j, const char *name, struct web *w, int64_t at);                  // YYYY-MM-DD of a time; null for 0
