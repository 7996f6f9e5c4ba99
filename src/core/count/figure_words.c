// figure_words.c: figures and their parts in words and digits: see figures.h.
#include "core/count/figures.h"
#include "core/desk/matter.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

static unsigned places_of(enum figure_unit unit)
{
    return unit == UNIT_TENTHS || unit == UNIT_PERMILLE ? 1 : unit == UNIT_HUNDREDTHS ? 2 : 0;
}

void figure_put_plain(struct buf *out, enum figure_unit unit, struct figure_value v)
{
    if (v.shown == SHOWN_SMALL && v.listed > 0) {
        buf_addf(out, ">%lld", (long long)v.listed);
        return;
    }
    if (v.shown != SHOWN_COUNT) {
        buf_addz(out, v.shown == SHOWN_SMALL ? "<5" : "hidden");
        return;
    }
    if (v.none) {
        return;
    }
    unsigned places = places_of(unit);
    int64_t scale = places == 2 ? 100 : places == 1 ? 10 : 1;
    buf_addi(out, v.n / scale);
    int64_t rest = v.n % scale;
    if (rest != 0) { // 3.5 and 3, 4.25 and 4.2
        buf_addf(out, rest % 10 == 0 && places == 2 ? ".%lld" : places == 2 ? ".%02lld" : ".%lld",
                 (long long)(rest % 10 == 0 && places == 2 ? rest / 10 : rest));
    }
}

void figure_put(struct buf *out, enum lang lang, enum figure_unit unit, struct figure_value v)
{
    if (v.shown == SHOWN_SMALL && v.listed > 0) {
        buf_addc(out, '>');
        format_number(out, lang, v.listed);
    } else if (v.shown != SHOWN_COUNT) {
        buf_add(out, v.shown == SHOWN_SMALL ? STR("<5") : TC(lang, "figure", "hidden"));
    } else if (v.none) {
        buf_addz(out, "–");
    } else if (unit == UNIT_PERMILLE) {
        format_percent(out, lang, v.n);
    } else if (unit == UNIT_TENTHS && v.n % 10 == 0) {
        format_number(out, lang, v.n / 10);
    } else if (places_of(unit) > 0) {
        format_decimal(out, lang, v.n, places_of(unit));
    } else {
        format_number(out, lang, v.n);
    }
}

struct named {
    const char *code;
    const char *words;
};

static const struct named channels[] = {
    {"web", N_("web page")}, {"api", N_("another program")}, {"phone", N_("telephone")}, {"paper", N_("letter")},
    {"counter", N_("counter")}, {"mail", N_("e-mail")}, {"app", N_("app")}, {"other", N_("other")}, {NULL, NULL}};

static const struct named ages[] = {
    {"7", N_("7 days or less")}, {"15", N_("8 to 15 days")}, {"30", N_("16 to 30 days")}, {"90", N_("31 to 90 days")},
    {"more", N_("more than 90 days")}, {NULL, NULL}};

static const struct named kinds[] = {
    {"answer", N_("public answer")}, {"notice", N_("notice")}, {"news", N_("news")}, {"clarification", N_("clarification")},
    {"correction", N_("correction")}, {"press_release", N_("press release")}, {"report", N_("report")}, {NULL, NULL}};

static const struct named ratings[] = {
    {"5", N_("5: fully")}, {"4", "4"}, {"3", "3"}, {"2", "2"}, {"1", N_("1: not at all")}, {NULL, NULL}};

static struct str named(const struct named *list, enum lang lang, struct str code)
{
    for (; list->code != NULL; list++) {
        if (str_eqz(code, list->code)) {
            return list->words[1] == 0 ? str_c(list->words) : T_(lang, list->words);
        }
    }
    return code;
}

static struct str subject_name(const struct site *site, enum lang lang, struct str code)
{
    if (code.n == 0) {
        return T(lang, "I don't know");
    }
    for (size_t i = 0; i < site->n_categories; i++) {
        if (str_eq(site->categories[i].code, code)) {
            return site->categories[i].name[lang];
        }
    }
    return code;
}

struct str figure_part_name(const struct site *site, enum lang lang, enum figure_list list, struct str code)
{
    switch (list) {
    case LIST_SUBJECT:
        return subject_name(site, lang, code);
    case LIST_OUTCOME: {
        enum outcome o = outcome_of(code);
        return o == OUTCOMES ? code : T_(lang, outcome_words(o));
    }
    case LIST_CHANNEL:
        return named(channels, lang, code);
    case LIST_AGE:
        return named(ages, lang, code);
    case LIST_KIND:
        return named(kinds, lang, code);
    default:
        return named(ratings, lang, code);
    }
}
