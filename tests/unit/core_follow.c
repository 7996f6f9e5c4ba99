// Promises of core/intake/follow: what a receipt shows and allows through a matter's life, on a real store.
#include "auth/token.h"
#include "base/random.h"
#include "core/desk/access.h"
#include "core/desk/matter.h"
#include "core/intake/follow.h"
#include "core/intake/submit.h"
#include "core/office/founding.h"
#include "core/press/publication.h"
#include "db/db.h"
#include "db/q_message.h"
#include "tap.h"

#include <unistd.h>

enum { NOW = 1780000000, DAY = 86400 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t province_id, commune_id, dept_id;
static int64_t now = NOW;

// One transaction of the test's own.
struct work {
    bool (*run)(struct tx *tx, void *arg, struct err *e);
    void *arg;
};

static enum tx_end work_fn(struct tx *tx, void *arg, struct err *e)
{
    struct work *w = arg;
    return w->run(tx, w->arg, e) ? TX_COMMIT : TX_FAILED;
}

static void in_tx(bool (*run)(struct tx *tx, void *arg, struct err *e), void *arg)
{
    struct err e = ERR_INIT;
    struct work w = {run, arg};
    if (!db_write(db, &arena, work_fn, &w, &e)) {
        printf("# %s\n", e.what);
        BUG("a transaction of the test failed");
    }
}

static bool found_site(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("Tỉnh")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), now, now / DAY, &home, &province_id, e)) {
        return false;
    }
    struct founder f = {.tx = tx, .home = home, .now = now, .today = now / DAY};
    return office_add(&f, &(struct office_draft){.code = STR("xa"), .kind = STR("commune"), .parent_id = province_id,
                                                 .name = {[LANG_VI] = STR("Xã")}}, &commune_id, e) &&
           office_add(&f, &(struct office_draft){.code = STR("kt"), .kind = STR("department"), .parent_id = commune_id,
                                                 .name = {[LANG_VI] = STR("Phòng")}}, &dept_id, e);
}

struct sent {
    struct str hash;
    struct message_row row;
};

static bool send_one(struct tx *tx, void *arg, struct err *e)
{
    struct sent *s = arg;
    struct receipt r;
    receipt_new(&r);
    uint8_t *hash = arena_alloc(&arena, RECEIPT_HASH);
    receipt_hash(&r, hash);
    s->hash = (struct str){(char *)hash, RECEIPT_HASH};
    struct message_draft d = {.words = STR("Đèn đường tắt từ tuần trước"), .office_id = commune_id, .lang = LANG_VI,
                              .kind = STR("report"), .channel = STR("web"), .receipt_hash = s->hash};
    struct message_taken taken;
    return message_take(tx, site, &(struct actor){0}, &d, now, &taken, e) &&
           q_message_by_id(tx, site->home, taken.id, &s->row, e) == Q_ROW;
}

// Read what the receipt shows.
static struct follow look(const struct sent *s)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct follow f;
    BUG_ON(!db_read_begin(db, &arena, &tx, &e));
    BUG_ON(follow_load(tx, site, s->hash, LANG_VI, &f, &e) != Q_ROW);
    db_read_end(tx);
    return f;
}

// What the desk does, one after the other, on the matter of a message.
enum act { START, ASSIGN, ASK, ANSWER, CLOSE, PASS_ON, TITLE };
struct step {
    struct sent *sent;
    enum act act;
    enum matter_end end;
};

static enum matter_end answer(const struct desk *d, const struct matter_row *m, struct err *e)
{
    struct draft draft = {.lang = LANG_VI, .title = STR("Đã sửa đèn"), .body = STR("Đã **thay bóng**.")};
    struct publication_row pub;
    struct version_row v;
    enum matter_end end = press_begin(d, m, STR("answer"), m->office_id, &draft, &pub, &v, e);
    return end == MATTER_SAVED ? press_publish(d, &pub, &v, e) : end;
}

static bool desk_act(struct tx *tx, void *arg, struct err *e)
{
    struct step *s = arg;
    struct desk d = {.tx = tx, .site = site, .actor = {.role = STR("officer"), .office_id = commune_id}, .now = now};
    struct matter_row m = {.id = 0};
    struct follow f;
    if (s->act != START) {
        if (follow_load(tx, site, s->sent->hash, LANG_VI, &f, e) != Q_ROW) {
            return false;
        }
        m = f.matter;
    }
    switch (s->act) {
    case START:
        s->end = matter_start(&d, &s->sent->row, 0, STR("Tên của bàn làm việc"), &m, e);
        break;
    case ASSIGN:
        s->end = matter_assign(&d, &m, dept_id, matter_due_after(site, now, 15), STR("15 ngày theo quy định"), e);
        break;
    case ASK:
        s->end = matter_ask(&d, &m, STR("Cột số mấy?"), e);
        break;
    case ANSWER:
        s->end = answer(&d, &m, e);
        break;
    case CLOSE:
        s->end = matter_close(&d, &m, &(struct matter_closing){.outcome = OUTCOME_PLANNED, .promised_day = now / DAY + 30}, e);
        break;
    case PASS_ON:
        s->end = matter_pass_on(&d, &m, province_id, STR("Tóm tắt"), e);
        break;
    case TITLE:
        s->end = matter_title(&d, &m, LANG_VI, STR("Đèn đường bị tắt"), e);
        break;
    }
    return s->end != MATTER_ERROR;
}

static void desk_does(struct sent *s, enum act act)
{
    now += 60;
    struct step step = {s, act, MATTER_ERROR};
    in_tx(desk_act, &step);
    is_int(step.end, MATTER_SAVED, "the desk's step %d is taken", (int)act);
}

enum what_said { ADD, CONTEST, RATE, CONSENT };

struct says {
    const struct sent *sent;
    int what; // enum what_said
    const char *words;
    int64_t value;
    enum matter_end end;
};

static bool sender_act(struct tx *tx, void *arg, struct err *e)
{
    struct says *s = arg;
    struct str hash = s->sent->hash;
    struct str words = str_c(s->words);
    s->end = s->what == ADD       ? follow_add(tx, site, hash, words, now, e)
             : s->what == CONTEST ? follow_contest(tx, site, hash, words, now, e)
             : s->what == RATE    ? follow_rate(tx, site, hash, s->value, now, e)
                                  : follow_consent(tx, site, hash, s->value != 0, now, e);
    return s->end != MATTER_ERROR;
}

static enum matter_end sender(const struct sent *s, int what, const char *words, int64_t value)
{
    now += 60;
    struct says a = {.sent = s, .words = words, .value = value};
    a.what = what;
    in_tx(sender_act, &a);
    return a.end;
}

static size_t steps_of(const struct follow *f, enum event_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_steps; i++) {
        n += f->steps[i].kind == kind;
    }
    return n;
}

static void taken_in(struct sent *s)
{
    in_tx(send_one, s);
    struct follow f = look(s);
    ok(!f.in_matter && f.n_steps == 1 && f.steps[0].kind == EVENT_MESSAGE_RECEIVED, "a new message: one step");
    ok(f.may_add && !f.may_contest && !f.may_rate && f.n_answers == 0, "and its sender may only add to it");
    is_int(sender(s, CONTEST, "sớm quá", 0), MATTER_NOT_NOW, "what was not answered cannot be contested");
    is_int(sender(s, RATE, NULL, 5), MATTER_NOT_NOW, "nor rated");
    is_int(sender(s, CONSENT, NULL, 1), MATTER_NOT_NOW, "and nobody asked for consent");
}

static void in_hand(struct sent *s)
{
    desk_does(s, START);
    struct follow f = look(s);
    is_int(steps_of(&f, EVENT_MESSAGE_JOINED), 0, "a matter of one message is not put together with others");
    is_int(steps_of(&f, EVENT_MATTER_STARTED), 1, "a matter was started");
    ok(f.title.p == NULL, "the desk's own title is not shown");
    desk_does(s, ASSIGN);
    f = look(s);
    is_int(f.matter.office_id, dept_id, "the owner is shown");
    ok(f.matter.due_at > now && str_eqz(f.matter.due_reason, "15 ngày theo quy định"), "and the due date with its reason");
    desk_does(s, ASK);
    f = look(s);
    ok(f.n_exchange == 1 && str_eqz(f.exchange[0].words, "Cột số mấy?") && str_eqz(f.matter.state, "waiting"),
       "a question stands at the receipt and the matter waits");
    is_int(sender(s, ADD, "Cột 12", 0), MATTER_SAVED, "the sender answers it");
    f = look(s);
    ok(f.n_exchange == 2 && str_eqz(f.matter.state, "open"), "and the matter goes on");
    is_int(sender(s, ADD, "Cột 12", 0), MATTER_SAVED, "the same again");
    is_int(look(s).n_exchange, 2, "changes nothing");
}

static void answered(struct sent *s)
{
    desk_does(s, ANSWER);
    struct follow f = look(s);
    ok(f.n_answers == 1 && str_eqz(f.answers[0].version.title, "Đã sửa đèn") && f.answers[0].pub.by_receipt,
       "the answer of a matter without a public title comes by receipt");
    is_int(steps_of(&f, EVENT_MATTER_ANSWERED) + steps_of(&f, EVENT_PUBLICATION_PUBLISHED), 1, "and is one step");
    ok(f.may_contest && f.contest_office == dept_id && !f.may_rate, "the first contest stays with the owner");
    is_int(sender(s, CONTEST, "Vẫn tắt", 0), MATTER_SAVED, "the first contest");
    f = look(s);
    ok(str_eqz(f.matter.state, "open") && f.matter.contested == 1 && f.matter.office_id == dept_id, "reopens it there");
    ok(!f.may_contest, "and cannot be repeated at once");
    is_int(sender(s, CONTEST, "Vẫn tắt", 0), MATTER_SAVED, "the same press again is no error");
    is_int(look(s).matter.contested, 1, "and does not count");
    desk_does(s, ANSWER);
    f = look(s);
    is_int(f.contest_office, commune_id, "the next contest would go to the office above");
    struct site small = *site; // the same tree, of which only a part is this site's
    small.root = dept_id;
    is_int(matter_contest_office(&small, &f.matter), dept_id, "but never to one outside the site's root");
    small.root = commune_id;
    is_int(matter_contest_office(&small, &f.matter), commune_id, "the root itself is inside");
    is_int(sender(s, CONTEST, "Vẫn tắt", 0), MATTER_SAVED, "the second contest, in the same words");
    f = look(s);
    ok(f.matter.contested == 2 && f.matter.office_id == commune_id && steps_of(&f, EVENT_MATTER_RAISED) == 1,
       "gives it to the office above");
}

static void closed(struct sent *s)
{
    desk_does(s, TITLE);
    is_str(look(s).title, "Đèn đường bị tắt", "the public title is shown once there is one");
    desk_does(s, ANSWER);
    desk_does(s, CLOSE);
    struct follow f = look(s);
    ok(str_eqz(f.matter.state, "closed") && str_eqz(f.matter.outcome, "planned"), "closed with its outcome");
    ok(f.may_rate && !f.may_add, "it may be rated, not added to");
    is_int(sender(s, ADD, "thêm", 0), MATTER_NOT_NOW, "adding is refused");
    is_int(sender(s, RATE, NULL, 6), MATTER_NOT_NOW, "six of five is refused");
    is_int(sender(s, RATE, NULL, 2), MATTER_SAVED, "a rating");
    is_int(sender(s, RATE, NULL, 5), MATTER_NOT_NOW, "counts once");
    is_int(look(s).rated, 2, "as it was first given");
}

static void passed_on(void)
{
    struct sent s;
    in_tx(send_one, &s);
    desk_does(&s, START);
    desk_does(&s, PASS_ON);
    is_int(look(&s).consent_office, province_id, "who got the summary asks for the words");
    is_int(sender(&s, CONSENT, NULL, 0), MATTER_SAVED, "the sender says no");
    is_int(look(&s).consent_office, 0, "and is not asked again");
    is_int(sender(&s, CONSENT, NULL, 1), MATTER_NOT_NOW, "nor can say yes to nothing");
}

static bool join_second(struct tx *tx, void *arg, struct err *e)
{
    struct sent **both = arg;
    struct desk d = {.tx = tx, .site = site, .actor = {.role = STR("clerk"), .office_id = commune_id}, .now = now};
    struct follow f;
    return follow_load(tx, site, both[0]->hash, LANG_VI, &f, e) == Q_ROW &&
           matter_join(&d, &f.matter, &both[1]->row, e) == MATTER_SAVED;
}

static void joined_later(struct sent *first)
{
    struct sent second;
    now += 3600;
    in_tx(send_one, &second);
    now += 60;
    struct sent *both[] = {first, &second};
    in_tx(join_second, both);
    struct follow f = look(&second);
    is_int(steps_of(&f, EVENT_MESSAGE_JOINED), 1, "a later message was put together with others");
    is_int(steps_of(&f, EVENT_MATTER_STARTED) + steps_of(&f, EVENT_MATTER_RAISED), 0, "and does not tell what was before it");
    is_int(f.n_answers, 3, "but has the answers");
    is_int(f.n_exchange, 0, "and nothing of what another sender said");
}

// The clock goes back by two hours after a message was put together with others.
static void clock_back(void)
{
    struct sent s;
    struct sent second;
    struct sent *both[] = {&s, &second};
    in_tx(send_one, &s);
    desk_does(&s, START);
    in_tx(send_one, &second);
    in_tx(join_second, both);
    now -= 7200;
    desk_does(&s, ASSIGN);
    struct follow f = look(&s);
    ok(f.n_steps == 3 && f.steps[0].kind == EVENT_MESSAGE_RECEIVED && f.steps[1].kind == EVENT_MATTER_STARTED &&
           f.steps[2].kind == EVENT_MATTER_ASSIGNED && f.steps[2].at < f.steps[0].at,
       "steps stand in the order in which they were taken, whatever the clock said");
    f = look(&second);
    ok(steps_of(&f, EVENT_MATTER_ASSIGNED) == 1 && steps_of(&f, EVENT_MATTER_STARTED) == 0,
       "and who came later misses none of those after");
    now += 7200;
}

struct consents {
    const struct sent *sent;
    enum words_access access;
};

// A hundred and fifty times no, and at last yes.
static bool many_consents(struct tx *tx, void *arg, struct err *e)
{
    struct consents *c = arg;
    struct follow f;
    bool good = follow_load(tx, site, c->sent->hash, LANG_VI, &f, e) == Q_ROW;
    for (int i = 0; good && i <= 150; i++) {
        good = q_exchange_insert(tx, &(struct q_exchange_insert_in){
            .home = site->home, .id = random_id(), .message = f.message.id, .matter = f.matter.id,
            .kind = i < 150 ? STR("consent_refused") : STR("consent_given"), .other_office = province_id, .now = now}, NULL, e);
    }
    return good && words_access(tx, site, &province_id, 1, &f.message, &f.matter, &c->access, e);
}

static void last_word(void)
{
    struct sent s;
    struct consents c = {&s, WORDS_NOT_THERE};
    in_tx(send_one, &s);
    desk_does(&s, START);
    desk_does(&s, PASS_ON);
    in_tx(many_consents, &c);
    is_int(c.access, WORDS_OPEN, "the sender's last word counts, however many went before");
}

int main(void)
{
    char folder[] = "/tmp/hoiam-test-XXXXXX";
    BUG_ON(mkdtemp(folder) == NULL);
    struct str store = str_fmt(&arena, "%s/s.db", folder);
    struct err e = ERR_INIT;
    if (!db_create(store.p, &e) || !db_open(&db, store.p, DB_READ_WRITE, &e)) {
        printf("# %s\n", e.what);
        return 1;
    }
    in_tx(found_site, NULL);
    BUG_ON(!site_load(db, now, &site, &e));
    struct sent s;
    taken_in(&s);
    in_hand(&s);
    answered(&s);
    closed(&s);
    passed_on();
    joined_later(&s);
    clock_back();
    last_word();
    site_unref(site);
    db_close(db);
    BUG_ON(system(str_fmt(&arena, "rm -rf '%s'", folder).p) != 0);
    arena_free(&arena);
    return tap_done();
}
