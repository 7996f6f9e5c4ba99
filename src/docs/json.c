// json.c: see json.h.
#include "docs/json.h"

struct json json_begin(struct buf *out)
{
    return (struct json){.out = out};
}

static void member(struct json *j, const char *name)
{
    BUG_ON(j->depth > 0 && (name != NULL) != (j->close[j->depth] == '}'));
    if (j->comma[j->depth]) {
        buf_addc(j->out, ',');
    }
    j->comma[j->depth] = true;
    if (name != NULL) {
        buf_json(j->out, str_c(name));
        buf_addc(j->out, ':');
    }
}

static void open_with(struct json *j, const char *name, char opening, char closing)
{
    member(j, name);
    BUG_ON(j->depth == JSON_DEPTH_MAX);
    buf_addc(j->out, opening);
    j->depth++;
    j->comma[j->depth] = false;
    j->close[j->depth] = closing;
}

void json_object(struct json *j, const char *name)
{
    open_with(j, name, '{', '}');
}

void json_array(struct json *j, const char *name)
{
    open_with(j, name, '[', ']');
}

void json_end(struct json *j)
{
    BUG_ON(j->depth == 0);
    buf_addc(j->out, j->close[j->depth--]);
    if (j->depth == 0) {
        buf_addc(j->out, '\n');
    }
}

void json_str(struct json *j, const char *name, struct str s)
{
    if (s.p == NULL) {
        json_null(j, name);
        return;
    }
    member(j, name);
    buf_json(j->out, s);
}

void json_int(struct json *j, const char *name, int64_t v)
{
    member(j, name);
    buf_addi(j->out, v);
}

void json_number(struct json *j, const char *name, struct str digits)
{
    BUG_ON(digits.n == 0);
    for (size_t i = 0; i < digits.n; i++) {
        BUG_ON(strchr("-.0123456789", digits.p[i]) == NULL);
    }
    member(j, name);
    buf_add(j->out, digits);
}

void json_bool(struct json *j, const char *name, bool v)
{
    member(j, name);
    buf_addz(j->out, v ? "true" : "false");
}

void json_null(struct json *j, const char *name)
{
    member(j, name);
    buf_addz(j->out, "null");
}
