// mktmpl_emit.c: writing C from a template.
#include "mktmpl.h"

#include <stdarg.h>

void emit_fixed(struct gen *g, struct str s)
{
    buf_add(&g->fixed, s);
}

// ISO C promises literals of 4095 bytes.
#define LITERAL_MAX ((size_t)4000)

void emit_flush(struct gen *g)
{
    struct str s = buf_str(&g->fixed);
    for (size_t from = 0; from < s.n; from += LITERAL_MAX) {
        buf_addz(&g->code, "    buf_add(out, STR(");
        tool_c_string(&g->code, str_slice(s, from, from + LITERAL_MAX));
        buf_addz(&g->code, "));\n");
    }
    buf_clear(&g->fixed);
}

void emit_code(struct gen *g, const char *fmt, ...)
{
    emit_flush(g);
    char line[8192];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof line) {
        gen_fail(g, "an expression is longer than %zu bytes", sizeof line);
    }
    buf_addf(&g->code, "#line %d ", g->line);
    tool_c_string(&g->code, str_c(g->file));
    buf_addf(&g->code, "\n    %s\n", line);
}

void emit_check_expr(const struct gen *g, struct str expr)
{
    char closers[DEPTH_MAX];
    size_t depth = 0;
    char quote = 0;
    for (size_t i = 0; i < expr.n; i++) {
        char c = expr.p[i];
        if (quote != 0) {
            i += c == '\\' ? 1 : 0;
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(' || c == '[') {
            if (depth == DEPTH_MAX) {
                gen_fail(g, "too many brackets");
            }
            closers[depth++] = c == '(' ? ')' : ']';
        } else if (c == ')' || c == ']') {
            if (depth == 0 || closers[--depth] != c) {
                gen_fail(g, "brackets do not match in: %.*s", STR_ARG(expr));
            }
        } else if (strchr(";{}#\\`@", c) != NULL || (c == '/' && i + 1 < expr.n && strchr("/*", expr.p[i + 1]))) {
            gen_fail(g, "'%c' may not stand in an expression: %.*s", c, STR_ARG(expr));
        }
    }
    if (expr.n == 0) {
        gen_fail(g, "an expression is missing");
    }
    if (quote != 0 || depth != 0) {
        gen_fail(g, "unfinished expression: %.*s", STR_ARG(expr));
    }
}

struct str emit_split_filter(const struct gen *g, struct str *expr)
{
    size_t i = expr->n;
    while (i > 0 && (expr->p[i - 1] == '_' || (expr->p[i - 1] >= 'a' && expr->p[i - 1] <= 'z'))) {
        i--;
    }
    struct str filter = str_slice(*expr, i, expr->n);
    struct str before = str_trim(str_slice(*expr, 0, i));
    bool bar = before.n > 0 && before.p[before.n - 1] == '|';
    if (filter.n == 0 || !bar || (before.n > 1 && before.p[before.n - 2] == '|')) {
        return STR_NONE;
    }
    *expr = str_trim(str_slice(before, 0, before.n - 1));
    emit_check_expr(g, *expr);
    return filter;
}

void emit_value(struct gen *g, struct str expr)
{
    static const char *const macro[] = {
        [PLACE_TEXT] = "TMPL_TEXT", [PLACE_RCDATA] = "TMPL_RCDATA", [PLACE_ATTR] = "TMPL_ATTR",
        [PLACE_URL] = "TMPL_URL",   [PLACE_PATH] = "TMPL_PATH",     [PLACE_URL_PART] = "TMPL_URL_PART",
    };
    enum place place = html_place(g);
    html_value_here(g);
    emit_check_expr(g, expr);
    struct str filter = emit_split_filter(g, &expr);
    if (filter.p == NULL) {
        emit_code(g, "%s(out, (%.*s));", macro[place], STR_ARG(expr));
    } else if (place >= PLACE_URL) {
        gen_fail(g, "\"| %.*s\" may not stand in an address", STR_ARG(filter));
    } else {
        emit_code(g, "format_%.*s(out, lang, TMPL_INT(%.*s));", STR_ARG(filter), STR_ARG(expr));
    }
}

void emit_signature(struct buf *out, const struct gen *g, const char *suffix, const char *end)
{
    buf_addf(out, "void tmpl_%.*s%s(struct buf *out, enum lang lang%s%.*s)%s", STR_ARG(g->name), suffix,
             g->params.n > 0 ? ", " : "", STR_ARG(g->params), end);
}

void emit_prototypes(struct buf *out, const struct gen *g, const char *end)
{
    emit_signature(out, g, g->has_body ? "_open" : "", end);
    if (g->has_body) {
        emit_signature(out, g, "_close", end);
    }
}
