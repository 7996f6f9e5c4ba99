// document_paper.c: a document of one's own as ODT and DOCX, in the form of an administrative document.
#include "web/document_view.h"

#include "docs/paper.h"
#include "web/download.h"

// Where it is signed: what the office has set, else its name without what it is an organ of.
static struct str place_of(const struct web *w, const struct office *o)
{
    static const char *const before[] = {"UBND", "Ủy ban nhân dân", "HĐND", "Hội đồng nhân dân", "tỉnh", "thành phố", "xã",
                                         "phường", "đặc khu"};
    struct str place = site_setting(w->site, o->id, SETTING_PLACE);
    if (place.n > 0) {
        return place;
    }
    place = o->name[w->site->lang];
    for (size_t i = 0; i < ARRAY_LEN(before); i++) {
        struct str word = str_c(before[i]);
        if (str_starts(place, word) && place.n > word.n && place.p[word.n] == ' ') {
            place = str_slice(place, word.n + 1, place.n);
        }
    }
    return place;
}

static struct str signed_as(struct web *w, const struct document_row *d, const struct office *o)
{
    struct str title = d->signer_title;
    if (str_eqz(d->signed_as, "TM")) {
        return str_fmt(w->a, "TM. %.*s\n%.*s", STR_ARG(o->name[w->site->lang]), STR_ARG(title));
    }
    // KT. Chủ tịch, then what the signer is; the title's first line names for whom.
    return d->signed_as.n == 0 ? title : str_fmt(w->a, "%.*s. %.*s", STR_ARG(d->signed_as), STR_ARG(title));
}

static struct str to_lines(struct web *w, struct str addressees)
{
    struct buf b = buf_new(ADDRESSEES_MAX * 2);
    for (struct str rest = addressees; rest.p != NULL;) {
        struct str one = str_trim(str_cut(&rest, ';'));
        buf_add(&b, one);
        if (rest.p != NULL) {
            buf_addc(&b, '\n');
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct paper paper_of(struct web *w, const struct document_row *d)
{
    const struct office *o = site_office(w->site, d->office_id);
    const struct office *above = site_parent(w->site, o);
    enum document_kind kind = document_kind_of(d->kind);
    bool letter = kind == KIND_LETTER || kind == DOCUMENT_KINDS;
    struct str to = to_lines(w, d->addressees);
    struct paper p = {
        .form = PAPER_STATE, .issuer_above = above == NULL ? STR("") : above->name[w->site->lang],
        .issuer = o->name[w->site->lang], .mark = d->mark, .place = place_of(w, o), .day = d->dated_day,
        .title = letter ? STR("") : T_(w->site->lang, document_kind_words(kind)), .summary = d->summary,
        .to = letter ? to : STR(""), .recipients = letter ? T(w->site->lang, "As above") : to, .signed_as = signed_as(w, d, o),
        .signer = d->signer,
    };
    paper_body(w->a, &p, d->body);
    return p;
}

// Only what this office writes: what it received is on paper or in its files.
static bool may_have(struct web *w)
{
    enum document_access access;
    if (!document_reads(w, &w->document, &access)) {
        return false;
    }
    if (access < DOCUMENT_TEXT || !str_eqz(w->document.book, "di")) {
        web_error(w, 404);
        return false;
    }
    return true;
}

static struct str name_of(struct web *w, const char *ending)
{
    const struct document_row *d = &w->document;
    struct str name = d->mark.n > 0 ? d->mark : d->symbol;
    char *out = arena_alloc(w->a, name.n + 1);
    for (size_t i = 0; i < name.n; i++) {
        out[i] = name.p[i] == '/' ? '-' : name.p[i];
    }
    return str_fmt(w->a, "%.*s.%s", (int)name.n, out, ending);
}

void document_odt_get(struct web *w)
{
    if (may_have(w)) {
        struct paper p = paper_of(w, &w->document);
        download_reply(w, name_of(w, "odt"), STR("application/vnd.oasis.opendocument.text"), paper_odt(w->a, &p));
    }
}

void document_docx_get(struct web *w)
{
    if (may_have(w)) {
        struct paper p = paper_of(w, &w->document);
        download_reply(w, name_of(w, "docx"),
                       STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), paper_docx(w->a, &p));
    }
}
