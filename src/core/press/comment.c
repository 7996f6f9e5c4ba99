// comment.c: see comment.h.
#include "core/press/comment.h"

#include "auth/token.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/intake/receipt.h"
#include "core/office/second.h"
#include "db/q_comment.h"
#include "db/q_publication.h"
#include "i18n/i18n.h"
#include "match/alike.h"

bool comments_open(const struct site *s, const struct publication_row *pub)
{
    return pub->comments && !pub->by_receipt && str_eq(pub->state, STR("published")) &&
           site_setting_flag(s, pub->office_id, SETTING_COMMENTS);
}

void comment_check(struct str *words, struct problems *p)
{
    *words = str_trim(*words);
    if (!utf8_valid(*words)) {
        problem_add(p, "text", N_("These words came in broken. Please type them again."));
    } else if (utf8_count(*words) < COMMENT_MIN) {
        problem_add(p, "text", N_("Write at least 5 characters."));
    } else if (utf8_count(*words) > COMMENT_MAX) {
        problem_add(p, "text", N_("Write at most 500 characters."));
    }
}

static struct str hash_of(struct arena *a, const struct receipt *code)
{
    char *hash = arena_alloc(a, COMMENT_HASH);
    receipt_secret(code, "comment", hash, COMMENT_HASH);
    return (struct str){hash, COMMENT_HASH};
}

int comment_by_code(struct tx *tx, int64_t home, const struct receipt *code, struct comment_row *out, struct err *e)
{
    return q_comment_by_receipt(tx, home, hash_of(tx_arena(tx), code), out, e);
}

static bool note(struct tx *tx, int64_t home, int64_t id, enum event_kind kind, struct str reason, struct actor actor,
                 int64_t now, struct str content, struct err *e)
{
    return event_add(tx, &(struct event_new){.home = home, .kind = kind, .subject_id = id, .reason = reason, .actor = actor,
                                             .now = now, .content = content}, NULL, e);
}

// What is kept to say the same again: the code, and whether it was shown at once.
static enum tx_end repeat(struct comment_taking *t, struct str reply, struct err *e)
{
    struct str rest = reply;
    t->receipt = str_cut(&rest, ' ');
    t->shown = str_eq(rest, STR("shown"));
    if (t->receipt.n != RECEIPT_SHOWN) {
        (void)err_set(e, ERR_CORRUPT, "a kept reply cannot be read");
        return TX_FAILED;
    }
    t->end = COMMENT_REPEATED;
    return TX_ROLLBACK;
}

enum tx_end comment_take(struct tx *tx, void *arg, struct err *e)
{
    struct comment_taking *t = arg;
    struct arena *a = tx_arena(tx);
    struct once once = once_of(a, t->site->home, t->key,
                               str_fmt(a, "comment %.*s\n%.*s", STR_ARG(t->pub->public_id), STR_ARG(t->words)), t->now);
    switch (once_look(tx, &once, e)) {
    case ONCE_ERROR:
        return TX_FAILED;
    case ONCE_REPEATED:
        return repeat(t, once.reply, e);
    case ONCE_OTHER_BODY:
        t->end = COMMENT_OTHER_BODY;
        return TX_ROLLBACK;
    case ONCE_FRESH:
        break;
    }
    struct receipt code;
    receipt_new(&code);
    t->end = COMMENT_TAKEN;
    t->receipt = receipt_show(a, &code);
    t->shown = !site_setting_flag(t->site, t->pub->office_id, SETTING_COMMENTS_FIRST_READ);
    int64_t id = random_id();
    struct str state = t->shown ? STR("shown") : STR("waiting");
    bool good = q_comment_insert(tx, &(struct q_comment_insert_in){
                    .home = t->site->home, .id = id, .public_id = public_id_new(a), .publication = t->pub->id,
                    .office = t->pub->office_id, .words = t->words, .lang = lang_info(t->lang)->code, .state = state,
                    .receipt_hash = hash_of(a, &code), .now = t->now}, NULL, e) &&
                note(tx, t->site->home, id, EVENT_COMMENT_RECEIVED, state, (struct actor){0}, t->now, t->words, e) &&
                once_keep(tx, &once, once_seal(a, &once, str_fmt(a, "%.*s %.*s", STR_ARG(t->receipt), STR_ARG(state))), e);
    return good ? TX_COMMIT : TX_FAILED;
}

// Save `next` over the row that `was` shows.
static enum matter_end save(struct tx *tx, const struct comment_row *was, const struct comment_row *next, struct err *e)
{
    int64_t changed;
    if (!q_comment_decide(tx, &(struct q_comment_decide_in){
            .home = was->home_id, .id = was->id, .was_version = was->version, .state = next->state, .rule = next->rule_id,
            .decided_at = next->decided_at, .decided_by = next->decided_by, .review_asked_at = next->review_asked_at,
            .review_words = next->review_words, .reviewed_at = next->reviewed_at}, &changed, e)) {
        return MATTER_ERROR;
    }
    return changed == 0 ? MATTER_STALE : MATTER_SAVED;
}

static enum matter_end decide(const struct desk *d, const struct comment_row *was, const struct comment_row *next,
                              enum event_kind kind, struct str reason, struct err *e)
{
    enum matter_end end = save(d->tx, was, next, e);
    if (end == MATTER_SAVED && !note(d->tx, was->home_id, was->id, kind, reason, d->actor, d->now, STR_NONE, e)) {
        return MATTER_ERROR;
    }
    return end;
}

static bool review_waits(const struct comment_row *c)
{
    return c->review_asked_at != 0 && c->reviewed_at == 0;
}

bool comment_reviewing(struct tx *tx, const struct site *s, const struct comment_row *c, int64_t now, struct reviewing *out,
                       struct err *e)
{
    struct second at;
    if (!second_find(tx, s, c->office_id, c->decided_by, SECOND_MODERATES, now, &at, e)) {
        return false;
    }
    *out = (struct reviewing){
        .by = at.office_id == 0 ? REVIEW_BY_SAME : at.above ? REVIEW_BY_ABOVE : REVIEW_BY_COLLEAGUE,
        .office_id = at.office_id == 0 ? c->office_id : at.office_id};
    return true;
}

bool comment_may_review(const struct desk *d, const struct comment_row *c, int64_t member_id, bool *may, struct err *e)
{
    *may = false;
    if (!str_eq(c->state, STR("hidden")) || !review_waits(c)) {
        return true;
    }
    struct reviewing r;
    if (member_id != c->decided_by) {
        return second_is(d->tx, d->site, c->office_id, c->decided_by, SECOND_MODERATES, member_id, d->now, may, e);
    }
    if (!comment_reviewing(d->tx, d->site, c, d->now, &r, e)) {
        return false;
    }
    *may = r.by == REVIEW_BY_SAME;
    return true;
}

// The reason in the log: that of a review says when nobody but the one who hid it was there to look.
static struct str review_reason(const struct desk *d, const struct comment_row *c)
{
    return c->decided_by == d->actor.member_id ? STR("review_same") : STR("review");
}

enum matter_end comment_show(const struct desk *d, const struct comment_row *c, struct err *e)
{
    bool review = review_waits(c);
    bool may = true;
    if (review && !comment_may_review(d, c, d->actor.member_id, &may, e)) {
        return MATTER_ERROR;
    }
    if (str_eq(c->state, STR("shown")) || !may) {
        return MATTER_NOT_NOW;
    }
    struct comment_row next = *c;
    next.state = STR("shown");
    next.rule_id = 0;
    next.decided_at = d->now;
    next.decided_by = d->actor.member_id;
    next.reviewed_at = review ? d->now : c->reviewed_at;
    return decide(d, c, &next, EVENT_COMMENT_SHOWN, review ? review_reason(d, c) : STR_NONE, e);
}

enum matter_end comment_hide(const struct desk *d, const struct comment_row *c, const struct house_rule *rule, struct err *e)
{
    if (str_eq(c->state, STR("hidden")) || !rule_holds(d->site, rule, c->office_id)) {
        return MATTER_NOT_NOW;
    }
    struct comment_row next = *c;
    next.state = STR("hidden");
    next.rule_id = rule_row(rule, d->site->lang);
    next.decided_at = d->now;
    next.decided_by = d->actor.member_id;
    next.review_asked_at = 0; // another hiding may be reviewed again
    next.review_words = STR_NONE;
    next.reviewed_at = 0;
    return decide(d, c, &next, EVENT_COMMENT_HIDDEN, str_fmt(tx_arena(d->tx), "rule.%lld", (long long)next.rule_id), e);
}

enum matter_end comment_keep(const struct desk *d, const struct comment_row *c, struct err *e)
{
    bool may;
    if (!comment_may_review(d, c, d->actor.member_id, &may, e)) {
        return MATTER_ERROR;
    }
    if (!may) {
        return MATTER_NOT_NOW;
    }
    struct comment_row next = *c; // the day of the hiding and its rule stay: they are public
    next.reviewed_at = d->now;
    return decide(d, c, &next, EVENT_COMMENT_HIDDEN, review_reason(d, c), e);
}

enum matter_end comment_ask_review(struct tx *tx, const struct site *s, const struct comment_row *c, struct str words,
                                   int64_t now, struct err *e)
{
    if (!str_eq(c->state, STR("hidden")) || c->reviewed_at != 0) {
        return MATTER_NOT_NOW;
    }
    if (c->review_asked_at != 0) {
        return str_eq(c->review_words, words) ? MATTER_SAVED : MATTER_NOT_NOW;
    }
    struct comment_row next = *c;
    next.review_asked_at = now;
    next.review_words = words;
    enum matter_end end = save(tx, c, &next, e);
    if (end == MATTER_SAVED &&
        !note(tx, s->home, c->id, EVENT_COMMENT_APPEALED, STR_NONE, (struct actor){0}, now, words, e)) {
        return MATTER_ERROR;
    }
    return end;
}

// A text, read when it is first compared.
struct said {
    struct str words;
    bool read;
    struct saying saying;
};

static struct saying saying_of(const struct match *m, struct said *s)
{
    if (!s->read) {
        s->saying = saying_new(m, s->words);
        s->read = true;
    }
    return s->saying;
}

void comments_alike(const struct match *m, const struct comment_row *rows, size_t n, struct arena *a, size_t *first)
{
    struct said *said = ARENA_ARRAY(a, struct said, n);
    for (size_t i = 0; i < n; i++) {
        said[i] = (struct said){.words = rows[i].words};
        first[i] = i;
        for (size_t k = 0; k < i && first[i] == i; k++) {
            bool may = first[k] == k && rows[k].publication_id == rows[i].publication_id && str_eq(rows[k].state, rows[i].state);
            first[i] = may && saying_same(saying_of(m, &said[i]), saying_of(m, &said[k]), 1) ? k : i;
        }
    }
}
