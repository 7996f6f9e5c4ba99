// desk_matters.c: the desk's list of matters: filters, saved ones, several assigned at once, the list as CSV.
#include "web/desk/desk_matters_view.h"

#include "auth/token.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/office/founding.h"
#include "db/q_matter.h"
#include "db/q_member.h"
#include "db/q_message.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/desk/desk_filter.h"
#include "web/policy.h"
#include "web/table.h"

enum { FILTER_NAME_MAX = 60, BULK_MAX = DESK_LIST_ROWS };

static bool fill_saved(struct web *w, struct desk_matters_view *v, struct err *e)
{
    struct saved_filters_row *list;
    size_t n;
    if (!q_saved_filters(w->tx, w->who.member.id, &list, &n, e)) {
        return false;
    }
    v->saved = ARENA_ARRAY(w->a, struct saved_filter_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->saved[v->n_saved++] = (struct saved_filter_row){
            .name = list[i].name, .id = str_fmt(w->a, "%lld", (long long)list[i].id),
            .href = str_fmt(w->a, "/desk/%.*s/matters?%.*s", STR_ARG(w->office->code), STR_ARG(list[i].query)),
            .current = str_eq(list[i].query, v->query)};
    }
    return true;
}

// A box that was ticked in the form that is shown again.
static bool chosen_before(const struct web *w, struct str id)
{
    struct str value;
    for (size_t at = 0; w->req->method == HTTP_POST && form_each(&w->form, "id[]", &at, &value);) {
        if (str_eq(str_cut(&value, '.'), id)) {
            return true;
        }
    }
    return false;
}

static bool fill_rows(struct web *w, struct desk_matters_view *v, const struct desk_filter *f, const struct matter_row *list,
                      size_t n, struct err *e)
{
    v->rows = ARENA_ARRAY(w->a, struct desk_matters_row, DESK_LIST_ROWS);
    for (size_t i = 0; i < n && i < DESK_LIST_ROWS; i++) {
        const struct matter_row *m = &list[i];
        struct messages_of_matter_count_row count;
        if (policy_concerned(w, m->about_office_id)) {
            continue;
        }
        bool taken_back;
        if (q_messages_of_matter_count(w->tx, m->home_id, m->id, &count, e) != Q_ROW ||
            !matter_taken_back(w->tx, m, &taken_back, e)) {
            return false;
        }
        v->rows[v->n_rows++] = (struct desk_matters_row){
            .href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(m->public_id)), .id = m->public_id, .version = m->version,
            .number = desk_number(w, m), .title = desk_title(w, m), .state = state_of(w, m), .outcome = outcome_tag(w, m),
            .due = due_tag(w, m), .due_at = matter_due_now(m), .messages = count.n, .promised_day = m->promised_day,
            .due_reason = m->due_reason.p == NULL ? STR("") : m->due_reason, .taken_back = taken_back,
            .chosen = chosen_before(w, m->public_id)};
    }
    if (n > DESK_LIST_ROWS) {
        struct desk_list_key last = desk_filter_key(f, &list[DESK_LIST_ROWS - 1]);
        v->next = str_fmt(w->a, "/desk/%.*s/matters?%.*s%safter=%.*s", STR_ARG(w->office->code), STR_ARG(v->query),
                          v->query.n > 0 ? "&" : "", STR_ARG(web_page_key(w->a, last.at, last.id)));
    }
    return true;
}

static struct str how_many(struct web *w)
{
    int64_t done;
    int64_t left;
    if (w->req->method == HTTP_POST || !str_int(web_param(w, "done_n"), &done) || !str_int(web_param(w, "left_n"), &left) ||
        done < 0 || left < 0) {
        return STR("");
    }
    struct buf b = buf_new(4096);
    I18N_FILL(&b, TN(w->lang, "{n} matter was assigned.", "{n} matters were assigned.", done),
              {"n", page_words(w, format_number, done)});
    if (left > 0) {
        buf_addc(&b, ' ');
        I18N_FILL(&b, TN(w->lang, "{n} was not: somebody changed it meanwhile, or its state does not allow it.",
                         "{n} were not: somebody changed them meanwhile, or their state does not allow it.", left),
                  {"n", page_words(w, format_number, left)});
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What was typed for several matters at once: shown again with what is wrong.
static void fill_bulk(struct web *w, struct desk_matters_view *v)
{
    bool again = w->req->method == HTTP_POST;
    const struct office *to = again ? site_office_by_code(w->site, web_field(w, "owner")) : NULL;
    v->own = desk_own_offices(w, w->office->id, to == NULL ? w->office->id : to->id);
    v->bulk_due = again ? desk_day_field(w, "due") : 0;
}

static void reply_list(struct web *w, int status, const struct problems *p)
{
    struct desk_filter f = desk_filter_read(w);
    struct matter_row *list;
    size_t n;
    struct err e = ERR_INIT;
    struct desk_list_key after = {0, 0};
    struct str key = web_param(w, "after");
    if (key.n > 0 && !web_page_key_read(key, &after.at, &after.id)) {
        web_error(w, 404);
        return;
    }
    struct desk_matters_view v = {
        .page = desk_page_view(w, T(w->lang, "Matters"), w->office, DESK_NAV_MATTERS),
        .states = desk_filter_states(w, f.state), .dues = desk_filter_dues(w, f.due),
        .categories = desk_categories(w, w->office->id, f.category), .query = desk_filter_query(w, &f), .next = STR(""),
        .filter_name = web_field(w, "filter_name"), .result = how_many(w),
        .decides = web_may(w, CAP_DESK_DECIDE, w->office->id), .promised = str_eq(f.due, STR("promised")),
    };
    v.here = key.n == 0 ? v.query : str_fmt(w->a, "%.*s&after=%.*s", STR_ARG(v.query), STR_ARG(key));
    v.page.page.problems = p;
    v.csv = str_fmt(w->a, "/desk/%.*s/matters.csv%s%.*s", STR_ARG(w->office->code), v.query.n > 0 ? "?" : "",
                    STR_ARG(v.query));
    fill_bulk(w, &v);
    if (!desk_filter_page(w, &f, after, &list, &n, &e) || !fill_saved(w, &v, &e) || !fill_rows(w, &v, &f, list, n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_matters(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void desk_matters_get(struct web *w)
{
    reply_list(w, 200, NULL);
}

struct matters_at {
    struct desk_filter f;
    struct desk_list_key after;
};

static bool matters_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct matters_at *a = at;
    struct matter_row *list;
    size_t n;
    if (!desk_filter_page(t->w, &a->f, a->after, &list, &n, e)) {
        return false;
    }
    *more = n > DESK_LIST_ROWS;
    for (size_t i = 0; i < n && i < DESK_LIST_ROWS; i++) {
        const struct matter_row *m = &list[i];
        a->after = desk_filter_key(&a->f, m);
        if (policy_concerned(t->w, m->about_office_id)) {
            continue;
        }
        TABLE_TEXTS(t, desk_number(t->w, m), desk_title(t->w, m), desk_category_name(t->w, m->category_id), m->state,
                       m->outcome);
        table_day_of(t, m->started_at);
        table_day_of(t, m->first_due_at);
        table_day_of(t, m->due_at);
        table_day_of(t, m->answered_at);
        table_day_of(t, m->closed_at);
        table_end_row(t);
    }
    return true;
}

void desk_matters_csv_get(struct web *w)
{
    struct matters_at *at = ARENA_NEW(w->a, struct matters_at);
    at->f = desk_filter_read(w);
    table_reply(w, STR("matters"), "number,title,subject,state,outcome,received,first_due,due,answered,closed", matters_rows, at);
}

// What the hidden field says is read like an address and written anew: nothing but codes gets into a saved filter.
static bool reread_query(struct web *w)
{
    return web_query_read(w, web_field(w, "query"));
}

// Several matters given to one office.
struct bulk {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t from_office;
    int64_t to_office;
    int64_t due_day;      // 0: as the office's rule says for each
    struct str ids[BULK_MAX];
    int64_t versions[BULK_MAX];
    size_t n;
    struct str why;
    struct str query;     // of the list that it was chosen in
    int64_t done;
    int64_t left;
};

static enum matter_end assign_one(const struct desk *d, const struct bulk *b, size_t i, struct err *e)
{
    struct matter_row m;
    enum q_got got = q_matter_by_public(d->tx, b->ids[i], &m, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? MATTER_NOT_NOW : MATTER_ERROR;
    }
    if (m.office_id != b->from_office || m.version != b->versions[i] || !matter_may(&m, EVENT_MATTER_ASSIGNED)) {
        return MATTER_NOT_NOW;
    }
    int64_t days = site_setting_int(d->site, b->to_office, SETTING_DUE_DAYS);
    int64_t due = b->due_day != 0 ? tz_day_start(d->site->tz, b->due_day + 1) - 1
                                  : matter_due_after(d->site, m.started_at, days);
    return matter_assign(d, &m, b->to_office, m.first_due_at == 0 ? due : 0, b->why, e);
}

static enum tx_end assign_all(struct tx *tx, void *arg, struct err *e)
{
    struct bulk *b = arg;
    struct desk d = desk_of(tx, b->site, b->actor, b->now);
    b->done = 0;
    b->left = 0;
    for (size_t i = 0; i < b->n; i++) {
        enum matter_end end = assign_one(&d, b, i, e);
        if (end == MATTER_ERROR) {
            return TX_FAILED;
        }
        b->done += end == MATTER_SAVED;
        b->left += end != MATTER_SAVED;
    }
    return TX_COMMIT;
}

static void assigned(struct web *w, void *arg)
{
    const struct bulk *b = arg;
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/matters?%.*s%sdone_n=%lld&left_n=%lld", STR_ARG(w->office->code),
                             STR_ARG(b->query), b->query.n > 0 ? "&" : "", (long long)b->done, (long long)b->left));
}

// What is about an office of the member's own is not there to be chosen.
static bool read_chosen(const struct web *w, struct bulk *b, struct err *e)
{
    struct str value;
    for (size_t at = 0; b->n < BULK_MAX && form_each(&w->form, "id[]", &at, &value);) {
        struct str rest = value;
        struct str id = str_cut(&rest, '.');
        struct matter_row m = {.id = 0};
        if (!public_id_ok(id) || !str_int(rest, &b->versions[b->n])) {
            continue;
        }
        if (q_matter_by_public(w->tx, id, &m, e) == Q_ERROR) {
            return false;
        }
        if (!policy_concerned(w, m.about_office_id)) {
            b->ids[b->n++] = id;
        }
    }
    return true;
}

void desk_matters_assign_post(struct web *w)
{
    struct bulk *b = ARENA_NEW(w->a, struct bulk);
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    const struct office *to = site_office_by_code(w->site, web_field(w, "owner"));
    if (!reread_query(w)) {
        web_error(w, 400);
        return;
    }
    struct desk_filter f = desk_filter_read(w);
    *b = (struct bulk){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now, .from_office = w->office->id,
                       .to_office = to == NULL ? 0 : to->id, .due_day = desk_day_field(w, "due"),
                       .query = desk_filter_query(w, &f)};
    if (!read_chosen(w, b, &e)) {
        web_failed(w, &e);
        return;
    }
    if (b->n == 0) {
        problem_add(&p, "chosen", N_("Choose at least one matter in the list."));
    }
    if (to == NULL || !web_may(w, CAP_DESK_LIST, to->id)) {
        problem_add(&p, "owner", N_("Choose an office from the list."));
    }
    if (web_field(w, "due").n > 0 && b->due_day == 0) {
        problem_add(&p, "due", N_("Name a day, or leave it empty."));
    }
    if (p.n > 0) {
        reply_list(w, 422, &p);
        return;
    }
    b->why = b->due_day != 0 ? T(w->site->lang, "Named when it was assigned.")
                             : T(w->site->lang, "As the rule of the office says.");
    web_write(w, WEB_PUBLIC, assign_all, b, assigned);
}

struct filter_change {
    struct founder by; // all but tx
    int64_t drop;      // 0: save a new one
    struct str name;
    struct str query;
};

static enum tx_end change_filter(struct tx *tx, void *arg, struct err *e)
{
    const struct filter_change *c = arg;
    struct founder by = c->by;
    int64_t member_id = by.actor.member_id;
    int64_t changed = 1;
    by.tx = tx;
    bool good = c->drop != 0 ? q_saved_filter_delete(tx, member_id, c->drop, &changed, e)
                             : q_saved_filter_insert(tx, &(struct q_saved_filter_insert_in){
                                   .id = random_id(), .member = member_id, .name = c->name, .query = c->query}, NULL, e);
    good = good && (changed == 0 || member_traced(&by, member_id, c->drop != 0 ? "filter_dropped" : "filter_kept", e));
    return good ? TX_COMMIT : TX_FAILED;
}

static struct filter_change *filter_change_new(struct web *w)
{
    struct filter_change *c = ARENA_NEW(w->a, struct filter_change);
    *c = (struct filter_change){.by = {.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now},
                                .name = STR(""), .query = STR("")};
    return c;
}

static void filter_changed(struct web *w, void *arg)
{
    const struct filter_change *c = arg;
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/matters%s%.*s", STR_ARG(w->office->code), c->query.n > 0 ? "?" : "",
                             STR_ARG(c->query)));
}

void filter_save_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct filter_change *c = filter_change_new(w);
    if (!reread_query(w)) {
        web_error(w, 400);
        return;
    }
    struct desk_filter f = desk_filter_read(w);
    c->name = web_field(w, "filter_name");
    c->query = desk_filter_query(w, &f);
    if (c->name.n == 0 || utf8_count(c->name) > FILTER_NAME_MAX) {
        problem_add(&p, "filter_name", N_("Give the filter a name of at most 60 characters."));
        reply_list(w, 422, &p);
        return;
    }
    web_write(w, WEB_QUIET, change_filter, c, filter_changed);
}

void filter_drop_post(struct web *w)
{
    struct filter_change *c = filter_change_new(w);
    if (!str_int(web_field(w, "filter"), &c->drop) || c->drop <= 0) {
        web_error(w, 400);
        return;
    }
    web_write(w, WEB_QUIET, change_filter, c, filter_changed);
}
