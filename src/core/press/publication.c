// publication.c: see publication.h.
#include "core/press/publication.h"

#include "auth/token.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/count/tally.h"
#include "core/office/second.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_publication.h"
#include "i18n/i18n.h"

static void check_text(struct str *s, size_t max, bool needed, const char *field, const char *missing, const char *long_,
                       struct problems *p)
{
    *s = str_trim(*s);
    if (needed && s->n == 0) {
        problem_add(p, field, missing);
    } else if (!utf8_valid(*s) || utf8_count(*s) > max) {
        problem_add(p, field, long_);
    }
}

void draft_check(struct draft *d, bool correcting, struct problems *p)
{
    check_text(&d->title, PUBLICATION_TITLE_MAX, true, "title", N_("Give it a title."), N_("The title is too long."), p);
    check_text(&d->body, BODY_MAX, true, "body", N_("Write the text."), N_("The text is too long."), p);
    check_text(&d->change_note, CHANGE_NOTE_MAX, correcting, "change_note", N_("Say what this correction changes."),
               N_("Say it in at most 300 characters."), p);
    if (d->n_sources > SOURCES_MAX) {
        problem_add(p, "sources", N_("At most 10 sources."));
    }
    for (size_t i = 0; i < d->n_sources && i < SOURCES_MAX; i++) {
        const struct source *s = &d->sources[i];
        bool http = str_starts(s->url, STR("https://")) || str_starts(s->url, STR("http://"));
        if (s->title.n == 0 || (s->url.n != 0 && !http)) {
            problem_add(p, "sources", N_("A source needs a title, and its address begins with https://."));
        }
    }
}

static bool event_of(const struct desk *d, int64_t pub_id, enum event_kind kind, struct str content, struct err *e)
{
    return event_add(d->tx, &(struct event_new){.home = d->site->home, .kind = kind, .subject_id = pub_id, .actor = d->actor,
                                                .now = d->now, .content = content}, NULL, e);
}

static bool put_sources(const struct desk *d, int64_t version_id, const struct draft *draft, struct err *e)
{
    if (!q_sources_delete(d->tx, d->site->home, version_id, NULL, e)) {
        return false;
    }
    for (size_t i = 0; i < draft->n_sources; i++) {
        if (!q_source_insert(d->tx, &(struct q_source_insert_in){
                .home = d->site->home, .version = version_id, .position = (int64_t)i + 1, .title = draft->sources[i].title,
                .url = draft->sources[i].url.n == 0 ? STR_NONE : draft->sources[i].url}, NULL, e)) {
            return false;
        }
    }
    return true;
}

static bool put_version(const struct desk *d, struct version_row *v, const struct draft *draft, struct err *e)
{
    return q_version_insert(d->tx, &(struct q_version_insert_in){
               .home = v->home_id, .id = v->id, .publication = v->publication_id, .number = v->number, .lang = v->lang,
               .translates = v->translates_id, .title = v->title, .body = v->body, .change_note = v->change_note,
               .member = d->actor.member_id, .role = d->actor.role, .now = d->now}, NULL, e) &&
           put_sources(d, v->id, draft, e);
}

static struct version_row version_of(const struct desk *d, int64_t pub_id, const struct draft *draft)
{
    return (struct version_row){
        .home_id = d->site->home, .id = random_id(), .publication_id = pub_id, .number = 1, .lang = lang_info(draft->lang)->code,
        .state = STR("draft"), .title = draft->title, .body = draft->body,
        .change_note = draft->change_note.n == 0 ? STR_NONE : draft->change_note, .member_id = d->actor.member_id,
        .role = d->actor.role, .made_at = d->now, .edit = 1};
}

enum matter_end press_begin(const struct desk *d, const struct matter_row *matter, struct str kind, int64_t office_id,
                            const struct draft *draft, struct publication_row *pub, struct version_row *version,
                            struct err *e)
{
    struct publication_row row = {
        .home_id = d->site->home, .id = random_id(), .public_id = public_id_new(tx_arena(d->tx)), .kind = kind,
        .office_id = office_id, .matter_id = matter == NULL ? 0 : matter->id, .lang = lang_info(draft->lang)->code,
        .state = STR("draft"), .by_receipt = draft->by_receipt,
        .comments = !str_eqz(kind, "report") && site_setting_flag(d->site, office_id, SETTING_COMMENTS),
        .changed_at = d->now, .version = 1};
    struct version_row v = version_of(d, row.id, draft);
    bool good = q_publication_insert(d->tx, &(struct q_publication_insert_in){
                    .home = row.home_id, .id = row.id, .public_id = row.public_id, .kind = row.kind, .office = row.office_id,
                    .matter = row.matter_id, .category = matter == NULL ? 0 : matter->category_id,
                    .lang = row.lang, .by_receipt = row.by_receipt, .comments = row.comments, .now = d->now}, NULL, e) &&
                put_version(d, &v, draft, e) && event_of(d, row.id, EVENT_PUBLICATION_DRAFTED, draft->body, e);
    if (!good) {
        return MATTER_ERROR;
    }
    *pub = row;
    *version = v;
    return MATTER_SAVED;
}

enum matter_end press_save(const struct desk *d, const struct version_row *was, const struct draft *draft, struct err *e)
{
    if (!str_eq(was->state, STR("draft"))) {
        return MATTER_NOT_NOW;
    }
    int64_t changed;
    if (!q_version_save(d->tx, &(struct q_version_save_in){
            .home = was->home_id, .id = was->id, .was_edit = was->edit, .title = draft->title, .body = draft->body,
            .change_note = draft->change_note.n == 0 ? STR_NONE : draft->change_note, .member = d->actor.member_id,
            .now = d->now}, &changed, e)) {
        return MATTER_ERROR;
    }
    if (changed == 0) {
        return MATTER_STALE;
    }
    return put_sources(d, was->id, draft, e) && event_of(d, was->publication_id, EVENT_PUBLICATION_DRAFTED, draft->body, e)
               ? MATTER_SAVED
               : MATTER_ERROR;
}

enum matter_end press_next(const struct desk *d, const struct publication_row *pub, const struct draft *draft,
                           struct version_row *version, struct err *e)
{
    struct version_row *list;
    size_t n;
    if (!q_versions_of_publication(d->tx, pub->home_id, pub->id, &list, &n, e)) {
        return MATTER_ERROR;
    }
    struct version_row v = version_of(d, pub->id, draft);
    int64_t original = 0; // latest version in the original's language, a published one before a draft
    bool out = false;
    for (size_t i = n; i-- > 0;) {
        if (str_eq(list[i].lang, v.lang) && !str_eq(list[i].state, STR("published"))) {
            return MATTER_NOT_NOW; // one draft at a time
        }
        if (str_eq(list[i].lang, v.lang) && list[i].number >= v.number) {
            v.number = list[i].number + 1;
        }
        bool published = str_eq(list[i].state, STR("published"));
        if (str_eq(list[i].lang, pub->lang) && (published || !out)) {
            original = list[i].id;
            out = out || published;
        }
    }
    if (original == 0 || (!out && str_eq(v.lang, pub->lang))) {
        return MATTER_NOT_NOW;
    }
    v.translates_id = str_eq(v.lang, pub->lang) ? 0 : original;
    if (!put_version(d, &v, draft, e) || !event_of(d, pub->id, EVENT_PUBLICATION_DRAFTED, draft->body, e)) {
        return MATTER_ERROR;
    }
    *version = v;
    return MATTER_SAVED;
}

static enum matter_end set_state(const struct desk *d, const struct version_row *was, const char *from, const char *to,
                                 int64_t approver, int64_t published_at, struct err *e)
{
    if (!str_eqz(was->state, from)) {
        return MATTER_NOT_NOW;
    }
    int64_t changed;
    if (!q_version_set_state(d->tx, &(struct q_version_set_state_in){
            .home = was->home_id, .id = was->id, .was_edit = was->edit, .state = str_c(to), .approver = approver,
            .published_at = published_at}, &changed, e)) {
        return MATTER_ERROR;
    }
    return changed == 0 ? MATTER_STALE : MATTER_SAVED;
}

enum matter_end press_submit(const struct desk *d, const struct version_row *was, struct err *e)
{
    enum matter_end end = set_state(d, was, "draft", "submitted", 0, 0, e);
    if (end == MATTER_SAVED && !event_of(d, was->publication_id, EVENT_PUBLICATION_SUBMITTED, was->body, e)) {
        return MATTER_ERROR;
    }
    return end;
}

enum matter_end press_return(const struct desk *d, const struct version_row *was, struct err *e)
{
    enum matter_end end = set_state(d, was, "submitted", "draft", 0, 0, e);
    if (end == MATTER_SAVED && !event_of(d, was->publication_id, EVENT_PUBLICATION_RETURNED, STR_NONE, e)) {
        return MATTER_ERROR;
    }
    return end;
}

bool press_may_publish(const struct desk *d, const struct publication_row *pub, const struct version_row *v,
                       int64_t member_id, bool *may, struct err *e)
{
    *may = !site_setting_flag(d->site, pub->office_id, SETTING_SECOND_READER);
    return *may || !str_eq(v->state, STR("submitted")) ||
           second_is(d->tx, d->site, pub->office_id, v->member_id, SECOND_APPROVES, member_id, d->now, may, e);
}

bool press_second(const struct desk *d, const struct publication_row *pub, const struct version_row *v, struct second *at,
                  struct err *e)
{
    *at = (struct second){.office_id = 0};
    return !site_setting_flag(d->site, pub->office_id, SETTING_SECOND_READER) ||
           second_find(d->tx, d->site, pub->office_id, v->member_id, SECOND_APPROVES, d->now, at, e);
}

bool press_reach(struct tx *tx, const struct publication_row *pub, const struct matter_row *matter, enum press_reach *reach,
                 struct err *e)
{
    struct messages_of_matter_count_row n = {.n = 0};
    if (matter != NULL && q_messages_of_matter_count(tx, matter->home_id, matter->id, &n, e) != Q_ROW) {
        return false;
    }
    *reach = pub->by_receipt                               ? REACH_CHOSEN
             : matter == NULL                              ? REACH_PUBLIC
             : matter->public_at == 0                      ? REACH_NO_TITLE
             : n.shown == 0                                ? REACH_NO_CONSENT
                                                           : REACH_PUBLIC;
    return true;
}

enum matter_end press_readers(const struct desk *d, const struct publication_row *pub, bool by_receipt, struct err *e)
{
    if (!str_eq(pub->state, STR("draft")) || (by_receipt && pub->matter_id == 0)) {
        return MATTER_NOT_NOW;
    }
    int64_t changed;
    if (!q_publication_set(d->tx, &(struct q_publication_set_in){
            .home = pub->home_id, .id = pub->id, .was_version = pub->version, .state = pub->state, .by_receipt = by_receipt,
            .now = d->now}, &changed, e)) {
        return MATTER_ERROR;
    }
    return changed == 0 ? MATTER_STALE : MATTER_SAVED;
}

static enum matter_end out_first(const struct desk *d, const struct publication_row *pub, const struct matter_row *matter,
                                 struct err *e)
{
    enum press_reach reach;
    if (!press_reach(d->tx, pub, matter, &reach, e)) {
        return MATTER_ERROR;
    }
    int64_t changed;
    if (!q_publication_set(d->tx, &(struct q_publication_set_in){
            .home = pub->home_id, .id = pub->id, .was_version = pub->version, .state = STR("published"),
            .by_receipt = reach != REACH_PUBLIC, .published_at = d->now, .now = d->now}, &changed, e)) {
        return MATTER_ERROR;
    }
    if (changed == 0) {
        return MATTER_STALE;
    }
    struct tally_tx sums = {d->tx, d->site};
    if (!tally_of_publication(d->site, pub->office_id, d->now, pub->kind, reach != REACH_PUBLIC, 1, tally_to_store, &sums, e)) {
        return MATTER_ERROR;
    }
    return matter == NULL ? MATTER_SAVED : matter_answered(d, matter, e);
}

enum matter_end press_publish(const struct desk *d, const struct publication_row *pub, const struct version_row *v,
                              struct err *e)
{
    bool may;
    if (!press_may_publish(d, pub, v, d->actor.member_id, &may, e)) {
        return MATTER_ERROR;
    }
    if (!may) {
        return MATTER_NOT_NOW;
    }
    bool first = str_eq(pub->state, STR("draft"));
    bool translation = !str_eq(v->lang, pub->lang);
    if (first && translation) {
        return MATTER_NOT_NOW; // the original goes first
    }
    const char *from = str_eq(v->state, STR("submitted")) ? "submitted" : "draft";
    int64_t approver = d->actor.member_id == v->member_id ? 0 : d->actor.member_id;
    enum matter_end end = set_state(d, v, from, "published", approver, d->now, e);
    if (end != MATTER_SAVED) {
        return end;
    }
    struct matter_row matter;
    if (pub->matter_id != 0 && q_matter_by_id(d->tx, pub->home_id, pub->matter_id, &matter, e) != Q_ROW) {
        return MATTER_ERROR;
    }
    if (first) {
        end = out_first(d, pub, pub->matter_id != 0 ? &matter : NULL, e);
    } else {
        int64_t changed;
        bool good = q_publication_set(d->tx, &(struct q_publication_set_in){
            .home = pub->home_id, .id = pub->id, .was_version = pub->version, .state = pub->state,
            .by_receipt = pub->by_receipt, .published_at = pub->published_at, .now = d->now}, &changed, e);
        end = !good ? MATTER_ERROR : changed == 0 ? MATTER_STALE : MATTER_SAVED;
    }
    enum event_kind kind = first ? EVENT_PUBLICATION_PUBLISHED
                           : translation ? EVENT_PUBLICATION_TRANSLATED : EVENT_PUBLICATION_CORRECTED;
    if (end == MATTER_SAVED && !event_of(d, pub->id, kind, v->body, e)) {
        return MATTER_ERROR;
    }
    return end;
}
