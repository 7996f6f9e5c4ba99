// trial.c: reading trial sets, asking, counting.
#include "match/trial.h"

#include "base/clock.h"
#include "text/hash.h"

enum { SEED = 20261123, ASKED = 10 };

int64_t trial_id(struct str name)
{
    int64_t id;
    return str_int(name, &id) ? id : (int64_t)(hash_bytes(name.p, name.n) >> 1);
}

MUST_USE bool trial_read(struct str file, struct arena *a, struct trial_lines *out, struct err *e)
{
    size_t n = 0, line = 0;
    for (size_t i = 0; i < file.n; i++) {
        n += file.p[i] == '\n';
    }
    struct trial_line *v = ARENA_ARRAY(a, struct trial_line, n + 1);
    n = 0;
    while (file.p != NULL) {
        struct str text = str_cut(&file, '\n');
        line++;
        if (str_trim(text).n == 0) {
            continue;
        }
        struct str id = str_cut(&text, '\t');
        if (text.p == NULL) {
            return err_set(e, ERR_INPUT, N_("line %zu is not id<TAB>text"), line);
        }
        v[n++] = (struct trial_line){trial_id(str_trim(id)), str_trim(id), text};
    }
    *out = (struct trial_lines){v, n};
    return true;
}

static int by_query(const void *a, const void *b)
{
    const struct trial_answer *x = a, *y = b;
    return (x->query > y->query) - (x->query < y->query);
}

MUST_USE bool trial_read_answers(struct str file, struct arena *a, struct trial_answer **out, size_t *n, struct err *e)
{
    struct trial_lines lines;
    if (!trial_read(file, a, &lines, e)) {
        return false;
    }
    struct trial_answer *v = ARENA_ARRAY(a, struct trial_answer, lines.n + 1);
    for (size_t i = 0; i < lines.n; i++) {
        struct str rest = lines.v[i].text;
        v[i] = (struct trial_answer){lines.v[i].id, trial_id(str_trim(str_cut(&rest, '\t')))};
    }
    qsort(v, lines.n, sizeof *v, by_query);
    *out = v;
    *n = lines.n;
    return true;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

// The answers of a query: the first and one past the last.
static void answers_of(const struct trial_answer *v, size_t n, int64_t query, size_t *from, size_t *to)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (v[mid].query < query) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    for (*from = low; low < n && v[low].query == query; low++) {
    }
    *to = low;
}

static void judge(const struct match_hits *hits, const struct trial_answer *v, size_t n, struct trial_result *r)
{
    size_t found = 0, first = 0;
    double sum = 0;
    for (size_t h = 0; h < hits->n && h < ASKED; h++) {
        bool relevant = false;
        for (size_t i = 0; i < n; i++) {
            relevant |= v[i].item == hits->v[h].id;
        }
        if (relevant) {
            found++;
            first = first == 0 ? h + 1 : first;
            sum += h < 5 ? (double)found / (double)(h + 1) : 0;
        }
    }
    r->r1 += first == 1;
    r->r5 += first >= 1 && first <= 5;
    r->r10 += first >= 1;
    r->mrr10 += first == 0 ? 0 : 1.0 / (double)first;
    r->map5 += sum / (double)(n < 5 ? n : 5);
}

static void finish(struct trial_result *r, int64_t *times, int64_t total_us)
{
    double n = r->queries == 0 ? 1 : (double)r->queries;
    r->r1 /= n;
    r->r5 /= n;
    r->r10 /= n;
    r->mrr10 /= n;
    r->map5 /= n;
    qsort(times, r->queries, sizeof *times, ascending);
    r->queries_a_second = total_us == 0 ? 0 : n * 1e6 / (double)total_us;
    r->mean_us = (double)total_us / n;
    r->p50_us = r->queries == 0 ? 0 : (double)times[r->queries / 2];
    r->p99_us = r->queries == 0 ? 0 : (double)times[r->queries * 99 / 100];
}

static void fill(struct match *m, const struct trial_lines *items, struct trial_result *r)
{
    const struct match_attr attr = {.kind = MATCH_PUBLICATION, .public = true};
    int64_t start = clock_mono_us();
    match_bulk_begin(m);
    for (size_t i = 0; i < items->n; i++) {
        match_add(m, items->v[i].id, items->v[i].text, &attr, NULL, 0);
    }
    match_bulk_end(m);
    int64_t us = clock_mono_us() - start;
    r->items = items->n;
    r->items_a_second = us == 0 ? 0 : (double)items->n * 1e6 / (double)us;
    r->bytes_an_item = items->n == 0 ? 0 : (double)match_memory(m) / (double)items->n;
}

MUST_USE bool trial_run(const struct trial_lines *items, const struct trial_lines *queries,
                        const struct trial_answer *answers, size_t n_answers, enum variant v, unsigned k,
                        struct trial_result *out, struct err *e)
{
    struct match *m;
    struct abbrev *abbrev;
    if (!match_open(NULL, &m, e)) {
        return false;
    }
    if (!abbrev_new(STR_NONE, &abbrev, e)) {
        match_close(m);
        return false;
    }
    memset(out, 0, sizeof *out);
    fill(m, items, out);
    struct arena a = ARENA_INIT;
    struct prng r = {SEED};
    int64_t *times = xcalloc(queries->n + 1, sizeof *times), total = 0;
    for (size_t i = 0; i < queries->n; i++) {
        size_t from, to;
        struct match_hits hits;
        answers_of(answers, n_answers, queries->v[i].id, &from, &to);
        if (from == to) {
            continue;
        }
        struct str text = variant_text(v, k, queries->v[i].text, abbrev, &r, &a);
        struct match_ask ask = {.limit = ASKED, .prefix = v == VARIANT_PREFIX};
        int64_t start = clock_mono_us();
        match_query(m, text, &ask, &a, &hits);
        times[out->queries] = clock_mono_us() - start;
        total += times[out->queries++];
        judge(&hits, answers + from, to - from, out);
        arena_reset(&a);
    }
    finish(out, times, total);
    free(times);
    arena_free(&a);
    abbrev_free(abbrev);
    match_close(m);
    return true;
}
