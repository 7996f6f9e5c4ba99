// asking.c: the list of asking words, by hash.
#include "match/asking.h"

// Alone: one syllable that asks whatever its marks are, or whose bare form is hardly another word.
static const char alone[] = "gì nào ai sao nhiêu mấy hả nhỉ vậy thế là của và các những được bị cho một "
                            "what which who whom whose when where why how did does do is are was were be been has have "
                            "had the a an of in on at "
                            "to for by with from as it its that this and or many much";

// Only when typed with these marks: bare, they are common words of another meaning.
static const char when_marked[] = "đâu tên hỏi xin bao khi với trong từ đã có ở thì mà";

enum { SLOTS = 256 };

struct asking {
    uint64_t bare[SLOTS];  // hashes of bare words
    uint64_t exact[SLOTS]; // hashes of exact forms
};

static void put(uint64_t *slots, uint64_t hash)
{
    size_t i = hash % SLOTS;
    while (slots[i] != 0) {
        i = (i + 1) % SLOTS;
    }
    slots[i] = hash;
}

static bool has(const uint64_t *slots, uint64_t hash)
{
    size_t i = hash % SLOTS;
    while (slots[i] != 0 && slots[i] != hash) {
        i = (i + 1) % SLOTS;
    }
    return slots[i] == hash;
}

struct asking *asking_new(void)
{
    struct asking *a = xcalloc(1, sizeof *a);
    struct token_list l = TOKEN_LIST_INIT;
    tokenise(&l, (struct str){alone, sizeof alone - 1}, NULL, NULL, 0);
    for (size_t i = 0; i < l.n; i++) {
        put(a->bare, l.v[i].fold);
        put(a->exact, l.v[i].exact);
    }
    tokenise(&l, (struct str){when_marked, sizeof when_marked - 1}, NULL, NULL, 0);
    for (size_t i = 0; i < l.n; i++) {
        put(a->exact, l.v[i].exact);
    }
    token_list_free(&l);
    return a;
}

void asking_free(struct asking *a)
{
    free(a);
}

bool asking_is(const struct asking *a, const struct token *t, bool marked)
{
    return marked ? has(a->exact, t->exact) : has(a->bare, t->fold);
}
