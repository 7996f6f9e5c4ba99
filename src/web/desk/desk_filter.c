// desk_filter.c: see desk_filter.h.
#include "web/desk/desk_filter.h"

#include "db/q_matter.h"

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

bool desk_filter_counts(struct web *w, struct desk_counts *out, struct err *e)
{
    struct matters_in_hand_count_row hand;
    struct matters_promised_count_row promised;
    if (q_matters_in_hand_count(w->tx, &(struct q_matters_in_hand_count_in){
            .home = w->site->home, .office = w->office->id, .now = w->now,
            .soon = matter_due_after(w->site, w->now, SOON_DAYS) + 1}, &hand, e) != Q_ROW ||
        q_matters_promised_count(w->tx, w->site->home, w->office->id, promised_before(w), &promised, e) != Q_ROW) {
        return false;
    }
    *out = (struct desk_counts){hand.n, hand.owed, hand.late, hand.soon, promised.n, hand.came_back};
    return true;
}
