// param.c: see param.h.
#include "web/param.h"

#include "auth/token.h"
#include "core/steer/meeting.h"
#include "db/q_contest.h"
#include "db/q_document.h"
#include "db/q_file.h"
#include "db/q_matter.h"
#include "db/q_meeting.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "db/q_recognition.h"
#include "db/q_report.h"
#include "db/q_task.h"

static enum param_end from(enum q_got got)
{
    return got == Q_ERROR ? PARAM_ERROR : got == Q_NONE ? PARAM_NONE : PARAM_FOUND;
}

static enum param_end load_lang(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    (void)office_id;
    (void)e;
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (str_eq(value, lang_info(l)->code)) {
            w->lang = l;
            return PARAM_FOUND;
        }
    }
    return PARAM_NONE;
}

static enum param_end load_office(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    (void)e;
    w->office = site_office_by_code(w->site, value);
    if (w->office != NULL && !site_within(w->site, w->office->id, w->site->root)) {
        w->office = NULL;
    }
    if (w->office == NULL) {
        w->office = site_office_formerly(w->site, value);
        return w->office == NULL ? PARAM_NONE : PARAM_MOVED;
    }
    *office_id = w->office->id;
    return PARAM_FOUND;
}

static enum param_end load_matter(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_matter_by_public(w->tx, value, &w->matter, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->matter.office_id : 0;
    return from(got);
}

static enum param_end load_message(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_message_by_public(w->tx, value, &w->message, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->message.office_id : 0;
    return from(got);
}

static enum param_end load_document(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_document_by_public(w->tx, value, &w->document, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->document.office_id : 0;
    return from(got);
}

static enum param_end load_meeting(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_meeting_by_public(w->tx, value, &w->meeting, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->meeting.office_id : 0;
    return from(got);
}

// An office that is invited to a meeting: <meeting>-<code of the office>.
static enum param_end load_invited(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    struct str code = value;
    struct str meeting = str_cut(&code, '-');
    bool invited;
    int64_t caller;
    enum param_end end = load_meeting(w, meeting, &caller, e);
    if (end == PARAM_FOUND) {
        end = code.p == NULL ? PARAM_NONE : load_office(w, code, office_id, e);
    }
    if (end == PARAM_FOUND) {
        end = !meeting_invited(w->tx, w->site, &w->meeting, *office_id, &invited, e) ? PARAM_ERROR
              : invited                                                             ? PARAM_FOUND
                                                                                    : PARAM_NONE;
    }
    return end == PARAM_MOVED ? PARAM_NONE : end;
}

// A file is where the thing is that it lies beside.
static enum param_end load_file(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_file_by_public(w->tx, value, &w->file, e) : Q_NONE;
    if (got == Q_ROW) {
        got = str_eqz(w->file.subject, "document")
                  ? q_document_by_id(w->tx, w->file.home_id, w->file.subject_id, &w->document, e)
              : str_eqz(w->file.subject, "meeting")
                  ? q_meeting_by_id(w->tx, w->file.home_id, w->file.subject_id, &w->meeting, e)
              : str_eqz(w->file.subject, "task")
                  ? q_task_by_id(w->tx, w->file.home_id, w->file.subject_id, &w->task, e)
                  : Q_NONE;
    }
    *office_id = got != Q_ROW          ? 0
                 : w->document.id != 0 ? w->document.office_id
                 : w->meeting.id != 0  ? w->meeting.office_id
                                       : w->task.lead_id;
    return from(got);
}

static enum param_end load_recognition(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_recognition_by_public(w->tx, value, &w->recognition, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->recognition.office_id : 0;
    return from(got);
}

static enum param_end load_training(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_training_by_public(w->tx, value, &w->training, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->training.office_id : 0;
    return from(got);
}

static enum param_end load_contest(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_contest_by_public(w->tx, value, &w->contest, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->contest.office_id : 0;
    return from(got);
}

static enum param_end load_publication(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_publication_by_public(w->tx, value, &w->publication, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->publication.office_id : 0;
    return from(got);
}

// A version in an address: <publication>-<lang>-<number>. Names nothing that the publication's own address does not.
static enum param_end load_version(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    struct str rest = value;
    struct str pub = str_cut(&rest, '-');
    struct str lang = str_cut(&rest, '-');
    int64_t number;
    if (!str_int(rest, &number)) {
        return PARAM_NONE;
    }
    enum param_end end = load_publication(w, pub, office_id, e);
    if (end != PARAM_FOUND) {
        return end;
    }
    return from(q_version_by_number(w->tx, &(struct q_version_by_number_in){
        .home = w->publication.home_id, .publication = w->publication.id, .lang = lang, .number = number}, &w->version, e));
}

// A task, asked about at the office that leads it; as {given}, at the one that gave it.
static enum param_end load_task(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_task_by_public(w->tx, value, &w->task, e) : Q_NONE;
    *office_id = got == Q_ROW ? w->task.lead_id : 0;
    return from(got);
}

static enum param_end load_given(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum param_end end = load_task(w, value, office_id, e);
    *office_id = end == PARAM_FOUND ? w->task.office_id : 0;
    return end;
}

// Of a former office: at its heir.
static enum param_end load_report(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum q_got got = public_id_ok(value) ? q_report_by_public(w->tx, value, &w->report, e) : Q_NONE;
    *office_id = got == Q_ROW ? site_heir_id(w->site, w->report.office_id) : 0;
    return from(got);
}

// A report that was made public: its publication, and the report itself.
static enum param_end load_published(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    enum param_end end = load_publication(w, value, office_id, e);
    if (end != PARAM_FOUND || !str_eqz(w->publication.kind, "report")) {
        return end == PARAM_FOUND ? PARAM_NONE : end;
    }
    return from(q_report_of_publication(w->tx, w->publication.home_id, w->publication.id, &w->report, e));
}

static enum param_end load_asset(struct web *w, struct str value, int64_t *office_id, struct err *e)
{
    (void)office_id;
    (void)e;
    w->asset = value;
    return PARAM_FOUND;
}

static const struct {
    const char *name;
    enum param_end (*load)(struct web *w, struct str value, int64_t *office_id, struct err *e);
    bool for_all; // may stand in an address for everyone: is_public of policy.c knows which of them are
} params[] = {
    {"contest", load_contest, false}, {"training", load_training, false},   {"recognition", load_recognition, false},
    {"lang", load_lang, true},        {"office", load_office, true},        {"matter", load_matter, true},
    {"message", load_message, false}, {"answer", load_publication, true},   {"publication", load_publication, false},
    {"version", load_version, false}, {"document", load_document, false},   {"file", load_file, false},
    {"task", load_task, false},       {"given", load_given, false},         {"meeting", load_meeting, false},
    {"invited", load_invited, false},
    {"report", load_report, false},   {"asset", load_asset, true},          {"published", load_published, true},
};

bool param_known(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(params); i++) {
        if (str_eqz(name, params[i].name)) {
            return true;
        }
    }
    return false;
}

bool param_for_all(struct str name)
{
    bool yes = false;
    for (size_t i = 0; i < ARRAY_LEN(params); i++) {
        yes = yes || (params[i].for_all && str_eqz(name, params[i].name));
    }
    return yes;
}

enum param_end param_load(struct web *w, const struct capture *c, int64_t *office_id, struct err *e)
{
    for (size_t i = 0; i < ARRAY_LEN(params); i++) {
        if (str_eqz(c->name, params[i].name)) {
            return params[i].load(w, c->value, office_id, e);
        }
    }
    BUG("a path parameter that param.c does not know");
}
