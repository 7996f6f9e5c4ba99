// document_words.c: the words of the register: kinds, states, urgencies, links, and what is wrong with a form.
#include "core/steer/document.h"

#include "core/press/publication.h"
#include "db/q_document.h"
#include "i18n/civil.h"
#include "i18n/i18n.h"
#include "text/fold.h"

// The same word but for letter case and marks that fold away, such as those typed in another normal form.
static bool fold_same(struct str a, struct str b)
{
    char x[128];
    char y[128];
    return a.n > 0 && a.n <= sizeof x && b.n <= sizeof y &&
           str_eq((struct str){x, fold_text(a, x)}, (struct str){y, fold_text(b, y)});
}

struct kind_info {
    const char *code, *abbreviation, *words;
};
static const struct kind_info kinds[DOCUMENT_KINDS] = {
#define KIND(name, code, abbreviation, words) [KIND_##name] = {code, abbreviation, words},
#include "core/steer/document_kind.def"
#undef KIND
};

enum document_kind document_kind_of(struct str code)
{
    enum document_kind k = 0;
    while (k < DOCUMENT_KINDS && !str_eqz(code, kinds[k].code)) {
        k++;
    }
    return k;
}

enum document_kind document_kind_named(struct str words)
{
    enum document_kind k = document_kind_of(words);
    for (enum document_kind i = 0; k == DOCUMENT_KINDS && i < DOCUMENT_KINDS; i++) {
        bool same = kinds[i].abbreviation[0] != 0 && str_eqz(words, kinds[i].abbreviation);
        for (enum lang l = 0; l < LANG_COUNT && !same; l++) {
            same = fold_same(words, T_(l, kinds[i].words));
        }
        k = same ? i : k;
    }
    return k;
}

const char *document_kind_code(enum document_kind k)
{
    return kinds[k].code;
}

const char *document_kind_abbreviation(enum document_kind k)
{
    return kinds[k].abbreviation;
}

const char *document_kind_words(enum document_kind k)
{
    return kinds[k].words;
}

struct words {
    const char *code, *words, *backward;
};
static const struct words urgencies[] = {
    {"normal", N_("normal"), NULL},
    {"urgent", N_("urgent"), NULL},
    {"very_urgent", N_("very urgent"), NULL},
    {"express", N_("express"), NULL},
};
static const struct words states[] = {
    {"registered", N_("registered"), NULL},     {"draft", N_("draft"), NULL},
    {"comments", N_("out for comments"), NULL}, {"submitted", N_("submitted"), NULL},
    {"approved", N_("approved"), NULL},         {"signed", N_("signed"), NULL},
    {"numbered", N_("numbered"), NULL},         {"issued", N_("issued"), NULL},
    {"recalled", N_("recalled"), NULL},         {"handled", N_("handled"), NULL},
};
static const struct words done[] = {
    {"acknowledged", N_("acknowledged"), NULL},
    {"instructed", N_("head's instruction"), NULL},
    {"corrected", N_("the book was corrected"), NULL},
};
static const struct words links[] = {
    {"carries_out", N_("carries out"), N_("is carried out by")},
    {"replaces", N_("replaces"), N_("is replaced by")},
    {"amends", N_("amends"), N_("is amended by")},
    {"corrects", N_("corrects"), N_("is corrected by")},
    {"recalls", N_("recalls"), N_("is recalled by")},
};

static const struct words *find(const struct words *list, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(code, list[i].code)) {
            return &list[i];
        }
    }
    return NULL;
}

const char *document_urgency(size_t i)
{
    return i < ARRAY_LEN(urgencies) ? urgencies[i].code : NULL;
}

const char *document_urgency_words(struct str code)
{
    const struct words *w = find(urgencies, ARRAY_LEN(urgencies), code);
    return w == NULL ? NULL : w->words;
}

const char *document_state_words(struct str code)
{
    const struct words *w = find(states, ARRAY_LEN(states), code);
    return w == NULL ? NULL : w->words;
}

const char *document_step_words(struct str code)
{
    const struct words *w = find(done, ARRAY_LEN(done), code);
    return w == NULL ? document_state_words(code) : w->words;
}

const char *document_link_words(struct str how, bool backward)
{
    const struct words *w = find(links, ARRAY_LEN(links), how);
    return w == NULL ? NULL : backward ? w->backward : w->words;
}

bool document_secret_mark(struct str cell)
{
    static const char *const marks[] = {"mật", "tối mật", "tuyệt mật", "độ mật", "secret", "top secret"};
    bool yes = false;
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        yes = yes || fold_same(str_trim(cell), str_c(marks[i]));
    }
    return yes;
}

// --- what is wrong with a form ---

// Nghị định 30/2020/NĐ-CP, Phụ lục I.
static const struct words signings[] = {
    {"", N_("in their own right"), NULL},
    {"TM", N_("TM. (for the body)"), NULL},
    {"TM_KT", N_("TM. and KT. (for the body, in place of its head)"), NULL},
    {"KT", N_("KT. (for the head)"), NULL},
    {"TL", N_("TL. (by order)"), NULL},
    {"TUQ", N_("TUQ. (by authorisation)"), NULL},
};

const char *document_signing(size_t i, const char **words)
{
    if (i >= ARRAY_LEN(signings)) {
        return NULL;
    }
    *words = signings[i].words;
    return signings[i].code;
}

bool document_signed_for_other(struct str signed_as)
{
    return signed_as.n > 0 && !str_eqz(signed_as, "TM") && find(signings, ARRAY_LEN(signings), signed_as) != NULL;
}

bool document_signing_complete(const struct document_row *r)
{
    return r->signer.n > 0 && r->signer_title.n > 0 && (r->signed_for.n > 0 || !document_signed_for_other(r->signed_as));
}

static void check_common(struct document_draft *d, struct problems *p)
{
    steer_check_text(&d->summary, SUMMARY_MAX, true, "summary", N_("Say in a sentence what it is about."),
                     N_("The summary is too long."), p);
    steer_check_text(&d->addressees, ADDRESSEES_MAX, false, "addressees", NULL,
                     N_("The list of addressees is too long."), p);
    steer_check_text(&d->signer, SIGNER_MAX, false, "signer", NULL, N_("The name is too long."), p);
    steer_check_text(&d->signer_title, SIGNER_MAX, false, "signer_title", NULL, N_("The title is too long."), p);
    d->signed_as = str_trim(d->signed_as);
    d->signed_as = d->signed_as.p == NULL ? STR("") : d->signed_as;
    steer_check_text(&d->signed_for, SIGNER_MAX, false, "signed_for", NULL, N_("The title is too long."), p);
    if (find(signings, ARRAY_LEN(signings), d->signed_as) == NULL) {
        problem_add(p, "signed_as", N_("Choose in which capacity it is signed."));
    }
    if (document_kind_of(d->kind) == DOCUMENT_KINDS) {
        problem_add(p, "kind", N_("Choose what kind of document it is."));
    }
    if (document_urgency_words(d->urgency) == NULL) {
        problem_add(p, "urgency", N_("Choose how urgent it is."));
    }
    if (d->pages < 0 || d->pages > PAGES_MAX) {
        problem_add(p, "pages", N_("Pages are a number from 0 to 9999."));
    }
}

void document_check_received(struct document_draft *d, int64_t today, struct problems *p)
{
    check_common(d, p);
    steer_check_text(&d->issuer, ISSUER_MAX, true, "issuer", N_("Say who issued it."),
                     N_("The issuer's name is too long."), p);
    steer_check_text(&d->mark, MARK_MAX, true, "mark", N_("Give its number and symbol, as they stand on it."),
                     N_("The number and symbol are too long."), p);
    if (d->dated_day == 0) {
        problem_add(p, "dated_day", N_("Give the date that stands on it, like 05/01/2026."));
    } else if (d->dated_day > today) {
        problem_add(p, "dated_day", N_("This date has not come yet."));
    }
    if (d->received_day == 0) {
        problem_add(p, "received_day", N_("Give the day on which it came, like 05/01/2026."));
    } else if (d->received_day > today) {
        problem_add(p, "received_day", N_("This date has not come yet."));
    } else if (d->dated_day != 0 && d->dated_day <= today && d->received_day < d->dated_day) {
        problem_add(p, "received_day", N_("It cannot have come before its own date."));
    }
}

void document_check_draft(struct document_draft *d, struct problems *p)
{
    check_common(d, p);
    steer_check_text(&d->symbol, MARK_MAX, true, "symbol", N_("Give the symbol that follows the number, like BC-UBND."),
                     N_("The number and symbol are too long."), p);
    if (document_signed_for_other(d->signed_as) && d->signed_for.n == 0) {
        problem_add(p, "signed_for", N_("Give the title of whom it is signed for, such as Chủ tịch."));
    }
    steer_check_text(&d->body, BODY_MAX, false, "body", NULL, N_("The text is too long."), p);
}

struct str document_mark(struct arena *a, int64_t number, struct str symbol)
{
    return str_fmt(a, "%02lld/%.*s", (long long)number, STR_ARG(symbol));
}

struct str document_symbol(struct arena *a, enum document_kind kind, struct str office)
{
    const char *abbreviation = document_kind_abbreviation(kind);
    return abbreviation[0] == '\0' ? office : str_fmt(a, "%s-%.*s", abbreviation, STR_ARG(office));
}

const char *document_turn(struct str state, bool acknowledged, bool instructed)
{
    static const struct words turns[] = {
        {"draft", N_("waits for whoever drafts it: to be submitted"), NULL},
        {"comments", N_("waits for comments; then whoever drafts it submits it"), NULL},
        {"submitted", N_("waits for the head of the office: to be approved"), NULL},
        {"approved", N_("waits for the head of the office: to be signed"), NULL},
        {"signed", N_("waits for the registry clerk: to be numbered"), NULL},
        {"numbered", N_("waits for the registry clerk: to be issued"), NULL},
    };
    const struct words *w = find(turns, ARRAY_LEN(turns), state);
    return w != NULL                          ? w->words
           : !str_eqz(state, "registered") ? NULL
           : !acknowledged                    ? N_("waits for the registry clerk: to be acknowledged")
           : !instructed                      ? N_("waits for the head of the office: to be instructed")
                                              : N_("waits for who handles it");
}
