// Promises of base/log: a line is one line, whatever the words in it are, and it is cut when it is too long.
#include "base/log.h"
#include "tap.h"

#include <unistd.h>

// What log_info(text) writes where no journal reads.
static struct str logged(struct arena *a, const char *text)
{
    char got[4096];
    int ends[2];
    int err = dup(STDERR_FILENO);
    BUG_ON(pipe(ends) != 0 || dup2(ends[1], STDERR_FILENO) < 0);
    log_info("%s", text);
    BUG_ON(dup2(err, STDERR_FILENO) < 0);
    ssize_t n = read(ends[0], got, sizeof got);
    BUG_ON(n < 1 || close(ends[0]) != 0 || close(ends[1]) != 0 || close(err) != 0);
    return str_copy(a, (struct str){got, (size_t)n});
}

int main(void)
{
    struct arena a = ARENA_INIT;
    char much[2000];
    is_str(logged(&a, "serving"), "serving\n", "a line");
    is_str(logged(&a, "Xã Đông"), "Xã Đông\n", "with letters of any language");
    is_str(logged(&a, "mail.vn\n<6>opened a sealed box\r\x1b[2J\x7f"), "mail.vn <6>opened a sealed box  [2J \n",
           "nobody's words begin another line, or move the cursor of who reads it");
    memset(much, 'x', sizeof much - 1);
    much[sizeof much - 1] = 0;
    struct str cut = logged(&a, much);
    ok(cut.n < 1024 && str_ends(cut, STR("x\n")), "a long one is cut, and still ends");
    arena_free(&a);
    return tap_done();
}
