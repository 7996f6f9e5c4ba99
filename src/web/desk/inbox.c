// inbox.c: the lists of what has not been taken in and of what was handed over.
#include "web/desk/inbox_view.h"

#include "auth/token.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "templates.h"
#include "web/desk/desk_filter.h"
#include "web/desk/inbox_row.h"
#include "web/policy.h"
#include "web/table.h"

enum { PAGE_ROWS = 25, COUNT_MOST = 5000 };

// The words for what was just done, and whether it can be taken back.
static struct undo_view undo_of(struct web *w)
{
    static const struct {
        const char *done;
        const char *words;
        bool undo;
    } acts[] = {
        {"started", N_("A new matter was started."), true},
        {"joined", N_("The message was joined to the matter."), true},
        {"split", N_("The message was taken out of its matter."), true},
        {"not-same", N_("That matter is no longer suggested for the message."), true},
        {"undone", N_("The last step was taken back."), false},
        {"moved", N_("The message was given to the other office."), false},
        {"handed-over", N_("The message was handed over; its sender can read that."), false},
    };
    struct str done = web_param(w, "done");
    struct str id = web_param(w, "message");
    struct str matter = web_param(w, "matter");
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        if (str_eqz(done, acts[i].done)) {
            bool undo = acts[i].undo && public_id_ok(id);
            return (struct undo_view){
                .words = T_(w->lang, acts[i].words), .message = undo ? id : STR(""),
                .see = !undo                 ? STR("")
                       : public_id_ok(matter) ? str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(matter))
                                              : str_fmt(w->a, "/desk/messages/%.*s", STR_ARG(id)),
                .what = str_eqz(done, "not-same") ? done : STR("")};
        }
    }
    return (struct undo_view){STR(""), STR(""), STR(""), STR("")};
}

// One page of messages from the key of the address on. On false the reply is made.
static bool page_of(struct web *w, bool handed_over, struct message_row **list, size_t *n)
{
    int64_t time = 0;
    int64_t id = 0;
    struct str key = web_param(w, "after");
    struct err e = ERR_INIT;
    if (key.n > 0 && !web_page_key_read(key, &time, &id)) {
        web_error(w, 404);
        return false;
    }
    bool good = handed_over
        ? q_handed_over_page(w->tx, &(struct q_handed_over_page_in){w->site->home, w->office->id, time, id}, list, n, &e)
        : q_inbox_page(w->tx, &(struct q_inbox_page_in){w->site->home, w->office->id, time, id}, list, n, &e);
    if (!good) {
        web_failed(w, &e);
    }
    return good;
}

static struct str next_of(struct web *w, const char *list, const struct message_row *rows, size_t n)
{
    if (n <= PAGE_ROWS) {
        return STR("");
    }
    const struct message_row *last = &rows[PAGE_ROWS - 1];
    return str_fmt(w->a, "/desk/%.*s/%s?after=%.*s", STR_ARG(w->office->code), list,
                   STR_ARG(web_page_key(w->a, last->received_at, last->id)));
}

void inbox_get(struct web *w)
{
    struct message_row *rows;
    size_t n;
    struct err e = ERR_INIT;
    struct likely *likely = NULL;
    int64_t count;
    if (!page_of(w, false, &rows, &n)) {
        return;
    }
    struct inbox_view v = {
        .page = desk_page_view(w, T(w->lang, "To be taken in"), w->office, DESK_NAV_INBOX),
        .undo = undo_of(w),
        .takes = web_may(w, CAP_DESK_TAKE, w->office->id),
        .handover = web_may(w, CAP_HANDOVER, w->office->id),
        .joins = site_setting_flag(w->site, w->office->id, SETTING_GROUPING),
        .rows = ARENA_ARRAY(w->a, struct inbox_row, PAGE_ROWS),
        .next = next_of(w, "inbox", rows, n),
    };
    if (!desk_inbox_count(w, COUNT_MOST, &count, &e) ||
        (v.takes && !same_measure(w->tx, w->site->home, w->office->id, &v.measure, &e))) {
        web_failed(w, &e);
        return;
    }
    if (v.takes && !inbox_likely(w, w->office->id, rows, n < PAGE_ROWS ? n : PAGE_ROWS, &likely)) {
        return;
    }
    v.more = count > COUNT_MOST;
    v.n_all = v.more ? COUNT_MOST : count;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        enum words_access access;
        if (!desk_words_access(w, &rows[i], NULL, &access)) {
            return;
        }
        if (access != WORDS_NOT_THERE && !inbox_row(w, &rows[i], access, v.takes ? &likely[i] : NULL,
                                                      &v.rows[v.n_rows++])) {
            return;
        }
    }
    struct buf out = web_buf();
    tmpl_inbox(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// Does the member hold the receiving role at this very office? Above it, only that there is something is known.
static bool receives(const struct web *w)
{
    for (size_t i = 0; i < w->who.n_roles; i++) {
        if (w->who.roles[i].office_id == w->office->id && capability_held(CAP_HANDOVER, w->who.roles[i].role)) {
            return true;
        }
    }
    return false;
}

void handed_over_get(struct web *w)
{
    struct message_row *rows;
    size_t n;
    if (!page_of(w, true, &rows, &n)) {
        return;
    }
    struct inbox_view v = {
        .page = desk_page_view(w, T(w->lang, "Handed over"), w->office, DESK_NAV_NONE),
        .rows = ARENA_ARRAY(w->a, struct inbox_row, PAGE_ROWS),
        .next = next_of(w, "handed-over", rows, n),
    };
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        if (policy_concerned(w, rows[i].about_office_id)) {
            continue;
        }
        if (!inbox_row(w, &rows[i], receives(w) ? WORDS_OPEN : WORDS_HIDDEN, NULL, &v.rows[v.n_rows++])) {
            return;
        }
        v.rows[v.n_rows - 1].category =
            str_eq(rows[i].kind, STR("complaint")) ? T(w->lang, "a complaint against a decision") : T(w->lang, "a denunciation");
    }
    struct buf out = web_buf();
    tmpl_handed_over(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

// The lists as tables. No words: what is not public leaves the desk only by the export that a second member agrees to.

static bool inbox_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct q_inbox_page_in *in = at;
    struct message_row *rows;
    size_t n;
    if (!q_inbox_page(t->w->tx, in, &rows, &n, e)) {
        return false;
    }
    *more = n > PAGE_ROWS;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        const struct message_row *m = &rows[i];
        enum words_access access;
        if (!desk_words_read(t->w, m, NULL, &access, e)) {
            return false;
        }
        in->after_time = m->received_at;
        in->after_id = m->id;
        if (access != WORDS_NOT_THERE) {
            table_text(t, m->public_id);
            table_time(t, m->received_at);
            table_text(t, m->channel);
            table_number(t, m->by_office);
            table_text(t, desk_category_name(t->w, m->category_id));
            table_end_row(t);
        }
    }
    return true;
}

void inbox_csv_get(struct web *w)
{
    struct q_inbox_page_in *in = ARENA_NEW(w->a, struct q_inbox_page_in);
    *in = (struct q_inbox_page_in){.home = w->site->home, .office = w->office->id};
    table_reply(w, STR("inbox"), "message,received_at,channel,entered_by_office,subject", inbox_rows, in);
}

static bool handed_over_rows(struct table *t, void *at, bool *more, struct err *e)
{
    struct q_handed_over_page_in *in = at;
    struct message_row *rows;
    size_t n;
    if (!q_handed_over_page(t->w->tx, in, &rows, &n, e)) {
        return false;
    }
    *more = n > PAGE_ROWS;
    for (size_t i = 0; i < n && i < PAGE_ROWS; i++) {
        in->after_time = rows[i].received_at;
        in->after_id = rows[i].id;
        if (!policy_concerned(t->w, rows[i].about_office_id)) {
            table_day_of(t, rows[i].received_at);
            table_text(t, rows[i].kind);
            table_end_row(t);
        }
    }
    return true;
}

void handed_over_csv_get(struct web *w)
{
    struct q_handed_over_page_in *in = ARENA_NEW(w->a, struct q_handed_over_page_in);
    *in = (struct q_handed_over_page_in){.home = w->site->home, .office = w->office->id};
    table_reply(w, STR("handed-over"), "received,kind", handed_over_rows, in);
}
