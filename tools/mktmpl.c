// mktmpl: turns web/templates/*.html into typed C. The language is described in docs/templates.md.
//
// mktmpl header OUT.h FILE…              the prototypes of all templates and the headers that they include
// mktmpl source OUT.c HEADER.h FILE [vi=po/vi.po …]   the C of one template, with its texts in every language
#include "mktmpl.h"

#include <stdarg.h>

void gen_fail(const struct gen *g, const char *fmt, ...)
{
    char what[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    tool_fail(g->file, g->line, "%s", what);
}

static bool is_ident(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str cut_word(struct str *rest)
{
    *rest = str_trim(*rest);
    size_t i = 0;
    while (i < rest->n && is_ident(rest->p[i])) {
        i++;
    }
    struct str word = str_slice(*rest, 0, i);
    *rest = str_trim(str_slice(*rest, i, rest->n));
    return word;
}

// "(…)" at the beginning of *rest, without the brackets.
static struct str cut_brackets(const struct gen *g, struct str *rest)
{
    if (rest->n == 0 || rest->p[0] != '(') {
        gen_fail(g, "'(' is awaited: %.*s", STR_ARG(*rest));
    }
    size_t depth = 0;
    for (size_t i = 0; i < rest->n; i++) {
        depth += rest->p[i] == '(' ? 1 : 0;
        depth -= rest->p[i] == ')' ? 1 : 0;
        if (depth == 0) {
            struct str inner = str_trim(str_slice(*rest, 1, i));
            *rest = str_trim(str_slice(*rest, i + 1, rest->n));
            return inner;
        }
    }
    gen_fail(g, "a bracket is not closed: %.*s", STR_ARG(*rest));
}

// A name and its arguments: "page(&v->page)".
static struct str cut_call(const struct gen *g, struct str s, struct str *args)
{
    struct str name = cut_word(&s);
    *args = cut_brackets(g, &s);
    if (name.n == 0 || s.n > 0) {
        gen_fail(g, "name(arguments) is awaited");
    }
    if (args->n > 0) {
        emit_check_expr(g, *args);
    }
    return name;
}

static void emit_call(struct gen *g, struct str call, const char *suffix)
{
    struct str args;
    struct str name = cut_call(g, call, &args);
    emit_code(g, "tmpl_%.*s%s(out, lang%s%.*s);", STR_ARG(name), suffix, args.n > 0 ? ", " : "", STR_ARG(args));
}

static void need_text(const struct gen *g, const char *what)
{
    if (g->state != ST_TEXT || (g->depth > 0 && (str_eqz(g->open[g->depth - 1].name, "title") ||
                                                 str_eqz(g->open[g->depth - 1].name, "textarea") ||
                                                 str_eqz(g->open[g->depth - 1].name, "script")))) {
        gen_fail(g, "{%% %s %%} may only stand between tags", what);
    }
}

// {% for const struct item *i in v->items[v->n_items] %}
static void open_for(struct gen *g, struct str s)
{
    ptrdiff_t in = str_find(s, STR(" in "));
    if (in < 0 || s.p[s.n - 1] != ']') {
        gen_fail(g, "write {%% for TYPE name in array[count] %%}");
    }
    struct str decl = str_trim(str_slice(s, 0, (size_t)in));
    struct str array = str_trim(str_slice(s, (size_t)in + 4, s.n));
    size_t open = array.n - 1;
    size_t depth = 0;
    do {
        depth += array.p[open] == ']' ? 1 : 0;
        depth -= array.p[open] == '[' ? 1 : 0;
    } while (depth > 0 && open-- > 0);
    if (depth > 0) {
        gen_fail(g, "brackets do not match in: %.*s", STR_ARG(array));
    }
    struct str count = str_trim(str_slice(array, open + 1, array.n - 1));
    array = str_trim(str_slice(array, 0, open));
    emit_check_expr(g, array);
    emit_check_expr(g, count);
    emit_check_expr(g, decl);
    size_t name = decl.n;
    while (name > 0 && is_ident(decl.p[name - 1])) {
        name--;
    }
    struct str var = str_slice(decl, name, decl.n);
    if (var.n == 0 || name == 0) {
        gen_fail(g, "write {%% for TYPE name in array[count] %%}");
    }
    bool pointer = memchr(decl.p, '*', decl.n) != NULL;
    emit_code(g, "for (size_t at_%.*s = 0, n_%.*s = (%.*s); at_%.*s < n_%.*s; at_%.*s++) {", STR_ARG(var), STR_ARG(var),
              STR_ARG(count), STR_ARG(var), STR_ARG(var), STR_ARG(var));
    emit_code(g, "%.*s = %s(%.*s)[at_%.*s]; (void)%.*s;", STR_ARG(decl), pointer ? "&" : "", STR_ARG(array),
              STR_ARG(var), STR_ARG(var));
    html_frame_open(g, BLOCK_FOR, count);
}

static void branch(struct gen *g, struct str word, struct str rest)
{
    struct frame *f = g->n_frames == 0 ? NULL : &g->frames[g->n_frames - 1];
    bool is_if = f != NULL && f->kind == BLOCK_IF;
    bool is_for = f != NULL && f->kind == BLOCK_FOR && str_eqz(word, "else");
    if ((!is_if && !is_for) || f->last) {
        gen_fail(g, "{%% %.*s %%} may not stand here", STR_ARG(word));
    }
    emit_flush(g);
    html_frame_branch(g);
    if (str_eqz(word, "elif")) {
        emit_check_expr(g, rest);
        emit_code(g, "} else if (%.*s) {", STR_ARG(rest));
        return;
    }
    f->last = is_if; // after a loop without turns, the other branch does not always run
    if (is_if) {
        emit_code(g, "} else {");
    } else {
        emit_code(g, "}");
        emit_code(g, "if ((%.*s) == 0) {", STR_ARG(f->arg));
        f->kind = BLOCK_IF;
        f->last = true;
        f->settled_all = f->settled;
    }
}

static void end_block(struct gen *g)
{
    emit_flush(g);
    struct frame f = html_frame_close(g);
    if (f.kind == BLOCK_WRAP) {
        emit_call(g, f.arg, "_close");
        g->after_block = true;
    } else {
        emit_code(g, "}");
    }
}

static void body_here(struct gen *g)
{
    need_text(g, "body");
    if (!g->has_body || g->body_seen || g->n_frames > 0) {
        gen_fail(g, "{%% body %%} stands once, outside of blocks, in a template that declares `body`");
    }
    g->body_seen = true;
    emit_flush(g);
    buf_addz(&g->code, "}\n\n");
    emit_signature(&g->code, g, "_close", "\n{\n    (void)lang;\n");
    g->after_block = true;
}

static void control(struct gen *g, struct str inside)
{
    struct str rest = inside;
    struct str word = cut_word(&rest);
    html_control_here(g);
    if (str_eqz(word, "if")) {
        emit_check_expr(g, rest);
        emit_code(g, "if (%.*s) {", STR_ARG(rest));
        html_frame_open(g, BLOCK_IF, STR_NONE);
    } else if (str_eqz(word, "elif") || str_eqz(word, "else")) {
        branch(g, word, rest);
    } else if (str_eqz(word, "end") && rest.n == 0) {
        end_block(g);
    } else if (str_eqz(word, "for")) {
        open_for(g, rest);
    } else if (str_eqz(word, "let")) {
        emit_check_expr(g, rest);
        emit_code(g, "%.*s;", STR_ARG(rest));
    } else if (str_eqz(word, "call")) {
        need_text(g, "call");
        emit_call(g, rest, "");
    } else if (str_eqz(word, "wrap")) {
        need_text(g, "wrap");
        emit_call(g, rest, "_open");
        html_frame_open(g, BLOCK_WRAP, rest);
        g->after_block = true;
    } else if (str_eqz(word, "body") && rest.n == 0) {
        body_here(g);
    } else {
        gen_fail(g, "unknown control tag {%% %.*s %%}", STR_ARG(inside));
    }
}

// From just behind an opening mark to its closing one ("}}", "%}", "#}"); literals may hold anything.
static struct str cut_marked(struct gen *g, const char *end, bool literals)
{
    size_t from = g->at;
    char quote = 0;
    for (; g->at + 1 < g->src.n; g->at++) {
        char c = g->src.p[g->at];
        if (quote != 0 && c == '\\') {
            g->at++;
        } else if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (literals && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == end[0] && g->src.p[g->at + 1] == end[1]) {
            struct str inside = str_trim(str_slice(g->src, from, g->at));
            g->at += 2;
            return inside;
        }
    }
    gen_fail(g, "\"%s\" is missing", end);
}

static int newlines(struct str s)
{
    int n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n += s.p[i] == '\n' ? 1 : 0;
    }
    return n;
}

// Expressions go into one line of C.
static struct str one_line(struct gen *g, struct str s)
{
    char *p = arena_copy(&g->arena, s.p, s.n);
    for (size_t i = 0; i < s.n; i++) {
        p[i] = p[i] == '\n' || p[i] == '\r' || p[i] == '\t' ? ' ' : p[i];
    }
    return (struct str){p, s.n};
}

static void parse_marked(struct gen *g, char kind)
{
    size_t from = g->at;
    g->at += 2;
    if (kind == '#') {
        (void)cut_marked(g, "#}", false);
    } else {
        struct str inside = one_line(g, cut_marked(g, kind == '{' ? "}}" : "%}", true));
        if (kind == '%') {
            control(g, inside);
        } else if (po_is_call(inside)) {
            message_write(g, inside);
        } else {
            emit_value(g, inside);
        }
    }
    g->line += newlines(str_slice(g->src, from, g->at));
}

void parse_source(struct gen *g, struct str src)
{
    struct str outer = g->src;
    size_t at = g->at;
    g->src = src;
    g->at = 0;
    while (g->at < g->src.n) {
        char c = g->src.p[g->at];
        char next = g->at + 1 < g->src.n ? g->src.p[g->at + 1] : '\0';
        if (c == '{' && (next == '{' || next == '%' || next == '#')) {
            parse_marked(g, next);
        } else {
            html_feed(g, c);
            g->line += c == '\n' ? 1 : 0;
            g->at++;
        }
    }
    g->src = outer;
    g->at = at;
}

// {# name (const struct view *v) body include "web/view.h" — what it is for #}
static void parse_declaration(struct gen *g)
{
    if (!str_starts(g->src, STR("{#"))) {
        gen_fail(g, "a template begins with {# name (parameters) include \"…\" #}");
    }
    g->at = 2;
    struct str rest = cut_marked(g, "#}", false);
    g->line += newlines(str_slice(g->src, 0, g->at));
    g->name = cut_word(&rest);
    struct str file = str_c(tool_after(g->file, "/"));
    if (g->name.n == 0 || !str_eq(file, str_fmt(&g->arena, "%.*s.html", STR_ARG(g->name)))) {
        gen_fail(g, "the name in the first line must be that of the file: %.*s", STR_ARG(g->name));
    }
    g->params = one_line(g, cut_brackets(g, &rest));
    struct str word = rest;
    while ((word = cut_word(&rest)).n > 0) {
        size_t at = 0;
        if (str_eqz(word, "body")) {
            g->has_body = true;
        } else if (str_eqz(word, "include") && rest.n > 0 && rest.p[0] == '"') {
            while (at < rest.n && rest.p[at] == '"') {
                const char *end = memchr(rest.p + at + 1, '"', rest.n - at - 1);
                if (end == NULL) {
                    gen_fail(g, "unfinished name of a header");
                }
                at = (size_t)(end - rest.p) + 1;
                at += at < rest.n && rest.p[at] == ' ' ? 1 : 0;
            }
            g->includes = str_trim(str_slice(rest, 0, at));
            rest = str_trim(str_slice(rest, at, rest.n));
        } else {
            gen_fail(g, "%.*s is unknown in a template's first line; put a comment behind a dash", STR_ARG(word));
        }
    }
    if (rest.n > 0 && !str_starts(rest, STR("—")) && !str_starts(rest, STR("-"))) {
        gen_fail(g, "put a comment behind a dash: %.*s", STR_ARG(rest));
    }
}

static void gen_open(struct gen *g, const char *path)
{
    *g = (struct gen){.file = path,
                      .line = 1,
                      .code = buf_new(TOOL_FILE_MAX),
                      .fixed = buf_new(TOOL_FILE_MAX),
                      .word = buf_new(1 << 16),
                      .value = buf_new(1 << 16),
                      .after_block = true};
    g->src = tool_read(path);
    parse_declaration(g);
}

static void write_header(const char *path, char **files, size_t n)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    struct buf protos = buf_new(TOOL_FILE_MAX);
    buf_addz(&b, "// Made by mktmpl.\n#pragma once\n\n#include \"web/tmpl.h\"\n");
    for (size_t i = 0; i < n; i++) {
        struct gen g;
        gen_open(&g, files[i]);
        for (struct str rest = g.includes; rest.n > 0;) {
            (void)str_cut(&rest, '"');
            struct str name = str_cut(&rest, '"');
            buf_addf(&b, "#include \"%.*s\"\n", STR_ARG(name));
            rest = str_trim(rest);
        }
        emit_prototypes(&protos, &g, ";\n");
    }
    buf_addz(&b, "\n");
    buf_add(&b, buf_str(&protos));
    tool_write(path, &b);
}

static void write_source(const char *path, const char *header, const char *file, char **po_args, size_t n_po)
{
    struct po *po = xcalloc(n_po, sizeof *po);
    for (size_t i = 0; i < n_po; i++) {
        po_read(&po[i], po_args[i]);
    }
    struct gen g;
    gen_open(&g, file);
    g.po = po;
    g.n_po = n_po;
    buf_addf(&g.code,
             "// Made by mktmpl.\n#include \"%s\"\n\n#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n\n",
             header);
    emit_signature(&g.code, &g, g.has_body ? "_open" : "", "\n{\n    (void)lang;\n");
    parse_source(&g, str_slice(g.src, g.at, g.src.n));
    html_finish(&g);
    if (g.has_body && !g.body_seen) {
        gen_fail(&g, "{%% body %%} is missing");
    }
    emit_flush(&g);
    buf_addz(&g.code, "}\n");
    if (buf_over(&g.fixed) || buf_over(&g.word) || buf_over(&g.value)) {
        gen_fail(&g, "too large");
    }
    tool_write(path, &g.code);
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "header") == 0) {
        write_header(argv[2], argv + 3, (size_t)argc - 3);
    } else if (argc >= 5 && strcmp(argv[1], "source") == 0) {
        write_source(argv[2], argv[3], argv[4], argv + 5, (size_t)argc - 5);
    } else {
        tool_fail(NULL, 0, "usage: mktmpl header OUT.h FILE… | mktmpl source OUT.c HEADER.h FILE [vi=po/vi.po …]");
    }
    return 0;
}
