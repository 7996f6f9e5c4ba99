// request.h: is this head of a request one that we answer? Every way to disagree about where a request ends, or whom
// it is for, is refused here (RFC 9112 §3.2, §6; RFC 9110 §7.2), whatever the engine made of it.
#pragma once

#include "http/http.h"

struct request_head {
    struct str method;
    struct str target;  // raw: path and query, or the absolute form
    struct str version; // "HTTP/1.1"
    const struct http_field *lines;
    size_t n_lines;
};

struct request_rules {
    size_t max_body;
    struct str hosts; // "a.vn, b.vn"; STR_NONE = any
};

struct request_refusal {
    int status;       // 0: none
    const char *why;  // one English sentence
};

// Fill *out (method, path, query, content_type, host; strings copied into `a`) or say why not. *out is set only when
// the status returned is 0. A reply to a refusal closes the connection.
struct request_refusal request_check(struct arena *a, const struct request_head *head, const struct request_rules *rules,
                                     struct http_request *out) MUST_USE;

bool request_token(struct str s); // RFC 9110 §5.6.2, not empty
