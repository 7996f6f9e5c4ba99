// sees.c: who sees what: a test for each of the eleven sentences of the house's rule, named by its number and its
// words. That nobody sees too much of any page is swept by sweep.c; here stands what must be seen, what must happen,
// and what a sweep over pages cannot know. A sentence whose page is not built yet says SKIP.
//
// usage: sees sqlite|postgres HOIAM
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/contact/contact.h"
#include "core/desk/access.h"
#include "core/intake/message.h"
#include "core/office/founding.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "web/web.h"

enum { EXPORT_MAX = 1 << 20 };

static const char *hoiam; // the program
static struct house house;
static struct arena arena;

static struct reply get(const char *login, const char *before, const char *after)
{
    return house_get(&house, &arena, login, before, after);
}

static struct reply post(const char *login, const char *path, const char *const (*fields)[2], size_t n)
{
    return house_post(&house, &arena, login, path, fields, n);
}

static bool has(const struct reply *r, const char *text)
{
    return str_find(r->body, str_c(text)) >= 0;
}

static bool has_route(enum http_method method, const char *path)
{
    size_t n;
    const struct route *t = route_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (t[i].method == method && strcmp(t[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

static bool built(enum http_method method, const char *path, const char *sentence)
{
    if (!has_route(method, path)) {
        printf("ok %d - %s # SKIP %s is not there yet\n", ++tap_count, sentence, path);
        return false;
    }
    return true;
}

static const char *id(enum world_message m)
{
    return house.world.message[m].id;
}

// What the rule of access says for every member and every message.
static void access_matrix(struct tx *tx, const struct site *s)
{
    struct err e = ERR_INIT;
    int open_wrong = 0;
    int there_wrong = 0;
    int recorded_wrong = 0;
    for (int c = 1; c < COMERS; c++) {
        const struct world_member *who = house_member(&house, c);
        for (int i = 0; who->role == ROLE_CLERK && i < W_MESSAGES; i++) {
            enum world_message m = (enum world_message)i;
            struct message_row row;
            struct matter_row matter;
            enum words_access access = WORDS_NOT_THERE;
            bool in = house.world.message[m].matter[0] != 0;
            BUG_ON(q_message_by_public(tx, str_c(id(m)), &row, &e) != Q_ROW);
            BUG_ON(in && q_matter_by_public(tx, str_c(house.world.message[m].matter), &matter, &e) != Q_ROW);
            BUG_ON(!words_access(tx, s, &house.world.office[who->office], 1, &row, in ? &matter : NULL, &access, &e));
            bool open = access == WORDS_OPEN || access == WORDS_RECORDED;
            bool handed = m == W_HANDED; // by role, not by office: the pages ask for the capability HANDOVER
            bool published = m == W_SHOWN;
            if (!handed && !published && open != world_may_read(who->role, who->office, m)) {
                printf("# %s and %s: access %d\n", who->login, world_mark[m], (int)access);
                open_wrong++;
            }
            there_wrong += world_not_there(who->office, m) && access != WORDS_NOT_THERE;
            bool from_elsewhere =
                m == W_HELPED ? who->office == W_SO : m == W_CONTESTED && who->office == W_TINH;
            recorded_wrong += open && from_elsewhere && access != WORDS_RECORDED;
        }
    }
    is_int(
        open_wrong, 0,
        "1. words are open to the owner, to a coordinating office, to the office above once contested; else to none");
    is_int(recorded_wrong, 0, "1. the coordinating office and the office above open them as an event");
    is_int(there_wrong, 0, "2. for the office concerned, and those below it, the message does not exist");
}

static void lists(void)
{
    struct reply above = get("clerk.tinh", "/desk/an/inbox", "");
    struct reply own = get("clerk.an", "/desk/an/inbox", "");
    ok(above.status == 200 && has(&above, id(W_INBOX)) && !has(&above, "zuqinbox"),
       "1. a role held above sees the list of the office below, not the words");
    ok(own.status == 200 && has(&own, "zuqinbox"), "1. the office itself reads them");
    above = get("head.tinh", "/desk/messages/", id(W_INBOX));
    ok(above.status == 200 && !has(&above, "zuqinbox"), "1. opened from above, the message shows dates and no words");
    own = get("officer.an", "/desk/messages/", id(W_INBOX));
    ok(own.status == 200 && has(&own, "zuqinbox") && has(&own, "placezuqinbox"), "1. the office itself opens it");
    struct reply helper = get("officer.so", "/desk/messages/", id(W_INBOX));
    is_int(helper.status, 404, "1. a neighbouring office is told that there is nothing");
}

static void opening_is_an_event(void)
{
    static const char title[] = "1. opening a contested one from above is an event that the sender sees";
    int head = house_comer(&house, "head.tinh");
    struct str token = house_csrf(&house, &arena, head);
    struct str form = str_fmt(&arena, "csrf=%.*s&message=%s", STR_ARG(token), id(W_CONTESTED));
    const char *matter = house.world.message[W_CONTESTED].matter;
    struct reply r = get("head.tinh", "/desk/matters/", matter);
    ok(r.status == 200 && !has(&r, "zuqcontested,"), "1. from above its words are not shown by themselves");
    r = house_ask(&house, &arena, head, "POST", str_fmt(&arena, "/desk/matters/%s/open", matter), "", form);
    struct str ask = str_fmt(&arena, "{\"receipt\":\"%s\"}", house.world.message[W_CONTESTED].receipt);
    struct str bytes =
        client_request(&arena, "POST", STR("/api/v1/follow"), STR("Content-Type: application/json\r\n"), ask);
    struct reply seen = client_once(&arena, house.port, bytes);
    ok(r.status < 400 && has(&seen, "message.opened"), "%s", title);
}

static void about_the_office(void)
{
    struct reply an = get("head.an", "/desk/an/inbox", "");
    struct reply tinh = get("clerk.tinh", "/desk/tinh/inbox", "");
    ok(an.status == 200 && !has(&an, id(W_ABOUT)) && !has(&an, "zuqabout"),
       "2. it is in no list of the office concerned");
    ok(tinh.status == 200 && has(&tinh, id(W_ABOUT)) && has(&tinh, "zuqabout,"),
       "2. it goes to the office above, which reads it");
    static const char *const none[] = {"head.an", "clerk.an", "head.an-phong"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        struct reply r = get(none[i], "/desk/messages/", id(W_ABOUT));
        is_int(r.status, 404, "2. %s is told that there is no such message", none[i]);
    }
    struct reply dept = get("head.so", "/desk/messages/", id(W_ABOUT_SO));
    is_int(dept.status, 404, "2. a department that is meant is told so too");
    struct reply counts = get(NULL, "/en/offices/an", ".json");
    ok(counts.status == 200 && !has(&counts, id(W_ABOUT)), "2. the public page of the office does not know of it");
}

struct counting {
    int64_t an, tinh;
};

static bool add_row(void *arg, const struct tally_all_row *row, struct err *e)
{
    struct counting *c = arg;
    (void)e;
    if (str_eqz(row->measure, "received") && str_eqz(row->grain, "m")) {
        c->an += row->office_id == house.world.office[W_AN] ? row->n : 0;
        c->tinh += row->office_id == house.world.office[W_TINH] ? row->n : 0;
    }
    return true;
}

static void counts(struct tx *tx)
{
    struct err e = ERR_INIT;
    struct counting c = {0, 0};
    ok(q_tally_all(tx, house.world.home, add_row, &c, &e), "the sums are read");
    int64_t an = 0;
    int64_t tinh = 0;
    for (int m = 0; m < W_MESSAGES; m++) {
        an += world_received((enum world_message)m) == W_AN && m != W_ENTERED;
        tinh += world_received((enum world_message)m) == W_TINH;
    }
    bool apart = c.an == an || c.an == an + 1; // with or without what a member entered, which is told by its part
    ok(apart && c.tinh == tinh, "2. in the counts it stands at the office above (%lld and %lld)", (long long)c.an,
       (long long)c.tinh);
}

static void sending_about(void)
{
    static const char *const root[][2] = {{"text", "Cán bộ tỉnh nhũng nhiễu zuqroot"},
                                          {"about_office", "1"},
                                          {"office", "tinh"},
                                          {"key", "abcdefghijklmnopqrstuv-root"}};
    struct reply r = post(NULL, "/en/send", root, ARRAY_LEN(root));
    is_int(r.status, 422, "2. where no office is above, the form says so, and does not give it to the one concerned");
    ok(has(&r, "zuqroot"), "2. and keeps the words");
    static const char *const below[][2] = {{"text", "Cán bộ xã nhũng nhiễu zuqbelow"},
                                           {"about_office", "1"},
                                           {"office", "an"},
                                           {"key", "abcdefghijklmnopqrstuv-below"}};
    for (int twice = 0; twice < 2; twice++) {
        r = post(NULL, "/vi/send", below, ARRAY_LEN(below));
        ok(r.status == 200 && has(&r, "UBND tỉnh Thử nhận lúc") && !has(&r, "xã An nhận lúc"),
           "2. the receipt names the office that has it, not the one that it is about");
    }
}

static void passing_on(void)
{
    struct reply r = get("head.binh", "/desk/messages/", id(W_PASSED));
    ok(r.status == 404 || (r.status == 200 && !has(&r, "zuqpassed")),
       "3. words do not go along before the sender agrees");
    if (built(HTTP_GET, "/desk/matters/{matter}",
              "3. the office that got it reads the summary; the words once the sender agreed")) {
        r = get("officer.binh", "/desk/matters/", house.world.message[W_PASSED].matter);
        ok(r.status == 200 && has(&r, "đường liên xã") && !has(&r, "zuqpassed,"),
           "3. the office that got it reads the summary");
        r = get("officer.binh", "/desk/matters/", house.world.message[W_AGREED].matter);
        ok(r.status == 200 && has(&r, "zuqagreed,"), "3. and the words once the sender agreed");
        r = get("officer.binh", "/desk/messages/", str_fmt(&arena, "%s/contact", id(W_AGREED)).p);
        ok(r.status == 403 || r.status == 404, "3. contact details stay where they were left");
    }
}

static enum tx_end leave_contact(struct tx *tx, void *arg, struct err *e)
{
    const struct str *message = arg;
    struct message_row m;
    return q_message_by_public(tx, *message, &m, e) == Q_ROW &&
                   q_contact_insert(tx, &(struct q_contact_insert_in){.home = m.home_id, .message = m.id, .office = m.office_id,
                                                                      .kind = STR("phone"), .lang = STR("vi"),
                                                                      .sealed = STR("zuqsealed"),
                                                                      .erase_at = clock_now() + 86400}, NULL, e)
               ? TX_COMMIT : TX_FAILED;
}

static void contact_from_the_matter(void)
{
    struct err e = ERR_INIT;
    const char *matter = house.world.message[W_PRIVATE].matter;
    const char *link = str_fmt(&arena, "/desk/messages/%s/contact", id(W_PRIVATE)).p;
    struct reply r = get("officer.an", "/desk/matters/", matter);
    ok(r.status == 200 && !has(&r, link), "4. no contact details kept, none offered");
    ok(db_write(app_db(house.app), &arena, leave_contact, &(struct str){id(W_PRIVATE), strlen(id(W_PRIVATE))}, &e),
       "4. a sender leaves contact details %s", e.what);
    r = get("officer.an", "/desk/matters/", matter);
    ok(r.status == 200 && has(&r, link) && !has(&r, "zuqsealed"), "4. the matter's page links to their opening");
    r = get("head.tinh", "/desk/matters/", matter);
    ok(!has(&r, link), "4. not for the office above");
    r = get("registry.an", "/desk/matters/", matter);
    ok(!has(&r, link), "4. nor for who may not open them");
}

// The value of a member of a JSON object.
static const char *value_of(const struct reply *r, const char *name)
{
    struct str mark = str_fmt(&arena, "\"%s\":\"", name);
    ptrdiff_t at = str_find(r->body, mark);
    BUG_ON(at < 0);
    struct str rest = {r->body.p + at + (ptrdiff_t)mark.n, r->body.n - (size_t)at - mark.n};
    return str_z(&arena, str_cut(&rest, '"'));
}

static struct reply move(const char *who, const char *message, const char *to)
{
    const char *const form[][2] = {{"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, who)))}, {"to", to}};
    return post(who, str_fmt(&arena, "/desk/messages/%s/move", message).p, form, 2);
}

// Words that may be shown in public move with the message; contact details stay shut until their sender says yes.
static void contact_does_not_follow(void)
{
    struct err e = ERR_INIT;
    struct str json = STR("{\"text\":\"Cống tắc trước nhà văn hóa zuqmoved\",\"office\":\"an\",\"public\":true}");
    struct reply r = client_once(&arena, house.port, client_request(&arena, "POST", STR("/api/v1/messages"),
                                                                    STR("Content-Type: application/json\r\n"), json));
    is_int(r.status, 201, "3. words that may be shown are sent to An");
    const char *message = value_of(&r, "message");
    const char *const code[][2] = {{"receipt", value_of(&r, "receipt")}, {"agree", "yes"}};
    const char *page = str_fmt(&arena, "/desk/messages/%s", message).p;
    const char *link = str_fmt(&arena, "/desk/messages/%s/contact", message).p;
    ok(db_write(app_db(house.app), &arena, leave_contact, &(struct str){message, strlen(message)}, &e),
       "3. with contact details %s", e.what);
    r = get("clerk.an", page, "");
    ok(r.status == 200 && has(&r, link), "3. which An may open");
    is_int(move("clerk.an", message, "binh").status, 303, "3. the message is moved to a neighbouring office");
    r = get("clerk.binh", page, "");
    ok(r.status == 200 && has(&r, "zuqmoved") && !has(&r, link), "3. its words are read there, contact is not offered");
    ok(has(&r, "They can be opened here once their sender says yes at the receipt."), "3. and the page says why");
    is_int(get("clerk.binh", link, "").status, 403, "3. nor opened by its address");
    ok(get("clerk.an", link, "").status >= 403, "3. nor any more where it was");
    r = post(NULL, "/en/follow", code, 1);
    ok(r.status == 200 && has(&r, "May your contact details go along?") && has(&r, "UBND xã Bình"), "3. the receipt asks");
    r = post(NULL, "/en/follow/consent", code, 2);
    ok(r.status == 200 && has(&r, "Your contact details may be opened there now."), "3. the sender says yes");
    r = get("clerk.binh", page, "");
    ok(r.status == 200 && has(&r, link) && get("clerk.binh", link, "").status == 200, "3. and it is opened there");
    is_int(move("clerk.binh", message, "an").status, 303, "3. moved back");
    is_int(get("clerk.an", link, "").status, 200, "3. it is opened by the office to which it was left");
    r = post(NULL, "/en/follow", code, 1);
    ok(!has(&r, "May your contact details go along?"), "3. which needs no further yes");
}

static void search(void)
{
    static const char title[] = "5. public search finds published text only";
    if (!built(HTTP_GET, "/{lang}/search.json", title)) {
        return;
    }
    int found = 0;
    for (int m = 0; m < W_MESSAGES; m++) {
        struct reply r = get(NULL, "/vi/search.json?q=", world_mark[m]);
        found += m != W_SHOWN && has(&r, world_mark[m]) && has(&r, "cổng trường");
        found += has(&r, id((enum world_message)m));
    }
    is_int(found, 0, "%s", title);
    struct reply r = get(NULL, "/vi/search.json?q=", "va%20o%20ga");
    ok(r.status == 200 && has(&r, house.world.answer), "5. and what is published is found, typed without marks");
    r = get(NULL, "/vi/search.json?q=", "0901234567");
    ok(!has(&r, "cổng trường"), "5. a telephone number finds nothing");
}

static void figures(void)
{
    struct reply r =
        get(NULL, "/vi/matters/", str_z(&arena, str_fmt(&arena, "%s.json", house.world.message[W_SHOWN].matter)));
    ok(r.status == 200 && has(&r, "\\u003c5") && !has(&r, "\"messages\":\"2\"") && !has(&r, "\"messages\":2"),
       "6. a count of two that rests on private messages reads <5");
    struct reply page = get(NULL, "/vi/matters/", house.world.message[W_SHOWN].matter);
    ok(has(&page, "nghĩa là từ 1 đến 4"), "6. and the page says what that means");
    bool clock = false; // "T14:30": a time of day
    for (size_t i = 0; i + 5 < r.body.n; i++) {
        const char *p = r.body.p + i;
        clock = clock || (p[0] == 'T' && p[1] >= '0' && p[1] <= '2' && p[3] == ':');
    }
    ok(!clock, "6. public dates of messages are days");
    struct reply hidden = get(NULL, "/vi/matters/", house.world.message[W_PRIVATE].matter);
    is_int(hidden.status, 404, "6. private and absent give the same 404");
    if (built(HTTP_GET, "/{lang}/numbers.json", "6. the numbers of an office hide what is under 5")) {
        r = get(NULL, "/vi/numbers.json", "?office=binh");
        ok(r.status == 200 && has(&r, "\\u003c5"), "6. the numbers of an office hide what is under 5");
    }
}

// Lists go on from a public id: what is not public is as what is not there, and no key of the store is told.
static void paging(void)
{
    const char *shown = house.world.message[W_SHOWN].matter;
    is_int(get(NULL, "/en/matters?after=", shown).status, 200, "6. the list of matters goes on after a public one");
    is_int(get(NULL, "/en/answers?after=", house.world.answer).status, 200, "6. that of answers too");
    const char *const none[][2] = {{"/en/matters?after=", house.world.message[W_PRIVATE].matter},
                                   {"/en/matters.json?after=", house.world.message[W_PRIVATE].matter},
                                   {"/en/answers?after=", house.world.by_receipt},
                                   {"/en/matters?after=", "00000zzzzz"},
                                   {"/en/answers?after=", "00000zzzzz"},
                                   {"/en/matters?after=", "692b.1a"}};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        is_int(get(NULL, none[i][0], none[i][1]).status, 404, "6. not after what is not public, nor what is not there (%zu)", i);
    }
}

// A translation that is not out is read by those who write and publish, not by who reads what is out.
static void translation_in_draft(void)
{
    const char *const form[][2] = {{"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "officer.an")))},
                                   {"lang", "en"}, {"edit", "1"}, {"title", "zuqtranslated"}, {"body", "zuqtranslated"},
                                   {"do", "save"}};
    const char *next = str_fmt(&arena, "/desk/publications/%s/next", house.world.answer).p;
    const char *save = str_fmt(&arena, "/desk/versions/%s-en-1/save", house.world.answer).p;
    const char *page = str_fmt(&arena, "/desk/versions/%s-vi-1", house.world.answer).p;
    is_int(post("officer.an", next, form, 2).status, 303, "a translation is begun");
    is_int(post("officer.an", save, form, ARRAY_LEN(form)).status, 303, "and saved as a draft");
    struct reply r = get("officer.an", page, "");
    ok(r.status == 200 && has(&r, "zuqtranslated"), "who writes sees it beside the original");
    static const char *const others[] = {"clerk.tinh", "head.tinh", "registry.an"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        r = get(others[i], page, "");
        ok(r.status == 200 && !has(&r, "zuqtranslated"), "1. %s, who reads what is out, does not", others[i]);
    }
}

// A code read out at the telephone of the office that the message is about finds nothing there.
static void telephone(void)
{
    const char *const an[][2] = {{"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "clerk.an")))},
                                 {"receipt", house.world.message[W_ABOUT].receipt}};
    const char *const binh[][2] = {{"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "clerk.binh")))},
                                   {"receipt", house.world.message[W_ABOUT].receipt}};
    struct reply r = post("clerk.an", "/desk/an/phone/look", an, 2);
    is_int(r.status, 422, "2. the code of what is about the office finds nothing at its telephone");
    is_int(post("clerk.binh", "/desk/binh/phone/look", binh, 2).status, 200, "2. at another one it does");
}

// Who sees a matter through a part of it may know that it is there: an act that is not theirs is refused, not denied.
static void acts_on_a_part(void)
{
    const char *const token[][2] = {
        {"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, "officer.so")))}, {"note", "đã xem"}};
    const char *helped = str_z(&arena, str_fmt(&arena, "/desk/matters/%s/note", house.world.message[W_HELPED].matter));
    const char *private = str_z(&arena, str_fmt(&arena, "/desk/matters/%s/note", house.world.message[W_PRIVATE].matter));
    is_int(post("officer.so", helped, token, 2).status, 403, "1. who helps with a matter is told that an act is not theirs");
    is_int(post("officer.so", private, token, 2).status, 404, "1. of another one, that there is none");
    is_int(post("officer.so", "/desk/matters/00000zzzzz/note", token, 2).status, 404, "1. as of one that does not exist");
}

static enum tx_end put_wording(struct tx *tx, void *arg, struct err *e)
{
    return q_wording_insert(tx, &(struct q_wording_insert_in){.id = *(const int64_t *)arg, .office = house.world.office[W_TINH],
                                                              .lang = STR("vi"), .title = STR("Chào"), .body = STR("Kính chào"),
                                                              .now = clock_now()}, NULL, e)
               ? TX_COMMIT : TX_FAILED;
}

// A standard wording belongs to its office: who uses it below does not end it.
static void wordings(void)
{
    struct err e = ERR_INIT;
    int64_t wording = 4711;
    ok(db_write(app_db(house.app), &arena, put_wording, &wording, &e), "the province has a standard wording %s", e.what);
    static const struct {
        const char *who, *path, *wording;
        int status;
        const char *says;
    } tries[] = {{"head.an", "/desk/an/wordings/end", "4711", 404, "another office's wording is not ended"},
                 {"head.an", "/desk/an/wordings/end", "4712", 404, "as one that does not exist"},
                 {"head.an", "/desk/tinh/wordings/end", "4711", 404, "nor at the other office's own page"},
                 {"head.tinh", "/desk/tinh/wordings/end", "4711", 303, "its own office ends it"},
                 {"head.tinh", "/desk/tinh/wordings/end", "4711", 404, "once"}};
    for (size_t i = 0; i < ARRAY_LEN(tries); i++) {
        const char *const form[][2] = {
            {"csrf", str_z(&arena, house_csrf(&house, &arena, house_comer(&house, tries[i].who)))},
            {"wording", tries[i].wording},
        };
        is_int(post(tries[i].who, tries[i].path, form, 2).status, tries[i].status, "%s", tries[i].says);
    }
}

static void exports(void)
{
    struct reply r = get("head.an", "/desk/an/inbox", ".csv");
    ok(r.status == 200 && has(&r, id(W_INBOX)) && !has(&r, "zuq"),
       "8. a list as CSV holds no words that are not public");
    r = get("clerk.tinh", "/desk/an/inbox", ".csv");
    ok(r.status == 200 && !has(&r, "zuq"), "8. from above neither");
    r = get("head.an", "/desk/an/inbox", ".csv");
    ok(!has(&r, id(W_ABOUT)) && !has(&r, id(W_HANDED)), "8. nor what is about the office, nor what was handed over");
}

// What `hoiam export` writes of one kind, as a reply to ask about; status 200 when it ended well.
static struct reply exported(const char *kind, const char *option)
{
    struct str command = str_fmt(&arena, "'%s' export %s --format jsonl %s --db '%s' 2>/dev/null", hoiam, kind, option,
                                 house.store);
    FILE *out = popen(command.p, "r");
    BUG_ON(out == NULL);
    char *bytes = arena_alloc(&arena, EXPORT_MAX);
    size_t n = fread(bytes, 1, EXPORT_MAX, out);
    return (struct reply){.status = pclose(out) == 0 && n < EXPORT_MAX ? 200 : 500, .body = {bytes, n}};
}

struct private_one {
    const struct site *site;
    const char *matter;
    bool may_show;
};

static enum tx_end join_one(struct tx *tx, void *arg, struct err *e)
{
    const struct private_one *one = arg;
    struct message_row row;
    struct message_row m;
    struct matter_row matter;
    struct actor head = {house_member(&house, house_comer(&house, "head.an"))->id, STR("head"), house.world.office[W_AN]};
    struct desk d = {.tx = tx, .site = one->site, .now = clock_now(), .actor = head};
    struct message_draft draft = {.words = STR("zuqone: ổ gà nữa"), .channel = STR("web"), .kind = STR("report"),
                                  .office_id = d.actor.office_id, .lang = LANG_VI, .may_show = one->may_show};
    bool added;
    bool good = message_put(tx, one->site, &draft, d.now, &row, &added, e) &&
                q_message_by_id(tx, one->site->home, row.id, &m, e) == Q_ROW &&
                q_matter_by_public(tx, str_c(one->matter), &matter, e) == Q_ROW &&
                matter_join(&d, &matter, &m, e) == MATTER_SAVED;
    return good ? TX_COMMIT : TX_FAILED;
}

// Words are listed one by one: a count beside them never says how many others there are while these are 1 to 4.
static void others_of_a_matter(void)
{
    struct err e = ERR_INIT;
    const char *matter = house.world.message[W_SHOWN].matter;
    struct site *site = app_site(house.app);
    static const struct {
        bool may_show;
        const char *says, *words;
    } steps[] = {{true, "\"messages\":\"\\u003c5\"", "<5"}, {true, "\"messages\":\"\\u003e3\"", "more than 3"},
                 {true, "\"messages\":\"\\u003e4\"", "more than 4"}, {false, "\"messages\":\"\\u003e4\"", "more than 4"},
                 {false, "\"messages\":\"\\u003e4\"", NULL}, {false, "\"messages\":\"\\u003e4\"", NULL},
                 {false, "\"messages\":9", "9"}};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        struct private_one one = {site, matter, steps[i].may_show};
        BUG_ON(!db_write(app_db(house.app), &arena, join_one, &one, &e));
        app_public_changed(house.app);
        struct reply r = get(NULL, "/en/matters/", str_fmt(&arena, "%s.json", matter).p);
        ok(r.status == 200 && has(&r, steps[i].says), "6. what is beside %zu listed words: %s", i + 2, steps[i].says);
        r = get(NULL, "/en/matters.json", "");
        ok(has(&r, steps[i].says), "6. in the list, too");
        r = get(NULL, "/en/answers/", house.world.answer);
        ok(steps[i].words == NULL || strcmp(steps[i].words, "<5") == 0 || has(&r, steps[i].words), "6. and where it is answered");
        ok(steps[i].words == NULL || (steps[i].words[0] == 'm') == has(&r, "“more than 6” means"), "6. which its foot explains");
        r = exported("matters", "");
        ok(i != 2 || has(&r, "\\u003e4"), "6. and in what is exported");
    }
    site_unref(site);
}

static void exports_of_the_console(void)
{
    static const char *const kinds[] = {"messages", "matters", "answers"};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct reply r = exported(kinds[i], "");
        int found = 0;
        for (int m = 0; m < W_MESSAGES; m++) {
            found += m != W_SHOWN && (has(&r, world_mark[m]) || has(&r, id((enum world_message)m)));
        }
        ok(r.status == 200 && r.body.n > 0, "8. hoiam export %s", kinds[i]);
        is_int(found, 0, "8. has nothing of a message that is not public");
    }
    struct reply r = exported("messages", "");
    ok(has(&r, world_mark[W_SHOWN]), "8. and has the one that is");
    r = exported("messages", "--all");
    ok(r.status == 200 && has(&r, world_mark[W_PRIVATE]), "8. the administrator at the console has them all with --all");
    ok(!has(&r, world_mark[W_HANDED]) && !has(&r, id(W_HANDED)), "8. but what was handed over");
}

static void entered(void)
{
    const char *receipt = house.world.message[W_ENTERED].receipt;
    const char *const contest[][2] = {{"receipt", receipt}, {"text", "chưa được trả lời"}};
    const char *const rate[][2] = {{"receipt", receipt}, {"value", "5"}};
    const char *const look[][2] = {{"receipt", receipt}};
    struct reply r = post(NULL, "/en/follow", look, 1);
    ok(r.status == 200 && !has(&r, "/en/follow/contest") && !has(&r, "/en/follow/rate"),
       "9. what a member entered is not offered contest and rating");
    r = post(NULL, "/en/follow/contest", contest, 2);
    is_int(r.status, 409, "9. nor taken");
    r = post(NULL, "/en/follow/rate", rate, 2);
    ok(r.status == 409 || r.status == 422, "9. it rates nothing");
    static const char *const send[][2] = {{"text", "Nhân viên viết"}, {"key", "abcdefghijklmnopqrstuvwxyz"}};
    r = post("head.an", "/en/send", send, 2);
    is_int(r.status, 403, "9. public forms refuse a signed-in member");
    r = get("clerk.an", "/desk/an/inbox", ".csv");
    ok(has(&r, "phone,1"), "9. it is marked in the list");
}

// ---- 7, 11

// Into the public matter: a message that may be shown and whose sender says that its point shows a thing in public space.
static enum tx_end show_a_point(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct message_row m;
    struct message_row row;
    struct matter_row matter;
    struct actor head = {house_member(&house, house_comer(&house, "head.an"))->id, STR("head"), house.world.office[W_AN]};
    struct desk d = {.tx = tx, .site = s, .now = clock_now(), .actor = head};
    struct message_draft draft = {.words = STR("zuqpoint: cột điện đổ"), .place = STR("ngõ placezuqpoint"), .channel = STR("web"),
                                  .kind = STR("report"), .office_id = d.actor.office_id, .lang = LANG_VI, .may_show = true,
                                  .point_public = true, .lat_e6 = 11222333, .lon_e6 = 107222333};
    bool added;
    bool good = message_put(tx, s, &draft, d.now, &row, &added, e) && q_message_by_id(tx, s->home, row.id, &m, e) == Q_ROW &&
                q_matter_by_public(tx, str_c(house.world.message[W_SHOWN].matter), &matter, e) == Q_ROW &&
                matter_join(&d, &matter, &m, e) == MATTER_SAVED;
    return good ? TX_COMMIT : TX_FAILED;
}

static void place_of_a_message(void)
{
    struct err e = ERR_INIT;
    struct site *site = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, show_a_point, site, &e), "7. a sender shows a point in public space %s", e.what);
    site_unref(site);
    app_public_changed(house.app);
    const char *matter = house.world.message[W_SHOWN].matter;
    const char *data = str_z(&arena, str_fmt(&arena, "%s.json", matter));
    struct reply out[] = {get(NULL, "/vi/matters/", matter), get(NULL, "/vi/matters/", data), get(NULL, "/vi/matters.json", ""),
                          get(NULL, "/vi/search.json?q=", "zuqpoint"), exported("messages", "")};
    for (size_t i = 0; i < ARRAY_LEN(out); i++) {
        ok(out[i].status == 200 && !has(&out[i], "placezuq") && !has(&out[i], "10.123456") && !has(&out[i], "10123456"),
           "7. in public no place in the sender's words, and no point that is not said to be public (%zu)", i);
    }
    struct reply r = exported("messages", "");
    ok(has(&r, "zuqpoint") && has(&r, "11.222333"), "7. but one that is, is in what is exported");
}

// Whatever came with an address of its own left none in the store. On PostgreSQL the same tables are written by the same queries.
static void no_address(void)
{
    static const char marked[] = "203.0.113.77";
    struct str ask = str_fmt(&arena, "{\"receipt\":\"%s\"}", house.world.message[W_SHOWN].receipt);
    struct str from = str_fmt(&arena, "Content-Type: application/json\r\nX-Forwarded-For: %s\r\n", marked);
    struct reply r = client_once(&arena, house.port, client_request(&arena, "POST", STR("/api/v1/follow"), from, ask));
    is_int(r.status, 200, "11. a sender comes from a marked address");
    ask = STR("{\"text\":\"Có người hỏi về đường\",\"contact\":\"\"}");
    r = client_once(&arena, house.port, client_request(&arena, "POST", STR("/api/v1/messages"), from, ask));
    is_int(r.status, 201, "11. and sends something");
    if (strncmp(house.store, "postgres", 8) == 0) {
        return;
    }
    struct str command = str_fmt(&arena, "cat '%s' '%s'-wal '%s'.index/* 2>/dev/null | grep -ca -e '%s'", house.store,
                                 house.store, house.store, marked);
    FILE *out = popen(command.p, "r");
    BUG_ON(out == NULL);
    char bytes[32] = "";
    BUG_ON(fgets(bytes, sizeof bytes, out) == NULL);
    (void)pclose(out);
    is_int(atoi(bytes), 0, "11. no client address is in the store, its log or the index beside it");
}

static enum tx_end leave_contact_handed(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct message_row m;
    return q_message_by_public(tx, str_c(id(W_HANDED)), &m, e) == Q_ROW &&
                   q_contact_insert(tx, &(struct q_contact_insert_in){.home = m.home_id, .message = m.id, .office = m.office_id,
                                                                      .kind = STR("phone"), .lang = STR("vi"),
                                                                      .sealed = STR("zuqsealed"),
                                                                      .erase_at = clock_now() + 86400}, NULL, e)
               ? TX_COMMIT : TX_FAILED;
}

// Who denounces is protected by law: nobody at the desk comes to the details by the message's address.
static void handed_over_contact(void)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct message_row m;
    struct contact_opening o = {.offices = &house.world.office[W_TINH], .n_offices = 1, .now = clock_now()};
    ok(db_write(app_db(house.app), &arena, leave_contact_handed, NULL, &e), "handed over: its sender left details %s", e.what);
    struct site *site = app_site(house.app);
    BUG_ON(!db_read_begin(app_db(house.app), &arena, &tx, &e));
    BUG_ON(q_message_by_public(tx, str_c(id(W_HANDED)), &m, &e) != Q_ROW);
    o.site = site;
    o.message_id = m.id;
    ok(contact_record_opening(tx, &o, &e) == TX_ROLLBACK && o.end == CONTACT_NOT_YOURS,
       "handed over: contact details are opened by no role at the receiving office");
    db_read_end(tx);
    site_unref(site);
    const char *path = str_fmt(&arena, "/desk/messages/%s/contact", id(W_HANDED)).p;
    is_int(get("clerk.tinh", path, "").status, 404, "handed over: the page of the details is not there");
}

static void handed_over(void)
{
    struct reply r = get("registry.tinh", "/desk/tinh/handed-over", "");
    ok(r.status == 200 && has(&r, "zuqhanded,"), "handed over: the one receiving role reads it");
    static const char *const others[] = {"clerk.tinh", "officer.tinh", "editor.tinh", "head.tinh"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        is_int(get(others[i], "/desk/tinh/handed-over", "").status, 403, "handed over: %s does not", others[i]);
        is_int(get(others[i], "/desk/messages/", id(W_HANDED)).status, 404, "handed over: nor by its address");
    }
    static const char *const pages[][2] = {
        {"clerk.tinh", "/desk/tinh/inbox"},   {"registry.tinh", "/desk/tinh/inbox"},     {"clerk.tinh", "/desk/tinh/inbox.csv"},
        {"head.tinh", "/desk/tinh/matters"},  {"head.tinh", "/desk/tinh/matters.csv"},   {"head.tinh", "/desk/tinh/numbers.json"},
        {"clerk.an", "/desk/an/inbox"},       {"clerk.an", "/desk/an/inbox.csv"},        {NULL, "/vi/matters.json"},
        {NULL, "/vi/search.json?q=zuqhanded"}, {NULL, "/vi/answers.atom"},                {NULL, "/sitemap.xml"}};
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        r = get(pages[i][0], pages[i][1], "");
        const char *who = pages[i][0] == NULL ? "everyone" : pages[i][0];
        bool out = r.status == 200 && !has(&r, "zuqhanded,") && !has(&r, id(W_HANDED));
        ok(out, "handed over: not in %s, for %s", pages[i][1], who);
    }
    r = get("head.tinh", "/desk/tinh/numbers.csv", "");
    ok(r.status == 200 && !has(&r, "denunciation"), "handed over: no figure tells it apart");
    struct str ask = str_fmt(&arena, "{\"receipt\":\"%s\"}", house.world.message[W_HANDED].receipt);
    struct reply seen = client_once(&arena, house.port, client_request(&arena, "POST", STR("/api/v1/follow"),
                                                                       STR("Content-Type: application/json\r\n"), ask));
    ok(seen.status == 200 && has(&seen, "message.handed_over"), "handed over: its sender is told, by the API as on the page");
    handed_over_contact();
}

static void by_member(void)
{
    size_t n;
    const struct route *t = route_table(&n);
    int named = 0;
    for (size_t i = 0; i < n; i++) {
        named += t[i].method == HTTP_GET && strstr(t[i].path, "member") != NULL;
    }
    is_int(named, 0, "10. no page, list or export is by member");
    struct reply r = get("head.an", "/desk/an/inbox", ".csv");
    ok(!has(&r, "clerk.an") && !has(&r, "Cán bộ"), "10. nor does a list as CSV name one");
}

int main(int argc, char **argv)
{
    BUG_ON(argc != 3);
    hoiam = argv[2];
    if (!house_open(&house, strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    struct err e = ERR_INIT;
    struct tx *tx;
    struct site *site = app_site(house.app);
    BUG_ON(!db_read_begin(app_db(house.app), &arena, &tx, &e));
    access_matrix(tx, site);
    counts(tx);
    db_read_end(tx);
    site_unref(site);
    lists();
    opening_is_an_event();
    about_the_office();
    sending_about();
    passing_on();
    contact_from_the_matter();
    contact_does_not_follow();
    search();
    figures();
    paging();
    translation_in_draft();
    telephone();
    acts_on_a_part();
    wordings();
    exports();
    exports_of_the_console();
    entered();
    handed_over();
    others_of_a_matter();
    place_of_a_message();
    by_member();
    no_address();
    house_close(&house);
    arena_free(&arena);
    return tap_done();
}
