// Promises of core/office/reform, dated and tree: whatever is merged, split, moved and ended in whatever order, the tree is
// one on every day, days before a change stay as they were, each office that is no more has an heir, old codes lead there,
// what is refused leaves no trace; and what former offices counted is told under their names.
#include "core/check.h"
#include "core/count/figures.h"
#include "core/count/tally.h"
#include "core/desk/inherit.h"
#include "core/office/reform.h"
#include "core/office/tree.h"
#include "db/q_comment.h"
#include "db/q_publication.h"
#include "db/q_site.h"
#include "db/q_succession.h"
#include "tap.h"

#include <unistd.h>

enum { DAY = 86400, NOW = 1780000000, TODAY = NOW / DAY, ROUNDS = 150, DAYS_KEPT = 64 };

static struct arena arena;
static struct db *db;
static int64_t home, root;
static uint64_t roll = 88172645463325252u;

static int64_t below(int64_t n) // xorshift64: the same rounds each time
{
    roll ^= roll << 13;
    roll ^= roll >> 7;
    roll ^= roll << 17;
    return (int64_t)(roll % (uint64_t)n);
}

static struct site *load(int64_t day)
{
    struct err e = ERR_INIT;
    struct site *s = NULL;
    if (!site_load(db, day * DAY + DAY / 2, &s, &e)) {
        printf("# day %lld: %s\n", (long long)day, e.what);
        return NULL;
    }
    return s;
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct office_draft d = {.code = STR("tinh"), .kind = STR("province"), .name = {[LANG_VI] = STR("Tỉnh")}};
    if (!site_found(tx, &d, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, TODAY - 400, &home, &root, e)) {
        return TX_FAILED;
    }
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = TODAY - 400};
    int64_t above[4] = {root};
    for (int i = 0; i < 24; i++) {
        int64_t id;
        char code[16];
        (void)snprintf(code, sizeof code, "x%02d", i);
        struct office_draft o = {.code = str_c(code), .kind = STR("commune"), .parent_id = i < 3 ? root : above[1 + i % 3],
                                 .name = {[LANG_VI] = str_c(code)}};
        if (!office_add(&f, &o, &id, e)) {
            return TX_FAILED;
        }
        if (i < 3) {
            above[i + 1] = id;
        }
    }
    return TX_COMMIT;
}

struct work {
    const struct site *site;
    const struct reform *r; // NULL: take back
    int64_t office_id;
    const char *refused;
};

static enum tx_end carry(struct tx *tx, void *arg, struct err *e)
{
    struct work *w = arg;
    struct founder f = {.tx = tx, .home = home, .now = NOW, .today = w->site->today};
    bool good = w->r == NULL ? reform_take_back(&f, w->site, w->office_id, &w->refused, e)
                             : reform_do(&f, w->site, w->r, &w->refused, e);
    return !good ? TX_FAILED : w->refused == NULL ? TX_COMMIT : TX_ROLLBACK;
}

static const char *do_reform(const struct site *s, const struct reform *r, int64_t office_id)
{
    struct err e = ERR_INIT;
    struct work w = {.site = s, .r = r, .office_id = office_id};
    if (!db_write(db, &arena, carry, &w, &e)) {
        printf("# %s\n", e.what);
        return "failed";
    }
    return w.refused == NULL ? "" : w.refused;
}

// What the tree looks like, without who inherited what.
static uint64_t print_of(const struct site *s)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < s->n_offices; i++) {
        const struct office *o = &s->offices[i];
        h = (h ^ (uint64_t)o->id) * 1099511628211u;
        h = (h ^ (uint64_t)(o->parent + 1)) * 1099511628211u;
        for (size_t k = 0; k < o->code.n; k++) {
            h = (h ^ (unsigned char)o->code.p[k]) * 1099511628211u;
        }
    }
    return h;
}

static const struct office *any(const struct site *s)
{
    return &s->offices[below((int64_t)s->n_offices)];
}

static void random_reform(const struct site *s, struct reform *r, char code[2][16])
{
    const struct office *o = any(s);
    *r = (struct reform){.kind = (enum reform_kind)below(4), .office_id = o->id, .day = s->today + below(40) - 10,
                         .decision = STR("1/QĐ")};
    (void)snprintf(code[0], 16, "n%06lld", (long long)below(1000000));
    (void)snprintf(code[1], 16, "m%06lld", (long long)below(1000000));
    r->draft = (struct office_draft){.code = below(3) == 0 ? str_c(code[0]) : o->code, .kind = o->kind,
                                     .parent_id = o->parent < 0 ? 0 : any(s)->id, .name = {[LANG_VI] = str_c(code[1])}};
    r->n = r->kind == REFORM_MERGE ? (size_t)(1 + below(4)) : 2;
    for (size_t i = 0; i < r->n; i++) {
        r->party[i].code = any(s)->code;
    }
    if (below(2) == 0) { // into a new one, which may bear the old code
        r->party[0] = (struct reform_party){.code = below(3) == 0 ? o->code : str_c(code[0]),
                                            .name = {[LANG_VI] = str_c(code[0])}};
    }
}

static bool heirs_good(const struct site *s)
{
    for (size_t i = s->n_offices; i < s->n_offices + s->n_gone; i++) {
        const struct office *heir = site_heir(s, &s->offices[i]);
        if (heir == NULL || heir->heir >= 0 || site_office(s, s->offices[i].id) != &s->offices[i] ||
            !site_within(s, s->offices[i].id, s->root) || site_office_named(s, s->offices[i].code) == NULL) {
            return false;
        }
    }
    return true;
}

static void on_finding(void *arg, struct str line)
{
    printf("# %.*s\n", STR_ARG(line));
    ++*(int *)arg;
}

static int findings(int64_t today)
{
    struct err e = ERR_INIT;
    int n = 0;
    return check_store(db, today * DAY + DAY / 2, on_finding, &n, &e) ? n : -1;
}

static int64_t many(void)
{
    struct {
        int64_t day;
        uint64_t print;
    } kept[DAYS_KEPT];
    size_t n_kept = 0;
    size_t done[5] = {0};
    bool whole = true;
    bool past = true;
    int64_t today = TODAY;
    for (int i = 0; i < ROUNDS && whole; i++) {
        struct site *s = load(today);
        struct reform r;
        char code[2][16];
        struct problems p = {.n = 0};
        random_reform(s, &r, code);
        bool back = below(8) == 0;
        int64_t since = s->today;
        struct tx *tx;
        struct err e = ERR_INIT;
        BUG_ON(!db_read_begin(db, &arena, &tx, &e) || !reform_since(tx, r.office_id, s->today, &since, &e));
        db_read_end(tx);
        reform_check(s, &r, since, &p);
        const char *why = back ? do_reform(s, NULL, r.office_id) : p.n > 0 ? "problem" : do_reform(s, &r, 0);
        whole = strcmp(why, "failed") != 0;
        done[back ? 4 : r.kind] += why[0] == '\0';
        // Days before the change, and before what is taken back, stay as they were.
        int64_t changed = why[0] != '\0' ? INT64_MAX : back ? s->today : r.day;
        site_unref(s);
        for (size_t k = 0; k < n_kept && past; k++) {
            struct site *then = kept[k].day < changed ? load(kept[k].day) : NULL;
            past = kept[k].day >= changed || (then != NULL && print_of(then) == kept[k].print);
            site_unref(then);
        }
        for (int64_t d = today - 12; d <= today + 45 && whole; d += 3) {
            s = load(d);
            whole = s != NULL && heirs_good(s);
            if (whole && n_kept < DAYS_KEPT && d == today - 12) {
                kept[n_kept].day = d;
                kept[n_kept++].print = print_of(s);
            }
            site_unref(s);
        }
        today += below(3);
        arena_reset(&arena);
    }
    ok(whole, "after each change the tree is one on every day, and who is no more has an heir");
    ok(past, "days before a change stay as they were");
    ok(done[REFORM_CHANGE] > 3 && done[REFORM_MERGE] > 3 && done[REFORM_SPLIT] > 3 && done[REFORM_END] > 3 && done[4] > 0,
       "all kinds were done: %zu changed, %zu merged, %zu split, %zu ended, %zu taken back", done[0], done[1], done[2], done[3],
       done[4]);
    is_int(findings(today), 0, "hoiam check finds nothing");
    return today;
}

static int64_t id_of(const char *code, int64_t day)
{
    struct site *s = load(day);
    const struct office *o = site_office_by_code(s, str_c(code));
    int64_t id = o == NULL ? 0 : o->id;
    site_unref(s);
    return id;
}

static struct str code_now(int64_t id, int64_t day)
{
    struct site *s = load(day);
    const struct office *o = site_heir(s, site_office(s, id));
    struct str code = o == NULL ? STR("") : str_copy(&arena, o->code);
    site_unref(s);
    return code;
}

static void one_by_one(void)
{
    struct site *s = load(TODAY);
    int64_t a = id_of("x03", TODAY);
    int64_t b = id_of("x06", TODAY);
    struct reform merge = {.kind = REFORM_MERGE, .office_id = a, .day = TODAY + 20, .n = 2,
                           .party = {{.code = STR("moi"), .name = {[LANG_VI] = STR("Xã Mới")}}, {.code = STR("x06")}}};
    is_str(str_c(do_reform(s, &merge, 0)), "", "two communes are to become one in twenty days");
    is_str(code_now(a, TODAY + 19), "x03", "on the day before it is there");
    is_str(code_now(a, TODAY + 20), "moi", "on the day it stands for the new one");
    is_str(code_now(b, TODAY + 20), "moi", "and so does the other");
    ok(do_reform(s, &merge, 0)[0] != '\0', "it is not done twice");
    is_str(str_c(do_reform(s, NULL, b)), "", "it is taken back, by either of them");
    is_str(code_now(a, TODAY + 20), "x03", "and both go on");
    is_int(id_of("moi", TODAY + 20), 0, "and the new one never begins");
    struct reform circle = {.kind = REFORM_CHANGE, .office_id = id_of("x00", TODAY), .day = TODAY,
                            .draft = {.code = STR("x00"), .kind = STR("commune"), .parent_id = a}};
    circle.draft.name[LANG_VI] = STR("x00");
    struct problems p = {.n = 0};
    reform_check(s, &circle, TODAY, &p);
    is_int((int64_t)p.n, 1, "an office does not come to stand below one of its own");
    ok(do_reform(s, &circle, 0)[0] != '\0' && id_of("x00", TODAY) != 0, "and the store refuses it too, without a trace");
    struct reform end = {.kind = REFORM_END, .office_id = id_of("x01", TODAY), .day = TODAY};
    is_str(str_c(do_reform(s, &end, 0)), "", "an office with others below it ends");
    is_str(code_now(end.office_id, TODAY), "tinh", "the one above is its heir");
    struct site *after = load(TODAY);
    const struct office *child = site_office_by_code(after, STR("x04"));
    ok(child != NULL && site_parent(after, child)->id == root, "and what stood below it stands below the heir");
    ok(!site_within(after, root, end.office_id), "the office above is not taken for the one that ended");
    site_unref(after);
    is_str(str_c(do_reform(s, NULL, end.office_id)), "", "entered today, it can be taken back today");
    after = load(TODAY);
    child = site_office_by_code(after, STR("x04"));
    ok(child != NULL && site_parent(after, child)->id == end.office_id, "with what stood below it");
    site_unref(after);
    site_unref(s);
    is_int(findings(TODAY), 0, "hoiam check finds nothing");
}

// Every office there ever was counted nine messages of last year.
static enum tx_end count_nine(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct tally_tx sums = {tx, s};
    for (size_t i = 0; i < s->n_offices + s->n_gone; i++) {
        if (!tally_to_store(&sums, s->today - 400, s->offices[i].id, MEASURE_RECEIVED, STR("web"), 9, e) ||
            !tally_to_store(&sums, s->today - 400, s->offices[i].id, MEASURE_RECEIVED_ABOUT, STR(""), 9, e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static bool figures_of(const struct site *s, const struct office *o, bool released, struct figures *f)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    struct report_period p;
    BUG_ON(period_parse(str_fmt(&arena, "%d", civil_from_day(s->today - 400).year), &p) != NULL);
    BUG_ON(!db_read_begin(db, &arena, &tx, &e));
    bool good = figures_read(f, tx, s, o, false, &p, released, s->today * DAY, &e);
    db_read_end(tx);
    if (!good) {
        printf("# %s\n", e.what);
    }
    return good;
}

static void figures(int64_t today)
{
    struct err e = ERR_INIT;
    struct site *s = load(today);
    bool good = db_write(db, &arena, count_nine, s, &e);
    size_t named = 0;
    for (size_t i = 0; i < s->n_offices + s->n_gone && good; i++) {
        struct figures inside;
        struct figures told;
        const struct office *o = &s->offices[i];
        good = figures_of(s, o, false, &inside) && figures_of(s, o, true, &told);
        int64_t parts = 0;
        for (size_t k = 0; k < inside.n_offices && good; k++) {
            parts += inside.offices[k].v[FIGURE_RECEIVED].n;
            named += o->id == s->root && inside.offices[k].whose == SUMS_FORMER && inside.offices[k].office != NULL;
        }
        int64_t all = inside.v[TIME_NOW][FIGURE_RECEIVED].n;
        good = good && (inside.n_offices == 0 || parts == all) && told.v[TIME_NOW][FIGURE_RECEIVED].n == all &&
               (o->heir < 0 || all == 9) && (o->id != s->root || all == 9 * (int64_t)(s->n_offices + s->n_gone));
    }
    ok(good, "former offices have figures of their own, and those above add up with them %s", e.what);
    ok(named > 0, "the site's own office tells %zu former ones apart by name", named);
    site_unref(s);
}

enum { COMMENTS = 250 };

static enum tx_end comment_on(struct tx *tx, void *arg, struct err *e)
{
    const int64_t *office = arg;
    bool good = q_publication_insert(tx, &(struct q_publication_insert_in){
        .home = home, .id = 1, .public_id = STR("tin"), .kind = STR("news"), .office = *office, .lang = STR("vi"), .now = NOW},
                                     NULL, e);
    for (int64_t i = 0; i < COMMENTS && good; i++) {
        struct str own = str_fmt(&arena, "c%lld", (long long)i);
        good = q_comment_insert(tx, &(struct q_comment_insert_in){
            .home = home, .id = i + 1, .public_id = own, .publication = 1, .office = *office, .words = STR("Mong sớm trả lời"),
            .lang = STR("vi"), .state = STR("waiting"), .receipt_hash = own, .now = NOW}, NULL, e);
    }
    return good ? TX_COMMIT : TX_FAILED;
}

// What a former office has in hand goes over in steps, so that nobody who writes waits for all of it.
static void steps(void)
{
    struct err e = ERR_INIT;
    struct site *s = load(TODAY);
    int64_t former = id_of("x09", TODAY);
    struct reform merge = {.kind = REFORM_MERGE, .office_id = former, .day = TODAY, .n = 1, .party = {{.code = STR("x10")}}};
    bool good = db_write(db, &arena, comment_on, &former, &e);
    good = good && do_reform(s, &merge, 0)[0] == '\0';
    site_unref(s);
    s = load(TODAY);
    uint64_t before = db_stats(db).functions;
    size_t moved = 0;
    ok(good && inherit_run(db, s, NOW, false, &moved, &e), "an office with comments that wait is merged %s", e.what);
    is_int((int64_t)moved, COMMENTS, "all of them go to its heir");
    is_int((int64_t)(db_stats(db).functions - before), 4, "a hundred a transaction, and a last look");
    site_unref(s);
}

static void looks(void)
{
    const struct tree_term terms[] = {{1, 10, 0, 0, STR("a")}, {2, 10, 20, 1, STR("b")}, {3, 12, 0, 2, STR("c")},
                                      {4, 30, 0, 1, STR("a")}};
    is_int(tree_look(&arena, terms, 2, 10).wrong, TREE_GOOD, "a good tree");
    struct tree_finding f = tree_look(&arena, terms, 3, 10);
    ok(f.wrong == TREE_PARENT && f.day == 20 && f.office_id == 3, "an office whose parent ends is found on that day");
    const struct tree_term codes[] = {terms[0], terms[3]};
    is_int(tree_look(&arena, codes, 2, 10).wrong, TREE_CODE, "a code borne twice");
    const struct tree_term twice[] = {terms[0], {1, 11, 0, 0, STR("z")}};
    is_int(tree_look(&arena, twice, 2, 10).wrong, TREE_TWO_TERMS, "two terms of one office");
    const struct tree_term round[] = {{1, 10, 0, 2, STR("a")}, {2, 10, 0, 1, STR("b")}, {3, 10, 0, 0, STR("c")}};
    is_int(tree_look(&arena, round, 3, 10).wrong, TREE_CYCLE, "a circle beside a good tree");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-reform-XXXXXX";
    char file[sizeof path + 8];
    BUG_ON(mkdtemp(path) == NULL);
    (void)snprintf(file, sizeof file, "%s/d.db", path);
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e));
    looks();
    one_by_one();
    steps();
    figures(many());
    db_close(db);
    (void)remove(file);
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
