// http_accept: preferences of clients, in and out of form.
#include "http/accept.h"
#include "tap.h"

int main(void)
{
    static const struct str offered[] = {STR_INIT("vi"), STR_INIT("en"), STR_INIT("km")};
    static const struct {
        const char *header;
        int index;
    } languages[] = {
        {"vi", 0}, {"en", 1}, {"EN-gb", 1}, {"en-GB,en;q=0.9,vi;q=0.8", 1}, {"fr,vi;q=0.1", 0}, {"fr", -1}, {"", -1},
        {"*", 0}, {"vi;q=0,*;q=0.5", 1}, {"vi;q=0", -1}, {"en;q=0.5,vi;q=0.50", 0}, {"en;q=0.501,vi;q=0.5", 1},
        {"en;q=2,vi;q=0.1", 0}, {"en;q=x,vi;q=0.1", 0}, {" ; , ;;q=1,, km ; q = 0.3 ", 2}, {"english", -1}, {"e", -1},
        {"en;q=0.3, en-GB;q=0.9, vi;q=0.5", 0}, {"vi-VN", 0}, {",,,,", -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        is_int(accept_language(str_c(languages[i].header), offered, 3), languages[i].index, "Accept-Language: %s",
               languages[i].header);
    }
    is_int(accept_language(STR_NONE, offered, 3), -1, "no Accept-Language");

    static const struct {
        const char *header;
        bool yes;
    } encodings[] = {
        {"gzip", true}, {"gzip, deflate, br", true}, {"br;q=1.0, gzip;q=0.8, *;q=0.1", true}, {"*", true}, {"", false},
        {"gzip;q=0", false}, {"gzip;q=0.000", false}, {"*;q=0", false}, {"gzip;q=0, *", false}, {"identity", false},
        {"GZIP", true}, {"x-gzip", true}, {"gzipped", false}, {"br", false}, {"*, gzip;q=0", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(encodings); i++) {
        is_int(accept_gzip(str_c(encodings[i].header)), encodings[i].yes, "Accept-Encoding: %s", encodings[i].header);
    }
    ok(!accept_gzip(STR_NONE), "no Accept-Encoding");

    struct str tag = STR("\"abc\"");
    ok(accept_etag_listed(STR("\"abc\""), tag) && accept_etag_listed(STR("\"x\" , W/\"abc\""), tag) &&
           accept_etag_listed(STR("*"), tag),
       "an entity tag that is listed");
    ok(!accept_etag_listed(STR("\"ab\""), tag) && !accept_etag_listed(STR("abc"), tag) && !accept_etag_listed(STR(""), tag) &&
           !accept_etag_listed(STR_NONE, tag) && !accept_etag_listed(STR("w/\"abc\""), tag),
       "one that is not");
    return tap_done();
}
