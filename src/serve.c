// serve.c: `hoiam serve`: the web server over one store. Here and not in cli/, because it needs web/.
#include "serve.h"

#include <malloc.h>
#include <unistd.h>

#include "auth/sign.h"
#include "base/log.h"
#include "cli/commands.h"
#include "core/contact/mailer.h"
#include "core/office/begin.h"
#include "core/office/painter.h"
#include "core/press/finder.h"
#include "found.h"
#include "http/listen.h"
#include "http/peer.h"
#include "jobs/console.h"
#include "jobs/jobs.h"
#include "os/signals.h"
#include "shut.h"

enum { REST_MS = 5000, FOUNDING_MS = 500, ARENAS = 8 };

static const struct opt serve_options[] = {
    {"listen", N_("ADDRESS"), N_("where to listen (default: 127.0.0.1:8080)"), 0},
    {"proxies", N_("ADDRESSES"), N_("proxies besides this machine whose X-Forwarded-For counts, for rate limits only"), 0},
    {"key", N_("FILE"), N_("private key of the contact box (default: a systemd credential, or the store's name with .key)"),
     0},
    {"index-dir", N_("FOLDER"),
     N_("where a copy of the search index is kept for the next start (default: beside the store's file; with "
        "PostgreSQL: none)"),
     0},
    {"threads", N_("N"), N_("server threads (default: one a core, at most 8)"), 0},
    {"open-metrics", NULL, N_("/metrics for other machines too"), 0},
    {"found", NULL,
     N_("where the store is not there, or nobody can sign in: make it, and let whoever has the setup code found the "
        "office in a browser"),
     0},
    {"plain-cookies", NULL, N_("cookies also without TLS; for trying things on one machine"), 0},
    OPT_END,
};

const struct cli_page cli_serve_page = {
    .options = serve_options,
    .about =
        N_("Serves the site and the desk. Put nginx or Caddy with TLS in front (examples in contrib/). TERM or Ctrl-C "
           "ends "
           "it: requests under way are finished first.\n\nOne process writes to a store; a second one is refused.\n\n"
           "A store that is not there is a mistyped name, and refused, unless --found is given. Then a new store is made, "
           "and /desk/first-steps asks for the office and its first administrator. It opens with the setup code alone, "
           "which is printed at the start and kept in the store's name with .setup until it is used. The systemd unit "
           "starts the server so."),
    .example = "hoiam serve --db xa.db --listen 127.0.0.1:8080",
};

// The processes that stand apart: with the key, and for pictures.
static bool start_helpers(struct cli_call *call, struct app_config *with, struct err *e)
{
    if (!mailer_start(&with->mailer, with->key_file, mailer_key_beside(call->arena, with->store), with->store, e)) {
        return false;
    }
    if (!painter_start(&with->painter, e)) {
        mailer_stop(with->mailer);
        return false;
    }
    return true;
}

static void stop_helpers(struct app_config *with)
{
    painter_stop(with->painter);
    mailer_stop(with->mailer);
}

static void changed(void *arg)
{
    app_public_changed(arg);
}

static struct site *site_of(void *app)
{
    return app_site(app);
}

// What serving needs once there is an office.
struct serving {
    struct signals signals;
    struct app *app;
    struct jobs_config jobs_config;
    struct jobs *jobs; // NULL while founding, as is the next
    struct console *console;
};

static void start_work(struct serving *s)
{
    if (s->jobs == NULL && !app_founding(s->app)) {
        s->jobs = jobs_start(&s->jobs_config);
        s->console = console_start(&(struct console_config){.db = s->jobs_config.db, .store = s->jobs_config.store,
                                                            .site = site_of, .arg = s->app});
    }
}

// Waits for a signal, and gives back what requests have used of memory once nobody has asked for anything between two looks:
// while they come the allocator does better to keep it.
static int wait_at_rest(struct serving *s)
{
    uint64_t seen = 0;
    uint64_t trimmed = UINT64_MAX;
    for (;;) {
        start_work(s);
        int signal = signals_wait(&s->signals, s->jobs == NULL ? FOUNDING_MS : REST_MS);
        if (signal != 0) {
            return signal;
        }
        uint64_t requests = http_stats(app_server(s->app)).requests;
        if (requests == seen && requests != trimmed) {
            db_rest(app_db(s->app));
            (void)malloc_trim(0);
            trimmed = requests;
        }
        seen = requests;
    }
}

int serve_until_signal(struct cli_call *call, const struct app_config *config, void (*ready)(struct app *app, void *arg),
                       void *arg)
{
    struct err e = ERR_INIT;
    struct serving s = {.jobs = NULL};
    unsigned closed;
    // An allocator's arena a server thread is enough; eight a core, as libc would have it, each keep what is free to themselves.
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    (void)mallopt(M_ARENA_MAX, cores < 1 ? 1 : cores > ARENAS ? ARENAS : (int)cores);
    struct app_config with = *config;
    struct sign_key *sign_key = NULL;
    // The processes that stand apart before threads and before the store: they share nothing of either.
    if (!signals_open(&s.signals, &e) || !start_helpers(call, &with, &e)) {
        return cli_fail(call, &e);
    }
    if (with.index_folder == NULL) {
        with.index_folder = finder_copy_folder(call->arena, with.store);
    }
    if (!sign_key_find(call->arena, with.store, &sign_key, &e)) {
        stop_helpers(&with);
        return cli_fail(call, &e);
    }
    with.sign_key = sign_key;
    if (!shut_in(with.store, with.index_folder, &closed, &e) || !app_start(&s.app, &with, &e)) {
        sign_key_close(sign_key);
        stop_helpers(&with);
        return e.code != ERR_BUSY ? cli_fail(call, &e)
                                  : cli_short(call, say("%s; if that is the server of this store, it is serving already: use "
                                                        "that one, or end it (TERM) and start this one then"),
                                              e.what);
    }
    s.jobs_config = (struct jobs_config){.db = app_db(s.app), .store = with.store, .mailer = with.mailer, .site = site_of,
                                         .changed = changed, .arg = s.app};
    start_work(&s); // before anybody hears that it serves
    ready(s.app, arg);
    while (wait_at_rest(&s) == SIGHUP) {
        app_site_changed(s.app); // an administrator's "read it anew"
    }
    signals_close(&s.signals);
    console_stop(s.console);
    if (s.jobs != NULL) {
        jobs_stop(s.jobs);
    }
    app_stop(s.app);
    sign_key_close(sign_key);
    stop_helpers(&with);
    return CLI_DONE;
}

// Has the store no member who could ever sign in? What cannot be read is told by the pages soon enough.
static bool unstaffed(struct app *app)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct tx *tx;
    enum begun begun = BEGUN_STAFFED;
    if (db_read_begin(app_db(app), &a, &tx, &e)) {
        (void)!begin_state(tx, &begun, &e);
        db_read_end(tx);
    }
    arena_free(&a);
    return begun != BEGUN_STAFFED;
}

static void say_where(struct app *app, void *arg)
{
    const struct app_config *config = app_config(app);
    const char *colon = strrchr(config->listen, ':');
    (void)arg;
    if (app_founding(app)) {
        (void)fprintf(stderr, say("Nobody uses this store yet. Open http://%.*s:%d/desk/first-steps; the setup code is %s\n"),
                      (int)(colon - config->listen), config->listen, app_port(app), config->setup_code);
    } else if (unstaffed(app)) {
        log_warn(N_("nobody can sign in at /desk yet: hoiam user add, or serve --found, by which a browser adds the first one"));
    }
    log_info(N_("serving %s at http://%s (port %d)"), config->store, config->listen, app_port(app));
}

// What was typed and no server could start with.
static void check_addresses(const char *listen, const char *proxies, struct buf *problems)
{
    struct err e = ERR_INIT;
    struct peer_rules rules = {.n_proxies = 0};
    if (!listen_address_ok(listen)) {
        buf_addf(problems, say("--listen %s: it is written ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080\n"),
                 listen);
    }
    if (!peer_rules_init(&rules, proxies, &e)) {
        buf_addf(problems, "--proxies: %s\n", e.what);
    }
    peer_rules_free(&rules);
}

int cli_serve(struct cli_call *call)
{
    struct buf problems = buf_new(4096);
    int64_t threads = 0;
    const char *listen = opt_get(call->opts, "listen", "127.0.0.1:8080");
    const char *proxies = opt_get(call->opts, "proxies", NULL);
    check_addresses(listen, proxies, &problems);
    (void)!opt_int(call->opts, "threads", 1, 64, 0, &threads, &problems);
    int end = problems.n == 0 ? CLI_DONE : cli_problems(call, &problems);
    buf_free(&problems);
    if (end != CLI_DONE) {
        return end;
    }
    struct app_config config = {
        .store = call->db,
        .listen = listen,
        .trusted_proxies = proxies,
        .key_file = opt_get(call->opts, "key", NULL),
        .index_folder = opt_get(call->opts, "index-dir", NULL),
        .threads = (int)threads,
        .open_metrics = opt_count(call->opts, "open-metrics") > 0,
        .plain_cookies = opt_count(call->opts, "plain-cookies") > 0,
    };
    struct err e = ERR_INIT;
    bool found = opt_count(call->opts, "found") > 0;
    if (!found && found_absent(call->db)) {
        return cli_short(call, say("%s: there is no such file; hoiam init makes a store, and --found lets a browser do it"),
                         call->db);
    }
    if (found && !found_prepare(call, &config, &e)) {
        return cli_fail(call, &e);
    }
    return serve_until_signal(call, &config, say_where, NULL);
}
