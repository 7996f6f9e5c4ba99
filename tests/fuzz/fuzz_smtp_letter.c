// fuzz_smtp_letter.c: whatever the fields hold, a mail that is written has its own headers, each once, in whole lines.
#include "fuzz.h"
#include "mail/smtp.h"

static void check(struct str letter, struct str recipient)
{
    static const char *const headers[] = {"From: ", "To: <", "Subject: ", "Date: ", "Message-ID: <",
                                          "Auto-Submitted: ", "Content-Language: ", "MIME-Version: ",
                                          "Content-Type: ", "Content-Transfer-Encoding: "};
    int seen[ARRAY_LEN(headers)] = {0};
    bool in_headers = true;
    for (struct str rest = letter; rest.n > 0;) {
        struct str line = str_cut(&rest, '\n');
        BUG_ON(!str_ends(line, STR("\r")) || line.n > 400);
        line.n--;
        BUG_ON(str_find(line, STR("\r")) >= 0);
        in_headers = in_headers && line.n > 0;
        if (!in_headers || str_starts(line, STR(" "))) {
            continue;
        }
        size_t h = 0;
        while (h < ARRAY_LEN(headers) && !str_starts(line, str_c(headers[h]))) {
            h++;
        }
        BUG_ON(h == ARRAY_LEN(headers) || ++seen[h] > 1);
        BUG_ON(h == 1 && line.n != 5 + recipient.n + 1);
    }
    for (size_t i = 0; i < letter.n; i++) {
        BUG_ON((letter.p[i] & 0x80) != 0 || letter.p[i] == 0);
    }
    BUG_ON(in_headers);
}

// The fields stand in the input one after the other, each ended by 0xFE, which is in no UTF-8.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size};
    struct smtp_mail m = {.date = 1795435200};
    m.to = str_cut(&rest, '\xFE');
    m.from = str_cut(&rest, '\xFE');
    m.message_id = str_cut(&rest, '\xFE');
    m.from_name = str_cut(&rest, '\xFE');
    m.subject = str_cut(&rest, '\xFE');
    m.lang = str_cut(&rest, '\xFE');
    m.body = rest;
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct str letter;
    if (smtp_letter(&a, &m, &letter, &e)) {
        check(letter, m.to);
    } else {
        BUG_ON(e.code != ERR_INPUT && e.code != ERR_LIMIT);
    }
    arena_free(&a);
    return 0;
}
