// fuzz_snapshot.c: a snapshot whose bytes were changed and whose checksums were put right again is refused, or answers
// without harm.
#include "fuzz.h"
#include "match/snapshot.h"

#include <sys/mman.h>
#include <unistd.h>

static char *file;
static size_t file_n;

static void make(void)
{
    struct match *m;
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    const struct match_attr attr = {.public = true, .office = 5, .lang = "vi"};
    BUG_ON(!match_open(NULL, &m, &e));
    for (int64_t i = 1; i <= 40; i++) {
        match_add(m, i, str_fmt(&a, "đường ngập số %d rác chợ facebook", (int)i), &attr, NULL, 0);
    }
    char path[64];
    (void)snprintf(path, sizeof path, "/tmp/fuzz_snapshot.%ld", (long)getpid());
    BUG_ON(!match_snapshot(m, path, 7, &e));
    match_close(m);
    FILE *f = fopen(path, "rb");
    BUG_ON(f == NULL);
    file = xmalloc(8 << 20);
    file_n = fread(file, 1, 8 << 20, f);
    (void)fclose(f);
    (void)unlink(path);
    arena_free(&a);
}

static void use(struct match *m)
{
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    struct match_reasons why;
    const struct match_attr attr = {.public = true};
    struct match_found found;
    const int64_t borders[] = {0, 100};
    match_find(m, STR("duong ngap"), &(struct match_ask){.limit = 5}, borders, 2, &a, &hits, &found);
    match_query(m, STR("duong ngap so 7 facebok"), &(struct match_ask){.limit = 50}, &a, &hits);
    match_suggest(m, STR("rac ch"), &(struct match_ask){.operators = true}, &a, &hits);
    (void)match_explain(m, STR("duong"), false, 7, &a, &why);
    (void)match_update(m, 8, &attr);
    (void)match_remove(m, 9);
    match_add(m, 100, STR("đường ngập"), &attr, NULL, 0);
    int64_t *ids;
    (void)match_ids(m, MATCH_MATTER, &ids);
    free(ids);
    match_purge(m);
    if (match_damaged(m)) {
        match_clear(m);
        match_add(m, 7, STR("đường ngập"), &attr, NULL, 0);
    }
    arena_free(&a);
}

// Edits of five bytes; when one byte is left over, the checksums stay as they were. Each edit: where
// (three bytes, counted from the end when the highest bit is set), what, and how many times.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (file == NULL) {
        make();
    }
    bool seal = size % 5 != 1;
    char *copy = xmalloc(file_n);
    memcpy(copy, file, file_n);
    for (; size >= 5; data += 5, size -= 5) {
        size_t at = (size_t)(data[0] & 0x7F) << 16 | (size_t)data[1] << 8 | data[2];
        at = data[0] & 0x80 ? file_n - 1 - at % file_n : at % file_n;
        for (unsigned n = 0; n <= data[4] % 16 && at + n < file_n; n++) {
            copy[at + n] = (char)data[3];
        }
    }
    if (seal) {
        snapshot_seal(copy, file_n);
    }
    struct match *m;
    struct err e = ERR_INIT;
    uint64_t position;
    char path[64];
    int fd = memfd_create("snapshot", MFD_CLOEXEC);
    BUG_ON(fd < 0 || write(fd, copy, file_n) != (ssize_t)file_n);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (match_load(NULL, path, &m, &position, &e)) {
        use(m);
        match_close(m);
    }
    (void)close(fd);
    free(copy);
    return 0;
}
