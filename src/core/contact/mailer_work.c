// mailer_work.c: inside the mail process: reads the key, shuts itself off, then answers what it is asked.
#include "core/contact/mailer.h"

#include <errno.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "auth/secret.h"
#include "base/log.h"
#include "core/contact/wire.h"
#include "i18n/i18n.h"
#include "os/sandbox.h"
#include "os/worker.h"

// No key is no error: then *key is NULL.
static bool read_key(const struct mailer_key_places *at, struct box_key **key, struct err *e)
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

// What libcurl and the resolver read. The store and the key file are not among it.
static bool shut_off(struct err *e)
{
    static const struct sandbox_path paths[] = {
        {"/etc", SANDBOX_READ | SANDBOX_OPTIONAL},         {"/usr/lib", SANDBOX_READ | SANDBOX_OPTIONAL},
        {"/usr/lib64", SANDBOX_READ | SANDBOX_OPTIONAL},   {"/lib", SANDBOX_READ | SANDBOX_OPTIONAL},
        {"/lib64", SANDBOX_READ | SANDBOX_OPTIONAL},       {"/run/systemd/resolve", SANDBOX_READ | SANDBOX_OPTIONAL},
        {"/usr/share/ca-certificates", SANDBOX_READ | SANDBOX_OPTIONAL},
        {"/usr/local/share/ca-certificates", SANDBOX_READ | SANDBOX_OPTIONAL},
        {"/dev/null", SANDBOX_READ | SANDBOX_WRITE},       {"/dev/urandom", SANDBOX_READ | SANDBOX_OPTIONAL},
    };
    unsigned closed;
    // Other processes of the same user may not look into this one's memory (ptrace(2), "ptrace access mode checking").
    return (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 || err_errno(e, ERR_IO, "mail process: PR_SET_DUMPABLE")) &&
           sandbox_enter(&(struct sandbox){.kind = SANDBOX_SERVER, .paths = paths, .paths_n = ARRAY_LEN(paths)}, &closed, e);
}

void mailer_wording(struct arena *a, struct str lang, struct str office, struct str address, struct str *subject,
                    struct str *body)
{
    enum lang l;
    if (!lang_from_code(lang, &l)) {
        l = LANG_VI;
    }
    struct buf b = buf_new(16 * 1024);
    I18N_FILL(&b, T(l, "News about your message to {office}"), {"office", office});
    *subject = str_copy(a, buf_str(&b));
    buf_clear(&b);
    I18N_FILL(&b, T(l, "Something has happened with the message that was sent to {office}."), {"office", office});
    buf_addz(&b, "\n\n");
    buf_add(&b, T(l, "To see what, open this page and type the follow-up code of your receipt:"));
    buf_addf(&b, "\n%.*s/%.*s/follow\n\n", STR_ARG(address), STR_ARG(lang_info(l)->code));
    buf_add(&b, T(l, "A program has sent this mail; nobody reads replies to it. The code is not in it, because the office does "
                     "not have it."));
    buf_addc(&b, '\n');
    *body = str_copy(a, buf_str(&b));
    buf_free(&b);
}

static const char *const result_words[] = {
    [SMTP_SENT] = "sent", [SMTP_LATER] = "later", [SMTP_NEVER] = "never"};

static enum smtp_result send_notice(struct arena *a, const struct box_key *key, const struct wire *ask, struct err *e)
{
    const struct str *t = ask->text;
    struct smtp_server server;
    struct smtp_mail mail = {.from = t[NOTICE_FROM], .from_name = t[NOTICE_OFFICE], .message_id = t[NOTICE_ID],
                             .lang = t[NOTICE_LANG]};
    if (ask->n != NOTICE_TEXTS || !str_int(t[NOTICE_DATE], &mail.date)) {
        (void)err_set(e, ERR_INPUT, "mail process: a notice of %zu texts", ask->n);
        return SMTP_NEVER;
    }
    if (!smtp_server_read(a, t[NOTICE_SERVER], &server, e)) {
        return SMTP_LATER; // somebody will mend the settings
    }
    if (!box_open(a, key, t[NOTICE_ABOUT], t[NOTICE_SEALED], &mail.to, e)) {
        return SMTP_NEVER;
    }
    mailer_wording(a, t[NOTICE_LANG], t[NOTICE_OFFICE], t[NOTICE_ADDRESS], &mail.subject, &mail.body);
    enum smtp_result result = smtp_send(&server, &mail, e);
    secret_wipe((void *)(uintptr_t)mail.to.p, mail.to.n);
    return result;
}

static struct wire open_box(struct arena *a, const struct box_key *key, const struct wire *ask, struct err *e)
{
    struct wire answer = {.kind = WIRE_OPEN, .n = 2};
    if (ask->n != 2) {
        (void)err_set(e, ERR_INPUT, "mail process: a box of %zu texts", ask->n);
    } else if (box_open(a, key, ask->text[0], ask->text[1], &answer.text[0], e)) {
        // A second trace, by another process than the one that writes the events.
        log_info("opened a sealed box: %.*s", STR_ARG(ask->text[0]));
    }
    answer.text[1] = str_c(e->what);
    return answer;
}

static struct wire answer_to(struct arena *a, const struct box_key *key, const struct wire *ask, struct err *e)
{
    if (ask->kind == WIRE_KEY || key == NULL) {
        struct wire answer = {.kind = WIRE_KEY, .n = 1};
        if (key != NULL) {
            struct box_public pub = box_public_of(key);
            answer.text[0] = box_public_text(a, &pub);
        }
        return answer;
    }
    if (ask->kind == WIRE_OPEN) {
        return open_box(a, key, ask, e);
    }
    struct wire answer = {.kind = WIRE_NOTICE, .n = 2};
    answer.text[0] = str_c(result_words[send_notice(a, key, ask, e)]);
    answer.text[1] = str_c(e->what);
    return answer;
}

static void serve_requests(int fd, const struct box_key *key)
{
    struct arena a = ARENA_INIT;
    struct buf in = buf_new(WIRE_MAX);
    struct buf out = buf_new(WIRE_MAX);
    struct err e = ERR_INIT;
    struct wire ask;
    while (worker_receive(fd, &in, &e) && wire_read(buf_str(&in), &ask)) {
        struct err why = ERR_INIT;
        struct wire answer = answer_to(&a, key, &ask, &why);
        buf_clear(&out);
        wire_write(&out, &answer);
        bool sent = worker_send(fd, buf_str(&out), &e);
        secret_wipe(out.p, out.n); // a box's contents do not stay
        arena_reset(&a);
        if (!sent) {
            break;
        }
    }
    buf_free(&in);
    buf_free(&out);
    arena_free(&a);
}

int mailer_work(int fd, void *places)
{
    struct err e = ERR_INIT;
    struct box_key *key;
    if (!read_key(places, &key, &e)) {
        log_err("contact details and mail are off: reading the key", &e);
    }
    if (!shut_off(&e)) {
        log_err("contact details and mail are off", &e);
        box_key_close(key);
        return 1;
    }
    serve_requests(fd, key);
    box_key_close(key);
    return 0;
}
