// mkpo_call.c: literals, placeholders and the inside of {{t …}}, as the generator and the checker both read them.
#include "mkpo.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_ident(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void skip_blank(struct str s, size_t *at)
{
    while (*at < s.n && is_blank(s.p[*at])) {
        (*at)++;
    }
}

bool po_literal(struct arena *a, struct str src, size_t *at, struct str *out, const char *file, int line)
{
    skip_blank(src, at);
    if (*at >= src.n || src.p[*at] != '"') {
        return false;
    }
    struct buf b = buf_new(1 << 16);
    while (*at < src.n && src.p[*at] == '"') {
        size_t i = *at + 1;
        for (; i < src.n && src.p[i] != '"'; i++) {
            char c = src.p[i];
            if (c == '\\' && i + 1 < src.n) {
                c = src.p[++i];
                if (c != '"' && c != '\\' && c != 'n') {
                    tool_fail(file, line, "only \\\" \\\\ and \\n are escapes of a message");
                }
                c = c == 'n' ? '\n' : c;
            }
            buf_addc(&b, c);
        }
        if (i >= src.n) {
            tool_fail(file, line, "unfinished message");
        }
        *at = i + 1;
        skip_blank(src, at);
    }
    *out = str_copy(a, buf_str(&b));
    buf_free(&b);
    return true;
}

bool po_placeholder(struct str s, size_t *at, struct str *name, const char *file, int line)
{
    for (size_t i = *at; i < s.n; i++) {
        if (s.p[i] == '}') {
            tool_fail(file, line, "'}' without '{' in the message: %.*s", STR_ARG(s));
        }
        if (s.p[i] != '{') {
            continue;
        }
        size_t end = i + 1 + (i + 1 < s.n && s.p[i + 1] == '/' ? 1 : 0);
        size_t first = end;
        while (end < s.n && is_ident(s.p[end])) {
            end++;
        }
        if (end == first || end >= s.n || s.p[end] != '}') {
            tool_fail(file, line, "'{' begins no {name} in the message: %.*s", STR_ARG(s));
        }
        *name = str_slice(s, i + 1, end);
        *at = end + 1;
        return true;
    }
    return false;
}

bool po_is_call(struct str inside)
{
    size_t n = str_starts(inside, STR("tn")) ? 2 : str_starts(inside, STR("t")) ? 1 : 0;
    size_t at = n;
    skip_blank(inside, &at);
    return n > 0 && at < inside.n && inside.p[at] == '"';
}

// The end of an argument's value: where the next " name=" begins, or the end of s. A value that begins with '<' is a
// start tag and ends behind its '>'.
static size_t value_end(struct str s, size_t at, const char *file, int line)
{
    bool tag = at < s.n && s.p[at] == '<';
    char quote = 0;
    int depth = 0;
    for (size_t i = at; i < s.n; i++) {
        char c = s.p[i];
        if (quote != 0) {
            i += c == '\\' ? 1 : 0;
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (tag && c == '>') {
            return i + 1;
        } else if (c == '(' || c == '[') {
            depth++;
        } else if (c == ')' || c == ']') {
            depth--;
        } else if (!tag && depth == 0 && i > at && is_blank(s.p[i - 1]) && is_ident(c)) {
            size_t k = i;
            while (k < s.n && is_ident(s.p[k])) {
                k++;
            }
            if (k + 1 < s.n && s.p[k] == '=' && s.p[k + 1] != '=') {
                return i;
            }
            i = k - 1;
        }
    }
    if (tag || quote != 0) {
        tool_fail(file, line, "unfinished argument of a message");
    }
    return s.n;
}

static void parse_arg(struct po_call *call, struct arena *a, struct str s, size_t *at, const char *file, int line)
{
    size_t from = *at;
    while (*at < s.n && is_ident(s.p[*at])) {
        (*at)++;
    }
    struct str name = str_slice(s, from, *at);
    if (name.n == 0 || *at >= s.n || s.p[*at] != '=') {
        tool_fail(file, line, "name=value is awaited after the message");
    }
    (*at)++;
    if (str_eqz(name, "context")) {
        if (!po_literal(a, s, at, &call->context, file, line)) {
            tool_fail(file, line, "context= takes a string");
        }
        return;
    }
    skip_blank(s, at);
    size_t end = value_end(s, *at, file, line);
    if (call->n_args == PO_ARGS_MAX) {
        tool_fail(file, line, "too many arguments");
    }
    call->arg_name[call->n_args] = name;
    call->arg_value[call->n_args++] = str_trim(str_slice(s, *at, end));
    *at = end;
}

void po_call_parse(struct po_call *call, struct arena *a, struct str inside, const char *file, int line)
{
    *call = (struct po_call){.n_args = 0};
    bool plural = str_starts(inside, STR("tn"));
    size_t at = plural ? 2 : 1;
    if (!po_literal(a, inside, &at, &call->id, file, line) || call->id.n == 0) {
        tool_fail(file, line, "a message in double quotes is awaited");
    }
    // po_literal joins literals that stand beside each other, so the two forms of tn are divided by a comma.
    if (plural) {
        if (at >= inside.n || inside.p[at] != ',') {
            tool_fail(file, line, "{{tn}} takes two messages with a comma between them");
        }
        at++;
        if (!po_literal(a, inside, &at, &call->plural, file, line)) {
            tool_fail(file, line, "{{tn}} takes two messages with a comma between them");
        }
    }
    for (skip_blank(inside, &at); at < inside.n; skip_blank(inside, &at)) {
        parse_arg(call, a, inside, &at, file, line);
    }
}
