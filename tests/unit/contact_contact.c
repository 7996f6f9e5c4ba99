// Promises of core/contact/contact: what may be left as contact details, and when the form asks.
#include "core/contact/contact.h"
#include "core/intake/message.h"
#include "tap.h"

static const char *wrong_with(const char *typed, unsigned ways)
{
    struct message_draft d = {.contact = str_c(typed), .contact_ways = ways};
    struct problems p = {.n = 0};
    contact_check(&d, &p);
    return problem_of(&p, "contact");
}

int main(void)
{
    static const char *const good[] = {
        "", "  ", "0912345678", "0912 345 678", "(024) 3825-1234", "+84 912.345.678", "a@b.vn", " Lan.Nguyen+xa@thu.example.vn\n",
        "x_y-z@a-b.example.vn",
    };
    static const char *const bad[] = {
        "1234567", "1234567890123456", "gọi cho tôi", "0912345678 Lan", "++84912345678", "84+912345678", "0912\n345678;",
        "a@b", "a@", "@b.vn", "a@.vn", "a@b.vn, c@d.vn", "a@b.vn\r\nBcc: c@d.vn", "a@b.vn>\r\nRCPT TO:<c@d.vn", "\"a b\"@c.vn",
        "a@b.vn\x01", "ă@b.vn", "a b@c.vn", "<a@b.vn>", "mailto:a@b.vn?cc=c@d.vn", "a@b..vn",
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        ok(wrong_with(good[i], CONTACT_BY_PHONE | CONTACT_BY_EMAIL) == NULL, "text %zu may be left", i);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ok(wrong_with(bad[i], CONTACT_BY_PHONE | CONTACT_BY_EMAIL) != NULL, "text %zu may not", i);
    }
    char longest[300];
    memset(longest, 'a', sizeof longest);
    memcpy(longest + 249, "@b.vn", 6);
    ok(wrong_with(longest, CONTACT_BY_EMAIL) == NULL, "254 characters may");
    memcpy(longest + 249, "a@b.vn", 7);
    ok(wrong_with(longest, CONTACT_BY_EMAIL) != NULL, "255 may not");
    ok(wrong_with("a@b.vn", CONTACT_BY_PHONE) != NULL, "no address where there is no mail server");
    ok(wrong_with("0912345678", CONTACT_BY_PHONE) == NULL, "but a telephone number");
    ok(wrong_with("0912345678", 0) != NULL, "nothing where there is no key");
    ok(wrong_with("", 0) == NULL, "but a message without");
    for (enum contact_reason r = 0; r < CONTACT_REASONS; r++) {
        ok(contact_reason_of(str_c(contact_reason_code(r))) == r, "reason %s is found again", contact_reason_code(r));
    }
    ok(contact_reason_of(STR("curious")) == CONTACT_REASONS, "others are none");
    return tap_done();
}
