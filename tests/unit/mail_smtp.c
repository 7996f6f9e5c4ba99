// Promises of mail/smtp: what is written, what is refused, and what the server's answers mean.
#include "mail/smtp.h"
#include "smtp_stub.h"
#include "tap.h"

static struct smtp_mail sample(void)
{
    return (struct smtp_mail){
        .from = STR("hoiam@xa.example.vn"), .from_name = STR("UBND xã Hòa Bình"), .to = STR("nguoi.gui@example.vn"),
        .subject = STR("Đã có trả lời cho phản ánh của ông/bà, mời xem bằng mã tra cứu trên phiếu tiếp nhận"),
        .body = STR("Kính gửi ông/bà,\n.một dòng bắt đầu bằng dấu chấm\n.\r\nhết = 100%  \n"),
        .message_id = STR("1.abc@xa.example.vn"), .lang = STR("vi"), .date = 1795435200,
    };
}

static struct smtp_server at_stub(const struct smtp_stub *s)
{
    return (struct smtp_server){.host = STR("127.0.0.1"), .port = s->port, .tls = SMTP_TLS_NONE, .timeout_s = 5,
                                .hello = STR("hoiam.example.vn")};
}

static void letter(struct arena *a)
{
    struct err e = ERR_INIT;
    struct str out = STR_NONE;
    struct smtp_mail m = sample();
    ok(smtp_letter(a, &m, &out, &e), "a mail is written");
    ok(str_find(out, STR("To: <nguoi.gui@example.vn>\r\n")) > 0, "with its recipient");
    ok(str_find(out, STR("From: =?UTF-8?B?VUJORCB4w6MgSMOyYSBCw6xuaA==?= <hoiam@xa.example.vn>\r\n")) == 0,
       "its sender's name encoded");
    ok(str_find(out, STR("\r\nMessage-ID: <1.abc@xa.example.vn>\r\n")) > 0, "the caller's Message-ID");
    ok(str_find(out, STR("\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n")) > 0, "its date");
    ok(str_find(out, STR("\r\nContent-Language: vi\r\n")) > 0 &&
           str_find(out, STR("\r\nAuto-Submitted: auto-generated\r\n")) > 0,
       "its language, and that a machine sent it");
    ok(str_find(out, STR("\r\n\r\nK=C3=ADnh g=E1=BB=ADi =C3=B4ng/b=C3=A0,\r\n.m=E1=BB=99t ")) > 0 &&
           str_find(out, STR("\r\nh=E1=BA=BFt =3D 100% =20\r\n")) > 0,
       "its text quoted-printable, blanks at line ends kept");
    bool narrow = true;
    size_t width = 0;
    for (size_t i = 0; i < out.n; i++) {
        bool line_end = out.p[i] == '\n';
        narrow = narrow && (out.p[i] & 0x80) == 0 && (!line_end || out.p[i - 1] == '\r') &&
                 (out.p[i] != '\r' || out.p[i + 1] == '\n');
        width = line_end ? 0 : width + 1;
        narrow = narrow && width <= 90;
    }
    ok(narrow, "ASCII lines ended by CRLF, none long");
    m.subject = STR("Plain subject");
    m.from_name = STR("Office, of \"x\" <a@b.vn>");
    ok(smtp_letter(a, &m, &out, &e) && str_find(out, STR("\r\nSubject: Plain subject\r\n")) > 0, "ASCII goes as it is");
    ok(str_find(out, STR("a@b.vn")) < 0, "a name with quotes and brackets is encoded");
    m.subject = STR("=?UTF-8?B?QUFB?=");
    m.from_name = STR("Office, A");
    ok(smtp_letter(a, &m, &out, &e) && str_find(out, STR("Subject: =?UTF-8?B?PT9VVEYtOD9CP1FVRkI/PQ==?=\r\n")) > 0 &&
           str_starts(out, STR("From: \"Office, A\" <hoiam@")),
       "what looks encoded is encoded; a comma is quoted");
    m.body = STR("");
    ok(smtp_letter(a, &m, &out, &e) && str_ends(out, STR("\r\n\r\n")), "an empty text");
}

// Every field, with something in it that would begin a new line, header, recipient or command.
static void injection(struct arena *a)
{
    static const char *const addresses[] = {
        "", "a", "@", "a@", "@b.vn", "a@b.vn\r\nBcc: <c@d.vn>", "a@b.vn\n", "a@b.vn> SIZE=1", "a b@c.vn", "<a@b.vn>",
        "a@b.vn,c@d.vn", "a@b@c.vn", "a..b@c.vn", ".a@c.vn", "a@c.vn.", "a@-c.vn", "\"a\"@b.vn", "a@[127.0.0.1]",
        "ă@b.vn", "a@b\x01.vn", "a(c)@b.vn", "a;@b.vn", "a\\@b.vn",
    };
    struct err e = ERR_INIT;
    struct str out = STR("as before");
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
        struct smtp_mail to = sample();
        struct smtp_mail from = sample();
        struct smtp_mail id = sample();
        to.to = from.from = id.message_id = str_c(addresses[i]);
        ok(!smtp_letter(a, &to, &out, &e) && e.code == ERR_INPUT && !smtp_letter(a, &from, &out, &e) &&
               !smtp_letter(a, &id, &out, &e),
           "address %zu is refused", i);
        ok(addresses[i][0] == 0 || addresses[i][1] == 0 || strstr(e.what, addresses[i]) == NULL, "and not named");
    }
    struct smtp_mail zero = sample();
    zero.to = STR("a@b.vn\0c");
    ok(!smtp_letter(a, &zero, &out, &e), "a zero byte is refused");
    static const char *const lines[] = {"a\r\nBcc: x@y.vn", "a\nb", "a\rb", "a\tb", "a\u2028b",
                                        "a\xc2\x85", "\xff", "\x7f"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        struct smtp_mail subject = sample();
        struct smtp_mail name = sample();
        struct smtp_mail lang = sample();
        subject.subject = name.from_name = lang.lang = str_c(lines[i]);
        ok(!smtp_letter(a, &subject, &out, &e) && !smtp_letter(a, &name, &out, &e) && !smtp_letter(a, &lang, &out, &e),
           "line %zu is refused", i);
    }
    struct smtp_mail wordy = sample();
    wordy.lang = STR("vi-a-language-that-would-fill-a-line-and-more");
    ok(!smtp_letter(a, &wordy, &out, &e), "a language that is longer than any is refused");
    static const char *const bodies[] = {"a\rb", "a\x01", "\xff", "\x1b[1m"};
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct smtp_mail m = sample();
        m.body = str_c(bodies[i]);
        ok(!smtp_letter(a, &m, &out, &e), "text %zu is refused", i);
    }
    is_str(out, "as before", "and the result is left alone");
}

static void sent(struct arena *a)
{
    struct err e = ERR_INIT;
    struct smtp_stub stub = {0};
    struct smtp_mail m = sample();
    struct str want = STR_NONE;
    stub_start(&stub);
    struct smtp_server server = at_stub(&stub);
    server.user = STR("hoiam");
    server.password = STR("bí mật");
    is_int(smtp_send(&server, &m, &e), SMTP_SENT, "a mail is sent (%s)", e.what);
    stub_wait(&stub);
    BUG_ON(!smtp_letter(a, &m, &want, &e));
    ok(str_eq(buf_str(&stub.text), want), "and arrives byte for byte, lines with a dot too");
    struct str heard = buf_str(&stub.commands);
    ok(str_starts(heard, STR("EHLO hoiam.example.vn\r\nAUTH PLAIN\r\n")), "after a greeting and a sign-in");
    ok(str_find(heard, STR("MAIL FROM:<hoiam@xa.example.vn>")) > 0 &&
           str_find(heard, STR("RCPT TO:<nguoi.gui@example.vn>\r\n")) > 0,
       "from the sender to the recipient");
    stub_free(&stub);
}

static void what_answers_mean(void)
{
    static const struct {
        struct smtp_stub stub;
        enum smtp_result want;
        const char *what;
        const char *says;
    } cases[] = {
        {{.greeting = "554 go away nguoi.gui@example.vn"}, SMTP_LATER, "a server that serves nobody", "connecting"},
        {{.greeting = "421 busy"}, SMTP_LATER, "a busy server", "421"},
        {{.hello = "550 no"}, SMTP_LATER, "a greeting refused", "greeting"},
        {{.auth = "535 no"}, SMTP_LATER, "a sign-in refused", "sign-in"},
        {{.mail = "550 who is hoiam@xa.example.vn"}, SMTP_LATER, "a sender refused", "sender"},
        {{.rcpt = "450 grey nguoi.gui@example.vn"}, SMTP_LATER, "a recipient put off", "recipient"},
        {{.rcpt = "550-no\r\n550 nobody nguoi.gui@example.vn"}, SMTP_NEVER, "a recipient unknown", "550"},
        {{.data = "451 later"}, SMTP_LATER, "a text put off", "text"},
        {{.data = "554 no"}, SMTP_NEVER, "a text refused before it came", "text"},
        {{.end = "452 full"}, SMTP_LATER, "a full disk after the text", "452"},
        {{.end = "554 spam from hoiam@xa.example.vn"}, SMTP_NEVER, "a text refused", "554"},
        {{.end = "421 closing"}, SMTP_LATER, "a server that closes after the text", "421"},
        {{.drop_at_end = true}, SMTP_LATER, "a connection that breaks after the text", "text"},
        {{.silent = true}, SMTP_LATER, "a server that says nothing", "connecting"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err e = ERR_INIT;
        struct smtp_stub stub = cases[i].stub;
        struct smtp_mail m = sample();
        stub_start(&stub);
        struct smtp_server server = at_stub(&stub);
        server.timeout_s = stub.silent ? 1 : 5;
        server.user = cases[i].stub.auth != NULL ? STR("hoiam") : STR_NONE;
        server.password = STR("x");
        is_int(smtp_send(&server, &m, &e), cases[i].want, "%s: %s", cases[i].what, e.what);
        ok(strstr(e.what, cases[i].says) != NULL && strchr(e.what, '@') == NULL && strstr(e.what, "example") == NULL,
           "is told without an address");
        stub_wait(&stub);
        stub_free(&stub);
    }
    struct err e = ERR_INIT;
    struct smtp_mail m = sample();
    struct smtp_stub gone = {0};
    stub_start(&gone);
    struct smtp_server server = at_stub(&gone);
    BUG_ON(smtp_send(&server, &m, &e) != SMTP_SENT);
    stub_wait(&gone);
    stub_free(&gone);
    ok(smtp_send(&server, &m, &e) == SMTP_LATER && e.code == ERR_GONE, "no server: %s", e.what);
    server.host = STR("127.0.0.1/x\r\nRCPT");
    ok(smtp_send(&server, &m, &e) == SMTP_LATER && e.code == ERR_INPUT, "a host that is none: %s", e.what);
    server.host = STR("mail.example.vn");
    ok(smtp_send(&server, &m, &e) == SMTP_LATER && e.code == ERR_INPUT && strstr(e.what, "TLS") != NULL,
       "a far server without TLS: %s", e.what);
    m.to = STR("no address");
    ok(smtp_send(&server, &m, &e) == SMTP_NEVER && e.code == ERR_INPUT, "a mail that cannot be written: %s", e.what);
}

static void encrypted(void)
{
    char path[] = "/tmp/hoiam-ca-XXXXXX";
    int fd = mkstemp(path);
    BUG_ON(fd < 0 || close(fd) != 0);
    SSL_CTX *tls = stub_tls(path);
    static const struct {
        bool offered;
        bool trusted;
        bool wrapped;
        enum smtp_result want;
        const char *what;
    } cases[] = {
        {true, true, false, SMTP_SENT, "STARTTLS with a certificate that is trusted"},
        {true, false, false, SMTP_LATER, "STARTTLS with one that is not"},
        {false, true, false, SMTP_LATER, "a server without STARTTLS"},
        {true, true, true, SMTP_SENT, "TLS from the first byte"},
        {true, false, true, SMTP_LATER, "the same with a certificate that is not trusted"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err e = ERR_INIT;
        struct smtp_stub stub = {.tls = cases[i].offered ? tls : NULL, .wrapped = cases[i].wrapped};
        struct smtp_mail m = sample();
        stub_start(&stub);
        struct smtp_server server = at_stub(&stub);
        server.tls = cases[i].wrapped ? SMTP_TLS_WRAPPED : SMTP_TLS_REQUIRED;
        server.ca_file = cases[i].trusted ? str_c(path) : STR_NONE;
        server.user = STR("hoiam");
        server.password = STR("x");
        is_int(smtp_send(&server, &m, &e), cases[i].want, "%s: %s", cases[i].what, e.what);
        stub_wait(&stub);
        bool heard = str_find(buf_str(&stub.commands), STR("MAIL")) >= 0;
        bool signed_in = str_find(buf_str(&stub.commands), STR("AUTH")) >= 0;
        ok(heard == (cases[i].want == SMTP_SENT) && signed_in == heard, "hears %s", heard ? "the mail" : "nothing");
        stub_free(&stub);
    }
    SSL_CTX_free(tls);
    (void)unlink(path);
}

int main(void)
{
    struct arena a = ARENA_INIT;
    letter(&a);
    injection(&a);
    sent(&a);
    what_answers_mean();
    encrypted();
    arena_free(&a);
    return tap_done();
}
