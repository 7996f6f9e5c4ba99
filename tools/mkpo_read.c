// mkpo_read.c: a small strict reader of gettext's PO files (GNU gettext manual, §3 "The Format of PO Files").
#include "mkpo.h"

#include "base/utf8.h"

// One quoted string of a PO line; \n \t \" \\ are its escapes.
static void read_quoted(struct buf *out, struct str line, const char *file, int n)
{
    line = str_trim(line);
    if (line.n < 2 || line.p[0] != '"' || line.p[line.n - 1] != '"') {
        tool_fail(file, n, "a string in double quotes is awaited");
    }
    for (size_t i = 1; i < line.n - 1; i++) {
        char c = line.p[i];
        if (c == '"') {
            tool_fail(file, n, "write \\\" for a quote inside of a string");
        }
        if (c == '\\') {
            i++;
            const char *at = i < line.n - 1 ? strchr("n\nt\t\"\"\\\\", line.p[i]) : NULL;
            if (at == NULL || line.p[i] == '\n' || line.p[i] == '\t') {
                tool_fail(file, n, "unknown escape in a string");
            }
            c = at[1];
        }
        buf_addc(out, c);
    }
}

struct reader {
    struct po *po;
    size_t cap;
    struct po_entry now;
    bool open;         // `now` has a msgid
    bool fuzzy;        // a "#, fuzzy" stands before the next entry
    struct str *field; // where continuation lines go
    struct buf text;
};

static void end_field(struct reader *r)
{
    if (r->field != NULL) {
        *r->field = str_copy(&r->po->arena, buf_str(&r->text));
        r->field = NULL;
    }
    buf_clear(&r->text);
}

static void read_header(struct reader *r, struct str text)
{
    struct po *po = r->po;
    if (str_find(text, STR("charset=UTF-8")) < 0) {
        tool_fail(po->path, r->now.line, "the header must say charset=UTF-8");
    }
    ptrdiff_t at = str_find(text, STR("nplurals="));
    ptrdiff_t expr = str_find(text, STR("plural="));
    if (at < 0 || expr < 0) {
        tool_fail(po->path, r->now.line, "the header has no Plural-Forms: nplurals=…; plural=…;");
    }
    char digit = text.p[(size_t)at + strlen("nplurals=")];
    struct str rest = str_slice(text, (size_t)expr + strlen("plural="), text.n);
    po->plural_expr = str_trim(str_cut(&rest, ';'));
    if (digit < '1' || digit > '0' + PO_FORMS_MAX || po->plural_expr.n == 0) {
        tool_fail(po->path, r->now.line, "nplurals must be 1 to %d, and plural an expression", PO_FORMS_MAX);
    }
    for (size_t i = 0; i < po->plural_expr.n; i++) {
        if (strchr("n0123456789 ()?:<>=!&|%", po->plural_expr.p[i]) == NULL) {
            tool_fail(po->path, r->now.line, "'%c' may not stand in the plural expression", po->plural_expr.p[i]);
        }
    }
    po->n_forms = (size_t)(digit - '0');
}

static void end_entry(struct reader *r)
{
    end_field(r);
    if (!r->open) {
        return;
    }
    struct po *po = r->po;
    struct po_entry e = r->now;
    r->open = false;
    if (e.id.n == 0) {
        if (po->n > 0 || po->n_forms > 0) {
            tool_fail(po->path, e.line, "the header stands first, once");
        }
        read_header(r, e.text[0]);
        return;
    }
    if (po->n_forms == 0) {
        tool_fail(po->path, e.line, "the file begins with a header (msgid \"\")");
    }
    if (e.n_text != (e.plural.p != NULL ? po->n_forms : 1)) {
        tool_fail(po->path, e.line, "%zu forms where %zu are awaited", e.n_text, e.plural.p ? po->n_forms : 1);
    }
    const struct po_entry *twin = po_find(po, e.context, e.id);
    if (twin != NULL) {
        tool_fail(po->path, e.line, "the same message stands in line %d", twin->line);
    }
    if (po->n == r->cap) {
        r->cap = r->cap == 0 ? 256 : r->cap * 2;
        po->entries = xrealloc(po->entries, r->cap * sizeof *po->entries);
    }
    po->entries[po->n++] = e;
}

static void begin_field(struct reader *r, struct str *field, struct str rest, int line)
{
    end_field(r);
    r->field = field;
    read_quoted(&r->text, rest, r->po->path, line);
}

static void begin_entry(struct reader *r, int line)
{
    end_entry(r);
    r->now = (struct po_entry){.line = line, .fuzzy = r->fuzzy};
    r->fuzzy = false;
}

static void read_msgstr(struct reader *r, struct str rest, int line)
{
    size_t form = 0;
    if (rest.n > 2 && rest.p[0] == '[') {
        form = (size_t)(unsigned char)rest.p[1] - '0';
        if (rest.p[2] != ']' || r->now.plural.p == NULL) {
            tool_fail(r->po->path, line, "msgstr[…] belongs to a msgid_plural");
        }
        rest = str_slice(rest, 3, rest.n);
    }
    if (!r->open || form != r->now.n_text || form >= PO_FORMS_MAX) {
        tool_fail(r->po->path, line, "msgstr does not stand where it is awaited");
    }
    begin_field(r, &r->now.text[r->now.n_text++], rest, line);
}

static void read_line(struct reader *r, struct str line, int n)
{
    struct str rest = line;
    struct str word = line.n > 0 && line.p[0] == '"' ? STR("\"") : str_cut(&rest, ' ');
    if (str_starts(word, STR("msgstr["))) {
        rest = str_slice(line, strlen("msgstr"), line.n);
        word = STR("msgstr");
    }
    if (line.n == 0 || line.p[0] == '#') {
        if (str_starts(line, STR("#~"))) {
            tool_fail(r->po->path, n, "delete messages that are no longer used");
        }
        end_entry(r);
        r->fuzzy |= str_starts(line, STR("#,")) && str_find(line, STR("fuzzy")) >= 0;
    } else if (str_eqz(word, "msgctxt")) {
        begin_entry(r, n);
        begin_field(r, &r->now.context, rest, n);
    } else if (str_eqz(word, "msgid")) {
        bool has_context = !r->open && r->field == &r->now.context;
        if (!has_context) {
            begin_entry(r, n);
        }
        begin_field(r, &r->now.id, rest, n);
        r->open = true;
    } else if (str_eqz(word, "msgid_plural") && r->open && r->now.n_text == 0) {
        begin_field(r, &r->now.plural, rest, n);
        end_field(r);
        r->field = &r->now.plural;
        buf_add(&r->text, r->now.plural);
    } else if (str_eqz(word, "msgstr")) {
        read_msgstr(r, rest, n);
    } else if (str_eqz(word, "\"") && r->field != NULL) {
        read_quoted(&r->text, line, r->po->path, n);
    } else {
        tool_fail(r->po->path, n, "this line is not understood");
    }
}

void po_read(struct po *po, const char *arg)
{
    const char *equals = strchr(arg, '=');
    *po = (struct po){.path = equals != NULL ? equals + 1 : arg};
    const char *base = tool_after(po->path, "/");
    struct str all = str_c(equals != NULL ? arg : base);
    po->lang = str_copy(&po->arena, str_cut(&all, equals != NULL ? '=' : '.'));
    struct str src = tool_read(po->path);
    struct reader r = {.po = po, .text = buf_new(1 << 20)};
    int line = 0;
    for (struct str rest = src; rest.p != NULL;) {
        struct str one = str_cut(&rest, '\n');
        line++;
        if (!utf8_valid(one)) {
            tool_fail(po->path, line, "not UTF-8");
        }
        read_line(&r, one, line);
    }
    end_entry(&r);
    if (po->n_forms == 0) {
        tool_fail(po->path, 0, "has no header");
    }
}

struct po_entry *po_find(const struct po *po, struct str context, struct str id)
{
    for (size_t i = 0; i < po->n; i++) {
        struct po_entry *e = &po->entries[i];
        if (str_eq(e->id, id) && (e->context.p != NULL) == (context.p != NULL) && str_eq(e->context, context)) {
            return e;
        }
    }
    return NULL;
}

bool po_translated(const struct po *po, const struct po_entry *e)
{
    for (size_t i = 0; i < e->n_text; i++) {
        if (e->text[i].n == 0) {
            return false;
        }
    }
    return !e->fuzzy && e->n_text == (e->plural.p != NULL ? po->n_forms : 1);
}
