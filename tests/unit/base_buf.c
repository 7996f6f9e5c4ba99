// Promises of base/buf: the maximum, and the two formats.
#include "base/buf.h"
#include "tap.h"

int main(void)
{
    struct buf b = buf_new(10);
    buf_addz(&b, "12345678");
    buf_addz(&b, "abc");
    ok(buf_over(&b), "a write past the maximum marks the buffer");
    is_str(buf_str(&b), "12345678", "and keeps what was there");
    buf_addc(&b, 'x');
    is_str(buf_str(&b), "12345678", "and later writes that would fit do nothing");
    buf_clear(&b);
    ok(!buf_over(&b), "clear takes the mark away");
    buf_free(&b);

    b = buf_new(1000);
    buf_json(&b, STR("a\"\\\n</script>\xff\x01"));
    is_str(buf_str(&b), "\"a\\\"\\\\\\n\\u003c/script\\u003e\\ufffd\\u0001\"", "JSON is safe inside a script element");
    buf_clear(&b);
    buf_csv(&b, STR("say \"hi\", you"));
    buf_addc(&b, ',');
    buf_csv(&b, STR("=1+1"));
    is_str(buf_str(&b), "\"say \"\"hi\"\", you\",\"'=1+1\"", "CSV is quoted, formulas are disarmed");
    buf_clear(&b);
    buf_addf(&b, "%0300d", 7);
    is_int(b.n, 300, "long formatted text is whole");
    buf_clear(&b);
    buf_addi(&b, INT64_MIN);
    buf_addi(&b, 0);
    buf_addi(&b, INT64_MAX);
    is_str(buf_str(&b), "-922337203685477580809223372036854775807", "numbers are written to the last digit");
    buf_free(&b);
    return tap_done();
}
