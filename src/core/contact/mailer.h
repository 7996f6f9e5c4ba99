// mailer.h: the two processes that read the private key of the contact box, from the side of those who need them. The mail
// process sends a notice to a sealed address, shut off from the store and from everything that libcurl does not need. The
// keeper (keeper.h) opens one box, once the opening is on record (contact_record_opening), shut off from the network.
//
// Opening a box never waits for a slow mail server. A worker that dies is replaced at the next request.
#pragma once

#include "auth/box.h"
#include "base/arena.h"
#include "core/contact/keeper.h"
#include "mail/smtp.h"

struct mailer;

// A notice: nothing of a message's words, no code.
struct mailer_notice {
    struct str about;      // whose box: contact_about
    struct str sealed;     // the address
    struct str lang;
    struct str office;     // name of the site's office in that language
    struct str address;    // of the site, without a slash at the end
    struct str server;     // smtp://…
    struct str from;
    struct str message_id; // the same at each try
    int64_t date;          // the same at each try, seconds UTC
};

// Where the private key of a store usually stands: FILE.key beside the file; NULL for a PostgreSQL database. In the arena.
const char *mailer_key_beside(struct arena *a, const char *store);

// Start both, from the main thread, before any other thread and before the store is opened. The key comes from `key_file`;
// where that is NULL, from the systemd credential (box.h); else from `beside` (may be NULL). No key is no error: then
// mailer_key says so and the log why. `store` (may be NULL) is where the keeper looks for what is on record. The texts
// must live as long. ERR_IO.
MUST_USE bool mailer_start(struct mailer **out, const char *key_file, const char *beside, const char *store, struct err *e);
void mailer_stop(struct mailer *m); // NULL is allowed; nobody asks it any more

// The public half of the key that the process holds, or NULL.
const struct box_public *mailer_key(const struct mailer *m);

// See smtp_send for what the results mean; SMTP_LATER also when the process died. Blocks up to a minute. Thread-safe.
enum smtp_result mailer_send(struct mailer *m, const struct mailer_notice *notice, struct err *e);

// A mail to an office's own address: one wording, the page to look at, and where it is an invitation its calendar.
struct mailer_office_mail {
    struct str kind; // "task", "meeting"
    struct str to;
    struct str link;
    struct str calendar, method; // STR_NONE: none
    struct mailer_notice head;   // lang office server from message_id date; the rest is not looked at
};
// As mailer_send; needs no key.
enum smtp_result mailer_send_office(struct mailer *m, const struct mailer_office_mail *mail, struct err *e);
void mailer_office_wording(struct arena *a, struct str lang, struct str kind, struct str office, struct str link,
                           struct str *subject, struct str *body);

// End a mailer_send that waits, and all later ones, with SMTP_LATER: the program is stopping.
void mailer_hurry(struct mailer *m);

// Have the keeper open the box of an opening; *plain lives in the arena. Errors as keeper_open says, and ERR_GONE when the
// process died. Thread-safe.
MUST_USE bool mailer_open(struct mailer *m, struct arena *a, const struct keeper_asked *asked, struct str *plain, struct err *e);

// What a mail says with which an administrator tries the settings (contact_try_mail). In the arena.
void mailer_trial_wording(struct arena *a, struct str lang, struct str office, struct str address, struct str *subject,
                          struct str *body);

// What a notice says: one wording a language. In the arena.
void mailer_wording(struct arena *a, struct str lang, struct str office, struct str address, struct str *subject,
                    struct str *body);

// The mail process itself, for mailer.c: a worker; `places` is a struct keeper_places.
int mailer_work(int fd, void *places);
