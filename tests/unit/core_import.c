// core_import.c: promises of core/intake/import: a chunk's rows once, with gapless events and sums; a batch taken back, but
// for what the office has worked on since.
#include "core/intake/import.h"

#include "core/count/tally.h"
#include "core/desk/matter.h"
#include "core/office/founding.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "tap.h"

#include <unistd.h>

enum { NOW = 1780000000, YEAR = 2026, DAY = 86400, BATCH = 77 };

static struct arena arena;
static struct db *db;
static struct site *site;

static void write_all(db_fn *fn, void *arg)
{
    struct err e = ERR_INIT;
    if (!db_write(db, &arena, fn, arg, &e)) {
        printf("# %s\n", e.what);
        BUG("a transaction of the test failed");
    }
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home, root;
    struct office_draft d = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã")}};
    return site_found(tx, &d, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &root, e) ? TX_COMMIT : TX_FAILED;
}

static struct import_row row(const char *id, const char *words, int64_t closed_at)
{
    return (struct import_row){.closed_at = closed_at,
                               .draft = {.words = str_c(words), .office_id = site->root, .kind = STR("report"),
                                         .channel = STR("paper"), .received_at = NOW - 10 * DAY, .external_id = str_c(id)}};
}

static size_t take(struct import_row *rows, size_t n)
{
    struct import_chunk c = {.site = site, .batch = BATCH, .source = STR("m.csv"), .now = NOW, .rows = rows, .n = n};
    write_all(import_chunk, &c);
    return c.added;
}

struct counts {
    int64_t events;
    int64_t last_event;
    int64_t received;
    int64_t closed;
};

static bool add_sum(void *arg, const struct tally_range_row *r, struct err *e)
{
    (void)e;
    struct counts *c = arg;
    c->received += str_eqz(r->measure, measure_key(MEASURE_RECEIVED)) ? r->n : 0;
    c->closed += str_eqz(r->measure, measure_key(MEASURE_CLOSED)) ? r->n : 0;
    return true;
}

// Events from the first on, as long as no number is missing; the home's last number; the sums of all months.
static struct counts counted(void)
{
    struct counts c = {0, 0, 0, 0};
    struct err e = ERR_INIT;
    struct tx *tx;
    struct event_row *list;
    size_t n;
    struct event_last_number_row last;
    if (!db_read_begin(db, &arena, &tx, &e) || !q_events_after(tx, site->home, 0, &list, &n, &e) ||
        q_event_last_number(tx, site->home, &last, &e) != Q_ROW ||
        !q_tally_range(tx, &(struct q_tally_range_in){.home = site->home, .grain = STR("m"), .from = 0, .to = 40000}, add_sum,
                       &c, &e)) {
        BUG("the store cannot be read");
    }
    while (c.events < (int64_t)n && list[c.events].number == c.events + 1) {
        c.events++;
    }
    c.last_event = last.event_number;
    db_read_end(tx);
    return c;
}

static enum tx_end start_matter(struct tx *tx, void *arg, struct err *e)
{
    struct message_row *m = arg;
    struct matter_row out;
    struct desk d = {.tx = tx, .site = site, .now = NOW};
    return matter_start(&d, m, 0, STR("Việc"), &out, e) == MATTER_SAVED ? TX_COMMIT : TX_FAILED;
}

static void work_on(const char *words)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct message_row *list;
    size_t n;
    if (!db_read_begin(db, &arena, &tx, &e) ||
        !q_inbox_page(tx, &(struct q_inbox_page_in){.home = site->home, .office = site->root}, &list, &n, &e)) {
        BUG("the inbox cannot be read");
    }
    db_read_end(tx);
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(list[i].words, words)) {
            write_all(start_matter, &list[i]);
        }
    }
}

static struct import_undo undo(void)
{
    struct import_undo u = {.site = site, .batch = BATCH, .now = NOW};
    size_t undone = 0, kept = 0;
    do {
        write_all(import_undo, &u);
        undone += u.undone;
        kept += u.kept;
        u.after = u.next;
    } while (!u.over);
    u.undone = undone;
    u.kept = kept;
    return u;
}

// Is there a matter with each of the numbers 1…n of an office this year, and none beyond?
static bool numbered(int64_t office_id, int64_t n)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct matter_row m;
    bool all = true;
    BUG_ON(!db_read_begin(db, &arena, &tx, &e));
    for (int64_t i = 1; i <= n + 1; i++) {
        all = all && q_matter_by_number(tx, office_id, YEAR, i, &m, &e) == (i <= n ? Q_ROW : Q_NONE);
    }
    db_read_end(tx);
    return all;
}

static bool in_inbox(const char *words)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct message_row *list;
    size_t n;
    bool found_it = false;
    BUG_ON(!db_read_begin(db, &arena, &tx, &e) ||
           !q_inbox_page(tx, &(struct q_inbox_page_in){.home = site->home, .office = site->root}, &list, &n, &e));
    for (size_t i = 0; i < n; i++) {
        found_it = found_it || str_eqz(list[i].words, words);
    }
    db_read_end(tx);
    return found_it;
}

static enum tx_end add_hamlet(struct tx *tx, void *arg, struct err *e)
{
    struct office_draft d = {.code = STR("thon"), .kind = STR("department"), .parent_id = site->root,
                             .name = {[LANG_VI] = STR("Thôn")}};
    struct founder f = {.tx = tx, .home = site->home, .now = NOW, .today = NOW / DAY};
    return office_add(&f, &d, arg, e) ? TX_COMMIT : TX_FAILED;
}

// Closed rows of two offices, mixed in one chunk.
static void closed_ones(void)
{
    struct err e = ERR_INIT;
    int64_t hamlet;
    write_all(add_hamlet, &hamlet);
    site_unref(site);
    BUG_ON(!site_load(db, NOW, &site, &e));
    struct import_row rows[6];
    static const char *const ids[] = {"c1", "c2", "c3", "c4", "c5", "c6"};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        rows[i] = row(ids[i], "Đã sửa xong", NOW - DAY);
        rows[i].draft.office_id = i % 3 == 0 ? hamlet : site->root;
    }
    is_int(take(rows, 6), 6, "closed rows of two offices");
    ok(numbered(hamlet, 2), "their matters have numbers without a gap in the one");
    ok(numbered(site->root, 7), "and in the other, after those that were there");
    ok(!in_inbox("Đã sửa xong"), "and none of them waits in an inbox");
}

static void keys(void)
{
    struct import_row a = row("", "Đường ngập", 0);
    unsigned char x[IMPORT_KEY], y[IMPORT_KEY];
    import_content_key(&a.draft, 0, x);
    import_content_key(&a.draft, 0, y);
    ok(memcmp(x, y, IMPORT_KEY) == 0, "the same row has the same key");
    import_content_key(&a.draft, NOW, y);
    ok(memcmp(x, y, IMPORT_KEY) != 0, "another closing time makes another");
    struct message_draft split = a.draft;
    split.words = STR("Đường");
    split.place = STR(" ngập");
    import_content_key(&split, 0, y);
    ok(memcmp(x, y, IMPORT_KEY) != 0, "so do the same letters in other fields");
}

int main(void)
{
    char path[] = "/tmp/hoiam-import-XXXXXX";
    struct err e = ERR_INIT;
    int fd = mkstemp(path);
    BUG_ON(fd < 0);
    (void)close(fd);
    (void)unlink(path);
    BUG_ON(!db_create(path, &e) || !db_open(&db, path, DB_READ_WRITE, &e));
    write_all(found, NULL);
    BUG_ON(!site_load(db, NOW, &site, &e));
    struct import_row rows[] = {row("1", "Đường ngập", 0), row("2", "Đã xong việc này", NOW - DAY), row("1", "Đường ngập", 0),
                                row("3", "Rác chưa dọn", 0)};
    is_int(take(rows, ARRAY_LEN(rows)), 3, "a row whose id is there already is not taken, in the same chunk either");
    struct counts c = counted();
    is_int(c.events, 6, "an event a message, two a closed matter, one before");
    is_int(c.last_event, 6, "and no number without one");
    is_int(c.received, 3, "the sums count what came");
    is_int(c.closed, 1, "and what is closed");
    is_int(take(rows, ARRAY_LEN(rows)), 0, "a second run adds nothing");
    is_int(counted().last_event, 6, "no event either");
    work_on("Rác chưa dọn");
    struct import_undo u = undo();
    is_int(u.undone, 2, "taken back");
    is_int(u.kept, 1, "but for what the office works on");
    c = counted();
    is_int(c.received, 1, "the sums go back");
    is_int(c.closed, 0, "those of matters too");
    ok(c.events == c.last_event && c.events == 8, "events stay");
    is_int(take(rows, 2), 2, "what was taken back can be taken again");
    keys();
    closed_ones();
    site_unref(site);
    db_close(db);
    arena_free(&arena);
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        char name[100];
        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        (void)unlink(name);
    }
    return tap_done();
}
