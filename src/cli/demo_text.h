// demo_text.h: the words of the demo office: hand-written material of demo/*.tsv, and 4,000 messages made of it.
//
// Pure functions over memory: nothing is read from disk, clock or kernel, and the same seed gives the same bytes
// everywhere. Everything lies in the caller's arena. What the files hold is said in the first line of each.
#pragma once

#include "base/embed.h"
#include "base/err.h"
#include "base/random.h"

#define DEMO_ZONE (7 * 3600) // Vietnam has kept UTC+7 without summer time since 1975

enum demo_kind { DEMO_REFLECTION, DEMO_QUESTION, DEMO_THANKS };
enum demo_channel { DEMO_WEB, DEMO_PHONE, DEMO_PAPER, DEMO_APP }; // phone and paper: entered by the office for a caller

struct demo_office {
    struct str code, parent, kind, name_vi, name_en; // parent: STR_NONE at the root; parents stand before children
};

struct demo_category {
    struct str code, name_vi, name_en;
    const struct demo_office *owner; // NULL: the office that the message was sent to
};

struct demo_member {
    struct str login, name, role;
    const struct demo_office *office;
};

struct demo_place {
    const struct demo_office *office;
    struct str kind, name;
};

struct demo_wording {
    enum demo_kind kind;
    struct str lang, text;
};

// The public answer of a situation. Texts are patterns for demo_fill; *_en is STR_NONE where there is no translation.
struct demo_answer {
    struct str situation, outcome; // outcome: done partly planned not_ours guided declined no_answer
    struct str title_vi, body_vi;  // body: Markdown
    struct str sources;            // numbers of documents, "; " between
    struct str title_en, body_en;
};

// What the office publishes by itself. kind: news notice clarification correction.
struct demo_notice {
    struct str kind;
    const struct demo_office *office;
    int64_t day; // days after the first day of the demo
    struct str title_vi, body_vi, sources, title_en, body_en;
};

// What lies behind messages: one situation at one place is one matter.
struct demo_situation {
    struct str id;
    const struct demo_category *category;
    struct str where;                // kinds of place, or "commune"; STR_NONE for a fixed place
    const struct demo_office *fixed; // the office of a fixed place, otherwise NULL
    struct str place;                // the fixed place
    int from_month, to_month;        // 1…12, both included, over New Year when from > to
    bool flood;                      // on the days of high water only
    uint64_t weight, size, days;     // how common; messages of one case on average; how long a case goes on
    bool about;                      // about the office or its staff
    const struct demo_wording *wordings;
    size_t wordings_n;
    const struct demo_answer *answer; // or NULL
};

struct demo_phrase {
    struct str use, kind, lang, text;
};

struct demo_short {
    struct str word, forms; // forms: blanks between
};

// One row of how the last quarter was steered; what its columns hold goes by `row`: see demo/steering.tsv.
struct demo_steering {
    struct str row, who;
    int64_t day;
    struct str state, words, more; // STR_NONE where the table has "-"
};

struct demo_comment {
    struct str situation;
    struct str fate; // shown, waiting, or the number of a rule
    struct str lang, words;
};

struct demo_material {
    struct demo_office *offices;
    size_t offices_n;
    struct demo_category *categories;
    size_t categories_n;
    struct demo_member *members;
    size_t members_n;
    struct demo_place *places;
    size_t places_n;
    struct demo_situation *situations;
    size_t situations_n;
    struct demo_wording *wordings;
    size_t wordings_n;
    struct demo_answer *answers;
    size_t answers_n;
    struct demo_notice *notices;
    size_t notices_n;
    struct demo_comment *comments;
    size_t comments_n;
    struct demo_steering *steering;
    size_t steering_n;
    struct demo_phrase *phrases;
    size_t phrases_n;
    struct demo_short *shorts;
    size_t shorts_n;
    struct str logo; // WebP, 88 × 88 pixels
};

// Read the twelve tables out of what mkembed made of demo/. Views into files[] and memory of `a`. ERR_INPUT with file and
// line for a row that has the wrong number of columns or names something that does not exist.
bool demo_material_load(const struct embed *files, size_t n, struct arena *a, struct demo_material *out,
                        struct err *e) MUST_USE;

// The office of that code, or NULL.
const struct demo_office *demo_office_find(const struct demo_material *m, struct str code);

// The place part of an office's name: "phường Cửa Đình" of "UBND phường Cửa Đình"; in English, "Cua Dinh Ward".
struct str demo_commune(const struct demo_office *o, bool english);

// True when the place is of one of the kinds (blanks between).
bool demo_place_fits(const struct demo_place *p, struct str kinds);

// What stands in the blanks of a pattern.
struct demo_blanks {
    struct str place;   // {place}; {Place} begins with a capital
    struct str commune; // {commune}, {Commune}: see demo_commune
    struct str office;  // {office}: the name of the office that answers
    uint64_t number;    // {n}
    int64_t at;         // seconds UTC from which {date+10} and {date-3} count days, in Vietnam's time
    bool english;       // dates read "5 January 2026", otherwise 05/01/2026
};
struct str demo_fill(struct arena *a, struct str pattern, const struct demo_blanks *b);

// One matter-to-be. Cases are numbered from 0 in the plan; `first` and `messages` say what belongs to it.
struct demo_case {
    const struct demo_situation *situation;
    const struct demo_office *office; // where it happened
    bool to_root;                     // its senders write to the province; else to that office
    struct str place;                 // STR_NONE when the situation is about the office as a whole
    int64_t first;                    // day of the plan on which it began
    size_t messages;
};

struct demo_slot {
    size_t case_no;
    size_t nth; // within the case
    const struct demo_wording *wording;
    enum demo_channel channel;
    int64_t at;
};

struct demo_plan {
    const struct demo_material *material;
    uint64_t seed;
    struct demo_case *cases;
    size_t cases_n;
    struct demo_slot *slots; // in order of time
    size_t slots_n;
};

// Lay out `messages` messages over `days` days from `first_day` (seconds UTC of a midnight in Vietnam). Offices' hours,
// weekends, seasons and the bursts of the flood days are in it.
void demo_plan_make(const struct demo_material *m, uint64_t seed, int64_t first_day, int64_t days, size_t messages,
                    struct arena *a, struct demo_plan *out);

struct demo_message {
    size_t case_no; // messages of one case are about the same matter
    const struct demo_situation *situation;
    const struct demo_office *office;     // to which it is sent
    const struct demo_office *happened;   // where it is about: the same, or below it
    const struct demo_category *category; // what it is about; the sender may not have said so: see `category_given`
    struct str place;                     // or STR_NONE
    struct str text;
    struct str lang; // "vi" or "en"
    enum demo_kind kind;
    enum demo_channel channel;
    int64_t at;          // seconds after first_day
    bool is_public;      // the sender agreed that the words may be shown
    bool about_office;   // goes to the office above
    bool category_given; // false: "I don't know"
};

// Message i of the plan, i < slots_n. Any order, any number of times: always the same.
void demo_message(const struct demo_plan *plan, size_t i, struct arena *a, struct demo_message *out);
