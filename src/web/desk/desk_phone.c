// desk_phone.c: the phone desk: what a clerk enters for a caller, a code that a caller reads out, an answer given by word.
#include "web/desk/desk_phone_view.h"

#include "auth/sealed_reply.h"
#include "auth/token.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "core/desk/inbox.h"
#include "core/intake/submit.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "templates.h"
#include "web/policy.h"
#include "web/public/follow_view.h"

enum { TOLD_MAX = 5000 };

static void reply(struct web *w, int status, const struct phone_view *v)
{
    struct buf out = web_buf();
    tmpl_desk_phone(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

static struct phone_view new_view(struct web *w, const struct problems *p)
{
    struct phone_view v = {
        .page = desk_page_view(w, T(w->lang, "Phone desk"), w->office, DESK_NAV_PHONE),
        .key = web_field(w, "key"), .words = web_field(w, "text"), .place = web_field(w, "place"),
        .categories = desk_categories(w, w->office->id, web_field(w, "category")), .may_show = web_flag(w, "public"),
        .contact_ways = app_contact_ways(w->app, w->site), .contact = web_field(w, "contact"),
        .code = web_field(w, "receipt"), .told = web_field(w, "told"),
    };
    v.page.page.problems = p;
    if (!sealed_reply_key_ok(v.key)) {
        v.key = token_new(w->a);
    }
    page_script(&v.page.page, "count.js");
    return v;
}

void phone_get(struct web *w)
{
    struct phone_view v = new_view(w, NULL);
    reply(w, 200, &v);
}

// The code, to be read out, over an empty form for the next caller.
static void taken(struct web *w, void *arg)
{
    const struct submission *s = arg;
    if (s->end == SUBMIT_OTHER_BODY) {
        web_error(w, 409);
        return;
    }
    struct phone_view v = new_view(w, NULL);
    v.key = token_new(w->a);
    v.words = STR("");
    v.place = STR("");
    v.contact = STR("");
    v.categories = desk_categories(w, w->office->id, STR(""));
    v.may_show = false;
    v.entered = true;
    receipt_groups(w->a, s->receipt, v.groups, v.spoken);
    reply(w, 200, &v);
}

void phone_post(struct web *w)
{
    struct submission *s = ARENA_NEW(w->a, struct submission);
    struct problems p = {.n = 0};
    const struct category *c = site_category_by_code(w->site, w->office->id, web_field(w, "category"));
    s->site = w->site;
    s->now = w->now;
    s->body = w->req->body;
    s->key = web_field(w, "key");
    s->actor = web_actor(w, w->office->id);
    s->draft = (struct message_draft){
        .words = form_get(&w->form, "text"), .place = web_field(w, "place"), .office_id = w->office->id,
        .category_id = c == NULL ? 0 : c->id, .lang = w->lang, .channel = STR("phone"), .may_show = web_flag(w, "public"),
        .contact_ways = app_contact_ways(w->app, w->site), .contact = web_field(w, "contact"), .by_office = true};
    message_check(w->site, &s->draft, &p);
    if (!sealed_reply_key_ok(s->key)) {
        problem_add(&p, "", N_("The form was damaged on its way, and nothing was taken in. Your words are still here: "
                               "press Send again."));
    }
    if (p.n > 0) {
        struct phone_view v = new_view(w, &p);
        reply(w, 422, &v);
        return;
    }
    submit_prepare(w->a, s);
    web_write(w, WEB_QUIET, submit_message, s, taken);
}

// The message of the code that was read out: Q_ROW, or Q_NONE with the problem in *p; handed over ones only to the role
// that receives them, which has a list of its own.
static enum q_got look(struct web *w, struct message_row *m, struct problems *p, struct err *e)
{
    struct receipt r;
    uint8_t hash[RECEIPT_HASH];
    enum receipt_reading reading = receipt_parse(web_field(w, "receipt"), &r);
    if (reading != RECEIPT_OK) {
        problem_add(p, "receipt",
                    reading == RECEIPT_MISTYPED ? N_("A letter or digit of this code is wrong. Ask for it once more.")
                                                : N_("This is no code: it has 28 letters and digits."));
        return Q_NONE;
    }
    receipt_hash(&r, hash);
    int got = message_by_receipt(w->tx, w->site->home, (struct str){(char *)hash, sizeof hash}, m, e);
    if (got == Q_ROW && policy_concerned(w, m->about_office_id)) {
        got = Q_NONE;
    }
    if (got == Q_NONE) {
        problem_add(p, "receipt", N_("There is no message of this code."));
    }
    return (enum q_got)got;
}

// State, office and due date of what the code stands for: what its bearer may know. Words are for the office's own desk.
static bool fill_found(struct web *w, const struct message_row *m, struct phone_view *v, struct err *e)
{
    struct message_link_now_row link;
    struct matter_row matter;
    enum q_got got = q_message_link_now(w->tx, m->home_id, m->id, &link, e);
    v->found = true;
    v->heading = desk_category_name(w, m->category_id);
    v->office = desk_office_name(w, m->office_id);
    v->state = (struct state_tag){STR("new"), T(w->lang, "to be taken in")};
    if (str_eq(m->state, STR("handed_over"))) {
        v->state = (struct state_tag){STR("handed_over"), T(w->lang, "handed over")};
    }
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    if (q_matter_by_id(w->tx, m->home_id, link.matter_id, &matter, e) != Q_ROW) {
        return false;
    }
    v->heading = str_fmt(w->a, "%.*s %.*s", STR_ARG(desk_number(w, &matter)), STR_ARG(desk_category_name(w, matter.category_id)));
    v->office = desk_office_name(w, matter.office_id);
    v->state = state_of(w, &matter);
    v->due_at = matter_due_now(&matter);
    v->own = web_may(w, CAP_DESK_DECIDE, matter.office_id) && m->about_office_id == 0;
    return true;
}

// The page with what was found by the code. On Q_ERROR the reply is made as well.
static void reply_found(struct web *w, int status, struct problems *p)
{
    unsigned wait_s;
    struct err e = ERR_INIT;
    struct message_row m;
    if (!ratelimit_take(app_limit(w->app, LIMIT_SECRETS), http_client_prefix(w->call), clock_mono_us(), &wait_s)) {
        web_error(w, 429);
        return;
    }
    enum q_got got = look(w, &m, p, &e);
    struct phone_view v = new_view(w, p);
    if (got == Q_ERROR || (got == Q_ROW && !fill_found(w, &m, &v, &e))) {
        web_failed(w, &e);
        return;
    }
    reply(w, got == Q_ROW ? status : 422, &v);
}

void phone_look_post(struct web *w)
{
    struct problems p = {.n = 0};
    reply_found(w, 200, &p);
}

struct telling {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t message_id;
    struct str words;
    enum matter_end end;
};

static enum tx_end tell(struct tx *tx, void *arg, struct err *e)
{
    struct telling *t = arg;
    struct desk d = desk_of(tx, t->site, t->actor, t->now);
    struct message_row m;
    t->end = q_message_by_id(tx, t->site->home, t->message_id, &m, e) == Q_ROW ? inbox_told(&d, &m, t->words, e) : MATTER_ERROR;
    return t->end == MATTER_SAVED ? TX_COMMIT : t->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void told(struct web *w, void *arg)
{
    const struct telling *t = arg;
    if (t->end == MATTER_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/phone?done=recorded", STR_ARG(w->office->code)));
        return;
    }
    struct problems p = {.n = 0};
    problem_add(&p, "told", N_("The message is in no matter any more. Start one first."));
    if (web_read_again(w)) {
        reply_found(w, 409, &p);
    }
}

void phone_told_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct message_row m;
    struct phone_view found = {.found = false};
    struct str words = web_field(w, "told");
    enum q_got got = look(w, &m, &p, &e);
    if (got == Q_ERROR || (got == Q_ROW && !fill_found(w, &m, &found, &e))) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_ROW && !found.own) {
        web_error(w, 403);
        return;
    }
    if (utf8_count(words) < WORDS_MIN || utf8_count(words) > TOLD_MAX) {
        problem_add(&p, "told", utf8_count(words) < WORDS_MIN ? N_("Write at least 5 characters.")
                                                              : N_("Write at most 5,000 characters."));
    }
    if (p.n > 0) {
        reply_found(w, 422, &p);
        return;
    }
    struct telling *t = ARENA_NEW(w->a, struct telling);
    *t = (struct telling){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now, .message_id = m.id,
                          .words = words};
    web_write(w, WEB_PUBLIC, tell, t, told);
}
