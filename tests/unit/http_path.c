// http_path: one address, one path; what could be read two ways is refused.
#include "http/path.h"
#include "tap.h"

struct row {
    const char *raw;
    enum path_fault fault;
    const char *path;
};

int main(void)
{
    static const struct row rows[] = {
        {"/", PATH_OK, "/"},
        {"//", PATH_OK, "/"},
        {"/a/b", PATH_OK, "/a/b"},
        {"/a/b/", PATH_OK, "/a/b/"},
        {"/a//b", PATH_OK, "/a/b"},
        {"/./a/./b/.", PATH_OK, "/a/b/"},
        {"/a/..", PATH_OK, "/"},
        {"/a/b/../c", PATH_OK, "/a/c"},
        {"/a/b/..", PATH_OK, "/a/"},
        {"/a/%2e%2E/b", PATH_OK, "/b"},
        {"/...", PATH_OK, "/..."},
        {"/.a", PATH_OK, "/.a"},
        {"/%C4%91", PATH_OK, "/đ"},
        {"/%2541", PATH_OK, "/%41"},
        {"/a+b", PATH_OK, "/a+b"},
        {"/a%20b", PATH_OK, "/a b"},
        {"", PATH_FORM, NULL},
        {"a", PATH_FORM, NULL},
        {"*", PATH_FORM, NULL},
        {"/%", PATH_ESCAPE, NULL},
        {"/%4", PATH_ESCAPE, NULL},
        {"/%4g", PATH_ESCAPE, NULL},
        {"/%00", PATH_BYTE, NULL},
        {"/%0d%0a", PATH_BYTE, NULL},
        {"/%7f", PATH_BYTE, NULL},
        {"/a%2fb", PATH_BYTE, NULL},
        {"/a%5cb", PATH_BYTE, NULL},
        {"/%ff", PATH_UTF8, NULL},
        {"/%c0%af", PATH_UTF8, NULL},
        {"/%ed%a0%80", PATH_UTF8, NULL},
        {"/..", PATH_ABOVE, NULL},
        {"/a/../..", PATH_ABOVE, NULL},
        {"//..", PATH_ABOVE, NULL},
    };
    struct arena a = ARENA_INIT;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str out = STR_NONE;
        enum path_fault fault = path_decode(&a, str_c(rows[i].raw), &out);
        ok(fault == rows[i].fault && (fault == PATH_OK ? str_eqz(out, rows[i].path) : out.p == NULL), "%s", rows[i].raw);
        ok((path_fault_text(fault)[0] == 0) == (fault == PATH_OK), "and says why");
    }
    arena_free(&a);
    return tap_done();
}
