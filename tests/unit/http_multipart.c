// http_multipart: a form with files, as browsers send it and as nobody should.
#include "base/buf.h"
#include "http/multipart.h"
#include "tap.h"

static const struct str type = STR_INIT("multipart/form-data; boundary=----b");

static struct arena a;

#define PART(head, bytes) "------b\r\n" head "\r\n\r\n" bytes "\r\n"
#define FIELD(name) "Content-Disposition: form-data; name=\"" name "\""
#define FILE_OF(name, file) FIELD(name) "; filename=\"" file "\"\r\nContent-Type: application/pdf"
#define END "------b--\r\n"

static enum form_fault parse(struct str body, struct multipart *m)
{
    *m = (struct multipart){.n_files = 77};
    return multipart_parse(&a, type, body, m);
}

static void test_good(void)
{
    struct multipart m;
    ok(parse(STR(PART(FIELD("csrf"), "abc") PART(FIELD("t"), "d\xc3\xb2ng\r\nhai\rba")
                     PART(FILE_OF("file", "C\xc3\xb4ng v%22\xc4\x83n.pdf"), "%PDF\r\n\r\n--x\0y")
                         PART(FILE_OF("file", "b;c.txt"), "") PART(FILE_OF("none", ""), "") END),
             &m) == FORM_OK,
       "a form with files");
    is_int(m.form.n, 2, "fields are fields");
    is_str(form_get(&m.form, "csrf"), "abc", "by their name");
    is_str(form_get(&m.form, "t"), "d\xc3\xb2ng\nhai\nba", "line ends of texts become LF");
    is_int(m.n_files, 2, "a field in which no file was chosen is none");
    is_str(m.files[0].name, "C\xc3\xb4ng v\"\xc4\x83n.pdf", "a name with a quote and letters");
    is_str(m.files[1].name, "b;c.txt", "a semicolon in quotes is a part of the name");
    ok(m.files[0].bytes.n == 13 && memcmp(m.files[0].bytes.p, "%PDF\r\n\r\n--x\0y", 13) == 0, "bytes as they are");
    is_int(m.files[1].bytes.n, 0, "a file may be empty");
    ok(parse(STR("------b--"), &m) == FORM_OK && m.form.n == 0 && m.n_files == 0, "no parts at all");
    ok(multipart_parse(&a, STR("Multipart/Form-Data ;x=1; boundary=\"q w\""),
                       STR("--q w\r\ncontent-disposition:FORM-DATA;name=x\r\n\r\n1\r\n--q w--\r\n"), &m) == FORM_OK &&
           str_eqz(form_get(&m.form, "x"), "1"),
       "a boundary in quotes, a name without, any case");
    ok(multipart_type(STR("multipart/form-data; boundary=x")) && !multipart_type(STR("multipart/mixed; boundary=x")),
       "its type is told from others");
}

static void test_bad(void)
{
    static const struct {
        struct str body;
        const char *what;
    } bad[] = {
        {STR_INIT(""), "nothing"},
        {STR_INIT("x" PART(FIELD("a"), "1") END), "text before the first boundary"},
        {STR_INIT(PART(FIELD("a"), "1")), "no last boundary"},
        {STR_INIT(PART(FIELD("a"), "1") END "x"), "text after the last boundary"},
        {STR_INIT("------b\r\n" FIELD("a") "\r\n\r\n1"), "a part that does not end"},
        {STR_INIT("------b\r\n\r\n1\r\n" END), "a part without a name"},
        {STR_INIT(PART("Content-Disposition: attachment; name=\"a\"", "1") END), "another disposition"},
        {STR_INIT(PART(FIELD("a") "\r\n" FIELD("b"), "1") END), "two dispositions"},
        {STR_INIT(PART(FIELD("a") "; filename*=UTF-8''x", "1") END), "filename*, which RFC 7578 forbids"},
        {STR_INIT(PART(FIELD("a") "\r\nContent-Transfer-Encoding: base64", "MQ==") END), "a transfer encoding"},
        {STR_INIT(PART("Content-Disposition: form-data; name=\"a", "1") END), "a quote that does not end"},
        {STR_INIT(PART(FIELD("a") "\r\nnonsense", "1") END), "a line that is no header"},
        {STR_INIT(PART(FIELD("a"), "\xff") END), "a text that is not UTF-8"},
        {STR_INIT(PART(FIELD("a"), "x\0y") END), "a NUL in a text"},
        {STR_INIT(PART(FIELD("f") "; filename=\"\xc3\"", "1") END), "a name that is not UTF-8"},
        {STR_INIT(PART(FILE_OF("f", ""), "bytes") END), "bytes without a file's name"},
    };
    struct multipart m;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ok(parse(bad[i].body, &m) == FORM_BAD && m.n_files == 77, "refused: %s", bad[i].what);
    }
    static const char *const types[] = {"multipart/form-data", "multipart/form-data; boundary=",
                                        "multipart/form-data; boundary=a<b", "multipart/form-data; boundary=\"a \""};
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        ok(multipart_parse(&a, str_c(types[i]), STR(END), &m) == FORM_BAD, "refused: %s", types[i]);
    }
}

static void test_many(void)
{
    struct multipart m;
    struct buf b = buf_new(1 << 16);
    for (int i = 0; i < MULTIPART_FILES_MAX; i++) {
        buf_addz(&b, PART(FILE_OF("file", "a.pdf"), "x"));
    }
    struct buf more = buf_new(1 << 16);
    buf_add(&more, buf_str(&b));
    buf_addz(&more, PART(FILE_OF("file", "a.pdf"), "x") END);
    buf_addz(&b, END);
    ok(parse(buf_str(&b), &m) == FORM_OK && m.n_files == MULTIPART_FILES_MAX, "as many files as may be");
    ok(parse(buf_str(&more), &m) == FORM_TOO_MANY, "one more is too many");
    buf_free(&b);
    buf_free(&more);
}

int main(void)
{
    test_good();
    test_bad();
    test_many();
    arena_free(&a);
    return tap_done();
}
