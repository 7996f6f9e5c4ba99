// say.h: the language in which the command line speaks: one place decides it, one place looks words up.
//
// tools/mkpo finds say("…") with a literal; texts that are kept in tables are marked N_("…"). What programs read (CSV,
// JSON, tab-separated lines, routes) is not said, it is printed.
#pragma once

#include "base/str.h"

// Choose by HOIAM_LANG, LC_ALL, LC_MESSAGES or LANG, the first that is not empty; English for a language that we do not
// have. Called once, before anything is said. Errors of this thread (base/err.h) are told in that language too.
void say_init(void);

// Choose by name, as --lang does; false for a language that we do not have.
bool say_in(const char *code) MUST_USE;

// The text of a msgid in the language chosen; the msgid itself where it is not translated.
const char *say(const char *msgid) __attribute__((format_arg(1)));
