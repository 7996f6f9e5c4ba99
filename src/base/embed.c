// embed.c: finding a file in a table that mkembed sorted.
#include "base/embed.h"

const struct embed *embed_find(const struct embed *table, size_t n, struct str name)
{
    size_t low = 0;
    while (low < n) {
        size_t mid = low + (n - low) / 2;
        int c = str_cmp(name, str_c(table[mid].name));
        if (c == 0) {
            return &table[mid];
        }
        if (c < 0) {
            n = mid;
        } else {
            low = mid + 1;
        }
    }
    return NULL;
}

struct str embed_str(const struct embed *e)
{
    return (struct str){(const char *)e->p, e->n};
}
