// fuzz_contact_wire.c: what is read between the program and its mail process is written back as the same bytes.
#include "core/contact/wire.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct wire w;
    if (wire_read(in, &w)) {
        struct buf out = buf_new(size + 1);
        wire_write(&out, &w);
        BUG_ON(buf_over(&out) || !str_eq(buf_str(&out), in));
        buf_free(&out);
    }
    return 0;
}
