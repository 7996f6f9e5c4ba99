// report_import.c: a report that another installation signed: looked at first, then taken in as one that was handed in.
#include "web/steer/reports_view.h"

#include "core/steer/report_file.h"
#include "templates.h"
#include "web/steer/report_view.h"

struct report_taking {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t above; // the office at which it is taken in
    struct report_file file;
    struct sign_public by;
    const char *problem;
    struct report_row row;
    enum steer_end end;
};

// What is called here as the file's template is; its code where none of that code holds.
static struct str template_name(struct web *w, const struct report_taking *t)
{
    struct err e = ERR_INIT;
    struct report_template found;
    const struct office *o = site_office_by_code(w->site, t->file.office);
    enum q_got got = o == NULL ? Q_NONE
                               : report_template_find(w->tx, w->site, o->id, t->file.template, tz_day(w->site->tz, w->now),
                                                      &found, &e);
    return got == Q_ROW ? found.name : t->file.template;
}

static void reply(struct web *w, int status, const struct report_taking *t, struct str text, const char *problem)
{
    struct report_import_view v = {
        .page = desk_page_view(w, T(w->lang, "A report from another installation"), w->office, DESK_NAV_REPORTS),
        .text = text,
        .read = t != NULL && text.n > 0,
        .problem = problem == NULL ? STR("") : T_(w->lang, problem),
        .here = t != NULL && t->row.id != 0 ? report_address(w, t->row.public_id) : STR(""),
    };
    if (v.read) {
        struct report_period p = period_of_days(t->file.span.first, t->file.span.last);
        struct buf b = buf_new(256);
        period_name(&b, w->lang, &p);
        v.office = t->file.office_name;
        v.template = template_name(w, t);
        v.period = str_copy(w->a, buf_str(&b));
        v.edition = str_fmt(w->a, "%lld", (long long)t->file.edition);
        v.fingerprint = sign_fingerprint(w->a, &t->by);
        v.handed_in_at = t->file.handed_in_at;
        buf_free(&b);
    }
    struct buf out = web_buf();
    tmpl_report_import(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void report_import_get(struct web *w)
{
    reply(w, 200, NULL, STR(""), NULL);
}

static enum tx_end take(struct tx *tx, void *arg, struct err *e)
{
    struct report_taking *t = arg;
    struct desk d = desk_of(tx, t->site, t->actor, t->now);
    t->problem = NULL;
    t->end = report_file_import(&d, &t->file, &t->by, &t->problem, &t->row, e);
    bool taken = t->end == STEER_SAVED && t->problem == NULL;
    return taken ? TX_COMMIT : t->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void taken(struct web *w, void *arg)
{
    struct report_taking *t = arg;
    if (t->end == STEER_SAVED && t->problem == NULL) {
        web_see_other(w, str_fmt(w->a, "%.*s?done=report-taken", STR_ARG(report_address(w, t->row.public_id))));
    } else if (web_read_again(w)) {
        reply(w, 422, t, web_field(w, "text"), t->problem == NULL ? N_("It was not taken in.") : t->problem);
    }
}

// The file as it was chosen or, of the second step, as the page gave it back.
static struct str text_given(struct web *w)
{
    for (size_t i = 0; i < w->n_files; i++) {
        if (str_eqz(w->files[i].field, "file")) {
            return w->files[i].bytes;
        }
    }
    return form_get(&w->form, "text");
}

void report_import_post(struct web *w)
{
    struct report_taking *t = ARENA_NEW(w->a, struct report_taking);
    *t = (struct report_taking){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now,
                                .above = w->office->id};
    struct str text = text_given(w);
    if (text.p == NULL || text.n == 0) {
        reply(w, 422, NULL, STR(""), N_("Choose the file."));
        return;
    }
    const char *wrong = report_file_read(w->a, text, &t->file, &t->by);
    if (wrong != NULL) {
        reply(w, 422, NULL, STR(""), wrong);
        return;
    }
    const struct office *o = site_office_by_code(w->site, t->file.office);
    if (o == NULL || !site_within(w->site, o->id, w->office->id)) {
        reply(w, 422, NULL, STR(""), N_("The report is of an office that does not stand below this one."));
        return;
    }
    if (!str_eqz(web_field(w, "do"), "take")) {
        reply(w, 200, t, text, NULL);
        return;
    }
    web_write(w, WEB_QUIET, take, t, taken);
}
