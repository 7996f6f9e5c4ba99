// book.c: see book.h.
#include "core/steer/book.h"

#include "core/office/lookup.h"
#include "db/q_document.h"
#include "docs/csv.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"

static const char *const secret_words =
    N_("it bears a degree of state secrecy, and such documents are not kept here");

const char *book_column_words(enum book_column c)
{
    static const char *const words[BOOK_COLUMNS] = {
        [BOOK_NUMBER] = N_("Number of receipt"), [BOOK_RECEIVED] = N_("Date of receipt"),
        [BOOK_MARK] = N_("Number and symbol"),   [BOOK_DATED] = N_("Its date"),
        [BOOK_ISSUER] = N_("Issuer"),            [BOOK_KIND] = N_("Kind of document"),
        [BOOK_SUMMARY] = N_("Subject of the document"), [BOOK_URGENCY] = N_("Urgency"),
        [BOOK_PAGES] = N_("Number of pages"),    [BOOK_ADDRESSEES] = N_("Addressees"),
        [BOOK_SIGNER] = N_("Signer"),            [BOOK_SECRECY] = N_("Degree of secrecy"),
    };
    return words[c];
}

void book_wrong(struct book_row *row, enum book_column c, const char *msgid)
{
    for (size_t i = 0; i < row->n_problems; i++) {
        if (row->problems[i].column == c) {
            return;
        }
    }
    if (row->n_problems < BOOK_PROBLEMS) {
        row->problems[row->n_problems++] = (struct book_problem){c, msgid};
    }
}

static struct str urgency_of(struct str words)
{
    static const char *const names[][2] = {{"khẩn", "urgent"}, {"thượng khẩn", "very_urgent"}, {"hỏa tốc", "express"},
                                           {"hoả tốc", "express"}, {"thường", "normal"}, {"very urgent", "very_urgent"}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq_nocase(words, str_c(names[i][0]))) {
            return str_c(names[i][1]);
        }
    }
    return words.n == 0 || document_urgency_words(words) == NULL ? STR("normal") : words;
}

// In its own column, or where it is found in other lists; "thường" and "không" are none.
static bool is_secret(struct book_row *row)
{
    static const enum book_column places[] = {BOOK_SECRECY, BOOK_URGENCY, BOOK_KIND};
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        if (document_secret_mark(row->cells[places[i]])) {
            book_wrong(row, places[i], secret_words);
            return true;
        }
    }
    return false;
}

void book_row_read(struct book_row *row, int64_t received_day, int64_t dated_day, int64_t today)
{
    static const struct {
        const char *field;
        enum book_column column;
    } fields[] = {{"received_day", BOOK_RECEIVED}, {"dated_day", BOOK_DATED}, {"kind", BOOK_KIND}, {"mark", BOOK_MARK},
                  {"issuer", BOOK_ISSUER}, {"summary", BOOK_SUMMARY}, {"pages", BOOK_PAGES},
                  {"addressees", BOOK_ADDRESSEES}, {"signer", BOOK_SIGNER}};
    const struct str *v = row->cells;
    struct problems p = {.n = 0};
    if (is_secret(row)) {
        return;
    }
    if (!str_int(v[BOOK_NUMBER], &row->number) || row->number < 1) {
        book_wrong(row, BOOK_NUMBER, N_("the number is a whole number from 1 on"));
    }
    enum document_kind kind = v[BOOK_KIND].n == 0 ? KIND_LETTER : document_kind_named(v[BOOK_KIND]);
    struct document_draft *d = &row->draft;
    *d = (struct document_draft){
        .kind = kind == DOCUMENT_KINDS ? STR("") : str_c(document_kind_code(kind)), .issuer = v[BOOK_ISSUER],
        .mark = v[BOOK_MARK], .summary = v[BOOK_SUMMARY], .urgency = urgency_of(v[BOOK_URGENCY]),
        .addressees = v[BOOK_ADDRESSEES], .signer = v[BOOK_SIGNER], .received_day = received_day, .dated_day = dated_day};
    if (v[BOOK_PAGES].n > 0 && !str_int(v[BOOK_PAGES], &d->pages)) {
        d->pages = -1;
    }
    document_check_received(d, today, &p);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const char *msgid = problem_of(&p, fields[i].field);
        if (msgid != NULL) {
            book_wrong(row, fields[i].column, msgid);
        }
    }
}

const char *book_refusal(enum document_import how)
{
    return how == DOCUMENT_TAKEN ? N_("this number of the book bears another document")
           : how == DOCUMENT_GAP ? N_("the number before it is missing: the book has a gap")
                                 : NULL;
}

static int year_of(const struct book_row *row)
{
    return civil_from_day(row->draft.received_day).year;
}

int book_row_order(const void *x, const void *y)
{
    const struct book_row *a = x;
    const struct book_row *b = y;
    return year_of(a) != year_of(b)   ? (year_of(a) < year_of(b) ? -1 : 1)
           : a->number != b->number   ? (a->number < b->number ? -1 : 1)
           : a->line != b->line       ? (a->line < b->line ? -1 : 1)
                                      : 0;
}

// ---- a table in the browser

bool book_column_named(struct arena *a, struct str heading, enum book_column *c)
{
    static const struct {
        const char *words;
        enum book_column column;
    } heads[] = {
        {"so den", BOOK_NUMBER},        {"number", BOOK_NUMBER},         {"ngay den", BOOK_RECEIVED},
        {"received", BOOK_RECEIVED},    {"so ky hieu", BOOK_MARK},       {"so va ky hieu", BOOK_MARK},
        {"ky hieu", BOOK_MARK},         {"mark", BOOK_MARK},             {"ngay thang", BOOK_DATED},
        {"ngay van ban", BOOK_DATED},   {"ngay ban hanh", BOOK_DATED},   {"ngay thang van ban", BOOK_DATED},
        {"dated", BOOK_DATED},          {"tac gia", BOOK_ISSUER},        {"co quan ban hanh", BOOK_ISSUER},
        {"noi ban hanh", BOOK_ISSUER},  {"issuer", BOOK_ISSUER},         {"loai van ban", BOOK_KIND},
        {"ten loai", BOOK_KIND},        {"kind", BOOK_KIND},             {"trich yeu", BOOK_SUMMARY},
        {"trich yeu noi dung", BOOK_SUMMARY}, {"noi dung", BOOK_SUMMARY}, {"ten loai va trich yeu noi dung", BOOK_SUMMARY},
        {"ten loai va trich yeu noi dung van ban", BOOK_SUMMARY}, {"summary", BOOK_SUMMARY},
        {"do khan", BOOK_URGENCY},      {"muc do khan", BOOK_URGENCY},   {"urgency", BOOK_URGENCY},
        {"so trang", BOOK_PAGES},       {"so to", BOOK_PAGES},           {"pages", BOOK_PAGES},
        {"kinh gui", BOOK_ADDRESSEES},  {"noi nhan", BOOK_ADDRESSEES},   {"don vi hoac nguoi nhan", BOOK_ADDRESSEES},
        {"addressees", BOOK_ADDRESSEES}, {"nguoi ky", BOOK_SIGNER},      {"signer", BOOK_SIGNER},
        {"do mat", BOOK_SECRECY},       {"muc do mat", BOOK_SECRECY},    {"muc mat", BOOK_SECRECY},
        {"secrecy", BOOK_SECRECY},      {"number of receipt", BOOK_NUMBER}, {"date of receipt", BOOK_RECEIVED},
        {"number and symbol", BOOK_MARK}, {"its date", BOOK_DATED},      {"kind of document", BOOK_KIND},
        {"subject of the document", BOOK_SUMMARY}, {"number of pages", BOOK_PAGES}, {"degree of secrecy", BOOK_SECRECY},
    };
    struct str bare = str_trim(office_bare(a, heading));
    for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
        if (str_eqz(bare, heads[i].words)) {
            *c = heads[i].column;
            return true;
        }
    }
    return false;
}

struct reading {
    struct arena *a;
    int64_t today;
    size_t column[BOOK_COLUMNS]; // cell of each; SIZE_MAX: none
    struct book *out;
};

static const char *read_head(struct reading *r, const struct csv_row *row)
{
    static const enum book_column needed[] = {BOOK_NUMBER, BOOK_RECEIVED, BOOK_MARK, BOOK_DATED, BOOK_ISSUER, BOOK_SUMMARY};
    for (enum book_column c = 0; c < BOOK_COLUMNS; c++) {
        r->column[c] = SIZE_MAX;
    }
    for (size_t i = 0; i < row->n; i++) {
        enum book_column c;
        if (book_column_named(r->a, row->cells[i], &c) && r->column[c] == SIZE_MAX) {
            r->column[c] = i;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
        if (r->column[needed[i]] == SIZE_MAX) {
            return N_("The first row names the columns; these are needed: Số đến, Ngày đến, Số ký hiệu, Ngày tháng, Cơ quan ban "
                      "hành, Trích yếu.");
        }
    }
    return NULL;
}

static int64_t day_of(struct str cell)
{
    int64_t day;
    return civil_parse(cell, &day) ? day : 0;
}

static void add_row(struct reading *r, const struct csv_row *cells)
{
    struct book_row *row = &r->out->rows[r->out->n];
    size_t filled = 0;
    bool secret = false;
    *row = (struct book_row){.line = cells->line};
    for (enum book_column c = 0; c < BOOK_COLUMNS; c++) {
        row->cells[c] = r->column[c] < cells->n ? str_copy(r->a, str_trim(cells->cells[r->column[c]])) : STR("");
    }
    for (size_t i = 0; i < cells->n; i++) {
        filled += str_trim(cells->cells[i]).n > 0;
        secret = secret || document_secret_mark(cells->cells[i]);
    }
    if (filled == 0) {
        return;
    }
    book_row_read(row, day_of(row->cells[BOOK_RECEIVED]), day_of(row->cells[BOOK_DATED]), r->today);
    if (secret && row->n_problems == 0) { // in a column that nobody named
        book_wrong(row, BOOK_SECRECY, secret_words);
    }
    r->out->n++;
}

void book_read(struct arena *a, struct str text, int64_t today, struct book *out)
{
    struct reading r = {.a = a, .today = today, .out = out};
    struct csv_text source = {text, 0};
    struct str first = text;
    bool tabs = str_find(str_cut(&first, '\n'), STR("\t")) >= 0;
    struct csv_rules rules = {.separator = tabs ? '\t' : 0, .charset_given = true, .charset = CHARSET_UTF8};
    struct csv *csv = csv_new(csv_text_more, &source, &rules);
    struct csv_row row;
    struct csv_bad bad;
    struct err e = ERR_INIT;
    enum csv_got got;
    bool head = true;
    *out = (struct book){.rows = ARENA_ARRAY(a, struct book_row, BOOK_ROWS_MAX)};
    while ((got = csv_next(csv, &row, &bad, &e)) == CSV_ROW && out->problem == NULL) {
        if (head) {
            out->problem = read_head(&r, &row);
            head = false;
        } else if (out->n == BOOK_ROWS_MAX) {
            out->problem = N_("At most 500 rows at once; hoiam import documents takes more.");
        } else {
            add_row(&r, &row);
        }
    }
    if (got == CSV_BAD || got == CSV_FAILED) {
        out->problem = N_("This is no table: rows of cells, parted by tabs or commas, are expected.");
    } else if (out->n == 0 && out->problem == NULL) {
        out->problem = N_("Choose the CSV file of the book, or paste its rows.");
    }
    csv_free(csv);
    if (out->n > 0) {
        qsort(out->rows, out->n, sizeof *out->rows, book_row_order);
    }
}

bool book_look(struct tx *tx, const struct site *s, int64_t office_id, struct book *b, struct err *e)
{
    struct desk d = {.tx = tx, .site = s};
    struct document_last_number_row last = {0};
    int year = 0;
    int64_t upto = 0; // of the book as it would be by then
    b->good = b->known = 0;
    for (size_t i = 0; i < b->n; i++) {
        struct book_row *row = &b->rows[i];
        if (row->n_problems > 0) {
            continue;
        }
        if (year_of(row) != year) {
            year = year_of(row);
            last.last = 0;
            if (q_document_last_number(tx, office_id, STR("den"), year, &last, e) == Q_ERROR) {
                return false;
            }
            upto = last.last;
        }
        enum document_import how = row->number > upto + 1    ? DOCUMENT_GAP
                                   : row->number == upto + 1 ? DOCUMENT_IMPORTED
                                   : row->number > last.last ? DOCUMENT_TAKEN // twice in the table
                                                             : document_import_known(&d, office_id, row->number, &row->draft, e);
        if (how == DOCUMENT_IMPORT_ERROR) {
            return false;
        }
        upto += how == DOCUMENT_IMPORTED;
        row->known = how == DOCUMENT_KNOWN;
        b->known += how == DOCUMENT_KNOWN;
        b->good += how == DOCUMENT_IMPORTED;
        if (book_refusal(how) != NULL) {
            book_wrong(row, BOOK_NUMBER, book_refusal(how));
        }
    }
    return true;
}

enum tx_end book_portion(struct tx *tx, void *arg, struct err *e)
{
    struct book_taking *t = arg;
    struct desk d = {tx, t->site, t->actor, t->now};
    t->taken = t->refused = 0;
    for (size_t i = t->from; i < t->book->n && i < t->from + BOOK_PORTION; i++) {
        const struct book_row *row = &t->book->rows[i];
        if (row->n_problems > 0 || row->known) {
            continue;
        }
        enum document_import how = document_import(&d, t->office_id, row->number, &row->draft, e);
        if (how == DOCUMENT_IMPORT_ERROR) {
            return TX_FAILED;
        }
        t->taken += how == DOCUMENT_IMPORTED;
        t->refused += book_refusal(how) != NULL;
    }
    return TX_COMMIT;
}

bool book_next(struct book_taking *b)
{
    b->from += BOOK_PORTION;
    return b->from < b->book->n;
}
