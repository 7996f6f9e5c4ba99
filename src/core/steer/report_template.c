// report_template.c: see report_template.h.
#include "core/steer/report_template.h"

#include "base/random.h"
#include "core/office/founding.h"
#include "db/q_report.h"
#include "docs/paper.h"
#include "i18n/i18n.h"
#include "text/fold.h"

static const struct {
    const char *code;
    const char *words;
} parts[REPORT_PARTS] = {
#define PART(name, code, words) [PART_##name] = {code, words},
#include "core/steer/report_part.def"
#undef PART
}, everies[REPORT_EVERY] = {
#define EVERY(name, code, words) [EVERY_##name] = {code, words},
#include "core/steer/report_every.def"
#undef EVERY
};

enum report_part report_part_of(struct str code)
{
    enum report_part p = 0;
    while (p < REPORT_PARTS && !str_eqz(code, parts[p].code)) {
        p++;
    }
    return p;
}

const char *report_part_code(enum report_part p)
{
    return parts[p].code;
}

const char *report_part_words(enum report_part p)
{
    return parts[p].words;
}

enum report_every report_every_of(struct str code)
{
    enum report_every v = 0;
    while (v < REPORT_EVERY && !str_eqz(code, everies[v].code)) {
        v++;
    }
    return v;
}

const char *report_every_code(enum report_every v)
{
    return everies[v].code;
}

const char *report_every_words(enum report_every v)
{
    return everies[v].words;
}

// ---- what is not counted

static const struct {
    struct str words;
    bool bare;
} refused[] = {
#define REFUSED(words, bare) {STR_INIT(words), bare},
#include "core/steer/report_word.def"
#undef REFUSED
};

// A word of a text: from where its letters begin to where they end. False: there is none from *at on.
static bool next_word(struct str s, size_t *at, struct str *word)
{
    struct fold f;
    size_t from = *at;
    while (from < s.n) {
        size_t n = fold_next(s, from, &f);
        if (f.class != FOLD_SEP && f.class != FOLD_MARK) {
            break;
        }
        from += n;
    }
    size_t to = from;
    while (to < s.n) {
        size_t n = fold_next(s, to, &f);
        if (f.class == FOLD_SEP) {
            break;
        }
        to += n;
    }
    *word = str_slice(s, from, to);
    *at = to;
    return word->n > 0;
}

// How a word is written, wherever its tone mark stands (xóa, xoá).
struct written {
    char bare[64];
    size_t n;
    unsigned tone;
    uint64_t shapes;
};

static struct written write_down(struct str word)
{
    struct written w = {.n = 0};
    struct fold f;
    for (size_t at = 0; at < word.n;) {
        at += fold_next(word, at, &f);
        w.tone |= 1u << f.tone;
        w.shapes = w.shapes * 5 + (f.class == FOLD_MARK ? 0 : (uint64_t)f.shape);
    }
    w.n = word.n < sizeof w.bare ? fold_text(word, w.bare) : 0;
    return w;
}

static bool same_word(struct str typed, struct str listed, bool bare)
{
    struct written a = write_down(typed);
    struct written b = write_down(listed);
    if (a.n == 0 || a.n != b.n || memcmp(a.bare, b.bare, a.n) != 0) {
        return false;
    }
    bool marked = a.shapes != 0 || (a.tone & ~1u) != 0;
    return (a.tone == b.tone && a.shapes == b.shapes) || (bare && !marked);
}

static bool begins_with(struct str text, size_t at, struct str words, bool bare)
{
    struct str typed, listed;
    size_t in_words = 0;
    while (next_word(words, &in_words, &listed)) {
        if (!next_word(text, &at, &typed) || !same_word(typed, listed, bare)) {
            return false;
        }
    }
    return true;
}

bool report_word_refused(struct str text)
{
    struct str word;
    for (size_t at = 0, from = 0; next_word(text, &at, &word); from = at) {
        for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
            if (begins_with(text, from, refused[i].words, refused[i].bare)) {
                return true;
            }
        }
    }
    return false;
}

// ---- what a form gives

static void check_entered(struct template_entry *f, struct problems *p)
{
    steer_check_text(&f->label, FIGURE_LABEL_MAX, true, "label", N_("Give the figure a name."),
                     N_("Say it in fewer words."), p);
    steer_check_text(&f->unit, FIGURE_UNIT_MAX, true, "unit", N_("Say in what it is counted."),
                     N_("Say it in fewer words."), p);
    steer_check_text(&f->definition, FIGURE_DEFINITION_MAX, true, "definition", N_("Say what is counted, and by which day."),
                     N_("Say it in fewer words."), p);
    static const char no_persons[] =
        N_("Figures entered by hand do not count persons, accounts, posts, comments or removals. Count what the office did.");
    if (report_word_refused(f->label)) {
        problem_add(p, "label", no_persons);
    }
    if (report_word_refused(f->unit)) {
        problem_add(p, "unit", no_persons);
    }
    bool typed = f->kind == VALUE_COUNT || f->kind == VALUE_LEVEL || f->kind == VALUE_TENTHS || f->kind == VALUE_SHARE;
    if (!typed || !code_usable(f->key)) {
        problem_add(p, "figures", N_("This figure cannot be entered by hand."));
    }
    f->catalogue = CATALOGUES;
    f->edition = f->edition > 0 ? f->edition : 1;
}

static void check_figures(struct report_template *t, struct problems *p)
{
    if (t->n_figures > TEMPLATE_FIGURES_MAX) {
        problem_add(p, "figures", N_("At most 60 figures."));
        return;
    }
    for (size_t i = 0; i < t->n_figures; i++) {
        struct template_entry *f = &t->figures[i];
        for (size_t k = 0; k < i; k++) {
            if (str_eq(f->key, t->figures[k].key)) {
                problem_add(p, "figures", N_("The same figure stands there twice."));
            }
        }
        if (f->entered) {
            check_entered(f, p);
            continue;
        }
        f->catalogue = catalogue_of(f->key);
        if (f->catalogue == CATALOGUES) {
            problem_add(p, "figures", N_("There is no such figure in the catalogue."));
            continue;
        }
        f->kind = catalogue_info(f->catalogue).kind;
        f->edition = catalogue_info(f->catalogue).edition;
        f->label = f->unit = f->definition = STR("");
    }
}

static void check_kinds(struct report_template *t, struct problems *p)
{
    t->owed_by = str_trim(t->owed_by);
    size_t n = 0;
    for (struct str rest = t->owed_by; rest.p != NULL;) {
        struct str kind = str_cut(&rest, ' ');
        n += kind.n > 0;
        if (kind.n > 0 && !office_kind_known(kind)) {
            problem_add(p, "owed", N_("There is no such kind of office."));
        }
    }
    if (n == 0) {
        problem_add(p, "owed", N_("Say which kinds of office owe this report."));
    }
}

void report_template_check(struct report_template *t, struct problems *p)
{
    t->code = str_trim(t->code);
    if (!code_usable(t->code)) {
        problem_add(p, "code", N_("A code has 1 to 40 letters, digits, hyphens or dots."));
    }
    steer_check_text(&t->name, TEMPLATE_NAME_MAX, true, "name", N_("Give the report a name."), N_("Say it in fewer words."), p);
    int64_t most = t->every == EVERY_WEEK ? 7 : t->every == EVERY_ONCE ? 0 : 28;
    if (t->every >= REPORT_EVERY) {
        problem_add(p, "every", N_("Say how often it is due."));
    } else if (t->closing_day < 0 || t->closing_day > most) {
        problem_add(p, "closing", N_("A closing day is a day of the month from 1 to 28, of the week from 1 to 7."));
    }
    if (t->due_days < -DUE_DAYS_MAX || t->due_days > DUE_DAYS_MAX) {
        problem_add(p, "due", N_("The due date lies at most 90 days from the period's end."));
    }
    if (paper_form_of(t->form) == PAPER_FORMS) {
        problem_add(p, "form", N_("There is no such form of document."));
    }
    check_kinds(t, p);
    if (t->n_sections + t->n_figures == 0 || t->n_sections > TEMPLATE_SECTIONS_MAX) {
        problem_add(p, "sections", N_("A report has 1 to 20 sections."));
    }
    for (size_t i = 0; i < t->n_sections; i++) {
        steer_check_text(&t->sections[i].title, TEMPLATE_NAME_MAX, true, "sections", N_("Give each section a title."),
                         N_("Say it in fewer words."), p);
        t->sections[i].required = t->sections[i].required && t->sections[i].part != PART_FIGURES;
    }
    check_figures(t, p);
}

bool report_template_owed_by(const struct report_template *t, struct str kind)
{
    for (struct str rest = t->owed_by; rest.p != NULL;) {
        if (str_eq(str_cut(&rest, ' '), kind)) {
            return true;
        }
    }
    return false;
}

void template_entry_name(struct buf *out, enum lang lang, const struct template_entry *f)
{
    if (f->catalogue != CATALOGUES) {
        catalogue_name(out, lang, f->catalogue);
    } else {
        buf_add(out, f->entered ? f->label : f->key);
    }
}

struct str template_entry_definition(enum lang lang, const struct template_entry *f)
{
    return f->catalogue != CATALOGUES ? T_(lang, catalogue_info(f->catalogue).definition) : f->definition;
}

// ---- the store

static bool insert_parts(const struct desk *d, const struct report_template *t, struct err *e)
{
    for (size_t i = 0; i < t->n_sections; i++) {
        if (!q_template_section_insert(d->tx,
                                       &(struct q_template_section_insert_in){
                                           .template = t->id, .position = (int64_t)i + 1,
                                           .part = str_c(parts[t->sections[i].part].code), .title = t->sections[i].title,
                                           .required = t->sections[i].required},
                                       NULL, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < t->n_figures; i++) {
        const struct template_entry *f = &t->figures[i];
        if (!q_template_figure_insert(d->tx,
                                      &(struct q_template_figure_insert_in){
                                          .id = random_id(), .template = t->id, .position = (int64_t)i + 1,
                                          .source = f->entered ? STR("entered") : STR("catalogue"), .key = f->key,
                                          .kind = str_c(value_kind_code(f->kind)), .label = f->label, .unit = f->unit,
                                          .definition = f->definition, .edition = f->edition},
                                      NULL, e)) {
            return false;
        }
    }
    return true;
}

// Make room for a next edition: the former one ends where it begins, or, where no report was made by it, goes.
static enum steer_end end_former(const struct desk *d, const struct report_template_row *was, int64_t since, struct err *e)
{
    struct report_template_used_row used;
    if (q_report_template_used(d->tx, was->id, &used, e) != Q_ROW) {
        return STEER_ERROR;
    }
    if (used.n == 0) {
        bool gone = q_template_sections_drop(d->tx, was->id, NULL, e) && q_template_figures_drop(d->tx, was->id, NULL, e) &&
                    q_report_template_drop(d->tx, was->id, NULL, e);
        return gone ? STEER_SAVED : STEER_ERROR;
    }
    if (was->since_day >= since) {
        return STEER_NOT_NOW;
    }
    return q_report_template_end(d->tx, was->id, since, NULL, e) ? STEER_SAVED : STEER_ERROR;
}

static bool record(const struct desk *d, const struct report_template *t, struct err *e)
{
    return event_add(d->tx,
                     &(struct event_new){.home = d->site->home, .kind = EVENT_REPORT_TEMPLATE, .subject_id = t->office_id,
                                         .actor = d->actor, .now = d->now, .content = t->name},
                     NULL, e);
}

enum steer_end report_template_save(const struct desk *d, struct report_template *t, struct err *e)
{
    struct report_template_row *was;
    size_t n;
    if (!q_report_template_editions(d->tx, t->office_id, t->code, &was, &n, e)) {
        return STEER_ERROR;
    }
    if (n > 0) {
        enum steer_end end = end_former(d, &was[0], t->since_day, e);
        if (end != STEER_SAVED) {
            return end;
        }
    }
    t->id = random_id();
    t->edition = n > 0 ? was[0].edition + 1 : 1;
    bool good = q_report_template_insert(
        d->tx,
        &(struct q_report_template_insert_in){.id = t->id, .office = t->office_id, .code = t->code, .edition = t->edition,
                                              .name = t->name, .every = str_c(everies[t->every].code),
                                              .closing_day = t->closing_day, .due_days = t->due_days,
                                              .owed_by = t->owed_by, .form = t->form, .since_day = t->since_day},
        NULL, e);
    return good && insert_parts(d, t, e) && record(d, t, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end report_template_stop(const struct desk *d, const struct report_template *t, int64_t day, struct err *e)
{
    if (t->until_day != 0 || day <= t->since_day) {
        return STEER_NOT_NOW;
    }
    return q_report_template_end(d->tx, t->id, day, NULL, e) && record(d, t, e) ? STEER_SAVED : STEER_ERROR;
}

static bool read_parts(struct tx *tx, struct report_template *t, struct err *e)
{
    struct template_sections_row *s;
    struct template_figures_row *f;
    if (!q_template_sections(tx, t->id, &s, &t->n_sections, e) || !q_template_figures(tx, t->id, &f, &t->n_figures, e)) {
        return false;
    }
    t->sections = ARENA_ARRAY(tx_arena(tx), struct template_section_part, t->n_sections + 1);
    t->figures = ARENA_ARRAY(tx_arena(tx), struct template_entry, t->n_figures + 1);
    for (size_t i = 0; i < t->n_sections; i++) {
        enum report_part part = report_part_of(s[i].part);
        t->sections[i] = (struct template_section_part){part == REPORT_PARTS ? PART_OTHER : part, s[i].title,
                                                           s[i].required != 0};
    }
    for (size_t i = 0; i < t->n_figures; i++) {
        bool entered = str_eqz(f[i].source, "entered");
        t->figures[i] = (struct template_entry){.entered = entered, .key = f[i].key, .kind = value_kind_of(f[i].kind),
                                                .catalogue = entered ? CATALOGUES : catalogue_of(f[i].key),
                                                .label = f[i].label, .unit = f[i].unit, .definition = f[i].definition,
                                                .edition = f[i].edition};
        if (t->figures[i].kind == VALUE_KINDS) {
            return err_set(e, ERR_CORRUPT, "a template's figure is of a kind that this program does not know");
        }
    }
    return true;
}

static bool from_row(struct tx *tx, const struct report_template_row *row, struct report_template *t, struct err *e)
{
    *t = (struct report_template){.id = row->id, .office_id = row->office_id, .code = row->code, .edition = row->edition,
                                  .name = row->name, .every = report_every_of(row->every), .closing_day = row->closing_day,
                                  .due_days = row->due_days, .owed_by = row->owed_by, .form = row->form,
                                  .since_day = row->since_day, .until_day = row->until_day};
    if (t->every == REPORT_EVERY) {
        return err_set(e, ERR_CORRUPT, "a template's period is of a kind that this program does not know");
    }
    return read_parts(tx, t, e);
}

enum q_got report_template_read(struct tx *tx, int64_t id, struct report_template *out, struct err *e)
{
    struct report_template_row row;
    enum q_got got = q_report_template_by_id(tx, id, &row, e);
    return got != Q_ROW || from_row(tx, &row, out, e) ? got : Q_ERROR;
}

// The nearest office at or above `o` that has a template of that code among the rows; NULL: none has.
static const struct report_template_row *nearest(const struct site *s, const struct office *o, struct str code,
                                                 const struct report_template_row *rows, size_t n)
{
    for (; o != NULL; o = site_parent(s, o)) {
        for (size_t i = 0; i < n; i++) {
            if (rows[i].office_id == o->id && str_eq(rows[i].code, code)) {
                return &rows[i];
            }
        }
    }
    return NULL;
}

enum q_got report_template_find(struct tx *tx, const struct site *s, int64_t office_id, struct str code, int64_t day,
                                struct report_template *out, struct err *e)
{
    struct report_template_row *rows;
    size_t n;
    if (!q_report_templates_on(tx, day, &rows, &n, e)) {
        return Q_ERROR;
    }
    const struct report_template_row *row = nearest(s, site_office(s, office_id), code, rows, n);
    if (row == NULL) {
        return Q_NONE;
    }
    return from_row(tx, row, out, e) ? Q_ROW : Q_ERROR;
}

bool report_templates_at(struct tx *tx, const struct site *s, int64_t office_id, int64_t day, struct report_template **list,
                         size_t *n, struct err *e)
{
    struct report_template_row *rows;
    size_t all;
    if (!q_report_templates_on(tx, day, &rows, &all, e)) {
        return false;
    }
    *list = ARENA_ARRAY(tx_arena(tx), struct report_template, all + 1);
    *n = 0;
    for (size_t i = 0; i < all; i++) {
        if (nearest(s, site_office(s, office_id), rows[i].code, rows, all) == &rows[i]) {
            if (!from_row(tx, &rows[i], &(*list)[*n], e)) {
                return false;
            }
            (*n)++;
        }
    }
    return true;
}
