// import_file.c: see import_file.h.
#include "cli/import_file.h"

#include "cli/say.h"
#include "docs/jsonl.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

// Where a field is: columns of a CSV file by number, of JSON lines by name.
struct place {
    size_t n; // 0: nowhere
    size_t at[IMPORT_JOIN_MAX];
    const char *name[IMPORT_JOIN_MAX];
    bool sure;  // in JSON lines, where no heading says so: it was mapped, or a row had it
};

const char import_map_place[] = N_("FIELD=COLUMN");
const char import_map_help[] = N_("the field is in this column; A+B joins two by a colon");
const char import_separator_place[] = N_("CHARACTER");
const char import_separator_help[] = N_("between cells: , ; | or tab (default: found out)");
const char import_encoding_help[] =
    N_("utf-8, utf-16le, utf-16be, windows-1252 or windows-1258 (default: found out)");

struct import_file {
    const char *path;
    int fd;
    int64_t size;
    int64_t bytes;
    struct csv_rules rules;
    struct csv *csv;     // one of the two
    struct jsonl *jsonl;
    struct arena mem;    // heading and mapping
    struct str *heading;
    size_t n_heading;
    const struct import_field *fields;
    size_t n;
    struct place places[IMPORT_FIELDS_MAX];
    struct arena row;
    bool any; // a row was given, or that there is none was told
};

static bool read_file(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    struct import_file *f = arg;
    ssize_t got;
    do {
        got = read(f->fd, p, max);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return err_errno(e, ERR_IO, N_("%s cannot be read"), f->path);
    }
    f->bytes += got;
    *n = (size_t)got;
    return true;
}

const char *import_file_name(const struct import_file *f)
{
    const char *slash = strrchr(f->path, '/');
    return slash == NULL ? f->path : slash + 1;
}

bool import_file_has(const struct import_file *f, size_t field)
{
    return f->places[field].n > 0 && (f->csv != NULL || f->places[field].sure);
}

void import_file_progress(const struct import_file *f, int64_t *read, int64_t *size)
{
    *read = f->bytes;
    *size = f->size;
}

void import_file_told(const struct import_file *f, int64_t line, int field, size_t column, struct buf *out)
{
    buf_addf(out, "%s:%lld: ", f->path, (long long)line);
    const struct place *p = field < 0 ? NULL : &f->places[field];
    if (p != NULL && p->n > 0 && f->csv == NULL) {
        buf_addf(out, "%s: ", p->name[0]);
    } else if (p != NULL && p->n > 0) {
        column = p->at[0] + 1;
    }
    if (column > 0 && column <= f->n_heading) {
        buf_addf(out, say("column %zu (%.*s): "), column, STR_ARG(f->heading[column - 1]));
    } else if (column > 0) {
        buf_addf(out, say("column %zu: "), column);
    }
}

static void begin_reading(struct import_file *f)
{
    if (f->jsonl != NULL || str_ends(str_c(f->path), STR(".jsonl")) || str_ends(str_c(f->path), STR(".ndjson"))) {
        jsonl_free(f->jsonl);
        f->jsonl = jsonl_new(read_file, f);
    } else {
        csv_free(f->csv);
        f->csv = csv_new(read_file, f, &f->rules);
    }
}

static bool read_heading(struct import_file *f, struct buf *problems, struct err *e)
{
    struct csv_row row;
    struct csv_bad bad;
    switch (csv_next(f->csv, &row, &bad, e)) {
    case CSV_FAILED:
        return false;
    case CSV_END:
        buf_addf(problems, say("%s is empty; its first row should name the columns\n"), f->path);
        return true;
    case CSV_BAD:
        buf_addf(problems, "%s:%lld: %s\n", f->path, (long long)bad.line, say(bad.reason));
        return true;
    case CSV_ROW:
        break;
    }
    f->heading = ARENA_ARRAY(&f->mem, struct str, row.n);
    f->n_heading = row.n;
    for (size_t i = 0; i < row.n; i++) {
        f->heading[i] = str_copy(&f->mem, str_trim(row.cells[i]));
    }
    return true;
}

// The column of that name: exactly so, else without regard to letter case.
static bool column_of(const struct import_file *f, struct str name, size_t *at)
{
    for (int exact = 1; exact >= 0; exact--) {
        for (size_t i = 0; i < f->n_heading; i++) {
            if (exact ? str_eq(f->heading[i], name) : str_eq_nocase(f->heading[i], name)) {
                *at = i;
                return true;
            }
        }
    }
    return false;
}

static void no_column(const struct import_file *f, struct str name, struct buf *problems)
{
    buf_addf(problems, say("%s has no column \"%.*s\"; it has: "), f->path, STR_ARG(name));
    for (size_t i = 0; i < f->n_heading; i++) {
        buf_addf(problems, "%s%.*s", i > 0 ? ", " : "", STR_ARG(f->heading[i]));
    }
    buf_addz(problems, "\n");
}

// COLUMN, or A+B+…; a column whose own name has a plus in it comes first.
static void map_columns(struct import_file *f, struct place *p, struct str columns, struct buf *problems)
{
    struct str rest = columns;
    size_t at = 0;
    bool whole = f->csv != NULL && column_of(f, columns, &at);
    p->n = 0;
    while (rest.p != NULL && p->n < IMPORT_JOIN_MAX) {
        struct str name = str_trim(whole ? columns : str_cut(&rest, '+'));
        if (f->csv != NULL && !column_of(f, name, &at)) {
            no_column(f, name, problems);
            return;
        }
        p->at[p->n] = at;
        p->name[p->n++] = str_z(&f->mem, name);
        if (whole) {
            return;
        }
    }
    if (rest.p != NULL) {
        buf_addf(problems, say("at most %d columns can be joined\n"), IMPORT_JOIN_MAX);
    }
}

static void map_one(struct import_file *f, const char *given, struct buf *problems)
{
    struct str columns = str_c(given);
    struct str name = str_cut(&columns, '=');
    if (columns.n == 0) {
        buf_addf(problems, say("--map %s: it is written FIELD=COLUMN\n"), given);
        return;
    }
    for (size_t i = 0; i < f->n; i++) {
        if (str_eqz(name, f->fields[i].name)) {
            map_columns(f, &f->places[i], columns, problems);
            f->places[i].sure = true;
            return;
        }
    }
    buf_addf(problems, say("--map %s: there is no field \"%.*s\"; there are: "), given, STR_ARG(name));
    for (size_t i = 0; i < f->n; i++) {
        buf_addf(problems, "%s%s", i > 0 ? " " : "", f->fields[i].name);
    }
    buf_addz(problems, "\n");
}

// By the field's name, or by another that the command knows.
static void map_named(struct import_file *f, import_known_fn *known, size_t field, struct buf *problems)
{
    const struct import_field *want = &f->fields[field];
    size_t at;
    if (f->csv == NULL || column_of(f, str_c(want->name), &at)) {
        map_columns(f, &f->places[field], str_c(want->name), problems);
        return;
    }
    for (size_t i = 0; known != NULL && i < f->n_heading; i++) {
        if (known(&f->mem, f->heading[i], field)) {
            map_columns(f, &f->places[field], f->heading[i], problems);
            return;
        }
    }
}

static void map_all(const struct cli_call *call, struct import_file *f, import_known_fn *known, struct buf *problems)
{
    for (size_t i = 0; i < f->n; i++) {
        map_named(f, known, i, problems);
    }
    for (size_t i = 0; i < opt_count(call->opts, "map"); i++) {
        map_one(f, opt_nth(call->opts, "map", i), problems);
    }
    for (size_t i = 0; i < f->n && problems->n == 0; i++) {
        if (f->fields[i].must && f->places[i].n == 0) {
            no_column(f, str_c(f->fields[i].name), problems);
            buf_addf(problems, say("say which column it is: --map %s=COLUMN\n"), f->fields[i].name);
        }
    }
}

static void read_rules(const struct cli_call *call, struct csv_rules *rules, struct buf *problems)
{
    struct str separator = str_c(opt_get(call->opts, "separator", ""));
    const char *encoding = opt_get(call->opts, "encoding", NULL);
    if (str_eq(separator, STR("tab")) || str_eq(separator, STR("\\t"))) {
        separator = STR("\t");
    }
    if (separator.n > 1 || (separator.n == 1 && strchr(",;|\t:", separator.p[0]) == NULL)) {
        buf_addf(problems, say("--separator %.*s: it is one of , ; | : and tab\n"), STR_ARG(separator));
    } else if (separator.n == 1) {
        rules->separator = separator.p[0];
    }
    rules->charset_given = encoding != NULL;
    if (encoding != NULL && !charset_of(str_c(encoding), &rules->charset)) {
        buf_addf(problems, say("--encoding %s: known are utf-8, utf-16le, utf-16be, windows-1252 and windows-1258\n"), encoding);
    }
}

static bool open_fd(struct import_file *f, struct err *e)
{
    static const char xlsx[4] = "PK\x03\x04", xls[4] = "\xd0\xcf\x11\xe0"; // a ZIP archive, a compound file
    char head[4] = "";
    struct stat st;
    f->fd = strcmp(f->path, "-") == 0 ? STDIN_FILENO : open(f->path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0 || fstat(f->fd, &st) != 0) {
        return err_errno(e, ERR_INPUT, N_("%s cannot be read"), f->path);
    }
    f->size = S_ISREG(st.st_mode) ? st.st_size : 0;
    if (pread(f->fd, head, sizeof head, 0) == sizeof head &&
        (memcmp(head, xlsx, sizeof head) == 0 || memcmp(head, xls, sizeof head) == 0)) {
        return err_set(e, ERR_INPUT, N_("%s is an Excel workbook; open it and save it as \"CSV UTF-8\", then import that"),
                       f->path);
    }
    return true;
}

struct import_file *import_file_open(const struct cli_call *call, const struct import_field *fields, size_t n,
                                     import_known_fn *known, int *code)
{
    BUG_ON(n > IMPORT_FIELDS_MAX);
    struct err e = ERR_INIT;
    struct buf problems = buf_new(64 * 1024);
    struct import_file *f = xcalloc(1, sizeof *f);
    f->path = call->opts->operands[0];
    f->fields = fields;
    f->n = n;
    read_rules(call, &f->rules, &problems);
    bool good = open_fd(f, &e);
    if (good && problems.n == 0) {
        begin_reading(f);
        good = f->csv == NULL || read_heading(f, &problems, &e);
    }
    if (good && problems.n == 0) {
        map_all(call, f, known, &problems);
    }
    *code = !good ? cli_fail(call, &e) : problems.n > 0 ? cli_problems(call, &problems) : CLI_DONE;
    buf_free(&problems);
    if (*code != CLI_DONE) {
        import_file_close(f);
        return NULL;
    }
    return f;
}

void import_file_close(struct import_file *f)
{
    if (f->fd > STDIN_FILENO) {
        (void)close(f->fd);
    }
    csv_free(f->csv);
    jsonl_free(f->jsonl);
    arena_free(&f->mem);
    arena_free(&f->row);
    free(f);
}

bool import_file_can_rewind(const struct import_file *f)
{
    return f->size > 0;
}

bool import_file_rewind(struct import_file *f, struct err *e)
{
    if (lseek(f->fd, 0, SEEK_SET) < 0) {
        return err_errno(e, ERR_IO, "%s", f->path);
    }
    f->bytes = 0;
    begin_reading(f);
    struct csv_row row;
    struct csv_bad bad;
    return f->csv == NULL || csv_next(f->csv, &row, &bad, e) != CSV_FAILED;
}

// A cell to which a spreadsheet's guard was put in front (see buf_csv) loses it.
static struct str unguarded(struct str s)
{
    bool guarded = s.n > 1 && s.p[0] == '\'' && strchr("=+-@\t\r", s.p[1]) != NULL;
    return str_trim(guarded ? str_slice(s, 1, s.n) : s);
}

static struct str joined(struct import_file *f, struct str a, struct str b)
{
    return a.n == 0 ? b : b.n == 0 ? a : str_fmt(&f->row, "%.*s: %.*s", STR_ARG(a), STR_ARG(b));
}

static enum csv_got next_csv(struct import_file *f, struct str *values, int64_t *line, struct csv_bad *bad, struct err *e)
{
    struct csv_row row;
    enum csv_got got = csv_next(f->csv, &row, bad, e);
    if (got == CSV_END && !f->any) {
        (void)fprintf(stderr, say("%s has only its headings, and no row below them\n"), f->path);
    }
    f->any = true;
    if (got != CSV_ROW) {
        return got;
    }
    *line = row.line;
    for (size_t i = f->n_heading; i < row.n; i++) {
        if (row.cells[i].n > 0) {
            *bad = (struct csv_bad){row.line, i + 1, N_("the row has more cells than the heading")};
            return CSV_BAD;
        }
    }
    for (size_t i = 0; i < f->n; i++) {
        values[i] = STR("");
        for (size_t k = 0; k < f->places[i].n; k++) {
            size_t at = f->places[i].at[k];
            values[i] = joined(f, values[i], at < row.n ? unguarded(row.cells[at]) : STR(""));
        }
    }
    return CSV_ROW;
}

static enum csv_got next_jsonl(struct import_file *f, struct str *values, int64_t *line, struct csv_bad *bad, struct err *e)
{
    enum csv_got got = jsonl_next(f->jsonl, line, bad, e);
    if (got != CSV_ROW) {
        return got;
    }
    for (size_t i = 0; i < f->n; i++) {
        values[i] = STR("");
        for (size_t k = 0; k < f->places[i].n; k++) {
            struct str v;
            if (!jsonl_text(f->jsonl, &f->row, f->places[i].name[k], &v)) {
                *bad = (struct csv_bad){*line, 0, N_("a value is neither text nor a number")};
                return CSV_BAD;
            }
            values[i] = joined(f, values[i], str_trim(v));
        }
        f->places[i].sure = f->places[i].sure || values[i].n > 0;
    }
    return CSV_ROW;
}

enum csv_got import_file_next(struct import_file *f, struct str *values, int64_t *line, struct csv_bad *bad, struct err *e)
{
    arena_reset(&f->row);
    return f->csv != NULL ? next_csv(f, values, line, bad, e) : next_jsonl(f, values, line, bad, e);
}
