// follow.c: following a message with its code: where it stands, and what its sender may do. The code travels in bodies of
// POST only; no address ever holds it.
#include "web/public/follow_view.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "core/intake/message.h"
#include "core/intake/receipt.h"
#include "docs/json.h"
#include "templates.h"
#include "web/page.h"

const char *receipt_problem(struct str typed, enum receipt_reading reading)
{
    if (typed.n == 0) {
        return N_("Type the follow-up code.");
    }
    switch (reading) {
    case RECEIPT_NOT_A_CODE:
        return N_("This is not a whole code: it has 7 groups of 4 letters and digits.");
    case RECEIPT_COMPOSED:
        return N_("The keyboard put marks on letters. Switch Vietnamese typing (Telex, VNI) off, then type the code again.");
    case RECEIPT_MISTYPED:
        return N_("A character of this code is wrong. Please compare it group by group.");
    case RECEIPT_OK:
        break;
    }
    return NULL;
}

void receipt_groups(struct arena *a, struct str shown, struct str groups[static RECEIPT_GROUPS],
                    struct str spoken[static RECEIPT_GROUPS])
{
    struct str rest = shown;
    for (size_t i = 0; i < RECEIPT_GROUPS; i++) {
        struct str g = groups[i] = str_cut(&rest, '-');
        BUG_ON(g.n != 4);
        spoken[i] = str_fmt(a, "%c %c %c %c", g.p[0], g.p[1], g.p[2], g.p[3]);
    }
}

// What was sent with the code, to be sent again as it was.
static void keep(struct web *w, struct follow_form_view *v)
{
    v->action = w->req->path;
    v->also = ARENA_ARRAY(w->a, struct form_field, w->form.n);
    for (size_t i = 0; i < w->form.n; i++) {
        const struct form_field *f = &w->form.fields[i];
        if (str_eqz(f->name, "text")) {
            v->words = f->value;
        } else if (!str_eqz(f->name, "receipt")) {
            v->also[v->n_also++] = *f;
        }
    }
}

static struct buf form_page(struct web *w, const struct problems *p, unsigned wait_s)
{
    struct follow_form_view v = {.page = page_view(w, T(w->lang, "See what became of it")), .typed = web_field(w, "receipt"),
                                 .wait_s = wait_s, .action = web_path(w, "follow"), .words = STR("")};
    if (wait_s > 0) {
        keep(w, &v);
    }
    v.page.nav = NAV_FOLLOW;
    v.page.problems = p;
    page_posted_from(w, &v.page, STR("follow"));
    page_script(&v.page, "submit-once.js");
    struct buf out = web_buf();
    tmpl_follow(&out, w->lang, &v);
    return out;
}

static void reply_form(struct web *w, int status, const struct problems *p, unsigned wait_s)
{
    struct buf out = form_page(w, p, wait_s);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

static void reply_problem(struct web *w, int status, const char *msgid)
{
    struct problems p = {.n = 0};
    problem_add(&p, "receipt", msgid);
    reply_form(w, status, &p, 0);
}

// How a program asks: no address has a code in it.
static void form_json(struct web *w)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "title", T(w->lang, "See what became of it"));
    json_str(&j, "post", STR("/api/v1/follow"));
    json_array(&j, "fields");
    json_object(&j, NULL);
    json_str(&j, "name", STR("receipt"));
    json_str(&j, "label", T(w->lang, "Follow-up code"));
    json_bool(&j, "required", true);
    json_str(&j, "hint", T(w->lang, "7 groups of 4 characters. Capitals or small letters, with blanks or without: all will do."));
    json_end(&j);
    json_end(&j);
    json_str(&j, "lost_code", web_path(w, "lost-code.json"));
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

void follow_get(struct web *w)
{
    if (w->json) {
        form_json(w);
        return;
    }
    struct buf out = form_page(w, NULL, 0);
    page_reply(w, STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}

// A code that was sent along, and the message it opens.
struct opened {
    struct str shown;
    struct str hash;
    struct follow follow;
};

// False: the reply is made.
static bool find(struct web *w, struct opened *o)
{
    struct err e = ERR_INIT;
    int got = follow_load(w->tx, w->site, o->hash, w->lang, &o->follow, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
    } else if (got == Q_NONE) {
        reply_problem(w, 404, N_("No message has this code. Please compare it group by group."));
    }
    return got == Q_ROW;
}

static bool open_code(struct web *w, struct opened *o)
{
    struct str typed = web_field(w, "receipt");
    struct receipt r;
    enum receipt_reading reading = receipt_parse(typed, &r);
    if (reading != RECEIPT_OK) {
        reply_problem(w, 422, receipt_problem(typed, reading));
        return false;
    }
    unsigned wait_s;
    enum web_turn turn = web_turn(w, LIMIT_RECEIPTS, &wait_s);
    if (turn == TURN_NO) {
        reply_form(w, 429, NULL, wait_s);
    }
    if (turn != TURN_NOW) {
        return false;
    }
    uint8_t *hash = arena_alloc(w->a, RECEIPT_HASH);
    receipt_hash(&r, hash);
    *o = (struct opened){.shown = receipt_show(w->a, &r), .hash = {(char *)hash, RECEIPT_HASH}};
    return find(w, o);
}

// What the page says besides what stands in the store.
struct saying {
    const struct problems *problems;
    struct str done;
    struct str added;
    struct str contested;
    unsigned wait_s;
};

static void reply_status(struct web *w, int status, const struct opened *o, const struct saying *also)
{
    struct follow_view v = follow_view(w, &o->follow, o->shown);
    v.page.nav = NAV_FOLLOW;
    v.page.problems = also->problems;
    page_crumb(&v.page, T(w->lang, "See what became of it"), web_path(w, "follow"));
    page_posted_from(w, &v.page, STR("follow"));
    page_script(&v.page, "count.js");
    page_script(&v.page, "submit-once.js");
    v.done = also->done;
    v.added = also->added;
    v.contested = also->contested;
    v.wait_s = also->wait_s;
    struct buf out = web_buf();
    tmpl_follow_status(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void follow_post(struct web *w)
{
    struct opened o;
    if (open_code(w, &o)) {
        reply_status(w, 200, &o, &(struct saying){.done = STR("")});
    }
}

enum act_kind { ACT_ADD, ACT_CONTEST, ACT_RATE, ACT_CONSENT, ACT_ERASE };

struct act {
    const struct site *site;
    struct opened opened;
    enum act_kind kind;
    struct str words;
    int64_t rating;
    bool agree;
    bool contact_only; // the words may be read in any case
    int64_t now;
    enum matter_end end;
};

static enum tx_end act_write(struct tx *tx, void *arg, struct err *e)
{
    struct act *a = arg;
    switch (a->kind) {
    case ACT_ADD:
        a->end = follow_add(tx, a->site, a->opened.hash, a->words, a->now, e);
        break;
    case ACT_CONTEST:
        a->end = follow_contest(tx, a->site, a->opened.hash, a->words, a->now, e);
        break;
    case ACT_RATE:
        a->end = follow_rate(tx, a->site, a->opened.hash, a->rating, a->now, e);
        break;
    case ACT_CONSENT:
        a->end = follow_consent(tx, a->site, a->opened.hash, a->agree, a->now, e);
        break;
    case ACT_ERASE:
        a->end = follow_erase(tx, a->site, a->opened.hash, a->now, e);
        break;
    }
    return a->end == MATTER_SAVED ? TX_COMMIT : a->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static struct str done_words(struct web *w, const struct act *a)
{
    switch (a->kind) {
    case ACT_ADD:
        return T(w->lang, "The office has your addition.");
    case ACT_CONTEST:
        return T(w->lang, "The matter is open again.");
    case ACT_RATE:
        return T(w->lang, "Thank you for the rating.");
    case ACT_ERASE:
        return T(w->lang, "Your words are erased.");
    case ACT_CONSENT:
        break;
    }
    if (a->contact_only) {
        return a->agree ? T(w->lang, "Your contact details may be opened there now.")
                        : T(w->lang, "Your contact details stay here.");
    }
    return a->agree ? T(w->lang, "Your words may be read there now.") : T(w->lang, "Your words stay here.");
}

static void act_done(struct web *w, void *arg)
{
    struct act *a = arg;
    if (!web_read_again(w) || !find(w, &a->opened)) {
        return;
    }
    if (a->end == MATTER_SAVED) {
        reply_status(w, 200, &a->opened, &(struct saying){.done = done_words(w, a)});
        return;
    }
    // Something changed between the page and the press: the page as it is now, with what was typed.
    struct problems p = {.n = 0};
    problem_add(&p, "main", N_("This is no longer possible: something has changed meanwhile. Here is how it stands now."));
    reply_status(w, 409, &a->opened, &(struct saying){.problems = &p, .added = a->words, .contested = a->words});
}

static void act_run(struct web *w, struct act *a)
{
    a->site = w->site;
    a->now = w->now;
    const struct follow *f = &a->opened.follow;
    bool shown = f->in_matter && f->matter.public_at != 0; // its state stands on public pages
    web_write(w, shown && a->kind != ACT_CONSENT ? WEB_PUBLIC : WEB_QUIET, act_write, a, act_done);
}

// Words of 1 to ADDITION_MAX characters under the name "text". False: the reply is made.
static bool read_words(struct web *w, struct act *a, const char *field)
{
    struct problems p = {.n = 0};
    a->words = str_trim(form_get(&w->form, "text"));
    if (a->words.n == 0) {
        problem_add(&p, field, N_("Write a few words."));
    } else if (utf8_count(a->words) > ADDITION_MAX) {
        problem_add(&p, field, N_("Write at most 2,000 characters."));
    }
    struct saying also = {.problems = &p, .done = STR("")};
    *(a->kind == ACT_ADD ? &also.added : &also.contested) = a->words;
    if (p.n > 0) {
        reply_status(w, 422, &a->opened, &also);
        return false;
    }
    enum web_turn turn = web_turn(w, LIMIT_MESSAGES, &also.wait_s);
    if (turn == TURN_NO) {
        also.problems = NULL;
        reply_status(w, 429, &a->opened, &also);
    }
    return turn == TURN_NOW;
}

void follow_add_post(struct web *w)
{
    struct act *a = ARENA_NEW(w->a, struct act);
    a->kind = ACT_ADD;
    if (open_code(w, &a->opened) && read_words(w, a, "add")) {
        act_run(w, a);
    }
}

void follow_contest_post(struct web *w)
{
    struct act *a = ARENA_NEW(w->a, struct act);
    a->kind = ACT_CONTEST;
    if (open_code(w, &a->opened) && read_words(w, a, "contest")) {
        act_run(w, a);
    }
}

void follow_rate_post(struct web *w)
{
    struct act *a = ARENA_NEW(w->a, struct act);
    a->kind = ACT_RATE;
    if (!open_code(w, &a->opened)) {
        return;
    }
    if (!str_int(web_field(w, "rating"), &a->rating) || a->rating < 1 || a->rating > FOLLOW_RATINGS) {
        struct problems p = {.n = 0};
        problem_add(&p, "rating-5", N_("Choose one of the five."));
        reply_status(w, 422, &a->opened, &(struct saying){.problems = &p});
        return;
    }
    act_run(w, a);
}

void follow_consent_post(struct web *w)
{
    struct act *a = ARENA_NEW(w->a, struct act);
    a->kind = ACT_CONSENT;
    if (!open_code(w, &a->opened)) {
        return;
    }
    struct str agree = web_field(w, "agree");
    if (!str_eq(agree, STR("yes")) && !str_eq(agree, STR("no"))) {
        web_error(w, 400);
        return;
    }
    a->agree = str_eq(agree, STR("yes"));
    a->contact_only = a->opened.follow.message.may_show;
    act_run(w, a);
}

// The code once more, typed by hand: there is no way back.
void follow_erase_post(struct web *w)
{
    struct act *a = ARENA_NEW(w->a, struct act);
    struct receipt again;
    a->kind = ACT_ERASE;
    if (!open_code(w, &a->opened)) {
        return;
    }
    struct str typed = web_field(w, "again");
    const char *wrong = receipt_problem(typed, receipt_parse(typed, &again));
    if (wrong == NULL && !str_eq(receipt_show(w->a, &again), a->opened.shown)) {
        wrong = N_("This is another code than the one of this message.");
    }
    if (wrong != NULL) {
        struct problems p = {.n = 0};
        problem_add(&p, "again", wrong);
        reply_status(w, 422, &a->opened, &(struct saying){.problems = &p});
        return;
    }
    act_run(w, a);
}
