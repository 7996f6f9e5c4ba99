// desk_ask.c: see desk_ask.h.
#include "web/desk/desk_ask.h"

#include "core/office/lookup.h"
#include "i18n/civil.h"
#include "match/operators.h"

enum { FIELDS_MAX = 8, QUERY_BYTES = 4096, NAME_WORDS = 2 };

enum field { FIELD_OFFICE, FIELD_STATE, FIELD_KIND, FIELD_YEAR, FIELDS };

// Each by its names without marks and blanks; the first are what the page says.
static const char *const names[FIELDS][5] = {
    {"office", "coquan", "donvi", "noi"},
    {"state", "trangthai", "tinhtrang"},
    {"kind", "loai"},
    {"year", "nam"},
};

// Bare letters and digits alone: "cơ_quan" is "coquan".
static struct str bare(struct arena *a, struct str s)
{
    struct str words = office_bare(a, s);
    char *out = arena_alloc(a, words.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < words.n; i++) {
        if (words.p[i] != ' ') {
            out[n++] = words.p[i];
        }
    }
    return (struct str){out, n};
}

static enum field field_of(struct arena *a, struct str name)
{
    struct str b = bare(a, name);
    for (enum field f = 0; f < FIELDS; f++) {
        for (size_t i = 0; i < ARRAY_LEN(names[f]) && names[f][i] != NULL; i++) {
            if (str_eqz(b, names[f][i])) {
                return f;
            }
        }
    }
    return FIELDS;
}

static size_t word_start(struct str s, size_t end)
{
    size_t at = end;
    while (at > 0 && s.p[at - 1] != ' ' && s.p[at - 1] != '"') {
        at--;
    }
    return at;
}

// "cơ quan:xa" names a field in two words; the engine reads it in one, "cơ_quan:xa".
static struct str in_one_piece(struct arena *a, struct str typed)
{
    char *out = arena_copy(a, typed.n == 0 ? "" : typed.p, typed.n);
    struct str s = {out, typed.n};
    for (size_t colon = 1; colon < s.n; colon++) {
        size_t second = s.p[colon] == ':' ? word_start(s, colon) : 0;
        if (second < 2 || s.p[second - 1] != ' ' || field_of(a, str_slice(s, second, colon)) != FIELDS) {
            continue;
        }
        size_t first = word_start(s, second - 1);
        if (first < second - 1 && field_of(a, str_slice(s, first, colon)) != FIELDS) {
            out[second - 1] = '_';
        }
    }
    return s;
}

// ---- values

static bool same_words(struct arena *a, struct str one, struct str other)
{
    struct str b = bare(a, one);
    return b.n > 0 && str_eq(b, bare(a, other));
}

// States by their code, and as the pages name them.
static const struct {
    const char *code, *words;
} states[] = {
    {"inbox", N_("to be taken in")},         {"new", N_("new")},           {"open", N_("in hand")},
    {"waiting", N_("waiting for the sender")}, {"answered", N_("answered")}, {"closed", N_("closed")},
};
static const struct {
    const char *code, *words;
    enum match_kind kind;
} kinds[] = {{"message", N_("Message"), MATCH_MESSAGE}, {"matter", N_("Matter"), MATCH_MATTER}};

static bool read_office(const struct web *w, struct str value, struct desk_asked *out)
{
    const struct office *o = site_office_named(w->site, value);
    if (o == NULL) {
        struct office_found found = office_lookup(w->site, value, 2, w->a);
        o = found.only ? found.list[0] : NULL;
    }
    out->office = o == NULL ? 0 : o->id;
    return o != NULL;
}

static bool read_state(const struct web *w, struct str value, struct desk_asked *out)
{
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        uint8_t number;
        if ((str_eqz(value, states[i].code) || same_words(w->a, value, T_(w->lang, states[i].words))) &&
            finder_state(str_c(states[i].code), &number)) {
            out->filter.states |= UINT32_C(1) << number;
            return true;
        }
    }
    return false;
}

static bool read_kind(const struct web *w, struct str value, struct desk_asked *out)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eqz(value, kinds[i].code) || same_words(w->a, value, T_(w->lang, kinds[i].words))) {
            out->filter.kinds |= UINT32_C(1) << kinds[i].kind;
            return true;
        }
    }
    return false;
}

static bool read_year(const struct web *w, struct str value, struct desk_asked *out)
{
    int64_t year;
    if (!str_int(value, &year) || year < 1970 || year > 2105) {
        return false;
    }
    out->filter.from = tz_day_start(w->site->tz, civil_day((int)year, 1, 1));
    out->filter.to = tz_day_start(w->site->tz, civil_day((int)year + 1, 1, 1));
    return true;
}

static const struct {
    bool (*read)(const struct web *w, struct str value, struct desk_asked *out);
    const char *instead; // msgid
} fields[FIELDS] = {
    {read_office, N_("no office has this code or this name alone")},
    {read_state, N_("there are inbox, new, open, waiting, answered and closed, and their names on the pages")},
    {read_kind, N_("there are message and matter")},
    {read_year, N_("a year has four digits")},
};

void desk_ask_read(struct web *w, struct str typed, struct desk_asked *out)
{
    struct match_field list[FIELDS_MAX];
    struct operators ops;
    *out = (struct desk_asked){.words = in_one_piece(w->a, typed), .problems = ARENA_ARRAY(w->a, struct str, FIELDS_MAX)};
    size_t n = match_fields(out->words, list, FIELDS_MAX);
    for (size_t i = 0; i < n; i++) {
        enum field f = field_of(w->a, list[i].name);
        if (f != FIELDS && fields[f].read(w, list[i].value, out)) {
            continue;
        }
        struct str instead = f == FIELDS ? T(w->lang, "the fields are office:, state:, kind: and year:")
                                         : T_(w->lang, fields[f].instead);
        out->problems[out->n_problems++] = str_fmt(w->a, "%.*s:%.*s – %.*s", STR_ARG(list[i].name), STR_ARG(list[i].value),
                                                   STR_ARG(instead));
    }
    operators_read(out->words, w->a, &ops);
    out->no_words = str_trim(ops.clean).n == 0;
}
