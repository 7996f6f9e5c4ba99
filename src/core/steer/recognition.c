// recognition.c: see recognition.h.
#include "core/steer/recognition.h"

#include "core/steer/document_paper.h"
#include "auth/token.h"
#include "base/buf.h"
#include "base/random.h"
#include "db/q_recognition.h"
#include "i18n/format.h"
#include "i18n/i18n.h"
#include "text/token.h"

static const struct recognition_form forms[] = {
#define FORM(code, printed, words) {code, printed, words},
#include "core/steer/recognition_form.def"
#undef FORM
};

const struct recognition_form *recognition_forms(size_t *n)
{
    *n = ARRAY_LEN(forms);
    return forms;
}

const struct recognition_form *recognition_form_of(struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        if (str_eqz(code, forms[i].code)) {
            return &forms[i];
        }
    }
    return NULL;
}

static bool phrase_at(const struct token_list *text, size_t at, const struct token_list *phrase)
{
    bool same = at + phrase->n <= text->n;
    for (size_t i = 0; same && i < phrase->n; i++) {
        const struct token *t = &text->v[at + i];
        const struct token *p = &phrase->v[i];
        same = t->marked ? t->exact == p->exact : t->fold == p->fold;
    }
    return same;
}

bool recognition_not_service(struct str service)
{
    static const char *const phrases[] = {
#define WORDS(phrase) phrase,
#include "core/steer/not_service.def"
#undef WORDS
    };
    struct token_list text = TOKEN_LIST_INIT;
    struct token_list phrase = TOKEN_LIST_INIT;
    bool found = false;
    tokenise(&text, service, NULL, NULL, 0);
    for (size_t i = 0; i < ARRAY_LEN(phrases) && !found; i++) {
        tokenise(&phrase, str_c(phrases[i]), NULL, NULL, 0);
        for (size_t at = 0; at < text.n && !found; at++) {
            found = phrase_at(&text, at, &phrase);
        }
    }
    token_list_free(&text);
    token_list_free(&phrase);
    return found;
}

void recognition_check(struct recognition_draft *r, int64_t today, struct problems *p)
{
    steer_check_text(&r->name, PERSON_NAME_MAX, true, "name", N_("Say who is recognised."),
                     N_("Say it in fewer words."), p);
    if (!r->consent) {
        problem_add(p, "consent", N_("A name is kept only with the consent of whom it names."));
    }
    if (r->consent_day == 0 || r->consent_day > today) {
        problem_add(p, "consent_day", N_("Give the day on which they agreed; it cannot lie ahead."));
    }
    steer_check_text(&r->service, SERVICE_MAX, true, "service", N_("Say for what service."),
                     N_("Say it in fewer words."), p);
    if (recognition_not_service(r->service)) {
        problem_add(p, "service",
                    N_("Nobody is recognised for posting, commenting or reactions. Say what the service itself was."));
    }
    if (recognition_form_of(r->form) == NULL) {
        problem_add(p, "form", N_("Choose a form."));
    }
    steer_check_text(&r->decision_number, DECISION_NUMBER_MAX, true, "decision_number",
                     N_("Give the number of the decision."), N_("Say it in fewer words."), p);
    if (r->decision_day == 0 || r->decision_day > today) {
        problem_add(p, "decision_day", N_("Give the day of the decision; it cannot lie ahead."));
    }
}

enum steer_end recognition_record(const struct desk *d, int64_t office_id, const struct recognition_draft *r,
                                  struct str *public_id, struct err *e)
{
    struct q_recognition_insert_in in = {.home = d->site->home,
                                         .id = random_id(),
                                         .public_id = public_id_new(tx_arena(d->tx)),
                                         .office = office_id,
                                         .name = r->name,
                                         .consent_day = r->consent_day,
                                         .service = r->service,
                                         .form = r->form,
                                         .decision_number = r->decision_number,
                                         .decision_day = r->decision_day,
                                         .now = d->now};
    if (!q_recognition_insert(d->tx, &in, NULL, e) || !steer_event(d, EVENT_RECOGNITION_RECORDED, in.id, r->form, e)) {
        return STEER_ERROR;
    }
    *public_id = in.public_id;
    return STEER_SAVED;
}

enum steer_end recognition_withdraw(const struct desk *d, const struct recognition_row *was, struct err *e)
{
    int64_t changed;
    if (!q_recognition_withdraw(d->tx, was->home_id, was->id, d->now, &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_NOT_NOW;
    }
    return steer_event(d, EVENT_RECOGNITION_WITHDRAWN, was->id, STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

bool recognition_prints(const struct recognition_row *r)
{
    const struct recognition_form *f = recognition_form_of(r->form);
    return f != NULL && f->printed && r->withdrawn_at == 0;
}

static struct paper_block paragraph(struct arena *a, struct str text, bool bold)
{
    struct paper_run *run = ARENA_NEW(a, struct paper_run);
    *run = (struct paper_run){.text = text, .bold = bold};
    return (struct paper_block){.kind = PAPER_PARAGRAPH, .runs = run, .n_runs = 1};
}

static struct str by_decision(struct arena *a, enum lang lang, const struct recognition_row *r)
{
    struct buf day = buf_new(128);
    format_long_day(&day, lang, r->decision_day);
    struct str s = str_fmt(a, "%.*s %.*s, %.*s.", STR_ARG(T(lang, "By decision No.")), STR_ARG(r->decision_number),
                           STR_ARG(buf_str(&day)));
    buf_free(&day);
    return s;
}

struct paper recognition_paper(struct arena *a, const struct site *site, const struct recognition_row *r)
{
    enum lang lang = site->lang;
    const struct office *o = site_office(site, r->office_id);
    const struct office *above = o == NULL ? NULL : site_parent(site, o);
    struct str office = o == NULL ? STR("") : o->name[lang];
    struct paper p = {.form = PAPER_STATE,
                      .issuer_above = above == NULL ? STR("") : above->name[lang],
                      .issuer = office,
                      .mark = STR(""),
                      .place = o == NULL ? STR("") : document_place(site, o),
                      .day = r->decision_day,
                      .title = T(lang, "Certificate of recognition"),
                      .summary = STR(""),
                      .to = STR(""),
                      .recipients = STR(""),
                      .signed_as = T(lang, "Head of the office"),
                      .signer = STR("")};
    p.blocks = ARENA_ARRAY(a, struct paper_block, 4);
    p.blocks[p.n_blocks++] =
        paragraph(a, str_fmt(a, "%.*s %.*s", STR_ARG(office), STR_ARG(T(lang, "recognises"))), false);
    p.blocks[p.n_blocks++] = paragraph(a, r->name, true);
    p.blocks[p.n_blocks++] =
        paragraph(a, str_fmt(a, "%.*s %.*s", STR_ARG(T(lang, "for this service:")), STR_ARG(r->service)), false);
    p.blocks[p.n_blocks++] = paragraph(a, by_decision(a, lang, r), false);
    return p;
}
