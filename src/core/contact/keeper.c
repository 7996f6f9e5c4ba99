// keeper.c: see keeper.h.
#include "core/contact/keeper.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/contact/contact.h"
#include "core/contact/wire.h"
#include "core/event.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "os/sandbox.h"

enum { PATHS = 40 };

bool keeper_bound_take(struct keeper_bound *b, uint32_t most, int64_t now_us)
{
    uint64_t minute = (uint64_t)(now_us / 60000000);
    uint64_t was = atomic_load(&b->window);
    uint64_t is;
    do {
        uint64_t count = was >> 32 == (minute & UINT32_MAX) ? was & UINT32_MAX : 0;
        if (count >= most) {
            return false;
        }
        is = (minute & UINT32_MAX) << 32 | (count + 1);
    } while (!atomic_compare_exchange_weak(&b->window, &was, is));
    return true;
}

bool keeper_read_key(const struct keeper_places *at, struct box_key **key, struct err *e)
{
    *key = NULL;
    if (at->key_file != NULL) {
        return box_key_load(at->key_file, key, e);
    }
    if (box_key_credential_given()) {
        return box_key_load_credential(key, e);
    }
    if (at->beside != NULL && (access(at->beside, F_OK) == 0 || errno != ENOENT)) {
        return box_key_load(at->beside, key, e);
    }
    return true;
}

// Does the event say that this message's box is being opened, now? *why: what speaks against it.
static bool on_record(struct arena *a, const struct event_row *ev, const struct keeper_asked *asked, int64_t now,
                      const char **why)
{
    int64_t age = now - ev->happened_at;
    if (event_kind_of(ev->kind) != EVENT_CONTACT_OPENED || ev->subject_id != asked->message) {
        *why = "the event is no opening of this message";
    } else if (age > KEEPER_FRESH_S || age < -KEEPER_FRESH_S) {
        *why = "the event is not of these minutes";
    } else if (!str_eq(ev->canonical, event_canonical(a, ev))) {
        *why = "the event is not what its canonical bytes say";
    } else {
        *why = NULL;
    }
    return *why == NULL;
}

// The sealed box that the event lets be opened.
static bool find_box(struct tx *tx, const struct keeper_asked *asked, int64_t now, struct str *sealed, struct err *e)
{
    struct event_row ev;
    struct contact_get_row contact;
    const char *why = "there is no such event";
    enum q_got got = q_event_by_number(tx, asked->home, asked->event, &ev, e);
    if (got == Q_ERROR) {
        return false;
    }
    if (got == Q_NONE || !on_record(tx_arena(tx), &ev, asked, now, &why)) {
        return err_set(e, ERR_INPUT, "%s", why);
    }
    got = q_contact_get(tx, asked->home, asked->message, &contact, e);
    *sealed = got == Q_ROW ? contact.sealed : STR_NONE;
    return got == Q_ROW || (got == Q_NONE && err_set(e, ERR_INPUT, "no contact details are kept"));
}

// The store is opened for each box: rarely, and then a server that stops finds no reader in its way.
static bool read_box(struct arena *a, const char *store, const struct keeper_asked *asked, int64_t now, struct str *sealed,
                     struct err *e)
{
    struct db *db;
    struct tx *tx;
    if (store == NULL) {
        return err_set(e, ERR_INPUT, "there is no store to look into");
    }
    if (!db_open(&db, store, DB_READ_ONLY, e)) {
        return false;
    }
    bool good = db_read_begin(db, a, &tx, e);
    if (good) {
        good = find_box(tx, asked, now, sealed, e);
        db_read_end(tx);
    }
    db_close(db);
    return good;
}

bool keeper_open(struct arena *a, const struct keeper_places *at, const struct box_key *key, const struct keeper_asked *asked,
                 int64_t now, struct str *plain, struct err *e)
{
    struct str sealed;
    struct str about = contact_about(a, asked->home, asked->message);
    bool good = (keeper_bound_take(&at->bounds->openings, KEEPER_A_MINUTE, clock_mono_us()) ||
                 err_set(e, ERR_BUSY, "more than %d openings in a minute", KEEPER_A_MINUTE)) &&
                read_box(a, at->store, asked, now, &sealed, e) && box_open(a, key, about, sealed, plain, e);
    if (good) {
        log_info("opened a sealed box: %.*s, event %lld", STR_ARG(about), (long long)asked->event);
    } else {
        log_warn("did not open a sealed box: %.*s, event %lld: %s", STR_ARG(about), (long long)asked->event, e->what);
    }
    return good;
}

// It reads the store's folder (where the key may stand too: it has that one), and writes where readers of SQLite write: the
// index of its log.
static bool shut_off(const char *store, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct sandbox_path paths[PATHS];
    struct sandbox s = {.kind = SANDBOX_SERVER, .paths = paths};
    unsigned closed;
    bool file = store != NULL && str_find(str_c(store), STR("://")) < 0;
    char *real = file ? realpath(store, NULL) : NULL;
    if (real != NULL) {
        ptrdiff_t slash = strrchr(real, '/') - real;
        const char *folder = slash == 0 ? "/" : str_z(&a, (struct str){real, (size_t)slash});
        paths[s.paths_n++] = (struct sandbox_path){folder, SANDBOX_READ};
        paths[s.paths_n++] = (struct sandbox_path){str_fmt(&a, "%s-shm", real).p,
                                                   SANDBOX_READ | SANDBOX_WRITE | SANDBOX_OPTIONAL};
        s.offline = true;
        s.no_code = true;
    } else if (store != NULL && !file) {
        BUG_ON(sandbox_network_paths_n > PATHS);
        memcpy(paths, sandbox_network_paths, sandbox_network_paths_n * sizeof *paths);
        s.paths_n = sandbox_network_paths_n;
    }
    free(real);
    // Other processes of the same user may not look into this one's memory (ptrace(2), "ptrace access mode checking").
    bool good = (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 || err_errno(e, ERR_IO, "keeper: PR_SET_DUMPABLE")) &&
                sandbox_enter(&s, &closed, e);
    arena_free(&a);
    return good;
}

struct keeping {
    const struct keeper_places *at;
    const struct box_key *key;
};

static struct wire answer_to(struct arena *a, const struct wire *ask, void *arg, struct err *e)
{
    const struct keeping *k = arg;
    struct wire answer = {.kind = WIRE_OPEN, .n = 3};
    struct keeper_asked asked;
    if (k->key == NULL) {
        return (struct wire){.kind = WIRE_KEY, .n = 1};
    }
    if (ask->kind != WIRE_OPEN || ask->n != 3 || !str_int(ask->text[0], &asked.home) || !str_int(ask->text[1], &asked.message) ||
        !str_int(ask->text[2], &asked.event)) {
        (void)err_set(e, ERR_INPUT, "no such question");
    } else if (!keeper_open(a, k->at, k->key, &asked, clock_now(), &answer.text[0], e)) {
        answer.text[0] = STR_NONE;
    }
    answer.text[1] = str_fmt(a, "%d", (int)e->code);
    answer.text[2] = str_c(e->what);
    return answer;
}

int keeper_work(int fd, void *places)
{
    const struct keeper_places *at = places;
    struct err e = ERR_INIT;
    struct box_key *key;
    if (!keeper_read_key(at, &key, &e)) {
        log_err(N_("contact details do not open: reading the key"), &e);
    }
    bool good = shut_off(at->store, &e);
    if (good) {
        wire_serve(fd, answer_to, &(struct keeping){at, key});
    } else {
        log_err(N_("contact details do not open"), &e);
    }
    box_key_close(key);
    return good ? 0 : 1;
}
