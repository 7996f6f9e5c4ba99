// say.c: the msgid itself, until the catalogue speaks for the command line too.
#include "cli/say.h"

static bool vietnamese;

void say_init(void)
{
    static const char *const asked[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        const char *value = getenv(asked[i]);
        if (value != NULL && value[0] != 0) {
            vietnamese = str_starts(str_c(value), STR("vi"));
            return;
        }
    }
}

const char *say(const char *msgid)
{
    return msgid;
}
