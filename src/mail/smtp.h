// smtp.h: one plain-text mail to one address, handed to the office's mail server (libcurl, RFC 5321).
//
// Neither errors nor logs name an address or quote the server, which often repeats it.
#pragma once

#include "base/err.h"
#include "base/str.h"

enum smtp_tls {
    SMTP_TLS_REQUIRED, // STARTTLS, or the mail is not sent
    SMTP_TLS_WRAPPED,  // TLS from the first byte (port 465)
    SMTP_TLS_NONE,     // for a server on this machine only: localhost, 127.…, [::1]; others are refused
};

struct smtp_server {
    struct str host;     // name or address, IPv6 in brackets
    uint16_t port;       // 25, 465, 587
    enum smtp_tls tls;
    struct str user;     // STR_NONE: no sign-in
    struct str password;
    struct str hello;    // the name we give ourselves (EHLO); STR_NONE: libcurl's choice
    struct str ca_file;  // certificates to trust; STR_NONE: the system's
    int timeout_s;       // for the whole exchange, 0: 60 s; a connection gets 15 s of it
};

struct smtp_mail {
    struct str from;       // address
    struct str from_name;  // the office's name, UTF-8; may be STR_NONE
    struct str to;         // address
    struct str subject;    // UTF-8, one line
    struct str body;       // UTF-8, lines ended by LF or CRLF
    struct str message_id; // "abc@example.vn", without <>: the caller's, the same at each try, so that a repeat shows
    struct str lang;       // "vi"; may be STR_NONE
    struct str calendar;   // an invitation as iCalendar, lies beside the text; STR_NONE for none
    struct str method;     // of it: "REQUEST" or "CANCEL"
    int64_t date;          // seconds UTC
};

enum smtp_result {
    SMTP_SENT,  // the server has taken it over (250 after the text)
    SMTP_LATER, // no server, no TLS, sign-in refused, 4xx, time over: try again
    SMTP_NEVER, // refused for good (5xx to the recipient or the text), or a mail that cannot be written
};

// Send. On SMTP_LATER and SMTP_NEVER *e says where and why: ERR_GONE no connection or time over, ERR_IO refused by the
// server, ERR_INPUT what was given cannot be used. When the connection breaks after the text the server may have it
// all the same: the answer is SMTP_LATER, and the Message-ID marks the repeat. Blocks up to the time limit; for the
// mail job only. Thread-safe.
enum smtp_result smtp_send(const struct smtp_server *server, const struct smtp_mail *mail, struct err *e);

// The mail as it goes over the line, in the arena: headers, then the body as quoted-printable (RFC 2045), lines ended
// by CRLF. Subject and name are encoded words (RFC 2047) where they are not plain ASCII. False with ERR_INPUT when an
// address, the Message-ID or the language holds anything but what such a name is made of, or a text has control
// characters or is no UTF-8: nothing given here can add a header, a recipient or a command.
MUST_USE bool smtp_letter(struct arena *a, const struct smtp_mail *mail, struct str *out, struct err *e);

// Whether this can be an address of a mail: a dot-atom on both sides of one @, 254 bytes at most.
bool smtp_address_ok(struct str s);

// Whether a host is this very machine: localhost, 127.…, [::1].
bool smtp_host_here(struct str host);

// A server from its address in the settings: smtp://host, smtps://host, with user:password@ (percent-encoded) before and
// :port after the host. smtp is STARTTLS, port 587; on this machine it is without TLS, port 25; smtps is port 465. Strings
// live in the arena. ERR_INPUT, which never quotes the address: it may hold a password.
MUST_USE bool smtp_server_read(struct arena *a, struct str url, struct smtp_server *out, struct err *e);
