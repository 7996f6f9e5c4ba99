// version_act.c: writing an answer: beginning it, saving, giving to the second reader, returning, publishing, and the next
// version. A save that comes too late shows both texts; nothing that was typed is lost.
#include "base/utf8.h"
#include "db/q_matter.h"
#include "db/q_publication.h"
#include "web/desk/version_view.h"

struct version_act;
typedef enum matter_end version_fn(const struct desk *d, struct version_act *act, struct err *e);

// One act, as it goes to the writer. pub and version are read anew there.
struct version_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    version_fn *run;
    const char *done;
    int64_t matter_id;         // begin
    int64_t pub_id;
    int64_t version_id;
    int64_t edit;              // that the form was made from
    struct version_form form;
    struct str note;           // return
    bool submit;
    struct publication_row pub;
    struct version_row version;
    enum matter_end end;
};

static bool read_rows(const struct desk *d, struct version_act *act, struct err *e)
{
    return (act->pub_id == 0 || q_publication_by_id(d->tx, d->site->home, act->pub_id, &act->pub, e) == Q_ROW) &&
           (act->version_id == 0 || q_version_by_id(d->tx, d->site->home, act->version_id, &act->version, e) == Q_ROW);
}

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct version_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    if (!read_rows(&d, act, e)) {
        return TX_FAILED;
    }
    bool stale = act->version_id != 0 && act->version.edit != act->edit;
    act->end = stale ? MATTER_STALE : act->run(&d, act, e);
    return act->end == MATTER_SAVED ? TX_COMMIT : act->end == MATTER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void to_version(struct web *w, const struct version_act *act)
{
    struct str address = version_address(w, &act->pub, act->version.lang, act->version.number);
    web_see_other(w, str_fmt(w->a, "/desk/versions/%.*s?done=%s", STR_ARG(address), act->done));
}

static struct str not_done(const struct web *w)
{
    return T(w->lang, "This was not done: the text has changed since you opened it, or its state does not allow it.");
}

// The page of the version again: it was too late, or its state does not allow it.
static void acted(struct web *w, void *arg)
{
    struct version_act *act = arg;
    struct err e = ERR_INIT;
    if (act->end == MATTER_SAVED) {
        to_version(w, act);
        return;
    }
    if (!web_read_again(w)) {
        return;
    }
    if (q_publication_by_id(w->tx, w->publication.home_id, w->publication.id, &w->publication, &e) != Q_ROW ||
        q_version_by_id(w->tx, w->version.home_id, w->version.id, &w->version, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    bool writing = act->form.draft.body.p != NULL && str_eq(w->version.state, STR("draft"));
    struct version_shown how = {.status = 409, .stale = act->end == MATTER_STALE && writing,
                                .typed = writing ? &act->form : NULL, .warning = STR("")};
    if (!how.stale) {
        how.warning = not_done(w);
    }
    version_reply(w, &how);
}

static struct version_act *new_act(struct web *w, const char *done, version_fn *run)
{
    struct version_act *act = ARENA_NEW(w->a, struct version_act);
    act->site = w->site;
    act->actor = web_actor(w, w->publication.id != 0 ? w->publication.office_id : w->matter.office_id);
    act->now = w->now;
    act->run = run;
    act->done = done;
    act->pub_id = w->publication.id;
    act->version_id = w->version.id;
    if (!str_int(web_field(w, "edit"), &act->edit)) {
        act->edit = -1;
    }
    return act;
}

static enum matter_end do_begin(const struct desk *d, struct version_act *act, struct err *e)
{
    struct matter_row matter;
    struct matter_titles_row *titles;
    size_t n;
    if (q_matter_by_id(d->tx, d->site->home, act->matter_id, &matter, e) != Q_ROW ||
        !q_matter_titles(d->tx, d->site->home, matter.id, &titles, &n, e)) {
        return MATTER_ERROR;
    }
    for (size_t i = 0; i < n; i++) { // what the matter is called in public needs no second typing
        if (str_eq(titles[i].lang, lang_info(act->form.draft.lang)->code)) {
            act->form.draft.title = titles[i].title;
        }
    }
    act->form.draft.by_receipt = matter.public_at == 0; // public is a choice once there is something to be public
    return press_begin(d, &matter, STR("answer"), matter.office_id, &act->form.draft, &act->pub, &act->version, e);
}

static void begun(struct web *w, void *arg)
{
    const struct version_act *act = arg;
    if (act->end == MATTER_SAVED) {
        to_version(w, act);
    } else {
        web_error(w, 409);
    }
}

void answer_begin_post(struct web *w)
{
    struct version_act *act = new_act(w, "begun", do_begin);
    enum lang lang;
    act->matter_id = w->matter.id;
    act->form.draft = (struct draft){.title = STR(""), .body = STR(""),
                                     .lang = lang_from_code(web_field(w, "lang"), &lang) ? lang : w->site->lang};
    web_write(w, WEB_QUIET, run_act, act, begun);
}

static enum matter_end do_save(const struct desk *d, struct version_act *act, struct err *e)
{
    enum matter_end end = press_save(d, &act->version, &act->form.draft, e);
    bool original = str_eq(act->version.lang, act->pub.lang) && str_eq(act->pub.state, STR("draft"));
    if (end == MATTER_SAVED && original && act->pub.by_receipt != act->form.draft.by_receipt) {
        end = press_readers(d, &act->pub, act->form.draft.by_receipt, e);
    }
    if (end != MATTER_SAVED || !act->submit) {
        return end;
    }
    return q_version_by_id(d->tx, d->site->home, act->version_id, &act->version, e) == Q_ROW
               ? press_submit(d, &act->version, e)
               : MATTER_ERROR;
}

// The chosen standard wording behind what is typed. On false the reply is made.
static bool insert_wording(struct web *w, struct version_form *f)
{
    struct wording_row row;
    struct err e = ERR_INIT;
    int64_t id;
    enum q_got got = str_int(web_field(w, "wording"), &id) ? q_wording_get(w->tx, id, &row, &e) : Q_NONE;
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return false;
    }
    if (got == Q_ROW && site_within(w->site, w->publication.office_id, row.office_id)) {
        const char *gap = f->draft.body.n == 0 ? "" : "\n\n";
        f->draft.body = str_fmt(w->a, "%.*s%s%.*s", STR_ARG(f->draft.body), gap, STR_ARG(row.body));
    }
    return true;
}

void version_save_post(struct web *w)
{
    struct version_act *act = new_act(w, "saved", do_save);
    struct problems p = {.n = 0};
    struct str what = web_field(w, "do");
    version_form_read(w, &act->form);
    if (str_eq(what, STR("insert")) && !insert_wording(w, &act->form)) {
        return;
    }
    if (str_eq(what, STR("insert")) || str_eq(what, STR("preview"))) {
        // Not saved: the version that the page was made from stays what the next save is compared with.
        w->version.edit = act->edit;
        version_reply(w, &(struct version_shown){.status = 200, .typed = &act->form, .warning = STR("")});
        return;
    }
    draft_check(&act->form.draft, w->version.number > 1, &p);
    if (p.n > 0) {
        w->version.edit = act->edit;
        version_reply(w, &(struct version_shown){.status = 422, .problems = &p, .typed = &act->form, .warning = STR("")});
        return;
    }
    act->submit = str_eq(what, STR("submit"));
    act->done = act->submit ? "submitted" : "saved";
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static enum matter_end do_return(const struct desk *d, struct version_act *act, struct err *e)
{
    enum matter_end end = press_return(d, &act->version, e);
    if (end != MATTER_SAVED || act->note.n == 0 || act->pub.matter_id == 0) {
        return end;
    }
    struct matter_row matter;
    return q_matter_by_id(d->tx, d->site->home, act->pub.matter_id, &matter, e) == Q_ROW ? matter_note(d, &matter, act->note, e)
                                                                                         : MATTER_ERROR;
}

// The capability holds from above too, for the office above as second reader: who that is now is asked here. On false the
// reply is made.
static bool lets_out(struct web *w)
{
    struct err e = ERR_INIT;
    bool may;
    bool good = version_may_publish(w, &may, &e);
    bool waits = good && !may && !str_eq(w->version.state, STR("submitted"));
    if (!good) {
        web_failed(w, &e);
    } else if (waits && web_may(w, CAP_PRESS_WRITE, w->publication.office_id)) {
        version_reply(w, &(struct version_shown){.status = 409, .warning = not_done(w)});
    } else if (!may) {
        web_error(w, 403);
    }
    return good && may;
}

void version_return_post(struct web *w)
{
    struct problems p = {.n = 0};
    if (!lets_out(w)) {
        return;
    }
    struct version_act *act = new_act(w, "returned", do_return);
    act->note = web_field(w, "back");
    if (utf8_count(act->note) > NOTE_MAX) {
        problem_add(&p, "back", N_("Write at most 10,000 characters."));
        version_reply(w, &(struct version_shown){.status = 422, .problems = &p, .warning = STR("")});
        return;
    }
    web_write(w, WEB_QUIET, run_act, act, acted);
}

static enum matter_end do_publish(const struct desk *d, struct version_act *act, struct err *e)
{
    return press_publish(d, &act->pub, &act->version, e);
}

// What is published passes the same check as what is saved: a draft that was only begun is not ready.
void version_publish_post(struct web *w)
{
    struct problems p = {.n = 0};
    if (!lets_out(w)) {
        return;
    }
    struct draft d = {.title = w->version.title, .body = w->version.body, .change_note = w->version.change_note};
    draft_check(&d, w->version.number > 1, &p);
    if (p.n > 0) {
        version_reply(w, &(struct version_shown){.status = 422, .problems = &p, .warning = STR("")});
        return;
    }
    web_write(w, WEB_PUBLIC, run_act, new_act(w, "published", do_publish), acted);
}

static enum matter_end do_next(const struct desk *d, struct version_act *act, struct err *e)
{
    return press_next(d, &act->pub, &act->form.draft, &act->version, e);
}

// The next version begins with the text of the latest one in its language, or empty where it is the first.
void publication_next_post(struct web *w)
{
    struct err e = ERR_INIT;
    enum lang lang;
    struct version_row *list;
    size_t n;
    if (!lang_from_code(web_field(w, "lang"), &lang)) {
        web_error(w, 400);
        return;
    }
    if (!q_versions_of_publication(w->tx, w->publication.home_id, w->publication.id, &list, &n, &e)) {
        web_failed(w, &e);
        return;
    }
    struct version_act *act = new_act(w, "begun", do_next);
    struct draft *d = &act->form.draft;
    *d = (struct draft){.lang = lang, .title = STR(""), .body = STR(""), .sources = act->form.sources};
    for (size_t i = n; i-- > 0;) {
        if (str_eq(list[i].lang, lang_info(lang)->code)) {
            struct sources_of_version_row *sources;
            size_t count;
            if (!q_sources_of_version(w->tx, list[i].home_id, list[i].id, &sources, &count, &e)) {
                web_failed(w, &e);
                return;
            }
            d->title = list[i].title;
            d->body = list[i].body;
            d->n_sources = 0;
            for (size_t j = 0; j < count && j < SOURCES_MAX; j++) {
                act->form.sources[d->n_sources++] = (struct source){sources[j].title, sources[j].url};
            }
        }
    }
    web_write(w, WEB_QUIET, run_act, act, begun);
}
