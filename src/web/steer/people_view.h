// people_view.h: recognition, training sessions and contests at the desk.
#pragma once

#include "core/steer/contest.h"
#include "core/steer/recognition.h"
#include "core/steer/training.h"
#include "web/desk/desk_view.h"

enum people_tab { PEOPLE_RECOGNITION, PEOPLE_TRAINING, PEOPLE_CONTESTS };
enum { PEOPLE_ROWS = 50 };

// ---- what is done: one act, as it goes to the writer. A family's own act begins with this one.
struct people_act;
typedef enum steer_end people_fn(const struct desk *d, struct people_act *act, struct err *e);
struct people_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    people_fn *run;
    struct str to;  // where it leads once saved; a new thing's own page is put together from `folder` and `made`
    const char *folder;
    struct str made; // out: public id
    enum steer_end end;
};
// Act of this request at an office, that leads to `to` (STR_NONE: to what it makes, in `folder`).
struct people_act people_act(struct web *w, int64_t office_id, people_fn *run, struct str to, const char *folder);
void people_do(struct web *w, struct people_act *act); // then a redirect, or 409

// ---- pages of a list by day and id
struct people_key {
    int64_t day;
    int64_t id;
};
bool people_key_read(struct web *w, struct people_key *key); // false: the reply is made
struct str people_next(struct web *w, const char *list, int64_t day, int64_t id);
struct people_key *people_first(struct web *w); // where a list begins, for its table

// ---- recognition
struct recognition_item {
    struct str href;
    struct str name; // "" where it is not to be read here
    struct str service;
    struct str form;
    struct str decision;
    int64_t day;
    bool withdrawn;
};
struct recognitions_view {
    struct desk_page page;
    struct recognition_item *items;
    size_t n_items;
    struct str next;
    bool writes; // and reads names
    struct recognition_draft draft; // as typed
    struct desk_choices forms;
};
struct recognition_view {
    struct desk_page page;
    struct recognition_item item;
    struct str base;
    struct str list;
    int64_t consent_day;
    bool writes;
    bool prints;
};

// ---- training
struct training_item {
    struct str href;
    struct str title;
    struct str place;
    struct str for_whom;
    struct str state; // words
    int64_t day;
    int64_t offices; // that came
    int64_t came;
};
struct trainings_view {
    struct desk_page page;
    struct training_item *items;
    size_t n_items;
    struct str next;
    bool writes;
    struct training_draft draft;
};
struct training_line {
    struct str name;
    struct str value; // code of an office, id of a material
    struct str url;
    int64_t n;
};
struct training_view {
    struct desk_page page;
    struct training_item item;
    struct str base;
    struct str list;
    bool writes;
    bool planned, held, cancelled;
    bool may_hold; // its day has come
    struct training_line *offices;
    size_t n_offices;
    struct training_line *materials;
    size_t n_materials;
    struct str material, url, office, came; // as typed
};

// ---- contests
struct contest_item {
    struct str href;
    struct str title;
    struct str state;
    int64_t until_day;
    int64_t entries;
};
struct contests_view {
    struct desk_page page;
    struct contest_item *items;
    size_t n_items;
    struct str next;
    bool writes;
    struct contest_draft draft;
};
struct contest_entry {
    int64_t number;
    struct str work;
    struct str mine;   // own score, "" for none
    struct str median;
    int64_t min, max;
    struct str award;
    struct str name; // "" unless decided and agreed to
};
struct contest_judge_item {
    int64_t seat;
    struct str name; // "" once it is forgotten
};
struct contest_view {
    struct desk_page page;
    struct contest_item item;
    struct str base;
    struct str list;
    struct str rules;
    bool open, judging, decided;
    bool writes, decides;
    bool judge;   // whoever looks has a seat
    bool reads;   // works, and the spread once all scores are in
    bool takes;   // entries: open, in time, and no judge
    struct contest_standing standing;
    struct contest_judge_item *judges;
    size_t n_judges;
    struct contest_entry *entries;
    size_t n_entries;
    struct str decision_number;
    int64_t decided_day;
    struct str work, name, forget, decision; // as typed
    int64_t day;
};
