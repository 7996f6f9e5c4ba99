// reform.c: see reform.h.
#include "core/office/reform.h"

#include "base/random.h"
#include "core/office/dated.h"
#include "core/office/tree.h"
#include "db/q_check.h"
#include "db/q_site.h"
#include "db/q_succession.h"
#include "i18n/i18n.h"

static const char *const refusals[] = {
    [TREE_GOOD] = NULL,
    [TREE_TWO_TERMS] = N_("Something else is written down for this office on that day: take that back first."),
    [TREE_CODE] = N_("Another office has this code on that day or later."),
    [TREE_PARENT] = N_("An office would stand below one that is not there that day."),
    [TREE_CYCLE] = N_("The offices would go round in a circle: one stands below the other."),
};

static const char refused_planned[] =
    N_("This office cannot end on that day: it begins then or later, or a change is planned for it. Take that back first.");

static const char refused_gone[] = N_("This office is not there on that day: it is to end before.");

static const char refused_heir[] =
    N_("An office that takes over would not be there that day, or another one still is: take that back first.");

// ---- what can be said without the store

static void check_party(const struct site *s, const struct reform *r, size_t i, struct problems *p)
{
    const struct reform_party *party = &r->party[i];
    const struct office *self = site_office(s, r->office_id);
    const struct office *known = site_office_by_code(s, party->code);
    bool merged = r->kind == REFORM_MERGE && i > 0;
    bool named = party->name[LANG_VI].n > 0 || party->name[LANG_EN].n > 0;
    if (!code_usable(party->code)) {
        problem_add(p, "party", N_("A code has 1 to 40 letters and digits, with - _ . inside."));
    } else if (merged && known == NULL) {
        problem_add(p, "party", N_("No office has this code."));
    } else if (merged && (known == self || site_within(s, self->id, known->id) || known->id == s->root)) {
        problem_add(p, "party", N_("An office is not merged with itself, nor with one above it."));
    } else if (!merged && !named && known == self) {
        problem_add(p, "party", N_("An office does not become itself. Name the new one, or choose another."));
    } else if (!merged && !named && known != NULL && site_within(s, known->id, self->id)) {
        problem_add(p, "party", N_("An office does not become one that stands below it."));
    }
    for (size_t k = 0; k < i; k++) {
        if (str_eq(r->party[k].code, party->code) && !(r->kind == REFORM_MERGE && k == 0 && r->party[0].name[LANG_VI].n > 0)) {
            problem_add(p, "party", N_("The same code stands there twice."));
        }
    }
}

void reform_check(const struct site *s, const struct reform *r, int64_t since, struct problems *p)
{
    const struct office *o = site_office(s, r->office_id);
    if (r->day < since || r->day > s->today + REFORM_AHEAD_DAYS) {
        problem_add(p, "day", N_("Choose the day of the last change, or one after it, at most ten years from now."));
    }
    if (r->kind == REFORM_CHANGE) {
        office_check(NULL, &r->draft, p);
        const struct office *bears = site_office_by_code(s, r->draft.code);
        if (bears != NULL && bears != o && r->day <= s->today) {
            problem_add(p, "code", N_("Another office has this code."));
        }
        if (o->id != s->root && (r->draft.parent_id == 0 || site_within(s, r->draft.parent_id, o->id))) {
            problem_add(p, "parent", N_("Choose an office that does not stand below this one."));
        }
        return;
    }
    if (o->id == s->root) {
        problem_add(p, "day", N_("The site's own office cannot end: the site is made for it."));
        return;
    }
    if (r->kind == REFORM_SPLIT && r->n < 2) {
        problem_add(p, "party", N_("Name at least two offices that it becomes."));
    }
    if (r->kind == REFORM_MERGE && r->n < 1) {
        problem_add(p, "party", N_("Name the office that it becomes."));
    }
    for (size_t i = 0; i < r->n; i++) {
        check_party(s, r, i, p);
    }
}

bool reform_since(struct tx *tx, int64_t office_id, int64_t today, int64_t *since, struct err *e)
{
    struct office_terms_of_row *rows;
    size_t n;
    if (!q_office_terms_of(tx, office_id, &rows, &n, e)) {
        return false;
    }
    *since = today;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].since_day <= today) {
            *since = rows[i].since_day;
        }
    }
    return true;
}

// ---- doing it

struct doing {
    const struct founder *f; // whose `today` is the day of the change
    const struct site *site;
    const struct reform *r;
    const char *refused;
    int64_t from[REFORM_PARTIES_MAX + 1];
    size_t n_from;
    int64_t to[REFORM_PARTIES_MAX];
    size_t n_to;
};

static bool say(const struct doing *d, int64_t office_id, const char *reason, struct err *e)
{
    return event_add(d->f->tx, &(struct event_new){.home = d->f->home, .kind = EVENT_OFFICE_CHANGED, .subject_id = office_id,
                                                   .reason = str_c(reason), .actor = d->f->actor, .now = d->f->now,
                                                   .content = d->r->decision}, NULL, e);
}

static bool change(struct doing *d, struct err *e)
{
    const struct office_draft *t = &d->r->draft;
    const struct office *o = site_office(d->site, d->r->office_id);
    struct office_term term = {t->parent_id, t->code, t->kind};
    bool done;
    if (!dated_term(d->f->tx, o->id, d->r->day, &term, &done, e)) {
        return false;
    }
    if (!done) {
        d->refused = refused_gone;
        return true;
    }
    if (!say(d, o->id, "moved", e)) {
        return false;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (t->name[l].n > 0 && !str_eq(t->name[l], o->name[l]) && !office_rename(d->f, o->id, l, t->name[l], e)) {
            return false;
        }
    }
    return true;
}

// Where the office stands on the day before.
static bool parent_on(struct doing *d, int64_t *parent, struct err *e)
{
    struct office_terms_of_row *rows;
    size_t n;
    if (!q_office_terms_of(d->f->tx, d->r->office_id, &rows, &n, e)) {
        return false;
    }
    *parent = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].since_day < d->r->day) {
            *parent = rows[i].parent_id;
        }
    }
    d->refused = *parent == 0 ? refused_planned : d->refused;
    return true;
}

// The office of a party, made where it is new. New ones stand where the office stood, and are of its kind.
static bool find_party(struct doing *d, const struct reform_party *party, int64_t *id, struct err *e)
{
    const struct office *self = site_office(d->site, d->r->office_id);
    struct office_of_code_row row;
    enum q_got got = q_office_of_code(d->f->tx, party->code, d->r->day, &row, e);
    if (got == Q_ERROR) {
        return false;
    }
    bool named = party->name[LANG_VI].n > 0 || party->name[LANG_EN].n > 0;
    if (got == Q_ROW && row.since_day <= d->r->day) {
        *id = row.office_id;
        return true;
    }
    if (got == Q_ROW || !named) {
        d->refused = got == Q_ROW ? refusals[TREE_CODE] : N_("No office has this code. Give the new office a name.");
        return true;
    }
    struct office_draft draft = {.code = party->code, .kind = self->kind};
    memcpy(draft.name, party->name, sizeof draft.name);
    return parent_on(d, &draft.parent_id, e) && (d->refused != NULL || office_add(d->f, &draft, id, e));
}

static bool end_each(struct doing *d, struct err *e)
{
    for (size_t i = 0; i < d->n_from && d->refused == NULL; i++) {
        bool done;
        if (!dated_end(d->f->tx, d->from[i], d->r->day, &done, e)) {
            return false;
        }
        d->refused = done ? NULL : refused_planned;
    }
    return true;
}

static bool is_from(const struct doing *d, int64_t id)
{
    for (size_t i = 0; i < d->n_from; i++) {
        if (d->from[i] == id) {
            return true;
        }
    }
    return false;
}

// What stood below a former office stands below its heir from that day on.
static bool move_below(struct doing *d, int64_t from, int64_t heir, struct err *e)
{
    struct office_terms_below_row *rows;
    size_t n;
    if (!q_office_terms_below(d->f->tx, from, d->r->day, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && d->refused == NULL; i++) {
        if (is_from(d, rows[i].office_id)) {
            continue;
        }
        int64_t day = rows[i].since_day > d->r->day ? rows[i].since_day : d->r->day;
        struct office_term t = {heir, rows[i].code, rows[i].kind};
        bool done;
        if (rows[i].office_id == heir) {
            d->refused = refusals[TREE_CYCLE];
        } else if (!dated_term(d->f->tx, rows[i].office_id, day, &t, &done, e) || !say(d, rows[i].office_id, "moved", e)) {
            return false;
        } else if (!done) {
            d->refused = refused_gone;
        }
    }
    return true;
}

static bool succeed(struct doing *d, const char *kind, struct err *e)
{
    for (size_t i = 0; i < d->n_from && d->refused == NULL; i++) {
        for (size_t k = 0; k < d->n_to; k++) {
            if (!q_office_succession_insert(d->f->tx, &(struct q_office_succession_insert_in){
                    .id = random_id(), .from = d->from[i], .to = d->to[k], .kind = str_c(kind), .day = d->r->day,
                    .decision = d->r->decision, .heir = k == 0}, NULL, e)) {
                return false;
            }
        }
        if (!move_below(d, d->from[i], d->to[0], e) || !say(d, d->from[i], kind, e)) {
            return false;
        }
    }
    return true;
}

static bool merge_or_split(struct doing *d, struct err *e)
{
    const struct reform *r = d->r;
    bool merge = r->kind == REFORM_MERGE;
    d->from[d->n_from++] = r->office_id;
    for (size_t i = 1; i < r->n && merge; i++) {
        d->from[d->n_from++] = site_office_by_code(d->site, r->party[i].code)->id;
    }
    if (!end_each(d, e)) { // first, so that what comes after may bear the code
        return false;
    }
    for (size_t i = 0; i < (merge ? 1 : r->n) && d->refused == NULL; i++) {
        if (!find_party(d, &r->party[i], &d->to[d->n_to++], e)) {
            return false;
        }
    }
    return d->refused != NULL || succeed(d, !merge ? "split" : d->n_from == 1 ? "replaced" : "merged", e);
}

static bool end(struct doing *d, struct err *e)
{
    int64_t above;
    if (!parent_on(d, &above, e)) {
        return false;
    }
    d->from[d->n_from++] = d->r->office_id;
    d->to[d->n_to++] = above;
    if (d->refused != NULL) {
        return true;
    }
    return end_each(d, e) && (d->refused != NULL || succeed(d, "ended", e));
}

struct gathering {
    struct arena *a;
    struct tree_term *list;
    size_t n;
    size_t cap;
};

static bool take_term(void *arg, const struct office_terms_from_row *row, struct err *e)
{
    (void)e;
    struct gathering *g = arg;
    if (g->n == g->cap) {
        g->cap = g->cap == 0 ? 1024 : g->cap * 2;
        g->list = xrealloc(g->list, g->cap * sizeof *g->list);
    }
    g->list[g->n++] = (struct tree_term){row->office_id, row->since_day, row->until_day, row->parent_id,
                                           str_copy(g->a, row->code)};
    return true;
}

static bool on_bad(void *arg, const struct check_row *row, struct err *e)
{
    (void)row;
    (void)e;
    struct doing *d = arg;
    d->refused = refused_heir;
    return true;
}

// Is the tree still one, on that day and on every later one, and is there who takes over?
static bool look(struct doing *d, struct err *e)
{
    struct gathering g = {.a = tx_arena(d->f->tx)};
    bool good = q_office_terms_from(d->f->tx, d->r->day, take_term, &g, e) &&
                (d->refused != NULL || q_check_successions(d->f->tx, on_bad, d, e));
    if (good && d->refused == NULL) {
        d->refused = refusals[tree_look(g.a, g.list, g.n, d->r->day).wrong];
    }
    free(g.list);
    return good;
}

bool reform_do(const struct founder *f, const struct site *s, const struct reform *r, const char **refused, struct err *e)
{
    struct founder at = *f;
    at.today = r->day;
    struct doing d = {.f = &at, .site = s, .r = r};
    bool good = r->kind == REFORM_CHANGE ? change(&d, e) : r->kind == REFORM_END ? end(&d, e) : merge_or_split(&d, e);
    good = good && look(&d, e);
    *refused = d.refused;
    return good;
}

// ---- taking it back

// Former offices of one merger or split, by any of them.
static bool gather(struct doing *d, int64_t office_id, int64_t *day, struct err *e)
{
    struct succession_row *rows;
    size_t n;
    if (!q_successions_of(d->f->tx, office_id, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (rows[i].from_id == office_id && rows[i].on_day >= d->f->today && d->n_to < REFORM_PARTIES_MAX) {
            d->to[d->n_to++] = rows[i].to_id;
            *day = rows[i].on_day;
        }
    }
    if (d->n_to == 0) {
        return true;
    }
    if (!q_successions_of(d->f->tx, d->to[0], &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && d->n_from < ARRAY_LEN(d->from); i++) {
        if (rows[i].to_id == d->to[0] && rows[i].on_day == *day && !is_from(d, rows[i].from_id)) {
            d->from[d->n_from++] = rows[i].from_id;
        }
    }
    return true;
}

// Offices that came below the heir with it go back: their term of that day was made by it.
static bool move_back(struct doing *d, int64_t day, struct err *e)
{
    struct office_terms_below_row *rows;
    size_t n;
    if (!q_office_terms_below(d->f->tx, d->to[0], day, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct office_terms_of_row *terms;
        size_t n_terms;
        if (rows[i].since_day != day || !q_office_terms_of(d->f->tx, rows[i].office_id, &terms, &n_terms, e)) {
            if (rows[i].since_day != day) {
                continue;
            }
            return false;
        }
        for (size_t k = 1; k < n_terms; k++) {
            bool came = terms[k].id == rows[i].id && terms[k - 1].until_day == day && is_from(d, terms[k - 1].parent_id);
            if (came && (!q_office_term_drop(d->f->tx, terms[k].id, NULL, e) ||
                         !q_office_term_until(d->f->tx, terms[k - 1].id, terms[k].until_day, NULL, e))) {
                return false;
            }
        }
    }
    return true;
}

// Whoever bears the code since has to give it up before the former office can go on.
static bool code_is_free(struct doing *d, int64_t office_id, int64_t day, struct err *e)
{
    struct office_terms_of_row *terms;
    struct office_of_code_row bearer;
    size_t n;
    if (!q_office_terms_of(d->f->tx, office_id, &terms, &n, e)) {
        return false;
    }
    enum q_got got = n == 0 ? Q_NONE : q_office_of_code(d->f->tx, terms[n - 1].code, day, &bearer, e);
    if (got == Q_ROW && bearer.office_id != office_id) {
        d->refused = N_("Another office bears the code now: give that one another code first.");
    }
    return got != Q_ERROR;
}

static bool restore(struct doing *d, int64_t day, struct err *e)
{
    for (size_t i = 0; i < d->n_to && day > d->site->today; i++) { // what was to be made for it never begins
        bool done;
        struct office_terms_of_row *terms;
        size_t n;
        if (!q_office_terms_of(d->f->tx, d->to[i], &terms, &n, e) ||
            (n > 0 && terms[0].since_day == day && !dated_forget(d->f->tx, d->to[i], d->site->today, &done, e))) {
            return false;
        }
    }
    for (size_t i = 0; i < d->n_from; i++) {
        struct succession_row *rows;
        size_t n;
        if (!q_successions_of(d->f->tx, d->from[i], &rows, &n, e)) {
            return false;
        }
        for (size_t k = 0; k < n; k++) {
            if (rows[k].from_id == d->from[i] && !q_succession_drop(d->f->tx, rows[k].id, NULL, e)) {
                return false;
            }
        }
        if (!code_is_free(d, d->from[i], day, e)) {
            return false;
        }
        if (d->refused != NULL) {
            return true;
        }
        if (!dated_go_on(d->f->tx, d->from[i], day, e) || !say(d, d->from[i], "taken_back", e)) {
            return false;
        }
    }
    return true;
}

bool reform_take_back(const struct founder *f, const struct site *s, int64_t office_id, const char **refused, struct err *e)
{
    struct reform none = {.day = f->today};
    struct doing d = {.f = f, .site = s, .r = &none};
    int64_t day = 0;
    bool done = false;
    if (!gather(&d, office_id, &day, e)) {
        return false;
    }
    if (d.n_to > 0) {
        none.day = day;
        if (!move_back(&d, day, e) || !restore(&d, day, e)) {
            return false;
        }
    } else if (!dated_forget(f->tx, office_id, s->today, &done, e) || (done && !say(&d, office_id, "taken_back", e))) {
        return false;
    }
    *refused = NULL;
    if (d.n_to == 0 && !done) {
        *refused = N_("There is nothing to take back.");
        return true;
    }
    none.day = f->today;
    if (d.refused == NULL && !look(&d, e)) {
        return false;
    }
    *refused = d.refused;
    return true;
}
