// jsonl.c: see jsonl.h.
#include "docs/jsonl.h"

#include <jansson.h>

enum { READ_MAX = 64 * 1024 };

struct jsonl {
    csv_source *source;
    void *arg;
    char read[READ_MAX];
    size_t n;
    size_t at;
    bool over;
    int64_t line;
    struct buf text;  // the line at hand
    json_t *object;
};

struct jsonl *jsonl_new(csv_source *source, void *arg)
{
    struct jsonl *j = xcalloc(1, sizeof *j);
    j->source = source;
    j->arg = arg;
    j->text = buf_new(JSONL_LINE_MAX);
    return j;
}

void jsonl_free(struct jsonl *j)
{
    if (j != NULL) {
        buf_free(&j->text);
        json_decref(j->object);
        free(j);
    }
}

// Read one line, without its end. *there is false at the end of the file.
static bool read_line(struct jsonl *j, bool *there, struct err *e)
{
    buf_clear(&j->text);
    *there = false;
    for (;;) {
        if (j->at == j->n && !j->over) {
            if (!j->source(j->arg, j->read, READ_MAX, &j->n, e)) {
                return false;
            }
            j->at = 0;
            j->over = j->n == 0;
        }
        if (j->at == j->n) {
            j->line += *there ? 1 : 0;
            return true;
        }
        *there = true;
        const char *from = j->read + j->at;
        const char *end = memchr(from, '\n', j->n - j->at);
        size_t n = end == NULL ? j->n - j->at : (size_t)(end - from);
        buf_add(&j->text, (struct str){from, n});
        j->at += n;
        if (end != NULL) {
            j->at++;
            j->line++;
            return true;
        }
    }
}

static enum csv_got bad_line(const struct jsonl *j, struct csv_bad *bad, const char *reason)
{
    *bad = (struct csv_bad){j->line, 0, reason};
    return CSV_BAD;
}

enum csv_got jsonl_next(struct jsonl *j, int64_t *line, struct csv_bad *bad, struct err *e)
{
    struct str text;
    do {
        bool there;
        if (!read_line(j, &there, e)) {
            return CSV_FAILED;
        }
        if (!there) {
            return CSV_END;
        }
        text = buf_str(&j->text);
        if (j->line == 1 && str_starts(text, STR("\xEF\xBB\xBF"))) {
            text = str_slice(text, 3, text.n);
        }
        text = str_trim(text);
    } while (text.n == 0 && !buf_over(&j->text));
    json_decref(j->object);
    j->object = NULL;
    if (buf_over(&j->text)) {
        return bad_line(j, bad, N_("the line is longer than 1 MB"));
    }
    json_error_t wrong;
    j->object = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &wrong);
    if (!json_is_object(j->object)) {
        return bad_line(j, bad, N_("the line is not one JSON object in UTF-8 with each name once"));
    }
    *line = j->line;
    return CSV_ROW;
}

static struct str number_text(struct arena *a, const json_t *value)
{
    char digits[64];
    size_t n = json_dumpb(value, digits, sizeof digits, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    BUG_ON(n > sizeof digits);
    return str_copy(a, (struct str){digits, n});
}

bool jsonl_text(const struct jsonl *j, struct arena *a, const char *name, struct str *out)
{
    const json_t *value = json_object_get(j->object, name);
    if (value == NULL || json_is_null(value)) {
        *out = STR_NONE;
    } else if (json_is_string(value)) {
        struct str s = {json_string_value(value), json_string_length(value)};
        if (memchr(s.p, 0, s.n) != NULL) {
            return false;
        }
        struct str composed = charset_nfc(a, s);
        *out = composed.p == s.p ? str_copy(a, s) : composed;
    } else if (json_is_boolean(value)) {
        *out = json_is_true(value) ? STR("true") : STR("false");
    } else if (json_is_number(value)) {
        *out = number_text(a, value);
    } else {
        return false;
    }
    return true;
}

const char *jsonl_name(const struct jsonl *j, size_t nth)
{
    void *at = json_object_iter(j->object);
    for (; at != NULL && nth > 0; nth--) {
        at = json_object_iter_next(j->object, at);
    }
    return at == NULL ? NULL : json_object_iter_key(at);
}
