// report_sum.c: see report_sum.h.
#include "core/steer/report_sum.h"

#include "db/q_report.h"
#include "i18n/i18n.h"

// One edition of one report, as far as adding up and the map go.
struct handed {
    int64_t id;
    int64_t template_id;
    struct str public_id, origin;
    bool own, returned, accepted;
    int64_t edition, handed_in_at, due_day;
    int32_t node;
    int32_t row; // of the table by office: where its figures go; -1: nowhere
    size_t seen; // figures
    bool other;  // some are by another definition
};

// The reports of one period by all editions of a template.
struct gathering {
    struct arena *a;
    struct tx *tx;
    const struct report_template *t;
    struct report_tree tree;
    int32_t *own;          // by node: index in list of its last edition, -1: none
    int32_t *consolidated; // the same
    int64_t *first_in;     // by node: when its first edition was handed in
    struct handed *list;
    size_t n, cap;
    int64_t template_id; // under way
    struct lacking {
        bool read;
        struct report_missings_row *list;
        size_t n;
    } *lacking; // by node: what its consolidated report names as missing; for the map
    const int64_t *only; // where given: these editions and no others, by id
    size_t n_only;
};

static bool is_chosen(const struct gathering *g, const struct reports_of_period_row *row)
{
    if (g->only == NULL) {
        return row->is_last != 0;
    }
    size_t lo = 0;
    size_t hi = g->n_only;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (g->only[mid] < row->id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < g->n_only && g->only[lo] == row->id;
}

static bool on_report(void *arg, const struct reports_of_period_row *row, struct err *e)
{
    (void)e;
    struct gathering *g = arg;
    ptrdiff_t node = report_tree_find(&g->tree, row->office_id);
    if (node < 0 || row->handed_in_at == 0) {
        return true;
    }
    bool own = str_eqz(row->scope, "own");
    if (own && (g->first_in[node] == 0 || row->handed_in_at < g->first_in[node])) {
        g->first_in[node] = row->handed_in_at;
    }
    if (!is_chosen(g, row)) {
        return true;
    }
    if (g->n == g->cap) {
        struct handed *list = g->list;
        g->cap = g->cap == 0 ? 256 : g->cap * 2;
        g->list = ARENA_ARRAY(g->a, struct handed, g->cap);
        if (g->n > 0) {
            memcpy(g->list, list, g->n * sizeof *list);
        }
    }
    *(own ? &g->own[node] : &g->consolidated[node]) = (int32_t)g->n;
    g->list[g->n++] = (struct handed){.id = row->id, .template_id = g->template_id, .own = own,
                                      .public_id = str_copy(g->a, row->public_id), .origin = str_copy(g->a, row->origin),
                                      .returned = g->only == NULL && str_eqz(row->state, "returned"),
                                      .accepted = str_eqz(row->state, "accepted"), .node = (int32_t)node,
                                      .edition = row->edition, .handed_in_at = row->handed_in_at,
                                      .due_day = row->due_day, .row = -1};
    return true;
}

static bool gather(struct gathering *g, struct tx *tx, int64_t home, const struct report_template *t, struct report_span p,
                   struct report_template_row **editions, size_t *n_editions, struct err *e)
{
    g->a = tx_arena(tx);
    g->tx = tx;
    g->t = t;
    if (!report_tree_read(&g->tree, tx, t, p, e) ||
        !q_report_template_editions(tx, t->office_id, t->code, editions, n_editions, e)) {
        return false;
    }
    g->own = ARENA_ARRAY(g->a, int32_t, g->tree.n + 1);
    g->consolidated = ARENA_ARRAY(g->a, int32_t, g->tree.n + 1);
    g->first_in = ARENA_ARRAY(g->a, int64_t, g->tree.n + 1);
    for (size_t i = 0; i < g->tree.n; i++) {
        g->own[i] = g->consolidated[i] = -1;
    }
    for (size_t i = 0; i < *n_editions; i++) {
        struct q_reports_of_period_in in = {.home = home, .template = (*editions)[i].id, .first_day = p.first,
                                            .last_day = p.last};
        g->template_id = in.template;
        if (!q_reports_of_period(tx, &in, on_report, g, e)) {
            return false;
        }
    }
    return true;
}

// ---- adding up

struct adding {
    struct arena *a;
    struct tx *tx;
    const int64_t *only; // see struct gathering
    size_t n_only;
    int64_t *editions; // by figure: of the definition that holds
    const struct report_template *t;
    struct report_sum *sum;
    struct gathering *g;
    struct handed **by_id; // those that are counted, by id
    size_t n_by_id;
    int32_t *position; // of one edition of the template: its position → index in t->figures, -1: of another definition
    size_t n_position;
    struct handed *last; // the one found last: rows of one report follow each other
    struct report_value *rows; // of this period: by row of the table, then by figure
    size_t rows_cap, gaps_cap, sources_cap;
};

static void add_gap(struct adding *s, int64_t office_id, struct str code, const char *why, struct report_span p)
{
    struct report_sum *sum = s->sum;
    if (sum->n_gaps == s->gaps_cap) {
        struct report_gap *list = sum->gaps;
        s->gaps_cap = s->gaps_cap == 0 ? 32 : s->gaps_cap * 2;
        sum->gaps = ARENA_ARRAY(s->a, struct report_gap, s->gaps_cap);
        if (sum->n_gaps > 0) {
            memcpy(sum->gaps, list, sum->n_gaps * sizeof *list);
        }
    }
    sum->gaps[sum->n_gaps++] = (struct report_gap){.office_id = office_id, .code = code, .why = str_c(why), .span = p};
}

static void add_source(struct adding *s, int64_t id)
{
    struct report_sum *sum = s->sum;
    if (sum->n_sources == s->sources_cap) {
        int64_t *list = sum->sources;
        s->sources_cap = s->sources_cap == 0 ? 256 : s->sources_cap * 2;
        sum->sources = ARENA_ARRAY(s->a, int64_t, s->sources_cap);
        if (sum->n_sources > 0) {
            memcpy(sum->sources, list, sum->n_sources * sizeof *list);
        }
    }
    sum->sources[sum->n_sources++] = id;
}

// The row of the table for an office, made when it is met first.
static int32_t row_of(struct adding *s, int64_t office_id, bool itself)
{
    struct report_sum *sum = s->sum;
    for (size_t i = sum->n_rows; i-- > 0;) {
        if (sum->rows[i].office_id == office_id && sum->rows[i].itself == itself) {
            return (int32_t)i;
        }
    }
    if (sum->n_rows == s->rows_cap) {
        struct report_sum_row *rows = sum->rows;
        s->rows_cap = s->rows_cap == 0 ? 64 : s->rows_cap * 2;
        sum->rows = ARENA_ARRAY(s->a, struct report_sum_row, s->rows_cap);
        if (sum->n_rows > 0) {
            memcpy(sum->rows, rows, sum->n_rows * sizeof *rows);
        }
    }
    sum->rows[sum->n_rows] =
        (struct report_sum_row){office_id, itself, ARENA_ARRAY(s->a, struct report_value, s->t->n_figures + 1)};
    return (int32_t)sum->n_rows++;
}

static void count_report(struct adding *s, struct handed *h, int32_t row)
{
    h->row = row;
    s->by_id[s->n_by_id++] = h;
    add_source(s, h->id);
}

// What a consolidated report below lacks itself is lacking here too.
static bool take_gaps(struct adding *s, int64_t home, const struct handed *h, struct err *e)
{
    struct report_missings_row *list;
    size_t n;
    if (!q_report_missings(s->g->tx, home, h->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        add_gap(s, 0, list[i].office_code, "", (struct report_span){list[i].first_day, list[i].last_day});
        s->sum->gaps[s->sum->n_gaps - 1].name = list[i].office_name;
        s->sum->gaps[s->sum->n_gaps - 1].why = list[i].why;
    }
    return true;
}

// Which reports count, from an office down.
static bool choose(struct adding *s, int64_t home, size_t at, struct report_span p, struct err *e)
{
    struct gathering *g = s->g;
    const struct report_node *nodes = g->tree.nodes;
    size_t end = at + (size_t)nodes[at].below;
    size_t child_end = at; // the child below which we are ends there
    int32_t row = row_of(s, nodes[at].office_id, true);
    for (size_t i = at; i <= end; i++) {
        if (i > child_end) {
            child_end = i + (size_t)nodes[i].below;
            row = row_of(s, nodes[i].office_id, false);
        }
        struct handed *whole = i == at || g->consolidated[i] < 0 ? NULL : &g->list[g->consolidated[i]];
        if (whole != NULL && !whole->returned) {
            count_report(s, whole, row);
            if (g->only == NULL && !take_gaps(s, home, whole, e)) {
                return false;
            }
            i += (size_t)nodes[i].below;
            continue;
        }
        struct handed *own = g->own[i] < 0 ? NULL : &g->list[g->own[i]];
        if (own != NULL && !own->returned) {
            count_report(s, own, row);
        } else if (nodes[i].owes && g->only == NULL) {
            add_gap(s, nodes[i].office_id, nodes[i].code, own == NULL ? "missing" : "returned", p);
        }
    }
    return true;
}

static int by_report(const void *a, const void *b)
{
    const struct handed *x = *(struct handed *const *)a;
    const struct handed *y = *(struct handed *const *)b;
    return (x->id > y->id) - (x->id < y->id);
}

static struct handed *counted(struct adding *s, int64_t id)
{
    if (s->last != NULL && s->last->id == id) {
        return s->last;
    }
    size_t lo = 0;
    size_t hi = s->n_by_id;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->by_id[mid]->id < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    s->last = lo < s->n_by_id && s->by_id[lo]->id == id ? s->by_id[lo] : NULL;
    return s->last;
}

// The index of a figure by its position in the edition under way; -1: it has no counterpart.
static int32_t figure_at(const struct adding *s, int64_t position)
{
    return position < 1 || (size_t)position > s->n_position ? -1 : s->position[position - 1];
}

static struct report_value *target(struct adding *s, const struct handed *h, int32_t figure)
{
    return &s->rows[(size_t)h->row * s->t->n_figures + (size_t)figure];
}

static int64_t edition_now(const struct template_entry *f)
{
    return f->catalogue == CATALOGUES ? f->edition : catalogue_info(f->catalogue).edition;
}

static bool on_figure(void *arg, const struct report_figures_of_period_row *row, struct err *e)
{
    (void)e;
    struct adding *s = arg;
    struct handed *h = counted(s, row->id);
    int32_t figure = figure_at(s, row->position);
    if (h == NULL || figure < 0) {
        return true;
    }
    h->seen++;
    if (row->edition != s->editions[figure]) {
        h->other = true;
        return true;
    }
    struct report_value *to = target(s, h, figure);
    to->given = true;
    to->n += row->n;
    to->out_of += row->out_of;
    return true;
}

static bool on_spread(void *arg, const struct report_spreads_of_period_row *row, struct err *e)
{
    (void)e;
    struct adding *s = arg;
    struct handed *h = counted(s, row->id);
    int32_t figure = figure_at(s, row->position);
    if (h != NULL && figure >= 0 && !h->other) {
        struct report_at at = {row->at, row->n};
        struct report_value one = {.given = true, .spread = &at, .n_spread = 1};
        report_value_add(s->a, VALUE_MEDIAN, target(s, h, figure), &one);
    }
    return true;
}

// What the positions of an edition mean to the template that is asked for. *mapped: how many of its figures that has.
static bool map_positions(struct adding *s, int64_t template_id, size_t *mapped, struct err *e)
{
    struct template_figures_row *list;
    if (!q_template_figures(s->g->tx, template_id, &list, &s->n_position, e)) {
        return false;
    }
    *mapped = 0;
    s->position = ARENA_ARRAY(s->a, int32_t, s->n_position + 1);
    for (size_t i = 0; i < s->n_position; i++) {
        s->position[i] = -1;
        for (size_t k = 0; k < s->t->n_figures; k++) {
            const struct template_entry *f = &s->t->figures[k];
            bool same = str_eq(f->key, list[i].key) && f->entered == str_eqz(list[i].source, "entered") &&
                        f->kind == value_kind_of(list[i].kind);
            if (same) {
                s->position[i] = (int32_t)k;
                (*mapped)++;
            }
        }
    }
    return true;
}

// Name those whose figures could not all be added.
static void name_partial(struct adding *s, int64_t template_id, size_t mapped, struct report_span p)
{
    for (size_t i = 0; i < s->n_by_id; i++) {
        const struct handed *h = s->by_id[i];
        if (h->template_id != template_id || s->g->only != NULL) {
            continue;
        }
        const struct report_node *node = &s->g->tree.nodes[h->node];
        if (h->other || mapped < s->t->n_figures) {
            add_gap(s, node->office_id, node->code, "definition", p);
        } else if (h->seen < mapped) {
            add_gap(s, node->office_id, node->code, "incomplete", p);
        }
    }
}

static bool add_period(struct adding *s, const struct site *site, int64_t office_id, struct report_span p, struct err *e)
{
    struct gathering g = {.only = s->only, .n_only = s->n_only};
    struct report_template_row *editions;
    size_t n;
    s->g = &g;
    s->last = NULL;
    s->n_by_id = 0;
    if (!gather(&g, s->tx, site->home, s->t, p, &editions, &n, e)) {
        return false;
    }
    ptrdiff_t at = report_tree_find(&g.tree, office_id);
    s->by_id = ARENA_ARRAY(s->a, struct handed *, g.n + 1);
    if (at < 0 || !choose(s, site->home, (size_t)at, p, e)) {
        return at < 0;
    }
    qsort(s->by_id, s->n_by_id, sizeof *s->by_id, by_report);
    s->rows = ARENA_ARRAY(s->a, struct report_value, s->sum->n_rows * s->t->n_figures + 1);
    for (size_t i = 0; i < n; i++) {
        size_t mapped;
        struct q_report_figures_of_period_in in = {.home = site->home, .template = editions[i].id, .first_day = p.first,
                                                   .last_day = p.last};
        struct q_report_spreads_of_period_in spreads = {in.home, in.template, in.first_day, in.last_day};
        if (!map_positions(s, editions[i].id, &mapped, e) || !q_report_figures_of_period(s->tx, &in, on_figure, s, e) ||
            !q_report_spreads_of_period(s->tx, &spreads, on_spread, s, e)) {
            return false;
        }
        name_partial(s, editions[i].id, mapped, p);
    }
    for (size_t r = 0; r < s->sum->n_rows; r++) {
        for (size_t k = 0; k < s->t->n_figures; k++) {
            report_value_then(s->a, s->t->figures[k].kind, &s->sum->rows[r].v[k], &s->rows[r * s->t->n_figures + k]);
        }
    }
    return true;
}

static bool add_all(struct report_sum *out, struct tx *tx, const struct site *site, const struct report_template *t,
                    int64_t office_id, struct report_span span, const int64_t *only, size_t n, struct err *e)
{
    *out = (struct report_sum){.n_rows = 0};
    struct adding s = {.a = tx_arena(tx), .tx = tx, .t = t, .sum = out, .only = only, .n_only = n};
    s.editions = ARENA_ARRAY(s.a, int64_t, t->n_figures + 1);
    for (size_t k = 0; k < t->n_figures; k++) {
        s.editions[k] = edition_now(&t->figures[k]);
    }
    struct report_span p = t->every == EVERY_ONCE ? span : report_span_at(t, span.first);
    for (; p.last <= span.last; p = report_span_after(t, p)) {
        if (!add_period(&s, site, office_id, p, e)) {
            return false;
        }
        if (t->every == EVERY_ONCE) {
            break;
        }
    }
    out->total = ARENA_ARRAY(s.a, struct report_value, t->n_figures + 1);
    for (size_t r = 0; r < out->n_rows; r++) {
        for (size_t k = 0; k < t->n_figures; k++) {
            report_value_add(s.a, t->figures[k].kind, &out->total[k], &out->rows[r].v[k]);
        }
    }
    return true;
}

bool report_sum(struct report_sum *out, struct tx *tx, const struct site *site, const struct report_template *t,
                int64_t office_id, struct report_span span, struct err *e)
{
    return add_all(out, tx, site, t, office_id, span, NULL, 0, e);
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

bool report_sum_of(struct report_sum *out, struct tx *tx, const struct site *site, const struct report_template *t,
                   int64_t office_id, struct report_span span, const int64_t *sources, size_t n, struct err *e)
{
    int64_t *only = ARENA_ARRAY(tx_arena(tx), int64_t, n + 1);
    if (n > 0) {
        memcpy(only, sources, n * sizeof *only);
    }
    qsort(only, n, sizeof *only, by_number);
    return add_all(out, tx, site, t, office_id, span, only, n, e);
}

const char *report_gap_words(struct str why)
{
    static const char *const words[][2] = {
        {"missing", N_("not handed in")},
        {"returned", N_("returned to be completed")},
        {"definition", N_("counted by another definition")},
        {"incomplete", N_("not every figure was entered")},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(why, words[i][0])) {
            return words[i][1];
        }
    }
    return NULL;
}

// ---- who has handed in

const char *hand_in_words(enum hand_in h)
{
    static const char *const words[HAND_INS] = {
        [HAND_IN_MISSING] = N_("not handed in yet"),
        [HAND_IN_OVERDUE] = N_("not handed in, overdue"),
        [HAND_IN_DONE] = N_("handed in on time"),
        [HAND_IN_LATE] = N_("handed in late"),
        [HAND_IN_RETURNED] = N_("returned to be completed"),
        [HAND_IN_WITHIN] = N_("in the report of the office above"),
    };
    return words[h];
}

// Does a consolidated report at or above the node, up to `top`, count it? Those name what they lack.
static bool is_within(const struct gathering *g, int64_t home, size_t node, size_t top, bool *within, struct err *e)
{
    *within = false;
    for (size_t i = node; i != top && !*within; i = (size_t)g->tree.nodes[i].parent) {
        if (g->consolidated[i] < 0 || g->list[g->consolidated[i]].returned) {
            continue;
        }
        struct lacking *l = &g->lacking[i];
        if (!l->read && !q_report_missings(g->tx, home, g->list[g->consolidated[i]].id, &l->list, &l->n, e)) {
            return false;
        }
        l->read = *within = true;
        for (size_t k = 0; k < l->n; k++) {
            bool named = str_eq(l->list[k].office_code, g->tree.nodes[node].code) &&
                         (str_eqz(l->list[k].why, "missing") || str_eqz(l->list[k].why, "returned"));
            *within = *within && !named;
        }
    }
    return true;
}

static bool map_node(struct hand_in_map *out, const struct gathering *g, const struct site *site, size_t i, size_t top,
                     int64_t now, struct err *e)
{
    const struct report_node *node = &g->tree.nodes[i];
    const struct handed *h = g->own[i] >= 0 ? &g->list[g->own[i]] : NULL;
    struct hand_in_row row = {.office_id = node->office_id};
    for (size_t k = i; k != top; k = (size_t)g->tree.nodes[k].parent) {
        row.depth++;
    }
    if (g->consolidated[i] >= 0) {
        row.whole = g->list[g->consolidated[i]].public_id;
        row.origin = g->list[g->consolidated[i]].origin;
    }
    bool within = false;
    if (h == NULL && !is_within(g, site->home, i, top, &within, e)) {
        return false;
    }
    if (h != NULL) {
        row.accepted = h->accepted;
        row.edition = h->edition;
        row.handed_in_at = g->first_in[i];
        row.public_id = h->public_id;
        row.origin = h->origin;
        bool late = tz_day(site->tz, row.handed_in_at) > out->due_day;
        row.how = h->returned ? HAND_IN_RETURNED : late ? HAND_IN_LATE : HAND_IN_DONE;
    } else {
        row.how = within ? HAND_IN_WITHIN : tz_day(site->tz, now) > out->due_day ? HAND_IN_OVERDUE : HAND_IN_MISSING;
    }
    out->below += i != top;
    out->count[row.how] += i != top;
    out->rows[out->n++] = row;
    return true;
}

bool report_map(struct hand_in_map *out, struct tx *tx, const struct site *site, const struct report_template *t,
                int64_t office_id, struct report_span span, int64_t now, struct err *e)
{
    struct gathering g = {.only = NULL};
    struct report_template_row *editions;
    size_t n;
    *out = (struct hand_in_map){.due_day = report_span_due_day(t, span)};
    if (!gather(&g, tx, site->home, t, span, &editions, &n, e)) {
        return false;
    }
    ptrdiff_t top = report_tree_find(&g.tree, office_id);
    g.lacking = ARENA_ARRAY(g.a, struct lacking, g.tree.n + 1);
    out->rows = ARENA_ARRAY(tx_arena(tx), struct hand_in_row, g.tree.n + 1);
    size_t end = top < 0 ? 0 : (size_t)top + (size_t)g.tree.nodes[top].below + 1;
    for (size_t i = top < 0 ? 0 : (size_t)top; i < end; i++) {
        if (g.tree.nodes[i].owes && !map_node(out, &g, site, i, (size_t)top, now, e)) {
            return false;
        }
    }
    return true;
}
