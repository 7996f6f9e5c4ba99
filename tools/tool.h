// tool.h: what the build-time generators share: whole files in and out, C literals, ending with a message.
//
// A build tool takes memory and gives it back by ending; its messages read "file:line: what", as a compiler's do.
#pragma once

#include "base/buf.h"

#define TOOL_FILE_MAX ((size_t)64 << 20) // no input or output of the build is larger

// Print "file:line: error: message" (line 0: only the file; file NULL: only the message) and end with status 1.
_Noreturn void tool_fail(const char *file, int line, const char *fmt, ...) PRINTF(3, 4);

struct str tool_read(const char *path); // the whole file, a zero byte after it; fails when it cannot

// Write the file unless it has these bytes already, so that what depends on it is not built again.
void tool_write(const char *path, const struct buf *content);

// The bytes as C string literals in double quotes, a new line of source at each newline and at 100 columns.
void tool_c_string(struct buf *out, struct str s);

const char *tool_after(const char *path, const char *folder); // what follows the last "folder" in path, or all of path
