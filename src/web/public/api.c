// api.c: /api/v1: taking a message in and following it, for machines. Described in docs/api/openapi.yaml, which does not
// change under its users.
#include "auth/sealed_reply.h"
#include "base/clock.h"
#include "core/intake/receipt.h"
#include "core/intake/submit.h"
#include "http/json.h"
#include "i18n/format.h"
#include "web/public/follow_view.h"

// ---- what both read

// 422: a list of what must be mended.
static void reply_problems(struct web *w, const struct problems *p)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_array(&j, NULL);
    for (size_t i = 0; i < p->n; i++) {
        json_object(&j, NULL);
        json_str(&j, "field", str_c(p->list[i].field));
        json_str(&j, "problem", T_(w->lang, p->list[i].msgid));
        json_end(&j);
    }
    json_end(&j);
    web_reply_json(w, 422, &out);
    buf_free(&out);
}

static void reply_problem(struct web *w, const char *field, const char *msgid)
{
    struct problems p = {.n = 0};
    problem_add(&p, field, msgid);
    reply_problems(w, &p);
}

// The object in the body. False: the reply is made.
static bool read_body(struct web *w, struct json_value *body)
{
    if (!json_type_ok(w->req->content_type)) {
        web_error(w, 415);
        return false;
    }
    enum json_fault fault = json_read(w->a, w->req->body, body);
    if (fault != JSON_FAULT_NONE || body->kind != JSON_IS_OBJECT) {
        http_reply_close(w->call);
        web_error(w, fault == JSON_FAULT_LARGE ? 413 : 400);
        return false;
    }
    return true;
}

// False: the reply is made, or the request waits for its turn.
static bool take_one(struct web *w, enum app_limit limit)
{
    unsigned wait_s;
    enum web_turn turn = web_turn(w, limit, &wait_s);
    if (turn == TURN_NO) {
        web_error(w, 429);
    }
    return turn == TURN_NOW;
}

static void json_time(struct json *j, const char *name, struct web *w, int64_t at)
{
    if (at == 0) {
        json_null(j, name);
        return;
    }
    struct buf b = buf_new(64);
    format_iso(&b, w->lang, at);
    json_str(j, name, buf_str(&b));
    buf_free(&b);
}

static void json_office(struct json *j, const char *name, struct web *w, int64_t id)
{
    const struct office *o = site_office(w->site, id);
    json_str(j, name, o == NULL ? STR_NONE : o->code);
}

static struct str none_if_empty(struct str s)
{
    return s.n == 0 ? STR_NONE : s;
}

// ---- POST /api/v1/messages

static const struct {
    const char *name;
    enum json_kind kind;
} members[] = {
    {"text", JSON_IS_TEXT},  {"lang", JSON_IS_TEXT},   {"office", JSON_IS_TEXT},  {"category", JSON_IS_TEXT},
    {"place", JSON_IS_TEXT}, {"public", JSON_IS_BOOL}, {"contact", JSON_IS_TEXT},
};

// Each member known and of its kind; null stands for "not given".
static void check_members(struct web *w, const struct json_value *body, struct problems *p)
{
    for (size_t i = 0; i < body->n; i++) {
        size_t k = 0;
        while (k < ARRAY_LEN(members) && !str_eqz(body->names[i], members[k].name)) {
            k++;
        }
        if (k == ARRAY_LEN(members)) {
            problem_add(p, str_z(w->a, body->names[i]), N_("There is no such member."));
        } else if (body->items[i].kind != JSON_IS_NULL && body->items[i].kind != members[k].kind) {
            problem_add(p, members[k].name, members[k].kind == JSON_IS_BOOL ? N_("This must be true or false.")
                                                                             : N_("This must be a text."));
        }
    }
}

static struct str text_of(const struct json_value *body, const char *name)
{
    const struct json_value *v = json_member(body, name);
    return v == NULL || v->kind != JSON_IS_TEXT ? STR("") : str_trim(v->text);
}

static void read_draft(struct web *w, const struct json_value *body, struct message_draft *d, struct problems *p)
{
    struct str lang = text_of(body, "lang");
    struct str office = text_of(body, "office");
    struct str category = text_of(body, "category");
    const struct json_value *shown = json_member(body, "public");
    const struct office *o = office.n == 0 ? site_office(w->site, w->site->root) : site_office_named(w->site, office);
    const struct category *c = category.n == 0 ? NULL : site_category_by_code(w->site, w->site->root, category);
    *d = (struct message_draft){
        .words = text_of(body, "text"),
        .place = text_of(body, "place"),
        .office_id = o == NULL ? 0 : o->id,
        .category_id = c == NULL ? 0 : c->id,
        .lang = w->lang,
        .channel = STR("api"),
        .contact_ways = app_contact_ways(w->app, w->site),
        .contact = text_of(body, "contact"),
        .may_show = shown != NULL && shown->truth,
    };
    if (lang.n > 0 && !lang_from_code(lang, &d->lang)) {
        problem_add(p, "lang", N_("There is no such language here."));
    }
    if (o == NULL) {
        problem_add(p, "office", N_("There is no office with this code."));
    }
    if (category.n > 0 && c == NULL) {
        problem_add(p, "category", N_("There is no subject with this code."));
    }
    struct problems checked = {.n = 0};
    message_check(w->site, d, &checked);
    for (size_t i = 0; i < checked.n; i++) {
        bool words = strcmp(checked.list[i].field, "words") == 0;
        problem_add(p, words ? "text" : checked.list[i].field, checked.list[i].msgid);
    }
}

static void reply_taken(struct web *w, void *arg)
{
    const struct submission *s = arg;
    if (s->end == SUBMIT_OTHER_BODY) {
        web_error(w, 409);
        return;
    }
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "receipt", s->receipt);
    json_str(&j, "message", s->public_id);
    json_time(&j, "received_at", w, s->received_at);
    struct str base = site_setting(w->site, w->site->root, SETTING_BASE_URL);
    json_str(&j, "follow", str_fmt(w->a, "%.*s/%.*s/follow", STR_ARG(base), STR_ARG(lang_info(s->draft.lang)->code)));
    json_end(&j);
    web_reply_json(w, 201, &out);
    buf_free(&out);
}

// Programs send the key bare, or as draft-ietf-httpapi-idempotency-key-header writes it, a quoted string (RFC 8941
// §3.3.3): the same key either way. What has quotes or escapes inside stays as it is.
static struct str bare_key(struct str header)
{
    struct str inside = str_slice(header, 1, header.n < 2 ? 1 : header.n - 1);
    bool quoted = header.n >= 2 && header.p[0] == '"' && header.p[header.n - 1] == '"';
    return quoted && memchr(inside.p, '"', inside.n) == NULL && memchr(inside.p, '\\', inside.n) == NULL ? inside : header;
}

void api_messages_post(struct web *w)
{
    struct json_value body;
    struct submission *s = ARENA_NEW(w->a, struct submission);
    struct problems p = {.n = 0};
    if (!read_body(w, &body)) {
        return;
    }
    s->site = w->site;
    s->now = w->now;
    s->body = w->req->body;
    s->key = bare_key(http_header(w->call, "Idempotency-Key"));
    if (s->key.p != NULL && !sealed_reply_key_ok(s->key)) {
        problem_add(&p, "Idempotency-Key", N_("The key needs 22 to 200 visible ASCII characters."));
    }
    check_members(w, &body, &p);
    read_draft(w, &body, &s->draft, &p);
    if (p.n > 0) {
        reply_problems(w, &p);
    } else if (take_one(w, LIMIT_MESSAGES)) {
        submit_prepare(w->a, s);
        web_write(w, WEB_QUIET, submit_message, s, reply_taken);
    }
}

// ---- POST /api/v1/follow

static void json_steps(struct json *j, struct web *w, const struct follow *f)
{
    json_array(j, "steps");
    for (size_t i = 0; i < f->n_steps; i++) {
        json_object(j, NULL);
        json_time(j, "at", w, f->steps[i].at);
        json_str(j, "step", str_c(event_code(f->steps[i].kind)));
        json_str(j, "words", follow_step_words(w, &f->steps[i]));
        json_office(j, "office", w, f->steps[i].office_id);
        json_end(j);
    }
    json_end(j);
}

static void json_said(struct json *j, struct web *w, const struct follow *f)
{
    json_array(j, "said");
    for (size_t i = 0; i < f->n_exchange; i++) {
        const struct exchange_of_message_row *x = &f->exchange[i];
        json_object(j, NULL);
        json_time(j, "at", w, x->said_at);
        json_str(j, "kind", x->kind);
        json_str(j, "text", x->words);
        json_office(j, "office", w, x->other_office_id != 0 ? x->other_office_id : x->office_id);
        json_end(j);
    }
    json_end(j);
}

static void json_answers(struct json *j, struct web *w, const struct follow *f)
{
    json_array(j, "answers");
    for (size_t i = 0; i < f->n_answers; i++) {
        const struct follow_answer *a = &f->answers[i];
        json_object(j, NULL);
        json_time(j, "published_at", w, a->pub.published_at);
        json_office(j, "office", w, a->pub.office_id);
        json_bool(j, "public", !a->pub.by_receipt);
        json_str(j, "href", a->pub.by_receipt ? STR_NONE : web_path(w, "answers/%.*s", STR_ARG(a->pub.public_id)));
        json_str(j, "lang", a->version.lang);
        json_int(j, "version", a->version.number);
        json_str(j, "title", a->version.title);
        json_str(j, "markdown", a->version.body);
        json_array(j, "sources");
        for (size_t k = 0; k < a->n_sources; k++) {
            json_object(j, NULL);
            json_str(j, "title", a->sources[k].title);
            json_str(j, "href", a->sources[k].url);
            json_end(j);
        }
        json_end(j);
        json_end(j);
    }
    json_end(j);
}

static void json_matter(struct json *j, struct web *w, const struct follow *f)
{
    const struct matter_row *m = &f->matter;
    if (!f->in_matter) {
        json_null(j, "matter");
        return;
    }
    json_object(j, "matter");
    json_str(j, "href", m->public_at == 0 ? STR_NONE : web_path(w, "matters/%.*s", STR_ARG(m->public_id)));
    json_str(j, "title", none_if_empty(f->title));
    json_str(j, "outcome", str_eq(m->state, STR("closed")) ? m->outcome : STR_NONE);
    json_str(j, "outcome_note", str_eq(m->state, STR("closed")) ? m->outcome_note : STR_NONE);
    json_time(j, "due_at", w, matter_due_now(m));
    json_time(j, "first_due_at", w, m->first_due_at);
    json_str(j, "due_reason", m->due_reason);
    json_time(j, "answered_at", w, m->answered_at);
    json_time(j, "closed_at", w, m->closed_at);
    json_end(j);
}

static void reply_follow(struct web *w, const struct follow *f)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "message", f->message.public_id);
    json_time(&j, "received_at", w, f->message.received_at);
    json_str(&j, "text", f->message.words);
    json_bool(&j, "public", f->message.may_show != 0);
    json_str(&j, "state", follow_state(w, f).code);
    json_office(&j, "office", w, f->in_matter ? f->matter.office_id : f->message.office_id);
    json_matter(&j, w, f);
    json_steps(&j, w, f);
    json_said(&j, w, f);
    json_answers(&j, w, f);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

void api_follow_post(struct web *w)
{
    struct json_value body;
    if (!read_body(w, &body)) {
        return;
    }
    struct receipt r;
    switch (receipt_parse(text_of(&body, "receipt"), &r)) {
    case RECEIPT_NOT_A_CODE:
    case RECEIPT_COMPOSED:
        reply_problem(w, "receipt", N_("This is not a whole code: it has 7 groups of 4 letters and digits."));
        return;
    case RECEIPT_MISTYPED:
        reply_problem(w, "receipt", N_("A character of this code is wrong. Please compare it group by group."));
        return;
    case RECEIPT_OK:
        break;
    }
    if (!take_one(w, LIMIT_RECEIPTS)) {
        return;
    }
    uint8_t hash[RECEIPT_HASH];
    receipt_hash(&r, hash);
    struct follow f;
    struct err e = ERR_INIT;
    int got = follow_load(w->tx, w->site, (struct str){(char *)hash, sizeof hash}, w->lang, &f, &e);
    if (got == Q_ROW) {
        reply_follow(w, &f);
    } else if (got == Q_NONE) {
        web_error(w, 404);
    } else {
        web_failed(w, &e);
    }
}
