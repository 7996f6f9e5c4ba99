// The demo's words: the same for the same seed, like people's, and free of the words that the program never says.
#include "base/utf8.h"
#include "cli/demo_text.h"
#include "demo_files.h"
#include "tap.h"

#define MESSAGES 4000
#define DAYS 730
#define FIRST_DAY 1720976400 // Monday 15 July 2024, 00:00 in Vietnam

static uint64_t mix(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
    }
    return h;
}

static uint64_t hash_of(const struct demo_material *m, uint64_t seed, struct arena *a)
{
    struct demo_plan plan;
    demo_plan_make(m, seed, FIRST_DAY, DAYS, MESSAGES, a, &plan);
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = plan.slots_n; i-- > 0;) { // backwards: the order of asking does not matter
        struct demo_message d;
        demo_message(&plan, i, a, &d);
        h = (mix(mix(h, d.text), d.office->code) ^ (uint64_t)d.at ^ (uint64_t)d.channel) * 0x100000001B3u;
    }
    return h;
}

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static void test_tables(const struct demo_material *m)
{
    static const char *const roles[] = {"clerk", "registry", "officer", "editor", "head", "deputy", "admin"};
    static const char *const outcomes[] = {"done", "partly", "planned", "not_ours", "guided", "declined", "no_answer"};
    size_t communes = 0, departments = 0, rich = 0, thin = 0, answered = 0, english = 0, notices_en = 0;
    for (size_t i = 0; i < m->offices_n; i++) {
        communes += str_eqz(m->offices[i].kind, "commune") ? 1 : 0;
        departments += str_eqz(m->offices[i].kind, "department") ? 1 : 0;
    }
    is_int(communes, 12, "twelve communes");
    is_int(departments, 3, "three departments");
    is_int(m->members_n, 25, "25 members");
    for (size_t k = 0; k < ARRAY_LEN(roles); k++) {
        size_t n = 0;
        for (size_t i = 0; i < m->members_n; i++) {
            n += str_eqz(m->members[i].role, roles[k]) ? 1 : 0;
        }
        ok(n > 0, "somebody is %s", roles[k]);
    }
    for (size_t i = 0; i < m->situations_n; i++) {
        rich += m->situations[i].wordings_n >= 3 ? 1 : 0;
        thin += m->situations[i].wordings_n < 2 ? 1 : 0;
        answered += m->situations[i].answer != NULL ? 1 : 0;
    }
    ok(m->situations_n >= 120, "%zu situations", m->situations_n);
    ok(rich >= 60 && thin == 0, "%zu of them worded three times or more, each at least twice", rich);
    ok(answered >= 60 && answered == m->answers_n, "%zu answers, each of a situation", m->answers_n);
    for (size_t k = 0; k < ARRAY_LEN(outcomes); k++) {
        size_t n = 0;
        for (size_t i = 0; i < m->answers_n; i++) {
            n += str_eqz(m->answers[i].outcome, outcomes[k]) ? 1 : 0;
        }
        ok(n > 0, "an answer ends as %s", outcomes[k]);
    }
    for (size_t i = 0; i < m->answers_n; i++) {
        english += m->answers[i].title_en.p != NULL && m->answers[i].body_en.p != NULL ? 1 : 0;
    }
    ok(english >= 15, "%zu answers in English too", english);
    for (size_t i = 0; i < m->notices_n; i++) {
        notices_en += m->notices[i].body_en.p != NULL ? 1 : 0;
    }
    ok(m->notices_n >= 12 && notices_en >= 4, "%zu notices, %zu in English too", m->notices_n, notices_en);
}

static void test_patterns(const struct demo_material *m, struct arena *a)
{
    struct demo_blanks v = {.place = STR("đường Bờ Hồ"), .commune = STR("phường Cửa Đình"),
                            .office = STR("UBND phường Cửa Đình"), .number = 3, .at = FIRST_DAY};
    is_str(demo_fill(a, STR("{Place}, {date+10}; {n} {date-1}{date}"), &v),
           "Đường Bờ Hồ, 25/07/2024; 3 14/07/202415/07/2024", "blanks are filled");
    v.english = true;
    is_str(demo_fill(a, STR("by {date+20}"), &v), "by 4 August 2024", "dates in English");
    size_t bad = 0;
    for (size_t i = 0; i < m->answers_n; i++) {
        const struct demo_answer *w = &m->answers[i];
        const struct str texts[] = {w->title_vi, w->body_vi, w->title_en, w->body_en};
        for (size_t k = 0; k < ARRAY_LEN(texts); k++) {
            bad += str_find(demo_fill(a, texts[k], &v), STR("}")) >= 0 ? 1 : 0;
        }
    }
    for (size_t i = 0; i < m->notices_n; i++) {
        const struct demo_notice *w = &m->notices[i];
        bad += str_find(demo_fill(a, w->body_vi, &v), STR("}")) >= 0 ? 1 : 0;
        bad += str_find(demo_fill(a, w->body_en, &v), STR("}")) >= 0 ? 1 : 0;
    }
    is_int(bad, 0, "every answer and notice can be filled");
    size_t nowhere = 0;
    for (size_t i = 0; i < m->situations_n; i++) {
        const struct demo_situation *s = &m->situations[i];
        for (size_t k = 0; k < s->wordings_n && str_eqz(s->where, "commune"); k++) {
            nowhere += str_find(s->wordings[k].text, STR("lace}")) >= 0 ? 1 : 0;
        }
        if (str_eqz(s->where, "commune") && s->answer != NULL) {
            nowhere += str_find(s->answer->title_vi, STR("lace}")) >= 0 ? 1 : 0;
            nowhere += str_find(s->answer->body_vi, STR("lace}")) >= 0 ? 1 : 0;
        }
    }
    is_int(nowhere, 0, "what concerns a whole commune names no place");
    is_str(demo_commune(demo_office_find(m, STR("TG-01")), false), "phường Cửa Đình", "the place in an office's name");
    is_str(demo_commune(demo_office_find(m, STR("TG-01")), true), "Cua Dinh Ward", "and in English");
}

static void test_messages(const struct demo_material *m, struct arena *a)
{
    struct demo_plan plan;
    demo_plan_make(m, 7, FIRST_DAY, DAYS, MESSAGES, a, &plan);
    is_int(plan.slots_n, MESSAGES, "as many messages as were asked for");
    struct str *texts = ARENA_ARRAY(a, struct str, MESSAGES);
    size_t broken = 0, length = 0, blank = 0, disorder = 0, outside = 0, weekend = 0, clerk_night = 0, english = 0;
    int64_t before = 0;
    for (size_t i = 0; i < plan.slots_n; i++) {
        struct demo_message d;
        demo_message(&plan, i, a, &d);
        texts[i] = d.text;
        size_t n = utf8_count(d.text);
        broken += utf8_valid(d.text) ? 0 : 1;
        length += n < 5 || n > 5000 ? 1 : 0;
        blank += str_find(d.text, STR("{")) >= 0 ? 1 : 0;
        disorder += d.at < before ? 1 : 0;
        outside += d.at < 0 || d.at >= (int64_t)DAYS * 86400 ? 1 : 0;
        int64_t hour = d.at % 86400 / 3600, weekday = d.at / 86400 % 7;
        bool clerk = d.channel == DEMO_PHONE || d.channel == DEMO_PAPER;
        weekend += clerk && weekday >= 5 ? 1 : 0;
        clerk_night += clerk && (hour < 7 || hour > 16) ? 1 : 0;
        english += str_eqz(d.lang, "en") ? 1 : 0;
        before = d.at;
    }
    is_int(broken, 0, "all valid UTF-8");
    is_int(length, 0, "all of 5 to 5,000 characters");
    is_int(blank, 0, "no blank left open");
    is_int(disorder + outside, 0, "in order of time, within the two years");
    is_int(weekend + clerk_night, 0, "what a clerk entered came in during office hours");
    ok(english > 40 && english < 400, "%zu in English", english);
    qsort(texts, MESSAGES, sizeof *texts, by_text);
    size_t distinct = 1;
    for (size_t i = 1; i < MESSAGES; i++) {
        distinct += str_eq(texts[i - 1], texts[i]) ? 0 : 1;
    }
    ok(distinct >= 3000, "%zu distinct texts", distinct);
    ok(plan.cases_n > 400 && plan.cases_n < 2500, "%zu cases", plan.cases_n);
}

static void test_words(void)
{
    static const char *const never[] = {"đối tượng", "phản bác", "đấu tranh", "luận điệu", "thù địch", "xấu độc",
                                        "nhạy cảm", "định hướng dư luận", "nắm tình hình tư tưởng",
                                        "cộng tác viên dư luận", "xử lý người đăng"};
    for (size_t k = 0; k < ARRAY_LEN(never); k++) {
        uint32_t first;
        struct str word = str_c(never[k]);
        struct str rest = str_slice(word, utf8_next(word, 0, &first), word.n); // finds it with a capital too
        const char *where = "nowhere";
        for (size_t i = 0; i < demo_files_n; i++) {
            where = str_find(embed_str(&demo_files[i]), rest) >= 0 ? demo_files[i].name : where;
        }
        ok(str_eqz(str_c(where), "nowhere"), "\"%s\" stands %s", never[k], where);
    }
}

static void test_refused(struct arena *a)
{
    static const unsigned char row[] = "TG\t\tprovince\tonly four\n";
    const struct embed files[] = {{"offices.tsv", row, sizeof row - 1, ""}};
    struct demo_material m;
    struct err e = ERR_INIT;
    bool read = demo_material_load(files, 1, a, &m, &e);
    ok(!read && e.code == ERR_INPUT, "a row that is too short is refused: %s", e.what);
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct demo_material m;
    struct err e = ERR_INIT;
    if (ok(demo_material_load(demo_files, demo_files_n, &a, &m, &e), "the tables are read: %s", e.what)) {
        test_tables(&m);
        test_patterns(&m, &a);
        test_messages(&m, &a);
        ok(hash_of(&m, 7, &a) == hash_of(&m, 7, &a), "the same seed gives the same messages");
        ok(hash_of(&m, 7, &a) != hash_of(&m, 8, &a), "another seed gives others");
    }
    test_words();
    test_refused(&a);
    arena_free(&a);
    return tap_done();
}
