// inherit.c: see inherit.h.
#include "core/desk/inherit.h"

#include "core/desk/inbox.h"
#include "core/office/founding.h"
#include "core/steer/document.h"
#include "core/steer/task.h"
#include "db/q_member.h"
#include "db/q_succession.h"

// One transaction's work: some rows of one former office.
struct step {
    const struct site *site;
    int64_t now;
    int64_t succession_id;
    int64_t from;
    int64_t heir;
    size_t moved;
};

// Who gets what is about another office: never that one, nor one below it.
static int64_t heir_for(const struct site *s, int64_t heir, int64_t about)
{
    const struct office *o = site_office(s, heir);
    while (o != NULL && about != 0 && site_within(s, o->id, about) && site_parent(s, o) != NULL) {
        o = site_parent(s, o);
    }
    return o == NULL ? heir : o->id;
}

static bool carry_messages(struct step *t, const struct desk *d, const struct message_row *list, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        if (!inbox_inherit(d, &list[i], heir_for(t->site, t->heir, list[i].about_office_id), e)) {
            return false;
        }
        t->moved++;
    }
    return true;
}

static bool carry_matters(struct step *t, const struct desk *d, struct err *e)
{
    struct matter_row *list;
    size_t n;
    if (!q_inherited_matters(d->tx, t->site->home, t->from, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        int64_t to = heir_for(t->site, t->heir, list[i].about_office_id);
        if (matter_inherit(d, &list[i], to, e) != MATTER_SAVED ||
            !q_inherited_drafts(d->tx, t->site->home, list[i].id, to, NULL, e)) {
            return false;
        }
        t->moved++;
    }
    return true;
}

// Does the member hold this role at the heir already, in their own right?
static bool holds(struct tx *tx, const struct step *t, const struct inherited_roles_row *r, bool *yes, struct err *e)
{
    struct roles_of_member_row *rows;
    size_t n;
    *yes = false;
    if (!q_roles_of_member(tx, r->member_id, t->now, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        *yes = *yes || (rows[i].office_id == t->heir && str_eq(rows[i].role, r->role) && rows[i].until_at == 0);
    }
    return true;
}

static bool carry_roles(struct step *t, struct tx *tx, struct err *e)
{
    struct founder f = {.tx = tx, .home = t->site->home, .now = t->now, .today = t->site->today};
    struct inherited_roles_row *list;
    size_t n;
    if (!q_inherited_roles(tx, t->from, t->now, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct inherited_roles_row *r = &list[i];
        int64_t since = r->since_at > t->now ? r->since_at : t->now;
        bool there;
        if (!holds(tx, t, r, &there, e) || !role_end(&f, r->id, t->from, e) ||
            (!there && !role_give(&f, r->member_id, t->heir, r->role, since, r->until_at, r->lent_by, e))) {
            return false;
        }
        t->moved++;
    }
    return true;
}

static bool carry_tasks(struct step *t, const struct desk *d, struct err *e)
{
    struct task_row *list;
    size_t n;
    if (!q_inherited_tasks(d->tx, t->site->home, t->from, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (task_inherit(d, &list[i], t->from, t->heir, e) != STEER_SAVED) {
            return false;
        }
        t->moved++;
    }
    int64_t dropped = 0;
    bool good = q_inherited_coordinators(d->tx, t->site->home, t->from, t->heir, NULL, e) &&
                q_inherited_coordinators_drop(d->tx, t->site->home, t->from, &dropped, e);
    t->moved += (size_t)dropped;
    return good;
}

static bool carry_comments(struct step *t, struct tx *tx, struct err *e)
{
    int64_t changed = 0;
    bool good = q_inherited_comments(tx, t->site->home, t->from, t->heir, &changed, e);
    t->moved += (size_t)changed;
    return good;
}

// What has a number stays in the book of the former office; its heir's lists have it (site_with_former).
static bool carry_documents(struct step *t, const struct desk *d, struct err *e)
{
    struct document_row *list;
    size_t n;
    if (!q_inherited_documents(d->tx, t->site->home, t->from, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (document_inherit(d, &list[i], t->heir, e) != STEER_SAVED) {
            return false;
        }
        t->moved++;
    }
    return q_inherited_addressees(d->tx, t->site->home, t->from, t->heir, NULL, e) &&
           q_inherited_addressees_drop(d->tx, t->site->home, t->from, t->heir, NULL, e);
}

static enum tx_end carry_some(struct tx *tx, void *arg, struct err *e)
{
    struct step *t = arg;
    struct desk d = {.tx = tx, .site = t->site, .now = t->now};
    struct message_row *inbox;
    struct message_row *handed;
    size_t n_inbox;
    size_t n_handed;
    t->moved = 0;
    bool good = q_inherited_messages(tx, t->site->home, t->from, &inbox, &n_inbox, e) &&
                carry_messages(t, &d, inbox, n_inbox, e) &&
                q_inherited_handed_over(tx, t->site->home, t->from, &handed, &n_handed, e) &&
                carry_messages(t, &d, handed, n_handed, e) && carry_matters(t, &d, e) &&
                carry_tasks(t, &d, e) && carry_documents(t, &d, e) && carry_roles(t, tx, e) &&
                carry_comments(t, tx, e) &&
                q_inherited_wordings(tx, t->from, t->heir, NULL, e) &&
                (t->moved > 0 || q_succession_carried(tx, t->succession_id, t->now, NULL, e));
    return good ? TX_COMMIT : TX_FAILED;
}

static bool carry_all(struct db *db, struct step *t, size_t *moved, struct err *e)
{
    do {
        struct arena a = ARENA_INIT;
        bool good = db_write(db, &a, carry_some, t, e);
        arena_free(&a);
        if (!good) {
            return false;
        }
        *moved += t->moved;
    } while (t->moved > 0);
    return true;
}

// Does a former office that was looked through before have anything in hand?
static bool has_some(struct tx *tx, const struct site *s, int64_t office_id, int64_t now, bool *some, struct err *e)
{
    struct inherit_count n;
    *some = false;
    if (!inherit_count(tx, s, office_id, now, &n, e)) {
        return false;
    }
    *some = n.messages + n.matters + n.tasks + n.documents + n.roles > 0;
    return true;
}

bool inherit_run(struct db *db, const struct site *s, int64_t now, bool again, size_t *moved, struct err *e)
{
    int64_t after = INT64_MIN;
    *moved = 0;
    for (;;) {
        struct arena a = ARENA_INIT;
        struct tx *tx;
        struct successions_due_row *list = NULL;
        bool *due = NULL;
        size_t n = 0;
        bool good = db_read_begin(db, &a, &tx, e);
        if (good) {
            good = q_successions_due(tx, s->today, again, after, &list, &n, e);
            due = ARENA_ARRAY(&a, bool, n + 1);
            for (size_t i = 0; i < n && good; i++) {
                due[i] = !again;
                good = !again || has_some(tx, s, list[i].from_id, now, &due[i], e);
            }
            db_read_end(tx);
        }
        for (size_t i = 0; i < n && good; i++) {
            const struct office *from = site_office(s, list[i].from_id);
            after = list[i].id;
            if (due[i] && from != NULL && from->heir >= 0) {
                struct step t = {.site = s, .now = now, .succession_id = list[i].id, .from = from->id,
                                 .heir = site_heir(s, from)->id};
                good = carry_all(db, &t, moved, e);
            }
        }
        arena_free(&a);
        if (!good || n == 0) {
            return good;
        }
    }
}

bool inherit_count(struct tx *tx, const struct site *s, int64_t office_id, int64_t now, struct inherit_count *out, struct err *e)
{
    struct inherited_messages_count_row messages;
    struct inherited_matters_count_row matters;
    struct inherited_tasks_count_row tasks;
    struct inherited_documents_count_row documents;
    struct inherited_roles_count_row roles;
    if (q_inherited_messages_count(tx, s->home, office_id, &messages, e) != Q_ROW ||
        q_inherited_matters_count(tx, s->home, office_id, &matters, e) != Q_ROW ||
        q_inherited_tasks_count(tx, s->home, office_id, &tasks, e) != Q_ROW ||
        q_inherited_documents_count(tx, s->home, office_id, site_heir_id(s, office_id), &documents, e) != Q_ROW ||
        q_inherited_roles_count(tx, office_id, now, &roles, e) != Q_ROW) {
        return false;
    }
    *out = (struct inherit_count){messages.n, matters.n, tasks.n, documents.n, roles.n};
    return true;
}
