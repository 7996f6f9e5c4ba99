// shut.c: see shut.h.
#include "shut.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/db.h"
#include "jobs/drill.h"
#include "os/sandbox.h"

enum { PATHS = 40 };

static bool make_folder(const char *path, struct err *e)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST || err_errno(e, ERR_IO, N_("mkdir %s"), path);
}

// Landlock knows files, not names: what is to be opened later has to be there now. A store that was restored or copied is no
// WAL file yet; opening it for writing makes it one.
static bool settle(struct arena *a, const char *store, struct err *e)
{
    struct db *db;
    if (!db_open(&db, store, DB_READ_WRITE, e)) {
        return false;
    }
    db_close(db);
    static const char *const parts[] = {"-wal", "-shm", ".lock"};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        const char *path = str_fmt(a, "%s%s", store, parts[i]).p;
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0) {
            return err_errno(e, ERR_IO, N_("open %s"), path);
        }
        (void)close(fd);
    }
    drill_clean(store);
    return make_folder(drill_folder(a, store), e);
}

// Files beside the store that a copy, a backup or a restore has left when it was killed: they may be large.
static void tell_leftovers(const char *folder, const char *store)
{
    const char *name = strrchr(store, '/') + 1;
    DIR *dir = opendir(folder);
    for (struct dirent *f = dir == NULL ? NULL : readdir(dir); f != NULL; f = readdir(dir)) {
        struct str n = str_c(f->d_name);
        if (str_starts(n, str_c(name)) && (str_ends(n, STR(".part")) || str_ends(n, STR(".restoring")))) {
            log_warn(N_("%s/%s was left by a copy that was killed while it was made; it can be removed"), folder, f->d_name);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

static bool shut_in_with_file(struct arena *a, struct sandbox_path *paths, size_t n, const char *store, unsigned *closed,
                              struct err *e)
{
    char *real = realpath(store, NULL);
    if (real == NULL) {
        return err_errno(e, ERR_INPUT, "%s", store);
    }
    const char *whole = str_z(a, str_c(real));
    free(real);
    if (!settle(a, whole, e)) {
        return false;
    }
    const char *slash = strrchr(whole, '/');
    BUG_ON(slash == NULL || n + 6 > PATHS);
    const char *folder = slash == whole ? "/" : str_z(a, (struct str){whole, (size_t)(slash - whole)});
    tell_leftovers(folder, whole);
    paths[n++] = (struct sandbox_path){folder, SANDBOX_TIDY};
    paths[n++] = (struct sandbox_path){whole, SANDBOX_READ | SANDBOX_WRITE};
    paths[n++] = (struct sandbox_path){str_fmt(a, "%s-wal", whole).p, SANDBOX_READ | SANDBOX_WRITE};
    paths[n++] = (struct sandbox_path){str_fmt(a, "%s-shm", whole).p, SANDBOX_READ | SANDBOX_WRITE};
    paths[n++] = (struct sandbox_path){str_fmt(a, "%s.lock", whole).p, SANDBOX_READ | SANDBOX_WRITE};
    paths[n++] = (struct sandbox_path){drill_folder(a, whole), SANDBOX_READ | SANDBOX_WRITE};
    return sandbox_enter(
        &(struct sandbox){.kind = SANDBOX_SERVER, .paths = paths, .paths_n = n, .offline = true, .no_code = true}, closed, e);
}

// libpq reads its own files at home, and loads libraries when it needs them.
static bool shut_in_with_database(struct arena *a, struct sandbox_path *paths, size_t n, unsigned *closed, struct err *e)
{
    const char *home = getenv("HOME");
    BUG_ON(n + 2 > PATHS);
    if (home != NULL && home[0] == '/') {
        paths[n++] = (struct sandbox_path){str_fmt(a, "%s/.pgpass", home).p, SANDBOX_READ | SANDBOX_OPTIONAL};
        paths[n++] = (struct sandbox_path){str_fmt(a, "%s/.postgresql", home).p, SANDBOX_READ | SANDBOX_OPTIONAL};
    }
    return sandbox_enter(&(struct sandbox){.kind = SANDBOX_SERVER, .paths = paths, .paths_n = n}, closed, e);
}

bool shut_in(const char *store, const char *index, unsigned *closed, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct sandbox_path paths[PATHS];
    size_t n = sandbox_network_paths_n;
    BUG_ON(n + 2 > PATHS);
    if (index != NULL && !make_folder(index, e)) {
        return false;
    }
    memcpy(paths, sandbox_network_paths, n * sizeof *paths);
    paths[n++] = (struct sandbox_path){"/sys/devices/system/cpu", SANDBOX_READ | SANDBOX_OPTIONAL}; // how many threads
    if (index != NULL) {
        paths[n++] = (struct sandbox_path){index, SANDBOX_READ | SANDBOX_WRITE};
    }
    bool file = str_find(str_c(store), STR("://")) < 0;
    bool done = file ? shut_in_with_file(&a, paths, n, store, closed, e) : shut_in_with_database(&a, paths, n, closed, e);
    arena_free(&a);
    return done;
}
