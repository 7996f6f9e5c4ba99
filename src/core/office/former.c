// former.c: see former.h.
#include "core/office/former.h"

#include "base/random.h"
#include "core/office/made.h"
#include "db/q_site.h"
#include "db/q_succession.h"

static const char no_office[] = N_("no office has this code on that day, neither in the list nor here");

struct taking {
    struct tx *tx;
    struct made made;
    const struct former_work *w;
    const struct former_row *row;
    struct former_result *out;
};

static bool end(struct taking *t, enum former_end end, const char *field, const char *why)
{
    *t->out = (struct former_result){.end = end, .field = field, .why = why};
    return true;
}

// The office that bears the code on that day; 0: none does.
static bool office_on(struct taking *t, struct str code, int64_t day, int64_t *id, struct err *e)
{
    struct office_of_code_row row;
    enum q_got got = q_office_of_code(t->tx, code, day, &row, e);
    *id = got == Q_ROW && row.since_day <= day ? row.office_id : 0;
    return got != Q_ERROR;
}

// Is it there from one day up to, not including, another (0: to this day)? An office has no gaps between its terms.
static bool there(struct taking *t, int64_t office_id, int64_t since, int64_t until, bool *yes, struct err *e)
{
    struct office_terms_of_row *terms;
    size_t n;
    if (!q_office_terms_of(t->tx, office_id, &terms, &n, e)) {
        return false;
    }
    int64_t ended = n == 0 ? 0 : terms[n - 1].until_day;
    *yes = n > 0 && terms[0].since_day <= since && (ended == 0 || (until != 0 && ended >= until));
    return true;
}

static bool say(struct taking *t, int64_t office_id, const char *reason, struct err *e)
{
    return event_add(t->tx, &(struct event_new){.home = t->w->site->home, .kind = EVENT_OFFICE_CHANGED, .subject_id = office_id,
                                                .reason = str_c(reason), .now = t->w->now}, NULL, e);
}

// ---- since when

static bool begin_earlier(struct taking *t, int64_t office_id, const struct office_terms_of_row *first, struct err *e)
{
    struct office_names_of_row *names;
    size_t n;
    if (!made_before(&t->made, office_id, e) || !q_office_names_of(t->tx, office_id, &names, &n, e) ||
        !q_office_term_since(t->tx, first->id, t->row->since_day, NULL, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (names[i].since_day == first->since_day && !q_office_name_since(t->tx, names[i].id, t->row->since_day, NULL, e)) {
            return false;
        }
    }
    return made_after(&t->made, office_id, false, e) && say(t, office_id, "began", e) && end(t, FORMER_ADDED, NULL, NULL);
}

static bool take_beginning(struct taking *t, struct err *e)
{
    const struct former_row *r = t->row;
    int64_t id;
    int64_t bearer;
    bool parent_there = true;
    struct office_terms_of_row *terms;
    size_t n;
    if (!office_on(t, r->is.code, t->w->site->today, &id, e)) {
        return false;
    }
    if (id == 0) {
        return end(t, FORMER_WRONG, "code", N_("the office cannot be taken"));
    }
    if (!q_office_terms_of(t->tx, id, &terms, &n, e)) {
        return false;
    }
    if (terms[0].since_day <= r->since_day) {
        return end(t, FORMER_SAME, NULL, NULL);
    }
    struct office_of_code_row first;
    enum q_got got = q_office_of_code(t->tx, terms[0].code, r->since_day, &first, e);
    bearer = got == Q_ROW ? first.office_id : id;
    if (got == Q_ERROR ||
        (terms[0].parent_id != 0 && !there(t, terms[0].parent_id, r->since_day, terms[0].since_day, &parent_there, e))) {
        return false;
    }
    if (bearer != id) {
        return end(t, FORMER_WRONG, "valid_from", N_("another office bears this code on some of these days"));
    }
    return parent_there ? begin_earlier(t, id, &terms[0], e)
                        : end(t, FORMER_WAITS, "valid_from", N_("the office above it is not there yet on that day"));
}

// ---- what was

static bool put_term(struct taking *t, int64_t office_id, int64_t parent_id, struct err *e)
{
    const struct former_row *r = t->row;
    if (!q_office_term_insert(t->tx, &(struct q_office_term_insert_in){
            .id = random_id(), .office = office_id, .since_day = r->since_day, .until = r->until_day, .parent = parent_id,
            .code = r->is.code, .kind = r->is.kind}, NULL, e)) {
        return false;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (r->is.name[l].n > 0 && !q_office_name_insert(t->tx, &(struct q_office_name_insert_in){
                .id = random_id(), .office = office_id, .lang = lang_info(l)->code, .name = r->is.name[l],
                .since_day = r->since_day, .until = r->until_day}, NULL, e)) {
            return false;
        }
    }
    return true;
}

// How many rows of the list end on the same day in the same one office.
static bool merged(const struct taking *t)
{
    size_t found = 0;
    for (size_t i = 0; i < t->w->n && found < 2; i++) {
        const struct former_row *r = &t->w->rows[i];
        found += r->until_day == t->row->until_day && r->n_successors == 1 && str_eq(r->successor[0], t->row->successor[0]);
    }
    return found > 1;
}

static bool put_former(struct taking *t, int64_t parent_id, const int64_t *heirs, size_t n, struct err *e)
{
    int64_t id = random_id();
    const char *kind = t->row->n_successors == 0 ? "ended" : n > 1 ? "split" : merged(t) ? "merged" : "replaced";
    if (!q_office_insert(t->tx, id, t->w->now, NULL, e) || !put_term(t, id, parent_id, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!q_office_succession_insert(t->tx, &(struct q_office_succession_insert_in){
                .id = random_id(), .from = id, .to = heirs[i], .kind = str_c(kind), .day = t->row->until_day,
                .decision = STR_NONE, .heir = i == 0}, NULL, e)) {
            return false;
        }
    }
    return made_after(&t->made, id, true, e) && say(t, id, kind, e) && end(t, FORMER_ADDED, NULL, NULL);
}

// Does `id` stand below `above`, or is it that office, on the row's first day?
static bool stands_below(struct taking *t, int64_t id, int64_t above, bool *yes, struct err *e)
{
    *yes = false;
    while (id != 0 && !*yes) {
        struct office_terms_of_row *terms;
        size_t n;
        *yes = id == above;
        if (!q_office_terms_of(t->tx, id, &terms, &n, e)) {
            return false;
        }
        id = 0;
        for (size_t i = 0; i < n; i++) {
            id = terms[i].since_day <= t->row->since_day ? terms[i].parent_id : id;
        }
    }
    return true;
}

// The office itself, which is called or stands otherwise from until_day on.
static bool take_term(struct taking *t, int64_t parent_id, struct err *e)
{
    int64_t id;
    struct office_terms_of_row *terms;
    size_t n;
    if (!office_on(t, t->row->is.code, t->row->until_day, &id, e)) {
        return false;
    }
    if (id == 0) {
        return end(t, FORMER_WAITS, "successor", no_office);
    }
    if (!q_office_terms_of(t->tx, id, &terms, &n, e)) {
        return false;
    }
    bool below;
    if (!stands_below(t, parent_id, id, &below, e)) {
        return false;
    }
    if (below) {
        return end(t, FORMER_WRONG, "parent_code", N_("the offices above it go round in a circle"));
    }
    if (terms[0].since_day != t->row->until_day) {
        return end(t, FORMER_WAITS, "valid_to",
                   N_("the next that is known of this office does not begin on the day after: give that row its valid_from"));
    }
    return made_before(&t->made, id, e) && put_term(t, id, parent_id, e) && made_after(&t->made, id, false, e) &&
           say(t, id, "moved", e) && end(t, FORMER_ADDED, NULL, NULL);
}

static bool take_successors(struct taking *t, int64_t parent_id, struct err *e)
{
    const struct former_row *r = t->row;
    int64_t heirs[FORMER_SUCCESSORS_MAX] = {parent_id};
    if (r->n_successors == 1 && str_eq(r->successor[0], r->is.code)) {
        return take_term(t, parent_id, e);
    }
    for (size_t i = 0; i < r->n_successors; i++) {
        if (!office_on(t, r->successor[i], r->until_day, &heirs[i], e)) {
            return false;
        }
        if (heirs[i] == 0) {
            return end(t, FORMER_WAITS, "successor", no_office);
        }
    }
    bool stays = true;
    if (r->n_successors == 0 && !there(t, parent_id, r->since_day, r->until_day + 1, &stays, e)) {
        return false;
    }
    return stays ? put_former(t, parent_id, heirs, r->n_successors == 0 ? 1 : r->n_successors, e)
                 : end(t, FORMER_WRONG, "successor", N_("the office above it ended too: say which office succeeded it"));
}

// Is it in the store already, or does another bear its code?
static bool known(struct taking *t, bool *done, struct err *e)
{
    const struct former_row *r = t->row;
    struct office_of_code_row bears;
    enum q_got got = q_office_of_code(t->tx, r->is.code, r->since_day, &bears, e);
    *done = got == Q_ROW && bears.since_day < r->until_day;
    if (got == Q_ERROR || !*done) {
        return got != Q_ERROR;
    }
    struct office_terms_of_row *terms;
    size_t n;
    if (!q_office_terms_of(t->tx, bears.office_id, &terms, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (terms[i].until_day == r->until_day && str_eq(terms[i].code, r->is.code)) {
            return end(t, FORMER_SAME, NULL, NULL);
        }
    }
    return end(t, FORMER_WRONG, "code", N_("another office bears this code on some of these days"));
}

// An earlier name of the site's own office, which stands below none here.
static bool is_the_root(const struct taking *t)
{
    const struct former_row *r = t->row;
    const struct office *root = site_office(t->w->site, t->w->site->root);
    return r->parent_code.n == 0 && r->n_successors == 1 && str_eq(r->successor[0], r->is.code) && str_eq(r->is.code, root->code);
}

static bool take_former(struct taking *t, struct err *e)
{
    const struct former_row *r = t->row;
    int64_t parent_id = t->w->site->root;
    bool done;
    bool stays;
    if (!known(t, &done, e)) {
        return false;
    }
    if (done) {
        return true;
    }
    if (is_the_root(t)) {
        return take_term(t, 0, e);
    }
    if (r->parent_code.n > 0 && !office_on(t, r->parent_code, r->since_day, &parent_id, e)) {
        return false;
    }
    if (parent_id == 0) {
        return end(t, FORMER_WAITS, "parent_code", no_office);
    }
    if (!there(t, parent_id, r->since_day, r->until_day, &stays, e)) {
        return false;
    }
    return stays ? take_successors(t, parent_id, e)
                 : end(t, FORMER_WAITS, "parent_code", N_("the office above it is not there on all of these days"));
}

enum tx_end former_carry_out(struct tx *tx, void *arg, struct err *e)
{
    const struct former_work *w = arg;
    for (size_t i = w->from; i < w->to; i++) {
        struct taking t = {tx, {tx, w->site->home, w->batch}, w, &w->rows[i], &w->results[i]};
        if (t.out->settled) {
            continue;
        }
        if (!(t.row->until_day == 0 ? take_beginning(&t, e) : take_former(&t, e))) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}
