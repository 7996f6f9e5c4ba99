// fuzz_base32.c: a text that is accepted has one spelling, and that one gives the same bytes.
#include "auth/base32.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct str in = {(const char *)data, size};
    struct str bytes = STR_NONE;
    struct str back = STR_NONE;
    if (base32_decode(&a, in, &bytes)) {
        struct str text = base32_encode(&a, bytes);
        BUG_ON(!base32_decode(&a, text, &back) || !str_eq(bytes, back) || text.n > size);
    } else {
        BUG_ON(bytes.p != NULL);
    }
    if (size > 0) {
        BUG_ON(!base32_decode(&a, base32_encode(&a, in), &back) || !str_eq(in, back));
    }
    arena_free(&a);
    return 0;
}
