// fuzz_receipt.c: whatever is typed, a code that is accepted is shown in one way and read back from it.
#include "core/intake/receipt.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct receipt r;
    memset(&r, 0xAA, sizeof r);
    struct receipt untouched = r;
    if (receipt_parse((struct str){(const char *)data, size}, &r) == RECEIPT_OK) {
        struct arena a = ARENA_INIT;
        struct receipt back;
        struct str shown = receipt_show(&a, &r);
        BUG_ON(receipt_parse(shown, &back) != RECEIPT_OK || memcmp(&r, &back, sizeof r) != 0);
        arena_free(&a);
    } else {
        BUG_ON(memcmp(&r, &untouched, sizeof r) != 0);
    }
    return 0;
}
