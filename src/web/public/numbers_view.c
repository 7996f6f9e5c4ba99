// numbers_view.c: see numbers_view.h.
#include "web/public/numbers_view.h"

#include "core/count/rows.h"

struct str numbers_cell_text(struct web *w, enum figure_unit unit, struct figure_value v)
{
    struct buf b = buf_new(128);
    figure_put(&b, w->lang, unit, v);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct str numbers_period_name(struct web *w, const struct report_period *p)
{
    struct buf b = buf_new(256);
    period_name(&b, w->lang, p);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// Which rows are to be opened.
struct rows_link {
    struct str office; // code
    bool alone;
    enum figure which;
    struct str part; // "": all of it
    enum figure_time time;
};

static struct str rows_address(struct arena *a, enum lang lang, const struct figures *f, const struct rows_link *l)
{
    char text[PERIOD_TEXT];
    struct str period = period_text(&f->period[l->time], text);
    struct str at = f->released
                        ? str_fmt(a, "/%.*s/numbers/rows?office=%.*s&", STR_ARG(lang_info(lang)->code), STR_ARG(l->office))
                        : str_fmt(a, "/desk/%.*s/numbers/rows?", STR_ARG(l->office));
    return str_fmt(a, "%.*sfigure=%s%s%.*s&period=%.*s%s", STR_ARG(at), figure_info(l->which)->key, l->part.n > 0 ? "&part=" : "",
                   STR_ARG(l->part), STR_ARG(period), l->alone ? "&alone=1" : "");
}

struct str numbers_rows_address(struct arena *a, enum lang lang, const struct site *site, const struct figures *f,
                                enum figure which, struct str part)
{
    (void)site;
    if (part.p != NULL && rows_parts(which) == FIGURE_LISTS) {
        return STR_NONE;
    }
    return rows_address(a, lang, f, &(struct rows_link){.office = f->office->code, .alone = f->alone, .which = which,
                                                        .part = part});
}

// A figure opens its rows, or the page that says why not, unless it is nothing.
static struct numbers_cell cell_of(struct web *w, const struct figures *f, struct figure_value v, const struct rows_link *l)
{
    bool nothing = v.none || (v.shown == SHOWN_COUNT && v.n == 0);
    return (struct numbers_cell){numbers_cell_text(w, figure_info(l->which)->unit, v),
                                 nothing ? STR("") : rows_address(w->a, w->lang, f, l)};
}

// Of the page's own office.
static struct numbers_cell own_cell(struct web *w, const struct figures *f, struct figure_value v, enum figure which,
                                    struct str part, enum figure_time time)
{
    return cell_of(w, f, v, &(struct rows_link){f->office->code, f->alone, which, part, time});
}

static struct numbers_figure figure_cell(struct web *w, const struct figures *f, enum figure i)
{
    return (struct numbers_figure){T_(w->lang, figure_info(i)->label), T_(w->lang, figure_info(i)->definition),
                                   own_cell(w, f, f->v[TIME_NOW][i], i, STR(""), TIME_NOW)};
}

static struct numbers_table *add_table(struct numbers_body *b, const char *id, struct str title, struct str head)
{
    BUG_ON(b->n_tables == NUMBERS_TABLES);
    struct numbers_table *t = &b->tables[b->n_tables++];
    *t = (struct numbers_table){.id = str_c(id), .title = title, .head = head, .note = STR("")};
    return t;
}

static void times_as_heads(struct web *w, const struct figures *f, struct numbers_table *t)
{
    for (int i = 0; i < FIGURE_TIMES; i++) {
        t->heads[t->n_heads++] = numbers_period_name(w, &f->period[i]);
    }
}

static void add_offices(struct web *w, const struct figures *f, struct str base, struct numbers_body *b)
{
    static const enum figure columns[] = {FIGURE_RECEIVED, FIGURE_OPENED, FIGURE_ANSWERED, FIGURE_ON_TIME_SHARE, FIGURE_OVERDUE,
                                          FIGURE_MEDIAN, FIGURE_P90};
    char text[PERIOD_TEXT];
    struct str period = period_text(&f->period[TIME_NOW], text);
    if (f->n_offices == 0) {
        return;
    }
    struct numbers_table *t = add_table(b, "by-office", T(w->lang, "By office"), T(w->lang, "Office"));
    for (size_t k = 0; k < ARRAY_LEN(columns); k++) {
        t->heads[t->n_heads++] = T_(w->lang, figure_info(columns[k])->label);
    }
    t->rows = ARENA_ARRAY(w->a, struct numbers_row, f->n_offices);
    for (size_t i = 0; i < f->n_offices; i++) {
        const struct figure_office *o = &f->offices[i];
        struct numbers_row *row = &t->rows[t->n_rows++];
        row->name = o->office == NULL ? T(w->lang, "Offices that are no more") : o->office->name[w->lang];
        row->href = STR("");
        if (o->office != NULL && f->released) {
            row->href = str_fmt(w->a, "%.*s?period=%.*s&office=%.*s%s", STR_ARG(base), STR_ARG(period),
                                STR_ARG(o->office->code), o->whose == SUMS_OWN ? "&alone=1" : "");
        } else if (o->office != NULL && o->whose == SUMS_BELOW) {
            row->href = str_fmt(w->a, "/desk/%.*s/numbers?period=%.*s", STR_ARG(o->office->code), STR_ARG(period));
        }
        if (o->whose == SUMS_OWN) {
            row->name = str_fmt(w->a, "%.*s (%.*s)", STR_ARG(row->name), STR_ARG(T(w->lang, "itself")));
        }
        for (size_t k = 0; k < ARRAY_LEN(columns); k++) {
            struct rows_link l = {.office = o->office == NULL ? STR("") : o->office->code, .alone = o->whose == SUMS_OWN,
                                  .which = columns[k], .part = STR("")};
            row->cells[k] = cell_of(w, f, o->v[columns[k]], &l);
            row->cells[k].href = o->office == NULL ? STR("") : row->cells[k].href;
        }
    }
}

static void add_compared(struct web *w, const struct figures *f, struct numbers_body *b)
{
    struct numbers_table *t = add_table(b, "compared", T(w->lang, "All figures"), T(w->lang, "Figure"));
    times_as_heads(w, f, t);
    t->rows = ARENA_ARRAY(w->a, struct numbers_row, FIGURES);
    b->all = ARENA_ARRAY(w->a, struct numbers_figure, FIGURES);
    for (enum figure i = 0; i < FIGURES; i++) {
        struct numbers_row *row = &t->rows[t->n_rows++];
        row->name = T_(w->lang, figure_info(i)->label);
        row->href = STR("");
        for (enum figure_time k = 0; k < FIGURE_TIMES; k++) {
            row->cells[k] = own_cell(w, f, f->v[k][i], i, STR(""), k);
        }
        b->all[b->n_all++] = figure_cell(w, f, i);
    }
}

static void add_list(struct web *w, const struct figures *f, enum figure_list list, struct numbers_body *b)
{
    static const char *const ids[FIGURE_LISTS] = {"by-channel", "by-subject", "by-outcome", "by-age", "by-rating", "by-kind"};
    const struct figure_parts *p = &f->parts[list];
    if (p->n == 0) {
        return;
    }
    enum figure total = figure_list_total(list);
    bool opens = rows_parts(total) == list;
    struct numbers_table *t = add_table(b, ids[list], T_(w->lang, figure_list_title(list)),
                                        T_(w->lang, figure_info(total)->label));
    if (!opens && f->released) {
        t->note = T(w->lang, "What is counted here is not public one by one: only its senders and the office can open it.");
    }
    times_as_heads(w, f, t);
    t->rows = ARENA_ARRAY(w->a, struct numbers_row, p->n);
    for (size_t i = 0; i < p->n; i++) {
        struct numbers_row *row = &t->rows[t->n_rows++];
        row->name = figure_part_name(w->site, w->lang, list, p->list[i].code);
        row->href = STR("");
        for (enum figure_time k = 0; k < FIGURE_TIMES; k++) {
            row->cells[k] = own_cell(w, f, p->list[i].v[k], total, p->list[i].code, k);
            row->cells[k].href = opens ? row->cells[k].href : STR("");
        }
    }
}

void numbers_body(struct web *w, const struct figures *f, struct str base, struct numbers_body *b)
{
    static const enum figure top[] = {FIGURE_RECEIVED, FIGURE_ANSWERED, FIGURE_ON_TIME_SHARE, FIGURE_MEDIAN, FIGURE_OPEN,
                                      FIGURE_SATISFACTION};
    static const enum figure_list order[] = {LIST_OUTCOME, LIST_CHANNEL, LIST_SUBJECT, LIST_AGE, LIST_RATING, LIST_KIND};
    struct buf title = buf_new(256);
    I18N_FILL(&title, T(w->lang, "Numbers, {period}"), {"period", numbers_period_name(w, &f->period[TIME_NOW])});
    b->title = str_copy(w->a, buf_str(&title));
    buf_free(&title);
    b->office = f->office->name[w->lang];
    b->first = f->period[TIME_NOW].first;
    b->last = f->period[TIME_NOW].last;
    b->released = f->released;
    b->figures = ARENA_ARRAY(w->a, struct numbers_figure, ARRAY_LEN(top));
    for (size_t i = 0; i < ARRAY_LEN(top); i++) {
        b->figures[b->n_figures++] = figure_cell(w, f, top[i]);
    }
    add_offices(w, f, base, b);
    add_compared(w, f, b);
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        add_list(w, f, order[i], b);
    }
    char text[PERIOD_TEXT];
    struct str query = str_fmt(w->a, "period=%.*s&office=%.*s%s", STR_ARG(period_text(&f->period[TIME_NOW], text)),
                               STR_ARG(f->office->code), f->alone ? "&alone=1" : "");
    b->json_href = str_fmt(w->a, "%.*s.json?%.*s", STR_ARG(base), STR_ARG(query));
    b->csv_href = str_fmt(w->a, "%.*s.csv?%.*s", STR_ARG(base), STR_ARG(query));
}
