// box.c: keys in guarded memory, their writing, sealing and opening. Files: box_file.c.
#include "auth/box.h"

#include "auth/crockford.h"
#include "auth/secret.h"
#include "base/log.h"

#include <errno.h>
#include <sodium.h>

enum {
    SECRET = crypto_box_SECRETKEYBYTES,
    SUM = 8,
    WRITTEN = SECRET + SUM,
    LINES = 4,
    LINE_BYTES = WRITTEN / LINES,
    LINE_SYMBOLS = LINE_BYTES * 8 / 5, // 16
    CHECKS = 2,
    GROUP = 4,
    ABOUT = 16, // bytes that stand for the row's name inside the box
    BLOCK = 64, // the plain text is padded to a multiple of this
};

_Static_assert(LINES * LINE_BYTES == WRITTEN && LINE_SYMBOLS * 5 == LINE_BYTES * 8, "lines are of whole symbols");
_Static_assert(BOX_PUBLIC == crypto_box_PUBLICKEYBYTES && SECRET == 32, "X25519 keys");

static const char heading[] = "HOIAM-KEY-1";

struct box_key {
    uint8_t secret[SECRET];
    uint8_t pub[BOX_PUBLIC];
};

// Guarded memory for a key that is about to be filled in. sodium_malloc locks it and keeps it out of core dumps; when
// the limit on locked memory is too low it goes on without, and so do we, but not silently.
static struct box_key *key_room(void)
{
    secret_init();
    struct box_key *k = sodium_malloc(sizeof *k);
    BUG_ON(k == NULL);
    if (sodium_mlock(k, sizeof *k) != 0) {
        log_warn("the private key's memory cannot be locked: %s; raise the limit on locked memory",
                 strerrordesc_np(errno));
    }
    return k;
}

static struct box_key *key_done(struct box_key *k)
{
    BUG_ON(sodium_mprotect_readonly(k) != 0);
    return k;
}

struct box_key *box_key_new(void)
{
    struct box_key *k = key_room();
    BUG_ON(crypto_box_keypair(k->pub, k->secret) != 0);
    return key_done(k);
}

void box_key_close(struct box_key *k)
{
    sodium_free(k); // wipes
}

struct box_public box_public_of(const struct box_key *k)
{
    struct box_public pub;
    memcpy(pub.key, k->pub, sizeof pub.key);
    return pub;
}

// Bytes to 5-bit values; n is a multiple of 5.
static void spread(const uint8_t *bytes, size_t n, uint8_t *value)
{
    for (size_t bit = 0; bit < n * 8; bit += 5) {
        unsigned two = (unsigned)bytes[bit / 8] << 8 | (bit / 8 + 1 < n ? bytes[bit / 8 + 1] : 0u);
        value[bit / 5] = (uint8_t)(two >> (11 - bit % 8) & 31);
    }
}

// 5-bit values to bytes; the counterpart of spread.
static void gather(const uint8_t *value, size_t bytes_n, uint8_t *bytes)
{
    memset(bytes, 0, bytes_n);
    for (size_t bit = 0; bit < bytes_n * 8; bit++) {
        unsigned on = (unsigned)value[bit / 5] >> (4 - bit % 5) & 1u;
        bytes[bit / 8] |= (uint8_t)(on << (7 - bit % 8));
    }
}

static void written_sum(const uint8_t secret[static SECRET], uint8_t sum[static SUM])
{
    uint8_t whole[16];
    secret_derive("hoiam key sum", (struct str){(const char *)secret, SECRET}, whole, sizeof whole);
    memcpy(sum, whole, SUM);
    secret_wipe(whole, sizeof whole);
}

// The check of one line: its number stands before its symbols, so that a line in the wrong place is seen.
static unsigned line_check(unsigned number, const uint8_t value[static LINE_SYMBOLS])
{
    uint8_t numbered[1 + LINE_SYMBOLS];
    numbered[0] = (uint8_t)number;
    memcpy(numbered + 1, value, LINE_SYMBOLS);
    unsigned check = crockford_check(numbered, sizeof numbered);
    secret_wipe(numbered, sizeof numbered);
    return check;
}

static void text_add(struct box_text *out, const char *p, size_t n)
{
    BUG_ON(n > sizeof out->p - out->n);
    memcpy(out->p + out->n, p, n);
    out->n += n;
}

static void text_symbols(struct box_text *out, const uint8_t *value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % GROUP == 0) {
            text_add(out, "-", 1);
        }
        char c = crockford_symbol(value[i]);
        text_add(out, &c, 1);
    }
}

void box_key_derive(const struct box_key *k, const char *purpose, void *out, size_t n)
{
    secret_derive(purpose, (struct str){(const char *)k->secret, SECRET}, out, n);
}

static const char reads_contacts[] = "\n# Whoever has this can read contact details that senders left. Public key:\n# ";

void box_key_export(const struct box_key *k, struct box_text *out)
{
    box_key_export_noted(k, reads_contacts, out);
}

void box_key_export_noted(const struct box_key *k, const char *note, struct box_text *out)
{
    uint8_t bytes[WRITTEN];
    memcpy(bytes, k->secret, SECRET);
    written_sum(k->secret, bytes + SECRET);
    out->n = 0;
    text_add(out, heading, sizeof heading - 1);
    text_add(out, note, strlen(note));
    struct arena a = ARENA_INIT;
    struct box_public pub = box_public_of(k);
    struct str shown = box_public_text(&a, &pub);
    text_add(out, shown.p, shown.n);
    arena_free(&a);
    text_add(out, "\n", 1);
    uint8_t value[LINE_SYMBOLS + CHECKS];
    for (unsigned i = 0; i < LINES; i++) {
        spread(bytes + i * LINE_BYTES, LINE_BYTES, value);
        unsigned check = line_check(i + 1, value);
        value[LINE_SYMBOLS] = (uint8_t)(check / 32);
        value[LINE_SYMBOLS + 1] = (uint8_t)(check % 32);
        char number[3] = {(char)('1' + i), ':', ' '};
        text_add(out, number, sizeof number);
        text_symbols(out, value, sizeof value);
        text_add(out, "\n", 1);
    }
    secret_wipe(value, sizeof value);
    secret_wipe(bytes, sizeof bytes);
}

// One line of the writing, "N: symbols", into its bytes.
static bool import_line(struct str line, unsigned number, uint8_t bytes[static LINE_BYTES], struct err *e)
{
    struct str rest = line;
    struct str label = str_trim(str_cut(&rest, ':'));
    if (label.n != 1 || label.p[0] != (char)('0' + number) || rest.p == NULL) {
        return err_set(e, ERR_INPUT, N_("key: line %u should begin with \"%u:\""), number, number);
    }
    uint8_t value[LINE_SYMBOLS + CHECKS];
    if (crockford_read(rest, value, sizeof value) != CROCKFORD_OK) {
        return err_set(e, ERR_INPUT, N_("key: line %u should have %zu letters and digits after \"%u:\""), number,
                       sizeof value, number);
    }
    bool fits = (unsigned)value[LINE_SYMBOLS] * 32 + value[LINE_SYMBOLS + 1] == line_check(number, value);
    if (fits) {
        gather(value, LINE_BYTES, bytes);
    }
    secret_wipe(value, sizeof value);
    return fits || err_set(e, ERR_INPUT, N_("key: line %u has a typing error"), number);
}

static bool import_lines(struct str text, uint8_t bytes[static WRITTEN], struct err *e)
{
    bool headed = false;
    unsigned done = 0;
    for (struct str rest = text; rest.p != NULL;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n == 0 || line.p[0] == '#') {
            continue;
        }
        if (!headed) {
            headed = str_eq_nocase(line, str_c(heading));
            if (!headed) {
                return err_set(e, ERR_INPUT, N_("key: the first line should be %s"), heading);
            }
        } else if (done == LINES) {
            return err_set(e, ERR_INPUT, N_("key: there is more after line %d"), LINES);
        } else if (!import_line(line, done + 1, bytes + done * LINE_BYTES, e)) {
            return false;
        } else {
            done++;
        }
    }
    return done == LINES || err_set(e, ERR_INPUT, N_("key: line %u is missing"), done + 1);
}

bool box_key_import(struct str text, struct box_key **out, struct err *e)
{
    if (text.n > BOX_TEXT) {
        return err_set(e, ERR_LIMIT, N_("key: longer than %d bytes"), BOX_TEXT);
    }
    uint8_t bytes[WRITTEN];
    uint8_t sum[SUM];
    bool good = import_lines(text, bytes, e);
    if (good) {
        written_sum(bytes, sum);
        good = secret_equal(sum, bytes + SECRET, SUM) ||
               err_set(e, ERR_INPUT, N_("key: the lines do not belong together"));
    }
    if (good) {
        struct box_key *k = key_room();
        memcpy(k->secret, bytes, SECRET);
        BUG_ON(crypto_scalarmult_base(k->pub, k->secret) != 0);
        *out = key_done(k);
    }
    secret_wipe(bytes, sizeof bytes);
    return good;
}

enum { PUBLIC_PADDED = 35, PUBLIC_ALL = PUBLIC_PADDED * 8 / 5 }; // 32 bytes and 3 of zeros, to whole symbols

struct str box_public_text(struct arena *a, const struct box_public *pub)
{
    uint8_t bytes[PUBLIC_PADDED] = {0};
    uint8_t value[PUBLIC_ALL];
    memcpy(bytes, pub->key, BOX_PUBLIC);
    spread(bytes, sizeof bytes, value);
    char text[BOX_PUBLIC_TEXT];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = crockford_symbol(value[i]);
    }
    return str_copy(a, (struct str){text, sizeof text});
}

bool box_public_read(struct str text, struct box_public *out)
{
    uint8_t value[PUBLIC_ALL] = {0};
    uint8_t bytes[PUBLIC_PADDED];
    if (crockford_read(text, value, BOX_PUBLIC_TEXT) != CROCKFORD_OK) {
        return false;
    }
    gather(value, sizeof bytes, bytes);
    if (bytes[BOX_PUBLIC] != 0) { // the 4 bits of the last symbol that no key fills
        return false;
    }
    memcpy(out->key, bytes, BOX_PUBLIC);
    return true;
}

struct str box_seal(struct arena *a, const struct box_public *pub, struct str about, struct str plain)
{
    size_t whole = ABOUT + (plain.n / BLOCK + 1) * BLOCK;
    uint8_t *in = arena_alloc(a, whole);
    secret_derive("hoiam box about", about, in, ABOUT);
    if (plain.n > 0) {
        memcpy(in + ABOUT, plain.p, plain.n);
    }
    size_t padded = 0;
    BUG_ON(sodium_pad(&padded, in + ABOUT, plain.n, BLOCK, whole - ABOUT) != 0 || padded != whole - ABOUT);
    char *out = arena_alloc(a, whole + crypto_box_SEALBYTES);
    BUG_ON(crypto_box_seal((unsigned char *)out, in, whole, pub->key) != 0);
    secret_wipe(in, whole);
    return (struct str){out, whole + crypto_box_SEALBYTES};
}

bool box_open(struct arena *a, const struct box_key *k, struct str about, struct str sealed, struct str *plain,
              struct err *e)
{
    if (sealed.n < crypto_box_SEALBYTES + ABOUT + BLOCK) {
        return err_set(e, ERR_CORRUPT, "sealed box: only %zu bytes", sealed.n);
    }
    size_t whole = sealed.n - crypto_box_SEALBYTES;
    uint8_t *in = arena_alloc(a, whole);
    if (crypto_box_seal_open(in, (const unsigned char *)sealed.p, sealed.n, k->pub, k->secret) != 0) {
        return err_set(e, ERR_CORRUPT, "sealed box: closed for another key, or changed");
    }
    uint8_t row[ABOUT];
    secret_derive("hoiam box about", about, row, ABOUT);
    size_t n = 0;
    bool ours = secret_equal(row, in, ABOUT);
    bool good = ours && sodium_unpad(&n, in + ABOUT, whole - ABOUT, BLOCK) == 0;
    if (good) {
        *plain = str_copy(a, (struct str){(const char *)in + ABOUT, n});
    } else {
        (void)err_set(e, ERR_CORRUPT, "sealed box: %s", ours ? "its padding is damaged" : "it belongs to another row");
    }
    secret_wipe(in, whole);
    return good;
}
