// trial.h: how good and how quick the engine is on a set of items, queries and known answers.
#pragma once

#include "match/match.h"
#include "match/variant.h"

// A line `id<TAB>text` of a file; the last of several equal ids counts.
struct trial_line {
    int64_t id;
    struct str name; // the id as it was written
    struct str text; // a view into the file
};
struct trial_lines {
    struct trial_line *v;
    size_t n;
};

// All lines of a file `id<TAB>text`; ids are whole numbers, or any other words, which then are numbered by hash. Empty
// lines are skipped; a line without a tab is ERR_INPUT with its number.
MUST_USE bool trial_read(struct str file, struct arena *a, struct trial_lines *out, struct err *e);
int64_t trial_id(struct str name);

struct trial_answer {
    int64_t query, item;
};

// Lines `query_id<TAB>item_id`, sorted by query. Further columns are passed over.
MUST_USE bool trial_read_answers(struct str file, struct arena *a, struct trial_answer **out, size_t *n, struct err *e);

struct trial_result {
    size_t items, queries; // queries that have an answer
    double r1, r5, r10;    // share of queries with a relevant item among the first k
    double map5, mrr10;
    double queries_a_second, p50_us, p99_us, mean_us;
    double bytes_an_item, items_a_second;
};

// Puts the items into a new index in one go and asks the queries as the variant types them, one after another.
MUST_USE bool trial_run(const struct trial_lines *items, const struct trial_lines *queries,
                        const struct trial_answer *answers, size_t n_answers, enum variant v, unsigned k,
                        struct trial_result *out, struct err *e);
