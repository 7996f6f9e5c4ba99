// serve.c: `hoiam serve`: the web server over one store. Here and not in cli/, because it needs web/.
#include "serve.h"

#include <malloc.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/commands.h"
#include "core/contact/mailer.h"
#include "http/listen.h"
#include "http/peer.h"
#include "jobs/jobs.h"
#include "os/signals.h"
#include "shut.h"

enum { REST_MS = 5000, ARENAS = 8 };

static const struct opt serve_options[] = {
    {"listen", "ADDRESS", N_("where to listen (default: 127.0.0.1:8080)"), 0},
    {"proxies", "ADDRESSES", N_("proxies besides this machine whose X-Forwarded-For counts, for rate limits only"), 0},
    {"key", "FILE", N_("private key of the contact box (default: a systemd credential, or the store's name with .key)"),
     0},
    {"index-dir", "FOLDER",
     N_("where a copy of the search index is kept for the next start (default: beside the store's file; with "
        "PostgreSQL: none)"),
     0},
    {"threads", "N", N_("server threads (default: one a core, at most 8)"), 0},
    {"open-metrics", NULL, N_("/metrics for other machines too"), 0},
    {"plain-cookies", NULL, N_("cookies also without TLS; for trying things on one machine"), 0},
    OPT_END,
};

const struct cli_page cli_serve_page = {
    .options = serve_options,
    .about =
        N_("Serves the site and the desk. Put nginx or Caddy with TLS in front (examples in contrib/). TERM or Ctrl-C "
           "ends "
           "it: requests under way are finished first.\n\nOne process writes to a store; a second one is refused."),
    .example = "hoiam serve --db xa.db --listen 127.0.0.1:8080",
};

static bool start_mailer(struct cli_call *call, const struct app_config *config, struct mailer **m, struct err *e)
{
    return mailer_start(m, config->key_file, mailer_key_beside(call->arena, config->store), config->store, e);
}

static void changed(void *arg)
{
    app_public_changed(arg);
}

static struct site *site_of(void *app)
{
    return app_site(app);
}

// Waits for a signal, and gives back what requests have used of memory once nobody has asked for anything between two looks:
// while they come the allocator does better to keep it.
static int wait_at_rest(struct signals *signals, struct app *app)
{
    uint64_t seen = 0;
    uint64_t trimmed = UINT64_MAX;
    for (;;) {
        int signal = signals_wait(signals, REST_MS);
        if (signal != 0) {
            return signal;
        }
        uint64_t requests = http_stats(app_server(app)).requests;
        if (requests == seen && requests != trimmed) {
            db_rest(app_db(app));
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
    struct signals signals;
    struct app *app = NULL;
    unsigned closed;
    // An allocator's arena a server thread is enough; eight a core, as libc would have it, each keep what is free to themselves.
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    (void)mallopt(M_ARENA_MAX, cores < 1 ? 1 : cores > ARENAS ? ARENAS : (int)cores);
    struct app_config with = *config;
    // The processes with the key before threads and before the store: they share nothing of either.
    if (!signals_open(&signals, &e) || !start_mailer(call, config, &with.mailer, &e)) {
        return cli_fail(call, &e);
    }
    if (with.index_folder == NULL) {
        with.index_folder = shut_index_folder(call->arena, with.store);
    }
    if (!shut_in(with.store, with.index_folder, &closed, &e) || !app_start(&app, &with, &e)) {
        mailer_stop(with.mailer);
        return cli_fail(call, &e);
    }
    struct jobs *jobs = jobs_start(&(struct jobs_config){
        .db = app_db(app), .store = with.store, .mailer = with.mailer, .site = site_of, .changed = changed,
        .arg = app});
    ready(app, arg);
    while (wait_at_rest(&signals, app) == SIGHUP) {
        app_site_changed(app); // an administrator's "read it anew"
    }
    signals_close(&signals);
    jobs_stop(jobs);
    app_stop(app);
    mailer_stop(with.mailer);
    return CLI_DONE;
}

static void say_where(struct app *app, void *arg)
{
    (void)arg;
    log_info("serving %s at http://%s (port %d)", app_config(app)->store, app_config(app)->listen, app_port(app));
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
    return serve_until_signal(call, &config, say_where, NULL);
}
