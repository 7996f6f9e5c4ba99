// multipart.c: see multipart.h.
#include "http/multipart.h"

#include "base/utf8.h"

enum { PART_LINES_MAX = 8, PART_LINE_MAX = 2000 };

struct part {
    struct str name;
    struct str file;  // STR_NONE: a field
    struct str bytes;
};

struct reading {
    struct arena *a;
    struct str rest;  // of the body
    struct str until; // CR LF -- boundary
};

// The value of a parameter, "name=value" or name="value", from what stands behind the type. STR_NONE: not there.
// Quotes hide semicolons; a browser writes a quote in a name as %22 and never a backslash before one (WHATWG HTML).
static struct str parameter(struct str rest, const char *name)
{
    while (rest.n > 0) {
        rest = str_trim(str_slice(rest, rest.p[0] == ';' ? 1 : 0, rest.n));
        size_t equals = 0;
        while (equals < rest.n && rest.p[equals] != '=' && rest.p[equals] != ';') {
            equals++;
        }
        struct str key = str_trim(str_slice(rest, 0, equals));
        struct str value = STR("");
        rest = str_slice(rest, equals, rest.n);
        if (rest.n > 1 && rest.p[0] == '=' && rest.p[1] == '"') {
            rest = str_slice(rest, 2, rest.n);
            ptrdiff_t quote = str_find(rest, STR("\""));
            if (quote < 0) {
                return STR_NONE;
            }
            value = str_slice(rest, 0, (size_t)quote);
            rest = str_slice(rest, (size_t)quote + 1, rest.n);
        } else if (rest.n > 0 && rest.p[0] == '=') {
            size_t end = 1;
            while (end < rest.n && rest.p[end] != ';') {
                end++;
            }
            value = str_trim(str_slice(rest, 1, end));
            rest = str_slice(rest, end, rest.n);
        }
        if (str_eq_nocase(key, str_c(name))) {
            return value;
        }
        rest = str_trim(rest);
        if (rest.n > 0 && rest.p[0] != ';') {
            return STR_NONE;
        }
    }
    return STR_NONE;
}

bool multipart_type(struct str content_type)
{
    struct str rest = content_type;
    return str_eq_nocase(str_trim(str_cut(&rest, ';')), STR("multipart/form-data"));
}

static bool boundary_ok(struct str b)
{
    for (size_t i = 0; i < b.n; i++) {
        char c = b.p[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!alnum && (c == 0 || strchr("'()+_,-./:=? ", c) == NULL)) {
            return false;
        }
    }
    return b.n > 0 && b.n <= MULTIPART_BOUNDARY_MAX && b.p[b.n - 1] != ' ';
}

// %22, %0D and %0A stand for what a name in quotes cannot hold; other percents are themselves.
static struct str unescape(struct arena *a, struct str s)
{
    static const struct {
        struct str from;
        char to;
    } escapes[] = {{STR_INIT("%22"), '"'}, {STR_INIT("%0D"), '\r'}, {STR_INIT("%0A"), '\n'}};
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        out[n] = s.p[i];
        for (size_t k = 0; k < ARRAY_LEN(escapes); k++) {
            if (str_eq(str_slice(s, i, i + 3), escapes[k].from)) {
                out[n] = escapes[k].to;
                i += 2;
                break;
            }
        }
        n++;
    }
    out[n] = 0;
    return (struct str){out, n};
}

static bool text_ok(struct str s)
{
    return utf8_valid(s) && (s.n == 0 || memchr(s.p, 0, s.n) == NULL);
}

// Line ends become LF, as in other forms.
static struct str text_of(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
        i += pair ? 1 : 0;
        out[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
    }
    out[n] = 0;
    return (struct str){out, n};
}

static bool read_disposition(struct reading *r, struct str value, struct part *p)
{
    struct str rest = value;
    struct str kind = str_trim(str_cut(&rest, ';'));
    struct str name = parameter(rest, "name");
    struct str file = parameter(rest, "filename");
    if (!str_eq_nocase(kind, STR("form-data")) || name.p == NULL || p->name.p != NULL ||
        parameter(rest, "filename*").p != NULL) { // RFC 7578 §4.2 forbids the last
        return false;
    }
    p->name = unescape(r->a, name);
    p->file = file.p == NULL ? STR_NONE : unescape(r->a, file);
    return text_ok(p->name) && (file.p == NULL || text_ok(p->file));
}

static bool read_line(struct reading *r, struct str line, struct part *p)
{
    struct str value = line;
    struct str name = str_cut(&value, ':');
    value = str_trim(value);
    if (value.p == NULL || name.n == 0) {
        return false;
    }
    if (str_eq_nocase(name, STR("Content-Disposition"))) {
        return read_disposition(r, value, p);
    }
    if (str_eq_nocase(name, STR("Content-Transfer-Encoding"))) {
        return str_eq_nocase(value, STR("binary")) || str_eq_nocase(value, STR("8bit")) ||
               str_eq_nocase(value, STR("7bit"));
    }
    return true;
}

// One part, from its first header line to the boundary behind it.
static bool read_part(struct reading *r, struct part *p)
{
    *p = (struct part){STR_NONE, STR_NONE, STR("")};
    for (int lines = 0;; lines++) {
        ptrdiff_t end = str_find(str_slice(r->rest, 0, PART_LINE_MAX), STR("\r\n"));
        if (end < 0 || lines > PART_LINES_MAX) {
            return false;
        }
        struct str line = str_slice(r->rest, 0, (size_t)end);
        if (line.n == 0) {
            break;
        }
        if (!read_line(r, line, p)) {
            return false;
        }
        r->rest = str_slice(r->rest, (size_t)end + 2, r->rest.n);
    }
    r->rest = str_slice(r->rest, 2, r->rest.n);
    const char *found = r->rest.n == 0 ? NULL : memmem(r->rest.p, r->rest.n, r->until.p, r->until.n);
    if (p->name.p == NULL || found == NULL) {
        return false;
    }
    p->bytes = str_slice(r->rest, 0, (size_t)(found - r->rest.p));
    r->rest = str_slice(r->rest, p->bytes.n + r->until.n, r->rest.n);
    return true;
}

static enum form_fault keep(struct reading *r, const struct part *p, struct multipart *m, size_t fields_max)
{
    if (p->file.p == NULL) {
        if (m->form.n == fields_max) {
            return FORM_TOO_MANY;
        }
        struct str value = text_of(r->a, p->bytes);
        m->form.fields[m->form.n++] = (struct form_field){p->name, value};
        return text_ok(value) ? FORM_OK : FORM_BAD;
    }
    if (p->file.n == 0) { // nothing was chosen
        return p->bytes.n == 0 ? FORM_OK : FORM_BAD;
    }
    if (m->n_files == MULTIPART_FILES_MAX) {
        return FORM_TOO_MANY;
    }
    m->files[m->n_files++] = (struct multipart_file){p->name, p->file, p->bytes};
    return FORM_OK;
}

enum form_fault multipart_parse(struct arena *a, struct str content_type, struct str body, struct multipart *out)
{
    enum { FIELDS_MAX = 100 };
    struct str parameters = content_type;
    (void)str_cut(&parameters, ';');
    struct str boundary = parameters.p == NULL ? STR_NONE : parameter(parameters, "boundary");
    if (!boundary_ok(boundary)) {
        return FORM_BAD;
    }
    struct reading r = {a, body, str_fmt(a, "\r\n--%.*s", STR_ARG(boundary))};
    struct str first = str_slice(r.until, 2, r.until.n);
    if (!str_starts(body, first)) {
        return FORM_BAD;
    }
    struct multipart m = {.form = {ARENA_ARRAY(a, struct form_field, FIELDS_MAX), 0}, .n_files = 0};
    r.rest = str_slice(body, first.n, body.n);
    while (str_starts(r.rest, STR("\r\n"))) {
        struct part p;
        r.rest = str_slice(r.rest, 2, r.rest.n);
        if (!read_part(&r, &p)) {
            return FORM_BAD;
        }
        enum form_fault fault = keep(&r, &p, &m, FIELDS_MAX);
        if (fault != FORM_OK) {
            return fault;
        }
    }
    if (!str_eqz(r.rest, "--") && !str_eqz(r.rest, "--\r\n")) {
        return FORM_BAD;
    }
    *out = m;
    return FORM_OK;
}
