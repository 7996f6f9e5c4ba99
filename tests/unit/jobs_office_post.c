// Promises of core/steer/office_mail and jobs/office_post: an office that set an address hears of a reminder and of an
// invitation once each, with a number and a link and no words of the task; one without an address hears nothing.
#include "jobs/office_post.h"

#include <sys/stat.h>

#include "core/office/founding.h"
#include "core/steer/meeting.h"
#include "core/steer/office_mail.h"
#include "core/steer/task.h"
#include "core/steer/task_remind.h"
#include "db/q_meeting.h"
#include "db/q_office_mail.h"
#include "smtp_stub.h"
#include "tap.h"

enum { NOW = 1795435200, DAY = 86400 };

static struct arena arena;
static struct db *db;
static struct site *site;
static struct mailer *mailer;
static int64_t office_id, below_id, other_id;
static struct task_row task;
static struct meeting_row meeting;
static uint16_t port;
static const char *below_mail = "vanthu@xa.example.vn";

static struct founder founder_of(struct tx *tx)
{
    return (struct founder){.tx = tx, .home = site == NULL ? 0 : site->home, .now = NOW, .today = NOW / DAY};
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = founder_of(tx);
    struct office_draft root = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh Thử")}};
    struct office_draft below = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("UBND xã Thử")}};
    struct office_draft other = {.code = STR("hai"), .kind = STR("commune"), .name = {[LANG_VI] = STR("UBND xã Hai")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &f.home, &office_id, e)) {
        return TX_FAILED;
    }
    below.parent_id = other.parent_id = office_id;
    return office_add(&f, &below, &below_id, e) && office_add(&f, &other, &other_id, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end set_mail(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct founder f = founder_of(tx);
    struct str server = str_fmt(&arena, "smtp://127.0.0.1:%u", (unsigned)port);
    return setting_set(&f, office_id, SETTING_SMTP_URL, server, e) &&
           setting_set(&f, office_id, SETTING_MAIL_FROM, STR("hoiam@tinh.example.vn"), e) &&
           setting_set(&f, office_id, SETTING_BASE_URL, STR("https://tinh.example.vn"), e) &&
           setting_set(&f, office_id, SETTING_OFFICE_MAIL, STR("vanphong@tinh.example.vn"), e) &&
           setting_set(&f, below_id, SETTING_OFFICE_MAIL, str_c(below_mail), e) ? TX_COMMIT : TX_FAILED;
}

static void run(db_fn *fn, const char *what)
{
    struct err e = ERR_INIT;
    ok(db_write(db, &arena, fn, NULL, &e), "%s %s", what, e.what);
    site_unref(site);
    site = NULL;
    BUG_ON(!site_load(db, NOW, &site, &e));
}

static struct desk at(struct tx *tx)
{
    return (struct desk){tx, site, {0, STR("head"), office_id}, NOW};
}

static enum tx_end give(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx);
    struct task_draft t = {.what = STR("zuqwords: sửa cầu Mây"), .product = STR("zuqproduct"), .lead_id = below_id,
                           .follower_id = other_id, .due_day = tz_day(site->tz, NOW) - 1, .source = STR("hand")};
    return task_give(&d, office_id, &t, &task, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static enum tx_end call(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx);
    const int64_t guests[] = {below_id, other_id};
    struct meeting_draft m = {.title = STR("Giao ban tháng"), .kind = STR("briefing"), .place = STR("Phòng họp 1"),
                              .chair = STR("Chủ tịch"), .series = STR(""), .every = STR(""), .begins_at = NOW + 3 * DAY,
                              .ends_at = NOW + 3 * DAY + 3600};
    struct problems p = {.n = 0};
    meeting_check(&m, &p);
    BUG_ON(p.n > 0);
    if (meeting_call(&d, office_id, &m, &meeting, e) != STEER_SAVED ||
        meeting_invite(&d, &meeting, guests, ARRAY_LEN(guests), STR("Chủ tịch"), e) != STEER_SAVED ||
        q_meeting_by_id(tx, site->home, meeting.id, &meeting, e) != Q_ROW) {
        return TX_FAILED;
    }
    m.place = STR("Phòng họp 2"); // a change before the mail went out
    return meeting_save(&d, &meeting, &m, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static size_t waiting(int64_t now)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct office_mail_due_row *list;
    size_t n;
    BUG_ON(!db_read_begin(db, &arena, &tx, &e) || !q_office_mail_due(tx, now, &list, &n, &e));
    db_read_end(tx);
    return n;
}

static bool post(int64_t now)
{
    struct err e = ERR_INIT;
    struct outbox o = {.db = db, .mailer = mailer};
    bool good = office_post_run(&o, site, now, &e);
    ok(good, "the job runs %s", e.what);
    return good;
}

// Is it in the mail, whose long lines are broken with "=" and, in a calendar, with a blank?
static bool has(const struct buf *b, const char *what)
{
    struct buf flat = buf_new(1 << 20);
    for (size_t i = 0; i < b->n; i++) {
        struct str rest = str_slice(buf_str(b), i, b->n);
        bool soft = str_starts(rest, STR("=\r\n"));
        i += soft || str_starts(rest, STR("\r\n ")) ? 2 : 0;
        if (!soft && i < b->n && !str_starts(rest, STR("\r\n "))) {
            buf_addc(&flat, b->p[i]);
        }
    }
    bool found = str_find(buf_str(&flat), str_c(what)) >= 0;
    buf_free(&flat);
    return found;
}

static void reminders(void)
{
    struct err e = ERR_INIT;
    struct smtp_stub refusing = {.rcpt = "451 later"};
    struct smtp_stub taking = {.port = 0};
    size_t said;
    stub_start(&refusing);
    port = refusing.port;
    run(set_mail, "mail is set up");
    run(give, "a task whose day has passed");
    ok(task_remind(db, site, NOW, &said, &e) && said == 2, "lead and follower are reminded %s", e.what);
    is_int((int64_t)waiting(NOW), 1, "one mail waits: the follower set no address, and the province's is not its own");
    (void)post(NOW);
    stub_wait(&refusing);
    stub_free(&refusing);
    is_int((int64_t)waiting(NOW), 0, "refused for now: later");
    stub_start(&taking);
    port = taking.port;
    run(set_mail, "another server");
    (void)post(NOW + 61);
    stub_wait(&taking);
    ok(has(&taking.commands, "RCPT TO:<vanthu@xa.example.vn>"), "it goes to the address that the office set");
    ok(has(&taking.text, str_z(&arena, str_fmt(&arena, "https://tinh.example.vn/desk/tasks/%.*s", STR_ARG(task.public_id)))),
       "with the link");
    ok(!has(&taking.text, "zuqwords") && !has(&taking.text, "zuqproduct") && !has(&taking.text, "text/calendar"),
       "and no words of the task");
    stub_free(&taking);
    is_int((int64_t)waiting(NOW + 10 * DAY), 0, "once");
    ok(task_remind(db, site, NOW, &said, &e) && said == 0 && waiting(NOW + 10 * DAY) == 0, "what was said is not said again");
}

static void invitations(void)
{
    struct smtp_stub taking = {.port = 0};
    stub_start(&taking);
    port = taking.port;
    run(set_mail, "mail is set up");
    run(call, "a meeting is called, and moved at once");
    is_int((int64_t)waiting(NOW), 0, "nothing goes out while it may still be changed");
    is_int((int64_t)waiting(NOW + OFFICE_MAIL_WAIT), 1, "one mail for the office with an address");
    (void)post(NOW + OFFICE_MAIL_WAIT);
    stub_wait(&taking);
    ok(has(&taking.text, "multipart/mixed") && has(&taking.text, "text/calendar; charset=UTF-8; method=REQUEST"),
       "the invitation lies beside the text as iCalendar");
    ok(has(&taking.text, "SEQUENCE:1") && has(&taking.text, "BEGIN:VEVENT") && has(&taking.text, "mailto:vanthu@xa.example.vn"),
       "as it holds now, with the office as attendee");
    stub_free(&taking);
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-post-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!mailer_start(&mailer, NULL, NULL, file, &e));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    run(found, "an office is founded");
    ok(setting_problem(SETTING_OFFICE_MAIL, STR("a@b\r\nRCPT TO:<c@d>")) != NULL &&
           setting_problem(SETTING_OFFICE_MAIL, STR("")) == NULL,
       "an address that holds a command is not taken");
    reminders();
    invitations();
    db_close(db);
    mailer_stop(mailer);
    site_unref(site);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
