// import_values.c: see import_values.h.
#include "cli/import_values.h"

#include "text/fold.h"

enum { WORD_MAX = 80, DIGITS_MAX = 60 };

// All of them folded: lower case, without marks.
static const char *const closed_words[] = {
    "closed", "close", "resolved", "solved", "fixed", "done", "completed", "complete", "finished",
    "dong", "da dong", "ket thuc", "da ket thuc", "hoan thanh", "da hoan thanh", "giai quyet xong", "da giai quyet",
    "da giai quyet xong", "xu ly xong", "da xu ly", "da xu ly xong", "xong", "da xong",
};

static const char *const yes_words[] = {"1", "true", "yes", "y", "x", "co", "dong y", "cong khai", "public"};

static const struct {
    const char *word;
    const char *channel;
} channels[] = {
    {"web", "web"}, {"website", "web"}, {"online", "web"}, {"internet", "web"}, {"cong thong tin", "web"}, {"api", "api"},
    {"phone", "phone"}, {"telephone", "phone"}, {"call", "phone"}, {"hotline", "phone"}, {"dien thoai", "phone"},
    {"duong day nong", "phone"}, {"tong dai", "phone"}, {"paper", "paper"}, {"letter", "paper"}, {"post", "paper"},
    {"van ban", "paper"}, {"thu", "paper"}, {"don thu", "paper"}, {"buu dien", "paper"}, {"counter", "counter"},
    {"in person", "counter"}, {"truc tiep", "counter"}, {"mail", "mail"}, {"email", "mail"}, {"e mail", "mail"},
    {"thu dien tu", "mail"}, {"app", "app"}, {"mobile", "app"}, {"ung dung", "app"}, {"other", "other"}, {"khac", "other"},
    {"unknown", "other"},
};

// The word in its bare form, runs of what is neither letter nor digit as one blank.
static struct str bare(struct str word, char out[WORD_MAX])
{
    char folded[WORD_MAX];
    size_t n = 0;
    word = str_trim(word);
    if (word.n > WORD_MAX) {
        return STR_NONE;
    }
    size_t length = fold_text(word, folded);
    for (size_t i = 0; i < length; i++) {
        char c = folded[i];
        bool solid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (solid || (n > 0 && out[n - 1] != ' ')) {
            out[n++] = solid ? c : ' ';
        }
    }
    return str_trim((struct str){out, n});
}

static bool is_one_of(struct str word, const char *const *list, size_t n)
{
    char room[WORD_MAX];
    struct str w = bare(word, room);
    for (size_t i = 0; i < n && w.n > 0; i++) {
        if (str_eqz(w, list[i])) {
            return true;
        }
    }
    return false;
}

bool status_is_closed(struct str status)
{
    return is_one_of(status, closed_words, ARRAY_LEN(closed_words));
}

bool means_yes(struct str word)
{
    return is_one_of(word, yes_words, ARRAY_LEN(yes_words));
}

struct str channel_of(struct str word)
{
    char room[WORD_MAX];
    struct str w = bare(word, room);
    for (size_t i = 0; i < ARRAY_LEN(channels); i++) {
        if (str_eqz(w, channels[i].word)) {
            return str_c(channels[i].channel);
        }
    }
    return STR_NONE;
}

bool degrees_e6(struct str s, int limit, int64_t *out)
{
    char text[DIGITS_MAX + 1];
    s = str_trim(s);
    if (s.n == 0 || s.n > DIGITS_MAX) {
        return false;
    }
    for (size_t i = 0; i <= s.n; i++) {
        char c = i == s.n ? 0 : s.p[i];
        text[i] = c == ',' ? '.' : c;
        if (c != 0 && strchr("0123456789+-.,eE", c) == NULL) {
            return false;
        }
    }
    char *end;
    double v = strtod(text, &end);
    if (end != text + s.n || !(v >= -limit && v <= limit)) {
        return false;
    }
    *out = (int64_t)(v * 1e6 + (v < 0 ? -0.5 : 0.5));
    return true;
}

struct value {
    struct str text;
    int64_t number;
};

struct seen {
    struct arena mem;
    struct value *list;
    size_t n;
    size_t cap;
    uint32_t *slots; // index in list and one; 0: empty
    size_t n_slots;  // a power of two
};

struct seen *seen_new(void)
{
    struct seen *s = xcalloc(1, sizeof *s);
    s->n_slots = 256;
    s->slots = xcalloc(s->n_slots, sizeof *s->slots);
    return s;
}

void seen_free(struct seen *s)
{
    if (s != NULL) {
        arena_free(&s->mem);
        free(s->list);
        free(s->slots);
        free(s);
    }
}

void seen_clear(struct seen *s)
{
    arena_reset(&s->mem);
    memset(s->slots, 0, s->n_slots * sizeof *s->slots);
    s->n = 0;
}

size_t seen_count(const struct seen *s)
{
    return s->n;
}

struct str seen_nth(const struct seen *s, size_t i, int64_t *number)
{
    *number = s->list[i].number;
    return s->list[i].text;
}

static size_t slot_of(const struct seen *s, struct str value)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < value.n; i++) {
        h = (h ^ (unsigned char)value.p[i]) * 0x100000001b3u;
    }
    size_t at = (h ^ h >> 32) & (s->n_slots - 1);
    while (s->slots[at] != 0 && !str_eq(s->list[s->slots[at] - 1].text, value)) {
        at = (at + 1) & (s->n_slots - 1);
    }
    return at;
}

static void grow(struct seen *s)
{
    free(s->slots);
    s->n_slots *= 2;
    s->slots = xcalloc(s->n_slots, sizeof *s->slots);
    for (size_t i = 0; i < s->n; i++) {
        s->slots[slot_of(s, s->list[i].text)] = (uint32_t)i + 1;
    }
}

int64_t *seen_at(struct seen *s, struct str value, bool *fresh)
{
    size_t at = slot_of(s, value);
    *fresh = s->slots[at] == 0;
    if (*fresh) {
        if (s->n == s->cap) {
            s->cap = s->cap == 0 ? 64 : s->cap * 2;
            s->list = xrealloc(s->list, s->cap * sizeof *s->list);
        }
        s->list[s->n++] = (struct value){str_copy(&s->mem, value.n == 0 ? STR("") : value), 0};
        s->slots[at] = (uint32_t)s->n;
        if (s->n * 2 > s->n_slots) {
            grow(s);
            at = slot_of(s, value);
        }
    }
    return &s->list[s->slots[at] - 1].number;
}
