// replay.c: runs a fuzz target over the files of one folder, and over every beginning of each.
#include "fuzz.h"

#include <dirent.h>

static size_t replay_file(const char *folder, const char *name)
{
    static uint8_t data[1 << 20];
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    BUG_ON(f == NULL);
    size_t n = fread(data, 1, sizeof data, f);
    (void)fclose(f);
    size_t runs = 0;
    for (size_t len = n > 2000 ? n - 2000 : 0; len <= n; len++) {
        uint8_t *exact = xmalloc(len); // so that a read past the end is seen
        memcpy(exact, data, len);
        (void)LLVMFuzzerTestOneInput(exact, len);
        free(exact);
        runs++;
    }
    return runs;
}

int main(int argc, char **argv)
{
    DIR *d = argc == 2 ? opendir(argv[1]) : NULL;
    if (d == NULL) {
        (void)fputs("usage: replay FOLDER\n", stderr);
        return 2;
    }
    size_t files = 0;
    size_t runs = 0;
    for (const struct dirent *entry = readdir(d); entry != NULL; entry = readdir(d)) {
        if (entry->d_name[0] != '.') {
            runs += replay_file(argv[1], entry->d_name);
            files++;
        }
    }
    (void)closedir(d);
    printf("%s 1 - %zu seeds, %zu inputs\n1..1\n", files > 0 ? "ok" : "not ok", files, runs);
    return files > 0 ? 0 : 1;
}
