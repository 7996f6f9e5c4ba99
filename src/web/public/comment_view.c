// comment_view.c: see comment_view.h.
#include "web/public/comment_view.h"

#include "auth/token.h"
#include "web/app.h"
#include "web/cover.h"

enum { PAGE_ROWS = 20 };

struct str rule_anchor(struct web *w, const struct house_rule *r)
{
    // Ids of the store are not shown: office, number and beginning name a rule as well. The office may be a former one.
    const struct office *o = site_office(w->site, r->office_id);
    return str_fmt(w->a, "rule-%.*s-%.*s-%lld", STR_ARG(o == NULL ? STR("former") : o->code), STR_ARG(r->code),
                   (long long)r->since_at);
}

static struct comment_item item_of(struct web *w, const struct comment_row *c, const struct house_rules *rules)
{
    struct comment_item v = {.received_at = c->received_at, .lang = c->lang};
    v.hidden = !str_eq(c->state, STR("shown"));
    v.erased = !v.hidden && c->words.p == NULL;
    if (!v.hidden && !v.erased) {
        if (w->json) {
            v.plain = covered_text(w->a, c->words);
        } else {
            v.words = covered_html(w->a, c->words, T(w->lang, "personal data"));
        }
    }
    const struct house_rule *r = v.hidden ? rule_by_id(rules, c->rule_id) : NULL;
    if (r != NULL) {
        v.rule = r->code;
        v.rule_words = r->wording[w->lang];
        v.rule_href = web_path(w, "rules#%.*s", STR_ARG(rule_anchor(w, r)));
        v.hidden_at = c->decided_at;
        v.reviewed_at = c->reviewed_at;
    }
    return v;
}

// The comments of a page, those with the same words under the first of them. What is hidden stands alone.
static void place_together(struct web *w, const struct comment_row *rows, size_t n, const struct house_rules *rules,
                           struct comments_view *out)
{
    size_t *first = ARENA_ARRAY(w->a, size_t, n);
    struct comment_item **item = ARENA_ARRAY(w->a, struct comment_item *, n);
    comments_alike(finder_open_index(app_finder_public(w->app)), rows, n, w->a, first);
    for (size_t i = 0; i < n; i++) {
        struct comment_item one = item_of(w, &rows[i], rules);
        if (first[i] == i || one.hidden || one.erased) {
            item[i] = &out->list[out->n++];
            *item[i] = one;
            continue;
        }
        struct comment_item *above = item[first[i]];
        if (above->n_alike == 0) {
            above->alike = ARENA_ARRAY(w->a, struct comment_item, n);
        }
        above->alike[above->n_alike++] = one;
    }
}

// The rules under which something here is hidden, and no others.
static bool load_rules(struct web *w, const struct comment_row *rows, size_t n, struct house_rules *out, struct err *e)
{
    *out = (struct house_rules){ARENA_ARRAY(w->a, struct house_rule, n), 0};
    for (size_t i = 0; i < n; i++) {
        if (str_eq(rows[i].state, STR("shown")) || rows[i].rule_id == 0 || rule_by_id(out, rows[i].rule_id) != NULL) {
            continue;
        }
        enum q_got got = rule_read(w->tx, w->site, rows[i].rule_id, &out->list[out->n], e);
        if (got == Q_ERROR) {
            return false;
        }
        out->n += got == Q_ROW ? 1 : 0;
    }
    return true;
}

bool comments_view(struct web *w, const struct publication_item *item, struct comments_view *out, struct err *e)
{
    const struct publication_row *pub = &w->publication;
    struct q_comments_public_page_in in = {.home = pub->home_id, .publication = pub->id};
    struct str after = web_param(w, "after");
    struct house_rules rules;
    struct comment_row *rows;
    size_t n;
    *out = (struct comments_view){.on = pub->comments, .open = comments_open(w->site, pub), .next = STR("")};
    struct comment_row before;
    enum q_got got = public_id_ok(after) ? q_comment_by_public(w->tx, pub->home_id, after, &before, e) : Q_NONE;
    if (got == Q_ERROR) {
        return false;
    }
    if (got == Q_ROW && before.publication_id == pub->id && !str_eq(before.state, STR("waiting"))) {
        in.after_time = before.received_at;
        in.after_id = before.id;
    }
    if (after.n > 0 && (!out->on || in.after_id == 0)) {
        web_error(w, 404);
        return false;
    }
    if (!out->on) {
        return true;
    }
    if (!q_comments_public_page(w->tx, &in, &rows, &n, e) || !load_rules(w, rows, n, &rules, e)) {
        return false;
    }
    struct comments_public_count_row count = {.n = (int64_t)n};
    bool all_here = in.after_id == 0 && n <= PAGE_ROWS;
    if (!all_here && q_comments_public_count(w->tx, pub->home_id, pub->id, &count, e) != Q_ROW) {
        return false;
    }
    out->n_all = count.n;
    out->action = str_fmt(w->a, "%.*s/comment", STR_ARG(item->href));
    out->list = ARENA_ARRAY(w->a, struct comment_item, n);
    place_together(w, rows, n < PAGE_ROWS ? n : PAGE_ROWS, &rules, out);
    if (n > PAGE_ROWS) {
        const struct comment_row *last = &rows[PAGE_ROWS - 1];
        out->next = str_fmt(w->a, "%.*s%s?after=%.*s", STR_ARG(item->href), w->json ? ".json" : "",
                            STR_ARG(last->public_id));
    }
    return true;
}

static void comment_json(struct json *j, struct web *w, const struct comment_item *c)
{
    json_object(j, NULL);
    json_day(j, "day", w, c->received_at);
    json_str(j, "lang", c->lang);
    json_str(j, "words", c->hidden || c->erased ? STR_NONE : c->plain);
    json_str(j, "hidden_under_rule", c->hidden ? c->rule : STR_NONE);
    json_day(j, "hidden", w, c->hidden_at);
    json_day(j, "reviewed", w, c->reviewed_at);
    json_array(j, "alike");
    for (size_t i = 0; i < c->n_alike; i++) {
        comment_json(j, w, &c->alike[i]);
    }
    json_end(j);
    json_end(j);
}

void comments_json(struct json *j, struct web *w, const struct comments_view *v)
{
    json_array(j, "comments");
    for (size_t i = 0; i < v->n; i++) {
        comment_json(j, w, &v->list[i]);
    }
    json_end(j);
    json_str(j, "comments_next", v->next.n == 0 ? STR_NONE : v->next);
}

bool rule_groups(struct web *w, struct rule_group **list, size_t *n, struct err *e)
{
    const struct office *root = site_office(w->site, w->site->root);
    struct house_rules rules;
    if (!rules_load(w->tx, w->site, &rules, e)) {
        return false;
    }
    *list = ARENA_ARRAY(w->a, struct rule_group, rules.n);
    *n = 0;
    for (int32_t i = 0; i <= root->below && rules.n > 0; i++) {
        struct rule_group g = {.office = root[i].name[w->lang]};
        for (size_t k = 0; k < rules.n; k++) {
            const struct house_rule *r = &rules.list[k];
            if (r->office_id != root[i].id) {
                continue;
            }
            if (g.n == 0) {
                g.list = ARENA_ARRAY(w->a, struct rule_item, rules.n - k);
            }
            g.list[g.n++] =
                (struct rule_item){rule_anchor(w, r), r->code, r->wording[w->lang], r->since_at, r->until_at};
        }
        if (g.n > 0) {
            (*list)[(*n)++] = g;
        }
    }
    return true;
}
