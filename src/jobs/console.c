// console.c: see console.h.
#include "jobs/console.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/office/errand.h"
#include "os/local.h"

enum { PATIENCE_MS = 2000, REST_MS = 100 };

struct console {
    struct console_config config;
    struct arena mem;
    const char *path;
    int listening;
    int stop; // an eventfd: readable when the thread is to end
    pthread_t thread;
};

struct errand_work {
    const struct site *site;
    struct errand errand;
    enum errand_end end;
};

static enum tx_end run_errand(struct tx *tx, void *arg, struct err *e)
{
    struct errand_work *w = arg;
    if (!errand_run(tx, w->site, clock_now(), &w->errand, &w->end, e)) {
        return TX_FAILED;
    }
    return w->end == ERRAND_DONE ? TX_COMMIT : TX_ROLLBACK;
}

static void answer(struct console *c, int fd, struct str line)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct errand_work w = {.site = c->config.site(c->config.arg)};
    struct str reply = STR("failed: this server knows no such errand");
    if (errand_read(line, &w.errand)) {
        reply = db_write(c->config.db, &a, run_errand, &w, &e) ? str_c(errand_end_code(w.end))
                                                               : str_fmt(&a, "failed: %s", e.what);
    }
    if (!local_send(fd, reply, PATIENCE_MS, &e)) {
        log_err("answering at the local socket", &e);
    }
    site_unref((struct site *)(uintptr_t)w.site);
    arena_free(&a);
}

static void *run(void *arg)
{
    struct console *c = arg;
    struct pollfd on[] = {{.fd = c->stop, .events = POLLIN}, {.fd = c->listening, .events = POLLIN}};
    struct buf line = buf_new(ERRAND_MAX);
    int fd;
    for (;;) {
        (void)poll(on, ARRAY_LEN(on), -1);
        if (on[0].revents != 0) {
            break;
        }
        if (!local_accept(c->listening, &fd)) {
            (void)poll(on, 1, REST_MS); // no descriptors are left, perhaps
            continue;
        }
        struct err e = ERR_INIT;
        if (local_receive(fd, &line, PATIENCE_MS, &e)) {
            answer(c, fd, buf_str(&line));
        } else {
            log_err("listening at the local socket", &e);
        }
        (void)close(fd);
    }
    buf_free(&line);
    return NULL;
}

struct console *console_start(const struct console_config *config)
{
    struct err e = ERR_INIT;
    struct arena mem = ARENA_INIT;
    const char *path = errand_socket(&mem, config->store);
    int listening = -1;
    if (path == NULL || !local_listen(path, &listening, &e)) {
        if (path != NULL) {
            log_err("commands that write are refused while this server runs", &e);
        }
        arena_free(&mem);
        return NULL;
    }
    struct console *c = xcalloc(1, sizeof *c);
    *c = (struct console){.config = *config, .mem = mem, .path = path, .listening = listening,
                          .stop = eventfd(0, EFD_CLOEXEC)};
    BUG_ON(c->stop < 0 || pthread_create(&c->thread, NULL, run, c) != 0);
    return c;
}

void console_stop(struct console *c)
{
    if (c == NULL) {
        return;
    }
    BUG_ON(eventfd_write(c->stop, 1) != 0 || pthread_join(c->thread, NULL) != 0);
    (void)close(c->stop);
    local_close(c->path, c->listening);
    arena_free(&c->mem);
    free(c);
}
