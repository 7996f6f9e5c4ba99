// rule.c: see rule.h.
#include "core/press/rule.h"

#include "base/random.h"
#include "base/utf8.h"
#include "db/q_comment.h"
#include "i18n/i18n.h"

static bool same_rule(const struct house_rule *r, const struct house_rule_row *row)
{
    return r->office_id == row->office_id && r->since_at == row->since_at && str_eq(r->code, row->code);
}

static void fill_missing(struct house_rule *r)
{
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        for (enum lang other = 0; other < LANG_COUNT && r->id[l] == 0; other++) {
            r->wording[l] = r->id[other] != 0 ? r->wording[other] : r->wording[l];
        }
    }
}

// The rules that the rows are of, those of one rule after each other.
static void gather(struct tx *tx, const struct site *s, const struct house_rule_row *rows, size_t n, struct house_rules *out)
{
    *out = (struct house_rules){ARENA_ARRAY(tx_arena(tx), struct house_rule, n), 0};
    for (size_t i = 0; i < n; i++) {
        enum lang lang;
        if (!lang_from_code(rows[i].lang, &lang) || !site_within(s, rows[i].office_id, s->root)) {
            continue;
        }
        struct house_rule *r = out->n == 0 ? NULL : &out->list[out->n - 1];
        if (r == NULL || !same_rule(r, &rows[i])) {
            r = &out->list[out->n++];
            *r = (struct house_rule){.office_id = rows[i].office_id, .code = rows[i].code, .since_at = rows[i].since_at,
                                     .until_at = rows[i].until_at};
        }
        r->id[lang] = rows[i].id;
        r->wording[lang] = rows[i].wording;
    }
    for (size_t i = 0; i < out->n; i++) {
        fill_missing(&out->list[i]);
    }
}

bool rules_load(struct tx *tx, const struct site *s, struct house_rules *out, struct err *e)
{
    struct house_rule_row *rows;
    size_t n;
    if (!q_house_rules(tx, &rows, &n, e)) {
        return false;
    }
    gather(tx, s, rows, n, out);
    return true;
}

enum q_got rule_read(struct tx *tx, const struct site *s, int64_t id, struct house_rule *out, struct err *e)
{
    struct house_rule_row *rows;
    size_t n;
    struct house_rules one;
    if (!q_house_rule_whole(tx, id, &rows, &n, e)) {
        return Q_ERROR;
    }
    gather(tx, s, rows, n, &one);
    if (one.n == 0) {
        return Q_NONE;
    }
    *out = one.list[0];
    return Q_ROW;
}

const struct house_rule *rule_by_id(const struct house_rules *r, int64_t id)
{
    for (size_t i = 0; i < r->n && id != 0; i++) {
        for (enum lang l = 0; l < LANG_COUNT; l++) {
            if (r->list[i].id[l] == id) {
                return &r->list[i];
            }
        }
    }
    return NULL;
}

bool rule_holds(const struct site *s, const struct house_rule *r, int64_t office_id)
{
    return r->until_at == 0 && site_within(s, office_id, r->office_id);
}

const struct house_rule *rule_at(const struct site *s, const struct house_rules *r, int64_t office_id, struct str code)
{
    const struct house_rule *found = NULL; // the nearest: an office below may have given the same code since
    for (size_t i = 0; i < r->n; i++) {
        const struct house_rule *one = &r->list[i];
        if (str_eq(one->code, code) && rule_holds(s, one, office_id) &&
            (found == NULL || site_within(s, one->office_id, found->office_id))) {
            found = one;
        }
    }
    return found;
}

int64_t rule_row(const struct house_rule *r, enum lang lang)
{
    int64_t id = r->id[lang];
    for (enum lang l = 0; l < LANG_COUNT && id == 0; l++) {
        id = r->id[l];
    }
    BUG_ON(id == 0);
    return id;
}

void rule_check(const struct site *s, const struct house_rules *r, struct rule_draft *d, struct problems *p)
{
    bool said = false;
    if (!code_usable(d->code)) {
        problem_add(p, "code", N_("A code has 1 to 40 letters and digits, with - _ . inside."));
    } else if (!d->replaces && rule_at(s, r, d->office_id, d->code) != NULL) {
        problem_add(p, "code", N_("Another rule has this number."));
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        d->wording[l] = str_trim(d->wording[l]);
        said = said || d->wording[l].n > 0;
        if (!utf8_valid(d->wording[l]) || utf8_count(d->wording[l]) > RULE_WORDING_MAX) {
            problem_add(p, "wording", N_("A rule has at most 300 characters."));
        }
    }
    if (!said) {
        problem_add(p, "wording", N_("Write the rule."));
    }
}

static bool rule_event(const struct founder *f, int64_t office_id, struct str reason, struct str content, struct err *e)
{
    return event_add(f->tx, &(struct event_new){.home = f->home, .kind = EVENT_RULE_CHANGED, .subject_id = office_id,
                                                .reason = reason, .actor = f->actor, .now = f->now, .content = content},
                     NULL, e);
}

static bool put_rule(const struct founder *f, const struct rule_draft *d, int64_t since, struct err *e)
{
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (d->wording[l].n > 0 &&
            (!q_house_rule_insert(f->tx, &(struct q_house_rule_insert_in){
                 .id = random_id(), .office = d->office_id, .code = d->code, .lang = lang_info(l)->code,
                 .wording = d->wording[l], .now = since}, NULL, e) ||
             !rule_event(f, d->office_id, STR("added"), d->wording[l], e))) {
            return false;
        }
    }
    return true;
}

bool rule_end(const struct founder *f, int64_t office_id, struct str code, bool *was_there, struct err *e)
{
    int64_t changed;
    if (!q_house_rule_end(f->tx, office_id, code, f->now, &changed, e)) {
        return false;
    }
    *was_there = changed > 0;
    return changed == 0 || rule_event(f, office_id, STR("ended"), STR_NONE, e);
}

bool rule_add(const struct founder *f, const struct rule_draft *d, struct err *e)
{
    bool was_there = true;
    if (d->replaces && !rule_end(f, d->office_id, d->code, &was_there, e)) {
        return false;
    }
    // Versions of one second would be one: the next begins after the former.
    return was_there ? put_rule(f, d, d->replaces ? f->now + 1 : f->now, e)
                     : err_set(e, ERR_CONFLICT, "there is no rule %.*s to replace", STR_ARG(d->code));
}
