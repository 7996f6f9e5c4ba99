// catalogue.c: see catalogue.h.
#include "core/steer/catalogue.h"

#include "core/count/sums.h"
#include "i18n/i18n.h"

static const struct {
    const char *code;
    const char *words;
    enum figure_unit unit;
} kinds[VALUE_KINDS] = {
    [VALUE_COUNT] = {"count", N_("a number, added up"), UNIT_COUNT},
    [VALUE_LEVEL] = {"level", N_("a number at the end of the period"), UNIT_COUNT},
    [VALUE_TENTHS] = {"tenths", N_("a number with one decimal, added up"), UNIT_TENTHS},
    [VALUE_SHARE] = {"share", N_("a share: so many of so many"), UNIT_PERMILLE},
    [VALUE_MEAN] = {"mean", N_("a mean"), UNIT_HUNDREDTHS},
    [VALUE_MEDIAN] = {"median", N_("a median"), UNIT_TENTHS},
    [VALUE_P90] = {"p90", N_("what 90 of 100 do not exceed"), UNIT_DAYS},
};

const char *value_kind_code(enum value_kind k)
{
    return kinds[k].code;
}

enum value_kind value_kind_of(struct str code)
{
    enum value_kind k = 0;
    while (k < VALUE_KINDS && !str_eqz(code, kinds[k].code)) {
        k++;
    }
    return k;
}

const char *value_kind_words(enum value_kind k)
{
    return kinds[k].words;
}

enum figure_unit value_kind_unit(enum value_kind k)
{
    return kinds[k].unit;
}

// ---- the catalogue

static const char published_of_kind[] =
    N_("Publications of this kind that everybody can read, by the day of publication; with a language, those that can be "
       "read in it.");

static const struct entry {
    const char *key; // NULL: of casework, the figure has it
    enum value_kind kind;
    int64_t edition;
    const char *label;
    const char *definition;
    enum figure figure;
    enum lang in;
    bool published;
} entries[CATALOGUES] = {
#define CASEWORK(name, kind, edition)                                                                                  \
    [CATALOGUE_##name] = {NULL, VALUE_##kind, edition, NULL, NULL, FIGURE_##name, LANG_COUNT, false},
#define PUBLISHED(name, key, language, edition, label)                                                                 \
    [CATALOGUE_PUBLISHED_##name] = {key,     VALUE_COUNT,     edition, label, published_of_kind,                       \
                                    FIGURES, LANG_##language, true},
#define COUNTED(name, key, kind, edition, label, definition)                                                           \
    [CATALOGUE_##name] = {key, VALUE_##kind, edition, label, definition, FIGURES, LANG_COUNT, false},
#include "core/steer/catalogue.def"
#undef CASEWORK
#undef PUBLISHED
#undef COUNTED
};

struct catalogue_info catalogue_info(enum catalogue c)
{
    const struct entry *x = &entries[c];
    const struct figure_info *f = x->key == NULL ? figure_info(x->figure) : NULL;
    return (struct catalogue_info){.key = str_c(f != NULL ? f->key : x->key),
                                   .kind = x->kind,
                                   .edition = x->edition,
                                   .label = f != NULL ? f->label : x->label,
                                   .definition = f != NULL ? f->definition : x->definition,
                                   .figure = x->figure,
                                   .in = x->in,
                                   .published = x->published};
}

enum catalogue catalogue_of(struct str key)
{
    enum catalogue c = 0;
    while (c < CATALOGUES && !str_eq(key, catalogue_info(c).key)) {
        c++;
    }
    return c;
}

void catalogue_name(struct buf *out, enum lang lang, enum catalogue c)
{
    struct catalogue_info i = catalogue_info(c);
    if (i.published) {
        buf_add(out, T(lang, "publications"));
        buf_addz(out, ": ");
    }
    buf_add(out, T_(lang, i.label));
    if (i.in != LANG_COUNT) {
        buf_addf(out, " (%.*s)", STR_ARG(lang_info(i.in)->name));
    }
}

// ---- values

// Room grows by doubling: a spread whose length is a power of two is full.
static void spread_put(struct arena *a, struct report_value *to, struct report_at x)
{
    size_t lo = 0;
    size_t hi = to->n_spread;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (to->spread[mid].at < x.at) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    if (lo < to->n_spread && to->spread[lo].at == x.at) {
        to->spread[lo].n += x.n;
        return;
    }
    size_t n = to->n_spread;
    if ((n & (n - 1)) == 0) {
        struct report_at *grown = ARENA_ARRAY(a, struct report_at, n == 0 ? 1 : n * 2);
        if (n > 0) {
            memcpy(grown, to->spread, n * sizeof *grown);
        }
        to->spread = grown;
    }
    memmove(to->spread + lo + 1, to->spread + lo, (n - lo) * sizeof *to->spread);
    to->spread[lo] = x;
    to->n_spread++;
}

void report_value_add(struct arena *a, enum value_kind k, struct report_value *to, const struct report_value *v)
{
    if (!v->given) {
        return;
    }
    to->given = true;
    if (k == VALUE_MEDIAN || k == VALUE_P90) {
        for (size_t i = 0; i < v->n_spread; i++) {
            spread_put(a, to, v->spread[i]);
        }
    } else {
        to->n += v->n;
        to->out_of += v->out_of;
    }
}

void report_value_then(struct arena *a, enum value_kind k, struct report_value *to, const struct report_value *v)
{
    if (k == VALUE_LEVEL) {
        *to = *v;
    } else {
        report_value_add(a, k, to, v);
    }
}

bool report_value_equal(enum value_kind k, const struct report_value *a, const struct report_value *b)
{
    if (a->given != b->given || !a->given) {
        return a->given == b->given;
    }
    if (k != VALUE_MEDIAN && k != VALUE_P90) {
        return a->n == b->n && a->out_of == b->out_of;
    }
    bool same = a->n_spread == b->n_spread;
    for (size_t i = 0; i < a->n_spread && same; i++) {
        same = a->spread[i].at == b->spread[i].at && a->spread[i].n == b->spread[i].n;
    }
    return same;
}

// The value of the one at that rank, from 1.
static int64_t spread_rank(const struct report_value *v, int64_t rank)
{
    for (size_t i = 0; i < v->n_spread; i++) {
        rank -= v->spread[i].n;
        if (rank <= 0) {
            return v->spread[i].at;
        }
    }
    return 0;
}

struct figure_value report_value_shown(enum value_kind k, const struct report_value *v)
{
    struct figure_value out = {.n = v->n, .shown = SHOWN_COUNT, .none = !v->given};
    int64_t n = 0;
    for (size_t i = 0; i < v->n_spread; i++) {
        n += v->spread[i].n;
    }
    switch (k) {
    case VALUE_SHARE:
    case VALUE_MEAN: {
        int64_t steps = k == VALUE_SHARE ? 1000 : 100; // half up, as core/count/figures.c does
        out.none = out.none || v->out_of == 0;
        out.n = out.none ? 0 : (v->n * steps * 2 + v->out_of) / (v->out_of * 2);
        break;
    }
    case VALUE_MEDIAN:
        out.none = n == 0;
        out.n = out.none ? 0 : (spread_rank(v, (n + 1) / 2) + spread_rank(v, n / 2 + 1)) * 5;
        break;
    case VALUE_P90:
        out.none = n == 0;
        out.n = out.none ? 0 : spread_rank(v, (n * 9 + 9) / 10);
        break;
    default:
        break;
    }
    return out;
}
