// http_form: fields of a form, as a browser sends them and as nobody should.
#include "base/buf.h"
#include "http/form.h"
#include "tap.h"

int main(void)
{
    struct arena a = ARENA_INIT;
    struct form f = {NULL, 99};
    ok(form_parse(&a, STR("text=c%E1%BA%A7u+h%E1%BB%8Fng&a=1&a=2&empty=&bare&=v&&x%3Dy=1%262"), &f) == FORM_OK, "a form");
    is_str(form_get(&f, "text"), "cầu hỏng", "percent escapes and plus");
    is_str(form_get(&f, "a"), "1", "the first of a name");
    ok(form_has(&f, "empty") && form_get(&f, "empty").n == 0, "an empty value is given");
    ok(form_has(&f, "bare") && form_get(&f, "bare").n == 0, "a name alone has an empty value");
    is_str(form_get(&f, ""), "v", "a value alone has an empty name");
    is_str(form_get(&f, "x=y"), "1&2", "escapes in names");
    ok(!form_has(&f, "none") && form_get(&f, "none").p == NULL, "what was not sent is not given");
    is_int(f.n, 7, "empty parts do not count");
    size_t at = 0;
    struct str v;
    ok(form_each(&f, "a", &at, &v) && str_eqz(v, "1") && form_each(&f, "a", &at, &v) && str_eqz(v, "2") &&
           !form_each(&f, "a", &at, &v),
       "each of a repeated name");

    ok(form_parse(&a, STR("t=a%0D%0Ab%0Dc%0Ad%0D%0D%0Ae"), &f) == FORM_OK, "line ends");
    is_str(form_get(&f, "t"), "a\nb\nc\nd\n\ne", "become LF");
    ok(form_parse(&a, STR(""), &f) == FORM_OK && f.n == 0, "an empty body");
    ok(form_parse(&a, STR_NONE, &f) == FORM_OK && f.n == 0, "no body");

    static const struct str bad[] = {
        STR_INIT("a=%"), STR_INIT("a=%4"), STR_INIT("a=%4g"), STR_INIT("a=%00"), STR_INIT("a=\0"), STR_INIT("%ff=1"),
        STR_INIT("a=%ed%a0%80"), STR_INIT("a=\xc3"), STR_INIT("a=%C4&b=%91"),
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        f = (struct form){NULL, 99};
        ok(form_parse(&a, bad[i], &f) == FORM_BAD && f.n == 99, "refused: %.*s", STR_ARG(bad[i]));
    }
    struct buf b = buf_new(1 << 16);
    for (int i = 0; i < FORM_MAX_FIELDS; i++) {
        buf_addf(&b, "%sa=%d", i == 0 ? "" : "&", i);
    }
    ok(form_parse(&a, buf_str(&b), &f) == FORM_OK && f.n == FORM_MAX_FIELDS, "as many fields as may be");
    buf_addz(&b, "&a=1");
    ok(form_parse(&a, buf_str(&b), &f) == FORM_TOO_MANY, "and one more");
    buf_free(&b);
    ok(form_type(STR("application/x-www-form-urlencoded")) && form_type(STR("Application/X-WWW-Form-URLencoded ; charset=UTF-8")),
       "the type of a form");
    ok(!form_type(STR("application/json")) && !form_type(STR_NONE), "another type");
    arena_free(&a);
    return tap_done();
}
