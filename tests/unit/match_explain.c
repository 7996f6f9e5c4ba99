// match_explain.c: extracts mark what matched in the text as it was typed; the reasons add up to the score.
#include "match/match.h"

#include "tap.h"

#include <math.h>

static struct match *m;
static const struct match_attr attr = {.public = true};

// The cut with [ ] around what is marked.
static struct str shown(struct arena *a, const char *query, const char *text, size_t max)
{
    struct match_extract x;
    struct str t = str_c(text), out = STR("");
    match_extract(m, str_c(query), t, max, a, &x);
    size_t at = x.cut.from;
    for (size_t i = 0; i < x.n_marks; i++) {
        struct str before = str_slice(t, at, x.marks[i].from), mark = str_slice(t, x.marks[i].from, x.marks[i].to);
        out = str_fmt(a, "%.*s%.*s[%.*s]", STR_ARG(out), STR_ARG(before), STR_ARG(mark));
        at = x.marks[i].to;
    }
    struct str rest = str_slice(t, at, x.cut.to);
    return str_fmt(a, "%.*s%.*s", STR_ARG(out), STR_ARG(rest));
}

static void test_extract(struct arena *a)
{
    static const char text[] =
        "Kính gửi ủy ban: đg Lê Lợi bị ngâp nước quá, xe máy chết máy hết cả. Đề nghị sớm xử lý giúp dân.";
    match_add(m, 1, str_c(text), &attr, NULL, 0);
    match_add(m, 2, STR("thủ tục đăng ký khai sinh"), &attr, NULL, 0);
    match_add(m, 3, STR("rác thải tràn ra vỉa hè"), &attr, NULL, 0);
    is_str(shown(a, "đường lê lợi ngập", text, 60), "gửi ủy ban: [đg] [Lê] [Lợi] bị [ngâp] nước quá, xe",
           "marks where it was typed otherwise");
    is_str(shown(a, "DUONG LE LOI", "đường Lê Lợi", 60), "[đường] [Lê] [Lợi]", "a short text is shown whole");
    is_str(shown(a, "ngap", "ngập", 2), "", "no room, nothing");
    is_str(shown(a, "khai sinh", "một hai ba", 60), "một hai ba", "nothing matched, nothing marked");
    is_str(shown(a, "ngap", "", 60), "", "an empty text");
}

static void test_explain(struct arena *a)
{
    struct match_reasons r;
    struct match_hits hits;
    struct str query = STR("thu tuc dang ky khai sihn");
    match_query(m, query, &(struct match_ask){0}, a, &hits);
    bool known = match_explain(m, query, false, 2, a, &r);
    double sum = 0;
    bool repaired = false, pair = false;
    for (size_t i = 0; known && i < r.n; i++) {
        sum += r.v[i].score;
        repaired |= str_eqz(r.v[i].asked, "sihn") && str_eqz(r.v[i].found, "sinh");
        pair |= r.v[i].unit == MATCH_PAIR && str_eqz(r.v[i].asked, "thu tuc");
    }
    ok(known && hits.n > 0 && fabs(sum - hits.v[0].score) < 1e-3, "the parts add up to the score");
    ok(repaired, "a repaired word says what it stands for");
    ok(pair, "pairs are named");
    query = STR("thu tuc \"khai sinh\" -ngap");
    match_query(m, query, &(struct match_ask){.operators = true}, a, &hits);
    sum = 0;
    known = hits.n > 0 && match_explain(m, query, true, hits.v[0].id, a, &r);
    for (size_t i = 0; known && i < r.n; i++) {
        sum += r.v[i].score;
    }
    ok(known && fabs(sum - hits.v[0].score) < 1e-3, "with operators too");
    ok(!match_explain(m, query, false, 99, a, &r), "an unknown id");
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    test_extract(&a);
    test_explain(&a);
    match_close(m);
    arena_free(&a);
    return tap_done();
}
