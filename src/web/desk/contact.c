// contact.c: opening a sender's contact details: for one message, with a reason, on record where the sender sees it. They
// stand on the reply to the opening and nowhere else: no list, search, CSV or API has them.
#include "web/desk/contact_view.h"

#include "base/utf8.h"
#include "core/contact/mailer.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "templates.h"

static struct contact_view view_of(struct web *w, const struct problems *p)
{
    const struct office *o = site_office(w->site, w->message.office_id);
    struct contact_view v = {
        .page = desk_page_view(w, T(w->lang, "Contact details of a sender"), o, DESK_NAV_NONE),
        .message = w->message.public_id,
        .note = web_field(w, "note"),
        .available = app_contact_ways(w->app, w->site) != 0,
        .plain = STR(""),
    };
    v.page.page.problems = p;
    for (enum contact_reason r = 0; r < CONTACT_REASONS; r++) {
        struct str code = str_c(contact_reason_code(r));
        v.reasons[r] = (struct desk_choice){code, T_(w->lang, contact_reason_words(r)), str_eq(code, web_field(w, "reason"))};
    }
    return v;
}

static struct str kind_words(const struct web *w, struct str kind)
{
    return str_eq(kind, STR("email")) ? T(w->lang, "E-mail address") : T(w->lang, "Telephone number");
}

static void reply_view(struct web *w, int status, const struct contact_view *v)
{
    struct buf out = web_buf();
    tmpl_desk_contact(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

// The form; only for who may read the words. What is in the box is not read here.
static void reply_form(struct web *w, int status, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct message_link_now_row link;
    struct matter_row matter;
    struct contact_get_row contact;
    enum words_access access;
    enum q_got in_matter = q_message_link_now(w->tx, w->message.home_id, w->message.id, &link, &e);
    if (in_matter == Q_ROW) {
        in_matter = q_matter_by_id(w->tx, w->message.home_id, link.matter_id, &matter, &e);
    }
    enum q_got kept = q_contact_get(w->tx, w->message.home_id, w->message.id, &contact, &e);
    if (in_matter == Q_ERROR || kept == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    if (!desk_words_access(w, &w->message, in_matter == Q_ROW ? &matter : NULL, &access)) {
        return;
    }
    if (access != WORDS_OPEN) {
        web_error(w, access == WORDS_NOT_THERE ? 404 : 403);
        return;
    }
    struct contact_view v = view_of(w, p);
    enum desk_contact offered;
    if (!desk_contact(w, &w->message, in_matter == Q_ROW ? &matter : NULL, &offered)) {
        return;
    }
    if (kept == Q_ROW && offered != DESK_CONTACT_OFFERED) {
        web_error(w, 403);
        return;
    }
    v.kept = kept == Q_ROW;
    v.kind = v.kept ? kind_words(w, contact.kind) : STR("");
    v.noted = in_matter == Q_ROW;
    reply_view(w, status, &v);
}

void desk_contact_get(struct web *w)
{
    reply_form(w, 200, NULL);
}

// On record by now.
static void open_box(struct web *w, void *arg)
{
    const struct contact_opening *o = arg;
    struct err e = ERR_INIT;
    if (o->end != CONTACT_OPENING) {
        web_error(w, o->end == CONTACT_NOT_YOURS ? 403 : 404);
        return;
    }
    struct contact_view v = view_of(w, NULL);
    v.kept = true;
    v.kind = kind_words(w, o->kind);
    v.mail = str_eq(o->kind, STR("email"));
    struct keeper_asked asked = {o->site->home, o->message_id, o->event};
    if (!mailer_open(app_mailer(w->app), w->a, &asked, &v.plain, &e)) {
        web_failed(w, &e);
        return;
    }
    reply_view(w, 200, &v);
}

void desk_contact_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct contact_opening *o = ARENA_NEW(w->a, struct contact_opening);
    int64_t *offices = ARENA_ARRAY(w->a, int64_t, ROLES_HELD_MAX);
    *o = (struct contact_opening){
        .site = w->site, .actor = web_actor(w, w->message.office_id), .offices = offices,
        .n_offices = web_offices(w, offices, ROLES_HELD_MAX), .message_id = w->message.id,
        .reason = contact_reason_of(web_field(w, "reason")), .note = web_field(w, "note"), .now = w->now};
    if (o->reason == CONTACT_REASONS) {
        problem_add(&p, "reason", N_("Choose why."));
    }
    if (!utf8_valid(o->note) || utf8_count(o->note) > CONTACT_NOTE_MAX) {
        problem_add(&p, "note", N_("Write at most 2,000 characters."));
    }
    if (p.n > 0 || app_contact_ways(w->app, w->site) == 0) {
        reply_form(w, p.n > 0 ? 422 : 503, &p);
        return;
    }
    web_write(w, WEB_QUIET, contact_record_opening, o, open_box);
}
