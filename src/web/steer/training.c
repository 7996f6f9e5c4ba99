// training.c: training sessions: the list, a new one, one of them with who came from which office and its materials.
#include "web/steer/people_view.h"

#include "db/q_recognition.h"
#include "templates.h"
#include "web/table.h"

static bool item_of(struct web *w, const struct training_row *t, struct training_item *out, struct err *e)
{
    struct training_attended_row came;
    if (q_training_attended(w->tx, t->home_id, t->id, &came, e) != Q_ROW) {
        return false;
    }
    *out = (struct training_item){.href = str_fmt(w->a, "/desk/trainings/%.*s", STR_ARG(t->public_id)),
                                  .title = t->title, .place = t->place, .for_whom = t->for_whom,
                                  .state = T_(w->lang, training_state_words(t->state)), .day = t->day,
                                  .offices = came.offices, .came = came.n};
    return true;
}

static bool read_list(struct web *w, struct people_key key, struct training_row **list, size_t *n, struct err *e)
{
    return q_trainings(w->tx,
                       &(struct q_trainings_in){.home = w->site->home, .office = w->office->id, .from_day = key.day,
                                                .before_id = key.id},
                       list, n, e);
}

static void reply_list(struct web *w, int status, const struct training_draft *draft, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct people_key key;
    struct training_row *list;
    size_t n;
    struct trainings_view v = {.page = desk_page_view(w, T(w->lang, "Training sessions"), w->office, DESK_NAV_PEOPLE),
                               .draft = *draft, .next = STR(""),
                               .writes = web_may(w, CAP_PEOPLE, w->office->id)};
    v.page.page.problems = p;
    if (!people_key_read(w, &key)) {
        return;
    }
    bool good = read_list(w, key, &list, &n, &e);
    v.items = good ? ARENA_ARRAY(w->a, struct training_item, n + 1) : NULL;
    for (size_t i = 0; good && i < n && i < PEOPLE_ROWS; i++) {
        good = item_of(w, &list[i], &v.items[v.n_items++], &e);
    }
    if (!good) {
        web_failed(w, &e);
        return;
    }
    if (n > PEOPLE_ROWS) {
        v.next = people_next(w, "training", list[PEOPLE_ROWS - 1].day, list[PEOPLE_ROWS - 1].id);
    }
    struct buf out = web_buf();
    tmpl_desk_trainings(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void trainings_get(struct web *w)
{
    struct training_draft none = {.title = STR(""), .place = STR(""), .for_whom = STR("")};
    reply_list(w, 200, &none, NULL);
}

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct people_key *key = at;
    struct training_row *list;
    size_t n;
    if (!read_list(t->w, *key, &list, &n, e)) {
        return false;
    }
    *more = n > PEOPLE_ROWS;
    for (size_t i = 0; i < n && i < PEOPLE_ROWS; i++) {
        struct training_item one;
        if (!item_of(t->w, &list[i], &one, e)) {
            return false;
        }
        table_day(t, one.day);
        TABLE_TEXTS(t, list[i].state, one.title, one.place, one.for_whom);
        table_number(t, one.offices);
        table_number(t, one.came);
        table_end_row(t);
        *key = (struct people_key){list[i].day, list[i].id};
    }
    return true;
}

void trainings_csv_get(struct web *w)
{
    table_reply(w, STR("training"), "day,state,title,place,for_whom,offices,came", table_of, people_first(w));
}

struct training_act {
    struct people_act act;
    int64_t office_id;
    struct training_draft draft;
    struct str public_id; // of the session; it is read anew
    int64_t n;            // how many came
    bool held;
    struct str title, url;
    int64_t material_id;  // to be removed
};

static enum steer_end run_plan(const struct desk *d, struct people_act *act, struct err *e)
{
    struct training_act *a = (struct training_act *)act;
    return training_plan(d, a->office_id, &a->draft, &act->made, e);
}

void training_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct training_act *a = ARENA_NEW(w->a, struct training_act);
    *a = (struct training_act){.act = people_act(w, w->office->id, run_plan, STR_NONE, "trainings"),
                               .office_id = w->office->id,
                               .draft = {.title = web_field(w, "title"), .day = desk_day_field(w, "day"),
                                         .place = web_field(w, "place"), .for_whom = web_field(w, "for_whom")}};
    training_check(&a->draft, &p);
    if (p.n > 0) {
        reply_list(w, 422, &a->draft, &p);
        return;
    }
    people_do(w, &a->act);
}

// ---- one of them

static bool fill(struct web *w, struct training_view *v, struct err *e)
{
    const struct training_row *t = &w->training;
    struct training_attendances_row *came;
    struct training_materials_row *materials;
    size_t n_came;
    size_t n_materials;
    if (!item_of(w, t, &v->item, e) || !q_training_attendances(w->tx, t->home_id, t->id, &came, &n_came, e) ||
        !q_training_materials(w->tx, t->home_id, t->id, &materials, &n_materials, e)) {
        return false;
    }
    v->offices = ARENA_ARRAY(w->a, struct training_line, n_came + 1);
    for (size_t i = 0; i < n_came; i++) {
        v->offices[v->n_offices++] =
            (struct training_line){.name = desk_office_name(w, came[i].office_id), .n = came[i].n};
    }
    v->materials = ARENA_ARRAY(w->a, struct training_line, n_materials + 1);
    for (size_t i = 0; i < n_materials; i++) {
        v->materials[v->n_materials++] =
            (struct training_line){.name = materials[i].title, .url = materials[i].url,
                                   .value = str_fmt(w->a, "%lld", (long long)materials[i].id)};
    }
    return true;
}

static struct str path_of(struct web *w)
{
    return str_fmt(w->a, "/desk/trainings/%.*s", STR_ARG(w->training.public_id));
}

static void reply_one(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    const struct training_row *t = &w->training;
    const struct office *o = site_office(w->site, t->office_id);
    struct training_view v = {
        .page = desk_page_view(w, t->title, o, DESK_NAV_PEOPLE), .base = path_of(w),
        .list = str_fmt(w->a, "/desk/%.*s/training", STR_ARG(o->code)), .writes = web_may(w, CAP_PEOPLE, o->id),
        .planned = str_eqz(t->state, "planned"), .held = str_eqz(t->state, "held"),
        .cancelled = str_eqz(t->state, "cancelled"), .may_hold = t->day <= tz_day(w->site->tz, w->now),
        .material = web_field(w, "material"), .url = web_field(w, "url"), .office = web_field(w, "office_name"),
        .came = web_field(w, "came")};
    v.page.page.problems = p;
    page_script(&v.page.page, "office-find.js");
    if (!fill(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_desk_training(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void training_get(struct web *w)
{
    reply_one(w, 200, NULL);
}

static struct training_act *act_on(struct web *w, people_fn *run)
{
    struct training_act *a = ARENA_NEW(w->a, struct training_act);
    *a = (struct training_act){.act = people_act(w, w->training.office_id, run, path_of(w), NULL),
                               .public_id = w->training.public_id};
    return a;
}

static bool again(const struct desk *d, const struct training_act *a, struct training_row *row, struct err *e)
{
    return q_training_by_public(d->tx, a->public_id, row, e) == Q_ROW;
}

static enum steer_end run_end(const struct desk *d, struct people_act *act, struct err *e)
{
    struct training_act *a = (struct training_act *)act;
    struct training_row row;
    return again(d, a, &row, e) ? training_end(d, &row, a->held, e) : STEER_ERROR;
}

void training_end_post(struct web *w)
{
    struct training_act *a = act_on(w, run_end);
    struct str how = web_field(w, "how");
    a->held = str_eqz(how, "held");
    if (!a->held && !str_eqz(how, "cancelled")) {
        web_error(w, 400);
        return;
    }
    people_do(w, &a->act);
}

static enum steer_end run_came(const struct desk *d, struct people_act *act, struct err *e)
{
    struct training_act *a = (struct training_act *)act;
    struct training_row row;
    return again(d, a, &row, e) ? training_came(d, &row, a->office_id, a->n, e) : STEER_ERROR;
}

void training_came_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct training_act *a = act_on(w, run_came);
    const struct office *o = desk_office_typed(w, "office", "office_name", NULL, &p);
    if (o == NULL) {
        problem_add(&p, "office", N_("Name the office they came from."));
    }
    if (!str_int(web_field(w, "came"), &a->n) || a->n < 0 || a->n > TRAINING_CAME_MAX) {
        problem_add(&p, "came", N_("Give how many came, 0 to 10,000."));
    }
    if (p.n > 0) {
        reply_one(w, 422, &p);
        return;
    }
    a->office_id = o->id;
    people_do(w, &a->act);
}

static enum steer_end run_material(const struct desk *d, struct people_act *act, struct err *e)
{
    struct training_act *a = (struct training_act *)act;
    struct training_row row;
    if (!again(d, a, &row, e)) {
        return STEER_ERROR;
    }
    return a->material_id != 0 ? training_material_drop(d, &row, a->material_id, e)
                               : training_material_add(d, &row, a->title, a->url, e);
}

void training_material_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct training_act *a = act_on(w, run_material);
    a->title = web_field(w, "material");
    a->url = web_field(w, "url");
    if (!str_int(web_field(w, "drop"), &a->material_id)) {
        a->material_id = 0;
        training_check_material(&a->title, &a->url, &p);
    }
    if (p.n > 0) {
        reply_one(w, 422, &p);
        return;
    }
    people_do(w, &a->act);
}
