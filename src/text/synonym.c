// synonym.c: the tables of synonyms and opposites, looked up by the words of a phrase.
#include "text/synonym.h"

#include "text/hash.h"
#include "words.h"

#include <pthread.h>

enum { SLOTS = 1 << 14, ROWS_MAX = 4096, BEGINNINGS = 1 << 14 };

// Where a phrase stands: slots are linked by hash of its words in order; a phrase of several rows has several.
struct place {
    uint64_t hash;
    uint16_t row;
    bool marked; // the hash is of exact words
};

struct row {
    struct synonym_phrase *v;
    size_t n;
    int opposite;
};

struct synonyms {
    struct arena arena;
    struct token_list tokens;
    uint8_t begins[BEGINNINGS]; // bits by the hash of the first words of a phrase: most words begin none
    struct place slots[SLOTS];
    struct row rows[ROWS_MAX];
    size_t n_rows, n_places;
};

static size_t slot_of(const struct synonyms *s, uint64_t hash, bool marked, size_t from)
{
    size_t i = from;
    while (s->slots[i].hash != 0 && (s->slots[i].hash != hash || s->slots[i].marked != marked)) {
        i = (i + 1) % SLOTS;
    }
    return i;
}

static void put_place(struct synonyms *s, uint64_t hash, bool marked, uint16_t row)
{
    size_t i = hash % SLOTS;
    while (s->slots[i].hash != 0) {
        if (s->slots[i].hash == hash && s->slots[i].marked == marked && s->slots[i].row == row) {
            return;
        }
        i = (i + 1) % SLOTS;
    }
    s->slots[i] = (struct place){hash, row, marked};
    s->n_places++;
}

static uint64_t chain(uint64_t hash, uint64_t word)
{
    return hash_pair(hash, word) | 1;
}

// Of a chain, whose lowest bit is always set.
static uint8_t begin_bit(uint64_t hash)
{
    return (uint8_t)(1u << (hash >> 1 & 7));
}

static size_t begin_byte(uint64_t hash)
{
    return (hash >> 4) % BEGINNINGS;
}

static bool add_phrase(struct synonyms *s, struct row *row, struct str text, struct err *e)
{
    tokenise(&s->tokens, text, NULL, NULL, 0);
    struct synonym_phrase *p = &row->v[row->n];
    uint64_t bare = 0, exact = 0;
    *p = (struct synonym_phrase){.row = (uint16_t)(row - s->rows)};
    for (size_t i = 0; i < s->tokens.n; i++) {
        const struct token *t = &s->tokens.v[i];
        if (t->extra) {
            continue;
        }
        if (p->n == SYNONYM_WORDS) {
            return err_set(e, ERR_INPUT, "synonyms: too many words: %.*s", STR_ARG(text));
        }
        p->fold[p->n++] = t->fold;
        bare = chain(bare, t->fold);
        exact = chain(exact, t->exact);
        s->begins[begin_byte(bare)] |= begin_bit(bare);
        s->begins[begin_byte(exact)] |= begin_bit(exact);
    }
    if (p->n == 0 || s->n_places > SLOTS * 3 / 4) {
        return err_set(e, ERR_INPUT, "synonyms: %s: %.*s", p->n == 0 ? "no words" : "too many rows", STR_ARG(text));
    }
    put_place(s, bare, false, p->row);
    put_place(s, exact, true, p->row);
    row->n++;
    return true;
}

static bool add_row(struct synonyms *s, struct str line, char parted, int opposite, struct err *e)
{
    size_t room = 1;
    for (size_t i = 0; i < line.n; i++) {
        room += line.p[i] == parted;
    }
    if (s->n_rows == ROWS_MAX) {
        return err_set(e, ERR_INPUT, "synonyms: too many rows");
    }
    struct row *row = &s->rows[s->n_rows++];
    *row = (struct row){ARENA_ARRAY(&s->arena, struct synonym_phrase, room), 0, opposite};
    while (line.p != NULL) {
        if (!add_phrase(s, row, str_trim(str_cut(&line, parted)), e)) {
            return false;
        }
    }
    return true;
}

static bool add_table(struct synonyms *s, struct str tsv, bool opposites, struct err *e)
{
    while (tsv.p != NULL) {
        struct str line = str_trim(str_cut(&tsv, '\n'));
        if (line.n == 0 || line.p[0] == '#') {
            continue;
        }
        struct str left = str_cut(&line, '\t');
        if (line.p == NULL) {
            return err_set(e, ERR_INPUT, "synonyms: a row of one: %.*s", STR_ARG(left));
        }
        struct str both = {left.p, (size_t)(line.p + line.n - left.p)};
        int next = (int)s->n_rows;
        if (opposites ? !add_row(s, left, ',', next + 1, e) || !add_row(s, line, ',', next, e)
                      : !add_row(s, both, '\t', -1, e)) {
            return false;
        }
    }
    return true;
}

static bool add_file(struct synonyms *s, const char *name, bool opposites, struct err *e)
{
    const struct embed *file = embed_find(words, words_n, str_c(name));
    BUG_ON(file == NULL);
    return add_table(s, embed_str(file), opposites, e);
}

MUST_USE bool synonyms_new(struct str more, struct synonyms **out, struct err *e)
{
    struct synonyms *s = xcalloc(1, sizeof *s);
    bool good =
        add_file(s, "opposites.tsv", true, e) && add_file(s, "synonyms.tsv", false, e) && add_table(s, more, false, e);
    token_list_free(&s->tokens);
    if (!good) {
        synonyms_free(s);
        return false;
    }
    *out = s;
    return true;
}

static struct synonyms *alike, *either;
static pthread_once_t own_made = PTHREAD_ONCE_INIT;

static void make_own(void)
{
    struct err e = ERR_INIT;
    alike = xcalloc(1, sizeof *alike);
    either = xcalloc(1, sizeof *either);
    bool good = add_file(alike, "unlike.tsv", true, &e) && add_file(alike, "alike.tsv", false, &e) &&
                add_file(either, "either.tsv", false, &e);
    BUG_ON(!good);
    token_list_free(&alike->tokens);
    token_list_free(&either->tokens);
}

const struct synonyms *synonyms_alike(void)
{
    (void)pthread_once(&own_made, make_own);
    return alike;
}

const struct synonyms *synonyms_either(void)
{
    (void)pthread_once(&own_made, make_own);
    return either;
}

void synonyms_free(struct synonyms *s)
{
    if (s != NULL) {
        arena_free(&s->arena);
        free(s);
    }
}

void synonyms_at(const struct synonyms *s, const uint64_t *text, size_t n, bool marked, struct synonym_hit *out)
{
    uint64_t hash = 0;
    *out = (struct synonym_hit){.words = 0};
    for (unsigned k = 0; k < n && k < SYNONYM_WORDS; k++) {
        hash = chain(hash, text[k]);
        if (!(s->begins[begin_byte(hash)] & begin_bit(hash))) {
            return;
        }
        size_t i = slot_of(s, hash, marked, hash % SLOTS);
        if (s->slots[i].hash == 0) {
            continue;
        }
        *out = (struct synonym_hit){.words = k + 1};
        while (s->slots[i].hash != 0 && out->n < SYNONYM_ROWS) {
            out->rows[out->n++] = s->slots[i].row;
            i = slot_of(s, hash, marked, (i + 1) % SLOTS);
        }
    }
}

const struct synonym_phrase *synonyms_row(const struct synonyms *s, uint16_t row, size_t *n)
{
    BUG_ON(row >= s->n_rows);
    *n = s->rows[row].n;
    return s->rows[row].v;
}

int synonyms_opposite(const struct synonyms *s, uint16_t row)
{
    BUG_ON(row >= s->n_rows);
    return s->rows[row].opposite;
}
