// json.h: writing JSON (RFC 8259): commas and escapes by themselves, nesting checked.
//
//   struct json j = json_begin(&out);
//   json_object(&j, NULL); json_str(&j, "title", t); json_array(&j, "items"); … json_end(&j); json_end(&j);
//
// Inside an object every call names its member; inside an array the name is NULL.
#pragma once

#include "base/buf.h"

enum { JSON_DEPTH_MAX = 16 };

struct json {
    struct buf *out;
    int depth;
    bool comma[JSON_DEPTH_MAX + 1];
    char close[JSON_DEPTH_MAX + 1];
};

struct json json_begin(struct buf *out);
void json_object(struct json *j, const char *name);
void json_array(struct json *j, const char *name);
void json_end(struct json *j);                                        // of the innermost object or array
void json_str(struct json *j, const char *name, struct str s);        // STR_NONE is null
void json_int(struct json *j, const char *name, int64_t v);
void json_number(struct json *j, const char *name, struct str digits);  // as it stands: 3.5
void json_bool(struct json *j, const char *name, bool v);
void json_null(struct json *j, const char *name);
