// report_templates.c: the templates of reports: those that hold at an office, a new one, the next edition, the end of one.
#include "web/steer/report_templates_view.h"

#include "docs/paper.h"
#include "templates.h"
#include "web/admin/admin.h"
#include "web/steer/report_view.h"
#include "web/table.h"

// ---- those that hold

static struct template_figure_view figure_of_entry(struct web *w, const struct template_entry *f)
{
    struct str label = report_entry_label(w, f);
    return (struct template_figure_view){
        f->key, f->entered ? str_fmt(w->a, "%.*s (%.*s)", STR_ARG(label), STR_ARG(f->unit)) : label,
        template_entry_definition(w->lang, f), true};
}

static struct str form_words(struct web *w, struct str form)
{
    enum paper_form f = paper_form_of(form);
    bool party = f == PAPER_PARTY;
    struct str name = party ? T(w->lang, "Party") : T(w->lang, "State");
    return f == PAPER_FORMS || paper_layout(f)->confirmed
               ? name
               : str_fmt(w->a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(T(w->lang, "to be confirmed")));
}

static struct str kind_names(struct web *w, struct str codes)
{
    struct desk_choices all = admin_kinds(w, STR("country"));
    struct buf b = buf_new(1024);
    for (struct str rest = codes; rest.p != NULL;) {
        struct str code = str_cut(&rest, ' ');
        for (size_t i = 0; i < all.n; i++) {
            if (str_eq(all.list[i].code, code)) {
                buf_addz(&b, b.n > 0 ? ", " : "");
                buf_add(&b, all.list[i].name);
            }
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct str every_words(struct web *w, const struct report_template *t)
{
    struct str every = T_(w->lang, report_every_words(t->every));
    if (t->closing_day == 0) {
        return every;
    }
    struct buf b = buf_new(512);
    struct str day = str_fmt(w->a, "%lld", (long long)t->closing_day);
    I18N_FILL(&b, T(w->lang, "{every}, closing on day {day}"), {"every", every}, {"day", day});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct template_listed listed(struct web *w, const struct report_template *t)
{
    struct template_listed l = {
        .name = t->name, .code = t->code, .every = every_words(w, t), .office = desk_office_name(w, t->office_id),
        .edition = str_fmt(w->a, "%lld", (long long)t->edition), .form = form_words(w, t->form),
        .owed_by = kind_names(w, t->owed_by), .due_days = t->due_days, .since_day = t->since_day,
        .own = t->office_id == w->office->id, .sections = ARENA_ARRAY(w->a, struct str, t->n_sections + 1),
        .figures = ARENA_ARRAY(w->a, struct template_figure_view, t->n_figures + 1)};
    for (size_t i = 0; i < t->n_sections; i++) {
        struct str title = t->sections[i].title;
        l.sections[l.n_sections++] = !t->sections[i].required ? title
                                                              : str_fmt(w->a, "%.*s (%.*s)", STR_ARG(title),
                                                                        STR_ARG(T(w->lang, "must be written")));
    }
    for (size_t i = 0; i < t->n_figures; i++) {
        l.figures[l.n_figures++] = figure_of_entry(w, &t->figures[i]);
    }
    return l;
}

void report_templates_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct report_template *list;
    size_t n;
    if (!report_templates_at(w->tx, w->site, w->office->id, tz_day(w->site->tz, w->now), &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct report_templates_view v = {
        .page = desk_page_view(w, T(w->lang, "Templates of reports"), w->office, DESK_NAV_REPORTS),
        .rows = ARENA_ARRAY(w->a, struct template_listed, n + 1),
        .arranges = web_may(w, CAP_REPORT_TEMPLATE, w->office->id), .reads = true};
    for (size_t i = 0; i < n; i++) {
        v.rows[v.n_rows++] = listed(w, &list[i]);
    }
    struct buf out = web_buf();
    tmpl_report_templates(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

static bool table_of(struct table *t, void *at, bool *more, struct err *e)
{
    struct web *w = t->w;
    struct report_template *list;
    size_t n;
    (void)at;
    (void)more;
    if (!report_templates_at(w->tx, w->site, w->office->id, tz_day(w->site->tz, w->now), &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct template_listed l = listed(w, &list[i]);
        const struct str cells[] = {l.code, l.name, l.edition, l.every};
        table_texts(t, cells, ARRAY_LEN(cells));
        table_number(t, l.due_days);
        TABLE_TEXTS(t, l.owed_by, l.form, l.office);
        table_day(t, l.since_day);
        table_end_row(t);
    }
    return true;
}

void report_templates_csv_get(struct web *w)
{
    table_reply(w, STR("templates"), "code,name,edition,every,due_days,owed_by,form,office,since", table_of, NULL);
}

// ---- the form

static struct str field_name(struct web *w, const char *what, size_t i)
{
    return str_fmt(w->a, "%s_%zu", what, i + 1);
}

static struct desk_choices choices(struct web *w, size_t n, const char *(*code)(size_t), const char *(*words)(size_t),
                                   size_t chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, n), n};
    for (size_t i = 0; i < n; i++) {
        c.list[i] = (struct desk_choice){str_c(code(i)), T_(w->lang, words(i)), i == chosen};
    }
    return c;
}

static const char *part_code(size_t i)
{
    return report_part_code((enum report_part)i);
}

static const char *part_words(size_t i)
{
    return report_part_words((enum report_part)i);
}

static const char *every_code(size_t i)
{
    return report_every_code((enum report_every)i);
}

static const char *every_name(size_t i)
{
    return report_every_words((enum report_every)i);
}

// What can be entered by hand: the first four kinds of values.
static const char *kind_code(size_t i)
{
    return value_kind_code((enum value_kind)i);
}

static const char *kind_words(size_t i)
{
    return value_kind_words((enum value_kind)i);
}

static struct desk_choices form_choices(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, PAPER_FORMS), PAPER_FORMS};
    for (size_t i = 0; i < PAPER_FORMS; i++) {
        struct str code = str_c(paper_layout((enum paper_form)i)->code);
        c.list[i] = (struct desk_choice){code, form_words(w, code), str_eq(code, chosen)};
    }
    return c;
}

static void fill_catalogue(struct web *w, const struct report_template *t, struct report_template_view *v)
{
    v->figures = ARENA_ARRAY(w->a, struct template_figure_view, CATALOGUES);
    for (size_t i = 0; i < CATALOGUES; i++) {
        struct buf b = buf_new(512);
        catalogue_name(&b, w->lang, (enum catalogue)i);
        struct catalogue_info info = catalogue_info((enum catalogue)i);
        bool chosen = false;
        for (size_t k = 0; k < t->n_figures; k++) {
            chosen = chosen || (!t->figures[k].entered && str_eq(t->figures[k].key, info.key));
        }
        v->figures[v->n_figures++] =
            (struct template_figure_view){info.key, str_copy(w->a, buf_str(&b)), T_(w->lang, info.definition), chosen};
        buf_free(&b);
    }
}

static void fill_entered(struct web *w, const struct report_template *t, struct report_template_view *v)
{
    size_t n = 0;
    for (size_t i = 0; i < ENTERED_FIELDS; i++) {
        while (n < t->n_figures && !t->figures[n].entered) {
            n++;
        }
        const struct template_entry *f = n < t->n_figures ? &t->figures[n++] : NULL;
        v->entered[i] = (struct entered_field){
            field_name(w, "key", i), field_name(w, "label", i), field_name(w, "unit", i), field_name(w, "kind", i),
            field_name(w, "definition", i), f == NULL ? STR("") : f->key, f == NULL ? STR("") : f->label,
            f == NULL ? STR("") : f->unit, f == NULL ? STR("") : f->definition,
            choices(w, VALUE_SHARE + 1, kind_code, kind_words, f == NULL ? VALUE_COUNT : f->kind)};
    }
}

static bool fill_own(struct web *w, struct report_template_view *v, struct err *e)
{
    struct report_template *list;
    size_t n;
    if (!report_templates_at(w->tx, w->site, w->office->id, tz_day(w->site->tz, w->now), &list, &n, e)) {
        return false;
    }
    v->own = ARENA_ARRAY(w->a, struct template_listed, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (list[i].office_id == w->office->id) {
            v->own[v->n_own++] = listed(w, &list[i]);
        }
    }
    return true;
}

static void reply_form(struct web *w, int status, const struct report_template *t, bool next, const struct problems *p)
{
    struct err e = ERR_INIT;
    struct report_template_view *v = ARENA_NEW(w->a, struct report_template_view);
    struct str title = next ? T(w->lang, "Next edition of a template") : T(w->lang, "New template of a report");
    v->page = desk_page_view(w, title, w->office, DESK_NAV_REPORTS);
    v->page.page.problems = p;
    v->code = t->code;
    v->name = t->name;
    v->next = next;
    v->everies = choices(w, REPORT_EVERY, every_code, every_name, t->every);
    v->forms = form_choices(w, t->form);
    v->kinds = admin_kinds(w, STR("country"));
    for (size_t i = 0; i < v->kinds.n; i++) {
        v->kinds.list[i].chosen = report_template_owed_by(t, v->kinds.list[i].code);
    }
    v->closing = str_fmt(w->a, "%lld", (long long)t->closing_day);
    v->due = str_fmt(w->a, "%lld", (long long)t->due_days);
    v->since_day = t->since_day;
    for (size_t i = 0; i < SECTION_FIELDS; i++) {
        bool there = i < t->n_sections;
        v->sections[i] = (struct section_field){
            field_name(w, "part", i), field_name(w, "section", i), field_name(w, "required", i),
            choices(w, REPORT_PARTS, part_code, part_words, there ? t->sections[i].part : PART_OTHER),
            there ? t->sections[i].title : STR(""), there && t->sections[i].required};
    }
    fill_catalogue(w, t, v);
    fill_entered(w, t, v);
    if (!fill_own(w, v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_report_template(&out, w->lang, v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void report_template_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct report_template t;
    struct str code = web_param(w, "code");
    int64_t today = tz_day(w->site->tz, w->now);
    enum q_got got = code.n == 0 ? Q_NONE : report_template_find(w->tx, w->site, w->office->id, code, today, &t, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    bool next = got == Q_ROW && t.office_id == w->office->id;
    if (next) {
        t.since_day = today > t.since_day ? today : t.since_day + 1;
        reply_form(w, 200, &t, true, NULL);
        return;
    }
    t = (struct report_template){.code = STR(""), .name = STR(""), .every = EVERY_MONTH, .due_days = 5, .since_day = today,
                                 .owed_by = STR("commune ward zone"), .form = str_c(paper_layout(PAPER_STATE)->code)};
    struct template_section_part usual[] = {
        {PART_RESULTS, T_(w->lang, report_part_words(PART_RESULTS)), false},
        {PART_SHORTCOMINGS, T_(w->lang, report_part_words(PART_SHORTCOMINGS)), false},
        {PART_CAUSES, T_(w->lang, report_part_words(PART_CAUSES)), false},
        {PART_AHEAD, T_(w->lang, report_part_words(PART_AHEAD)), false},
        {PART_REQUESTS, T_(w->lang, report_part_words(PART_REQUESTS)), false},
        {PART_FIGURES, T_(w->lang, report_part_words(PART_FIGURES)), false},
    };
    t.sections = usual;
    t.n_sections = ARRAY_LEN(usual);
    reply_form(w, 200, &t, false, NULL);
}

// ---- saving

static struct str field_of(struct web *w, const char *what, size_t i)
{
    return web_field(w, str_z(w->a, field_name(w, what, i)));
}

static void read_sections(struct web *w, struct report_template *t)
{
    t->sections = ARENA_ARRAY(w->a, struct template_section_part, SECTION_FIELDS);
    for (size_t i = 0; i < SECTION_FIELDS; i++) {
        struct str title = field_of(w, "section", i);
        enum report_part part = report_part_of(field_of(w, "part", i));
        if (title.n > 0) {
            t->sections[t->n_sections++] = (struct template_section_part){part == REPORT_PARTS ? PART_OTHER : part, title,
                                                                               field_of(w, "required", i).n > 0};
        }
    }
}

// A figure that is new gets a code of its own; one of the edition before keeps its code, by which the two meet.
static struct str key_of(struct web *w, const struct report_template *t, struct str key)
{
    for (size_t n = 1; key.n == 0; n++) {
        struct str one = str_fmt(w->a, "own-%zu", n);
        bool taken = false;
        for (size_t i = 0; i < t->n_figures; i++) {
            taken = taken || str_eq(t->figures[i].key, one);
        }
        for (size_t i = 0; i < ENTERED_FIELDS; i++) {
            taken = taken || str_eq(field_of(w, "key", i), one);
        }
        key = taken ? key : one;
    }
    return key;
}

static void read_figures(struct web *w, struct report_template *t)
{
    size_t at = 0;
    struct str key;
    t->figures = ARENA_ARRAY(w->a, struct template_entry, CATALOGUES + ENTERED_FIELDS);
    while (t->n_figures < CATALOGUES && form_each(&w->form, "figure", &at, &key)) {
        t->figures[t->n_figures++] = (struct template_entry){.key = key, .catalogue = CATALOGUES};
    }
    for (size_t i = 0; i < ENTERED_FIELDS; i++) {
        struct str label = field_of(w, "label", i);
        struct str definition = field_of(w, "definition", i);
        if (label.n > 0 || definition.n > 0) {
            t->figures[t->n_figures] = (struct template_entry){
                .entered = true, .key = key_of(w, t, field_of(w, "key", i)), .kind = value_kind_of(field_of(w, "kind", i)),
                .catalogue = CATALOGUES, .label = label, .unit = field_of(w, "unit", i), .definition = definition};
            t->n_figures++;
        }
    }
}

// An entered figure whose words say something else than before is by another definition.
static void raise_editions(struct report_template *t, const struct report_template *was)
{
    for (size_t i = 0; i < t->n_figures; i++) {
        struct template_entry *f = &t->figures[i];
        for (size_t k = 0; f->entered && k < was->n_figures; k++) {
            const struct template_entry *g = &was->figures[k];
            if (g->entered && str_eq(g->key, f->key)) {
                bool same = str_eq(g->definition, f->definition) && str_eq(g->unit, f->unit) && g->kind == f->kind;
                f->edition = same ? g->edition : g->edition + 1;
            }
        }
    }
}

static int64_t int_field(struct web *w, const char *name, int64_t wrong)
{
    int64_t n;
    struct str text = web_field(w, name);
    return text.n == 0 ? 0 : str_int(text, &n) ? n : wrong;
}

static void read_form(struct web *w, struct report_template *t)
{
    struct buf owed = buf_new(1024);
    size_t at = 0;
    struct str kind;
    while (form_each(&w->form, "owed", &at, &kind)) {
        buf_addz(&owed, owed.n > 0 ? " " : "");
        buf_add(&owed, kind);
    }
    *t = (struct report_template){.office_id = w->office->id, .code = web_field(w, "code"), .name = web_field(w, "name"),
                                  .every = report_every_of(web_field(w, "every")), .closing_day = int_field(w, "closing", -1),
                                  .due_days = int_field(w, "due", DUE_DAYS_MAX + 1), .form = web_field(w, "form"),
                                  .owed_by = str_copy(w->a, buf_str(&owed)), .since_day = desk_day_field(w, "since")};
    buf_free(&owed);
    read_sections(w, t);
    read_figures(w, t);
}

struct template_saving {
    const struct site *site;
    struct actor actor;
    int64_t now;
    struct report_template t;
    bool next;
    bool stop;
    enum steer_end end;
};

static enum tx_end save(struct tx *tx, void *arg, struct err *e)
{
    struct template_saving *s = arg;
    struct desk d = desk_of(tx, s->site, s->actor, s->now);
    struct report_template t = s->t; // the function may run again
    s->end = s->stop ? report_template_stop(&d, &t, tz_day(s->site->tz, s->now), e) : report_template_save(&d, &t, e);
    return s->end == STEER_SAVED ? TX_COMMIT : s->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void saved(struct web *w, void *arg)
{
    struct template_saving *s = arg;
    if (s->end == STEER_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/reports/template?done=saved", STR_ARG(w->office->code)));
        return;
    }
    struct problems p = {.n = 0};
    problem_add(&p, "since", N_("There is an edition from that day on or a later one already. Choose a later day."));
    if (web_read_again(w)) {
        reply_form(w, 409, &s->t, s->next, &p);
    }
}

static struct template_saving *new_saving(struct web *w)
{
    struct template_saving *s = ARENA_NEW(w->a, struct template_saving);
    s->site = w->site;
    s->actor = web_actor(w, w->office->id);
    s->now = w->now;
    return s;
}

void report_template_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    struct report_template was;
    struct template_saving *s = new_saving(w);
    read_form(w, &s->t);
    int64_t day = s->t.since_day;
    enum q_got got = s->t.code.n == 0 ? Q_NONE
                                      : report_template_find(w->tx, w->site, w->office->id, s->t.code,
                                                             tz_day(w->site->tz, w->now), &was, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    s->next = got == Q_ROW && was.office_id == w->office->id;
    if (s->next) {
        raise_editions(&s->t, &was);
    }
    report_template_check(&s->t, &p);
    if (day == 0) {
        problem_add(&p, "since", N_("Say from which day on it holds."));
    }
    if (p.n > 0) {
        reply_form(w, 422, &s->t, s->next, &p);
        return;
    }
    web_write(w, WEB_QUIET, save, s, saved);
}

void report_template_stop_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct template_saving *s = new_saving(w);
    s->stop = true;
    s->next = true;
    enum q_got got = report_template_find(w->tx, w->site, w->office->id, web_field(w, "code"), tz_day(w->site->tz, w->now),
                                          &s->t, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
    } else if (got == Q_NONE || s->t.office_id != w->office->id) {
        web_error(w, 404);
    } else {
        web_write(w, WEB_QUIET, save, s, saved);
    }
}
