// conclusion.c: see conclusion.h.
#include "core/steer/conclusion.h"

#include "base/random.h"
#include "core/event.h"
#include "core/steer/meeting_taken.h"
#include "i18n/i18n.h"

void conclusion_check(struct conclusion_draft *c, int64_t today, struct problems *p)
{
    steer_check_text(&c->words, CONCLUSION_MAX, true, "words", N_("Write what was concluded."), N_("Say it in fewer words."),
                     p);
    steer_check_text(&c->product, TASK_PRODUCT_MAX, false, "product", NULL, N_("Say it in fewer words."), p);
    if (c->lead_id == 0 && (c->n_with > 0 || c->due_day != 0)) {
        problem_add(p, "lead", N_("Name the office that leads it."));
    }
    if (c->n_with > CONCLUSION_WITH_MAX) {
        problem_add(p, "with", N_("At most 10 offices can coordinate what a meeting concludes."));
    }
    for (size_t i = 0; i < c->n_with; i++) {
        if (c->with[i] == c->lead_id) {
            problem_add(p, "with", N_("The office that leads a task is not among those that coordinate it."));
        }
    }
    if (c->due_day != 0 && c->due_day < today) {
        problem_add(p, "due", N_("This day has passed."));
    }
}

static bool put_coordinators(const struct desk *d, int64_t home, int64_t id, const struct conclusion_draft *c,
                             struct err *e)
{
    bool good = q_conclusion_coordinators_drop(d->tx, home, id, NULL, e);
    for (size_t i = 0; i < c->n_with && good; i++) {
        good = q_conclusion_coordinator_put(d->tx, home, id, c->with[i], NULL, e);
    }
    return good;
}

static bool add(const struct desk *d, const struct meeting_row *m, int64_t number, const struct conclusion_draft *c,
                struct err *e)
{
    int64_t id = random_id();
    return q_conclusion_insert(d->tx,
                               &(struct q_conclusion_insert_in){.home = m->home_id,
                                                                .id = id,
                                                                .meeting = m->id,
                                                                .number = number,
                                                                .words = c->words,
                                                                .product = c->product,
                                                                .lead = c->lead_id,
                                                                .due_day = c->due_day},
                               NULL, e) &&
           put_coordinators(d, m->home_id, id, c, e);
}

static bool change(const struct desk *d, const struct meeting_row *m, int64_t id, const struct conclusion_draft *c,
                   struct err *e)
{
    return q_conclusion_update(d->tx,
                               &(struct q_conclusion_update_in){.home = m->home_id,
                                                                .id = id,
                                                                .words = c->words,
                                                                .product = c->product,
                                                                .lead = c->lead_id,
                                                                .due_day = c->due_day},
                               NULL, e) &&
           put_coordinators(d, m->home_id, id, c, e);
}

enum steer_end conclusion_put(const struct desk *d, const struct meeting_row *was, int64_t number,
                              const struct conclusion_draft *c, struct err *e)
{
    struct conclusion_row *list;
    size_t n;
    if (!q_conclusions_of(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    bool fits = number == 0 ? n < CONCLUSIONS_MAX : number > 0 && number <= (int64_t)n;
    if (!fits || !meeting_editable(was)) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = meeting_store(d, was, was, EVENT_MEETING_CHANGED, STR("conclusion"), c->words, e);
    if (end != STEER_SAVED) {
        return end;
    }
    bool good = number == 0 ? add(d, was, (int64_t)n + 1, c, e) : change(d, was, list[number - 1].id, c, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

bool conclusion_restore(const struct desk *d, const struct meeting_row *m, int64_t number, const struct conclusion_draft *c,
                        struct err *e)
{
    struct conclusion_row *list;
    size_t n;
    bool good = q_conclusions_of(d->tx, m->home_id, m->id, &list, &n, e);
    for (int64_t last = good ? (int64_t)n : 0; last >= number && good; last--) {
        good = q_conclusion_number_up(d->tx, m->home_id, m->id, last, NULL, e);
    }
    return good && add(d, m, number, c, e);
}

static bool keep(const struct desk *d, const struct meeting_row *m, const struct conclusion_row *c, struct err *e)
{
    struct conclusion_coordinators_row *with;
    size_t n;
    if (!q_conclusion_coordinators(d->tx, m->home_id, m->id, &with, &n, e)) {
        return false;
    }
    struct buf ids = buf_new(CONCLUSION_WITH_MAX * 24);
    for (size_t i = 0; i < n; i++) {
        if (with[i].conclusion_id == c->id) {
            buf_addf(&ids, "%s%lld", ids.n > 0 ? " " : "", (long long)with[i].office_id);
        }
    }
    bool good = meeting_taken_keep(d, m,
                                   &(struct meeting_taken_row){.what = STR("conclusion"),
                                                               .position = c->number,
                                                               .office_id = c->lead_id,
                                                               .words = c->words,
                                                               .more = c->product,
                                                               .with_ids = buf_str(&ids),
                                                               .due_day = c->due_day},
                                   e);
    buf_free(&ids);
    return good;
}

enum steer_end conclusion_remove(const struct desk *d, const struct meeting_row *was, int64_t number, struct err *e)
{
    struct conclusion_row *list;
    size_t n;
    if (!q_conclusions_of(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (number < 1 || number > (int64_t)n || !meeting_editable(was)) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = meeting_store(d, was, was, EVENT_MEETING_CHANGED, STR("conclusion"), STR_NONE, e);
    if (end != STEER_SAVED) {
        return end;
    }
    int64_t id = list[number - 1].id;
    bool good = keep(d, was, &list[number - 1], e) && q_conclusion_coordinators_drop(d->tx, was->home_id, id, NULL, e) &&
                q_conclusion_drop(d->tx, was->home_id, id, NULL, e);
    for (int64_t next = number + 1; next <= (int64_t)n && good; next++) {
        good = q_conclusion_number_down(d->tx, was->home_id, was->id, next, NULL, e);
    }
    return good ? STEER_SAVED : STEER_ERROR;
}

// ---- confirming

// Offices that ended since it was written down are answered for by their heirs; none stands twice, or beside itself.
static size_t heirs_of(const struct site *s, const struct conclusion_coordinators_row *list, size_t n, int64_t conclusion,
                       int64_t lead, int64_t *out)
{
    size_t n_out = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t id = site_heir_id(s, list[i].office_id);
        bool known = list[i].conclusion_id != conclusion || id == lead;
        for (size_t j = 0; j < n_out && !known; j++) {
            known = out[j] == id;
        }
        if (!known && n_out < CONCLUSION_WITH_MAX) {
            out[n_out++] = id;
        }
    }
    return n_out;
}

enum steer_end meeting_confirm(const struct desk *d, const struct meeting_row *was, size_t *n_tasks, struct err *e)
{
    struct conclusion_row *list;
    struct conclusion_coordinators_row *with;
    size_t n, n_with;
    if (!q_conclusions_of(d->tx, was->home_id, was->id, &list, &n, e) ||
        !q_conclusion_coordinators(d->tx, was->home_id, was->id, &with, &n_with, e)) {
        return STEER_ERROR;
    }
    if (!str_eqz(was->state, "held") || n == 0) {
        return STEER_NOT_NOW;
    }
    struct meeting_row row = *was;
    row.state = STR("confirmed");
    row.confirmed_at = d->now;
    enum steer_end end = meeting_store(d, was, &row, EVENT_MEETING_STEPPED, row.state, STR_NONE, e);
    size_t given = 0;
    for (size_t i = 0; i < n && end == STEER_SAVED; i++) {
        int64_t offices[CONCLUSION_WITH_MAX];
        struct task_row task;
        struct task_draft t = {.what = list[i].words,
                               .product = list[i].product,
                               .lead_id = site_heir_id(d->site, list[i].lead_id),
                               .with = offices,
                               .due_day = list[i].due_day,
                               .source = STR("conclusion"),
                               .source_id = list[i].id};
        if (list[i].lead_id == 0) {
            continue;
        }
        t.n_with = heirs_of(d->site, with, n_with, list[i].id, t.lead_id, offices);
        end = task_give(d, was->office_id, &t, &task, e);
        if (end == STEER_SAVED && !q_conclusion_became(d->tx, was->home_id, list[i].id, task.id, NULL, e)) {
            end = STEER_ERROR;
        }
        given++;
    }
    if (end == STEER_SAVED && !q_meeting_taken_drop(d->tx, was->home_id, was->id, NULL, e)) {
        end = STEER_ERROR;
    }
    if (end == STEER_SAVED) {
        *n_tasks = given;
    }
    return end;
}
