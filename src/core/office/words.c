// words.c: see words.h.
#include "core/office/words.h"

#include "text/abbrev.h"
#include "text/synonym.h"

// Each line with tabs where it has the separator: the first of them, or all.
static struct str with_tabs(struct str lines, char separator, bool all, struct arena *a)
{
    char *out = arena_alloc(a, lines.n + 1);
    size_t n = 0;
    while (lines.p != NULL) {
        struct str line = str_trim(str_cut(&lines, '\n'));
        bool parts = true;
        for (size_t i = 0; i < line.n; i++) {
            bool tab = parts && line.p[i] == separator;
            out[n++] = tab ? '\t' : line.p[i];
            parts = parts && (all || !tab);
        }
        out[n++] = '\n';
    }
    return (struct str){out, n == 0 ? 0 : n - 1};
}

struct match_options words_options(struct str abbreviations, struct str synonyms, struct arena *a)
{
    return (struct match_options){with_tabs(abbreviations, '=', false, a), with_tabs(synonyms, ',', true, a)};
}

struct match_options words_of_site(const struct site *s, struct arena *a)
{
    return words_options(site_setting(s, s->root, SETTING_ABBREVIATIONS), site_setting(s, s->root, SETTING_SYNONYMS), a);
}

const char *words_abbreviations_problem(struct str lines)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct abbrev *table = NULL;
    bool good = abbrev_new(words_options(lines, STR(""), &a).abbreviations, &table, &e);
    abbrev_free(table);
    arena_free(&a);
    return good ? NULL : N_("Write on each line a short form of at most 15 letters, = and what it stands for.");
}

const char *words_synonyms_problem(struct str lines)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct synonyms *table = NULL;
    bool good = synonyms_new(words_options(STR(""), lines, &a).synonyms, &table, &e);
    synonyms_free(table);
    arena_free(&a);
    return good ? NULL : N_("Write on each line two or more words or phrases that mean the same, with commas between them.");
}
