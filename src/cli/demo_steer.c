// demo_steer.c: see demo_steer.h. What happens stands in demo/steering.tsv; here is when, and who does it.
#include "cli/demo_steer.h"

#include "core/press/publication.h"
#include "core/steer/conclusion.h"
#include "core/steer/contest.h"
#include "core/steer/document.h"
#include "core/steer/recognition.h"
#include "core/steer/report.h"
#include "core/steer/report_period.h"
#include "core/steer/training.h"
#include "core/steer/week.h"
#include "db/q_contest.h"
#include "db/q_document.h"
#include "db/q_meeting.h"
#include "db/q_publication.h"
#include "db/q_recognition.h"
#include "db/q_report.h"
#include "db/q_task.h"

enum { HOUR = 3600, MORNING = 9 * HOUR, BRIEFING_HOURS = 3, HEARD_MAX = 64 };

struct steering {
    const struct demo_life *l;
    const struct demo_steering *rows;
    size_t n;
    struct report_span quarter;
    int64_t now;
    // as the rows are lived through
    struct tx *tx;
    struct err *e;
    struct document_row document; // the last one: tasks stand under it
    struct meeting_row meeting;
    struct report_template template;
    const struct demo_steering *row;
};

static int64_t at(const struct steering *s, int64_t day, int64_t after)
{
    int64_t t = tz_day_start(s->l->site->tz, day) + MORNING + after;
    return t < s->now ? t : s->now;
}

static int64_t office(const struct steering *s, struct str code)
{
    const struct office *o = code.p == NULL ? NULL : site_office_by_code(s->l->site, code);
    return o == NULL ? 0 : o->id;
}

static struct desk by(const struct steering *s, int64_t office_id, const char *roles, int64_t when)
{
    return (struct desk){s->tx, s->l->site, demo_staff_at(s->l, office_id, roles, 0), when};
}

static bool done(const struct steering *s, enum steer_end end)
{
    if (end != STEER_SAVED && end != STEER_ERROR) {
        return err_set(s->e, ERR_INPUT, "demo/steering.tsv: core refuses the row %.*s %.*s (%d)", STR_ARG(s->row->row),
                       STR_ARG(s->row->who), (int)end);
    }
    return end == STEER_SAVED;
}

// ---- documents

static bool document_again(struct steering *s)
{
    return q_document_by_id(s->tx, s->document.home_id, s->document.id, &s->document, s->e) == Q_ROW;
}

static bool receive(struct steering *s)
{
    int64_t root = s->l->site->root;
    int64_t day = s->quarter.first + s->row->day;
    struct document_draft d = {.kind = s->row->who,
                               .issuer = s->row->more,
                               .mark = s->row->state,
                               .summary = s->row->words,
                               .urgency = STR("normal"),
                               .dated_day = day - 2,
                               .received_day = day,
                               .pages = 4,
                               .addressees = STR(""),
                               .signer = STR(""),
                               .signer_title = STR(""),
                               .signed_as = STR("")};
    struct desk registry = by(s, root, "registry", at(s, day, 0));
    struct desk head = by(s, root, "head", at(s, day, 2 * HOUR));
    return done(s, document_receive(&registry, root, &d, &s->document, s->e)) &&
           done(s, document_acknowledge(&registry, &s->document, s->e)) && document_again(s) &&
           done(s, document_instruct(&head, &s->document,
                                     STR("Giao các sở thực hiện phần việc của mình; báo cáo trong báo cáo quý."), root,
                                     s->quarter.last, s->e));
}

// To every office below; those with somebody at the desk register it on the next day.
static bool send_below(struct steering *s, int64_t day)
{
    const struct site *site = s->l->site;
    for (size_t i = 0; i < site->n_offices; i++) {
        int64_t id = site->offices[i].id;
        struct desk registry = by(s, id, "registry clerk officer head", at(s, day + 1, HOUR));
        struct document_row taken;
        if (id == site->root) {
            continue;
        }
        if (!q_document_addressee_put(s->tx, s->document.home_id, s->document.id, id, NULL, s->e) ||
            (registry.actor.office_id == id && !done(s, document_take(&registry, id, s->document.id, &taken, s->e)))) {
            return false;
        }
    }
    return true;
}

static bool go_through(struct steering *s, const char *const *states, size_t n, const char *roles, int64_t when)
{
    for (size_t i = 0; i < n; i++) {
        struct desk d = by(s, s->l->site->root, roles, when + (int64_t)i * HOUR);
        if (!done(s, document_step(&d, &s->document, str_c(states[i]), STR_NONE, s->e)) || !document_again(s)) {
            return false;
        }
    }
    return true;
}

static bool issue(struct steering *s, struct str kind, struct str symbol, struct str summary, struct str body,
                  int64_t day)
{
    static const char *const writing[] = {"comments", "submitted"};
    static const char *const signing[] = {"approved", "signed"};
    static const char *const issuing[] = {"numbered", "issued"};
    int64_t root = s->l->site->root;
    struct desk officer = by(s, root, "officer", at(s, day - 2, 0));
    struct document_draft d = {.kind = kind,
                               .symbol = symbol,
                               .summary = summary,
                               .urgency = STR("normal"),
                               .addressees = STR("Các cơ quan, đơn vị trực thuộc"),
                               .signer = STR("Trịnh Công Đoài"),
                               .signer_title = STR("Chủ tịch"),
                               .signed_as = STR("TM"),
                               .body = body,
                               .pages = 2};
    return done(s, document_begin(&officer, root, &d, &s->document, s->e)) &&
           go_through(s, writing, ARRAY_LEN(writing), "officer", at(s, day - 2, HOUR)) &&
           go_through(s, signing, ARRAY_LEN(signing), "head", at(s, day, 0)) &&
           go_through(s, issuing, ARRAY_LEN(issuing), "registry", at(s, day, 3 * HOUR));
}

static bool direct(struct steering *s)
{
    int64_t day = s->quarter.first + s->row->day;
    return issue(s, s->row->who, s->row->state, s->row->words, s->row->more, day) && send_below(s, day);
}

// ---- tasks

// The steps that lead to what a row calls its state, with the day of each after the one it was given on, or before its
// due day.
struct stride {
    const char *to;
    int64_t after_given;
    int64_t after_due; // counts where after_given is 0
};
static const struct {
    const char *state;
    struct stride strides[5];
} ways[] = {
    {"new", {{NULL, 0, 0}}},
    {"accepted", {{"accepted", 1, 0}}},
    {"progress", {{"accepted", 1, 0}, {"progress", 3, 0}}},
    {"overdue", {{"accepted", 2, 0}, {"progress", 5, 0}}},
    {"extended", {{"accepted", 1, 0}, {"progress", 3, 0}}},
    {"reported", {{"accepted", 1, 0}, {"progress", 3, 0}, {"reported", 0, -1}}},
    {"confirmed", {{"accepted", 1, 0}, {"progress", 2, 0}, {"reported", 0, -3}, {"confirmed", 0, -1}}},
    {"late", {{"accepted", 2, 0}, {"progress", 6, 0}, {"reported", 0, 6}, {"confirmed", 0, 8}}},
    {"returned", {{"accepted", 1, 0}, {"progress", 4, 0}, {"reported", 0, -2}, {"returned", 0, 1}}},
    {"cancelled", {{"cancelled", 5, 0}}},
};

static struct str words_for(const char *to)
{
    return str_eqz(STR("reported"), to)    ? STR("Đã hoàn thành; minh chứng kèm theo.")
           : str_eqz(STR("returned"), to)  ? STR("Chưa thấy văn bản phân công, đề nghị gửi kèm.")
           : str_eqz(STR("cancelled"), to) ? STR("Đơn vị đã có quy chế riêng, không cần thực hiện.")
                                           : STR_NONE;
}

static bool stride(struct steering *s, struct task_row *t, const struct stride *way, int64_t given_day)
{
    int64_t day = way->after_given != 0 ? given_day + way->after_given : t->due_day + way->after_due;
    const struct task_step *step = task_step_of(t->state, str_c(way->to));
    bool lead = step != NULL && step->who == TASK_LEAD;
    struct desk d =
        by(s, lead ? t->lead_id : t->office_id, lead ? "officer clerk head" : "head officer", at(s, day, 4 * HOUR));
    if (str_eqz(STR("reported"), way->to) &&
        !done(s, task_evidence(&d, t, STR("link"), t->product, STR("https://tramgiang.example/minh-chung"), 0, s->e))) {
        return false;
    }
    return done(s, task_step(&d, t, str_c(way->to), words_for(way->to), s->e)) &&
           q_task_by_id(s->tx, t->home_id, t->id, t, s->e) == Q_ROW;
}

static bool extend(struct steering *s, struct task_row *t)
{
    struct desk lead = by(s, t->lead_id, "officer clerk head", at(s, t->due_day - 2, 0));
    struct desk giver = by(s, t->office_id, "head", at(s, t->due_day - 1, 0));
    return done(s, task_ask_extension(&lead, t, t->due_day + 90,
                                      STR("Chờ kiện toàn nhân sự theo đề án vị trí việc làm."), s->e)) &&
           done(s, task_decide_extension(&giver, t, true, s->e));
}

static bool live_task(struct steering *s, struct task_row *t, struct str state, int64_t given_day)
{
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        for (size_t k = 0;
             str_eqz(state, ways[i].state) && k < ARRAY_LEN(ways[i].strides) && ways[i].strides[k].to != NULL; k++) {
            if (!stride(s, t, &ways[i].strides[k], given_day)) {
                return false;
            }
        }
    }
    return !str_eqz(state, "extended") || extend(s, t);
}

static bool task(struct steering *s)
{
    int64_t root = s->l->site->root;
    int64_t given = (s->document.dated_day != 0 ? s->document.dated_day : s->quarter.first) + 3;
    struct desk d = by(s, root, "head", at(s, given, 0));
    struct task_draft draft = {.what = s->row->words,
                               .product = s->row->more,
                               .lead_id = office(s, s->row->who),
                               .due_day = s->quarter.first + s->row->day,
                               .source = STR("document"),
                               .source_id = s->document.id,
                               .document_id = s->document.id};
    struct task_row t;
    return done(s, task_give(&d, root, &draft, &t, s->e)) && live_task(s, &t, s->row->state, given);
}

// ---- the briefing

static bool meeting_again(struct steering *s)
{
    return q_meeting_by_id(s->tx, s->meeting.home_id, s->meeting.id, &s->meeting, s->e) == Q_ROW;
}

static bool call(struct steering *s)
{
    const struct site *site = s->l->site;
    int64_t day = s->quarter.first + s->row->day;
    struct desk d = by(s, site->root, "officer", at(s, day - 7, 0));
    struct meeting_draft m = {.title = s->row->words,
                              .kind = s->row->who,
                              .place = s->row->more,
                              .chair = s->row->state,
                              .series = STR("Giao ban quý"),
                              .every = STR("quarter"),
                              .begins_at = at(s, day, -HOUR),
                              .ends_at = at(s, day, (BRIEFING_HOURS - 1) * HOUR),
                              .is_public = true};
    int64_t invited[HEARD_MAX];
    struct meeting_guest guests[HEARD_MAX];
    size_t n = 0;
    for (size_t i = 0; i < site->n_offices && n < HEARD_MAX; i++) {
        if (site->offices[i].id != site->root) {
            // One commune was cut off by weather.
            guests[n] = (struct meeting_guest){site->offices[i].id, STR("Lãnh đạo cơ quan"),
                                               str_eqz(site->offices[i].code, "TG-12") ? 2 : 1};
            invited[n++] = site->offices[i].id;
        }
    }
    if (!done(s, meeting_call(&d, site->root, &m, &s->meeting, s->e)) ||
        !done(s, meeting_invite(&d, &s->meeting, invited, n, STR("Lãnh đạo cơ quan"), s->e)) || !meeting_again(s)) {
        return false;
    }
    d.now = s->meeting.ends_at;
    return done(s, meeting_hold(&d, &s->meeting, s->e)) && meeting_again(s) &&
           done(s, meeting_attendance(&d, &s->meeting, guests, n, s->e)) && meeting_again(s);
}

static bool item(struct steering *s)
{
    struct desk d = by(s, s->l->site->root, "officer", s->meeting.ends_at);
    return done(s, meeting_item_add(&d, &s->meeting, s->row->words, office(s, s->row->who), s->e)) && meeting_again(s);
}

static bool said(struct steering *s)
{
    struct desk d = by(s, s->l->site->root, "officer", s->meeting.ends_at);
    return done(s, meeting_contribute(&d, &s->meeting, office(s, s->row->who), s->row->words, s->e)) &&
           meeting_again(s);
}

static bool conclude(struct steering *s)
{
    struct desk d = by(s, s->l->site->root, "officer", s->meeting.ends_at);
    struct conclusion_draft c = {.words = s->row->words,
                                 .product = s->row->more.p == NULL ? STR("") : s->row->more,
                                 .lead_id = office(s, s->row->who),
                                 .due_day = s->row->day == 0 ? 0 : s->quarter.first + s->row->day};
    return done(s, conclusion_put(&d, &s->meeting, 0, &c, s->e)) && meeting_again(s);
}

// The chair confirms on the day after; each conclusion's task goes on as its row says.
static bool confirm(struct steering *s)
{
    struct desk head = by(s, s->l->site->root, "head", s->meeting.ends_at + 24 * HOUR);
    size_t n;
    struct task_row *tasks;
    if (!done(s, meeting_confirm(&head, &s->meeting, &n, s->e)) || !meeting_again(s)) {
        return false;
    }
    struct conclusion_row *list;
    size_t conclusions;
    if (!q_conclusions_of(s->tx, s->meeting.home_id, s->meeting.id, &list, &conclusions, s->e)) {
        return false;
    }
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; str_eqz(s->rows[i].row, "conclusion") && k < conclusions; k++) {
            if (!str_eq(list[k].words, s->rows[i].words) || list[k].task_id == 0) {
                continue;
            }
            tasks = ARENA_NEW(tx_arena(s->tx), struct task_row);
            if (q_task_by_id(s->tx, s->meeting.home_id, list[k].task_id, tasks, s->e) != Q_ROW ||
                !live_task(s, tasks, s->rows[i].state, tz_day(s->l->site->tz, head.now))) {
                return false;
            }
        }
    }
    return true;
}

// ---- reports

// Of the quarters before that the rows tell of.
static int64_t first_quarter(const struct steering *s)
{
    struct report_period q = period_quarter(s->quarter.first);
    int64_t back = 0;
    for (size_t i = 0; i < s->n; i++) {
        back = str_eqz(s->rows[i].row, "past") && s->rows[i].day > back ? s->rows[i].day : back;
    }
    for (; back > 0; back--) {
        q = period_before(&q);
    }
    return q.first;
}

static bool template_save(struct steering *s)
{
    static const char *const keys[] = {"received",      "answered",        "on_time_share",    "median_days",
                                       "open",          "overdue",         "published.answer", "tasks.given",
                                       "tasks.in_time", "tasks.done_late", "tasks.late",
                                       "recognitions",  "trainings",       "contest_entries"};
    struct template_section_part sections[] = {
        {PART_RESULTS, STR("Kết quả thực hiện"), false},
        {PART_FIGURES, STR("Số liệu"), false},
        {PART_SHORTCOMINGS, STR("Tồn tại, hạn chế và nguyên nhân"), false},
        {PART_AHEAD, STR("Phương hướng, nhiệm vụ trọng tâm"), false},
        {PART_REQUESTS, STR("Kiến nghị, đề xuất"), false},
    };
    struct template_entry figures[ARRAY_LEN(keys) + 1];
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        figures[i] = (struct template_entry){.key = str_c(keys[i])};
    }
    figures[ARRAY_LEN(keys)] =
        (struct template_entry){.entered = true,
                                .key = STR("dialogues"),
                                .kind = VALUE_COUNT,
                                .label = STR("Buổi đối thoại đã tổ chức"),
                                .unit = STR("buổi"),
                                .definition = STR("Buổi đối thoại công khai do cơ quan tổ chức trong kỳ.")};
    struct report_template *t = &s->template;
    *t = (struct report_template){.office_id = s->l->site->root,
                                  .code = STR("bao-cao-quy"),
                                  .every = EVERY_QUARTER,
                                  .name = STR("Báo cáo quý về tiếp nhận, trả lời phản ánh, kiến nghị"),
                                  .due_days = 10,
                                  .owed_by = STR("province department commune ward zone"),
                                  .form = STR("state"),
                                  .since_day = first_quarter(s),
                                  .sections = sections,
                                  .n_sections = ARRAY_LEN(sections),
                                  .figures = figures,
                                  .n_figures = ARRAY_LEN(figures)};
    struct problems p = {.n = 0};
    report_template_check(t, &p);
    BUG_ON(p.n > 0);
    struct desk d = by(s, s->l->site->root, "head", at(s, t->since_day, 0));
    return done(s, report_template_save(&d, t, s->e)) && report_template_read(s->tx, t->id, t, s->e) == Q_ROW;
}

static bool report_again(struct steering *s, struct report_row *r)
{
    return q_report_by_id(s->tx, r->home_id, r->id, r, s->e) == Q_ROW;
}

static int64_t section_of(const struct steering *s, struct str part)
{
    for (size_t i = 0; i < s->template.n_sections; i++) {
        if (str_eqz(part, report_part_code(s->template.sections[i].part))) {
            return (int64_t)i + 1;
        }
    }
    BUG("demo/steering.tsv names a part that the template does not have");
}

static bool write_part(struct steering *s, const struct desk *d, struct report_row *r, const char *part,
                       struct str words)
{
    struct problems p = {.n = 0};
    return done(s, report_write(d, r, section_of(s, str_c(part)), words, &p, s->e)) && report_again(s, r);
}

// Requests of the office's report, and their answers by the office above.
static bool ask(struct steering *s, struct report_row *r, const struct desk *d)
{
    struct problems p = {.n = 0};
    for (size_t i = 0; i < s->n; i++) {
        if (str_eqz(s->rows[i].row, "request") && str_eq(s->rows[i].who, s->row->who) &&
            (!done(s, report_ask(d, r, s->rows[i].words, &p, s->e)) || !report_again(s, r))) {
            return false;
        }
    }
    return true;
}

static bool answer(struct steering *s, struct report_row *r, const struct desk *above)
{
    struct report whole;
    if (!report_read(&whole, s->tx, s->l->site, r, above->now, s->e)) {
        return false;
    }
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; str_eqz(s->rows[i].row, "request") && s->rows[i].more.p != NULL && k < whole.n_requests;
             k++) {
            if (str_eq(whole.requests[k].words, s->rows[i].words) &&
                (!done(s, report_answer(above, r, whole.requests[k].id, s->rows[i].more, s->e)) ||
                 !report_again(s, r))) {
                return false;
            }
        }
    }
    return true;
}

// Why parts of the demo's reports are empty.
static const struct str unfilled = STR_INIT("Các mục để trống: trong kỳ không phát sinh.");

// Begun, written, entered, asked and handed in by the desk's member.
static bool hand_in(struct steering *s, const struct desk *d, int64_t id, struct report_span span, const char *part,
                    struct str words, struct str dialogues, struct report_row *r)
{
    struct problems p = {.n = 0};
    int64_t entered = (int64_t)s->template.n_figures; // the last one is entered by hand
    return done(s, report_start(d, &s->template, id, span, SCOPE_ALONE, r, s->e)) && write_part(s, d, r, part, words) &&
           write_part(s, d, r, "ahead", STR("Tiếp tục trả lời đúng thời hạn đã hẹn.")) &&
           done(s, report_enter(d, r, entered, dialogues, &p, s->e)) && report_again(s, r) &&
           (span.first != s->quarter.first || ask(s, r, d)) && done(s, report_hand_in(d, r, unfilled, s->e)) &&
           report_again(s, r);
}

static bool report(struct steering *s)
{
    int64_t id = office(s, s->row->who);
    int64_t day = s->quarter.last + s->row->day;
    struct desk d = by(s, id, "officer head clerk", at(s, day, 0));
    struct desk above = by(s, s->l->site->root, "officer", at(s, day + 1, 0));
    struct report_row r;
    if (str_eqz(s->row->state, "missing")) {
        return true;
    }
    if (!hand_in(s, &d, id, s->quarter, str_z(tx_arena(s->tx), s->row->words), s->row->more,
                 s->row->day % 2 == 0 ? STR("2") : STR("1"), &r)) {
        return false;
    }
    if (str_eqz(s->row->state, "handed_in")) {
        return true;
    }
    if (!str_eqz(s->row->state, "returned")) {
        return done(s, report_accept(&above, &r, s->e)) && report_again(s, &r) && answer(s, &r, &above);
    }
    for (size_t i = 0; i < s->n; i++) {
        if (str_eqz(s->rows[i].row, "remark") && str_eq(s->rows[i].who, s->row->who)) {
            return done(s, report_return(&above, &r, s->rows[i].words, s->e));
        }
    }
    BUG("demo/steering.tsv returns a report without a remark");
}

// A quarter so many before the last one: everybody handed in, all was accepted and consolidated.
static bool past_quarter(struct steering *s)
{
    enum { FIRST_DAY = 4, DAYS = 6, CONSOLIDATED_DAY = 20, DIALOGUES = 3 };
    const struct site *site = s->l->site;
    struct report_span q = s->quarter;
    struct report_row r;
    for (int64_t i = 0; i < s->row->day; i++) {
        q = report_span_before(&s->template, q);
    }
    for (size_t i = 0; i < site->n_offices; i++) {
        int64_t id = site->offices[i].id;
        int64_t day = q.last + FIRST_DAY + (int64_t)i % DAYS;
        struct desk d = by(s, id, "officer head clerk", at(s, day, 0));
        struct desk above = by(s, site->root, "officer", at(s, day + 1, 0));
        struct str held = str_fmt(tx_arena(s->tx), "%lld", (long long)(((int64_t)i + s->row->day) % DIALOGUES + 1));
        if (!hand_in(s, &d, id, q, "results", s->row->more, held, &r) ||
            (id != site->root && !done(s, report_accept(&above, &r, s->e)))) {
            return false;
        }
    }
    struct desk d = by(s, site->root, "officer", at(s, q.last + CONSOLIDATED_DAY, 0));
    return done(s, report_start(&d, &s->template, site->root, q, SCOPE_CONSOLIDATED, &r, s->e)) &&
           write_part(s, &d, &r, "results", s->row->words) && done(s, report_hand_in(&d, &r, unfilled, s->e));
}

// For everybody, in the words of the row.
static bool go_public(struct steering *s, struct report_row *r, int64_t day)
{
    struct publication_row pub;
    struct version_row version;
    struct desk d = by(s, s->l->site->root, "editor head", at(s, day, 0));
    return done(s, report_publish(&d, r, s->row->more, s->row->words, &pub, &version, s->e)) &&
           press_publish(&d, &pub, &version, s->e) == MATTER_SAVED;
}

static bool consolidate(struct steering *s)
{
    int64_t root = s->l->site->root;
    int64_t day = s->quarter.last + s->row->day;
    struct desk d = by(s, root, "officer", at(s, day, 0));
    struct report_row r;
    return done(s, report_start(&d, &s->template, root, s->quarter, SCOPE_CONSOLIDATED, &r, s->e)) &&
           write_part(s, &d, &r, str_z(tx_arena(s->tx), s->row->state), s->row->words) &&
           done(s, report_hand_in(&d, &r, unfilled, s->e)) && report_again(s, &r) &&
           issue(s, STR("report"), STR("BC-UBND"), s->row->more, s->row->words, day + 1) &&
           done(s, report_issued(&d, &r, s->document.id, s->e)) && report_again(s, &r) && go_public(s, &r, day + 2);
}

// ---- recognition, training, contests

static bool recognise(struct steering *s)
{
    int64_t id = office(s, s->row->who);
    int64_t day = s->quarter.first + s->row->day;
    struct desk d = by(s, id, "clerk head officer", at(s, day, 0));
    struct str public_id;
    struct problems p = {.n = 0};
    struct recognition_draft r = {.name = s->row->state, .consent = true, .consent_day = day, .service = s->row->words,
                                  .form = STR("certificate"), .decision_number = s->row->more, .decision_day = day};
    recognition_check(&r, day, &p);
    BUG_ON(p.n > 0);
    return done(s, recognition_record(&d, id, &r, &public_id, s->e));
}

// Held on its day; two wards came. A day after the quarter: still planned.
static bool train(struct steering *s)
{
    enum { CAME_FIRST = 6, CAME_SECOND = 4 };
    int64_t id = office(s, s->row->who);
    int64_t day = s->quarter.first + s->row->day;
    struct desk d = by(s, id, "clerk head officer", at(s, day - 7, 0));
    struct training_draft t = {.title = s->row->words, .day = day, .place = s->row->more, .for_whom = s->row->state};
    struct problems p = {.n = 0};
    struct str public_id;
    struct training_row row;
    training_check(&t, &p);
    BUG_ON(p.n > 0);
    if (!done(s, training_plan(&d, id, &t, &public_id, s->e)) || q_training_by_public(s->tx, public_id, &row, s->e) != Q_ROW) {
        return false;
    }
    d.now = at(s, day, HOUR);
    return d.now > s->now ||
           (done(s, training_end(&d, &row, true, s->e)) && q_training_by_public(s->tx, public_id, &row, s->e) == Q_ROW &&
            done(s, training_came(&d, &row, office(s, STR("TG-01")), CAME_FIRST, s->e)) &&
            done(s, training_came(&d, &row, office(s, STR("TG-02")), CAME_SECOND, s->e)));
}

static bool contest_again(struct steering *s, struct contest_row *c)
{
    return q_contest_by_id(s->tx, c->home_id, c->id, c, s->e) == Q_ROW;
}

// Entries of the row, one a line of its words after the title; the first two roles judge, the head decides.
static bool hold_contest(struct steering *s)
{
    enum { JUDGES = 2, ENTRIES = 3 };
    static const int64_t points[JUDGES][ENTRIES] = {{72, 85, 64}, {78, 88, 70}};
    int64_t id = office(s, s->row->who);
    int64_t day = s->quarter.first + s->row->day;
    struct desk head = by(s, id, "head", at(s, day - 30, 0));
    struct desk judges[JUDGES] = {by(s, id, "officer", at(s, day - 3, 0)), by(s, id, "editor", at(s, day - 3, 0))};
    struct desk clerk = by(s, id, "clerk", at(s, day - 10, 0));
    struct contest_panel panel = {{judges[0].actor.member_id, judges[1].actor.member_id}, JUDGES};
    struct contest_draft draft = {.title = s->row->words, .rules = s->row->more, .until_day = day - 5, .judges = STR("")};
    struct contest_row c;
    struct str public_id;
    bool good = done(s, contest_open(&head, id, &draft, &panel, &public_id, s->e)) &&
                q_contest_by_public(s->tx, public_id, &c, s->e) == Q_ROW;
    for (int i = 0; i < ENTRIES && good; i++) {
        struct str work = str_fmt(tx_arena(s->tx), "Bài dự thi số %d (minh họa)", i + 1);
        good = done(s, contest_enter(&clerk, &c, work, i == 1 ? s->row->state : STR(""), s->e)) && contest_again(s, &c);
    }
    head.now = at(s, day - 4, 0);
    good = good && done(s, contest_close(&head, &c, s->e)) && contest_again(s, &c);
    for (size_t k = 0; k < JUDGES && good; k++) {
        struct contest_points list[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            list[i] = (struct contest_points){i + 1, points[k][i]};
        }
        good = done(s, contest_score(&judges[k], &c, list, ENTRIES, s->e)) && contest_again(s, &c);
    }
    struct contest_award award = {2, STR("Giải Nhất")};
    struct contest_result result = {.decision_number = STR("45/QĐ-UBND"), .day = day, .awards = &award, .n = 1};
    head.now = at(s, day, 0);
    return good && done(s, contest_decide(&head, &c, &result, s->e));
}

// ---- the present week

static bool week(struct steering *s)
{
    int64_t id = office(s, s->row->who);
    int64_t day = civil_period(PERIOD_WEEK, tz_day(s->l->site->tz, s->now)).first + s->row->day;
    int64_t midnight = tz_day_start(s->l->site->tz, day);
    int64_t from, until;
    struct str hours = s->row->state, place = s->row->more;
    struct str first = str_cut(&hours, '-'), who = str_cut(&place, '|');
    BUG_ON(!str_int(first, &from) || !str_int(hours, &until));
    struct week_draft w = {.what = s->row->words, .who = who, .place = place, .begins_at = midnight + from * HOUR,
                           .ends_at = midnight + until * HOUR, .is_public = true};
    struct problems p = {.n = 0};
    week_check(&w, &p);
    BUG_ON(p.n > 0);
    struct desk d = by(s, id, "officer head clerk", s->now);
    return done(s, week_add(&d, id, &w, s->e));
}

// ---- row by row

static bool live_row(struct steering *s)
{
    static const struct {
        const char *row;
        bool (*live)(struct steering *s);
    } kinds[] = {{"den", receive},
                 {"di", direct},
                 {"task", task},
                 {"meeting", call},
                 {"item", item},
                 {"said", said},
                 {"conclusion", conclude},
                 {"confirm", confirm},
                 {"template", template_save},
                 {"past", past_quarter},
                 {"report", report},
                 {"consolidated", consolidate},
                 {"recognition", recognise},
                 {"training", train},
                 {"contest", hold_contest},
                 {"week", week}};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eqz(s->row->row, kinds[i].row)) {
            return kinds[i].live(s);
        }
    }
    return true; // requests and remarks belong to their report
}

static enum tx_end live_one(struct tx *tx, void *arg, struct err *e)
{
    struct steering *s = arg;
    s->tx = tx;
    s->e = e;
    return live_row(s) ? TX_COMMIT : TX_FAILED;
}

bool demo_steer(struct db *db, const struct demo_life *l, int64_t now, struct err *e)
{
    const struct demo_material *m = l->script->plan->material;
    struct report_period last = period_quarter(tz_day(l->site->tz, now) - DEMO_STEER_DAYS);
    last = period_before(&last);
    struct steering s = {
        .l = l, .rows = m->steering, .n = m->steering_n, .quarter = {last.first, last.last}, .now = now};
    struct arena a = ARENA_INIT; // what a row leaves for the next ones (the document, the template) stays until the end
    bool good = true;
    for (size_t i = 0; i < s.n && good; i++) {
        s.row = &s.rows[i];
        good = db_write(db, &a, live_one, &s, e);
    }
    arena_free(&a);
    return good;
}
