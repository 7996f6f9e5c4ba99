// Promises of core/desk/inbox, core/desk/likely and of who reads a matter, on a real store.
#include "base/random.h"
#include "core/desk/access.h"
#include "core/desk/inbox.h"
#include "core/desk/likely.h"
#include "core/desk/same.h"
#include "core/intake/message.h"
#include "core/office/founding.h"
#include "core/office/second.h"
#include "core/press/publication.h"
#include "core/press/similar.h"
#include "db/q_finder.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "tap.h"

#include <unistd.h>

enum { NOW = 1780000000, DAY = 86400 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t province_id, commune_id, dept_id, other_id;

static bool found_site(struct tx *tx, struct err *e)
{
    int64_t home;
    struct office_draft root = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("Tỉnh")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &province_id, e)) {
        return false;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    return office_add(&f,
                      &(struct office_draft){.code = STR("xa"),
                                             .kind = STR("commune"),
                                             .parent_id = province_id,
                                             .name = {[LANG_VI] = STR("Xã")}},
                      &commune_id, e) &&
           office_add(&f,
                      &(struct office_draft){.code = STR("kt"),
                                             .kind = STR("department"),
                                             .parent_id = commune_id,
                                             .name = {[LANG_VI] = STR("Phòng")}},
                      &dept_id, e) &&
           office_add(&f,
                      &(struct office_draft){.code = STR("xb"),
                                             .kind = STR("commune"),
                                             .parent_id = province_id,
                                             .name = {[LANG_VI] = STR("Xã khác")}},
                      &other_id, e);
}

static enum tx_end found_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    return found_site(tx, e) ? TX_COMMIT : TX_FAILED;
}

static struct message_row sent(const struct desk *d, int64_t office_id, bool about, bool may_show, const char *words)
{
    struct err e = ERR_INIT;
    struct message_draft draft = {.words = str_c(words),
                                  .office_id = office_id,
                                  .lang = LANG_VI,
                                  .kind = STR("report"),
                                  .channel = STR("web"),
                                  .about_office = about,
                                  .may_show = may_show};
    struct message_taken taken;
    struct message_row m;
    BUG_ON(!message_take(d->tx, site, &(struct actor){0}, &draft, NOW, &taken, &e));
    BUG_ON(q_message_by_id(d->tx, site->home, taken.id, &m, &e) != Q_ROW);
    return m;
}

static struct message_row again(const struct desk *d, const struct message_row *m)
{
    struct err e = ERR_INIT;
    struct message_row now;
    BUG_ON(q_message_by_id(d->tx, m->home_id, m->id, &now, &e) != Q_ROW);
    return now;
}

static struct matter_row matter_now(const struct desk *d, int64_t id)
{
    struct err e = ERR_INIT;
    struct matter_row now;
    BUG_ON(q_matter_by_id(d->tx, site->home, id, &now, &e) != Q_ROW);
    return now;
}

static bool last_event_is(const struct desk *d, int64_t subject, enum event_kind kind)
{
    struct err e = ERR_INIT;
    struct event_row *list;
    size_t n;
    BUG_ON(!q_events_of_subject(d->tx, site->home, subject, &list, &n, &e));
    return n > 0 && str_eqz(list[n - 1].kind, event_code(kind));
}

static void moving(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct message_row quiet = sent(d, commune_id, false, false, "Đèn đường tắt");
    struct message_row open = sent(d, commune_id, false, true, "Đèn đường tắt");
    ok(inbox_may_move(site, &quiet, dept_id), "without agreement a message goes to the office's own department");
    ok(!inbox_may_move(site, &quiet, other_id) && !inbox_may_move(site, &quiet, province_id), "and nowhere else");
    ok(inbox_may_move(site, &open, other_id), "who agreed to be shown may be given to another office");
    ok(inbox_move(d, &quiet, other_id, &e) == MATTER_NOT_NOW, "the rule holds in the act too");
    ok(inbox_move(d, &quiet, dept_id, &e) == MATTER_SAVED && again(d, &quiet).office_id == dept_id, "it is moved");
    ok(last_event_is(d, quiet.id, EVENT_MESSAGE_MOVED), "its sender can read that");
    struct message_row about = sent(d, commune_id, true, true, "Cán bộ xã không tiếp dân");
    ok(about.office_id == province_id && about.about_office_id == commune_id,
       "about an office: the one above receives it");
    ok(!inbox_may_move(site, &about, commune_id) && !inbox_may_move(site, &about, dept_id),
       "it never goes to that office");
}

static void undoing(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct matter_row b;
    struct message_row m = sent(d, commune_id, false, false, "Rác ở chợ");
    struct message_row n = sent(d, commune_id, false, false, "Rác ở chợ nữa");
    ok(inbox_undo(d, &m, &e) == MATTER_NOT_NOW, "nothing to take back");
    ok(matter_start(d, &m, 0, STR("Rác ở chợ"), &a, &e) == MATTER_SAVED, "started");
    m = again(d, &m);
    ok(inbox_undo(d, &m, &e) == MATTER_SAVED && str_eqz(again(d, &m).state, "inbox"), "taken back into the inbox");
    ok(str_eqz(matter_now(d, a.id).state, "void"), "the matter that was only just started is void");
    m = again(d, &m);
    ok(inbox_undo(d, &m, &e) == MATTER_SAVED && str_eqz(matter_now(d, a.id).state, "new"),
       "and is there again with its message");
    ok(matter_start(d, &n, 0, STR("Chợ"), &b, &e) == MATTER_SAVED, "a second one");
    a = matter_now(d, a.id);
    n = again(d, &n);
    ok(matter_join(d, &a, &n, &e) == MATTER_SAVED, "its message joins the first");
    n = again(d, &n);
    struct message_link_now_row link;
    ok(inbox_undo(d, &n, &e) == MATTER_SAVED && q_message_link_now(d->tx, site->home, n.id, &link, &e) == Q_ROW &&
           link.matter_id == b.id,
       "and goes back to where it was");
}

static void handing_over(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct message_row m = sent(d, commune_id, false, true, "Tôi khiếu nại quyết định số 5");
    BUG_ON(matter_start(d, &m, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    m = again(d, &m);
    ok(inbox_hand_over(d, &m, STR("complaint"), &e) == MATTER_SAVED, "handed over out of its matter");
    m = again(d, &m);
    struct message_link_now_row link;
    ok(str_eqz(m.state, "handed_over") && str_eqz(m.kind, "complaint"), "it says so");
    ok(q_message_link_now(d->tx, site->home, m.id, &link, &e) == Q_NONE, "it is in no matter");
    ok(last_event_is(d, m.id, EVENT_MESSAGE_HANDED_OVER), "its sender can read that");
    a = matter_now(d, a.id);
    ok(matter_join(d, &a, &m, &e) == MATTER_NOT_NOW && inbox_undo(d, &m, &e) == MATTER_NOT_NOW &&
           inbox_hand_over(d, &m, STR("complaint"), &e) == MATTER_NOT_NOW,
       "and nothing brings it back");
}

static void telling(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct message_row m = sent(d, commune_id, false, false, "Hỏi phí rác");
    struct message_row n = sent(d, commune_id, false, false, "Phí rác bao nhiêu");
    ok(inbox_told(d, &m, STR("Không thu thêm."), &e) == MATTER_NOT_NOW, "told before there is a matter: not recorded");
    BUG_ON(matter_start(d, &m, 0, STR_NONE, &a, &e) != MATTER_SAVED || matter_join(d, &a, &n, &e) != MATTER_SAVED);
    ok(inbox_told(d, &m, STR("Không thu thêm."), &e) == MATTER_SAVED && matter_now(d, a.id).answered_at == 0,
       "one of two was told: the matter is not answered");
    n = again(d, &n);
    BUG_ON(matter_split(d, &n, &e) != MATTER_SAVED);
    ok(inbox_told(d, &m, STR("Không thu thêm."), &e) == MATTER_SAVED && matter_now(d, a.id).answered_at == NOW,
       "the only one was told: it is");
}

static void reading(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    bool open;
    struct message_row m = sent(d, commune_id, false, false, "Đường sạt lở");
    BUG_ON(matter_start(d, &m, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    ok(matter_access(d->tx, site, &commune_id, 1, &a, &open, &e) && open, "the owner reads the desk's side");
    ok(matter_access(d->tx, site, &province_id, 1, &a, &open, &e) && !open, "the office above does not");
    ok(matter_access(d->tx, site, &other_id, 1, &a, &open, &e) && !open, "nor a neighbour");
    BUG_ON(matter_coordinate(d, &a, other_id, &e) != MATTER_SAVED);
    ok(matter_access(d->tx, site, &other_id, 1, &a, &open, &e) && open, "unless it was asked to help");
    a.contested = 1;
    ok(matter_access(d->tx, site, &province_id, 1, &a, &open, &e) && open, "contested: the office above does");
    struct matter_row dept = a;
    dept.contested = 0;
    dept.office_id = dept_id;
    ok(matter_access(d->tx, site, &commune_id, 1, &dept, &open, &e) && open,
       "an office reads what its department answers");
}

// The desk's index as it stands in the transaction.
static struct finder *indexed(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct finder *f;
    struct finder_matters_row *matters;
    struct finder_messages_row *messages;
    size_t n;
    BUG_ON(!finder_new(&f, &e) || !q_finder_messages(d->tx, site->home, 0, &messages, &n, &e));
    for (size_t i = 0; i < n; i++) {
        BUG_ON(!finder_take(f, d->tx, site, MATCH_MESSAGE, messages[i].id, &e));
    }
    BUG_ON(!q_finder_matters(d->tx, site->home, 0, &matters, &n, &e));
    for (size_t i = 0; i < n; i++) {
        BUG_ON(!finder_take(f, d->tx, site, MATCH_MATTER, matters[i].id, &e));
    }
    return f;
}

static struct likely likely_of(const struct desk *d, int64_t reader, const struct message_row *m)
{
    struct err e = ERR_INIT;
    struct likely *found;
    struct finder *f = indexed(d);
    struct likely_reader r = {.finder = f, .site = site, .office_id = m->office_id, .offices = &reader, .n_offices = 1};
    BUG_ON(!likely_find(d->tx, &r, m, 1, &found, &e));
    finder_free(f);
    return found[0];
}

static void likeness(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct message_row first = sent(d, other_id, false, false, "Đèn đường trước cổng trường Hòa Lợi tắt");
    struct message_row second = sent(d, other_id, false, false, "den duong truoc cong truong hoa loi van chua sang");
    struct message_row third = sent(d, other_id, false, false, "Xin hỏi giờ mở cửa nhà văn hóa");
    BUG_ON(matter_start(d, &first, 0, STR("Đèn đường trước cổng trường Hòa Lợi"), &a, &e) != MATTER_SAVED);
    struct likely l = likely_of(d, other_id, &second);
    ok(l.n_matters == 1 && l.matters[0].matter->id == a.id, "without marks the same words find the matter by its title");
    l = likely_of(d, other_id, &third);
    ok(l.n_matters == 0 && l.n_twins == 0, "other words do not");
}

// A matter that nobody gave a title is found by what its messages say.
static void same_words(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct message_row first =
        sent(d, other_id, false, false, "Nước giếng ở thôn Bình An có mùi tanh, gọi 0912345678 hoặc xem tại nhà");
    struct message_row second =
        sent(d, other_id, false, false, "nuoc gieng o thon binh an co mui tanh, goi 0912345678 hoac xem tai nha");
    struct likely l = likely_of(d, other_id, &second);
    ok(l.n_matters == 0 && l.n_twins == 1 && l.twins[0].message->id == first.id,
       "while both wait, the second names the first");
    BUG_ON(matter_start(d, &first, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    l = likely_of(d, other_id, &second);
    ok(l.n_twins == 0 && l.n_matters == 1 && l.matters[0].matter->id == a.id && l.matters[0].score > 0.99f,
       "after a matter was started from the first, the second names that");
    ok(l.matters[0].words.n > 0 && str_find(l.matters[0].words, STR("0912")) < 0,
       "it says by which words, and a telephone number is none");
    struct message_row about = second;
    about.about_office_id = commune_id;
    ok(likely_of(d, other_id, &about).n_matters == 0, "a message about an office names no matter that is not");
    l = likely_of(d, province_id, &second);
    ok(l.n_matters == 0 && l.n_twins == 0, "who may not read the words learns nothing from them");
}

// An office looks also at what it took in and gave to a department of its own.
static void given_to_department(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct message_row first = sent(d, commune_id, false, false, "Cầu gỗ qua kênh Vĩnh Tế bị gãy ván, trẻ em đi học nguy hiểm");
    BUG_ON(matter_start(d, &first, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    BUG_ON(matter_assign(d, &a, dept_id, NOW + DAY, STR("quy định"), &e) != MATTER_SAVED);
    struct message_row second =
        sent(d, commune_id, false, false, "cau go qua kenh vinh te bi gay van, tre em di hoc nguy hiem");
    struct likely l = likely_of(d, commune_id, &second);
    ok(l.n_matters == 1 && l.matters[0].matter->id == a.id, "a matter that its department answers is found");
}

static struct likely_place placed(const struct desk *d, const struct message_row *m, int join_from)
{
    struct err e = ERR_INIT;
    struct likely_place place;
    struct finder *f = indexed(d);
    BUG_ON(!likely_place(d->tx, f, site, m, join_from, &place, &e));
    finder_free(f);
    return place;
}

// What staff decided binds; what the program would do by itself.
static void deciding(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct matter_row b;
    struct message_row first = sent(d, other_id, false, false, "Cống thoát nước đầu hẻm Bảy Búa nghẹt rác, mưa là tràn vào nhà");
    struct message_row second =
        sent(d, other_id, false, false, "CỐNG thoát nước đầu hẻm Bảy Búa nghẹt rác... mưa là tràn vào nhà!");
    struct message_row close =
        sent(d, other_id, false, false, "Cống thoát nước đầu hẻm Bảy Búa nghẹt rác, cứ mưa là tràn vào nhà");
    struct message_row elsewhere =
        sent(d, commune_id, false, false, "Cống thoát nước đầu hẻm Bảy Búa nghẹt rác, mưa là tràn vào nhà");
    BUG_ON(matter_start(d, &first, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    struct likely_place place = placed(d, &second, SAME_NEVER);
    ok(place.matter.id == a.id && place.identical, "the same words but for case and punctuation belong to the matter");
    ok(placed(d, &close, SAME_NEVER).matter.id == 0, "nearly the same ones do not by themselves");
    place = placed(d, &close, 700);
    ok(place.matter.id == a.id && !place.identical, "until decisions bear it out");
    ok(placed(d, &elsewhere, 800).matter.id == 0, "never at another office");
    ok(likely_of(d, other_id, &second).n_matters == 1, "it is suggested");
    ok(same_refuse(d, &second, a.id, 990, &e) == MATTER_SAVED && last_event_is(d, second.id, EVENT_MESSAGE_NOT_SAME),
       "staff says: not the same, and it is in the log");
    ok(likely_of(d, other_id, &second).n_matters == 0 && placed(d, &second, 800).matter.id == 0,
       "it is not suggested again, nor joins");
    struct same_measure measure;
    ok(same_measure(d->tx, site->home, other_id, &measure, &e) && measure.same == 0 && measure.not_same == 1, "one refused");
    ok(same_unrefuse(d, &second, &e) == MATTER_SAVED && likely_of(d, other_id, &second).n_matters == 1,
       "taken back: suggested again");
    ok(same_measure(d->tx, site->home, other_id, &measure, &e) && measure.not_same == 0, "and not counted");
    ok(same_unrefuse(d, &second, &e) == MATTER_NOT_NOW, "once");
    BUG_ON(matter_join(d, &a, &second, &e) != MATTER_SAVED || !same_decide(d, &second, a.id, true, 990, &e));
    ok(same_measure(d->tx, site->home, other_id, &measure, &e) && measure.same == 1, "one that was the same");
    struct message_row third = sent(d, other_id, false, false, "Cống thoát nước đầu hẻm Bảy Búa nghẹt rác, mưa là tràn vào nhà");
    BUG_ON(matter_start(d, &third, 0, STR_NONE, &b, &e) != MATTER_SAVED);
    struct message_row fourth = sent(d, other_id, false, false, "cong thoat nuoc dau hem bay bua nghet rac mua la tran vao nha");
    ok(placed(d, &fourth, 800).matter.id == 0, "what is in two matters goes into neither by itself");
}

static void reckoning(void)
{
    struct same_measure m;
    same_reckon((int64_t[11]){0}, (int64_t[11]){0}, &m);
    ok(m.suggest_from == SAME_SUGGESTED && m.join_from == SAME_NEVER, "without decisions: from half on, and nothing joins");
    same_reckon((int64_t[11]){[5] = 40, [9] = 30, [10] = 30}, (int64_t[11]){[5] = 4, [9] = 30, [10] = 30}, &m);
    ok(m.suggest_from == 600 && m.join_from == 900 && m.same == 64 && m.not_same == 36,
       "a tenth that is mostly refused is suggested no more; from where it is precise, it joins");
    same_reckon((int64_t[11]){[9] = 30, [10] = 30}, (int64_t[11]){[9] = 28, [10] = 30}, &m);
    ok(m.join_from == SAME_NEVER, "two wrong of sixty are too many");
    same_reckon((int64_t[11]){[8] = 200, [10] = 49}, (int64_t[11]){[8] = 200, [10] = 49}, &m);
    ok(m.join_from == 800, "all right from 0.8 on");
    same_reckon((int64_t[11]){[5] = 10}, (int64_t[11]){[5] = 0}, &m);
    ok(m.suggest_from == SAME_SUGGESTED, "a few refusals say nothing yet");
}

static void answering(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct publication_row pub;
    struct version_row vi;
    struct version_row en;
    enum press_reach reach;
    struct message_row m = sent(d, commune_id, false, false, "Đường sạt lở nữa");
    struct draft draft = {.lang = LANG_VI, .title = STR("Đã sửa"), .body = STR("Xong.")};
    BUG_ON(matter_start(d, &m, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    BUG_ON(press_begin(d, &a, STR("answer"), commune_id, &draft, &pub, &vi, &e) != MATTER_SAVED);
    ok(press_reach(d->tx, &pub, &a, &reach, &e) && reach == REACH_NO_TITLE, "without a public title: by receipt");
    BUG_ON(matter_title(d, &a, LANG_VI, STR("Đường sạt lở"), &e) != MATTER_SAVED);
    a = matter_now(d, a.id);
    ok(str_eqz(a.title, "Đường sạt lở"), "without a working title it goes by its public one at the desk too");
    BUG_ON(matter_title(d, &a, LANG_VI, STR("Sạt lở ở bến"), &e) != MATTER_SAVED);
    a = matter_now(d, a.id);
    ok(str_eqz(a.title, "Đường sạt lở"), "and keeps the one it has when the public one changes");
    ok(press_reach(d->tx, &pub, &a, &reach, &e) && reach == REACH_NO_CONSENT, "nobody agreed to be shown: by receipt");
    ok(press_next(d, &pub, &draft, &vi, &e) == MATTER_NOT_NOW, "one draft at a time in a language");
    draft.lang = LANG_EN;
    ok(press_next(d, &pub, &draft, &en, &e) == MATTER_SAVED && en.translates_id == vi.id,
       "a translation may be drafted beside it");
    ok(press_publish(d, &pub, &en, &e) == MATTER_NOT_NOW, "and does not go out before it");
    ok(press_readers(d, &pub, true, &e) == MATTER_SAVED, "its writer may choose by receipt");
    BUG_ON(q_publication_by_id(d->tx, site->home, pub.id, &pub, &e) != Q_ROW);
    ok(press_reach(d->tx, &pub, &a, &reach, &e) && reach == REACH_CHOSEN, "and that is the reason then");
    ok(press_publish(d, &pub, &vi, &e) == MATTER_SAVED && matter_now(d, a.id).answered_at == NOW,
       "published: answered");
}

static int64_t works(const struct desk *d, const char *login, int64_t office_id, const char *role)
{
    struct err e = ERR_INIT;
    struct founder f = {.tx = d->tx, .home = site->home, .now = d->now, .today = d->now / DAY};
    struct member_draft m = {.login = str_c(login), .name = str_c(login), .lang = LANG_VI};
    int64_t id;
    BUG_ON(!member_add(&f, &m, &id, &e) || !role_give(&f, id, office_id, str_c(role), d->now - DAY, 0, 0, &e));
    return id;
}

static enum matter_end sends_out(const struct desk *d, int64_t member_id, const struct publication_row *pub,
                                 const struct version_row *v)
{
    struct err e = ERR_INIT;
    struct desk by = *d;
    by.actor = (struct actor){.member_id = member_id, .role = STR("head"), .office_id = pub->office_id};
    return press_publish(&by, pub, v, &e);
}

// Where an office demands a second reader: another approver of its own; of the office above only where it has none.
static void second_reader(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct matter_row a;
    struct publication_row pub;
    struct version_row v;
    struct second at;
    struct message_row m = sent(d, commune_id, false, false, "Đèn lại tắt");
    struct draft draft = {.lang = LANG_VI, .title = STR("Đã sửa"), .body = STR("Xong.")};
    struct desk writer = *d;
    writer.actor = (struct actor){works(d, "alone", commune_id, "head"), STR("head"), commune_id};
    int64_t above = works(d, "above", province_id, "head");
    int64_t beside = works(d, "beside", other_id, "head");
    BUG_ON(matter_start(d, &m, 0, STR_NONE, &a, &e) != MATTER_SAVED);
    BUG_ON(press_begin(&writer, &a, STR("answer"), commune_id, &draft, &pub, &v, &e) != MATTER_SAVED);
    struct office *office = &site->offices[site_office(site, commune_id) - site->offices];
    struct str as_it_was = office->setting[SETTING_SECOND_READER];
    ok(press_second(d, &pub, &v, &at, &e) && at.office_id == 0, "where none is demanded, nobody is asked for");
    office->setting[SETTING_SECOND_READER] = STR("1");
    ok(sends_out(d, above, &pub, &v) == MATTER_NOT_NOW, "a draft that was not submitted does not go out");
    BUG_ON(press_submit(&writer, &v, &e) != MATTER_SAVED);
    BUG_ON(q_version_by_id(d->tx, site->home, v.id, &v, &e) != Q_ROW);
    ok(sends_out(d, writer.actor.member_id, &pub, &v) == MATTER_NOT_NOW, "its writer is no second reader");
    ok(sends_out(d, beside, &pub, &v) == MATTER_NOT_NOW, "nor is the head of a neighbouring office");
    bool may;
    ok(press_may_publish(d, &pub, &v, above, &may, &e) && may && press_second(d, &pub, &v, &at, &e) &&
           at.office_id == province_id && at.above, "in an office of one person the head of the office above is");
    int64_t editor = works(d, "editor", commune_id, "editor");
    ok(sends_out(d, editor, &pub, &v) == MATTER_NOT_NOW, "who is not head and has nothing lent does not approve");
    int64_t colleague = works(d, "colleague", commune_id, "head");
    ok(press_second(d, &pub, &v, &at, &e) && at.office_id == commune_id && !at.above &&
           sends_out(d, above, &pub, &v) == MATTER_NOT_NOW, "once the office has another one of its own, the one above is none");
    ok(sends_out(d, colleague, &pub, &v) == MATTER_SAVED, "and its own one is");
    office->setting[SETTING_SECOND_READER] = as_it_was;
}

// What a sender is shown as "is it one of these?": of three lamps of one name the newest that is still in hand stands first.
static void same_in_public(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct similar *found;
    struct matter_row m[3];
    size_t n;
    for (size_t i = 0; i < ARRAY_LEN(m); i++) {
        struct desk then = *d;
        then.now = NOW + 60 * (int64_t)i;
        struct message_row one = sent(&then, commune_id, false, true, "Đèn hẻm Tám Vượng tắt");
        BUG_ON(matter_start(&then, &one, 0, STR_NONE, &m[i], &e) != MATTER_SAVED ||
               matter_title(&then, &m[i], LANG_VI, STR("Đèn đường ở hẻm Tám Vượng"), &e) != MATTER_SAVED);
        m[i] = matter_now(d, m[i].id);
    }
    BUG_ON(matter_assign(d, &m[2], commune_id, NOW + DAY, STR("quy định"), &e) != MATTER_SAVED);
    m[2] = matter_now(d, m[2].id);
    BUG_ON(matter_close(d, &m[2], &(struct matter_closing){.outcome = OUTCOME_DONE}, &e) != MATTER_SAVED);
    struct finder *f = indexed(d);
    BUG_ON(!similar_published(f, d->tx, site, LANG_VI, STR("Đèn đường ở hẻm Tám Vượng lại tắt"), &found, &n, &e));
    ok(n == 3 && found[0].matter.id == m[1].id && found[1].matter.id == m[0].id && found[2].matter.id == m[2].id,
       "what looks the same: in hand before closed, new before old");
    finder_free(f);
}

static enum tx_end all(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    (void)e;
    struct desk d = {
        .tx = tx, .site = site, .actor = {.member_id = 1, .role = STR("clerk"), .office_id = commune_id}, .now = NOW};
    moving(&d);
    undoing(&d);
    handing_over(&d);
    telling(&d);
    reading(&d);
    likeness(&d);
    same_words(&d);
    given_to_department(&d);
    deciding(&d);
    reckoning();
    answering(&d);
    second_reader(&d);
    same_in_public(&d);
    return TX_ROLLBACK;
}

static void test_due_now(void)
{
    struct matter_row m = {.state = STR("open"), .first_due_at = NOW + 9, .due_at = NOW + 9};
    is_int(matter_due_now(&m), NOW + 9, "a matter in hand has its due date");
    m.answered_at = NOW;
    m.state = STR("answered");
    is_int(matter_due_now(&m), NOW + 9, "and keeps it beside its answer");
    m.state = STR("open");
    m.reopened = 1;
    is_int(matter_due_now(&m), 0, "reopened after the answer it has none");
}

int main(void)
{
    test_due_now();
    arena = ARENA_INIT;
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-desk-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found_fn, NULL, &e) || !site_load(db, NOW, &site, &e));
    ok(db_write(db, &arena, all, NULL, &e), "the transaction ran");
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
