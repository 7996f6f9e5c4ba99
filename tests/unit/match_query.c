// match_query.c: the same top hits as a brute-force BM25+, the same after any sequence of changes, filters and
// operators.
#include "match/match.h"

#include "base/random.h"
#include "match/asking.h"
#include "match/plan.h"
#include "tap.h"
#include "text/fold.h"
#include "text/hash.h"

#include <math.h>

static struct asking *asking;

enum { ITEMS = 180, WORDS = 60, TOP = 10 };

static const struct match_attr open_attr = {
    .kind = MATCH_PUBLICATION, .public = true, .lang = "vi", .office = 7, .time = 1000};

static struct match *new_index(void)
{
    struct match *m = NULL;
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        printf("Bail out! %s\n", e.what);
        exit(1);
    }
    return m;
}

static void add(struct match *m, int64_t id, const char *text)
{
    match_add(m, id, str_c(text), &open_attr, NULL, 0);
}

// Texts of a small made-up language, some words with marks, so that every unit class is hit often.
static struct str random_text(struct prng *r, struct arena *a, size_t most)
{
    static const char *const onsets[] = {"b", "c", "d",  "đ",  "g", "h",  "kh", "l",
                                         "m", "n", "ng", "ph", "t", "th", "tr"};
    static const char *const rhymes[] = {"um", "ùm", "úm", "up", "ươm", "úp"}; // no synonyms
    char text[2048];
    size_t n = 0, words = 1 + prng_below(r, most);
    for (size_t i = 0; i < words; i++) {
        uint64_t pick = prng_below(r, WORDS) * prng_below(r, WORDS) / WORDS; // low numbers are frequent
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%s", i > 0 ? " " : "", onsets[pick % ARRAY_LEN(onsets)],
                              rhymes[pick / ARRAY_LEN(onsets) % ARRAY_LEN(rhymes)]);
    }
    return str_copy(a, (struct str){text, n});
}

// ---- the naive oracle: counts units by comparing every token with every token, no index and no plan

struct corpus {
    struct token_list v[ITEMS * 4];
    int64_t ids[ITEMS * 4];
    size_t n;
};

static bool has_marks(const struct token_list *l)
{
    bool marked = false;
    for (size_t i = 0; i < l->n; i++) {
        marked |= l->v[i].marked;
    }
    return marked;
}

static unsigned times(const struct token_list *l, int unit, uint64_t a, uint64_t b)
{
    unsigned n = 0;
    for (size_t i = 0; i < l->n; i++) {
        n += unit == MATCH_WORD    ? l->v[i].fold == a
             : unit == MATCH_EXACT ? l->v[i].exact == a
                                   : i + 1 < l->n && l->v[i].fold == a && l->v[i + 1].fold == b;
    }
    return n;
}

static double rarity(const struct corpus *c, int unit, uint64_t a, uint64_t b)
{
    unsigned df = 0;
    for (size_t i = 0; i < c->n; i++) {
        df += times(&c->v[i], unit, a, b) > 0;
    }
    return pow(log(1 + ((double)c->n - df + 0.5) / (df + 0.5)), (double)PLAN_RARE);
}

// `b` of an exact form: its bare word, which is enough in an item without marks.
static unsigned times_in(const struct corpus *c, size_t item, const struct token_list *part, int unit, uint64_t a, uint64_t b)
{
    return unit == MATCH_EXACT && !has_marks(&c->v[item]) ? times(part, MATCH_WORD, b, 0) : times(part, unit, a, b);
}

static double unit_score(const struct corpus *c, size_t item, int unit, uint64_t a, uint64_t b, double give)
{
    unsigned tf = times_in(c, item, &c->v[item], unit, a, b);
    size_t words = 0;
    if (tf == 0 || give <= 0) {
        return 0;
    }
    for (size_t i = 0; i < c->n; i++) {
        words += c->v[i].n;
    }
    double average = (double)words / (double)c->n, k1 = (double)PLAN_K1, share = (double)PLAN_B;
    double norm = k1 * (1 - share + share * (double)c->v[item].n / average);
    double trust = unit == MATCH_EXACT && !has_marks(&c->v[item]) ? (double)PLAN_BARE : 1;
    return trust * give * (tf * (k1 + 1) / (tf + norm) + (double)PLAN_DELTA);
}

// Exact forms that no item has are not asked for.
static bool occurs(const struct corpus *c, uint64_t exact)
{
    bool found = false;
    for (size_t i = 0; i < c->n && !found; i++) {
        found = times(&c->v[i], MATCH_EXACT, exact, 0) > 0;
    }
    return found;
}

static bool first_time(const struct token_list *q, size_t at, int unit)
{
    for (size_t i = 0; i < at; i++) {
        if (unit == MATCH_WORD    ? q->v[i].fold == q->v[at].fold
            : unit == MATCH_EXACT ? q->v[i].exact == q->v[at].exact
                                  : q->v[i].fold == q->v[at].fold && q->v[i + 1].fold == q->v[at + 1].fold) {
            return false;
        }
    }
    return true;
}

// Does a pair end within n words from `from` on?
static bool ends_within(const struct token_list *l, size_t from, size_t n, uint64_t first, uint64_t second)
{
    bool found = false;
    for (size_t i = from; i < from + n && !found; i++) {
        found = i > 0 && l->v[i - 1].fold == first && l->v[i].fold == second;
    }
    return found;
}

// What each unit of a query gives that comes for the first time, else 0.
struct asked {
    double word[64], exact[64], pair[64];
};

// What the query's different words, exact forms and pairs give that stand in the best PLAN_SPAN (_MARKED) words of the item.
static double nearest(const struct corpus *c, size_t item, const struct token_list *q, const struct asked *asked)
{
    const size_t span = has_marks(q) ? PLAN_SPAN_MARKED : PLAN_SPAN;
    const struct token_list *l = &c->v[item];
    double most = 0;
    for (size_t from = 0; from < l->n; from++) {
        struct token_list part = {l->v + from, l->n - from < span ? l->n - from : span, 0, NULL, 0, 0};
        double sum = 0;
        for (size_t i = 0; i < q->n; i++) {
            sum += times(&part, MATCH_WORD, q->v[i].fold, 0) > 0 ? asked->word[i] : 0;
            sum += times_in(c, item, &part, MATCH_EXACT, q->v[i].exact, q->v[i].fold) > 0 ? asked->exact[i] : 0;
            sum += i + 1 < q->n && ends_within(l, from, part.n, q->v[i].fold, q->v[i + 1].fold)
                       ? (double)PLAN_NEAR_PAIR * asked->pair[i]
                       : 0;
        }
        most = sum > most ? sum : most;
    }
    return most;
}

static void ask_for(const struct corpus *c, const struct token_list *q, struct asked *out)
{
    double weights[64];
    bool marked = has_marks(q);
    *out = (struct asked){.word = {0}};
    for (size_t i = 0; i < q->n; i++) {
        weights[i] = asking_is(asking, &q->v[i], marked) ? (double)PLAN_ASKING : 1;
    }
    for (size_t i = 0; i < q->n; i++) {
        const struct token *t = &q->v[i];
        double pair = i + 1 < q->n ? fmin(weights[i], weights[i + 1]) * (double)PLAN_PAIR : 0;
        out->word[i] = first_time(q, i, MATCH_WORD) ? weights[i] * rarity(c, MATCH_WORD, t->fold, 0) : 0;
        out->exact[i] = marked && first_time(q, i, MATCH_EXACT) && occurs(c, t->exact)
                            ? weights[i] * (double)PLAN_EXACT * rarity(c, MATCH_EXACT, t->exact, 0)
                            : 0;
        out->pair[i] =
            i + 1 < q->n && first_time(q, i, MATCH_PAIR) ? pair * rarity(c, MATCH_PAIR, t->fold, q->v[i + 1].fold) : 0;
    }
}

static double oracle(const struct corpus *c, size_t item, const struct token_list *q, const struct asked *asked)
{
    double sum = 0;
    for (size_t i = 0; i < q->n; i++) {
        const struct token *t = &q->v[i];
        sum += unit_score(c, item, MATCH_WORD, t->fold, 0, asked->word[i]) +
               unit_score(c, item, MATCH_EXACT, t->exact, t->fold, asked->exact[i]) +
               (i + 1 < q->n ? unit_score(c, item, MATCH_PAIR, t->fold, q->v[i + 1].fold, asked->pair[i]) : 0);
    }
    return sum + (double)PLAN_NEAR * nearest(c, item, q, asked);
}

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

// The engine's best scores against the oracle's, and each hit's score against that of its own item.
static bool same_as_oracle(struct match *m, const struct corpus *c, struct str query, struct arena *a)
{
    struct token_list q = TOKEN_LIST_INIT;
    struct match_hits hits;
    double scores[ITEMS * 4];
    struct asked asked;
    tokenise(&q, query, NULL, NULL, 0);
    ask_for(c, &q, &asked);
    match_query(m, query, &(struct match_ask){.limit = TOP}, a, &hits);
    bool same = true;
    for (size_t i = 0; i < c->n; i++) {
        scores[i] = oracle(c, i, &q, &asked);
        for (size_t h = 0; h < hits.n; h++) {
            same &= hits.v[h].id != c->ids[i] || fabs(hits.v[h].score - scores[i]) < 5e-3;
        }
    }
    qsort(scores, c->n, sizeof scores[0], descending);
    for (size_t h = 0; h < TOP && h < c->n; h++) {
        double got = h < hits.n ? hits.v[h].score : 0;
        same &= fabs(got - scores[h]) < 5e-3;
    }
    token_list_free(&q);
    return same;
}

static void corpus_free(struct corpus *c)
{
    for (size_t i = 0; i < c->n; i++) {
        token_list_free(&c->v[i]);
    }
    free(c);
}

static void test_oracle(void)
{
    struct prng r = {11};
    struct arena a = ARENA_INIT;
    unsigned good = 0, asked = 0;
    for (int round = 0; round < 6; round++) {
        struct match *m = new_index();
        struct corpus *c = xcalloc(1, sizeof *c);
        for (c->n = 0; c->n < ITEMS; c->n++) {
            struct str text = random_text(&r, &a, 30);
            if (c->n % 5 == 0) { // typed without marks
                char *bare = arena_alloc(&a, text.n);
                text = (struct str){bare, fold_text(text, bare)};
            }
            c->ids[c->n] = (int64_t)c->n * 3 + 1;
            tokenise(&c->v[c->n], text, NULL, NULL, 0);
            match_add(m, c->ids[c->n], text, &open_attr, NULL, 0);
        }
        if (round % 2 == 1) {
            match_purge(m); // a segment instead of the tail
        }
        // only words and pairs that occur: another is taken for a slip, which the oracle does not know
        for (int i = 0; i < 40; i++, asked++) {
            struct str from = random_text(&r, &a, 8);
            struct token_list q = TOKEN_LIST_INIT;
            tokenise(&q, from, NULL, NULL, 0);
            bool known = true;
            for (size_t k = 0; k < q.n; k++) {
                bool found = false;
                for (size_t j = 0; j < c->n && !found; j++) {
                    found = q.n == 1 ? times(&c->v[j], MATCH_WORD, q.v[k].fold, 0) > 0
                                     : (k > 0 && times(&c->v[j], MATCH_PAIR, q.v[k - 1].fold, q.v[k].fold) > 0) ||
                                           (k + 1 < q.n && times(&c->v[j], MATCH_PAIR, q.v[k].fold, q.v[k + 1].fold) > 0);
                }
                known &= found;
            }
            token_list_free(&q);
            good += !known || same_as_oracle(m, c, from, &a);
        }
        corpus_free(c);
        match_close(m);
    }
    arena_free(&a);
    is_int(good, asked, "the top scores are those of a brute-force BM25+");
}

// ---- the same index by another way

// Fewer items than are scored exactly, so that no choice of candidates comes between.

static bool same_hits(struct match *x, struct match *y, struct str query, struct arena *a)
{
    struct match_hits p, q;
    struct match_ask ask = {.limit = 20};
    match_query(x, query, &ask, a, &p);
    match_query(y, query, &ask, a, &q);
    bool same = p.n == q.n;
    for (size_t i = 0; same && i < p.n; i++) {
        same = fabs(p.v[i].score - q.v[i].score) < 1e-4;
    }
    return same;
}

static void test_changes(void)
{
    enum { IDS = 250 };
    struct prng r = {5};
    struct arena a = ARENA_INIT;
    struct str texts[IDS] = {{NULL, 0}};
    struct match *m = new_index();
    for (int step = 0; step < 4000; step++) {
        size_t id = prng_below(&r, IDS);
        if (prng_below(&r, 4) == 0) {
            bool there = texts[id].p != NULL;
            if (match_remove(m, (int64_t)id) != there) {
                ok(false, "removing says whether it was there");
            }
            texts[id] = STR_NONE;
        } else {
            texts[id] = random_text(&r, &a, 12);
            match_add(m, (int64_t)id, texts[id], &open_attr, NULL, 0);
        }
    }
    struct match *fresh = new_index();
    size_t there = 0;
    match_bulk_begin(fresh);
    for (size_t id = 0; id < IDS; id++) {
        if (texts[id].p != NULL) {
            there++;
            match_add(fresh, (int64_t)id, texts[id], &open_attr, NULL, 0);
        }
    }
    match_bulk_end(fresh);
    is_int(match_count(m), there, "as many as were put in and not taken out");
    unsigned good = 0;
    for (int i = 0; i < 200; i++) {
        good += same_hits(m, fresh, random_text(&r, &a, 6), &a);
    }
    is_int(good, 200, "any sequence of adding, changing and removing equals a fresh build");
    match_purge(m);
    for (int i = 0; i < 50; i++) {
        good += same_hits(m, fresh, random_text(&r, &a, 6), &a);
    }
    is_int(good, 250, "also after a purge");
    match_close(m);
    match_close(fresh);
    arena_free(&a);
}

// ---- what people type

static int64_t first(struct match *m, const char *query, bool operators)
{
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    match_query(m, str_c(query), &(struct match_ask){.operators = operators}, &a, &hits);
    int64_t id = hits.n == 0 ? 0 : hits.v[0].id;
    arena_free(&a);
    return id;
}

static size_t count(struct match *m, const char *query, bool operators)
{
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    match_query(m, str_c(query), &(struct match_ask){.operators = operators, .limit = 100}, &a, &hits);
    arena_free(&a);
    return hits.n;
}

static struct match *street_index(void)
{
    struct match *m = new_index();
    add(m, 1, "Đường Lê Lợi ngập nặng sau mưa lớn");
    add(m, 2, "Đèn đường Lê Lai hỏng ba ngày chưa sửa");
    add(m, 3, "Rác thải để tràn ra vỉa hè chợ Bến Thành");
    add(m, 4, "Xin hỏi thủ tục đăng ký khai sinh cho con");
    add(m, 5, "Tiếng ồn karaoke sau 22 giờ ở khu dân cư");
    add(m, 6, "Báo cáo số 05/BC-UBND về thoát nước");
    add(m, 7, "Facebook page of the ward does not answer");
    return m;
}

static void test_typed(void)
{
    struct match *m = street_index();
    is_int(first(m, "đường Lê Lợi ngập", false), 1, "with marks");
    is_int(first(m, "duong le loi ngap", false), 1, "without");
    is_int(first(m, "đg Lê Lợi bị ngâp nước quá", false), 1, "as people type");
    is_int(first(m, "đu\u031Bo\u031B\u0300ng le\u0302 lo\u031B\u0323i", false), 1, "decomposed");
    is_int(first(m, "le lai", false), 2, "the other street");
    is_int(first(m, "rac thaii", false), 3, "a letter too many is repaired");
    is_int(first(m, "tieng on karaok", false), 5, "a letter too few");
    is_int(first(m, "5/BC-UBND", false), 6, "a document's number, whole");
    is_int(first(m, "facebok pages", false), 7, "words that look alike");
    is_int(first(m, "zzzz qqqq", false), 0, "nothing is nothing");
    is_int(first(m, "", false), 0, "an empty query finds nothing");
    is_int(first(m, "mở nhạc ầm ĩ", false), 5, "in other words");
    is_int(count(m, "\"lê lợi\" đường", true), 1, "an exact phrase must be there");
    is_int(count(m, "đường -ngập", true), 1, "an excluded word must not");
    is_int(count(m, "đường -\"lê lai\"", true), 1, "nor an excluded phrase");
    is_int(count(m, "đường \"không có cụm này\"", true), 0, "a phrase that is nowhere finds nothing");
    is_int(first(m, "kind:task le loi", true), 1, "fields are not words");
    struct match_field f[4];
    is_int(match_fields(STR("kind:task 14:30 http://x office:\"xã A\" a"), f, 4), 2, "fields are read");
    is_str(f[1].value, "xã A", "with quoted values");
    is_int(match_fields(STR("năm:2026 trạng_thái:mới"), f, 4), 2, "in any letters");
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    match_suggest(m, STR("duong le lo"), &(struct match_ask){0}, &a, &hits);
    is_int(hits.n > 0 ? hits.v[0].id : 0, 1, "the last word as far as it is typed");
    arena_free(&a);
    match_close(m);
}

static void test_filters(void)
{
    struct match *m = new_index();
    for (int64_t i = 1; i <= 600; i++) { // in a segment and in the tail
        struct match_attr attr = {.kind = (uint8_t)(i % 3),
                                  .state = (uint8_t)(i % 5),
                                  .public = i % 2 == 0,
                                  .lang = "vi",
                                  .office = i % 7,
                                  .time = i * 10};
        if (i % 11 == 0) {
            memcpy(attr.lang, "en", 3);
        }
        match_add(m, i, STR("ngập nước"), &attr, NULL, 0);
    }
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    struct match_ask ask = {.limit = 1000};
    size_t want[6] = {0}, got[6];
    const int64_t offices[] = {3, 4, 99};
    for (int64_t i = 1; i <= 600; i++) {
        want[0] += i % 2 == 0;
        want[1] += i % 3 == 1;
        want[2] += i % 5 == 2;
        want[3] += i % 7 == 3 || i % 7 == 4;
        want[4] += i % 11 == 0;
        want[5] += i * 10 >= 100 && i * 10 < 300;
    }
    const struct match_filter filters[] = {{.public_only = true}, {.kinds = 1 << 1},
                                           {.states = 1 << 2},    {.offices = offices, .n_offices = 3},
                                           {.lang = "en"},        {.from = 100, .to = 300}};
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        ask.filter = filters[i];
        match_query(m, STR("ngap"), &ask, &a, &hits);
        got[i] = hits.n;
    }
    ok(memcmp(want, got, sizeof want) == 0, "each filter lets through what it should");
    ask.filter = (struct match_filter){.lang = "fr"};
    match_query(m, STR("ngap"), &ask, &a, &hits);
    is_int(hits.n, 0, "a language that no item has");
    ok(match_update(m, 1, &(struct match_attr){.kind = MATCH_TASK, .public = true, .office = 55}) &&
           match_update(m, 600, &(struct match_attr){.kind = MATCH_TASK, .public = true, .office = 55}) &&
           !match_update(m, 601, &open_attr),
       "attributes change in place");
    ask.filter = (struct match_filter){.kinds = 1u << MATCH_TASK, .public_only = true};
    match_query(m, STR("ngap"), &ask, &a, &hits);
    is_int(hits.n, 2, "and count at once");
    is_int(hits.v[0].attr.office, 55, "hits carry them");
    arena_free(&a);
    match_close(m);
}

int main(void)
{
    asking = asking_new();
    test_oracle();
    asking_free(asking);
    test_changes();
    test_typed();
    test_filters();
    return tap_done();
}
