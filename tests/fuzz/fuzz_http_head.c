// fuzz_http_head.c: the head of a request: line by line what an engine would have cut it into; what is taken is in order.
#include "fuzz.h"
#include "http/request.h"

enum { LINES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct http_field lines[LINES];
    struct str rest = {(const char *)data, size};
    struct str first = str_cut(&rest, '\n');
    struct request_head head = {str_cut(&first, ' '), STR_NONE, STR("HTTP/1.1"), lines, 0};
    head.target = str_cut(&first, ' ');
    while (rest.p != NULL && head.n_lines < LINES) {
        struct str value = str_cut(&rest, '\n');
        struct str name = str_cut(&value, ':');
        lines[head.n_lines++] = (struct http_field){name, str_trim(value)};
    }
    struct request_rules rules = {1000, STR_NONE};
    struct http_request r = {0};
    struct request_refusal no = request_check(&a, &head, &rules, &r);
    if (no.status == 0) {
        BUG_ON(r.path.n == 0 || r.path.p[0] != '/' || r.host.n == 0 || r.method == HTTP_OTHER);
    } else {
        BUG_ON(no.status < 400 || no.status > 505 || no.why == NULL || r.path.p != NULL);
    }
    arena_free(&a);
    return 0;
}
