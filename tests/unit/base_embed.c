// Tests of base/embed.h and of the table that tools/mkembed makes.
#include "base/embed.h"
#include "embed_sample.h"
#include "tap.h"

int main(void)
{
    is_int(embed_sample_n, 2, "both files are in the table");
    is_str(str_c(embed_sample[0].name), "embed/a.bin", "sorted by name, named from below the folder");
    const struct embed *text = embed_find(embed_sample, embed_sample_n, STR("embed/b.txt"));
    ok(text != NULL, "a file is found by its name");
    is_str(embed_str(text), "Xin chào\n\"hai dòng\" \\ \?\?= \n", "text comes back byte for byte");
    ok(text->p[text->n] == 0, "a zero byte follows");
    const struct embed *bin = embed_find(embed_sample, embed_sample_n, STR("embed/a.bin"));
    ok(bin != NULL && bin->n == 6 && memcmp(bin->p, "\0\1\377123", 6) == 0,
       "zero bytes, high bytes and digits after an escape come back");
    ok(strlen(bin->hash) == 12 && strcmp(bin->hash, text->hash) != 0, "each content has its hash of 12 digits");
    ok(embed_find(embed_sample, embed_sample_n, STR("embed/c")) == NULL, "an unknown name is not found");
    ok(embed_find(embed_sample, embed_sample_n, STR("")) == NULL, "nor is an empty one");
    ok(embed_find(embed_sample, 0, STR("embed/a.bin")) == NULL, "nor anything in an empty table");
    return tap_done();
}
