// account.c: see account.h.
#include "core/office/account.h"

#include "auth/totp.h"
#include "base/random.h"
#include "core/office/founding.h"
#include "db/q_member.h"

bool account_needs_second(const struct site *s, const struct member_row *m)
{
    return m->totp_secret.n > 0 || site_setting_flag(s, s->root, SETTING_TOTP);
}

static struct str word_of(struct str text, const char *const (*words)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_find(text, str_c(words[i][0])) >= 0) {
            return str_c(words[i][1]);
        }
    }
    return STR_NONE;
}

struct str account_agent(struct arena *a, struct str user_agent)
{
    // Browsers name those whose ways they follow: the most particular name comes first.
    static const char *const browsers[][2] = {
        {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"coc_coc", "Cốc Cốc"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"},
        {"Safari/", "Safari"},
    };
    static const char *const systems[][2] = {
        {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"},
        {"Linux", "Linux"},
    };
    struct str browser = word_of(user_agent, browsers, ARRAY_LEN(browsers));
    struct str system = word_of(user_agent, systems, ARRAY_LEN(systems));
    if (browser.n == 0 || system.n == 0) {
        return browser.n == 0 ? system : browser;
    }
    return str_fmt(a, "%.*s · %.*s", STR_ARG(browser), STR_ARG(system));
}

static bool traced(struct tx *tx, const struct account_entry *in, const char *reason, struct err *e)
{
    struct founder by = {.tx = tx, .home = in->site->home, .actor = {.member_id = in->member_id}, .now = in->now};
    return member_traced(&by, in->member_id, reason, e);
}

// A new session under a new token, for who comes from `former`, which must have been ended by now.
static bool new_session(struct tx *tx, struct account_entry *in, int64_t stage, struct err *e)
{
    struct arena *a = tx_arena(tx);
    uint8_t hash[TOKEN_HASH];
    uint8_t csrf[CSRF_KEY];
    in->token = token_new(a);
    BUG_ON(!token_hash(in->token, hash));
    csrf_key_new(csrf);
    int64_t lasts = stage == ACCOUNT_SIGNED_IN ? ACCOUNT_HOURS * 3600 : ACCOUNT_AWAIT_S;
    return q_session_insert(tx, &(struct q_session_insert_in){
               .id = random_id(), .token_hash = {(char *)hash, sizeof hash}, .csrf = {(char *)csrf, sizeof csrf},
               .member = in->member_id, .stage = stage, .agent = in->agent, .now = in->now,
               .expires_at = in->now + lasts}, NULL, e);
}

// The session that this one replaces ends, so that a token never rises in rank. *was: it was still there.
static bool end_former(struct tx *tx, const struct account_entry *in, bool *was, struct err *e)
{
    int64_t changed = 0;
    bool good = in->former == 0 || q_session_delete(tx, in->member_id, in->former, &changed, e);
    *was = changed == 1;
    return good;
}

enum tx_end account_open(struct tx *tx, void *arg, struct err *e)
{
    struct account_entry *in = arg;
    struct member_row m;
    bool was;
    in->good = false;
    if (q_member_by_id(tx, in->member_id, &m, e) != Q_ROW) {
        return TX_FAILED;
    }
    if (m.disabled_at != 0 || !str_eq(m.password, in->password)) { // changed while it was compared
        return TX_ROLLBACK;
    }
    in->stage = m.totp_secret.n > 0 ? ACCOUNT_AWAITS_CODE : in->stage;
    in->good = q_sessions_expire(tx, in->now, NULL, e) &&
               (in->rehashed.n == 0 || q_member_set_password(tx, in->member_id, in->rehashed, NULL, e)) &&
               end_former(tx, in, &was, e) && new_session(tx, in, in->stage, e);
    return in->good ? TX_COMMIT : TX_FAILED;
}

// Six digits are of the authenticator, anything longer is tried as a recovery code. *right is set on success.
static bool use_code(struct tx *tx, const struct account_entry *in, const struct member_row *m, bool *right, struct err *e)
{
    int64_t step;
    int64_t changed = 0;
    if (totp_check(m->totp_secret, in->typed, in->now, m->totp_last, &step)) {
        if (!q_member_use_totp(tx, m->id, step, &changed, e)) {
            return false;
        }
    } else {
        uint8_t hash[RECOVERY_HASH];
        if (recovery_hash(m->id, in->typed, hash) &&
            (!q_recovery_use(tx, m->id, (struct str){(char *)hash, sizeof hash}, in->now, &changed, e) ||
             (changed == 1 && !traced(tx, in, "recovery_code", e)))) {
            return false;
        }
    }
    *right = changed == 1;
    return true;
}

enum tx_end account_second(struct tx *tx, void *arg, struct err *e)
{
    struct account_entry *in = arg;
    in->good = false;
    struct member_row m;
    bool right = false;
    bool was;
    if (q_member_by_id(tx, in->member_id, &m, e) != Q_ROW || !end_former(tx, in, &was, e)) {
        return TX_FAILED;
    }
    if (!was || m.totp_secret.n == 0 || m.disabled_at != 0) {
        return TX_ROLLBACK;
    }
    if (!use_code(tx, in, &m, &right, e)) {
        return TX_FAILED;
    }
    if (!right) {
        return TX_ROLLBACK;
    }
    in->good = new_session(tx, in, ACCOUNT_SIGNED_IN, e);
    return in->good ? TX_COMMIT : TX_FAILED;
}

static bool keep_recovery(struct tx *tx, struct account_entry *in, struct err *e)
{
    recovery_new(tx_arena(tx), in->recovery);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        uint8_t hash[RECOVERY_HASH];
        BUG_ON(!recovery_hash(in->member_id, in->recovery[i], hash));
        if (!q_recovery_insert(tx, random_id(), in->member_id, (struct str){(char *)hash, sizeof hash}, NULL, e)) {
            return false;
        }
    }
    return true;
}

enum tx_end account_enrol(struct tx *tx, void *arg, struct err *e)
{
    struct account_entry *in = arg;
    in->good = false;
    struct member_row m;
    int64_t step;
    bool was;
    if (q_member_by_id(tx, in->member_id, &m, e) != Q_ROW || !end_former(tx, in, &was, e)) {
        return TX_FAILED;
    }
    if (!was || m.totp_secret.n > 0 || m.disabled_at != 0 || !totp_check(in->secret, in->typed, in->now, 0, &step)) {
        return TX_ROLLBACK;
    }
    in->good = q_member_set_totp(tx, m.id, in->secret, step, NULL, e) && q_recovery_delete(tx, m.id, NULL, e) &&
               keep_recovery(tx, in, e) && new_session(tx, in, ACCOUNT_SIGNED_IN, e) && traced(tx, in, "second_factor", e);
    return in->good ? TX_COMMIT : TX_FAILED;
}

enum tx_end account_close(struct tx *tx, void *arg, struct err *e)
{
    struct account_entry *in = arg;
    in->good = q_session_delete(tx, in->member_id, in->former, NULL, e);
    return in->good ? TX_COMMIT : TX_FAILED;
}
