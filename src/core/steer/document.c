// document.c: what happens to a document, each change with its step, its event and its number in one transaction.
#include "core/steer/document.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/steer/document_paper.h"
#include "core/steer/file.h"
#include "db/q_document.h"
#include "db/q_site.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"

static const struct document_step steps[] = {
#define STEP(from, to, who, words) {from, to, WHO_##who, words},
#include "core/steer/document_step.def"
#undef STEP
};

const struct document_step *document_steps_from(struct str state, size_t *n)
{
    const struct document_step *first = NULL;
    *n = 0;
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) { // rows of one state stand together
        if (str_eqz(state, steps[i].from)) {
            first = first == NULL ? &steps[i] : first;
            ++*n;
        }
    }
    return first;
}

static const struct document_step *step_of(struct str from, struct str to)
{
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        if (str_eqz(from, steps[i].from) && str_eqz(to, steps[i].to)) {
            return &steps[i];
        }
    }
    return NULL;
}

bool document_step_wants_note(struct str from, struct str to)
{
    return str_eqz(to, "recalled") || (str_eqz(to, "draft") && !str_eqz(from, "comments"));
}

// ---- writing

// The step, and the event. What is done without leaving a state is told by its own name.
static bool record(const struct desk *d, const struct document_row *row, enum event_kind kind, struct str note,
                   struct err *e)
{
    struct str step = kind == EVENT_DOCUMENT_ACKNOWLEDGED ? STR("acknowledged")
                      : kind == EVENT_DOCUMENT_INSTRUCTED ? STR("instructed")
                      : kind == EVENT_DOCUMENT_CORRECTED  ? STR("corrected")
                                                          : row->state;
    struct str role = d->actor.role.p == NULL ? STR("") : d->actor.role; // none: an import
    return q_document_step_insert(d->tx,
                                  &(struct q_document_step_insert_in){.home = row->home_id,
                                                                      .id = random_id(),
                                                                      .document = row->id,
                                                                      .state = step,
                                                                      .note = note.p == NULL ? STR("") : note,
                                                                      .office = d->actor.office_id,
                                                                      .role = role,
                                                                      .member = d->actor.member_id,
                                                                      .now = d->now},
                                  NULL, e) &&
           event_add(d->tx,
                     &(struct event_new){.home = row->home_id,
                                         .kind = kind,
                                         .subject_id = row->id,
                                         .reason = row->state,
                                         .actor = d->actor,
                                         .now = d->now,
                                         .content = note.n > 0 ? note : row->summary},
                     NULL, e);
}

static bool next_number(const struct desk *d, struct document_row *row, struct err *e)
{
    struct counter_next_row next;
    row->year = civil_from_day(tz_day(d->site->tz, d->now)).year;
    if (q_counter_next(d->tx, row->office_id, row->book, row->year, &next, e) != Q_ROW) {
        return false;
    }
    row->number = next.last;
    return true;
}

static bool insert(const struct desk *d, const struct document_row *r, struct err *e)
{
    return q_document_insert(d->tx,
                             &(struct q_document_insert_in){.home = r->home_id,
                                                            .id = r->id,
                                                            .public_id = r->public_id,
                                                            .office = r->office_id,
                                                            .book = r->book,
                                                            .year = r->year,
                                                            .number = r->number,
                                                            .symbol = r->symbol,
                                                            .mark = r->mark,
                                                            .kind = r->kind,
                                                            .issuer = r->issuer,
                                                            .issuer_office = r->issuer_id,
                                                            .dated_day = r->dated_day,
                                                            .received_at = r->received_at,
                                                            .now = d->now,
                                                            .summary = r->summary,
                                                            .urgency = r->urgency,
                                                            .pages = r->pages,
                                                            .addressees = r->addressees,
                                                            .signer = r->signer,
                                                            .signer_title = r->signer_title,
                                                            .signed_as = r->signed_as,
                                                            .signed_for = r->signed_for,
                                                            .body = r->body,
                                                            .state = r->state,
                                                            .origin = r->origin_id},
                             NULL, e);
}

static struct document_row new_row(const struct desk *d, int64_t office_id, struct str book)
{
    return (struct document_row){
        .home_id = d->site->home,
        .id = random_id(),
        .public_id = public_id_new(tx_arena(d->tx)),
        .office_id = office_id,
        .book = book,
        .symbol = STR(""),
        .mark = STR(""),
        .issuer = STR(""),
        .addressees = STR(""),
        .signer = STR(""),
        .signer_title = STR(""),
        .signed_as = STR(""),
        .signed_for = STR(""),
        .instruction = STR(""),
        .body = STR(""),
        .version = 1,
        .recorded_at = d->now,
        .changed_at = d->now,
    };
}

static enum steer_end register_row(const struct desk *d, struct document_row *row, struct document_row *out,
                                   struct err *e)
{
    row->state = STR("registered");
    if (!next_number(d, row, e) || !insert(d, row, e) || !record(d, row, EVENT_DOCUMENT_REGISTERED, STR_NONE, e)) {
        return STEER_ERROR;
    }
    *out = *row;
    return STEER_SAVED;
}

static struct document_row received_row(const struct desk *d, int64_t office_id, const struct document_draft *draft)
{
    struct document_row row = new_row(d, office_id, STR("den"));
    row.kind = draft->kind;
    row.issuer = draft->issuer;
    row.mark = draft->mark;
    row.dated_day = draft->dated_day;
    row.received_at = tz_day_start(d->site->tz, draft->received_day);
    row.received_at = row.received_at == 0 ? 1 : row.received_at; // 0 is "none"
    row.summary = draft->summary;
    row.urgency = draft->urgency;
    row.pages = draft->pages;
    row.addressees = draft->addressees;
    row.signer = draft->signer;
    row.signer_title = draft->signer_title;
    row.signed_as = draft->signed_as;
    return row;
}

enum steer_end document_receive(const struct desk *d, int64_t office_id, const struct document_draft *draft,
                                struct document_row *out, struct err *e)
{
    struct document_row row = received_row(d, office_id, draft);
    return register_row(d, &row, out, e);
}

enum document_import document_import_known(const struct desk *d, int64_t office_id, int64_t number,
                                           const struct document_draft *draft, struct err *e)
{
    int64_t year = civil_from_day(draft->received_day).year;
    struct document_row there;
    if (q_document_by_number(d->tx,
                             &(struct q_document_by_number_in){
                                 .office = office_id, .book = STR("den"), .year = year, .number = number},
                             &there, e) != Q_ROW) {
        return DOCUMENT_IMPORT_ERROR;
    }
    // What was corrected in the book since keeps its number and its date of receipt.
    bool same = str_eq(there.mark, draft->mark) || str_eq(there.summary, draft->summary);
    return same && tz_day(d->site->tz, there.received_at) == draft->received_day ? DOCUMENT_KNOWN : DOCUMENT_TAKEN;
}

enum document_import document_import(const struct desk *d, int64_t office_id, int64_t number,
                                     const struct document_draft *draft, struct err *e)
{
    struct document_last_number_row last = {0};
    struct counter_next_row next;
    struct document_row row = received_row(d, office_id, draft);
    row.year = civil_from_day(draft->received_day).year;
    enum q_got got = q_document_last_number(d->tx, office_id, row.book, row.year, &last, e);
    if (got == Q_ERROR) {
        return DOCUMENT_IMPORT_ERROR;
    }
    if (number <= last.last) {
        return document_import_known(d, office_id, number, draft, e);
    }
    if (number > last.last + 1) {
        return DOCUMENT_GAP;
    }
    row.state = STR("registered");
    row.number = number;
    bool good = q_counter_next(d->tx, office_id, row.book, row.year, &next, e) == Q_ROW && insert(d, &row, e) &&
                record(d, &row, EVENT_DOCUMENT_IMPORTED, STR_NONE, e);
    return good ? DOCUMENT_IMPORTED : DOCUMENT_IMPORT_ERROR;
}

enum steer_end document_take(const struct desk *d, int64_t office_id, int64_t issued_id, struct document_row *out,
                             struct err *e)
{
    struct document_row issued;
    enum q_got got = q_document_to_register(d->tx, d->site->home, issued_id, office_id, &issued, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? STEER_NOT_NOW : STEER_ERROR;
    }
    struct document_row row = issued; // what the document says of itself is the same in both books
    struct document_row fresh = new_row(d, office_id, STR("den"));
    row.id = fresh.id;
    row.public_id = fresh.public_id;
    row.office_id = office_id;
    row.book = fresh.book;
    row.issuer_id = issued.office_id;
    row.origin_id = issued.id;
    row.received_at = d->now;
    row.recorded_at = row.changed_at = d->now;
    row.version = 1;
    int64_t taken;
    if (!q_document_addressee_received(
            d->tx,
            &(struct q_document_addressee_received_in){
                .home = row.home_id, .document = issued_id, .office = office_id, .received = row.id},
            &taken, e)) {
        return STEER_ERROR;
    }
    return taken == 0 ? STEER_NOT_NOW : register_row(d, &row, out, e);
}

// The one way a stored document changes.
static enum steer_end save(const struct desk *d, const struct document_row *was, const struct document_row *r,
                           struct err *e)
{
    int64_t changed;
    if (!q_document_update(d->tx,
                           &(struct q_document_update_in){.home = was->home_id,
                                                          .id = was->id,
                                                          .was_version = was->version,
                                                          .year = r->year,
                                                          .number = r->number,
                                                          .symbol = r->symbol,
                                                          .mark = r->mark,
                                                          .kind = r->kind,
                                                          .issuer = r->issuer,
                                                          .dated_day = r->dated_day,
                                                          .summary = r->summary,
                                                          .urgency = r->urgency,
                                                          .pages = r->pages,
                                                          .addressees = r->addressees,
                                                          .signer = r->signer,
                                                          .signer_title = r->signer_title,
                                                          .signed_as = r->signed_as,
                                                          .signed_for = r->signed_for,
                                                          .handler = r->handler_id,
                                                          .due_day = r->due_day,
                                                          .instruction = r->instruction,
                                                          .instructed_at = r->instructed_at,
                                                          .acknowledged_at = r->acknowledged_at,
                                                          .body = r->body,
                                                          .state = r->state,
                                                          .now = d->now},
                           &changed, e)) {
        return STEER_ERROR;
    }
    return changed == 0 ? STEER_STALE : STEER_SAVED;
}

static enum steer_end save_and_record(const struct desk *d, const struct document_row *was,
                                      const struct document_row *r, enum event_kind kind, struct str note,
                                      struct err *e)
{
    enum steer_end end = save(d, was, r, e);
    return end != STEER_SAVED || record(d, r, kind, note, e) ? end : STEER_ERROR;
}

// In its book, whether it has been handled or not.
static bool received(const struct document_row *r)
{
    return str_eqz(r->state, "registered") || str_eqz(r->state, "handled");
}

enum steer_end document_acknowledge(const struct desk *d, const struct document_row *was, struct err *e)
{
    if (!received(was) || was->acknowledged_at != 0) {
        return STEER_NOT_NOW;
    }
    struct document_row row = *was;
    row.acknowledged_at = d->now;
    return save_and_record(d, was, &row, EVENT_DOCUMENT_ACKNOWLEDGED, STR_NONE, e);
}

enum steer_end document_instruct(const struct desk *d, const struct document_row *was, struct str instruction,
                                 int64_t handler_id, int64_t due_day, struct err *e)
{
    if (!str_eqz(was->state, "registered")) {
        return STEER_NOT_NOW;
    }
    struct document_row row = *was;
    row.instruction = instruction;
    row.instructed_at = d->now;
    row.handler_id = handler_id;
    row.due_day = due_day;
    return save_and_record(d, was, &row, EVENT_DOCUMENT_INSTRUCTED, instruction, e);
}

static void put_draft(struct document_row *row, const struct document_draft *draft)
{
    row->kind = draft->kind;
    row->symbol = draft->symbol;
    row->summary = draft->summary;
    row->urgency = draft->urgency;
    row->pages = draft->pages;
    row->addressees = draft->addressees;
    row->signer = draft->signer;
    row->signer_title = draft->signer_title;
    row->signed_as = draft->signed_as;
    row->signed_for = draft->signed_for.p == NULL ? STR("") : draft->signed_for;
    row->body = draft->body;
}

enum steer_end document_begin(const struct desk *d, int64_t office_id, const struct document_draft *draft,
                              struct document_row *out, struct err *e)
{
    struct document_row row = new_row(d, office_id, STR("di"));
    const struct office *office = site_office(d->site, office_id);
    BUG_ON(office == NULL);
    put_draft(&row, draft);
    row.issuer = office->name[d->site->lang];
    row.issuer_id = office_id;
    row.state = STR("draft");
    if (!insert(d, &row, e) || !record(d, &row, EVENT_DOCUMENT_DRAFTED, STR_NONE, e)) {
        return STEER_ERROR;
    }
    *out = row;
    return STEER_SAVED;
}

enum steer_end document_inherit(const struct desk *d, const struct document_row *was, int64_t heir, struct err *e)
{
    struct document_row row = *was;
    struct desk at = *d;
    const struct office *office = site_office(d->site, heir);
    int64_t changed;
    BUG_ON(office == NULL || was->number != 0);
    at.actor.office_id = heir;
    row.office_id = heir;
    row.issuer = office->name[d->site->lang];
    row.state = str_eqz(was->state, "comments") ? was->state : STR("draft");
    if (!q_document_inherit(d->tx,
                            &(struct q_document_inherit_in){.home = row.home_id,
                                                            .id = row.id,
                                                            .was_version = was->version,
                                                            .office = heir,
                                                            .issuer = row.issuer,
                                                            .state = row.state,
                                                            .now = d->now},
                            &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_STALE;
    }
    bool good = q_document_coordinator_drop(d->tx, row.home_id, row.id, heir, NULL, e) && // it has it as a whole now
                record(&at, &row, EVENT_DOCUMENT_INHERITED, STR_NONE, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

enum steer_end document_save(const struct desk *d, const struct document_row *was, const struct document_draft *draft,
                             struct err *e)
{
    if (!str_eqz(was->state, "draft") && !str_eqz(was->state, "comments")) {
        return STEER_NOT_NOW;
    }
    struct document_row row = *was;
    put_draft(&row, draft);
    return save(d, was, &row, e);
}

// An event of it whose trace stands elsewhere than in its steps.
static bool tell(const struct desk *d, const struct document_row *was, enum event_kind kind, struct str reason,
                 struct str content, struct err *e)
{
    return event_add(d->tx,
                     &(struct event_new){.home = was->home_id,
                                         .kind = kind,
                                         .subject_id = was->id,
                                         .reason = reason,
                                         .actor = d->actor,
                                         .now = d->now,
                                         .content = content},
                     NULL, e);
}

// What is issued lies beside it as it went out, in both formats: names of offices may change afterwards.
static bool put_papers(const struct desk *d, const struct document_row *row, struct err *e)
{
    struct problems p = {.n = 0};
    struct file_draft files[] = {{.name = document_paper_name(tx_arena(d->tx), row, "odt")},
                                 {.name = document_paper_name(tx_arena(d->tx), row, "docx")}};
    struct paper paper = document_paper(tx_arena(d->tx), d->site, row);
    files[0].bytes = paper_odt(tx_arena(d->tx), &paper);
    files[1].bytes = paper_docx(tx_arena(d->tx), &paper);
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        file_check(tx_arena(d->tx), &files[i], &p);
        struct str hash = {(const char *)files[i].sha256, sizeof files[i].sha256};
        if (p.n > 0) {
            return err_set(e, ERR_LIMIT, "a document's file: %s", p.list[0].msgid);
        }
        if (!file_put(d, STR("document"), row->id, &files[i], e) ||
            !tell(d, row, EVENT_DOCUMENT_FILED, STR("issued"), hash, e)) {
            return false;
        }
    }
    return true;
}

enum steer_end document_step(const struct desk *d, const struct document_row *was, struct str to, struct str note,
                             struct err *e)
{
    const struct document_step *step = step_of(was->state, to);
    bool incomplete = str_eqz(to, "signed") && !document_signing_complete(was);
    if (step == NULL || incomplete || (note.n == 0 && document_step_wants_note(was->state, to))) {
        return STEER_NOT_NOW;
    }
    struct document_row row = *was;
    row.state = str_c(step->to);
    if (str_eqz(to, "numbered")) {
        if (!next_number(d, &row, e)) {
            return STEER_ERROR;
        }
        row.dated_day = tz_day(d->site->tz, d->now);
        row.mark = document_mark(tx_arena(d->tx), row.number, row.symbol);
    }
    enum steer_end end = save_and_record(d, was, &row, EVENT_DOCUMENT_STEPPED, note, e);
    return end == STEER_SAVED && str_eqz(to, "issued") && !put_papers(d, &row, e) ? STEER_ERROR : end;
}

// ---- who has to do with it, and what lies beside it

static bool in_the_making(const struct document_row *r)
{
    return str_eqz(r->book, "di") && !str_eqz(r->state, "issued") && !str_eqz(r->state, "recalled");
}

enum steer_end document_address(const struct desk *d, const struct document_row *was, int64_t office_id, bool chosen,
                                struct err *e)
{
    bool later = chosen && str_eqz(was->book, "di") && str_eqz(was->state, "issued"); // one that it still has to reach
    if ((!in_the_making(was) && !later) || office_id == was->office_id) {
        return STEER_NOT_NOW;
    }
    bool good = chosen ? q_document_addressee_put(d->tx, was->home_id, was->id, office_id, NULL, e)
                       : q_document_addressee_drop(d->tx, was->home_id, was->id, office_id, NULL, e);
    return good && tell(d, was, EVENT_DOCUMENT_ADDRESSED, chosen ? STR("chosen") : STR("dropped"), STR_NONE, e)
               ? STEER_SAVED
               : STEER_ERROR;
}

enum steer_end document_share(const struct desk *d, const struct document_row *was, int64_t office_id, bool chosen,
                              struct err *e)
{
    bool open = str_eqz(was->state, "registered") || str_eqz(was->state, "draft") || str_eqz(was->state, "comments");
    if (!open || office_id == was->office_id) {
        return STEER_NOT_NOW;
    }
    bool good = chosen ? q_document_coordinator_put(d->tx, was->home_id, was->id, office_id, NULL, e)
                       : q_document_coordinator_drop(d->tx, was->home_id, was->id, office_id, NULL, e);
    return good && tell(d, was, EVENT_DOCUMENT_SHARED, chosen ? STR("chosen") : STR("dropped"), STR_NONE, e)
               ? STEER_SAVED
               : STEER_ERROR;
}

enum steer_end document_attach(const struct desk *d, const struct document_row *was, const struct file_draft *f,
                               struct err *e)
{
    if (!str_eqz(was->state, "registered") && !str_eqz(was->state, "draft") && !str_eqz(was->state, "comments")) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = file_add(d, STR("document"), was->id, f, e);
    struct str hash = {(const char *)f->sha256, sizeof f->sha256};
    return end != STEER_SAVED || tell(d, was, EVENT_DOCUMENT_FILED, STR_NONE, hash, e) ? end : STEER_ERROR;
}

enum steer_end document_comment(const struct desk *d, const struct document_row *was, struct str words, struct err *e)
{
    if (!str_eqz(was->state, "comments")) {
        return STEER_NOT_NOW;
    }
    bool good = q_document_comment_insert(d->tx,
                                          &(struct q_document_comment_insert_in){.home = was->home_id,
                                                                                 .id = random_id(),
                                                                                 .document = was->id,
                                                                                 .office = d->actor.office_id,
                                                                                 .member = d->actor.member_id,
                                                                                 .words = words,
                                                                                 .now = d->now},
                                          NULL, e) &&
                tell(d, was, EVENT_DOCUMENT_COMMENTED, STR_NONE, words, e);
    return good ? STEER_SAVED : STEER_ERROR;
}

// ---- what was numbered is corrected openly

static struct str field_text(struct arena *a, const struct document_row *r, struct str field)
{
    return str_eqz(field, "summary")     ? r->summary
           : str_eqz(field, "issuer")    ? r->issuer
           : str_eqz(field, "mark")      ? r->mark
           : str_eqz(field, "kind")      ? r->kind
           : str_eqz(field, "pages")     ? str_fmt(a, "%lld", (long long)r->pages)
           : str_eqz(field, "dated_day") ? str_fmt(a, "%lld", (long long)r->dated_day)
                                         : STR_NONE;
}

static bool field_put(struct document_row *r, struct str field, struct str value)
{
    if (str_eqz(field, "pages")) {
        return str_int(value, &r->pages) && r->pages >= 0 && r->pages <= PAGES_MAX;
    }
    if (str_eqz(field, "dated_day")) {
        return str_int(value, &r->dated_day) && r->dated_day != 0;
    }
    *(str_eqz(field, "summary")  ? &r->summary
      : str_eqz(field, "issuer") ? &r->issuer
      : str_eqz(field, "mark")   ? &r->mark
                                 : &r->kind) = value;
    return value.n > 0 && (!str_eqz(field, "kind") || document_kind_of(value) != DOCUMENT_KINDS);
}

enum steer_end document_correct(const struct desk *d, const struct document_row *was, struct str field,
                                struct str value, struct str reason, struct err *e)
{
    struct str former = field_text(tx_arena(d->tx), was, field);
    struct document_row row = *was;
    // What was issued is corrected by a document; only the book of what came in may have been written wrongly.
    if (!received(was) || former.p == NULL || reason.n == 0 || !field_put(&row, field, value)) {
        return STEER_NOT_NOW;
    }
    enum steer_end end = save_and_record(d, was, &row, EVENT_DOCUMENT_CORRECTED, reason, e);
    if (end != STEER_SAVED) {
        return end;
    }
    return q_document_correction_insert(d->tx,
                                        &(struct q_document_correction_insert_in){.home = was->home_id,
                                                                                  .id = random_id(),
                                                                                  .document = was->id,
                                                                                  .field = field,
                                                                                  .was = former,
                                                                                  .is_now = value,
                                                                                  .reason = reason,
                                                                                  .now = d->now},
                                        NULL, e)
               ? STEER_SAVED
               : STEER_ERROR;
}

enum steer_end document_link(const struct desk *d, const struct document_row *from, struct str how,
                             const struct document_row *other, struct err *e)
{
    if (document_link_words(how, false) == NULL || from->id == other->id) {
        return STEER_NOT_NOW;
    }
    bool good = q_document_link_put(d->tx,
                                    &(struct q_document_link_put_in){
                                        .home = from->home_id, .document = from->id, .how = how, .other = other->id},
                                    NULL, e) &&
                tell(d, from, EVENT_DOCUMENT_LINKED, how, STR_NONE, e);
    return good ? STEER_SAVED : STEER_ERROR;
}
