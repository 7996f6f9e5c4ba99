// core_report.c: the life of a report: drafts, closing of figures, remarks, corrections, requests, its way as a signed file;
// periods with closing days; what a figure entered by hand does not count.
#include "core/steer/report_file.h"
#include "core/steer/report_hand_in.h"
#include "core/steer/report_out.h"
#include "core/steer/report_public.h"

#include <unistd.h>

#include "core/office/founding.h"
#include "db/q_report.h"
#include "db/q_rows.h"
#include "attack.h"
#include "tap.h"

enum { DAY = 86400 };

static struct arena arena;
static struct db *db;
static struct site *site;
static int64_t root_id;
static int64_t begin, now; // 1 July 2026; 20 November 2026

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    int64_t home;
    struct office_draft root = {.code = STR("nuoc"), .kind = STR("country"), .name = {[LANG_VI] = STR("Cả nước")}};
    return site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), now, begin - 1000, &home, &root_id, e) ? TX_COMMIT
                                                                                                        : TX_FAILED;
}

static struct desk at(struct tx *tx, int64_t when)
{
    return (struct desk){tx, site, {0, STR("head"), root_id}, when};
}

// ---- the life of a report

static struct report_template simple(void)
{
    static struct template_section_part sections[2] = {{PART_RESULTS, STR_INIT("Kết quả"), true},
                                                       {PART_REQUESTS, STR_INIT("Kiến nghị"), false}};
    static struct template_entry figures[3];
    figures[0] = (struct template_entry){.key = STR("received")};
    figures[1] = (struct template_entry){.key = STR("median_days")};
    figures[2] = (struct template_entry){.entered = true, .key = STR("doi-thoai"), .kind = VALUE_TENTHS,
                                         .label = STR("Giờ phát thanh"), .unit = STR("giờ"),
                                         .definition = STR("Giờ phát trong kỳ.")};
    return (struct report_template){.office_id = root_id, .code = STR("quy"), .name = STR("Báo cáo quý"),
                                    .every = EVERY_QUARTER, .due_days = 5, .owed_by = STR("commune"), .form = STR("state"),
                                    .since_day = begin - 900, .sections = sections, .n_sections = 2, .figures = figures,
                                    .n_figures = 3};
}

static struct report_row again(struct tx *tx, const struct report_row *was, struct err *e)
{
    struct report_row row;
    BUG_ON(q_report_by_id(tx, was->home_id, was->id, &row, e) != Q_ROW);
    return row;
}

static void test_file(struct tx *tx, const struct report *r, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct sign_key *key = sign_key_new();
    struct sign_public by;
    struct report_file f;
    struct buf b = buf_new(REPORT_FILE_MAX);
    ok(report_file_write(&b, a, site, r, key, e), "a report that was handed in leaves as a file %s", e->what);
    struct str bytes = str_copy(a, buf_str(&b));
    buf_free(&b);
    const char *problem = report_file_read(a, bytes, &f, &by);
    ok(problem == NULL, "and is read again %s", problem == NULL ? "" : problem);
    struct sign_public pub = sign_public_of(key);
    ok(problem == NULL && memcmp(by.key, pub.key, SIGN_PUBLIC) == 0 && f.n_figures == 3 && f.span.first == r->span.first &&
           f.figures[2].v.n == 35 && str_eqz(f.sections[0].words, "Đã làm xong.") && f.n_requests == 1,
       "with its figures and words");
    size_t taken = 0;
    for (size_t i = 0; i < bytes.n; i++) { // one letter is enough
        char *changed = arena_copy(a, bytes.p, bytes.n);
        changed[i] = (char)(changed[i] ^ 1);
        taken += report_file_read(a, (struct str){changed, bytes.n}, &f, &by) == NULL;
    }
    ok(taken == 0, "none of its %zu bytes can be changed (%zu could)", bytes.n, taken);
    struct desk d = at(tx, now);
    struct report_row row;
    BUG_ON(report_file_read(a, bytes, &f, &by) != NULL);
    ok(report_file_import(&d, &f, &by, &problem, &row, e) == STEER_NOT_NOW && problem != NULL,
       "an unknown key's file is not taken in");
    sign_key_close(key);
}

// On paper: the kind once, headings numbered, no empty section, no column without a value.
static void test_paper(struct tx *tx, const struct report_row *row, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct report r;
    struct report_view v;
    BUG_ON(!report_view_read(&v, &r, tx, site, LANG_VI, row, now, e));
    struct paper *p = report_paper(a, &v);
    is_str(p->title, "Báo cáo quý", "its name is its title");
    ok(str_starts(p->summary, STR("quý ")), "below it the period alone");
    static const char *const heads[] = {"I. Kết quả", "II. Kiến nghị", "III. Số liệu"};
    size_t n = 0;
    for (size_t i = 0; i < p->n_blocks; i++) {
        if (p->blocks[i].kind == PAPER_HEADING && n < ARRAY_LEN(heads)) {
            is_str(p->blocks[i].runs[0].text, heads[n], "heading %zu", n + 1);
            n++;
        }
    }
    ok(n == 3 && p->blocks[p->n_blocks - 1].kind == PAPER_TABLE && p->blocks[p->n_blocks - 1].table->columns == 2,
       "periods of which nothing is known have no column");
    r.narrative[0] = STR("");
    p = report_paper(a, &v);
    is_str(p->blocks[0].runs[0].text, "I. Kiến nghị", "an empty section is left out");
    is_str(p->blocks[p->n_blocks - 1].runs[0].text, "Không có nội dung: Kết quả.", "and named once");
    struct str title, summary;
    struct report_template t = r.t;
    t.name = STR("Báo cáo quý về tiếp nhận phản ánh");
    report_paper_title(a, LANG_VI, &t, r.span, &title, &summary);
    is_str(title, "Báo cáo", "the kind");
    ok(str_starts(summary, STR("Về tiếp nhận phản ánh, quý ")), "and what it is about");
}

// Handed in by the steps that a page takes, while another report moves.
static void by_steps(struct tx *tx, const struct report_template *t, const struct report_row *whole,
                     const struct report_row *source, struct err *e)
{
    struct desk d = at(tx, now);
    struct report_freeze f;
    struct report_row other;
    struct report_row *users;
    size_t n;
    BUG_ON(!report_freeze_begin(&f, tx, site, whole, now, e));
    f.why = STR("Chưa viết.");
    ok(!report_freeze_whole(&f) && report_freeze_put(&d, &f, e) == STEER_SAVED && f.next == 1, "its source is laid beside it");
    ok(q_report_users(tx, whole->home_id, source->id, &users, &n, e) && n == 0, "where nobody sees it yet");
    f.at = f.next;
    struct report_span before = report_span_before(t, report_span_at(t, begin));
    ok(report_freeze_whole(&f) && report_start(&d, t, root_id, before, SCOPE_ALONE, &other, e) == STEER_SAVED,
       "meanwhile another report begins");
    ok(report_freeze_end(&d, &f, e) == STEER_NOT_NOW && f.overtaken, "then it has to be counted again");
    BUG_ON(!report_freeze_begin(&f, tx, site, whole, now, e));
    f.why = STR("Chưa viết.");
    ok(report_freeze_put(&d, &f, e) == STEER_SAVED && f.next == 0, "what the first attempt left is taken away");
    ok(report_freeze_end(&d, &f, e) == STEER_NOT_NOW && f.overtaken, "without what it is made of it does not go out");
    ok(report_freeze_put(&d, &f, e) == STEER_SAVED && f.next == 1, "laid beside it again");
    f.at = f.next;
    ok(report_freeze_end(&d, &f, e) == STEER_SAVED && !f.overtaken, "handed in");
    ok(q_report_users(tx, whole->home_id, source->id, &users, &n, e) && n == 1, "and its source says where it is counted");
}

// What is empty is named, and asks for a word why; a section that the template requires is never empty.
static void lacking(struct tx *tx, const struct desk *d, struct report_row *row, struct err *e)
{
    struct problems p = {.n = 0};
    struct report r;
    struct report_lack *list;
    ok(report_write(d, row, 1, STR(""), &p, e) == STEER_SAVED, "its words are taken out");
    *row = again(tx, row, e);
    ok(report_hand_in(d, row, STR("Không có việc."), e) == STEER_NOT_NOW, "not without words where the template requires them");
    ok(report_write(d, row, 1, STR("Đã làm xong."), &p, e) == STEER_SAVED, "they are written");
    *row = again(tx, row, e);
    ok(report_enter(d, row, 3, STR(""), &p, e) == STEER_SAVED, "the figure is taken back");
    *row = again(tx, row, e);
    ok(report_hand_in(d, row, STR(" "), e) == STEER_NOT_NOW, "not without a word why a figure is missing");
    ok(report_read(&r, tx, site, row, now, e) && report_lacks(tx_arena(tx), &r, &list) == 1 && !list[0].section &&
           list[0].at == 2 && !list[0].required,
       "it is named");
    ok(report_enter(d, row, 3, STR("3,5"), &p, e) == STEER_SAVED, "and entered");
}

static enum tx_end life(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx, now);
    struct report_template t = simple();
    struct problems p = {.n = 0};
    report_template_check(&t, &p);
    ok(p.n == 0, "a template is taken %s", p.n > 0 ? p.list[0].msgid : "");
    ok(report_template_save(&d, &t, e) == STEER_SAVED && t.edition == 1, "and stored");
    struct report_span q3 = report_span_at(&t, begin);
    struct report_row row, next, whole;
    ok(report_start(&d, &t, root_id, (struct report_span){q3.first, q3.last - 1}, SCOPE_ALONE, &row, e) == STEER_NOT_NOW,
       "a period that is none of the template's is refused");
    ok(report_start(&d, &t, root_id, q3, SCOPE_ALONE, &row, e) == STEER_SAVED && str_eqz(row.state, "draft"), "a draft");
    ok(report_start(&d, &t, root_id, q3, SCOPE_ALONE, &next, e) == STEER_NOT_NOW, "one only");
    struct report_row first = row;
    ok(report_write(&d, &row, 1, STR(" Đã làm xong. "), &p, e) == STEER_SAVED, "words");
    ok(report_write(&d, &first, 1, STR("x"), &p, e) == STEER_STALE, "a later save never silently wins");
    row = again(tx, &row, e);
    ok(report_enter(&d, &row, 3, STR("3,5"), &p, e) == STEER_SAVED, "a figure entered by hand");
    row = again(tx, &row, e);
    ok(report_enter(&d, &row, 1, STR("4"), &p, e) == STEER_NOT_NOW, "a figure of the catalogue is not typed");
    ok(report_ask(&d, &row, STR("Đề nghị cấp máy."), &p, e) == STEER_SAVED, "a request to the office above");
    row = again(tx, &row, e);
    struct desk early = at(tx, q3.last * DAY);
    ok(report_hand_in(&early, &row, STR(""), e) == STEER_NOT_NOW, "not before its period is over");
    lacking(tx, &d, &row, e);
    row = again(tx, &row, e);
    ok(report_hand_in(&d, &row, STR(""), e) == STEER_SAVED, "handed in");
    row = again(tx, &row, e);
    ok(row.frozen_at == now && row.is_last == 1, "its figures are closed");
    ok(report_write(&d, &row, 1, STR("y"), &p, e) == STEER_NOT_NOW, "and nothing in it changes");
    struct report r;
    BUG_ON(!report_read(&r, tx, site, &row, now, e));
    ok(r.values[2].given && r.values[2].n == 35 && r.values[0].given && r.n_requests == 1, "it reads as it was written");
    ok(report_answer(&d, &row, r.requests[0].id, STR("Sẽ cấp."), e) == STEER_SAVED, "a request is answered by itself");
    test_file(tx, &r, e);
    test_paper(tx, &row, e);
    ok(report_start(&d, &t, root_id, q3, SCOPE_CONSOLIDATED, &whole, e) == STEER_SAVED, "consolidated");
    BUG_ON(report_write(&d, &whole, 1, STR("Các xã đã làm xong."), &p, e) != STEER_SAVED);
    whole = again(tx, &whole, e);
    by_steps(tx, &t, &whole, &row, e);
    whole = again(tx, &whole, e);
    row = again(tx, &row, e);
    ok(report_return(&d, &row, STR(" "), e) == STEER_NOT_NOW, "returning says why");
    ok(report_return(&d, &row, STR("Thiếu số liệu."), e) == STEER_SAVED, "returned with remarks");
    row = again(tx, &row, e);
    ok(report_read(&r, tx, site, &whole, now, e) && r.outdated && r.sum.n_sources == 1 && r.values[2].n == 35,
       "the consolidated one says that a source was returned, and keeps its figures");
    ok(report_correct(&d, &row, &next, e) == STEER_SAVED && next.edition == 2, "a correction is another edition");
    ok(report_enter(&d, &next, 3, STR("4"), &p, e) == STEER_SAVED, "with another figure");
    next = again(tx, &next, e);
    ok(report_hand_in(&d, &next, STR(""), e) == STEER_SAVED, "handed in again");
    ok(report_correct(&d, &row, &first, e) == STEER_NOT_NOW, "the former edition is not corrected any more");
    struct report_sum sum;
    ok(report_sum(&sum, tx, site, &t, root_id, q3, e) && sum.total[2].n == 40 && sum.n_gaps == 0, "the latest one counts");
    struct hand_in_map map;
    ok(report_map(&map, tx, site, &t, root_id, q3, now, e) && map.n == 1 && map.rows[0].edition == 2 &&
           map.rows[0].how == HAND_IN_LATE, "the map: handed in, late by its first edition");
    struct report_template changed = simple();
    changed.since_day = begin + 10;
    report_template_check(&changed, &p);
    ok(report_template_save(&d, &changed, e) == STEER_SAVED && changed.edition == 2,
       "a template that was used gets another edition");
    return TX_ROLLBACK;
}

// ---- beside other periods

static bool hand_in_with(const struct desk *d, const struct report_template *t, struct report_span span, const char *entered,
                         struct report_row *row, struct err *e)
{
    struct problems p = {.n = 0};
    if (report_start(d, t, root_id, span, SCOPE_ALONE, row, e) != STEER_SAVED ||
        report_enter(d, row, 3, str_c(entered), &p, e) != STEER_SAVED) {
        return false;
    }
    *row = again(d->tx, row, e);
    struct report_steps_row *steps;
    size_t n;
    bool good = report_hand_in(d, row, STR(" Trong kỳ không có việc. "), e) == STEER_SAVED &&
                q_report_steps(d->tx, row->home_id, row->id, &steps, &n, e) && n == 1 &&
                str_eqz(steps[0].words, "Trong kỳ không có việc.");
    *row = again(d->tx, row, e);
    return good;
}

static enum tx_end beside(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct desk d = at(tx, now);
    struct report_template t = simple();
    t.sections[0].required = false;
    struct problems p = {.n = 0};
    struct report_row row;
    struct report r;
    struct report_value *before, *year;
    report_template_check(&t, &p);
    BUG_ON(report_template_save(&d, &t, e) != STEER_SAVED);
    struct report_span q3 = report_span_at(&t, begin);
    BUG_ON(!hand_in_with(&d, &t, report_span_year_before(&t, q3), "2,5", &row, e));
    BUG_ON(!hand_in_with(&d, &t, q3, "3,5", &row, e) || !report_read(&r, tx, site, &row, now, e));
    ok(report_compare(tx, site, &r, &before, &year, e) && !before[2].given && year[2].given && year[2].n == 25,
       "beside the year before; of the period before there was none, and none is guessed");
    BUG_ON(!hand_in_with(&d, &t, report_span_before(&t, q3), "3", &row, e));
    ok(report_compare(tx, site, &r, &before, &year, e) && before[2].given && before[2].n == 30, "and beside the period before");
    r.editions[2]++;
    ok(report_compare(tx, site, &r, &before, &year, e) && !before[2].given && !year[2].given && before[0].given,
       "what was counted by another definition is not compared");
    return TX_ROLLBACK;
}

// ---- for everybody

enum { TOLD = 6 };

// Figures of a report of these days: tasks given, done late and still open, meetings, publications, entered.
static const struct report_told *told_of(struct tx *tx, struct report_span span, enum report_scope scope, struct err *e)
{
    static const enum catalogue keys[TOLD] = {CATALOGUE_TASKS_GIVEN, CATALOGUE_TASKS_DONE_LATE, CATALOGUE_TASKS_OPEN,
                                              CATALOGUE_MEETINGS, CATALOGUE_PUBLISHED_NOTICE, CATALOGUES};
    static const int64_t n[TOLD] = {12, 3, 9, 3, 2, 1};
    struct template_entry f[TOLD];
    struct report_value v[TOLD];
    int64_t editions[TOLD] = {0};
    struct report_row row = {.office_id = root_id};
    struct report r = {.row = &row, .span = span, .scope = scope, .values = v, .editions = editions};
    struct report_told *told;
    for (size_t k = 0; k < TOLD; k++) {
        bool entered = keys[k] == CATALOGUES;
        f[k] = (struct template_entry){.entered = entered, .key = entered ? STR("x") : catalogue_info(keys[k]).key,
                                       .kind = VALUE_COUNT, .catalogue = keys[k]};
        v[k] = (struct report_value){.given = true, .n = n[k]};
    }
    r.t = (struct report_template){.office_id = root_id, .owed_by = STR("commune"), .figures = f, .n_figures = TOLD};
    BUG_ON(!report_told_read(&told, tx, site, &r, now, e));
    return told;
}

// Given in a year's quarters, its halves and the year itself, by an office alone and with one below: what a reader may add up and
// subtract.
static int worked_out(const bool *hidden)
{
    enum { QUARTERS = 4, TIMES = 7, PLACES = 3, CELLS = TIMES * PLACES }; // places: all, the office itself, the one below
    static const int64_t given[2][QUARTERS] = {{12, 2, 3, 9}, {3, 6, 1, 4}}; // no sum of told ones alone
    int64_t n[CELLS] = {0};
    enum shown shown[CELLS] = {SHOWN_COUNT};
    struct attack t = attack_new(&arena, CELLS, n, shown, 64);
    for (size_t place = 0; place < PLACES; place++) {
        int64_t *of = &n[place * TIMES];
        for (size_t q = 0; q < QUARTERS; q++) {
            of[q] = place == 0 ? given[0][q] + given[1][q] : given[place - 1][q];
            of[4 + q / 2] += of[q];
            of[6] += of[q];
        }
        for (size_t k = 0; k < TIMES; k++) {
            bool tells = !hidden[place > 0 ? 1 : 0] && !hidden[2 + (k < 4 ? 0 : k < 6 ? 1 : 2)];
            shown[place * TIMES + k] = !tells                                    ? SHOWN_HIDDEN
                                       : of[k] > 0 && of[k] < DISCLOSE_SMALL ? SHOWN_SMALL
                                                                             : SHOWN_COUNT;
        }
        for (size_t k = 4; k < TIMES; k++) {
            struct attack_sum *s = attack_sum(&t, 3);
            attack_add(s, place * TIMES + k, -1);
            attack_add(s, place * TIMES + (k < 6 ? (k - 4) * 2 : 4), 1);
            attack_add(s, place * TIMES + (k < 6 ? (k - 4) * 2 + 1 : 5), 1);
        }
    }
    for (size_t k = 0; k < TIMES; k++) {
        struct attack_sum *s = attack_sum(&t, PLACES);
        attack_add(s, k, -1);
        attack_add(s, TIMES + k, 1);
        attack_add(s, 2 * TIMES + k, 1);
    }
    attack_begin(&t);
    return attack_by_bounds(&t) + attack_by_equations(&t);
}

static enum tx_end told(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    struct report_span quarter = {civil_day(2026, 7, 1), civil_day(2026, 9, 30)};
    const struct report_span half = {civil_day(2026, 7, 1), civil_day(2026, 12, 31)};
    const struct report_span year = {civil_day(2026, 1, 1), civil_day(2026, 12, 31)};
    const struct report_told *t = told_of(tx, quarter, SCOPE_ALONE, e);
    ok(t[0].v.shown == SHOWN_COUNT && t[0].why == NULL, "what was counted in a quarter of one office is told");
    ok(t[1].v.shown == SHOWN_SMALL && t[3].v.shown == SHOWN_SMALL, "below 5 as <5");
    ok(t[2].v.shown == SHOWN_HIDDEN && t[2].why != NULL, "what is open at its end is not: flows would tell what is hidden");
    ok(t[4].v.shown == SHOWN_COUNT && t[5].v.shown == SHOWN_COUNT,
       "what everybody can read, and what the office says it did, is told as it is");
    const struct report_told *whole = told_of(tx, quarter, SCOPE_CONSOLIDATED, e);
    const struct report_told *longer = told_of(tx, half, SCOPE_ALONE, e);
    const struct report_told *longest = told_of(tx, year, SCOPE_ALONE, e);
    const bool hidden[] = {whole[0].v.shown == SHOWN_HIDDEN, t[0].v.shown == SHOWN_HIDDEN, t[0].v.shown == SHOWN_HIDDEN,
                           longer[0].v.shown == SHOWN_HIDDEN, longest[0].v.shown == SHOWN_HIDDEN};
    static const bool before[] = {false, false, false, false, false};
    ok(worked_out(before) > 0, "were sums told too, small counts could be worked out");
    ok(worked_out(hidden) == 0, "of what is told nobody works out one");
    ok(whole[4].v.shown == SHOWN_COUNT && longest[4].v.shown == SHOWN_COUNT, "what is public is told of all of them");
    return TX_ROLLBACK;
}

static void test_periods(void)
{
    static const struct {
        enum report_every every;
        int64_t closing;
        const char *day, *first, *last, *before, *year_before;
    } cases[] = {
        {EVERY_MONTH, 14, "2026-10-14", "2026-09-15", "2026-10-14", "2026-08-15", "2025-09-15"},
        {EVERY_MONTH, 14, "2026-10-15", "2026-10-15", "2026-11-14", "2026-09-15", "2025-10-15"},
        {EVERY_MONTH, 0, "2026-02-10", "2026-02-01", "2026-02-28", "2026-01-01", "2025-02-01"},
        {EVERY_QUARTER, 14, "2026-12-15", "2026-12-15", "2027-03-14", "2026-09-15", "2025-12-15"},
        {EVERY_HALF, 0, "2026-09-10", "2026-07-01", "2026-12-31", "2026-01-01", "2025-07-01"},
        {EVERY_NINE_MONTHS, 14, "2026-03-10", "2025-12-15", "2026-09-14", "2024-12-15", "2024-12-15"},
        {EVERY_YEAR, 14, "2026-12-20", "2026-12-15", "2027-12-14", "2025-12-15", "2025-12-15"},
        {EVERY_WEEK, 4, "2026-11-23", "2026-11-20", "2026-11-26", "2026-11-13", "2025-11-21"},
    };
    size_t bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t day, first, last, before, year_before;
        struct report_template t = {.every = cases[i].every, .closing_day = cases[i].closing};
        BUG_ON(!civil_parse(str_c(cases[i].day), &day) || !civil_parse(str_c(cases[i].first), &first) ||
               !civil_parse(str_c(cases[i].last), &last) || !civil_parse(str_c(cases[i].before), &before) ||
               !civil_parse(str_c(cases[i].year_before), &year_before));
        struct report_span p = report_span_at(&t, day);
        bool good = p.first == first && p.last == last && report_span_before(&t, p).first == before &&
                    report_span_year_before(&t, p).first == year_before && report_span_ok(&t, p) &&
                    report_span_after(&t, report_span_before(&t, p)).first == p.first;
        bad += !good;
        if (!good) {
            printf("# case %zu: %s\n", i, cases[i].day);
        }
    }
    ok(bad == 0, "periods begin the day after the last one's closing day");
    struct report_template t = {.every = EVERY_MONTH, .closing_day = 14};
    struct report_span p;
    int64_t first;
    BUG_ON(!civil_parse(STR("2026-06-15"), &first));
    ok(report_span_parse(&t, STR("2026Q3"), &p) == NULL && p.first == first && p.last - p.first == 91,
       "a quarter of such months is the months that end in it");
    ok(report_span_parse(&t, STR("2026-10-01..2026-10-31"), &p) != NULL, "what does not consist of them is refused");
    t.every = EVERY_NINE_MONTHS;
    t.closing_day = 0;
    ok(report_span_parse(&t, STR("2026-9M"), &p) == NULL && p.last - p.first == 272, "nine months have a name of their own");
    t.every = EVERY_MONTH;
    t.closing_day = 14;
    struct report_span list[4];
    ok(report_spans_recent(&t, civil_day(2026, 10, 20), civil_day(2026, 9, 1), list, 4) == 3 &&
           list[0].last == civil_day(2026, 11, 14) && list[2].first == civil_day(2026, 8, 15),
       "to be chosen are the one under way and those before it since the template holds");
}

static void test_words(void)
{
    static const char *const no[] = {
        "Số người dự", "số lượt NGƯỜI", "so nguoi du", "Tài khoản đã khóa", "tai khoan",
        "Bài viết đã gỡ", "bài đăng", "Bình luận", "tin gỡ bỏ", "thông tin xoá", "xóa",
        "posts removed", "Number of accounts", "people reached", "cán bộ tập huấn",
        "Số tài khoản mạng xã hội vi phạm", "Số bài đăng sai sự thật", "Số bình luận đã xử lý",
        "Số tin, bài yêu cầu gỡ", "Số trang, nhóm bị chặn", "Số người bị nhắc nhở", "Số đối tượng",
        "Số cá nhân được khen", "Số thanh niên tham gia", "Số phụ nữ được phổ biến",
        "Trẻ em dự sinh hoạt hè", "Số video bị xóa", "Số nick ảo", "Số nội dung đã gỡ",
        "Thành viên nhóm Zalo", "Số người theo dõi trang", "Bài chia sẻ trên Facebook",
        "Status đã đăng", "Số comment", "so binh luan tieu cuc", "Lượt thích", "Lượt chia sẻ",
        "Tình nguyện viên", "Giáo viên, học sinh", "Hội viên mới", "Individuals warned",
        "Accounts suspended", "Posts taken down", "Comments hidden", "Content removed",
        "Users reached", "Followers", "Number of participants", "Women trained", "Young people",
        "Profiles reported", "Volunteers", "Takedown requests", "Deleted videos", "Subscribers",
        "Trainees", "Pupils", "Page likes", "Shares of our page", "removals requested",
        "A person's visits", "Children reached", "Blocked pages"};
    static const char *const yes[] = {
        "Buổi đối thoại", "Giờ phát thanh", "Khối lượng gỗ", "Tỷ lệ đường được sửa", "xoay vòng",
        "tin, phóng sự đã phát", "an toàn giao thông", "Pano, áp phích", "công trình", "km đường",
        "composts", "Số buổi tiếp công khai", "Tin phát trên loa", "Số cuộc tập huấn",
        "Trạm y tế đã sửa", "Văn bản đã ban hành", "Phiên họp", "Ấn phẩm đã in",
        "Chăn nuôi an toàn", "Roads mended", "Hours of radio", "Meetings held", "Leaflets printed",
        "Street lamps repaired", "Shared taxis"};
    size_t bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(no) + ARRAY_LEN(yes); i++) {
        const char *text = i < ARRAY_LEN(no) ? no[i] : yes[i - ARRAY_LEN(no)];
        bool wrong = report_word_refused(str_c(text)) != (i < ARRAY_LEN(no));
        bad += wrong;
        if (wrong) {
            printf("# %s\n", text);
        }
    }
    ok(bad == 0, "persons, accounts, posts, comments and removals are not counted; what the office did is (%zu wrong)", bad);
    struct report_template t = simple();
    struct problems p = {.n = 0};
    t.figures[2].label = STR("Số người được tuyên truyền");
    report_template_check(&t, &p);
    ok(problem_of(&p, "label") != NULL, "with a problem that says so");
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-report-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    begin = civil_day(2026, 7, 1);
    now = civil_day(2026, 11, 20) * DAY;
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, now, &site, &e));
    test_periods();
    test_words();
    ok(db_write(db, &arena, life, NULL, &e), "the transaction ran %s", e.what);
    ok(db_write(db, &arena, beside, NULL, &e), "the second ran %s", e.what);
    ok(db_write(db, &arena, told, NULL, &e), "the third ran %s", e.what);
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
