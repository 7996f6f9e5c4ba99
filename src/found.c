// found.c: see found.h.
#include "found.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "auth/crockford.h"
#include "base/log.h"
#include "cli/keys.h"
#include "core/office/begin.h"

enum { GROUP = 4 };

static bool is_file(const char *store)
{
    return str_find(str_c(store), STR("://")) < 0;
}

const char *found_file(struct arena *a, const char *store)
{
    return is_file(store) ? str_fmt(a, "%s.setup", store).p : NULL;
}

bool found_absent(const char *store)
{
    return is_file(store) && access(store, F_OK) != 0;
}

static bool read_state(struct arena *a, const char *store, enum begun *out, struct err *e)
{
    struct db *db;
    struct tx *tx;
    if (!db_open(&db, store, DB_READ_ONLY, e)) {
        return false;
    }
    bool good = db_read_begin(db, a, &tx, e);
    if (good) {
        good = begin_state(tx, out, e);
        db_read_end(tx);
    }
    db_close(db);
    return good;
}

// What cannot be read may be nothing at all: then it is made. Otherwise what reading said is what is wrong.
static bool find_or_make(struct arena *a, const char *store, enum begun *out, struct err *e)
{
    struct err made = ERR_INIT;
    if (read_state(a, store, out, e)) {
        return true;
    }
    if (!db_create(store, found_absent(store) ? e : &made)) {
        return false;
    }
    *out = BEGUN_NOTHING;
    log_info(N_("made the store %s, which has no office yet"), store);
    return true;
}

static const char *new_code(struct arena *a)
{
    uint8_t value[SETUP_SYMBOLS];
    char text[SETUP_SYMBOLS + SETUP_SYMBOLS / GROUP];
    size_t n = 0;
    crockford_random(value, SETUP_SYMBOLS);
    for (size_t i = 0; i < SETUP_SYMBOLS; i++) {
        if (i > 0 && i % GROUP == 0) {
            text[n++] = '-';
        }
        text[n++] = crockford_symbol(value[i]);
    }
    return str_z(a, (struct str){text, n});
}

// A file of a former start is another's code, perhaps with other rights: it is made anew.
static bool write_code(const char *path, const char *code, struct err *e)
{
    if (unlink(path) != 0 && errno != ENOENT) {
        return err_errno(e, ERR_IO, N_("remove %s"), path);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_errno(e, ERR_IO, N_("create %s"), path);
    }
    size_t n = strlen(code);
    bool good = write(fd, code, n) == (ssize_t)n && write(fd, "\n", 1) == 1;
    return (close(fd) == 0 && good) || err_errno(e, ERR_IO, N_("write %s"), path);
}

static bool make_key(struct arena *a, const struct app_config *config, struct err *e)
{
    struct box_key *key = NULL;
    bool good = config->key_file != NULL || box_key_credential_given() || keys_beside(a, config->store, &key, e);
    box_key_close(key);
    return good;
}

bool found_prepare(struct cli_call *call, struct app_config *config, struct err *e)
{
    struct arena *a = call->arena;
    enum begun begun;
    const char *file = found_file(a, config->store);
    if (!find_or_make(a, config->store, &begun, e)) {
        return false;
    }
    if (begun == BEGUN_STAFFED) {
        if (file != NULL && unlink(file) != 0 && errno != ENOENT) {
            log_warn(N_("%s is of no more use, and could not be removed"), file);
        }
        return true;
    }
    config->setup_code = new_code(a);
    config->setup_file = file;
    return make_key(a, config, e) && (file == NULL || write_code(file, config->setup_code, e));
}
