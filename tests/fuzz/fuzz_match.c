// fuzz_match.c: queries and texts that are anything: answers are in order, extracts lie inside the text.
#include "fuzz.h"
#include "match/group.h"

static struct match *m;

static void fill(void)
{
    static const char *const texts[] = {"Đường Lê Lợi ngập nặng",    "đèn đường hẻm 12/3 hỏng",
                                        "facebook page of the ward", "số 05/BC-UBND ngày 05/01/2026",
                                        "không có điện từ 5h",       "rác rác rác"};
    struct err e = ERR_INIT;
    const struct match_attr attr = {.public = true};
    BUG_ON(!match_open(NULL, &m, &e));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        match_add(m, (int64_t)i, str_c(texts[i]), &attr, NULL, 0);
    }
}

// Query and text are parted by the first zero byte.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (m == NULL) {
        fill();
    }
    struct str text = {(const char *)data, size}, query = str_cut(&text, 0);
    struct arena a = ARENA_INIT;
    struct match_hits hits;
    struct match_extract x;
    struct match_field fields[4];
    const struct match_attr attr = {.public = true};
    match_add(m, 99, text, &attr, NULL, 0);
    for (unsigned i = 0; i < 4; i++) {
        match_query(m, query, &(struct match_ask){.prefix = i & 1, .operators = i >> 1 & 1}, &a, &hits);
        for (size_t h = 0; h < hits.n; h++) {
            BUG_ON(!(hits.v[h].score > 0) || (h > 0 && hits.v[h].score > hits.v[h - 1].score));
        }
    }
    match_extract(m, query, text, 40, &a, &x);
    BUG_ON(x.cut.to > text.n || x.cut.from > x.cut.to);
    for (size_t i = 0; i < x.n_marks; i++) {
        BUG_ON(x.marks[i].from < x.cut.from || x.marks[i].to > x.cut.to || x.marks[i].from >= x.marks[i].to ||
               (i > 0 && x.marks[i].from < x.marks[i - 1].to));
    }
    (void)match_fields(query, fields, ARRAY_LEN(fields));
    BUG_ON(!match_remove(m, 99));
    arena_free(&a);
    return 0;
}
