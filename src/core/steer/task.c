// task.c: see task.h. Each change writes its note and its event in one transaction.
#include "core/steer/task.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/steer/file.h"
#include "db/q_matter.h"
#include "db/q_task.h"
#include "docs/html.h"
#include "i18n/i18n.h"

static const struct task_step steps[] = {
#define STEP(from, to, who, wants_words, words) {from, to, TASK_##who, wants_words, words},
#include "core/steer/task_step.def"
#undef STEP
};

const struct task_step *task_steps(size_t *n)
{
    *n = ARRAY_LEN(steps);
    return steps;
}

const struct task_step *task_step_of(struct str from, struct str to)
{
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        if (str_eqz(from, steps[i].from) && str_eqz(to, steps[i].to)) {
            return &steps[i];
        }
    }
    return NULL;
}

const char *task_state_words(struct str state)
{
    static const char *const words[][2] = {
        {"new", N_("newly given")},        {"accepted", N_("accepted")},        {"progress", N_("in progress")},
        {"reported", N_("reported done")}, {"confirmed", N_("confirmed done")}, {"returned", N_("returned")},
        {"cancelled", N_("withdrawn")},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(state, words[i][0])) {
            return words[i][1];
        }
    }
    return NULL;
}

bool task_open(const struct task_row *t)
{
    return !str_eqz(t->state, "confirmed") && !str_eqz(t->state, "cancelled");
}

enum task_time task_time(const struct task_row *t, const struct site *site, int64_t today)
{
    if (t->due_day == 0) {
        return TASK_NO_DAY;
    }
    bool done = str_eqz(t->state, "reported") || str_eqz(t->state, "confirmed");
    if (done) {
        return tz_day(site->tz, t->reported_at) > t->due_day ? TASK_DONE_LATE : TASK_DONE_IN_TIME;
    }
    return t->due_day < today ? TASK_LATE : t->due_day - today <= TASK_SOON_DAYS ? TASK_SOON : TASK_IN_TIME;
}

void task_check(struct task_draft *t, int64_t today, struct problems *p)
{
    steer_check_text(&t->what, TASK_WHAT_MAX, true, "what", N_("Say what is to be done."), N_("Say it in fewer words."),
                     p);
    steer_check_text(&t->product, TASK_PRODUCT_MAX, false, "product", NULL, N_("Say it in fewer words."), p);
    if (t->lead_id == 0) {
        problem_add(p, "lead", N_("Name the office that leads it."));
    }
    if (t->n_with > TASK_WITH_MAX) {
        problem_add(p, "with", N_("At most 40 offices can coordinate a task."));
    }
    for (size_t i = 0; i < t->n_with; i++) {
        if (t->with[i] == t->lead_id) {
            problem_add(p, "with", N_("The office that leads a task is not among those that coordinate it."));
        }
    }
    if (t->due_day != 0 && t->due_day < today) {
        problem_add(p, "due", N_("This day has passed."));
    }
}

// ---- writing

static bool record(const struct desk *d, const struct task_row *t, enum event_kind kind, struct str words,
                   struct err *e)
{
    bool said = words.n == 0 || q_task_note_insert(d->tx,
                                                   &(struct q_task_note_insert_in){.home = t->home_id,
                                                                                   .id = random_id(),
                                                                                   .task = t->id,
                                                                                   .state = t->state,
                                                                                   .words = words,
                                                                                   .office = d->actor.office_id,
                                                                                   .member = d->actor.member_id,
                                                                                   .now = d->now},
                                                   NULL, e);
    return said && event_add(d->tx,
                             &(struct event_new){.home = t->home_id,
                                                 .kind = kind,
                                                 .subject_id = t->id,
                                                 .reason = t->state,
                                                 .actor = d->actor,
                                                 .now = d->now,
                                                 .content = words},
                             NULL, e);
}

bool task_about(struct tx *tx, int64_t home, const struct task_draft *t, int64_t *about, struct err *e)
{
    struct task_row whole = {.source = t->source, .source_id = t->source_id, .parent_id = t->parent_id};
    struct matter_row m = {.about_office_id = 0};
    enum q_got got = Q_ROW;
    while (whole.parent_id != 0 && got == Q_ROW) {
        got = q_task_by_id(tx, home, whole.parent_id, &whole, e);
    }
    if (got == Q_ROW && whole.source_id != 0 && str_eqz(whole.source, "answer")) {
        got = q_matter_by_id(tx, home, whole.source_id, &m, e);
    }
    *about = got == Q_ROW ? m.about_office_id : 0;
    return got != Q_ERROR;
}

bool task_concerned(const struct site *s, const struct task_draft *t, int64_t about)
{
    bool yes = about != 0 && (site_within(s, t->lead_id, about) || site_within(s, t->follower_id, about));
    for (size_t i = 0; about != 0 && i < t->n_with; i++) {
        yes = yes || site_within(s, t->with[i], about);
    }
    return yes;
}

static enum steer_end may_be_known(const struct desk *d, const struct task_draft *t, struct err *e)
{
    int64_t about;
    return !task_about(d->tx, d->site->home, t, &about, e) ? STEER_ERROR
           : task_concerned(d->site, t, about)             ? STEER_NOT_NOW
                                                           : STEER_SAVED;
}

enum steer_end task_give(const struct desk *d, int64_t office_id, const struct task_draft *t, struct task_row *out,
                         struct err *e)
{
    struct task_row row = {
        .home_id = d->site->home,
        .id = random_id(),
        .public_id = public_id_new(tx_arena(d->tx)),
        .office_id = office_id,
        .lead_id = t->lead_id,
        .follower_id = t->follower_id != 0 ? t->follower_id : office_id,
        .what = t->what,
        .product = t->product,
        .source = t->source,
        .source_id = t->source_id,
        .document_id = t->document_id,
        .parent_id = t->parent_id,
        .first_due_day = t->due_day,
        .due_day = t->due_day,
        .state = STR("new"),
        .reason = STR(""),
        .made_at = d->now,
        .version = 1,
        .changed_at = d->now,
    };
    struct task_row parent;
    enum steer_end may = may_be_known(d, t, e);
    if (may != STEER_SAVED) {
        return may;
    }
    if (t->parent_id != 0) {
        enum q_got got = q_task_by_id(d->tx, row.home_id, t->parent_id, &parent, e);
        if (got != Q_ROW || !task_open(&parent)) {
            return got == Q_ERROR ? STEER_ERROR : STEER_NOT_NOW;
        }
        row.document_id = parent.document_id; // a part belongs to the tree of the whole
    }
    if (!q_task_insert(d->tx,
                       &(struct q_task_insert_in){.home = row.home_id,
                                                  .id = row.id,
                                                  .public_id = row.public_id,
                                                  .office = row.office_id,
                                                  .lead = row.lead_id,
                                                  .follower = row.follower_id,
                                                  .what = row.what,
                                                  .product = row.product,
                                                  .source = row.source,
                                                  .source_row = row.source_id,
                                                  .document = row.document_id,
                                                  .parent = row.parent_id,
                                                  .due_day = row.due_day,
                                                  .now = d->now},
                       NULL, e)) {
        return STEER_ERROR;
    }
    for (size_t i = 0; i < t->n_with; i++) {
        if (!q_task_coordinator_put(d->tx, row.home_id, row.id, t->with[i], NULL, e)) {
            return STEER_ERROR;
        }
    }
    if (!event_add(d->tx,
                   &(struct event_new){.home = row.home_id,
                                       .kind = EVENT_TASK_GIVEN,
                                       .subject_id = row.id,
                                       .reason = row.source,
                                       .actor = d->actor,
                                       .now = d->now,
                                       .content = row.what},
                   NULL, e)) {
        return STEER_ERROR;
    }
    *out = row;
    return STEER_SAVED;
}

static enum steer_end save(const struct desk *d, const struct task_row *was, const struct task_row *t, struct err *e)
{
    int64_t changed;
    if (!q_task_update(d->tx,
                       &(struct q_task_update_in){.home = was->home_id,
                                                  .id = was->id,
                                                  .was_version = was->version,
                                                  .member = t->member_id,
                                                  .due_day = t->due_day,
                                                  .first_due_day = t->first_due_day,
                                                  .state = t->state,
                                                  .reason = t->reason,
                                                  .accepted_at = t->accepted_at,
                                                  .reported_at = t->reported_at,
                                                  .confirmed_at = t->confirmed_at,
                                                  .now = d->now,
                                                  .reported_day = t->reported_at == 0
                                                                      ? 0
                                                                      : tz_day(d->site->tz, t->reported_at)},
                       &changed, e)) {
        return STEER_ERROR;
    }
    return changed == 0 ? STEER_STALE : STEER_SAVED;
}

static enum steer_end save_and_record(const struct desk *d, const struct task_row *was, const struct task_row *t,
                                      enum event_kind kind, struct str words, struct err *e)
{
    enum steer_end end = save(d, was, t, e);
    return end != STEER_SAVED || record(d, t, kind, words, e) ? end : STEER_ERROR;
}

enum steer_end task_step(const struct desk *d, const struct task_row *was, struct str to, struct str words,
                         struct err *e)
{
    const struct task_step *step = task_step_of(was->state, to);
    if (step == NULL || (step->wants_words && words.n == 0)) {
        return STEER_NOT_NOW;
    }
    struct task_row t = *was;
    t.state = str_c(step->to);
    bool back = str_eqz(to, "returned") || str_eqz(to, "cancelled");
    t.reason = back ? words : STR("");
    t.accepted_at = str_eqz(to, "accepted") ? d->now : t.accepted_at;
    t.reported_at = str_eqz(to, "reported") ? d->now : back ? 0 : t.reported_at;
    t.confirmed_at = str_eqz(to, "confirmed") ? d->now : 0;
    return save_and_record(d, was, &t, EVENT_TASK_STEPPED, words, e);
}

enum steer_end task_note(const struct desk *d, const struct task_row *was, struct str words, struct err *e)
{
    if (!task_open(was) || words.n == 0) {
        return STEER_NOT_NOW;
    }
    return record(d, was, EVENT_TASK_NOTED, words, e) ? STEER_SAVED : STEER_ERROR;
}

static bool evidence_known(struct str kind, struct str url, int64_t other_id)
{
    if (str_eqz(kind, "link")) {
        return html_url_ok(url) && (str_starts(url, STR("https://")) || str_starts(url, STR("http://")));
    }
    return other_id != 0 && (str_eqz(kind, "file") || str_eqz(kind, "publication") || str_eqz(kind, "matter") ||
                             str_eqz(kind, "document"));
}

enum steer_end task_evidence(const struct desk *d, const struct task_row *was, struct str kind, struct str title,
                             struct str url, int64_t other_id, struct err *e)
{
    if (!task_open(was) || !evidence_known(kind, url, other_id)) {
        return STEER_NOT_NOW;
    }
    bool good =
        q_task_evidence_insert(d->tx,
                               &(struct q_task_evidence_insert_in){.home = was->home_id,
                                                                   .id = random_id(),
                                                                   .task = was->id,
                                                                   .kind = kind,
                                                                   .title = title,
                                                                   .url = str_eqz(kind, "link") ? url : STR_NONE,
                                                                   .other = other_id,
                                                                   .now = d->now},
                               NULL, e) &&
        event_add(d->tx,
                  &(struct event_new){.home = was->home_id,
                                      .kind = EVENT_TASK_EVIDENCE,
                                      .subject_id = was->id,
                                      .reason = kind,
                                      .actor = d->actor,
                                      .now = d->now,
                                      .content = title},
                  NULL, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

enum steer_end task_file(const struct desk *d, const struct task_row *was, const struct file_draft *f, struct str title,
                         struct err *e)
{
    if (!task_open(was)) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = file_add(d, STR("task"), was->id, f, e);
    return end != STEER_SAVED ? end
                              : task_evidence(d, was, STR("file"), title.n > 0 ? title : f->name, STR_NONE, f->id, e);
}

enum steer_end task_inherit(const struct desk *d, const struct task_row *was, int64_t from, int64_t heir, struct err *e)
{
    int64_t changed;
    struct q_task_inherit_in in = {.home = was->home_id,
                                   .id = was->id,
                                   .was_version = was->version,
                                   .office = was->office_id == from ? heir : was->office_id,
                                   .lead = was->lead_id == from ? heir : was->lead_id,
                                   .follower = was->follower_id == from ? heir : was->follower_id,
                                   .now = d->now};
    if (!q_task_inherit(d->tx, &in, &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_STALE;
    }
    bool good = q_task_coordinator_drop(d->tx, was->home_id, was->id, in.lead, NULL, e) &&
                q_task_reminders_inherit(d->tx, &(struct q_task_reminders_inherit_in){was->home_id, was->id, from, heir},
                                         NULL, e) &&
                event_add(d->tx,
                          &(struct event_new){.home = was->home_id,
                                              .kind = EVENT_TASK_INHERITED,
                                              .subject_id = was->id,
                                              .actor = d->actor,
                                              .now = d->now},
                          NULL, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

enum steer_end task_hand(const struct desk *d, const struct task_row *was, int64_t member_id, struct err *e)
{
    if (!task_open(was)) {
        return STEER_NOT_NOW;
    }
    struct task_row t = *was;
    t.member_id = member_id;
    return save_and_record(d, was, &t, EVENT_TASK_HANDED, STR_NONE, e);
}

enum steer_end task_ask_extension(const struct desk *d, const struct task_row *was, int64_t to_day, struct str reason,
                                  struct err *e)
{
    bool waits = str_eqz(was->state, "reported") || !task_open(was);
    struct task_asked_extension_row asked;
    enum q_got got = q_task_asked_extension(d->tx, was->home_id, was->id, &asked, e);
    if (got == Q_ERROR) {
        return STEER_ERROR;
    }
    if (waits || got == Q_ROW || was->due_day == 0 || to_day <= was->due_day || reason.n == 0) {
        return STEER_NOT_NOW;
    }
    bool good = q_task_extension_insert(d->tx,
                                        &(struct q_task_extension_insert_in){.home = was->home_id,
                                                                             .id = random_id(),
                                                                             .task = was->id,
                                                                             .from_day = was->due_day,
                                                                             .to_day = to_day,
                                                                             .reason = reason,
                                                                             .now = d->now},
                                        NULL, e) &&
                event_add(d->tx,
                          &(struct event_new){.home = was->home_id,
                                              .kind = EVENT_TASK_EXTENSION_ASKED,
                                              .subject_id = was->id,
                                              .actor = d->actor,
                                              .now = d->now,
                                              .content = reason},
                          NULL, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

enum steer_end task_decide_extension(const struct desk *d, const struct task_row *was, bool grant, struct err *e)
{
    struct task_asked_extension_row asked;
    enum q_got got = q_task_asked_extension(d->tx, was->home_id, was->id, &asked, e);
    if (got != Q_ROW || !task_open(was)) {
        return got == Q_ERROR ? STEER_ERROR : STEER_NOT_NOW;
    }
    if (!q_task_extension_decide(d->tx,
                                 &(struct q_task_extension_decide_in){
                                     .home = was->home_id, .id = asked.id, .granted = grant ? 1 : 0, .now = d->now},
                                 NULL, e)) {
        return STEER_ERROR;
    }
    struct task_row t = *was;
    t.due_day = grant ? asked.to_day : t.due_day;
    enum steer_end end = save(d, was, &t, e);
    bool good = end != STEER_SAVED || event_add(d->tx,
                                                &(struct event_new){.home = t.home_id,
                                                                    .kind = EVENT_TASK_EXTENSION_DECIDED,
                                                                    .subject_id = t.id,
                                                                    .reason = grant ? STR("granted") : STR("refused"),
                                                                    .actor = d->actor,
                                                                    .now = d->now},
                                                NULL, e);
    return good ? end : STEER_ERROR;
}
