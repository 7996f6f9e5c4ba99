// log.c: whole lines by one write(2), so that threads and processes do not mix theirs.
#include "base/log.h"

#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

static enum log_level most = LOG_INFO;

void log_set_level(enum log_level level)
{
    most = level;
}

// Does standard error lead to the journal? systemd says which file that would be (systemd.exec(5), JOURNAL_STREAM).
static bool log_to_journal(void)
{
    const char *journal = getenv("JOURNAL_STREAM");
    struct stat st;
    char here[48];
    if (journal == NULL || fstat(STDERR_FILENO, &st) != 0) {
        return false;
    }
    (void)snprintf(here, sizeof here, "%llu:%llu", (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
    return strcmp(journal, here) == 0;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    if (level > most) {
        return;
    }
    char line[1024];
    int at = log_to_journal() ? snprintf(line, sizeof line, "<%d>", level) : 0;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(line + at, sizeof line - (size_t)at - 1, err_text(fmt), args);
    va_end(args);
    size_t len = n < 0 ? (size_t)at : (size_t)at + (size_t)n;
    if (len > sizeof line - 2) {
        len = sizeof line - 2;
    }
    for (size_t i = (size_t)at; i < len; i++) { // what came from outside does not begin a line of its own
        line[i] = (line[i] >= 0 && line[i] < ' ') || line[i] == 0x7f ? ' ' : line[i];
    }
    line[len++] = '\n';
    ssize_t done = write(STDERR_FILENO, line, len);
    (void)done; // nowhere left to say that the log failed
}

void log_err(const char *doing, const struct err *e)
{
    log_line(LOG_ERROR, "%s: %s", err_text(doing), e->what);
}
