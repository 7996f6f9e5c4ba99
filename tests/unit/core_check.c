// Breaks a store in one way after another, and sees each break found by name; what is whole gives no finding.
#include "dbtest.h"

#include "cli/demo_store.h"
#include "core/check.h"
#include "core/count/recount.h"
#include "core/steer/document.h"
#include "db/q_document.h"
#include "db/query.h"

#define NOW 1763870400

struct breaking {
    const char *sql;   // one statement, or two with ";;" between
    const char *found; // a part of the line that must be told
};

// A task of the first office, as whoever breaks it likes.
#define TASK(parent, due, state)                                                                                       \
    "INSERT INTO task (home_id, id, public_id, office_id, lead_id, follower_id, what, source, parent_id, first_due_day, "   \
    "due_day, state, made_at, changed_at) SELECT h.id, 1, 't', o.id, o.id, o.id, 'x', 'hand', " parent ", 100, " due        \
    ", " state ", 1, 1 FROM home h, (SELECT min(id) AS id FROM office) o"

static const struct breaking list[] = {
    {"UPDATE document SET number = 9 WHERE book = 'den' AND number = 3", "office whose numbers of documents have gaps"},
    {"UPDATE counter SET last = last + 1 WHERE book = 'den'", "office whose numbers of documents have gaps"},
    {"INSERT INTO counter (office_id, book, year, last) SELECT office_id, 'di', 1999, 4 FROM document LIMIT 1",
     "given numbers that no document bears"},
    {"UPDATE document SET state = 'issued' WHERE state = 'comments'", "document whose book, state and number"},
    {"UPDATE document SET state = 'draft' WHERE number = 2", "document whose book, state and number"},
    {"UPDATE logo SET hash = '0123456789abcdef'", "logo that is not what its name"},
    {"UPDATE document SET urgency = 'secret' WHERE number = 2", "document whose book, state and number"},
    {"DELETE FROM document_step WHERE document_id = (SELECT id FROM document WHERE number = 2)",
     "without the steps that gave it"},
    {"UPDATE document SET origin_id = (SELECT id FROM document WHERE number = 1) WHERE number = 2",
     "document that was not sent"},
    {"UPDATE document_comment SET words = 'khác'", "(document.commented): the words"},
    {"UPDATE event SET reason = 'x' WHERE number = 77", "event 77: its columns are not what its canonical bytes say"},
    {"UPDATE event SET happened_at = happened_at + 1 WHERE number = 78", "event 78: its columns"},
    {"DELETE FROM event WHERE number = 100", "event 100 is missing before 101"},
    {"DELETE FROM event WHERE number = 100", "private side of an event that is not there: 100"},
    {"UPDATE home SET event_number = event_number + 1", "the home counts"},
    {"UPDATE message SET words = 'Lời khác hẳn.' WHERE id = (SELECT min(id) FROM message)", "not those that were said"},
    {"UPDATE publication_version SET body = 'khác' WHERE id = (SELECT min(id) FROM publication_version)",
     "not those that"},
    {"UPDATE note SET words = 'khác' WHERE id = (SELECT min(id) FROM note)", "(matter.noted): the words"},
    {"UPDATE message SET state = 'inbox' WHERE id = (SELECT min(message_id) FROM message_matter)", "state and link"},
    {"UPDATE message SET channel = 'dream' WHERE id = (SELECT min(id) FROM message)", "message with a state, channel"},
    {"UPDATE message SET received_at = recorded_at + 9 WHERE id = (SELECT min(id) FROM message)",
     "message with a state, channel"},
    {"INSERT INTO message_matter (home_id, id, message_id, matter_id, since_at, until_at, how) SELECT home_id, 1, message_id, "
     "matter_id, since_at, since_at + 60, 'joined' FROM message_matter WHERE id = (SELECT min(id) FROM message_matter)",
     "in two matters at one time"},
    {"UPDATE message SET about_office_id = office_id WHERE id = (SELECT min(message_id) FROM message_matter)",
     "about another office than itself"},
    {"UPDATE matter SET outcome = NULL WHERE id = (SELECT min(id) FROM matter WHERE state = 'closed')",
     "matter whose state"},
    {"UPDATE matter SET state = 'sleeping' WHERE id = (SELECT min(id) FROM matter)", "matter whose state"},
    {"UPDATE matter SET outcome = 'withdrawn' WHERE id = (SELECT min(id) FROM matter WHERE state = 'closed')",
     "closed as taken back while somebody waited"},
    {"UPDATE matter SET public_at = NULL WHERE id = (SELECT min(id) FROM matter WHERE public_at IS NOT NULL)",
     "public without a public title, or has one"},
    {"DELETE FROM message_matter WHERE matter_id = (SELECT min(id) FROM matter)", "matter that never had a message"},
    {"UPDATE matter SET started_at = started_at - 5 WHERE id = (SELECT min(id) FROM matter)",
     "begin with its earliest message"},
    {"UPDATE matter SET answered_at = NULL, state = 'open', outcome = NULL, closed_at = NULL WHERE id = (SELECT min(matter_id) "
     "FROM publication WHERE state = 'published')", "does not know of its published answer"},
    {"UPDATE publication SET published_at = NULL WHERE id = (SELECT min(id) FROM publication)",
     "publication whose state"},
    {"UPDATE publication_version SET number = 5 WHERE id = (SELECT min(id) FROM publication_version)",
     "versions are not numbered"},
    {"UPDATE publication_version SET translates_id = 1 WHERE id = (SELECT min(id) FROM publication_version WHERE lang = 'en')",
     "translation of something else"},
    {"UPDATE publication SET matter_id = 1 WHERE id = (SELECT min(id) FROM publication)",
     "of a matter that is not there"},
    {"UPDATE publication SET category_id = (SELECT min(id) FROM category WHERE id <> category_id) WHERE id = "
     "(SELECT min(id) FROM publication WHERE category_id IS NOT NULL)",
     "of another subject than its matter"},
    {"UPDATE receipt SET message_id = 1 WHERE message_id = (SELECT min(message_id) FROM receipt)",
     "receipt of a message"},
    {"INSERT INTO contact SELECT home_id, 1, 1, 'email', 'vi', canonical, 99 FROM event WHERE number = 1",
     "contact details of"},
    {"UPDATE exchange SET message_id = 1 WHERE id = (SELECT min(id) FROM exchange)", "words exchanged about"},
    {"UPDATE rating SET message_id = 1 WHERE message_id = (SELECT min(message_id) FROM rating)", "rating of a message"},
    {"INSERT INTO outbox (home_id, id, message_id, lang, made_at, next_at) SELECT id, 1, 1, 'vi', 1, 1 FROM home",
     "notice that"},
    {TASK("NULL", "100", "'confirmed'"), "task whose state"},
    {TASK("NULL", "100", "'returned'"), "task whose state"},
    {"UPDATE matter SET about_office_id = (SELECT max(id) FROM office) WHERE id = (SELECT min(id) FROM matter);;"
     "INSERT INTO task (home_id, id, public_id, office_id, lead_id, follower_id, what, source, source_id, first_due_day, "
     "due_day, state, made_at, changed_at) SELECT home_id, 1, 't', office_id, office_id, about_office_id, 'x', 'answer', id, "
     "100, 100, "
     "'new', 1, 1 FROM matter WHERE about_office_id IS NOT NULL LIMIT 1",
     "task of what is about an office, in which that office has a part: 1"},
    {"UPDATE event SET subject_id = 1 WHERE number = 1", "event of an office that is none: 1"},
    {TASK("99", "100", "'new'"), "part of a task that is not there"},
    {TASK("NULL", "101", "'new'"), "task that lost its first due date"},
    {TASK("NULL", "100", "'new'"), NULL},
    {"UPDATE counter SET last = last + 1", "numbers of matters have gaps"},
    {"INSERT INTO import_thing (home_id, import_id, thing_id, thing, is_new, place) "
     "SELECT id, 7, office_id, 'office', 1, 1 FROM home",
     "that an import noted"},
    {"INSERT INTO import_term (home_id, import_id, office_id, side, id, since_day, code, kind) "
     "SELECT id, 7, office_id, 0, 1, 1, 'x', "
     "'unit' FROM home",
     "that an import noted"},
    {"INSERT INTO office (id, created_at) VALUES (1, 1);;"
     "INSERT INTO office_name (id, office_id, lang, name, since_day) VALUES (1, 1, 'vi', 'x', 1)",
     "office that was never there"},
    {"UPDATE office_term SET until_day = 30000, code = 'TG-02' WHERE code = 'TG-01'",
     "shares its code with another one"},
    {"UPDATE office_term SET parent_id = office_id WHERE code = 'TG-03'", "the office tree has a cycle"},
    {"UPDATE office_term SET until_day = 20000 WHERE code = 'TG-SXD'", "office that is no more and has no heir"},
    {"INSERT INTO office_succession (id, from_id, to_id, kind, on_day) SELECT 1, a.office_id, b.office_id, 'ended', 20000 "
     "FROM office_term a, office_term b WHERE a.code = 'TG-02' AND b.code = 'TG-01'",
     "office that was succeeded and is still there"},
    {"INSERT INTO committee_seat (id, office_id, seat, from_office_id, since_day) "
     "SELECT 1, a.office_id, 'chair', b.office_id, 20000 FROM office_term a, office_term b "
     "WHERE a.code = 'TG-02' AND b.code = 'TG-01'",
     "with seats though it is no committee"},
    {"UPDATE tally SET n = n + 1 WHERE measure = 'rated' AND grain = 'm'", "sum of rated"},
    {"DELETE FROM tally WHERE measure = 'timely'", "0 is kept"},
    {"UPDATE message SET words = NULL WHERE id = (SELECT min(id) FROM message)",
     "message without words of which nobody knows why"},
    {"INSERT INTO erasure (home_id, id, message_id, reason, asked_at, done_at) SELECT home_id, 1, id, 'sender', 5, 5 "
     "FROM message WHERE id = (SELECT min(id) FROM message)",
     "message whose words were erased and are not gone"},
    {"INSERT INTO erasure (home_id, id, message_id, reason, asked_at, done_at) SELECT home_id, 1, id, 'sender', 5, 5 "
     "FROM message WHERE id = (SELECT min(id) FROM message)",
     "message whose words were erased without an event"},
    {"INSERT INTO erasure (home_id, id, message_id, reason, asked_at) SELECT home_id, 1, id, 'by_law', 5 "
     "FROM message WHERE id = (SELECT min(id) FROM message)", NULL},         // only asked for: they are still there
    {"UPDATE event_private SET salt = NULL, member_id = NULL", NULL},         // who did what may be erased
};

struct seen {
    const char *wanted;
    size_t n;
    bool there;
    char first[300];
};

static void see(void *arg, struct str line)
{
    struct seen *s = arg;
    if (s->n++ == 0) {
        (void)snprintf(s->first, sizeof s->first, "%.*s", STR_ARG(line));
    }
    s->there = s->there || (s->wanted != NULL && str_find(line, str_c(s->wanted)) >= 0);
}

static enum tx_end run_sql(struct tx *tx, void *arg, struct err *e)
{
    const struct db_query *q = arg;
    int64_t changed = 0;
    if (!db_exec(tx, q, NULL, &changed, e)) {
        return TX_FAILED;
    }
    if (changed == 0) {
        (void)err_set(e, ERR_INPUT, "it breaks nothing");
    }
    return changed > 0 ? TX_COMMIT : TX_FAILED;
}

static void copy(const char *from, const char *to)
{
    char command[2000];
    (void)snprintf(command, sizeof command, "rm -f '%s' '%s-wal' '%s-shm'; cp '%s' '%s'", to, to, to, from, to);
    BUG_ON(system(command) != 0);
}

static void test_break(const char *clean, const char *store, const struct breaking *b)
{
    struct db *db;
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    copy(clean, store);
    BUG_ON(!db_open(&db, store, DB_READ_WRITE, &e));
    // A query's address is its identity for the life of the program.
    struct db_query *q = xcalloc(2, sizeof *q);
    ptrdiff_t two = str_find(str_c(b->sql), STR(";;"));
    q[0] = (struct db_query){
        .name = "break", .sql = two < 0 ? b->sql : str_fmt(&a, "%.*s", (int)two, b->sql).p, .writes = true};
    q[1] = (struct db_query){.name = "then", .sql = two < 0 ? NULL : b->sql + two + 2, .writes = true};
    struct seen seen = {.wanted = b->found};
    bool good = db_write(db, &a, run_sql, q, &e) && (two < 0 || db_write(db, &a, run_sql, q + 1, &e)) &&
                check_store(db, NOW, see, &seen, &e);
    ok(good, "%.60s: %s", b->sql, e.what);
    if (b->found != NULL) {
        ok(seen.there, "is found: %s (%zu findings, the first: %s)", b->found, seen.n, seen.first);
    } else {
        ok(seen.n == 0, "is no finding: %s", seen.first);
    }
    db_close(db);
    free(q);
    arena_free(&a);
}

static enum tx_end sums_anew(struct tx *tx, void *arg, struct err *e)
{
    return recount_store(tx, arg, e) ? TX_COMMIT : TX_FAILED;
}

// Sums that are wrong are right again once they are counted anew.
static void test_recount(const char *clean, const char *store)
{
    static const struct db_query spoil = {.name = "spoil", .sql = "UPDATE tally SET n = 3", .writes = true};
    struct db *db;
    struct site *site;
    struct err e = ERR_INIT;
    struct arena a = ARENA_INIT;
    copy(clean, store);
    BUG_ON(!db_open(&db, store, DB_READ_WRITE, &e) || !site_load(db, NOW, &site, &e));
    struct seen before = {.n = 0};
    struct seen after = {.n = 0};
    bool good = db_write(db, &a, run_sql, (void *)(uintptr_t)&spoil, &e) && check_store(db, NOW, see, &before, &e) &&
                db_write(db, &a, sums_anew, site, &e) && check_store(db, NOW, see, &after, &e);
    ok(good && before.n > 0 && after.n == 0, "counted anew: %zu findings, then %zu %s", before.n, after.n, e.what);
    site_unref(site);
    db_close(db);
    arena_free(&a);
}

// Three received, and a draft with a comment.
static enum tx_end add_documents(struct tx *tx, void *arg, struct err *e)
{
    const struct site *site = arg;
    struct desk d = {.tx = tx, .site = site, .actor = {.role = STR("head"), .office_id = site->root}, .now = NOW};
    struct document_row row;
    struct document_draft draft = {.kind = STR("letter"), .issuer = STR("Bộ Thử"), .mark = STR("1/BT"), .symbol = STR("UBND"),
                                   .summary = STR("Về việc thử"), .urgency = STR("normal"), .addressees = STR(""),
                                   .signer = STR(""), .signer_title = STR(""), .signed_as = STR(""), .body = STR(""),
                                   .dated_day = NOW / 86400, .received_day = NOW / 86400};
    for (int i = 0; i < 3; i++) {
        if (document_receive(&d, site->root, &draft, &row, e) != STEER_SAVED) {
            return TX_FAILED;
        }
    }
    bool good = document_begin(&d, site->root, &draft, &row, e) == STEER_SAVED &&
                document_step(&d, &row, STR("comments"), STR_NONE, e) == STEER_SAVED &&
                q_document_by_id(tx, row.home_id, row.id, &row, e) == Q_ROW &&
                document_comment(&d, &row, STR("Đồng ý."), e) == STEER_SAVED;
    return good ? TX_COMMIT : TX_FAILED;
}

static bool documents(const char *store, struct err *e)
{
    struct db *db;
    struct site *site;
    struct arena a = ARENA_INIT;
    if (!db_open(&db, store, DB_READ_WRITE, e) || !site_load(db, NOW, &site, e)) {
        return false;
    }
    bool good = db_write(db, &a, add_documents, site, e);
    site_unref(site);
    db_close(db);
    arena_free(&a);
    return good;
}

int main(void)
{
    char clean[300];
    char store[300];
    (void)snprintf(clean, sizeof clean, "%s", dbtest_where(0));
    (void)snprintf(store, sizeof store, "%s", dbtest_where(0));
    struct demo_codes codes;
    struct err e = ERR_INIT;
    ok(demo_store_make(clean, NOW, 250, &codes, &e) && documents(clean, &e), "a store to break: %s", e.what);
    struct db *db;
    struct seen seen = {.n = 0};
    bool good = db_open(&db, clean, DB_READ_ONLY, &e) && check_store(db, NOW, see, &seen, &e);
    ok(good && seen.n == 0, "whole, it gives no finding: %s%s", seen.first, e.what);
    db_close(db);
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        test_break(clean, store, &list[i]);
    }
    test_recount(clean, store);
    dbtest_clean();
    return tap_done();
}
