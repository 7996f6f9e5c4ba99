// mailer_work.c: inside the mail process: reads the key, shuts itself off, then answers what it is asked.
#include "core/contact/mailer.h"

#include <sys/prctl.h>

#include "auth/secret.h"
#include "base/clock.h"
#include "base/log.h"
#include "core/contact/wire.h"
#include "i18n/i18n.h"
#include "os/sandbox.h"

// It opens what libcurl and the resolver read. The store and the key file are not among it.
static bool shut_off(struct err *e)
{
    unsigned closed;
    // Other processes of the same user may not look into this one's memory (ptrace(2), "ptrace access mode checking").
    return (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 || err_errno(e, ERR_IO, "mail process: PR_SET_DUMPABLE")) &&
           sandbox_enter(&(struct sandbox){.kind = SANDBOX_SERVER, .paths = sandbox_network_paths,
                                           .paths_n = sandbox_network_paths_n}, &closed, e);
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

void mailer_office_wording(struct arena *a, struct str lang, struct str kind, struct str office, struct str link,
                           struct str *subject, struct str *body)
{
    enum lang l;
    if (!lang_from_code(lang, &l)) {
        l = LANG_VI;
    }
    struct buf b = buf_new(16 * 1024);
    bool meeting = str_eqz(kind, "meeting");
    struct str number = link; // the last part of the address
    for (struct str rest = link; rest.p != NULL;) {
        number = str_cut(&rest, '/');
    }
    *subject = str_fmt(a, "%.*s %.*s", STR_ARG(meeting ? T(l, "Invitation to a meeting") : T(l, "Reminder of a task")),
                       STR_ARG(number));
    buf_add(&b, meeting ? T(l, "Your office is invited to a meeting, or its time or place has changed. The invitation lies "
                               "beside this mail for your calendar; papers and agenda are here:")
                        : T(l, "A task that your office leads or follows up is due within days, or its day has passed. See "
                               "it here:"));
    buf_addf(&b, "\n%.*s\n\n", STR_ARG(link));
    I18N_FILL(&b, T(l, "A program has sent this mail for {office}; nobody reads replies to it. Your office set this address "
                       "itself, in its settings."), {"office", office});
    buf_addc(&b, '\n');
    *body = str_copy(a, buf_str(&b));
    buf_free(&b);
}

void mailer_trial_wording(struct arena *a, struct str lang, struct str office, struct str address, struct str *subject,
                          struct str *body)
{
    enum lang l;
    if (!lang_from_code(lang, &l)) {
        l = LANG_VI;
    }
    struct buf b = buf_new(16 * 1024);
    I18N_FILL(&b, T(l, "Test mail of {office}"), {"office", office});
    *subject = str_copy(a, buf_str(&b));
    buf_clear(&b);
    I18N_FILL(&b, T(l, "An administrator of {office} is trying the mail settings. That you read this means that they work."),
              {"office", office});
    buf_addf(&b, "\n%.*s\n", STR_ARG(address));
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
    bool trial = str_ends(t[NOTICE_ABOUT], STR("/0")); // contact_about(…, CONTACT_TRIAL)
    (trial ? mailer_trial_wording : mailer_wording)(a, t[NOTICE_LANG], t[NOTICE_OFFICE], t[NOTICE_ADDRESS], &mail.subject,
                                                    &mail.body);
    enum smtp_result result = smtp_send(&server, &mail, e);
    secret_wipe((void *)(uintptr_t)mail.to.p, mail.to.n);
    return result;
}

static enum smtp_result send_office(struct arena *a, const struct wire *ask, struct err *e)
{
    const struct str *t = ask->text;
    struct smtp_server server;
    struct smtp_mail mail = {.from = t[NOTICE_FROM], .from_name = t[OFFICE_NAME], .message_id = t[NOTICE_ID],
                             .lang = t[OFFICE_LANG], .to = t[OFFICE_TO], .calendar = t[OFFICE_CALENDAR],
                             .method = t[OFFICE_METHOD]};
    if (ask->n != OFFICE_TEXTS || !str_int(t[NOTICE_DATE], &mail.date)) {
        (void)err_set(e, ERR_INPUT, "mail process: an office's mail of %zu texts", ask->n);
        return SMTP_NEVER;
    }
    if (!smtp_server_read(a, t[NOTICE_SERVER], &server, e)) {
        return SMTP_LATER; // somebody will mend the settings
    }
    mailer_office_wording(a, t[OFFICE_LANG], t[OFFICE_KIND], t[OFFICE_NAME], t[OFFICE_LINK], &mail.subject, &mail.body);
    return smtp_send(&server, &mail, e);
}

struct mailing {
    const struct keeper_places *at;
    const struct box_key *key;
    char server[200]; // that the last notice went to
};

// Whoever takes the web process over can name another server: that shows in the log, and a minute has few notices.
static bool may_send(struct mailing *m, const struct wire *ask, struct err *e)
{
    struct str host = ask->n > NOTICE_SERVER ? ask->text[NOTICE_SERVER] : STR("");
    for (ptrdiff_t at = str_find(host, STR("@")); at >= 0; at = str_find(host, STR("@"))) {
        host = str_slice(host, (size_t)at + 1, host.n); // what stands before is a name and a password
    }
    if (!str_eqz(host, m->server)) {
        (void)snprintf(m->server, sizeof m->server, "%.*s", STR_ARG(host));
        log_info("notices go to the mail server %s", m->server);
    }
    return keeper_bound_take(&m->at->bounds->notices, MAIL_A_MINUTE, clock_mono_us()) ||
           err_set(e, ERR_BUSY, "more than %d notices in a minute", MAIL_A_MINUTE);
}

static struct wire answer_to(struct arena *a, const struct wire *ask, void *arg, struct err *e)
{
    struct mailing *m = arg;
    if (ask->kind == WIRE_KEY || (ask->kind == WIRE_NOTICE && m->key == NULL)) {
        struct wire answer = {.kind = WIRE_KEY, .n = 1};
        if (m->key != NULL) {
            struct box_public pub = box_public_of(m->key);
            answer.text[0] = box_public_text(a, &pub);
        }
        return answer;
    }
    struct wire answer = {.kind = ask->kind, .n = 2};
    enum smtp_result result = !may_send(m, ask, e)         ? SMTP_LATER
                              : ask->kind == WIRE_OFFICE ? send_office(a, ask, e)
                                                         : send_notice(a, m->key, ask, e);
    answer.text[0] = str_c(result_words[result]);
    answer.text[1] = str_c(e->what);
    return answer;
}

int mailer_work(int fd, void *places)
{
    struct mailing m = {.at = places};
    struct err e = ERR_INIT;
    struct box_key *key;
    if (!keeper_read_key(m.at, &key, &e)) {
        log_err(N_("contact details and mail are off: reading the key"), &e);
    }
    m.key = key;
    bool good = shut_off(&e);
    if (good) {
        wire_serve(fd, answer_to, &m);
    } else {
        log_err(N_("contact details and mail are off"), &e);
    }
    box_key_close(key);
    return good ? 0 : 1;
}
