// report_count.c: see report_count.h. Casework and publications come from the sums that are kept as things happen
// (core/count/tally.h), the rest from the rows.
#include "core/steer/report_count.h"

#include "core/count/sums.h"
#include "core/steer/people_count.h"
#include "core/steer/task_count.h"
#include "db/q_figure.h"
#include "db/q_report.h"
#include "db/q_site.h"

struct counting {
    struct arena *a;
    const struct site *site;
    const struct report_tree *tree;
    size_t at; // whose report
    enum report_scope scope;
    struct report_value *v;
    int64_t *days; // how many matters took so many days
    size_t days_cap;
    bool bad; // a sum of days that is none
};

static bool counts(const struct counting *c, int64_t office_id)
{
    ptrdiff_t node = report_tree_find(c->tree, office_id);
    if (node < 0) {
        return false;
    }
    int64_t unit = c->tree->nodes[node].unit;
    int64_t at = (int64_t)c->at;
    return c->scope == SCOPE_ALONE ? unit == at : unit >= at && unit <= at + c->tree->nodes[c->at].below;
}

// ---- from the sums

enum { DAYS_MOST = 40000 }; // as core/count/sums.c: what took longer is counted as that long

static void add_days(struct counting *c, int64_t days, int64_t n)
{
    size_t at = days < 0 ? 0 : days > DAYS_MOST ? DAYS_MOST : (size_t)days;
    if (at >= c->days_cap) {
        size_t cap = at < 64 ? 128 : at * 2;
        int64_t *grown = ARENA_ARRAY(c->a, int64_t, cap);
        if (c->days_cap > 0) {
            memcpy(grown, c->days, c->days_cap * sizeof *grown);
        }
        c->days = grown;
        c->days_cap = cap;
    }
    c->days[at] += n;
}

static void add_answered(struct counting *c, struct str part, int64_t n)
{
    int64_t days;
    c->v[CATALOGUE_ANSWERED].n += n;
    if (str_int(part, &days)) {
        add_days(c, days, n);
    } else {
        c->bad = true;
    }
}

static void add_timely(struct counting *c, struct str part, int64_t n)
{
    static const struct {
        const char *part;
        enum catalogue to;
    } parts[] = {{"on_time", CATALOGUE_ON_TIME}, {"extended", CATALOGUE_EXTENDED}, {"late", CATALOGUE_LATE},
                 {"no_due", CATALOGUE_NO_DUE}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        c->v[parts[i].to].n += str_eqz(part, parts[i].part) ? n : 0;
    }
    struct report_value *share = &c->v[CATALOGUE_ON_TIME_SHARE];
    share->n += str_eqz(part, "on_time") ? n : 0;
    share->out_of += str_eqz(part, "no_due") ? 0 : n;
}

static void add_published(struct counting *c, struct str part, int64_t n)
{
    if (str_eqz(part, PART_BY_RECEIPT)) {
        c->v[CATALOGUE_BY_RECEIPT].n += n;
        return;
    }
    c->v[CATALOGUE_PUBLISHED].n += n;
    enum catalogue kind = catalogue_of(str_fmt(c->a, "published.%.*s", STR_ARG(part)));
    if (kind != CATALOGUES) {
        c->v[kind].n += n;
    }
}

static void add_entered(struct counting *c, struct str part, int64_t n)
{
    c->v[str_eqz(part, PART_IMPORTED) ? CATALOGUE_IMPORTED : CATALOGUE_ENTERED].n += n;
    c->v[CATALOGUE_SENT].n -= n;
}

static void add_rated(struct counting *c, struct str part, int64_t n)
{
    int64_t value = 0;
    c->bad = !str_int(part, &value) || c->bad;
    c->v[CATALOGUE_RATED].n += n;
    c->v[CATALOGUE_SATISFACTION].n += value * n;
    c->v[CATALOGUE_SATISFACTION].out_of += n;
}

static bool on_sum(void *arg, const struct tally_range_row *row, struct err *e)
{
    struct counting *c = arg;
    if (row->n == 0 || !counts(c, row->office_id)) {
        return true;
    }
    switch (measure_of(row->measure)) {
    case MEASURE_RECEIVED:
        c->v[CATALOGUE_RECEIVED].n += row->n;
        c->v[CATALOGUE_SENT].n += row->n;
        break;
    case MEASURE_ENTERED:
        add_entered(c, row->part, row->n);
        break;
    case MEASURE_STARTED:
        c->v[CATALOGUE_OPENED].n += row->n;
        break;
    case MEASURE_ANSWERED:
        add_answered(c, row->part, row->n);
        break;
    case MEASURE_TIMELY:
        add_timely(c, row->part, row->n);
        break;
    case MEASURE_CLOSED:
        c->v[CATALOGUE_CLOSED].n += row->n;
        break;
    case MEASURE_RATED:
        add_rated(c, row->part, row->n);
        break;
    case MEASURE_PUBLISHED:
        add_published(c, row->part, row->n);
        break;
    default:
        break;
    }
    return !c->bad || err_set(e, ERR_CORRUPT, "a sum's part is no number: see hoiam check");
}

// Days up to the first whole month, whole months, the days after them.
static bool count_sums(struct counting *c, struct tx *tx, struct report_span p, struct err *e)
{
    struct q_tally_range_in days = {.home = c->site->home, .grain = STR("d"), .from = p.first, .to = p.last};
    struct civil_span month = civil_period(PERIOD_MONTH, p.first);
    int64_t from = p.first == month.first ? month.first : month.end;
    int64_t to = civil_period(PERIOD_MONTH, p.last + 1).first;
    if (to <= from) {
        return q_tally_range(tx, &days, on_sum, c, e);
    }
    struct q_tally_range_in months = {.home = c->site->home, .grain = STR("m"), .from = tally_month(from),
                                      .to = tally_month(to) - 1};
    days.to = from - 1;
    if (!q_tally_range(tx, &days, on_sum, c, e) || !q_tally_range(tx, &months, on_sum, c, e)) {
        return false;
    }
    days.from = to;
    days.to = p.last;
    return q_tally_range(tx, &days, on_sum, c, e);
}

static void fold_days(struct counting *c)
{
    struct report_value *v = &c->v[CATALOGUE_MEDIAN];
    v->spread = ARENA_ARRAY(c->a, struct report_at, c->days_cap + 1);
    for (size_t i = 0; i < c->days_cap; i++) {
        if (c->days[i] != 0) {
            v->spread[v->n_spread++] = (struct report_at){(int64_t)i, c->days[i]};
        }
    }
    c->v[CATALOGUE_P90] = *v;
}

// ---- from the rows

static bool on_open(void *arg, const struct matters_still_open_row *row, struct err *e)
{
    (void)e;
    struct counting *c = arg;
    if (counts(c, row->office_id)) {
        c->v[CATALOGUE_OPEN].n += row->age_7 + row->age_15 + row->age_30 + row->age_90 + row->older;
        c->v[CATALOGUE_OVERDUE].n += row->overdue;
    }
    return true;
}

static bool count_open(struct counting *c, struct tx *tx, int64_t end, struct err *e)
{
    // By age is not asked for: one boundary suffices.
    struct q_matters_still_open_in in = {.home = c->site->home, .end = end, .from_7 = end, .from_15 = end, .from_30 = end,
                                         .from_90 = end};
    return q_matters_still_open(tx, &in, on_open, c, e);
}

static bool on_publications(void *arg, const struct report_publications_row *row, struct err *e)
{
    (void)e;
    struct counting *c = arg;
    enum catalogue to = catalogue_of(str_fmt(c->a, "published.%.*s.%.*s", STR_ARG(row->kind), STR_ARG(row->lang)));
    if (to != CATALOGUES && counts(c, row->office_id)) {
        c->v[to].n += row->n;
    }
    return true;
}

static bool on_tasks(void *arg, int64_t office, const struct task_figures *f)
{
    struct counting *c = arg;
    if (counts(c, office)) {
        c->v[CATALOGUE_TASKS_GIVEN].n += f->given;
        c->v[CATALOGUE_TASKS_IN_TIME].n += f->in_time;
        c->v[CATALOGUE_TASKS_DONE_LATE].n += f->done_late;
        c->v[CATALOGUE_TASKS_WITHDRAWN].n += f->withdrawn;
        c->v[CATALOGUE_TASKS_OPEN].n += f->open;
        c->v[CATALOGUE_TASKS_LATE].n += f->late;
    }
    return true;
}

static bool on_tasks_open(void *arg, const struct report_tasks_open_row *row, struct err *e)
{
    (void)e;
    struct counting *c = arg;
    if (counts(c, row->lead_id)) {
        enum catalogue to = catalogue_of(str_fmt(c->a, "tasks.%.*s", STR_ARG(row->state)));
        if (to != CATALOGUES) {
            c->v[to].n += row->n;
        }
    }
    return true;
}

static bool on_meetings(void *arg, const struct report_meetings_row *row, struct err *e)
{
    (void)e;
    struct counting *c = arg;
    c->v[CATALOGUE_MEETINGS].n += counts(c, row->office_id) ? row->n : 0;
    return true;
}

static bool on_people(void *arg, int64_t office, struct str key, int64_t n)
{
    struct counting *c = arg;
    enum catalogue to = catalogue_of(key);
    BUG_ON(to == CATALOGUES);
    c->v[to].n += counts(c, office) ? n : 0;
    return true;
}

bool report_count(struct report_value *v, struct tx *tx, const struct site *site, const struct report_tree *tree,
                  int64_t office_id, enum report_scope scope, struct report_span p, int64_t now, struct err *e)
{
    ptrdiff_t at = report_tree_find(tree, office_id);
    memset(v, 0, CATALOGUES * sizeof *v);
    for (size_t i = 0; i < CATALOGUES; i++) {
        v[i].given = true;
    }
    if (at < 0) {
        return true;
    }
    struct counting c = {.a = tx_arena(tx), .site = site, .tree = tree, .at = (size_t)at, .scope = scope, .v = v};
    int64_t home = site->home;
    int64_t from = tz_day_start(site->tz, p.first);
    int64_t today = tz_day(site->tz, now);
    int64_t to = tz_day_start(site->tz, p.last + 1);
    int64_t end = p.last <= today ? to : tz_day_start(site->tz, today + 1);
    if (!count_sums(&c, tx, p, e) || !count_open(&c, tx, end, e) ||
        !q_report_publications(tx, home, from, to, on_publications, &c, e) ||
        !task_count_all(tx, site, p.first, p.last, on_tasks, &c, e) ||
        !q_report_tasks_open(tx, home, to, on_tasks_open, &c, e) ||
        !q_report_meetings(tx, home, from, to, on_meetings, &c, e) ||
        !people_count_all(tx, site, p.first, p.last, on_people, &c, e)) {
        return false;
    }
    fold_days(&c);
    return true;
}
