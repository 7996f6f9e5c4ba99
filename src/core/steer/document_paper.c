// document_paper.c: see document_paper.h.
#include "core/steer/document_paper.h"

#include "core/office/site.h"
#include "db/q_document.h"
#include "i18n/i18n.h"

struct str document_place(const struct site *s, const struct office *o)
{
    static const char *const before[] = {"UBND", "Ủy ban nhân dân", "HĐND", "Hội đồng nhân dân", "tỉnh", "thành phố", "xã",
                                         "phường", "đặc khu"};
    struct str place = site_setting(s, o->id, SETTING_PLACE);
    if (place.n > 0) {
        return place;
    }
    place = o->name[s->lang];
    for (size_t i = 0; i < ARRAY_LEN(before); i++) {
        struct str word = str_c(before[i]);
        if (str_starts(place, word) && place.n > word.n && place.p[word.n] == ' ') {
            place = str_slice(place, word.n + 1, place.n);
        }
    }
    return place;
}

// The body on whose behalf it is signed, without where it is: "Ủy ban nhân dân" of "UBND xã Cầu Mây".
static struct str body_of(const struct office *o, enum lang lang)
{
    static const char *const bodies[][2] = {{"UBND", "Ủy ban nhân dân"}, {"Ủy ban nhân dân", "Ủy ban nhân dân"},
                                            {"HĐND", "Hội đồng nhân dân"}, {"Hội đồng nhân dân", "Hội đồng nhân dân"}};
    struct str name = o->name[lang];
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        struct str word = str_c(bodies[i][0]);
        if (str_starts(name, word) && (name.n == word.n || name.p[word.n] == ' ')) {
            return str_c(bodies[i][1]);
        }
    }
    return name;
}

struct str document_signed_lines(struct arena *a, const struct site *s, const struct document_row *d)
{
    struct str title = d->signer_title;
    struct str body = body_of(site_office(s, d->office_id), s->lang);
    bool whose = d->signed_for.n > 0;
    if (str_eqz(d->signed_as, "TM")) {
        return str_fmt(a, "TM. %.*s\n%.*s", STR_ARG(body), STR_ARG(title));
    }
    if (str_eqz(d->signed_as, "TM_KT")) {
        return str_fmt(a, "TM. %.*s\nKT. %.*s\n%.*s", STR_ARG(body), STR_ARG(d->signed_for), STR_ARG(title));
    }
    if (d->signed_as.n == 0) {
        return title;
    }
    return whose ? str_fmt(a, "%.*s. %.*s\n%.*s", STR_ARG(d->signed_as), STR_ARG(d->signed_for), STR_ARG(title))
                 : str_fmt(a, "%.*s. %.*s", STR_ARG(d->signed_as), STR_ARG(title)); // a draft not complete yet
}

static struct str to_lines(struct arena *a, struct str addressees)
{
    struct buf b = buf_new(ADDRESSEES_MAX * 2);
    for (struct str rest = addressees; rest.p != NULL;) {
        struct str one = str_trim(str_cut(&rest, ';'));
        buf_add(&b, one);
        if (rest.p != NULL) {
            buf_addc(&b, '\n');
        }
    }
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct paper document_paper(struct arena *a, const struct site *s, const struct document_row *d)
{
    const struct office *o = site_office(s, d->office_id);
    const struct office *above = site_parent(s, o);
    enum document_kind kind = document_kind_of(d->kind);
    bool letter = kind == KIND_LETTER || kind == DOCUMENT_KINDS;
    struct str to = to_lines(a, d->addressees);
    struct paper p = {
        .form = PAPER_STATE, .issuer_above = above == NULL ? STR("") : above->name[s->lang],
        .issuer = o->name[s->lang], .mark = d->mark, .place = document_place(s, o), .day = d->dated_day,
        .title = letter ? STR("") : T_(s->lang, document_kind_words(kind)), .summary = d->summary,
        .to = letter ? to : STR(""), .recipients = letter ? T(s->lang, "As above") : to,
        .signed_as = document_signed_lines(a, s, d),
        .signer = d->signer,
    };
    paper_body(a, &p, d->body);
    return p;
}

struct str document_paper_name(struct arena *a, const struct document_row *d, const char *ending)
{
    struct str name = d->mark.n > 0 ? d->mark : d->symbol;
    char *out = arena_alloc(a, name.n + 1);
    for (size_t i = 0; i < name.n; i++) {
        out[i] = name.p[i] == '/' ? '-' : name.p[i];
    }
    return str_fmt(a, "%.*s.%s", (int)name.n, out, ending);
}
