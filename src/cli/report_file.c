// report_file.c: `hoiam report-file key|export|import`: reports that go from one installation to another.
#include "cli/commands.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/report_of.h"
#include "cli/store.h"
#include "core/steer/report_file.h"

static const char key_help[] =
    N_("where the signing key stands (default: the systemd credential hoiam-sign-key, else the store's name with .sign.key)");

static const struct opt key_options[] = {{"sign-key", N_("FILE"), key_help, 0}, OPT_END};

static const struct opt export_options[] = {
    {"template", N_("CODE"), N_("the template of the report"), OPT_MUST},
    {"office", N_("CODE"), N_("the office whose report it is (default: the site's root)"), 0},
    {"alone", NULL, N_("the office's own report, not the consolidated one"), 0},
    {"period", N_("PERIOD"),
     N_("quarter IV/2026, month 11/2026, first half of 2026, year 2026, from 15/10/2026 to 14/11/2026, or "
        "2026Q4, 2026-11, 2026H1, 2026-9M, 2026-W48, 2026-07-15..2026-08-14; both ends included"),
     OPT_MUST},
    {"sign-key", N_("FILE"), key_help, 0},
    OPT_END,
};

static const struct opt import_options[] = {OPT_END};

const struct cli_page cli_report_file_key_page = {
    .options = key_options,
    .about = N_(
        "Prints the public key with which reports of this installation are signed, and its fingerprint; makes the key first "
        "where there is none. The private key is in a file that only its owner can read, never in the store.\n\nThe "
        "installation above puts the public key into the setting report_keys of the office, after the fingerprint was "
        "compared on another way."),
    .example = "hoiam report-file key --db xa.db",
};

const struct cli_page cli_report_file_export_page = {
    .options = export_options,
    .about = N_("Writes a report that was handed in to standard output, as a signed file for the installation above: its "
                "figures with the editions of their definitions, its words, its requests and what is missing in it.\n\nIt "
                "reads only, and may run beside hoiam serve."),
    .example = "hoiam report-file export --db xa.db --template thang --period 2026-10 > xa-2026-10.hoiam-report",
};

const struct cli_page cli_report_file_import_page = {
    .options = import_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Takes a report of another installation in, after its signature was found good and its key is among those that "
                "are known of the office (setting report_keys). It stands there as handed in, with the key's fingerprint; a "
                "later edition takes the place of the former one."),
    .example = "hoiam report-file import --db tinh.db xa-2026-10.hoiam-report",
};

// Where the key stands: NULL in *path with true means the credential. False: nowhere, and it was said.
static bool key_path(struct cli_call *call, const char **path, int *code)
{
    *path = opt_get(call->opts, "sign-key", NULL);
    if (*path != NULL || sign_key_credential_given()) {
        return true;
    }
    *path = sign_key_beside(call->arena, call->db);
    if (*path == NULL) {
        *code = cli_usage(call, say("a store that is no file has no key beside it: name the key's file by --sign-key FILE"));
        return false;
    }
    return true;
}

static bool load_key(const char *path, struct sign_key **key, struct err *e)
{
    return path == NULL ? sign_key_load_credential(key, e) : sign_key_load(path, key, e);
}

int cli_report_file_key(struct cli_call *call)
{
    const char *path;
    struct sign_key *key = NULL;
    struct err e = ERR_INIT;
    int code;
    struct db *db;
    struct site *site;
    if (!store_open(call, DB_READ_ONLY, &db, &site, &code)) { // no key beside a mistyped name
        return code;
    }
    store_close(db, site);
    if (!key_path(call, &path, &code)) {
        return code;
    }
    if (path != NULL && access(path, F_OK) != 0 && errno == ENOENT) {
        key = sign_key_new();
        if (!sign_key_save(key, path, &e)) {
            sign_key_close(key);
            return cli_fail(call, &e);
        }
    } else if (!load_key(path, &key, &e)) {
        return cli_fail(call, &e);
    }
    struct sign_public pub = sign_public_of(key);
    struct buf out = buf_new(1024);
    buf_addf(&out, "%.*s\n%.*s\n", STR_ARG(sign_public_text(call->arena, &pub)),
             STR_ARG(sign_fingerprint(call->arena, &pub)));
    cli_print(stdout, &out);
    buf_free(&out);
    sign_key_close(key);
    return CLI_DONE;
}

static int export_of(struct cli_call *call, struct tx *tx, const struct site *s, const struct office *o,
                     const struct sign_key *key)
{
    struct err e = ERR_INIT;
    struct report_row row;
    struct report r;
    int code;
    if (!report_of_read(call, tx, s, o, &row, &code)) {
        return code;
    }
    if (row.id == 0) {
        return cli_short(call, say("this report was not handed in yet: only one that was leaves the house"));
    }
    struct buf out = buf_new(REPORT_FILE_MAX);
    bool good = report_read(&r, tx, s, &row, clock_now(), &e) && report_file_write(&out, call->arena, s, &r, key, &e);
    if (good) {
        cli_print(stdout, &out);
    }
    buf_free(&out);
    return good ? CLI_DONE : cli_fail(call, &e);
}

int cli_report_file_export(struct cli_call *call)
{
    struct db *db;
    struct site *s;
    struct tx *tx;
    struct sign_key *key;
    const char *path;
    struct err e = ERR_INIT;
    int code;
    if (!key_path(call, &path, &code)) {
        return code;
    }
    if (!load_key(path, &key, &e)) {
        return cli_fail(call, &e);
    }
    if (!store_open(call, DB_READ_ONLY, &db, &s, &code)) {
        sign_key_close(key);
        return code;
    }
    struct buf problems = buf_new(1024);
    const struct office *o = store_office(call, s, &problems);
    if (o == NULL) {
        code = cli_problems(call, &problems);
    } else if (!db_read_begin(db, call->arena, &tx, &e)) {
        code = cli_fail(call, &e);
    } else {
        code = export_of(call, tx, s, o, key);
        db_read_end(tx);
    }
    buf_free(&problems);
    store_close(db, s);
    sign_key_close(key);
    return code;
}

// ---- taking in

struct taking {
    const struct site *site;
    const struct report_file *file;
    const struct sign_public *by;
    int64_t now;
    enum steer_end end;
    const char *problem;
    struct report_row row;
};

static enum tx_end take(struct tx *tx, void *arg, struct err *e)
{
    struct taking *t = arg;
    struct desk d = {tx, t->site, {.office_id = t->site->root}, t->now};
    t->end = report_file_import(&d, t->file, t->by, &t->problem, &t->row, e);
    return t->end == STEER_ERROR ? TX_FAILED : t->end == STEER_SAVED ? TX_COMMIT : TX_ROLLBACK;
}

// A file of at most REPORT_FILE_MAX bytes, or one more, which shows that it is longer.
static bool read_file(const char *path, struct buf *out, struct err *e)
{
    FILE *in = fopen(path, "re");
    if (in == NULL) {
        return err_errno(e, ERR_IO, N_("%s cannot be read"), path);
    }
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, in)) > 0) {
        buf_add(out, (struct str){part, n});
    }
    bool good = ferror(in) == 0 || err_errno(e, ERR_IO, N_("%s cannot be read"), path);
    (void)fclose(in);
    return good;
}

static int take_in(struct cli_call *call, const struct report_file *f, const struct sign_public *by)
{
    struct db *db;
    struct site *s;
    struct err e = ERR_INIT;
    int code;
    if (!store_open(call, DB_READ_WRITE, &db, &s, &code)) {
        return code;
    }
    struct taking t = {.site = s, .file = f, .by = by, .now = clock_now()};
    if (!db_write(db, call->arena, take, &t, &e)) {
        code = cli_fail(call, &e);
    } else if (t.end != STEER_SAVED) {
        const char *why = say(t.problem != NULL ? t.problem : N_("it cannot be taken in now"));
        code = t.row.id == 0 ? cli_short(call, "%s: %s", call->opts->operands[0], why)
                             : cli_short(call, "%s: %s (/desk/reports/%.*s)", call->opts->operands[0], why,
                                         STR_ARG(t.row.public_id));
    } else {
        struct buf out = buf_new(4096);
        buf_addf(&out, say("%.*s, edition %lld, signed by %.*s\n"), STR_ARG(f->office_name), (long long)f->edition,
                 STR_ARG(sign_fingerprint(call->arena, by)));
        cli_print(stdout, &out);
        buf_free(&out);
        code = CLI_DONE;
    }
    store_close(db, s);
    return code;
}

int cli_report_file_import(struct cli_call *call)
{
    const char *path = call->opts->operands[0];
    struct buf bytes = buf_new(REPORT_FILE_MAX);
    struct err e = ERR_INIT;
    struct report_file f;
    struct sign_public by;
    int code;
    if (!read_file(path, &bytes, &e)) {
        code = cli_fail(call, &e);
    } else if (buf_over(&bytes)) {
        code = cli_short(call, say("%s: longer than a report's file may be"), path);
    } else {
        const char *problem = report_file_read(call->arena, buf_str(&bytes), &f, &by);
        code = problem == NULL ? take_in(call, &f, &by) : cli_short(call, "%s: %s", path, say(problem));
    }
    buf_free(&bytes);
    return code;
}
