// Promises of auth/box: sealing, the key in writing, the key on disk.
#include "auth/box.h"
#include "auth/secret.h"
#include "base/buf.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void sealing(struct arena *a)
{
    struct err e = ERR_INIT;
    struct box_key *k = box_key_new();
    struct box_key *other = box_key_new();
    struct box_public pub = box_public_of(k);
    struct str row = STR("contact 1/17");
    struct str plain = STR("nguoi.gui@example.vn");
    struct str sealed = box_seal(a, &pub, row, plain);
    struct str back = STR("as before");
    ok(str_find(sealed, STR("example")) < 0, "the address does not show");
    ok(box_open(a, k, row, sealed, &back, &e) && str_eq(back, plain), "the key opens the box");
    ok(sealed.n == box_seal(a, &pub, row, STR("a@b.vn")).n, "nor does its length");
    back = STR("as before");
    ok(!box_open(a, other, row, sealed, &back, &e) && e.code == ERR_CORRUPT, "another key does not");
    ok(!box_open(a, k, STR("contact 1/18"), sealed, &back, &e) && e.code == ERR_CORRUPT, "nor does another row's name");
    bool shut = true;
    for (size_t i = 0; i < sealed.n; i++) {
        char *p = arena_copy(a, sealed.p, sealed.n);
        p[i] ^= 0x40;
        shut = shut && !box_open(a, k, row, (struct str){p, sealed.n}, &back, &e);
        shut = shut && !box_open(a, k, row, str_slice(sealed, 0, i), &back, &e);
    }
    ok(shut && str_eqz(back, "as before"), "a changed or cut box stays shut, and the result is left alone");
    bool sizes = true;
    char big[200];
    memset(big, 'x', sizeof big);
    for (size_t n = 0; n <= sizeof big; n++) {
        struct str in = {big, n};
        sizes = sizes && box_open(a, k, row, box_seal(a, &pub, row, in), &back, &e) && str_eq(back, in);
    }
    ok(sizes, "every length from 0 to 200 comes back");

    struct box_public again;
    struct str text = box_public_text(a, &pub);
    ok(text.n == BOX_PUBLIC_TEXT && box_public_read(text, &again) && memcmp(&pub, &again, sizeof pub) == 0,
       "the public key survives being a setting");
    char *changed = str_z(a, text);
    changed[BOX_PUBLIC_TEXT - 1] = changed[BOX_PUBLIC_TEXT - 1] == 'Z' ? 'Y' : 'Z'; // sets bits that no key fills
    ok(!box_public_read(str_c(changed), &again) && !box_public_read(STR("ABC"), &again) &&
           !box_public_read(STR_NONE, &again),
       "what is no public key is refused");
    box_key_close(other);
    box_key_close(k);
    box_key_close(NULL);
}

static void writing(struct arena *a)
{
    struct err e = ERR_INIT;
    struct box_key *k = box_key_new();
    struct box_key *back = NULL;
    struct box_text t;
    box_key_export(k, &t);
    struct str text = {t.p, t.n};
    ok(str_starts(text, STR("HOIAM-KEY-1\n# ")) && str_find(text, STR("\n4: ")) > 0, "a key in writing has its lines");
    ok(box_key_import(text, &back, &e), "and is read again");
    struct box_public p1 = box_public_of(k);
    struct box_public p2 = box_public_of(back);
    ok(memcmp(&p1, &p2, sizeof p1) == 0, "as the same key");
    struct box_public pub = box_public_of(k);
    struct str plain;
    ok(box_open(a, back, STR("r"), box_seal(a, &pub, STR("r"), STR("0912")), &plain, &e) && str_eqz(plain, "0912"),
       "which opens the same boxes");
    box_key_close(back);

    struct buf typed = buf_new(2 * BOX_TEXT);
    for (size_t i = 0; i < t.n; i++) { // lower case, CRLF, blanks for hyphens
        char c = t.p[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' && i > 11 ? ' ' : c;
        if (c == '\n') {
            buf_addc(&typed, '\r');
        }
        buf_addc(&typed, c);
    }
    ok(box_key_import(buf_str(&typed), &back, &e), "lower case, blanks and CRLF are read");
    box_key_close(back);
    buf_free(&typed);

    size_t from = (size_t)str_find(text, STR("\n1: ")) + 1;
    bool seen = true;
    for (size_t i = from; i < t.n; i++) {
        struct box_text bad = t;
        bad.p[i] = bad.p[i] == '7' ? '9' : '7';
        // A separator or line end that became a symbol makes the line too long, or joins two.
        seen = seen && !box_key_import((struct str){bad.p, bad.n}, &back, &e) && e.code == ERR_INPUT;
    }
    ok(seen, "any one wrong character is seen");
    struct box_text wrong = t;
    wrong.p[from + 50] = wrong.p[from + 50] == '7' ? '9' : '7';
    ok(!box_key_import((struct str){wrong.p, wrong.n}, &back, &e) && strstr(e.what, "line 2") != NULL,
       "and its line is named: %s", e.what);
    bool cut = true;
    for (size_t n = 0; n < t.n - 1; n++) {
        cut = cut && !box_key_import((struct str){t.p, n}, &back, &e);
    }
    ok(cut && !box_key_import(STR_NONE, &back, &e), "a cut one is refused");
    secret_wipe(&t, sizeof t);
    box_key_close(k);
}

// Line 2 of one key and the rest of another: each line is right, together they are not.
static void mixed(void)
{
    struct err e = ERR_INIT;
    struct box_key *k = box_key_new();
    struct box_key *other = box_key_new();
    struct box_key *back = NULL;
    struct box_text t1;
    struct box_text t2;
    box_key_export(k, &t1);
    box_key_export(other, &t2);
    size_t at = (size_t)str_find((struct str){t1.p, t1.n}, STR("\n2: "));
    size_t to = (size_t)str_find((struct str){t1.p, t1.n}, STR("\n3: "));
    ok(t1.n == t2.n, "all keys are written alike");
    struct box_text swapped = t1;
    memcpy(swapped.p + at + 4, t1.p + to + 4, to - at - 4); // what stands in line 3, in line 2 too
    ok(!box_key_import((struct str){swapped.p, swapped.n}, &back, &e) && strstr(e.what, "line 2") != NULL,
       "a line in another's place is refused: %s", e.what);
    memcpy(t1.p + at, t2.p + at, to - at);
    ok(!box_key_import((struct str){t1.p, t1.n}, &back, &e) && strstr(e.what, "together") != NULL,
       "lines of two keys are refused: %s", e.what);
    box_key_close(k);
    box_key_close(other);
}

static void on_disk(struct arena *a)
{
    struct err e = ERR_INIT;
    char folder[] = "/tmp/hoiam-box-XXXXXX";
    BUG_ON(mkdtemp(folder) == NULL);
    char *path = str_z(a, str_fmt(a, "%s/hoiam-key", folder));
    char *link = str_z(a, str_fmt(a, "%s/link", folder));
    struct box_key *k = box_key_new();
    struct box_key *back = NULL;
    ok(box_key_save(k, path, &e), "a key is saved");
    struct stat st;
    ok(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "for its owner alone");
    ok(!box_key_save(k, path, &e) && e.code == ERR_CONFLICT, "and never overwritten");
    ok(box_key_load(path, &back, &e), "it is loaded again");
    struct box_public p1 = box_public_of(k);
    struct box_public p2 = box_public_of(back);
    ok(memcmp(&p1, &p2, sizeof p1) == 0, "as the same key");
    box_key_close(back);

    static const mode_t open_modes[] = {0640, 0604, 0660, 0601, 0610, 0620};
    for (size_t i = 0; i < ARRAY_LEN(open_modes); i++) {
        BUG_ON(chmod(path, open_modes[i]) != 0);
        ok(!box_key_load(path, &back, &e) && e.code == ERR_INPUT, "mode %04o is refused", open_modes[i]);
    }
    BUG_ON(setenv("CREDENTIALS_DIRECTORY", folder, 1) != 0);
    BUG_ON(chmod(path, 0440) != 0);
    ok(box_key_load_credential(&back, &e), "a credential may be 0440");
    box_key_close(back);
    BUG_ON(chmod(path, 0444) != 0);
    ok(!box_key_load_credential(&back, &e), "but not 0444");
    BUG_ON(unsetenv("CREDENTIALS_DIRECTORY") != 0);
    ok(!box_key_load_credential(&back, &e) && e.code == ERR_INPUT, "no credential is said");
    BUG_ON(chmod(path, 0600) != 0);

    ok(symlink(path, link) == 0 && !box_key_load(link, &back, &e) && e.code == ERR_INPUT, "a symbolic link is refused");
    ok(unlink(link) == 0 && mkfifo(link, 0600) == 0 && !box_key_load(link, &back, &e) && e.code == ERR_INPUT,
       "a fifo is refused, without waiting");
    ok(unlink(link) == 0 && !box_key_load(link, &back, &e) && e.code == ERR_IO, "a file that is not there");
    int fd = open(link, O_WRONLY | O_CREAT, 0600);
    char fill[BOX_TEXT + 10];
    memset(fill, '#', sizeof fill);
    ok(write(fd, fill, sizeof fill) == (ssize_t)sizeof fill && !box_key_load(link, &back, &e) && e.code == ERR_LIMIT,
       "a file that is too long");
    (void)close(fd);
    (void)unlink(link);
    (void)unlink(path);
    (void)rmdir(folder);
    box_key_close(k);
}

int main(void)
{
    struct arena a = ARENA_INIT;
    sealing(&a);
    writing(&a);
    mixed();
    on_disk(&a);
    arena_free(&a);
    return tap_done();
}
