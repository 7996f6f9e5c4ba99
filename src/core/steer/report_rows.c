// report_rows.c: see report_rows.h.
#include "core/steer/report_rows.h"

#include "core/count/rows.h"
#include "core/count/tally.h"
#include "db/q_figure.h"
#include "db/q_report.h"

enum behind report_behind(const struct template_entry *f)
{
    static const struct {
        enum catalogue c;
        enum behind what;
    } small[] = {{CATALOGUE_MEETINGS, BEHIND_MEETINGS},
                 {CATALOGUE_RECOGNITIONS, BEHIND_RECOGNITIONS},
                 {CATALOGUE_TRAININGS, BEHIND_TRAININGS},
                 {CATALOGUE_CONTESTS, BEHIND_CONTESTS},
                 {CATALOGUE_CONTEST_ENTRIES, BEHIND_ENTRIES}};
    if (f->entered || f->catalogue == CATALOGUES) {
        return BEHIND_NONE;
    }
    struct catalogue_info info = catalogue_info(f->catalogue);
    if (info.figure != FIGURES) {
        enum figure_rows rows = figure_info(info.figure)->rows;
        return rows == ROWS_MATTERS ? BEHIND_MATTERS : rows == ROWS_PUBLICATIONS ? BEHIND_PUBLICATIONS : BEHIND_DAYS;
    }
    for (size_t i = 0; i < ARRAY_LEN(small); i++) {
        if (small[i].c == f->catalogue) {
            return small[i].what;
        }
    }
    return info.published ? BEHIND_PUBLICATIONS : BEHIND_TASKS;
}

struct reading {
    struct tx *tx;
    struct arena *a;
    const struct site *site;
    const struct report *r;
    enum behind what;
    struct catalogue_info info;
    int64_t from, to; // seconds
    int64_t office_id;
    struct behind_key key; // of the office under way
    struct behind_page *out;
};

// Room for one more; NULL: the page is full and there are more.
static struct behind_line *line(struct reading *q)
{
    if (q->out->n == BEHIND_PAGE) {
        q->out->more = true;
        return NULL;
    }
    struct behind_line *l = &q->out->lines[q->out->n++];
    *l = (struct behind_line){.office_id = q->office_id};
    return l;
}

static bool put_rows(struct reading *q, const struct behind_row *list, size_t n, bool seconds)
{
    for (size_t i = 0; i < n; i++) {
        struct behind_line *l = line(q);
        if (l == NULL) {
            break;
        }
        l->public_id = list[i].public_id;
        l->words = list[i].words;
        l->state = list[i].state;
        l->day = seconds ? tz_day(q->site->tz, list[i].at) : list[i].at;
        l->number = list[i].number;
        q->out->next = (struct behind_key){q->key.place, list[i].at, list[i].id};
    }
    return true;
}

static bool read_matters(struct reading *q, struct err *e)
{
    enum figure which = rows_figure(q->info.figure);
    struct q_figure_matters_in in = {.home = q->site->home, .office = q->office_id, .figure = str_c(figure_info(which)->key),
                                     .from = q->from, .to = q->to, .since = INT64_MIN, .until = INT64_MAX, .after_at = q->key.at,
                                     .after_id = q->key.id};
    struct matter_row *list;
    size_t n;
    if (!q_figure_matters(q->tx, &in, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct behind_line *l = line(q);
        if (l == NULL) {
            break;
        }
        l->matter = &list[i];
        l->day = tz_day(q->site->tz, rows_time(which, &list[i]));
        q->out->next = (struct behind_key){q->key.place, rows_time(which, &list[i]), list[i].id};
    }
    return true;
}

static bool read_publications(struct reading *q, struct err *e)
{
    struct publication_row *list;
    size_t n;
    struct str kind = q->info.key; // published.notice.en
    (void)str_cut(&kind, '.');
    kind = str_cut(&kind, '.');
    struct q_behind_publications_in in = {.home = q->site->home, .office = q->office_id, .kind = kind, .from = q->from,
                                          .to = q->to, .after_at = q->key.at, .after_id = q->key.id,
                                          .lang = q->info.in == LANG_COUNT ? STR_NONE : lang_info(q->info.in)->code};
    struct q_figure_publications_in all = {.home = in.home, .office = in.office, .from = in.from, .to = in.to,
                                           .after_at = in.after_at, .after_id = in.after_id};
    bool good = q->info.published ? q_behind_publications(q->tx, &in, &list, &n, e)
                                  : q_figure_publications(q->tx, &all, &list, &n, e);
    for (size_t i = 0; good && i < n; i++) {
        struct behind_line *l = line(q);
        if (l == NULL) {
            break;
        }
        l->publication = &list[i];
        l->day = tz_day(q->site->tz, list[i].published_at);
        q->out->next = (struct behind_key){q->key.place, list[i].published_at, list[i].id};
    }
    return good;
}

static bool read_tasks(struct reading *q, struct err *e)
{
    struct behind_row *list;
    size_t n;
    struct str figure = q->info.key; // tasks.late
    (void)str_cut(&figure, '.');
    struct q_behind_tasks_in in = {.home = q->site->home, .lead = q->office_id, .figure = figure, .begins = q->from,
                                   .ends = q->to, .ends_day = q->r->span.last + 1, .after_at = q->key.at,
                                   .after_id = q->key.id};
    return q_behind_tasks(q->tx, &in, &list, &n, e) && put_rows(q, list, n, true);
}

static bool read_meetings(struct reading *q, struct err *e)
{
    struct behind_row *list;
    size_t n;
    struct q_behind_meetings_in in = {q->site->home, q->office_id, q->from, q->to, q->key.at, q->key.id};
    return q_behind_meetings(q->tx, &in, &list, &n, e) && put_rows(q, list, n, true);
}

static bool read_people(struct reading *q, struct err *e)
{
    struct behind_row *list;
    size_t n;
    bool good;
    int64_t home = q->site->home;
    int64_t first = q->r->span.first;
    int64_t last = q->r->span.last;
    switch (q->what) {
    case BEHIND_RECOGNITIONS: {
        struct q_behind_recognitions_in in = {home, q->office_id, first, last, q->key.at, q->key.id};
        good = q_behind_recognitions(q->tx, &in, &list, &n, e);
        break;
    }
    case BEHIND_TRAININGS: {
        struct q_behind_trainings_in in = {home, q->office_id, first, last, q->key.at, q->key.id};
        good = q_behind_trainings(q->tx, &in, &list, &n, e);
        break;
    }
    case BEHIND_CONTESTS: {
        struct q_behind_contests_in in = {home, q->office_id, first, last, q->key.at, q->key.id};
        good = q_behind_contests(q->tx, &in, &list, &n, e);
        break;
    }
    default: {
        struct q_behind_entries_in in = {home, q->office_id, first, last, q->key.at, q->key.id};
        good = q_behind_entries(q->tx, &in, &list, &n, e);
        break;
    }
    }
    return good && put_rows(q, list, n, false);
}

// ---- by day

static int64_t counted_on_day(enum figure f, struct str part, int64_t n)
{
    switch (f) {
    case FIGURE_IMPORTED:
        return str_eqz(part, PART_IMPORTED) ? n : 0;
    case FIGURE_ENTERED:
        return str_eqz(part, PART_IMPORTED) ? 0 : n;
    case FIGURE_BY_RECEIPT:
        return str_eqz(part, PART_BY_RECEIPT) ? n : 0;
    default:
        return n;
    }
}

static bool add_days(struct reading *q, int64_t *by_day, struct str measure, enum figure f, int64_t sign, struct err *e)
{
    struct behind_days_row *list;
    size_t n;
    struct q_behind_days_in in = {q->site->home, q->office_id, q->r->span.first, q->r->span.last, measure};
    if (!q_behind_days(q->tx, &in, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        by_day[list[i].at - in.from] += sign * counted_on_day(f, list[i].part, list[i].n);
    }
    return true;
}

static bool read_days(struct reading *q, struct err *e)
{
    enum figure f = q->info.figure;
    int64_t days = q->r->span.last - q->r->span.first + 1;
    int64_t *by_day = ARENA_ARRAY(q->a, int64_t, (size_t)days);
    memset(by_day, 0, (size_t)days * sizeof *by_day);
    struct str measure = f == FIGURE_RECEIVED || f == FIGURE_SENT       ? STR("received")
                         : f == FIGURE_RATED || f == FIGURE_SATISFACTION ? STR("rated")
                         : f == FIGURE_BY_RECEIPT                        ? STR("published")
                                                                         : STR("entered");
    if (!add_days(q, by_day, measure, f, 1, e) ||
        (f == FIGURE_SENT && !add_days(q, by_day, STR("entered"), FIGURE_RECEIVED, -1, e))) {
        return false;
    }
    for (int64_t d = 0; d < days; d++) {
        struct behind_line *l = by_day[d] == 0 || d < q->key.at ? NULL : line(q);
        if (l != NULL) {
            l->day = q->r->span.first + d;
            l->number = by_day[d];
            q->out->next = (struct behind_key){q->key.place, d + 1, 0};
        }
    }
    return true;
}

// ---- office by office

static bool read_office(struct reading *q, struct err *e)
{
    switch (q->what) {
    case BEHIND_NONE:
        return true;
    case BEHIND_DAYS:
        return read_days(q, e);
    case BEHIND_MATTERS:
        return read_matters(q, e);
    case BEHIND_PUBLICATIONS:
        return read_publications(q, e);
    case BEHIND_TASKS:
        return read_tasks(q, e);
    case BEHIND_MEETINGS:
        return read_meetings(q, e);
    default:
        return read_people(q, e);
    }
}

bool report_rows(struct behind_page *out, struct tx *tx, const struct site *site, const struct report *r, size_t i,
                 struct behind_key from, int64_t now, struct err *e)
{
    const struct template_entry *f = &r->t.figures[i];
    struct report_tree tree;
    *out = (struct behind_page){.lines = ARENA_ARRAY(tx_arena(tx), struct behind_line, BEHIND_PAGE)};
    struct reading q = {.tx = tx, .a = tx_arena(tx), .site = site, .r = r, .what = report_behind(f), .out = out};
    if (q.what == BEHIND_NONE) {
        return true;
    }
    q.info = catalogue_info(f->catalogue);
    int64_t today = tz_day(site->tz, now);
    bool open = q.info.figure == FIGURE_OPEN || q.info.figure == FIGURE_OVERDUE;
    q.from = tz_day_start(site->tz, r->span.first);
    q.to = tz_day_start(site->tz, (open && r->span.last > today ? today : r->span.last) + 1);
    if (!report_tree_read(&tree, tx, &r->t, r->span, e)) {
        return false;
    }
    ptrdiff_t at = report_tree_find(&tree, r->row->office_id);
    int64_t place = 0;
    for (size_t k = at < 0 ? tree.n : (size_t)at; k < tree.n && !out->more; k++) {
        if (tree.nodes[k].unit != (int32_t)at || place++ < from.place) {
            continue;
        }
        q.office_id = tree.nodes[k].office_id;
        q.key = place - 1 == from.place ? from : (struct behind_key){.place = place - 1};
        if (!read_office(&q, e)) {
            return false;
        }
    }
    return true;
}
