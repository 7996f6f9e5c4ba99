// wire.h: what is said between the program and its mail process: a kind and a few texts.
#pragma once

#include "base/buf.h"

enum { WIRE_TEXTS = 10, WIRE_MAX = 64 * 1024 };

enum wire_kind {
    WIRE_KEY = 'k',    // which public key do you hold? → public key, or STR_NONE
    WIRE_NOTICE = 'n', // send this notice; texts as enum wire_notice → "sent", "later" or "never", and why
    WIRE_OPEN = 'o',   // open this box; about, sealed → the plain text, or STR_NONE and why
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

struct wire {
    char kind;
    struct str text[WIRE_TEXTS];
    size_t n;
};

void wire_write(struct buf *out, const struct wire *w);

// The texts are views into `bytes`. False when they are no message of this kind.
bool wire_read(struct str bytes, struct wire *out) MUST_USE;
