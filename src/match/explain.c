// explain.c: what readers show of a hit: a cut of the text with marks, and the parts of a score.
#include "match/index.h"
#include "match/plan.h"

#define MARK_LEAST 0.15f // words that give less than this share of the best one are not marked

// ---- extracts

// A word of the item's text that stands for something in the query.
struct spot {
    uint32_t from, to;
    int word; // of the plan, -1 for none
    float give;
};

static const struct plan_word *asked_word(const struct match *m, const struct plan *p, uint64_t hash)
{
    uint32_t word = vocab_word(&m->vocab, hash);
    for (unsigned i = 0; word != VOCAB_NONE && i < p->n_words; i++) {
        if (p->words[i].word == word && p->words[i].n_gives > 0 && !p->words[i].piece) {
            return &p->words[i];
        }
    }
    return NULL;
}

static size_t find_spots(const struct match *m, const struct plan *p, const struct token_list *l, struct spot *out)
{
    float most = 0;
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i].extra || (n > 0 && l->v[i].from < out[n - 1].to && l->v[i].from != out[n - 1].from)) {
            continue;
        }
        const struct plan_word *w = asked_word(m, p, l->v[i].fold);
        struct spot s = {l->v[i].from, l->v[i].to, w == NULL ? -1 : (int)(w - p->words), w == NULL ? 0 : w->most};
        most = s.give > most ? s.give : most;
        if (n > 0 && out[n - 1].from == s.from) { // a further word of an abbreviation
            out[n - 1] = s.give > out[n - 1].give ? s : out[n - 1];
        } else {
            out[n++] = s;
        }
    }
    for (size_t i = 0; i < n; i++) {
        out[i].word = out[i].give < most * MARK_LEAST ? -1 : out[i].word;
    }
    return n;
}

// The run of spots, at most `max` bytes long, whose different words of the query give most.
static struct text_range best_run(const struct spot *v, size_t n, size_t max, unsigned words, struct arena *a)
{
    unsigned *held = ARENA_ARRAY(a, unsigned, words + 1);
    struct text_range best = {0, 0};
    float sum = 0, most = -1;
    for (size_t i = 0, j = 0; j < n; j++) {
        if (v[j].word >= 0 && held[v[j].word]++ == 0) {
            sum += v[j].give;
        }
        while (i < j && v[j].to - v[i].from > max) {
            if (v[i].word >= 0 && --held[v[i].word] == 0) {
                sum -= v[i].give;
            }
            i++;
        }
        if (sum > most && v[j].to - v[i].from <= max) {
            most = sum;
            best = (struct text_range){(uint32_t)i, (uint32_t)j + 1};
        }
    }
    return best;
}

// Spots from..to, widened on both sides as far as `max` bytes allow.
static struct text_range widen(const struct spot *v, size_t n, struct text_range run, size_t max)
{
    size_t i = run.from, j = run.to;
    for (bool moved = true; moved;) {
        moved = false;
        if (i > 0 && v[j - 1].to - v[i - 1].from <= max) {
            i--;
            moved = true;
        }
        if (j < n && v[j].to - v[i].from <= max) {
            j++;
            moved = true;
        }
    }
    return (struct text_range){(uint32_t)i, (uint32_t)j};
}

static void make_extract(const struct spot *v, size_t n, struct str text, size_t max, unsigned words, struct arena *a,
                         struct match_extract *out)
{
    *out = (struct match_extract){.marks = ARENA_ARRAY(a, struct text_range, n)};
    struct text_range run = best_run(v, n, max, words, a);
    if (run.to == 0) {
        return;
    }
    // from the first word of the query on, and then as much as fits on both sides
    while (run.from + 1 < run.to && v[run.from].word < 0) {
        run.from++;
    }
    run = widen(v, n, run, max);
    out->cut = (struct text_range){v[run.from].from, v[run.to - 1].to};
    if (text.n <= max) {
        out->cut = (struct text_range){0, (uint32_t)text.n};
    }
    for (size_t i = run.from; i < run.to; i++) {
        if (v[i].word >= 0) {
            out->marks[out->n_marks++] = (struct text_range){v[i].from, v[i].to};
        }
    }
}

void match_extract(const struct match *m, struct str query, struct str text, size_t max, struct arena *a,
                   struct match_extract *out)
{
    struct token_list l = TOKEN_LIST_INIT;
    tokenise(&l, text, m->abbrev, NULL, 0);
    struct spot *spots = ARENA_ARRAY(a, struct spot, l.n);
    struct epoch_slot *slot = epoch_enter(m->epoch);
    struct plan *p = plan_make(m, query, &(struct match_ask){.prefix = true, .operators = true}, a);
    size_t n = find_spots(m, p, &l, spots);
    unsigned words = p->n_words;
    epoch_leave(slot);
    make_extract(spots, n, str_slice(text, 0, TEXT_MAX), max, words, a, out);
    token_list_free(&l);
}

// ---- reasons

static bool find_sequence(const struct match *m, int64_t id, struct segment_sequence *q)
{
    const struct view *v = atomic_load(&m->view);
    uint32_t n = atomic_load_explicit(&v->tail->n, memory_order_acquire);
    for (uint32_t i = 0; i < n; i++) {
        const struct tail_item *t = v->tail->item[i];
        if (t->id == id && !atomic_load_explicit(&t->dead, memory_order_relaxed)) {
            *q = tail_sequence(t);
            return true;
        }
    }
    for (uint32_t i = v->n; i-- > 0;) {
        uint32_t item = segment_find(v->segments[i], id);
        if (item != VOCAB_NONE) {
            *q = segment_sequence(v->segments[i], item);
            return true;
        }
    }
    return false;
}

static void add_reason(struct match_reasons *out, enum match_unit unit, struct str asked, struct str found,
                       unsigned times, float score)
{
    if (score > 0) {
        out->v[out->n++] = (struct match_reason){unit, asked, found, times, (double)score};
    }
}

// The word that gives most for token k.
static void word_reason(const struct match *m, const struct plan *p, const struct tally *t, unsigned k, struct arena *a,
                        struct match_reasons *out)
{
    float most = 0;
    unsigned at = 0;
    for (unsigned i = 0; i < p->n_words; i++) {
        for (unsigned g = p->words[i].gives; g < p->words[i].gives + p->words[i].n_gives; g++) {
            float part = p->gives[g].token == k ? plan_part(p, p->gives[g].give, t->word[i], t->length) : 0;
            at = part > most ? i : at;
            most = part > most ? part : most;
        }
    }
    if (most > 0) {
        struct str found = str_copy(a, vocab_text(&m->vocab, p->words[at].word));
        add_reason(out, MATCH_WORD, p->tokens[k].text, found, t->word[at], most);
    }
}

static int by_score(const void *a, const void *b)
{
    double x = ((const struct match_reason *)a)->score, y = ((const struct match_reason *)b)->score;
    return (x < y) - (x > y);
}

bool match_explain(const struct match *m, struct str query, bool operators, int64_t id, struct arena *a,
                   struct match_reasons *out)
{
    struct segment_sequence q;
    struct epoch_slot *slot = epoch_enter(m->epoch);
    bool found = find_sequence(m, id, &q);
    if (found) {
        struct plan *p = plan_make(m, query, &(struct match_ask){.operators = operators}, a);
        struct tally *t = ARENA_NEW(a, struct tally);
        plan_count(p, &m->vocab, q, t);
        *out = (struct match_reasons){ARENA_ARRAY(a, struct match_reason, p->n_tokens * 3 + 1), 0};
        for (unsigned k = 0; k < p->n_tokens; k++) {
            struct str text = p->tokens[k].text;
            word_reason(m, p, t, k, a, out);
            if (k + 1 < p->n_tokens) {
                struct str both = str_fmt(a, "%.*s %.*s", STR_ARG(text), STR_ARG(p->tokens[k + 1].text));
                add_reason(out, MATCH_PAIR, both, both, t->pair[k],
                           plan_part(p, p->tokens[k].pair, t->pair[k], t->length));
            }
            add_reason(out, MATCH_EXACT, text, text, t->exact[k], plan_exact_part(p, t, k));
        }
        add_reason(out, MATCH_NEAR, STR(""), STR(""), 1, PLAN_NEAR * t->near);
        qsort(out->v, out->n, sizeof *out->v, by_score);
    }
    epoch_leave(slot);
    return found;
}
