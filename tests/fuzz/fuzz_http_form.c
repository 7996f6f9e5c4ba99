// fuzz_http_form.c: whatever a body is, fields come out whole: UTF-8, without NUL, no more than may be.
#include "base/utf8.h"
#include "fuzz.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct form f = {NULL, 0};
    if (form_parse(&a, (struct str){(const char *)data, size}, &f) == FORM_OK) {
        BUG_ON(f.n > FORM_MAX_FIELDS);
        for (size_t i = 0; i < f.n; i++) {
            struct str both[] = {f.fields[i].name, f.fields[i].value};
            for (size_t k = 0; k < ARRAY_LEN(both); k++) {
                BUG_ON(!utf8_valid(both[k]) || both[k].p[both[k].n] != 0 || strlen(both[k].p) != both[k].n);
                BUG_ON(memchr(both[k].p, '\r', both[k].n) != NULL);
            }
            BUG_ON(!form_has(&f, both[0].p));
        }
    } else {
        BUG_ON(f.fields != NULL);
    }
    arena_free(&a);
    return 0;
}
