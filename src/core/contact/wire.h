// wire.h: what is said between the program and its mail process: a kind and a few texts.
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum { WIRE_TEXTS = 12, WIRE_MAX = 64 * 1024 };

enum wire_kind {
    WIRE_KEY = 'k',    // which public key do you hold? → public key, or STR_NONE
    WIRE_NOTICE = 'n', // send this notice; texts as enum wire_notice → "sent", "later" or "never", and why
    WIRE_OFFICE = 'm', // send this mail to an office's own address; texts as enum wire_office → as for WIRE_NOTICE
    WIRE_OPEN = 'o',   // open the box of this opening; home, message, number of its event → the plain text or STR_NONE,
                       // code of the error, why
};

enum wire_notice {
    NOTICE_ABOUT,
    NOTICE_SEALED,
    NOTICE_LANG,
    NOTICE_OFFICE,   // its name in that language
    NOTICE_ADDRESS,  // of the site
    NOTICE_SERVER,   // smtp://…
    NOTICE_FROM,
    NOTICE_ID,       // Message-ID
    NOTICE_DATE,     // seconds UTC
    NOTICE_TEXTS,
};

// Server, sender, id and date stand where a notice has them.
enum wire_office {
    OFFICE_KIND,     // "task" or "meeting"
    OFFICE_TO,       // the address
    OFFICE_LANG,
    OFFICE_NAME,     // of the site's office in that language
    OFFICE_LINK,     // the page
    OFFICE_CALENDAR = NOTICE_TEXTS, // an invitation, and its method
    OFFICE_METHOD,
    OFFICE_TEXTS,
};

struct wire {
    char kind;
    struct str text[WIRE_TEXTS];
    size_t n;
};

void wire_write(struct buf *out, const struct wire *w);

// The texts are views into `bytes`. False when they are no message of this kind.
bool wire_read(struct str bytes, struct wire *out) MUST_USE;

// The other side: answer what comes over fd until it closes. What an answer says is wiped once it is sent.
typedef struct wire wire_answer(struct arena *a, const struct wire *ask, void *arg, struct err *e);
void wire_serve(int fd, wire_answer *answer, void *arg);
