// core_report_sum.c: a consolidated figure equals the one counted directly from the rows, for every figure of the catalogue
// and random trees whose offices were founded, moved, merged and split in mid-period, also after corrections; and each figure
// opens as many rows as it counts.
#include "core/steer/report_rows.h"

#include <unistd.h>

#include "base/random.h"
#include "core/count/tally.h"
#include "core/office/founding.h"
#include "db/q_contest.h"
#include "db/q_matter.h"
#include "db/q_meeting.h"
#include "db/q_publication.h"
#include "db/q_recognition.h"
#include "db/q_report.h"
#include "db/q_rows.h"
#include "db/q_site.h"
#include "db/q_task.h"
#include "tap.h"

enum { DAY = 86400, TREES = 200, OFFICES_MAX = 24, TERMS_MAX = 80, ROWS_MAX = 400, MONTHS = 2 };

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

// ---- a random tree over time, and rows

struct term {
    size_t office;
    int64_t since, until; // until 0: still
    size_t parent;
    const char *kind;
};

struct row {
    size_t office;
    int64_t day;      // message, opening, publication, giving, meeting
    int64_t answered; // of a matter; of a task: confirmed; 0: not
    int64_t closed;
    int what; // 0 message 1 matter 2 publication 3 task 4 rating 5 meeting 6 recognition, training, contest
    int kind;
};

struct world {
    struct prng r;
    struct tx *tx;
    struct err *e;
    struct term terms[TERMS_MAX];
    size_t n_terms;
    int64_t id[OFFICES_MAX];
    size_t n_offices;
    struct row rows[ROWS_MAX];
    size_t n_rows;
    struct report_template t;
    int64_t entered[OFFICES_MAX][MONTHS]; // -1: nothing
    int months;
    int bad;
    int64_t opened; // rows
};

static uint64_t pick(struct world *w, uint64_t n)
{
    return prng_below(&w->r, n);
}

static struct term *term_on(struct world *w, size_t office, int64_t day)
{
    for (size_t i = 0; i < w->n_terms; i++) {
        struct term *x = &w->terms[i];
        if (x->office == office && x->since <= day && (x->until == 0 || x->until > day)) {
            return x;
        }
    }
    return NULL;
}

static bool is_below(struct world *w, size_t office, size_t above, int64_t day)
{
    for (size_t i = 0; i < OFFICES_MAX; i++) {
        if (office == above) {
            return true;
        }
        if (office == 0) {
            return false;
        }
        office = term_on(w, office, day)->parent;
    }
    return true;
}

static size_t new_office(struct world *w, size_t parent, const char *kind, int64_t since)
{
    w->terms[w->n_terms++] = (struct term){w->n_offices, since, 0, parent, kind};
    return w->n_offices++;
}

static void move(struct world *w, size_t office, size_t parent, int64_t day)
{
    struct term *x = term_on(w, office, day);
    if (x->since == day) {
        x->parent = parent;
        return;
    }
    x->until = day;
    w->terms[w->n_terms++] = (struct term){office, day, 0, parent, x->kind};
}

// The office ends; what stands below it comes to stand below the heir.
static void end_into(struct world *w, size_t office, size_t heir, int64_t day)
{
    for (size_t i = 1; i < w->n_offices; i++) {
        struct term *x = term_on(w, i, day);
        if (i != office && x != NULL && x->parent == office) {
            move(w, i, heir, day);
        }
    }
    struct term *x = term_on(w, office, day);
    x->until = day;
}

static void reform(struct world *w, int64_t day)
{
    size_t a = 1 + pick(w, w->n_offices - 1);
    size_t b = pick(w, w->n_offices);
    struct term *ta = term_on(w, a, day);
    struct term *tb = term_on(w, b, day);
    bool room = w->n_offices + 2 < OFFICES_MAX && w->n_terms + 2 * OFFICES_MAX / 3 < TERMS_MAX;
    if (ta == NULL || tb == NULL || ta->since == day || a == b || !room || is_below(w, b, a, day)) {
        return;
    }
    switch (pick(w, 4)) {
    case 0:
        move(w, a, b, day);
        break;
    case 1: // merged into b
        end_into(w, a, b, day);
        break;
    case 2: { // split into two new ones
        size_t parent = ta->parent;
        const char *kind = ta->kind;
        size_t heir = new_office(w, parent, kind, day);
        (void)new_office(w, parent, kind, day);
        end_into(w, a, heir, day);
        break;
    }
    default:
        (void)new_office(w, b, "commune", day);
        break;
    }
}

static void make_tree(struct world *w)
{
    static const char *const kinds[] = {"province", "commune", "commune", "ward", "department"};
    w->n_offices = w->n_terms = 0;
    (void)new_office(w, 0, "country", begin - 1000);
    size_t n = 4 + pick(w, 7);
    for (size_t i = 1; i < n; i++) {
        size_t parent = pick(w, i);
        (void)new_office(w, parent, kinds[pick(w, ARRAY_LEN(kinds))], begin - 900);
    }
    int64_t day = begin - 20;
    for (uint64_t i = pick(w, 5); i > 0; i--) {
        day += 1 + (int64_t)pick(w, 20);
        reform(w, day);
    }
}

static bool store_tree(struct world *w)
{
    w->id[0] = root_id;
    for (size_t i = 1; i < w->n_offices; i++) {
        w->id[i] = random_id();
        if (!q_office_insert(w->tx, w->id[i], now, NULL, w->e)) {
            return false;
        }
    }
    for (size_t i = 1; i < w->n_terms; i++) {
        const struct term *x = &w->terms[i];
        struct q_office_term_insert_in in = {.id = random_id(), .office = w->id[x->office], .since_day = x->since,
                                             .until = x->until, .parent = w->id[x->parent],
                                             .code = str_fmt(tx_arena(w->tx), "o%zu", x->office), .kind = str_c(x->kind)};
        if (!q_office_term_insert(w->tx, &in, NULL, w->e)) {
            return false;
        }
    }
    return true;
}

// ---- rows, stored and remembered

static int64_t noon(int64_t day)
{
    return tz_day_start(site->tz, day) + 43200;
}

static bool store_matter(struct world *w, const struct row *x)
{
    struct matter_row m = {.home_id = site->home, .id = random_id(), .office_id = w->id[x->office],
                           .started_at = noon(x->day), .first_due_at = x->kind == 0 ? 0 : noon(x->day + 10),
                           .answered_at = x->answered == 0 ? 0 : noon(x->answered),
                           .closed_at = x->closed == 0 ? 0 : noon(x->closed), .outcome = STR("done")};
    m.due_at = m.first_due_at;
    m.state = x->closed != 0 ? STR("closed") : x->answered != 0 ? STR("answered") : STR("open");
    struct tally_tx sums = {w->tx, site};
    struct str public_id = str_fmt(tx_arena(w->tx), "m%lld", (long long)m.id);
    return q_matter_insert(w->tx,
                           &(struct q_matter_insert_in){.home = m.home_id, .id = m.id, .public_id = public_id,
                                                        .number = (int64_t)(x - w->rows) + 1, .number_office = root_id,
                                                        .number_year = 2026, .office = m.office_id, .state = m.state,
                                                        .started_at = m.started_at, .now = m.started_at},
                           NULL, w->e) &&
           q_matter_update(w->tx,
                           &(struct q_matter_update_in){.home = m.home_id, .id = m.id, .was_version = 1,
                                                        .office = m.office_id, .state = m.state, .outcome = m.outcome,
                                                        .started_at = m.started_at, .first_due_at = m.first_due_at,
                                                        .due_at = m.due_at, .answered_at = m.answered_at,
                                                        .closed_at = m.closed_at, .now = m.started_at},
                           NULL, w->e) &&
           tally_of_matter(site, &m, 1, tally_to_store, &sums, w->e);
}

static const char *const kinds_of[] = {"notice", "news", "correction"};

static bool store_publication(struct world *w, const struct row *x)
{
    struct tally_tx sums = {w->tx, site};
    int64_t id = random_id();
    int64_t when = noon(x->day);
    struct str kind = str_c(kinds_of[x->kind % 3]);
    bool good = q_publication_insert(w->tx,
                                     &(struct q_publication_insert_in){
                                         .home = site->home, .id = id, .kind = kind, .office = w->id[x->office],
                                         .public_id = str_fmt(tx_arena(w->tx), "p%lld", (long long)id), .lang = STR("vi"),
                                         .now = when},
                                     NULL, w->e) &&
                q_publication_set(w->tx,
                                  &(struct q_publication_set_in){.home = site->home, .id = id, .was_version = 1,
                                                                 .state = STR("published"), .published_at = when,
                                                                 .now = when},
                                  NULL, w->e);
    for (int l = 0; l < (x->kind < 3 ? 1 : 2) && good; l++) {
        int64_t version = random_id();
        good = q_version_insert(w->tx,
                                &(struct q_version_insert_in){.home = site->home, .id = version, .publication = id,
                                                              .number = 1, .lang = l == 0 ? STR("vi") : STR("en"),
                                                              .title = STR("t"), .body = STR("b"), .role = STR("editor"),
                                                              .now = when},
                                NULL, w->e) &&
               q_version_set_state(w->tx,
                                   &(struct q_version_set_state_in){.home = site->home, .id = version, .was_edit = 1,
                                                                    .state = STR("published"), .published_at = when},
                                   NULL, w->e);
    }
    return good && tally_of_publication(site, w->id[x->office], when, kind, false, 1, tally_to_store, &sums, w->e);
}

static bool store_task(struct world *w, const struct row *x)
{
    int64_t id = random_id();
    int64_t confirmed = x->answered == 0 ? 0 : noon(x->answered);
    return q_task_insert(w->tx,
                         &(struct q_task_insert_in){.home = site->home, .id = id, .office = root_id,
                                                    .public_id = str_fmt(tx_arena(w->tx), "t%lld", (long long)id),
                                                    .lead = w->id[x->office], .follower = root_id, .what = STR("w"),
                                                    .product = STR(""),
                                                    .source = STR("hand"), .due_day = x->day + 12, .now = noon(x->day)},
                         NULL, w->e) &&
           q_task_update(w->tx,
                         &(struct q_task_update_in){.home = site->home, .id = id, .was_version = 1, .due_day = x->day + 12,
                                                    .first_due_day = x->day + 12,
                                                    .state = confirmed != 0 ? STR("confirmed") : STR("progress"),
                                                    .reason = STR(""), .reported_at = confirmed, .confirmed_at = confirmed,
                                                    .now = noon(x->day), .reported_day = x->answered},
                         NULL, w->e);
}

static bool store_meeting(struct world *w, const struct row *x)
{
    struct q_meeting_insert_in in = {.home = site->home, .id = random_id(), .office = w->id[x->office], .title = STR("Họp"),
                                     .kind = STR("briefing"), .begins = noon(x->day), .ends = noon(x->day) + 3600,
                                     .place = STR(""), .chair = STR(""), .now = noon(x->day)};
    in.public_id = str_fmt(tx_arena(w->tx), "g%lld", (long long)in.id);
    struct q_meeting_update_in held = {.home = in.home, .id = in.id, .was_version = 1, .title = in.title, .kind = in.kind,
                                       .begins = in.begins, .ends = in.ends, .place = in.place, .chair = in.chair,
                                       .state = x->kind == 0 ? STR("cancelled") : STR("held"), .now = in.now};
    return q_meeting_insert(w->tx, &in, NULL, w->e) && q_meeting_update(w->tx, &held, NULL, w->e);
}

enum { CONTEST_ENTRIES = 2 };

static bool store_contest(struct world *w, const struct row *x, int64_t id, struct str public_id)
{
    struct q_contest_insert_in in = {.home = site->home, .id = id, .public_id = public_id, .office = w->id[x->office],
                                     .title = STR("c"), .rules = STR("r"), .until_day = x->day, .now = noon(x->day)};
    struct q_contest_step_in decided = {.home = site->home, .id = id, .was_version = 1, .state = STR("decided"),
                                        .decided_day = x->day, .now = noon(x->day)};
    bool good = q_contest_insert(w->tx, &in, NULL, w->e) && q_contest_step(w->tx, &decided, NULL, w->e);
    for (int i = 0; i < CONTEST_ENTRIES && good; i++) {
        struct q_contest_entry_insert_in one = {.home = site->home, .id = random_id(), .contest = id, .work = STR("w")};
        good = q_contest_entry_insert(w->tx, &one, NULL, w->e);
    }
    return good;
}

static bool store_people(struct world *w, const struct row *x)
{
    int64_t id = random_id();
    struct str public_id = str_fmt(tx_arena(w->tx), "h%lld", (long long)id);
    struct q_recognition_insert_in given = {.home = site->home, .id = id, .public_id = public_id, .office = w->id[x->office],
                                            .name = STR("T"), .consent_day = x->day, .service = STR("s"),
                                            .form = STR("certificate"), .decision_number = STR("1"), .decision_day = x->day,
                                            .now = noon(x->day)};
    struct q_training_insert_in training = {.home = site->home, .id = id, .public_id = public_id, .office = w->id[x->office],
                                            .title = STR("t"), .day = x->day, .place = STR(""), .for_whom = STR(""),
                                            .now = noon(x->day)};
    struct q_training_set_state_in held = {.home = site->home, .id = id, .state = STR("held"), .now = noon(x->day)};
    if (x->kind < 2) {
        return q_recognition_insert(w->tx, &given, NULL, w->e);
    }
    return x->kind > 3 ? store_contest(w, x, id, public_id)
                       : q_training_insert(w->tx, &training, NULL, w->e) &&
                             (x->kind == 2 || q_training_set_state(w->tx, &held, NULL, w->e));
}

static bool store_row(struct world *w, const struct row *x)
{
    struct tally_tx sums = {w->tx, site};
    struct message_row m = {.office_id = w->id[x->office], .received_at = noon(x->day), .channel = STR("web"),
                            .by_office = x->kind % 3 != 0, .import_id = x->kind % 3 == 1 ? 7 : 0};
    switch (x->what) {
    case 0:
        return tally_of_message(site, &m, 1, tally_to_store, &sums, w->e);
    case 1:
        return store_matter(w, x);
    case 2:
        return store_publication(w, x);
    case 3:
        return store_task(w, x);
    case 5:
        return store_meeting(w, x);
    case 6:
        return store_people(w, x);
    default:
        return tally_of_rating(site, w->id[x->office], noon(x->day), 1 + x->kind % 5, 1, tally_to_store, &sums, w->e);
    }
}

// Of an office that is there that day; a rating may come when it is no more.
static bool add_row(struct world *w, size_t office, int64_t day)
{
    struct row *x = &w->rows[w->n_rows];
    *x = (struct row){.office = office, .day = day, .what = (int)pick(w, 7), .kind = (int)pick(w, 6)};
    if (x->what != 4 && term_on(w, office, day) == NULL) {
        return true;
    }
    if (pick(w, 3) != 0) {
        x->answered = day + (int64_t)pick(w, 25);
        x->closed = pick(w, 2) == 0 ? x->answered + (int64_t)pick(w, 15) : 0;
    }
    w->n_rows++;
    return store_row(w, x);
}

// ---- counted one by one, in the plainest way

static size_t stands_below(struct world *w, size_t office, struct report_span p)
{
    const struct term *last = NULL;
    const struct term *first = NULL;
    for (size_t i = 0; i < w->n_terms; i++) {
        const struct term *x = &w->terms[i];
        if (x->office == office) {
            last = x->since <= p.last && (last == NULL || x->since > last->since) ? x : last;
            first = first == NULL || x->since < first->since ? x : first;
        }
    }
    return (last != NULL ? last : first)->parent;
}

static bool lies_in(struct world *w, size_t office, size_t above, struct report_span p)
{
    for (; office != above; office = stands_below(w, office, p)) {
        if (office == 0) {
            return false;
        }
    }
    return true;
}

// Does the office owe a report of its own?
static bool owes(struct world *w, size_t office, struct report_span p)
{
    bool there = office == 0;
    const struct term *last = NULL;
    for (size_t i = 0; i < w->n_terms; i++) {
        const struct term *x = &w->terms[i];
        if (x->office == office && x->since <= p.last) {
            there = there || x->until == 0 || x->until > p.first;
            last = last == NULL || x->since > last->since ? x : last;
        }
    }
    return office == 0 || (there && last != NULL && strcmp(last->kind, "department") != 0);
}

// In whose report the office's rows are.
static size_t unit_of(struct world *w, size_t office, struct report_span p)
{
    while (!owes(w, office, p)) {
        office = stands_below(w, office, p);
    }
    return office;
}

static bool in_span(int64_t day, struct report_span p)
{
    return day != 0 && day >= p.first && day <= p.last;
}

static void count_matter(const struct row *x, struct report_span p, int64_t n[CATALOGUES], int64_t days[64])
{
    n[CATALOGUE_OPENED] += in_span(x->day, p);
    n[CATALOGUE_CLOSED] += in_span(x->closed, p);
    if (in_span(x->answered, p)) {
        bool timely = x->kind != 0 && x->answered <= x->day + 10;
        n[CATALOGUE_ANSWERED]++;
        n[x->kind == 0 ? CATALOGUE_NO_DUE : timely ? CATALOGUE_ON_TIME : CATALOGUE_LATE]++;
        days[x->answered - x->day]++;
    }
    if (x->day <= p.last && (x->closed == 0 || x->closed > p.last)) {
        n[CATALOGUE_OPEN]++;
        n[CATALOGUE_OVERDUE] += x->kind != 0 && x->day + 10 <= p.last && (x->answered == 0 || x->answered > p.last);
    }
}

static void count_task(const struct row *x, struct report_span p, int64_t n[CATALOGUES])
{
    n[CATALOGUE_TASKS_GIVEN] += in_span(x->day, p);
    n[x->answered > x->day + 12 ? CATALOGUE_TASKS_DONE_LATE : CATALOGUE_TASKS_IN_TIME] += in_span(x->answered, p);
    if (x->day <= p.last && (x->answered == 0 || x->answered > p.last)) {
        n[CATALOGUE_TASKS_OPEN]++;
        n[x->answered != 0 ? CATALOGUE_TASKS_REPORTED : CATALOGUE_TASKS_PROGRESS]++;
        n[CATALOGUE_TASKS_LATE] += x->day + 12 <= p.last;
    }
}

static void count_publication(const struct row *x, struct report_span p, int64_t n[CATALOGUES])
{
    static const enum catalogue all[] = {CATALOGUE_PUBLISHED_NOTICE, CATALOGUE_PUBLISHED_NEWS,
                                         CATALOGUE_PUBLISHED_CORRECTION};
    static const enum catalogue vi[] = {CATALOGUE_PUBLISHED_NOTICE_VI, CATALOGUE_PUBLISHED_NEWS_VI,
                                        CATALOGUE_PUBLISHED_CORRECTION_VI};
    static const enum catalogue en[] = {CATALOGUE_PUBLISHED_NOTICE_EN, CATALOGUE_PUBLISHED_NEWS_EN,
                                        CATALOGUE_PUBLISHED_CORRECTION_EN};
    if (in_span(x->day, p)) {
        n[CATALOGUE_PUBLISHED]++;
        n[all[x->kind % 3]]++;
        n[vi[x->kind % 3]]++;
        n[en[x->kind % 3]] += x->kind >= 3;
    }
}

static void count_plain(struct world *w, size_t office, struct report_span p, struct report_value v[CATALOGUES])
{
    int64_t n[CATALOGUES] = {0};
    int64_t days[64] = {0};
    int64_t stars = 0;
    for (size_t i = 0; i < w->n_rows; i++) {
        const struct row *x = &w->rows[i];
        if (!lies_in(w, unit_of(w, x->office, p), office, p)) {
            continue;
        }
        if (x->what == 0 && in_span(x->day, p)) {
            n[CATALOGUE_RECEIVED]++;
            n[x->kind % 3 == 0 ? CATALOGUE_SENT : x->kind % 3 == 1 ? CATALOGUE_IMPORTED : CATALOGUE_ENTERED]++;
        } else if (x->what == 1) {
            count_matter(x, p, n, days);
        } else if (x->what == 2) {
            count_publication(x, p, n);
        } else if (x->what == 3) {
            count_task(x, p, n);
        } else if (x->what == 5) {
            n[CATALOGUE_MEETINGS] += x->kind != 0 && in_span(x->day, p);
        } else if (x->what == 6) {
            n[CATALOGUE_RECOGNITIONS] += x->kind < 2 && in_span(x->day, p);
            n[CATALOGUE_TRAININGS] += x->kind == 3 && in_span(x->day, p);
            n[CATALOGUE_CONTESTS] += x->kind > 3 && in_span(x->day, p);
            n[CATALOGUE_CONTEST_ENTRIES] += x->kind > 3 && in_span(x->day, p) ? CONTEST_ENTRIES : 0;
        } else if (x->what == 4 && in_span(x->day, p)) {
            n[CATALOGUE_RATED]++;
            stars += 1 + x->kind % 5;
        }
    }
    for (size_t c = 0; c < CATALOGUES; c++) {
        v[c] = (struct report_value){.given = true, .n = n[c]};
    }
    int64_t due = n[CATALOGUE_ANSWERED] - n[CATALOGUE_NO_DUE];
    v[CATALOGUE_ON_TIME_SHARE] = (struct report_value){true, n[CATALOGUE_ON_TIME], due, NULL, 0};
    v[CATALOGUE_SATISFACTION] = (struct report_value){true, stars, n[CATALOGUE_RATED], NULL, 0};
    v[CATALOGUE_MEDIAN].spread = ARENA_ARRAY(tx_arena(w->tx), struct report_at, 64);
    for (int64_t d = 0; d < 64; d++) {
        if (days[d] > 0) {
            v[CATALOGUE_MEDIAN].spread[v[CATALOGUE_MEDIAN].n_spread++] = (struct report_at){d, days[d]};
        }
    }
    v[CATALOGUE_P90] = v[CATALOGUE_MEDIAN];
}

// ---- reports

static bool make_template(struct world *w)
{
    struct template_entry *f = ARENA_ARRAY(tx_arena(w->tx), struct template_entry, CATALOGUES + 1);
    for (enum catalogue c = 0; c < CATALOGUES; c++) {
        struct catalogue_info i = catalogue_info(c);
        f[c] = (struct template_entry){.key = i.key, .kind = i.kind, .catalogue = c, .edition = i.edition};
    }
    f[CATALOGUES] = (struct template_entry){.entered = true, .key = STR("buoi"), .kind = VALUE_COUNT, .catalogue = CATALOGUES,
                                            .label = STR("Buổi đối thoại"), .unit = STR("buổi"),
                                            .definition = STR("Buổi đối thoại trong kỳ."), .edition = 1};
    w->t = (struct report_template){.office_id = root_id, .code = STR("thang"), .name = STR("Báo cáo tháng"),
                                    .every = EVERY_MONTH, .closing_day = (int64_t)(pick(w, 2) * 14), .due_days = 5,
                                    .owed_by = STR("province commune ward"), .form = STR("state"), .since_day = begin - 900,
                                    .figures = f, .n_figures = CATALOGUES + 1};
    for (enum catalogue c = 0; c < CATALOGUES; c++) {
        f[c].label = f[c].unit = f[c].definition = STR("");
    }
    struct desk d = at(w->tx, now);
    return report_template_save(&d, &w->t, w->e) == STEER_SAVED;
}

static size_t office_of(struct world *w, int64_t id)
{
    size_t i = 0;
    while (w->id[i] != id) {
        i++;
    }
    return i;
}

static bool hand_in(struct world *w, const struct report_row *row, int month)
{
    struct desk d = at(w->tx, now);
    struct problems p = {.n = 0};
    size_t office = office_of(w, row->office_id);
    struct report_row again = *row;
    if (str_eqz(row->scope, "own") && w->entered[office][month] >= 0) {
        struct str n = str_fmt(tx_arena(w->tx), "%lld", (long long)w->entered[office][month]);
        if (report_enter(&d, row, CATALOGUES + 1, n, &p, w->e) != STEER_SAVED ||
            q_report_by_id(w->tx, row->home_id, row->id, &again, w->e) != Q_ROW) {
            return false;
        }
    }
    return report_hand_in(&d, &again, STR("Chưa có số liệu."), w->e) == STEER_SAVED;
}

static bool hand_in_all(struct world *w, struct report_span p, int month)
{
    struct report_tree tree;
    struct desk d = at(w->tx, now);
    if (!report_tree_read(&tree, w->tx, &w->t, p, w->e)) {
        return false;
    }
    for (size_t i = tree.n; i-- > 0;) { // from below: some consolidate what stands below them
        struct report_row row;
        if (!tree.nodes[i].owes) {
            continue;
        }
        w->entered[office_of(w, tree.nodes[i].office_id)][month] = (int64_t)pick(w, 20);
        if (report_start(&d, &w->t, tree.nodes[i].office_id, p, SCOPE_ALONE, &row, w->e) != STEER_SAVED ||
            !hand_in(w, &row, month)) {
            return false;
        }
        if (tree.nodes[i].below > 0 && i > 0 && pick(w, 2) == 0 &&
            (report_start(&d, &w->t, tree.nodes[i].office_id, p, SCOPE_CONSOLIDATED, &row, w->e) != STEER_SAVED ||
             !hand_in(w, &row, month))) {
            return false;
        }
    }
    return true;
}

// How many a figure should open: what stands behind a share, a mean or a median.
static int64_t opens(enum catalogue c, const struct report_value *v)
{
    return c == CATALOGUE_ON_TIME_SHARE || c == CATALOGUE_MEDIAN || c == CATALOGUE_P90 ? v[CATALOGUE_ANSWERED].n
           : c == CATALOGUE_SATISFACTION                                               ? v[CATALOGUE_RATED].n
                                                                                       : v[c].n;
}

// One office's own report: each figure opens its rows, page by page.
static bool open_rows(struct world *w, struct report_tree *tree, struct report_span p)
{
    struct report_value v[CATALOGUES];
    size_t at = pick(w, tree->n);
    struct report_row row = {.office_id = tree->nodes[at].office_id};
    struct report r = {.row = &row, .t = w->t, .span = p, .scope = SCOPE_ALONE};
    if (!tree->nodes[at].owes) {
        return true;
    }
    if (!report_count(v, w->tx, site, tree, row.office_id, SCOPE_ALONE, p, now, w->e)) {
        return false;
    }
    for (enum catalogue c = 0; c < CATALOGUES; c++) {
        struct behind_page page = {.more = true};
        int64_t n = 0;
        while (page.more) {
            if (!report_rows(&page, w->tx, site, &r, c, page.next, now, w->e)) {
                return false;
            }
            for (size_t i = 0; i < page.n; i++) {
                n += report_behind(&w->t.figures[c]) == BEHIND_DAYS ? page.lines[i].number : 1;
            }
        }
        w->bad += n != opens(c, v);
        w->opened += n;
    }
    return true;
}

// Compares what was handed in with the rows, for every office that owes; counts differences.
static bool compare(struct world *w, struct report_span first, struct report_span last)
{
    struct report_value plain[CATALOGUES], direct[CATALOGUES];
    struct report_tree tree;
    if (!report_tree_read(&tree, w->tx, &w->t, last, w->e)) {
        return false;
    }
    if (!open_rows(w, &tree, last)) {
        return false;
    }
    for (size_t i = 0; i < tree.n; i++) {
        struct report_value want[CATALOGUES];
        struct report_sum sum;
        int64_t entered = 0;
        memset(want, 0, sizeof want);
        if (!tree.nodes[i].owes) {
            continue;
        }
        int month = 0;
        for (struct report_span p = first; p.last <= last.last; p = report_span_after(&w->t, p), month++) {
            struct report_tree then;
            if (!report_tree_read(&then, w->tx, &w->t, p, w->e) ||
                !report_count(direct, w->tx, site, &then, tree.nodes[i].office_id, SCOPE_CONSOLIDATED, p, now, w->e)) {
                return false;
            }
            count_plain(w, office_of(w, tree.nodes[i].office_id), p, plain);
            for (enum catalogue c = 0; c < CATALOGUES; c++) {
                enum value_kind k = catalogue_info(c).kind;
                w->bad += !report_value_equal(k, &plain[c], &direct[c]);
                report_value_then(tx_arena(w->tx), k, &want[c], &plain[c]);
            }
            for (size_t o = 0; o < w->n_offices; o++) {
                bool in = w->entered[o][month] >= 0 && lies_in(w, o, office_of(w, tree.nodes[i].office_id), p);
                entered += in ? w->entered[o][month] : 0;
            }
        }
        struct report_span span = {first.first, last.last};
        if (!report_sum(&sum, w->tx, site, &w->t, tree.nodes[i].office_id, span, w->e)) {
            return false;
        }
        for (enum catalogue c = 0; c < CATALOGUES; c++) {
            w->bad += !report_value_equal(catalogue_info(c).kind, &want[c], &sum.total[c]);
        }
        w->bad += sum.total[CATALOGUES].n != entered || sum.n_gaps != 0;
    }
    return true;
}

// Rows come to light in one office: its reports, and the consolidated ones above that used them, are corrected.
static bool correct(struct world *w, struct report_span first, struct report_span last)
{
    struct report_tree tree;
    struct desk d = at(w->tx, now);
    if (!report_tree_read(&tree, w->tx, &w->t, last, w->e)) {
        return false;
    }
    for (int i = 0; i < 6; i++) {
        int64_t day = first.first + (int64_t)pick(w, (uint64_t)(last.last - first.first + 1));
        if (!add_row(w, pick(w, w->n_offices), day)) {
            return false;
        }
    }
    int month = 0;
    for (struct report_span p = first; p.last <= last.last; p = report_span_after(&w->t, p), month++) {
        if (!report_tree_read(&tree, w->tx, &w->t, p, w->e)) {
            return false;
        }
        for (size_t i = tree.n; i-- > 0;) {
            for (enum report_scope scope = SCOPE_ALONE; scope <= SCOPE_CONSOLIDATED; scope++) {
                struct report_row row, next;
                enum q_got got =
                    report_last(w->tx, site, &w->t, tree.nodes[i].office_id, p, scope, &row, w->e);
                if (got == Q_NONE) {
                    continue;
                }
                if (got != Q_ROW || report_correct(&d, &row, &next, w->e) != STEER_SAVED || !hand_in(w, &next, month)) {
                    return false;
                }
            }
        }
    }
    return true;
}

static enum tx_end one_tree(struct tx *tx, void *arg, struct err *e)
{
    struct world *w = arg;
    w->tx = tx;
    w->e = e;
    w->bad = 0;
    w->n_rows = 0;
    w->months = 1 + (int)pick(w, MONTHS);
    memset(w->entered, -1, sizeof w->entered);
    make_tree(w);
    if (!store_tree(w) || !make_template(w)) {
        return TX_FAILED;
    }
    struct report_span first = report_span_at(&w->t, begin);
    struct report_span last = first;
    for (int i = 1; i < w->months; i++) {
        last = report_span_after(&w->t, last);
    }
    for (uint64_t i = 30 + pick(w, 60); i > 0; i--) {
        if (!add_row(w, pick(w, w->n_offices), begin - 40 + (int64_t)pick(w, 110))) {
            return TX_FAILED;
        }
    }
    int month = 0;
    for (struct report_span p = first; p.last <= last.last; p = report_span_after(&w->t, p), month++) {
        if (!hand_in_all(w, p, month)) {
            return TX_FAILED;
        }
    }
    return compare(w, first, last) && correct(w, first, last) && compare(w, first, last) ? TX_ROLLBACK : TX_FAILED;
}

static void test_trees(void)
{
    static struct world w;
    int bad = 0;
    int64_t rows = 0;
    w.r = (struct prng){20261123};
    struct arena a = ARENA_INIT;
    for (int i = 0; i < TREES; i++) {
        struct err e = ERR_INIT;
        if (!db_write(db, &a, one_tree, &w, &e)) {
            ok(false, "tree %d: %s", i, e.what);
            break;
        }
        if (w.bad != 0 && bad == 0) {
            printf("# tree %d: %d differences, %zu offices, %d months\n", i, w.bad, w.n_offices, w.months);
        }
        bad += w.bad != 0;
        rows += (int64_t)w.n_rows;
        arena_reset(&a);
    }
    arena_free(&a);
    ok(bad == 0, "what is consolidated is what is counted, in %d of %d trees with %lld rows", TREES - bad, TREES,
       (long long)rows);
    ok(w.opened > TREES, "and figures of an office's report open the %lld rows that they count", (long long)w.opened);
}

int main(void)
{
    struct err e = ERR_INIT;
    char path[] = "/tmp/hoiam-report-sum-XXXXXX";
    BUG_ON(mkdtemp(path) == NULL);
    begin = civil_day(2026, 7, 1);
    now = civil_day(2026, 11, 20) * DAY;
    char *file = str_z(&arena, str_fmt(&arena, "%s/d.db", path));
    BUG_ON(!db_create(file, &e) || !db_open(&db, file, DB_READ_WRITE, &e));
    BUG_ON(!db_write(db, &arena, found, NULL, &e) || !site_load(db, now, &site, &e));
    test_trees();
    site_unref(site);
    db_close(db);
    (void)remove(file);
    (void)remove(str_z(&arena, str_fmt(&arena, "%s.lock", file)));
    (void)remove(path);
    arena_free(&arena);
    return tap_done();
}
