// err.c: filling in an error.
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>

static _Thread_local const char *(*speak)(const char *fmt);

void err_speak(const char *(*text)(const char *fmt))
{
    speak = text;
}

err_text_fn *err_speaker(void)
{
    return speak;
}

const char *err_text(const char *fmt)
{
    return speak == NULL ? fmt : speak(fmt);
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    e->code = code;
    (void)vsnprintf(e->what, sizeof e->what, err_text(fmt), args);
    va_end(args);
    return false;
}

bool err_errno(struct err *e, enum err_code code, const char *fmt, ...)
{
    int saved = errno;
    va_list args;
    va_start(args, fmt);
    e->code = saved == ENOSPC || saved == EDQUOT ? ERR_FULL : code;
    (void)vsnprintf(e->what, sizeof e->what, err_text(fmt), args);
    va_end(args);
    size_t n = strlen(e->what);
    char text[128];
    (void)snprintf(e->what + n, sizeof e->what - n, ": %s", err_text(strerror_r(saved, text, sizeof text)));
    return false;
}

bool err_in(struct err *e, const char *where)
{
    char inner[sizeof e->what];
    memcpy(inner, e->what, sizeof inner);
    int n = snprintf(e->what, sizeof e->what, "%s: ", where);
    size_t at = n < 0 ? 0 : (size_t)n;
    if (at < sizeof e->what) {
        size_t room = sizeof e->what - at - 1;
        size_t len = strnlen(inner, room);
        memcpy(e->what + at, inner, len);
        e->what[at + len] = 0;
    }
    return false;
}
