// mkpo_scan.c: finds the messages that C files and templates ask for.
#include "mkpo.h"

static bool is_ident(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void add_use(struct po_uses *uses, struct po_use use)
{
    if (uses->n == uses->cap) {
        uses->cap = uses->cap == 0 ? 256 : uses->cap * 2;
        uses->p = xrealloc(uses->p, uses->cap * sizeof *uses->p);
    }
    uses->p[uses->n++] = use;
}

struct scan {
    struct po_uses *uses;
    struct arena *a;
    const char *file;
    struct str src;
    size_t at;
    int line;
};

static bool here(const struct scan *s, const char *z)
{
    return str_starts(str_slice(s->src, s->at, s->src.n), str_c(z));
}

static void step(struct scan *s, size_t n)
{
    for (; n > 0 && s->at < s->src.n; n--) {
        s->line += s->src.p[s->at++] == '\n' ? 1 : 0;
    }
}

static void skip_to(struct scan *s, const char *end)
{
    while (s->at < s->src.n && !here(s, end)) {
        step(s, 1);
    }
    step(s, strlen(end));
}

static void skip_quoted(struct scan *s)
{
    char quote = s->src.p[s->at];
    step(s, 1);
    while (s->at < s->src.n && s->src.p[s->at] != quote) {
        step(s, s->src.p[s->at] == '\\' ? 2 : 1);
    }
    step(s, 1);
}

// A preprocessor line with its continuations: the macros themselves are defined in one.
static void skip_define(struct scan *s)
{
    while (s->at < s->src.n && s->src.p[s->at] != '\n') {
        step(s, here(s, "\\\n") ? 2 : 1);
    }
}

// From behind "T(" to behind the first comma outside of brackets.
static void skip_argument(struct scan *s)
{
    int depth = 0;
    while (s->at < s->src.n && (depth > 0 || s->src.p[s->at] != ',')) {
        char c = s->src.p[s->at];
        if (c == '"' || c == '\'') {
            skip_quoted(s);
            continue;
        }
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (depth < 0) {
            return;
        }
        step(s, 1);
    }
    step(s, 1);
}

static struct str take_literal(struct scan *s, const char *macro)
{
    struct str text;
    size_t at = s->at;
    if (!po_literal(s->a, s->src, &at, &text, s->file, s->line)) {
        tool_fail(s->file, s->line, "%s takes its texts as literals", macro);
    }
    step(s, at - s->at);
    return text;
}

static void take_macro(struct scan *s, const char *macro)
{
    struct po_use use = {.file = s->file, .line = s->line, .context = STR_NONE, .plural = STR_NONE};
    step(s, strlen(macro));
    if (strcmp(macro, "say(") == 0) { // also asked for texts that are marked elsewhere
        size_t at = s->at;
        if (po_literal(s->a, s->src, &at, &use.id, s->file, s->line)) {
            step(s, at - s->at);
            add_use(s->uses, use);
        }
        return;
    }
    if (strcmp(macro, "TX(") != 0 && strcmp(macro, "N_(") != 0) {
        skip_argument(s);
    }
    if (strcmp(macro, "TC(") == 0) {
        use.context = take_literal(s, "TC()");
        skip_argument(s);
    }
    use.id = take_literal(s, "T()");
    if (strcmp(macro, "TN(") == 0) {
        skip_argument(s);
        use.plural = take_literal(s, "TN()");
    }
    add_use(s->uses, use);
}

static void scan_c(struct scan *s)
{
    static const char *const macros[] = {"T(", "TC(", "TN(", "TX(", "N_(", "say("};
    bool line_begins = true;
    while (s->at < s->src.n) {
        char c = s->src.p[s->at];
        const char *macro = NULL;
        for (size_t i = 0; i < ARRAY_LEN(macros); i++) {
            if (here(s, macros[i]) && (s->at == 0 || !is_ident(s->src.p[s->at - 1]))) {
                macro = macros[i];
            }
        }
        if (here(s, "//")) {
            skip_to(s, "\n");
            line_begins = true;
        } else if (here(s, "/*")) {
            skip_to(s, "*/");
        } else if (c == '"' || c == '\'') {
            skip_quoted(s);
        } else if (c == '#' && line_begins) {
            skip_define(s);
        } else if (macro != NULL) {
            take_macro(s, macro);
        } else {
            line_begins = c == '\n' || (line_begins && (c == ' ' || c == '\t'));
            step(s, 1);
        }
    }
}

static void scan_template(struct scan *s);

static void take_call(struct scan *s, struct str inside, int line, struct str note)
{
    struct po_call call;
    po_call_parse(&call, s->a, inside, s->file, line);
    add_use(s->uses, (struct po_use){s->file, line, call.context, call.id, call.plural, note});
    for (size_t i = 0; i < call.n_args; i++) {
        if (str_starts(call.arg_value[i], STR("<"))) {
            struct scan inner = *s;
            inner.src = call.arg_value[i];
            inner.at = 0;
            inner.line = line;
            scan_template(&inner);
        }
    }
}

static void scan_template(struct scan *s)
{
    struct str note = STR_NONE;
    while (s->at < s->src.n) {
        size_t from = s->at;
        int line = s->line;
        if (here(s, "{#")) {
            skip_to(s, "#}");
            struct str comment = str_slice(s->src, from + 2, s->at - 2);
            if (str_starts(comment, STR("."))) {
                note = str_trim(str_slice(comment, 1, comment.n));
            }
        } else if (here(s, "{{")) {
            step(s, 2);
            while (s->at < s->src.n && !here(s, "}}")) {
                if (s->src.p[s->at] == '"') {
                    skip_quoted(s);
                } else {
                    step(s, 1);
                }
            }
            struct str inside = str_trim(str_slice(s->src, from + 2, s->at));
            step(s, 2);
            if (po_is_call(inside)) {
                take_call(s, inside, line, note);
                note = STR_NONE;
            }
        } else {
            step(s, 1);
        }
    }
}

void po_scan(struct po_uses *uses, struct arena *a, const char *file)
{
    struct scan s = {uses, a, file, tool_read(file), 0, 1};
    if (str_ends(str_c(file), STR(".html"))) {
        scan_template(&s);
    } else {
        scan_c(&s);
    }
}
