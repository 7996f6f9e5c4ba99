// lists.c: the public lists of matters and answers by office, subject, state and time: each row on one page and in order,
// whatever is chosen; what an address invents is refused or not kept. And the figures: each opens its rows, or says why not.
//
// usage: lists sqlite|postgres HOIAM
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/desk/matter.h"
#include "core/intake/submit.h"
#include "core/office/founding.h"
#include "core/press/publication.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "i18n/format.h"
#include "web/app.h"

enum { ROWS = 80, DAY = 86400, APART = 9 * DAY, PAGES_MOST = 20 };

static struct house house;
static struct arena arena;
static int64_t began;
static int64_t roads, roads_later, water;

// What the test knows of each row; the latest is the first. Answered ones have a public answer.
struct listed {
    int64_t at;
    enum world_office office;
    const char *subject;
    bool answered;
};
static struct listed all[ROWS];

static struct founder founder_at(struct tx *tx, const struct site *s)
{
    return (struct founder){.tx = tx, .home = s->home, .now = began, .today = tz_day(s->tz, began)};
}

// A subject that got another name, and one more: the first version ends, the second has its code.
static enum tx_end change_subjects(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct founder f = founder_at(tx, s);
    struct str name[LANG_COUNT] = {[LANG_VI] = STR("Đường sá, cầu cống"), [LANG_EN] = STR("Roads and bridges")};
    struct str other[LANG_COUNT] = {[LANG_VI] = STR("Nước sạch"), [LANG_EN] = STR("Water")};
    roads = site_category_by_code(s, s->root, STR("roads"))->id;
    return category_stop(&f, roads, e) && category_add(&f, s->root, STR("roads"), name, 0, 1, &roads_later, e) &&
                   category_add(&f, s->root, STR("water"), other, 0, 2, &water, e)
               ? TX_COMMIT
               : TX_FAILED;
}

static bool answer(const struct desk *d, const struct matter_row *m, int i, struct err *e)
{
    struct publication_row pub;
    struct version_row v;
    struct draft draft = {.lang = LANG_VI, .title = str_fmt(&arena, "answer%03d end", i), .body = STR("Đã làm.")};
    return press_begin(d, m, STR("answer"), d->actor.office_id, &draft, &pub, &v, e) == MATTER_SAVED &&
           press_publish(d, &pub, &v, e) == MATTER_SAVED;
}

static bool list_one(struct tx *tx, const struct site *s, int i, struct err *e)
{
    const int64_t subjects[] = {roads, roads_later, water};
    struct listed *l = &all[i];
    *l = (struct listed){.at = began - i * APART, .office = i % 2 == 0 ? W_AN : W_BINH, .subject = i % 3 == 2 ? "water" : "roads",
                         .answered = i % 4 != 0};
    struct desk d = {.tx = tx, .site = s, .now = l->at,
                     .actor = {house.world.member[l->office * 6 + 4].id, STR("head"), house.world.office[l->office]}};
    struct submission sent = {.site = s, .now = d.now};
    struct message_row row;
    struct matter_row m;
    sent.draft = (struct message_draft){.words = str_fmt(&arena, "matter%03d words", i), .office_id = d.actor.office_id,
                                        .lang = LANG_VI, .channel = STR("web"), .may_show = true, .received_at = d.now};
    struct problems p = {.n = 0};
    message_check(s, &sent.draft, &p);
    submit_prepare(&arena, &sent);
    bool good = p.n == 0 && submit_message(tx, &sent, e) == TX_COMMIT &&
                q_message_by_public(tx, sent.public_id, &row, e) == Q_ROW &&
                matter_start(&d, &row, subjects[i % 3], STR("việc"), &m, e) == MATTER_SAVED &&
                matter_title(&d, &m, LANG_VI, str_fmt(&arena, "matter%03d end", i), e) == MATTER_SAVED &&
                q_matter_by_id(tx, s->home, m.id, &m, e) == Q_ROW;
    return good && (!l->answered || answer(&d, &m, i, e));
}

// Ten that are answered by receipt alone and closed: nobody but their senders can list them.
static bool close_one(struct tx *tx, const struct site *s, int i, struct err *e)
{
    struct desk d = {.tx = tx, .site = s, .now = began - 400 * DAY - i * DAY,
                     .actor = {house.world.member[W_AN * 6 + 4].id, STR("head"), house.world.office[W_AN]}};
    struct submission sent = {.site = s, .now = d.now};
    struct message_row row;
    struct matter_row m;
    struct matter_closing c = {.outcome = i % 2 == 0 ? OUTCOME_DONE : OUTCOME_GUIDED, .note = STR("xong")};
    sent.draft = (struct message_draft){.words = str_fmt(&arena, "closed%03d words", i), .office_id = d.actor.office_id,
                                        .lang = LANG_VI, .channel = STR("web"), .received_at = d.now};
    struct problems p = {.n = 0};
    message_check(s, &sent.draft, &p);
    submit_prepare(&arena, &sent);
    return p.n == 0 && submit_message(tx, &sent, e) == TX_COMMIT && q_message_by_public(tx, sent.public_id, &row, e) == Q_ROW &&
           matter_start(&d, &row, water, STR("việc"), &m, e) == MATTER_SAVED && matter_answered(&d, &m, e) == MATTER_SAVED &&
           q_matter_by_id(tx, s->home, m.id, &m, e) == Q_ROW && matter_close(&d, &m, &c, e) == MATTER_SAVED;
}

static enum tx_end list_all(struct tx *tx, void *arg, struct err *e)
{
    for (int i = 0; i < ROWS; i++) {
        if (!list_one(tx, arg, i, e)) {
            return TX_FAILED;
        }
    }
    for (int i = 0; i < 10; i++) {
        if (!close_one(tx, arg, i, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

// The first matter turns out to be of another subject: its answer goes along.
static int moved = -1;

static enum tx_end move_one(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct desk d = {.tx = tx, .site = s, .now = began, .actor = {0, STR("head"), house.world.office[W_AN]}};
    struct q_matters_public_page_of_category_in in = {.home = s->home, .category = water, .before_time = INT64_MAX,
                                                      .before_id = INT64_MAX};
    struct matter_row *rows;
    size_t n;
    if (!q_matters_public_page_of_category(tx, &in, &rows, &n, e) || n == 0) {
        return TX_FAILED;
    }
    for (moved = 0; all[moved].at != rows[0].public_at; moved++) {
    }
    all[moved].subject = "roads";
    return matter_edit(&d, &rows[0], STR("việc"), roads_later, e) == MATTER_SAVED ? TX_COMMIT : TX_FAILED;
}

struct choice {
    const char *query;
    int office; // -1: all
    const char *subject;
    int state;  // 1: answered; 0: new; -1: all
    const char *from, *to;
};

static bool in_choice(const struct site *s, const struct choice *c, const struct listed *l, bool answers)
{
    struct buf b = buf_new(32);
    format_iso_day(&b, LANG_EN, tz_day(s->tz, l->at));
    struct str day = buf_str(&b);
    bool in = (c->office < 0 || l->office == (enum world_office)c->office) &&
              (c->subject == NULL || strcmp(c->subject, l->subject) == 0) &&
              (answers ? l->answered : c->state < 0 || l->answered == (c->state == 1)) &&
              (c->from == NULL || (str_cmp(day, str_c(c->from)) >= 0 && str_cmp(day, str_c(c->to)) <= 0));
    buf_free(&b);
    return in;
}

// An address is written in another way in JSON ("\\u0026") and on a page ("&amp;").
static struct str replaced(struct str s, const char *from, const char *to)
{
    struct buf b = buf_new(1024);
    for (ptrdiff_t at; (at = str_find(s, str_c(from))) >= 0; s = str_slice(s, (size_t)at + strlen(from), s.n)) {
        buf_add(&b, str_slice(s, 0, (size_t)at));
        buf_addz(&b, to);
    }
    buf_add(&b, s);
    struct str out = str_copy(&arena, buf_str(&b));
    buf_free(&b);
    return out;
}

static struct str plain(struct str s)
{
    return replaced(s, "\\u0026", "&");
}

// All rows of a list in their order, as its pages give them by `next`.
static int walk(struct str path, const char *what, int *out)
{
    int n = 0;
    int pages = 0;
    for (; path.n > 0 && pages < PAGES_MOST; pages++) {
        struct reply r = house_ask(&house, &arena, 0, "GET", path, "", STR_NONE);
        if (r.status != 200) {
            printf("# %.*s: %d\n", STR_ARG(path), r.status);
            return -1;
        }
        struct str rest = r.body;
        struct str mark = str_fmt(&arena, "\"title\":\"%s", what);
        for (ptrdiff_t at; (at = str_find(rest, mark)) >= 0 && n < ROWS;) {
            rest = str_slice(rest, (size_t)at + mark.n, rest.n);
            int64_t i;
            out[n] = str_int(str_slice(rest, 0, 3), &i) ? (int)i : -1;
            n++;
        }
        ptrdiff_t next = str_find(r.body, STR("\"next\":\""));
        struct str link = next < 0 ? STR_NONE : str_slice(r.body, (size_t)next + 8, r.body.n);
        path = plain(str_cut(&link, '"'));
    }
    return pages == PAGES_MOST ? -1 : n;
}

static void compare(const struct site *s, const struct choice *c, bool answers)
{
    int seen[ROWS];
    const char *list = answers ? "answers" : "matters";
    int n = walk(str_fmt(&arena, "/vi/%s.json%s", list, c->query), answers ? "answer" : "matter", seen);
    int want = 0;
    bool same = true;
    for (int i = 0; i < ROWS; i++) {
        if (in_choice(s, c, &all[i], answers)) {
            same = same && want < n && seen[want] == i;
            want++;
        }
    }
    ok(same && n == want, "%s%s: %d rows, all and in order (%d)", list, c->query, want, n);
}

static int64_t kept(void)
{
    struct reply r = house_ask(&house, &arena, 0, "GET", STR("/metrics"), "", STR_NONE);
    struct str rest = str_slice(r.body, (size_t)str_find(r.body, STR("\nhoiam_cache_entries ")) + 21, r.body.n);
    int64_t n = -1;
    return str_int(str_cut(&rest, '\n'), &n) ? n : -1;
}

// An address that is refused, or answered and not kept.
static void invented(const char *path, int status)
{
    int64_t before = kept();
    struct reply r = house_ask(&house, &arena, 0, "GET", str_c(path), "", STR_NONE);
    is_int(r.status, status, "%s", path);
    is_int(kept() - before, 0, "  and it is not kept");
}

static void what_is_kept(const char *month)
{
    static const char *const refused[] = {"/vi/matters?office=nowhere", "/vi/matters?category=nosuch",
                                          "/vi/matters?state=invented", "/vi/answers?period=2026-13",
                                          "/vi/answers?period=2026H1", "/vi/answers?period=2026-1",
                                          "/vi/answers?period=quy%20IV", "/vi/matters?after=aaaaaaaaaa",
                                          "/vi/matters?period=1999", "/vi/answers?period=2199Q4"};
    static const char *const odd[] = {"/vi/matters?office=%61n",
                                      "/vi/matters?office=%20an", "/vi/matters?office=an&office=an", "/vi/matters?x=1&office=an",
                                      "/vi/matters?office=an&&", "/vi/matters?&office=an",
                                      "/vi/answers?v=7", "/vi/privacy?v=7", "/vi/offices?period=2026", "/accent.css?v=abcdef",
                                      "/logo.webp?v=abcdef", "/vi/answers.atom?year=2026"};
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        invented(refused[i], 404);
    }
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        invented(odd[i], 200);
    }
    const char *forms[] = {"/vi/matters?office=an&category=roads&state=&period=", "/en/answers?office=&category=water&period=",
                           str_z(&arena, str_fmt(&arena, "/vi/matters?office=an&period=%s", month))};
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        int64_t before = kept();
        is_int(house_ask(&house, &arena, 0, "GET", str_c(forms[i]), "", STR_NONE).status, 200, "%s", forms[i]);
        is_int(kept() - before, 1, "  which is kept for the next reader");
    }
}

static bool has(const char *path, const char *words)
{
    struct reply r = house_ask(&house, &arena, 0, "GET", str_c(path), "", STR_NONE);
    return r.status == 200 && str_find(r.body, str_c(words)) >= 0;
}

static void choose(const struct site *s)
{
    int year = civil_from_day(tz_day(s->tz, began)).year - 1;
    char text[5][32];
    (void)snprintf(text[0], sizeof text[0], "%d", year);
    (void)snprintf(text[1], sizeof text[1], "%d-01-01", year);
    (void)snprintf(text[2], sizeof text[2], "%d-12-31", year);
    (void)snprintf(text[3], sizeof text[3], "%d-07-01", year);
    (void)snprintf(text[4], sizeof text[4], "%d-09-30", year);
    const struct choice choices[] = {
        {"?", -1, NULL, -1, NULL, NULL},
        {"?office=an", W_AN, NULL, -1, NULL, NULL},
        {"?category=roads", -1, "roads", -1, NULL, NULL},
        {"?category=water", -1, "water", -1, NULL, NULL},
        {"?office=binh&category=roads", W_BINH, "roads", -1, NULL, NULL},
        {"?state=answered", -1, NULL, 1, NULL, NULL},
        {"?office=an&category=roads&state=new", W_AN, "roads", 0, NULL, NULL},
        {str_z(&arena, str_fmt(&arena, "?period=%s", text[0])), -1, NULL, -1, text[1], text[2]},
        {str_z(&arena, str_fmt(&arena, "?period=%sQ3", text[0])), -1, NULL, -1, text[3], text[4]},
        {str_z(&arena, str_fmt(&arena, "?category=roads&period=%s", text[0])), -1, "roads", -1, text[1], text[2]},
        {str_z(&arena, str_fmt(&arena, "?office=an&category=roads&state=answered&period=%sQ3", text[0])), W_AN, "roads", 1,
         text[3], text[4]},
    };
    for (size_t i = 0; i < ARRAY_LEN(choices); i++) {
        compare(s, &choices[i], false);
        compare(s, &choices[i], true);
    }
}

// Up to the next `end`, moving *rest behind it; STR_NONE when `begin` does not come any more.
static struct str between(struct str *rest, const char *begin, const char *end)
{
    ptrdiff_t at = str_find(*rest, str_c(begin));
    if (at < 0) {
        return STR_NONE;
    }
    *rest = str_slice(*rest, (size_t)at + strlen(begin), rest->n);
    ptrdiff_t to = str_find(*rest, str_c(end));
    struct str s = str_slice(*rest, 0, to < 0 ? rest->n : (size_t)to);
    *rest = str_slice(*rest, s.n, rest->n);
    return s;
}

// A table's cells: each nothing, or a link that leads somewhere, or the table says that its rows are not public.
static int cells_closed(struct str table, int *opened)
{
    int closed = 0;
    bool told = str_find(table, STR("is not public one by one")) >= 0;
    for (struct str cell; (cell = between(&table, "<td class=\"num\">", "</td>")).p != NULL;) {
        struct str href = between(&cell, "href=\"", "\"");
        if (href.p == NULL) {
            closed += !told && !str_eqz(cell, "0") && !str_eqz(cell, "–");
            continue;
        }
        closed += house_ask(&house, &arena, 0, "GET", replaced(href, "&amp;", "&"), "", STR_NONE).status != 200;
        ++*opened;
    }
    return closed;
}

static void figures_open(int year)
{
    struct reply r = house_ask(&house, &arena, 0, "GET", str_fmt(&arena, "/en/numbers?period=%d", year), "", STR_NONE);
    struct str rest = r.body;
    int closed = 0;
    int opened = 0;
    int tables = 0;
    for (struct str t; (t = between(&rest, "<h2 id=\"", "<h2 id=\"")).p != NULL; tables++) {
        closed += cells_closed(t, &opened);
    }
    ok(tables >= 7 && opened > 40 && closed == 0,
       "each of the figures of %d tables opens its rows (%d), or says why not (%d do not)", tables, opened, closed);
    r = house_ask(&house, &arena, 0, "GET", str_fmt(&arena, "/en/numbers.json?period=%d", year), "", STR_NONE);
    rest = r.body;
    struct str done = between(&rest, "{\"code\":\"done\"", "}");
    struct str value = between(&done, "\"value\":", ",");
    ok(str_eqz(value, "5"), "five were closed as done (%.*s), none of them public", STR_ARG(value));
    struct str link = plain(between(&done, "\"query\":\"", "\""));
    struct str query = link;
    (void)str_cut(&query, '?');
    r = house_ask(&house, &arena, 0, "GET", str_fmt(&arena, "/en/numbers/rows.json?%.*s", STR_ARG(query)), "", STR_NONE);
    ok(r.status == 200 && str_find(r.body, STR("\"part\":\"done\"")) > 0 && str_find(r.body, STR("\"value\":5,")) > 0 &&
           str_find(r.body, STR("\"not_public\":5,")) > 0 && str_find(r.body, STR("\"rows\":[]")) > 0,
       "its rows say so (%.*s)", STR_ARG(query));
    static const char *const no[] = {"figure=closed&part=sleeping", "figure=received&part=web", "figure=answered&part=done",
                                     "figure=open&part=8", "figure=published&part=zuq"};
    for (size_t i = 0; i < ARRAY_LEN(no); i++) {
        is_int(house_ask(&house, &arena, 0, "GET", str_fmt(&arena, "/vi/numbers/rows?%s", no[i]), "", STR_NONE).status, 404,
               "no rows of %s", no[i]);
    }
}

int main(int argc, char **argv)
{
    struct err e = ERR_INIT;
    if (!house_open(&house, argc > 1 && strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    began = clock_now();
    struct site *site = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, change_subjects, site, &e), "subjects change %s", e.what);
    site_unref(site);
    app_site_changed(house.app);
    site = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, list_all, site, &e), "matters become public and are answered %s", e.what);
    app_public_changed(house.app);
    choose(site);
    ok(has("/vi/matters?category=water", "matter002 end") && has("/vi/answers?category=water", "answer002 end"),
       "a matter and its answer are of their subject");
    ok(db_write(app_db(house.app), &arena, move_one, site, &e), "which is changed %s", e.what);
    app_public_changed(house.app);
    ok(moved == 2 && !has("/vi/matters?category=water", "matter002 end") && !has("/vi/answers?category=water", "answer002 end"),
       "neither is told under it any more, on the pages that were kept");
    choose(site);
    struct civil today = civil_from_day(tz_day(site->tz, began));
    char month[16];
    (void)snprintf(month, sizeof month, "%04d-%02d", today.year, today.month);
    what_is_kept(month);
    ok(has("/en/answers.atom?category=water", "answers:category=water</id>") &&
           has("/en/answers?category=water", "answers.atom?category=water\""),
       "the feed of a subject is a feed of its own, and its list leads there");
    ok(has("/vi/answers", ">Đường sá, cầu cống</option>") && !has("/vi/answers", ">Đường sá</option>"),
       "a subject is offered once, by the name that holds");
    ok(has("/vi/subjects", "id=\"former\"") && has("/vi/subjects", ">Đường sá</a>") && has("/vi/subjects", ">Nước sạch</a>") &&
           has("/vi/subjects.json", "\"name\":\"Đường sá\"") && has("/vi/subjects.json", "\"holds\":false}"),
       "former subjects are told, too, with their time");
    figures_open(today.year - 1);
    site_unref(site);
    arena_free(&arena);
    house_close(&house);
    return tap_done();
}
