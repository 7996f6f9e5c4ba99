// tables.c: every list of the desk has its table (CSV) at the same spot, whole, with the rows of its page and for the same
// members. The pages are taken from routes.def: one that is no list stands here with its reason, or the test fails.
//
// usage: tables sqlite|postgres
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "core/intake/submit.h"
#include "web/route.h"

enum { LONG = 1500 };

static struct house house;
static struct arena arena;
static struct thing things[THINGS_MAX];
static size_t n_things;

// Pages that list nothing for others to take along: a path of routes.def, or the beginning of several with a '*' at its end.
static const struct {
    const char *path;
    const char *why;
} no_lists[] = {
    {"/desk", "leads on"},
    {"/desk/sign-in", "a form"},
    {"/desk/first-steps", "a form"},
    {"/desk/account", "the member's own sessions and keys"},
    {"/desk/{office}/today", "signposts to lists"},
    {"/desk/{office}/first-hour", "steps, each done once"},
    {"/desk/{office}/phone", "a form"},
    {"/desk/{office}/numbers", "figures: their data stand below them, as in public"},
    {"/desk/{office}/numbers/rows", "its data stand below it, as in public"},
    {"/desk/{office}/admin", "settings, in forms"},
    {"/desk/{office}/admin/change", "a form"},
    {"/desk/{office}/admin/committee", "one committee"},
    {"/desk/{office}/documents/import", "a form"},
    {"/desk/{office}/documents/receive", "a form"},
    {"/desk/{office}/documents/draft", "a form"},
    {"/desk/{office}/tasks/new", "a form"},
    {"/desk/{office}/tasks/import", "a form"},
    {"/desk/{office}/meetings/call", "a form"},
    {"/desk/{office}/reports/start", "a form"},
    {"/desk/{office}/reports/import", "a form"},
    {"/desk/{office}/reports/template", "a form"},
    {"/desk/messages/{message}*", "one message"},
    {"/desk/matters/{matter}*", "one matter"},
    {"/desk/versions/{version}", "one version"},
    {"/desk/documents/{document}*", "one document"},
    {"/desk/files/{file}", "one file"},
    {"/desk/tasks/{task}", "one task"},
    {"/desk/tasks/{task}/parts", "a form"},
    {"/desk/meetings/{meeting}*", "one meeting"},
    {"/desk/recognitions/{recognition}*", "one recognition"},
    {"/desk/trainings/{training}", "one training session"},
    {"/desk/contests/{contest}", "one contest"},
    {"/desk/reports/{report}", "one report, which has its own files"},
    {"/desk/reports/{report}/hand-in", "a form"},
};

static const char *no_list(struct str path)
{
    for (size_t i = 0; i < ARRAY_LEN(no_lists); i++) {
        struct str p = str_c(no_lists[i].path);
        if (str_ends(p, STR("*")) ? str_starts(path, str_slice(p, 0, p.n - 1)) : str_eq(p, path)) {
            return no_lists[i].why;
        }
    }
    return NULL;
}

// A page, not a file: its last part has no dot.
static bool is_desk_page(const struct route *r)
{
    struct str path = str_c(r->path);
    return r->method == HTTP_GET && str_starts(path, STR("/desk")) && memchr(path.p, '.', path.n) == NULL;
}

static int times(struct str in, const char *what)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(in, str_c(what))) >= 0; n++) {
        in = str_slice(in, (size_t)at + strlen(what), in.n);
    }
    return n;
}

// What is needed besides the thing in the path.
static const char *query_of(const struct route *r)
{
    const char *document = str_z(&arena, str_fmt(&arena, "?document=%s", house.world.document[W_REGISTERED]));
    const char *const needed[][2] = {{"/desk/{office}/tasks/directive", document},
                                     {"/desk/{office}/search", "?q=duong"},
                                     {"/desk/{office}/documents/search", "?q=chi"},
                                     {"/desk/reports/{report}/rows", "?figure=1"}};
    for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
        if (strcmp(r->path, needed[i][0]) == 0) {
            return needed[i][1];
        }
    }
    return "";
}

// The last of the ways in the page's head, where every list has it: "" where there is none.
static struct str table_of(struct str page)
{
    ptrdiff_t at = str_find(page, STR("<div class=\"head\">"));
    struct str head = at < 0 ? STR("") : str_slice(page, (size_t)at, page.n);
    at = str_find(head, STR("\">CSV</a></li></ul></div>"));
    ptrdiff_t end = str_find(head, STR("</div>"));
    if (at < 0 || end < at) {
        return STR("");
    }
    size_t from = (size_t)at;
    while (from > 0 && head.p[from - 1] != '"') {
        from--;
    }
    return client_unescape(&arena, str_slice(head, from, (size_t)at));
}

// Rows of a table without its head; -1 where it is none. A cell may hold line ends.
static int rows_of(const struct reply *r)
{
    int n = -1;
    bool quoted = false;
    if (r->status != 200 || !r->whole || !str_eqz(reply_header(r, "Content-Type", 0), "text/csv; charset=utf-8") ||
        !str_starts(reply_header(r, "Content-Disposition", 0), STR("attachment; filename=\"")) ||
        !str_starts(r->body, STR("\xef\xbb\xbf"))) {
        return -1;
    }
    for (size_t i = 0; i < r->body.n; i++) {
        quoted = quoted != (r->body.p[i] == '"');
        n += !quoted && r->body.p[i] == '\n';
    }
    return n;
}

struct walked {
    int pages, without, bad, few, refused_otherwise;
};

static void walk_page(const struct route *r, int comer, const struct thing *t, struct walked *w)
{
    struct str path;
    if (!house_path(&arena, r->path, t, &path)) {
        return;
    }
    struct str list = str_fmt(&arena, "%.*s%s", STR_ARG(path), query_of(r));
    struct reply page = house_ask(&house, &arena, comer, "GET", list, "", STR_NONE);
    if (page.status != 200) {
        struct str href = str_fmt(&arena, "%.*s.csv%s", STR_ARG(path), query_of(r));
        struct reply table = house_ask(&house, &arena, comer, "GET", href, "", STR_NONE);
        w->refused_otherwise += table.status != page.status;
        return;
    }
    w->pages++;
    struct str href = table_of(page.body);
    if (href.n == 0) {
        w->without++;
        return;
    }
    struct reply table = house_ask(&house, &arena, comer, "GET", href, "", STR_NONE);
    int n = rows_of(&table);
    if (n < 0 || n < times(page.body, "data-row")) {
        printf("# %s, %.*s: %d rows of %d\n", house_name(&house, comer), STR_ARG(href), n, times(page.body, "data-row"));
    }
    w->bad += n < 0;
    w->few += n < times(page.body, "data-row");
}

static void walk_list(const struct route *r)
{
    struct walked w = {0};
    const char *param = house_param(&arena, r->path);
    for (int comer = 1; comer < COMERS; comer++) {
        for (size_t i = 0; i < n_things; i++) {
            if (strcmp(things[i].param, param) == 0) {
                walk_page(r, comer, &things[i], &w);
                arena_reset(&arena);
                param = house_param(&arena, r->path);
            }
        }
    }
    ok(w.pages > 0 && w.without == 0, "%s: CSV is the last of the ways in its head (or say above why it is no list)", r->path);
    ok(w.bad == 0 && w.few == 0, "%s: a table with a row for each of the page (%d pages)", r->path, w.pages);
    is_int(w.refused_otherwise, 0, "%s: refused to those to whom the page is", r->path);
}

// ---- a long list is whole, and what a spreadsheet would run is disarmed

static enum tx_end send_many(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    for (int i = 0; i < LONG; i++) {
        struct submission sent = {.site = s, .now = clock_now()};
        struct problems p = {.n = 0};
        sent.draft = (struct message_draft){.words = str_fmt(tx_arena(tx), "tablemessage %d", i),
                                            .office_id = house.world.office[W_BINH], .lang = LANG_VI, .channel = STR("web"),
                                            .received_at = sent.now - i % 3};
        message_check(s, &sent.draft, &p);
        submit_prepare(tx_arena(tx), &sent);
        if (p.n > 0 || submit_message(tx, &sent, e) != TX_COMMIT) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static void long_list(void)
{
    struct err e = ERR_INIT;
    struct reply before = house_get(&house, &arena, "clerk.binh", "/desk/binh/inbox.csv", "");
    struct site *site = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, send_many, site, &e), "a list grows long %s", e.what);
    site_unref(site);
    struct reply r = house_get(&house, &arena, "clerk.binh", "/desk/binh/inbox.csv", "");
    is_int(rows_of(&r) - rows_of(&before), LONG, "a long list's table has all of its rows");
    ok(str_eq_nocase(reply_header(&r, "Transfer-Encoding", 0), STR("chunked")), "made while it is sent");
    r = house_ask(&house, &arena, house_comer(&house, "clerk.binh"), "HEAD", STR("/desk/binh/inbox.csv"), "", STR_NONE);
    is_int(r.status, 200, "and HEAD asks for none of it");
    ok(times(r.body, "tablemessage") == 0, "without words");
}

// What is not public leaves the desk by the export that a second member agrees to, and not as a table.
static void no_words(void)
{
    static const char *const lists[][3] = {{"clerk.an", "/desk/an/inbox.csv", "zuqinbox"},
                                           {"clerk.an", "/desk/an/search.csv?q=zuqinbox", "zuqinbox"},
                                           {"registry.tinh", "/desk/tinh/handed-over.csv", "zuqhanded"},
                                           {"clerk.tinh", "/desk/tinh/inbox.csv", "zuqabout"}};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        struct reply r = house_get(&house, &arena, lists[i][0], lists[i][1], "");
        ok(rows_of(&r) > 0 && times(r.body, lists[i][2]) == 0, "%s: rows, and no words of a message", lists[i][1]);
    }
}

static void formulas(void)
{
    struct str token = house_csrf(&house, &arena, house_comer(&house, "head.an"));
    const char *const form[][2] = {{"csrf", str_z(&arena, token)}, {"lang", "vi"}, {"title", "=1+1"},
                                   {"body", "+HYPERLINK(\"http://evil.example\")"}};
    is_int(house_post(&house, &arena, "head.an", "/desk/an/wordings", form, ARRAY_LEN(form)).status, 303, "a wording is written");
    struct reply r = house_get(&house, &arena, "head.an", "/desk/an/wordings.csv", "");
    ok(str_find(r.body, STR("\"'=1+1\"")) > 0 && str_find(r.body, STR("\"'+HYPERLINK(\"\"http")) > 0,
       "a cell that a spreadsheet would run is disarmed");
}

int main(int argc, char **argv)
{
    if (!house_open(&house, argc > 1 && strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    size_t n;
    const struct route *table = route_table(&n);
    n_things = house_things(&house, things);
    for (size_t i = 0; i < n; i++) {
        if (is_desk_page(&table[i]) && no_list(str_c(table[i].path)) == NULL) {
            walk_list(&table[i]);
        }
    }
    no_words();
    formulas();
    long_list();
    house_close(&house);
    return tap_done();
}
