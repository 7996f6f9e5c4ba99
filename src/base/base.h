// base.h: the few words every file of the program uses: attributes, BUG(), and the functions nobody may call.
#pragma once

#include <locale.h> // only so that it is read before its functions are poisoned below
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define N_(id) id // marks a text that is kept as a C string, for tools/mkpo; whoever shows it looks it up
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#ifdef __has_feature // clang's way of asking; gcc defines __SANITIZE_ADDRESS__ itself
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

// The program is wrong: say where and abort. Always on; the process manager restarts us, the data file is safe at any
// instruction.
_Noreturn void bug_at(const char *file, int line, const char *func, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, __func__, what)
#define BUG_ON(cond) ((cond) ? bug_at(__FILE__, __LINE__, __func__, #cond) : (void)0)

// Memory that cannot be had ends the program; nobody checks for NULL. Sizes of zero are allowed.
void *xmalloc(size_t n) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *p, size_t n) __attribute__((returns_nonnull));

// Calls that have overflowed too many buffers, or that depend on the process-wide locale.
#pragma GCC poison sprintf vsprintf strcpy strcat strncpy strncat gets strtok setlocale gmtime localtime asctime ctime
