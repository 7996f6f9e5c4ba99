// smtp_letter.c: a mail as text: headers that cannot be broken out of, and a quoted-printable body.
#include "base/buf.h"
#include "base/utf8.h"
#include "mail/smtp.h"

enum {
    ADDRESS_MOST = 254, // RFC 5321, 4.5.3.1.3, without the <>
    LANG_MOST = 35,     // RFC 5646, 4.4.1
    LINE_MOST = 200,    // characters of a subject or name
    BODY_MOST = 200000, // bytes
    WORD_BYTES = 45,    // of UTF-8 in one encoded word: 60 of base64, with "=?UTF-8?B?" and "?=" within 75
    PLAIN_MOST = 60,    // characters of a subject or name that go unencoded, so that the line needs no folding
    QP_COLUMN = 75,     // of 76, one left for the "=" of a soft break
};

// Letters and digits, and those of `more`.
static bool made_of(struct str s, const char *more)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == 0 || strchr(more, c) == NULL)) {
            return false;
        }
    }
    return s.n > 0;
}

// A dot-atom on both sides of one @ (RFC 5322, 3.4.1): no quoted names, no comments, no literals, no UTF-8 (RFC 6531),
// because every mail server takes this form and nothing in it can end a command.
bool smtp_address_ok(struct str s)
{
    struct str domain = s;
    struct str local = str_cut(&domain, '@');
    bool dotted = str_starts(local, STR(".")) || str_ends(local, STR(".")) || str_starts(domain, STR(".")) ||
                  str_ends(domain, STR(".")) || str_find(s, STR("..")) >= 0 || str_starts(domain, STR("-"));
    return s.n <= ADDRESS_MOST && !dotted && made_of(local, "!#$%&'*+-/=?^_`{|}~.") && made_of(domain, "-.");
}

// UTF-8 without control characters.
static bool is_line(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        i += utf8_next(s, i, &cp);
        if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x2028 || cp == 0x2029 || cp == UTF8_BAD) {
            return false;
        }
    }
    return utf8_count(s) <= LINE_MOST;
}

// UTF-8 with no control characters but tab, LF, and CR before LF.
static bool is_body(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        size_t len = utf8_next(s, i, &cp);
        bool ends_line = cp == '\n' || (cp == '\r' && i + 1 < s.n && s.p[i + 1] == '\n');
        if (cp == UTF8_BAD || cp == 0x7F || (cp < 0x20 && cp != '\t' && !ends_line)) {
            return false;
        }
        i += len;
    }
    return s.n <= BODY_MOST;
}

static bool fit_to_send(const struct smtp_mail *m, struct err *e)
{
    bool lang_fits = m->lang.p == NULL || (m->lang.n <= LANG_MOST && made_of(m->lang, "-"));
    const char *wrong = !smtp_address_ok(m->from)         ? "sender's address"
                        : !smtp_address_ok(m->to)         ? "recipient's address"
                        : !smtp_address_ok(m->message_id) ? "Message-ID"
                        : !is_line(m->from_name)     ? "sender's name"
                        : !is_line(m->subject)       ? "subject"
                        : !is_body(m->body)          ? "text"
                        : !lang_fits                 ? "language"
                        : m->calendar.n > 0 && (!is_body(m->calendar) || !made_of(m->method, "")) ? "calendar"
                                                     : NULL;
    return wrong == NULL || err_set(e, ERR_INPUT, "mail: the %s cannot be used", wrong);
}

static void add_base64(struct buf *b, struct str s)
{
    static const char letters[65] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        size_t have = s.n - i < 3 ? s.n - i : 3;
        uint32_t v = 0;
        for (size_t k = 0; k < 3; k++) {
            v = v << 8 | (k < have ? (unsigned char)s.p[i + k] : 0u);
        }
        for (size_t k = 0; k < 4; k++) {
            buf_addc(b, k <= have ? letters[v >> (18 - 6 * k) & 63] : '=');
        }
    }
}

// Encoded words cut between characters, one a line.
static void add_encoded(struct buf *b, struct str s)
{
    for (size_t from = 0; from < s.n;) {
        size_t to = from;
        uint32_t cp;
        while (to < s.n && to + utf8_next(s, to, &cp) - from <= WORD_BYTES) {
            to += utf8_next(s, to, &cp);
        }
        buf_addz(b, from == 0 ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
        add_base64(b, str_slice(s, from, to));
        buf_addz(b, "?=");
        from = to;
    }
}

// Short ASCII without any of `special`: may stand as it is.
static bool is_plain(struct str s, const char *special)
{
    bool plain = s.n <= PLAIN_MOST;
    for (size_t i = 0; i < s.n; i++) {
        plain = plain && (s.p[i] & 0x80) == 0 && strchr(special, s.p[i]) == NULL;
    }
    return plain;
}

static void add_subject(struct buf *b, struct str subject)
{
    buf_addz(b, "Subject: ");
    if (is_plain(subject, "=")) { // "=?" would begin an encoded word
        buf_add(b, subject);
    } else {
        add_encoded(b, subject);
    }
    buf_addz(b, "\r\n");
}

// A name before an address is a phrase (RFC 5322, 3.2.5): quoted or encoded, so that commas and brackets in it are only
// text.
static void add_from(struct buf *b, const struct smtp_mail *m)
{
    buf_addz(b, "From: ");
    if (m->from_name.n > 0 && is_plain(m->from_name, "\"\\=")) {
        buf_addf(b, "\"%.*s\" ", STR_ARG(m->from_name));
    } else if (m->from_name.n > 0) {
        add_encoded(b, m->from_name);
        buf_addc(b, ' ');
    }
    buf_addf(b, "<%.*s>\r\n", STR_ARG(m->from));
}

static void add_date(struct buf *b, int64_t date)
{
    static const char *const day[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm t;
    time_t when = (time_t)date;
    BUG_ON(gmtime_r(&when, &t) == NULL);
    buf_addf(b, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", day[t.tm_wday], t.tm_mday, month[t.tm_mon],
             t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

static void add_quoted_printable(struct buf *b, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t column = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\r') {
            continue; // is_body let it stand before LF only
        }
        if (c == '\n') {
            buf_addz(b, "\r\n");
            column = 0;
            continue;
        }
        bool last = i + 1 == s.n || s.p[i + 1] == '\n' || s.p[i + 1] == '\r';
        bool plain = (c >= '!' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !last);
        size_t need = plain ? 1 : 3;
        if (column + need > QP_COLUMN) {
            buf_addz(b, "=\r\n");
            column = 0;
        }
        if (plain) {
            buf_addc(b, c);
        } else {
            buf_addc(b, '=');
            buf_addc(b, hex[(unsigned char)c >> 4]);
            buf_addc(b, hex[c & 15]);
        }
        column += need;
    }
    if (column > 0) {
        buf_addz(b, "\r\n");
    }
}

static const char text_head[] = "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";

// Text and invitation (RFC 2046 §5.1.3, RFC 6047). No line of a quoted-printable part is the boundary: it holds "=_".
static void add_parts(struct buf *b, const struct smtp_mail *mail)
{
    static const char boundary[] = "hoiam=_part";
    buf_addf(b, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n%s", boundary, boundary, text_head);
    add_quoted_printable(b, mail->body);
    buf_addf(b, "--%s\r\nContent-Type: text/calendar; charset=UTF-8; method=%.*s; name=\"invitation.ics\"\r\n", boundary,
             STR_ARG(mail->method));
    buf_addz(b, "Content-Disposition: attachment; filename=\"invitation.ics\"\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    add_quoted_printable(b, mail->calendar);
    buf_addf(b, "--%s--\r\n", boundary);
}

bool smtp_letter(struct arena *a, const struct smtp_mail *mail, struct str *out, struct err *e)
{
    if (!fit_to_send(mail, e)) {
        return false;
    }
    struct buf b = buf_new(4 * BODY_MOST);
    add_from(&b, mail);
    buf_addf(&b, "To: <%.*s>\r\n", STR_ARG(mail->to));
    add_subject(&b, mail->subject);
    add_date(&b, mail->date);
    buf_addf(&b, "Message-ID: <%.*s>\r\n", STR_ARG(mail->message_id));
    // RFC 3834: machines should not answer a notice.
    buf_addz(&b, "Auto-Submitted: auto-generated\r\n");
    if (mail->lang.n > 0) {
        buf_addf(&b, "Content-Language: %.*s\r\n", STR_ARG(mail->lang));
    }
    buf_addz(&b, "MIME-Version: 1.0\r\n");
    if (mail->calendar.n > 0) {
        add_parts(&b, mail);
    } else {
        buf_addz(&b, text_head);
        add_quoted_printable(&b, mail->body);
    }
    bool good = !buf_over(&b);
    if (good) {
        *out = str_copy(a, buf_str(&b));
    }
    buf_free(&b);
    return good || err_set(e, ERR_LIMIT, "mail: too long");
}
