// fuzz_jsonl.c: whatever a file holds, each line is an object whose values read as text, or is told.
#include "base/utf8.h"
#include "docs/jsonl.h"
#include "fuzz.h"

static bool from_str(void *arg, char *p, size_t max, size_t *n, struct err *e)
{
    (void)e;
    struct str *rest = arg;
    *n = rest->n < max ? rest->n : max;
    memcpy(p, rest->p, *n);
    *rest = str_slice(*rest, *n, rest->n);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct jsonl *j = jsonl_new(from_str, &rest);
    struct arena a = ARENA_INIT;
    struct csv_bad bad;
    struct err e = ERR_INIT;
    int64_t line;
    enum csv_got got;
    while ((got = jsonl_next(j, &line, &bad, &e)) > CSV_END) {
        const char *name;
        for (size_t i = 0; got == CSV_ROW && (name = jsonl_name(j, i)) != NULL; i++) {
            struct str value;
            BUG_ON(jsonl_text(j, &a, name, &value) && value.n > 0 && (!utf8_valid(value) || memchr(value.p, 0, value.n) != NULL));
        }
    }
    BUG_ON(got != CSV_END);
    arena_free(&a);
    jsonl_free(j);
    return 0;
}
