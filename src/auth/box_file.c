// box_file.c: the private key on disk, and as a systemd credential.
#include "auth/box.h"
#include "auth/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

static const char credential[] = "hoiam-key";

// Make the name of a new file durable.
static bool sync_folder(const char *path, struct err *e)
{
    char copy[PATH_MAX];
    if (strlen(path) >= sizeof copy) {
        return err_set(e, ERR_INPUT, "%s: name too long", path);
    }
    memcpy(copy, path, strlen(path) + 1);
    const char *folder = dirname(copy);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, ERR_IO, N_("open %s"), folder);
    }
    bool good = fsync(fd) == 0 || err_errno(e, ERR_IO, "fsync %s", folder);
    (void)close(fd);
    return good;
}

static bool write_all(int fd, const struct box_text *text)
{
    for (size_t at = 0; at < text->n;) {
        ssize_t n = write(fd, text->p + at, text->n - at);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        at += (size_t)n;
    }
    return fsync(fd) == 0;
}

static bool save(const struct box_text *text, const char *path, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_errno(e, errno == EEXIST ? ERR_CONFLICT : ERR_IO, N_("create %s"), path);
    }
    bool good = write_all(fd, text) || err_errno(e, ERR_IO, N_("write %s"), path);
    (void)close(fd);
    good = good && sync_folder(path, e);
    if (!good) {
        (void)unlink(path); // half a key would only be in the way of the next try
    }
    return good;
}

bool box_key_save(const struct box_key *k, const char *path, struct err *e)
{
    struct box_text text;
    box_key_export(k, &text);
    bool good = save(&text, path, e);
    secret_wipe(&text, sizeof text);
    return good;
}

bool box_key_save_noted(const struct box_key *k, const char *note, const char *path, struct err *e)
{
    struct box_text text;
    box_key_export_noted(k, note, &text);
    bool good = save(&text, path, e);
    secret_wipe(&text, sizeof text);
    return good;
}

// What the open file may be: ours or root's, and with no rights in `forbidden`.
static bool may_be_key(int fd, mode_t forbidden, const char *path, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return err_errno(e, ERR_IO, "stat %s", path);
    }
    if (!S_ISREG(st.st_mode)) {
        return err_set(e, ERR_INPUT, N_("key file %s: not a regular file"), path);
    }
    if (st.st_uid != geteuid() && st.st_uid != 0) {
        return err_set(e, ERR_INPUT, N_("key file %s: belongs to another user"), path);
    }
    if ((st.st_mode & forbidden) != 0) {
        return err_set(e, ERR_INPUT, N_("key file %s: mode %04o is too open; 0600 is right"), path,
                       st.st_mode & 07777u);
    }
    return true;
}

// Up to BOX_TEXT bytes and one more, so that a longer file shows.
static bool read_key(int fd, const char *path, struct box_key **out, struct err *e)
{
    char *room = sodium_malloc(BOX_TEXT + 1);
    BUG_ON(room == NULL);
    size_t n = 0;
    bool good = true;
    for (;;) {
        ssize_t got = read(fd, room + n, BOX_TEXT + 1 - n);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        good = got >= 0 || err_errno(e, ERR_IO, N_("read %s"), path);
        if (got <= 0) {
            break;
        }
        n += (size_t)got;
    }
    if (good && !box_key_import((struct str){room, n}, out, e)) {
        good = err_in(e, path);
    }
    sodium_free(room);
    return good;
}

static bool load(const char *path, mode_t forbidden, struct box_key **out, struct err *e)
{
    secret_init();
    // O_NONBLOCK: a fifo in the place of the file must not make us wait.
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, errno == ELOOP ? ERR_INPUT : ERR_IO, N_("%s cannot be read"), path);
    }
    bool good = may_be_key(fd, forbidden, path, e) && read_key(fd, path, out, e);
    (void)close(fd);
    return good;
}

bool box_key_load(const char *path, struct box_key **out, struct err *e)
{
    return load(path, S_IRWXG | S_IRWXO | S_ISUID | S_ISGID, out, e);
}

static bool credential_path(const char *name, char path[static PATH_MAX], struct err *e)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    if (folder == NULL || folder[0] != '/') {
        return err_set(e, ERR_INPUT, N_("no credential: CREDENTIALS_DIRECTORY is not set"));
    }
    int n = snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return (n >= 0 && n < PATH_MAX) || err_set(e, ERR_INPUT, "CREDENTIALS_DIRECTORY: name too long");
}

bool box_key_credential_named(const char *name)
{
    struct err e = ERR_INIT;
    char path[PATH_MAX];
    return credential_path(name, path, &e) && (access(path, F_OK) == 0 || errno != ENOENT);
}

bool box_key_credential_given(void)
{
    return box_key_credential_named(credential);
}

bool box_key_load_credential_named(const char *name, struct box_key **out, struct err *e)
{
    char path[PATH_MAX];
    if (!credential_path(name, path, e)) {
        return false;
    }
    return load(path, S_IWGRP | S_IXGRP | S_IRWXO, out, e);
}

bool box_key_load_credential(struct box_key **out, struct err *e)
{
    return box_key_load_credential_named(credential, out, e);
}
