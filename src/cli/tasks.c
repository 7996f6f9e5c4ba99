// tasks.c: `hoiam tasks`: what is due by a day, of an office with all below, for the console and for other programs.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/store.h"
#include "core/steer/task.h"
#include "db/q_task.h"
#include "docs/json.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { TASKS_MAX = 256 << 20 };

static const struct opt tasks_options[] = {
    {"due", NULL, N_("what is due today or before and was not reported done; with a DAY, what is due by then"), 0},
    {"office", N_("CODE"), N_("the office, with all below (default: the site's root)"), 0},
    {"format", N_("FORMAT"), N_("text, csv or json (default: text)"), 0},
    OPT_END,
};

const struct cli_page cli_tasks_page = {
    .options = tasks_options,
    .operands_max = 1,
    .about = N_("Lists open tasks by the day they are due, the earliest first: the day, how late it is, the office that leads "
                "it and what is to be done. What was reported done and waits to be confirmed is left out. Days are those of the "
                "office's time zone.\n\nIt reads only, and may run beside hoiam serve."),
    .example = "hoiam tasks --db tinh.db --due 2026-12-31 --office xa-an --format csv",
};

struct listing {
    const struct site *site;
    const struct office *office;
    const char *format;
    int64_t today;
    struct buf out;
    struct json json;
    size_t n;
};

static void as_text(struct listing *l, const struct task_row *t, struct str lead)
{
    format_iso_day(&l->out, l->site->lang, t->due_day);
    buf_addz(&l->out, "  ");
    format_days_left(&l->out, l->site->lang, t->due_day - l->today);
    buf_addf(&l->out, "  %.*s: %.*s\n", STR_ARG(lead), STR_ARG(t->what));
}

static void as_csv(struct listing *l, const struct task_row *t, const struct office *lead)
{
    const struct str cells[] = {t->public_id, t->what, t->product, lead->code, lead->name[l->site->lang], t->state};
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        buf_csv(&l->out, cells[i]);
        buf_addc(&l->out, ',');
    }
    format_iso_day(&l->out, l->site->lang, t->due_day);
    buf_addf(&l->out, ",%lld\r\n", (long long)(t->due_day < l->today ? l->today - t->due_day : 0));
}

static void as_json(struct listing *l, const struct task_row *t, const struct office *lead)
{
    struct buf day = buf_new(32);
    format_iso_day(&day, l->site->lang, t->due_day);
    json_object(&l->json, NULL);
    json_str(&l->json, "id", t->public_id);
    json_str(&l->json, "task", t->what);
    json_str(&l->json, "product", t->product);
    json_str(&l->json, "lead", lead->code);
    json_str(&l->json, "state", t->state);
    json_str(&l->json, "due", buf_str(&day));
    json_int(&l->json, "days_late", t->due_day < l->today ? l->today - t->due_day : 0);
    json_end(&l->json);
    buf_free(&day);
}

static bool on_task(void *arg, const struct task_row *t, struct err *e)
{
    (void)e;
    struct listing *l = arg;
    const struct office *lead = site_office(l->site, t->lead_id);
    if (lead == NULL || str_eqz(t->state, "reported") || !site_within(l->site, t->lead_id, l->office->id)) {
        return true;
    }
    l->n++;
    if (strcmp(l->format, "csv") == 0) {
        as_csv(l, t, lead);
    } else if (strcmp(l->format, "json") == 0) {
        as_json(l, t, lead);
    } else {
        as_text(l, t, lead->name[l->site->lang]);
    }
    return true;
}

static int print_list(struct cli_call *call, struct listing *l, struct db *db, int64_t until)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    bool json = strcmp(l->format, "json") == 0;
    l->out = buf_new(TASKS_MAX);
    l->json = json_begin(&l->out);
    if (json) {
        json_array(&l->json, NULL);
    } else if (strcmp(l->format, "csv") == 0) {
        buf_addz(&l->out, "id,task,product,lead,lead_name,state,due,days_late\r\n");
    }
    bool good = db_read_begin(db, call->arena, &tx, &e);
    if (good) {
        good = q_tasks_due(tx, l->site->home, until, on_task, l, &e);
        db_read_end(tx);
    }
    if (json) {
        json_end(&l->json);
        buf_addc(&l->out, '\n');
    }
    bool over = buf_over(&l->out);
    if (good && !over) {
        cli_print(stdout, &l->out);
    }
    buf_free(&l->out);
    return !good ? cli_fail(call, &e) : over ? cli_short(call, say("the list is larger than its maximum")) : CLI_DONE;
}

static int list_due(struct cli_call *call, struct db *db, const struct site *site, int64_t now)
{
    struct listing l = {.site = site, .format = opt_get(call->opts, "format", "text"), .today = tz_day(site->tz, now)};
    struct buf problems = buf_new(1024);
    int64_t until = l.today;
    bool typed = call->opts->operands_n > 0;
    l.office = store_office(call, site, &problems);
    if (typed && !civil_parse(str_c(call->opts->operands[0]), &until)) {
        buf_addf(&problems, "%s: %s\n", call->opts->operands[0], say("this is no day: write 2026-12-31 or 31/12/2026"));
    } else if (opt_count(call->opts, "due") == 0) {
        buf_addf(&problems, say("--%s%s%s is missing\n"), "due", "", "");
    }
    if (strcmp(l.format, "text") != 0 && strcmp(l.format, "csv") != 0 && strcmp(l.format, "json") != 0) {
        buf_addf(&problems, "--format %s: %s\n", l.format, say("it is text, csv or json"));
    }
    int code = buf_str(&problems).n > 0 ? cli_problems(call, &problems) : print_list(call, &l, db, until);
    buf_free(&problems);
    return code;
}

int cli_tasks(struct cli_call *call)
{
    struct db *db;
    struct site *site;
    int code;
    if (!store_open(call, DB_READ_ONLY, &db, &site, &code)) {
        return code;
    }
    code = list_due(call, db, site, clock_now());
    store_close(db, site);
    return code;
}
