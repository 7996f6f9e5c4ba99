// say.c: texts of the command line from the catalogue of the pages.
#include "cli/say.h"

#include "base/err.h"
#include "i18n/i18n.h"

static enum lang spoken = LANG_EN;

// What the system says of a failed call; err_errno() looks these up.
static const char *const of_the_system[] __attribute__((unused)) = {
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("Address already in use"),
    N_("Cannot assign requested address"),
    N_("Input/output error"),
};

void say_init(void)
{
    static const char *const asked[] = {"HOIAM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    err_speak(say);
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        const char *value = getenv(asked[i]);
        if (value != NULL && value[0] != 0) {
            // "vi_VN.UTF-8": the language stands before the country and the encoding
            if (!lang_from_code((struct str){value, strcspn(value, "_.@")}, &spoken)) {
                spoken = LANG_EN;
            }
            return;
        }
    }
}

bool say_in(const char *code)
{
    return lang_from_code(str_c(code), &spoken);
}

const char *say(const char *msgid)
{
    return i18n_get(spoken, STR_NONE, str_c(msgid)).p;
}
