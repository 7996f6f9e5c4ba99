// desk_comments.c: comments at the desk: those that wait to be read, those to be looked at again, the shown, the hidden.
#include "web/desk/desk_comments_view.h"

#include "auth/token.h"
#include "core/press/comment_group.h"
#include "db/q_publication.h"
#include "templates.h"
#include "web/app.h"
#include "web/table.h"

enum { PAGE_ROWS = 25, REVIEWS_READ = 100 }; // the second: rows of comments_to_review

static const struct {
    const char *code;
    const char *state; // of the row
    bool review;
    const char *words;
    const char *empty;
} states[COMMENTS_STATES] = {
    {"waiting", "waiting", false, N_("To be read"), N_("No comment waits to be read.")},
    {"review", "hidden", true, N_("To be looked at again"), N_("Nobody asked for a review.")},
    {"shown", "shown", false, N_("Shown"), N_("No comment is shown.")},
    {"hidden", "hidden", false, N_("Hidden"), N_("No comment is hidden.")},
};

// Which list the request names; the first where it names none.
static size_t state_of_request(struct str code)
{
    size_t at = 0;
    for (size_t i = 0; i < COMMENTS_STATES; i++) {
        at = str_eqz(code, states[i].code) ? i : at;
    }
    return at;
}

// Who decides about a review that this member does not decide.
static struct str decider(struct web *w, const struct comment_row *c, const struct reviewing *r)
{
    if (r->by != REVIEW_BY_ABOVE) {
        return c->decided_by == w->who.member.id ? T(w->lang, "You hid it, so another member of staff decides.")
                                                 : T(w->lang, "Who may decide about comments here decides.");
    }
    struct buf b = buf_new(1024);
    I18N_FILL(&b, T(w->lang, "Nobody else here may decide about comments, so {office} decides: it stands on their desk."),
              {"office", desk_office_name(w, r->office_id)});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool fill_review(struct web *w, const struct comment_row *c, struct desk_comment *out, struct err *e)
{
    struct reviewing r;
    struct desk d = desk_of(w->tx, w->site, (struct actor){.member_id = w->who.member.id}, w->now);
    if (!comment_reviewing(w->tx, w->site, c, w->now, &r, e) || !comment_may_review(&d, c, w->who.member.id, &out->may_keep, e)) {
        return false;
    }
    out->review = c->review_words;
    out->may_show = out->may_keep;
    out->decides = out->may_keep ? STR("") : decider(w, c, &r);
    return true;
}

static bool fill_row(struct web *w, const struct comment_row *c, const struct house_rules *rules, struct desk_comment *out,
                     struct err *e)
{
    struct publication_row pub;
    struct publication_item item;
    if (q_publication_by_id(w->tx, c->home_id, c->publication_id, &pub, e) != Q_ROW || !publication_item(w, &pub, &item, e)) {
        return false;
    }
    bool hidden = str_eq(c->state, STR("hidden"));
    bool may = web_may(w, CAP_COMMENTS, w->office->id);
    const struct house_rule *r = rule_by_id(rules, c->rule_id);
    *out = (struct desk_comment){
        .id = c->public_id, .version = c->version, .received_at = c->received_at, .lang = c->lang,
        .words = c->words.p == NULL ? STR("") : c->words, .erased = c->words.p == NULL, .title = item.title, .href = item.href,
        .office = c->office_id == w->office->id ? STR("") : desk_office_name(w, c->office_id),
        .rule = r == NULL ? STR("") : str_fmt(w->a, "%.*s: %.*s", STR_ARG(r->code), STR_ARG(r->wording[w->lang])),
        .hidden_at = r == NULL ? 0 : c->decided_at, .review = STR(""), .decides = STR(""), .review_at = c->review_asked_at,
        .reviewed_at = c->reviewed_at, .may_show = may && !str_eq(c->state, STR("shown")), .may_hide = may && !hidden,
        .near = STR(""), .near_words = STR("")};
    return !hidden || c->review_asked_at == 0 || c->reviewed_at != 0 || fill_review(w, c, out, e);
}

static void add_rules(struct web *w, struct desk_comments_view *v, const struct house_rules *rules)
{
    v->rules = ARENA_ARRAY(w->a, struct house_rule, rules->n);
    for (size_t i = 0; i < rules->n; i++) {
        // Of two with one number, the nearer office's is meant.
        if (rule_at(w->site, rules, w->office->id, rules->list[i].code) == &rules->list[i]) {
            v->rules[v->n_rules++] = rules->list[i];
        }
    }
}

static void add_parts(struct web *w, struct desk_comments_view *v)
{
    struct desk_choices own = desk_own_offices(w, w->office->id, w->office->id);
    v->parts = ARENA_ARRAY(w->a, struct page_link, own.n);
    for (size_t i = 0; i < own.n; i++) {
        const struct office *o = site_office_by_code(w->site, own.list[i].code);
        if (o != w->office && web_may(w, CAP_COMMENTS_READ, o->id)) {
            v->parts[v->n_parts++] =
                (struct page_link){own.list[i].name, str_fmt(w->a, "/desk/%.*s/comments", STR_ARG(own.list[i].code))};
        }
    }
}

static struct desk_comments_view new_view(struct web *w, size_t chosen)
{
    struct desk_comments_view v = {
        .page = desk_page_view(w, T(w->lang, "Comments"), w->office, DESK_NAV_COMMENTS), .lang = w->lang,
        .state = str_c(states[chosen].code), .empty = T_(w->lang, states[chosen].empty), .next = STR(""),
        .decides = web_may(w, CAP_COMMENTS, w->office->id), .apart = STR(""), .other = STR("")};
    v.csv = str_fmt(w->a, "/desk/%.*s/comments.csv?state=%s", STR_ARG(w->office->code), states[chosen].code);
    if (str_eqz(web_param(w, "done"), "comment-apart") && public_id_ok(web_param(w, "comment")) &&
        public_id_ok(web_param(w, "other"))) {
        v.apart = web_param(w, "comment");
        v.other = web_param(w, "other");
    }
    for (size_t i = 0; i < COMMENTS_STATES; i++) {
        v.states[i] = (struct comments_state){str_c(states[i].code), T_(w->lang, states[i].words), i == chosen};
    }
    return v;
}

// Is a review of it for this desk: its own comment, or of an office below where nobody else can?
static bool review_is_here(struct web *w, const struct comment_row *c, bool own, bool *here, struct err *e)
{
    struct reviewing r;
    *here = own && c->office_id == w->office->id;
    if (*here || c->office_id == w->office->id || !site_within(w->site, c->office_id, w->office->id)) {
        return true;
    }
    if (!comment_reviewing(w->tx, w->site, c, w->now, &r, e)) {
        return false;
    }
    *here = r.by == REVIEW_BY_ABOVE && r.office_id == w->office->id;
    return true;
}

// Reviews for this desk from a key on, at most `max`; with `own` those of its own comments too.
static bool reviews_here(struct web *w, bool own, int64_t after_time, int64_t after_id, size_t max, struct comment_row *out,
                         size_t *n, struct err *e)
{
    struct comment_row *rows;
    size_t got;
    *n = 0;
    do {
        if (!q_comments_to_review(w->tx, w->site->home, after_time, after_id, &rows, &got, e)) {
            return false;
        }
        for (size_t i = 0; i < got && *n < max; i++) {
            bool here;
            if (!review_is_here(w, &rows[i], own, &here, e)) {
                return false;
            }
            if (here) {
                out[(*n)++] = rows[i];
            }
            after_time = rows[i].review_asked_at;
            after_id = rows[i].id;
        }
    } while (got == REVIEWS_READ && *n < max);
    return true;
}

// One page of the chosen list, and one row more where there are more.
static bool load_rows(struct web *w, size_t chosen, int64_t after_time, int64_t after_id, struct desk_comments_view *v,
                      struct comment_row **rows, size_t *n, struct err *e)
{
    struct comment_row first;
    size_t waits;
    if (states[chosen].review) {
        *rows = ARENA_ARRAY(w->a, struct comment_row, PAGE_ROWS + 1);
        return reviews_here(w, true, after_time, after_id, PAGE_ROWS + 1, *rows, n, e);
    }
    if (!reviews_here(w, false, 0, 0, 1, &first, &waits, e)) {
        return false;
    }
    v->from_below = waits > 0;
    return q_comments_desk_page(w->tx, &(struct q_comments_desk_page_in){
               .home = w->site->home, .office = w->office->id, .state = str_c(states[chosen].state), .after_time = after_time,
               .after_id = after_id}, rows, n, e);
}

// The order of the list: those that say nearly the same after the first of them; those with the same words are left out.
static size_t put_in_order(const size_t *first, const struct comment_near *near, size_t n, size_t *order)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i; k < n && first[i] == i && near[i].of == i; k++) {
            if (first[k] == k && near[k].of == i) {
                order[m++] = k;
            }
        }
    }
    return m;
}

static void add_alike(struct web *w, const struct comment_row *c, size_t most, struct desk_comment *above)
{
    if (above->n_alike == 0) {
        above->alike = ARENA_ARRAY(w->a, struct desk_comment_alike, most);
    }
    above->alike[above->n_alike++] = (struct desk_comment_alike){
        str_fmt(w->a, "%.*s %lld", STR_ARG(c->public_id), (long long)c->version), c->received_at, c->lang, c->words};
}

// The rows of a list; in those that wait and the shown ones, those with the same words are under the first of them, and those
// that say nearly the same come after it.
static bool fill_rows(struct web *w, const struct comment_row *rows, size_t n, bool together, const struct house_rules *rules,
                      struct desk_comments_view *v, struct err *e)
{
    const struct match *index = finder_open_index(app_finder_public(w->app));
    size_t *first = ARENA_ARRAY(w->a, size_t, n + 1);
    size_t *order = ARENA_ARRAY(w->a, size_t, n + 1);
    struct desk_comment **row = ARENA_ARRAY(w->a, struct desk_comment *, n + 1);
    struct comment_near *near;
    v->rows = ARENA_ARRAY(w->a, struct desk_comment, n + 1);
    for (size_t i = 0; i < n; i++) {
        first[i] = i;
    }
    if (together) {
        comments_alike(index, rows, n, w->a, first);
    }
    if (!comments_near(w->tx, index, rows, together ? n : 0, first, &near, e)) {
        return false;
    }
    size_t listed = together ? put_in_order(first, near, n, order) : n;
    for (size_t i = 0; i < listed; i++) {
        size_t at = together ? order[i] : i;
        row[at] = &v->rows[v->n_rows++];
        if (!fill_row(w, &rows[at], rules, row[at], e)) {
            return false;
        }
        if (together && near[at].of != at) {
            row[at]->near = rows[near[at].of].public_id;
            row[at]->near_words = near[at].words;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (first[i] != i) {
            add_alike(w, &rows[i], n, row[first[i]]);
        }
    }
    return true;
}

void desk_comments_get(struct web *w)
{
    struct err e = ERR_INIT;
    size_t chosen = state_of_request(web_param(w, "state"));
    int64_t after_time = 0;
    int64_t after_id = 0;
    struct str key = web_param(w, "after");
    if (key.n > 0 && !web_page_key_read(key, &after_time, &after_id)) {
        web_error(w, 404);
        return;
    }
    struct desk_comments_view v = new_view(w, chosen);
    struct house_rules rules;
    struct comment_row *rows;
    size_t n;
    bool good = rules_load(w->tx, w->site, &rules, &e) && load_rows(w, chosen, after_time, after_id, &v, &rows, &n, &e);
    bool together = str_eq(v.state, STR("waiting")) || str_eq(v.state, STR("shown"));
    if (!good || !fill_rows(w, rows, n < PAGE_ROWS ? n : PAGE_ROWS, together, &rules, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    add_rules(w, &v, &rules);
    add_parts(w, &v);
    if (n > PAGE_ROWS) {
        const struct comment_row *last = &rows[PAGE_ROWS - 1];
        int64_t at = states[chosen].review ? last->review_asked_at : last->received_at;
        v.next = str_fmt(w->a, "/desk/%.*s/comments?state=%.*s&after=%.*s", STR_ARG(w->office->code), STR_ARG(v.state),
                         STR_ARG(web_page_key(w->a, at, last->id)));
    }
    struct buf out = web_buf();
    tmpl_desk_comments(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// ---- as a table: each comment for itself, its words where everybody may read them

struct comments_at {
    size_t chosen;
    int64_t after_time, after_id;
};

static bool comment_cells(struct table *t, const struct comment_row *c, const struct house_rules *rules, struct err *e)
{
    struct desk_comment d;
    if (!fill_row(t->w, c, rules, &d, e)) {
        return false;
    }
    table_text(t, d.id);
    table_time(t, d.received_at);
    TABLE_TEXTS(t, c->state, desk_office_name(t->w, c->office_id), d.title, d.href, d.lang, d.rule);
    table_day_of(t, d.hidden_at);
    table_day_of(t, d.review_at);
    table_day_of(t, d.reviewed_at);
    table_text(t, str_eqz(c->state, "shown") ? d.words : STR(""));
    table_end_row(t);
    return true;
}

static bool comments_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct comments_at *a = at;
    struct desk_comments_view v;
    struct house_rules rules;
    struct comment_row *rows;
    size_t n;
    if (!rules_load(t->w->tx, t->w->site, &rules, e) ||
        !load_rows(t->w, a->chosen, a->after_time, a->after_id, &v, &rows, &n, e)) {
        return false;
    }
    *more = n > PAGE_ROWS;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        a->after_time = states[a->chosen].review ? rows[i].review_asked_at : rows[i].received_at;
        a->after_id = rows[i].id;
        if (!comment_cells(t, &rows[i], &rules, e)) {
            return false;
        }
    }
    return true;
}

void desk_comments_csv_get(struct web *w)
{
    struct comments_at *at = ARENA_NEW(w->a, struct comments_at);
    at->chosen = state_of_request(web_param(w, "state"));
    table_reply(w, STR("comments"),
                "comment,received_at,state,office,under,address,language,rule,hidden,review_asked,reviewed,words",
                comments_rows, at);
}

enum decision { DECISION_SHOW, DECISION_HIDE, DECISION_KEEP, DECISION_APART, DECISION_TOGETHER, DECISIONS };
static const char *const decisions[DECISIONS][2] = {{"show", "comment-shown"},
                                                    {"hide", "comment-hidden"},
                                                    {"keep", "comment-kept"},
                                                    {"apart", "comment-apart"},
                                                    {"together", "comment-together"}};

struct deciding {
    const struct site *site;
    struct actor actor;
    int64_t now;
    struct comment_row comments[PAGE_ROWS]; // decided alike, each with its own trace
    size_t n;
    struct comment_row other; // that comments[0] is not the same as
    enum decision what;
    struct str rule;
    struct str state; // the list to go back to
    enum matter_end end;
};

static enum matter_end decide_one(const struct desk *d, const struct deciding *a, const struct comment_row *c,
                                  const struct house_rule *rule, struct err *e)
{
    switch (a->what) {
    case DECISION_SHOW:
        return comment_show(d, c, e);
    case DECISION_KEEP:
        return comment_keep(d, c, e);
    case DECISION_APART:
    case DECISION_TOGETHER:
        return comment_set_apart(d, c, &a->other, a->what == DECISION_APART, e);
    default:
        return rule == NULL ? MATTER_NOT_NOW : comment_hide(d, c, rule, e);
    }
}

// All or none: who decides about several saw them as they are.
static enum tx_end decide_write(struct tx *tx, void *arg, struct err *e)
{
    struct deciding *a = arg;
    struct desk d = desk_of(tx, a->site, a->actor, a->now);
    struct house_rules rules;
    const struct house_rule *rule = NULL;
    if (a->what == DECISION_HIDE) {
        if (!rules_load(tx, a->site, &rules, e)) {
            return TX_FAILED;
        }
        rule = rule_at(a->site, &rules, a->comments[0].office_id, a->rule);
    }
    a->end = MATTER_SAVED;
    for (size_t i = 0; i < a->n && a->end == MATTER_SAVED; i++) {
        a->end = decide_one(&d, a, &a->comments[i], rule, e);
    }
    return a->end == MATTER_SAVED ? TX_COMMIT : a->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void decided(struct web *w, void *arg)
{
    const struct deciding *a = arg;
    if (a->end != MATTER_SAVED) {
        web_error(w, 409);
        return;
    }
    struct str pair = a->what == DECISION_APART ? str_fmt(w->a, "&comment=%.*s&other=%.*s", STR_ARG(a->comments[0].public_id),
                                                          STR_ARG(a->other.public_id))
                                                : STR("");
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/comments?state=%.*s&done=%s%.*s", STR_ARG(w->office->code), STR_ARG(a->state),
                             decisions[a->what][1], STR_ARG(pair)));
}

// The one that it is told from, of the same office. False when the reply is made.
static bool read_other(struct web *w, struct deciding *a)
{
    struct err e = ERR_INIT;
    struct str id = web_field(w, "other");
    if (a->what != DECISION_APART && a->what != DECISION_TOGETHER) {
        return true;
    }
    enum q_got got = public_id_ok(id) ? q_comment_by_public(w->tx, w->site->home, id, &a->other, &e) : Q_NONE;
    if (got == Q_ERROR) {
        web_failed(w, &e);
    } else if (got != Q_ROW || a->other.office_id != a->comments[0].office_id) {
        web_error(w, 404);
        got = Q_NONE;
    }
    return got == Q_ROW;
}

// The others with the same words, where the member decides about them too. False when the reply is made.
static bool read_alike(struct web *w, struct deciding *a)
{
    struct err e = ERR_INIT;
    struct str value;
    for (size_t at = 0; web_flag(w, "alike") && form_each(&w->form, "also[]", &at, &value);) {
        if (a->n == PAGE_ROWS) { // more than any page holds
            web_error(w, 400);
            return false;
        }
        struct comment_row *c = &a->comments[a->n];
        struct str version = value;
        struct str id = str_cut(&version, ' ');
        enum q_got got = public_id_ok(id) ? q_comment_by_public(w->tx, w->site->home, id, c, &e) : Q_NONE;
        if (got == Q_ERROR) {
            web_failed(w, &e);
            return false;
        }
        if (got != Q_ROW || c->office_id != a->comments[0].office_id || c->publication_id != a->comments[0].publication_id ||
            !str_int(version, &c->version)) {
            web_error(w, 404);
            return false;
        }
        a->n++;
    }
    return true;
}

void comment_decide_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct deciding *a = ARENA_NEW(w->a, struct deciding);
    struct str id = web_field(w, "comment");
    enum q_got got = public_id_ok(id) ? q_comment_by_public(w->tx, w->site->home, id, &a->comments[0], &e) : Q_NONE;
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    bool here = got == Q_ROW && a->comments[0].office_id == w->office->id;
    bool waits = got == Q_ROW && a->comments[0].review_asked_at != 0 && a->comments[0].reviewed_at == 0;
    if (!here && waits && !review_is_here(w, &a->comments[0], true, &here, &e)) {
        web_failed(w, &e);
        return;
    }
    if (!here) {
        web_error(w, 404);
        return;
    }
    while (a->what < DECISIONS && !str_eqz(web_field(w, "do"), decisions[a->what][0])) {
        a->what++;
    }
    int64_t version = a->comments[0].version;
    bool versioned = a->what < DECISION_APART; // what is said of two of them changes neither
    if (a->what == DECISIONS || (versioned && !str_int(web_field(w, "version"), &version))) {
        web_error(w, 400);
        return;
    }
    a->site = w->site;
    a->actor = web_actor(w, w->office->id);
    a->now = w->now;
    a->comments[0].version = version; // as this member saw it
    a->n = 1;
    if (!read_other(w, a) || (versioned && !read_alike(w, a))) {
        return;
    }
    a->rule = web_field(w, "rule");
    a->state = str_c(states[state_of_request(web_field(w, "state"))].code);
    web_write(w, WEB_PUBLIC, decide_write, a, decided);
}
