// admin_reform_view.c: the forms of what may become of an office, what each would do, and what was done.
#include "core/desk/inherit.h"
#include "core/office/roster.h"
#include "db/q_site.h"
#include "db/q_succession.h"
#include "i18n/format.h"
#include "web/admin/admin.h"
#include "web/admin/admin_reform.h"

enum { SPLIT_ROWS = 4 };

static const char *const form_codes[REFORM_FORMS] = {"change", "merge", "split", "end"};

// ---- what was sent

static void read_party(struct web *w, struct reform *r, const char *prefix)
{
    struct reform_party p = {.code = web_field(w, prefix)};
    p.name[LANG_VI] = web_field(w, str_fmt(w->a, "%s_vi", prefix).p);
    p.name[LANG_EN] = web_field(w, str_fmt(w->a, "%s_en", prefix).p);
    if (p.code.n > 0 || p.name[LANG_VI].n > 0) {
        r->party[r->n++] = p;
    }
}

// Codes beside each other, with commas or blanks between.
static void read_others(struct web *w, struct reform *r)
{
    struct str rest = web_field(w, "others");
    while (rest.n > 0 && r->n < REFORM_PARTIES_MAX) {
        struct str word = str_cut(&rest, ' ');
        while (word.n > 0 && r->n < REFORM_PARTIES_MAX) {
            struct str code = str_trim(str_cut(&word, ','));
            if (code.n > 0) {
                r->party[r->n++] = (struct reform_party){.code = code};
            }
        }
    }
}

bool admin_reform_read(struct web *w, struct reform *r)
{
    struct str kind = web_field(w, "reform");
    size_t i = 0;
    while (i < REFORM_FORMS && !str_eqz(kind, form_codes[i])) {
        i++;
    }
    if (i == REFORM_FORMS) {
        return false;
    }
    r->kind = (enum reform_kind)i;
    r->day = desk_day_field(w, "day");
    r->decision = web_field(w, "decision_number");
    if (r->kind == REFORM_CHANGE) {
        const struct office *parent = desk_office_field(w, "parent", "parent");
        r->draft = (struct office_draft){.code = web_field(w, "code"), .kind = web_field(w, "kind"),
                                         .parent_id = w->office->id == w->site->root && w->office->parent < 0 ? 0
                                                      : parent == NULL                                       ? 0
                                                                                                             : parent->id};
        r->draft.name[LANG_VI] = web_field(w, "name_vi");
        r->draft.name[LANG_EN] = web_field(w, "name_en");
    } else if (r->kind == REFORM_MERGE) {
        read_party(w, r, "party");
        if (r->n > 0) {
            read_others(w, r);
        }
    } else if (r->kind == REFORM_SPLIT) {
        read_party(w, r, "party");
        for (int k = 2; k <= SPLIT_ROWS; k++) {
            read_party(w, r, str_fmt(w->a, "party%d", k).p);
        }
    }
    return true;
}

// ---- the forms

static struct reform_field *field(struct web *w, struct admin_reform_view *v, struct reform_form *f, const char *name,
                                  struct str label, struct str value)
{
    struct reform_field *x = &f->fields[f->n++];
    bool sent = f->open;
    *x = (struct reform_field){.id = f->open ? str_c(name) : str_fmt(w->a, "%.*s-%s", STR_ARG(f->kind), name),
                               .name = str_c(name), .label = label, .hint = STR(""), .type = "text", .lang = STR(""),
                               .value = sent ? web_field(w, name) : value,
                               .problem = sent ? page_problem(&v->desk.page, name) : STR("")};
    return x;
}

static void add_when(struct web *w, struct admin_reform_view *v, struct reform_form *f)
{
    struct str today = page_words(w, format_iso_day, tz_day(w->site->tz, w->now));
    struct reform_field *day = field(w, v, f, "day", T(w->lang, "From which day"), today);
    day->type = "date";
    day->hint = T(w->lang, "A day to come is kept until then and can be taken back.");
    (void)field(w, v, f, "decision_number", T(w->lang, "Number of the decision (if there is one)"), STR(""));
}

static void add_names(struct web *w, struct admin_reform_view *v, struct reform_form *f, const char *vi, const char *en,
                      struct str name_vi, struct str name_en)
{
    field(w, v, f, vi, T(w->lang, "Name in Vietnamese"), name_vi)->lang = STR("vi");
    field(w, v, f, en, T(w->lang, "Name in English"), name_en)->lang = STR("en");
}

static void add_party(struct web *w, struct admin_reform_view *v, struct reform_form *f, const char *prefix, struct str label)
{
    struct str vi = str_fmt(w->a, "%s_vi", prefix);
    struct str en = str_fmt(w->a, "%s_en", prefix);
    struct reform_field *code = field(w, v, f, prefix, label, STR(""));
    code->hint = T(w->lang, "The code of an office that is there. A new one needs a name as well.");
    add_names(w, v, f, vi.p, en.p, STR(""), STR(""));
}

static void add_change(struct web *w, struct admin_reform_view *v, struct reform_form *f)
{
    const struct office *o = w->office;
    const struct office *above = site_parent(w->site, o);
    f->title = T(w->lang, "Another name, code, kind or office above");
    f->about = T(w->lang, "What it was until then stays on record, and the former code goes on leading here.");
    add_names(w, v, f, "name_vi", "name_en", o->name[LANG_VI], o->name[LANG_EN]);
    (void)field(w, v, f, "code", T(w->lang, "Code"), o->code);
    if (o->id != w->site->root) {
        field(w, v, f, "parent", T(w->lang, "Office above"), above == NULL ? STR("") : above->code)->hint =
            T(w->lang, "Its code or its full name.");
    }
    f->kinds = admin_kinds(w, f->open ? web_field(w, "kind") : o->kind);
}

static void add_forms(struct web *w, struct admin_reform_view *v)
{
    struct str sent = web_field(w, "reform");
    size_t n = w->office->id == w->site->root ? 1 : REFORM_FORMS;
    for (size_t i = 0; i < n; i++) {
        struct reform_form *f = &v->forms[i];
        f->kind = str_c(form_codes[i]);
        f->open = str_eq(sent, f->kind);
        if (i == REFORM_CHANGE) {
            add_change(w, v, f);
        } else if (i == REFORM_MERGE) {
            f->title = T(w->lang, "Merged, or replaced by another");
            f->about = T(w->lang, "It and others become one office, which has everything in hand from then on.");
            add_party(w, v, f, "party", T(w->lang, "Code of the office that they become"));
            field(w, v, f, "others", T(w->lang, "Codes of the others that are merged with it"), STR(""))->hint =
                T(w->lang, "With a comma between them. None: the office is replaced by one other.");
        } else if (i == REFORM_SPLIT) {
            f->title = T(w->lang, "Split into several");
            f->about = T(w->lang, "The first one has everything in hand from then on; what was finished stays readable.");
            add_party(w, v, f, "party", T(w->lang, "Code of the first, which bears the duties"));
            add_party(w, v, f, "party2", T(w->lang, "Code of the second"));
            add_party(w, v, f, "party3", T(w->lang, "Code of the third (if there is one)"));
        } else {
            f->title = T(w->lang, "Ended");
            f->about = T(w->lang, "Nothing takes its place: the office above has everything in hand from then on.");
        }
        add_when(w, v, f);
    }
}

// ---- the preview

static void line(struct web *w, struct admin_reform_view *v, struct str text, struct str office, struct str heir, struct str n)
{
    struct buf b = buf_new(2048);
    I18N_FILL(&b, text, {"office", office}, {"heir", heir}, {"n", n});
    BUG_ON(v->n_preview >= REFORM_LINES);
    v->preview[v->n_preview++] = str_copy(w->a, buf_str(&b));
    buf_free(&b);
}

static struct str party_name(struct web *w, const struct reform_party *p)
{
    const struct office *o = site_office_by_code(w->site, p->code);
    struct str name = p->name[w->lang].n > 0 ? p->name[w->lang] : p->name[LANG_VI].n > 0 ? p->name[LANG_VI] : p->name[LANG_EN];
    return name.n > 0 ? name : o != NULL ? o->name[w->lang] : p->code;
}

static bool preview_one(struct web *w, struct admin_reform_view *v, const struct office *o, struct str heir, struct err *e)
{
    struct inherit_count n;
    if (!inherit_count(w->tx, w->site, o->id, w->now, &n, e)) {
        return false;
    }
    int64_t below = 0;
    int64_t answers = 0;
    int64_t own = 0;
    for (int32_t i = 1; i <= o->below; i++) {
        below += o[i].depth == o->depth + 1;
    }
    for (size_t i = 0; i < w->site->n_categories; i++) {
        answers += w->site->categories[i].until_at == 0 && w->site->categories[i].owner_id == o->id;
        own += w->site->categories[i].until_at == 0 && w->site->categories[i].office_id == o->id;
    }
    struct str name = o->name[w->lang];
    line(w, v, T(w->lang, "{office} is no more. Its address leads to {heir}; its name and code stay on record."), name, heir,
         STR(""));
    line(w, v, T(w->lang, "Messages still to be taken in: {n}; they go to {heir}."), name, heir,
         page_words(w, format_number, n.messages));
    line(w, v, T(w->lang, "Matters that are not closed: {n}; they go to {heir} with their dates, and their senders are told."),
         name, heir, page_words(w, format_number, n.matters));
    line(w, v, T(w->lang, "Open tasks that it leads, gave or follows up: {n}; they go to {heir}."), name, heir,
         page_words(w, format_number, n.tasks));
    line(w, v, T(w->lang, "Documents without a number, or sent to it and not registered: {n}; they go to {heir}."), name, heir,
         page_words(w, format_number, n.documents));
    line(w, v, T(w->lang, "Roles of staff: {n}; they hold at {heir} from then on."), name, heir,
         page_words(w, format_number, n.roles));
    if (below > 0) {
        line(w, v, T(w->lang, "Offices below it: {n}; they come to stand below {heir}."), name, heir,
             page_words(w, format_number, below));
    }
    if (answers > 0) {
        line(w, v, T(w->lang, "Subjects that it usually answers: {n}; {heir} answers them."), name, heir,
             page_words(w, format_number, answers));
    }
    if (own > 0) {
        line(w, v, T(w->lang, "Subjects of its own: {n}; they end, and those of {heir} hold."), name, heir,
             page_words(w, format_number, own));
    }
    return true;
}

static bool add_preview(struct web *w, struct admin_reform_view *v, const struct reform *r, struct err *e)
{
    v->asked = &v->forms[r->kind];
    v->asked_kind = r->draft.kind;
    struct str when = r->day > w->site->today ? T(w->lang, "On {n}, at the beginning of the day:") : T(w->lang, "From {n}:");
    line(w, v, when, STR(""), STR(""), page_words(w, format_day, r->day));
    if (r->kind == REFORM_CHANGE) {
        const struct office *above = site_office(w->site, r->draft.parent_id);
        struct str name = r->draft.name[w->lang].n > 0 ? r->draft.name[w->lang] : r->draft.name[LANG_VI];
        line(w, v, T(w->lang, "{office} is called {heir}, with the code {n}."), w->office->name[w->lang], name, r->draft.code);
        if (above != NULL) {
            line(w, v, T(w->lang, "It stands below {heir}. What it has in hand, its staff and its subjects stay with it."),
                 STR(""), above->name[w->lang], STR(""));
        }
        return true;
    }
    struct str heir = r->kind == REFORM_END ? site_parent(w->site, w->office)->name[w->lang] : party_name(w, &r->party[0]);
    if (!preview_one(w, v, w->office, heir, e)) {
        return false;
    }
    for (size_t i = 1; i < r->n; i++) {
        const struct office *o = site_office_by_code(w->site, r->party[i].code);
        if (r->kind == REFORM_SPLIT) {
            line(w, v, T(w->lang, "{office} is there from then on, with nothing in hand yet."), party_name(w, &r->party[i]),
                 STR(""), STR(""));
        } else if (o != NULL && v->n_preview + 10 < REFORM_LINES && !preview_one(w, v, o, heir, e)) {
            return false;
        }
    }
    line(w, v, T(w->lang, "What was finished before stays under the former name, in lists and figures."), STR(""), STR(""),
         STR(""));
    return true;
}

// ---- what was written down

static struct str succession_words(struct web *w, const struct succession_row *row)
{
    static const struct {
        const char *kind;
        const char *words;
    } kinds[] = {{"merged", N_("{day}: {office} was merged into {heir}. {decision}")},
                 {"split", N_("{day}: {office} was split; {heir} came of it. {decision}")},
                 {"replaced", N_("{day}: {office} was replaced by {heir}. {decision}")},
                 {"ended", N_("{day}: {office} ended; {heir} has what it had in hand. {decision}")}};
    const char *text = kinds[0].words;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        text = str_eqz(row->kind, kinds[i].kind) ? kinds[i].words : text;
    }
    struct buf b = buf_new(2048);
    I18N_FILL(&b, T_(w->lang, text), {"day", page_words(w, format_day, row->on_day)},
              {"office", desk_office_name(w, row->from_id)}, {"heir", desk_office_name(w, row->to_id)},
              {"decision", row->decision});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return str_trim(s);
}

static struct str term_words(struct web *w, const struct office_terms_of_row *t)
{
    struct buf b = buf_new(2048);
    I18N_FILL(&b, T(w->lang, "{day}: code {code}, below {above}"), {"day", page_words(w, format_day, t->since_day)},
              {"code", t->code}, {"above", t->parent_id == 0 ? STR("–") : desk_office_name(w, t->parent_id)});
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static bool add_history(struct web *w, struct admin_reform_view *v, struct err *e)
{
    struct succession_row *successions;
    struct office_terms_of_row *terms;
    struct office_names_of_row *names;
    size_t n_successions;
    size_t n_terms;
    size_t n_names;
    if (!q_successions_of(w->tx, w->office->id, &successions, &n_successions, e) ||
        !q_office_terms_of(w->tx, w->office->id, &terms, &n_terms, e) ||
        !q_office_names_of(w->tx, w->office->id, &names, &n_names, e)) {
        return false;
    }
    v->history = ARENA_ARRAY(w->a, struct str, n_successions + n_terms + n_names);
    for (size_t i = 0; i < n_successions; i++) {
        v->history[v->n_history++] = succession_words(w, &successions[i]);
        v->planned = v->planned || (successions[i].from_id == w->office->id && successions[i].on_day >= w->site->today);
    }
    for (size_t i = n_terms; i-- > 0;) {
        v->history[v->n_history++] = term_words(w, &terms[i]);
        v->planned = v->planned || terms[i].since_day > w->site->today;
    }
    for (size_t i = n_names; i-- > 0;) {
        struct str day = page_words(w, format_day, names[i].since_day);
        v->history[v->n_history++] = str_fmt(w->a, "%.*s: %.*s (%.*s)", STR_ARG(day), STR_ARG(names[i].name),
                                             STR_ARG(names[i].lang));
        v->planned = v->planned || names[i].since_day > w->site->today;
    }
    return true;
}

bool admin_reform_load(struct web *w, struct admin_reform_view *v, const struct problems *p, const struct reform *asked,
                       struct err *e)
{
    v->desk = desk_page_view(w, T(w->lang, "What becomes of the office"), w->office, DESK_NAV_ADMIN);
    v->desk.page.problems = p;
    v->base = str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code));
    add_forms(w, v);
    return (asked == NULL || add_preview(w, v, asked, e)) && add_history(w, v, e);
}
