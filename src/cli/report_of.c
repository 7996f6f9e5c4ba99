// report_of.c: see report_of.h.
#include "cli/report_of.h"

#include "base/clock.h"
#include "cli/store.h"
#include "core/steer/report_out.h"
#include "db/q_rows.h"

enum { REPORT_MAX = 64 << 20 };

static const char *const formats[] = {"text", "json", "csv", "docx", "odt", "xlsx"};

static bool known_format(const char *format)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (strcmp(format, formats[i]) == 0) {
            return true;
        }
    }
    return false;
}

// The report as it was handed in: with all below, else of the office alone; else as it stands now.
static bool choose(struct tx *tx, const struct site *s, const struct report_template *t, int64_t office_id,
                   struct report_span span, bool alone, struct report_row *row, struct err *e)
{
    enum q_got got = Q_NONE;
    for (enum report_scope scope = alone ? SCOPE_ALONE : SCOPE_CONSOLIDATED; got == Q_NONE; scope = SCOPE_ALONE) {
        got = report_last(tx, s, t, office_id, span, scope, row, e);
        if (scope == SCOPE_ALONE) {
            break;
        }
    }
    if (got != Q_NONE) {
        return got == Q_ROW;
    }
    struct report_tree tree;
    if (!report_tree_read(&tree, tx, t, span, e)) {
        return false;
    }
    ptrdiff_t at = report_tree_find(&tree, office_id);
    bool below = at >= 0 && !alone && tree.nodes[at].below > 0;
    enum report_scope scope = below || !report_span_ok(t, span) ? SCOPE_CONSOLIDATED : SCOPE_ALONE;
    *row = (struct report_row){.home_id = s->home, .template_id = t->id, .office_id = office_id, .first_day = span.first,
                               .last_day = span.last, .scope = str_c(report_scope_code(scope)), .state = STR("draft"),
                               .due_day = report_span_due_day(t, span), .origin = STR("")};
    return true;
}

static void write_out(struct buf *out, struct arena *a, const struct report_view *v, const char *format)
{
    if (strcmp(format, "json") == 0) {
        report_json(out, v);
    } else if (strcmp(format, "csv") == 0) {
        report_csv(out, v);
    } else if (strcmp(format, "docx") == 0) {
        buf_add(out, paper_docx(a, report_paper(a, v)));
    } else if (strcmp(format, "odt") == 0) {
        buf_add(out, paper_odt(a, report_paper(a, v)));
    } else if (strcmp(format, "xlsx") == 0) {
        buf_add(out, report_xlsx(a, v));
    } else {
        report_text(out, v);
    }
}

bool report_of_read(struct cli_call *call, struct tx *tx, const struct site *s, const struct office *o, struct report_row *row,
                    int *code)
{
    struct err e = ERR_INIT;
    struct report_template t;
    struct report_span span;
    const char *name = opt_get(call->opts, "template", "");
    const char *period = opt_get(call->opts, "period", "");
    enum q_got got = report_template_find(tx, s, o->id, str_c(name), s->today, &t, &e);
    if (got != Q_ROW) {
        *code = got == Q_ERROR ? cli_fail(call, &e)
                               : cli_usage(call, say("--template %s: no template of this code holds at that office"), name);
        return false;
    }
    const char *problem = report_span_parse(&t, str_c(period), &span);
    if (problem != NULL) {
        *code = cli_usage(call, "--period %s: %s", period, say(problem));
        return false;
    }
    if (!choose(tx, s, &t, o->id, span, opt_count(call->opts, "alone") > 0, row, &e)) {
        *code = cli_fail(call, &e);
        return false;
    }
    return true;
}

static int print(struct cli_call *call, struct tx *tx, const struct site *s, const struct office *o, enum lang lang)
{
    struct err e = ERR_INIT;
    struct report_row row;
    struct report r;
    struct report_view v;
    int code;
    if (!report_of_read(call, tx, s, o, &row, &code)) {
        return code;
    }
    if (!report_view_read(&v, &r, tx, s, lang, &row, clock_now(), &e)) {
        return cli_fail(call, &e);
    }
    struct buf out = buf_new(REPORT_MAX);
    write_out(&out, call->arena, &v, opt_get(call->opts, "format", "text"));
    bool over = buf_over(&out);
    cli_print(stdout, &out);
    buf_free(&out);
    return over ? cli_short(call, say("the report is larger than its maximum")) : CLI_DONE;
}

int report_by_template(struct cli_call *call)
{
    struct db *db;
    struct site *s;
    struct tx *tx;
    struct err e = ERR_INIT;
    int code;
    const char *format = opt_get(call->opts, "format", "text");
    if (!known_format(format)) {
        return cli_usage(call, say("--format %s: with --template it is text, json, csv, docx, odt or xlsx"), format);
    }
    if (!store_open(call, DB_READ_ONLY, &db, &s, &code)) {
        return code;
    }
    enum lang lang = s->lang;
    struct str asked = str_c(opt_get(call->opts, "lang", ""));
    struct buf problems = buf_new(1024);
    const struct office *o = store_office(call, s, &problems);
    if (o == NULL) {
        code = cli_problems(call, &problems);
    } else if (asked.n > 0 && !lang_from_code(asked, &lang)) {
        code = cli_usage(call, say("--lang %.*s: the program speaks vi and en"), STR_ARG(asked));
    } else if (!db_read_begin(db, call->arena, &tx, &e)) {
        code = cli_fail(call, &e);
    } else {
        code = print(call, tx, s, o, lang);
        db_read_end(tx);
    }
    buf_free(&problems);
    store_close(db, s);
    return code;
}
