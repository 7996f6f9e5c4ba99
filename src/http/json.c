// json.c: see json.h. jansson reads; what it gives is copied into the arena, so that nothing else knows of it.
#include "http/json.h"

#include <jansson.h>

// Nesting is counted before jansson sees the text, because its own limit is fixed at 2048. Brackets in texts do not count.
static bool too_deep(struct str s)
{
    int depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (in_text && c == '\\') {
            i++;
        } else if (c == '"') {
            in_text = !in_text;
        } else if (!in_text && (c == '[' || c == '{')) {
            if (++depth > JSON_READ_DEPTH) {
                return true;
            }
        } else if (!in_text && (c == ']' || c == '}')) {
            depth--;
        }
    }
    return false;
}

static struct json_value copy_value(struct arena *a, json_t *from);

static void copy_array(struct arena *a, json_t *from, struct json_value *v)
{
    v->kind = JSON_IS_ARRAY;
    v->items = ARENA_ARRAY(a, struct json_value, json_array_size(from));
    for (; v->n < json_array_size(from); v->n++) {
        v->items[v->n] = copy_value(a, json_array_get(from, v->n));
    }
}

static void copy_object(struct arena *a, json_t *from, struct json_value *v)
{
    v->kind = JSON_IS_OBJECT;
    v->items = ARENA_ARRAY(a, struct json_value, json_object_size(from));
    v->names = ARENA_ARRAY(a, struct str, json_object_size(from));
    for (void *at = json_object_iter(from); at != NULL; at = json_object_iter_next(from, at)) {
        v->names[v->n] = str_copy(a, str_c(json_object_iter_key(at)));
        v->items[v->n++] = copy_value(a, json_object_iter_value(at));
    }
}

static struct json_value copy_value(struct arena *a, json_t *from)
{
    struct json_value v = {.kind = JSON_IS_NULL, .text = STR("")};
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        copy_object(a, from, &v);
        break;
    case JSON_ARRAY:
        copy_array(a, from, &v);
        break;
    case JSON_STRING:
        v.kind = JSON_IS_TEXT;
        v.text = str_copy(a, (struct str){json_string_value(from), json_string_length(from)});
        break;
    case JSON_INTEGER:
        v.kind = JSON_IS_INT;
        v.number = json_integer_value(from);
        break;
    case JSON_REAL:
        v.kind = JSON_IS_REAL;
        v.real = json_real_value(from);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        v.kind = JSON_IS_BOOL;
        v.truth = json_is_true(from);
        break;
    case JSON_NULL:
        break;
    }
    return v;
}

enum json_fault json_read(struct arena *a, struct str text, struct json_value *out)
{
    if (text.n > JSON_READ_BYTES) {
        return JSON_FAULT_LARGE;
    }
    if (too_deep(text)) {
        return JSON_FAULT_DEEP;
    }
    json_error_t ignored;
    json_t *root = json_loadb(text.n == 0 ? "" : text.p, text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &ignored);
    if (root == NULL) {
        return JSON_FAULT_BAD;
    }
    *out = copy_value(a, root);
    json_decref(root);
    return JSON_FAULT_NONE;
}

const struct json_value *json_member(const struct json_value *object, const char *name)
{
    for (size_t i = 0; object->kind == JSON_IS_OBJECT && i < object->n; i++) {
        if (str_eqz(object->names[i], name)) {
            return &object->items[i];
        }
    }
    return NULL;
}

bool json_type_ok(struct str content_type)
{
    struct str rest = content_type;
    return content_type.p != NULL && str_eq_nocase(str_trim(str_cut(&rest, ';')), STR("application/json"));
}
