// Tests of i18n/i18n.h and i18n/lang.h.
#include "i18n/i18n.h"
#include "tap.h"

static void test_get(void)
{
    is_str(T(LANG_VI, "Monday"), "thứ Hai", "a text in Vietnamese");
    is_str(T(LANG_EN, "Monday"), "Monday", "in English, as it stands in the source");
    is_str(TN(LANG_VI, "{n} day left", "{n} days left", 1), "còn {n} ngày", "Vietnamese has one form");
    is_str(TN(LANG_EN, "{n} day left", "{n} days left", 1), "{n} day left", "English: one");
    is_str(TN(LANG_EN, "{n} day left", "{n} days left", 0), "{n} days left", "English: none");
    is_str(TN(LANG_EN, "{n} day left", "{n} days left", -1), "{n} day left", "English: minus one");
    is_str(i18n_get(LANG_VI, STR_NONE, STR("no such text")), "no such text", "what is not translated stays English");
    is_str(i18n_get(LANG_VI, STR("no such context"), STR("Monday")), "Monday", "a context of its own");
    is_str(i18n_get(LANG_VI, STR_NONE, STR("")), "", "an empty text");
}

static void test_fill(void)
{
    struct buf out = buf_new(1000);
    I18N_FILL(&out, STR("{a} and {b}, {a}"), {"a", STR("x")}, {"b", STR("{a}")});
    is_str(buf_str(&out), "x and {a}, x", "placeholders are filled once");
    buf_clear(&out);
    I18N_FILL(&out, STR("{c} {a {a} }{"), {"a", STR("x")});
    is_str(buf_str(&out), "{c} {a x }{", "what is not given stays");
    buf_free(&out);
}

static void test_lang(void)
{
    enum lang lang;
    ok(lang_from_code(STR("EN-gb"), &lang) && lang == LANG_EN, "the first part of a code");
    ok(!lang_from_code(STR("fr"), &lang) && !lang_from_code(STR(""), &lang), "unknown codes");
    ok(str_eq(lang_called(STR("vi")), STR("Tiếng Việt")) && str_eq(lang_called(STR("fr")), STR("fr")),
       "what a language is called");
    is_str(lang_info(LANG_VI)->name, "Tiếng Việt", "a language is named in itself");
    is_int(lang_accept(STR("fr, en;q=0.8, vi;q=0.9")), LANG_VI, "the highest q");
    is_int(lang_accept(STR("en-US,en;q=0.5")), LANG_EN, "a region of it");
    is_int(lang_accept(STR("en;q=0, fr")), LANG_VI, "q=0 is not wanted");
    is_int(lang_accept(STR("")), LANG_VI, "nothing asked");
    is_int(lang_accept(STR("en;q=x;;,,;")), LANG_VI, "nonsense");
}

int main(void)
{
    test_get();
    test_fill();
    test_lang();
    return tap_done();
}
