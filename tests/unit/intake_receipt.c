// Promises of core/intake/receipt: reading what people type, and which typing errors are seen.
#include "base/random.h"
#include "core/intake/receipt.h"
#include "tap.h"

static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The code as its bare 28 symbols.
static void bare(struct arena *a, const struct receipt *r, char out[static 28])
{
    struct str shown = receipt_show(a, r);
    size_t n = 0;
    for (size_t i = 0; i < shown.n; i++) {
        if (shown.p[i] != '-') {
            out[n++] = shown.p[i];
        }
    }
}

static void shown_and_read(struct arena *a)
{
    struct receipt zero = {{0}};
    is_str(receipt_show(a, &zero), "0000-0000-0000-0000-0000-0000-0000", "the code of all zeros");
    struct receipt one = {{0}};
    one.value[RECEIPT_SYMBOLS - 1] = 31;
    is_str(receipt_show(a, &one), "0000-0000-0000-0000-0000-0000-0Z0Z", "a small number is its own remainder");
    struct receipt two = {{0}};
    two.value[RECEIPT_SYMBOLS - 3] = 1; // 1024 = 1021 + 3
    is_str(receipt_show(a, &two), "0000-0000-0000-0000-0000-0001-0003", "1024 leaves 3 modulo 1021");

    struct receipt r = {{0}};
    struct receipt back = {{0}};
    bool all = true;
    for (int i = 0; i < 200; i++) {
        receipt_new(&r);
        struct str shown = receipt_show(a, &r);
        all = all && shown.n == RECEIPT_SHOWN && receipt_parse(shown, &back) == RECEIPT_OK &&
              memcmp(&r, &back, sizeof r) == 0;
    }
    ok(all, "what is shown is read back");
}

static void as_people_type(struct arena *a)
{
    struct receipt r = {{1, 0, 31, 30, 16, 1, 0}};
    is_str(receipt_show(a, &r), "10ZY-G100-0000-0000-0000-0000-00XA", "a fixed code");
    static const char *const good[] = {
        "10zy-g100-0000-0000-0000-0000-00xa", "lozygiooooooooooooooooooooXa", "  IO ZY G1 00 0000000000000000 00XA\r\n",
        "10ZY–G100–0000–0000–0000–0000–00XA", "10ZY\u00a0G100\u00a00000\u00a0 0000\u00a00000 0000 00XA",
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct receipt back = {{0}};
        ok(receipt_parse(str_c(good[i]), &back) == RECEIPT_OK && memcmp(&r, &back, sizeof r) == 0,
           "way %zu of typing it is read", i);
    }
    static const struct {
        const char *typed;
        enum receipt_reading want;
        const char *what;
    } bad[] = {
        {"", RECEIPT_NOT_A_CODE, "nothing"},
        {"10ZY-G100-0000-0000-0000-0000-00M", RECEIPT_NOT_A_CODE, "a symbol too few"},
        {"10ZY-G100-0000-0000-0000-0000-00XA0", RECEIPT_NOT_A_CODE, "a symbol too many"},
        {"10ZY-G100-0000-0000-0000-0000-00U0", RECEIPT_NOT_A_CODE, "a U, which no code has"},
        {"10ZY_G100_0000_0000_0000_0000_00XA", RECEIPT_NOT_A_CODE, "underscores"},
        {"\xff\xfe", RECEIPT_NOT_A_CODE, "bytes that are not UTF-8"},
        {"10ZY-G100-0000-0000-0000-0000-00XB", RECEIPT_MISTYPED, "a wrong check symbol"},
        {"10ZY-G100-0000-0000-0000-0000-00ZZ", RECEIPT_MISTYPED, "a check above 1020"},
        {"10ZY-G100-0000-0000-Đ000-0000-00XA", RECEIPT_COMPOSED, "DD composed to Đ"},
        {"10ZY-G100-0000-0000-A\u0302000-0000-00", RECEIPT_COMPOSED, "a combining mark"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct receipt back = r;
        is_int(receipt_parse(str_c(bad[i].typed), &back), bad[i].want, "refused: %s", bad[i].what);
        ok(memcmp(&r, &back, sizeof r) == 0, "and the result is left alone");
    }
    struct receipt back;
    ok(receipt_parse(STR_NONE, &back) == RECEIPT_NOT_A_CODE, "not given is not a code");
}

// Every single error and every exchange of neighbours, check symbols included, on many codes.
static void typing_errors(struct arena *a)
{
    struct prng seed = {20261123};
    long singles = 0;
    long swaps = 0;
    long missed = 0;
    for (int round = 0; round < 60; round++) {
        struct receipt r;
        for (size_t i = 0; i < RECEIPT_SYMBOLS; i++) {
            r.value[i] = (uint8_t)prng_below(&seed, 32);
        }
        char code[28];
        bare(a, &r, code);
        struct receipt back;
        for (size_t i = 0; i < sizeof code; i++) {
            char was = code[i];
            for (size_t s = 0; s < 32; s++) {
                code[i] = symbols[s];
                if (code[i] != was) {
                    singles++;
                    missed += receipt_parse((struct str){code, sizeof code}, &back) != RECEIPT_MISTYPED;
                }
            }
            code[i] = was;
            if (i > 0 && code[i - 1] != code[i]) {
                code[i] = code[i - 1];
                code[i - 1] = was;
                swaps++;
                missed += receipt_parse((struct str){code, sizeof code}, &back) != RECEIPT_MISTYPED;
                code[i - 1] = code[i];
                code[i] = was;
            }
        }
    }
    ok(singles == 60 * 28 * 31 && swaps > 1400 && missed == 0,
       "%ld wrong symbols and %ld exchanges of neighbours: %ld missed", singles, swaps, missed);
}

// Errors that no check of two symbols can always see: the rate is measured.
static void other_errors(struct arena *a)
{
    enum { ROUNDS = 100000 };
    struct prng seed = {1021};
    long missed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct receipt r;
        for (size_t i = 0; i < RECEIPT_SYMBOLS; i++) {
            r.value[i] = (uint8_t)prng_below(&seed, 32);
        }
        char code[28];
        bare(a, &r, code);
        size_t i = prng_below(&seed, 28);
        size_t k = (i + 1 + prng_below(&seed, 27)) % 28;
        code[i] = symbols[(strchr(symbols, code[i]) - symbols + 1 + (long)prng_below(&seed, 31)) % 32];
        code[k] = symbols[(strchr(symbols, code[k]) - symbols + 1 + (long)prng_below(&seed, 31)) % 32];
        struct receipt back;
        missed += receipt_parse((struct str){code, sizeof code}, &back) == RECEIPT_OK;
        arena_reset(a);
    }
    ok(missed > 0 && missed < ROUNDS / 500, "two wrong symbols: %ld of %d escape, fewer than 1 in 500", missed, ROUNDS);
}

static void derived(void)
{
    struct receipt r = {{7}};
    struct receipt other = {{8}};
    uint8_t h1[RECEIPT_HASH];
    uint8_t h2[RECEIPT_HASH];
    receipt_hash(&r, h1);
    receipt_hash(&r, h2);
    ok(memcmp(h1, h2, sizeof h1) == 0, "the same code gives the same hash");
    receipt_hash(&other, h2);
    ok(memcmp(h1, h2, sizeof h1) != 0, "another code gives another");
    uint8_t s1[16];
    uint8_t s2[16];
    receipt_secret(&r, "comment", s1, sizeof s1);
    receipt_secret(&r, "contest", s2, sizeof s2);
    ok(memcmp(s1, s2, sizeof s1) != 0 && memcmp(s1, h1, sizeof s1) != 0, "each purpose has a secret of its own");
    receipt_secret(&r, "hoiam receipt", s1, sizeof s1);
    ok(memcmp(s1, h1, sizeof s1) != 0, "even under the name of the lookup hash");
    // Stored rows depend on these bytes: they were worked out apart, by Python's hashlib.blake2b.
    static const uint8_t want[RECEIPT_HASH] = {
        0x50, 0x5f, 0x2f, 0xd0, 0xeb, 0x06, 0x3d, 0x10,
        0xdb, 0x15, 0x48, 0x2f, 0x1a, 0xd5, 0xa6, 0xe2,
    };
    receipt_hash(&r, h1);
    ok(memcmp(h1, want, sizeof want) == 0, "the lookup hash of a fixed code never changes");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    shown_and_read(&a);
    as_people_type(&a);
    typing_errors(&a);
    other_errors(&a);
    derived();
    arena_free(&a);
    return tap_done();
}
