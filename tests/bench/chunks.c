// chunks.c: do long jobs let others write? The longest function of the store's writer in each of them, by the clock and in
// processor time, which neighbours on the machine do not lengthen; the budget is 50 ms. A merged office with 5,000 matters,
// 2,000 messages and 20,000 comments in hand, and 5,000 tasks that it has a part in; an import of 20,000 rows and its undoing, a
// file of 20 MB. The consolidated report of a country is in reports.c.
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "core/desk/inherit.h"
#include "core/desk/matter.h"
#include "core/intake/import.h"
#include "core/office/reform.h"
#include "core/steer/file.h"
#include "db/q_comment.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_task.h"

enum { MATTERS = 5000, WAITING = 2000, COMMENTS = 20000, TASKS = 5000, ROWS = 20000, CHUNK = 500, BATCH = 77 };
enum { DAY = 86400, NOW = 1780000000 };

static struct arena arena;
static char path[] = "/tmp/hoiam-bench-chunks-XXXXXX";
static char *file;
static struct db *db;
static struct site *site;
static int64_t office;

static void done(bool good, const struct err *e)
{
    if (!good) {
        printf("%s\n", e->what);
        BUG("a transaction of the bench failed");
    }
}

static void write_one(db_fn *fn, void *arg)
{
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    done(db_write(db, &a, fn, arg, &e), &e);
    arena_free(&a);
}

// The writer counts from the opening of the store.
static void open_anew(void)
{
    struct err e = ERR_INIT;
    if (db != NULL) {
        site_unref(site);
        db_close(db);
    }
    done(db_open(&db, file, DB_READ_WRITE, &e) && site_load(db, NOW + DAY, &site, &e), &e);
}

static void tell(const char *what, size_t n)
{
    struct db_stats s = db_stats(db);
    printf("%-44s %6zu rows, %5llu functions, longest %6.1f ms (%5.1f ms of the processor; budget 50)\n", what, n,
           (unsigned long long)s.functions, (double)s.longest_us / 1e3, (double)s.longest_own_us / 1e3);
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home, root, other;
    struct founder f = {.tx = tx, .now = NOW, .today = NOW / DAY};
    struct office_draft d = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("Tỉnh")}};
    if (!site_found(tx, &d, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY - 100, &home, &root, e)) {
        return TX_FAILED;
    }
    f.home = home;
    f.today = NOW / DAY - 100;
    struct office_draft one = {.code = STR("a"), .kind = STR("commune"), .parent_id = root, .name = {[LANG_VI] = STR("Xã A")}};
    struct office_draft two = {.code = STR("b"), .kind = STR("commune"), .parent_id = root, .name = {[LANG_VI] = STR("Xã B")}};
    return office_add(&f, &one, &office, e) && office_add(&f, &two, &other, e) ? TX_COMMIT : TX_FAILED;
}

// Rows of an import; every second one is closed where `closed` says so.
static size_t take_in(size_t n, bool closed)
{
    static struct import_row rows[CHUNK];
    size_t added = 0;
    for (size_t from = 0; from < n; from += CHUNK) {
        struct arena a = ARENA_INIT;
        for (size_t i = 0; i < CHUNK; i++) {
            rows[i] = (struct import_row){.closed_at = closed && i % 2 == 0 ? NOW - DAY : 0};
            rows[i].draft = (struct message_draft){
                .words = str_fmt(&a, "Đường ngập ở đoạn số %zu, mong sớm xử lý giúp bà con", from + i), .office_id = office,
                .kind = STR("report"), .channel = STR("paper"), .received_at = NOW - (int64_t)((from + i) % 500) * DAY,
                .external_id = str_fmt(&a, "%s%zu", closed ? "c" : "o", from + i)};
        }
        struct import_chunk c = {.site = site, .batch = closed ? BATCH : BATCH + 1, .source = STR("m.csv"), .now = NOW,
                                 .rows = rows, .n = CHUNK};
        write_one(import_chunk, &c);
        added += c.added;
        arena_free(&a);
    }
    return added;
}

static enum tx_end start_some(struct tx *tx, void *arg, struct err *e)
{
    size_t *started = arg;
    struct message_row *list;
    size_t n;
    struct desk d = {.tx = tx, .site = site, .now = NOW};
    bool good = q_inbox_page(tx, &(struct q_inbox_page_in){.home = site->home, .office = office}, &list, &n, e);
    for (size_t i = 0; i < n && good; i++) {
        struct matter_row out;
        good = matter_start(&d, &list[i], 0, STR("Đường ngập"), &out, e) == MATTER_SAVED;
    }
    *started = n;
    return good ? TX_COMMIT : TX_FAILED;
}

// Comments that wait for the office, and tasks of the office above that it has a part in.
static enum tx_end more_in_hand(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t publication = random_id();
    bool good = q_publication_insert(tx, &(struct q_publication_insert_in){
        .home = site->home, .id = publication, .public_id = STR("aaaaaaaaaaaaaaaaaaaa"), .kind = STR("news"), .office = office,
        .lang = STR("vi"), .comments = true, .now = NOW}, NULL, e);
    for (size_t i = 0; i < COMMENTS && good; i++) {
        struct str own = str_fmt(&arena, "%020zu", i);
        good = q_comment_insert(tx, &(struct q_comment_insert_in){
            .home = site->home, .id = random_id(), .public_id = own, .publication = publication, .office = office,
            .words = STR("Mong xã sớm trả lời"), .lang = STR("vi"), .state = STR("waiting"), .receipt_hash = own, .now = NOW},
                                NULL, e);
    }
    for (size_t i = 0; i < TASKS && good; i++) {
        int64_t task = random_id();
        good = q_task_insert(tx, &(struct q_task_insert_in){
            .home = site->home, .id = task, .public_id = str_fmt(&arena, "t%019zu", i), .office = site->root, .lead = site->root,
            .follower = site->root, .what = STR("Sửa đường"), .product = STR("Báo cáo"), .source = STR("person"), .now = NOW},
                             NULL, e) &&
               q_task_coordinator_put(tx, site->home, task, office, NULL, e);
    }
    return good ? TX_COMMIT : TX_FAILED;
}

static enum tx_end merge(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    const char *refused;
    struct founder f = {.tx = tx, .home = site->home, .now = NOW, .today = site->today};
    struct reform r = {.kind = REFORM_MERGE, .office_id = office, .day = site->today, .n = 1};
    r.party[0].code = STR("b");
    bool good = reform_do(&f, site, &r, &refused, e);
    BUG_ON(good && refused != NULL);
    return good ? TX_COMMIT : TX_FAILED;
}

static void succession(void)
{
    struct err e = ERR_INIT;
    size_t moved;
    (void)take_in(MATTERS + WAITING, false);
    for (size_t started = 0, some; started < MATTERS; started += some) {
        write_one(start_some, &some);
    }
    write_one(more_in_hand, NULL);
    write_one(merge, NULL);
    open_anew();
    done(inherit_run(db, site, NOW + DAY, false, &moved, &e), &e);
    tell("all that a merged office has in hand", moved);
}

static void import_and_back(void)
{
    open_anew();
    tell("import, in chunks of 500", take_in(ROWS, true));
    open_anew();
    size_t undone = 0;
    struct import_undo u = {.site = site, .batch = BATCH, .now = NOW};
    do {
        write_one(import_undo, &u);
        undone += u.undone;
        u.after = u.next;
    } while (!u.over);
    tell("the import taken back", undone);
}

static enum tx_end lay(struct tx *tx, void *arg, struct err *e)
{
    const struct file_draft *f = arg;
    struct desk d = {.tx = tx, .site = site, .now = NOW, .actor = {.office_id = office}};
    return file_add(&d, STR("document"), 1, f, e) == STEER_SAVED ? TX_COMMIT : TX_FAILED;
}

static void large_file(void)
{
    struct problems p = {.n = 0};
    struct prng r = {7};
    char *bytes = arena_alloc(&arena, FILE_BYTES_MAX);
    for (size_t i = 0; i < FILE_BYTES_MAX; i += sizeof(uint64_t)) {
        uint64_t v = prng_next(&r);
        memcpy(bytes + i, &v, sizeof v);
    }
    struct file_draft f = {.name = STR("ban-do.pdf"), .bytes = {bytes, FILE_BYTES_MAX}};
    file_check(&arena, &f, &p);
    BUG_ON(p.n > 0);
    open_anew();
    write_one(lay, &f);
    tell("a file of 20 MB", 1);
}

int main(void)
{
    struct err e = ERR_INIT;
    BUG_ON(mkdtemp(path) == NULL);
    file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    done(db_create(file, &e) && db_open(&db, file, DB_READ_WRITE, &e), &e);
    write_one(found, NULL);
    done(site_load(db, NOW, &site, &e), &e);
    succession();
    import_and_back();
    large_file();
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return 0;
}
