// beside.c: the demo's messages and answers cut into sentences; patterns whose blanks are filled by a seeded draw.
#include "beside.h"

#include "cli/demo_text.h"
#include "demo_files.h"
#include "text/fold.h"
#include "text/hash.h"

#include <stdio.h>

enum { LARGEST = 1 << 20, SEEN = 1 << 16, BLANKS = 32, PATTERNS = 256, WORDS = 64, SHORTEST = 8, DAYS = 730, DRAWS = 200000 };
#define SEED 20261123
#define FIRST_DAY 1720976400 // Monday 15 July 2024, 00:00 in Vietnam

struct blank {
    struct str name, words[WORDS];
    size_t n;
};

struct sentences {
    struct arena *a;
    struct str *out;
    size_t n, max;
    uint64_t seen[SEEN]; // of the bare letters; 0: free
};

static void put(struct sentences *s, struct str text)
{
    text = str_trim(text);
    if (s->n == s->max || text.n < SHORTEST) {
        return;
    }
    char *bare = arena_alloc(s->a, text.n);
    uint64_t hash = hash_bytes(bare, fold_text(text, bare));
    size_t at = hash % SEEN;
    while (s->seen[at] != 0 && s->seen[at] != hash) {
        at = (at + 1) % SEEN;
    }
    if (s->seen[at] == 0) {
        s->seen[at] = hash;
        s->out[s->n++] = str_copy(s->a, text);
    }
}

static void put_sentences(struct sentences *s, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool stop = strchr(".!?", text.p[i]) != NULL && (i + 1 == text.n || text.p[i + 1] == ' ' || text.p[i + 1] == '\n');
        if (stop || text.p[i] == '\n') {
            put(s, str_slice(text, from, i + 1));
            from = i + 1;
        }
    }
    put(s, str_slice(text, from, text.n));
}

static void put_demo(struct sentences *s)
{
    struct demo_material m;
    struct demo_plan plan;
    struct err e = ERR_INIT;
    enum { MESSAGES = 8000 };
    BUG_ON(!demo_material_load(demo_files, demo_files_n, s->a, &m, &e));
    demo_plan_make(&m, SEED, FIRST_DAY, DAYS, MESSAGES, s->a, &plan);
    for (size_t i = 0; i < plan.slots_n; i++) {
        struct demo_message d;
        demo_message(&plan, i, s->a, &d);
        if (str_eqz(d.lang, "vi")) {
            put_sentences(s, d.text);
        }
    }
}

static struct str blank_words(const struct blank *v, size_t n, struct str name, struct prng *r)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(v[i].name, name)) {
            return v[i].words[prng_below(r, v[i].n)];
        }
    }
    BUG_ON(true);
}

static struct str filled(struct sentences *s, struct str pattern, const struct blank *v, size_t n, struct prng *r)
{
    struct str out = STR("");
    while (pattern.p != NULL) {
        struct str before = str_cut(&pattern, '{');
        out = str_fmt(s->a, "%.*s%.*s", STR_ARG(out), STR_ARG(before));
        if (pattern.p != NULL) {
            struct str words = blank_words(v, n, str_cut(&pattern, '}'), r);
            out = str_fmt(s->a, "%.*s%.*s", STR_ARG(out), STR_ARG(words));
        }
    }
    return out;
}

static void put_patterns(struct sentences *s)
{
    char *p = arena_alloc(s->a, LARGEST);
    FILE *f = fopen(FIXTURES "beside.tsv", "rb");
    BUG_ON(f == NULL);
    struct str file = {p, fread(p, 1, LARGEST, f)}, patterns[PATTERNS];
    (void)fclose(f);
    static struct blank blanks[BLANKS];
    size_t n_blanks = 0, n_patterns = 0;
    while (file.p != NULL) {
        struct str line = str_cut(&file, '\n'), name = str_cut(&line, '\t');
        if (str_eqz(name, "-")) {
            BUG_ON(n_patterns == PATTERNS);
            patterns[n_patterns++] = line;
        } else if (line.n > 0) {
            BUG_ON(n_blanks == BLANKS);
            struct blank *b = &blanks[n_blanks++];
            for (b->name = name; line.p != NULL; b->n++) {
                BUG_ON(b->n == WORDS);
                b->words[b->n] = str_cut(&line, '|');
            }
        }
    }
    struct prng r = {SEED};
    for (unsigned i = 0; i < DRAWS && s->n < s->max; i++) {
        put(s, filled(s, patterns[i % n_patterns], blanks, n_blanks, &r));
    }
}

size_t beside_sentences(struct arena *a, struct str *out, size_t max)
{
    static struct sentences s;
    s = (struct sentences){.a = a, .out = out, .max = max / 2};
    put_demo(&s);
    s.max = max;
    put_patterns(&s);
    return s.n;
}
