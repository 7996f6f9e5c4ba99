// mktmpl_msg.c: {{t …}} and {{tn …}}: every language's text is written into the C, its placeholders filled in place.
#include "mktmpl.h"

static struct str arg_of(const struct gen *g, const struct po_call *call, struct str name, bool tag)
{
    for (size_t i = 0; i < call->n_args; i++) {
        if (str_eq(call->arg_name[i], name) && str_starts(call->arg_value[i], STR("<")) == tag) {
            return call->arg_value[i];
        }
    }
    gen_fail(g, "the message asks for {%s%.*s}, which is not given", tag ? "/" : "", STR_ARG(name));
}

static bool has_tag(const struct po_call *call, struct str name)
{
    for (size_t i = 0; i < call->n_args; i++) {
        if (str_eq(call->arg_name[i], name) && str_starts(call->arg_value[i], STR("<"))) {
            return true;
        }
    }
    return false;
}

// A piece of a message is text: escaped here for both places that it may stand in.
static void write_text(struct gen *g, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '&':
            emit_fixed(g, STR("&amp;"));
            break;
        case '<':
            emit_fixed(g, STR("&lt;"));
            break;
        case '>':
            emit_fixed(g, STR("&gt;"));
            break;
        case '"':
            emit_fixed(g, STR("&quot;"));
            break;
        default:
            emit_fixed(g, str_slice(s, i, i + 1));
        }
    }
}

static void write_argument(struct gen *g, const struct po_call *call, struct str name)
{
    if (name.p[0] == '/') {
        struct str tag = arg_of(g, call, str_slice(name, 1, name.n), true);
        size_t end = 1;
        while (end < tag.n && strchr(" \n\t>", tag.p[end]) == NULL) {
            end++;
        }
        parse_source(g, str_fmt(&g->arena, "</%.*s>", STR_ARG(str_slice(tag, 1, end))));
    } else if (has_tag(call, name)) {
        parse_source(g, arg_of(g, call, name, true));
    } else {
        emit_value(g, arg_of(g, call, name, false));
    }
}

static void write_message(struct gen *g, const struct po_call *call, struct str text, const char *file, int line)
{
    html_value_here(g);
    size_t at = 0;
    struct str name;
    for (size_t from = 0;; from = at) {
        bool more = po_placeholder(text, &at, &name, file, line);
        write_text(g, str_slice(text, from, more ? (size_t)(name.p - text.p) - 1 : text.n));
        if (!more) {
            return;
        }
        write_argument(g, call, name);
    }
}

static struct str count_of(const struct gen *g, const struct po_call *call)
{
    struct str n = arg_of(g, call, STR("n"), false);
    (void)emit_split_filter(g, &n);
    emit_check_expr(g, n);
    return n;
}

// A plural rule with its n under a name that no template uses.
static struct str rule_in_c(struct gen *g, struct str rule)
{
    struct buf b = buf_new(1024);
    for (size_t i = 0; i < rule.n; i++) {
        buf_addz(&b, rule.p[i] == 'n' ? "count_" : (const char[2]){rule.p[i], 0});
    }
    return str_copy(&g->arena, buf_str(&b));
}

// One language: its forms under its plural rule. The frame sees each as a branch.
static void write_forms(struct gen *g, const struct po_call *call, const struct str *form, size_t n_forms,
                        struct str rule, const char *file, int line)
{
    if (n_forms > 1) {
        emit_code(g, "switch ((int)(%.*s)) {", STR_ARG(rule_in_c(g, rule)));
    }
    for (size_t i = 0; i < n_forms; i++) {
        if (n_forms > 1 && i + 1 < n_forms) {
            emit_code(g, "case %zu:", i);
        } else if (n_forms > 1) {
            emit_code(g, "default:");
        }
        write_message(g, call, form[i], file, line);
        emit_flush(g);
        if (n_forms > 1) {
            emit_code(g, "break;");
        }
        html_frame_branch(g);
    }
    if (n_forms > 1) {
        emit_code(g, "}");
    }
}

static void check_arguments_used(const struct gen *g, const struct po_call *call)
{
    struct str source = call->plural.p != NULL ? call->plural : call->id;
    for (size_t i = 0; i < call->n_args; i++) {
        bool used = call->plural.p != NULL && str_eqz(call->arg_name[i], "n");
        size_t at = 0;
        struct str name;
        while (po_placeholder(source, &at, &name, g->file, g->line)) {
            used |= str_eq(name, call->arg_name[i]);
        }
        if (!used) {
            gen_fail(g, "the message does not use {%.*s}", STR_ARG(call->arg_name[i]));
        }
    }
}

static const struct po_entry *translation(const struct gen *g, const struct po *po, const struct po_call *call)
{
    const struct po_entry *e = po_find(po, call->context, call->id);
    if (e == NULL || !po_translated(po, e)) {
        return NULL; // English until it is; the check of the translations tells
    }
    if (!str_eq(e->plural, call->plural)) {
        gen_fail(g, "%s:%d has another plural for this message", po->path, e->line);
    }
    return e;
}

void message_write(struct gen *g, struct str inside)
{
    struct po_call call;
    po_call_parse(&call, &g->arena, inside, g->file, g->line);
    enum place place = html_place(g);
    if (place >= PLACE_URL) {
        gen_fail(g, "a message may not stand in an address");
    }
    check_arguments_used(g, &call);
    html_value_here(g);
    emit_flush(g);
    html_frame_open(g, BLOCK_MESSAGE, STR_NONE);
    if (call.plural.p != NULL) {
        emit_code(g, "{ const uint64_t count_ = TMPL_COUNT(%.*s); (void)count_;", STR_ARG(count_of(g, &call)));
    }
    emit_code(g, "switch (lang) {");
    for (size_t i = 0; i < g->n_po; i++) {
        const struct po *po = &g->po[i];
        const struct po_entry *e = translation(g, po, &call);
        if (e != NULL) {
            struct buf upper = buf_new(64);
            for (size_t k = 0; k < po->lang.n; k++) {
                buf_addc(&upper, po->lang.p[k] == '-' ? '_' : (char)(po->lang.p[k] & ~0x20));
            }
            emit_code(g, "case LANG_%.*s:", STR_ARG(buf_str(&upper)));
            write_forms(g, &call, e->text, e->n_text, po->plural_expr, po->path, e->line);
            emit_code(g, "break;");
        }
    }
    emit_code(g, "default:");
    struct str source[2] = {call.id, call.plural};
    write_forms(g, &call, source, call.plural.p != NULL ? 2 : 1, STR("n != 1"), g->file, g->line);
    emit_code(g, "break;");
    emit_code(g, call.plural.p != NULL ? "}}" : "}");
    g->n_frames--;
}
