// reading.c: see reading.h.
#include "core/press/reading.h"

#include "db/q_matter.h"
#include "db/q_publication.h"

const struct version_row *version_of_list(const struct version_row *list, size_t n, const struct publication_row *pub,
                                          enum lang lang)
{
    struct str mine = lang_info(lang)->code;
    const struct version_row *best = NULL;
    for (size_t i = 0; i < n; i++) { // newest first within a language
        const struct version_row *v = &list[i];
        if (!str_eq(v->state, STR("published"))) {
            continue;
        }
        bool better = best == NULL || (str_eq(v->lang, mine) && !str_eq(best->lang, mine));
        if (better && (str_eq(v->lang, mine) || str_eq(v->lang, pub->lang))) {
            best = v;
        }
    }
    return best;
}

bool version_for_reader(struct tx *tx, const struct publication_row *pub, enum lang lang, struct version_row *out,
                        bool *found, struct err *e)
{
    struct version_row *list;
    size_t n;
    if (!q_versions_of_publication(tx, pub->home_id, pub->id, &list, &n, e)) {
        return false;
    }
    const struct version_row *best = version_of_list(list, n, pub, lang);
    *found = best != NULL;
    if (best != NULL) {
        *out = *best;
    }
    return true;
}

bool title_for_reader(struct tx *tx, const struct site *s, const struct matter_row *m, enum lang lang, struct str *title,
                      struct err *e)
{
    struct matter_titles_row *list;
    size_t n;
    if (!q_matter_titles(tx, m->home_id, m->id, &list, &n, e)) {
        return false;
    }
    struct str best = n == 0 ? STR_NONE : list[0].title;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].lang, lang_info(s->lang)->code)) {
            best = list[i].title;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i].lang, lang_info(lang)->code)) {
            best = list[i].title;
        }
    }
    *title = best;
    return true;
}
