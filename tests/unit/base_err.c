// Promises of base/err.
#include "base/err.h"
#include "tap.h"

#include <errno.h>

int main(void)
{
    struct err e = ERR_INIT;
    errno = ENOSPC;
    ok(!err_errno(&e, ERR_IO, "write %s", "x.db"), "err_errno returns false");
    is_int(e.code, ERR_FULL, "no space is ERR_FULL whatever was asked");
    is_str(str_c(e.what), "write x.db: No space left on device", "the message names call, path and reason");
    (void)err_in(&e, "backup");
    is_str(str_c(e.what), "backup: write x.db: No space left on device", "err_in says where");
    for (int i = 0; i < 100; i++) {
        (void)err_in(&e, "deeper");
    }
    ok(strlen(e.what) == sizeof e.what - 1, "a message that is too long is cut, never overrun");
    return tap_done();
}
