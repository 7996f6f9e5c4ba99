// say.c: texts of the command line from the catalogue of the pages.
#include "cli/say.h"

#include "i18n/i18n.h"

static enum lang spoken = LANG_EN;

void say_init(void)
{
    static const char *const asked[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        struct str value = str_c(getenv(asked[i]));
        if (value.n > 0) {
            // "vi_VN.UTF-8": the language stands before the first underscore
            struct str code = str_cut(&value, '_');
            if (!lang_from_code(code, &spoken)) {
                spoken = LANG_EN;
            }
            return;
        }
    }
}

const char *say(const char *msgid)
{
    return i18n_get(spoken, STR_NONE, str_c(msgid)).p;
}
