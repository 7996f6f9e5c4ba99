// fuzz_http_accept.c: preferences of any bytes give an answer in range, the same for the same bytes.
#include "fuzz.h"
#include "http/accept.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str offered[] = {STR_INIT("vi"), STR_INIT("en")};
    struct str in = {(const char *)data, size};
    int language = accept_language(in, offered, ARRAY_LEN(offered));
    BUG_ON(language < -1 || language >= (int)ARRAY_LEN(offered));
    BUG_ON(accept_gzip(in) && size == 0);
    BUG_ON(accept_etag_listed(in, STR("\"abcdef\"")) && size == 0);
    return 0;
}
