// world.c: see world.h. Everything is made by the functions that the program itself uses.
#include "world.h"

#include "auth/password.h"
#include "auth/token.h"
#include "base/clock.h"
#include "core/desk/inbox.h"
#include "core/intake/follow.h"
#include "core/intake/submit.h"
#include "core/office/account.h"
#include "core/office/founding.h"
#include "core/office/logo.h"
#include "core/press/publication.h"
#include "core/steer/file.h"
#include "core/steer/contest.h"
#include "core/steer/document.h"
#include "core/steer/report.h"
#include "core/steer/conclusion.h"
#include "core/steer/recognition.h"
#include "core/steer/training.h"
#include "core/steer/task.h"
#include "core/steer/week.h"
#include "db/db.h"
#include "db/q_contest.h"
#include "db/q_document.h"
#include "db/q_report.h"
#include "db/q_file.h"
#include "db/q_meeting.h"
#include "db/q_recognition.h"

const char *const world_code[W_OFFICES] = {"tinh", "so", "an", "an-phong", "binh"};

static const struct {
    const char *kind;
    int parent;
    const char *name;
} offices[W_OFFICES] = {
    {"province", -1, "UBND tỉnh Thử"}, {"department", W_TINH, "Sở Một"},    {"commune", W_TINH, "UBND xã An"},
    {"department", W_AN, "Phòng Hai"}, {"commune", W_TINH, "UBND xã Bình"},
};

const char *const world_mark[W_MESSAGES] = {
    "zuqinbox",     "zuqshown",  "zuqsilent", "zuqprivate", "zuqabout",  "zuqaboutin", "zuqaboutso",
    "zuqcontested", "zuqpassed", "zuqagreed", "zuqhelped",  "zuqhanded", "zuqentered", "zuqprovince",
};

static const struct {
    enum world_office to;
    enum world_office received;
    int owner; // of its matter; -1: in none
    bool may_show, about, entered;
} messages[W_MESSAGES] = {
    [W_INBOX] = {W_AN, W_AN, -1, .may_show = false},      [W_SHOWN] = {W_AN, W_AN, W_AN, .may_show = true},
    [W_SILENT] = {W_AN, W_AN, W_AN, .may_show = false},   [W_PRIVATE] = {W_AN, W_AN, W_AN, .may_show = false},
    [W_ABOUT] = {W_AN, W_TINH, -1, .about = true},        [W_ABOUT_IN] = {W_AN, W_TINH, W_TINH, .about = true},
    [W_ABOUT_SO] = {W_SO, W_TINH, -1, .about = true},     [W_CONTESTED] = {W_BINH, W_BINH, W_BINH, .may_show = false},
    [W_PASSED] = {W_AN, W_AN, W_BINH, .may_show = false}, [W_AGREED] = {W_AN, W_AN, W_BINH, .may_show = false},
    [W_HELPED] = {W_AN, W_AN, W_AN, .may_show = false},   [W_HANDED] = {W_AN, W_TINH, -1, .may_show = false},
    [W_ENTERED] = {W_AN, W_AN, -1, .entered = true},      [W_PROVINCE] = {W_TINH, W_TINH, W_TINH, .may_show = false},
};

enum world_office world_received(enum world_message m)
{
    return messages[m].received;
}

enum world_office world_owner(enum world_message m)
{
    return messages[m].owner < 0 ? messages[m].received : (enum world_office)messages[m].owner;
}

bool world_within(enum world_office office, enum world_office above)
{
    int o = (int)office;
    while (o >= 0 && o != (int)above) {
        o = offices[o].parent;
    }
    return o >= 0;
}

bool world_own(enum world_office office, enum world_office of)
{
    int o = (int)office;
    while (o != (int)of && strcmp(offices[o].kind, "department") == 0) {
        o = offices[o].parent;
    }
    return o == (int)of;
}

bool world_not_there(enum world_office at, enum world_message m)
{
    return messages[m].about && world_within(at, messages[m].to);
}

bool world_may_read(enum role role, enum world_office at, enum world_message m)
{
    if (role == ROLE_ADMIN || world_not_there(at, m)) {
        return false;
    }
    switch (m) {
    case W_ABOUT:
    case W_ABOUT_IN:
    case W_ABOUT_SO:
        return at == W_TINH;
    case W_HANDED:
        return role == ROLE_REGISTRY && at == W_TINH;
    case W_CONTESTED:
        return at == W_BINH || at == W_TINH;
    case W_AGREED:
        return at == W_AN || at == W_BINH;
    case W_HELPED:
        return at == W_AN || at == W_SO;
    case W_SHOWN:
        return true;
    default:
        return at == messages[m].received; // its departments only what is given to them
    }
}

bool world_desk_side(enum world_office at, enum world_message m)
{
    enum world_office owner = m == W_SILENT ? W_AN : world_owner(m);
    return !world_not_there(at, m) &&
           (world_own(at, owner) || (m == W_HELPED && world_own(at, W_SO)) || (m == W_CONTESTED && at == W_TINH));
}

enum world_office world_book(enum world_document d)
{
    return d == W_ISSUED ? W_TINH : W_AN;
}

bool world_has_document(enum world_office at, enum world_document d)
{
    return at == world_book(d) || (d == W_REGISTERED && at == W_AN_PHONG) || (d == W_DRAFT && at == W_BINH) ||
           (d == W_ISSUED && at == W_AN);
}

struct making {
    struct world *w;
    struct site *site;
    struct tx *tx;
    struct str password;
    int64_t now;
    struct matter_row matter[W_MESSAGES]; // as it was saved last
};

static struct founder founder(const struct making *k)
{
    return (struct founder){.tx = k->tx, .home = k->w->home, .now = k->now, .today = tz_day(k->site->tz, k->now)};
}

static enum tx_end make_root(struct tx *tx, void *arg, struct err *e)
{
    struct making *k = arg;
    struct office_draft d = {.code = str_c(world_code[W_TINH]), .kind = str_c(offices[W_TINH].kind)};
    d.name[LANG_VI] = str_c(offices[W_TINH].name);
    return site_found(tx, &d, LANG_VI, STR("Asia/Ho_Chi_Minh"), k->now - 86400 * 40, k->now / 86400 - 40, &k->w->home,
                      &k->w->office[W_TINH], e)
               ? TX_COMMIT
               : TX_FAILED;
}

static bool make_member(const struct making *k, enum world_office at, enum role role, struct world_member *m,
                        struct err *e)
{
    struct founder f = founder(k);
    (void)snprintf(m->login, sizeof m->login, "%s.%s", role_code(role), world_code[at]);
    m->role = role;
    m->office = at;
    struct member_draft d = {.login = str_c(m->login),
                             .name = str_fmt(tx_arena(k->tx), "Cán bộ %s", m->login),
                             .lang = LANG_EN,
                             .password = k->password};
    struct account_entry in = {.site = k->site, .now = k->now, .stage = ACCOUNT_SIGNED_IN, .password = k->password,
                               .agent = STR("Firefox")};
    if (!member_add(&f, &d, &m->id, e) ||
        !role_give(&f, m->id, k->w->office[at], str_c(role_code(role)), k->now - 60, 0, 0, e)) {
        return false;
    }
    in.member_id = m->id;
    if (account_open(k->tx, &in, e) != TX_COMMIT) {
        return false;
    }
    (void)snprintf(m->cookie, sizeof m->cookie, "hoiam=%.*s", STR_ARG(in.token));
    return true;
}

static enum tx_end make_house(struct tx *tx, void *arg, struct err *e)
{
    struct making *k = arg;
    k->tx = tx;
    struct founder f = founder(k);
    f.today -= 40;
    for (int o = 1; o < W_OFFICES; o++) {
        struct office_draft d = {
            .code = str_c(world_code[o]), .kind = str_c(offices[o].kind), .parent_id = k->w->office[offices[o].parent]};
        d.name[LANG_VI] = str_c(offices[o].name);
        if (!office_add(&f, &d, &k->w->office[o], e)) {
            return TX_FAILED;
        }
    }
    int64_t category;
    struct str name[LANG_COUNT] = {[LANG_VI] = STR("Đường sá"), [LANG_EN] = STR("Roads")};
    bool good = category_add(&f, k->w->office[W_TINH], STR("roads"), name, 0, 1, &category, e) &&
                setting_set(&f, k->w->office[W_TINH], SETTING_TOTP, STR("0"), e) &&
                setting_set(&f, k->w->office[W_TINH], SETTING_COMMENTS, STR("1"), e) &&
                logo_set(&f, k->w->office[W_TINH], &(struct painted){.webp = STR("no picture"), .width = 1, .height = 1}, e) &&
                setting_set(&f, k->w->office[W_TINH], SETTING_HANDOVER_OFFICE, STR("tinh"), e);
    size_t n = 0;
    for (enum world_office o = 0; good && o < W_OFFICES; o++) {
        for (size_t r = 0; good && r < ROLE_COUNT; r++) {
            good = make_member(k, o, role_at(r), &k->w->member[n++], e);
        }
    }
    return good ? TX_COMMIT : TX_FAILED;
}

static struct desk desk_of(const struct making *k, enum world_office at)
{
    size_t head = (size_t)at * ROLE_COUNT + 4;
    return (struct desk){
        .tx = k->tx, .site = k->site, .now = k->now, .actor = {k->w->member[head].id, STR("head"), k->w->office[at]}};
}

static bool send(struct making *k, enum world_message m, struct err *e)
{
    struct arena *a = tx_arena(k->tx);
    struct submission s = {.site = k->site, .now = k->now};
    s.draft = (struct message_draft){
        .words = str_fmt(a, "Ổ gà trước cổng trường %s, gọi 0901234567", world_mark[m]),
        .place = str_fmt(a, "ngõ place%s", world_mark[m]),
        .office_id = k->w->office[messages[m].to],
        .lang = LANG_VI,
        .channel = messages[m].entered ? STR("phone") : STR("web"),
        .may_show = messages[m].may_show,
        .about_office = messages[m].about,
        .by_office = messages[m].entered,
        .received_at = k->now - 86400 * (20 - (int64_t)m),
        .point_public = false,
        .lat_e6 = 10123456,
        .lon_e6 = 106123456,
    };
    struct problems p = {.n = 0};
    message_check(k->site, &s.draft, &p);
    if (p.n > 0) {
        return err_set(e, ERR_INPUT, "%s: %s", p.list[0].field, p.list[0].msgid);
    }
    submit_prepare(a, &s);
    if (submit_message(k->tx, &s, e) != TX_COMMIT) {
        return false;
    }
    (void)snprintf(k->w->message[m].id, W_NAME, "%.*s", STR_ARG(s.public_id));
    (void)snprintf(k->w->message[m].receipt, W_RECEIPT + 1, "%.*s", STR_ARG(s.receipt));
    return true;
}

static bool saved(enum matter_end end, const char *what, struct err *e)
{
    return end == MATTER_SAVED || (end != MATTER_ERROR && err_set(e, ERR_CONFLICT, "%s: end %d", what, (int)end));
}

static bool again(struct making *k, enum world_message m, struct err *e)
{
    struct matter_row *row = &k->matter[m];
    return q_matter_by_public(k->tx, row->public_id, row, e) == Q_ROW;
}

// A matter of its own for message m, assigned to where it was received.
static bool start(struct making *k, enum world_message m, struct err *e)
{
    struct message_row row;
    struct desk d = desk_of(k, messages[m].received);
    struct matter_row *matter = &k->matter[m];
    if (q_message_by_public(k->tx, str_c(k->w->message[m].id), &row, e) != Q_ROW ||
        !saved(matter_start(&d, &row, 0, str_fmt(tx_arena(k->tx), "zuqtitle của %s", k->w->message[m].id), matter, e),
               "start", e)) {
        return false;
    }
    (void)snprintf(k->w->message[m].matter, W_NAME, "%.*s", STR_ARG(matter->public_id));
    return saved(matter_assign(&d, matter, k->w->office[messages[m].received], matter_due_after(k->site, k->now, 10),
                               STR("theo lịch"), e),
                 "assign", e) &&
           again(k, m, e) &&
           saved(matter_note(&d, matter, str_fmt(tx_arena(k->tx), "zuqnote-%s: đã gọi", world_mark[m]), e), "note", e);
}

static bool answer(struct making *k, enum world_message m, const char *body, bool by_receipt,
                   struct publication_row *pub, struct err *e)
{
    struct desk d = desk_of(k, messages[m].received);
    struct draft draft = {
        .lang = LANG_VI, .title = STR("Trả lời về ổ gà"), .body = str_c(body), .by_receipt = by_receipt};
    struct version_row v;
    return saved(press_begin(&d, &k->matter[m], STR("answer"), d.actor.office_id, &draft, pub, &v, e), "draft", e) &&
           saved(press_publish(&d, pub, &v, e), "publish", e) && again(k, m, e) &&
           q_publication_by_public(k->tx, pub->public_id, pub, e) == Q_ROW;
}

// The public matter of two messages, its answer, and a correction that is not out yet.
static bool make_public(struct making *k, struct err *e)
{
    struct desk d = desk_of(k, W_AN);
    struct message_row silent;
    struct publication_row pub;
    struct version_row v;
    struct draft next = {
        .lang = LANG_VI, .title = STR("zuqdraft"), .body = STR("zuqdraft: sửa sau"), .change_note = STR("zuqdraft")};
    if (!start(k, W_SHOWN, e) || q_message_by_public(k->tx, str_c(k->w->message[W_SILENT].id), &silent, e) != Q_ROW ||
        !saved(matter_join(&d, &k->matter[W_SHOWN], &silent, e), "join", e) || !again(k, W_SHOWN, e) ||
        !saved(matter_title(&d, &k->matter[W_SHOWN], LANG_VI, STR("Ổ gà trước cổng trường"), e), "title", e) ||
        !again(k, W_SHOWN, e) || !answer(k, W_SHOWN, "Đã vá xong ổ gà.", false, &pub, e) ||
        !saved(press_next(&d, &pub, &next, &v, e), "correction", e)) {
        return false;
    }
    memcpy(k->w->message[W_SILENT].matter, k->w->message[W_SHOWN].matter, W_NAME);
    (void)snprintf(k->w->answer, W_NAME, "%.*s", STR_ARG(pub.public_id));
    return true;
}

static struct str hash_of(const struct making *k, enum world_message m)
{
    struct receipt r;
    BUG_ON(receipt_parse(str_c(k->w->message[m].receipt), &r) != RECEIPT_OK);
    uint8_t *hash = arena_alloc(tx_arena(k->tx), RECEIPT_HASH);
    receipt_hash(&r, hash);
    return (struct str){(char *)hash, RECEIPT_HASH};
}

static bool make_others(struct making *k, struct err *e)
{
    struct desk d = desk_of(k, W_AN);
    struct publication_row pub;
    static const enum world_message alone[] = {W_PRIVATE, W_ABOUT_IN, W_CONTESTED, W_PASSED,
                                               W_AGREED,  W_HELPED,   W_PROVINCE};
    for (size_t i = 0; i < ARRAY_LEN(alone); i++) {
        if (!start(k, alone[i], e)) {
            return false;
        }
    }
    if (!answer(k, W_PRIVATE, "zuqbyreceipt-zuqprivate: trả lời riêng.", true, &pub, e)) {
        return false;
    }
    (void)snprintf(k->w->by_receipt, W_NAME, "%.*s", STR_ARG(pub.public_id));
    if (!answer(k, W_ABOUT_IN, "zuqbyreceipt-zuqaboutin: đã xác minh.", true, &pub, e)) {
        return false;
    }
    (void)snprintf(k->w->about_answer, W_NAME, "%.*s", STR_ARG(pub.public_id));
    struct message_row handed;
    return answer(k, W_CONTESTED, "zuqbyreceipt-zuqcontested: chưa sửa.", true, &pub, e) &&
           saved(follow_contest(k->tx, k->site, hash_of(k, W_CONTESTED), STR("zuqcontested, vẫn còn"), k->now, e),
                 "contest", e) &&
           saved(matter_pass_on(&d, &k->matter[W_PASSED], k->w->office[W_BINH], STR("đường liên xã"), e), "pass on",
                 e) &&
           saved(matter_pass_on(&d, &k->matter[W_AGREED], k->w->office[W_BINH], STR("đường liên xã"), e), "pass on",
                 e) &&
           saved(follow_consent(k->tx, k->site, hash_of(k, W_AGREED), true, k->now, e), "consent", e) &&
           saved(matter_coordinate(&d, &k->matter[W_HELPED], k->w->office[W_SO], e), "coordinate", e) &&
           q_message_by_public(k->tx, str_c(k->w->message[W_HANDED].id), &handed, e) == Q_ROW &&
           saved(inbox_hand_over(&d, &handed, STR("denunciation"), e), "hand over", e);
}

static bool steered(enum steer_end end, const char *what, struct err *e)
{
    return end == STEER_SAVED || (end != STEER_ERROR && err_set(e, ERR_CONFLICT, "%s: end %d", what, (int)end));
}

static bool write_down(struct making *k, enum world_document which, struct document_row *row, struct err *e)
{
    (void)snprintf(k->w->document[which], W_NAME, "%.*s", STR_ARG(row->public_id));
    return q_document_by_public(k->tx, row->public_id, row, e) == Q_ROW;
}

static bool make_received(struct making *k, struct err *e)
{
    struct desk d = desk_of(k, W_AN);
    struct document_row row;
    struct document_draft in = {.kind = STR("plan"), .issuer = STR("Bộ Thử"), .mark = STR("12/KH-BT"),
                                .summary = STR("Kế hoạch năm"), .urgency = STR("urgent"), .addressees = STR(""),
                                .signer = STR(""), .signer_title = STR(""), .signed_as = STR(""),
                                .dated_day = k->site->today - 2, .received_day = k->site->today, .pages = 3};
    struct file_draft file = {.name = STR("C:\\zuq\\Kế hoạch.pdf"), .bytes = STR("%PDF-1.7 zuqdocument0")};
    struct problems p = {.n = 0};
    struct file_row *files;
    size_t n;
    file_check(tx_arena(k->tx), &file, &p);
    bool good = p.n == 0 && steered(document_receive(&d, k->w->office[W_AN], &in, &row, e), "receive", e) &&
                write_down(k, W_REGISTERED, &row, e) &&
                steered(document_instruct(&d, &row, STR("zuqdocument0: Phòng Hai thực hiện."), k->w->office[W_AN_PHONG],
                                          k->site->today + 10, e), "instruct", e) &&
                write_down(k, W_REGISTERED, &row, e) && steered(document_attach(&d, &row, &file, e), "attach", e) &&
                q_files_of(k->tx, row.home_id, STR("document"), row.id, &files, &n, e) && n == 1;
    if (good) {
        (void)snprintf(k->w->file, W_NAME, "%.*s", STR_ARG(files[0].public_id));
    }
    return good;
}

static bool make_task(struct making *k, struct err *e)
{
    struct desk giver = desk_of(k, W_TINH);
    struct desk lead = desk_of(k, W_AN);
    struct task_row t;
    struct task_draft d = {.what = STR("Sửa cầu Mây"),
                           .product = STR("Báo cáo hoàn thành"),
                           .lead_id = k->w->office[W_AN],
                           .with = &k->w->office[W_SO],
                           .n_with = 1,
                           .due_day = tz_day(k->site->tz, k->now) + 30,
                           .source = STR("hand")};
    bool good = task_give(&giver, k->w->office[W_TINH], &d, &t, e) == STEER_SAVED &&
                task_note(&lead, &t, STR("zuqtasknote: đã khảo sát"), e) == STEER_SAVED;
    if (good) {
        (void)snprintf(k->w->task, W_NAME, "%.*s", STR_ARG(t.public_id));
    }
    return good;
}

static bool meeting_again(struct making *k, struct meeting_row *m, struct err *e)
{
    return q_meeting_by_id(k->tx, m->home_id, m->id, m, e) == Q_ROW;
}

// A meeting of An's in an hour, and something of its week, neither of them public.
static bool make_meeting(struct making *k, struct err *e)
{
    struct desk d = desk_of(k, W_AN);
    struct meeting_row row;
    struct meeting_draft m = {.title = STR("Giao ban xã An"), .kind = STR("briefing"), .place = STR("Phòng họp"),
                              .chair = STR("Chủ tịch UBND xã"), .series = STR("Giao ban tháng"), .every = STR("month"),
                              .begins_at = k->now + 3600, .ends_at = k->now + 7200};
    struct conclusion_draft c = {.words = STR("zuqconclusion: sửa cầu"), .product = STR(""), .lead_id = k->w->office[W_AN]};
    struct week_draft week = {.what = STR("zuqweek: đi cơ sở"), .who = STR(""), .place = STR(""), .begins_at = k->now,
                              .ends_at = k->now + 600};
    struct file_draft file = {.name = STR("tài liệu.txt"), .bytes = STR("zuqmeeting")};
    struct problems p = {.n = 0};
    struct file_row *files;
    size_t n;
    file_check(tx_arena(k->tx), &file, &p);
    bool good = p.n == 0 && steered(meeting_call(&d, d.actor.office_id, &m, &row, e), "call", e) &&
                steered(meeting_invite(&d, &row, &k->w->office[W_BINH], 1, STR("Lãnh đạo"), e), "invite", e) &&
                meeting_again(k, &row, e) &&
                steered(meeting_item_add(&d, &row, STR("zuqmeeting: cầu Mây"), 0, e), "agenda", e) && meeting_again(k, &row, e) &&
                steered(conclusion_put(&d, &row, 0, &c, e), "conclusion", e) &&
                steered(file_add(&d, STR("meeting"), row.id, &file, e), "file", e) &&
                q_files_of(k->tx, row.home_id, STR("meeting"), row.id, &files, &n, e) && n == 1 &&
                steered(week_add(&d, d.actor.office_id, &week, e), "week", e);
    if (good) {
        (void)snprintf(k->w->meeting, W_NAME, "%.*s", STR_ARG(row.public_id));
        (void)snprintf(k->w->meeting_file, W_NAME, "%.*s", STR_ARG(files[0].public_id));
    }
    return good;
}

// A draft of An's that Binh is asked about; and one of the province's that has gone all the way to An.
static bool make_own(struct making *k, enum world_document which, enum world_office at, struct err *e)
{
    static const char *const path[] = {"comments", "submitted", "approved", "signed", "numbered", "issued"};
    struct desk d = desk_of(k, at);
    struct document_row row;
    struct document_draft own = {.kind = STR("report"), .symbol = STR("BC-UBND"), .summary = STR("Báo cáo quý"),
                                 .urgency = STR("normal"), .addressees = STR("UBND xã An"), .signer = STR("Trần Thị Thử"),
                                 .signer_title = STR("Chủ tịch"), .signed_as = STR("TM"),
                                 .body = str_fmt(tx_arena(k->tx), "zuqdocument%d: **nội dung**.", (int)which)};
    bool good = steered(document_begin(&d, k->w->office[at], &own, &row, e), "begin", e) && write_down(k, which, &row, e);
    if (good && which == W_ISSUED) {
        good = steered(document_address(&d, &row, k->w->office[W_AN], true, e), "address", e);
    } else if (good) {
        good = steered(document_share(&d, &row, k->w->office[W_BINH], true, e), "share", e);
    }
    for (size_t i = 0; good && i < (which == W_ISSUED ? ARRAY_LEN(path) : 1); i++) {
        good = steered(document_step(&d, &row, str_c(path[i]), STR_NONE, e), path[i], e) && write_down(k, which, &row, e);
    }
    return good;
}

// Somebody recognised, a training session that was held, and a contest whose only entry is being judged.
static bool make_people(struct making *k, struct err *e)
{
    struct desk d = desk_of(k, W_AN);
    int64_t an = k->w->office[W_AN];
    struct recognition_draft r = {.name = STR("zuqrecognised"), .consent_day = k->site->today, .service = STR("Trực cầu tràn"),
                                  .form = STR("certificate"), .decision_number = STR("1/QĐ"),
                                  .decision_day = k->site->today};
    struct training_draft t = {.title = STR("Tiếp nhận phản ánh"), .day = k->site->today, .place = STR(""), .for_whom = STR("")};
    struct contest_draft c = {.title = STR("Tìm hiểu cải cách"), .rules = STR("Một bài."), .until_day = k->site->today};
    struct contest_panel panel = {{k->w->member[W_AN * ROLE_COUNT + 2].id, k->w->member[W_AN * ROLE_COUNT + 3].id}, 2};
    struct training_row training;
    struct contest_row contest;
    struct str id[3];
    bool good = steered(recognition_record(&d, an, &r, &id[0], e), "recognise", e) &&
                steered(training_plan(&d, an, &t, &id[1], e), "plan", e) &&
                q_training_by_public(k->tx, id[1], &training, e) == Q_ROW &&
                steered(training_end(&d, &training, true, e), "hold", e) &&
                steered(contest_open(&d, an, &c, &panel, &id[2], e), "open", e) &&
                q_contest_by_public(k->tx, id[2], &contest, e) == Q_ROW &&
                steered(contest_enter(&d, &contest, STR("bài dự thi"), STR("zuqentrant"), e), "enter", e) &&
                steered(contest_close(&d, &contest, e), "close", e);
    char *const names[] = {k->w->recognition, k->w->training, k->w->contest};
    for (size_t i = 0; good && i < ARRAY_LEN(names); i++) {
        (void)snprintf(names[i], W_NAME, "%.*s", STR_ARG(id[i]));
    }
    return good;
}

static enum tx_end make_documents(struct tx *tx, void *arg, struct err *e)
{
    struct making *k = arg;
    k->tx = tx;
    return make_received(k, e) && make_own(k, W_DRAFT, W_AN, e) && make_own(k, W_ISSUED, W_TINH, e) &&
                   make_people(k, e) ? TX_COMMIT : TX_FAILED;
}

static bool make_report(struct making *k, const struct report_template *t, enum world_office at, const char *words, bool hand_in,
                        char *id, struct err *e)
{
    struct desk d = desk_of(k, at);
    struct report_row row;
    struct problems p = {.n = 0};
    struct report_span span = report_span_due(t, tz_day(k->site->tz, k->now));
    bool good = steered(report_start(&d, t, k->w->office[at], span, SCOPE_ALONE, &row, e), "start", e) &&
                steered(report_write(&d, &row, 1, str_c(words), &p, e), "write", e) &&
                q_report_by_public(k->tx, row.public_id, &row, e) == Q_ROW &&
                (!hand_in || steered(report_hand_in(&d, &row, STR(""), e), "hand in", e));
    (void)snprintf(id, W_NAME, "%.*s", STR_ARG(row.public_id));
    return good;
}

// The province's own, which goes out to everybody; its draft for the next reader stays one.
static bool make_published(struct making *k, const struct report_template *t, struct err *e)
{
    char id[W_NAME];
    struct report_row row;
    struct publication_row pub;
    struct version_row v;
    struct desk d = desk_of(k, W_TINH);
    if (!make_report(k, t, W_TINH, "Tỉnh đã trả lời.", true, id, e) || q_report_by_public(k->tx, str_c(id), &row, e) != Q_ROW ||
        !steered(report_publish(&d, &row, STR("Báo cáo tháng của tỉnh"), STR("Tỉnh đã trả lời."), &pub, &v, e), "publish", e)) {
        return false;
    }
    (void)snprintf(k->w->published, sizeof k->w->published, "%.*s", STR_ARG(pub.public_id));
    return saved(press_publish(&d, &pub, &v, e), "publish", e);
}

static enum tx_end make_reports(struct tx *tx, void *arg, struct err *e)
{
    struct making *k = arg;
    k->tx = tx;
    struct desk d = desk_of(k, W_TINH);
    struct problems p = {.n = 0};
    struct template_section_part section = {PART_RESULTS, STR("Kết quả thực hiện"), false};
    struct template_entry figure = {.key = STR("received")};
    struct report_template t = {.office_id = k->w->office[W_TINH], .code = STR("thang"), .name = STR("Báo cáo tháng"),
                                .every = EVERY_MONTH, .due_days = 5, .owed_by = STR("commune"), .form = STR("state"),
                                .since_day = tz_day(k->site->tz, k->now) - 40, .sections = &section, .n_sections = 1,
                                .figures = &figure, .n_figures = 1};
    report_template_check(&t, &p);
    bool good = p.n == 0 && steered(report_template_save(&d, &t, e), "template", e) &&
                make_report(k, &t, W_AN, "zuqreport: đã trả lời.", true, k->w->report, e) &&
                make_published(k, &t, e) &&
                make_report(k, &t, W_BINH, "zuqdrafted: đang viết.", false, k->w->report_draft, e);
    return good ? TX_COMMIT : TX_FAILED;
}

static enum tx_end make_messages(struct tx *tx, void *arg, struct err *e)
{
    struct making *k = arg;
    k->tx = tx;
    for (enum world_message m = 0; m < W_MESSAGES; m++) {
        if (!send(k, m, e)) {
            return TX_FAILED;
        }
    }
    return make_public(k, e) && make_others(k, e) && make_task(k, e) && make_meeting(k, e) ? TX_COMMIT : TX_FAILED;
}

bool world_make(const char *where, struct world *w, struct err *e)
{
    struct making *k = xcalloc(1, sizeof *k);
    struct arena a = ARENA_INIT;
    struct db *db = NULL;
    k->w = w;
    k->now = clock_now();
    bool good = password_hash(&a, STR(WORLD_PASSWORD), &k->password, e) && db_create(where, e) &&
                db_open(&db, where, DB_READ_WRITE, e) && db_write(db, &a, make_root, k, e) &&
                site_load(db, k->now, &k->site, e) && db_write(db, &a, make_house, k, e);
    if (good) {
        site_unref(k->site);
        k->site = NULL;
        good = site_load(db, k->now, &k->site, e) && db_write(db, &a, make_messages, k, e) &&
               db_write(db, &a, make_documents, k, e) && db_write(db, &a, make_reports, k, e);
    }
    site_unref(k->site);
    if (db != NULL) {
        db_close(db);
    }
    arena_free(&a);
    free(k);
    return good;
}
