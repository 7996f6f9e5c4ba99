// finder_file.c: the finder's copy on disk: see finder.h.
//
// Two slots of files, a and b; the head names the one that counts. A new copy goes into the other slot, then the head is
// renamed over the former one, then the former slot's files go.
#include "core/press/finder_part.h"

#include "base/log.h"
#include "db/q_finder.h"
#include "db/q_site.h"
#include "match/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

enum {
    FORMAT = 3,           // rises when other things are put into the indexes, or put in otherwise
    BEHIND_MOST = 100000, // events; with more it is quicker to read the store
    HEAD_MAX = 256,
    HASH_HEX = 2 * crypto_hash_sha256_BYTES,
};

const char *finder_copy_folder(struct arena *a, const char *store)
{
    return str_find(str_c(store), STR("://")) < 0 ? str_z(a, str_fmt(a, "%s.index", store)) : NULL;
}

const char *finder_copy_path(struct arena *a, const char *folder, int64_t home)
{
    return str_z(a, str_fmt(a, "%s/hoiam-%lld-index", folder, (long long)home));
}

static const char *part_name(struct arena *a, const char *base, char slot, const char *which)
{
    return str_z(a, str_fmt(a, "%s-%c.%s", base, slot, which));
}

static const char *const part_names[] = {"open", "desk", "documents"};

static struct match **part_of(struct finder *f, size_t i)
{
    struct match **const parts[ARRAY_LEN(part_names)] = {&f->open, &f->desk, &f->documents};
    return parts[i];
}

static void remove_slot(struct arena *a, const char *base, char slot)
{
    for (size_t i = 0; i < ARRAY_LEN(part_names); i++) {
        (void)unlink(part_name(a, base, slot, part_names[i]));
    }
}

void finder_drop(const char *base)
{
    struct arena a = ARENA_INIT;
    (void)unlink(base);
    remove_slot(&a, base, 'a');
    remove_slot(&a, base, 'b');
    arena_free(&a);
}

bool finder_purge(struct finder *f, const char *base)
{
    pthread_mutex_lock(&f->saving);
    bool purge = atomic_exchange(&f->purge, false);
    if (purge) {
        if (base != NULL) {
            finder_drop(base);
        }
        atomic_store(&f->saved, 0);
        match_purge(f->open);
        match_purge(f->desk);
        match_purge(f->documents);
    }
    pthread_mutex_unlock(&f->saving);
    return purge;
}

int64_t finder_unsaved(const struct finder *f)
{
    return atomic_load(&f->seen) - atomic_load(&f->saved);
}

// "1 HOME NUMBER HASH": what the copy was made of, without the slot. STR_NONE when there is no such event.
static bool stamp_of(struct db *db, int64_t home, int64_t number, struct arena *a, struct str *out, struct err *e)
{
    struct tx *tx;
    struct event_row *list;
    size_t n;
    *out = STR_NONE;
    if (!db_read_begin(db, a, &tx, e)) {
        return false;
    }
    bool good = q_events_after(tx, home, number - 1, &list, &n, e);
    if (good && n > 0 && list[0].number == number) {
        unsigned char hash[crypto_hash_sha256_BYTES];
        char hex[HASH_HEX + 1];
        crypto_hash_sha256(hash, (const unsigned char *)list[0].canonical.p, list[0].canonical.n);
        (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        *out = str_fmt(a, "%d %lld %lld %s", FORMAT, (long long)home, (long long)number, hex);
    }
    db_read_end(tx);
    return good;
}

// The head's slot, event and stamp. False when there is none that can be read.
static bool read_head(const char *base, struct arena *a, char *slot, int64_t *number, struct str *stamp)
{
    char bytes[HEAD_MAX];
    int fd = open(base, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0) {
        (void)close(fd);
    }
    if (n < 4 || (bytes[0] != 'a' && bytes[0] != 'b') || bytes[1] != ' ' || bytes[n - 1] != '\n') {
        return false;
    }
    *slot = bytes[0];
    *stamp = str_copy(a, (struct str){bytes + 2, (size_t)n - 3});
    struct str rest = *stamp;
    (void)str_cut(&rest, ' ');
    (void)str_cut(&rest, ' ');
    return str_int(str_cut(&rest, ' '), number) && *number > 0;
}

// Is it near enough to what the store says now? *why: "" for yes.
static bool compare(struct db *db, int64_t home, int64_t number, struct str stamp, struct arena *a, struct str *why,
                    struct err *e)
{
    struct str now;
    struct tx *tx;
    struct event_last_number_row last;
    struct finder_undone_row undone;
    if (!stamp_of(db, home, number, a, &now, e) || !db_read_begin(db, a, &tx, e)) {
        return false;
    }
    bool good = q_event_last_number(tx, home, &last, e) == Q_ROW;
    if (good && !str_eq(now, stamp)) {
        *why = STR("it is of another program, store or past");
    } else if (good && last.event_number - number > BEHIND_MOST) {
        *why = STR("it is too far behind");
    } else if (good) {
        good = q_finder_undone(tx, home, number, &undone, e) == Q_ROW;
        *why = good && undone.n > 0 ? STR("an import was undone since") : STR("");
    }
    db_read_end(tx);
    return good;
}

// All parts, as the head says. What cannot be loaded is no error: the store has it all.
static bool load_parts(struct finder *f, const char *base, char slot, int64_t number, struct arena *a, struct str *why)
{
    struct err e = ERR_INIT;
    struct match *parts[ARRAY_LEN(part_names)] = {NULL};
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(parts) && good; i++) {
        uint64_t at = 0;
        good = match_load(&f->words, part_name(a, base, slot, part_names[i]), &parts[i], &at, &e);
        if (good && at != (uint64_t)number) {
            good = err_set(&e, ERR_CORRUPT, "its parts are not of one moment");
        }
    }
    *why = good ? STR("") : str_fmt(a, "%s", e.what);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (good) {
            match_close(*part_of(f, i));
            *part_of(f, i) = parts[i];
        } else {
            match_close(parts[i]);
        }
    }
    if (!good) {
        return false;
    }
    f->slot = slot;
    f->loaded = true;
    f->seen = f->saved = number;
    return true;
}

bool finder_load(struct finder *f, struct db *db, int64_t home, const char *base, bool *loaded, struct str *why,
                 struct arena *a, struct err *e)
{
    char slot;
    int64_t number;
    struct str stamp;
    *loaded = false;
    *why = STR("");
    if (access(base, F_OK) != 0 && errno == ENOENT) {
        return true;
    }
    if (!read_head(base, a, &slot, &number, &stamp)) {
        *why = STR("its head is damaged");
        return true;
    }
    if (!compare(db, home, number, stamp, a, why, e)) {
        return false;
    }
    *loaded = why->n == 0 && load_parts(f, base, slot, number, a, why);
    return true;
}

static bool write_head(const char *base, char slot, struct str stamp, struct arena *a, struct err *e)
{
    const char *part = str_z(a, str_fmt(a, "%s.%ld.part", base, (long)getpid()));
    struct str line = str_fmt(a, "%c %.*s\n", slot, STR_ARG(stamp));
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_errno(e, ERR_IO, "open %s", part);
    }
    bool good = (write(fd, line.p, line.n) == (ssize_t)line.n && fsync(fd) == 0) || err_errno(e, ERR_IO, "write %s", part);
    if (close(fd) != 0 && good) {
        good = err_errno(e, ERR_IO, "close %s", part);
    }
    good = good && (rename(part, base) == 0 || err_errno(e, ERR_IO, "rename to %s", base));
    if (!good) {
        (void)unlink(part);
    }
    return good;
}

// All parts of one moment: the number of the last event that is in them. What is written of them counts when the head names it.
static bool write_parts(struct finder *f, const char *base, char slot, int64_t *number, struct arena *a, struct err *e)
{
    struct snapshot *parts[ARRAY_LEN(part_names)];
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) { // not while others wait: something may be built beside
        parts[i] = snapshot_begin(*part_of(f, i));
    }
    pthread_mutex_lock(&f->writing);
    *number = f->seen;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        snapshot_take(parts[i], (uint64_t)*number);
    }
    pthread_mutex_unlock(&f->writing);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) { // each, also after a failure, which is that of the first
        struct err other = ERR_INIT;
        good = snapshot_write(parts[i], part_name(a, base, slot, part_names[i]), good ? e : &other) && good;
    }
    return good;
}

bool finder_save(struct finder *f, struct db *db, int64_t home, const char *base, struct err *e)
{
    struct arena a = ARENA_INIT;
    pthread_mutex_lock(&f->saving);
    bool good = true;
    if (atomic_load(&f->ready) && f->seen != f->saved) {
        struct str stamp = STR_NONE;
        int64_t number;
        char slot = f->slot == 'a' ? 'b' : 'a';
        good = write_parts(f, base, slot, &number, &a, e) && stamp_of(db, home, number, &a, &stamp, e) &&
               (stamp.p == NULL || write_head(base, slot, stamp, &a, e));
        bool whole = good && stamp.p != NULL;
        remove_slot(&a, base, whole ? (slot == 'a' ? 'b' : 'a') : slot);
        if (whole) {
            f->slot = slot;
            f->saved = number;
        }
    }
    pthread_mutex_unlock(&f->saving);
    arena_free(&a);
    return good;
}
