// send.c: sending a message: the form, and the receipt.
#include "web/public/send_view.h"

#include "auth/sealed_reply.h"
#include "auth/token.h"
#include "base/clock.h"
#include "docs/qr.h"
#include "core/intake/submit.h"
#include "core/office/lookup.h"
#include "core/press/reading.h"
#include "core/press/similar.h"
#include "db/q_matter.h"
#include "i18n/i18n_sort.h"
#include "templates.h"
#include "web/public/follow_view.h"

enum { LIST_MOST = 60, FITTING_MAX = 12 };

// Many offices are not a list to choose from: their name is typed.
static bool by_name(const struct web *w)
{
    return site_office(w->site, w->site->root)->below > LIST_MOST;
}

static void fill_names(struct web *w, struct send_view *v, struct str chosen)
{
    const struct office *o = site_office_named(w->site, chosen);
    v->by_name = true;
    v->office_find = web_path(w, "offices.json");
    v->office_code = o == NULL ? STR("") : o->code;
    v->office_name = w->req->method == HTTP_POST ? web_field(w, "office_name") : o == NULL ? STR("") : o->name[w->lang];
    struct office_found found = office_lookup(w->site, v->office_name, FITTING_MAX, w->a);
    v->office_field = STR("office"); // where the summary of problems leads to: the field, or the first to choose from
    if (o != NULL || found.only || found.n == 0) {
        return;
    }
    v->office_field = STR("office-name");
    v->fitting = ARENA_ARRAY(w->a, struct choice, FITTING_MAX);
    for (size_t i = 0; i < found.n; i++) {
        const struct office *above = site_parent(w->site, found.list[i]);
        struct str name = found.list[i]->name[w->lang];
        if (above != NULL) {
            name = str_fmt(w->a, "%.*s – %.*s", STR_ARG(name), STR_ARG(above->name[w->lang]));
        }
        v->fitting[v->n_fitting++] = (struct choice){
            .code = found.list[i]->code, .name = name, .id = i == 0 ? STR("office") : str_fmt(w->a, "office-%zu", i + 1)};
    }
}

struct keyed {
    struct str key;
    const struct office *office;
};

static int by_key(const void *x, const void *y)
{
    return str_cmp(((const struct keyed *)x)->key, ((const struct keyed *)y)->key);
}

// An office, and those below it in the order in which names are looked up.
static void put_office(struct web *w, struct send_view *v, const struct office *o, struct str chosen)
{
    struct keyed *below = ARENA_ARRAY(w->a, struct keyed, (size_t)o->below + 1);
    size_t n = 0;
    v->offices[v->n_offices++] = (struct choice){
        .code = o->code, .name = o->name[w->lang], .depth = o->depth - site_office(w->site, w->site->root)->depth,
        .chosen = str_eq(chosen, o->code)};
    for (int32_t i = 1; i <= o->below; i++) {
        if (o[i].depth == o->depth + 1) {
            below[n++] = (struct keyed){i18n_sort_key(w->a, o[i].name[w->lang]), &o[i]};
        }
    }
    qsort(below, n, sizeof *below, by_key);
    for (size_t i = 0; i < n; i++) {
        put_office(w, v, below[i].office, chosen);
    }
}

static void fill_offices(struct web *w, struct send_view *v, struct str chosen)
{
    const struct office *root = site_office(w->site, w->site->root);
    if (by_name(w)) {
        fill_names(w, v, chosen);
        return;
    }
    if (root->below == 0) {
        return;
    }
    v->offices = ARENA_ARRAY(w->a, struct choice, (size_t)root->below + 1);
    put_office(w, v, root, chosen);
}

static void fill_categories(struct web *w, struct send_view *v, struct str chosen)
{
    v->categories = ARENA_ARRAY(w->a, struct choice, w->site->n_categories);
    for (size_t i = 0; i < w->site->n_categories; i++) {
        const struct category *c = &w->site->categories[i];
        if (site_category_holds(w->site, c, w->site->root)) {
            v->categories[v->n_categories++] = (struct choice){
                .code = c->code, .name = c->name[w->lang], .chosen = str_eq(chosen, c->code)};
        }
    }
}

static void fill_langs(struct send_view *v, struct str chosen)
{
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        v->langs[l] = (struct choice){
            .code = lang_info(l)->code, .name = lang_info(l)->name, .chosen = str_eq(chosen, lang_info(l)->code)};
    }
}

// The form with every word that was typed, and its key; where that stands for other words already, another.
static struct send_view form_view(struct web *w, int status, const struct problems *p)
{
    struct send_view v = {.page = page_view(w, T(w->lang, "Send a message"))};
    struct str lang = web_field(w, "lang");
    v.page.nav = NAV_SEND;
    v.page.problems = p;
    v.key = web_field(w, "key");
    if (!sealed_reply_key_ok(v.key) || status == 409) {
        v.key = token_new(w->a);
    }
    v.words = form_get(&w->form, "text");
    v.place = web_field(w, "place");
    v.contact_ways = app_contact_ways(w->app, w->site);
    v.contact = web_field(w, "contact");
    v.may_show = web_flag(w, "public");
    v.about_office = web_flag(w, "about_office");
    v.root_above = site_office(w->site, w->site->root)->below > 0;
    v.emergency = site_setting(w->site, w->site->root, SETTING_EMERGENCY);
    v.complaints = complaints_words(w);
    struct str office = w->req->method == HTTP_POST ? web_field(w, "office") : web_param(w, "office");
    fill_offices(w, &v, office);
    fill_categories(w, &v, web_field(w, "category"));
    fill_langs(&v, lang.n == 0 ? lang_info(w->lang)->code : lang);
    v.like = web_path(w, "send/like");
    page_script(&v.page, "count.js");
    page_script(&v.page, "send-like.js");
    page_script(&v.page, "submit-once.js");
    if (v.by_name && v.n_fitting == 0) {
        page_script(&v.page, "office-find.js");
    }
    return v;
}

static void reply_form(struct web *w, int status, const struct problems *p, unsigned wait_s)
{
    struct send_view v = form_view(w, status, p);
    v.wait_s = wait_s;
    struct buf out = web_buf();
    tmpl_send(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

// One member of /api/v1/messages, without its end; lengths in characters, 0 for none.
static void put_field(struct json *j, const char *name, struct str label, int64_t min, int64_t max)
{
    json_object(j, NULL);
    json_str(j, "name", str_c(name));
    json_str(j, "label", label);
    json_bool(j, "required", min > 0);
    if (min > 0) {
        json_int(j, "min", min);
    }
    if (max > 0) {
        json_int(j, "max", max);
    }
}

static void put_choices(struct json *j, const struct choice *list, size_t n)
{
    json_array(j, "choices");
    for (size_t i = 0; i < n; i++) {
        json_object(j, NULL);
        json_str(j, "code", list[i].code);
        json_str(j, "name", list[i].name);
        json_end(j);
    }
    json_end(j);
}

static void put_fields(struct json *j, struct web *w, const struct send_view *v)
{
    put_field(j, "text", T(w->lang, "Your message"), WORDS_MIN, WORDS_MAX);
    json_end(j);
    put_field(j, "place", T(w->lang, "Where it happened"), 0, PLACE_MAX);
    json_end(j);
    put_field(j, "office", T(w->lang, "Which office is it for?"), 0, 0);
    put_choices(j, v->offices, v->n_offices);
    json_str(j, "all", web_path(w, "offices.json"));
    json_end(j);
    put_field(j, "category", T(w->lang, "Subject"), 0, 0);
    put_choices(j, v->categories, v->n_categories);
    json_end(j);
    if (v->contact_ways != 0) {
        bool mail = (v->contact_ways & CONTACT_BY_EMAIL) != 0;
        put_field(j, "contact", mail ? T(w->lang, "E-mail address or telephone number") : T(w->lang, "Telephone number"), 0,
                  CONTACT_MAX);
        json_end(j);
    }
    put_field(j, "public", T(w->lang, "My words may be shown in public"), 0, 0);
    json_end(j);
    put_field(j, "lang", T(w->lang, "Answer me in"), 0, 0);
    put_choices(j, v->langs, LANG_COUNT);
    json_end(j);
}

// What may be sent, for programs.
static void reply_json(struct web *w)
{
    struct send_view v = form_view(w, 200, NULL);
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "title", v.page.title);
    json_str(&j, "post", STR("/api/v1/messages"));
    json_array(&j, "fields");
    put_fields(&j, w, &v);
    json_end(&j);
    json_str(&j, "emergency", v.emergency);
    json_str(&j, "complaints", v.complaints);
    json_end(&j);
    web_reply_json(w, 200, &out);
    buf_free(&out);
}

// The browser may keep the empty form, so that Back and Send again meet the same key, and the same receipt.
void send_get(struct web *w)
{
    if (w->json) {
        reply_json(w);
        return;
    }
    http_reply_header(w->call, "Cache-Control", STR("private, no-cache"));
    reply_form(w, 200, NULL, 0);
}

// The submission first: submit_message knows that much only.
struct sending {
    struct submission submission;
    struct str title, href; // of the matter that the sender says it is; "" for none
};

static void reply_receipt(struct web *w, void *arg)
{
    const struct sending *sending = arg;
    const struct submission *s = &sending->submission;
    if (s->end == SUBMIT_OTHER_BODY) {
        struct problems p = {.n = 0};
        problem_add(&p, "words", N_("You sent another message by this form before, and it was received. Press Send to send "
                                    "these words as a message of their own."));
        reply_form(w, 409, &p, 0);
        return;
    }
    const struct office *to = site_office(w->site, message_receiver(w->site, &s->draft));
    struct receipt_view v = {
        .page = page_view(w, T(w->lang, "Your message has been received")),
        .code = s->receipt,
        .office = to->name[w->lang],
        .received_at = s->received_at,
        .words = s->draft.words,
        .qr = qr_svg(w->a, s->receipt),
        .follow = web_path(w, "follow"),
        .joined = s->joined ? sending->title : STR(""),
        .joined_href = sending->href,
    };
    receipt_groups(w->a, s->receipt, v.groups, v.spoken);
    struct buf out = web_buf();
    tmpl_receipt(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// To which office: chosen by its code, or typed by its name where they are many; the site's own where nothing was said. 0 and
// a problem when it is not clear.
static int64_t office_wanted(struct web *w, struct problems *p)
{
    struct str name = by_name(w) ? web_field(w, "office_name") : STR("");
    if (web_field(w, "office").n > 0) {
        int64_t id = web_office_field(w, "office");
        if (id == 0) {
            problem_add(p, "office", N_("Choose an office from the list."));
        }
        return id;
    }
    if (name.n == 0) {
        return w->site->root;
    }
    struct office_found found = office_lookup(w->site, name, FITTING_MAX, w->a);
    if (found.only) {
        return found.list[0]->id;
    }
    problem_add(p, "office", found.n == 0            ? N_("No office has this name. Type a part of it, with accents or without.")
                             : found.n < FITTING_MAX ? N_("Several offices have this name. Choose one.")
                                                     : N_("Many offices have this name. Choose one, or type more of it."));
    return 0;
}

// "It is this one": a public matter in hand. Its office takes the message in. What is none by now is sent as any other.
static bool take_same(struct web *w, struct sending *sending, struct err *e)
{
    struct submission *s = &sending->submission;
    struct matter_row m;
    struct str id = web_field(w, "same");
    sending->title = sending->href = STR("");
    if (!public_id_ok(id) || s->draft.about_office) {
        return true;
    }
    enum q_got got = q_matter_by_public(w->tx, id, &m, e);
    if (got != Q_ROW || !similar_may_join(&m)) {
        return got != Q_ERROR;
    }
    s->matter_id = m.id;
    s->draft.office_id = m.office_id;
    sending->href = web_path(w, "matters/%.*s", STR_ARG(m.public_id));
    return title_for_reader(w->tx, w->site, &m, w->lang, &sending->title, e);
}

// What the sender says, without the way by which it came: the form and the page between send the same.
static struct str said(struct web *w)
{
    static const char *const fields[] = {"text", "place", "office", "office_name", "category", "contact", "public",
                                         "about_office", "lang", "same"};
    struct buf b = buf_new(1 << 20);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        struct str value = form_get(&w->form, fields[i]);
        buf_addf(&b, "%s %zu ", fields[i], value.n);
        buf_add(&b, value);
        buf_addc(&b, '\n');
    }
    struct str out = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return out;
}

void send_post(struct web *w)
{
    struct sending *sending = ARENA_NEW(w->a, struct sending);
    struct submission *s = &sending->submission;
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    if (web_flag(w, "change")) {
        reply_form(w, 200, NULL, 0);
        return;
    }
    const struct category *c = site_category_by_code(w->site, w->site->root, web_field(w, "category"));
    s->site = w->site;
    s->now = w->now;
    s->body = said(w);
    s->key = web_field(w, "key");
    s->draft = (struct message_draft){
        .words = form_get(&w->form, "text"),
        .place = web_field(w, "place"),
        .office_id = office_wanted(w, &p),
        .category_id = c == NULL ? 0 : c->id,
        .lang = w->lang,
        .channel = STR("web"),
        .contact_ways = app_contact_ways(w->app, w->site),
        .contact = web_field(w, "contact"),
        .may_show = web_flag(w, "public"),
        .about_office = web_flag(w, "about_office"),
    };
    enum lang wanted; // the language of the answer
    if (lang_from_code(web_field(w, "lang"), &wanted)) {
        s->draft.lang = wanted;
    }
    message_check(w->site, &s->draft, &p);
    if (!sealed_reply_key_ok(s->key)) {
        problem_add(&p, "", N_("The form was damaged on its way, and nothing was taken in. Your words are still here: "
                               "press Send again."));
    }
    if (p.n > 0) {
        reply_form(w, 422, &p, 0);
        return;
    }
    if (web_flag(w, "look") && !s->draft.about_office && send_look(w, &s->draft)) {
        return;
    }
    if (!take_same(w, sending, &e)) {
        web_failed(w, &e);
        return;
    }
    unsigned wait_s;
    enum web_turn turn = web_turn(w, LIMIT_MESSAGES, &wait_s);
    if (turn == TURN_NO) {
        reply_form(w, 429, NULL, wait_s);
    }
    if (turn != TURN_NOW) {
        return;
    }
    submit_prepare(w->a, s);
    web_write(w, s->matter_id == 0 ? WEB_QUIET : WEB_PUBLIC, submit_message, sending, reply_receipt);
}
