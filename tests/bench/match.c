// match.c: the text engine beside FTS5 on the same made-up items: folding, tokenising, building, asking, suggesting, filters,
// asking beside a writer and beside what is built beside it, how long that holds it up, starting from a snapshot.
// usage: bench_match [ITEMS [QUERIES]]
//
// Beside each figure stands what is to be reached with a million items; with ten times as many a query may take three times as
// long. Times are of the processor where nothing is waited for, so that other work on the machine does not count.
//
// Items of about 100 bytes are put together from pieces of the messages in tests/fixtures/pairs.vi.tsv and made-up
// names and numbers; queries are three to nine words of an item, half of them without marks.
#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"
#include "fts.h"
#include "match/snapshot.h"
#include "text/fold.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { WORDS_MAX = 20000, ITEM_BYTES = 92, ASK_SECONDS_MAX = 20, FTS_QUERIES = 200, WRITES_A_SECOND = 5000,
       YEARS = 40, YEAR = 31556952, OFFICES = 3321, MANY_ITEMS = 2000000 };

static struct arena arena;
static struct str words[WORDS_MAX];
static size_t n_words;
static struct prng seed = {20261123};

static void read_words(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = arena_alloc(&arena, 1 << 20);
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    struct str rest = {p, fread(p, 1, 1 << 20, f)};
    (void)fclose(f);
    for (size_t i = 0; i < rest.n; i++) {
        p[i] = p[i] == '\t' || p[i] == '\n' ? ' ' : p[i];
    }
    while (rest.p != NULL && n_words < WORDS_MAX) {
        struct str word = str_cut(&rest, ' ');
        if (word.n > 0) {
            words[n_words++] = word;
        }
    }
}

// A made-up name of two syllables: what makes items differ as streets and people do.
static struct str name(char *out)
{
    static const char *const onsets[] = {"B", "Ch", "D",  "Đ", "G", "H",  "Kh", "L", "M",
                                         "N", "Ng", "Ph", "S", "T", "Th", "Tr", "V", "X"};
    static const char *const rhymes[] = {"an", "ang", "ảnh", "ầm",  "ệ",  "iên",  "oài",
                                         "ọc", "ông", "ơn",  "uân", "úc", "ương", "ý"};
    int n = snprintf(out, 40, "%s%s %s%s", onsets[prng_below(&seed, ARRAY_LEN(onsets))],
                     rhymes[prng_below(&seed, ARRAY_LEN(rhymes))], onsets[prng_below(&seed, ARRAY_LEN(onsets))],
                     rhymes[prng_below(&seed, ARRAY_LEN(rhymes))]);
    return (struct str){out, (size_t)n};
}

static struct str item(struct arena *a)
{
    char text[400], piece[40];
    size_t n = 0;
    while (n < ITEM_BYTES) {
        size_t at = prng_below(&seed, n_words - 6), take = 2 + prng_below(&seed, 4);
        for (size_t i = 0; i < take && n < ITEM_BYTES; i++) {
            n += (size_t)snprintf(text + n, sizeof text - n, "%.*s ", STR_ARG(words[at + i]));
        }
        if (prng_below(&seed, 4) == 0) {
            struct str s = name(piece);
            n += (size_t)snprintf(text + n, sizeof text - n, "%.*s %d ", STR_ARG(s), (int)prng_below(&seed, 500));
        }
    }
    return str_copy(a, (struct str){text, n - 1});
}

static struct str query_of(struct str text, bool bare)
{
    size_t want = 3 + prng_below(&seed, 7), skip = prng_below(&seed, 8), from = 0, at = 0;
    for (size_t seen = 0; at < text.n && seen < skip + want; at++) {
        seen += text.p[at] == ' ';
        from = seen == skip && text.p[at] == ' ' ? at + 1 : from;
    }
    struct str cut = str_slice(text, from, at);
    if (!bare) {
        return cut;
    }
    char *out = arena_alloc(&arena, cut.n + 1);
    return (struct str){out, fold_text(cut, out)};
}

// ---- figures

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t now_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

// Processor time of this thread: says something on a busy machine too.
static int64_t busy_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

// What is to be reached, in ms; 0: nothing is.
struct aim {
    double mean, p99;
};

static void print_times(const char *what, int64_t *ns, size_t n, struct aim to_reach)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += ns[i];
    }
    qsort(ns, n, sizeof *ns, ascending);
    printf("%-34s mean %7.3f ms  p50 %7.3f  p99 %7.3f  (%zu)", what, (double)sum / (double)n / 1e6, (double)ns[n / 2] / 1e6,
           (double)ns[n * 99 / 100] / 1e6, n);
    if (to_reach.mean > 0) {
        printf("; to reach: mean %.1f", to_reach.mean);
    }
    if (to_reach.p99 > 0) {
        printf("%s p99 %.3g", to_reach.mean > 0 ? "," : "; to reach:", to_reach.p99);
    }
    printf("\n");
}

static void print_rate(const char *what, double rate, const char *unit, double to_reach)
{
    printf("%-34s %.0f %s; to reach: %.0f\n", what, rate, unit, to_reach);
}

static void bench_text(const struct str *items, size_t n)
{
    size_t bytes = 0, some = n < 100000 ? n : 100000;
    struct buf b = buf_new((size_t)1 << 30);
    for (size_t i = 0; i < some; i++) {
        buf_add(&b, items[i]);
        buf_addc(&b, '\n');
    }
    struct str all = buf_str(&b);
    char *out = xmalloc(all.n);
    int64_t start = busy_ns();
    for (int round = 0; round < 10; round++) {
        bytes += fold_text(all, out);
    }
    print_rate("folding", (double)all.n * 10 / ((double)(busy_ns() - start) / 1e9) / 1e6, "MB/s", 400);
    struct token_list l = TOKEN_LIST_INIT;
    struct abbrev *abbrev;
    struct err e = ERR_INIT;
    BUG_ON(!abbrev_new(STR_NONE, &abbrev, &e));
    start = busy_ns();
    for (size_t i = 0; i < some; i++) {
        tokenise(&l, items[i], abbrev, NULL, 0);
        bytes += l.n;
    }
    print_rate("tokenising", (double)all.n / ((double)(busy_ns() - start) / 1e9) / 1e6, "MB/s", 40);
    BUG_ON(bytes == 0);
    token_list_free(&l);
    abbrev_free(abbrev);
    free(out);
    buf_free(&b);
}

// A query of which the last letters are not typed yet.
static struct str begun(struct str query)
{
    return query.n > 4 ? str_slice(query, 0, query.n - 2) : query;
}

// Returns its p99, in ms.
static double ask(struct match *m, const struct str *queries, size_t n, const struct match_ask *how, const char *what,
                struct aim to_reach)
{
    int64_t *ns = xcalloc(n, sizeof *ns);
    struct arena a = ARENA_INIT;
    for (size_t i = 0; i < n; i++) {
        struct match_hits hits;
        struct str q = how->prefix ? begun(queries[i]) : queries[i];
        int64_t start = busy_ns();
        match_query(m, q, how, &a, &hits);
        ns[i] = busy_ns() - start;
        arena_reset(&a);
    }
    print_times(what, ns, n, to_reach);
    double p99 = (double)ns[n * 99 / 100] / 1e6;
    arena_free(&a);
    free(ns);
    return p99;
}

// One office of thousands; a year of forty; what nobody has in that state.
static void ask_narrowly(struct match *m, const struct str *queries, size_t n, struct aim to_reach)
{
    static const int64_t office = 7;
    (void)ask(m, queries, n, &(struct match_ask){.limit = 10, .filter = {.offices = &office, .n_offices = 1}},
              "asking at one office", to_reach);
    (void)ask(m, queries, n, &(struct match_ask){.limit = 10, .filter = {.from = YEAR, .to = 2 * YEAR}}, "asking for one year",
              to_reach);
    (void)ask(m, queries, n, &(struct match_ask){.limit = 10, .filter = {.states = 1u << 31}}, "asking for what is not there",
              (struct aim){0, 0});
}

static void find(struct match *m, const struct str *queries, size_t n, struct aim to_reach)
{
    int64_t *ns = xcalloc(n, sizeof *ns);
    int64_t borders[YEARS + 1];
    uint64_t found = 0;
    struct arena a = ARENA_INIT;
    for (int64_t i = 0; i <= YEARS; i++) {
        borders[i] = i * YEAR;
    }
    for (size_t i = 0; i < n; i++) {
        struct match_hits hits;
        struct match_found all;
        const struct match_ask how = {.limit = 21, .filter = {.public_only = true}};
        int64_t start = busy_ns();
        match_find(m, queries[i], &how, borders, YEARS + 1, &a, &hits, &all);
        ns[i] = busy_ns() - start;
        found += all.n;
        arena_reset(&a);
    }
    print_times("finding, with counts: a page", ns, n, to_reach);
    printf("%-34s %.0f a query\n", "  found", (double)found / (double)n);
    arena_free(&a);
    free(ns);
}

// ---- beside a writer

struct writer {
    struct match *m;
    const struct str *items;
    size_t n;
    int64_t id;
    _Atomic bool stop;
    int64_t longest, busiest; // of a call, ns: by the clock, and of processor time
    int64_t aside;            // the longest that as much work took which waits for nobody: what the machine itself holds up
    struct token_list list;
};

// One item more; how long that held up who writes.
static void write_one(struct writer *w)
{
    const struct match_attr attr = {.public = true};
    int64_t start = now_ns();
    tokenise(&w->list, w->items[(size_t)w->id % w->n], NULL, NULL, 0);
    int64_t took = now_ns() - start, busy = busy_ns();
    w->aside = took > w->aside ? took : w->aside;
    start = now_ns();
    match_add(w->m, w->id, w->items[(size_t)w->id % w->n], &attr, NULL, 0);
    busy = busy_ns() - busy;
    took = now_ns() - start;
    w->longest = took > w->longest ? took : w->longest;
    w->busiest = busy > w->busiest ? busy : w->busiest;
    w->id++;
}

static void print_longest(struct writer *w)
{
    printf("%-34s %.1f ms, %.1f of processor time; work that waits for nobody: %.1f ms\n", "  longest call of the writer",
           (double)w->longest / 1e6, (double)w->busiest / 1e6, (double)w->aside / 1e6);
    token_list_free(&w->list);
}

static void *write_on(void *arg)
{
    struct writer *w = arg;
    int64_t start = clock_mono_us(), first = w->id;
    while (!atomic_load(&w->stop)) {
        write_one(w);
        int64_t due = start + (w->id - first) * 1000000 / WRITES_A_SECOND, now = clock_mono_us();
        if (due > now) {
            (void)usleep((useconds_t)(due - now));
        }
    }
    printf("%-34s %.0f items/s\n", "  the writer beside came to",
           (double)(w->id - first) * 1e6 / (double)(clock_mono_us() - start));
    return NULL;
}

// Takes an item out of what was built first, and purges and saves, until told to stop.
static void *save_on(void *arg)
{
    struct writer *w = arg;
    struct err e = ERR_INIT;
    char path[64];
    int rounds = 0;
    (void)snprintf(path, sizeof path, "/tmp/bench_match.%ld.beside", (long)getpid());
    for (int64_t id = 1; !atomic_load(&w->stop); id++, rounds++) {
        if (!match_remove(w->m, id)) {
            break;
        }
        match_purge(w->m);
        (void)match_remove(w->m, id + (int64_t)w->n / 2);
        BUG_ON(!match_snapshot(w->m, path, 1, &e));
    }
    (void)unlink(path);
    printf("%-34s %d times\n", "  purged and saved beside", rounds);
    return NULL;
}

// As many as make the largest merges, as fast as they come.
static void bench_merging(struct match *m, const struct str *items, size_t n, int64_t *id)
{
    enum { MANY = 150000 };
    struct writer w = {.m = m, .items = items, .n = n, .id = *id};
    int64_t start = now_ns();
    for (int i = 0; i < MANY; i++) {
        write_one(&w);
    }
    printf("%-34s %.0f items/s\n", "adding one by one, merging beside", MANY / ((double)(now_ns() - start) / 1e9));
    print_longest(&w);
    *id = w.id;
}

static void bench_beside(struct match *m, const struct str *items, size_t n, const struct str *queries, size_t n_queries,
                         bool saving, double quiet_p99, int64_t *id)
{
    struct writer w = {.m = m, .items = items, .n = n, .id = *id};
    pthread_t thread, saver;
    BUG_ON(pthread_create(&thread, NULL, write_on, &w) != 0);
    BUG_ON(saving && pthread_create(&saver, NULL, save_on, &w) != 0);
    for (int round = 0; round < (saving ? 5 : 1); round++) {
        (void)ask(m, queries, n_queries, &(struct match_ask){.limit = 10},
                  saving ? "asking while it purges and saves" : "asking beside a writer", (struct aim){.p99 = 2 * quiet_p99});
    }
    atomic_store(&w.stop, true);
    (void)pthread_join(thread, NULL);
    if (saving) {
        (void)pthread_join(saver, NULL);
    }
    print_longest(&w);
    *id = w.id;
}

// ---- FTS5

static void bench_fts(const struct str *items, size_t n, const struct str *queries, size_t n_queries)
{
    int64_t *ns = xcalloc(FTS_QUERIES, sizeof *ns), start = busy_ns();
    struct fts *f = fts_new("unicode61 remove_diacritics 2");
    for (size_t i = 0; i < n; i++) {
        fts_add(f, (int64_t)i + 1, items[i]);
    }
    fts_added(f);
    printf("%-34s %.0f items/s (%zu items)\n", "FTS5: building", (double)n / ((double)(busy_ns() - start) / 1e9), n);
    printf("%-34s %.1f bytes/item\n", "FTS5: memory", (double)fts_memory(f) / (double)n);
    for (int prefix = 0; prefix < 2; prefix++) {
        size_t asked = 0;
        for (int64_t begin = busy_ns(); asked < FTS_QUERIES && asked < n_queries &&
                                        busy_ns() - begin < (int64_t)ASK_SECONDS_MAX * 1000000000;
             asked++) {
            int64_t ids[10];
            start = busy_ns();
            (void)fts_ask(f, prefix ? begun(queries[asked]) : queries[asked], prefix, ids, ARRAY_LEN(ids));
            ns[asked] = busy_ns() - start;
        }
        print_times(prefix ? "FTS5: suggesting, bm25" : "FTS5: asking, bm25", ns, asked, (struct aim){0, 0});
    }
    fts_free(f);
    free(ns);
}

static void bench_snapshot(struct match *m)
{
    char path[64];
    struct err e = ERR_INIT;
    struct match *back;
    uint64_t position;
    (void)snprintf(path, sizeof path, "/tmp/bench_match.%ld", (long)getpid());
    int64_t start = now_ns();
    if (!match_snapshot(m, path, 1, &e)) {
        fprintf(stderr, "bench: %s\n", e.what);
        exit(1);
    }
    printf("%-34s %.2f s\n", "writing a snapshot", (double)(now_ns() - start) / 1e9);
    for (int cold = 0; cold < 2; cold++) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        BUG_ON(fd < 0 || (cold == 1 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0) || close(fd) != 0);
        struct arena a = ARENA_INIT;
        struct match_hits hits;
        start = now_ns();
        if (!match_load(NULL, path, &back, &position, &e)) {
            fprintf(stderr, "bench: %s\n", e.what);
            exit(1);
        }
        int64_t loaded = now_ns();
        match_query(back, STR("đường ngập nước"), &(struct match_ask){.limit = 10}, &a, &hits);
        printf("%-34s %.2f s, the first answer %.1f ms later; to reach: 0.5 s\n",
               cold ? "starting, none of it in memory" : "starting from it",
               (double)(loaded - start) / 1e9, (double)(now_ns() - loaded) / 1e6);
        arena_free(&a);
        match_close(back);
    }
    (void)unlink(path);
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : 200000;
    size_t n_queries = argc > 2 ? (size_t)strtoull(argv[2], NULL, 10) : 2000;
    struct err e = ERR_INIT;
    struct match *m;
    if (n == 0 || n_queries == 0 || !match_open(NULL, &m, &e)) {
        fprintf(stderr, "usage: bench_match [ITEMS [QUERIES]]\n");
        return 2;
    }
    read_words(PAIRS_FILE);
    struct str *items = xcalloc(n, sizeof *items), *queries = xcalloc(n_queries, sizeof *queries);
    for (size_t i = 0; i < n; i++) {
        items[i] = item(&arena);
    }
    for (size_t i = 0; i < n_queries; i++) {
        queries[i] = query_of(items[prng_below(&seed, n)], i % 2 == 1);
    }
    printf("%zu items, such as: %.*s\n", n, STR_ARG(items[0]));
    bench_text(items, n);
    int64_t start = busy_ns();
    match_bulk_begin(m);
    for (size_t i = 0; i < n; i++) {
        const struct match_attr attr = {
            .public = true, .office = 1 + (int64_t)(i % OFFICES), .time = (int64_t)(i % YEARS) * YEAR};
        match_add(m, (int64_t)i + 1, items[i], &attr, NULL, 0);
    }
    match_bulk_end(m);
    print_rate("building", (double)n / ((double)(busy_ns() - start) / 1e9), "items/s", 150000);
    printf("%-34s %.1f bytes/item; to reach: 160\n", "memory", (double)match_memory(m) / (double)n);
    double more = n > MANY_ITEMS ? 3 : 1; // times as long
    const struct aim asking = {0.4 * more, more};
    double quiet = ask(m, queries, n_queries, &(struct match_ask){.limit = 10}, "asking", asking);
    ask_narrowly(m, queries, n_queries, asking);
    (void)ask(m, queries, n_queries, &(struct match_ask){.limit = 10, .prefix = true}, "suggesting", (struct aim){0, 2 * more});
    find(m, queries, n_queries, asking);
    bench_snapshot(m);
    int64_t id = (int64_t)n + 1;
    bench_beside(m, items, n, queries, n_queries, false, quiet, &id);
    bench_beside(m, items, n, queries, n_queries, true, quiet, &id);
    bench_merging(m, items, n, &id);
    match_close(m);
    bench_fts(items, n < 200000 ? n : 200000, queries, n_queries);
    arena_free(&arena);
    free(items);
    free(queries);
    return 0;
}
