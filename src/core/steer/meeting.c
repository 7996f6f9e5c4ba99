// meeting.c: see meeting.h. Each change saves the meeting's row, so that its version rises, and writes its event.
#include "core/steer/meeting.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/event.h"
#include "core/steer/meeting_taken.h"
#include "core/steer/office_mail.h"
#include "i18n/i18n.h"

struct coded_words {
    const char *code, *words;
};
static const struct coded_words kinds[MEETING_KINDS] = {
#define KIND(name, code, words) [MEETING_##name] = {code, words},
#include "core/steer/meeting_kind.def"
#undef KIND
};
static const struct coded_words states[] = {
    {"planned", N_("called")}, {"held", N_("held")}, {"confirmed", N_("conclusions confirmed")},
    {"cancelled", N_("called off")},
};
static const struct coded_words rhythms[] = {
    {"", N_("not regular")}, {"week", N_("every week")}, {"month", N_("every month")}, {"quarter", N_("every quarter")},
    {"year", N_("every year")},
};

static const char *words_of(const struct coded_words *list, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(code, list[i].code)) {
            return list[i].words;
        }
    }
    return NULL;
}

enum meeting_kind meeting_kind_of(struct str code)
{
    enum meeting_kind k = 0;
    while (k < MEETING_KINDS && !str_eqz(code, kinds[k].code)) {
        k++;
    }
    return k;
}

const char *meeting_kind_code(enum meeting_kind k)
{
    return kinds[k].code;
}

const char *meeting_kind_words(enum meeting_kind k)
{
    return kinds[k].words;
}

const char *meeting_state_words(struct str state)
{
    return words_of(states, ARRAY_LEN(states), state);
}

const char *meeting_every(size_t i)
{
    return i < ARRAY_LEN(rhythms) ? rhythms[i].code : NULL;
}

const char *meeting_every_words(struct str every)
{
    return words_of(rhythms, ARRAY_LEN(rhythms), every);
}

const char *meeting_came_words(int64_t came)
{
    return came == 1 ? N_("came") : came == 2 ? N_("did not come") : N_("not said");
}

void meeting_check(struct meeting_draft *m, struct problems *p)
{
    const char *fewer = N_("Say it in fewer words.");
    steer_check_text(&m->title, MEETING_TITLE_MAX, true, "title", N_("Say what the meeting is about."), fewer, p);
    steer_check_text(&m->place, MEETING_PLACE_MAX, false, "place", NULL, fewer, p);
    steer_check_text(&m->chair, MEETING_CHAIR_MAX, true, "chair", N_("Say in which capacity the meeting is chaired."), fewer,
                     p);
    steer_check_text(&m->series, MEETING_SERIES_MAX, false, "series", NULL, fewer, p);
    if (meeting_kind_of(m->kind) == MEETING_KINDS) {
        problem_add(p, "kind", N_("Choose what kind of meeting it is."));
    }
    m->every = m->every.p == NULL ? STR("") : m->every;
    if (meeting_every_words(m->every) == NULL) {
        problem_add(p, "every", N_("Choose how often the series meets."));
    }
    if (m->begins_at == 0) {
        problem_add(p, "begins", N_("Give the day and the time at which it begins."));
    } else if (m->ends_at <= m->begins_at) {
        problem_add(p, "ends", N_("It ends after it begins."));
    } else if (m->ends_at - m->begins_at > MEETING_SECONDS_MAX) {
        problem_add(p, "ends", N_("A meeting lasts five days at most."));
    }
}

bool meeting_editable(const struct meeting_row *m)
{
    return str_eqz(m->state, "planned") || str_eqz(m->state, "held");
}

// ---- writing

static bool record(const struct desk *d, const struct meeting_row *m, enum event_kind kind, struct str reason,
                   struct str content, struct err *e)
{
    return event_add(d->tx,
                     &(struct event_new){.home = m->home_id,
                                         .kind = kind,
                                         .subject_id = m->id,
                                         .reason = reason,
                                         .actor = d->actor,
                                         .now = d->now,
                                         .content = content},
                     NULL, e);
}

enum steer_end meeting_store(const struct desk *d, const struct meeting_row *was, const struct meeting_row *m,
                             enum event_kind kind, struct str reason, struct str content, struct err *e)
{
    int64_t changed;
    if (!q_meeting_update(d->tx,
                          &(struct q_meeting_update_in){.home = was->home_id,
                                                        .id = was->id,
                                                        .was_version = was->version,
                                                        .series = m->series_id,
                                                        .title = m->title,
                                                        .kind = m->kind,
                                                        .begins = m->begins_at,
                                                        .ends = m->ends_at,
                                                        .place = m->place,
                                                        .chair = m->chair,
                                                        .state = m->state,
                                                        .shown = m->is_public,
                                                        .revision = m->revision,
                                                        .minutes = m->minutes_id,
                                                        .notice = m->notice_id,
                                                        .confirmed = m->confirmed_at,
                                                        .now = d->now},
                          &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_STALE;
    }
    return record(d, m, kind, reason, content, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end meeting_touch(const struct desk *d, const struct meeting_row *was, const char *reason, struct err *e)
{
    return meeting_editable(was)
               ? meeting_store(d, was, was, EVENT_MEETING_CHANGED, str_c(reason), STR_NONE, e)
               : STEER_NOT_NOW;
}

static bool put_series(const struct desk *d, int64_t office_id, const struct meeting_draft *m, int64_t *series_id,
                       struct err *e)
{
    *series_id = 0;
    if (m->series.n == 0) {
        return true;
    }
    struct meeting_series_put_row row;
    enum q_got got = q_meeting_series_put(d->tx,
                                          &(struct q_meeting_series_put_in){.home = d->site->home,
                                                                            .id = random_id(),
                                                                            .office = office_id,
                                                                            .name = m->series,
                                                                            .every = m->every},
                                          &row, e);
    *series_id = got == Q_ROW ? row.id : 0;
    return got == Q_ROW;
}

static void put_draft(struct meeting_row *row, const struct meeting_draft *m)
{
    row->title = m->title;
    row->kind = m->kind;
    row->begins_at = m->begins_at;
    row->ends_at = m->ends_at;
    row->place = m->place;
    row->chair = m->chair;
    row->is_public = m->is_public;
}

enum steer_end meeting_call(const struct desk *d, int64_t office_id, const struct meeting_draft *m,
                            struct meeting_row *out, struct err *e)
{
    struct meeting_row row = {.home_id = d->site->home,
                              .id = random_id(),
                              .public_id = public_id_new(tx_arena(d->tx)),
                              .office_id = office_id,
                              .state = STR("planned"),
                              .version = 1,
                              .changed_at = d->now};
    put_draft(&row, m);
    bool good = put_series(d, office_id, m, &row.series_id, e) &&
                q_meeting_insert(d->tx,
                                 &(struct q_meeting_insert_in){.home = row.home_id,
                                                               .id = row.id,
                                                               .public_id = row.public_id,
                                                               .office = row.office_id,
                                                               .series = row.series_id,
                                                               .title = row.title,
                                                               .kind = row.kind,
                                                               .begins = row.begins_at,
                                                               .ends = row.ends_at,
                                                               .place = row.place,
                                                               .chair = row.chair,
                                                               .shown = row.is_public,
                                                               .now = d->now},
                                 NULL, e) &&
                record(d, &row, EVENT_MEETING_CALLED, row.kind, row.title, e);
    if (!good) {
        return STEER_ERROR;
    }
    *out = row;
    return STEER_SAVED;
}

enum steer_end meeting_save(const struct desk *d, const struct meeting_row *was, const struct meeting_draft *m,
                            struct err *e)
{
    if (!meeting_editable(was)) {
        return STEER_NOT_NOW;
    }
    struct meeting_row row = *was;
    put_draft(&row, m);
    if (!put_series(d, was->office_id, m, &row.series_id, e)) {
        return STEER_ERROR;
    }
    bool other = !str_eq(row.title, was->title) || !str_eq(row.place, was->place) || row.begins_at != was->begins_at ||
                 row.ends_at != was->ends_at;
    row.revision += other ? 1 : 0;
    enum steer_end end = meeting_store(d, was, &row, EVENT_MEETING_CHANGED, STR("invitation"), row.title, e);
    return end == STEER_SAVED && other && !office_mail_meeting(d->tx, d->site, &row, 0, d->now, e) ? STEER_ERROR : end;
}

enum steer_end meeting_cancel(const struct desk *d, const struct meeting_row *was, struct err *e)
{
    if (!str_eqz(was->state, "planned")) {
        return STEER_NOT_NOW;
    }
    struct meeting_row row = *was;
    row.state = STR("cancelled");
    row.revision++;
    enum steer_end end = meeting_store(d, was, &row, EVENT_MEETING_STEPPED, row.state, STR_NONE, e);
    bool good = end != STEER_SAVED || (q_meeting_taken_drop(d->tx, was->home_id, was->id, NULL, e) &&
                                       office_mail_meeting(d->tx, d->site, &row, 0, d->now, e));
    return good ? end : STEER_ERROR;
}

enum steer_end meeting_hold(const struct desk *d, const struct meeting_row *was, struct err *e)
{
    if (!str_eqz(was->state, "planned") || was->begins_at > d->now) {
        return STEER_NOT_NOW;
    }
    struct meeting_row row = *was;
    row.state = STR("held");
    return meeting_store(d, was, &row, EVENT_MEETING_STEPPED, row.state, STR_NONE, e);
}

// ---- agenda

enum steer_end meeting_item_add(const struct desk *d, const struct meeting_row *was, struct str title, int64_t office_id,
                                struct err *e)
{
    struct meeting_items_row *list;
    size_t n;
    if (!q_meeting_items(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (n >= MEETING_ITEMS_MAX || title.n == 0) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = meeting_touch(d, was, "agenda", e);
    return end != STEER_SAVED ||
                   q_meeting_item_insert(
                       d->tx,
                       &(struct q_meeting_item_insert_in){.home = was->home_id,
                                                          .id = random_id(),
                                                          .meeting = was->id,
                                                          .position = n == 0 ? 1 : list[n - 1].position + 1,
                                                          .title = title,
                                                          .office = office_id},
                       NULL, e)
               ? end
               : STEER_ERROR;
}

enum steer_end meeting_item_remove(const struct desk *d, const struct meeting_row *was, int64_t item_id, struct err *e)
{
    struct meeting_items_row *list;
    size_t n;
    if (!q_meeting_items(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    enum steer_end end = meeting_touch(d, was, "agenda", e);
    for (size_t i = 0; i < n && end == STEER_SAVED; i++) {
        struct meeting_taken_row t = {
            .what = STR("item"), .position = list[i].position, .office_id = list[i].office_id, .words = list[i].title};
        if (list[i].id == item_id && (!meeting_taken_keep(d, was, &t, e) ||
                                      !q_meeting_item_drop(d->tx, was->home_id, was->id, item_id, NULL, e))) {
            end = STEER_ERROR;
        }
    }
    return end;
}

// ---- who was invited and came

enum steer_end meeting_invite(const struct desk *d, const struct meeting_row *was, const int64_t *offices, size_t n,
                              struct str capacity, struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t there;
    if (!q_meeting_invited_of(d->tx, was->home_id, was->id, &list, &there, e)) {
        return STEER_ERROR;
    }
    if (there + n > MEETING_INVITED_MAX) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = meeting_touch(d, was, "invited", e);
    for (size_t i = 0; i < n && end == STEER_SAVED; i++) {
        bool good = q_meeting_invited_put(d->tx,
                                          &(struct q_meeting_invited_put_in){.home = was->home_id,
                                                                             .meeting = was->id,
                                                                             .office = offices[i],
                                                                             .capacity = capacity},
                                          NULL, e);
        end = good && office_mail_meeting(d->tx, d->site, was, offices[i], d->now, e) ? end : STEER_ERROR;
    }
    return end;
}

enum steer_end meeting_uninvite(const struct desk *d, const struct meeting_row *was, int64_t office_id,
                                struct str capacity, struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    if (!q_meeting_invited_of(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    enum steer_end end = meeting_touch(d, was, "invited", e);
    for (size_t i = 0; i < n && end == STEER_SAVED; i++) {
        struct meeting_taken_row t = {
            .what = STR("guest"), .office_id = office_id, .words = STR(""), .more = list[i].capacity, .came = list[i].came};
        struct q_meeting_invited_drop_in drop = {
            .home = was->home_id, .meeting = was->id, .office = office_id, .capacity = list[i].capacity};
        if (list[i].office_id == office_id && str_eq(list[i].capacity, capacity) &&
            (!meeting_taken_keep(d, was, &t, e) || !q_meeting_invited_drop(d->tx, &drop, NULL, e))) {
            end = STEER_ERROR;
        }
    }
    return end;
}

enum steer_end meeting_attendance(const struct desk *d, const struct meeting_row *was, const struct meeting_guest *guests,
                                  size_t n, struct err *e)
{
    enum steer_end end = meeting_touch(d, was, "attendance", e);
    for (size_t i = 0; i < n && end == STEER_SAVED; i++) {
        bool good = q_meeting_invited_came(d->tx,
                                           &(struct q_meeting_invited_came_in){.home = was->home_id,
                                                                               .meeting = was->id,
                                                                               .office = guests[i].office_id,
                                                                               .capacity = guests[i].capacity,
                                                                               .came = guests[i].came},
                                           NULL, e);
        end = good ? end : STEER_ERROR;
    }
    return end;
}

// ---- what was said

// At the end of the n that stand in `list`.
static bool put_said(const struct desk *d, const struct meeting_row *m, int64_t office_id,
                     const struct meeting_contributions_row *list, size_t n, struct str words, bool own, struct err *e)
{
    return q_meeting_contribution_insert(
        d->tx,
        &(struct q_meeting_contribution_insert_in){.home = m->home_id,
                                                   .id = random_id(),
                                                   .meeting = m->id,
                                                   .office = office_id,
                                                   .position = n == 0 ? 1 : list[n - 1].position + 1,
                                                   .words = words,
                                                   .own = own},
        NULL, e);
}

enum steer_end meeting_contribute(const struct desk *d, const struct meeting_row *was, int64_t office_id, struct str words,
                                  struct err *e)
{
    struct meeting_contributions_row *list;
    size_t n;
    if (!q_meeting_contributions(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (n >= CONTRIBUTIONS_MAX || words.n == 0 || office_id == 0) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = meeting_touch(d, was, "contribution", e);
    return end != STEER_SAVED || put_said(d, was, office_id, list, n, words, false, e) ? end : STEER_ERROR;
}

enum steer_end meeting_contribution_remove(const struct desk *d, const struct meeting_row *was, int64_t id, struct err *e)
{
    struct meeting_contributions_row *list;
    size_t n;
    if (!q_meeting_contributions(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    enum steer_end end = meeting_touch(d, was, "contribution", e);
    for (size_t i = 0; i < n && end == STEER_SAVED; i++) {
        struct meeting_taken_row t = {.what = STR("contribution"), .position = list[i].position, .office_id = list[i].office_id,
                                      .words = list[i].words};
        if (list[i].id == id && !list[i].own &&
            (!meeting_taken_keep(d, was, &t, e) || !q_meeting_contribution_drop(d->tx, was->home_id, was->id, id, NULL, e))) {
            end = STEER_ERROR;
        }
    }
    return end;
}

bool meeting_invited(struct tx *tx, const struct site *s, const struct meeting_row *m, int64_t office_id, bool *yes,
                     struct err *e)
{
    struct meeting_invited_of_row *list;
    size_t n;
    *yes = false;
    if (!q_meeting_invited_of(tx, m->home_id, m->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        *yes = *yes || site_heir_id(s, list[i].office_id) == office_id;
    }
    return true;
}

enum steer_end meeting_speak(const struct desk *d, const struct meeting_row *was, int64_t office_id, struct str words,
                             struct err *e)
{
    struct meeting_contribution_own_row own;
    struct meeting_contributions_row *list;
    size_t n;
    bool invited;
    if (!meeting_invited(d->tx, d->site, was, office_id, &invited, e) ||
        !q_meeting_contributions(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    enum q_got got = q_meeting_contribution_own(d->tx, was->home_id, was->id, office_id, &own, e);
    if (got == Q_ERROR || !invited || !meeting_editable(was) || (got == Q_NONE && words.n == 0)) {
        return got == Q_ERROR ? STEER_ERROR : STEER_NOT_NOW;
    }
    bool good = got == Q_NONE ? put_said(d, was, office_id, list, n, words, true, e)
                : words.n > 0 ? q_meeting_contribution_rewrite(d->tx, was->home_id, own.id, words, NULL, e)
                              : q_meeting_contribution_own_drop(d->tx, was->home_id, own.id, NULL, e);
    struct str said = words.n > 0 ? words : STR_NONE;
    return good && record(d, was, EVENT_MEETING_CHANGED, STR("contribution"), said, e) ? STEER_SAVED : STEER_ERROR;
}
