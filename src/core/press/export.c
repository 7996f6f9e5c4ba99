// export.c: see export.h.
#include "core/press/export.h"

#include "core/count/disclose.h"
#include "core/desk/access.h"
#include "core/press/reading.h"
#include "db/q_export.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "i18n/format.h"

static const char *const message_names[] = {"external_id", "text", "received", "closed", "status", "category", "office",
                                            "channel", "place", "lat", "lon", "lang", "public", "entered", "matter"};
static const char *const matter_names[] = {"id", "number", "year", "office", "category", "title", "state", "outcome", "started",
                                           "due", "answered", "closed", "messages", "public"};
static const char *const answer_names[] = {"id", "office", "matter", "lang", "title", "text", "version", "published",
                                           "corrected", "public"};

static const struct {
    const char *code;
    const char *const *names; // of the columns
    size_t columns;
} kinds[EXPORT_KINDS] = {
    [EXPORT_MESSAGES] = {"messages", message_names, ARRAY_LEN(message_names)},
    [EXPORT_MATTERS] = {"matters", matter_names, ARRAY_LEN(matter_names)},
    [EXPORT_ANSWERS] = {"answers", answer_names, ARRAY_LEN(answer_names)},
};

enum export_kind export_kind_of(struct str code)
{
    enum export_kind k = 0;
    while (k < EXPORT_KINDS && !str_eqz(code, kinds[k].code)) {
        k++;
    }
    return k;
}

const char *export_kind_code(enum export_kind kind)
{
    return kinds[kind].code;
}

void export_heading(const struct export *x, struct buf *out)
{
    for (size_t i = 0; !x->jsonl && i < kinds[x->kind].columns; i++) {
        buf_addf(out, "%s%s", i > 0 ? "," : "", kinds[x->kind].names[i]);
    }
    buf_addz(out, x->jsonl ? "" : "\r\n");
}

enum cell_kind { CELL_NONE, CELL_TEXT, CELL_PLAIN }; // plain: written as it is, a number

struct cell {
    enum cell_kind kind;
    struct str s;
};

enum { CELLS_MAX = 24 };

struct rows {
    const struct export *x;
    struct arena *a;
    struct buf *out;
    struct cell cells[CELLS_MAX];
    size_t n;
};

static void put(struct rows *r, enum cell_kind kind, struct str s)
{
    BUG_ON(r->n >= kinds[r->x->kind].columns);
    r->cells[r->n++] = (struct cell){s.p == NULL ? CELL_NONE : kind, s};
}

static void put_text(struct rows *r, struct str s)
{
    put(r, CELL_TEXT, s);
}

static void put_int(struct rows *r, int64_t v)
{
    put(r, CELL_PLAIN, str_fmt(r->a, "%lld", (long long)v));
}

static void put_time(struct rows *r, int64_t at)
{
    struct buf out = buf_new(64);
    if (at != 0 && r->x->all) {
        format_iso(&out, r->x->site->lang, at);
    } else if (at != 0) {
        format_iso_day(&out, r->x->site->lang, tz_day(r->x->site->tz, at));
    }
    put_text(r, at == 0 ? STR_NONE : str_copy(r->a, buf_str(&out)));
    buf_free(&out);
}

static void put_degrees(struct rows *r, bool there, int64_t e6)
{
    int64_t whole = e6 < 0 ? -e6 : e6;
    put(r, CELL_PLAIN, there ? str_fmt(r->a, "%s%lld.%06lld", e6 < 0 ? "-" : "", (long long)(whole / 1000000),
                                       (long long)(whole % 1000000)) : STR_NONE);
}

static void put_office(struct rows *r, int64_t id)
{
    const struct office *o = site_office(r->x->site, id);
    put_text(r, o == NULL ? STR_NONE : o->code);
}

static void put_category(struct rows *r, int64_t id)
{
    const struct category *c = site_category(r->x->site, id);
    put_text(r, c == NULL ? STR_NONE : c->code);
}

static void write_row(struct rows *r)
{
    BUG_ON(r->n != kinds[r->x->kind].columns);
    for (size_t i = 0; i < r->n; i++) {
        const struct cell *c = &r->cells[i];
        buf_addz(r->out, i > 0 ? "," : r->x->jsonl ? "{" : "");
        if (r->x->jsonl) {
            buf_addf(r->out, "\"%s\":", kinds[r->x->kind].names[i]);
        }
        if (c->kind == CELL_PLAIN) {
            buf_add(r->out, c->s);
        } else if (!r->x->jsonl) {
            buf_csv(r->out, c->s);
        } else if (c->kind == CELL_NONE) {
            buf_addz(r->out, "null");
        } else {
            buf_json(r->out, c->s);
        }
    }
    buf_addz(r->out, r->x->jsonl ? "}\n" : "\r\n");
    r->n = 0;
}

// Does it belong to what was asked for?
static bool wanted(const struct export *x, int64_t office_id, int64_t about_id, int64_t at)
{
    if (x->office_id == 0) {
        return true;
    }
    bool hidden = about_id != 0 && (site_within(x->site, x->office_id, about_id) || x->hides(x->arg, about_id));
    return at >= x->from_at && at < x->until_at && !hidden && office_own(x->site, office_id, x->office_id);
}

// -------------------------------------------------------------------------------------------------- messages

// "" for what its sender sent, else by whose hand it came.
static struct str entered(const struct export_messages_row *m)
{
    return !m->by_office ? STR("") : m->import_id != 0 ? STR("imported") : STR("entered");
}

static bool messages_page(struct rows *r, struct tx *tx, int64_t after, int64_t *last, struct err *e)
{
    struct export_messages_row *list;
    size_t n;
    if (!q_export_messages(tx, r->x->site->home, after, r->x->all, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct export_messages_row *m = &list[i];
        if (!wanted(r->x, m->office_id, m->about_office_id, m->received_at)) {
            continue;
        }
        const struct office *place = site_office(r->x->site, m->place_office_id);
        bool point = (m->lat_e6 != 0 || m->lon_e6 != 0) && (r->x->all || m->point_public);
        put_text(r, r->x->all && m->external_id.p != NULL ? m->external_id : m->public_id);
        put_text(r, m->words);
        put_time(r, m->received_at);
        put_time(r, m->matter_closed_at);
        put_text(r, m->matter_state.p == NULL ? STR("new") : m->matter_state);
        put_category(r, m->category_id);
        put_office(r, m->office_id);
        put_text(r, m->channel);
        put_text(r, place != NULL ? place->code : r->x->all ? m->place : STR_NONE);
        put_degrees(r, point, m->lat_e6);
        put_degrees(r, point, m->lon_e6);
        put_text(r, m->lang);
        put_int(r, m->may_show);
        put_text(r, entered(m));
        put_text(r, m->matter_public_at != 0 || r->x->all ? m->matter_public : STR_NONE);
        write_row(r);
    }
    *last = n == 0 ? 0 : list[n - 1].id;
    return true;
}

// --------------------------------------------------------------------------------------------------- matters

static bool write_matter(struct rows *r, struct tx *tx, const struct matter_row *m, struct err *e)
{
    struct messages_of_matter_count_row count;
    struct str title;
    if (q_messages_of_matter_count(tx, m->home_id, m->id, &count, e) != Q_ROW ||
        !title_for_reader(tx, r->x->site, m, r->x->site->lang, &title, e)) {
        return false;
    }
    enum listed told = r->x->all ? LISTED_COUNT : disclose_listed(count.n, count.shown);
    put_text(r, m->public_id);
    put_int(r, m->number);
    put_int(r, m->number_year);
    put_office(r, m->office_id);
    put_category(r, m->category_id);
    put_text(r, title.p == NULL && r->x->all ? m->title : title);
    put_text(r, m->state);
    put_text(r, m->outcome);
    put_time(r, m->started_at);
    put_time(r, m->due_at);
    put_time(r, m->answered_at);
    put_time(r, m->closed_at);
    if (told != LISTED_COUNT) {
        put_text(r, told == LISTED_FEW ? STR("<5") : str_fmt(tx_arena(tx), ">%lld", (long long)count.shown));
    } else {
        put_int(r, count.n);
    }
    put_int(r, m->public_at != 0);
    write_row(r);
    return true;
}

static bool matters_page(struct rows *r, struct tx *tx, int64_t after, int64_t *last, struct err *e)
{
    struct matter_row *list;
    size_t n;
    if (!q_export_matters(tx, r->x->site->home, after, r->x->all, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct matter_row *m = &list[i];
        if (wanted(r->x, m->office_id, m->about_office_id, m->started_at) && !write_matter(r, tx, m, e)) {
            return false;
        }
    }
    *last = n == 0 ? 0 : list[n - 1].id;
    return true;
}

// --------------------------------------------------------------------------------------------------- answers

static bool write_answer(struct rows *r, struct tx *tx, const struct publication_row *p, struct err *e)
{
    struct version_row v;
    struct matter_row m = {.public_at = 0};
    bool found;
    enum lang lang;
    if (!lang_from_code(p->lang, &lang)) {
        lang = r->x->site->lang;
    }
    if (!version_for_reader(tx, p, lang, &v, &found, e) ||
        (p->matter_id != 0 && q_matter_by_id(tx, p->home_id, p->matter_id, &m, e) == Q_ERROR)) {
        return false;
    }
    if (!found || !wanted(r->x, p->office_id, m.about_office_id, p->published_at)) {
        return true;
    }
    put_text(r, p->public_id);
    put_office(r, p->office_id);
    put_text(r, m.public_at != 0 || r->x->all ? m.public_id : STR_NONE);
    put_text(r, v.lang);
    put_text(r, v.title);
    put_text(r, v.body);
    put_int(r, v.number);
    put_time(r, p->published_at);
    put_time(r, v.number > 1 ? v.published_at : 0);
    put_int(r, !p->by_receipt);
    write_row(r);
    return true;
}

static bool answers_page(struct rows *r, struct tx *tx, int64_t after, int64_t *last, struct err *e)
{
    struct publication_row *list;
    size_t n;
    if (!q_export_answers(tx, r->x->site->home, after, r->x->all, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!write_answer(r, tx, &list[i], e)) {
            return false;
        }
    }
    *last = n == 0 ? 0 : list[n - 1].id;
    return true;
}

bool export_page(const struct export *x, struct tx *tx, int64_t after, int64_t *last, struct buf *out, struct err *e)
{
    struct rows r = {.x = x, .a = tx_arena(tx), .out = out};
    switch (x->kind) {
    case EXPORT_MESSAGES:
        return messages_page(&r, tx, after, last, e);
    case EXPORT_MATTERS:
        return matters_page(&r, tx, after, last, e);
    case EXPORT_ANSWERS:
        return answers_page(&r, tx, after, last, e);
    case EXPORT_KINDS:
        break;
    }
    BUG("no such export");
}
