// box.h: the sealed box for contact details: the public key closes it, the private key alone opens it.
//
// The public key is a setting that the web process reads. The private key is a file or a systemd credential that only
// the mail process and the audited opening read; neither the database nor a backup holds it.
#pragma once

#include "base/err.h"
#include "base/str.h"

enum {
    BOX_PUBLIC = 32,       // bytes of a public key
    BOX_PUBLIC_TEXT = 52,  // characters of it as a setting: Crockford's base32
    BOX_TEXT = 1024,       // room for a private key in writing, see box_key_export
};

struct box_public {
    uint8_t key[BOX_PUBLIC];
};

// A private key with its public one, in memory that is locked, kept out of core dumps, read-only between guard pages,
// and wiped when closed.
struct box_key;

// A private key in writing. Whoever fills one wipes it (secret_wipe) once it is printed.
struct box_text {
    char p[BOX_TEXT];
    size_t n;
};

// A new key pair from the kernel's random bytes. Give back with box_key_close, which takes NULL too.
struct box_key *box_key_new(void);
void box_key_close(struct box_key *k);
struct box_public box_public_of(const struct box_key *k);

// The key in writing, as `hoiam key export` prints it and as the key file holds it: a heading, the public key as a
// comment, and four lines "1: XXXX-XXXX-XXXX-XXXX-XX". The 64 symbols of the four lines are the key's 32 bytes and 8
// bytes of BLAKE2b over them; the last two of each line check the line and its number (crockford_check).
void box_key_export(const struct box_key *k, struct box_text *out);

// The same with a remark of the caller's own, see box_key_save_noted.
void box_key_export_noted(const struct box_key *k, const char *note, struct box_text *out);

// A key from its writing, as a file or as a person types it: lines that begin with '#', blank lines and the case of
// letters do not matter. ERR_INPUT names the line that is wrong, never what stands in it.
MUST_USE bool box_key_import(struct str text, struct box_key **out, struct err *e);

// Write the key to a new file that its owner alone can read (0600), durable when this returns. A file that is there is
// never overwritten: ERR_CONFLICT.
MUST_USE bool box_key_save(const struct box_key *k, const char *path, struct err *e);

// The same with another remark in it: lines that begin with '#', from "\n# " to "\n# ", before the public key.
MUST_USE bool box_key_save_noted(const struct box_key *k, const char *note, const char *path, struct err *e);

// n bytes for another purpose, made from the private key (secret_derive).
void box_key_derive(const struct box_key *k, const char *purpose, void *out, size_t n);

// Read the key from a file. Refused with ERR_INPUT: a symbolic link, what is no regular file, a file of another user
// than root or the one we run as, one that group or others can read or write, one that is no key.
MUST_USE bool box_key_load(const char *path, struct box_key **out, struct err *e);

// Read the key that systemd passes as the credential "hoiam-key" (LoadCredential=, systemd.exec(5)). ERR_INPUT when
// there is none. systemd may grant a credential by an access list, which shows as the group's right to read; that is
// allowed here.
MUST_USE bool box_key_load_credential(struct box_key **out, struct err *e);

// Whether systemd passes such a credential at all, good or not.
bool box_key_credential_given(void);

// The same for a credential of another name.
MUST_USE bool box_key_load_credential_named(const char *name, struct box_key **out, struct err *e);
bool box_key_credential_named(const char *name);

// The public key as a setting, and back: false when the text is none.
struct str box_public_text(struct arena *a, const struct box_public *pub);
MUST_USE bool box_public_read(struct str text, struct box_public *out);

// Close `plain` in a box for `pub` (libsodium's crypto_box_seal: X25519, XSalsa20-Poly1305). `about` names the row
// that the box belongs to ("contact 17/4711"); the box opens for the same name only, so that one moved to another row
// stays shut. The plain text is padded to a multiple of 64 bytes: the length of an address does not show.
struct str box_seal(struct arena *a, const struct box_public *pub, struct str about, struct str plain);

// Open a box. ERR_CORRUPT when it was closed for another key or another row, or was changed; *plain is left alone then.
MUST_USE bool box_open(struct arena *a, const struct box_key *k, struct str about, struct str sealed, struct str *plain,
                       struct err *e);
