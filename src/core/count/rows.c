// rows.c: see rows.h.
#include "core/count/rows.h"

#include "db/q_figure.h"

// The office asked for and, unless it stands alone, those below it: they follow it in the site's preorder.
static const struct office *last_office(const struct figures *f)
{
    return f->alone ? f->office : f->office + f->office->below;
}

// What the queries take: the figure, the seconds of its period, and what its part asks for. Open matters are those at the end
// of as_of, and as old as they are then.
struct span {
    struct str figure;
    int64_t from, to;
    struct str part;      // outcome or kind; STR_NONE: all
    int64_t since, until; // begun
};

static const struct {
    const char *code;
    int64_t from_days, to_days; // ago
} ages[] = {{"7", 0, 7}, {"15", 7, 15}, {"30", 15, 30}, {"90", 30, 90}, {"more", 90, 0}};

static struct span span_of(const struct site *site, const struct figures *f, enum figure which, struct str part)
{
    bool open = which == FIGURE_OPEN || which == FIGURE_OVERDUE;
    struct span s = {str_c(figure_info(rows_figure(which))->key), tz_day_start(site->tz, f->period[TIME_NOW].first),
                     tz_day_start(site->tz, (open ? f->as_of : f->period[TIME_NOW].last) + 1),
                     open || part.n == 0 ? STR_NONE : part, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < ARRAY_LEN(ages) && open; i++) {
        if (str_eqz(part, ages[i].code)) {
            s.since = ages[i].to_days == 0 ? INT64_MIN : tz_day_start(site->tz, f->as_of - ages[i].to_days);
            s.until = ages[i].from_days == 0 ? INT64_MAX : tz_day_start(site->tz, f->as_of - ages[i].from_days);
        }
    }
    return s;
}

enum figure_list rows_parts(enum figure which)
{
    return which == FIGURE_CLOSED      ? LIST_OUTCOME
           : which == FIGURE_OPEN      ? LIST_AGE
           : which == FIGURE_PUBLISHED ? LIST_KIND
                                       : FIGURE_LISTS;
}

enum figure rows_figure(enum figure which)
{
    bool made = which == FIGURE_ON_TIME_SHARE || which == FIGURE_MEDIAN || which == FIGURE_P90;
    return made ? FIGURE_ANSWERED : which;
}

int64_t rows_time(enum figure which, const struct matter_row *m)
{
    switch (which) {
    case FIGURE_CLOSED:
        return m->closed_at;
    case FIGURE_OPENED:
    case FIGURE_OPEN:
    case FIGURE_OVERDUE:
        return m->started_at;
    default:
        return m->answered_at;
    }
}

static bool take_matters(struct rows_page *out, struct tx *tx, const struct site *site, const struct figures *f,
                         enum figure which, struct str part, const struct rows_key *key, struct err *e)
{
    struct span s = span_of(site, f, which, part);
    struct matter_row last = {.id = 0};
    if (key->id != 0 && q_matter_by_id(tx, site->home, key->id, &last, e) == Q_ERROR) {
        return false;
    }
    struct q_figure_matters_in in = {.home = site->home, .office = key->office->id, .figure = s.figure, .from = s.from,
                                     .to = s.to, .public = f->released, .outcome = s.part, .since = s.since,
                                     .until = s.until, .after_at = rows_time(which, &last), .after_id = key->id};
    struct matter_row *list;
    size_t n;
    if (!q_figure_matters(tx, &in, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !out->more; i++) {
        out->more = out->n == ROWS_PAGE;
        if (!out->more) {
            out->matters[out->n++] = list[i];
            out->next = (struct rows_key){key->office, list[i].id};
        }
    }
    return true;
}

static bool take_publications(struct rows_page *out, struct tx *tx, const struct site *site, const struct figures *f,
                              struct str part, const struct rows_key *key, struct err *e)
{
    struct span s = span_of(site, f, FIGURE_PUBLISHED, part);
    struct publication_row last = {.id = 0};
    if (key->id != 0 && q_publication_by_id(tx, site->home, key->id, &last, e) == Q_ERROR) {
        return false;
    }
    struct q_figure_publications_in in = {.home = site->home, .office = key->office->id, .kind = s.part, .from = s.from,
                                          .to = s.to, .after_at = last.published_at, .after_id = key->id};
    struct publication_row *list;
    size_t n;
    if (!q_figure_publications(tx, &in, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !out->more; i++) {
        out->more = out->n == ROWS_PAGE;
        if (!out->more) {
            out->publications[out->n++] = list[i];
            out->next = (struct rows_key){key->office, list[i].id};
        }
    }
    return true;
}

bool rows_read(struct rows_page *out, struct tx *tx, const struct site *site, const struct figures *f, enum figure which,
               struct str part, const struct rows_key *from, struct err *e)
{
    struct rows_key key = *from;
    bool matters = figure_info(which)->rows == ROWS_MATTERS;
    *out = (struct rows_page){.matters = ARENA_ARRAY(tx_arena(tx), struct matter_row, ROWS_PAGE),
                              .publications = ARENA_ARRAY(tx_arena(tx), struct publication_row, ROWS_PAGE)};
    key.office = key.office == NULL ? f->office : key.office;
    for (; key.office <= last_office(f) && !out->more; key = (struct rows_key){key.office + 1, 0}) {
        if (!(matters ? take_matters(out, tx, site, f, which, part, &key, e)
                      : take_publications(out, tx, site, f, part, &key, e))) {
            return false;
        }
    }
    return true;
}

bool rows_count(int64_t *n, struct tx *tx, const struct site *site, const struct figures *f, enum figure which,
                struct str part, struct err *e)
{
    struct span s = span_of(site, f, which, part);
    *n = 0;
    for (const struct office *o = f->office; o <= last_office(f); o++) {
        struct q_figure_matters_count_in in = {.home = site->home, .office = o->id, .figure = s.figure, .from = s.from,
                                               .to = s.to, .public = f->released, .outcome = s.part, .since = s.since,
                                               .until = s.until};
        struct figure_matters_count_row row;
        if (q_figure_matters_count(tx, &in, &row, e) != Q_ROW) {
            return false;
        }
        *n += row.n;
    }
    return true;
}
