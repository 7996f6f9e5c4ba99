// Promises of core/press/finder on the small world of world.h: what everyone finds, what each member finds, and that
// both follow what happens. Not a document of HTTP: it asks the finder itself.
#include "world.h"

#include "../unit/tap.h"
#include "base/clock.h"
#include "core/desk/access.h"
#include "core/desk/matter.h"
#include "core/office/founding.h"
#include "core/press/finder.h"
#include "core/press/finder_document.h"
#include "core/press/reading.h"
#include "core/steer/document_access.h"
#include "db/db.h"
#include "db/q_document.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/query.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena a;
static struct db *db;
static struct site *site;
static struct finder *finder;
static struct world world;

static struct match_hits public_hits(const struct finder *f, const char *words)
{
    struct match_hits hits;
    struct match_found found;
    finder_find(f, str_c(words), false, &(struct match_filter){.kinds = 0}, NULL, 0, &a, &hits, &found);
    return hits;
}

static size_t found_public(const char *words)
{
    return public_hits(finder, words).n;
}

static void follow(void)
{
    struct err e = ERR_INIT;
    if (!finder_follow(finder, db, site, &e)) {
        printf("# %s\n", e.what);
        BUG("the finder does not follow");
    }
}

// Which of the world's messages a hit is; W_MESSAGES for none.
static enum world_message message_of(struct tx *tx, int64_t id)
{
    struct message_row row;
    struct err e = ERR_INIT;
    enum world_message m = 0;
    if (q_message_by_id(tx, site->home, id, &row, &e) != Q_ROW) {
        return W_MESSAGES;
    }
    while (m < W_MESSAGES && !str_eqz(row.public_id, world.message[m].id)) {
        m++;
    }
    return m;
}

static struct match_hits desk_hits(struct tx *tx, enum world_office at, const char *words)
{
    struct match_hits hits;
    struct err e = ERR_INIT;
    struct finder_ask ask = {.words = str_c(words), .offices = &world.office[at], .n_offices = 1, .limit = 100};
    BUG_ON(!finder_desk(finder, tx, site, &ask, &hits, &e));
    return hits;
}

static void everyone(void)
{
    is_int(found_public("ổ gà"), 2, "the public matter and its answer are found");
    is_int(found_public("o ga"), 2, "without accents too");
    is_int(found_public("vá xong"), 1, "the answer by its text");
    static const char *const never[] = {"zuqdraft", "zuqbyreceipt", "zuqtitle", "zuqnote", "0901234567"};
    for (size_t i = 0; i < ARRAY_LEN(never); i++) {
        is_int(found_public(never[i]), 0, "not in public: %s", never[i]);
    }
    for (enum world_message m = 0; m < W_MESSAGES; m++) {
        is_int(found_public(world_mark[m]), 0, "not in public: %s", world_mark[m]);
    }
}

static void members(struct tx *tx)
{
    for (enum world_office at = 0; at < W_OFFICES; at++) {
        struct match_hits hits = desk_hits(tx, at, "trước cổng trường");
        bool allowed = true;
        for (size_t i = 0; i < hits.n; i++) {
            enum world_message m = hits.v[i].attr.kind == MATCH_MESSAGE ? message_of(tx, hits.v[i].id) : W_SHOWN;
            if (m == W_MESSAGES || m == W_HANDED || !world_may_read(ROLE_CLERK, at, m)) {
                allowed = false;
            }
        }
        bool department = at == W_SO || at == W_AN_PHONG; // what they may read is told in core/desk/access.h
        ok(allowed || department, "%s finds only what it may read (%zu)", world_code[at], hits.n);
        is_int(desk_hits(tx, at, "0901234567").n, 0, "%s finds nobody by a telephone number", world_code[at]);
        is_int(desk_hits(tx, at, "zuqhanded").n, 0, "%s does not find what was handed over", world_code[at]);
    }
    is_int(desk_hits(tx, W_AN, "zuqinbox").n, 1, "a clerk finds a message of the own inbox");
    is_int(desk_hits(tx, W_TINH, "zuqinbox").n, 0, "the office above does not");
    is_int(desk_hits(tx, W_AN, "zuqabout").n, 0, "the office concerned does not find what is about it");
    ok(desk_hits(tx, W_TINH, "zuqabout").n >= 1, "the one above does");
    is_int(desk_hits(tx, W_AN, "zuqpassed").n, 1, "who received it finds what was passed on");
    is_int(desk_hits(tx, W_BINH, "zuqpassed").n, 0, "who answers it does not, where its sender did not agree");
    is_int(desk_hits(tx, W_BINH, "zuqagreed").n, 1, "but does where the sender agreed");
    is_int(desk_hits(tx, W_AN, "zuqagreed").n, 1, "and so does who received it");
    is_int(desk_hits(tx, W_AN, "\"trước cổng trường\" -zuqinbox").n + 1, desk_hits(tx, W_AN, "\"trước cổng trường\"").n,
           "a word that is left out is not found");
    struct match_hits none;
    struct err e = ERR_INIT;
    ok(finder_desk(finder, tx, site, &(struct finder_ask){.words = STR("zuqinbox"), .limit = 10}, &none, &e) && none.n == 0,
       "who has no office finds nothing");
}

static struct finder_documents documents_of(struct tx *tx, const struct finder *f, enum world_office at, struct str words)
{
    struct finder_documents out;
    struct err e = ERR_INIT;
    struct finder_document_ask ask = {.words = words, .offices = &world.office[at], .n_offices = 1};
    BUG_ON(!finder_documents(f, tx, site, &ask, &out, &e));
    return out;
}

static bool finds_document(struct tx *tx, const struct finder *f, enum world_office at, struct str words, int64_t id)
{
    struct finder_documents found = documents_of(tx, f, at, words);
    bool yes = false;
    for (size_t i = 0; i < found.n; i++) {
        yes = yes || found.v[i].id == id;
    }
    return yes;
}

// Each office finds a document by its book's line where document_access lets it see that, by its text where it reads that.
static void documents(struct tx *tx, const struct finder *f)
{
    struct err e = ERR_INIT;
    for (enum world_document d = 0; d < W_DOCUMENTS; d++) {
        struct document_row row;
        BUG_ON(q_document_by_public(tx, str_c(world.document[d]), &row, &e) != Q_ROW);
        bool line = true;
        bool text = true;
        for (enum world_office at = 0; at < W_OFFICES; at++) {
            enum document_access access;
            BUG_ON(!document_access(tx, site, &world.office[at], 1, &row, &access, &e));
            bool reads = access >= DOCUMENT_TEXT;
            line = line && finds_document(tx, f, at, row.summary, row.id) ==
                               (reads || (access == DOCUMENT_LISTED && row.number != 0));
            text = text && (row.body.n == 0 ||
                            finds_document(tx, f, at, str_fmt(&a, "zuqdocument%d", (int)d), row.id) == reads);
        }
        ok(line && text, "document %d is found by those who may see its line or read its text, and by nobody else", (int)d);
    }
    struct finder_documents found = documents_of(tx, f, W_AN, STR("ke hoach nam"));
    ok(found.n >= 1 && !found.more, "without accents");
    ok(documents_of(tx, f, W_AN, STR("kế hoạhc năm")).n >= 1, "with a letter amiss");
    is_int(documents_of(tx, f, W_AN, STR("12/kh-bt")).n, 1, "by a number as a whole");
    is_int(documents_of(tx, f, W_AN, STR("văn bản 12/KH-BT")).n, 1, "also among other words");
    is_int(documents_of(tx, f, W_AN, STR("zuqchidao")).n, 0, "never by what the head instructed");
    struct finder_document_ask ask = {.words = STR("báo cáo quý"), .offices = &world.office[W_AN], .n_offices = 1};
    size_t all = documents_of(tx, f, W_AN, ask.words).n;
    size_t parts = 0;
    for (int issued = 0; issued < 2; issued++) {
        ask.filter.states = finder_document_states(issued == 1);
        BUG_ON(!finder_documents(f, tx, site, &ask, &found, &e));
        parts += found.n;
    }
    ok(all > 0 && parts == all, "in one book or the other (%zu)", all);
}

static enum tx_end title_changed(struct tx *tx, void *arg, struct err *e)
{
    struct matter_row m;
    struct desk d = {.tx = tx,
                     .site = site,
                     .now = *(int64_t *)arg,
                     .actor = {.role = STR("head"), .office_id = world.office[W_AN]}};
    return q_matter_by_public(tx, str_c(world.message[W_SHOWN].matter), &m, e) == Q_ROW &&
                   matter_title(&d, &m, LANG_VI, STR("Cầu khỉ bắc qua kênh zuqkenh"), e) == MATTER_SAVED
               ? TX_COMMIT
               : TX_FAILED;
}

static enum tx_end withdrawn(struct tx *tx, void *arg, struct err *e)
{
    struct publication_row pub;
    return q_publication_by_public(tx, str_c(world.answer), &pub, e) == Q_ROW &&
                   q_publication_set(tx,
                                     &(struct q_publication_set_in){.home = pub.home_id,
                                                                    .id = pub.id,
                                                                    .was_version = pub.version,
                                                                    .state = STR("withdrawn"),
                                                                    .by_receipt = pub.by_receipt,
                                                                    .published_at = pub.published_at,
                                                                    .now = *(int64_t *)arg},
                                     NULL, e) &&
                   event_add(tx,
                             &(struct event_new){.home = pub.home_id,
                                                 .kind = EVENT_PUBLICATION_WITHDRAWN,
                                                 .subject_id = pub.id,
                                                 .now = *(int64_t *)arg},
                             NULL, e)
               ? TX_COMMIT
               : TX_FAILED;
}

static void follows(void)
{
    struct err e = ERR_INIT;
    int64_t now = clock_now();
    is_int(found_public("zuqkenh"), 0, "a title that is not there yet");
    BUG_ON(!db_write(db, &a, title_changed, &now, &e));
    follow();
    is_int(found_public("zuqkenh"), 1, "is found once it is");
    is_int(found_public("ổ gà"), 1, "and the former one no more");
    BUG_ON(!db_write(db, &a, withdrawn, &now, &e));
    follow();
    struct match_hits hits = public_hits(finder, "vá xong");
    struct publication_row pub;
    struct tx *tx;
    bool there = false;
    BUG_ON(!db_read_begin(db, &a, &tx, &e) || q_publication_by_public(tx, str_c(world.answer), &pub, &e) != Q_ROW);
    for (size_t i = 0; i < hits.n; i++) {
        there = there || hits.v[i].id == pub.id;
    }
    db_read_end(tx);
    ok(!there, "what was withdrawn is not found");
}

// ---- the copy on disk

static const char *copy;
static char slot_now;

static struct finder *loaded_finder(bool *loaded, struct str *why)
{
    struct err e = ERR_INIT;
    struct finder *f;
    BUG_ON(!finder_new(&f, &e));
    if (!finder_load(f, db, site->home, copy, loaded, why, &a, &e)) {
        BUG("loading the copy fails");
    }
    return f;
}

static void not_taken(const char *why_wanted, const char *what)
{
    bool loaded;
    struct str why;
    struct finder *f = loaded_finder(&loaded, &why);
    ok(!loaded && str_find(why, str_c(why_wanted)) >= 0, "%s: %.*s", what, STR_ARG(why));
    struct err e = ERR_INIT;
    ok(finder_fill(f, db, site, NULL, &e), "and is read from the store");
    is_int(public_hits(f, "cau khi").n, 1, "with all that is there");
    finder_free(f);
}

static void save(struct finder *f)
{
    struct err e = ERR_INIT;
    if (!finder_save(f, db, site->home, copy, &e)) {
        printf("# %s\n", e.what);
        BUG("the copy is not saved");
    }
    FILE *head = fopen(copy, "re");
    BUG_ON(head == NULL);
    slot_now = (char)fgetc(head);
    BUG_ON(fclose(head) != 0);
}

static struct str file_name(const char *part)
{
    return str_fmt(&a, "%s-%c.%s", copy, slot_now, part);
}

static bool in_files(const char *word)
{
    struct str command = str_fmt(&a, "grep -qia '%s' '%s'-*", word, copy);
    return system(command.p) == 0;
}

static void same_answers(void)
{
    bool loaded;
    struct str why;
    struct err e = ERR_INIT;
    struct tx *tx;
    save(finder);
    is_int(finder_unsaved(finder), 0, "saved up to the last event");
    struct stat st;
    ok(stat(copy, &st) == 0 && (st.st_mode & 0777) == 0600 && stat(file_name("desk").p, &st) == 0 && (st.st_mode & 0777) == 0600,
       "for its owner alone");
    struct finder *f = loaded_finder(&loaded, &why);
    ok(loaded && finder_fill(f, db, site, NULL, &e) && finder_ready(f), "loaded");
    BUG_ON(!db_read_begin(db, &a, &tx, &e));
    struct finder *was = finder;
    static const char *const words[] = {"o ga truoc cong truong", "cau khi", "cổng", "zuqinbox", "kế hoạch năm"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct match_hits one = public_hits(was, words[i]);
        struct match_hits other = public_hits(f, words[i]);
        bool same = one.n == other.n;
        for (size_t k = 0; same && k < one.n; k++) {
            same = one.v[k].id == other.v[k].id && fabs(one.v[k].score - other.v[k].score) < 1e-6;
        }
        finder = was;
        one = desk_hits(tx, W_AN, words[i]);
        finder = f;
        other = desk_hits(tx, W_AN, words[i]);
        same = same && one.n == other.n;
        for (size_t k = 0; same && k < one.n; k++) {
            same = one.v[k].id == other.v[k].id && fabs(one.v[k].score - other.v[k].score) < 1e-6;
        }
        struct finder_documents papers = documents_of(tx, was, W_AN, str_c(words[i]));
        same = same && papers.n == documents_of(tx, f, W_AN, str_c(words[i])).n;
        ok(same, "the same answers for “%s” (%zu)", words[i], other.n);
    }
    finder = was;
    documents(tx, f);
    db_read_end(tx);
    finder_free(f);
}

static enum tx_end erased(struct tx *tx, void *arg, struct err *e)
{
    struct message_row m;
    struct db_query *erase = ARENA_NEW(&a, struct db_query);
    *erase = (struct db_query){.name = "erase", .writes = true};
    erase->sql = str_fmt(&a, "UPDATE message SET words = NULL WHERE public_id = '%s'", world.message[W_INBOX].id).p;
    return q_message_by_public(tx, str_c(world.message[W_INBOX].id), &m, e) == Q_ROW &&
                   db_exec(tx, erase, NULL, NULL, e) &&
                   event_add(tx, &(struct event_new){.home = site->home, .kind = EVENT_MESSAGE_ERASED, .subject_id = m.id,
                                                     .now = *(int64_t *)arg}, NULL, e)
               ? TX_COMMIT
               : TX_FAILED;
}

static void purges(void)
{
    struct err e = ERR_INIT;
    int64_t now = clock_now();
    bool loaded;
    struct str why;
    ok(in_files("zuqinbox"), "a word of a message stands in the copy");
    BUG_ON(!db_write(db, &a, erased, &now, &e));
    struct finder *behind = loaded_finder(&loaded, &why);
    ok(loaded && finder_unsaved(behind) == 0, "a copy that is behind is taken");
    ok(finder_fill(behind, db, site, NULL, &e) && finder_unsaved(behind) > 0, "and caught up from the events");
    ok(finder_purge(behind, copy) && !finder_purge(behind, copy), "which says that words were taken away");
    ok(access(copy, F_OK) != 0 && access(file_name("desk").p, F_OK) != 0, "and nothing stays on disk until it is written anew");
    save(behind);
    ok(!in_files("zuqinbox"), "which it is without the words that were erased");
    struct match_hits hits;
    struct tx *tx;
    BUG_ON(!db_read_begin(db, &a, &tx, &e));
    struct finder *was = finder;
    finder = behind;
    hits = desk_hits(tx, W_AN, "zuqinbox");
    finder = was;
    is_int(hits.n, 0, "nor found");
    db_read_end(tx);
    finder_free(behind);
    follow();
}

static enum tx_end undone(struct tx *tx, void *arg, struct err *e)
{
    static const char *const gone[] = {"receipt", "exchange", "contact"};
    struct message_row m;
    if (q_message_by_public(tx, str_c(world.message[W_ENTERED].id), &m, e) != Q_ROW) {
        return TX_FAILED;
    }
    for (size_t i = 0; i <= ARRAY_LEN(gone); i++) {
        struct db_query *q = ARENA_NEW(&a, struct db_query);
        *q = (struct db_query){.name = "undo", .writes = true};
        q->sql = i < ARRAY_LEN(gone) ? str_fmt(&a, "DELETE FROM %s WHERE message_id = %lld", gone[i], (long long)m.id).p
                                     : str_fmt(&a, "DELETE FROM message WHERE id = %lld", (long long)m.id).p;
        if (!db_exec(tx, q, NULL, NULL, e)) {
            return TX_FAILED;
        }
    }
    return event_add(tx, &(struct event_new){.home = site->home, .kind = EVENT_IMPORT_UNDONE, .subject_id = 1,
                                             .now = *(int64_t *)arg}, NULL, e)
               ? TX_COMMIT
               : TX_FAILED;
}

// Rows that go without an event each, as when an import is undone beside the server.
static void undoes(void)
{
    struct err e = ERR_INIT;
    int64_t now = clock_now();
    size_t held = match_count(finder_desk_index(finder));
    save(finder);
    ok(in_files("zuqentered"), "a word of an imported message stands in the copy");
    if (!db_write(db, &a, undone, &now, &e)) {
        printf("# %s\n", e.what);
        BUG("the message is not taken out");
    }
    follow();
    is_int(match_count(finder_desk_index(finder)), held - 1, "what was undone is dropped, and nothing else");
    ok(finder_purge(finder, copy), "and its words with it");
    save(finder);
    ok(!in_files("zuqentered"), "nor are they in the next copy");
}

struct save_thread {
    struct finder *finder;
    _Atomic bool ended;
    bool good;
};

static void *save_in_thread(void *arg)
{
    struct save_thread *t = arg;
    struct err e = ERR_INIT;
    t->good = finder_save(t->finder, db, site->home, copy, &e);
    atomic_store(&t->ended, true);
    return NULL;
}

// A save that cannot go on, because the file that it writes is a pipe that nobody reads yet: what happens is taken in and found.
static void saved_beside(void)
{
    struct err e = ERR_INIT;
    struct save_thread t = {NULL};
    pthread_t thread;
    int64_t now = clock_now();
    BUG_ON(!finder_new(&t.finder, &e) || !finder_fill(t.finder, db, site, NULL, &e));
    const char *pipe = str_fmt(&a, "%s-a.open.%ld.part", copy, (long)getpid()).p;
    BUG_ON(mkfifo(pipe, 0600) != 0 || pthread_create(&thread, NULL, save_in_thread, &t) != 0);
    int64_t seen = finder_seen(t.finder);
    (void)usleep(200000);
    BUG_ON(!db_write(db, &a, erased, &now, &e));
    (void)alarm(60); // a catching up that waits for the save would wait for ever
    ok(finder_follow(t.finder, db, site, &e) && finder_seen(t.finder) > seen, "what happens is taken in while a copy is saved");
    ok(!atomic_load(&t.ended), "which goes on meanwhile");
    int fd = open(pipe, O_RDONLY | O_CLOEXEC);
    (void)pthread_join(thread, NULL);
    (void)alarm(0);
    BUG_ON(fd < 0 || close(fd) != 0);
    ok(!t.good, "and says that a pipe is no place for a copy");
    finder_free(t.finder);
    finder_drop(copy);
}

static enum tx_end abbreviated(struct tx *tx, void *arg, struct err *e)
{
    const struct founder by = {.tx = tx, .home = site->home, .now = clock_now(), .today = 20000};
    return setting_set(&by, site->root, SETTING_ABBREVIATIONS, *(struct str *)arg, e) ? TX_COMMIT : TX_FAILED;
}

// Abbreviations of the office's own: known after the index was filled anew, also from a copy, and only with that copy.
static void own_words(void)
{
    struct err e = ERR_INIT;
    struct finder *f;
    struct str lines = STR("# ours\r\n zqog = ổ gà\r\n");
    bool other, loaded;
    struct str why;
    BUG_ON(!finder_new(&f, &e) || !finder_fill(f, db, site, NULL, &e));
    ok(finder_words(f, site, &other, &e) && !other && public_hits(f, "zqog").n == 0, "no words of its own");
    struct site *before = site;
    BUG_ON(!db_write(db, &a, abbreviated, &lines, &e) || !site_load(db, clock_now(), &site, &e));
    ok(finder_words(f, site, &other, &e) && other && !finder_ready(f), "there are some now, and it is to be filled anew");
    ok(finder_fill(f, db, site, NULL, &e) && public_hits(f, "zqog").n > 0, "a short form finds what it stands for");
    ok(finder_words(f, site, &other, &e) && !other && finder_ready(f), "which holds until they change");
    save(f);
    finder_free(f);
    BUG_ON(!finder_new(&f, &e) || !finder_words(f, site, &other, &e) ||
           !finder_load(f, db, site->home, copy, &loaded, &why, &a, &e));
    ok(loaded && public_hits(f, "zqog").n > 0, "and after a start from the copy");
    finder_free(f);
    not_taken("other abbreviations", "a copy made with other words is not taken");
    lines = STR("");
    site_unref(before);
    before = site;
    BUG_ON(!db_write(db, &a, abbreviated, &lines, &e) || !site_load(db, clock_now(), &site, &e));
    site_unref(before);
    finder_drop(copy);
}

static void spoil(const char *file, long at)
{
    FILE *f = fopen(file, "r+e");
    BUG_ON(f == NULL || fseek(f, at, SEEK_SET) != 0 || fputc('#', f) == EOF || fclose(f) != 0);
}

static void refused(void)
{
    save(finder);
    spoil(file_name("desk").p, 20);
    not_taken("snapshot", "a damaged part is not taken");
    finder_drop(copy);
    not_taken("", "a missing copy is none");
}

// As after damage that showed in use.
static void emptied(void)
{
    struct err e = ERR_INIT;
    struct finder *f;
    BUG_ON(!finder_new(&f, &e) || !finder_fill(f, db, site, NULL, &e));
    save(f);
    ok(!finder_damaged(f), "a whole one is not damaged");
    finder_empty(f);
    ok(!finder_ready(f) && public_hits(f, "cau khi").n == 0, "emptied it has nothing and is not ready");
    ok(finder_fill(f, db, site, NULL, &e) && finder_ready(f), "filled from the store it is");
    is_int(public_hits(f, "cau khi").n, 1, "with all that is there");
    ok(finder_unsaved(f) > 0, "and is to be saved anew");
    finder_free(f);
    finder_drop(copy);
}

static void not_of_this(void)
{
    struct err e = ERR_INIT;
    struct finder *f;
    bool loaded;
    struct str why;
    BUG_ON(!finder_new(&f, &e) || !finder_fill(f, db, site, NULL, &e));
    save(f);
    FILE *head = fopen(copy, "r+e");
    BUG_ON(head == NULL || fseek(head, -4, SEEK_END) != 0);
    int digit = fgetc(head);
    BUG_ON(fseek(head, -4, SEEK_END) != 0 || fputc(digit == '0' ? '1' : '0', head) == EOF || fclose(head) != 0);
    not_taken("another program, store or past", "the copy of another past is not taken");
    BUG_ON(unlink(copy) != 0);
    struct finder *g = loaded_finder(&loaded, &why);
    ok(!loaded && why.n == 0, "killed before the head was there: there is no copy");
    finder_free(g);
    finder_free(f);
}

int main(void)
{
    char folder[] = "/tmp/hoiam-test-XXXXXX";
    struct err e = ERR_INIT;
    BUG_ON(mkdtemp(folder) == NULL);
    struct str store = str_fmt(&a, "%s/s.db", folder);
    if (!world_make(store.p, &world, &e) || !db_open(&db, store.p, DB_READ_WRITE, &e) ||
        !site_load(db, clock_now(), &site, &e) || !finder_new(&finder, &e)) {
        printf("# %s\n", e.what);
        return 1;
    }
    follow();
    ok(!finder_ready(finder) && found_public("ổ gà") == 0, "a finder that was not filled has nothing and says so");
    ok(finder_fill(finder, db, site, NULL, &e) && finder_ready(finder), "it is filled");
    everyone();
    struct tx *tx;
    BUG_ON(!db_read_begin(db, &a, &tx, &e));
    members(tx);
    documents(tx, finder);
    db_read_end(tx);
    follows();
    copy = str_fmt(&a, "%s-index", store.p).p;
    same_answers();
    purges();
    saved_beside();
    own_words();
    undoes();
    refused();
    emptied();
    not_of_this();
    finder_free(finder);
    site_unref(site);
    db_close(db);
    BUG_ON(system(str_fmt(&a, "rm -rf '%s'", folder).p) != 0);
    arena_free(&a);
    return tap_done();
}
