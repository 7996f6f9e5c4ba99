// abbrev.c: the table of abbreviations, looked up by the folded short form.
#include "text/abbrev.h"

#include "teencode.h"
#include "text/fold.h"
#include "text/hash.h"

enum { KEY_MAX = 15 };

struct entry {
    uint64_t hash; // of the folded short form
    struct str brief;
    struct str full;
};

struct abbrev {
    struct arena arena;
    struct entry *v;
    size_t n, cap;
    uint16_t *slots; // index + 1; 0 is empty
    size_t mask;
};

static uint16_t *slot_of(const struct abbrev *a, uint64_t hash)
{
    size_t i = hash & a->mask;
    while (a->slots[i] != 0 && a->v[a->slots[i] - 1].hash != hash) {
        i = (i + 1) & a->mask;
    }
    return &a->slots[i];
}

static void rehash(struct abbrev *a)
{
    free(a->slots);
    a->mask = a->cap * 4 - 1;
    a->slots = xcalloc(a->mask + 1, sizeof *a->slots);
    for (size_t i = 0; i < a->n; i++) {
        *slot_of(a, a->v[i].hash) = (uint16_t)(i + 1);
    }
}

static bool add_line(struct abbrev *a, struct str line, struct err *e)
{
    struct str full = line, brief = str_trim(str_cut(&full, '\t'));
    full = str_trim(full);
    char key[64];
    if (full.n == 0 || brief.n == 0 || brief.n > sizeof key) {
        return err_set(e, ERR_INPUT, "abbreviations: not short<TAB>full: %.*s", (int)(line.n > 80 ? 80 : line.n),
                       line.p);
    }
    size_t n = fold_text(brief, key);
    if (n == 0 || n > KEY_MAX || a->n >= UINT16_MAX / 4) {
        return err_set(e, ERR_INPUT, "abbreviations: too long: %.*s", (int)brief.n, brief.p);
    }
    struct entry new = {hash_bytes(key, n), str_copy(&a->arena, brief), str_copy(&a->arena, full)};
    uint16_t *slot = slot_of(a, new.hash);
    if (*slot != 0) {
        a->v[*slot - 1] = new;
        return true;
    }
    if (a->n == a->cap) {
        a->cap *= 2;
        a->v = xrealloc(a->v, a->cap * sizeof *a->v);
        rehash(a);
        slot = slot_of(a, new.hash);
    }
    a->v[a->n++] = new;
    *slot = (uint16_t)a->n;
    return true;
}

static bool add_table(struct abbrev *a, struct str tsv, struct err *e)
{
    while (tsv.p != NULL) {
        struct str line = str_cut(&tsv, '\n');
        struct str seen = str_trim(line);
        if (seen.n > 0 && seen.p[0] != '#' && !add_line(a, line, e)) {
            return false;
        }
    }
    return true;
}

bool abbrev_new(struct str more, struct abbrev **out, struct err *e)
{
    struct abbrev *a = xcalloc(1, sizeof *a);
    a->cap = 256;
    a->v = xmalloc(a->cap * sizeof *a->v);
    rehash(a);
    if (!add_table(a, embed_str(&teencode[0]), e) || !add_table(a, more, e)) {
        abbrev_free(a);
        return false;
    }
    *out = a;
    return true;
}

void abbrev_free(struct abbrev *a)
{
    if (a != NULL) {
        arena_free(&a->arena);
        free(a->v);
        free(a->slots);
        free(a);
    }
}

struct str abbrev_find(const struct abbrev *a, struct str folded)
{
    if (a == NULL || folded.n > KEY_MAX) {
        return STR_NONE;
    }
    uint16_t at = *slot_of(a, hash_bytes(folded.p, folded.n));
    return at == 0 ? STR_NONE : a->v[at - 1].full;
}

size_t abbrev_count(const struct abbrev *a)
{
    return a->n;
}

void abbrev_entry(const struct abbrev *a, size_t i, struct str *brief, struct str *full)
{
    BUG_ON(i >= a->n);
    *brief = a->v[i].brief;
    *full = a->v[i].full;
}
