// figures_out.c: figures for machines, as JSON and CSV: see figures.h.
#include "core/count/figures.h"
#include "docs/json.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { VALUE_MAX = 64 };

static const char *const times[FIGURE_TIMES] = {"value", "before", "year_before"};

void figures_put_value(struct json *j, const char *name, enum figure_unit unit, struct figure_value v)
{
    struct buf b = buf_new(VALUE_MAX);
    figure_put_plain(&b, unit, v);
    if (v.shown != SHOWN_COUNT) {
        json_str(j, name, buf_str(&b));
    } else if (v.none) {
        json_null(j, name);
    } else {
        json_number(j, name, buf_str(&b));
    }
    buf_free(&b);
}

void figures_put_day(struct json *j, const char *name, int64_t day)
{
    struct buf b = buf_new(VALUE_MAX);
    format_iso_day(&b, LANG_EN, day);
    json_str(j, name, buf_str(&b));
    buf_free(&b);
}

static void put_head(struct json *j, enum lang lang, const struct figures *f)
{
    static const char *const names[FIGURE_TIMES] = {"period", "before", "year_before"};
    json_object(j, "office");
    json_str(j, "code", f->office->code);
    json_str(j, "name", f->office->name[lang]);
    json_bool(j, "alone", f->alone);
    json_end(j);
    for (int t = 0; t < FIGURE_TIMES; t++) {
        char text[PERIOD_TEXT];
        json_str(j, names[t], period_text(&f->period[t], text));
    }
    figures_put_day(j, "from", f->period[TIME_NOW].first);
    figures_put_day(j, "to", f->period[TIME_NOW].last);
    figures_put_day(j, "as_of", f->as_of);
    json_bool(j, "small_counts_hidden", f->released);
}

static void put_figures(struct json *j, struct arena *a, const struct site *site, enum lang lang, const struct figures *f,
                        figure_query *query)
{
    json_object(j, "figures");
    for (enum figure i = 0; i < FIGURES; i++) {
        const struct figure_info *info = figure_info(i);
        json_object(j, info->key);
        for (int t = 0; t < FIGURE_TIMES; t++) {
        figures_put_value(j, times[t], info->unit, f->v[t][i]);
        }
        json_str(j, "name", T_(lang, info->label));
        json_str(j, "definition", T_(lang, info->definition));
        json_str(j, "query", query(a, lang, site, f, i, STR_NONE));
        json_end(j);
    }
    json_end(j);
}

static struct str office_name(enum lang lang, const struct figure_office *o)
{
    return o->office == NULL ? T(lang, "Offices that are no more") : o->office->name[lang];
}

static void put_offices(struct json *j, enum lang lang, const struct figures *f)
{
    json_array(j, "by_office");
    for (size_t i = 0; i < f->n_offices; i++) {
        const struct figure_office *o = &f->offices[i];
        json_object(j, NULL);
        json_str(j, "code", o->office == NULL ? STR_NONE : o->office->code);
        json_str(j, "name", office_name(lang, o));
        json_bool(j, "alone", o->whose == SUMS_OWN);
        for (enum figure k = 0; k < FIGURES; k++) {
        figures_put_value(j, figure_info(k)->key, figure_info(k)->unit, o->v[k]);
        }
        json_end(j);
    }
    json_end(j);
}

void figures_json(struct buf *out, struct arena *a, const struct site *site, enum lang lang, const struct figures *f,
                  figure_query *query)
{
    struct json j = json_begin(out);
    json_object(&j, NULL);
    put_head(&j, lang, f);
    put_figures(&j, a, site, lang, f, query);
    for (enum figure_list list = 0; list < FIGURE_LISTS; list++) {
        json_array(&j, figure_list_key(list));
        for (size_t i = 0; i < f->parts[list].n; i++) {
            const struct figure_part *p = &f->parts[list].list[i];
            json_object(&j, NULL);
            json_str(&j, "code", p->code);
            json_str(&j, "name", figure_part_name(site, lang, list, p->code));
            for (int t = 0; t < FIGURE_TIMES; t++) {
                figures_put_value(&j, times[t], UNIT_COUNT, p->v[t]);
            }
            struct str again = query(a, lang, site, f, figure_list_total(list), p->code);
            if (again.p != NULL) {
                json_str(&j, "query", again);
            }
            json_end(&j);
        }
        json_end(&j);
    }
    put_offices(&j, lang, f);
    json_end(&j);
}

static void csv_value(struct buf *out, enum figure_unit unit, struct figure_value v)
{
    buf_addc(out, ',');
    figure_put_plain(out, unit, v);
}

void figures_csv(struct buf *out, const struct site *site, enum lang lang, const struct figures *f)
{
    buf_addz(out, "\xef\xbb\xbfgroup,code,name,value,before,year_before\r\n");
    for (enum figure i = 0; i < FIGURES; i++) {
        buf_addf(out, "figure,%s,", figure_info(i)->key);
        buf_csv(out, T_(lang, figure_info(i)->label));
        for (int t = 0; t < FIGURE_TIMES; t++) {
            csv_value(out, figure_info(i)->unit, f->v[t][i]);
        }
        buf_addz(out, "\r\n");
    }
    for (enum figure_list list = 0; list < FIGURE_LISTS; list++) {
        for (size_t i = 0; i < f->parts[list].n; i++) {
            const struct figure_part *p = &f->parts[list].list[i];
            buf_addf(out, "%s,", figure_list_key(list));
            buf_csv(out, p->code);
            buf_addc(out, ',');
            buf_csv(out, figure_part_name(site, lang, list, p->code));
            for (int t = 0; t < FIGURE_TIMES; t++) {
                csv_value(out, UNIT_COUNT, p->v[t]);
            }
            buf_addz(out, "\r\n");
        }
    }
    for (size_t i = 0; i < f->n_offices; i++) {
        const struct figure_office *o = &f->offices[i];
        for (enum figure k = 0; k < FIGURES; k++) {
            buf_addf(out, "%s,", o->whose == SUMS_OWN ? "by_office_alone" : "by_office");
            buf_csv(out, o->office == NULL ? STR("") : o->office->code);
            buf_addf(out, ":%s,", figure_info(k)->key);
            buf_csv(out, office_name(lang, o));
            csv_value(out, figure_info(k)->unit, o->v[k]);
            buf_addz(out, ",,\r\n");
        }
    }
}
