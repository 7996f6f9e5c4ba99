// fuzz_errand.c: a line at the local socket is refused, or is an errand that is written down as it was read.
#include "core/office/errand.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct errand x = {.kind = ERRANDS};
    struct errand same;
    struct buf again = buf_new(ERRAND_MAX);
    if (size <= ERRAND_MAX && errand_read((struct str){(const char *)data, size}, &x)) {
        BUG_ON(x.kind >= ERRANDS || x.n_roles > ROLE_COUNT);
        errand_write(&again, &x);
        BUG_ON(buf_over(&again) || !errand_read(buf_str(&again), &same));
        BUG_ON(same.kind != x.kind || same.n_roles != x.n_roles || !str_eq(same.member.login, x.member.login) ||
               !str_eq(same.member.password, x.member.password) || !str_eq(same.export, x.export) ||
               !str_eq(same.office, x.office) || same.member.lang != x.member.lang);
        for (size_t i = 0; i < again.n; i++) {
            BUG_ON((unsigned char)again.p[i] < 0x20 && again.p[i] != '\t');
        }
    } else {
        BUG_ON(x.kind != ERRANDS);
    }
    buf_free(&again);
    return 0;
}
