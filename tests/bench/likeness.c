// likeness.c: how well the engine tells the same from another thing: hand-made pairs by folds, with coefficients and
// threshold from the other folds; and what it attaches by itself. usage: bench_likeness [--write FILE | --wrong]
//
// Sets, all of tests/fixtures: pairs.vi.tsv (text, text, same or different, scene); messages.vi.tsv (scene, message,
// another one like it that is about something else, the first in other words) and kinds.tsv (kind, text, the same in
// other words, another thing), of which each line gives three pairs; the texts of those typed as people type, by the
// program; and, that nothing is learnt from, held.tsv, written as kinds.tsv is, and styles.tsv, in the styles of sets that
// others make. Scenes stay together in a fold. In each
// set what is the same and what is not count alike. --write fits on all that is learnt from and writes
// data/likeness.tsv;
// --wrong prints the pairs that were told wrongly, but for those held out.
#include "base/buf.h"
#include "base/random.h"
#include "fit.h"
#include "match/group.h"
#include "match/pairs.h"
#include "match/variant.h"

#include <math.h>

enum { ROWS = 4096, FOLDS = 5, ROUNDS = 5, SCENES_BEFORE = 1000, KINDS_BEFORE = 2000 };
enum { LEARNT = 4, HELD = 4, STYLES = 5, SETS = 6 }; // how many sets are learnt from; which the others are
#define RIDGE 1.0

static struct arena arena;
static struct pairs_text texts[ROWS];
static struct likeness likenesses[ROWS];
static struct fit_row rows[ROWS];
static size_t n_rows;
static const char *const sets[SETS] = {"pairs", "messages", "kinds", "typed", "held out", "other styles"};
static struct str styles[ROWS]; // of the rows of the last set
static size_t set_from[SETS + 1]; // first row of each

static struct str read_fixture(const char *name)
{
    struct str path = str_fmt(&arena, FIXTURES "%s", name);
    FILE *f = fopen(str_z(&arena, path), "rb");
    enum { LARGEST = 1 << 20 };
    char *p = arena_alloc(&arena, LARGEST);
    if (f == NULL) {
        perror(name);
        exit(1);
    }
    struct str s = {p, fread(p, 1, LARGEST, f)};
    (void)fclose(f);
    return s;
}

static void add_pair(struct str a, struct str b, bool same, unsigned scene, unsigned set)
{
    BUG_ON(n_rows == ROWS);
    texts[n_rows] = (struct pairs_text){a, b};
    rows[n_rows] = (struct fit_row){.features = likenesses[n_rows].features, .same = same, .scene = scene, .set = set};
    n_rows++;
}

struct scene {
    struct str message, other, again;
};
static struct scene scenes[SCENES_BEFORE], unseen[SCENES_BEFORE]; // unseen: of what nothing is learnt from
static size_t n_scenes, n_unseen;

static void keep_unseen(struct str text, struct str again, struct str other)
{
    BUG_ON(n_unseen == SCENES_BEFORE);
    unseen[n_unseen++] = (struct scene){.message = text, .other = other, .again = again};
}

static void read_pairs(void)
{
    struct str file = read_fixture("pairs.vi.tsv");
    while (file.p != NULL) {
        struct str line = str_cut(&file, '\n');
        if (line.n == 0) {
            continue;
        }
        struct str a = str_cut(&line, '\t'), b = str_cut(&line, '\t'), same = str_cut(&line, '\t');
        int64_t scene = 0;
        BUG_ON(!str_int(str_cut(&line, '\t'), &scene));
        add_pair(a, b, str_eqz(same, "same"), (unsigned)scene, 0);
    }
}

static void read_messages(void)
{
    struct str file = read_fixture("messages.vi.tsv");
    while (file.p != NULL) {
        struct str line = str_cut(&file, '\n');
        if (line.n == 0) {
            continue;
        }
        (void)str_cut(&line, '\t');
        struct scene *s = &scenes[n_scenes++];
        BUG_ON(n_scenes == SCENES_BEFORE);
        *s = (struct scene){.message = str_cut(&line, '\t')};
        s->other = str_cut(&line, '\t');
        s->again = str_cut(&line, '\t');
        add_pair(s->message, s->again, true, (unsigned)(SCENES_BEFORE + n_scenes), 1);
        add_pair(s->other, s->again, false, (unsigned)(SCENES_BEFORE + n_scenes), 1);
        add_pair(s->message, s->other, false, (unsigned)(SCENES_BEFORE + n_scenes), 1);
    }
}

// Lines of a kind, a text, the same in other words, another thing.
static void read_kinds(const char *name, unsigned set)
{
    struct str file = read_fixture(name);
    for (unsigned scene = KINDS_BEFORE; file.p != NULL; scene++) {
        struct str line = str_cut(&file, '\n');
        if (line.n == 0 || line.p[0] == '#') {
            continue;
        }
        struct str kind = str_cut(&line, '\t'), text = str_cut(&line, '\t'), again = str_cut(&line, '\t');
        struct str other = str_cut(&line, '\t');
        BUG_ON(kind.n == 0 || other.n == 0);
        add_pair(text, again, true, scene, set);
        add_pair(text, other, false, scene, set);
        add_pair(again, other, false, scene, set);
        if (set == HELD && !str_eqz(kind, "en")) { // what is added to it is Vietnamese
            keep_unseen(text, again, other);
        }
    }
}

// Lines of a style, a text, the same in other words, another thing; half of the others beside the text, half beside the same.
static void read_styles(void)
{
    struct str file = read_fixture("styles.tsv");
    for (unsigned scene = KINDS_BEFORE; file.p != NULL; scene++) {
        struct str line = str_cut(&file, '\n');
        if (line.n == 0 || line.p[0] == '#') {
            continue;
        }
        struct str style = str_cut(&line, '\t'), text = str_cut(&line, '\t'), again = str_cut(&line, '\t');
        styles[n_rows] = styles[n_rows + 1] = style;
        add_pair(text, again, true, scene, STYLES);
        add_pair(scene % 2 == 0 ? text : again, line, false, scene, STYLES);
        keep_unseen(text, again, line);
    }
}

// What is the same and what is not counts alike in each set, whatever there is more of.
static void balance(void)
{
    for (unsigned s = 0; s < SETS; s++) {
        double same = 0, all = (double)(set_from[s + 1] - set_from[s]);
        for (size_t i = set_from[s]; i < set_from[s + 1]; i++) {
            same += rows[i].same;
        }
        for (size_t i = set_from[s]; i < set_from[s + 1]; i++) {
            rows[i].weight = all / 2 / (rows[i].same ? same : all - same);
        }
    }
}

static bool same_digits(struct str a, struct str b)
{
    size_t i = 0, k = 0;
    while (i < a.n || k < b.n) {
        while (i < a.n && (a.p[i] < '0' || a.p[i] > '9')) {
            i++;
        }
        while (k < b.n && (b.p[k] < '0' || b.p[k] > '9')) {
            k++;
        }
        if ((i < a.n) != (k < b.n) || (i < a.n && a.p[i++] != b.p[k++])) {
            return false;
        }
    }
    return true;
}

// The first of every second pair typed as people type, by the program: the same as itself, and as different from the
// other as before.
static void add_typed(void)
{
    static const enum variant typed[] = {VARIANT_NOMARKS, VARIANT_TEENCODE, VARIANT_TYPO};
    struct prng r = {20261123};
    struct abbrev *abbrev;
    struct err e = ERR_INIT;
    BUG_ON(!abbrev_new(STR_NONE, &abbrev, &e));
    size_t before = n_rows;
    for (size_t i = set_from[1] + 1; i < before; i += 3) { // a text's rows: the same, another, and those two
        struct str again = variant_text(typed[i / 3 % ARRAY_LEN(typed)], 0, texts[i - 1].a, abbrev, &r, &arena);
        if (!same_digits(texts[i - 1].a, again)) { // another number is another thing, however it came about
            again = variant_text(VARIANT_NOMARKS, 0, texts[i - 1].a, abbrev, &r, &arena);
        }
        add_pair(texts[i - 1].a, again, true, rows[i].scene, 3);
        add_pair(again, texts[i + 1].b, false, rows[i].scene, 3);
    }
    abbrev_free(abbrev);
}

static void read_rows(void)
{
    read_pairs();
    set_from[1] = n_rows;
    read_messages();
    set_from[2] = n_rows;
    read_kinds("kinds.tsv", 2);
    set_from[3] = n_rows;
    add_typed();
    set_from[4] = n_rows;
    read_kinds("held.tsv", 4);
    set_from[5] = n_rows;
    read_styles();
    set_from[6] = n_rows;
    balance();
}

// ---- pairs

// Which rows may be learnt from when `fold` is asked about; a scene's fold changes with the round.
static void others(bool *use, unsigned round, unsigned fold)
{
    for (size_t i = 0; i < n_rows; i++) {
        struct prng r = {rows[i].scene * 7919u + round * 104729u + 1};
        use[i] = rows[i].set < LEARNT && prng_below(&r, FOLDS) != fold;
    }
}

struct spread {
    double sum, squares, least, most;
    unsigned n;
};

static void spread_add(struct spread *s, double v)
{
    s->least = s->n == 0 || v < s->least ? v : s->least;
    s->most = s->n == 0 || v > s->most ? v : s->most;
    s->sum += v;
    s->squares += v * v;
    s->n++;
}

static void spread_print(const char *what, const struct spread *s)
{
    double mean = s->sum / s->n, variance = s->squares / s->n - mean * mean;
    printf("%-42s %.3f ± %.3f  (%.3f to %.3f)\n", what, mean, sqrt(variance > 0 ? variance : 0), s->least, s->most);
}

static void ask_fold(unsigned round, unsigned fold, struct spread *accuracy)
{
    bool use[ROWS];
    double coefficients[FIT_COEFFICIENTS];
    unsigned right[SETS] = {0}, all[SETS] = {0};
    others(use, round, fold);
    fit_likeness(rows, n_rows, use, RIDGE, coefficients);
    for (size_t i = 0; i < n_rows; i++) {
        if (use[i]) {
            rows[i].score = fit_score(coefficients, rows[i].features);
        }
    }
    double threshold = fit_threshold(rows, n_rows, use);
    static double held[ROWS]; // scores of the rows that were not learnt from, of all folds of a round
    for (size_t i = 0; i < n_rows; i++) {
        if (!use[i]) {
            held[i] = fit_score(coefficients, rows[i].features);
            right[rows[i].set] += (held[i] > threshold) == rows[i].same;
            all[rows[i].set]++;
        }
    }
    for (unsigned s = 0; s < SETS; s++) {
        spread_add(&accuracy[s], (double)right[s] / all[s]);
    }
    for (size_t i = 0; fold + 1 == FOLDS && i < n_rows; i++) {
        rows[i].score = held[i];
    }
}

static void bench_pairs(void)
{
    struct spread accuracy[SETS] = {{0}}, area[SETS] = {{0}};
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (unsigned fold = 0; fold < FOLDS; fold++) {
            ask_fold(round, fold, accuracy);
        }
        for (unsigned s = 0; s < SETS; s++) {
            spread_add(&area[s], fit_area(rows, n_rows, s));
        }
    }
    for (unsigned s = 0; s < SETS; s++) {
        size_t n = 0;
        for (size_t i = 0; i < n_rows; i++) {
            n += rows[i].set == s;
        }
        struct str what = str_fmt(&arena, "%s (%zu): accuracy of a fold", sets[s], n);
        spread_print(str_z(&arena, what), &accuracy[s]);
        what = str_fmt(&arena, "%s: area under the curve of a round", sets[s]);
        spread_print(str_z(&arena, what), &area[s]);
    }
}

// The last round's answers, style by style.
static void print_styles(void)
{
    for (size_t from = set_from[STYLES], to = from; from < n_rows; from = to) {
        unsigned right = 0;
        for (; to < n_rows && str_eq(styles[to], styles[from]); to++) {
            right += (rows[to].score > PAIRS_SAME) == rows[to].same;
        }
        printf("  %.*s (%zu): %.3f at %.2f\n", STR_ARG(styles[from]), to - from, (double)right / (double)(to - from), PAIRS_SAME);
    }
}

static int write_coefficients(const char *path)
{
    bool use[ROWS];
    double c[FIT_COEFFICIENTS];
    for (size_t i = 0; i < n_rows; i++) {
        use[i] = rows[i].set < LEARNT;
    }
    fit_likeness(rows, n_rows, use, RIDGE, c);
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        perror(path);
        return 1;
    }
    fprintf(f,
            "# Coefficients of the likeness of two texts; src/match/likeness.h says what each is. Written by\n"
            "# bench_likeness --write, with a ridge of %.1f on %zu pairs of tests/fixtures/pairs.vi.tsv, "
            "messages.vi.tsv and kinds.tsv.\n"
            "constant_for\t%.3f\nconstant_against\t%.3f\n",
            RIDGE, set_from[LEARNT], c[LIKENESS_FEATURES], c[LIKENESS_FEATURES + 1]);
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        fprintf(f, "%s\t%.3f\n", likeness_feature_name(i), c[i]);
    }
    return fclose(f) == 0 ? 0 : 1;
}

// ---- attaching by itself

struct attached {
    unsigned asked, by_itself, right, suggested;
};

static void place(struct group *g, struct str text, int64_t matter, struct attached *out)
{
    static int64_t message = 1000000;
    struct group_verdict v;
    group_place(g, ++message, text, &v);
    out->asked++;
    out->by_itself += v.answer == GROUP_ATTACH;
    out->right += v.answer == GROUP_ATTACH && v.v[0].matter == matter;
    out->suggested += v.answer == GROUP_SUGGEST && v.v[0].matter == matter;
}

// The text with its first whole number made another one; STR_NONE when it has none.
static struct str other_number(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] >= '0' && text.p[i] <= '9') {
            struct str s = str_copy(&arena, text);
            char *digit = arena_copy(&arena, s.p, s.n);
            digit[i] = (char)('0' + (digit[i] - '0' + 3) % 10);
            digit[i] = digit[i] == '0' ? '5' : digit[i];
            return (struct str){digit, s.n};
        }
    }
    return STR_NONE;
}

static void place_same(struct group *g, const struct scene *s, int64_t matter, const struct abbrev *abbrev,
                       struct attached *out)
{
    static const enum variant typed[] = {VARIANT_NOMARKS, VARIANT_NFD, VARIANT_OLDTONE, VARIANT_TEENCODE, VARIANT_TYPO};
    struct prng r = {(uint64_t)matter};
    for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
        place(g, variant_text(typed[i], 0, s->message, abbrev, &r, &arena), matter, &out[0]);
    }
    place(g, str_fmt(&arena, "Kính gửi ủy ban. %.*s. Đề nghị xử lý sớm.", STR_ARG(s->message)), matter, &out[1]);
    place(g, str_fmt(&arena, "Mình muốn phản ánh: %.*s. Mong được giải quyết.", STR_ARG(s->message)), matter, &out[1]);
    place(g, s->again, matter, &out[2]);
}

static void place_other(struct group *g, const struct scene *s, struct attached *out)
{
    place(g, s->other, 0, &out[3]);
    struct str number = other_number(s->message);
    if (number.n > 0) {
        place(g, number, 0, &out[4]);
    }
    place(g, str_fmt(&arena, "%.*s đã được giải quyết xong, cảm ơn", STR_ARG(s->message)), 0, &out[5]);
    place(g, str_fmt(&arena, "Không phải %.*s", STR_ARG(s->message)), 0, &out[5]);
    place(g, str_fmt(&arena, "%.*s từ ngày 3/9", STR_ARG(s->message)), 0, &out[6]);
}

static bool bench_attach(const struct scene *list, size_t n, const char *name)
{
    static const char *const what[] = {"the same, typed otherwise",
                                       "the same in a letter",
                                       "the same in other words",
                                       "another thing in like words",
                                       "another number",
                                       "settled, or denied",
                                       "a date more"};
    struct attached got[ARRAY_LEN(what)] = {{0}}, all = {0};
    struct group *g;
    struct abbrev *abbrev;
    struct err e = ERR_INIT;
    BUG_ON(!group_open(NULL, &g, &e) || !abbrev_new(STR_NONE, &abbrev, &e));
    for (size_t i = 0; i < n; i++) {
        group_learn(g, (int64_t)i + 1, (int64_t)i + 1, list[i].message);
    }
    for (size_t i = 0; i < n; i++) {
        place_same(g, &list[i], (int64_t)i + 1, abbrev, got);
        place_other(g, &list[i], got);
    }
    unsigned should = 0;
    for (size_t i = 0; i < ARRAY_LEN(what); i++) {
        printf("  %-40s %4u asked, %4u attached, %4u rightly, %4u suggested rightly\n", what[i], got[i].asked,
               got[i].by_itself, got[i].right, got[i].suggested);
        all.by_itself += got[i].by_itself;
        all.right += got[i].right;
        should += i < 3 ? got[i].asked : 0;
    }
    double precision = all.by_itself == 0 ? 1 : (double)all.right / all.by_itself;
    printf("%-42s precision %.3f (%u of %u), covers %.3f of what could be attached\n", name, precision,
           all.right, all.by_itself, (double)all.right / should);
    group_close(g);
    abbrev_free(abbrev);
    return precision >= 0.98;
}

// The pairs of a set that the first round told wrongly, and what spoke against them. Those held out are counted, never
// shown.
static void print_wrong(unsigned set, double threshold)
{
    for (size_t i = 0; i < n_rows; i++) {
        if (rows[i].set != set || (rows[i].score > threshold) == rows[i].same) {
            continue;
        }
        printf("%s\t%s\t%.2f\t%.*s\t%.*s", sets[set], rows[i].same ? "same" : "different", rows[i].score,
               STR_ARG(texts[i].a), STR_ARG(texts[i].b));
        for (unsigned k = FEATURE_AGAINST; k < LIKENESS_FEATURES; k++) {
            if (rows[i].features[k] > 0) {
                printf("\t%s %.2f", likeness_feature_name(k), (double)rows[i].features[k]);
            }
        }
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    struct err e = ERR_INIT;
    read_rows();
    for (unsigned s = 0; s < SETS; s++) { // as rare as words are in their own file
        size_t from = set_from[s];
        if (!pairs_likeness(texts + from, set_from[s + 1] - from, likenesses + from, &e)) {
            fprintf(stderr, "bench: %s\n", e.what);
            return 1;
        }
    }
    if (argc == 3 && strcmp(argv[1], "--write") == 0) {
        return write_coefficients(argv[2]);
    }
    if (argc == 2 && strcmp(argv[1], "--wrong") == 0) {
        struct spread unused[SETS] = {{0}};
        for (unsigned fold = 0; fold < FOLDS; fold++) {
            ask_fold(0, fold, unused);
        }
        for (unsigned set = 0; set < SETS; set++) {
            if (set != HELD) {
                print_wrong(set, PAIRS_SAME);
            }
        }
        return 0;
    }
    bench_pairs();
    print_styles();
    bool good = bench_attach(scenes, n_scenes, "attached by itself");
    good = bench_attach(unseen, n_unseen, "attached by itself, held out and other styles") && good;
    arena_free(&arena);
    return good ? 0 : 1;
}
