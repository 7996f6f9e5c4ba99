// contest.c: see contest.h.
#include "core/steer/contest.h"

#include "auth/policy.h"
#include "auth/token.h"
#include "base/random.h"
#include "db/q_contest.h"
#include "db/q_member.h"
#include "i18n/i18n.h"

const char *contest_state_words(struct str state)
{
    return str_eqz(state, "open")      ? N_("entries are taken")
           : str_eqz(state, "judging") ? N_("being judged")
           : str_eqz(state, "decided") ? N_("result decided")
                                       : NULL;
}

// ---- opening

// Does a member work at the office or above it?
static bool works_there(struct tx *tx, const struct site *site, int64_t office_id, int64_t member, int64_t now,
                        bool *yes, struct err *e)
{
    struct roles_of_member_row *roles;
    size_t n;
    *yes = false;
    if (!q_roles_of_member(tx, member, now, &roles, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        enum role role;
        *yes = *yes || (role_of(roles[i].role, &role) && role != ROLE_ADMIN &&
                        site_within(site, office_id, roles[i].office_id));
    }
    return true;
}

static bool add_judge(struct tx *tx, const struct site *site, int64_t office_id, struct str login, int64_t now,
                      struct contest_panel *panel, struct problems *p, struct err *e)
{
    struct member_row m;
    enum q_got got = q_member_by_login(tx, login, &m, e);
    bool yes = false;
    if (got == Q_ERROR ||
        (got == Q_ROW && m.disabled_at == 0 && !works_there(tx, site, office_id, m.id, now, &yes, e))) {
        return false;
    }
    if (!yes) {
        problem_add(p, "judges", N_("A judge is named by the login of someone who works at this office or above it."));
        return true;
    }
    for (size_t i = 0; i < panel->n; i++) {
        if (panel->members[i] == m.id) {
            return true;
        }
    }
    if (panel->n == CONTEST_JUDGES_MAX) {
        problem_add(p, "judges", N_("At most nine judges."));
    } else {
        panel->members[panel->n++] = m.id;
    }
    return true;
}

bool contest_check(struct tx *tx, const struct site *site, int64_t office_id, struct contest_draft *c, int64_t now,
                   struct contest_panel *panel, struct problems *p, struct err *e)
{
    steer_check_text(&c->title, CONTEST_TITLE_MAX, true, "title", N_("Say what it is about."),
                     N_("Say it in fewer words."), p);
    steer_check_text(&c->rules, CONTEST_RULES_MAX, true, "rules", N_("Give the rules."), N_("Say it in fewer words."),
                     p);
    if (c->until_day < tz_day(site->tz, now)) {
        problem_add(p, "until", N_("Give a last day for entries that has not passed."));
    }
    struct str rest = c->judges;
    panel->n = 0;
    while (rest.p != NULL) {
        struct str line = str_cut(&rest, '\n');
        while (line.p != NULL) {
            struct str login = str_trim(str_cut(&line, ','));
            if (login.n > 0 && !add_judge(tx, site, office_id, login, now, panel, p, e)) {
                return false;
            }
        }
    }
    if (panel->n < CONTEST_JUDGES_MIN) {
        problem_add(p, "judges", N_("Name at least two judges."));
    }
    return true;
}

enum steer_end contest_open(const struct desk *d, int64_t office_id, const struct contest_draft *c,
                            const struct contest_panel *panel, struct str *public_id, struct err *e)
{
    struct q_contest_insert_in in = {.home = d->site->home,
                                     .id = random_id(),
                                     .public_id = public_id_new(tx_arena(d->tx)),
                                     .office = office_id,
                                     .title = c->title,
                                     .rules = c->rules,
                                     .until_day = c->until_day,
                                     .now = d->now};
    bool good = q_contest_insert(d->tx, &in, NULL, e);
    for (size_t i = 0; good && i < panel->n; i++) {
        good = q_contest_judge_insert(
            d->tx,
            &(struct q_contest_judge_insert_in){
                .home = in.home, .contest = in.id, .seat = (int64_t)i + 1, .member = panel->members[i]},
            NULL, e);
    }
    if (!good || !steer_event(d, EVENT_CONTEST_OPENED, in.id, STR_NONE, e)) {
        return STEER_ERROR;
    }
    *public_id = in.public_id;
    return STEER_SAVED;
}

// ---- entries

void contest_check_entry(struct str *work, struct str *name, bool consent, struct problems *p)
{
    steer_check_text(work, CONTEST_WORK_MAX, true, "work", N_("Give the work, or where it can be read."),
                     N_("Say it in fewer words."), p);
    steer_check_text(name, CONTEST_NAME_MAX, false, "name", NULL, N_("Say it in fewer words."), p);
    if (name->n > 0 && !consent) {
        problem_add(p, "consent", N_("A name is kept only with the consent of whom it names."));
    }
}

bool contest_standing(struct tx *tx, const struct contest_row *c, struct contest_standing *out, struct err *e)
{
    struct contest_standing_row row;
    if (q_contest_standing(tx, c->home_id, c->id, &row, e) != Q_ROW) {
        return false;
    }
    *out = (struct contest_standing){.entries = row.entries,
                                     .judges = row.judges,
                                     .scores = row.scores,
                                     .all_in = row.entries > 0 && row.scores == row.entries * row.judges};
    return true;
}

bool contest_seat(struct tx *tx, const struct contest_row *c, int64_t member_id, int64_t *seat, struct err *e)
{
    struct contest_judges_row *list;
    size_t n;
    if (!q_contest_judges(tx, c->home_id, c->id, &list, &n, e)) {
        return false;
    }
    *seat = 0;
    for (size_t i = 0; member_id != 0 && i < n; i++) {
        *seat = list[i].member_id == member_id ? list[i].seat : *seat;
    }
    return true;
}

enum steer_end contest_enter(const struct desk *d, const struct contest_row *was, struct str work, struct str name,
                             struct err *e)
{
    struct contest_standing s;
    int64_t seat;
    if (!contest_standing(d->tx, was, &s, e) || !contest_seat(d->tx, was, d->actor.member_id, &seat, e)) {
        return STEER_ERROR;
    }
    if (!str_eqz(was->state, "open") || was->until_day < tz_day(d->site->tz, d->now) || seat != 0 ||
        s.entries >= CONTEST_ENTRIES_MAX) {
        return STEER_NOT_NOW;
    }
    int64_t id = random_id();
    bool good =
        q_contest_entry_insert(
            d->tx,
            &(struct q_contest_entry_insert_in){.home = was->home_id, .id = id, .contest = was->id, .work = work}, NULL,
            e) &&
        (name.n == 0 ||
         q_contest_entrant_insert(
             d->tx,
             &(struct q_contest_entrant_insert_in){.home = was->home_id, .entry = id, .contest = was->id, .name = name},
             NULL, e)) &&
        steer_event(d, EVENT_CONTEST_ENTERED, was->id, STR_NONE, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

enum steer_end contest_forget(const struct desk *d, const struct contest_row *was, struct str name, struct err *e)
{
    int64_t changed = 0;
    if (name.n > 0 && !q_contest_entrant_forget(d->tx, was->home_id, was->id, name, &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_NOT_NOW;
    }
    return steer_event(d, EVENT_CONTEST_FORGOT, was->id, STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

// ---- judging

static enum steer_end step(const struct desk *d, const struct contest_row *was, struct str state, struct str number,
                           int64_t day, struct err *e)
{
    int64_t changed;
    if (!q_contest_step(d->tx,
                        &(struct q_contest_step_in){.home = was->home_id,
                                                    .id = was->id,
                                                    .was_version = was->version,
                                                    .state = state,
                                                    .decision_number = number,
                                                    .decided_day = day,
                                                    .now = d->now},
                        &changed, e)) {
        return STEER_ERROR;
    }
    return changed == 0 ? STEER_STALE : STEER_SAVED;
}

enum steer_end contest_close(const struct desk *d, const struct contest_row *was, struct err *e)
{
    struct contest_entries_row *list;
    size_t n;
    if (!q_contest_entries(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (!str_eqz(was->state, "open") || n == 0) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = step(d, was, STR("judging"), STR_NONE, 0, e);
    if (end != STEER_SAVED) { // before a number is given: who comes too late gives none
        return end;
    }
    struct prng lot;
    random_bytes(&lot, sizeof lot);
    for (size_t i = n - 1; i > 0; i--) { // Fisher and Yates
        size_t j = (size_t)prng_below(&lot, i + 1);
        int64_t id = list[i].id;
        list[i].id = list[j].id;
        list[j].id = id;
    }
    for (size_t i = 0; i < n; i++) {
        if (!q_contest_entry_number(d->tx, was->home_id, list[i].id, (int64_t)i + 1, NULL, e)) {
            return STEER_ERROR;
        }
    }
    return steer_event(d, EVENT_CONTEST_CLOSED, was->id, STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end contest_score(const struct desk *d, const struct contest_row *was, const struct contest_points *list,
                             size_t n, struct err *e)
{
    struct contest_standing s;
    int64_t seat;
    if (!contest_standing(d->tx, was, &s, e) || !contest_seat(d->tx, was, d->actor.member_id, &seat, e)) {
        return STEER_ERROR;
    }
    if (!str_eqz(was->state, "judging") || s.all_in || seat == 0) {
        return STEER_NOT_NOW;
    }
    for (size_t i = 0; i < n; i++) {
        int64_t changed = 0;
        bool can_be = list[i].points >= 0 && list[i].points <= CONTEST_POINTS_MAX;
        if (can_be && !q_contest_score_put(d->tx,
                                           &(struct q_contest_score_put_in){.home = was->home_id,
                                                                            .contest = was->id,
                                                                            .number = list[i].number,
                                                                            .seat = seat,
                                                                            .points = list[i].points},
                                           &changed, e)) {
            return STEER_ERROR;
        }
        if (changed == 0) {
            return STEER_NOT_NOW;
        }
    }
    return steer_event(d, EVENT_CONTEST_SCORED, was->id, STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end contest_end_judge(const struct desk *d, const struct contest_row *was, int64_t seat, struct err *e)
{
    struct contest_standing s;
    int64_t changed;
    if (!contest_standing(d->tx, was, &s, e)) {
        return STEER_ERROR;
    }
    if (!str_eqz(was->state, "judging") || s.all_in || s.judges <= CONTEST_JUDGES_MIN) {
        return STEER_NOT_NOW;
    }
    if (!q_contest_scores_drop(d->tx, was->home_id, was->id, seat, NULL, e) ||
        !q_contest_judge_drop(d->tx, was->home_id, was->id, seat, &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_NOT_NOW;
    }
    return steer_event(d, EVENT_CONTEST_JUDGE_ENDED, was->id, STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

// ---- result

struct gathering {
    struct contest_spread *list;
    size_t n, cap;
    int64_t points[CONTEST_JUDGES_MAX]; // of the last entry, the lowest first
    size_t n_points;
};

static bool on_score(void *arg, const struct contest_scores_row *row, struct err *e)
{
    (void)e;
    struct gathering *g = arg;
    if (g->n == 0 || g->list[g->n - 1].number != row->number) {
        BUG_ON(g->n == g->cap);
        g->list[g->n++] = (struct contest_spread){.number = row->number, .min = row->points};
        g->n_points = 0;
    }
    BUG_ON(g->n_points == CONTEST_JUDGES_MAX);
    g->points[g->n_points++] = row->points;
    struct contest_spread *s = &g->list[g->n - 1];
    s->max = row->points;
    s->median_halves = g->points[(g->n_points - 1) / 2] + g->points[g->n_points / 2];
    return true;
}

bool contest_spread(struct tx *tx, const struct contest_row *c, struct contest_spread **list, size_t *n, struct err *e)
{
    struct contest_standing s;
    if (!contest_standing(tx, c, &s, e)) {
        return false;
    }
    struct gathering g = {.list = ARENA_ARRAY(tx_arena(tx), struct contest_spread, (size_t)s.entries + 1),
                          .cap = (size_t)s.entries};
    if (s.all_in && !q_contest_scores(tx, c->home_id, c->id, on_score, &g, e)) {
        return false;
    }
    *list = g.list;
    *n = g.n;
    return true;
}

void contest_check_result(struct contest_result *r, int64_t today, struct problems *p)
{
    steer_check_text(&r->decision_number, CONTEST_AWARD_MAX, true, "decision_number",
                     N_("Give the number of the decision."), N_("Say it in fewer words."), p);
    if (r->day == 0 || r->day > today) {
        problem_add(p, "day", N_("Give the day of the decision; it cannot lie ahead."));
    }
    for (size_t i = 0; i < r->n; i++) {
        if (r->awards[i].award.n > CONTEST_AWARD_MAX) {
            problem_add(p, "awards", N_("Say it in fewer words."));
        }
    }
}

enum steer_end contest_decide(const struct desk *d, const struct contest_row *was, const struct contest_result *r,
                              struct err *e)
{
    struct contest_standing s;
    if (!contest_standing(d->tx, was, &s, e)) {
        return STEER_ERROR;
    }
    if (!str_eqz(was->state, "judging") || !s.all_in) {
        return STEER_NOT_NOW;
    }
    for (size_t i = 0; i < r->n; i++) {
        if (!q_contest_entry_award(d->tx,
                                   &(struct q_contest_entry_award_in){.home = was->home_id,
                                                                      .contest = was->id,
                                                                      .number = r->awards[i].number,
                                                                      .award = r->awards[i].award},
                                   NULL, e)) {
            return STEER_ERROR;
        }
    }
    enum steer_end end = step(d, was, STR("decided"), r->decision_number, r->day, e);
    bool good = end != STEER_SAVED || (q_contest_judges_forget(d->tx, was->home_id, was->id, NULL, e) &&
                                       steer_event(d, EVENT_CONTEST_DECIDED, was->id, STR_NONE, e));
    return good ? end : STEER_ERROR;
}
