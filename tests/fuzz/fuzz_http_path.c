// fuzz_http_path.c: a path that is accepted is in its one form, and stays the same when it goes through again.
#include "base/utf8.h"
#include "fuzz.h"
#include "http/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct str path = STR_NONE;
    if (path_decode(&a, (struct str){(const char *)data, size}, &path) == PATH_OK) {
        BUG_ON(path.n == 0 || path.n > size || path.p[0] != '/' || path.p[path.n] != 0 || !utf8_valid(path));
        BUG_ON(str_find(path, STR("//")) >= 0 || str_find(path, STR("/./")) >= 0 || str_find(path, STR("/../")) >= 0);
        BUG_ON(str_ends(path, STR("/.")) || str_ends(path, STR("/..")) || memchr(path.p, 0, path.n) != NULL);
        struct str again = STR_NONE;
        if (memchr(path.p, '%', path.n) == NULL) {
            BUG_ON(path_decode(&a, path, &again) != PATH_OK || !str_eq(path, again));
        }
    } else {
        BUG_ON(path.p != NULL);
    }
    arena_free(&a);
    return 0;
}
