// fuzz_i18n.c: a typed date, an Accept-Language header and a name to be sorted, of any bytes.
#include "base/utf8.h"
#include "fuzz.h"
#include "i18n/civil.h"
#include "i18n/i18n_sort.h"
#include "i18n/lang.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct str in = {(const char *)data, size};
    int64_t day = 0;
    if (civil_parse(in, &day)) {
        struct civil c = civil_from_day(day);
        int64_t again = 0;
        struct str text = str_fmt(&a, "%02d/%02d/%04d", c.day, c.month, c.year);
        BUG_ON(!civil_parse(text, &again) || again != day);
    }
    BUG_ON((unsigned)lang_accept(in) >= LANG_COUNT);
    enum lang lang;
    BUG_ON(lang_from_code(in, &lang) && (unsigned)lang >= LANG_COUNT);

    struct str key = i18n_sort_key(&a, in);
    BUG_ON(memchr(key.p, '\0', key.n) != NULL || !utf8_valid(key));
    // A name stands before the same name with a letter more.
    struct str longer = str_fmt(&a, "%.*s a", STR_ARG(in));
    BUG_ON(memchr(data, 0, size) == NULL && str_cmp(key, i18n_sort_key(&a, longer)) >= 0);
    arena_free(&a);
    return 0;
}
