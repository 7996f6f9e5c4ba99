// filelock.c: see filelock.h.
#include "os/filelock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool busy(int fd, const char *path, struct err *e)
{
    char text[24] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    long pid = n > 0 ? strtol(text, NULL, 10) : 0;
    if (pid > 0) {
        return err_set(e, ERR_BUSY, N_("in use by process %ld (%s)"), pid, path);
    }
    return err_set(e, ERR_BUSY, N_("in use by another process (%s)"), path);
}

bool filelock_take(const char *path, int *fd, struct err *e)
{
    int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (f < 0) {
        return err_errno(e, ERR_IO, N_("open %s"), path);
    }
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(f, F_OFD_SETLK, &whole) != 0) {
        bool held = errno == EAGAIN || errno == EACCES;
        (void)(held ? busy(f, path, e) : err_errno(e, ERR_IO, "lock %s", path));
        (void)close(f);
        return false;
    }
    char text[24];
    int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    // The pid is only for the other's message; on a full disk the lock holds without it.
    if (ftruncate(f, 0) == 0) {
        ssize_t done = pwrite(f, text, (size_t)n, 0);
        (void)done;
    }
    *fd = f;
    return true;
}
