// site.h: what every request needs of the site and what seldom changes, read whole into memory: the office tree as it is
// today, names, subjects, settings. An immutable snapshot with a count of its users; a change makes a new one.
//
// Offices stand in preorder: those below office i are exactly offices[i + 1 … i + below]. So "is this office below that
// one" is two comparisons, which the policy of every page asks.
#pragma once

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "i18n/tz.h"

enum setting {
#define SETTING(name, key, kind, value, meaning) SETTING_##name,
#include "core/office/setting.def"
#undef SETTING
    SETTINGS
};

struct office {
    int64_t id;
    int32_t parent; // index in offices, -1 for a root; of a former office, where it stood last
    int32_t below;  // how many offices stand below
    int32_t heir;   // of a former office: index of the one that bears its duties today; -1: it is there itself
    int32_t depth;
    struct str code;
    struct str kind;
    struct str name[LANG_COUNT]; // never empty: another language's name stands in for a missing one
    struct str setting[SETTINGS]; // its own; STR_NONE where the one above holds
};

struct category {
    int64_t id;
    int64_t office_id; // holds for this office and those below
    int64_t owner_id;  // who usually answers; 0: who received it
    struct str code;
    struct str name[LANG_COUNT];
    int64_t since_at;
    int64_t until_at;  // 0: it holds
};

// An address that once held: a former code, and the office that bears the duties now.
struct former_code {
    struct str code;
    int64_t office_id;
};

// The picture in the head of every page (core/office/logo.h).
struct site_logo {
    struct str hash;  // "" for none
    struct str bytes; // WebP
    int64_t width;    // pixels
    int64_t height;
};

struct site {
    int64_t home;
    int64_t root;          // id of the site's own office
    enum lang lang;
    struct str timezone;
    const struct tz *tz;
    int64_t today;         // the day for which the tree was read
    struct office *offices;
    size_t n_offices;
    size_t n_gone;         // former offices, by their last name, code and place: they stand after offices[n_offices - 1]
    struct category *categories; // in the order of their display
    size_t n_categories;
    struct former_code *former;
    size_t n_former;
    struct site_logo logo;
    // private to site.c
    int32_t *by_id;
    int32_t *by_code;
    struct arena mem;
    _Atomic int users;
};

// Read the site as it is on the day of `now`. The caller holds one use of it. ERR_CORRUPT when the store has no home or
// the tree has a cycle or an office without a parent that exists.
MUST_USE bool site_load(struct db *db, int64_t now, struct site **out, struct err *e);

// In place of the site of a store without one: a nameless office in Viet Nam, with home 0.
MUST_USE bool site_blank(int64_t now, struct site **out, struct err *e);
struct site *site_ref(struct site *s);
void site_unref(struct site *s); // the last one frees it; NULL is allowed

// NULL when there never was one. A former office is found too (heir >= 0): what it did keeps its name. The pointers live as
// long as the site.
const struct office *site_office(const struct site *s, int64_t id);

// The office that bears the duties today: `o` itself, or whoever took over from it. NULL for NULL.
const struct office *site_heir(const struct site *s, const struct office *o);
int64_t site_heir_id(const struct site *s, int64_t id); // the same by id; an unknown id stays as it is
// An office and the former ones whose heir it is, in the arena; their number.
size_t site_with_former(const struct site *s, int64_t id, struct arena *a, int64_t **out);

// Only offices of today.
const struct office *site_office_by_code(const struct site *s, struct str code);
const struct office *site_parent(const struct site *s, const struct office *o);
const struct category *site_category(const struct site *s, int64_t id);

// The office that took over from a former code, or NULL; and the former office itself that bore it last, or NULL.
const struct office *site_office_formerly(const struct site *s, struct str code);
const struct office *site_office_gone(const struct site *s, struct str code);

// By its code today, or a former one: whoever bears the duties. What people wrote down long ago still leads somewhere.
const struct office *site_office_named(const struct site *s, struct str code);

// Is `id` the office `above`, or one below it? A former office stands for its heir, as either; below one that ended into
// the office above it stands nothing. false when either is unknown.
bool site_within(const struct site *s, int64_t id, int64_t above);

// Does the subject hold at this office (its own or one above's, not ended)?
bool site_category_holds(const struct site *s, const struct category *c, int64_t office_id);
const struct category *site_category_by_code(const struct site *s, int64_t office_id, struct str code);

// A setting as it holds at an office: its own, else the nearest above, else the default. Never STR_NONE.
struct str site_setting(const struct site *s, int64_t office_id, enum setting which);
struct str site_setting_own(const struct site *s, int64_t office_id, enum setting which); // "" where the office set none itself
int64_t site_setting_int(const struct site *s, int64_t office_id, enum setting which); // 0 when it is not a number
bool site_setting_flag(const struct site *s, int64_t office_id, enum setting which);

const char *setting_key(enum setting which);
const char *setting_kind(enum setting which);
const char *setting_default(enum setting which);
const char *setting_words(enum setting which); // msgid: what the form calls it
enum setting setting_of(struct str key); // SETTINGS when unknown
