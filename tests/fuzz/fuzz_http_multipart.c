// fuzz_http_multipart.c: whatever a body is, its fields come out whole and its files lie within it. The first line of
// the input is the boundary.
#include "base/utf8.h"
#include "fuzz.h"
#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct str body = {(const char *)data, size};
    struct str boundary = str_cut(&body, '\n');
    struct str type = str_fmt(&a, "multipart/form-data; boundary=%.*s", STR_ARG(boundary));
    struct multipart m = {.n_files = 99};
    body = body.p == NULL ? STR("") : body;
    if (multipart_parse(&a, type, body, &m) == FORM_OK) {
        BUG_ON(m.n_files > MULTIPART_FILES_MAX);
        for (size_t i = 0; i < m.n_files; i++) {
            const struct multipart_file *f = &m.files[i];
            BUG_ON(f->bytes.p < body.p || f->bytes.p + f->bytes.n > body.p + body.n);
            BUG_ON(f->name.n == 0 || !utf8_valid(f->name) || strlen(f->name.p) != f->name.n);
        }
        for (size_t i = 0; i < m.form.n; i++) {
            struct str both[] = {m.form.fields[i].name, m.form.fields[i].value};
            for (size_t k = 0; k < ARRAY_LEN(both); k++) {
                BUG_ON(!utf8_valid(both[k]) || strlen(both[k].p) != both[k].n);
            }
        }
    } else {
        BUG_ON(m.n_files != 99);
    }
    arena_free(&a);
    return 0;
}
