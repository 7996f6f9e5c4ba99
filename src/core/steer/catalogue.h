// catalogue.h: the figures that reports are made of: what each counts, and how values are added up.
//
// A share or a mean is kept as its two parts, a median as its distribution, so that the office above computes it anew
// and never averages averages.
#pragma once

#include "core/count/figures.h"

enum catalogue {
#define CASEWORK(name, kind, edition) CATALOGUE_##name,
#define PUBLISHED(name, key, language, edition, label) CATALOGUE_PUBLISHED_##name,
#define COUNTED(name, key, kind, edition, label, definition) CATALOGUE_##name,
#include "core/steer/catalogue.def"
#undef CASEWORK
#undef PUBLISHED
#undef COUNTED
    CATALOGUES
};

enum value_kind { VALUE_COUNT, VALUE_LEVEL, VALUE_TENTHS, VALUE_SHARE, VALUE_MEAN, VALUE_MEDIAN, VALUE_P90, VALUE_KINDS };
const char *value_kind_code(enum value_kind k);
enum value_kind value_kind_of(struct str code); // VALUE_KINDS when unknown
const char *value_kind_words(enum value_kind k);    // msgid
enum figure_unit value_kind_unit(enum value_kind k); // how figure_put writes it

struct catalogue_info {
    struct str key; // "received", "published.notice", "published.notice.en", "tasks.late"
    enum value_kind kind;
    int64_t edition;        // of the definition
    const char *label;      // msgid; of publications the kind's
    const char *definition; // msgid
    enum figure figure;     // of casework: whose rows stand behind it; FIGURES otherwise
    enum lang in;           // publications in a language; LANG_COUNT otherwise
    bool published;         // of publications by kind
};
struct catalogue_info catalogue_info(enum catalogue c);
enum catalogue catalogue_of(struct str key); // CATALOGUES when unknown
// Its name for people: "quá hạn", "thông tin công bố: thông báo (English)".
void catalogue_name(struct buf *out, enum lang lang, enum catalogue c);

// How often a value occurred.
struct report_at {
    int64_t at;
    int64_t n;
};

struct report_value {
    bool given;     // false: there is none, or it was not entered
    int64_t n;      // a count, a level, tenths; of a share or mean its numerator
    int64_t out_of; // of a share or mean its denominator
    struct report_at *spread; // of a median or p90, by `at` (whole days)
    size_t n_spread;
};

// Add `v` to `to`, both of the kind; `to` began as all zeros and has its spread in the arena. A value that is not given
// adds nothing.
void report_value_add(struct arena *a, enum value_kind k, struct report_value *to, const struct report_value *v);
// The same where `v` is of a later period: of a level the later one holds.
void report_value_then(struct arena *a, enum value_kind k, struct report_value *to, const struct report_value *v);
bool report_value_equal(enum value_kind k, const struct report_value *a, const struct report_value *b);

// What is shown: computed from the parts, in the unit of value_kind_unit.
struct figure_value report_value_shown(enum value_kind k, const struct report_value *v);
