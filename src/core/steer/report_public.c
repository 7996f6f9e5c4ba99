// report_public.c: see report_public.h.
#include "core/steer/report_public.h"

#include "core/count/told.h"
#include "core/steer/report_due.h"
#include "db/q_report.h"

// Figures of one report that add up to the total of all open tasks; what is not in the template is nobody's to subtract.
enum { OPEN_KEYS = 7, OPEN_STATES = 5 };

static const enum catalogue open_keys[OPEN_KEYS] = {CATALOGUE_TASKS_OPEN,     CATALOGUE_TASKS_NEW,      CATALOGUE_TASKS_ACCEPTED,
                                                    CATALOGUE_TASKS_PROGRESS, CATALOGUE_TASKS_REPORTED, CATALOGUE_TASKS_RETURNED,
                                                    CATALOGUE_TASKS_LATE};

static ptrdiff_t figure_at(const struct report *r, enum catalogue c)
{
    for (size_t i = 0; i < r->t.n_figures; i++) {
        if (!r->t.figures[i].entered && r->t.figures[i].catalogue == c) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

// Open tasks by state, and late or not: one table of keys.
static void tell_open(struct arena *a, const struct report *r, struct report_told *told)
{
    static const uint32_t alone[1] = {0};
    static const uint8_t partition[OPEN_KEYS + 1] = {0, 1, 1, 1, 1, 1, 2, 2};
    int64_t n[OPEN_KEYS + 1] = {0};
    enum shown shown[OPEN_KEYS + 1];
    ptrdiff_t at[OPEN_KEYS];
    int64_t sum = 0;
    for (size_t k = 0; k < OPEN_KEYS; k++) {
        at[k] = figure_at(r, open_keys[k]);
        n[k] = at[k] >= 0 && r->values[at[k]].given ? r->values[at[k]].n : 0;
        sum += k >= 1 && k <= OPEN_STATES ? n[k] : 0;
    }
    n[OPEN_KEYS] = n[0] - n[OPEN_KEYS - 1]; // not late
    struct disclose_table t = {.places = {1, alone}, .times = {1, alone}, .n_keys = OPEN_KEYS + 1, .partition = partition,
                               .n_partitions = 2, .n = n, .shown = shown};
    if (at[0] < 0 || sum != n[0] || n[OPEN_KEYS] < 0) {
        return; // nothing to subtract from
    }
    disclose_protect(a, &t);
    for (size_t k = 0; k < OPEN_KEYS; k++) {
        if (at[k] >= 0) {
            told[at[k]].v.shown = shown[k];
        }
    }
}

static bool tell_casework(struct report_told *out, struct tx *tx, const struct site *site, const struct report *r, int64_t now,
                          struct err *e)
{
    struct report_period p = period_of_days(r->span.first, r->span.last);
    const struct office *o = site_office(site, r->row->office_id);
    struct figures *f = ARENA_NEW(tx_arena(tx), struct figures);
    bool may = told_may(&p) && o != NULL && o->heir < 0;
    bool alone = r->scope == SCOPE_ALONE && o != NULL && report_owed_below(&r->t, o);
    if (may && !figures_read(f, tx, site, o, alone, &p, true, now, e)) {
        return false;
    }
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *x = &r->t.figures[i];
        enum figure which = x->entered || x->catalogue == CATALOGUES ? FIGURES : catalogue_info(x->catalogue).figure;
        if (which == FIGURES || out[i].exact) {
            continue;
        }
        struct figure_value closed = report_value_shown(x->kind, &r->values[i]);
        out[i].never = !may;
        out[i].v = may ? f->v[TIME_NOW][which] : (struct figure_value){.shown = SHOWN_HIDDEN};
        out[i].changed = may && out[i].v.shown == SHOWN_COUNT && (out[i].v.none != closed.none || out[i].v.n != closed.n);
    }
    return true;
}

bool report_told_read(struct report_told **out, struct tx *tx, const struct site *site, const struct report *r, int64_t now,
                      struct err *e)
{
    struct report_period p = period_of_days(r->span.first, r->span.last);
    struct report_told *told = ARENA_ARRAY(tx_arena(tx), struct report_told, r->t.n_figures + 1);
    *out = told;
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *f = &r->t.figures[i];
        struct catalogue_info info = f->catalogue == CATALOGUES ? (struct catalogue_info){.figure = FIGURES}
                                                                : catalogue_info(f->catalogue);
        told[i].v = report_value_shown(f->kind, &r->values[i]);
        told[i].v.shown = SHOWN_COUNT;
        told[i].v.none = told[i].v.none || !r->values[i].given;
        told[i].exact = f->catalogue == CATALOGUES || info.published || info.figure == FIGURE_PUBLISHED;
        if (!told[i].exact && info.figure == FIGURES) {
            told[i].never = !told_may(&p);
            told[i].v.shown = told[i].never                                             ? SHOWN_HIDDEN
                              : told[i].v.n > 0 && told[i].v.n < DISCLOSE_SMALL ? SHOWN_SMALL
                                                                                : SHOWN_COUNT;
        }
    }
    if (told_may(&p)) {
        tell_open(tx_arena(tx), r, told);
    }
    return tell_casework(told, tx, site, r, now, e);
}

struct figure_value report_told_row(const struct report *r, size_t row, size_t figure, const struct report_told *told)
{
    const struct report_value *v = &r->sum.rows[row].v[figure];
    struct figure_value shown = report_value_shown(r->t.figures[figure].kind, v);
    shown.shown = told[figure].exact ? SHOWN_COUNT : SHOWN_HIDDEN;
    shown.none = shown.none || !v->given;
    return shown;
}
