// lang.c: the table of languages, and choosing one.
#include "i18n/lang.h"

static const struct lang_info infos[LANG_COUNT] = {
#define LANG(name, code, own_name, thousands, decimal, long_date)                                                      \
    [LANG_##name] = {STR_INIT(code), STR_INIT(own_name), STR_INIT(thousands), STR_INIT(decimal), STR_INIT(long_date)},
#include "i18n/langs.def"
#undef LANG
};

const struct lang_info *lang_info(enum lang lang)
{
    BUG_ON((unsigned)lang >= LANG_COUNT);
    return &infos[lang];
}

bool lang_from_code(struct str code, enum lang *out)
{
    struct str rest = code;
    struct str first = str_cut(&rest, '-');
    for (int pass = 0; pass < 2; pass++) {
        for (unsigned i = 0; i < LANG_COUNT; i++) {
            if (str_eq_nocase(infos[i].code, pass == 0 ? code : first)) {
                *out = (enum lang)i;
                return true;
            }
        }
    }
    return false;
}

struct str lang_called(struct str code)
{
    enum lang lang;
    return lang_from_code(code, &lang) ? lang_info(lang)->name : code;
}

// "q=0.8" in thousandths; 1000 when there is none; 0 for what cannot be read.
static int quality(struct str params)
{
    while (params.p != NULL) {
        struct str one = str_trim(str_cut(&params, ';'));
        if (one.n < 3 || (one.p[0] != 'q' && one.p[0] != 'Q') || one.p[1] != '=') {
            continue;
        }
        if (one.p[2] == '1') {
            return 1000;
        }
        int q = 0;
        int unit = 100;
        for (size_t i = 4; i < one.n && i < 7 && one.p[i] >= '0' && one.p[i] <= '9'; i++, unit /= 10) {
            q += (one.p[i] - '0') * unit;
        }
        return q;
    }
    return 1000;
}

enum lang lang_accept(struct str header)
{
    enum lang best = (enum lang)0;
    int best_q = 0;
    while (header.p != NULL) {
        struct str params = str_cut(&header, ',');
        struct str tag = str_trim(str_cut(&params, ';'));
        enum lang lang;
        int q = quality(params);
        if (q > best_q && lang_from_code(tag, &lang)) {
            best = lang;
            best_q = q;
        }
    }
    return best;
}
