// report_hand_in.c: the page before a report is handed in: what of it is empty, to be filled or to be said why it is not.
#include "web/steer/report_view.h"

#include "core/steer/report_hand_in.h"
#include "templates.h"

struct str report_lack_name(struct web *w, const struct report *r, const struct report_lack *lack)
{
    return lack->section ? r->t.sections[lack->at].title : report_entry_label(w, &r->t.figures[lack->at]);
}

void report_hand_in_reply(struct web *w, int status, const struct report *r, const struct problems *p)
{
    struct report_lack *list;
    struct report_hand_in_view *v = ARENA_NEW(w->a, struct report_hand_in_view);
    size_t n = report_lacks(w->a, r, &list);
    struct str address = report_address(w, w->report.public_id);
    const struct office *office = site_office(w->site, site_heir_id(w->site, w->report.office_id));
    v->page = desk_page_view(w, T(w->lang, "Hand in the report"), office, DESK_NAV_REPORTS);
    v->page.page.problems = p;
    v->report = (struct page_link){str_fmt(w->a, "%.*s, %.*s", STR_ARG(r->t.name), STR_ARG(report_span_words(w, &r->t, r->span))),
                                   address};
    v->id = w->report.public_id;
    v->version = w->report.version;
    v->why = web_field(w, "why");
    v->lacks = ARENA_ARRAY(w->a, struct report_lack_view, n + 1);
    for (size_t i = 0; i < n; i++) {
        v->lacks[v->n_lacks++] = (struct report_lack_view){
            report_lack_name(w, r, &list[i]),
            str_fmt(w->a, "%.*s#%s%zu", STR_ARG(address), list[i].section ? "s" : "f", list[i].at + 1), list[i].section,
            list[i].required};
        v->refused = v->refused || list[i].required;
    }
    struct buf out = web_buf();
    tmpl_report_hand_in(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void report_hand_in_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct report *r = ARENA_NEW(w->a, struct report);
    if (!report_there(w)) {
        return;
    }
    if (!str_eqz(w->report.state, "draft")) {
        web_see_other(w, report_address(w, w->report.public_id));
    } else if (!report_read(r, w->tx, w->site, &w->report, w->now, &e)) {
        web_failed(w, &e);
    } else {
        report_hand_in_reply(w, 200, r, NULL);
    }
}
