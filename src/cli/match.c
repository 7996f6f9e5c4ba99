// match.c: `hoiam match index|search|eval|pairs|group`: the text engine on files, for trials and for looking at it.
#include "cli/commands.h"
#include "match/group.h"
#include "match/pairs.h"
#include "match/snapshot.h"
#include "match/trial.h"

#include <errno.h>
#include <unistd.h>

// Larger than any set that is tried; a set of ten million short texts is about 1.2 GB.
#define FILE_LARGEST ((size_t)8 << 30)

// The whole file in the call's arena.
static bool read_whole(struct cli_call *call, const char *path, struct str *out, struct err *e)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return err_errno(e, ERR_IO, N_("%s cannot be read"), path);
    }
    struct buf b = buf_new(FILE_LARGEST);
    char part[1 << 16];
    size_t n;
    while ((n = fread(part, 1, sizeof part, f)) > 0) {
        buf_add(&b, (struct str){part, n});
    }
    bool good = ferror(f) == 0 || err_errno(e, ERR_IO, N_("%s cannot be read"), path);
    good = good && (!buf_over(&b) || err_set(e, ERR_LIMIT, N_("%s is too large"), path));
    (void)fclose(f);
    if (good) {
        *out = str_copy(call->arena, buf_str(&b));
    }
    buf_free(&b);
    return good;
}

static bool read_lines(struct cli_call *call, const char *path, struct trial_lines *out, struct err *e)
{
    struct str file;
    return read_whole(call, path, &file, e) && (trial_read(file, call->arena, out, e) || err_in(e, path));
}

// Ids as they were written: the engine knows numbers only.
static int by_id(const void *a, const void *b)
{
    const struct trial_line *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void print_id(const struct trial_lines *names, int64_t id)
{
    const struct trial_line key = {.id = id};
    const struct trial_line *line = names->n == 0 ? NULL : bsearch(&key, names->v, names->n, sizeof key, by_id);
    if (line == NULL) {
        (void)printf("%lld", (long long)id);
    } else {
        (void)printf("%.*s", STR_ARG(line->name));
    }
}

// ---- index, search

// Where the ids stand that are no whole numbers: beside the index.
static const char *names_path(struct cli_call *call, const char *index)
{
    return str_z(call->arena, str_fmt(call->arena, "%s.ids", index));
}

static bool write_names(struct cli_call *call, const struct trial_lines *items, const char *index, struct err *e)
{
    const char *path = names_path(call, index);
    FILE *f = NULL;
    int64_t number;
    (void)unlink(path);
    for (size_t i = 0; i < items->n; i++) {
        if (str_int(items->v[i].name, &number)) {
            continue;
        }
        if (f == NULL && (f = fopen(path, "wb")) == NULL) {
            return err_errno(e, ERR_IO, N_("write %s"), path);
        }
        (void)fprintf(f, "%.*s\t\n", STR_ARG(items->v[i].name));
    }
    return f == NULL || fclose(f) == 0 || err_errno(e, ERR_IO, N_("write %s"), path);
}

static bool read_names(struct cli_call *call, const char *index, struct trial_lines *out, struct err *e)
{
    const char *path = names_path(call, index);
    *out = (struct trial_lines){NULL, 0};
    if (access(path, F_OK) != 0) {
        return true;
    }
    if (!read_lines(call, path, out, e)) {
        return false;
    }
    qsort(out->v, out->n, sizeof *out->v, by_id);
    return true;
}

static const struct opt index_options[] = {{"output", N_("FILE"), N_("write the index here"), OPT_MUST | OPT_SHORT('o')},
                                           OPT_END};

const struct cli_page cli_match_index_page = {
    .options = index_options,
    .operands_min = 1,
    .operands_max = 1,
    .about =
        N_("Reads lines of id<TAB>text and writes an index of them. Ids that are no whole numbers go to FILE.ids."),
    .example = "hoiam match index items.tsv -o items.index",
};

static bool build_index(struct cli_call *call, struct match *m, struct err *e)
{
    struct trial_lines items;
    const struct match_attr attr = {.kind = MATCH_PUBLICATION, .public = true};
    if (!read_lines(call, call->opts->operands[0], &items, e)) {
        return false;
    }
    match_bulk_begin(m);
    for (size_t i = 0; i < items.n; i++) {
        match_add(m, items.v[i].id, items.v[i].text, &attr, NULL, 0);
    }
    match_bulk_end(m);
    const char *path = opt_get(call->opts, "output", "");
    return write_names(call, &items, path, e) && match_snapshot(m, path, 0, e);
}

int cli_match_index(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct match *m = NULL;
    bool good = match_open(NULL, &m, &e) && build_index(call, m, &e);
    match_close(m);
    return good ? CLI_DONE : cli_fail(call, &e);
}

static const struct opt search_options[] = {
    {"top", N_("N"), N_("hits a query (default: 10)"), 0},
    {"prefix", NULL, N_("the last word of a query is still being typed"), 0},
    OPT_END,
};

const struct cli_page cli_match_search_page = {
    .options = search_options,
    .operands_min = 2,
    .operands_max = 2,
    .about =
        N_("Asks an index written by \"match index\" every line of id<TAB>text of a second file, and prints a line "
           "query<TAB>rank<TAB>id<TAB>score for each hit."),
    .example = "hoiam match search items.index queries.tsv --top 5",
};

static void print_hits(const struct match *m, const struct trial_lines *names, const struct trial_line *line,
                       const struct match_ask *ask)
{
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    match_query(m, line->text, ask, &a, &hits);
    for (size_t i = 0; i < hits.n; i++) {
        (void)printf("%.*s\t%zu\t", STR_ARG(line->name), i + 1);
        print_id(names, hits.v[i].id);
        (void)printf("\t%.6f\n", hits.v[i].score);
    }
    arena_free(&a);
}

int cli_match_search(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct match *m;
    struct trial_lines queries, names;
    struct buf problems = buf_new(1024);
    uint64_t position;
    int64_t top;
    bool typed = opt_int(call->opts, "top", 1, MATCH_LIMIT, 10, &top, &problems);
    int code = typed ? CLI_DONE : cli_problems(call, &problems);
    buf_free(&problems);
    if (!typed) {
        return code;
    }
    if (!read_lines(call, call->opts->operands[1], &queries, &e) ||
        !read_names(call, call->opts->operands[0], &names, &e) ||
        !match_load(NULL, call->opts->operands[0], &m, &position, &e)) {
        return cli_fail(call, &e);
    }
    struct match_ask ask = {.limit = (size_t)top, .prefix = opt_count(call->opts, "prefix") > 0};
    for (size_t i = 0; i < queries.n; i++) {
        print_hits(m, &names, &queries.v[i], &ask);
    }
    bool damaged = match_damaged(m);
    match_close(m);
    if (damaged) {
        (void)err_set(&e, ERR_CORRUPT, N_("%s is damaged: not everything was found; make it anew with hoiam match index"),
                      call->opts->operands[0]);
        return cli_fail(call, &e);
    }
    return CLI_DONE;
}

// ---- eval

static const struct opt eval_options[] = {
    {"typed", N_("HOW"), N_("full, nomarks, nfd, oldtone, teencode, typo or prefix:K (default: full)"), 0},
    {"json", NULL, N_("one JSON object instead of lines"), 0},
    OPT_END,
};

const struct cli_page cli_match_eval_page = {
    .options = eval_options,
    .operands_min = 3,
    .operands_max = 3,
    .about =
        N_("Indexes the items, asks the queries as somebody types them, and compares with the known answers "
           "(query<TAB>item, several lines a query). R@k is the share of queries with an answer among the first k."),
    .example = "hoiam match eval items.tsv queries.tsv qrels.tsv --typed nomarks --json",
};

static void print_result(const struct trial_result *r, const char *typed, bool json)
{
    const struct {
        const char *name;
        double value;
        int digits;
    } rows[] = {{"items", (double)r->items, 0},
                {"queries", (double)r->queries, 0},
                {"R@1", r->r1, 4},
                {"R@5", r->r5, 4},
                {"R@10", r->r10, 4},
                {"MAP@5", r->map5, 4},
                {"MRR@10", r->mrr10, 4},
                {"queries/s", r->queries_a_second, 0},
                {"mean_us", r->mean_us, 0},
                {"p50_us", r->p50_us, 0},
                {"p99_us", r->p99_us, 0},
                {"bytes/item", r->bytes_an_item, 1},
                {"items/s", r->items_a_second, 0}};
    (void)printf(json ? "{\"typed\": \"%s\"" : "typed\t%s\n", typed);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        (void)printf(json ? ", \"%s\": %.*f" : "%s\t%.*f\n", rows[i].name, rows[i].digits, rows[i].value);
    }
    (void)fputs(json ? "}\n" : "", stdout);
}

int cli_match_eval(struct cli_call *call)
{
    struct err e = ERR_INIT;
    const char *typed = opt_get(call->opts, "typed", "full");
    enum variant v;
    unsigned k = 0;
    if (!variant_named(str_c(typed), &v, &k)) {
        return cli_usage(call, say("--typed %s is none of full, nomarks, nfd, oldtone, teencode, typo, prefix:K"),
                         typed);
    }
    const char *const *files = call->opts->operands;
    struct trial_lines items, queries;
    struct trial_answer *answers;
    size_t n;
    struct str file;
    struct trial_result r;
    if (!read_lines(call, files[0], &items, &e) || !read_lines(call, files[1], &queries, &e) ||
        !read_whole(call, files[2], &file, &e) || !trial_read_answers(file, call->arena, &answers, &n, &e) ||
        !trial_run(&items, &queries, answers, n, v, k, &r, &e)) {
        return cli_fail(call, &e);
    }
    print_result(&r, typed, opt_count(call->opts, "json") > 0);
    return CLI_DONE;
}

// ---- pairs

static const struct opt no_options[] = {OPT_END};

const struct cli_page cli_match_pairs_page = {
    .options = no_options,
    .operands_min = 1,
    .operands_max = 1,
    .about =
        N_("Compares the two texts of each line text<TAB>text and prints likeness<TAB>same or different, in order. "
           "Further "
           "columns are passed over."),
    .example = "hoiam match pairs pairs.tsv",
};

// The two texts of each line, in the call's arena.
static bool read_pairs(struct cli_call *call, const char *path, struct pairs_text **out, size_t *n, struct err *e)
{
    struct str file;
    size_t lines = 1;
    if (!read_whole(call, path, &file, e)) {
        return false;
    }
    for (size_t i = 0; i < file.n; i++) {
        lines += file.p[i] == '\n';
    }
    struct pairs_text *v = ARENA_ARRAY(call->arena, struct pairs_text, lines);
    for (*n = 0; file.p != NULL; (*n)++) {
        struct str line = str_cut(&file, '\n');
        if (file.p == NULL && line.n == 0) {
            break; // what stands behind the last line's end
        }
        v[*n].a = str_cut(&line, '\t');
        if (line.p == NULL) {
            (void)err_set(e, ERR_INPUT, N_("line %zu is not text<TAB>text"), *n + 1);
            return err_in(e, path);
        }
        v[*n].b = str_cut(&line, '\t');
    }
    *out = v;
    return true;
}

int cli_match_pairs(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct pairs_text *v;
    size_t n;
    if (!read_pairs(call, call->opts->operands[0], &v, &n, &e)) {
        return cli_fail(call, &e);
    }
    struct likeness *out = ARENA_ARRAY(call->arena, struct likeness, n + 1);
    if (!pairs_likeness(v, n, out, &e)) {
        return cli_fail(call, &e);
    }
    for (size_t i = 0; i < n; i++) {
        (void)printf("%.6f\t%s\n", (double)out[i].score, out[i].score >= PAIRS_SAME ? "same" : "different");
    }
    return CLI_DONE;
}

// ---- group

static const struct opt group_options[] = {{"json", NULL, N_("one JSON array instead of lines"), 0}, OPT_END};

const struct cli_page cli_match_group_page = {
    .options = group_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_(
        "Puts lines of id<TAB>text into groups in the order of the file, as messages are put into matters when nobody "
        "looks: only what is nearly identical is attached. A group has the id of its first item; the third column is "
        "the group that would be suggested to a clerk."),
    .example = "hoiam match group items.tsv --json",
};

// An id in JSON: a number, or else a string.
static void print_json_id(const struct trial_lines *names, int64_t id)
{
    const struct trial_line key = {.id = id};
    const struct trial_line *line = bsearch(&key, names->v, names->n, sizeof key, by_id);
    int64_t number;
    if (line == NULL || str_int(line->name, &number)) {
        (void)printf("%lld", (long long)id);
        return;
    }
    (void)putchar('"');
    for (size_t i = 0; i < line->name.n; i++) {
        unsigned char c = (unsigned char)line->name.p[i];
        (void)printf(c < 0x20 || c == '"' || c == '\\' ? "\\u%04x" : "%c", c);
    }
    (void)putchar('"');
}

static void print_group(const struct trial_line *line, const struct trial_lines *names, struct group *g, bool json,
                        bool first)
{
    struct group_verdict v;
    group_place(g, line->id, line->text, &v);
    int64_t group = v.answer == GROUP_ATTACH ? v.v[0].matter : line->id;
    group_learn(g, line->id, group, line->text);
    if (json) {
        (void)fputs(first ? "[{\"id\": " : ",\n {\"id\": ", stdout);
        print_json_id(names, line->id);
        (void)fputs(", \"group\": ", stdout);
        print_json_id(names, group);
        (void)printf(", \"likeness\": %.6f", v.n > 0 ? (double)v.v[0].likeness.score : 0);
        if (v.answer == GROUP_SUGGEST) {
            (void)fputs(", \"suggested\": ", stdout);
            print_json_id(names, v.v[0].matter);
        }
        (void)fputs("}", stdout);
    } else {
        print_id(names, line->id);
        (void)putchar('\t');
        print_id(names, group);
        if (v.answer == GROUP_SUGGEST) {
            (void)putchar('\t');
            print_id(names, v.v[0].matter);
        }
        (void)putchar('\n');
    }
}

int cli_match_group(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct group *g;
    struct trial_lines items, names;
    bool json = opt_count(call->opts, "json") > 0;
    if (!read_lines(call, call->opts->operands[0], &items, &e) || !group_open(NULL, &g, &e)) {
        return cli_fail(call, &e);
    }
    names = (struct trial_lines){ARENA_ARRAY(call->arena, struct trial_line, items.n + 1), items.n};
    for (size_t i = 0; i < items.n; i++) {
        names.v[i] = items.v[i];
    }
    qsort(names.v, names.n, sizeof *names.v, by_id);
    for (size_t i = 0; i < items.n; i++) {
        print_group(&items.v[i], &names, g, json, i == 0);
    }
    (void)fputs(json ? (items.n > 0 ? "]\n" : "[]\n") : "", stdout);
    group_close(g);
    return CLI_DONE;
}
