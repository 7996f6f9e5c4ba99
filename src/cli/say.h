// say.h: the language in which the command line speaks: one place decides it, one place looks words up.
#pragma once

#include "base/str.h"

// Choose by LC_ALL, LC_MESSAGES or LANG, the first that is not empty; English for a language that we do not have.
// Called once, before anything is said.
void say_init(void);

// The text of a msgid in the language chosen; the msgid itself where it is not translated.
const char *say(const char *msgid) __attribute__((format_arg(1)));
