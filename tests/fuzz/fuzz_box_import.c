// fuzz_box_import.c: a key that is accepted is written and read again as the same key.
#include "auth/box.h"
#include "auth/secret.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = ERR_INIT;
    struct box_key *k = NULL;
    if (!box_key_import((struct str){(const char *)data, size}, &k, &e)) {
        BUG_ON(k != NULL || (e.code != ERR_INPUT && e.code != ERR_LIMIT));
        return 0;
    }
    struct box_text text;
    struct box_key *again = NULL;
    box_key_export(k, &text);
    BUG_ON(!box_key_import((struct str){text.p, text.n}, &again, &e));
    struct box_public one = box_public_of(k);
    struct box_public two = box_public_of(again);
    BUG_ON(memcmp(&one, &two, sizeof one) != 0);
    box_key_close(again);
    box_key_close(k);
    secret_wipe(&text, sizeof text);
    return 0;
}
