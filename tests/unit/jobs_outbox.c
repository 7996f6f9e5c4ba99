// Promises of jobs/outbox and jobs/erase: each notice goes out once, what is killed in between repeats at most one, later,
// with the same Message-ID; addresses are gone afterwards; neither address nor key is in a file that the program leaves.
#include "jobs/outbox.h"

#include "base/clock.h"
#include "core/contact/contact.h"
#include "core/desk/matter.h"
#include "core/intake/message.h"
#include "core/office/founding.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "jobs/erase.h"
#include "smtp_stub.h"
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define MARKED "dau.vet.rieng.7731@thu.example.vn"

enum { NOW = 1795435200, DAY = 86400 };

static char folder[] = "/tmp/hoiam-outbox-XXXXXX";
static char store[100];
static char key_path[110];

// What a transaction of these tests needs, and what it leaves.
struct play {
    struct db *db;
    struct site *site;
    struct mailer *mailer;
    struct arena a;
    int64_t now;
    uint16_t port;
    int64_t message;
    struct matter_row matter;
    struct str contact;
    int64_t count;
    struct contact_opening opening;
};

static struct founder founder_of(struct tx *tx, const struct play *p)
{
    return (struct founder){.tx = tx, .home = p->site->home, .now = p->now, .today = p->site->today};
}

static void run(struct play *p, db_fn *fn, const char *what)
{
    struct err e = ERR_INIT;
    bool good = db_write(p->db, &p->a, fn, p, &e);
    ok(good, "%s %s", what, e.what);
    BUG_ON(!good);
}

static void read_site(struct play *p)
{
    struct err e = ERR_INIT;
    site_unref(p->site);
    p->site = NULL;
    BUG_ON(!site_load(p->db, p->now, &p->site, &e));
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("UBND xã Thạnh Hòa")}};
    int64_t home;
    int64_t id;
    return site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), p->now, p->now / DAY, &home, &id, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end set_mail(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct founder f = founder_of(tx, p);
    struct str key = box_public_text(&p->a, mailer_key(p->mailer));
    struct str server = str_fmt(&p->a, "smtp://127.0.0.1:%u", (unsigned)p->port);
    return setting_set(&f, p->site->root, SETTING_CONTACT_KEY, key, e) &&
           setting_set(&f, p->site->root, SETTING_SMTP_URL, server, e) &&
           setting_set(&f, p->site->root, SETTING_MAIL_FROM, STR("hoiam@xa.example.vn"), e) &&
           setting_set(&f, p->site->root, SETTING_BASE_URL, STR("https://xa.example.vn"), e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end take(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct message_draft d = {.words = STR("Đèn đường hỏng"), .channel = STR("web"), .lang = LANG_VI, .contact = p->contact,
                              .contact_ways = contact_ways(p->site, mailer_key(p->mailer))};
    struct problems bad = {.n = 0};
    struct message_taken taken;
    message_check(p->site, &d, &bad);
    BUG_ON(bad.n > 0);
    if (!message_take(tx, p->site, &(struct actor){.member_id = 0}, &d, p->now, &taken, e)) {
        return TX_FAILED;
    }
    p->message = taken.id;
    return TX_COMMIT;
}

static struct desk desk_for(struct tx *tx, const struct play *p)
{
    return (struct desk){.tx = tx, .site = p->site, .actor = {.role = STR("clerk"), .office_id = p->site->root}, .now = p->now};
}

// A matter with the message in it, given to the office: the first thing that its sender is told of.
static enum tx_end start(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct desk d = desk_for(tx, p);
    struct message_row m;
    BUG_ON(q_message_by_id(tx, p->site->home, p->message, &m, e) != Q_ROW);
    return matter_start(&d, &m, 0, STR("Đèn đường"), &p->matter, e) == MATTER_SAVED &&
           matter_assign(&d, &p->matter, p->site->root, p->now + 15 * DAY, STR_NONE, e) == MATTER_SAVED ? TX_COMMIT : TX_FAILED;
}

static enum tx_end close_matter(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct desk d = desk_for(tx, p);
    struct matter_row m;
    BUG_ON(q_matter_by_id(tx, p->site->home, p->matter.id, &m, e) != Q_ROW);
    return matter_close(&d, &m, &(struct matter_closing){.outcome = OUTCOME_DONE}, e) == MATTER_SAVED ? TX_COMMIT : TX_FAILED;
}

static enum tx_end reopen_matter(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct desk d = desk_for(tx, p);
    struct matter_row m;
    BUG_ON(q_matter_by_id(tx, p->site->home, p->matter.id, &m, e) != Q_ROW);
    return matter_reopen(&d, &m, STR_NONE, e) == MATTER_SAVED ? TX_COMMIT : TX_FAILED;
}

// Notices that are due at a time.
static int64_t due(struct play *p, int64_t now)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct outbox_due_row *list;
    size_t n;
    BUG_ON(!db_read_begin(p->db, &p->a, &tx, &e) || !q_outbox_due(tx, now, &list, &n, &e));
    db_read_end(tx);
    return (int64_t)n;
}

static int64_t kept(struct play *p)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct contact_get_row row;
    BUG_ON(!db_read_begin(p->db, &p->a, &tx, &e));
    enum q_got got = q_contact_get(tx, p->site->home, p->message, &row, &e);
    db_read_end(tx);
    return got;
}

static bool send_due(struct play *p, int64_t now)
{
    struct err e = ERR_INIT;
    struct outbox o = {.db = p->db, .mailer = p->mailer};
    return outbox_run(&o, p->site, now, &e);
}

static void erase_at(struct play *p, int64_t now, int64_t want, const char *what)
{
    struct err e = ERR_INIT;
    ok(erase_run(p->db, p->site, now, &e), "erasing %s", e.what);
    is_int(kept(p), want, "%s", what);
}

static bool open_play(struct play *p)
{
    struct err e = ERR_INIT;
    bool good = mailer_start(&p->mailer, NULL, key_path, store, &e) && db_open(&p->db, store, DB_READ_WRITE, &e);
    ok(good, "mail process and store %s", e.what);
    return good;
}

static void close_play(struct play *p)
{
    db_close(p->db);
    mailer_stop(p->mailer);
    site_unref(p->site);
    p->site = NULL;
}

// Point the settings at a stub that has just been started.
static void use_stub(struct play *p, struct smtp_stub *stub)
{
    stub_start(stub);
    p->port = stub->port;
    run(p, set_mail, "mail is set up");
    read_site(p);
}

static struct str message_id_in(struct str text)
{
    ptrdiff_t at = str_find(text, STR("Message-ID: "));
    struct str rest = str_slice(text, at < 0 ? text.n : (size_t)at, text.n);
    return str_cut(&rest, '\n');
}

static void waits(void)
{
    is_int(outbox_wait(0), 60, "a minute to the second try");
    is_int(outbox_wait(3), 480, "twice as long each time");
    is_int(outbox_wait(50), OUTBOX_LONGEST_WAIT, "up to a limit");
}

static void once(struct play *p)
{
    struct smtp_stub refusing = {.rcpt = "451 later"};
    struct smtp_stub taking = {.port = 0};
    use_stub(p, &refusing);
    p->contact = STR(MARKED);
    run(p, take, "a message with an address");
    run(p, start, "becomes a matter that is given to an office");
    is_int(due(p, NOW), 1, "one notice for all of it");
    ok(send_due(p, NOW), "a server that says later");
    stub_wait(&refusing);
    is_int(due(p, NOW + 59), 0, "is asked again");
    is_int(due(p, NOW + 60), 1, "after a minute");

    use_stub(p, &taking);
    ok(send_due(p, NOW + 60), "then it goes out");
    stub_wait(&taking);
    ok(str_find(buf_str(&taking.commands), STR("RCPT TO:<" MARKED ">")) >= 0, "to that address");
    is_int(due(p, NOW + 30 * DAY), 0, "and that was all");
    stub_free(&refusing);
    stub_free(&taking);
}

// An administrator's test mail, as the page sends it and tells of it.
static enum tx_end try_mail(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    return contact_try_mail(tx, p->site, STR(MARKED), LANG_VI, p->now, e) ? TX_COMMIT : TX_FAILED;
}

static struct trial_mail trial_of(struct play *p)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct trial_mail t;
    BUG_ON(!db_read_begin(p->db, &p->a, &tx, &e) || !contact_trial(tx, p->site, &t, &e));
    db_read_end(tx);
    return t;
}

static void trial(struct play *p)
{
    struct smtp_stub taking = {.port = 0};
    use_stub(p, &taking);
    run(p, try_mail, "a test mail is asked for");
    struct trial_mail t = trial_of(p);
    ok(t.any && !t.done && t.tries == 0, "the page says that it is being sent");
    ok(send_due(p, NOW), "it goes out");
    stub_wait(&taking);
    ok(str_find(buf_str(&taking.commands), STR("RCPT TO:<" MARKED ">")) >= 0 && taking.text.n > 0, "to that address");
    t = trial_of(p);
    ok(t.done && t.sent && t.made_at == NOW, "and the page says that it was sent");
    is_int(due(p, NOW + 30 * DAY), 0, "once");
    stub_free(&taking);
}

static void given_up(struct play *p)
{
    p->port = 9; // nobody listens there
    run(p, set_mail, "a server that is not there");
    read_site(p);
    run(p, take, "another message");
    run(p, start, "and its matter");
    int tries = 0;
    for (int64_t at = NOW; at < NOW + 4 * DAY; at += 600) {
        tries += due(p, at) > 0;
        BUG_ON(!send_due(p, at));
    }
    ok(tries > 10 && tries < 30, "%d tries in three days, then it is given up", tries);
    is_int(due(p, NOW + 40 * DAY), 0, "for good");
}

// In a process of its own: send what is due, to a server that kills us once it has the mail.
static void child(int from_parent)
{
    struct play p = {.now = NOW};
    struct err e = ERR_INIT;
    char go;
    if (read(from_parent, &go, 1) != 1 || !mailer_start(&p.mailer, NULL, key_path, store, &e) ||
        !db_open(&p.db, store, DB_READ_WRITE, &e)) {
        _exit(3);
    }
    read_site(&p);
    _exit(send_due(&p, NOW) ? 4 : 5);
}

static void killed_between(struct play *p)
{
    struct smtp_stub first = {.port = 0};
    struct smtp_stub second = {.port = 0};
    int pipes[2];
    BUG_ON(pipe(pipes) != 0);
    pid_t pid = fork();
    if (pid == 0) {
        child(pipes[0]);
    }
    first.kill_at_end = pid;
    BUG_ON(!open_play(p));
    read_site(p);
    use_stub(p, &first);
    run(p, take, "a third message");
    run(p, start, "and its matter");
    close_play(p);
    BUG_ON(write(pipes[1], "x", 1) != 1);
    int status = 0;
    BUG_ON(waitpid(pid, &status, 0) != pid);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "killed after the mail went out, before it was marked");
    stub_wait(&first);

    BUG_ON(!open_play(p));
    read_site(p);
    is_int(due(p, NOW), 0, "started anew, it is not sent at once");
    use_stub(p, &second);
    ok(send_due(p, NOW + 60), "but once more later");
    stub_wait(&second);
    is_int(due(p, NOW + 30 * DAY), 0, "and never again");
    struct str one = message_id_in(buf_str(&first.text));
    ok(one.n > 20 && str_eq(one, message_id_in(buf_str(&second.text))), "the repeat bears the same %.*s", STR_ARG(one));
    stub_free(&first);
    stub_free(&second);
}

// A reply that counts the events of a message of one kind.
static enum tx_end count_events(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    struct event_row *list;
    size_t n;
    BUG_ON(!q_events_of_subject(tx, p->site->home, p->message, &list, &n, e));
    p->count = 0;
    for (size_t i = 0; i < n; i++) {
        enum event_kind kind = event_kind_of(list[i].kind);
        p->count += kind == EVENT_CONTACT_OPENED ? 1 : kind == EVENT_CONTACT_ERASED ? 100 : 0;
    }
    return TX_COMMIT;
}

static enum tx_end record(struct tx *tx, void *arg, struct err *e)
{
    struct play *p = arg;
    return contact_record_opening(tx, &p->opening, e);
}

static void opened(struct play *p)
{
    struct err e = ERR_INIT;
    int64_t elsewhere = 17;
    p->opening = (struct contact_opening){
        .site = p->site, .actor = {.role = STR("clerk"), .office_id = p->site->root}, .offices = &elsewhere, .n_offices = 1,
        .message_id = p->message, .reason = CONTACT_REASON_CALL, .note = STR("Hỏi vị trí cột đèn"), .now = clock_now()};
    run(p, record, "an opening is asked for by a member of another office");
    is_int(p->opening.end, CONTACT_NOT_YOURS, "who may not");
    run(p, count_events, "nothing happened");
    is_int(p->count, 0, "by the record");
    p->opening.offices = &p->site->root;
    run(p, record, "and by one of this office");
    is_int(p->opening.end, CONTACT_OPENING, "who may");
    run(p, count_events, "it is on record");
    is_int(p->count, 1, "before anything is opened");
    struct str plain = STR_NONE;
    struct keeper_asked asked = {p->site->home, p->message, p->opening.event};
    ok(mailer_open(p->mailer, &p->a, &asked, &plain, &e), "then the box opens %s", e.what);
    is_str(plain, MARKED, "with the address");
}

static void erased(struct play *p)
{
    p->now = NOW + 2 * DAY;
    run(p, close_matter, "the matter is closed");
    erase_at(p, NOW + 31 * DAY, Q_ROW, "29 days later the address is still kept");
    run(p, reopen_matter, "reopened");
    erase_at(p, NOW + 33 * DAY, Q_ROW, "it is kept on while somebody works on it");
    p->now = NOW + 34 * DAY;
    run(p, close_matter, "closed again");
    erase_at(p, NOW + 63 * DAY, Q_ROW, "29 days later it is there");
    is_int(due(p, NOW + 63 * DAY), 1, "with a notice that waits");
    erase_at(p, NOW + 64 * DAY, Q_NONE, "30 days later it is gone");
    is_int(due(p, NOW + 65 * DAY), 0, "and the notice too");
    run(p, count_events, "the erasing is an event");
    is_int(p->count, 101, "beside the opening");
    p->opening.now = NOW + 65 * DAY;
    run(p, record, "opening it now");
    is_int(p->opening.end, CONTACT_NOT_KEPT, "finds nothing");
    p->contact = STR("+84 912 345 678");
    p->now = NOW;
    run(p, take, "one that is never answered");
    erase_at(p, NOW + 729 * DAY, Q_ROW, "is kept for two years");
    erase_at(p, NOW + 730 * DAY, Q_NONE, "and not longer");
}

// Is it anywhere in a file of the folder but the key's own?
static int found_in_files(struct str what)
{
    int count = 0;
    DIR *d = opendir(folder);
    BUG_ON(d == NULL);
    for (struct dirent *f = readdir(d); f != NULL; f = readdir(d)) {
        char path[400];
        (void)snprintf(path, sizeof path, "%s/%s", folder, f->d_name);
        struct buf all = buf_new(64 << 20);
        char part[65536];
        int fd = open(path, O_RDONLY);
        for (ssize_t n = 0; f->d_type == DT_REG && (n = read(fd, part, sizeof part)) > 0;) {
            buf_add(&all, (struct str){part, (size_t)n});
        }
        (void)close(fd);
        BUG_ON(buf_over(&all));
        bool key_file = str_ends(str_c(f->d_name), STR(".key"));
        if (!key_file && all.n > 0 && memmem(all.p, all.n, what.p, what.n) != NULL) {
            printf("# found in %s\n", f->d_name);
            count++;
        }
        buf_free(&all);
    }
    (void)closedir(d);
    return count;
}

// Neither the address nor the key: in the store, its log of changes, a backup, what was logged.
static void nowhere(struct play *p, struct str secret, struct str text)
{
    struct err e = ERR_INIT;
    char backup[120];
    struct stat log;
    (void)snprintf(backup, sizeof backup, "%s/copy.db", folder);
    ok(db_backup(p->db, backup, &e), "a backup %s", e.what);
    (void)snprintf(backup, sizeof backup, "%s/log", folder);
    (void)fflush(stderr);
    ok(stat(backup, &log) == 0 && log.st_size > 0, "and a log that says something");
    is_int(found_in_files(STR("UBND")) > 1, 1, "what is not secret is found in store and backup");
    is_int(found_in_files(STR(MARKED)), 0, "the address is nowhere");
    is_int(found_in_files(STR("dau.vet.rieng")), 0, "nor half of it");
    is_int(found_in_files(STR("912345678")), 0, "nor the telephone number");
    is_int(found_in_files(secret), 0, "the private key is nowhere");
    struct str rest = text;
    for (struct str line = str_cut(&rest, '\n'); rest.p != NULL; line = str_cut(&rest, '\n')) {
        if (line.n > 20 && line.p[1] == ':') {
            is_int(found_in_files(str_slice(line, 3, line.n)), 0, "nor line %c of its writing", line.p[0]);
        }
    }
}

// The private key's bytes, from its writing: five bits a symbol.
static void key_bytes(struct str text, unsigned char out[static 40])
{
    static const char symbols[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    size_t bit = 0;
    memset(out, 0, 40);
    struct str rest = text;
    while (rest.p != NULL) {
        struct str line = str_cut(&rest, '\n');
        size_t taken = 0;
        for (size_t i = 3; line.n > 20 && line.p[1] == ':' && i < line.n && taken < 16; i++) {
            const char *at = strchr(symbols, line.p[i]);
            if (line.p[i] == '-' || at == NULL) {
                continue;
            }
            for (int b = 4; b >= 0; b--, bit++) {
                out[bit / 8] |= (unsigned char)((((unsigned)(at - symbols) >> b) & 1u) << (7 - bit % 8));
            }
            taken++;
        }
    }
    BUG_ON(bit != 320);
}

int main(void)
{
    struct play p = {.now = NOW};
    struct err e = ERR_INIT;
    struct box_text text;
    unsigned char secret[40];
    BUG_ON(mkdtemp(folder) == NULL);
    (void)snprintf(store, sizeof store, "%s/xa.db", folder);
    (void)snprintf(key_path, sizeof key_path, "%s.key", store);
    char log[120];
    (void)snprintf(log, sizeof log, "%s/log", folder);
    BUG_ON(freopen(log, "a", stderr) == NULL);
    struct box_key *key = box_key_new();
    box_key_export(key, &text);
    key_bytes((struct str){text.p, text.n}, secret);
    BUG_ON(!box_key_save(key, key_path, &e) || !db_create(store, &e));
    box_key_close(key);

    waits();
    BUG_ON(!open_play(&p));
    run(&p, found, "a site");
    read_site(&p);
    once(&p);
    trial(&p);
    given_up(&p);
    close_play(&p);
    killed_between(&p);
    opened(&p);
    erased(&p);
    nowhere(&p, (struct str){(char *)secret, 32}, (struct str){text.p, text.n});
    close_play(&p);
    arena_free(&p.a);
    char clean[120];
    (void)snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    BUG_ON(system(clean) != 0);
    return tap_done();
}
