// text_synonym.c: rows of synonyms and opposites: what is found, the longest phrase first, with and without marks; and
// what cannot be a row.
#include "text/synonym.h"

#include "tap.h"

static struct synonyms *own;

// What the tables know of the beginning of a text.
static struct synonym_hit at(const struct synonyms *s, const char *text, bool marked)
{
    struct token_list l = TOKEN_LIST_INIT;
    uint64_t words[SYNONYM_WORDS];
    struct synonym_hit hit;
    size_t n = 0;
    tokenise(&l, str_c(text), NULL, NULL, 0);
    for (; n < l.n && n < SYNONYM_WORDS; n++) {
        words[n] = marked ? l.v[n].exact : l.v[n].fold;
    }
    token_list_free(&l);
    synonyms_at(s, words, n, marked, &hit);
    return hit;
}

static bool stand_for(const struct synonyms *s, const char *one, const char *other, bool marked)
{
    struct synonym_hit a = at(s, one, marked), b = at(s, other, marked);
    for (unsigned i = 0; i < a.n; i++) {
        for (unsigned k = 0; k < b.n; k++) {
            if (a.rows[i] == b.rows[k] && synonyms_opposite(s, a.rows[i]) < 0) {
                return true;
            }
        }
    }
    return false;
}

static bool opposed(const struct synonyms *s, const char *one, const char *other)
{
    struct synonym_hit a = at(s, one, true), b = at(s, other, true);
    for (unsigned i = 0; i < a.n; i++) {
        for (unsigned k = 0; k < b.n; k++) {
            if (synonyms_opposite(s, a.rows[i]) == b.rows[k]) {
                return true;
            }
        }
    }
    return false;
}

static void test_found(void)
{
    ok(stand_for(own, "vỡ", "bể", true), "a word for a word");
    ok(stand_for(own, "cúp điện", "mất điện", true), "a phrase for a phrase");
    ok(stand_for(own, "cup dien", "mat dien", false), "without marks");
    ok(!stand_for(own, "bé", "vỡ", true), "other marks are another word");
    is_int((int)at(own, "mất điện hôm qua", true).words, 2, "the longest phrase");
    is_int((int)at(own, "zzz", true).words, 0, "an unknown word");
    ok(opposed(own, "tăng", "giảm") && opposed(own, "giảm", "tăng"), "opposites, both ways");
    ok(!opposed(own, "tăng", "tăng"), "nothing opposes itself");
}

static void test_more(void)
{
    struct synonyms *s = NULL;
    struct err e = ERR_INIT;
    ok(synonyms_new(STR("# a row of the office\nloa kẹo\tthùng kêu\n"), &s, &e), "an office adds rows");
    ok(stand_for(s, "loa kẹo", "thùng kêu", true), "which are found");
    synonyms_free(s);
    ok(!synonyms_new(STR("một mình\n"), &s, &e) && e.code == ERR_INPUT, "a row of one phrase");
    e = ERR_INIT;
    ok(!synonyms_new(STR("a\tb c d e f g h i k\n"), &s, &e) && e.code == ERR_INPUT, "a phrase of too many words");
    e = ERR_INIT;
    ok(!synonyms_new(STR("a\t--\n"), &s, &e) && e.code == ERR_INPUT, "a phrase of none");
}

int main(void)
{
    struct err e = ERR_INIT;
    if (!synonyms_new(STR_NONE, &own, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    test_found();
    test_more();
    synonyms_free(own);
    return tap_done();
}
