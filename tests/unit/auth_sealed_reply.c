// Promises of auth/sealed_reply.
#include "auth/sealed_reply.h"
#include "tap.h"

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct str key = STR("AAAAAAAAAAAAAAAAAAAAAB");
    ok(sealed_reply_key_ok(key) && !sealed_reply_key_ok(STR("AAAAAAAAAAAAAAAAAAAAA")), "22 characters, no fewer");
    ok(!sealed_reply_key_ok(STR("AAAAAAAAAAAAAAAAAAAAA B")) && !sealed_reply_key_ok(STR("AAAAAAAAAAAAAAAAAAAAAé")) &&
           !sealed_reply_key_ok(STR("AAAAAAAAAAAAAAAAAAAAAA\0")) && !sealed_reply_key_ok(STR_NONE),
       "visible ASCII only");
    char wide[SEALED_REPLY_KEY_MOST + 1];
    memset(wide, 'x', sizeof wide);
    ok(sealed_reply_key_ok((struct str){wide, SEALED_REPLY_KEY_MOST}) &&
           !sealed_reply_key_ok((struct str){wide, sizeof wide}),
       "200 characters, no more");

    struct str reply = STR("HTTP/1.1 201 Created {\"receipt\":\"XXXX-…\"}");
    struct str sealed = sealed_reply_seal(&a, key, reply);
    struct str back = STR_NONE;
    ok(sealed.n == reply.n + SEALED_REPLY_MORE, "sealing adds 40 bytes");
    ok(sealed_reply_open(&a, key, sealed, &back, &e) && str_eq(back, reply), "the bearer reads it again");
    ok(str_find(sealed, STR("receipt")) < 0, "nobody else does");
    ok(!str_eq(sealed, sealed_reply_seal(&a, key, reply)), "two sealings differ");
    ok(sealed_reply_open(&a, key, sealed_reply_seal(&a, key, STR("")), &back, &e) && back.n == 0, "an empty reply too");

    back = STR("as before");
    ok(!sealed_reply_open(&a, STR("AAAAAAAAAAAAAAAAAAAAAC"), sealed, &back, &e) && e.code == ERR_CORRUPT,
       "another key does not open it");
    bool cut = true;
    for (size_t n = 0; n < sealed.n; n++) {
        cut = cut && !sealed_reply_open(&a, key, str_slice(sealed, 0, n), &back, &e) && e.code == ERR_CORRUPT;
    }
    ok(cut, "nor does it open when cut anywhere");
    bool changed = true;
    for (size_t i = 0; i < sealed.n; i++) {
        char *p = arena_copy(&a, sealed.p, sealed.n);
        p[i] ^= 1;
        changed = changed && !sealed_reply_open(&a, key, (struct str){p, sealed.n}, &back, &e);
    }
    ok(changed && str_eqz(back, "as before"), "nor when changed anywhere; and the result is left alone");
    ok(strstr(e.what, "AAAA") == NULL, "the error does not name the key");

    uint8_t find[SEALED_REPLY_HASH];
    uint8_t again[SEALED_REPLY_HASH];
    sealed_reply_hash(key, find);
    sealed_reply_hash(key, again);
    ok(memcmp(find, again, sizeof find) == 0, "a key is found again");
    sealed_reply_hash(STR("AAAAAAAAAAAAAAAAAAAAAC"), again);
    ok(memcmp(find, again, sizeof find) != 0, "another key is not");

    uint8_t body[SEALED_REPLY_HASH];
    sealed_reply_body_hash(key, STR("text=1"), body);
    sealed_reply_body_hash(key, STR("text=1"), again);
    ok(memcmp(body, again, sizeof body) == 0 && memcmp(body, find, sizeof body) != 0, "a body has one hash");
    sealed_reply_body_hash(key, STR("text=2"), again);
    ok(memcmp(body, again, sizeof body) != 0, "another body another");
    sealed_reply_body_hash(STR("AAAAAAAAAAAAAAAAAAAAAC"), STR("text=1"), again);
    ok(memcmp(body, again, sizeof body) != 0, "and under another key it cannot be compared");
    arena_free(&a);
    return tap_done();
}
