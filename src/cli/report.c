// report.c: `hoiam report`: the figures of an office and a period, for the console: nothing is hidden in them.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/report_of.h"
#include "cli/report_query.h"
#include "cli/store.h"
#include "core/count/figures.h"
#include "docs/html.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { REPORT_MAX = 64 << 20 };

static const struct opt report_options[] = {
    {"office", N_("CODE"), N_("the office, with all below (default: the site's root)"), 0},
    {"alone", NULL, N_("the office without those below"), 0},
    {"period", N_("PERIOD"),
     N_("quarter IV/2026, month 11/2026, first half of 2026, year 2026, from 15/10/2026 to 14/11/2026, or "
        "2026Q4, 2026-11, 2026H1, 2026-9M, 2026-W48, 2026-07-15..2026-08-14; both ends included"),
     OPT_MUST},
    {"template", N_("CODE"), N_("a report by this template instead: as it was handed in, else as it stands now"), 0},
    {"format", N_("FORMAT"), N_("text, json, csv or html; with --template docx, odt or xlsx too (default: text)"), 0},
    {"lang", N_("LANG"), N_("language of the report: vi or en (default: that of the site)"), 0},
    OPT_END,
};

const struct cli_page cli_report_page = {
    .options = report_options,
    .about = N_(
        "Prints what came in, what became of it and how long it took, beside the period before and the year before. "
        "Days are those of the office's time zone. The figures are those of the numbers page, where counts below 5 are "
        "hidden; here nothing is.\n\nIt reads only, and may run beside hoiam serve."),
    .example = "hoiam report --db xa.db --office thanh-hoa --period 2026Q3 --format json",
};

struct report {
    struct report_period period;
    const char *format;
    enum lang lang;
    const struct site *site;
    struct figures figures;
};

// ---- as text

static void pad(struct buf *out, struct str s, size_t width, bool right)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    }
    for (size_t i = n; i < width && right; i++) {
        buf_addc(out, ' ');
    }
    buf_add(out, s);
    for (size_t i = n; i < width && !right; i++) {
        buf_addc(out, ' ');
    }
}

static void text_value(struct buf *out, enum lang lang, enum figure_unit unit, struct figure_value v)
{
    struct buf b = buf_new(64);
    figure_put(&b, lang, unit, v);
    pad(out, buf_str(&b), 12, true);
    buf_free(&b);
}

static void text_row(struct buf *out, const struct report *r, struct str name, enum figure_unit unit,
                     const struct figure_value v[FIGURE_TIMES])
{
    pad(out, name, 44, false);
    for (int t = 0; t < FIGURE_TIMES; t++) {
        text_value(out, r->lang, unit, v[t]);
    }
    buf_addc(out, '\n');
}

static void text_head(struct buf *out, const struct report *r)
{
    const struct figures *f = &r->figures;
    buf_add(out, f->office->name[r->lang]);
    buf_addz(out, ", ");
    period_name(out, r->lang, &f->period[TIME_NOW]);
    buf_addz(out, "\n\n");
    pad(out, STR(""), 44, false);
    for (int t = 0; t < FIGURE_TIMES; t++) {
        char text[PERIOD_TEXT];
        struct str period = period_text(&f->period[t], text);
        pad(out, period.n > 11 ? str_slice(period, 0, 11) : period, 12, true);
    }
    buf_addc(out, '\n');
}

static void as_text(struct buf *out, const struct report *r)
{
    const struct figures *f = &r->figures;
    text_head(out, r);
    for (enum figure i = 0; i < FIGURES; i++) {
        struct figure_value v[FIGURE_TIMES] = {f->v[0][i], f->v[1][i], f->v[2][i]};
        text_row(out, r, T_(r->lang, figure_info(i)->label), figure_info(i)->unit, v);
    }
    for (enum figure_list list = 0; list < FIGURE_LISTS; list++) {
        buf_addf(out, "\n%.*s\n", STR_ARG(T_(r->lang, figure_list_title(list))));
        for (size_t i = 0; i < f->parts[list].n; i++) {
            const struct figure_part *p = &f->parts[list].list[i];
            text_row(out, r, figure_part_name(r->site, r->lang, list, p->code), UNIT_COUNT, p->v);
        }
    }
    static const enum figure shown[] = {FIGURE_RECEIVED, FIGURE_OPENED, FIGURE_ANSWERED, FIGURE_ON_TIME_SHARE, FIGURE_MEDIAN,
                                        FIGURE_OPEN};
    for (size_t i = 0; i < f->n_offices; i++) {
        const struct figure_office *o = &f->offices[i];
        if (i == 0) {
            buf_addc(out, '\n');
            pad(out, T(r->lang, "By office"), 44, false);
            for (size_t k = 0; k < ARRAY_LEN(shown); k++) {
                pad(out, str_c(figure_info(shown[k])->key), 14, true);
            }
            buf_addc(out, '\n');
        }
        struct str name = o->office == NULL ? T(r->lang, "Offices that are no more") : o->office->name[r->lang];
        pad(out, name, 46, false);
        for (size_t k = 0; k < ARRAY_LEN(shown); k++) {
            text_value(out, r->lang, figure_info(shown[k])->unit, o->v[shown[k]]);
            buf_addz(out, k + 1 < ARRAY_LEN(shown) ? "  " : "\n");
        }
    }
}

// ---- as HTML

static void html_row(struct buf *out, const struct report *r, struct str name, enum figure_unit unit,
                     const struct figure_value v[FIGURE_TIMES])
{
    buf_addz(out, "<tr><th scope=\"row\">");
    html_text(out, name);
    buf_addz(out, "</th>");
    for (int t = 0; t < FIGURE_TIMES; t++) {
        buf_addz(out, "<td>");
        figure_put(out, r->lang, unit, v[t]);
        buf_addz(out, "</td>");
    }
    buf_addz(out, "</tr>\n");
}

static void html_table(struct buf *out, const struct report *r, struct str title)
{
    buf_addz(out, "<table><caption>");
    html_text(out, title);
    buf_addz(out, "</caption><thead><tr><td></td>");
    for (int t = 0; t < FIGURE_TIMES; t++) {
        buf_addz(out, "<th scope=\"col\">");
        period_name(out, r->lang, &r->figures.period[t]);
        buf_addz(out, "</th>");
    }
    buf_addz(out, "</tr></thead><tbody>\n");
}

static void as_html(struct buf *out, const struct report *r)
{
    const struct figures *f = &r->figures;
    buf_addf(out, "<!DOCTYPE html>\n<html lang=\"%.*s\">\n<head><meta charset=\"utf-8\"><title>",
             STR_ARG(lang_info(r->lang)->code));
    html_text(out, f->office->name[r->lang]);
    buf_addz(out, "</title></head>\n<body>\n<h1>");
    html_text(out, f->office->name[r->lang]);
    buf_addz(out, ", ");
    period_name(out, r->lang, &f->period[TIME_NOW]);
    buf_addz(out, "</h1>\n");
    html_table(out, r, T(r->lang, "Numbers"));
    for (enum figure i = 0; i < FIGURES; i++) {
        struct figure_value v[FIGURE_TIMES] = {f->v[0][i], f->v[1][i], f->v[2][i]};
        html_row(out, r, T_(r->lang, figure_info(i)->label), figure_info(i)->unit, v);
    }
    buf_addz(out, "</tbody></table>\n");
    for (enum figure_list list = 0; list < FIGURE_LISTS; list++) {
        html_table(out, r, T_(r->lang, figure_list_title(list)));
        for (size_t i = 0; i < f->parts[list].n; i++) {
            const struct figure_part *p = &f->parts[list].list[i];
            html_row(out, r, figure_part_name(r->site, r->lang, list, p->code), UNIT_COUNT, p->v);
        }
        buf_addz(out, "</tbody></table>\n");
    }
    buf_addz(out, "</body>\n</html>\n");
}

// ---- the command

static bool known_format(const char *format)
{
    static const char *const formats[] = {"text", "json", "csv", "html"};
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (strcmp(format, formats[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int print(struct cli_call *call, const struct report *r)
{
    struct buf out = buf_new(REPORT_MAX);
    if (strcmp(r->format, "json") == 0) {
        figures_json(&out, call->arena, r->site, r->lang, &r->figures, report_query);
    } else if (strcmp(r->format, "csv") == 0) {
        figures_csv(&out, r->site, r->lang, &r->figures);
    } else if (strcmp(r->format, "html") == 0) {
        as_html(&out, r);
    } else {
        as_text(&out, r);
    }
    bool over = buf_over(&out);
    cli_print(stdout, &out);
    buf_free(&out);
    return over ? cli_short(call, say("the report is larger than its maximum")) : CLI_DONE;
}

static int report_of(struct cli_call *call, struct report *r, struct db *db, int64_t now)
{
    const struct site *s = r->site;
    struct str lang = str_c(opt_get(call->opts, "lang", ""));
    // An office that is gone counts on under its own name.
    struct str code = str_c(opt_get(call->opts, "office", ""));
    const struct office *o = site_office_by_code(s, code) == NULL ? site_office_gone(s, code) : NULL;
    if (o == NULL) {
        struct buf problems = buf_new(1024);
        o = store_office(call, s, &problems);
        int end = o == NULL ? cli_problems(call, &problems) : CLI_DONE;
        buf_free(&problems);
        if (o == NULL) {
            return end;
        }
    }
    r->lang = s->lang;
    if (lang.n > 0 && !lang_from_code(lang, &r->lang)) {
        return cli_usage(call, say("--lang %.*s: the program speaks vi and en"), STR_ARG(lang));
    }
    struct err e = ERR_INIT;
    struct tx *tx;
    if (!db_read_begin(db, call->arena, &tx, &e)) {
        return cli_fail(call, &e);
    }
    bool good = figures_read(&r->figures, tx, s, o, opt_count(call->opts, "alone") > 0, &r->period, false, now, &e);
    db_read_end(tx);
    return good ? print(call, r) : cli_fail(call, &e);
}

int cli_report(struct cli_call *call)
{
    if (opt_count(call->opts, "template") > 0) {
        return report_by_template(call);
    }
    struct report r = {.format = opt_get(call->opts, "format", "text")};
    const char *problem = period_parse(str_c(opt_get(call->opts, "period", "")), &r.period);
    if (problem != NULL) {
        return cli_usage(call, "--period %s: %s", opt_get(call->opts, "period", ""), say(problem));
    }
    if (!known_format(r.format)) {
        return cli_usage(call, say("--format %s: it is text, json, csv or html"), r.format);
    }
    struct err e = ERR_INIT;
    struct db *db;
    struct site *site;
    int64_t now = clock_now();
    if (!db_open(&db, call->db, DB_READ_ONLY, &e)) {
        return cli_fail(call, &e);
    }
    int end;
    if (site_load(db, now, &site, &e)) {
        r.site = site;
        end = report_of(call, &r, db, now);
        site_unref(site);
    } else {
        end = cli_fail(call, &e);
    }
    db_close(db);
    return end;
}
