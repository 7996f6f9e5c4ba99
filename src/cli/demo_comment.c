// demo_comment.c: comments under the demo's answers, taken in and decided on by core's own functions.
#include "cli/demo_life.h"

#include "core/press/comment.h"
#include "db/q_comment.h"
#include "db/q_publication.h"

enum { HOUR = 3600 };

struct commenting {
    const struct demo_life *life;
    int64_t now;
};

// The latest public answer to a matter of that situation. *there false: there is none.
static bool answer_to(struct tx *tx, const struct demo_life *l, struct str situation, struct publication_row *pub, bool *there,
                      struct err *e)
{
    *there = false;
    for (size_t i = l->script->matters_n; i-- > 0 && !*there;) {
        const struct demo_case *about = &l->script->plan->cases[l->script->matters[i].case_no];
        if (l->matters[i].answer == 0 || !str_eq(about->situation->id, situation)) {
            continue;
        }
        if (q_publication_by_id(tx, l->site->home, l->matters[i].answer, pub, e) != Q_ROW) {
            return false;
        }
        *there = comments_open(l->site, pub);
    }
    return true;
}

static enum matter_end decide(struct tx *tx, const struct demo_life *l, const struct comment_taking *t, struct str fate,
                              struct err *e)
{
    struct receipt code;
    struct comment_row c;
    struct house_rules rules;
    BUG_ON(receipt_parse(t->receipt, &code) != RECEIPT_OK);
    if (comment_by_code(tx, l->site->home, &code, &c, e) != Q_ROW || !rules_load(tx, l->site, &rules, e)) {
        return MATTER_ERROR;
    }
    struct desk d = {.tx = tx, .site = l->site, .now = t->now + HOUR,
                     .actor = demo_staff_at(l, c.office_id, "editor head", 0)};
    if (str_eqz(fate, "shown")) {
        return comment_show(&d, &c, e);
    }
    const struct house_rule *rule = rule_at(l->site, &rules, c.office_id, fate);
    BUG_ON(rule == NULL); // demo/comments.tsv names one that demo_found.c does not make
    return comment_hide(&d, &c, rule, e);
}

static enum tx_end comment_all(struct tx *tx, void *arg, struct err *e)
{
    const struct commenting *k = arg;
    const struct demo_life *l = k->life;
    const struct demo_material *m = l->script->plan->material;
    for (size_t i = 0; i < m->comments_n; i++) {
        const struct demo_comment *one = &m->comments[i];
        struct publication_row pub;
        bool there;
        if (!answer_to(tx, l, one->situation, &pub, &there, e)) {
            return TX_FAILED;
        }
        if (!there) {
            continue;
        }
        int64_t at = pub.published_at + (int64_t)(i + 5) * 4 * HOUR;
        struct comment_taking t = {.site = l->site, .pub = &pub, .words = one->words, .key = STR_NONE,
                                   .now = at < k->now - 2 * HOUR ? at : k->now - 2 * HOUR};
        if (!lang_from_code(one->lang, &t.lang) || comment_take(tx, &t, e) != TX_COMMIT ||
            (!str_eqz(one->fate, "waiting") && decide(tx, l, &t, one->fate, e) != MATTER_SAVED)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

bool demo_comments(struct db *db, const struct demo_life *l, int64_t now, struct arena *a, struct err *e)
{
    return db_write(db, a, comment_all, &(struct commenting){l, now}, e);
}
