// store.c: see store.h.
#include "cli/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/say.h"
#include "os/local.h"
#include "text/nearest.h"

enum { SERVER_MS = 20000 }; // for a server that is writing something else first

int store_refused(const struct cli_call *call, const struct err *e)
{
    const char *instead = call->command->page->instead;
    if (e->code != ERR_BUSY) {
        return cli_fail(call, e);
    }
    return instead == NULL ? cli_short(call, say("%s; end that process, and start it again afterwards"), e->what)
                           : cli_short(call, say("%s; %s; or end that process, and start it again afterwards"), e->what,
                                       say(instead));
}

bool store_open(const struct cli_call *call, enum db_mode mode, struct db **db, struct site **site, int *code)
{
    struct err e = ERR_INIT;
    if (!db_open(db, call->db, mode, &e)) {
        *code = store_refused(call, &e);
        return false;
    }
    if (!site_load(*db, clock_now(), site, &e)) {
        db_close(*db);
        *code = cli_fail(call, &e);
        return false;
    }
    return true;
}

struct errand_work {
    const struct site *site;
    const struct errand *errand;
    enum errand_end end;
};

static enum tx_end run_errand(struct tx *tx, void *arg, struct err *e)
{
    struct errand_work *w = arg;
    if (!errand_run(tx, w->site, clock_now(), w->errand, &w->end, e)) {
        return TX_FAILED;
    }
    return w->end == ERRAND_DONE ? TX_COMMIT : TX_ROLLBACK;
}

static bool read_answer(struct str answer, enum errand_end *end, struct err *e)
{
    for (*end = 0; *end < ERRAND_ENDS; (*end)++) {
        if (str_eqz(answer, errand_end_code(*end))) {
            return true;
        }
    }
    return err_set(e, ERR_IO, N_("the server says: %.*s"), STR_ARG(answer));
}

static bool send_errand(const struct cli_call *call, const struct errand *x, enum errand_end *end, struct err *e)
{
    struct stat st;
    struct errand same;
    int fd;
    const char *path = errand_socket(call->arena, call->db);
    if (path == NULL || stat(call->db, &st) != 0 || !local_call(path, st.st_uid, &fd, e)) {
        return err_set(e, ERR_GONE, "no server listens at the socket beside the store");
    }
    struct buf line = buf_new(ERRAND_MAX);
    errand_write(&line, x);
    bool good = !buf_over(&line) && errand_read(buf_str(&line), &same)
                    ? local_send(fd, buf_str(&line), SERVER_MS, e) && local_receive(fd, &line, SERVER_MS, e) &&
                          read_answer(buf_str(&line), end, e)
                    : err_set(e, ERR_INPUT, N_("a server would not understand it: control characters, or too long"));
    buf_free(&line);
    (void)close(fd);
    return good;
}

bool store_errand(const struct cli_call *call, const struct site *s, const struct errand *x, enum errand_end *end, struct err *e)
{
    struct db *db;
    struct err other = ERR_INIT;
    struct errand_work w = {.site = s, .errand = x};
    if (!db_open(&db, call->db, DB_READ_WRITE, e)) {
        if (e->code != ERR_BUSY || send_errand(call, x, end, &other)) {
            return e->code == ERR_BUSY;
        }
        *e = other.code == ERR_GONE ? *e : other;
        return false;
    }
    bool good = db_write(db, call->arena, run_errand, &w, e);
    db_close(db);
    *end = w.end;
    return good;
}

const struct office *store_office(const struct cli_call *call, const struct site *s, struct buf *problems)
{
    const char *code = opt_get(call->opts, "office", NULL);
    const struct office *o = code == NULL ? site_office(s, s->root) : site_office_by_code(s, str_c(code));
    if (o != NULL) {
        return o;
    }
    struct nearest near = nearest_begin(str_c(code));
    for (size_t i = 0; i < s->n_offices; i++) {
        nearest_offer(&near, str_copy(call->arena, s->offices[i].code).p);
    }
    if (near.best != NULL) {
        buf_addf(problems, say("--office %s: no office has this code; did you mean %s?\n"), code, near.best);
    } else {
        buf_addf(
            problems,
            say("--office %s: no office has this code; the page of offices, /en/offices, has them in its addresses\n"),
            code);
    }
    return NULL;
}

void store_close(struct db *db, struct site *site)
{
    site_unref(site);
    db_close(db);
}
