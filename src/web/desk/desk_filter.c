// desk_filter.c: see desk_filter.h.
#include "web/desk/desk_filter.h"

#include "db/q_matter.h"
#include "db/q_message.h"
#include "web/policy.h"

enum { SOON_DAYS = 3, PROMISED_DAYS = 14 };

static const struct {
    const char *code;
    const char *words;
} states[] = {{"", N_("all in hand")},
              {"new", N_("new")},
              {"open", N_("in hand")},
              {"waiting", N_("waiting for the sender")},
              {"answered", N_("answered")},
              {"reopened", N_("reopened")},
              {"closed", N_("closed")}},
  dues[] = {{"", N_("any")},
            {"owed", N_("not answered yet")},
            {"late", N_("late")},
            {"soon", N_("due soon")},
            {"promised", N_("promised, the day is near or past")}};

struct desk_filter desk_filter_read(const struct web *w)
{
    struct desk_filter f = {STR(""), STR(""), STR("")};
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        f.state = str_eqz(web_param(w, "state"), states[i].code) ? str_c(states[i].code) : f.state;
    }
    for (size_t i = 0; i < ARRAY_LEN(dues); i++) {
        f.due = str_eqz(web_param(w, "due"), dues[i].code) ? str_c(dues[i].code) : f.due;
    }
    const struct category *c = site_category_by_code(w->site, w->office->id, web_param(w, "category"));
    f.category = c == NULL ? STR("") : c->code;
    return f;
}

struct str desk_filter_query(struct web *w, const struct desk_filter *f)
{
    struct buf b = buf_new(512);
    const struct { const char *name; struct str value; } parts[] = {
        {"state", f->state}, {"due", f->due}, {"category", f->category}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (parts[i].value.n > 0) {
            buf_addf(&b, "%s%s=%.*s", b.n > 0 ? "&" : "", parts[i].name, STR_ARG(parts[i].value));
        }
    }
    struct str s = b.n == 0 ? STR("") : str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct desk_choices desk_filter_states(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(states)), ARRAY_LEN(states)};
    for (size_t i = 0; i < c.n; i++) {
        c.list[i] = (struct desk_choice){str_c(states[i].code), T_(w->lang, states[i].words), str_eqz(chosen, states[i].code)};
    }
    return c;
}

struct desk_choices desk_filter_dues(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(dues)), ARRAY_LEN(dues)};
    for (size_t i = 0; i < c.n; i++) {
        c.list[i] = (struct desk_choice){str_c(dues[i].code), T_(w->lang, dues[i].words), str_eqz(chosen, dues[i].code)};
    }
    return c;
}

static bool of_promised(const struct desk_filter *f)
{
    return str_eq(f->due, STR("promised"));
}

struct desk_list_key desk_filter_key(const struct desk_filter *f, const struct matter_row *m)
{
    return (struct desk_list_key){of_promised(f) ? m->promised_day : m->due_at, m->id};
}

static int64_t promised_before(const struct web *w)
{
    return tz_day(w->site->tz, w->now) + PROMISED_DAYS + 1;
}

bool desk_filter_page(struct web *w, const struct desk_filter *f, struct desk_list_key after, struct matter_row **list, size_t *n,
                      struct err *e)
{
    const struct category *c = site_category_by_code(w->site, w->office->id, f->category);
    bool late = str_eq(f->due, STR("late"));
    bool soon = str_eq(f->due, STR("soon"));
    bool reopened = str_eq(f->state, STR("reopened"));
    int64_t category = c == NULL ? 0 : c->id;
    int64_t from = soon ? w->now : 0;
    int64_t to = late ? w->now : soon ? matter_due_after(w->site, w->now, SOON_DAYS) + 1 : 0;
    if (of_promised(f)) { // a promise is made by closing: the filter of states says nothing more
        return q_matters_promised_page(w->tx, &(struct q_matters_promised_page_in){
            .home = w->site->home, .office = w->office->id, .category = category, .before_day = promised_before(w),
            .after_day = after.at, .after_id = after.id}, list, n, e);
    }
    if (f->state.n == 0 || reopened) {
        return q_matters_in_hand_page(w->tx, &(struct q_matters_in_hand_page_in){
            .home = w->site->home, .office = w->office->id, .category = category, .due_from = from, .due_to = to,
            .after_due = after.at, .after_id = after.id, .came_back = reopened,
            .unanswered = str_eq(f->due, STR("owed"))}, list, n, e);
    }
    return q_matters_in_state_page(w->tx, &(struct q_matters_in_state_page_in){
        .home = w->site->home, .office = w->office->id, .state = f->state, .category = category, .due_from = from, .due_to = to,
        .after_due = after.at, .after_id = after.id, .unanswered = str_eq(f->due, STR("owed"))}, list, n, e);
}

struct telling {
    const struct web *w;
    struct desk_counts *counts;
};

// What is about an office of the member's own is in no list of theirs, so in no count either.
static bool take_off(void *arg, const struct matters_about_row *row, struct err *e)
{
    const struct telling *t = arg;
    struct desk_counts *c = t->counts;
    (void)e;
    if (row->office_id == t->w->office->id && policy_concerned(t->w, row->about_office_id)) {
        *c = (struct desk_counts){c->in_hand - row->n, c->owed - row->owed, c->late - row->late, c->soon - row->soon,
                                  c->promised - row->promised, c->reopened - row->came_back};
    }
    return true;
}

bool desk_filter_counts(struct web *w, struct desk_counts *out, struct err *e)
{
    struct matters_in_hand_count_row hand;
    struct matters_promised_count_row promised;
    int64_t soon = matter_due_after(w->site, w->now, SOON_DAYS) + 1;
    int64_t before = promised_before(w);
    if (q_matters_in_hand_count(w->tx, &(struct q_matters_in_hand_count_in){
            .home = w->site->home, .office = w->office->id, .now = w->now, .soon = soon}, &hand, e) != Q_ROW ||
        q_matters_promised_count(w->tx, w->site->home, w->office->id, before, &promised, e) != Q_ROW) {
        return false;
    }
    *out = (struct desk_counts){hand.n, hand.owed, hand.late, hand.soon, promised.n, hand.came_back};
    return q_matters_about(w->tx, &(struct q_matters_about_in){w->site->home, w->now, soon, before}, take_off,
                           &(struct telling){w, out}, e);
}

bool desk_inbox_count(struct web *w, int64_t most, int64_t *n, struct err *e)
{
    struct inbox_count_row all;
    struct inbox_about_row *about;
    size_t n_about;
    if (q_inbox_count(w->tx, w->site->home, w->office->id, most + 1, &all, e) != Q_ROW ||
        !q_inbox_about(w->tx, w->site->home, w->office->id, &about, &n_about, e)) {
        return false;
    }
    *n = all.n;
    for (size_t i = 0; i < n_about && all.n <= most; i++) {
        *n -= policy_concerned(w, about[i].about_office_id) ? about[i].n : 0;
    }
    return true;
}
