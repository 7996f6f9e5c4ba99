// comment_group.c: see comment_group.h.
#include "core/press/comment_group.h"

#include "base/random.h"
#include "db/q_comment.h"
#include "match/alike.h"
#include "match/pairs.h"

enum { REASON_WORDS = 4 };

static const float worth_comparing = 0.35f; // how much of one stands in the other, at least

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a < b ? b : a;
}

static bool are_apart(struct tx *tx, const struct comment_row *a, const struct comment_row *b, bool *apart, struct err *e)
{
    struct comment_apart_get_row row;
    enum q_got got = q_comment_apart_get(tx, a->home_id, smaller(a->id, b->id), greater(a->id, b->id), &row, e);
    *apart = got == Q_ROW;
    return got != Q_ERROR;
}

static float nearness(struct alike *x, struct str other)
{
    if (alike_title(x, other) < worth_comparing) {
        return 0;
    }
    struct likeness l = alike_to(x, other);
    return l.conflicts == 0 && l.score >= PAIRS_SAME ? l.score : 0;
}

bool comments_near(struct tx *tx, const struct match *m, const struct comment_row *rows, size_t n, const size_t *first,
                   struct comment_near **out, struct err *e)
{
    struct arena *a = tx_arena(tx);
    bool good = true;
    struct comment_near *near = ARENA_ARRAY(a, struct comment_near, n + 1);
    *out = near;
    for (size_t i = 0; i < n && good; i++) {
        near[i] = (struct comment_near){i, STR("")};
        if (first[i] != i || rows[i].words.n == 0) {
            continue;
        }
        struct alike *x = alike_new(m, rows[i].words);
        float best = 0;
        for (size_t k = 0; k < i && good; k++) {
            bool may = first[k] == k && near[k].of == k && rows[k].publication_id == rows[i].publication_id &&
                       str_eq(rows[k].state, rows[i].state) && rows[k].words.n > 0;
            float score = may ? nearness(x, rows[k].words) : 0;
            bool apart = false;
            good = score <= best || are_apart(tx, &rows[i], &rows[k], &apart, e);
            if (good && score > best && !apart) {
                best = score;
                near[i] = (struct comment_near){k, alike_words(x, rows[k].words, REASON_WORDS, a)};
            }
        }
        alike_free(x);
    }
    return good;
}

enum matter_end comment_set_apart(const struct desk *d, const struct comment_row *c, const struct comment_row *other, bool apart,
                                  struct err *e)
{
    bool was;
    if (c->id == other->id || c->publication_id != other->publication_id) {
        return MATTER_NOT_NOW;
    }
    if (!are_apart(d->tx, c, other, &was, e)) {
        return MATTER_ERROR;
    }
    if (was == apart) {
        return MATTER_NOT_NOW;
    }
    int64_t one = smaller(c->id, other->id);
    int64_t two = greater(c->id, other->id);
    bool good = apart ? q_comment_apart_insert(d->tx, &(struct q_comment_apart_insert_in){
                            .home = c->home_id, .id = random_id(), .comment = one, .other = two, .now = d->now}, NULL, e)
                      : q_comment_apart_end(d->tx, &(struct q_comment_apart_end_in){c->home_id, one, two, d->now}, NULL, e);
    good = good && event_add(d->tx, &(struct event_new){.home = c->home_id, .kind = EVENT_COMMENT_APART, .subject_id = c->id,
                                                         .reason = apart ? STR_NONE : STR("taken_back"), .actor = d->actor,
                                                         .now = d->now}, NULL, e);
    return good ? MATTER_SAVED : MATTER_ERROR;
}
