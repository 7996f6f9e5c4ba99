// log.h: one line an event on standard error, control characters in it as blanks; where that is the journal, its level comes
// first. Never a client's address, never words of a message. A thread that speaks another language (err_speak()) logs in it what
// is marked by N_(); the threads of a server do not.
#pragma once

#include "base/err.h"

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_INFO = 6, LOG_DEBUG = 7 }; // syslog's numbers; journald reads "<3>"

void log_set_level(enum log_level most); // default LOG_INFO
void log_line(enum log_level level, const char *fmt, ...) PRINTF(2, 3);
void log_err(const char *doing, const struct err *e); // "doing: what", at LOG_ERROR

#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
