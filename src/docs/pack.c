// pack.c: a zip archive in memory. Nothing can fail here but memory, which ends the program.
#include "docs/pack.h"

#include <zip.h>

enum { DOS_EPOCH = 1 << 5 | 1 }; // 1980-01-01: the earliest day that the format knows

static void add(zip_t *archive, const struct pack_file *f)
{
    zip_source_t *bytes = zip_source_buffer(archive, f->bytes.n == 0 ? "" : f->bytes.p, f->bytes.n, 0);
    BUG_ON(bytes == NULL);
    zip_int64_t at = zip_file_add(archive, f->name, bytes, ZIP_FL_ENC_UTF_8);
    BUG_ON(at < 0);
    BUG_ON(zip_set_file_compression(archive, (zip_uint64_t)at, f->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) != 0);
    BUG_ON(zip_file_set_dostime(archive, (zip_uint64_t)at, 0, DOS_EPOCH, 0) != 0);
}

struct str pack_files(struct arena *a, const struct pack_file *files, size_t n)
{
    zip_error_t e;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    BUG_ON(whole == NULL);
    zip_t *archive = zip_open_from_source(whole, ZIP_TRUNCATE, &e);
    BUG_ON(archive == NULL);
    zip_source_keep(whole); // zip_close gives its own use back
    for (size_t i = 0; i < n; i++) {
        add(archive, &files[i]);
    }
    BUG_ON(zip_close(archive) != 0);
    zip_stat_t stat;
    BUG_ON(zip_source_stat(whole, &stat) != 0 || zip_source_open(whole) != 0);
    char *bytes = arena_alloc(a, stat.size + 1);
    BUG_ON(zip_source_read(whole, bytes, stat.size) != (zip_int64_t)stat.size);
    (void)zip_source_close(whole);
    zip_source_free(whole);
    return (struct str){bytes, stat.size};
}
