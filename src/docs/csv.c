// csv.c: see csv.h. Bytes are decoded into a window, which a small machine of states cuts into cells.
#include "docs/csv.h"

#include "base/utf8.h"

enum { RAW_MAX = 32 * 1024, WINDOW_MAX = 4 * RAW_MAX };

static const char row_too_long[] = N_("the row is longer than 1 MB");

enum place {
    AT_START,     // of a cell
    IN_PLAIN,
    IN_QUOTES,
    AFTER_QUOTES, // of the quote that ended the cell, or of the first of two
    SKIPPING,     // the rest of a row that is wrong
};

struct csv {
    csv_source *source;
    void *arg;
    struct csv_rules rules;
    bool begun;
    bool over;             // the source has ended
    char raw[RAW_MAX];
    size_t raw_n;
    struct buf window;     // decoded
    size_t at;             // in the window
    int64_t line;
    bool after_cr;         // a LF now belongs to the line end before it
    enum place place;
    int64_t quote_line;    // where the open quote stands
    struct buf text;       // the row's cells, a zero byte after each
    size_t starts[CSV_CELLS_MAX + 1];
    size_t n;              // cells that are complete
    struct str cells[CSV_CELLS_MAX];
    struct csv_bad bad;
    struct arena composed;
};

struct csv *csv_new(csv_source *source, void *arg, const struct csv_rules *rules)
{
    struct csv *c = xcalloc(1, sizeof *c);
    c->source = source;
    c->arg = arg;
    c->rules = *rules;
    c->line = 1;
    c->window = buf_new(WINDOW_MAX);
    c->text = buf_new(CSV_ROW_MAX + 1);
    return c;
}

void csv_free(struct csv *c)
{
    if (c != NULL) {
        buf_free(&c->window);
        buf_free(&c->text);
        arena_free(&c->composed);
        free(c);
    }
}

static bool read_raw(struct csv *c, struct err *e)
{
    size_t n = 0;
    if (c->over || c->raw_n == RAW_MAX) {
        return true;
    }
    if (!c->source(c->arg, c->raw + c->raw_n, RAW_MAX - c->raw_n, &n, e)) {
        return false;
    }
    c->over = n == 0;
    c->raw_n += n;
    return true;
}

static void drop_raw(struct csv *c, size_t n)
{
    memmove(c->raw, c->raw + n, c->raw_n - n);
    c->raw_n -= n;
}

// Make the window hold more, if there is more.
static bool fill(struct csv *c, struct err *e)
{
    struct str rest = str_slice(buf_str(&c->window), c->at, c->window.n);
    if (rest.n > 0) {
        memmove(c->window.p, rest.p, rest.n);
    }
    c->window.n = rest.n;
    c->at = 0;
    do {
        if (!read_raw(c, e)) {
            return false;
        }
        drop_raw(c, charset_decode(c->rules.charset, (struct str){c->raw, c->raw_n}, c->over, &c->window));
    } while (c->window.n == rest.n && !c->over);
    BUG_ON(buf_over(&c->window));
    return true;
}

// The separator that the first row has most of, outside quotes; the comma where it has none.
static char most_frequent(struct str first)
{
    static const char known[] = {',', ';', '\t', '|'};
    size_t count[sizeof known] = {0};
    bool quoted = false;
    for (size_t i = 0; i < first.n && (quoted || (first.p[i] != '\n' && first.p[i] != '\r')); i++) {
        quoted = quoted != (first.p[i] == '"');
        for (size_t k = 0; k < sizeof known && !quoted; k++) {
            count[k] += first.p[i] == known[k] ? 1 : 0;
        }
    }
    size_t best = 0;
    for (size_t k = 1; k < sizeof known; k++) {
        best = count[k] > count[best] ? k : best;
    }
    return known[best];
}

// "sep=;" as a line of its own, which some spreadsheets write for each other.
static size_t separator_line(struct str first, char *separator)
{
    if (first.n < 6 || !str_starts(first, STR("sep=")) || (first.p[5] != '\n' && first.p[5] != '\r')) {
        return 0;
    }
    *separator = first.p[4];
    return first.n > 6 && first.p[5] == '\r' && first.p[6] == '\n' ? 7 : 6;
}

static bool begin(struct csv *c, struct err *e)
{
    while (c->raw_n < 4 && !c->over) {
        if (!read_raw(c, e)) {
            return false;
        }
    }
    size_t mark;
    enum charset found = charset_detect((struct str){c->raw, c->raw_n}, &mark);
    if (!c->rules.charset_given) {
        c->rules.charset = found;
    }
    drop_raw(c, c->rules.charset == found ? mark : 0);
    do {
        if (!fill(c, e)) {
            return false;
        }
    } while (!c->over && c->window.n < RAW_MAX && memchr(c->window.p, '\n', c->window.n) == NULL);
    char said = 0;
    c->at = separator_line(buf_str(&c->window), &said);
    c->line += c->at > 0 ? 1 : 0;
    if (c->rules.separator == 0) {
        c->rules.separator = said != 0 ? said : most_frequent(buf_str(&c->window));
    }
    c->begun = true;
    return true;
}

static void note_bad(struct csv *c, int64_t line, size_t column, const char *reason)
{
    if (c->bad.reason == NULL) {
        c->bad = (struct csv_bad){line, column, reason};
    }
}

static void end_cell(struct csv *c)
{
    size_t from = c->starts[c->n];
    if (c->n == CSV_CELLS_MAX) {
        note_bad(c, c->line, 0, N_("the row has more than 1,024 cells"));
        c->place = SKIPPING;
        return;
    }
    if (c->text.n > from && memchr(c->text.p + from, 0, c->text.n - from) != NULL) {
        note_bad(c, c->line, c->n + 1,
                 N_("a zero byte stands in the text: is it a CSV file? --encoding tells another encoding"));
    }
    buf_addc(&c->text, 0);
    if (buf_over(&c->text)) {
        note_bad(c, c->line, c->n + 1, row_too_long);
        c->place = SKIPPING;
        return;
    }
    c->n++;
    c->starts[c->n] = c->text.n;
    c->place = AT_START;
}

static void put(struct csv *c, struct str s)
{
    buf_add(&c->text, s);
    if (buf_over(&c->text)) {
        note_bad(c, c->line, c->n + 1, row_too_long);
        c->place = SKIPPING;
    } else if (c->text.n - c->starts[c->n] > CSV_CELL_MAX) {
        bool quoted = c->place == IN_QUOTES;
        note_bad(c, quoted ? c->quote_line : c->line, c->n + 1,
                 quoted ? N_("the text in quotes that begins here is longer than 64 KB, or its end is missing")
                        : N_("the cell is longer than 64 KB"));
        c->place = SKIPPING;
    }
}

// A line end in the text at hand; CRLF is one. True: it is a new one, not the LF of a CRLF.
static bool line_end(struct csv *c, char ch)
{
    bool second = ch == '\n' && c->after_cr;
    c->after_cr = ch == '\r';
    c->line += second ? 0 : 1;
    return !second;
}

// How many characters from here on are plain text of the cell.
static size_t plain_run(const struct csv *c)
{
    const char *p = c->window.p + c->at;
    size_t n = c->window.n - c->at;
    size_t i = 0;
    if (c->place == IN_QUOTES) {
        while (i < n && p[i] != '"' && p[i] != '\n' && p[i] != '\r') {
            i++;
        }
    } else {
        char separator = c->rules.separator;
        while (i < n && p[i] != separator && p[i] != '\n' && p[i] != '\r') {
            i++;
        }
    }
    return i;
}

// One character that means something. True: the row is complete.
static bool take_special(struct csv *c, char ch)
{
    bool is_end = ch == '\n' || ch == '\r';
    c->after_cr = c->after_cr && is_end;
    if (c->place == IN_QUOTES) {
        if (ch == '"') {
            c->place = AFTER_QUOTES;
        } else {
            put(c, (struct str){&ch, 1});
            (void)line_end(c, ch);
        }
        return false;
    }
    if (is_end) {
        if (c->place != SKIPPING) {
            end_cell(c);
        }
        return line_end(c, ch);
    }
    if (c->place == SKIPPING) {
        return false;
    }
    if (c->place == AFTER_QUOTES && ch == '"') {
        put(c, STR("\""));
        c->place = c->place == SKIPPING ? SKIPPING : IN_QUOTES;
    } else if (ch == c->rules.separator) {
        end_cell(c);
    } else if (c->place == AFTER_QUOTES && ch != ' ') {
        note_bad(c, c->line, c->n + 1, "text stands after the closing quote");
        c->place = SKIPPING;
    }
    return false;
}

// Go on in the window until the row is complete (true) or the window is used up.
static bool scan(struct csv *c)
{
    while (c->at < c->window.n) {
        char ch = c->window.p[c->at];
        if (c->after_cr && ch == '\n' && c->place == AT_START && c->n == 0) {
            c->after_cr = false; // the rest of the line end before this row
            c->at++;
            continue;
        }
        if (c->place == AT_START && ch == '"') {
            c->place = IN_QUOTES;
            c->quote_line = c->line;
            c->at++;
            continue;
        }
        if (c->place == AT_START) {
            c->place = IN_PLAIN;
        }
        size_t run = c->place == IN_PLAIN || c->place == IN_QUOTES ? plain_run(c) : 0;
        if (run > 0) {
            c->after_cr = false;
            put(c, (struct str){c->window.p + c->at, run});
            c->at += run;
            continue;
        }
        c->at++;
        if (take_special(c, ch)) {
            return true;
        }
    }
    return false;
}

static bool next_row(struct csv *c, bool *complete, struct err *e)
{
    buf_clear(&c->text);
    c->n = 0;
    c->starts[0] = 0;
    c->place = AT_START;
    c->bad = (struct csv_bad){0, 0, NULL};
    while (!(*complete = scan(c)) && !c->over) {
        if (!fill(c, e)) {
            return false;
        }
    }
    if (*complete) {
        return true;
    }
    *complete = c->n > 0 || c->place != AT_START;
    if (c->place == IN_QUOTES) {
        note_bad(c, c->quote_line, c->n + 1, N_("the quote that opens here is never closed"));
    } else if (*complete && c->place != SKIPPING) {
        end_cell(c);
    }
    return true;
}

static void give_cells(struct csv *c, int64_t line)
{
    arena_reset(&c->composed);
    for (size_t i = 0; i < c->n; i++) {
        c->cells[i] = (struct str){c->text.p + c->starts[i], c->starts[i + 1] - c->starts[i] - 1};
        if (!utf8_valid(c->cells[i])) {
            note_bad(c, line, i + 1, N_("this is not UTF-8; name the encoding, for instance --encoding windows-1258"));
        } else {
            c->cells[i] = charset_nfc(&c->composed, c->cells[i]);
        }
    }
}

enum csv_got csv_next(struct csv *c, struct csv_row *row, struct csv_bad *bad, struct err *e)
{
    if (!c->begun && !begin(c, e)) {
        return CSV_FAILED;
    }
    for (;;) {
        int64_t line = c->line;
        bool complete;
        if (!next_row(c, &complete, e)) {
            return CSV_FAILED;
        }
        if (!complete) {
            return CSV_END;
        }
        give_cells(c, line);
        if (c->bad.reason != NULL) {
            *bad = c->bad;
            return CSV_BAD;
        }
        if (c->n > 1 || c->cells[0].n > 0) {
            *row = (struct csv_row){line, c->n, c->cells};
            return CSV_ROW;
        }
    }
}

bool csv_text_more(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    (void)e;
    struct csv_text *t = arg;
    *n = t->text.n - t->at < max ? t->text.n - t->at : max;
    if (*n > 0) {
        memcpy(p, t->text.p + t->at, *n);
    }
    t->at += *n;
    return true;
}
