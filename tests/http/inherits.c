// inherits.c: an office is merged into another one: its address leads there, its clerks work there, what it had in hand lies
// there with its words, what is about it is hidden from there, and what was finished keeps its name.
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/check.h"
#include "core/desk/inherit.h"
#include "core/office/reform.h"
#include "core/steer/document.h"
#include "db/q_document.h"
#include "web/app.h"

static struct house house;
static struct arena arena;

struct work {
    const struct site *site;
    struct reform reform;
    const char *refused;
};

static enum tx_end reform_it(struct tx *tx, void *arg, struct err *e)
{
    struct work *w = arg;
    struct founder f = {.tx = tx, .home = w->site->home, .now = clock_now(), .today = w->site->today};
    return !reform_do(&f, w->site, &w->reform, &w->refused, e) ? TX_FAILED : w->refused == NULL ? TX_COMMIT : TX_ROLLBACK;
}

static struct reply get(const char *login, const char *before, const char *after)
{
    return house_get(&house, &arena, login, before, after);
}

static bool says(struct reply r, const char *words)
{
    return r.status == 200 && str_find(r.body, str_c(words)) >= 0;
}

static const char *message(enum world_message m)
{
    return house.world.message[m].id;
}

static void merge(void)
{
    struct err e = ERR_INIT;
    struct site *site = app_site(house.app);
    struct work w = {.site = site, .reform = {.kind = REFORM_MERGE, .office_id = house.world.office[W_AN], .day = site->today,
                                              .party = {{.code = STR("binh")}}, .n = 1}};
    size_t moved = 0;
    ok(db_write(app_db(house.app), &arena, reform_it, &w, &e), "An is merged into Binh %s %s", e.what,
       w.refused == NULL ? "" : w.refused);
    app_site_changed(house.app);
    site_unref(site);
    ok(says(get("head.binh", "/desk/messages/", message(W_INBOX)), world_mark[W_INBOX]),
       "before anything is carried over, the heir reads a message of the inbox");
    ok(get("head.binh", "/desk/messages/", message(W_ABOUT)).status == 404, "and knows nothing of one about the former office");
    site = app_site(house.app);
    ok(inherit_run(app_db(house.app), site, clock_now(), false, &moved, &e) && moved > 5, "%zu rows are carried over %s", moved,
       e.what);
    ok(inherit_run(app_db(house.app), site, clock_now(), true, &moved, &e) && moved == 0, "and none is left");
    app_public_changed(house.app);
    site_unref(site);
}

static void addresses(void)
{
    struct reply r = get(NULL, "/vi/offices/", "an");
    ok(r.status == 301 && str_find(r.head, STR("Location: /vi/offices/binh\r\n")) >= 0, "the old address leads to the heir");
    r = get(NULL, "/en/offices/", "an.json");
    ok(r.status == 301 && str_find(r.head, STR("Location: /en/offices/binh.json\r\n")) >= 0, "its JSON twin too");
    ok(get(NULL, "/vi/numbers?office=", "an").status == 200, "figures of the former office are there under its code");
    ok(!says(get(NULL, "/vi/offices", ""), "UBND xã An<"), "it stands in the list of offices no more");
}

static void desks(void)
{
    struct reply r = get("clerk.an", "/desk/", "binh/inbox");
    ok(says(r, message(W_INBOX)), "its clerk works at the heir and finds what was to be taken in");
    ok(says(get("clerk.binh", "/desk/messages/", message(W_PRIVATE)), world_mark[W_PRIVATE]),
       "the heir's clerk reads the words of a matter in hand");
    ok(!says(get("clerk.binh", "/desk/", "binh/inbox"), world_mark[W_ABOUT]) &&
           get("clerk.binh", "/desk/messages/", message(W_ABOUT)).status == 404 &&
           get("head.an", "/desk/messages/", message(W_ABOUT)).status == 404 &&
           get("head.binh", "/desk/messages/", message(W_ABOUT_IN)).status == 404,
       "what is about the former office is hidden from its heir, in lists too");
    ok(says(get("head.tinh", "/desk/messages/", message(W_ABOUT)), world_mark[W_ABOUT]), "and open to the office above");
    ok(!says(get("head.so", "/desk/messages/", message(W_PRIVATE)), world_mark[W_PRIVATE]), "and to nobody else");
}

static enum tx_end handle(struct tx *tx, void *arg, struct err *e)
{
    struct site *site = arg;
    struct desk d = {.tx = tx, .site = site, .actor = {.office_id = house.world.office[W_AN]}, .now = clock_now()};
    struct document_row row;
    return q_document_by_public(tx, str_c(house.world.document[W_REGISTERED]), &row, e) == Q_ROW &&
                   document_instruct(&d, &row, STR("zuqhandle"), house.world.office[W_AN], site->today, e) == STEER_SAVED
               ? TX_COMMIT
               : TX_FAILED;
}

// What An was to handle, wrote and was sent waits at `office`, whose head is `head`: the first in An's book for ever, the second
// under the name of who goes on with it.
static void documents(const char *head, const char *office, const char *name)
{
    struct reply r = get(head, "/desk/", str_z(&arena, str_fmt(&arena, "%s/documents/waiting", office)));
    ok(says(r, house.world.document[W_REGISTERED]), "what it was to handle stands in the list of %s", office);
    ok(says(r, house.world.document[W_DRAFT]), "and its draft");
    ok(says(r, house.world.document[W_ISSUED]), "and what it had not registered");
    r = get(head, "/desk/documents/", house.world.document[W_DRAFT]);
    ok(says(r, name), "the draft is the heir's");
    r = get(head, "/desk/documents/", house.world.document[W_REGISTERED]);
    ok(says(r, "UBND xã An"), "the book is the former office's");
    ok(says(get(head, "/desk/", str_z(&arena, str_fmt(&arena, "%s/week", office))), house.world.document[W_REGISTERED]),
       "what is due stands in the week of %s", office);
}

// In another world An is split instead.
static void split(void)
{
    struct err e = ERR_INIT;
    struct site *site = app_site(house.app);
    struct work w = {.site = site, .reform = {.kind = REFORM_SPLIT, .office_id = house.world.office[W_AN], .day = site->today,
                                              .party = {{.code = STR("dong"), .name = {[LANG_VI] = STR("UBND xã An Đông")}},
                                                        {.code = STR("tay"), .name = {[LANG_VI] = STR("UBND xã An Tây")}}},
                                              .n = 2}};
    size_t moved = 0;
    bool done = db_write(app_db(house.app), &arena, reform_it, &w, &e);
    ok(done && w.refused == NULL, "An is split %s %s", e.what, w.refused == NULL ? "" : w.refused);
    app_site_changed(house.app);
    site_unref(site);
    site = app_site(house.app);
    ok(inherit_run(app_db(house.app), site, clock_now(), false, &moved, &e) && moved > 5, "%zu rows are carried over %s", moved,
       e.what);
    ok(inherit_run(app_db(house.app), site, clock_now(), true, &moved, &e) && moved == 0, "and none is left");
    app_public_changed(house.app);
    site_unref(site);
}

// The world's task is the province's, led by An, with the department.
static void tasks(void)
{
    ok(says(get("clerk.binh", "/desk/", "binh/tasks"), "Sửa cầu Mây"), "the heir's list has the task that the former office led");
    ok(says(get("clerk.binh", "/desk/tasks/", house.world.task), "zuqtasknote"), "with its notes");
    ok(says(get("head.tinh", "/desk/", "tinh/tasks?view=given"), "Sửa cầu Mây"), "whoever gave it still finds it");
}

static void on_finding(void *arg, struct str line)
{
    printf("# %.*s\n", STR_ARG(line));
    ++*(int *)arg;
}

static void begin(bool postgres)
{
    struct err e = ERR_INIT;
    if (!house_open(&house, postgres)) {
        exit(0);
    }
    struct site *site = app_site(house.app);
    BUG_ON(!db_write(app_db(house.app), &arena, handle, site, &e));
    site_unref(site);
}

static void end(void)
{
    struct err e = ERR_INIT;
    int findings = 0;
    ok(check_store(app_db(house.app), clock_now(), on_finding, &findings, &e) && findings == 0, "hoiam check finds nothing %s",
       e.what);
    house_close(&house);
}

int main(int argc, char **argv)
{
    bool postgres = argc > 1 && strcmp(argv[1], "postgres") == 0;
    begin(postgres);
    merge();
    addresses();
    desks();
    tasks();
    documents("head.binh", "binh", "UBND xã Bình");
    end();
    begin(postgres);
    split();
    documents("head.an", "dong", "UBND xã An Đông");
    end();
    arena_free(&arena);
    return tap_done();
}
