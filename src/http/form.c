// form.c: the parser of application/x-www-form-urlencoded.
#include "http/form.h"

#include "base/utf8.h"
#include "http/hex.h"

// One name or value, decoded into *p, which moves on. '+' is a space, CR LF and CR are LF.
static bool decode(struct str raw, char **p, struct str *out)
{
    char *start = *p;
    char *to = start;
    bool after_cr = false;
    for (size_t at = 0; at < raw.n; at++) {
        int c = (unsigned char)raw.p[at];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            c = hex_pair(str_slice(raw, at + 1, at + 3));
            at += 2;
        }
        if (c <= 0) {
            return false;
        }
        if (c == '\n' && after_cr) {
            after_cr = false;
            continue;
        }
        after_cr = c == '\r';
        *to++ = after_cr ? '\n' : (char)c;
    }
    *out = (struct str){start, (size_t)(to - start)};
    *to++ = 0;
    *p = to;
    return utf8_valid(*out);
}

enum form_fault form_parse(struct arena *a, struct str text, struct form *out)
{
    if (text.n == 0) {
        *out = (struct form){NULL, 0};
        return FORM_OK;
    }
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++) {
        most += text.p[i] == '&';
    }
    if (most > FORM_MAX_FIELDS) {
        return FORM_TOO_MANY;
    }
    struct form f = {ARENA_ARRAY(a, struct form_field, most), 0};
    char *p = arena_alloc(a, text.n + 2 * most); // decoding never lengthens; a zero byte after each string
    for (struct str rest = text; rest.p != NULL;) {
        struct str value = str_cut(&rest, '&');
        if (value.n == 0) {
            continue;
        }
        struct str name = str_cut(&value, '=');
        struct form_field *field = &f.fields[f.n];
        if (!decode(name, &p, &field->name) || !decode(value, &p, &field->value)) {
            return FORM_BAD;
        }
        f.n++;
    }
    *out = f;
    return FORM_OK;
}

bool form_each(const struct form *f, const char *name, size_t *at, struct str *value)
{
    while (*at < f->n) {
        const struct form_field *field = &f->fields[(*at)++];
        if (str_eqz(field->name, name)) {
            *value = field->value;
            return true;
        }
    }
    return false;
}

struct str form_get(const struct form *f, const char *name)
{
    size_t at = 0;
    struct str value = STR_NONE;
    return form_each(f, name, &at, &value) ? value : STR_NONE;
}

bool form_has(const struct form *f, const char *name)
{
    return form_get(f, name).p != NULL;
}

bool form_type(struct str content_type)
{
    struct str rest = content_type;
    return str_eq_nocase(str_trim(str_cut(&rest, ';')), STR("application/x-www-form-urlencoded"));
}
