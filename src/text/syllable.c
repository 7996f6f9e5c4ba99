// syllable.c: onset times rhyme, on letters without marks.
#include "text/syllable.h"

enum { RHYME_MAX = 5 };

// Every rhyme that is written in Vietnamese, bare, in memcmp order.
static const char rhymes[][RHYME_MAX + 1] = {
    "a",    "ac",   "ach",  "ai",   "am",   "an",   "ang",  "anh",  "ao",   "ap",   "at",  "au",  "ay",   "e",
    "ec",   "ech",  "em",   "en",   "eng",  "enh",  "eo",   "ep",   "et",   "eu",   "i",   "ia",  "ich",  "iec",
    "iem",  "ien",  "ieng", "iep",  "iet",  "ieu",  "im",   "in",   "inh",  "ip",   "it",  "iu",  "o",    "oa",
    "oac",  "oach", "oai",  "oam",  "oan",  "oang", "oanh", "oao",  "oap",  "oat",  "oay", "oc",  "oe",   "oem",
    "oen",  "oeo",  "oet",  "oi",   "om",   "on",   "ong",  "oo",   "ooc",  "oong", "op",  "ot",  "u",    "ua",
    "uac",  "uach", "uai",  "uan",  "uang", "uanh", "uao",  "uat",  "uau",  "uay",  "uc",  "ue",  "uech", "uen",
    "uenh", "ueo",  "uet",  "ui",   "uich", "uien", "uin",  "uinh", "uit",  "um",   "un",  "ung", "uo",   "uoc",
    "uoi",  "uom",  "uon",  "uong", "uop",  "uot",  "uou",  "up",   "ut",   "uu",   "uy",  "uya", "uych", "uyen",
    "uyet", "uynh", "uyp",  "uyt",  "uyu",  "y",    "yem",  "yen",  "yeng", "yet",  "yeu",
};

static size_t onset_length(struct str s)
{
    static const char *const onsets[] = {"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d",
                                         "g",   "h",  "k",  "l",  "m",  "n",  "q",  "r",  "s",  "t",  "v", "x"};
    for (size_t i = 0; i < ARRAY_LEN(onsets); i++) {
        if (str_starts(s, str_c(onsets[i]))) {
            return strlen(onsets[i]);
        }
    }
    return 0;
}

static bool rhyme_is(struct str r)
{
    if (r.n == 0 || r.n > RHYME_MAX) {
        return false;
    }
    size_t low = 0, high = ARRAY_LEN(rhymes);
    while (low < high) {
        size_t mid = (low + high) / 2;
        int c = str_cmp(str_c(rhymes[mid]), r);
        if (c == 0) {
            return true;
        }
        if (c < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return false;
}

bool syllable_is(struct str s)
{
    size_t on = onset_length(s);
    if (on > 0 && s.p[0] == 'q' && (s.n < 3 || s.p[1] != 'u')) {
        return false;
    }
    // k is written before e, i and y only: "ko" is short for "không", "Kon" a name
    if (on == 1 && s.p[0] == 'k' && (s.n < 2 || strchr("eiy", s.p[1]) == NULL)) {
        return false;
    }
    if (rhyme_is(str_slice(s, on, s.n))) {
        return true;
    }
    // "gi" spells its own rhyme in "gi", "gin", "giet"
    return on == 2 && s.p[0] == 'g' && s.p[1] == 'i' && rhyme_is(str_slice(s, 1, s.n));
}

bool syllable_unify(char *p, size_t n)
{
    if (n == 0 || n > 5 || p[n - 1] != 'y') {
        return false;
    }
    char before = n > 1 ? p[n - 2] : 'c';
    bool glide = n == 3 && p[0] == 'q' && before == 'u';
    if (!glide && strchr("aeiouy", before) != NULL) {
        return false;
    }
    if (!syllable_is((struct str){p, n})) {
        return false;
    }
    p[n - 1] = 'i';
    return true;
}
