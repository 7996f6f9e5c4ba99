// report_files.c: a report as a file: an administrative document, a workbook with live totals, CSV, JSON.
#include "core/steer/report_file.h"
#include "core/steer/report_out.h"
#include "web/app.h"
#include "web/download.h"
#include "web/steer/report_view.h"

struct str report_file_name(struct web *w, const struct report *r, struct str ending)
{
    const struct office *o = site_office(w->site, r->row->office_id);
    struct report_period p = period_of_days(r->span.first, r->span.last);
    char text[PERIOD_TEXT];
    return str_fmt(w->a, "%.*s-%.*s-%.*s.%.*s", STR_ARG(r->t.code), STR_ARG(o == NULL ? STR("") : o->code),
                   STR_ARG(period_text(&p, text)), STR_ARG(ending));
}

static struct str ending_of(struct str path)
{
    struct str rest = path;
    while (str_find(rest, STR(".")) >= 0) {
        (void)str_cut(&rest, '.');
    }
    return rest;
}

static void reply_text(struct web *w, const struct report_view *v, struct str name, bool csv)
{
    struct buf out = web_buf();
    if (csv) {
        report_csv(&out, v);
        http_reply_header(w->call, "Content-Disposition", str_fmt(w->a, "attachment; filename=\"%.*s\"", STR_ARG(name)));
        web_reply(w, 200, STR("text/csv; charset=utf-8"), &out);
    } else {
        report_json(&out, v);
        web_reply_json(w, 200, &out);
    }
    buf_free(&out);
}

// Signed, for another installation: what the office itself handed in here.
static void reply_signed(struct web *w, const struct report *r, struct str name)
{
    struct err e = ERR_INIT;
    struct buf out = buf_new(REPORT_FILE_MAX);
    if (!report_signs(w)) { // there is no key, or it was not handed in
        web_error(w, 409);
    } else if (!report_file_write(&out, w->a, w->site, r, app_config(w->app)->sign_key, &e)) {
        web_failed(w, &e);
    } else {
        download_reply(w, name, STR("application/octet-stream"), str_copy(w->a, buf_str(&out)));
    }
    buf_free(&out);
}

void report_file_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct report r;
    struct report_view v;
    struct str ending = ending_of(w->req->path);
    bool odt = str_eqz(ending, "odt");
    bool paper = odt || str_eqz(ending, "docx");
    if (!report_there(w)) {
        return;
    }
    // A document is in the office's own language.
    if (!report_view_read(&v, &r, w->tx, w->site, paper ? w->site->lang : w->lang, &w->report, w->now, &e)) {
        web_failed(w, &e);
        return;
    }
    struct str name = report_file_name(w, &r, ending);
    if (str_eqz(ending, "hoiam-report")) {
        reply_signed(w, &r, name);
    } else if (odt) {
        download_reply(w, name, STR("application/vnd.oasis.opendocument.text"), paper_odt(w->a, report_paper(w->a, &v)));
    } else if (paper) {
        download_reply(w, name, STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                       paper_docx(w->a, report_paper(w->a, &v)));
    } else if (str_eqz(ending, "xlsx")) {
        download_reply(w, name, STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                       report_xlsx(w->a, &v));
    } else {
        reply_text(w, &v, name, str_eqz(ending, "csv"));
    }
}
