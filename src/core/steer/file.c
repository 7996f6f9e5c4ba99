// file.c: see file.h.
#include "core/steer/file.h"

#include <sodium.h>

#include "auth/token.h"
#include "base/random.h"
#include "base/utf8.h"
#include "db/q_file.h"
#include "i18n/i18n.h"

// What stands after the last slash of either kind, without control characters.
static struct str bare_name(struct arena *a, struct str name)
{
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = str_slice(name, i, name.n);
            break;
        }
    }
    char *out = arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c >= ' ' && c != 0x7f) {
            out[n++] = (char)c;
        }
    }
    return str_trim((struct str){out, n});
}

// Not longer than the maximum, the ending kept: it says with which program the file opens.
static struct str short_name(struct arena *a, struct str name)
{
    enum { ENDING_MAX = 16 };
    size_t dot = name.n;
    while (dot > 0 && name.n - dot < ENDING_MAX && name.p[dot - 1] != '.') {
        dot--;
    }
    struct str ending = dot > 0 && name.p[dot - 1] == '.' ? str_slice(name, dot - 1, name.n) : STR("");
    if (name.n <= FILE_NAME_MAX) {
        return name;
    }
    size_t room = FILE_NAME_MAX - ending.n;
    while (room > 0 && ((unsigned char)name.p[room] & 0xc0) == 0x80) {
        room--;
    }
    return str_fmt(a, "%.*s%.*s", (int)room, name.p, STR_ARG(ending));
}

void file_check(struct arena *a, struct file_draft *f, struct problems *p)
{
    f->name = utf8_valid(f->name) ? short_name(a, bare_name(a, f->name)) : STR("");
    if (f->bytes.n == 0) {
        problem_add(p, "file", N_("Choose a file that is not empty."));
    } else if (f->bytes.n > FILE_BYTES_MAX) {
        problem_add(p, "file", N_("A file has at most 20 MB."));
    } else if (f->name.n == 0 || str_eqz(f->name, ".") || str_eqz(f->name, "..")) {
        problem_add(p, "file", N_("The file has no name."));
    } else {
        (void)crypto_hash_sha256(f->sha256, (const unsigned char *)f->bytes.p, f->bytes.n);
        f->id = random_id();
    }
}

bool file_put(const struct desk *d, struct str subject, int64_t subject_id, const struct file_draft *f, struct err *e)
{
    BUG_ON(f->id == 0);
    return q_file_insert(d->tx,
                         &(struct q_file_insert_in){.home = d->site->home,
                                                    .id = f->id,
                                                    .public_id = public_id_new(tx_arena(d->tx)),
                                                    .subject = subject,
                                                    .subject_id = subject_id,
                                                    .name = f->name,
                                                    .size = (int64_t)f->bytes.n,
                                                    .sha256 = {(const char *)f->sha256, sizeof f->sha256},
                                                    .bytes = f->bytes,
                                                    .office = d->actor.office_id,
                                                    .now = d->now},
                         NULL, e);
}

enum steer_end file_add(const struct desk *d, struct str subject, int64_t subject_id, const struct file_draft *f,
                        struct err *e)
{
    struct file_row *list;
    size_t n;
    if (!q_files_of(d->tx, d->site->home, subject, subject_id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (n >= FILES_MAX) {
        return STEER_NOT_NOW;
    }
    return file_put(d, subject, subject_id, f, e) ? STEER_SAVED : STEER_ERROR;
}

bool file_load(struct tx *tx, const struct file_row *f, struct str *bytes, struct err *e)
{
    struct file_bytes_row row;
    unsigned char hash[FILE_HASH];
    enum q_got got = q_file_bytes(tx, f->home_id, f->id, &row, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? err_set(e, ERR_CORRUPT, "file %lld is gone", (long long)f->id) : false;
    }
    (void)crypto_hash_sha256(hash, (const unsigned char *)row.bytes.p, row.bytes.n);
    if (f->sha256.n != sizeof hash || memcmp(f->sha256.p, hash, sizeof hash) != 0) {
        return err_set(e, ERR_CORRUPT, "file %lld is not what came", (long long)f->id);
    }
    *bytes = row.bytes;
    return true;
}
