// Promises of core/press/comment and core/press/rule, on a real store.
#include "base/random.h"
#include "core/intake/receipt.h"
#include "core/press/comment.h"
#include "core/press/publication.h"
#include "db/q_comment.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "tap.h"

#include <unistd.h>

enum { NOW = 1780000000, DAY = 86400 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t province_id, commune_id, other_id;
static int64_t editor_id, head_id, above_id, lone_id; // at the commune, the province, the other commune

static int64_t works(const struct founder *f, const char *login, int64_t office_id, const char *role)
{
    struct err e = ERR_INIT;
    int64_t id;
    struct member_draft d = {.login = str_c(login), .name = str_c(login), .lang = LANG_VI};
    BUG_ON(!member_add(f, &d, &id, &e) || !role_give(f, id, office_id, str_c(role), NOW - DAY, 0, 0, &e));
    return id;
}

static enum tx_end found_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("Tỉnh")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &province_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    bool good = office_add(&f, &(struct office_draft){.code = STR("xa"), .kind = STR("commune"), .parent_id = province_id,
                                                      .name = {[LANG_VI] = STR("Xã")}}, &commune_id, e) &&
                office_add(&f, &(struct office_draft){.code = STR("xb"), .kind = STR("commune"), .parent_id = province_id,
                                                      .name = {[LANG_VI] = STR("Xã khác")}}, &other_id, e) &&
                setting_set(&f, province_id, SETTING_COMMENTS, STR("1"), e) &&
                setting_set(&f, other_id, SETTING_COMMENTS_FIRST_READ, STR("0"), e);
    editor_id = works(&f, "editor", commune_id, "editor");
    head_id = works(&f, "head", commune_id, "head");
    above_id = works(&f, "above", province_id, "editor");
    lone_id = works(&f, "lone", other_id, "head");
    return good ? TX_COMMIT : TX_FAILED;
}

static struct publication_row published(const struct desk *d, int64_t office_id)
{
    struct err e = ERR_INIT;
    struct publication_row pub;
    struct version_row v;
    struct draft draft = {.lang = LANG_VI, .title = STR("Đã sửa đèn"), .body = STR("Đã thay bóng.")};
    BUG_ON(press_begin(d, NULL, STR("notice"), office_id, &draft, &pub, &v, &e) != MATTER_SAVED);
    ok(!comments_open(site, &pub), "a draft takes no comments");
    BUG_ON(press_publish(d, &pub, &v, &e) != MATTER_SAVED);
    BUG_ON(q_publication_by_id(d->tx, site->home, pub.id, &pub, &e) != Q_ROW);
    return pub;
}

static struct comment_taking taken(const struct desk *d, const struct publication_row *pub, const char *words, const char *key)
{
    struct err e = ERR_INIT;
    struct comment_taking t = {.site = site, .pub = pub, .words = str_c(words), .lang = LANG_VI, .now = NOW,
                               .key = key == NULL ? STR_NONE : str_c(key)};
    BUG_ON(comment_take(d->tx, &t, &e) == TX_FAILED);
    return t;
}

static struct comment_row found(const struct desk *d, struct str code)
{
    struct err e = ERR_INIT;
    struct receipt r;
    struct comment_row c;
    BUG_ON(receipt_parse(code, &r) != RECEIPT_OK);
    BUG_ON(comment_by_code(d->tx, site->home, &r, &c, &e) != Q_ROW);
    return c;
}

static bool last_event_is(const struct desk *d, int64_t subject, enum event_kind kind, const char *reason)
{
    struct err e = ERR_INIT;
    struct event_row *list;
    size_t n;
    BUG_ON(!q_events_of_subject(d->tx, site->home, subject, &list, &n, &e));
    return n > 0 && str_eqz(list[n - 1].kind, event_code(kind)) &&
           (reason == NULL || str_eqz(list[n - 1].reason, reason));
}

static int64_t on_page(const struct desk *d, const struct publication_row *pub)
{
    struct err e = ERR_INIT;
    struct comments_public_count_row n;
    BUG_ON(q_comments_public_count(d->tx, site->home, pub->id, &n, &e) != Q_ROW);
    return n.n;
}

static void checking(void)
{
    static const struct {
        const char *words;
        bool good;
    } cases[] = {{"cảm", false}, {"  cảm  ", false}, {"cảm ơn", true}, {"xin\xff chào", false}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct problems p = {.n = 0};
        struct str words = str_c(cases[i].words);
        comment_check(&words, &p);
        ok((p.n == 0) == cases[i].good, "5 characters at least, of good text (%zu)", i);
    }
    char many[2 * COMMENT_MAX + 3];
    for (size_t i = 0; i < sizeof many - 1; i += 2) {
        memcpy(many + i, "đ", 2);
    }
    for (size_t over = 0; over < 2; over++) {
        struct problems p = {.n = 0};
        struct str words = {many, 2 * (COMMENT_MAX + over)};
        comment_check(&words, &p);
        ok((p.n > 0) == (over > 0), "characters are counted, not bytes: %zu", COMMENT_MAX + over);
    }
}

static void taking(const struct desk *d)
{
    struct err e = ERR_INIT;
    struct publication_row pub = published(d, commune_id);
    struct publication_row quick = published(d, other_id);
    ok(comments_open(site, &pub), "what is published takes comments");
    struct comment_taking t = taken(d, &pub, "Cảm ơn xã", "abcdefghijklmnopqrstuv-1");
    struct comment_row c = found(d, t.receipt);
    ok(t.end == COMMENT_TAKEN && !t.shown && str_eqz(c.state, "waiting"), "it waits to be read");
    is_int(on_page(d, &pub), 0, "and nobody is told of it");
    ok(last_event_is(d, c.id, EVENT_COMMENT_RECEIVED, "waiting"), "the log knows of it");
    struct comment_taking again = taken(d, &pub, "Cảm ơn xã", "abcdefghijklmnopqrstuv-1");
    ok(again.end == COMMENT_REPEATED && str_eq(again.receipt, t.receipt) && !again.shown, "a resend is the first reply");
    ok(taken(d, &pub, "Chuyện khác", "abcdefghijklmnopqrstuv-1").end == COMMENT_OTHER_BODY, "other words under the key are not");
    ok(taken(d, &quick, "Cảm ơn xã", "abcdefghijklmnopqrstuv-1").end == COMMENT_OTHER_BODY, "nor is another publication");
    t = taken(d, &quick, "Cảm ơn xã", NULL);
    ok(t.shown && str_eqz(found(d, t.receipt).state, "shown"), "where the office does not read first it is shown at once");
    struct receipt r;
    uint8_t hash[RECEIPT_HASH];
    struct comment_row none;
    BUG_ON(receipt_parse(t.receipt, &r) != RECEIPT_OK);
    receipt_hash(&r, hash);
    ok(q_comment_by_receipt(d->tx, site->home, (struct str){(char *)hash, sizeof hash}, &none, &e) == Q_NONE,
       "its hash is not the one by which a message with this code would be found");
}

static void ruling(const struct desk *d, struct house_rules *rules)
{
    struct err e = ERR_INIT;
    struct founder f = {.tx = d->tx, .home = site->home, .now = NOW, .today = NOW / DAY};
    struct problems p = {.n = 0};
    struct rule_draft draft = {.office_id = province_id, .code = STR("1"),
                               .wording = {[LANG_VI] = STR(" Nêu tên người khác ")}};
    BUG_ON(!rules_load(d->tx, site, rules, &e));
    rule_check(site, rules, &draft, &p);
    ok(p.n == 0 && rule_add(&f, &draft, &e), "a rule is added");
    BUG_ON(!rules_load(d->tx, site, rules, &e));
    const struct house_rule *r = rule_at(site, rules, commune_id, STR("1"));
    ok(r != NULL && str_eqz(r->wording[LANG_EN], "Nêu tên người khác"), "it holds below, and is read in its other language");
    draft.office_id = commune_id;
    rule_check(site, rules, &draft, &p);
    ok(problem_of(&p, "code") != NULL, "its number is taken there too");
    ok(rule_by_id(rules, rule_row(r, LANG_EN)) == r && rule_by_id(rules, 0) == NULL, "it is found by its rows");
    draft = (struct rule_draft){.office_id = other_id, .code = STR("2"), .wording = {[LANG_VI] = STR("Quảng cáo")}};
    BUG_ON(!rule_add(&f, &draft, &e));
    bool there;
    ok(rule_end(&f, other_id, STR("1"), &there, &e) && !there, "an office does not end the rule of another");
    BUG_ON(!rules_load(d->tx, site, rules, &e));
    ok(rule_at(site, rules, commune_id, STR("2")) == NULL, "the rule of one commune does not hold in another");
}

static void hiding(const struct desk *editor, const struct desk *head, const struct house_rules *rules)
{
    struct err e = ERR_INIT;
    struct publication_row pub = published(editor, commune_id);
    struct str code = taken(editor, &pub, "Ông Ba ở số 5", NULL).receipt;
    struct comment_row c = found(editor, code);
    const struct house_rule *one = rule_at(site, rules, commune_id, STR("1"));
    ok(comment_hide(editor, &c, rule_at(site, rules, other_id, STR("2")), &e) == MATTER_NOT_NOW, "not under a rule of others");
    ok(comment_ask_review(editor->tx, site, &c, STR("Sao lại ẩn"), NOW, &e) == MATTER_NOT_NOW, "nothing to review yet");
    ok(comment_show(editor, &c, &e) == MATTER_SAVED && on_page(editor, &pub) == 1, "read and shown");
    ok(comment_hide(editor, &c, one, &e) == MATTER_STALE, "who saw it as it was before does not overwrite");
    c = found(editor, code);
    ok(comment_hide(editor, &c, one, &e) == MATTER_SAVED, "hidden");
    c = found(editor, code);
    ok(c.rule_id == rule_row(one, LANG_VI) && c.decided_at == NOW && on_page(editor, &pub) == 1, "rule and day are on the page");
    ok(last_event_is(editor, c.id, EVENT_COMMENT_HIDDEN, NULL), "and the log knows");
    ok(comment_keep(head, &c, &e) == MATTER_NOT_NOW, "no review without being asked for");
    ok(comment_ask_review(editor->tx, site, &c, STR("Không nêu tên ai"), NOW, &e) == MATTER_SAVED &&
           last_event_is(editor, c.id, EVENT_COMMENT_APPEALED, NULL), "its writer asks");
    c = found(editor, code);
    ok(comment_ask_review(editor->tx, site, &c, STR("Không nêu tên ai"), NOW, &e) == MATTER_SAVED &&
           found(editor, code).version == c.version, "the same once more changes nothing");
    ok(comment_show(editor, &c, &e) == MATTER_NOT_NOW && comment_keep(editor, &c, &e) == MATTER_NOT_NOW,
       "who hid it does not decide about the review");
    ok(comment_keep(head, &c, &e) == MATTER_SAVED && last_event_is(head, c.id, EVENT_COMMENT_HIDDEN, "review"),
       "another member keeps it hidden");
    c = found(editor, code);
    ok(c.reviewed_at == NOW && str_eqz(c.state, "hidden") && c.decided_by == editor_id, "with the day");
    ok(comment_ask_review(editor->tx, site, &c, STR("Lần nữa"), NOW, &e) == MATTER_NOT_NOW, "one review a hiding");
}

static void shown_again(const struct desk *editor, const struct desk *head, const struct house_rules *rules)
{
    struct err e = ERR_INIT;
    struct publication_row pub = published(editor, commune_id);
    struct str code = taken(editor, &pub, "Đèn lại tắt rồi", NULL).receipt;
    struct comment_row c = found(editor, code);
    const struct house_rule *one = rule_at(site, rules, commune_id, STR("1"));
    BUG_ON(comment_hide(editor, &c, one, &e) != MATTER_SAVED);
    c = found(editor, code);
    BUG_ON(comment_ask_review(editor->tx, site, &c, STR("Không nêu tên ai"), NOW, &e) != MATTER_SAVED);
    c = found(editor, code);
    ok(comment_show(head, &c, &e) == MATTER_SAVED && last_event_is(head, c.id, EVENT_COMMENT_SHOWN, "review"),
       "another member shows it again");
    c = found(editor, code);
    ok(str_eqz(c.state, "shown") && c.rule_id == 0 && c.reviewed_at == NOW, "without a rule");
    ok(comment_show(head, &c, &e) == MATTER_NOT_NOW, "what is shown is shown");
    ok(comment_hide(head, &c, one, &e) == MATTER_SAVED, "hidden a second time");
    c = found(editor, code);
    ok(comment_ask_review(editor->tx, site, &c, STR("Không nêu tên ai"), NOW, &e) == MATTER_SAVED, "it can be reviewed again");
}

// A comment of that office, hidden by d's member, whose writer asked for a review.
static struct comment_row to_review(const struct desk *d, int64_t office_id, const struct house_rules *rules)
{
    struct err e = ERR_INIT;
    struct publication_row pub = published(d, office_id);
    struct str code = taken(d, &pub, "Đèn lại tắt rồi", NULL).receipt;
    struct comment_row c = found(d, code);
    BUG_ON(comment_hide(d, &c, rule_at(site, rules, office_id, STR("1")), &e) != MATTER_SAVED);
    c = found(d, code);
    BUG_ON(comment_ask_review(d->tx, site, &c, STR("Không nêu tên ai"), NOW, &e) != MATTER_SAVED);
    return found(d, code);
}

static bool reviews(const struct desk *d, const struct comment_row *c, int64_t member_id)
{
    struct err e = ERR_INIT;
    bool may;
    BUG_ON(!comment_may_review(d, c, member_id, &may, &e));
    return may;
}

static struct reviewing by_whom(const struct desk *d, const struct comment_row *c)
{
    struct err e = ERR_INIT;
    struct reviewing r;
    BUG_ON(!comment_reviewing(d->tx, site, c, NOW, &r, &e));
    return r;
}

// Where one member alone moderates, a review goes to the office above; where there is none, it is the same member's.
static void alone(const struct desk *d, const struct house_rules *rules)
{
    struct err e = ERR_INIT;
    struct desk lone = *d;
    struct desk above = *d;
    lone.actor = (struct actor){lone_id, STR("head"), other_id};
    above.actor = (struct actor){above_id, STR("editor"), province_id};
    struct comment_row c = to_review(d, commune_id, rules);
    ok(by_whom(d, &c).by == REVIEW_BY_COLLEAGUE && reviews(d, &c, head_id) && !reviews(d, &c, above_id),
       "where a colleague can, the office above does not decide");
    c = to_review(&lone, other_id, rules);
    ok(by_whom(d, &c).by == REVIEW_BY_ABOVE && by_whom(d, &c).office_id == province_id, "one alone: the office above decides");
    ok(!reviews(d, &c, lone_id) && !reviews(d, &c, head_id) && reviews(d, &c, above_id), "and nobody else");
    ok(comment_keep(&lone, &c, &e) == MATTER_NOT_NOW && comment_keep(&above, &c, &e) == MATTER_SAVED &&
           last_event_is(d, c.id, EVENT_COMMENT_HIDDEN, "review"), "it keeps it hidden, as a review");
    c = to_review(&above, province_id, rules);
    ok(by_whom(d, &c).by == REVIEW_BY_SAME && reviews(d, &c, above_id) && !reviews(d, &c, head_id),
       "one alone with no office above: the same member, and nobody from below");
    ok(comment_show(&above, &c, &e) == MATTER_SAVED && last_event_is(d, c.id, EVENT_COMMENT_SHOWN, "review_same"),
       "which the log says");
}

static enum tx_end test_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    (void)e;
    struct desk editor = {.tx = tx, .site = site, .now = NOW, .actor = {editor_id, STR("editor"), commune_id}};
    struct desk head = {.tx = tx, .site = site, .now = NOW, .actor = {head_id, STR("head"), commune_id}};
    struct house_rules rules;
    checking();
    taking(&editor);
    ruling(&editor, &rules);
    hiding(&editor, &head, &rules);
    shown_again(&editor, &head, &rules);
    alone(&editor, &rules);
    return TX_COMMIT;
}

int main(void)
{
    char folder[] = "/tmp/hoiam-test-XXXXXX";
    BUG_ON(mkdtemp(folder) == NULL);
    struct str store = str_fmt(&arena, "%s/s.db", folder);
    struct err e = ERR_INIT;
    if (!db_create(store.p, &e) || !db_open(&db, store.p, DB_READ_WRITE, &e) || !db_write(db, &arena, found_fn, NULL, &e) ||
        !site_load(db, NOW, &site, &e) || !db_write(db, &arena, test_fn, NULL, &e)) {
        printf("# %s\n", e.what);
        return 1;
    }
    site_unref(site);
    db_close(db);
    BUG_ON(system(str_fmt(&arena, "rm -rf '%s'", folder).p) != 0);
    arena_free(&arena);
    return tap_done();
}
