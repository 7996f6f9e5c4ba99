// tool.c: files, literals and messages of the build-time generators.
#include "tool.h"

#include <errno.h>
#include <stdarg.h>

const char *__asan_default_options(void);

// Under AddressSanitizer: a tool that ends with memory in hand has not lost it.
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

void tool_fail(const char *file, int line, const char *fmt, ...)
{
    if (file != NULL && line > 0) {
        fprintf(stderr, "%s:%d: error: ", file, line);
    } else if (file != NULL) {
        fprintf(stderr, "%s: error: ", file);
    }
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

// The content of path in *out, or false when there is no such file.
static bool read_whole(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return false;
    }
    char chunk[65536];
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
        buf_add(out, (struct str){chunk, n});
    }
    if (ferror(f) || buf_over(out)) {
        tool_fail(path, 0, "cannot be read, or is larger than %zu bytes", TOOL_FILE_MAX);
    }
    fclose(f);
    return true;
}

struct str tool_read(const char *path)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    if (!read_whole(path, &b)) {
        tool_fail(path, 0, "%s", strerror(errno));
    }
    buf_addc(&b, '\0');
    return (struct str){b.p, b.n - 1};
}

void tool_write(const char *path, const struct buf *content)
{
    if (buf_over(content)) {
        tool_fail(path, 0, "would be larger than %zu bytes", content->max);
    }
    struct buf old = buf_new(TOOL_FILE_MAX);
    if (read_whole(path, &old) && str_eq(buf_str(&old), buf_str(content))) {
        return;
    }
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(buf_str(content).p, 1, content->n, f) != content->n || fclose(f) != 0) {
        tool_fail(path, 0, "%s", strerror(errno));
    }
}

void tool_c_string(struct buf *out, struct str s)
{
    size_t column = 0;
    buf_addc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        size_t before = out->n;
        if (c == '\n') {
            buf_addz(out, "\\n");
        } else if (c == '"' || c == '\\' || c == '?') { // '?' so that no trigraph comes about
            buf_addc(out, '\\');
            buf_addc(out, (char)c);
        } else if (c >= 0x20 && c < 0x7F) {
            buf_addc(out, (char)c);
        } else {
            buf_addf(out, "\\%03o", c);
        }
        column += out->n - before;
        if (i + 1 < s.n && (c == '\n' || column >= 100)) {
            buf_addz(out, "\"\n    \"");
            column = 0;
        }
    }
    buf_addc(out, '"');
}

const char *tool_after(const char *path, const char *folder)
{
    const char *hit = path;
    for (const char *at = path; (at = strstr(at, folder)) != NULL; at++) {
        hit = at + strlen(folder);
    }
    return hit;
}
