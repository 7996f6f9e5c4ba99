// core_document.c: promises of core/steer/document: numbers without gaps or doubles whoever takes them, the way from
// draft to issue, nothing edited once it has a number, and corrections that keep both wordings.
#include "core/steer/document.h"

#include <pthread.h>
#include <unistd.h>

#include "core/office/founding.h"
#include "core/steer/book.h"
#include "core/steer/document_paper.h"
#include "core/steer/file.h"
#include "db/q_document.h"
#include "db/q_file.h"
#include "db/q_site.h"
#include "i18n/i18n.h"
#include "tap.h"

enum { DAY = 86400, NOW = 1780000000, CLERKS = 8, EACH = 25 }; // 2026-05-28

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t office_id, below_id, head_id;

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {
        .code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("UBND tỉnh Thử")}};
    struct office_draft below = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("UBND xã Thử")}};
    if (!site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office_id, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = NOW / DAY};
    below.parent_id = office_id;
    struct member_draft head = {.login = STR("head"), .name = STR("head"), .lang = LANG_VI};
    return office_add(&f, &below, &below_id, e) && member_add(&f, &head, &head_id, e) ? TX_COMMIT : TX_FAILED;
}

static struct desk at(struct tx *tx)
{
    return (struct desk){tx, site, {head_id, STR("head"), office_id}, NOW};
}

static struct document_draft received(void)
{
    return (struct document_draft){.kind = STR("plan"),
                                   .issuer = STR("Bộ Thử"),
                                   .mark = STR("12/KH-BT"),
                                   .summary = STR("Kế hoạch năm"),
                                   .urgency = STR("normal"),
                                   .dated_day = NOW / DAY - 2,
                                   .received_day = NOW / DAY,
                                   .pages = 3,
                                   .addressees = STR(""),
                                   .signer = STR(""),
                                   .signer_title = STR(""),
                                   .signed_as = STR("")};
}

static struct document_draft own(void)
{
    return (struct document_draft){.kind = STR("report"),
                                   .symbol = STR("BC-UBND"),
                                   .summary = STR("Báo cáo quý"),
                                   .urgency = STR("urgent"),
                                   .addressees = STR("UBND xã"),
                                   .signer = STR("Trần Thị Thử"),
                                   .signer_title = STR("Chủ tịch"),
                                   .signed_as = STR("TM"),
                                   .body = STR("Nội dung.")};
}

// ---- one after the other: each test in a transaction of its own

static enum tx_end way(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx);
    struct document_draft draft = own();
    struct document_row row;
    ok(document_begin(&d, office_id, &draft, &row, e) == STEER_SAVED && row.number == 0, "a draft has no number");
    static const char *const path[] = {"comments", "submitted", "approved", "signed", "numbered", "issued"};
    for (size_t i = 0; i < ARRAY_LEN(path); i++) {
        ok(document_step(&d, &row, str_c(path[i]), STR_NONE, e) == STEER_SAVED, "to %s", path[i]);
        BUG_ON(q_document_by_id(tx, row.home_id, row.id, &row, e) != Q_ROW);
        if (i == 0) {
            ok(document_comment(&d, &row, STR("Đồng ý."), e) == STEER_SAVED, "comments while it is out for comments");
        }
    }
    is_str(row.mark, "01/BC-UBND", "the first number of the year, with a zero in front");
    ok(row.dated_day == tz_day(site->tz, NOW) && row.year == 2026, "dated on the day it was numbered");
    struct file_row *files;
    size_t n_files;
    BUG_ON(!q_files_of(tx, row.home_id, STR("document"), row.id, &files, &n_files, e));
    ok(n_files == 2 && str_eqz(files[0].name, "01-BC-UBND.odt") && str_eqz(files[1].name, "01-BC-UBND.docx"),
       "what was issued lies beside it in both formats (%zu)", n_files);
    struct str bytes;
    ok(n_files == 2 && file_load(tx, &files[0], &bytes, e) && str_starts(bytes, STR("PK")), "as files that are what went out");
    draft.summary = STR("khác");
    ok(document_save(&d, &row, &draft, e) == STEER_NOT_NOW, "what was issued is not edited");
    ok(document_correct(&d, &row, STR("summary"), STR("khác"), STR("viết nhầm"), e) == STEER_NOT_NOW,
       "nor corrected in the book: a document corrects it");
    ok(document_step(&d, &row, STR("signed"), STR_NONE, e) == STEER_NOT_NOW, "no way back");
    ok(document_step(&d, &row, STR("recalled"), STR_NONE, e) == STEER_NOT_NOW, "a recall needs its reason");
    struct document_steps_row *steps;
    size_t n;
    BUG_ON(!q_document_steps(tx, row.home_id, row.id, &steps, &n, e));
    ok(n == 7, "each step is kept, with who and when (%zu)",
       n);

    ok(document_take(&d, below_id, row.id, &row, e) == STEER_NOT_NOW,
       "an office that it was not sent to does not register it");
    BUG_ON(q_document_by_id(tx, site->home, row.id, &row, e) != Q_ROW);
    BUG_ON(!q_document_addressee_put(tx, row.home_id, row.id, below_id, NULL, e));
    struct document_row taken;
    ok(document_take(&d, below_id, row.id, &taken, e) == STEER_SAVED && taken.number == 1 &&
           taken.origin_id == row.id && str_eqz(taken.book, "den") && str_eq(taken.mark, row.mark),
       "whom it was sent to registers it under a number of their own");
    ok(document_take(&d, below_id, row.id, &taken, e) == STEER_NOT_NOW, "once");
    return TX_ROLLBACK;
}

static struct str signing(struct tx *tx, const char *as, const char *whose)
{
    struct document_row row = {.office_id = below_id, .signed_as = str_c(as), .signed_for = str_c(whose),
                               .signer_title = STR("Phó Chủ tịch"), .signer = STR("Trần Thị Thử")};
    return document_signed_lines(tx_arena(tx), site, &row);
}

// Nghị định 30/2020/NĐ-CP, Phụ lục I: in which capacity and for whom on a line, the signer's own title on the next.
static enum tx_end capacities(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    is_str(signing(tx, "", ""), "Phó Chủ tịch", "in their own right: the title alone");
    is_str(signing(tx, "TM", ""), "TM. Ủy ban nhân dân\nPhó Chủ tịch", "for the body, by its name without the place");
    is_str(signing(tx, "KT", "Chủ tịch"), "KT. Chủ tịch\nPhó Chủ tịch", "for the head");
    is_str(signing(tx, "TM_KT", "Chủ tịch"), "TM. Ủy ban nhân dân\nKT. Chủ tịch\nPhó Chủ tịch", "for both");
    is_str(signing(tx, "TL", "Chủ tịch"), "TL. Chủ tịch\nPhó Chủ tịch", "by order");
    is_str(signing(tx, "TUQ", "Chủ tịch"), "TUQ. Chủ tịch\nPhó Chủ tịch", "by authorisation");
    struct document_draft draft = own();
    struct problems p = {.n = 0};
    draft.signed_as = STR("KT");
    document_check_draft(&draft, &p);
    ok(problem_of(&p, "signed_for") != NULL, "who signs for somebody says for whom");
    struct desk d = at(tx);
    struct document_row row;
    BUG_ON(document_begin(&d, office_id, &draft, &row, e) != STEER_SAVED);
    static const char *const path[] = {"submitted", "approved"};
    for (size_t i = 0; i < ARRAY_LEN(path); i++) {
        BUG_ON(document_step(&d, &row, str_c(path[i]), STR_NONE, e) != STEER_SAVED);
        BUG_ON(q_document_by_id(tx, row.home_id, row.id, &row, e) != Q_ROW);
    }
    ok(document_step(&d, &row, STR("signed"), STR_NONE, e) == STEER_NOT_NOW, "and is not signed before");
    return TX_ROLLBACK;
}

static enum tx_end returned(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx);
    struct document_draft draft = own();
    struct document_row row, stale;
    draft.signer = STR("");
    BUG_ON(document_begin(&d, office_id, &draft, &row, e) != STEER_SAVED);
    stale = row;
    BUG_ON(document_step(&d, &row, STR("submitted"), STR_NONE, e) != STEER_SAVED);
    BUG_ON(q_document_by_id(tx, row.home_id, row.id, &row, e) != Q_ROW);
    ok(document_save(&d, &stale, &draft, e) == STEER_STALE, "a later save never silently wins");
    ok(document_step(&d, &row, STR("draft"), STR_NONE, e) == STEER_NOT_NOW, "a return says why");
    ok(document_step(&d, &row, STR("numbered"), STR_NONE, e) == STEER_NOT_NOW, "number after signature");
    BUG_ON(document_step(&d, &row, STR("approved"), STR_NONE, e) != STEER_SAVED);
    BUG_ON(q_document_by_id(tx, row.home_id, row.id, &row, e) != Q_ROW);
    ok(document_step(&d, &row, STR("signed"), STR_NONE, e) == STEER_NOT_NOW, "nobody signs without a name and a title");
    return TX_ROLLBACK;
}

static enum tx_end corrected(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx);
    struct document_draft draft = received();
    struct document_row row, other;
    ok(document_receive(&d, office_id, &draft, &row, e) == STEER_SAVED && row.number == 1, "registered under number 1");
    ok(document_acknowledge(&d, &row, e) == STEER_SAVED, "acknowledged");
    BUG_ON(q_document_by_id(tx, row.home_id, row.id, &row, e) != Q_ROW);
    ok(document_acknowledge(&d, &row, e) == STEER_NOT_NOW, "once");
    ok(document_instruct(&d, &row, STR("Giao xã thực hiện."), below_id, NOW / DAY + 10, e) == STEER_SAVED,
       "instructed");
    BUG_ON(q_document_by_id(tx, row.home_id, row.id, &row, e) != Q_ROW);
    ok(document_correct(&d, &row, STR("pages"), STR("4"), STR_NONE, e) == STEER_NOT_NOW,
       "a correction of the book says why");
    ok(document_correct(&d, &row, STR("pages"), STR("bốn"), STR("đếm lại"), e) == STEER_NOT_NOW,
       "and is a value of its kind");
    ok(document_correct(&d, &row, STR("pages"), STR("4"), STR("đếm lại"), e) == STEER_SAVED, "corrected");
    struct document_corrections_row *list;
    size_t n;
    BUG_ON(!q_document_corrections(tx, row.home_id, row.id, &list, &n, e));
    ok(n == 1 && str_eqz(list[0].was, "3") && str_eqz(list[0].is_now, "4"), "both wordings are kept");
    BUG_ON(document_receive(&d, office_id, &draft, &other, e) != STEER_SAVED);
    ok(document_link(&d, &other, STR("replaces"), &row, e) == STEER_SAVED &&
           document_link(&d, &row, STR("replaces"), &row, e) == STEER_NOT_NOW,
       "a document replaces another, never itself");
    return TX_ROLLBACK;
}

// ---- many at once

static enum tx_end take_number(struct tx *tx, void *arg, struct err *e)
{
    struct desk d = at(tx);
    struct document_draft draft = received();
    struct document_row row;
    if (document_receive(&d, office_id, &draft, &row, e) != STEER_SAVED) {
        return TX_FAILED;
    }
    *(int64_t *)arg = row.number;
    return TX_COMMIT;
}

// Each second one is rolled back after it took its number.
static enum tx_end take_and_leave(struct tx *tx, void *arg, struct err *e)
{
    return take_number(tx, arg, e) == TX_FAILED ? TX_FAILED : TX_ROLLBACK;
}

static void *clerk(void *arg)
{
    int64_t *numbers = arg;
    struct arena mine = ARENA_INIT;
    for (int i = 0; i < EACH; i++) {
        struct err e = ERR_INIT;
        int64_t lost;
        BUG_ON(!db_write(db, &mine, take_number, &numbers[i], &e));
        BUG_ON(!db_write(db, &mine, take_and_leave, &lost, &e));
    }
    arena_free(&mine);
    return NULL;
}

static void test_concurrent(void)
{
    static int64_t numbers[CLERKS][EACH];
    pthread_t threads[CLERKS];
    for (int i = 0; i < CLERKS; i++) {
        BUG_ON(pthread_create(&threads[i], NULL, clerk, numbers[i]) != 0);
    }
    bool seen[CLERKS * EACH + 1] = {false};
    bool good = true;
    for (int i = 0; i < CLERKS; i++) {
        BUG_ON(pthread_join(threads[i], NULL) != 0);
        for (int k = 0; k < EACH; k++) {
            int64_t number = numbers[i][k];
            good = good && number >= 1 && number <= CLERKS * EACH && !seen[number];
            seen[number < 0 || number > CLERKS * EACH ? 0 : number] = true;
        }
    }
    ok(good, "%d clerks at once, half of them giving up: numbers 1 to %d, none twice, none left out", CLERKS,
       CLERKS * EACH);
}

static void test_steps(void)
{
    static const char *const states[] = {"draft",  "comments", "submitted", "approved",
                                         "signed", "numbered", "issued",    "recalled",
                                         "registered", "handled"};
    static const size_t ways[] = {2, 2, 2, 2, 1, 1, 1, 0, 1, 1};
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        size_t n;
        const struct document_step *steps = document_steps_from(str_c(states[i]), &n);
        bool good = n == ways[i];
        for (size_t k = 0; good && k < n; k++) {
            good = strcmp(steps[k].from, states[i]) == 0;
        }
        ok(good, "the ways from %s are its own, all of them", states[i]);
    }
}

// What the desk writes as CSV is what taking over a book reads, in every language.
static void test_headings(void)
{
    size_t bad = 0;
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        for (enum book_column c = 0; c < BOOK_COLUMNS; c++) {
            enum book_column found;
            bad += book_column_named(&arena, T_(l, book_column_words(c)), &found) && found == c ? 0 : 1;
        }
        for (size_t i = 0; document_urgency(i) != NULL; i++) {
            struct book_row row = {.line = 1};
            for (enum book_column c = 0; c < BOOK_COLUMNS; c++) {
                row.cells[c] = STR("");
            }
            row.cells[BOOK_URGENCY] = T_(l, document_urgency_words(str_c(document_urgency(i))));
            book_row_read(&row, NOW / DAY, NOW / DAY, NOW / DAY);
            bad += str_eqz(row.draft.urgency, document_urgency(i)) ? 0 : 1;
        }
    }
    ok(bad == 0, "each column and each urgency is known by its name in every language (%zu are not)", bad);
}

static void test_forms(void)
{
    struct problems p = {.n = 0};
    struct document_draft d = received();
    document_check_received(&d, NOW / DAY, &p);
    ok(p.n == 0, "what a registry clerk writes is taken");
    d.received_day = d.dated_day - 1;
    d.kind = STR("secret");
    d.signed_as = STR("XX");
    document_check_received(&d, NOW / DAY, &p);
    ok(problem_of(&p, "received_day") != NULL && problem_of(&p, "kind") != NULL && problem_of(&p, "signed_as") != NULL,
       "what cannot be is told by field");
    ok(document_kind_of(STR("report")) == KIND_REPORT, "kinds by their code");
    is_str(document_symbol(&arena, KIND_REPORT, STR("UBND")), "BC-UBND", "the symbol of a report");
    is_str(document_symbol(&arena, KIND_LETTER, STR("UBND-VP")), "UBND-VP", "a letter has the office's alone");
    is_str(document_mark(&arena, 123, STR("QĐ-UBND")), "123/QĐ-UBND", "three digits stand as they are");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-document-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, NOW, &site, &e));
    test_forms();
    test_steps();
    test_headings();
    ok(db_write(db, &arena, way, NULL, &e) && db_write(db, &arena, capacities, NULL, &e) &&
           db_write(db, &arena, returned, NULL, &e) &&
           db_write(db, &arena, corrected, NULL, &e),
       "the transactions ran %s", e.what);
    test_concurrent();
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
