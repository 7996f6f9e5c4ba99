// period.c: see period.h.
#include "core/count/period.h"

#include "i18n/format.h"
#include "i18n/i18n.h"
#include "text/fold.h"


static const char not_a_period[] = N_("Write a period such as quarter IV/2026, month 11/2026, first half of 2026, "
                                      "first nine months of 2026, year 2026, or from 01/10/2026 to 14/11/2026.");
static const char no_year[] = N_("Say the year too, such as quarter IV/2026 or month 11/2026.");
static const char no_month[] = N_("A year has months 1 to 12: write month 11/2026.");
static const char no_quarter[] = N_("A year has four quarters: write quarter IV/2026.");
static const char no_half[] = N_("A year has two halves: write first half of 2026 or second half of 2026.");

// Exactly so many digits.
static bool digits(struct str s, size_t n, int *out)
{
    int v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return false;
        }
        v = v * 10 + (s.p[i] - '0');
        if (i >= n) {
            return false;
        }
    }
    *out = v;
    return s.n == n;
}

static struct report_period of_span(enum period kind, struct civil_span span)
{
    return (struct report_period){span.first, span.end - 1, true, kind, false};
}

struct report_period period_of_days(int64_t first, int64_t last)
{
    BUG_ON(last < first);
    static const enum period kinds[] = {PERIOD_YEAR, PERIOD_HALF, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_WEEK};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct civil_span span = civil_period(kinds[i], first);
        if (span.first == first && span.end == last + 1) {
            return of_span(kinds[i], span);
        }
    }
    return (struct report_period){first, last, false, PERIOD_DAY, false};
}

static bool date(struct str s, int64_t *day)
{
    int year;
    int month;
    int dom;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(str_slice(s, 0, 4), 4, &year) ||
        !digits(str_slice(s, 5, 7), 2, &month) || !digits(str_slice(s, 8, 10), 2, &dom) || !civil_valid(year, month, dom)) {
        return false;
    }
    *day = civil_day(year, month, dom);
    return civil_year_written(year);
}

static const char *parse_range(struct str text, size_t dots, struct report_period *out)
{
    int64_t first;
    int64_t last;
    if (!date(str_slice(text, 0, dots), &first) || !date(str_slice(text, dots + 2, text.n), &last)) {
        return N_("Write both days as year-month-day, such as 2026-07-01..2026-09-30.");
    }
    if (last < first) {
        return N_("The period ends before it begins.");
    }
    *out = period_of_days(first, last);
    out->dates = true;
    return NULL;
}

static const char *parse_week(int year, int week, struct report_period *out)
{
    // 4 January always lies in week 1.
    struct civil_span first = civil_period(PERIOD_WEEK, civil_day(year, 1, 4));
    struct civil_span span = civil_period_move(PERIOD_WEEK, first, week - 1);
    int in_year;
    if (week < 1 || civil_iso_week(span.first, &in_year) != week || in_year != year) {
        return N_("That year has no such week.");
    }
    *out = of_span(PERIOD_WEEK, span);
    return NULL;
}

// The n-th month, quarter or half of a year, or the year.
static const char *parse_part(enum period kind, int year, int n, struct report_period *out)
{
    int most = kind == PERIOD_MONTH ? 12 : kind == PERIOD_QUARTER ? 4 : kind == PERIOD_HALF ? 2 : 1;
    if (n < 1 || n > most) {
        return kind == PERIOD_MONTH ? no_month : kind == PERIOD_QUARTER ? no_quarter : no_half;
    }
    *out = of_span(kind, civil_period(kind, civil_day(year, (n - 1) * (12 / most) + 1, 1)));
    return NULL;
}

static const char *parse_nine_months(int year, struct report_period *out)
{
    *out = period_of_days(civil_day(year, 1, 1), civil_day(year, 9, 30));
    return NULL;
}

// 2026Q3 and the like.
static const char *parse_code(struct str text, struct report_period *out)
{
    ptrdiff_t dots = str_find(text, STR(".."));
    if (dots >= 0) {
        return parse_range(text, (size_t)dots, out);
    }
    int year;
    if (text.n < 4 || !digits(str_slice(text, 0, 4), 4, &year) || !civil_year_written(year)) {
        return not_a_period;
    }
    struct str rest = str_slice(text, 4, text.n);
    int part;
    if (rest.n == 0) {
        return parse_part(PERIOD_YEAR, year, 1, out);
    }
    if (str_eq_nocase(rest, STR("-9M"))) {
        return parse_nine_months(year, out);
    }
    if (str_starts(rest, STR("-W")) && digits(str_slice(rest, 2, rest.n), 2, &part)) {
        return parse_week(year, part, out);
    }
    if (rest.p[0] == '-' && digits(str_slice(rest, 1, rest.n), 2, &part)) {
        return parse_part(PERIOD_MONTH, year, part, out);
    }
    bool half = rest.p[0] == 'H' || rest.p[0] == 'h';
    if (!(half || rest.p[0] == 'Q' || rest.p[0] == 'q') || !digits(str_slice(rest, 1, rest.n), 1, &part)) {
        return not_a_period;
    }
    return parse_part(half ? PERIOD_HALF : PERIOD_QUARTER, year, part, out);
}

// ---- in words

enum { WORDS_BYTES = 96, MARKS_MAX = 8 };

// What a period in words is made of: a letter for each word that counts (of one that may be left out none), # for a number.
struct period_words {
    char shape[MARKS_MAX + 1];
    int v[MARKS_MAX];
    size_t n, n_numbers;
};

// ' ': may be left out.
static const struct {
    const char *word;
    char mark;
    int number; // of '#'
} words[] = {
    {"quy", 'q', 0},    {"quarter", 'q', 0}, {"q", 'q', 0},     {"thang", 'm', 0}, {"month", 'm', 0}, {"months", 'm', 0},
    {"tuan", 'w', 0},   {"week", 'w', 0},    {"dau", 'a', 0},   {"first", 'a', 0}, {"cuoi", 'z', 0},  {"second", 'z', 0},
    {"half", 'h', 0},   {"i", '#', 1},       {"ii", '#', 2},    {"iii", '#', 3},   {"iv", '#', 4},    {"nine", '#', 9},
    {"nam", ' ', 0},    {"year", ' ', 0},    {"ky", ' ', 0},    {"tu", ' ', 0},    {"den", ' ', 0},   {"ngay", ' ', 0},
    {"from", ' ', 0},   {"to", ' ', 0},      {"of", ' ', 0},
};

static bool add_mark(struct period_words *w, char mark, int number)
{
    if (mark == ' ') {
        return true;
    }
    if (w->n == MARKS_MAX) {
        return false;
    }
    w->shape[w->n++] = mark;
    w->shape[w->n] = 0;
    if (mark == '#') {
        w->v[w->n_numbers++] = number;
    }
    return true;
}

static bool add_word(struct period_words *w, struct str word)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(word, words[i].word)) {
            return add_mark(w, words[i].mark, words[i].number);
        }
    }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

// Words and numbers, parted by blanks, strokes, hyphens, dots or nothing: "Q4/2026", "quý 4 năm 2026".
static bool read_words(struct str text, struct period_words *w)
{
    char bare[WORDS_BYTES];
    *w = (struct period_words){.n = 0};
    struct str s = {bare, text.n > sizeof bare ? 0 : fold_text(text, bare)};
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int number = 0;
        if (is_digit(s.p[at])) {
            for (; at < s.n && is_digit(s.p[at]); at++) {
                number = number * 10 + (s.p[at] - '0');
                if (at - from == 4) {
                    return false;
                }
            }
            if (!add_mark(w, '#', number)) {
                return false;
            }
        } else if (is_letter(s.p[at])) {
            while (at < s.n && is_letter(s.p[at])) {
                at++;
            }
            if (!add_word(w, str_slice(s, from, at))) {
                return false;
            }
        } else if (str_eq(str_slice(s, at, at + 3), STR("–"))) {
            at += 3;
        } else if (str_find(STR(" /-.,\t"), str_slice(s, at, at + 1)) < 0) {
            return false;
        } else {
            at++;
        }
    }
    return w->n > 0;
}

static const char *parse_days(const int v[static 6], struct report_period *out)
{
    for (size_t i = 0; i < 6; i += 3) {
        if (!civil_year_written(v[i + 2]) || !civil_valid(v[i + 2], v[i + 1], v[i])) {
            return N_("There is no such day: write from 01/10/2026 to 14/11/2026.");
        }
    }
    int64_t first = civil_day(v[2], v[1], v[0]);
    int64_t last = civil_day(v[5], v[4], v[3]);
    if (last < first) {
        return N_("The period ends before it begins.");
    }
    *out = period_of_days(first, last);
    out->dates = true;
    return NULL;
}

// So many months of a year, from its beginning, or the last six.
static const char *parse_months(int n, bool end, int year, struct report_period *out)
{
    if (n == 9 && !end) {
        return parse_nine_months(year, out);
    }
    if (n == 6) {
        return parse_part(PERIOD_HALF, year, end ? 2 : 1, out);
    }
    if (end || (n != 3 && n != 12)) {
        return N_("So many months of a year are 3, 6, 9 or 12: write first half of 2026 or first nine months of 2026.");
    }
    return parse_part(n == 3 ? PERIOD_QUARTER : PERIOD_YEAR, year, 1, out);
}

static const char *parse_words(struct str text, struct report_period *out)
{
    struct period_words w;
    if (!read_words(text, &w)) {
        return not_a_period;
    }
    struct str shape = str_c(w.shape);
    if (str_eqz(shape, "######")) {
        return parse_days(w.v, out);
    }
    int year = w.n_numbers > 0 ? w.v[w.n_numbers - 1] : 0;
    if (!civil_year_written(year)) {
        return w.n > w.n_numbers ? no_year : not_a_period;
    }
    int n = w.v[0];
    if (str_eqz(shape, "#")) {
        return parse_part(PERIOD_YEAR, year, 1, out);
    }
    if (str_eqz(shape, "q##")) {
        return parse_part(PERIOD_QUARTER, year, n, out);
    }
    if (str_eqz(shape, "m##") || str_eqz(shape, "##")) {
        return parse_part(PERIOD_MONTH, year, n, out);
    }
    if (str_eqz(shape, "w##")) {
        return parse_week(year, n, out);
    }
    if (str_eqz(shape, "ah#") || str_eqz(shape, "zh#")) {
        return parse_part(PERIOD_HALF, year, w.shape[0] == 'a' ? 1 : 2, out);
    }
    if (str_eqz(shape, "#m#") || str_eqz(shape, "#ma#") || str_eqz(shape, "a#m#") || str_eqz(shape, "#mz#")) {
        return parse_months(n, str_eqz(shape, "#mz#"), year, out);
    }
    return not_a_period;
}

const char *period_parse(struct str text, struct report_period *out)
{
    text = str_trim(text);
    const char *wrong = parse_code(text, out);
    if (wrong == NULL) {
        return NULL;
    }
    const char *problem = parse_words(text, out);
    return problem == NULL ? NULL : wrong != not_a_period ? wrong : problem;
}

struct str period_text(const struct report_period *p, char out[static PERIOD_TEXT])
{
    struct civil a = civil_from_day(p->first);
    struct civil b = civil_from_day(p->last);
    int n = 0;
    switch (p->calendar ? p->kind : PERIOD_DAY) {
    case PERIOD_YEAR:
        n = snprintf(out, PERIOD_TEXT, "%04d", a.year);
        break;
    case PERIOD_HALF:
        n = snprintf(out, PERIOD_TEXT, "%04dH%d", a.year, a.month / 6 + 1);
        break;
    case PERIOD_QUARTER:
        n = snprintf(out, PERIOD_TEXT, "%04dQ%d", a.year, (a.month - 1) / 3 + 1);
        break;
    case PERIOD_MONTH:
        n = snprintf(out, PERIOD_TEXT, "%04d-%02d", a.year, a.month);
        break;
    case PERIOD_WEEK: {
        int year;
        int week = civil_iso_week(p->first, &year);
        n = snprintf(out, PERIOD_TEXT, "%04d-W%02d", year, week);
        break;
    }
    default:
        n = snprintf(out, PERIOD_TEXT, "%04d-%02d-%02d..%04d-%02d-%02d", a.year, a.month, a.day, b.year, b.month, b.day);
        break;
    }
    BUG_ON(n < 0 || n >= PERIOD_TEXT);
    return (struct str){out, (size_t)n};
}

void period_name(struct buf *out, enum lang lang, const struct report_period *p)
{
    if (p->calendar) {
        format_period(out, lang, p->kind, p->first);
        return;
    }
    format_day(out, lang, p->first);
    buf_addz(out, " – ");
    format_day(out, lang, p->last);
}

struct report_period period_quarter(int64_t day)
{
    return of_span(PERIOD_QUARTER, civil_period(PERIOD_QUARTER, day));
}

bool period_whole_months(const struct report_period *p)
{
    return civil_from_day(p->first).day == 1 && civil_from_day(p->last + 1).day == 1;
}

// As many months as lie between two firsts of a month.
static int months_between(int64_t first, int64_t end)
{
    struct civil a = civil_from_day(first);
    struct civil b = civil_from_day(end);
    return (b.year - a.year) * 12 + b.month - a.month;
}

static struct report_period moved_months(const struct report_period *p, int by)
{
    int64_t first = civil_add_months(p->first, by);
    return period_of_days(first, civil_add_months(first, months_between(p->first, p->last + 1)) - 1);
}

struct report_period period_before(const struct report_period *p)
{
    if (period_whole_months(p)) {
        return moved_months(p, -months_between(p->first, p->last + 1));
    }
    return period_of_days(p->first - (p->last - p->first + 1), p->first - 1);
}

struct report_period period_year_before(const struct report_period *p)
{
    if (p->calendar && p->kind == PERIOD_WEEK) {
        int year;
        int week = civil_iso_week(p->first, &year);
        struct report_period out;
        const char *problem = parse_week(year - 1, week, &out);
        if (problem != NULL) {
            problem = parse_week(year - 1, week - 1, &out);
        }
        BUG_ON(problem != NULL);
        return out;
    }
    if (period_whole_months(p)) {
        return moved_months(p, -12);
    }
    return period_of_days(civil_add_months(p->first, -12), civil_add_months(p->last, -12));
}
