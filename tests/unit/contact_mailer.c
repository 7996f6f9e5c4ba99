// Promises of core/contact/mailer: it has the key, sends notices, and is replaced when it dies.
#include "core/contact/mailer.h"
#include "smtp_stub.h"
#include "tap.h"

#include <sys/stat.h>

static char folder[] = "/tmp/hoiam-mailer-XXXXXX";

// Kill what the nursery has started.
static int kill_workers(void)
{
    char path[200];
    int killed = 0;
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *f = fopen(path, "r");
    int nursery = 0;
    if (f == NULL || fscanf(f, "%d", &nursery) != 1 || fclose(f) != 0) {
        return 0;
    }
    (void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", nursery, nursery);
    f = fopen(path, "r");
    int pid;
    while (f != NULL && fscanf(f, "%d", &pid) == 1) {
        killed += kill(pid, SIGKILL) == 0;
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return killed;
}

static struct mailer_notice sample(struct arena *a, const struct box_public *key, const char *to, uint16_t port)
{
    return (struct mailer_notice){
        .about = STR("contact 1/2"), .sealed = box_seal(a, key, STR("contact 1/2"), str_c(to)), .lang = STR("vi"),
        .office = STR("UBND xã Thạnh Hòa"), .address = STR("https://xa.example.vn"),
        .server = str_fmt(a, "smtp://127.0.0.1:%u", (unsigned)port), .from = STR("hoiam@xa.example.vn"),
        .message_id = STR("0123abcd@xa.example.vn"), .date = 1795435200};
}

// A credential of systemd goes before the file beside the store, and one that is no key is not passed over.
static void credential(struct arena *a, const char *path, const struct box_public *pub)
{
    struct err e = ERR_INIT;
    struct mailer *m;
    struct box_key *other = box_key_new();
    const char *beside = str_z(a, str_fmt(a, "%s/beside.key", folder));
    const char *given = str_z(a, str_fmt(a, "%s/hoiam-key", folder));
    BUG_ON(!box_key_save(other, beside, &e) || setenv("CREDENTIALS_DIRECTORY", folder, 1) != 0);
    ok(mailer_start(&m, NULL, path, NULL, &e) && mailer_key(m) != NULL, "other credentials than the key do not matter");
    mailer_stop(m);
    BUG_ON(rename(path, given) != 0);
    ok(mailer_start(&m, NULL, beside, NULL, &e) && memcmp(mailer_key(m)->key, pub->key, sizeof pub->key) == 0,
       "the key as a credential is taken");
    mailer_stop(m);
    BUG_ON(rename(given, path) != 0 || symlink(path, given) != 0);
    ok(mailer_start(&m, NULL, beside, NULL, &e) && mailer_key(m) == NULL, "a bad credential is no key, whatever stands beside");
    mailer_stop(m);
    BUG_ON(unlink(given) != 0 || unlink(beside) != 0 || unsetenv("CREDENTIALS_DIRECTORY") != 0);
    box_key_close(other);
}

// What opens boxes is in contact_keeper.c; here there is no store to have an opening on record.
static void no_store(struct arena *a, struct mailer *m)
{
    struct err e = ERR_INIT;
    struct str plain = STR_NONE;
    ok(!mailer_open(m, a, &(struct keeper_asked){1, 2, 3}, &plain, &e) && plain.p == NULL, "no box opens without a store: %s",
       e.what);
}

static void notices(struct arena *a, struct mailer *m)
{
    struct err e = ERR_INIT;
    struct smtp_stub stub = {.port = 0};
    stub_start(&stub);
    struct mailer_notice n = sample(a, mailer_key(m), "nguoi.gui@example.vn", stub.port);
    is_int(mailer_send(m, &n, &e), SMTP_SENT, "a notice is sent %s", e.what);
    stub_wait(&stub);
    struct str text = buf_str(&stub.text);
    ok(str_find(buf_str(&stub.commands), STR("RCPT TO:<nguoi.gui@example.vn>")) >= 0, "to the address in the box");
    ok(str_find(text, STR("Message-ID: <0123abcd@xa.example.vn>\r\n")) >= 0 &&
           str_find(text, STR("https://xa.example.vn/vi/follow")) >= 0,
       "with its Message-ID and the address of the follow page");
    ok(str_find(text, STR("/follow\r\n")) >= 0, "which is the same for everybody");
    stub_free(&stub);

    stub = (struct smtp_stub){.rcpt = "550 no such user"};
    stub_start(&stub);
    n = sample(a, mailer_key(m), "nguoi.gui@example.vn", stub.port);
    is_int(mailer_send(m, &n, &e), SMTP_NEVER, "refused for good: %s", e.what);
    stub_wait(&stub);
    stub_free(&stub);
    n = sample(a, mailer_key(m), "a@b.vn>\r\nRCPT TO:<c@d.vn", 9);
    is_int(mailer_send(m, &n, &e), SMTP_NEVER, "an address that holds a command is not sent to: %s", e.what);
    n.about = STR("contact 1/3");
    is_int(mailer_send(m, &n, &e), SMTP_NEVER, "nor a box of another message: %s", e.what);
    n = sample(a, mailer_key(m), "nguoi.gui@example.vn", 9);
    is_int(mailer_send(m, &n, &e), SMTP_LATER, "no server there: later: %s", e.what);
    n.server = STR("smtp://user:geheim@mail example");
    is_int(mailer_send(m, &n, &e), SMTP_LATER, "a setting that is wrong: later: %s", e.what);
    ok(strstr(e.what, "geheim") == NULL, "and its password is not told");
}

static void *hurry(void *arg)
{
    (void)usleep(300000);
    mailer_hurry(arg);
    return NULL;
}

// A program that stops does not wait for a mail server that says nothing.
static void hurried(struct arena *a, struct mailer *m)
{
    struct err e = ERR_INIT;
    struct smtp_stub stub = {.silent = true};
    pthread_t thread;
    time_t began = time(NULL);
    stub_start(&stub);
    struct mailer_notice n = sample(a, mailer_key(m), "nguoi.gui@example.vn", stub.port);
    BUG_ON(pthread_create(&thread, NULL, hurry, m) != 0);
    is_int(mailer_send(m, &n, &e), SMTP_LATER, "a mail that hangs is left");
    ok(time(NULL) - began < 5, "at once");
    is_int(mailer_send(m, &n, &e), SMTP_LATER, "and no other is begun: %s", e.what);
    (void)pthread_join(thread, NULL);
    (void)kill_workers(); // the stub hears that
    stub_wait(&stub);
    stub_free(&stub);
}

static void without_key(struct arena *a)
{
    struct err e = ERR_INIT;
    struct mailer *m;
    struct str plain;
    const char *path = str_z(a, str_fmt(a, "%s/none", folder));
    ok(mailer_start(&m, NULL, path, NULL, &e), "no key is no error");
    ok(mailer_key(m) == NULL, "and is told");
    ok(!mailer_open(m, a, &(struct keeper_asked){1, 2, 3}, &plain, &e), "nothing opens: %s", e.what);
    mailer_stop(m);

    FILE *f = fopen(path, "w");
    BUG_ON(f == NULL || fputs("no key\n", f) < 0 || fclose(f) != 0 || chmod(path, 0600) != 0);
    ok(mailer_start(&m, NULL, path, NULL, &e) && mailer_key(m) == NULL, "nor from a file that is none");
    mailer_stop(m);
    (void)unlink(path);
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct mailer *m = NULL;
    BUG_ON(mkdtemp(folder) == NULL);
    const char *path = str_z(&a, str_fmt(&a, "%s/x.db.key", folder));
    without_key(&a);
    struct box_key *key = box_key_new();
    struct box_public pub = box_public_of(key);
    BUG_ON(!box_key_save(key, path, &e));
    box_key_close(key);
    ok(mailer_start(&m, NULL, path, NULL, &e), "the mail process starts %s", e.what);
    ok(mailer_key(m) != NULL && memcmp(mailer_key(m)->key, pub.key, sizeof pub.key) == 0, "and tells its public key");
    mailer_stop(m);
    credential(&a, path, &pub);
    ok(mailer_start(&m, path, NULL, NULL, &e) && mailer_key(m) != NULL, "from a file given by name too %s", e.what);
    no_store(&a, m);
    notices(&a, m);
    hurried(&a, m);
    mailer_stop(m);
    (void)unlink(path);
    (void)rmdir(folder);
    arena_free(&a);
    return tap_done();
}
