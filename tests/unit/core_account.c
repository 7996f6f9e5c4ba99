// Promises of core/office/account: what was compared with the stored password outside of the transaction opens nothing when
// password, second factor or rights have changed meanwhile, and a step that awaits its code ends with the session it came from.
#include "core/office/account.h"

#include "auth/totp.h"
#include "core/office/founding.h"
#include "db/q_member.h"
#include "db/q_site.h"
#include "tap.h"

#include <unistd.h>

enum { DAY = 86400, NOW = 1780000000 };

static struct arena arena;
static struct site *site;
static int64_t member_id;

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    int64_t office_id;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã")}};
    struct member_draft d = {.login = STR("lan"), .name = STR("Lan"), .lang = LANG_VI, .password = STR("$former$")};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    return member_add(&f, &d, &member_id, e) && role_give(&f, member_id, office_id, STR("clerk"), NOW - 1, 0, 0, e) &&
                   setting_set(&f, office_id, SETTING_TOTP, STR("0"), e)
               ? TX_COMMIT
               : TX_FAILED;
}

static struct founder founder(struct tx *tx)
{
    return (struct founder){.tx = tx, .home = site->home, .now = NOW, .today = NOW / DAY};
}

static struct account_entry entry(void)
{
    return (struct account_entry){.site = site, .member_id = member_id, .now = NOW, .stage = ACCOUNT_SIGNED_IN,
                                  .password = STR("$former$"), .agent = STR("Firefox")};
}

static size_t sessions(struct tx *tx)
{
    struct err e = ERR_INIT;
    struct session_row *rows;
    size_t n;
    BUG_ON(!q_sessions_of_member(tx, member_id, NOW, &rows, &n, &e));
    return n;
}

static struct str stored_password(struct tx *tx)
{
    struct err e = ERR_INIT;
    struct member_row m;
    BUG_ON(q_member_by_id(tx, member_id, &m, &e) != Q_ROW);
    return m.password;
}

static enum tx_end nothing_changed(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct account_entry in = entry();
    in.rehashed = STR("$same, hashed anew$");
    ok(account_open(tx, &in, e) == TX_COMMIT && in.good && in.stage == ACCOUNT_SIGNED_IN && in.token.n > 0,
       "the right password opens a session");
    is_int((int64_t)sessions(tx), 1, "one");
    is_str(stored_password(tx), "$same, hashed anew$", "and a hash of the past is renewed");
    return TX_ROLLBACK;
}

static enum tx_end password_changed(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = founder(tx);
    struct account_entry in = entry();
    in.rehashed = STR("$former, hashed anew$");
    ok(member_set_password(&f, member_id, STR("$fresh$"), e) && account_open(tx, &in, e) == TX_ROLLBACK && !in.good,
       "a password that was changed since it was compared opens nothing");
    is_int((int64_t)sessions(tx), 0, "no session");
    is_str(stored_password(tx), "$fresh$", "and the former one does not come back by its renewed hash");
    return TX_ROLLBACK;
}

static enum tx_end shut_out(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = founder(tx);
    struct account_entry in = entry();
    ok(member_set_disabled(&f, member_id, true, e) && account_open(tx, &in, e) == TX_ROLLBACK && !in.good && sessions(tx) == 0,
       "nor for who was shut out since");
    return TX_ROLLBACK;
}

static enum tx_end second_step(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = founder(tx);
    struct account_entry in = entry();
    struct session_row *rows;
    size_t n;
    char code[TOTP_DIGITS + 1];
    struct str secret = totp_secret_new(tx_arena(tx));
    totp_code(secret, NOW / TOTP_PERIOD, code);
    ok(q_member_set_totp(tx, member_id, secret, 0, NULL, e) && account_open(tx, &in, e) == TX_COMMIT && in.good &&
           in.stage == ACCOUNT_AWAITS_CODE,
       "a second factor that was set up since is asked for");
    BUG_ON(!q_sessions_of_member(tx, member_id, NOW, &rows, &n, e) || n != 1);
    struct account_entry second = entry();
    second.former = rows[0].id;
    second.typed = str_c(code);
    ok(member_set_password(&f, member_id, STR("$fresh$"), e) && account_second(tx, &second, e) == TX_ROLLBACK && !second.good,
       "the right code opens nothing once the session that awaited it has ended");
    is_int((int64_t)sessions(tx), 0, "no session");
    return TX_ROLLBACK;
}

static enum tx_end enrolment(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    char code[TOTP_DIGITS + 1];
    struct account_entry in = entry();
    in.secret = totp_secret_new(tx_arena(tx));
    totp_code(in.secret, NOW / TOTP_PERIOD, code);
    in.typed = str_c(code);
    in.former = 4711; // of a session that somebody ended
    ok(account_enrol(tx, &in, e) == TX_ROLLBACK && !in.good && sessions(tx) == 0,
       "nor is an authenticator enrolled from a session that has ended");
    return TX_ROLLBACK;
}

// The last event: its reason, where it is one of a member's and names nobody.
static struct str last_told(struct tx *tx)
{
    struct err e = ERR_INIT;
    struct event_last_number_row last;
    struct event_row ev;
    BUG_ON(q_event_last_number(tx, site->home, &last, &e) != Q_ROW ||
           q_event_by_number(tx, site->home, last.event_number, &ev, &e) != Q_ROW);
    bool of_member = str_eqz(ev.kind, "member.changed") && ev.subject_id == site->root && ev.subject_id != member_id;
    return of_member ? ev.reason : STR("of nobody");
}

static enum tx_end recovery(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = founder(tx);
    struct session_row *rows;
    size_t n;
    char code[TOTP_DIGITS + 1];
    struct account_entry in = entry();
    struct account_entry enrol = entry();
    enrol.secret = totp_secret_new(tx_arena(tx));
    totp_code(enrol.secret, NOW / TOTP_PERIOD, code);
    enrol.typed = str_c(code);
    BUG_ON(account_open(tx, &in, e) != TX_COMMIT || !q_sessions_of_member(tx, member_id, NOW, &rows, &n, e) || n != 1);
    enrol.former = rows[0].id;
    ok(account_enrol(tx, &enrol, e) == TX_COMMIT && enrol.good, "an authenticator is enrolled %s", e->what);
    is_str(last_told(tx), "second_factor", "with its event");
    in.former = 0;
    BUG_ON(account_open(tx, &in, e) != TX_COMMIT || !q_sessions_of_member(tx, member_id, NOW, &rows, &n, e) || n != 2);
    struct account_entry second = entry();
    second.former = rows[rows[0].stage == ACCOUNT_AWAITS_CODE ? 0 : 1].id;
    second.typed = enrol.recovery[3];
    ok(account_second(tx, &second, e) == TX_COMMIT && second.good, "a recovery code opens %s", e->what);
    is_str(last_told(tx), "recovery_code", "and that it was used is an event");
    ok(member_set_password(&f, member_id, STR("$fresh$"), e), "a new password %s", e->what);
    is_str(last_told(tx), "password", "is an event that names nobody");
    return TX_ROLLBACK;
}

int main(void)
{
    static db_fn *const parts[] = {recovery, nothing_changed, password_changed, shut_out, second_step, enrolment};
    char path[] = "/tmp/hoiam-account-XXXXXX";
    struct err e = ERR_INIT;
    struct db *db;
    BUG_ON(mkdtemp(path) == NULL);
    const char *file = str_fmt(&arena, "%s/xa.db", path).p;
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e) || !db_write(db, &arena, found, NULL, &e) ||
           !site_load(db, NOW, &site, &e));
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        ok(db_write(db, &arena, parts[i], NULL, &e), "part %zu %s", i + 1, e.what);
    }
    site_unref(site);
    db_close(db);
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        (void)unlink(str_fmt(&arena, "%s%s", file, ends[i]).p);
    }
    (void)rmdir(path);
    arena_free(&arena);
    return tap_done();
}
