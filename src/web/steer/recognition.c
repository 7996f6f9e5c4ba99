// recognition.c: who was recognised for what service: the list, one of them, its certificate.
#include "web/steer/people_view.h"

#include "db/q_recognition.h"
#include "templates.h"
#include "web/download.h"
#include "web/table.h"

static struct recognition_item item_of(struct web *w, const struct recognition_row *r, bool names)
{
    return (struct recognition_item){
        .href = str_fmt(w->a, "/desk/recognitions/%.*s", STR_ARG(r->public_id)),
        .name = names && r->name.p != NULL ? r->name : STR(""), .service = r->service,
        .form = T_(w->lang, recognition_form_of(r->form)->words), .decision = r->decision_number, .day = r->decision_day,
        .withdrawn = r->withdrawn_at != 0};
}

static bool read_list(struct web *w, struct people_key key, struct recognition_row **list, size_t *n, struct err *e)
{
    return q_recognitions(w->tx,
                          &(struct q_recognitions_in){.home = w->site->home, .office = w->office->id, .from_day = key.day,
                                                      .before_id = key.id},
                          list, n, e);
}

static void reply_list(struct web *w, int status, const struct recognition_draft *draft, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct people_key key;
    struct recognition_row *list;
    size_t n;
    size_t n_forms;
    const struct recognition_form *forms = recognition_forms(&n_forms);
    struct recognitions_view v = {
        .page = desk_page_view(w, T(w->lang, "Recognition"), w->office, DESK_NAV_PEOPLE), .draft = *draft,
        .next = STR(""), .writes = web_may(w, CAP_PEOPLE, w->office->id),
        .forms = {ARENA_ARRAY(w->a, struct desk_choice, n_forms), 0}};
    v.page.page.problems = p;
    if (!people_key_read(w, &key)) {
        return;
    }
    if (!read_list(w, key, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    v.items = ARENA_ARRAY(w->a, struct recognition_item, n + 1);
    for (size_t i = 0; i < n && i < PEOPLE_ROWS; i++) {
        v.items[v.n_items++] = item_of(w, &list[i], v.writes);
    }
    if (n > PEOPLE_ROWS) {
        v.next = people_next(w, "recognition", list[PEOPLE_ROWS - 1].decision_day, list[PEOPLE_ROWS - 1].id);
    }
    for (size_t i = 0; i < n_forms; i++) {
        v.forms.list[v.forms.n++] = (struct desk_choice){str_c(forms[i].code), T_(w->lang, forms[i].words),
                                                         str_eqz(draft->form, forms[i].code)};
    }
    struct buf out = web_buf();
    tmpl_desk_recognitions(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void recognitions_get(struct web *w)
{
    struct recognition_draft none = {.name = STR(""), .consent_day = tz_day(w->site->tz, w->now), .service = STR(""),
                                     .form = STR("certificate"), .decision_number = STR(""),
                                     .decision_day = tz_day(w->site->tz, w->now)};
    reply_list(w, 200, &none, NULL);
}

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct people_key *key = at;
    struct recognition_row *list;
    size_t n;
    bool names = web_may(t->w, CAP_PEOPLE, t->w->office->id);
    if (!read_list(t->w, *key, &list, &n, e)) {
        return false;
    }
    *more = n > PEOPLE_ROWS;
    for (size_t i = 0; i < n && i < PEOPLE_ROWS; i++) {
        table_day(t, list[i].decision_day);
        TABLE_TEXTS(t, list[i].decision_number, list[i].form, list[i].service, names ? list[i].name : STR(""));
        table_end_row(t);
        *key = (struct people_key){list[i].decision_day, list[i].id};
    }
    return true;
}

void recognitions_csv_get(struct web *w)
{
    table_reply(w, STR("recognition"), "decision_day,decision_number,form,service,name", table_of, people_first(w));
}

struct recognition_act {
    struct people_act act;
    int64_t office_id;
    struct recognition_draft draft;
    struct recognition_row row;
};

static enum steer_end run_record(const struct desk *d, struct people_act *act, struct err *e)
{
    struct recognition_act *a = (struct recognition_act *)act;
    return recognition_record(d, a->office_id, &a->draft, &act->made, e);
}

void recognition_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct recognition_act *a = ARENA_NEW(w->a, struct recognition_act);
    *a = (struct recognition_act){
        .act = people_act(w, w->office->id, run_record, STR_NONE, "recognitions"), .office_id = w->office->id,
        .draft = {.name = web_field(w, "name"), .consent = web_flag(w, "consent"),
                  .consent_day = desk_day_field(w, "consent_day"), .service = web_field(w, "service"),
                  .form = web_field(w, "form"), .decision_number = web_field(w, "decision_number"),
                  .decision_day = desk_day_field(w, "decision_day")}};
    recognition_check(&a->draft, tz_day(w->site->tz, w->now), &p);
    if (p.n > 0) {
        reply_list(w, 422, &a->draft, &p);
        return;
    }
    people_do(w, &a->act);
}

void recognition_get(struct web *w)
{
    const struct recognition_row *r = &w->recognition;
    const struct office *o = site_office(w->site, r->office_id);
    bool writes = web_may(w, CAP_PEOPLE, r->office_id);
    struct recognition_view v = {
        .page = desk_page_view(w, T(w->lang, "Recognition"), o, DESK_NAV_PEOPLE), .item = item_of(w, r, writes),
        .base = str_fmt(w->a, "/desk/recognitions/%.*s", STR_ARG(r->public_id)),
        .list = str_fmt(w->a, "/desk/%.*s/recognition", STR_ARG(o->code)), .consent_day = r->consent_day,
        .writes = writes, .prints = writes && recognition_prints(r)};
    struct buf out = web_buf();
    tmpl_desk_recognition(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

static enum steer_end run_withdraw(const struct desk *d, struct people_act *act, struct err *e)
{
    return recognition_withdraw(d, &((struct recognition_act *)act)->row, e);
}

void recognition_withdraw_post(struct web *w)
{
    struct recognition_act *a = ARENA_NEW(w->a, struct recognition_act);
    struct str to = str_fmt(w->a, "/desk/recognitions/%.*s", STR_ARG(w->recognition.public_id));
    *a = (struct recognition_act){.act = people_act(w, w->recognition.office_id, run_withdraw, to, NULL),
                                  .row = w->recognition};
    people_do(w, &a->act);
}

// One that the law gives another form to, or that names nobody any more, has no certificate.
static bool has_certificate(struct web *w)
{
    if (!recognition_prints(&w->recognition)) {
        web_error(w, 409);
        return false;
    }
    return true;
}

void certificate_odt_get(struct web *w)
{
    if (has_certificate(w)) {
        struct paper p = recognition_paper(w->a, w->site, &w->recognition);
        download_reply(w, STR("giay-chung-nhan.odt"), STR("application/vnd.oasis.opendocument.text"),
                       paper_odt(w->a, &p));
    }
}

void certificate_docx_get(struct web *w)
{
    if (has_certificate(w)) {
        struct paper p = recognition_paper(w->a, w->site, &w->recognition);
        download_reply(w, STR("giay-chung-nhan.docx"),
                       STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                       paper_docx(w->a, &p));
    }
}
