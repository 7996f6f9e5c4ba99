// report_public.c: see report_public.h.
#include "core/steer/report_public.h"

#include "core/count/told.h"
#include "core/steer/report_due.h"
#include "db/q_report.h"

enum report_telling report_telling(const struct template_entry *f)
{
    struct catalogue_info info;
    if (f->entered || f->catalogue == CATALOGUES) {
        return TELLING_EXACT;
    }
    info = catalogue_info(f->catalogue);
    if (info.published || info.figure == FIGURE_PUBLISHED) {
        return TELLING_EXACT;
    }
    return info.figure != FIGURES ? TELLING_CASEWORK : info.kind == VALUE_COUNT ? TELLING_APART : TELLING_NEVER;
}

const char *report_telling_words(enum report_telling t)
{
    static const char *const msgids[TELLINGS] = {
        [TELLING_EXACT] = N_("In public as it was closed."),
        [TELLING_CASEWORK] =
            N_("In public as the public numbers tell it, small counts hidden together with what would tell them."),
        [TELLING_APART] = N_("In public of one office alone and one quarter, below 5 as <5; never of sums or parts of "
                             "those, so that no small count can be worked out."),
        [TELLING_NEVER] = N_("Not in public: with what was given and done it would tell small counts."),
    };
    return msgids[t];
}

// Are the rows those of one office and one quarter, of which no other told count has a part?
static bool stands_apart(struct tx *tx, const struct report *r, bool *apart, struct err *e)
{
    struct report_period p = period_of_days(r->span.first, r->span.last);
    struct report_tree tree;
    *apart = false;
    if (r->scope != SCOPE_ALONE || !p.calendar || p.kind != PERIOD_QUARTER) {
        return true;
    }
    if (!report_tree_read(&tree, tx, &r->t, r->span, e)) {
        return false;
    }
    ptrdiff_t at = report_tree_find(&tree, r->row->office_id);
    *apart = at >= 0;
    for (size_t i = 0; i < tree.n; i++) {
        *apart = *apart && (tree.nodes[i].unit != (int32_t)at || (ptrdiff_t)i == at);
    }
    return true;
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
        out[i].why = may ? NULL : N_("Not told of this period: only of quarters, halves and years.");
        out[i].v = may ? f->v[TIME_NOW][which] : (struct figure_value){.shown = SHOWN_HIDDEN};
        out[i].changed = may && out[i].v.shown == SHOWN_COUNT && (out[i].v.none != closed.none || out[i].v.n != closed.n);
    }
    return true;
}

bool report_told_read(struct report_told **out, struct tx *tx, const struct site *site, const struct report *r, int64_t now,
                      struct err *e)
{
    struct report_told *told = ARENA_ARRAY(tx_arena(tx), struct report_told, r->t.n_figures + 1);
    bool apart;
    *out = told;
    if (!stands_apart(tx, r, &apart, e)) {
        return false;
    }
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *f = &r->t.figures[i];
        enum report_telling how = report_telling(f);
        told[i].v = report_value_shown(f->kind, &r->values[i]);
        told[i].v.shown = SHOWN_COUNT;
        told[i].v.none = told[i].v.none || !r->values[i].given;
        told[i].exact = how == TELLING_EXACT;
        if (how == TELLING_NEVER || (how == TELLING_APART && !apart)) {
            told[i].why = report_telling_words(how);
            told[i].v.shown = SHOWN_HIDDEN;
        } else if (how == TELLING_APART && told[i].v.n > 0 && told[i].v.n < DISCLOSE_SMALL) {
            told[i].v.shown = SHOWN_SMALL;
        }
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
