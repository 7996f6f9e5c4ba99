// mkquery_lint.c: SQL that SQLite and PostgreSQL both take and understand differently, or that this project keeps out.
// What only one of them takes is found by preparing it on both.
#include "mkquery.h"

enum { MAX_DEPTH = 64 };

// Words refused anywhere in a query, and why.
static const struct {
    const char *word;
    const char *why;
} refused_words[] = {
    {"like", "letters' case counts on one engine only; search goes through match/"},
    {"ilike", "search goes through match/"},
    {"glob", "search goes through match/"},
    {"true", "a number on one engine only; write 1"},
    {"false", "a number on one engine only; write 0"},
    {"current_timestamp", "time is passed in"},
    {"current_date", "time is passed in"},
    {"current_time", "time is passed in"},
    {"collate", "text sorts by its bytes; what people see is sorted by a computed key"},
    {"rowid", "the engines number rows differently"},
    {"pragma", "not for queries"},
    {"attach", "not for queries"},
    {"vacuum", "not for queries"},
    {"real", "no floating point in the store"},
    {"float", "no floating point in the store"},
    {"double", "no floating point in the store"},
    {"numeric", "cast to BIGINT"},
    {"decimal", "cast to BIGINT"},
    {"boolean", "booleans are 0 and 1"},
    {"integer", "BIGINT, which both engines know as 64 bits"},
};

// Functions refused, and why.
static const struct {
    const char *name;
    const char *why;
} refused_calls[] = {
    {"lower", "ASCII only on one engine; store a folded key"},
    {"upper", "ASCII only on one engine; store a folded key"},
    {"round", "halves go different ways"},
    {"avg", "a fraction; take SUM and COUNT and divide in C"},
    {"total", "a fraction"},
    {"now", "time is passed in"},
    {"date", "time is passed in"},
    {"time", "time is passed in"},
    {"datetime", "time is passed in"},
    {"julianday", "time is passed in"},
    {"strftime", "time is passed in"},
    {"unixepoch", "time is passed in"},
    {"to_char", "time is passed in"},
    {"to_timestamp", "time is passed in"},
    {"date_trunc", "time is passed in"},
    {"date_part", "time is passed in"},
    {"extract", "time is passed in"},
    {"string_agg", "put texts together in C"},
    {"group_concat", "put texts together in C"},
    {"random", "ids and chance come from base/random"},
    {"ifnull", "COALESCE"},
    {"iif", "CASE"},
    {"nextval", "order comes from an event's number"},
    {"pg_advisory_lock", "no advisory locks"},
    {"pg_advisory_xact_lock", "no advisory locks"},
};

struct lexer {
    const char *file;
    struct str sql;
    size_t at;
    int line;
    struct str word; // lower case, when the token is a word
    char mark;       // otherwise the character
    char copy[128];
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_blank(struct lexer *x)
{
    while (x->at < x->sql.n) {
        char c = x->sql.p[x->at];
        char next = x->at + 1 < x->sql.n ? x->sql.p[x->at + 1] : 0;
        if (c == '-' && next == '-') {
            while (x->at < x->sql.n && x->sql.p[x->at] != '\n') {
                x->at++;
            }
        } else if (c == '/' && next == '*') {
            tool_fail(x->file, x->line, "comments begin with --");
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            x->line += c == '\n' ? 1 : 0;
            x->at++;
        } else {
            return;
        }
    }
}

static void skip_string(struct lexer *x)
{
    do { // '' inside a string reads as two strings, which does no harm here
        x->at++;
        if (x->at >= x->sql.n) {
            tool_fail(x->file, x->line, "a string is not closed");
        }
        x->line += x->sql.p[x->at] == '\n' ? 1 : 0;
    } while (x->sql.p[x->at] != '\'');
    x->at++;
}

// The next token: x->word, or x->mark with an empty word. False at the end.
static bool next(struct lexer *x)
{
    skip_blank(x);
    if (x->at >= x->sql.n) {
        return false;
    }
    x->word = STR_NONE;
    x->mark = x->sql.p[x->at];
    if (is_letter(x->mark)) {
        size_t n = 0;
        while (x->at < x->sql.n && (is_letter(x->sql.p[x->at]) || is_digit(x->sql.p[x->at]))) {
            char c = x->sql.p[x->at++];
            if (n < sizeof x->copy) {
                x->copy[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
            }
        }
        x->word = (struct str){x->copy, n};
    } else if (x->mark == '\'') {
        skip_string(x);
    } else {
        x->at++;
    }
    return true;
}

static void refuse_word(const struct query *q, const struct lexer *x)
{
    for (size_t i = 0; i < ARRAY_LEN(refused_words); i++) {
        if (str_eqz(x->word, refused_words[i].word)) {
            tool_fail(x->file, x->line, "query %.*s: %s is kept out of queries: %s", STR_ARG(q->name),
                      refused_words[i].word, refused_words[i].why);
        }
    }
}

static void refuse_call(const struct query *q, const struct lexer *x, struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(refused_calls); i++) {
        if (str_eqz(name, refused_calls[i].name)) {
            tool_fail(x->file, x->line, "query %.*s: %s() is kept out of queries: %s", STR_ARG(q->name),
                      refused_calls[i].name, refused_calls[i].why);
        }
    }
}

static void refuse_mark(const struct query *q, const struct lexer *x, struct str before, char mark_before)
{
    if (x->mark == '?' || x->mark == ':' || x->mark == '@' || (x->mark == '$' && !is_digit(x->sql.p[x->at]))) {
        tool_fail(x->file, x->line, "query %.*s: parameters are $1, $2, …; there is no %c", STR_ARG(q->name), x->mark);
    }
    if (x->mark == '"' || x->mark == '`' || x->mark == '[') {
        tool_fail(x->file, x->line, "query %.*s: names are not quoted, strings stand in '…'", STR_ARG(q->name));
    }
    if (x->mark == '*' && (str_eqz(before, "select") || str_eqz(before, "returning") || mark_before == '.')) {
        tool_fail(x->file, x->line, "query %.*s: name the columns instead of *", STR_ARG(q->name));
    }
}

void lint_query(const struct query *q)
{
    struct lexer x = {.file = q->file, .sql = q->sql, .line = q->sql_line};
    char opener[MAX_DEPTH + 1] = {0}; // 'c' where a parenthesis belongs to CAST
    size_t depth = 0, casts = 0;
    bool limit = false;
    struct str before = STR_NONE;
    char before_text[sizeof x.copy], mark_before = 0;
    while (next(&x)) {
        if (x.word.p != NULL) {
            refuse_word(q, &x);
            limit = limit || (depth == 0 && str_eqz(x.word, "limit"));
            memcpy(before_text, x.copy, x.word.n);
            before = (struct str){before_text, x.word.n};
            mark_before = 0;
            continue;
        }
        refuse_mark(q, &x, before, mark_before);
        if (x.mark == '(') {
            refuse_call(q, &x, before);
            if (str_eqz(before, "sum") && casts == 0) {
                tool_fail(x.file, x.line, "query %.*s: SUM is wider than 64 bits on PostgreSQL: CAST(SUM(…) AS BIGINT)",
                          STR_ARG(q->name));
            }
            if (depth == MAX_DEPTH) {
                tool_fail(x.file, x.line, "query %.*s: parentheses are nested too deeply", STR_ARG(q->name));
            }
            opener[depth] = str_eqz(before, "cast") ? 'c' : '(';
            casts += opener[depth++] == 'c' ? 1 : 0;
        } else if (x.mark == ')' && depth > 0) {
            casts -= opener[--depth] == 'c' ? 1 : 0;
        }
        before = STR_NONE;
        mark_before = x.mark;
    }
    if (q->kind == KIND_MANY && !q->all && !limit) {
        tool_fail(q->file, q->line,
                  "query %.*s: :many without LIMIT may return a whole table; say \":many all\" if it is small",
                  STR_ARG(q->name));
    }
}

void lint_migration(const char *file, struct str sql)
{
    static const char *const refused[] = {
        "integer",       "bigint",  "int",      "smallint", "serial",  "bigserial", "blob",        "bytea", "real",
        "double",        "float",   "numeric",  "decimal",  "boolean", "timestamp", "timestamptz", "date",  "varchar",
        "autoincrement", "trigger", "sequence", "strict",   "collate", "begin",     "commit"};
    struct lexer x = {.file = file, .sql = sql, .line = 1};
    char before = 0;
    while (next(&x)) {
        bool token = before == '{';
        before = x.word.p == NULL ? x.mark : 'w';
        for (size_t i = 0; !token && x.word.p != NULL && i < ARRAY_LEN(refused); i++) {
            if (str_eqz(x.word, refused[i])) {
                tool_fail(file, x.line,
                          "%s: a migration's types are {id} {int} {blob} TEXT, its tables {strict}; no triggers, "
                          "sequences or transactions of its own",
                          refused[i]);
            }
        }
    }
}

bool is_c_name(struct str s)
{
    static const char *const words[] = {
        "auto",     "bool",     "break",  "case",     "char",   "const",  "continue", "default", "do",     "double",
        "else",     "enum",     "extern", "float",    "for",    "goto",   "if",       "inline",  "int",    "long",
        "register", "restrict", "return", "short",    "signed", "sizeof", "static",   "struct",  "switch", "typedef",
        "union",    "unsigned", "void",   "volatile", "while",  "true",   "false",    "asm",     "typeof"};
    if (s.n == 0 || s.n > 60 || !is_letter(s.p[0])) {
        return false;
    }
    for (size_t i = 0; i < s.n; i++) {
        if (!(is_letter(s.p[i]) || is_digit(s.p[i])) || (s.p[i] >= 'A' && s.p[i] <= 'Z')) {
            return false;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(s, words[i])) {
            return false;
        }
    }
    return true;
}
