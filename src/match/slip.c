// slip.c: see slip.h. A slip that makes another word of a word ("ngập", "ngạp", "nập") cannot be seen in the word itself, but its
// pairs with its neighbours are then found nowhere.
#include "match/slip.h"

#include "text/hash.h"

enum { ALTERNATIVES = 24 };
#define BELONGS 0.05f // share from which on words belong together

static uint32_t pair_items(const struct match *m, uint64_t first, uint64_t second)
{
    return counts_at(&m->pair_items, counts_place(hash_pair(first, second)));
}

static uint32_t word_items(const struct match *m, uint32_t word)
{
    return word == VOCAB_NONE ? 0 : atomic_load_explicit(vocab_word_items(&m->vocab, word), memory_order_relaxed);
}

bool slip_suspected(const struct match *m, const struct slip *s)
{
    return (s->left != 0 || s->right != 0) && (s->left == 0 || pair_items(m, s->left, s->self) == 0) &&
           (s->right == 0 || pair_items(m, s->self, s->right) == 0);
}

// How much two words belong together that `both` items have side by side.
static float together(const struct match *m, uint32_t word, uint64_t beside, uint32_t both)
{
    uint32_t items = word_items(m, word), others = word_items(m, vocab_word(&m->vocab, beside));
    return (float)both / (float)((items < others ? items : others) + 1);
}

uint32_t slip_meant(const struct match *m, const struct slip *s)
{
    uint32_t found[ALTERNATIVES], best = VOCAB_NONE;
    float most = BELONGS;
    size_t n = vocab_repair(&m->vocab, s->text, found, ALTERNATIVES);
    for (size_t i = 0; i < n; i++) {
        uint64_t hash = vocab_hash(&m->vocab, found[i]);
        float left = s->left_tells ? together(m, found[i], s->left, pair_items(m, s->left, hash)) : 0;
        float right = s->right_tells ? together(m, found[i], s->right, pair_items(m, hash, s->right)) : 0;
        float share = left > right ? left : right;
        if (share >= most && (best == VOCAB_NONE || share > most)) {
            most = share;
            best = found[i];
        }
    }
    return best;
}
