// likely.c: see likely.h.
#include "core/desk/likely.h"

#include "db/q_matter.h"
#include "text/token.h"

enum { WORD_MIN = 2, SHARED_MIN = 2, SCORE_MIN = 400 };

// The distinct words of a text, as sorted hashes of their bare form.
struct words {
    uint64_t *v;
    size_t n;
};

struct likely_pool {
    struct arena *a;
    struct matter_row *matters;
    struct words *words;
    size_t n;
};

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static struct words words_of(struct arena *a, struct str text)
{
    struct token_list list = TOKEN_LIST_INIT;
    tokenise(&list, text, NULL, NULL, 0);
    struct words w = {.v = ARENA_ARRAY(a, uint64_t, list.n + 1)};
    for (size_t i = 0; i < list.n; i++) {
        if (list.v[i].len >= WORD_MIN) {
            w.v[w.n++] = list.v[i].fold;
        }
    }
    token_list_free(&list);
    qsort(w.v, w.n, sizeof *w.v, by_value);
    size_t kept = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (i == 0 || w.v[i] != w.v[i - 1]) {
            w.v[kept++] = w.v[i];
        }
    }
    w.n = kept;
    return w;
}

bool likely_load(struct tx *tx, const struct site *s, int64_t office_id, struct likely_pool **out, struct err *e)
{
    struct likely_pool *p = ARENA_NEW(tx_arena(tx), struct likely_pool);
    p->a = tx_arena(tx);
    if (!q_matters_likely(tx, s->home, office_id, &p->matters, &p->n, e)) {
        return false;
    }
    p->words = ARENA_ARRAY(p->a, struct words, p->n + 1);
    for (size_t i = 0; i < p->n; i++) {
        p->words[i] = words_of(p->a, p->matters[i].title);
    }
    *out = p;
    return true;
}

static size_t shared(const struct words *a, const struct words *b)
{
    size_t n = 0;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        if (a->v[i] == b->v[j]) {
            n++;
            i++;
            j++;
        } else if (a->v[i] < b->v[j]) {
            i++;
        } else {
            j++;
        }
    }
    return n;
}

// How much of the title stands in the message, per thousand; one shared word says nothing.
static size_t score(const struct words *message, const struct words *title)
{
    size_t n = shared(message, title);
    return n < SHARED_MIN ? 0 : n * 1000 / title->n + n;
}

size_t likely_find(const struct likely_pool *pool, const struct message_row *m, const struct matter_row *out[LIKELY_MAX])
{
    struct words mine = words_of(pool->a, m->words);
    size_t scores[LIKELY_MAX] = {0};
    size_t n = 0;
    for (size_t i = 0; i < pool->n; i++) {
        size_t here = pool->matters[i].about_office_id == m->about_office_id ? score(&mine, &pool->words[i]) : 0;
        if (here < SCORE_MIN || (n == LIKELY_MAX && here <= scores[n - 1])) {
            continue;
        }
        n += n < LIKELY_MAX;
        size_t at = n - 1;
        for (; at > 0 && scores[at - 1] < here; at--) {
            scores[at] = scores[at - 1];
            out[at] = out[at - 1];
        }
        scores[at] = here;
        out[at] = &pool->matters[i];
    }
    return n;
}
