// office_post.c: see office_post.h.
#include "jobs/office_post.h"

#include "base/log.h"
#include "core/steer/office_mail.h"
#include "db/q_meeting.h"
#include "db/q_office_mail.h"
#include "db/q_task.h"

enum { CALENDAR_BYTES = 32 << 10 }; // the mail process takes 64 KB in all

struct marking {
    int64_t home, id, at;
    const char *result; // NULL: later
};

static enum tx_end mark(struct tx *tx, void *arg, struct err *e)
{
    const struct marking *m = arg;
    bool good = m->result == NULL ? q_office_mail_later(tx, m->home, m->id, m->at, NULL, e)
                                  : q_office_mail_done(tx, &(struct q_office_mail_done_in){m->home, m->id, m->at,
                                                                                          str_c(m->result)}, NULL, e);
    return good ? TX_COMMIT : TX_FAILED;
}

// The link and, of a meeting, its invitation as it is now. to "": nothing to send any more.
static bool compose(struct tx *tx, const struct site *s, const struct office_mail_due_row *row, struct mailer_office_mail *out,
                    struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct str base = site_setting(s, s->root, SETTING_BASE_URL);
    struct task_row task;
    struct meeting_row meeting;
    out->to = STR("");
    if (str_eqz(row->kind, "task")) {
        enum q_got got = q_task_by_id(tx, row->home_id, row->subject_id, &task, e);
        if (got == Q_ROW && !str_eqz(task.state, "confirmed") && !str_eqz(task.state, "cancelled")) {
            out->to = office_mail_address(s, row->office_id);
            out->link = str_fmt(a, "%.*s/desk/tasks/%.*s", STR_ARG(base), STR_ARG(task.public_id));
        }
        return got != Q_ERROR;
    }
    struct ical_event ev;
    enum q_got got = q_meeting_by_id(tx, row->home_id, row->subject_id, &meeting, e);
    if (got != Q_ROW || !meeting_event(tx, s, s->lang, &meeting, &ev, e)) {
        return got == Q_NONE;
    }
    struct buf b = buf_new(CALENDAR_BYTES);
    ical_calendar(&b, ev.cancelled ? "CANCEL" : "REQUEST", meeting.title, &ev, 1);
    out->to = office_mail_address(s, row->office_id);
    out->link = str_fmt(a, "%.*s/desk/meetings/%.*s", STR_ARG(base), STR_ARG(meeting.public_id));
    out->calendar = buf_over(&b) ? STR_NONE : str_copy(a, buf_str(&b)); // then the page alone has it
    out->method = ev.cancelled ? STR("CANCEL") : STR("REQUEST");
    buf_free(&b);
    return true;
}

static bool deliver(struct outbox *o, struct arena *a, const struct site *s, const struct office_mail_due_row *row,
                    struct mailer_office_mail *mail, int64_t now, struct err *e)
{
    bool late = now - row->made_at >= OUTBOX_GIVE_UP;
    struct marking m = {row->home_id, row->id, now, "failed"};
    if (mail->to.n == 0) {
        return db_write(o->db, a, mark, &m, e);
    }
    struct marking claim = {row->home_id, row->id, now + outbox_wait(row->tries), NULL};
    if (!db_write(o->db, a, mark, &claim, e)) {
        return false;
    }
    struct err why = ERR_INIT;
    struct str from = site_setting(s, s->root, SETTING_MAIL_FROM);
    mail->kind = row->kind;
    mail->head = (struct mailer_notice){.lang = lang_info(s->lang)->code,
                                        .office = site_office(s, s->root)->name[s->lang],
                                        .server = site_setting(s, s->root, SETTING_SMTP_URL),
                                        .from = from,
                                        .message_id = outbox_message_id(a, row->home_id, row->id, from),
                                        .date = row->made_at};
    enum smtp_result result = mailer_send_office(o->mailer, mail, &why);
    if (result != SMTP_SENT) {
        bool last = result == SMTP_NEVER || late;
        log_warn("a mail to an office was not sent, %s: %s", last ? "given up" : "later again", why.what);
        return !last || db_write(o->db, a, mark, &m, e);
    }
    m.result = "sent";
    return db_write(o->db, a, mark, &m, e);
}

bool office_post_run(struct outbox *o, const struct site *s, int64_t now, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct office_mail_due_row *list = NULL;
    struct mailer_office_mail *mails = NULL;
    size_t n = 0;
    struct tx *tx;
    bool good = db_read_begin(o->db, &a, &tx, e);
    if (good) {
        good = q_office_mail_due(tx, now, &list, &n, e);
        mails = ARENA_ARRAY(&a, struct mailer_office_mail, n + 1);
        for (size_t i = 0; i < n && good; i++) {
            good = compose(tx, s, &list[i], &mails[i], e);
        }
        db_read_end(tx);
    }
    for (size_t i = 0; i < n && good && !atomic_load(&o->stop); i++) {
        good = deliver(o, &a, s, &list[i], &mails[i], now, e);
    }
    arena_free(&a);
    return good;
}
