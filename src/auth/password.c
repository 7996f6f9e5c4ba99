// password.c: Argon2id by libsodium behind a gate.
#include "auth/password.h"

#include "auth/password_rule.h"
#include "auth/secret.h"

#include <errno.h>
#include <sodium.h>
#include <stdatomic.h>

static atomic_int allowed = PASSWORD_AT_ONCE;
static atomic_int running;

void password_allow(int at_once)
{
    BUG_ON(at_once < 0);
    atomic_store(&allowed, at_once);
}

int password_running(void)
{
    return atomic_load(&running);
}

// Nobody waits here: a queue of sign-ins would hold threads that residents need.
static bool enter(struct err *e)
{
    int now = atomic_load(&running);
    while (now < atomic_load(&allowed)) {
        if (atomic_compare_exchange_weak(&running, &now, now + 1)) {
            return true;
        }
    }
    return err_set(e, ERR_BUSY, "password: %d are being checked already", now);
}

static void leave(void)
{
    BUG_ON(atomic_fetch_sub(&running, 1) <= 0);
}

static bool no_memory(struct err *e)
{
    return err_set(e, ERR_BUSY, "password: no memory for Argon2id");
}

bool password_hash(struct arena *a, struct str typed, struct str *out, struct err *e)
{
    struct str normal;
    if (!password_normal(typed, &normal)) {
        return err_set(e, ERR_INPUT, "password: no text, or too long");
    }
    secret_init();
    bool good = enter(e);
    if (good) {
        char text[crypto_pwhash_STRBYTES];
        good = crypto_pwhash_str(text, normal.p, normal.n, PASSWORD_PASSES, PASSWORD_MEMORY) == 0 || no_memory(e);
        leave();
        if (good) {
            *out = str_copy(a, str_c(text));
        }
    }
    password_normal_free(normal);
    return good;
}

// A number after "name=" in one part of "m=65536,t=3,p=1", or -1.
static int64_t cost(struct str part, struct str name)
{
    int64_t v;
    bool named = str_starts(part, name) && str_int(str_slice(part, name.n, part.n), &v);
    return named ? v : -1;
}

// Whether the stored text is Argon2id and asks for no more than we allow.
static bool affordable(struct str stored)
{
    struct str rest = stored;
    struct str empty = str_cut(&rest, '$');
    struct str kind = str_cut(&rest, '$');
    struct str version = str_cut(&rest, '$');
    struct str costs = str_cut(&rest, '$');
    int64_t kib = cost(str_cut(&costs, ','), STR("m="));
    int64_t passes = cost(str_cut(&costs, ','), STR("t="));
    return empty.n == 0 && str_eqz(kind, "argon2id") && str_eqz(version, "v=19") && kib > 0 &&
           kib <= PASSWORD_MEMORY_MOST / 1024 && passes > 0 && passes <= PASSWORD_PASSES_MOST;
}

// The work of a check with nothing to compare: the salt does not matter.
static bool idle_work(struct str normal, struct err *e)
{
    static const unsigned char salt[crypto_pwhash_SALTBYTES] = "nobody's salt";
    unsigned char out[32];
    bool good = crypto_pwhash(out, sizeof out, normal.p, normal.n, salt, PASSWORD_PASSES, PASSWORD_MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13) == 0;
    secret_wipe(out, sizeof out);
    return good || no_memory(e);
}

// stored: a whole buffer of libsodium's size, zero-terminated.
static bool compare(struct str normal, const char stored[static crypto_pwhash_STRBYTES], struct password_check *out,
                    struct err *e)
{
    int stale = crypto_pwhash_str_needs_rehash(stored, PASSWORD_PASSES, PASSWORD_MEMORY);
    if (stale < 0) {
        return err_set(e, ERR_CORRUPT, "password: what is stored is no hash of ours");
    }
    // libsodium says "wrong" and "no memory" by the same return value, and "wrong" alone by this errno.
    errno = 0;
    bool right = crypto_pwhash_str_verify(stored, normal.p, normal.n) == 0;
    if (!right && errno != EINVAL) {
        return no_memory(e);
    }
    *out = (struct password_check){.right = right, .rehash = right && stale != 0};
    return true;
}

bool password_verify(struct str typed, struct str stored, struct password_check *out, struct err *e)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (stored.p != NULL && (stored.n >= sizeof text || !affordable(stored))) {
        return err_set(e, ERR_CORRUPT, "password: what is stored is no hash of ours, or asks for too much");
    }
    struct str normal = STR_NONE;
    bool usable = password_normal(typed, &normal);
    secret_init();
    bool good = enter(e);
    if (good) {
        if (stored.p != NULL && usable) {
            memcpy(text, stored.p, stored.n);
            good = compare(normal, text, out, e);
        } else {
            good = idle_work(usable ? normal : STR(""), e);
            if (good) {
                *out = (struct password_check){false, false};
            }
        }
        leave();
    }
    password_normal_free(normal);
    return good;
}
