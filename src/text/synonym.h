// synonym.h: words and turns of phrase that stand for one another, and those that say the opposite; data/synonyms.tsv
// and data/opposites.tsv, extended by lines of an office.
#pragma once

#include "text/token.h"

enum { SYNONYM_WORDS = 8, SYNONYM_ROWS = 6 }; // words of a phrase, rows that a phrase may stand in

struct synonyms;

// The program's own tables and `more` rows of synonyms after them (STR_NONE for nothing). ERR_INPUT when a row cannot
// be read: it has a single phrase, or a phrase of too many words. Free with synonyms_free.
MUST_USE bool synonyms_new(struct str more, struct synonyms **out, struct err *e);
void synonyms_free(struct synonyms *s);

struct synonym_phrase {
    uint64_t fold[SYNONYM_WORDS]; // bare words
    uint16_t n;
    uint16_t row; // phrases of a row stand for one another
};

// A phrase found in a text.
struct synonym_hit {
    unsigned words; // that it is long
    unsigned n;     // rows that it stands in
    uint16_t rows[SYNONYM_ROWS];
};

// The longest phrase of the tables that begins at words[0], of `n` words in sequence: their exact hashes when the text
// was typed with marks, else their bare ones. out->words is 0 when none does.
void synonyms_at(const struct synonyms *s, const uint64_t *words, size_t n, bool marked, struct synonym_hit *out);

// The phrases of a row: `*n` of them.
const struct synonym_phrase *synonyms_row(const struct synonyms *s, uint16_t row, size_t *n);

// Rows of opposites come in twos: the other side of a row, or -1 for a row of synonyms.
int synonyms_opposite(const struct synonyms *s, uint16_t row);

// Tables of the program that only comparing two texts uses, beside those above; read at the first call, any thread.
// data/alike.tsv and data/unlike.tsv, with opposites, and data/either.tsv: things of a kind, whose rows hold what excludes one
// another instead of standing for one another.
const struct synonyms *synonyms_alike(void);
const struct synonyms *synonyms_either(void);
