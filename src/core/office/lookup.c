// lookup.c: see lookup.h.
#include "core/office/lookup.h"

#include "text/fold.h"

enum { TYPED_MAX = 300 };

enum rank { RANK_SAME, RANK_BEGINS, RANK_HOLDS, RANK_NONE };

struct str office_bare(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, 2 * s.n + 3);
    char *folded = arena_alloc(a, s.n + 1);
    size_t n = 0;
    out[n++] = ' ';
    for (size_t at = 0; at < s.n;) {
        struct fold f;
        size_t len = fold_next(s, at, &f);
        if (f.class == FOLD_SEP && out[n - 1] != ' ') {
            out[n++] = ' ';
        } else if (f.class != FOLD_SEP) {
            size_t wrote = fold_text(str_slice(s, at, at + len), folded);
            memcpy(out + n, folded, wrote);
            n += wrote;
        }
        at += len;
    }
    if (out[n - 1] != ' ') {
        out[n++] = ' ';
    }
    return (struct str){out, n};
}

bool office_holds_all(struct str name, struct str typed)
{
    struct str rest = str_trim(typed);
    while (rest.p != NULL) {
        struct str word = str_cut(&rest, ' ');
        bool found = false;
        for (size_t at = 0; !found && at + word.n < name.n; at++) {
            found = name.p[at] == ' ' && memcmp(name.p + at + 1, word.p, word.n) == 0;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static enum rank rank_of(const struct office *o, struct str typed, struct str bare, struct arena *a)
{
    enum rank best = str_eq_nocase(o->code, typed) ? RANK_SAME : RANK_NONE;
    for (enum lang l = 0; l < LANG_COUNT && best != RANK_SAME; l++) {
        struct str name = office_bare(a, o->name[l]);
        enum rank r = str_eq(name, bare)                                        ? RANK_SAME
                      : str_starts(name, str_slice(bare, 0, bare.n - 1)) ? RANK_BEGINS
                      : office_holds_all(name, bare)                                 ? RANK_HOLDS
                                                                                : RANK_NONE;
        best = r < best ? r : best;
    }
    return best;
}

struct office_found office_lookup(const struct site *s, struct str typed, size_t max, struct arena *a)
{
    struct office_found found = {.list = ARENA_ARRAY(a, const struct office *, max)};
    struct str text = str_slice(str_trim(typed), 0, TYPED_MAX);
    struct str bare = office_bare(a, text);
    const struct office *root = site_office(s, s->root);
    if (bare.n < 2) {
        return found;
    }
    enum rank *ranks = ARENA_ARRAY(a, enum rank, (size_t)root->below + 1);
    struct arena scratch = ARENA_INIT;
    size_t of_rank[RANK_NONE + 1] = {0};
    for (int32_t i = 0; i <= root->below; i++) {
        ranks[i] = rank_of(&root[i], text, bare, &scratch);
        of_rank[ranks[i]]++;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    for (enum rank r = RANK_SAME; r < RANK_NONE; r++) {
        for (int32_t i = 0; i <= root->below && found.n < max; i++) { // in the order of the tree
            if (ranks[i] == r) {
                found.list[found.n++] = &root[i];
            }
        }
    }
    size_t all = of_rank[RANK_SAME] + of_rank[RANK_BEGINS] + of_rank[RANK_HOLDS];
    found.only = of_rank[RANK_SAME] == 1 || all == 1;
    return found;
}
