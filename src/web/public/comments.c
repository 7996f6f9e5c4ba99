// comments.c: comments under answers: the form, the receipt, asking for a review; and the rules of the house.
#include "web/public/comment_view.h"

#include "auth/sealed_reply.h"
#include "auth/token.h"
#include "base/utf8.h"
#include "core/intake/receipt.h"
#include "templates.h"
#include "web/cover.h"
#include "web/public/follow_view.h"
#include "web/page.h"

static bool load_item(struct web *w, struct publication_item *item)
{
    struct err e = ERR_INIT;
    if (!publication_item(w, &w->publication, item, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

// The form again: with problems, with a wait, or to read the words once more before they go out.
static void reply_form(struct web *w, int status, struct str words, const struct problems *p, unsigned wait_s)
{
    struct publication_item item;
    if (!load_item(w, &item)) {
        return;
    }
    struct comment_form_view v = {
        .page = page_view(w, T(w->lang, "Write a comment")),
        .title = item.title,
        .href = item.href,
        .action = str_fmt(w->a, "%.*s/comment", STR_ARG(item.href)),
        .key = web_field(w, "key"),
        .words = words,
        .preview = p->n == 0,
        .shown = covered_html(w->a, words, T(w->lang, "personal data")),
        .first_read = site_setting_flag(w->site, w->publication.office_id, SETTING_COMMENTS_FIRST_READ),
        .wait_s = wait_s,
    };
    if (!sealed_reply_key_ok(v.key)) {
        v.key = token_new(w->a);
    }
    v.page.nav = NAV_ANSWERS;
    v.page.problems = p;
    page_crumb(&v.page, T(w->lang, "Answers"), web_path(w, "answers"));
    page_crumb(&v.page, item.title, item.href);
    page_posted_from(w, &v.page, str_fmt(w->a, "answers/%.*s", STR_ARG(w->publication.public_id)));
    page_script(&v.page, "count.js");
    page_script(&v.page, "submit-once.js");
    struct buf out = web_buf();
    tmpl_comment(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

static void reply_receipt(struct web *w, void *arg)
{
    const struct comment_taking *t = arg;
    if (t->end == COMMENT_OTHER_BODY) {
        web_error(w, 409);
        return;
    }
    struct comment_receipt_view v = {
        .page = page_view(w, T(w->lang, "Your comment has been received")),
        .href = web_path(w, "answers/%.*s", STR_ARG(w->publication.public_id)),
        .code = t->receipt,
        .shown = t->shown,
    };
    page_posted_from(w, &v.page, str_fmt(w->a, "answers/%.*s", STR_ARG(w->publication.public_id)));
    receipt_groups(w->a, t->receipt, v.groups, v.spoken);
    struct buf out = web_buf();
    tmpl_comment_receipt(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// The form on the page of the answer has no key, because one copy of that page serves all: what it sends is shown to be read
// once more, with a key, and taken in from there.
void comment_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct str words = form_get(&w->form, "text");
    struct str key = web_field(w, "key");
    if (!comments_open(w->site, &w->publication)) {
        problem_add(&p, "text", N_("Comments on this answer are closed by now. Your words are still here, to be kept or sent as "
                                   "a message."));
        reply_form(w, 409, words, &p, 0);
        return;
    }
    comment_check(&words, &p);
    if (p.n > 0 || key.n == 0 || !sealed_reply_key_ok(key)) {
        reply_form(w, p.n > 0 || key.n > 0 ? 422 : 200, words, &p, 0);
        return;
    }
    unsigned wait_s;
    enum web_turn turn = web_turn(w, LIMIT_MESSAGES, &wait_s);
    if (turn == TURN_NO) {
        reply_form(w, 429, words, &p, wait_s);
    }
    if (turn != TURN_NOW) {
        return;
    }
    struct comment_taking *t = ARENA_NEW(w->a, struct comment_taking);
    *t = (struct comment_taking){.site = w->site, .pub = &w->publication, .words = words, .lang = w->lang, .key = key,
                                 .now = w->now};
    bool waits = site_setting_flag(w->site, w->publication.office_id, SETTING_COMMENTS_FIRST_READ);
    web_write(w, waits ? WEB_QUIET : WEB_PUBLIC, comment_take, t, reply_receipt);
}

// What the page of the rules says besides the rules.
struct saying {
    const struct problems *problems;
    struct str words;
    struct str done;
    unsigned wait_s;
};

static struct buf rules_page(struct web *w, const struct saying *also, bool *good)
{
    struct err e = ERR_INIT;
    struct rules_view v = {.page = page_view(w, T(w->lang, "Rules for comments"))};
    struct buf out = web_buf();
    *good = rule_groups(w, &v.groups, &v.n, &e);
    if (!*good) {
        web_failed(w, &e);
        return out;
    }
    v.page.problems = also->problems;
    v.receipt = also->done.n > 0 ? STR("") : web_field(w, "receipt");
    v.words = also->words;
    v.done = also->done;
    v.wait_s = also->wait_s;
    page_posted_from(w, &v.page, STR("rules"));
    page_script(&v.page, "count.js");
    page_script(&v.page, "submit-once.js");
    tmpl_rules(&out, w->lang, &v);
    return out;
}

static void rules_json(struct web *w)
{
    struct err e = ERR_INIT;
    struct rule_group *groups;
    size_t n;
    if (!rule_groups(w, &groups, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "rules");
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < groups[i].n; k++) {
            const struct rule_item *r = &groups[i].list[k];
            json_object(&j, NULL);
            json_str(&j, "office", groups[i].office);
            json_str(&j, "code", r->code);
            json_str(&j, "wording", r->wording);
            json_day(&j, "from", w, r->since_at);
            json_day(&j, "until", w, r->until_at);
            json_end(&j);
        }
    }
    json_end(&j);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

void rules_get(struct web *w)
{
    if (w->json) {
        rules_json(w);
        return;
    }
    bool good;
    struct buf out = rules_page(w, &(struct saying){.words = STR(""), .done = STR("")}, &good);
    if (good) {
        page_reply(w, STR("text/html; charset=utf-8"), &out);
    }
    buf_free(&out);
}

static void reply_rules(struct web *w, int status, const struct saying *also)
{
    bool good;
    struct buf out = rules_page(w, also, &good);
    if (good) {
        web_reply_html(w, status, &out);
    }
    buf_free(&out);
}

static void reply_problem(struct web *w, int status, struct str words, const char *field, const char *msgid)
{
    struct problems p = {.n = 0};
    problem_add(&p, field, msgid);
    reply_rules(w, status, &(struct saying){.problems = &p, .words = words, .done = STR("")});
}

struct asking {
    const struct site *site;
    struct receipt code;
    struct str words;
    int64_t now;
    bool found;
    enum matter_end end;
    struct reviewing who;
};

static enum tx_end ask_write(struct tx *tx, void *arg, struct err *e)
{
    struct asking *a = arg;
    struct comment_row c;
    enum q_got got = comment_by_code(tx, a->site->home, &a->code, &c, e);
    a->found = got == Q_ROW;
    if (got != Q_ROW) {
        return got == Q_ERROR ? TX_FAILED : TX_ROLLBACK;
    }
    if (!comment_reviewing(tx, a->site, &c, a->now, &a->who, e)) {
        return TX_FAILED;
    }
    a->end = comment_ask_review(tx, a->site, &c, a->words, a->now, e);
    return a->end == MATTER_SAVED ? TX_COMMIT : a->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static struct str who_looks(struct web *w, const struct reviewing *r)
{
    if (r->by == REVIEW_BY_COLLEAGUE) {
        return T(w->lang, "Another member of staff will look at it again. The outcome and its day will "
                          "stand where the comment stands.");
    }
    if (r->by == REVIEW_BY_SAME) {
        return T(w->lang, "One member of staff alone decides about comments here and no office is above, so the same member will "
                          "look at it again. The outcome and its day will stand where the comment stands.");
    }
    const struct office *o = site_office(w->site, r->office_id);
    struct buf b = buf_new(1024);
    I18N_FILL(&b,
              T(w->lang, "One member of staff alone decides about comments there, so somebody of {office} will look at it again. "
                         "The outcome and its day will stand where the comment stands."),
              {"office", o == NULL ? STR("") : o->name[w->lang]});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void ask_done(struct web *w, void *arg)
{
    const struct asking *a = arg;
    if (!web_read_again(w)) {
        return;
    }
    if (!a->found) {
        reply_problem(w, 404, a->words, "receipt", N_("No comment has this code. Please compare it group by group."));
    } else if (a->end != MATTER_SAVED) {
        reply_problem(w, 409, a->words, "receipt", N_("This comment is not hidden, or it was looked at again already."));
    } else {
        reply_rules(w, 200, &(struct saying){.words = STR(""), .done = who_looks(w, &a->who)});
    }
}

void comment_review_post(struct web *w)
{
    struct asking *a = ARENA_NEW(w->a, struct asking);
    struct problems p = {.n = 0};
    struct saying also = {.problems = &p, .done = STR("")};
    struct str typed = web_field(w, "receipt");
    enum receipt_reading reading = receipt_parse(typed, &a->code);
    also.words = a->words = str_trim(form_get(&w->form, "text"));
    a->site = w->site;
    a->now = w->now;
    if (reading != RECEIPT_OK) {
        problem_add(&p, "receipt", receipt_problem(typed, reading));
    }
    if (a->words.n == 0) {
        problem_add(&p, "text", N_("Write a few words."));
    } else if (!utf8_valid(a->words) || utf8_count(a->words) > REVIEW_MAX) {
        problem_add(&p, "text", N_("Write at most 500 characters."));
    }
    if (p.n > 0) {
        reply_rules(w, 422, &also);
        return;
    }
    enum web_turn turn = web_turn(w, LIMIT_RECEIPTS, &also.wait_s);
    if (turn == TURN_NO) {
        reply_rules(w, 429, &also);
    } else if (turn == TURN_NOW) {
        web_write(w, WEB_QUIET, ask_write, a, ask_done);
    }
}
