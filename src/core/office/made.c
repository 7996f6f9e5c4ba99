// made.c: see made.h.
#include "core/office/made.h"

#include "core/office/founding.h"
#include "db/q_import.h"
#include "db/q_site.h"

enum { SIDE_BEFORE, SIDE_AFTER };

static const struct {
    const char *what; // of import_used
    const char *why;
} uses[] = {
    {"message", N_("messages are there for it")},
    {"matter", N_("matters are there for it")},
    {"answer", N_("answers, comments or files are there for it")},
    {"document", N_("documents are there for it")},
    {"task", N_("tasks are there for it")},
    {"meeting", N_("meetings or entries of a week are there for it")},
    {"report", N_("reports are there for it")},
    {"people", N_("recognitions, training sessions or contests are there for it")},
    {"member", N_("members of staff have roles or seats there")},
    {"setting", N_("settings, wordings or rules were written for it")},
    {"subject", N_("a subject is answered there")},
};
static const char in_use[] = N_("it is in use");
static const char leaned_on[] = N_("offices stand below it, or became it");
static const char needed[] = N_("a later import took offices from below it: take that one back first");
static const char changed[] = N_("it was changed since");
static const char no_place[] = N_("what it was does not fit into the tree any more");

static bool note(const struct made *m, int64_t id, const char *thing, bool is_new, int64_t *fresh, struct err *e)
{
    return q_import_thing_note(m->tx, &(struct q_import_thing_note_in){.home = m->home, .import = m->batch, .thing_id = id,
                                                                       .thing = str_c(thing), .is_new = is_new}, fresh, e);
}

static bool note_side(const struct made *m, int64_t office_id, int64_t side, struct err *e)
{
    return q_import_terms_note(m->tx, &(struct q_import_terms_note_in){m->home, m->batch, office_id, side}, NULL, e) &&
           q_import_names_note(m->tx, &(struct q_import_names_note_in){m->home, m->batch, office_id, side}, NULL, e);
}

static bool forget_side(const struct made *m, int64_t office_id, int64_t side, struct err *e)
{
    return q_import_terms_forget(m->tx, &(struct q_import_terms_forget_in){m->home, m->batch, office_id, side}, NULL, e) &&
           q_import_names_forget(m->tx, &(struct q_import_names_forget_in){m->home, m->batch, office_id, side}, NULL, e);
}

bool made_before(const struct made *m, int64_t office_id, struct err *e)
{
    int64_t fresh = 0;
    return m->batch == 0 || (note(m, office_id, "office", false, &fresh, e) &&
                             (fresh == 0 || note_side(m, office_id, SIDE_BEFORE, e)));
}

bool made_after(const struct made *m, int64_t office_id, bool is_new, struct err *e)
{
    int64_t fresh;
    return m->batch == 0 || ((!is_new || note(m, office_id, "office", true, &fresh, e)) &&
                             forget_side(m, office_id, SIDE_AFTER, e) && note_side(m, office_id, SIDE_AFTER, e));
}

bool made_subject(const struct made *m, int64_t category_id, struct err *e)
{
    int64_t fresh;
    return m->batch == 0 || note(m, category_id, "subject", true, &fresh, e);
}

// ---- taking back

struct undoing {
    struct tx *tx;
    struct made_undo *u;
    struct made m;
    struct import_things_row *list;
    size_t n;
    const char **used; // by row of the list: why it is in use; NULL: it is not
};

static bool take_used(void *arg, const struct import_used_row *row, struct err *e)
{
    struct undoing *d = arg;
    (void)e;
    for (size_t i = 0; i < d->n; i++) {
        if (d->list[i].thing_id == row->id) {
            d->used[i] = in_use;
            for (size_t k = 0; k < ARRAY_LEN(uses); k++) {
                d->used[i] = str_eqz(row->what, uses[k].what) ? uses[k].why : d->used[i];
            }
        }
    }
    return true;
}

static bool differs(const struct undoing *d, int64_t office_id, int64_t side, bool *yes, struct err *e)
{
    struct import_office_differs_row row;
    enum q_got got = q_import_office_differs(d->tx, &(struct q_import_office_differs_in){d->m.home, d->m.batch, office_id, side},
                                             &row, e);
    *yes = got == Q_ROW && row.n > 0;
    return got == Q_ROW;
}

static bool put_side(const struct undoing *d, int64_t office_id, int64_t side, struct err *e)
{
    const struct made *m = &d->m;
    return q_import_terms_drop(d->tx, office_id, NULL, e) && q_import_names_drop(d->tx, office_id, NULL, e) &&
           q_import_terms_put(d->tx, &(struct q_import_terms_put_in){m->home, m->batch, office_id, side}, NULL, e) &&
           q_import_names_put(d->tx, &(struct q_import_names_put_in){m->home, m->batch, office_id, side}, NULL, e);
}

static bool remove_office(const struct undoing *d, int64_t office_id, const char **why, struct err *e)
{
    struct import_leaned_on_row leaned;
    if (q_import_leaned_on(d->tx, office_id, &leaned, e) != Q_ROW) {
        return false;
    }
    *why = leaned.n > 0 ? leaned_on : leaned.later > 0 ? needed : NULL;
    if (*why != NULL) {
        return true;
    }
    return put_side(d, office_id, SIDE_BEFORE, e) && q_import_successions_drop(d->tx, office_id, NULL, e);
}

// Nothing is looked at before it stands again as it did: where it cannot, it is put back as it was found.
static bool restore_office(const struct undoing *d, int64_t office_id, const char **why, struct err *e)
{
    struct import_codes_taken_row codes;
    struct import_place_wrong_row place = {.n = 0};
    if (q_import_codes_taken(d->tx, d->m.home, d->m.batch, office_id, &codes, e) != Q_ROW) {
        return false;
    }
    if (codes.n > 0) {
        *why = no_place;
        return true;
    }
    if (!put_side(d, office_id, SIDE_BEFORE, e) || q_import_place_wrong(d->tx, office_id, &place, e) != Q_ROW) {
        return false;
    }
    *why = place.n > 0 ? no_place : NULL;
    return place.n == 0 || put_side(d, office_id, SIDE_AFTER, e);
}

static bool say(const struct undoing *d, enum event_kind kind, int64_t id, struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = d->m.home, .kind = kind, .subject_id = id, .reason = STR("taken_back"),
                                                .actor = d->u->actor, .now = d->u->now}, NULL, e);
}

static bool undo_office(const struct undoing *d, const struct import_things_row *t, const char *used, const char **why,
                        struct err *e)
{
    bool as_before;
    bool since;
    if (!differs(d, t->thing_id, SIDE_BEFORE, &as_before, e) || !differs(d, t->thing_id, SIDE_AFTER, &since, e)) {
        return false;
    }
    as_before = !as_before; // somebody has taken it back by hand
    *why = as_before ? NULL : since ? changed : used;
    if (as_before || *why != NULL) {
        return true;
    }
    return (t->is_new != 0 ? remove_office(d, t->thing_id, why, e) : restore_office(d, t->thing_id, why, e)) &&
           (*why != NULL || say(d, EVENT_OFFICE_CHANGED, t->thing_id, e));
}

static bool undo_subject(const struct undoing *d, const struct import_things_row *t, const char *used, const char **why,
                         struct err *e)
{
    struct import_subject_ended_row row;
    enum q_got got = q_import_subject_ended(d->tx, t->thing_id, &row, e);
    *why = used;
    if (got != Q_ROW || row.until_at != 0 || used != NULL) {
        *why = got == Q_ROW && row.until_at != 0 ? NULL : used;
        return got != Q_ERROR;
    }
    return q_category_end(d->tx, t->thing_id, d->u->now, NULL, e) && say(d, EVENT_CATEGORY_CHANGED, t->thing_id, e);
}

static bool undo_one(const struct undoing *d, size_t i, struct err *e)
{
    const struct import_things_row *t = &d->list[i];
    const char *why = NULL;
    bool subject = str_eqz(t->thing, "subject");
    if (!(subject ? undo_subject(d, t, d->used[i], &why, e) : undo_office(d, t, d->used[i], &why, e))) {
        return false;
    }
    if (why != NULL) {
        d->u->kept[d->u->n_kept++] = (struct made_kept){t->thing_id, subject, why};
        return true;
    }
    d->u->undone++;
    return forget_side(&d->m, t->thing_id, SIDE_BEFORE, e) && forget_side(&d->m, t->thing_id, SIDE_AFTER, e) &&
           q_import_thing_forget(d->tx, d->m.home, d->m.batch, t->thing_id, NULL, e);
}

enum tx_end made_undo(struct tx *tx, void *arg, struct err *e)
{
    struct made_undo *u = arg;
    struct undoing d = {.tx = tx, .u = u, .m = {tx, u->site->home, u->batch}};
    u->undone = u->n_kept = 0;
    if (!q_import_things(tx, d.m.home, d.m.batch, u->before, &d.list, &d.n, e)) {
        return TX_FAILED;
    }
    u->over = d.n == 0;
    u->next = d.n == 0 ? u->before : d.list[d.n - 1].place;
    d.used = ARENA_ARRAY(tx_arena(tx), const char *, d.n + 1);
    if (d.n > 0 && !q_import_used(tx, &(struct q_import_used_in){d.m.home, d.m.batch, d.list[d.n - 1].place, d.list[0].place},
                                  take_used, &d, e)) {
        return TX_FAILED;
    }
    for (size_t i = 0; i < d.n; i++) {
        if (!undo_one(&d, i, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

struct str made_name(struct arena *a, const struct site *s, const struct made_kept *k, enum lang lang)
{
    const struct category *c = k->subject ? site_category(s, k->id) : NULL;
    const struct office *o = k->subject ? NULL : site_office(s, k->id);
    return c != NULL   ? str_fmt(a, "%.*s (%.*s)", STR_ARG(c->name[lang]), STR_ARG(c->code))
           : o != NULL ? str_fmt(a, "%.*s (%.*s)", STR_ARG(o->name[lang]), STR_ARG(o->code))
                       : STR("");
}
