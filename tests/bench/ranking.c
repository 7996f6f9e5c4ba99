// ranking.c: how often the right item comes first, over halves of the queries: five times two halves, and their spread.
// usage: bench_ranking [--distractors] [FOLDER of xquad.*.json]
//
// Sets: tests/fixtures/messages.vi.tsv (600 short messages, half of them like another one but about something else; 300
// queries), and XQuAD in Vietnamese and English (240 paragraphs, 1,190 questions) where its files lie beside the
// source. Beside each set SQLite's FTS5 is asked for any of the words of the same queries, by its bm25: the Vietnamese ones
// without marks (unicode61, remove_diacritics 2), the English ones with Porter's stems. --distractors: XQuAD
// in Vietnamese once more, with DISTRACTORS Vietnamese sentences of the project's own added to the items (beside.h).
#include "base/random.h"
#include "beside.h"
#include "fts.h"

#include "match/trial.h"

#include <jansson.h>
#include <math.h>

enum { LINES = 16384, ROUNDS = 5, DISTRACTORS = 10000 };

struct set {
    struct trial_line items[LINES], queries[LINES];
    struct trial_answer answers[LINES];
    size_t n_items, n_queries;
};

static struct arena arena;
static struct set set;

static void add_item(int64_t id, struct str text)
{
    BUG_ON(set.n_items == LINES);
    set.items[set.n_items++] = (struct trial_line){.id = id, .text = text};
}

static void add_query(struct str text, int64_t item)
{
    BUG_ON(set.n_queries == LINES);
    set.answers[set.n_queries] = (struct trial_answer){(int64_t)set.n_queries, item};
    set.queries[set.n_queries] = (struct trial_line){.id = (int64_t)set.n_queries, .text = text};
    set.n_queries++;
}

static bool read_messages(void)
{
    enum { LARGEST = 1 << 20 };
    char *p = arena_alloc(&arena, LARGEST);
    FILE *f = fopen(FIXTURES "messages.vi.tsv", "rb");
    if (f == NULL) {
        return false;
    }
    struct str file = {p, fread(p, 1, LARGEST, f)};
    (void)fclose(f);
    while (file.p != NULL) {
        struct str line = str_cut(&file, '\n');
        if (line.n > 0) {
            int64_t id = (int64_t)set.n_items;
            (void)str_cut(&line, '\t');
            add_item(id, str_cut(&line, '\t'));
            add_item(id + 1, str_cut(&line, '\t'));
            add_query(str_cut(&line, '\t'), id);
        }
    }
    return true;
}

// SQuAD's form: data[].paragraphs[].context and .qas[].question.
static bool read_squad(const char *path)
{
    size_t i, k, n;
    json_t *article, *paragraph, *question, *all = json_load_file(path, 0, NULL);
    if (all == NULL) {
        return false;
    }
    json_array_foreach(json_object_get(all, "data"), i, article)
    {
        json_array_foreach(json_object_get(article, "paragraphs"), k, paragraph)
        {
            int64_t id = (int64_t)set.n_items;
            add_item(id, str_copy(&arena, str_c(json_string_value(json_object_get(paragraph, "context")))));
            json_array_foreach(json_object_get(paragraph, "qas"), n, question)
            {
                add_query(str_copy(&arena, str_c(json_string_value(json_object_get(question, "question")))), id);
            }
        }
    }
    json_decref(all);
    return true;
}

static void add_beside(void)
{
    static struct str sentences[DISTRACTORS];
    size_t n = beside_sentences(&arena, sentences, DISTRACTORS);
    for (size_t i = 0; i < n; i++) {
        add_item((int64_t)set.n_items, sentences[i]);
    }
    printf("%zu sentences of the project's own beside %zu paragraphs\n", n, set.n_items - n);
}

// Typed as `v`; the beginning of a query, eight words of it, counts when its item is among the first five.
static double first(struct trial_line *queries, size_t n, enum variant v)
{
    struct trial_result r;
    struct err e = ERR_INIT;
    struct trial_lines items = {set.items, set.n_items}, asked = {queries, n};
    if (!trial_run(&items, &asked, set.answers, set.n_queries, v, 8, &r, &e)) {
        fprintf(stderr, "bench: %s\n", e.what);
        exit(1);
    }
    return v == VARIANT_PREFIX ? r.r5 : r.r1;
}

static const struct {
    const char *name;
    enum variant v;
} typed[] = {{"full", VARIANT_FULL}, {"nomarks", VARIANT_NOMARKS}, {"typo", VARIANT_TYPO}, {"prefix:8", VARIANT_PREFIX}};

// What is to be reached, by how it is typed; 0: nothing was set.
static const double free_of_aims[ARRAY_LEN(typed)] = {0}, aims[ARRAY_LEN(typed)] = {0.95, 0.94, 0.92, 0.92},
                    aims_beside[ARRAY_LEN(typed)] = {0.93, 0.92, 0.90};

static void bench_typed(const char *name, size_t t, double aim)
{
    double sum = 0, squares = 0, least = 1, most = 0, apart = 0;
    static struct trial_line halves[2][LINES];
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct prng r = {round + 1};
        size_t n[2] = {0, 0};
        for (size_t i = 0; i < set.n_queries; i++) {
            size_t half = prng_below(&r, 2);
            halves[half][n[half]++] = set.queries[i];
        }
        double one = first(halves[0], n[0], typed[t].v), other = first(halves[1], n[1], typed[t].v);
        sum += one + other;
        squares += one * one + other * other;
        least = fmin(least, fmin(one, other));
        most = fmax(most, fmax(one, other));
        apart = fmax(apart, fabs(one - other));
    }
    double mean = sum / (2 * ROUNDS), variance = squares / (2 * ROUNDS) - mean * mean;
    printf("%-16s %-8s all %.3f; ten halves %.3f ± %.3f (%.3f to %.3f), two halves at most %.3f apart", name, typed[t].name,
           first(set.queries, set.n_queries, typed[t].v), mean, sqrt(variance > 0 ? variance : 0), least, most, apart);
    if (aim > 0) {
        printf("; to reach %.2f", aim);
    }
    printf("\n");
}

// The same trials with FTS5.
static void bench_fts(const char *name, const char *tokenizer)
{
    struct fts *f = fts_new(tokenizer);
    for (size_t i = 0; i < set.n_items; i++) {
        fts_add(f, set.items[i].id, set.items[i].text);
    }
    fts_added(f);
    printf("%-16s FTS5 (%s, bm25):", name, tokenizer);
    for (size_t t = 0; t < ARRAY_LEN(typed); t++) {
        enum { ASKED = 5, SEED = 20261123, WORDS = 8 };
        bool begun = typed[t].v == VARIANT_PREFIX;
        size_t right = 0;
        struct prng r = {SEED};
        struct arena a = ARENA_INIT;
        for (size_t i = 0; i < set.n_queries; i++) {
            int64_t ids[ASKED];
            bool there = false;
            struct str query = variant_text(typed[t].v, WORDS, set.queries[i].text, NULL, &r, &a);
            size_t n = fts_ask(f, query, begun, ids, begun ? ASKED : 1);
            for (size_t k = 0; k < n; k++) {
                there = there || ids[k] == set.answers[i].item;
            }
            right += there;
        }
        arena_free(&a);
        printf("%s %s %.3f", t == 0 ? "" : ",", typed[t].name, (double)right / (double)set.n_queries);
    }
    printf("\n");
    fts_free(f);
}

static void bench_set(const char *name, const char *path, bool beside, const char *tokenizer, const double *to_reach)
{
    set.n_items = set.n_queries = 0;
    if (path == NULL ? !read_messages() : !read_squad(path)) {
        printf("%s: not here (%s)\n", name, path == NULL ? "tests/fixtures" : path);
        return;
    }
    if (beside) {
        add_beside();
    }
    for (size_t t = 0; t < ARRAY_LEN(typed); t++) {
        bench_typed(name, t, to_reach[t]);
    }
    bench_fts(name, tokenizer);
}

int main(int argc, char **argv)
{
    bool beside = argc > 1 && strcmp(argv[1], "--distractors") == 0;
    const char *folder = argc > 1 + beside ? argv[1 + beside] : SHARED;
    const char *vi = str_z(&arena, str_fmt(&arena, "%s/xquad.vi.json", folder));
    const char *bare = "unicode61 remove_diacritics 2";
    printf("R@1: share of queries whose item comes first; prefix:8: among the first five (R@5)\n");
    bench_set("messages", NULL, false, bare, free_of_aims);
    bench_set("xquad.vi", vi, false, bare, aims);
    bench_set("xquad.en", str_z(&arena, str_fmt(&arena, "%s/xquad.en.json", folder)), false, "porter unicode61", free_of_aims);
    if (beside) {
        bench_set("xquad.vi beside", vi, true, bare, aims_beside);
    }
    arena_free(&arena);
    return 0;
}
