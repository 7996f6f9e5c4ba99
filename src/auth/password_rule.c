// password_rule.c: length, and what is tried first.
#include "auth/password_rule.h"

#include "auth/password.h"
#include "auth/secret.h"
#include "base/utf8.h"
#include "i18n/i18n.h"

#include <utf8proc.h>

static const char *const common_words[] = {
#define WORD(text) text,
#include "auth/common_words.def"
#undef WORD
};

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t cp;
        i += utf8_next(s, i, &cp);
        if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == UTF8_BAD) {
            return true;
        }
    }
    return false;
}

// utf8proc's map with malloc'ed memory of its own; the caller frees.
static struct str mapped(struct str s, utf8proc_option_t options)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &out, options);
    BUG_ON(n < 0); // only bad UTF-8 and exhausted memory fail
    return (struct str){(const char *)out, (size_t)n};
}

bool password_normal(struct str typed, struct str *out)
{
    if (typed.n > PASSWORD_LONGEST || !utf8_valid(typed) || has_control(typed)) {
        return false;
    }
    *out = mapped(typed.p == NULL ? STR("") : typed, UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE);
    return true;
}

void password_normal_free(struct str normal)
{
    if (normal.p != NULL) {
        char *p = (char *)(uintptr_t)normal.p; // ours since utf8proc made it
        secret_wipe(p, normal.n);
        free(p);
    }
}

// Lower case, without marks, đ as d; of ASCII only letters and digits are kept. Free like a normal form.
static struct str skeleton(struct str s)
{
    struct str m = mapped(s, UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK |
                                 UTF8PROC_CASEFOLD);
    char *p = (char *)(uintptr_t)m.p;
    size_t n = 0;
    for (size_t i = 0; i < m.n; i++) {
        char c = p[i];
        if (c == '\xc4' && i + 1 < m.n && p[i + 1] == '\x91') { // đ has no decomposition
            p[n++] = 'd';
            i++;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0) {
            p[n++] = c;
        }
    }
    secret_wipe(p + n, m.n - n);
    return (struct str){p, n};
}

// The longest common word, or the login, that s begins with.
static size_t word_length(struct str s, struct str login)
{
    size_t longest = login.n > 0 && str_starts(s, login) ? login.n : 0;
    for (size_t i = 0; i < ARRAY_LEN(common_words); i++) {
        struct str word = str_c(common_words[i]);
        if (word.n > longest && str_starts(s, word)) {
            longest = word.n;
        }
    }
    return longest;
}

static bool only_common_words(struct str s, struct str login)
{
    size_t i = 0;
    while (i < s.n) {
        size_t n = word_length(str_slice(s, i, s.n), login);
        if (n == 0 && s.p[i] >= '0' && s.p[i] <= '9') {
            n = 1;
        }
        if (n == 0) {
            return false;
        }
        i += n;
    }
    return true;
}

// Few different bytes, or mostly steps of one up or down: "aaaabbbbaaaa", "abcdefghijklm".
static bool too_regular(struct str s)
{
    enum { FEW = 5 };
    bool seen[256] = {false};
    size_t different = 0;
    size_t steps = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        different += seen[c] ? 0 : 1;
        seen[c] = true;
        int step = i == 0 ? 2 : c - (unsigned char)s.p[i - 1];
        steps += step >= -1 && step <= 1 ? 1 : 0;
    }
    return different < FEW || steps * 4 > s.n * 3;
}

enum password_fault password_judge(struct str typed, struct str login)
{
    if (typed.n > PASSWORD_LONGEST) {
        return PASSWORD_TOO_LONG;
    }
    struct str normal;
    if (!password_normal(typed, &normal)) {
        return PASSWORD_NOT_TEXT;
    }
    enum password_fault fault = PASSWORD_FINE;
    if (utf8_count(normal) < PASSWORD_SHORTEST) {
        fault = PASSWORD_TOO_SHORT;
    } else {
        struct str bare = skeleton(normal);
        struct str name = utf8_valid(login) && login.p != NULL ? skeleton(login) : STR_NONE;
        if (only_common_words(bare, name) || too_regular(bare)) {
            fault = PASSWORD_COMMON;
        }
        password_normal_free(name);
        password_normal_free(bare);
    }
    password_normal_free(normal);
    return fault;
}

const char *password_fault_words(enum password_fault fault)
{
    switch (fault) {
    case PASSWORD_FINE:
        return NULL;
    case PASSWORD_TOO_SHORT:
        return N_("A password has at least 12 characters.");
    case PASSWORD_COMMON:
        return N_("This password would be guessed among the first. Take a sentence.");
    case PASSWORD_TOO_LONG:
    case PASSWORD_NOT_TEXT:
        break;
    }
    return N_("This password cannot be used. Take a sentence.");
}
