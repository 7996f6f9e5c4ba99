// report_due.c: see report_due.h.
#include "core/steer/report_due.h"

#include "core/event.h"
#include "core/steer/report.h"
#include "db/q_report.h"

bool report_owed_below(const struct report_template *t, const struct office *o)
{
    for (int32_t i = 1; i <= o->below; i++) {
        if (report_template_owed_by(t, (o + i)->kind)) {
            return true;
        }
    }
    return false;
}

bool report_first_since(struct tx *tx, const struct report_template *t, int64_t *day, struct err *e)
{
    struct report_template_row *list;
    size_t n;
    if (!q_report_template_editions(tx, t->office_id, t->code, &list, &n, e)) {
        return false;
    }
    *day = t->since_day;
    for (size_t i = 0; i < n; i++) {
        *day = list[i].since_day < *day ? list[i].since_day : *day;
    }
    return true;
}

// ---- of one office

struct owing {
    struct tx *tx;
    const struct site *site;
    const struct office *office;
    struct report_owed *list;
    size_t n, cap;
};

// Is the report there, handed in and not returned? *at gets what can be opened otherwise.
static bool handed_in(struct owing *o, const struct report_template *t, struct report_span p, enum report_scope scope, bool *in,
                      struct str *at, struct err *e)
{
    struct report_row *list;
    size_t n;
    struct q_report_editions_in of = {.home = o->site->home, .office = o->office->id, .template_office = t->office_id,
                                      .code = t->code, .first_day = p.first, .last_day = p.last,
                                      .scope = str_c(report_scope_code(scope))};
    if (!q_report_editions(o->tx, &of, &list, &n, e)) {
        return false;
    }
    *in = false;
    for (size_t i = 0; i < n; i++) {
        *in = *in || (list[i].is_last != 0 && !str_eqz(list[i].state, "returned"));
    }
    *at = n > 0 && !*in && at->n == 0 ? list[0].public_id : *at;
    return true;
}

static bool add_span(struct owing *o, const struct report_template *t, struct report_span p, struct err *e)
{
    struct report_owed due = {.t = *t, .span = p, .due_day = report_span_due_day(t, p), .public_id = STR("")};
    bool own;
    bool whole = true;
    if (!handed_in(o, t, p, SCOPE_ALONE, &own, &due.public_id, e) ||
        (report_owed_below(t, o->office) && !handed_in(o, t, p, SCOPE_CONSOLIDATED, &whole, &due.public_id, e))) {
        return false;
    }
    if (own && whole) {
        return true;
    }
    if (o->n == o->cap) {
        o->cap = o->cap == 0 ? 8 : o->cap * 2;
        struct report_owed *grown = ARENA_ARRAY(tx_arena(o->tx), struct report_owed, o->cap);
        for (size_t i = 0; i < o->n; i++) {
            grown[i] = o->list[i];
        }
        o->list = grown;
    }
    size_t at = o->n++;
    for (; at > 0 && o->list[at - 1].due_day > due.due_day; at--) {
        o->list[at] = o->list[at - 1];
    }
    o->list[at] = due;
    return true;
}

bool report_due_read(struct tx *tx, const struct site *site, int64_t office_id, int64_t from_day, int64_t to_day,
                     struct report_owed **list, size_t *n, struct err *e)
{
    struct owing o = {.tx = tx, .site = site, .office = site_office(site, office_id)};
    struct report_template *t;
    size_t n_templates = 0;
    *list = NULL;
    *n = 0;
    if (o.office == NULL || o.office->heir >= 0) {
        return true;
    }
    if (!report_templates_at(tx, site, office_id, to_day, &t, &n_templates, e)) {
        return false;
    }
    for (size_t i = 0; i < n_templates; i++) {
        bool owes = t[i].every != EVERY_ONCE && (t[i].office_id == office_id || report_template_owed_by(&t[i], o.office->kind));
        struct report_span p = report_span_at(&t[i], from_day - t[i].due_days);
        int64_t since = 0;
        if (owes && !report_first_since(tx, &t[i], &since, e)) {
            return false;
        }
        for (; owes && report_span_due_day(&t[i], p) <= to_day; p = report_span_after(&t[i], p)) {
            if (p.last >= since && !add_span(&o, &t[i], p, e)) {
                return false;
            }
        }
    }
    *list = o.list;
    *n = o.n;
    return true;
}

// ---- reminders

enum { PORTION = 100 };

enum said_kind { SAID_BEFORE, SAID_AFTER, SAID_ABOVE, SAID_KINDS };
static const char *const said_codes[SAID_KINDS] = {"before", "after", "above"};

struct saying {
    int64_t of_id;
    enum said_kind kind;
};

struct reminding {
    const struct site *site;
    int64_t now, today;
    int64_t template_id;
    struct report_span span;
    int64_t due_day;
    struct saying *list;
    size_t n;
    size_t at; // of the portion
    size_t said;
};

static bool on_said(void *arg, const struct report_reminders_said_row *row, struct err *e)
{
    (void)e;
    struct reminding *r = arg;
    for (size_t i = 0; i < r->n; i++) {
        if (r->list[i].of_id == row->of_id && str_eqz(row->kind, said_codes[r->list[i].kind])) {
            r->list[i] = r->list[--r->n];
            break;
        }
    }
    return true;
}

static void say(struct reminding *r, int64_t of_id, enum said_kind kind)
{
    for (size_t i = r->n; kind == SAID_ABOVE && i > 0; i--) {
        if (r->list[i - 1].of_id == of_id && r->list[i - 1].kind == kind) {
            return;
        }
    }
    r->list[r->n++] = (struct saying){of_id, kind};
}

// Who owes: by the map of the whole template. Its rows are in preorder, so the office above is the last one less deep.
static void find_owing(struct reminding *r, struct arena *a, const struct hand_in_map *m)
{
    bool past = r->due_day < r->today;
    size_t *above = ARENA_ARRAY(a, size_t, m->n + 1); // index + 1; 0: none
    r->list = ARENA_ARRAY(a, struct saying, 2 * m->n + 1);
    r->n = 0;
    for (size_t i = 0; i < m->n; i++) {
        const struct hand_in_row *row = &m->rows[i];
        size_t up = i;
        while (up > 0 && m->rows[up - 1].depth >= row->depth) {
            up = above[up - 1];
        }
        above[i] = up;
        bool owing = row->how == HAND_IN_MISSING || row->how == HAND_IN_OVERDUE || row->how == HAND_IN_RETURNED;
        if (owing) {
            say(r, row->office_id, past ? SAID_AFTER : SAID_BEFORE);
        }
        if (owing && past && up > 0) {
            say(r, m->rows[up - 1].office_id, SAID_ABOVE);
        }
    }
}

static enum tx_end say_portion(struct tx *tx, void *arg, struct err *e)
{
    struct reminding *r = arg;
    r->said = 0;
    for (size_t i = r->at; i < r->n && i < r->at + PORTION; i++) {
        const struct saying *s = &r->list[i];
        int64_t put;
        struct q_report_reminder_put_in in = {.home = r->site->home, .template = r->template_id, .first_day = r->span.first,
                                              .last_day = r->span.last, .of = s->of_id, .kind = str_c(said_codes[s->kind]),
                                              .office = site_heir_id(r->site, s->of_id), .due_day = r->due_day, .now = r->now};
        if (s->kind == SAID_ABOVE) {
            in.of = in.office;
        }
        if (!q_report_reminder_put(tx, &in, &put, e) ||
            (put > 0 && !event_add(tx,
                                   &(struct event_new){.home = r->site->home, .kind = EVENT_REPORT_REMINDED,
                                                       .subject_id = in.office, .reason = in.kind, .now = r->now},
                                   NULL, e))) {
            return TX_FAILED;
        }
        r->said += (size_t)put;
    }
    return TX_COMMIT;
}

static bool remind_period(struct db *db, struct arena *a, struct reminding *r, const struct report_template *t, struct err *e)
{
    struct tx *tx;
    struct hand_in_map map;
    struct arena writing = ARENA_INIT;
    if (!db_read_begin(db, a, &tx, e)) {
        return false;
    }
    bool good = report_map(&map, tx, r->site, t, t->office_id, r->span, r->now, e);
    if (good) {
        find_owing(r, a, &map);
        struct q_report_reminders_said_in in = {.home = r->site->home, .template = t->id, .first_day = r->span.first,
                                                .last_day = r->span.last};
        good = q_report_reminders_said(tx, &in, on_said, r, e);
    }
    db_read_end(tx);
    for (r->at = 0; good && r->at < r->n; r->at += PORTION) {
        good = db_write(db, &writing, say_portion, r, e);
        arena_reset(&writing);
    }
    arena_free(&writing);
    return good;
}

// Those that hold today; since_day is that of the first edition.
static bool read_templates(struct db *db, struct arena *a, int64_t today, struct report_template **list, size_t *n, struct err *e)
{
    struct report_template_row *rows;
    struct tx *tx;
    if (!db_read_begin(db, a, &tx, e)) {
        return false;
    }
    bool good = q_report_templates_on(tx, today, &rows, n, e);
    *list = ARENA_ARRAY(a, struct report_template, good ? *n + 1 : 1);
    for (size_t i = 0; good && i < *n; i++) {
        good = report_template_read(tx, rows[i].id, &(*list)[i], e) == Q_ROW &&
               report_first_since(tx, &(*list)[i], &(*list)[i].since_day, e);
    }
    db_read_end(tx);
    return good;
}

// The period that ended last, and one under way whose day is near though it has not ended.
static size_t periods_of(const struct report_template *t, int64_t today, struct report_span p[2])
{
    size_t n = 0;
    const struct report_span asked[2] = {report_span_due(t, today), report_span_at(t, today)};
    for (size_t i = 0; i < 2; i++) {
        bool near = report_span_due_day(t, asked[i]) - REPORT_SOON_DAYS <= today;
        if (near && asked[i].last >= t->since_day && (i == 0 || asked[1].last != asked[0].last)) {
            p[n++] = asked[i];
        }
    }
    return n;
}

bool report_remind(struct db *db, const struct site *site, int64_t now, size_t *said, struct err *e)
{
    struct reminding r = {.site = site, .now = now, .today = tz_day(site->tz, now)};
    struct arena a = ARENA_INIT;
    struct arena one = ARENA_INIT;
    struct report_template *list;
    size_t n = 0;
    bool good = read_templates(db, &a, r.today, &list, &n, e);
    *said = 0;
    for (size_t i = 0; good && i < n; i++) {
        struct report_span p[2];
        size_t periods = list[i].every == EVERY_ONCE ? 0 : periods_of(&list[i], r.today, p);
        for (size_t k = 0; good && k < periods; k++) {
            r.template_id = list[i].id;
            r.span = p[k];
            r.due_day = report_span_due_day(&list[i], p[k]);
            good = remind_period(db, &one, &r, &list[i], e);
            *said += r.said;
            r.said = 0;
            arena_reset(&one);
        }
    }
    arena_free(&one);
    arena_free(&a);
    return good;
}
