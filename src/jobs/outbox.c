// outbox.c: see outbox.h.
#include "jobs/outbox.h"

#include "auth/secret.h"
#include "base/log.h"
#include "core/contact/contact.h"
#include "db/q_message.h"

enum { ID_BYTES = 16 };

int64_t outbox_wait(int64_t tries)
{
    int64_t wait = OUTBOX_FIRST_WAIT;
    for (int64_t i = 0; i < tries && wait < OUTBOX_LONGEST_WAIT; i++) {
        wait *= 2;
    }
    return wait < OUTBOX_LONGEST_WAIT ? wait : OUTBOX_LONGEST_WAIT;
}

struct str outbox_message_id(struct arena *a, int64_t home, int64_t id, struct str from)
{
    unsigned char hash[ID_BYTES];
    char hex[2 * ID_BYTES + 1];
    struct str domain = from;
    (void)str_cut(&domain, '@');
    secret_derive("hoiam mail id", str_fmt(a, "%lld/%lld", (long long)home, (long long)id), hash, sizeof hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        (void)snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    }
    return str_fmt(a, "%s@%.*s", hex, STR_ARG(domain));
}

struct marking {
    int64_t home;
    int64_t id;
    int64_t at;
    struct str result;
};

static enum tx_end claim(struct tx *tx, void *arg, struct err *e)
{
    const struct marking *m = arg;
    return q_outbox_later(tx, m->home, m->id, m->at, NULL, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end mark(struct tx *tx, void *arg, struct err *e)
{
    const struct marking *m = arg;
    return q_outbox_done(tx, &(struct q_outbox_done_in){.home = m->home, .id = m->id, .now = m->at, .result = m->result}, NULL,
                         e) ? TX_COMMIT : TX_FAILED;
}

static bool finish(struct outbox *o, struct arena *a, int64_t home, int64_t id, struct str result, int64_t now, struct err *e)
{
    return db_write(o->db, a, mark, &(struct marking){home, id, now, result}, e);
}

static enum smtp_result send(struct outbox *o, struct arena *a, const struct site *s, const struct outbox_due_row *row,
                             struct err *e)
{
    enum lang lang;
    if (!lang_from_code(row->lang, &lang)) {
        lang = s->lang;
    }
    struct str from = site_setting(s, s->root, SETTING_MAIL_FROM);
    return mailer_send(o->mailer, &(struct mailer_notice){
        .about = contact_about(a, row->home_id, row->message_id), .sealed = row->sealed, .lang = lang_info(lang)->code,
        .office = site_office(s, s->root)->name[lang], .address = site_setting(s, s->root, SETTING_BASE_URL),
        .server = site_setting(s, s->root, SETTING_SMTP_URL), .from = from,
        .message_id = outbox_message_id(a, row->home_id, row->id, from), .date = row->made_at}, e);
}

// One row, from the claim to the mark.
static bool deliver(struct outbox *o, struct arena *a, const struct site *s, const struct outbox_due_row *row, bool can_send,
                    int64_t now, struct err *e)
{
    bool late = now - row->made_at >= OUTBOX_GIVE_UP;
    if (!can_send) {
        return !late || finish(o, a, row->home_id, row->id, STR("failed"), now, e);
    }
    struct marking next = {row->home_id, row->id, now + outbox_wait(row->tries), STR_NONE};
    if (!db_write(o->db, a, claim, &next, e)) {
        return false;
    }
    struct err why = ERR_INIT;
    enum smtp_result result = send(o, a, s, row, &why);
    if (result != SMTP_SENT) {
        bool last = result == SMTP_NEVER || late;
        log_warn("a notice was not sent, %s: %s", last ? "given up" : "later again", why.what);
        return !last || finish(o, a, row->home_id, row->id, STR("failed"), now, e);
    }
    o->unmarked_home = row->home_id;
    o->unmarked_id = row->id;
    if (!finish(o, a, row->home_id, row->id, STR("sent"), now, e)) {
        return false;
    }
    o->unmarked_id = 0;
    return true;
}

static bool read_due(struct outbox *o, struct arena *a, int64_t now, struct outbox_due_row **list, size_t *n, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(o->db, a, &tx, e)) {
        return false;
    }
    bool good = q_outbox_due(tx, now, list, n, e);
    db_read_end(tx);
    return good;
}

bool outbox_run(struct outbox *o, const struct site *s, int64_t now, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct outbox_due_row *list = NULL;
    size_t n = 0;
    bool can_send = (contact_ways(s, mailer_key(o->mailer)) & CONTACT_BY_EMAIL) != 0;
    bool good = true;
    if (o->unmarked_id != 0) {
        good = finish(o, &a, o->unmarked_home, o->unmarked_id, STR("sent"), now, e);
        o->unmarked_id = good ? 0 : o->unmarked_id;
    }
    good = good && read_due(o, &a, now, &list, &n, e);
    for (size_t i = 0; i < n && good && !atomic_load(&o->stop); i++) {
        good = deliver(o, &a, s, &list[i], can_send, now, e);
    }
    arena_free(&a);
    return good;
}
