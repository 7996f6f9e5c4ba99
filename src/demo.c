// demo.c: `hoiam demo`: a demo office with two years of data, served at once. Here and not in cli/, because it needs web/.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sodium.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/sign.h"
#include "base/clock.h"
#include "cli/commands.h"
#include "cli/demo_store.h"
#include "cli/keys.h"
#include "core/press/finder.h"
#include "serve.h"

enum { WEEK = 7 * 24 * 3600, KEY_HEX = 32, KEY_FILE_MAX = 4096 };

static const struct opt demo_options[] = {
    {"port", N_("N"), N_("where to listen on this machine (default: 8080; 0: any that is free)"), 0},
    {"dir", N_("DIR"), N_("where the demo's files lie (default: build/demo)"), 0},
    {"db", N_("FILE"), N_("the store to make and serve (default: demo.db in that folder)"), 0},
    {"no-serve", NULL, N_("only make the store"), 0},
    OPT_END,
};

const struct cli_page cli_demo_page = {
    .options = demo_options,
    .about =
        N_("Makes a province that does not exist, with 16 offices, 25 members and 4,000 messages of the last two "
           "years, and "
           "serves it on this machine until Ctrl-C. Every start begins from the same state; what was done before is "
           "gone.\n\nMaking the data takes some seconds, once: a clean copy is kept, and made anew when the program "
           "has changed or the copy is a week old."),
    .example = "hoiam demo --port 8080",
};

// The folder's files, and what lies beside the clean copy: what made it, when, and codes to try.
struct demo_place {
    struct str dir, clean, key_file, store;
    char key[KEY_HEX + 1];
    int64_t made_at;
    struct demo_codes codes;
};

// The material is part of the program, so the program's own bytes are all that the data depends on.
static bool hash_program(char out[KEY_HEX + 1], struct err *e)
{
    FILE *f = fopen("/proc/self/exe", "re");
    if (f == NULL) {
        return err_errno(e, ERR_IO, "open /proc/self/exe");
    }
    unsigned char block[65536];
    unsigned char hash[KEY_HEX / 2];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        crypto_generichash_update(&state, block, n);
    }
    bool good = ferror(f) == 0;
    (void)fclose(f);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(out, KEY_HEX + 1, hash, sizeof hash);
    return good || err_set(e, ERR_IO, "read /proc/self/exe");
}

static bool make_dir(const char *path, struct err *e)
{
    char *copy = xmalloc(strlen(path) + 1);
    memcpy(copy, path, strlen(path) + 1);
    bool good = true;
    for (char *p = copy + 1; good; p++) {
        if (*p == '/' || *p == 0) {
            char was = *p;
            *p = 0;
            good = mkdir(copy, 0777) == 0 || errno == EEXIST || err_errno(e, ERR_IO, N_("mkdir %s"), copy);
            *p = was;
            if (was == 0) {
                break;
            }
        }
    }
    free(copy);
    return good;
}

// The words of the key file: key, time, then state and code in turn. False when it is not ours or of another program.
static bool read_key(struct demo_place *d)
{
    FILE *f = fopen(d->key_file.p, "re");
    if (f == NULL) {
        return false;
    }
    char text[KEY_FILE_MAX];
    size_t n = fread(text, 1, sizeof text, f);
    (void)fclose(f);
    struct str rest = str_trim((struct str){text, n});
    struct str key = str_cut(&rest, '\n');
    bool good = str_eqz(key, d->key) && str_int(str_cut(&rest, '\n'), &d->made_at);
    while (good && rest.p != NULL && d->codes.n < ARRAY_LEN(d->codes.list)) {
        struct str code = str_cut(&rest, '\n');
        struct str state = str_cut(&code, ' ');
        (void)snprintf(d->codes.list[d->codes.n].state, sizeof d->codes.list[0].state, "%.*s", STR_ARG(state));
        (void)snprintf(d->codes.list[d->codes.n].code, sizeof d->codes.list[0].code, "%.*s", STR_ARG(code));
        d->codes.n++;
    }
    return good;
}

static bool write_key(const struct demo_place *d, struct err *e)
{
    FILE *f = fopen(d->key_file.p, "we");
    if (f == NULL) {
        return err_errno(e, ERR_IO, N_("write %s"), d->key_file.p);
    }
    (void)fprintf(f, "%s\n%lld\n", d->key, (long long)d->made_at);
    for (size_t i = 0; i < d->codes.n; i++) {
        (void)fprintf(f, "%s %s\n", d->codes.list[i].state, d->codes.list[i].code);
    }
    bool good = fflush(f) == 0;
    good = fclose(f) == 0 && good;
    return good || err_errno(e, ERR_IO, N_("write %s"), d->key_file.p);
}

// A store is its file and what SQLite keeps beside it.
static void remove_store(struct arena *a, struct str path)
{
    static const char *const parts[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        (void)unlink(str_fmt(a, "%.*s%s", STR_ARG(path), parts[i]).p);
    }
}

// What the last demo left of its search index is of another past than the copy that begins now.
static void remove_index(struct arena *a, struct str store)
{
    const char *folder = finder_copy_folder(a, store.p);
    DIR *dir = folder == NULL ? NULL : opendir(folder);
    for (struct dirent *f = dir == NULL ? NULL : readdir(dir); f != NULL; f = readdir(dir)) {
        if (str_starts(str_c(f->d_name), STR("hoiam-"))) {
            (void)unlinkat(dirfd(dir), f->d_name, 0);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

static bool copy_file(const char *from, const char *to, struct err *e)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return err_errno(e, ERR_IO, N_("open %s"), from);
    }
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = out >= 0 || err_errno(e, ERR_IO, N_("create %s"), to);
    while (good) {
        ssize_t n = sendfile(out, in, NULL, 1 << 30);
        if (n == 0) {
            break;
        }
        good = n > 0 || err_errno(e, ERR_IO, N_("copy to %s"), to);
    }
    if (out >= 0 && close(out) != 0 && good) {
        good = err_errno(e, ERR_IO, "close %s", to);
    }
    (void)close(in);
    return good;
}

static bool make_clean(struct cli_call *call, struct demo_place *d, int64_t now, struct err *e)
{
    if (read_key(d) && d->made_at <= now && d->made_at > now - WEEK && access(d->clean.p, R_OK) == 0) {
        return true;
    }
    (void)fprintf(stderr, "hoiam demo: %s\n", say("making the data of two years; this happens once"));
    (void)unlink(d->key_file.p);
    remove_store(call->arena, d->clean);
    int64_t begun = clock_mono_us();
    if (!demo_store_make(d->clean.p, now, DEMO_MESSAGES, &d->codes, e)) {
        remove_store(call->arena, d->clean);
        return false;
    }
    (void)fprintf(stderr, say("hoiam demo: made in %.1f s\n"), (double)(clock_mono_us() - begun) / 1e6);
    d->made_at = now;
    return write_key(d, e);
}

// Nobody's real store is overwritten, and none that a server holds.
static bool may_replace(const struct demo_place *d, struct err *e)
{
    if (access(d->store.p, F_OK) != 0) {
        return true;
    }
    bool ours = false;
    if (!demo_store_is(d->store.p, &ours, e) || !ours) {
        return err_set(e, ERR_INPUT, N_("%s holds something else than a demo; name another file by --db"), d->store.p);
    }
    struct db *db;
    if (!db_open(&db, d->store.p, DB_READ_WRITE, e)) {
        return false;
    }
    db_close(db);
    return true;
}

static void say_ready(struct app *app, void *arg)
{
    const struct demo_place *d = arg;
    struct buf text = buf_new(16384);
    buf_addf(&text, "Hồi Âm: demo office at http://127.0.0.1:%d/ until Ctrl-C\n\n", app_port(app));
    buf_addf(&text, "The desk: http://127.0.0.1:%d/desk , password of everybody: %s\n", app_port(app), DEMO_PASSWORD);
    demo_store_members(&text);
    buf_addz(&text, "\nFollow-up codes to try:\n");
    for (size_t i = 0; i < d->codes.n; i++) {
        buf_addf(&text, "  %s  %s\n", d->codes.list[i].code, d->codes.list[i].state);
    }
    cli_print(stdout, &text);
    (void)fflush(stdout);
    buf_free(&text);
}

// The demo office takes contact details, so it has a key for them.
static bool take_contacts(struct arena *a, const char *store, struct err *e)
{
    struct box_key *key;
    struct db *db;
    if (!keys_beside(a, store, &key, e)) {
        return false;
    }
    bool good = key == NULL || db_open(&db, store, DB_READ_WRITE, e);
    if (good && key != NULL) {
        good = keys_use(db, a, key, e);
        db_close(db);
    }
    box_key_close(key);
    return good;
}

// And one with which its reports are signed.
static bool sign_reports(struct arena *a, const char *store, struct err *e)
{
    const char *path = sign_key_beside(a, store);
    if (path == NULL || access(path, F_OK) == 0) {
        return true;
    }
    struct sign_key *key = sign_key_new();
    bool good = sign_key_save(key, path, e);
    sign_key_close(key);
    return good;
}

static bool prepare(struct cli_call *call, struct demo_place *d, struct err *e)
{
    struct arena *a = call->arena;
    d->dir = str_c(opt_get(call->opts, "dir", "build/demo"));
    d->clean = str_fmt(a, "%.*s/demo-clean.db", STR_ARG(d->dir));
    d->key_file = str_fmt(a, "%.*s/demo-clean.key", STR_ARG(d->dir));
    const char *db = opt_get(call->opts, "db", NULL);
    d->store = db != NULL ? str_c(db) : str_fmt(a, "%.*s/demo.db", STR_ARG(d->dir));
    if (!make_dir(d->dir.p, e) || !hash_program(d->key, e) || !may_replace(d, e) || !make_clean(call, d, clock_now(), e)) {
        return false;
    }
    remove_store(a, d->store);
    remove_index(a, d->store);
    return copy_file(d->clean.p, d->store.p, e) && take_contacts(a, d->store.p, e) &&
           sign_reports(a, d->store.p, e);
}

int cli_demo(struct cli_call *call)
{
    struct buf problems = buf_new(1024);
    int64_t port;
    bool good = opt_int(call->opts, "port", 0, 65535, 8080, &port, &problems);
    int end = good ? CLI_DONE : cli_problems(call, &problems);
    buf_free(&problems);
    if (end != CLI_DONE) {
        return end;
    }
    struct demo_place place = {.made_at = 0};
    struct err e = ERR_INIT;
    if (!prepare(call, &place, &e)) {
        return cli_fail(call, &e);
    }
    if (opt_count(call->opts, "no-serve") > 0) {
        return CLI_DONE;
    }
    (void)malloc_trim(0); // what making the data took: the processes that serving starts would each keep it
    struct app_config config = {
        .store = place.store.p,
        .listen = str_fmt(call->arena, "127.0.0.1:%lld", (long long)port).p,
        .plain_cookies = true,
    };
    return serve_until_signal(call, &config, say_ready, &place);
}
