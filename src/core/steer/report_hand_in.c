// report_hand_in.c: see report_hand_in.h.
#include "core/steer/report_hand_in.h"

#include "core/steer/report_store.h"
#include "db/q_report.h"
#include "db/q_site.h"

enum { PORTION = 1500 }; // rows of a transaction

size_t report_lacks(struct arena *a, const struct report *r, struct report_lack **list)
{
    size_t n = 0;
    *list = ARENA_ARRAY(a, struct report_lack, r->t.n_sections + r->t.n_figures + 1);
    for (size_t i = 0; i < r->t.n_sections; i++) {
        const struct template_section_part *s = &r->t.sections[i];
        bool filled = r->narrative[i].n > 0 || s->part == PART_FIGURES ||
                      (s->part == PART_REQUESTS && (r->n_requests > 0 || !s->required));
        if (!filled) {
            (*list)[n++] = (struct report_lack){.at = i, .section = true, .required = s->required};
        }
    }
    for (size_t i = 0; i < r->t.n_figures && r->scope == SCOPE_ALONE; i++) {
        if (r->t.figures[i].entered && !r->values[i].given) {
            (*list)[n++] = (struct report_lack){.at = i};
        }
    }
    return n;
}

static bool may_hand_in(const struct desk *d, const struct report_row *row)
{
    int64_t today = tz_day(d->site->tz, d->now);
    return str_eq(row->state, STR("draft")) && (today > row->last_day || today >= row->due_day);
}

// May it be handed in now as it stands?
static bool is_ready(const struct desk *d, const struct report_freeze *f)
{
    struct report_lack *list;
    size_t n = report_lacks(tx_arena(d->tx), &f->r, &list);
    bool may = may_hand_in(d, f->r.row);
    for (size_t i = 0; i < n; i++) {
        may = may && !list[i].required;
    }
    return may && f->why.n <= REPORT_WHY_MAX && (n == 0 || f->why.n > 0);
}

bool report_freeze_begin(struct report_freeze *f, struct tx *tx, const struct site *site, const struct report_row *row,
                         int64_t now, struct err *e)
{
    struct event_last_number_row last;
    *f = (struct report_freeze){.why = STR("")};
    if (q_event_last_number(tx, row->home_id, &last, e) != Q_ROW || !report_read(&f->r, tx, site, row, now, e)) {
        return false;
    }
    f->seen = last.event_number;
    return true;
}

// Rows beside the draft: sources, then gaps. One that is not consolidated has none.
static size_t rows_of(const struct report *r)
{
    return r->scope == SCOPE_CONSOLIDATED ? r->sum.n_sources + r->sum.n_gaps : 0;
}

bool report_freeze_whole(const struct report_freeze *f)
{
    return f->at >= rows_of(&f->r);
}

static bool put_gap(const struct desk *d, const struct report *r, size_t i, struct err *e)
{
    const struct report_gap *g = &r->sum.gaps[i];
    const struct office *o = g->office_id != 0 ? site_office(d->site, g->office_id) : NULL;
    struct q_report_missing_put_in in = {.home = r->row->home_id, .report = r->row->id, .position = (int64_t)i + 1,
                                         .code = g->code, .name = o != NULL ? o->name[d->site->lang] : g->name,
                                         .why = g->why, .first_day = g->span.first, .last_day = g->span.last};
    in.name = in.name.n == 0 ? g->code : in.name;
    return q_report_missing_put(d->tx, &in, NULL, e);
}

// What an attempt that broke off has left. *n rows were taken away.
static bool clear_some(const struct desk *d, const struct report_row *row, size_t *n, struct err *e)
{
    int64_t sources = 0;
    int64_t gaps = 0;
    bool good = q_report_sources_drop(d->tx, row->home_id, row->id, PORTION, &sources, e) &&
                q_report_missings_drop(d->tx, row->home_id, row->id, PORTION, &gaps, e);
    *n = (size_t)(sources + gaps);
    return good;
}

enum steer_end report_freeze_put(const struct desk *d, struct report_freeze *f, struct err *e)
{
    const struct report *r = &f->r;
    size_t cleared = 0;
    f->next = f->at;
    if (!is_ready(d, f)) {
        return STEER_NOT_NOW;
    }
    if (f->at == 0 && !clear_some(d, r->row, &cleared, e)) {
        return STEER_ERROR;
    }
    if (cleared > 0) {
        return STEER_SAVED; // and again, until nothing is left
    }
    size_t end = f->at + PORTION < rows_of(r) ? f->at + PORTION : rows_of(r);
    for (; f->next < end; f->next++) {
        size_t sources = r->sum.n_sources;
        if (f->next < sources
                ? !q_report_source_put(d->tx, r->row->home_id, r->row->id, r->sum.sources[f->next], NULL, e)
                : !put_gap(d, r, f->next - sources, e)) {
            return STEER_ERROR;
        }
    }
    return STEER_SAVED;
}

// Is something of a former office on its way to or from one whose rows are in this report?
static bool on_the_way(const struct desk *d, const struct report *r, bool *moving, struct err *e)
{
    struct report_tree tree;
    int64_t today = tz_day(d->site->tz, d->now);
    *moving = false;
    if (r->scope == SCOPE_CONSOLIDATED) {
        return true;
    }
    if (!report_tree_read(&tree, d->tx, &r->t, r->span, e)) {
        return false;
    }
    ptrdiff_t at = report_tree_find(&tree, r->row->office_id);
    for (size_t i = at < 0 ? tree.n : (size_t)at; i < tree.n && !*moving; i++) {
        struct report_not_carried_row n = {0};
        if (tree.nodes[i].unit == (int32_t)at &&
            q_report_not_carried(d->tx, tree.nodes[i].office_id, today, &n, e) != Q_ROW) {
            return false;
        }
        *moving = n.n > 0;
    }
    return true;
}

// Has a report moved since it was counted, or has another attempt taken away what is laid beside it?
static bool is_overtaken(const struct desk *d, struct report_freeze *f, struct err *e)
{
    const struct report_row *row = f->r.row;
    struct report_moved_row moved;
    struct report_beside_row beside;
    if (q_report_moved(d->tx, row->home_id, f->seen, &moved, e) != Q_ROW ||
        q_report_beside(d->tx, row->home_id, row->id, &beside, e) != Q_ROW) {
        return false;
    }
    f->overtaken = moved.n > 0 || (size_t)beside.n != rows_of(&f->r);
    return true;
}

enum steer_end report_freeze_end(const struct desk *d, struct report_freeze *f, struct err *e)
{
    const struct report *r = &f->r;
    struct report_row *editions;
    size_t n;
    bool moving;
    f->overtaken = false;
    if (!is_ready(d, f)) {
        return STEER_NOT_NOW;
    }
    if (!is_overtaken(d, f, e) || !on_the_way(d, r, &moving, e) ||
        !report_editions_of(d->tx, r->row->home_id, &r->t, r->row->office_id, r->span, r->scope, &editions, &n, e)) {
        return STEER_ERROR;
    }
    if (f->overtaken || moving) {
        return STEER_NOT_NOW;
    }
    if (!report_make_last(d, r->row, editions, n, e)) {
        return STEER_ERROR;
    }
    for (size_t i = 0; i < r->t.n_figures; i++) {
        if (!report_freeze_figure(d, r, i, e)) {
            return STEER_ERROR;
        }
    }
    struct report_row row = *r->row;
    row.state = STR("handed_in");
    row.is_last = 1;
    row.frozen_at = row.handed_in_at = d->now;
    return report_save_row(d, r->row, &row, EVENT_REPORT_HANDED_IN, f->why, e);
}

enum steer_end report_hand_in(const struct desk *d, const struct report_row *was, struct str why, struct err *e)
{
    struct report_freeze f;
    if (!may_hand_in(d, was)) {
        return STEER_NOT_NOW;
    }
    if (!report_freeze_begin(&f, d->tx, d->site, was, d->now, e)) {
        return STEER_ERROR;
    }
    f.why = str_trim(why);
    enum steer_end end = STEER_SAVED;
    for (; end == STEER_SAVED && !report_freeze_whole(&f); f.at = f.next) {
        end = report_freeze_put(d, &f, e);
    }
    return end == STEER_SAVED ? report_freeze_end(d, &f, e) : end;
}
