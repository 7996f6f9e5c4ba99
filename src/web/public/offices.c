// offices.c: the office tree as a list, and the page of one office: what it answers, how to reach it.
#include "web/public/offices_view.h"

#include "core/office/committee.h"
#include "core/office/lookup.h"
#include "i18n/format.h"
#include "templates.h"
#include "web/page.h"

// A list of more offices than a page holds is folded: those right below the site's own office stand in it.
enum { SHOWN = 5, LIST_MAX = 4000, FOUND_MAX = 20 };

static const char html[] = "text/html; charset=utf-8";

static struct office_item item_of(struct web *w, const struct office *o)
{
    return (struct office_item){o->code, o->name[w->lang], web_path(w, "offices/%.*s", STR_ARG(o->code)),
                                o->depth - site_office(w->site, w->site->root)->depth, o->kind, 0};
}

static void offices_list(struct web *w, struct offices_view *v)
{
    const struct office *root = site_office(w->site, w->site->root);
    v->list = ARENA_ARRAY(w->a, struct office_item, (size_t)root->below + 1);
    v->folded = root->below >= OFFICES_LISTED;
    int32_t deepest = v->folded ? 1 : INT32_MAX;
    for (int32_t i = 0; i <= root->below; i++) {
        int32_t depth = root[i].depth - root->depth;
        if (depth <= deepest) {
            v->list[v->n] = item_of(w, &root[i]);
            v->list[v->n++].below = depth == deepest ? root[i].below : 0;
        }
    }
}

static void office_json(struct json *j, struct web *w, const struct office *o)
{
    const struct office *above = site_parent(w->site, o);
    json_object(j, NULL);
    json_str(j, "code", o->code);
    json_str(j, "name", o->name[w->lang]);
    json_str(j, "parent", above == NULL ? STR("") : above->name[w->lang]);
    json_str(j, "href", web_path(w, "offices/%.*s", STR_ARG(o->code)));
    json_end(j);
}

// The whole tree; or with ?q= the offices of that name (web/js/office-find.js).
static void reply_offices_json(struct web *w)
{
    struct str q = web_param(w, "q");
    const struct office *root = site_office(w->site, w->site->root);
    struct office_found found = office_lookup(w->site, q, FOUND_MAX, w->a);
    size_t n = q.n == 0 ? (size_t)root->below + 1 : found.n;
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "items");
    for (size_t i = 0; i < n && i < LIST_MAX; i++) {
        office_json(&j, w, q.n == 0 ? &root[i] : found.list[i]);
    }
    json_end(&j);
    json_end(&j);
    if (q.n == 0) {
        page_reply(w, STR("application/json"), &out);
    } else { // not kept: what is typed is without end
        web_reply_json(w, 200, &out);
    }
    buf_free(&out);
}

void offices_get(struct web *w)
{
    if (w->json) {
        reply_offices_json(w);
        return;
    }
    struct offices_view v = {.query = web_param(w, "q"), .json_href = web_path(w, "offices.json")};
    v.page = page_view(w, T(w->lang, "Offices")); // with what was asked for in the address of its twin
    v.page.nav = NAV_OFFICES;
    page_script(&v.page, "live-suggest.js");
    if (v.query.n > 0) {
        struct office_found found = office_lookup(w->site, v.query, OFFICES_LISTED, w->a);
        v.list = ARENA_ARRAY(w->a, struct office_item, found.n);
        for (size_t i = 0; i < found.n; i++) {
            v.list[v.n] = item_of(w, found.list[i]);
            v.list[v.n++].depth = 2;
        }
    } else {
        offices_list(w, &v);
    }
    struct buf out = web_buf();
    tmpl_offices(&out, w->lang, &v);
    if (v.query.n == 0) {
        page_reply(w, str_c(html), &out);
    } else { // not kept: what is typed is without end
        web_reply_html(w, 200, &out);
    }
    buf_free(&out);
}

static void reply_office_json(struct web *w, const struct office_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "code", v->item.code);
    json_str(&j, "name", v->item.name);
    json_str(&j, "kind", v->item.kind);
    json_str(&j, "above", v->above.href.n == 0 ? STR_NONE : v->above.code);
    json_array(&j, "below");
    for (size_t i = 0; i < v->n_below; i++) {
        json_str(&j, NULL, v->below[i].code);
    }
    json_end(&j);
    json_array(&j, "seats");
    for (size_t i = 0; i < v->n_seats; i++) {
        json_object(&j, NULL);
        json_str(&j, "seat", v->seats[i].seat);
        json_str(&j, "office", v->seats[i].office);
        json_end(&j);
    }
    json_end(&j);
    json_str(&j, "phone", v->phone);
    json_str(&j, "address", v->address);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

// Who sits on a committee today, by office and role.
static bool add_seats(struct web *w, struct office_view *v, struct err *e)
{
    struct committee_row c = {.office_id = 0};
    struct committee_seat_row *rows;
    size_t n;
    enum q_got got = q_committee_get(w->tx, w->office->id, &c, e);
    if (got == Q_ERROR || !q_committee_seats(w->tx, w->office->id, &rows, &n, e)) {
        return false;
    }
    if (got == Q_ROW && c.is_public) {
        struct buf b = buf_new(2048);
        I18N_FILL(&b, T(w->lang, "Founded by decision {number} of {day}, {who}."), {"number", c.decision},
                  {"day", page_words(w, format_day, c.decided_day)}, {"who", c.decided_by});
        v->founding = str_copy(w->a, buf_str(&b));
        buf_free(&b);
    }
    v->seats = ARENA_ARRAY(w->a, struct office_seat, n);
    for (enum seat s = 0; s < SEATS; s++) {
        for (size_t i = 0; i < n; i++) {
            bool now = rows[i].since_day <= w->site->today && (rows[i].until_day == 0 || rows[i].until_day > w->site->today);
            const struct office *o = site_office(w->site, rows[i].from_office_id);
            if (now && o != NULL && str_eqz(rows[i].seat, seat_code(s))) {
                v->seats[v->n_seats++] = (struct office_seat){
                    T_(w->lang, seat_words(s)), o->name[w->lang],
                    o->heir >= 0 ? STR("") : web_path(w, "offices/%.*s", STR_ARG(o->code)),
                    seat_named(&c, &rows[i]) ? rows[i].member_name : STR("")};
            }
        }
    }
    return true;
}

void office_get(struct web *w)
{
    struct err e = ERR_INIT;
    const struct office *o = w->office;
    const struct office *above = o->id == w->site->root ? NULL : site_parent(w->site, o);
    struct office_view v = {
        .item = item_of(w, o),
        .about = o->setting[SETTING_ABOUT],
        .phone = site_setting_own(w->site, o->id, SETTING_PHONE),
        .address = site_setting_own(w->site, o->id, SETTING_ADDRESS),
        .below = ARENA_ARRAY(w->a, struct office_item, (size_t)o->below),
        .send_href = web_path(w, "send?office=%.*s", STR_ARG(o->code)),
        .answers_href = web_path(w, "answers?office=%.*s", STR_ARG(o->code)),
        .matters_href = web_path(w, "matters?office=%.*s", STR_ARG(o->code)),
        .week_href = web_path(w, "offices/%.*s/week", STR_ARG(o->code)),
    };
    if (above != NULL) {
        v.above = item_of(w, above);
    }
    for (int32_t i = 1; i <= o->below; i++) {
        if (o[i].depth == o->depth + 1) {
            v.below[v.n_below++] = item_of(w, &o[i]);
        }
    }
    v.founding = STR("");
    if (str_eqz(o->kind, "committee") && !add_seats(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    if (w->json) {
        reply_office_json(w, &v);
        return;
    }
    if (!latest_answers(w, o->id, SHOWN, &v.answers, &v.n_answers, &e) ||
        !latest_matters(w, o->id, SHOWN, &v.matters, &v.n_matters, &e)) {
        web_failed(w, &e);
        return;
    }
    v.page = page_view(w, v.item.name);
    v.page.nav = NAV_OFFICES;
    page_crumb(&v.page, T(w->lang, "Offices"), web_path(w, "offices"));
    if (above != NULL) {
        page_crumb(&v.page, v.above.name, v.above.href);
    }
    struct buf out = web_buf();
    tmpl_office(&out, w->lang, &v);
    page_reply(w, str_c(html), &out);
    buf_free(&out);
}
