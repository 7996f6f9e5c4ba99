// mkembed: turns files into a C table of struct embed (base/embed.h).
//
// mkembed OUT.c OUT.h SYMBOL FOLDER FILE…   makes `extern const struct embed SYMBOL[]; extern const size_t SYMBOL_n;`
// The name of a file is what follows the last FOLDER in its path: FOLDER "web/" makes "css/base.css" of
// "../web/css/base.css".
#include "tool.h"

struct input {
    const char *path;
    const char *name;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct input *)a)->name, ((const struct input *)b)->name);
}

// FNV-1a over 64 bits, folded to 48 (Fowler, Noll, Vo). It tells versions of a file apart; nobody is kept out by it.
static uint64_t content_hash(struct str s)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    }
    return (h >> 48 ^ h) & 0xFFFFFFFFFFFFu;
}

static void write_header(const char *path, const char *symbol)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addf(&b,
             "// Made by mkembed.\n#pragma once\n\n#include \"base/embed.h\"\n\n"
             "extern const struct embed %s[]; // sorted by name, for embed_find\nextern const size_t %s_n;\n",
             symbol, symbol);
    tool_write(path, &b);
}

static void write_source(const char *path, const char *header, const char *symbol, const struct input *in, size_t n)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    const char *slash = strrchr(header, '/');
    buf_addf(&b, "// Made by mkembed.\n#include \"%s\"\n\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
             slash == NULL ? header : slash + 1);
    struct buf rows = buf_new(TOOL_FILE_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str s = tool_read(in[i].path);
        buf_addf(&b, "static const unsigned char file_%zu[%zu] =\n    ", i, s.n + 1);
        tool_c_string(&b, s);
        buf_addz(&b, ";\n\n");
        buf_addz(&rows, "    {");
        tool_c_string(&rows, str_c(in[i].name));
        buf_addf(&rows, ", file_%zu, %zu, \"%012llx\"},\n", i, s.n, (unsigned long long)content_hash(s));
    }
    buf_addf(&b, "const struct embed %s[] = {\n", symbol);
    buf_add(&b, buf_str(&rows));
    buf_addf(&b, "};\nconst size_t %s_n = ARRAY_LEN(%s);\n", symbol, symbol);
    if (buf_over(&rows)) {
        b.over = true;
    }
    tool_write(path, &b);
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        tool_fail(NULL, 0, "usage: mkembed OUT.c OUT.h SYMBOL FOLDER FILE…");
    }
    size_t n = (size_t)argc - 5;
    struct input *in = xcalloc(n, sizeof *in);
    for (size_t i = 0; i < n; i++) {
        in[i].path = argv[i + 5];
        in[i].name = tool_after(in[i].path, argv[4]);
    }
    qsort(in, n, sizeof *in, by_name);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(in[i - 1].name, in[i].name) == 0) {
            tool_fail(in[i].path, 0, "has the same name as %s", in[i - 1].path);
        }
    }
    write_header(argv[2], argv[3]);
    write_source(argv[1], argv[2], argv[3], in, n);
    return 0;
}
