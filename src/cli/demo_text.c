// demo_text.c: reads the tables of demo/ into memory and fills their patterns.
#include "cli/demo_text.h"

#include "base/buf.h"
#include "cli/demo_vary.h"
#include "i18n/format.h"

#define COLUMNS_MAX 9
#define FILL_MAX 32768

// One table being read.
struct table {
    const char *file;
    struct str rest;
    int line;
    struct demo_material *m;
    struct arena *a;
    struct err *e;
};

// The backslash forms of the files: \n, \t, \\.
static struct str unescape(struct arena *a, struct str s)
{
    if (s.n == 0) {
        return STR_NONE;
    }
    char *out = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\' && i + 1 < s.n) {
            c = s.p[++i];
            c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
        }
        out[n++] = c;
    }
    return (struct str){out, n};
}

static bool row_wrong(struct table *t, const char *what, struct str value)
{
    return err_set(t->e, ERR_INPUT, "demo/%s:%d: %s: %.*s", t->file, t->line, what, STR_ARG(value));
}

static size_t rows_in(struct str text)
{
    size_t n = 1;
    for (size_t i = 0; i < text.n; i++) {
        n += text.p[i] == '\n' ? 1 : 0;
    }
    return n;
}

// The next row that is no comment, in exactly `want` columns (empty ones STR_NONE). *more is false at the end.
static bool next_row(struct table *t, size_t want, struct str col[COLUMNS_MAX], bool *more)
{
    BUG_ON(want > COLUMNS_MAX);
    while (t->rest.p != NULL) {
        struct str line = str_cut(&t->rest, '\n');
        t->line++;
        if (line.n == 0 || line.p[0] == '#') {
            continue;
        }
        size_t n = 0;
        for (struct str left = line; left.p != NULL; n++) {
            struct str cell = str_cut(&left, '\t');
            if (n < want) {
                col[n] = unescape(t->a, cell);
            }
        }
        *more = true;
        return n == want || row_wrong(t, "wrong number of columns", line);
    }
    *more = false;
    return true;
}

static bool number(struct table *t, struct str s, int64_t most, int64_t *out)
{
    return (str_int(s, out) && *out >= 0 && *out <= most) || row_wrong(t, "not a number in range", s);
}

const struct demo_office *demo_office_find(const struct demo_material *m, struct str code)
{
    for (size_t i = 0; i < m->offices_n; i++) {
        if (str_eq(m->offices[i].code, code)) {
            return &m->offices[i];
        }
    }
    return NULL;
}

static bool office_of(struct table *t, struct str code, const struct demo_office **out)
{
    *out = demo_office_find(t->m, code);
    return *out != NULL || row_wrong(t, "no such office", code);
}

static bool row_office(struct table *t, struct str c[COLUMNS_MAX])
{
    struct demo_material *m = t->m;
    if (c[1].p != NULL && demo_office_find(m, c[1]) == NULL) {
        return row_wrong(t, "no such parent", c[1]);
    }
    m->offices[m->offices_n++] = (struct demo_office){c[0], c[1], c[2], c[3], c[4]};
    return true;
}

static bool row_category(struct table *t, struct str c[COLUMNS_MAX])
{
    const struct demo_office *owner = NULL;
    if (!str_eqz(c[3], "-") && !office_of(t, c[3], &owner)) {
        return false;
    }
    t->m->categories[t->m->categories_n++] = (struct demo_category){c[0], c[1], c[2], owner};
    return true;
}

static bool row_member(struct table *t, struct str c[COLUMNS_MAX])
{
    const struct demo_office *office;
    if (!office_of(t, c[3], &office)) {
        return false;
    }
    t->m->members[t->m->members_n++] = (struct demo_member){c[0], c[1], c[2], office};
    return true;
}

static bool row_place(struct table *t, struct str c[COLUMNS_MAX])
{
    const struct demo_office *office;
    if (!office_of(t, c[0], &office)) {
        return false;
    }
    t->m->places[t->m->places_n++] = (struct demo_place){office, c[1], c[2]};
    return true;
}

static bool row_answer(struct table *t, struct str c[COLUMNS_MAX])
{
    t->m->answers[t->m->answers_n++] = (struct demo_answer){c[0], c[1], c[2], c[3], c[4], c[5], c[6]};
    return true;
}

static bool row_notice(struct table *t, struct str c[COLUMNS_MAX])
{
    struct demo_notice n = {.kind = c[0], .title_vi = c[3], .body_vi = c[4], .sources = c[5], .title_en = c[6],
                            .body_en = c[7]};
    if (!office_of(t, c[1], &n.office) || !number(t, c[2], 10000, &n.day)) {
        return false;
    }
    t->m->notices[t->m->notices_n++] = n;
    return true;
}

static bool row_comment(struct table *t, struct str c[COLUMNS_MAX])
{
    t->m->comments[t->m->comments_n++] = (struct demo_comment){c[0], c[1], c[2], c[3]};
    return true;
}

static struct str or_none(struct str s)
{
    return str_eqz(s, "-") ? STR_NONE : s;
}

static bool row_steering(struct table *t, struct str c[COLUMNS_MAX])
{
    struct demo_steering *s = &t->m->steering[t->m->steering_n];
    *s = (struct demo_steering){c[0], or_none(c[1]), 0, or_none(c[3]), or_none(c[4]), or_none(c[5])};
    t->m->steering_n++;
    return number(t, c[2], 366, &s->day);
}

static bool row_phrase(struct table *t, struct str c[COLUMNS_MAX])
{
    t->m->phrases[t->m->phrases_n++] = (struct demo_phrase){c[0], c[1], c[2], c[3]};
    return true;
}

static bool row_short(struct table *t, struct str c[COLUMNS_MAX])
{
    t->m->shorts[t->m->shorts_n++] = (struct demo_short){c[0], c[1]};
    return true;
}

static bool months(struct table *t, struct str s, struct demo_situation *out)
{
    out->from_month = 1;
    out->to_month = 12;
    if (str_eqz(s, "flood")) {
        out->flood = true;
        return true;
    }
    if (str_eqz(s, "-")) {
        return true;
    }
    int64_t from, to;
    struct str rest = s, first = str_cut(&rest, '-');
    if (!number(t, first, 12, &from) || !number(t, rest, 12, &to)) {
        return false;
    }
    out->from_month = (int)from;
    out->to_month = (int)to;
    return from >= 1 && to >= 1 ? true : row_wrong(t, "no such month", s);
}

bool demo_place_fits(const struct demo_place *p, struct str kinds)
{
    while (kinds.p != NULL) {
        if (str_eq(p->kind, str_cut(&kinds, ' '))) {
            return true;
        }
    }
    return false;
}

// "=TG-04:ngã tư …", "commune", or kinds of which places.tsv has at least one place.
static bool where(struct table *t, struct str s, struct demo_situation *out)
{
    if (str_starts(s, STR("="))) {
        struct str rest = str_slice(s, 1, s.n), code = str_cut(&rest, ':');
        out->place = rest;
        return office_of(t, code, &out->fixed);
    }
    out->where = s;
    bool known = str_eqz(s, "commune");
    for (size_t i = 0; i < t->m->places_n; i++) {
        known = known || demo_place_fits(&t->m->places[i], s);
    }
    return known || row_wrong(t, "no such kind of place", s);
}

static bool row_situation(struct table *t, struct str c[COLUMNS_MAX])
{
    struct demo_material *m = t->m;
    struct demo_situation s = {.id = c[0]};
    for (size_t i = 0; i < m->categories_n; i++) {
        s.category = str_eq(m->categories[i].code, c[1]) ? &m->categories[i] : s.category;
    }
    for (size_t i = 0; i < m->answers_n; i++) {
        s.answer = str_eq(m->answers[i].situation, c[0]) ? &m->answers[i] : s.answer;
    }
    int64_t weight, size, days;
    if (s.category == NULL) {
        return row_wrong(t, "no such category", c[1]);
    }
    if (!where(t, c[2], &s) || !months(t, c[3], &s) || !number(t, c[4], 100, &weight) || !number(t, c[5], 100, &size) ||
        !number(t, c[6], 400, &days)) {
        return false;
    }
    if (size == 0) {
        return row_wrong(t, "no messages", c[0]);
    }
    s.weight = (uint64_t)weight;
    s.size = (uint64_t)size;
    s.days = (uint64_t)days;
    s.about = str_eqz(c[7], "1");
    m->situations[m->situations_n++] = s;
    return true;
}

// Rows of one situation stand together, so that a situation's wordings are a slice.
static bool row_wording(struct table *t, struct str c[COLUMNS_MAX])
{
    struct demo_material *m = t->m;
    struct demo_situation *s = NULL;
    for (size_t i = 0; i < m->situations_n && s == NULL; i++) {
        s = str_eq(m->situations[i].id, c[0]) ? &m->situations[i] : NULL;
    }
    static const char *const kinds[] = {"reflection", "question", "thanks"};
    size_t kind = 0;
    while (kind < ARRAY_LEN(kinds) && !str_eqz(c[1], kinds[kind])) {
        kind++;
    }
    struct demo_wording *w = &m->wordings[m->wordings_n];
    if (s == NULL || kind == ARRAY_LEN(kinds) || (s->wordings_n > 0 && s->wordings + s->wordings_n != w)) {
        return row_wrong(t, "wording out of place", c[0]);
    }
    s->wordings = s->wordings_n == 0 ? w : s->wordings;
    s->wordings_n++;
    *w = (struct demo_wording){(enum demo_kind)kind, c[2], c[3]};
    m->wordings_n++;
    return true;
}

static bool load(struct table *t, const struct embed *files, size_t n, const char *file, size_t columns,
                 bool (*row)(struct table *, struct str *))
{
    const struct embed *f = embed_find(files, n, str_c(file));
    if (f == NULL) {
        return err_set(t->e, ERR_INPUT, "demo/%s is missing", file);
    }
    t->file = file;
    t->rest = embed_str(f);
    t->line = 0;
    struct str col[COLUMNS_MAX];
    bool more = true;
    while (more) {
        if (!next_row(t, columns, col, &more) || (more && !row(t, col))) {
            return false;
        }
    }
    return true;
}

static size_t room_for(const struct embed *files, size_t n, const char *file)
{
    const struct embed *f = embed_find(files, n, str_c(file));
    return f == NULL ? 0 : rows_in(embed_str(f));
}

bool demo_material_load(const struct embed *files, size_t n, struct arena *a, struct demo_material *out, struct err *e)
{
    struct demo_material m = {
        .offices = ARENA_ARRAY(a, struct demo_office, room_for(files, n, "offices.tsv")),
        .categories = ARENA_ARRAY(a, struct demo_category, room_for(files, n, "categories.tsv")),
        .members = ARENA_ARRAY(a, struct demo_member, room_for(files, n, "members.tsv")),
        .places = ARENA_ARRAY(a, struct demo_place, room_for(files, n, "places.tsv")),
        .situations = ARENA_ARRAY(a, struct demo_situation, room_for(files, n, "situations.tsv")),
        .wordings = ARENA_ARRAY(a, struct demo_wording, room_for(files, n, "wordings.tsv")),
        .answers = ARENA_ARRAY(a, struct demo_answer, room_for(files, n, "answers.tsv")),
        .notices = ARENA_ARRAY(a, struct demo_notice, room_for(files, n, "notices.tsv")),
        .comments = ARENA_ARRAY(a, struct demo_comment, room_for(files, n, "comments.tsv")),
        .steering = ARENA_ARRAY(a, struct demo_steering, room_for(files, n, "steering.tsv")),
        .phrases = ARENA_ARRAY(a, struct demo_phrase, room_for(files, n, "phrases.tsv")),
        .shorts = ARENA_ARRAY(a, struct demo_short, room_for(files, n, "short.tsv")),
    };
    struct table t = {.m = &m, .a = a, .e = e};
    if (!load(&t, files, n, "offices.tsv", 5, row_office) || !load(&t, files, n, "categories.tsv", 4, row_category) ||
        !load(&t, files, n, "members.tsv", 4, row_member) || !load(&t, files, n, "places.tsv", 3, row_place) ||
        !load(&t, files, n, "answers.tsv", 7, row_answer) || !load(&t, files, n, "notices.tsv", 8, row_notice) ||
        !load(&t, files, n, "comments.tsv", 4, row_comment) ||
        !load(&t, files, n, "steering.tsv", 6, row_steering) ||
        !load(&t, files, n, "phrases.tsv", 4, row_phrase) || !load(&t, files, n, "short.tsv", 2, row_short) ||
        !load(&t, files, n, "situations.tsv", 8, row_situation) ||
        !load(&t, files, n, "wordings.tsv", 4, row_wording)) {
        return false;
    }
    const struct embed *logo = embed_find(files, n, STR("logo.webp"));
    if (logo == NULL) {
        return err_set(e, ERR_INPUT, "demo/logo.webp is missing");
    }
    m.logo = embed_str(logo);
    for (size_t i = 0; i < m.situations_n; i++) {
        if (m.situations[i].wordings_n == 0) {
            return err_set(e, ERR_INPUT, "demo/wordings.tsv: none for %.*s", STR_ARG(m.situations[i].id));
        }
    }
    *out = m;
    return true;
}

struct str demo_commune(const struct demo_office *o, bool english)
{
    struct str name = english ? o->name_en : o->name_vi;
    struct str lead = english ? STR("People's Committee of ") : STR("UBND ");
    return str_starts(name, lead) ? str_slice(name, lead.n, name.n) : name;
}

static void add_date(struct buf *b, int64_t at, int64_t offset, bool english)
{
    int64_t day = (at + DEMO_ZONE) / 86400 + offset;
    if (english) {
        format_long_day(b, LANG_EN, day);
    } else {
        format_day(b, LANG_VI, day);
    }
}

// `name` is what stands between the braces; an unknown name is a mistake in the files that the tests find.
static void add_blank(struct buf *b, struct arena *a, struct str name, const struct demo_blanks *v)
{
    struct str days = name;
    int64_t offset = 0;
    if (str_eqz(name, "place")) {
        buf_add(b, v->place);
    } else if (str_eqz(name, "Place")) {
        buf_add(b, demo_vary_capital(a, v->place));
    } else if (str_eqz(name, "commune")) {
        buf_add(b, v->commune);
    } else if (str_eqz(name, "Commune")) {
        buf_add(b, demo_vary_capital(a, v->commune));
    } else if (str_eqz(name, "office")) {
        buf_add(b, v->office);
    } else if (str_eqz(name, "n")) {
        buf_addi(b, (int64_t)v->number);
    } else if (str_starts(name, STR("date"))) {
        days = str_slice(name, name.p[4] == '+' ? 5 : 4, name.n);
        if (days.n > 0 && !str_int(days, &offset)) {
            BUG("a date that is no date in demo/");
        }
        add_date(b, v->at, offset, v->english);
    } else {
        BUG("unknown blank in demo/");
    }
}

struct str demo_fill(struct arena *a, struct str pattern, const struct demo_blanks *v)
{
    struct buf b = buf_new(FILL_MAX);
    while (pattern.p != NULL) {
        buf_add(&b, str_cut(&pattern, '{'));
        if (pattern.p != NULL) {
            add_blank(&b, a, str_cut(&pattern, '}'), v);
        }
    }
    BUG_ON(buf_over(&b));
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}
