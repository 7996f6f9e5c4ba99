// meeting_act.c: what is done with a meeting: each a form of its page, checked, run with the version that the form was made
// from.
#include "web/steer/meeting_view.h"

#include "core/steer/file.h"
#include "core/steer/meeting_taken.h"
#include "core/steer/task_access.h"
#include "db/q_meeting.h"

enum { CAPACITY_MAX = 200, ITEM_TITLE_MAX = 300 };

struct meeting_act;
typedef enum steer_end act_fn(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e);

// One act, as it goes to the writer; the row is read anew there.
struct meeting_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    act_fn *run;
    int64_t id;
    int64_t version; // that the form was made from
    bool any_version;
    const char *done;
    struct str words;
    int64_t office_id;
    int64_t row_id;  // the row that is meant: an id, or a conclusion's number; 0: a new one
    bool takes_out;
    const int64_t *offices;
    size_t n_offices;
    struct meeting_guest *guests; // attendance
    size_t n_guests;
    const struct meeting_guest *drop; // who is no longer invited
    struct conclusion_draft conclusion;
    struct meeting_draft meeting;
    struct file_draft *files;
    size_t n_files;
    enum meeting_paper paper;
    struct str document; // out: public id of the draft
    size_t tasks;        // out
    enum steer_end end;
};

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct meeting_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    struct meeting_row row;
    if (q_meeting_by_id(tx, act->site->home, act->id, &row, e) != Q_ROW) {
        return TX_FAILED;
    }
    act->end = row.version != act->version && !act->any_version ? STEER_STALE : act->run(&d, &row, act, e);
    return act->end == STEER_SAVED ? TX_COMMIT : act->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static struct str why_not(const struct web *w, enum steer_end end)
{
    if (end == STEER_STALE) {
        return T(w->lang, "Not saved yet: somebody saved meanwhile. The page shows what holds now; what you "
                          "typed is still in its form.");
    }
    return T(w->lang, "This was not done: the meeting's state does not allow it, or there is no room for more.");
}

static bool read_meeting_again(struct web *w)
{
    struct err e = ERR_INIT;
    if (!web_read_again(w)) {
        return false;
    }
    if (q_meeting_by_id(w->tx, w->meeting.home_id, w->meeting.id, &w->meeting, &e) != Q_ROW) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

static void acted(struct web *w, void *arg)
{
    const struct meeting_act *act = arg;
    if (act->end == STEER_SAVED && act->document.n > 0) {
        web_see_other(w, str_fmt(w->a, "/desk/documents/%.*s?done=saved", STR_ARG(act->document)));
    } else if (act->end == STEER_SAVED) {
        web_see_other(w, str_fmt(w->a, "%.*s?done=%s", STR_ARG(meeting_path(w, w->meeting.public_id)), act->done));
    } else if (read_meeting_again(w)) {
        meeting_reply(w, 409, NULL, why_not(w, act->end));
    }
}

static struct meeting_act *new_act(struct web *w, act_fn *run)
{
    struct meeting_act *act = ARENA_NEW(w->a, struct meeting_act);
    *act = (struct meeting_act){.site = w->site, .actor = web_actor(w, w->meeting.office_id), .now = w->now, .run = run,
                                .id = w->meeting.id, .done = "saved", .document = STR("")};
    if (!str_int(web_field(w, "version"), &act->version) || act->version <= 0) {
        act->version = -1; // a form without a version is of nobody's page
    }
    return act;
}

// What stands in the public week changes it.
static void go(struct web *w, struct meeting_act *act)
{
    web_write(w, w->meeting.is_public || act->meeting.is_public ? WEB_PUBLIC : WEB_QUIET, run_act, act, acted);
}

static bool has_problems(struct web *w, const struct problems *p)
{
    if (p->n > 0) {
        meeting_reply(w, 422, p, STR(""));
    }
    return p->n > 0;
}

// The row of a list that a button names: an id, or its place from 0 on. -1 for none.
static int64_t dropped(const struct web *w)
{
    int64_t n;
    return str_int(web_field(w, "drop"), &n) && n >= 0 ? n : -1;
}

// A row of the meeting with words, of the field of that name: one more, or without them the one to be taken out (row_id).
static struct meeting_act *row_act(struct web *w, act_fn *run, const char *words)
{
    struct meeting_act *act = new_act(w, run);
    int64_t drop = dropped(w);
    act->row_id = drop > 0 ? drop : 0;
    act->words = web_field(w, words);
    return act;
}

// ---- the invitation

static enum steer_end do_save(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    return meeting_save(d, m, &act->meeting, e);
}

static void saved(struct web *w, void *arg)
{
    const struct meeting_act *act = arg;
    if (act->end == STEER_SAVED) {
        acted(w, arg);
    } else if (read_meeting_again(w)) {
        meeting_form_reply(w, 409, site_office(w->site, w->meeting.office_id), &act->meeting, w->meeting.version, NULL,
                           why_not(w, act->end));
    }
}

void meeting_save_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = new_act(w, do_save);
    meeting_form_read(w, &act->meeting, &p);
    if (p.n > 0) {
        meeting_form_reply(w, 422, site_office(w->site, w->meeting.office_id), &act->meeting, w->meeting.version, &p, STR(""));
        return;
    }
    web_write(w, w->meeting.is_public || act->meeting.is_public ? WEB_PUBLIC : WEB_QUIET, run_act, act, saved);
}

void meeting_edit_get(struct web *w)
{
    const struct meeting_row *m = &w->meeting;
    struct meeting_series_row series = {.name = STR(""), .every = STR("")};
    struct err e = ERR_INIT;
    if (m->series_id != 0 && q_meeting_series_by_id(w->tx, m->home_id, m->series_id, &series, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    struct meeting_draft draft = {.title = m->title, .kind = m->kind, .place = m->place, .chair = m->chair,
                                  .series = series.name, .every = series.every, .begins_at = m->begins_at,
                                  .ends_at = m->ends_at, .is_public = m->is_public};
    meeting_form_reply(w, 200, site_office(w->site, m->office_id), &draft, m->version, NULL, STR(""));
}

// ---- agenda

static enum steer_end do_item(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    return act->row_id != 0 ? meeting_item_remove(d, m, act->row_id, e)
                            : meeting_item_add(d, m, act->words, act->office_id, e);
}

void meeting_item_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = row_act(w, do_item, "item");
    if (act->row_id == 0) {
        const struct office *o = desk_office_typed(w, "item_office", "item_office_name", NULL, &p);
        act->office_id = o == NULL ? 0 : o->id;
        steer_check_text(&act->words, ITEM_TITLE_MAX, true, "item", N_("Say what the item is about."),
                         N_("Say it in fewer words."), &p);
    }
    if (!has_problems(w, &p)) {
        go(w, act);
    }
}

// ---- who is invited, and came

static enum steer_end do_invite(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    return meeting_invite(d, m, act->offices, act->n_offices, act->words, e);
}

// The offices right below the caller's.
static size_t right_below(const struct web *w, int64_t *out, size_t max)
{
    const struct office *o = site_heir(w->site, site_office(w->site, w->meeting.office_id));
    size_t n = 0;
    for (int32_t i = 1; i <= o->below && n < max; i++) {
        if (o[i].depth == o->depth + 1) {
            out[n++] = o[i].id;
        }
    }
    return n;
}

void meeting_invite_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = new_act(w, do_invite);
    int64_t *offices = ARENA_ARRAY(w->a, int64_t, 2 * MEETING_INVITED_MAX);
    act->words = web_field(w, "capacity");
    act->n_offices = desk_offices_typed(w, "offices", NULL, offices, MEETING_INVITED_MAX, &p);
    if (web_flag(w, "below")) {
        act->n_offices += right_below(w, offices + act->n_offices, MEETING_INVITED_MAX);
    }
    act->offices = offices;
    steer_check_text(&act->words, CAPACITY_MAX, false, "capacity", NULL, N_("Say it in fewer words."), &p);
    if (act->n_offices == 0) {
        problem_add(&p, "offices", N_("Name at least one office."));
    }
    if (!has_problems(w, &p)) {
        go(w, act);
    }
}

static enum steer_end do_attendance(const struct desk *d, const struct meeting_row *m, struct meeting_act *act,
                                    struct err *e)
{
    return act->drop != NULL ? meeting_uninvite(d, m, act->drop->office_id, act->drop->capacity, e)
                             : meeting_attendance(d, m, act->guests, act->n_guests, e);
}

// The form names the guests by their place in the list; the version says that it is the same list.
void meeting_attendance_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct meeting_invited_of_row *list;
    size_t n;
    struct meeting_act *act = new_act(w, do_attendance);
    if (!q_meeting_invited_of(w->tx, w->meeting.home_id, w->meeting.id, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    act->guests = ARENA_ARRAY(w->a, struct meeting_guest, n + 1);
    for (size_t i = 0; i < n; i++) {
        char field[32];
        int64_t came;
        (void)snprintf(field, sizeof field, "came%zu", i);
        if (!str_int(web_field(w, field), &came) || came < 0 || came > 2) {
            came = list[i].came;
        }
        act->guests[act->n_guests++] = (struct meeting_guest){list[i].office_id, list[i].capacity, came};
    }
    int64_t drop = dropped(w);
    act->drop = drop >= 0 && drop < (int64_t)n ? &act->guests[drop] : NULL;
    go(w, act);
}

// ---- what was said

static enum steer_end do_contribution(const struct desk *d, const struct meeting_row *m, struct meeting_act *act,
                                      struct err *e)
{
    return act->row_id != 0 ? meeting_contribution_remove(d, m, act->row_id, e)
                            : meeting_contribute(d, m, act->office_id, act->words, e);
}

void meeting_contribution_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = row_act(w, do_contribution, "contribution");
    act->office_id = web_office_field(w, "speaker");
    if (act->row_id == 0) {
        steer_check_text(&act->words, CONTRIBUTION_MAX, true, "contribution", N_("Write down what was said."),
                         N_("Say it in fewer words."), &p);
        if (act->office_id == 0) {
            problem_add(&p, "speaker", N_("Choose the office that said it."));
        }
    }
    if (!has_problems(w, &p)) {
        go(w, act);
    }
}

// What an invited office writes itself. It does not change the meeting's row, so its form needs no version.
static enum steer_end do_speak(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    return meeting_speak(d, m, act->office_id, act->words, e);
}

void invited_contribution_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = new_act(w, do_speak);
    act->actor = web_actor(w, w->office->id);
    act->any_version = true;
    act->office_id = w->office->id;
    act->words = web_field(w, "own");
    steer_check_text(&act->words, CONTRIBUTION_MAX, false, "own", NULL, N_("Say it in fewer words."), &p);
    if (!has_problems(w, &p)) {
        web_write(w, WEB_QUIET, run_act, act, acted);
    }
}

static enum steer_end do_undo(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    (void)act;
    return meeting_taken_back(d, m, e);
}

void meeting_undo_post(struct web *w)
{
    go(w, new_act(w, do_undo));
}

// ---- conclusions

static enum steer_end do_conclusion(const struct desk *d, const struct meeting_row *m, struct meeting_act *act,
                                    struct err *e)
{
    return act->takes_out ? conclusion_remove(d, m, act->row_id, e) : conclusion_put(d, m, act->row_id, &act->conclusion, e);
}

static void read_conclusion(struct web *w, struct conclusion_draft *c, struct problems *p)
{
    int64_t giver = w->meeting.office_id;
    int64_t *with = ARENA_ARRAY(w->a, int64_t, CONCLUSION_WITH_MAX + 1);
    const struct office *lead = desk_office_typed(w, "lead", "lead_name", task_reach(w->site, giver), p);
    *c = (struct conclusion_draft){
        .words = web_field(w, "words"), .product = web_field(w, "product"), .with = with, .due_day = desk_day_field(w, "due")};
    c->n_with = desk_offices_typed(w, "with", NULL, with, CONCLUSION_WITH_MAX + 1, p);
    if (lead != NULL && task_may_lead(w->site, giver, lead->id)) {
        c->lead_id = lead->id;
    } else if (lead != NULL) {
        problem_add(p, "lead", N_("Tasks are given to the office itself and to offices below it."));
    }
    if (web_field(w, "due").n > 0 && c->due_day == 0) {
        problem_add(p, "due", N_("Name a day, or leave it empty."));
    }
    conclusion_check(c, tz_day(w->site->tz, w->now), p);
}

void meeting_conclusion_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = new_act(w, do_conclusion);
    int64_t drop = dropped(w);
    if (drop > 0) {
        act->row_id = drop;
        act->takes_out = true;
    } else {
        if (!str_int(web_field(w, "number"), &act->row_id) || act->row_id < 0) {
            act->row_id = 0;
        }
        read_conclusion(w, &act->conclusion, &p);
    }
    if (!has_problems(w, &p)) {
        go(w, act);
    }
}

static enum steer_end do_confirm(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    return meeting_confirm(d, m, &act->tasks, e);
}

void meeting_confirm_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_open open;
    struct err e = ERR_INIT;
    struct meeting_act *act = new_act(w, do_confirm);
    act->done = "meeting-confirmed";
    if (!meeting_still_open(w, &open, &e)) {
        web_failed(w, &e);
        return;
    }
    if (meeting_editable(&w->meeting) && open.unnoted + open.leadless > 0 && !web_flag(w, "reviewed")) {
        problem_add(&p, "reviewed", N_("Say that you looked at what is still open."));
    }
    if (!has_problems(w, &p)) {
        go(w, act);
    }
}

// ---- steps, papers, documents

static enum steer_end do_step(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    return str_eqz(act->words, "held")        ? meeting_hold(d, m, e)
           : str_eqz(act->words, "cancelled") ? meeting_cancel(d, m, e)
                                              : STEER_NOT_NOW;
}

void meeting_step_post(struct web *w)
{
    struct meeting_act *act = new_act(w, do_step);
    act->words = web_field(w, "to");
    go(w, act);
}

static enum steer_end do_files(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    enum steer_end end = meeting_touch(d, m, "paper", e);
    for (size_t i = 0; i < act->n_files && end == STEER_SAVED; i++) {
        end = file_add(d, STR("meeting"), m->id, &act->files[i], e);
    }
    return end;
}

void meeting_files_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct meeting_act *act = new_act(w, do_files);
    act->n_files = desk_files_field(w, &act->files, &p);
    if (!has_problems(w, &p)) {
        go(w, act);
    }
}

static enum steer_end do_document(const struct desk *d, const struct meeting_row *m, struct meeting_act *act, struct err *e)
{
    struct document_row doc;
    enum steer_end end = meeting_paper_begin(d, m, act->paper, &doc, e);
    act->document = end == STEER_SAVED ? doc.public_id : STR("");
    return end;
}

void meeting_document_post(struct web *w)
{
    struct meeting_act *act = new_act(w, do_document);
    act->paper = str_eqz(web_field(w, "what"), "notice") ? MEETING_NOTICE : MEETING_MINUTES;
    go(w, act);
}
