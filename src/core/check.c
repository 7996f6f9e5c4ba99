// check.c: see check.h.
#include "core/check.h"

#include <stdarg.h>

#include "core/count/recount.h"
#include "core/event.h"
#include "core/office/logo.h"
#include "db/q_check.h"
#include "db/q_site.h"

enum { FINDINGS_MAX = 1000 }; // of one kind: a store that is quite broken need not be told row by row

struct checking {
    struct db *db;
    int64_t home;
    check_found *found;
    void *arg;
    struct arena mem; // of one reading
    const char *what; // of the query under way: what a row that it returns means
    size_t n;         // findings of it so far
};

static void find(struct checking *c, const char *fmt, ...) PRINTF(2, 3);
static void find(struct checking *c, const char *fmt, ...)
{
    char line[400];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof line, err_text(fmt), args);
    va_end(args);
    c->found(c->arg, str_c(line));
}

static bool on_row(void *arg, const struct check_row *row, struct err *e)
{
    (void)e;
    struct checking *c = arg;
    if (c->n++ < FINDINGS_MAX) {
        find(c, "%s: %lld", err_text(c->what), (long long)row->id);
    }
    return true;
}

typedef bool row_fn(void *arg, const struct check_row *row, struct err *e);
typedef bool range_fn(struct tx *tx, int64_t home, int64_t after, int64_t upto, row_fn *fn, void *arg, struct err *e);
typedef bool home_fn(struct tx *tx, int64_t home, row_fn *fn, void *arg, struct err *e);
typedef enum q_got upto_fn(struct tx *tx, int64_t home, int64_t after, struct check_upto *out, struct err *e);

struct range_check {
    range_fn *ask;
    const char *what;
};

// A large table, gone through in ranges; the checks of one range see one snapshot.
struct table_check {
    upto_fn *upto;
    struct range_check list[6];
};

static const struct table_check tables[] = {
    {q_check_messages_upto,
     {{q_check_message_values, N_("message with a state, channel, kind or time that cannot be")},
      {q_check_message_joined, N_("message whose state and link to a matter contradict each other")},
      {q_check_message_links, N_("message that is in two matters at one time, or in one before it was put there")},
      {q_check_message_erased, N_("message without words of which nobody knows why")},
      {q_check_message_about, N_("message in a matter that is about another office than itself")}}},
    {q_check_matters_upto,
     {{q_check_matter_values, N_("matter whose state, outcome, dates or number contradict each other")},
      {q_check_matter_public, N_("matter that is public without a public title, or has one and is not")},
      {q_check_matter_empty, N_("matter that never had a message")},
      {q_check_matter_withdrawn, N_("matter that was closed as taken back while somebody waited for an answer")},
      {q_check_matter_began, N_("matter that does not begin with its earliest message")},
      {q_check_matter_answered, N_("matter that does not know of its published answer")}}},
    {q_check_documents_upto,
     {{q_check_document_values, N_("document whose book, state and number contradict each other")},
      {q_check_document_steps, N_("document with a number and without the steps that gave it")},
      {q_check_document_taken, N_("document that was not sent to the office that registered it")}}},
    {q_check_publications_upto,
     {{q_check_publication_values, N_("publication whose state and versions contradict each other")},
      {q_check_publication_numbers, N_("publication whose versions are not numbered 1, 2, 3 …, or has two drafts in a language")},
      {q_check_publication_translations, N_("publication with a translation of something else")},
      {q_check_publication_matter, N_("publication of a matter that is not there, or of another subject than its matter")}}},
    {q_check_tasks_upto,
     {{q_check_task_values, N_("task whose state, dates or source contradict each other")},
      {q_check_task_parent, N_("part of a task that is not there, or outside the directive of the whole")},
      {q_check_task_first_day, N_("task that lost its first due date, or has a later one without a granted extension")},
      {q_check_task_coordinators, N_("task whose lead office is among those that coordinate it")},
      {q_check_task_evidence, N_("task with evidence that is not there")}}},
};

struct home_check {
    home_fn *ask;
    const char *what;
};

static const struct home_check small[] = {
    {q_check_export_requests, N_("export of what is not public without a second member's leave in time, or without its events")},
    {q_check_receipts_lost, N_("receipt of a message that is not there")},
    {q_check_contacts_lost, N_("contact details of a message that is not there")},
    {q_check_exchanges_lost, N_("words exchanged about a message that is not there")},
    {q_check_erased_kept, N_("message whose words were erased and are not gone")},
    {q_check_erased_untold, N_("message whose words were erased without an event")},
    {q_check_ratings_lost, N_("rating of a message that is not there, or was entered by the office")},
    {q_check_outbox_kept, N_("notice that kept its address after it was sent, or lost it before")},
    {q_check_office_mail, N_("mail to an office about what is not there, or done without a result")},
    {q_check_numbers, N_("office whose numbers of matters have gaps")},
    {q_check_task_about, N_("task of what is about an office, in which that office has a part")},
    {q_check_event_offices, N_("event of an office that is none")},
    {q_check_task_reminders, N_("reminder before its time, or given to an office that has no part in the task")},
    {q_check_import_things, N_("office or subject that an import noted, of which it cannot be taken back")},
    {q_check_report_public, N_("report that was made public before it was handed in, or as something else")},
    {q_check_report_reminders, N_("reminder of a report on another day than it is due, or to another office")},
    {q_check_report_values, N_("report whose state, times and period contradict each other")},
    {q_check_report_required, N_("report that was handed in without the words that its template requires")},
    {q_check_report_last, N_("report of whose editions none, several or a former one is the last")},
    {q_check_report_figures, N_("report with a figure that its template does not have, or whose distribution does not add up")},
    {q_check_report_sums, N_("consolidated report whose sums are not those of its reports")},
    {q_check_report_sources, N_("consolidated report of one that was never handed in")},
    {q_check_report_requests, N_("request with an answer and no day of it, or the other way round")},
    {q_check_comment_apart, N_("comment that was told from one of another publication, or from itself")},
    {q_check_books, N_("office whose numbers of documents have gaps")},
    {q_check_documents_inherited, N_("draft document of a former office that its successor was not given")},
    {q_check_meeting_values, N_("meeting whose state, times or papers contradict each other")},
    {q_check_meeting_taken_out, N_("meeting that keeps what was taken out though nothing can be put back")},
    {q_check_meeting_papers, N_("meeting whose minutes or notice are not in its office's register")},
    {q_check_conclusion_numbers, N_("meeting whose conclusions are not numbered 1, 2, 3 …")},
    {q_check_conclusion_tasks, N_("conclusion that is no task though it was confirmed, or is one though it was not")},
    {q_check_week_values, N_("entry of a week that ends before it begins")},
    {q_check_recognition_values, N_("recognition whose name and consent contradict each other")},
    {q_check_training_values, N_("training session whose state contradicts who came")},
    {q_check_contest_values, N_("contest whose state, entries, scores and judges contradict each other")},
    {q_check_private_lost, N_("private side of an event that is not there")},
};

// Offices are of no home.
static const struct {
    bool (*ask)(struct tx *tx, row_fn *fn, void *arg, struct err *e);
    const char *what;
} offices[] = {
    {q_check_offices_gone, N_("office that was never there on any day, and somebody or something is")},
    {q_check_codes, N_("office that shares its code with another one, or has two terms, on one day")},
    {q_check_successions, N_("office that was succeeded and is still there, or by one that is not")},
    {q_check_heirs, N_("office that is no more and has no heir, or has one and is still there")},
    {q_check_books_empty, N_("office whose book of documents has given numbers that no document bears")},
    {q_check_seats, N_("office with two chairs or standing offices at a time, or with seats though it is no committee")},
};

static bool check_range(struct checking *c, const struct table_check *t, int64_t *after, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(c->db, &c->mem, &tx, e)) {
        return false;
    }
    struct check_upto end = {0};
    bool good = t->upto(tx, c->home, *after, &end, e) == Q_ROW;
    for (size_t i = 0; i < ARRAY_LEN(t->list) && good && end.upto != 0; i++) {
        c->what = t->list[i].what;
        good = t->list[i].ask == NULL || t->list[i].ask(tx, c->home, *after, end.upto, on_row, c, e);
    }
    db_read_end(tx);
    arena_reset(&c->mem);
    *after = end.upto;
    return good;
}

static bool check_tables(struct checking *c, struct err *e)
{
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(tables) && good; i++) {
        int64_t after = 0;
        c->n = 0;
        do {
            good = check_range(c, &tables[i], &after, e);
        } while (good && after != 0);
    }
    return good;
}

// A logo's name says what it is: browsers keep it for ever by that name.
static bool check_logos(struct checking *c, struct tx *tx, struct err *e)
{
    struct logo_row *list;
    size_t n;
    if (!q_logos_all(tx, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool fits = str_eq(list[i].hash, logo_hash(&c->mem, list[i].bytes)) && list[i].bytes.n <= LOGO_BYTES_MAX &&
                    list[i].width <= LOGO_WIDTH && list[i].height <= LOGO_HEIGHT;
        if (!fits) {
            find(c, "logo that is not what its name and its bounds say: %lld", (long long)list[i].office_id);
        }
    }
    return true;
}

static bool check_small(struct checking *c, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(c->db, &c->mem, &tx, e)) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(small) && good; i++) {
        c->what = small[i].what;
        c->n = 0;
        good = small[i].ask(tx, c->home, on_row, c, e);
    }
    for (size_t i = 0; i < ARRAY_LEN(offices) && good; i++) {
        c->what = offices[i].what;
        c->n = 0;
        good = offices[i].ask(tx, on_row, c, e);
    }
    good = good && check_logos(c, tx, e);
    db_read_end(tx);
    arena_reset(&c->mem);
    return good;
}

// ------------------------------------------------------------------------------------------------------- the log

// What was said with an event, as far as it is still kept: one that fits suffices, since two things may be said in one
// second. *n is 0 where nothing is kept or nothing is known of the kind.
static bool kept_words(struct tx *tx, const struct check_events_page_row *ev, struct check_words **list, size_t *n,
                       struct err *e)
{
    switch (event_kind_of(ev->kind)) {
    case EVENT_MESSAGE_RECEIVED:
    case EVENT_MESSAGE_ENTERED:
    case EVENT_MESSAGE_IMPORTED:
        return q_check_words_message(tx, ev->home_id, ev->subject_id, ev->happened_at, list, n, e);
    case EVENT_MESSAGE_ADDED:
    case EVENT_MESSAGE_CONTESTED:
        return q_check_words_exchange(tx, ev->home_id, ev->subject_id, ev->happened_at, list, n, e);
    case EVENT_DOCUMENT_COMMENTED:
        return q_check_words_document(tx, ev->home_id, ev->subject_id, ev->happened_at, list, n, e);
    case EVENT_MATTER_NOTED:
        return q_check_words_note(tx, ev->home_id, ev->subject_id, ev->happened_at, list, n, e);
    case EVENT_COMMENT_RECEIVED:
        return q_check_words_comment(tx, ev->home_id, ev->subject_id, ev->happened_at, list, n, e);
    case EVENT_PUBLICATION_PUBLISHED:
    case EVENT_PUBLICATION_CORRECTED:
    case EVENT_PUBLICATION_TRANSLATED:
        return q_check_words_version(tx, ev->home_id, ev->subject_id, ev->happened_at, list, n, e);
    default:
        *n = 0;
        return true;
    }
}

static bool check_commitment(struct checking *c, struct tx *tx, const struct check_events_page_row *ev, struct err *e)
{
    if (ev->commitment.n != EVENT_HASH || ev->salt.n != EVENT_SALT) {
        return true;
    }
    struct check_words *list;
    size_t n;
    if (!kept_words(tx, ev, &list, &n, e)) {
        return false;
    }
    bool fits = n == 0;
    for (size_t i = 0; i < n && !fits; i++) {
        unsigned char hash[EVENT_HASH];
        event_commitment((const unsigned char *)ev->salt.p, list[i].words, hash);
        fits = memcmp(hash, ev->commitment.p, EVENT_HASH) == 0;
    }
    if (!fits) {
        find(c, N_("event %lld (%.*s): the words of %.*s %lld are not those that were said"), (long long)ev->number,
             STR_ARG(ev->kind), STR_ARG(ev->subject), (long long)ev->subject_id);
    }
    return true;
}

static bool check_event(struct checking *c, struct tx *tx, const struct check_events_page_row *ev, int64_t expected,
                        struct err *e)
{
    if (ev->number != expected) {
        find(c, N_("event %lld is missing before %lld"), (long long)expected, (long long)ev->number);
    }
    if (event_kind_of(ev->kind) == EVENT_KINDS) {
        find(c, N_("event %lld is of a kind that this program does not know: %.*s"), (long long)ev->number, STR_ARG(ev->kind));
    }
    if (ev->commitment.n != 0 && ev->commitment.n != EVENT_HASH) {
        find(c, N_("event %lld: its commitment has %zu bytes"), (long long)ev->number, ev->commitment.n);
        return true;
    }
    struct event_row row = {.home_id = ev->home_id, .number = ev->number, .kind = ev->kind, .subject = ev->subject,
                            .subject_id = ev->subject_id, .reason = ev->reason, .role = ev->role, .office_id = ev->office_id,
                            .happened_at = ev->happened_at, .commitment = ev->commitment};
    if (!str_eq(event_canonical(&c->mem, &row), ev->canonical)) {
        find(c, N_("event %lld: its columns are not what its canonical bytes say"), (long long)ev->number);
    }
    return check_commitment(c, tx, ev, e);
}

// One page. *last becomes the number of its last event, *more whether others may follow.
static bool check_page(struct checking *c, int64_t *last, bool *more, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(c->db, &c->mem, &tx, e)) {
        return false;
    }
    struct check_events_page_row *list;
    size_t n;
    bool good = q_check_events_page(tx, c->home, *last, &list, &n, e);
    for (size_t i = 0; i < n && good; i++) {
        good = check_event(c, tx, &list[i], *last + 1, e);
        *last = list[i].number;
    }
    *more = good && n > 0;
    struct event_last_number_row home;
    if (good && n == 0) {
        good = q_event_last_number(tx, c->home, &home, e) == Q_ROW;
        if (good && home.event_number != *last) {
            find(c, N_("the log ends at event %lld, the home counts %lld"), (long long)*last, (long long)home.event_number);
        }
    }
    db_read_end(tx);
    arena_reset(&c->mem);
    return good;
}

bool check_events(struct db *db, int64_t home, check_found *found, void *arg, struct err *e)
{
    struct checking c = {.db = db, .home = home, .found = found, .arg = arg};
    int64_t last = 0;
    bool more = true;
    bool good = true;
    while (good && more) {
        good = check_page(&c, &last, &more, e);
    }
    arena_free(&c.mem);
    return good;
}

// ----------------------------------------------------------------------------------------------------- the tree

struct days {
    int64_t *list;
    size_t n, cap;
};

static bool on_day(void *arg, const struct check_tree_days_row *row, struct err *e)
{
    (void)e;
    struct days *d = arg;
    if (d->n == d->cap) {
        d->cap = d->cap == 0 ? 64 : d->cap * 2;
        d->list = xrealloc(d->list, d->cap * sizeof *d->list);
    }
    d->list[d->n++] = row->day;
    return true;
}

// The site can be read on every day on which the tree changes, from the day of its own office on.
static bool check_tree(struct checking *c, struct err *e)
{
    struct days days = {0};
    struct tx *tx;
    if (!db_read_begin(c->db, &c->mem, &tx, e)) {
        return false;
    }
    bool good = q_check_tree_days(tx, on_day, &days, e);
    db_read_end(tx);
    for (size_t i = 0; i < days.n && good; i++) {
        struct site *site;
        struct err wrong = ERR_INIT;
        if (site_load(c->db, days.list[i] * 86400 + 43200, &site, &wrong)) { // noon: that day in any time zone but a few
            site_unref(site);
        } else if (wrong.code == ERR_CORRUPT) {
            find(c, N_("offices on day %lld: %s"), (long long)days.list[i], wrong.what);
        } else {
            *e = wrong;
            good = false;
        }
    }
    free(days.list);
    arena_reset(&c->mem);
    return good;
}

static bool check_sums(struct checking *c, const struct site *site, struct err *e)
{
    struct tx *tx;
    if (!db_read_begin(c->db, &c->mem, &tx, e)) {
        return false;
    }
    bool good = recount_compare(tx, site, c->found, c->arg, e);
    db_read_end(tx);
    arena_reset(&c->mem);
    return good;
}

bool check_store(struct db *db, int64_t now, check_found *found, void *arg, struct err *e)
{
    struct checking c = {.db = db, .found = found, .arg = arg};
    struct site *site = NULL;
    struct err broken = ERR_INIT;
    bool good = db_integrity(db, found, arg, e);
    if (good && !site_load(db, now, &site, &broken)) {
        // Without a site there is no home to ask for; that is the finding.
        *e = broken;
        good = broken.code == ERR_CORRUPT;
        found(arg, str_c(broken.what));
    } else if (good) {
        c.home = site->home;
        good = check_events(db, c.home, found, arg, e) && check_tree(&c, e) && check_small(&c, e) && check_tables(&c, e) &&
               check_sums(&c, site, e);
    }
    site_unref(site);
    arena_free(&c.mem);
    return good;
}
