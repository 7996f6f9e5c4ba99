// key.c: `hoiam key new|export|import`: the private key of the box for contact details, at the machine's own console.
#include "cli/commands.h"

#include <errno.h>
#include <unistd.h>

#include "auth/secret.h"
#include "base/clock.h"
#include "cli/keys.h"
#include "cli/store.h"
#include "core/contact/mailer.h"
#include "core/office/founding.h"

static const char key_help[] = N_("where the private key stands (default: the store's name with .key)");

static const struct opt change_options[] = {
    {"key", N_("FILE"), key_help, 0},
    {"replace", NULL, N_("although the site uses another key: what was sealed for that one stays shut"), 0},
    OPT_END,
};
static const struct opt export_options[] = {{"key", N_("FILE"), key_help, 0}, OPT_END};

const struct cli_page cli_key_new_page = {
    .options = change_options,
    .about = N_(
        "Makes a key pair for the contact details that senders leave: the private key into a file that only its owner "
        "can read, the public one into the settings. The store and its backups never hold the private key, so keep a "
        "copy apart from them (hoiam key export).\n\nhoiam init has made one for a store in a file. A server reads the "
        "key when it starts."),
    .example = "hoiam key new --db postgres:///hoiam --key /etc/hoiam/contact.key",
};

const struct cli_page cli_key_export_page = {
    .options = export_options,
    .about =
        N_("Prints the private key in seven lines for safe keeping on paper. Whoever has it and the store can read the "
           "contact details that are not erased yet."),
    .example = "hoiam key export --db xa.db | lp",
};

const struct cli_page cli_key_import_page = {
    .options = change_options,
    .about = N_(
        "Reads a private key, as hoiam key export prints it or as it is typed from paper, from standard input, writes "
        "it to its file and sets the public one. A typing error is told with its line."),
    .example = "hoiam key import --db xa.db < key.txt",
};

const char *keys_path(struct cli_call *call)
{
    const char *given = opt_get(call->opts, "key", NULL);
    return given != NULL ? given : mailer_key_beside(call->arena, call->db);
}

struct str keys_public(struct arena *a, const struct box_key *key)
{
    if (key == NULL) {
        return STR_NONE;
    }
    struct box_public pub = box_public_of(key);
    return box_public_text(a, &pub);
}

bool keys_beside(struct arena *a, const char *store, struct box_key **key, struct err *e)
{
    const char *path = mailer_key_beside(a, store);
    *key = NULL;
    if (path == NULL) {
        return true;
    }
    if (access(path, F_OK) == 0) {
        return box_key_load(path, key, e);
    }
    *key = box_key_new();
    return box_key_save(*key, path, e);
}

struct key_change {
    struct site *site;
    const struct box_key *key;
    int64_t now;
};

static enum tx_end change_setting(struct tx *tx, void *arg, struct err *e)
{
    const struct key_change *c = arg;
    struct founder f = {.tx = tx, .home = c->site->home, .now = c->now, .today = tz_day(c->site->tz, c->now)};
    return setting_set(&f, c->site->root, SETTING_CONTACT_KEY, keys_public(tx_arena(tx), c->key), e) ? TX_COMMIT : TX_FAILED;
}

static bool use_key(struct db *db, struct arena *a, struct site *site, const struct box_key *key, struct err *e)
{
    struct key_change c = {site, key, clock_now()};
    return db_write(db, a, change_setting, &c, e);
}

bool keys_use(struct db *db, struct arena *a, const struct box_key *key, struct err *e)
{
    struct site *site;
    if (!site_load(db, clock_now(), &site, e)) {
        return false;
    }
    bool good = use_key(db, a, site, key, e);
    site_unref(site);
    return good;
}

static bool is_of_site(const struct site *s, const struct box_key *key)
{
    struct box_public pub = box_public_of(key);
    struct box_public set;
    return box_public_read(site_setting(s, s->root, SETTING_CONTACT_KEY), &set) &&
           memcmp(pub.key, set.key, sizeof set.key) == 0;
}

// Save the key and make the site use it.
static int adopt_key(struct cli_call *call, struct db *db, struct site *site, const struct box_key *key, const char *path)
{
    struct err e = ERR_INIT;
    bool other = site_setting(site, site->root, SETTING_CONTACT_KEY).n > 0 && !is_of_site(site, key);
    if (other && opt_count(call->opts, "replace") == 0) {
        return cli_short(call,
                         say("the site uses another key already; --replace gives that one up, and what it can open"));
    }
    // The file first: a public key without its private one would seal what nobody can open.
    if (!box_key_save(key, path, &e) || !use_key(db, call->arena, site, key, &e)) {
        return cli_fail(call, &e);
    }
    return CLI_DONE;
}

static int with_site(struct cli_call *call, const struct box_key *key)
{
    struct db *db;
    struct site *site;
    const char *path = keys_path(call);
    if (path == NULL) {
        return cli_usage(call, say("a store that is no file has no key beside it: name the key's file by --key FILE"));
    }
    int code;
    if (!store_open(call, DB_READ_WRITE, &db, &site, &code)) {
        return code;
    }
    code = adopt_key(call, db, site, key, path);
    store_close(db, site);
    return code;
}

int cli_key_new(struct cli_call *call)
{
    struct box_key *key = box_key_new();
    int code = with_site(call, key);
    box_key_close(key);
    return code;
}

// All of standard input, as far as it can be a key.
static bool read_key(struct box_key **key, struct err *e)
{
    struct box_text text = {.n = 0};
    ssize_t n = 1;
    while (n > 0 && text.n < sizeof text.p) {
        n = read(STDIN_FILENO, text.p + text.n, sizeof text.p - text.n);
        text.n += n > 0 ? (size_t)n : 0;
        n = n < 0 && errno == EINTR ? 1 : n;
    }
    bool good = n < 0 ? err_errno(e, ERR_IO, "standard input") : box_key_import((struct str){text.p, text.n}, key, e);
    secret_wipe(&text, sizeof text);
    return good;
}

int cli_key_import(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct box_key *key;
    if (!read_key(&key, &e)) {
        return cli_fail(call, &e);
    }
    int code = with_site(call, key);
    box_key_close(key);
    return code;
}

int cli_key_export(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct box_key *key;
    const char *path = keys_path(call);
    if (path == NULL) {
        return cli_usage(call, say("a store that is no file has no key beside it: name the key's file by --key FILE"));
    }
    if (!box_key_load(path, &key, &e)) {
        return cli_fail(call, &e);
    }
    struct box_text text;
    box_key_export(key, &text);
    (void)setvbuf(stdout, NULL, _IONBF, 0); // no copy of it stays in a buffer
    (void)fwrite(text.p, 1, text.n, stdout);
    secret_wipe(&text, sizeof text);
    box_key_close(key);
    return CLI_DONE;
}
