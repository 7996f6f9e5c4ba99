// document_form.c: registering what came by post, and writing a draft of one's own, with its preview.
#include "web/steer/document_view.h"

#include "core/steer/file.h"
#include "db/q_document.h"
#include "docs/markdown.h"
#include "templates.h"

enum { SIGNINGS_MAX = 8 };

// Left empty, it is made of the kind and the office's short name.
static struct str symbol_field(struct web *w, int64_t office_id, struct str kind)
{
    struct str typed = web_field(w, "symbol");
    enum document_kind k = document_kind_of(kind);
    return typed.n > 0 || k == DOCUMENT_KINDS
               ? typed
               : document_symbol(w->a, k, site_setting(w->site, office_id, SETTING_SYMBOL));
}

static struct document_draft read_form(struct web *w, int64_t office_id, bool received)
{
    struct document_draft d = {
        .kind = web_field(w, "kind"), .issuer = web_field(w, "issuer"), .mark = web_field(w, "mark"),
        .summary = web_field(w, "summary"), .urgency = web_field(w, "urgency"), .addressees = web_field(w, "addressees"),
        .signer = web_field(w, "signer"), .signer_title = web_field(w, "signer_title"),
        .signed_as = web_field(w, "signed_as"), .signed_for = web_field(w, "signed_for"), .body = web_field(w, "body"),
        .dated_day = desk_day_field(w, "dated_day"), .received_day = desk_day_field(w, "received_day"),
    };
    d.symbol = received ? STR("") : symbol_field(w, office_id, d.kind);
    if (web_field(w, "pages").n > 0 && !str_int(web_field(w, "pages"), &d.pages)) {
        d.pages = -1;
    }
    return d;
}

static struct document_draft of_row(const struct document_row *r)
{
    return (struct document_draft){.kind = r->kind, .symbol = r->symbol, .summary = r->summary, .urgency = r->urgency,
                                   .addressees = r->addressees, .signer = r->signer, .signer_title = r->signer_title,
                                   .signed_as = r->signed_as, .signed_for = r->signed_for, .body = r->body, .pages = r->pages};
}

// In which capacity somebody signs (Nghị định 30/2020/NĐ-CP, Phụ lục I).
static struct desk_choices signings(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, SIGNINGS_MAX), 0};
    const char *words;
    for (const char *code; c.n < SIGNINGS_MAX && (code = document_signing(c.n, &words)) != NULL;) {
        c.list[c.n++] = (struct desk_choice){str_c(code), T_(w->lang, words), str_eqz(chosen, code)};
    }
    return c;
}

struct form_shown {
    int status;
    bool received;
    bool previews;
    const struct problems *problems;
    struct str warning;
    int64_t version;
};

static void reply_form(struct web *w, const struct office *office, const struct document_draft *d, const struct form_shown *how)
{
    bool edits = w->document.id != 0;
    struct str title = how->received ? T(w->lang, "Register a document received")
                       : edits       ? T(w->lang, "Go on drafting")
                                     : T(w->lang, "Draft a document");
    struct document_form_view v = {
        .page = desk_page_view(w, title, office, DESK_NAV_DOCUMENTS), .received = how->received, .d = *d,
        .kinds = document_kinds(w, d->kind), .urgencies = document_urgencies(w, d->urgency),
        .signings = signings(w, d->signed_as), .version = how->version, .warning = how->warning, .previews = how->previews,
        .action = edits ? str_fmt(w->a, "/desk/documents/%.*s/save", STR_ARG(w->document.public_id))
                        : str_fmt(w->a, "/desk/%.*s/documents/%s", STR_ARG(office->code), how->received ? "receive" : "draft"),
        .back = edits ? document_path(w, w->document.public_id)
                      : str_fmt(w->a, "/desk/%.*s/documents?book=%s", STR_ARG(office->code), how->received ? "den" : "di"),
    };
    v.page.page.problems = how->problems;
    if (how->previews) {
        v.preview = markdown_html(w->a, d->body, (struct markdown_look){.heading_shift = 2, .own_host = w->req->host});
    }
    struct buf out = web_buf();
    tmpl_document_form(&out, w->lang, &v);
    web_reply_html(w, how->status, &out);
    buf_free(&out);
}

void document_receive_get(struct web *w)
{
    struct document_draft d = {.kind = STR("letter"), .urgency = STR("normal"), .received_day = w->site->today};
    reply_form(w, w->office, &d, &(struct form_shown){.status = 200, .received = true});
}

void document_draft_get(struct web *w)
{
    struct document_draft d = {.kind = STR("letter"), .urgency = STR("normal"), .signed_as = STR("TM")};
    reply_form(w, w->office, &d, &(struct form_shown){.status = 200});
}

void document_edit_get(struct web *w)
{
    struct document_draft d = of_row(&w->document);
    bool open = str_eqz(w->document.state, "draft") || str_eqz(w->document.state, "comments");
    if (!open) { // nothing to edit any more: its page says how it stands
        web_see_other(w, document_path(w, w->document.public_id));
        return;
    }
    reply_form(w, site_office(w->site, w->document.office_id), &d,
               &(struct form_shown){.status = 200, .version = w->document.version});
}

// ---- writing

struct form_act {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    struct document_draft draft;
    bool received;
    struct file_draft *files;    // of one that was received
    size_t n_files;
    int64_t document_id;         // 0: a new one
    int64_t version;             // that the form was made from
    struct document_row row;     // out
    enum steer_end end;
};

static enum steer_end receive(const struct desk *d, struct form_act *act, struct err *e)
{
    enum steer_end end = document_receive(d, act->office_id, &act->draft, &act->row, e);
    for (size_t i = 0; i < act->n_files && end == STEER_SAVED; i++) {
        end = document_attach(d, &act->row, &act->files[i], e);
    }
    return end;
}

static enum tx_end run_form(struct tx *tx, void *arg, struct err *e)
{
    struct form_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    if (act->document_id != 0) {
        if (q_document_by_id(tx, act->site->home, act->document_id, &act->row, e) != Q_ROW) {
            return TX_FAILED;
        }
        act->end = act->row.version == act->version ? document_save(&d, &act->row, &act->draft, e) : STEER_STALE;
    } else {
        act->end = act->received ? receive(&d, act, e)
                                 : document_begin(&d, act->office_id, &act->draft, &act->row, e);
    }
    return act->end == STEER_SAVED ? TX_COMMIT : act->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void form_done(struct web *w, void *arg)
{
    const struct form_act *act = arg;
    struct err e = ERR_INIT;
    if (act->end == STEER_SAVED) {
        web_see_other(w, str_fmt(w->a, "%.*s?done=%s", STR_ARG(document_path(w, act->row.public_id)),
                                 act->received ? "registered" : "saved"));
        return;
    }
    if (!web_read_again(w)) {
        return;
    }
    if (q_document_by_id(w->tx, w->document.home_id, w->document.id, &w->document, &e) != Q_ROW) {
        web_failed(w, &e);
        return;
    }
    // What was typed stays; sent again, it takes the place of what was saved meanwhile.
    reply_form(w, site_office(w->site, act->office_id), &act->draft,
               &(struct form_shown){.status = 409, .version = w->document.version,
                               .warning = T(w->lang, "Not saved yet: somebody saved this draft, or took it a step further, "
                                                     "since you opened it. Sent again, your text takes its place.")});
}

// Files are optional here: a browser sends an empty one without a name where none was chosen.
static size_t files_field(struct web *w, struct file_draft **list, struct problems *p)
{
    if (w->n_files == 0 || (w->n_files == 1 && w->files[0].name.n == 0)) {
        return 0;
    }
    size_t n = desk_files_field(w, list, p);
    if (n > FILES_MAX) {
        problem_add(p, "file", N_("That is too many files for one document."));
    }
    return n;
}

static void write_form(struct web *w, const struct office *office, struct document_draft *d, bool received)
{
    struct problems p = {.n = 0};
    int64_t version = 0;
    if (w->document.id != 0 && !str_int(web_field(w, "version"), &version)) {
        web_error(w, 400);
        return;
    }
    if (str_eqz(web_field(w, "do"), "preview")) {
        reply_form(w, office, d, &(struct form_shown){.status = 200, .previews = true, .version = version});
        return;
    }
    struct file_draft *files = NULL;
    size_t n_files = 0;
    if (received) {
        document_check_received(d, w->site->today, &p);
        n_files = files_field(w, &files, &p);
        if (p.n > 0 && n_files > 0) { // a browser does not send them twice
            problem_add(&p, "file", N_("Choose the files again: they were not kept."));
        }
    } else {
        document_check_draft(d, &p);
    }
    if (p.n > 0) {
        struct form_shown how = {.status = 422, .received = received, .problems = &p, .version = version};
        reply_form(w, office, d, &how);
        return;
    }
    struct form_act *act = ARENA_NEW(w->a, struct form_act);
    *act = (struct form_act){.site = w->site, .actor = web_actor(w, office->id), .now = w->now, .office_id = office->id,
                             .draft = *d, .received = received, .files = files, .n_files = n_files,
                             .document_id = w->document.id, .version = version};
    web_write(w, WEB_QUIET, run_form, act, form_done);
}

void document_receive_post(struct web *w)
{
    struct document_draft d = read_form(w, w->office->id, true);
    write_form(w, w->office, &d, true);
}

void document_draft_post(struct web *w)
{
    struct document_draft d = read_form(w, w->office->id, false);
    write_form(w, w->office, &d, false);
}

void document_save_post(struct web *w)
{
    struct document_draft d = read_form(w, w->document.office_id, false);
    write_form(w, site_office(w->site, w->document.office_id), &d, false);
}
