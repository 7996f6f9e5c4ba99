// Promises of docs/json.
#include "docs/json.h"
#include "tap.h"

int main(void)
{
    struct buf out = buf_new(1000);
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_str(&j, "a", STR("x\"y"));
    json_array(&j, "list");
    json_int(&j, NULL, -1);
    json_object(&j, NULL);
    json_end(&j);
    json_bool(&j, NULL, true);
    json_end(&j);
    json_str(&j, "none", STR_NONE);
    json_end(&j);
    is_str(buf_str(&out), "{\"a\":\"x\\\"y\",\"list\":[-1,{},true],\"none\":null}\n", "commas, nesting and null come right");
    buf_free(&out);
    return tap_done();
}
