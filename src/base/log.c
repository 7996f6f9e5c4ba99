// log.c: whole lines by one write(2), so that threads and processes do not mix theirs.
#include "base/log.h"

#include <stdarg.h>
#include <unistd.h>

static enum log_level most = LOG_INFO;

void log_set_level(enum log_level level)
{
    most = level;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    if (level > most) {
        return;
    }
    char line[1024];
    // The level's number is for journald; a person at a terminal is spared it.
    int at = isatty(STDERR_FILENO) ? 0 : snprintf(line, sizeof line, "<%d>", level);
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(line + at, sizeof line - (size_t)at - 1, fmt, args);
    va_end(args);
    size_t len = n < 0 ? (size_t)at : (size_t)at + (size_t)n;
    if (len > sizeof line - 2) {
        len = sizeof line - 2;
    }
    line[len++] = '\n';
    ssize_t done = write(STDERR_FILENO, line, len);
    (void)done; // nowhere left to say that the log failed
}

void log_err(const char *doing, const struct err *e)
{
    log_line(LOG_ERROR, "%s: %s", doing, e->what);
}
