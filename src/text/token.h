// token.h: a text taken apart into words, each with two hashes: bare, and exact with its tone lifted to the end.
//
// The exact hash is the same for hoà and hòa, vịêt and việt, and for NFC and NFD. Both hashes unify i/y at the end of a
// syllable (lý, lí). What the folding leaves (fold.h) is hashed, so broken UTF-8, marks without letters and emoji cost
// no more than their length.
#pragma once

#include "text/abbrev.h"

enum token_kind {
    TOKEN_WORD,   // letters
    TOKEN_NUMBER, // digits; "05" is folded to "5", "1.234.567" to "1234567"
    TOKEN_WHOLE,  // extra: a group with digits in one piece: "12/2023/nd/cp", "5km", "14/30"
    TOKEN_BRIEF,  // extra: an abbreviation as it was typed; its full words stand in the sequence
};

enum { TOKEN_MAX = 48 }; // folded bytes of a word that count; what follows is passed over

struct token {
    uint64_t fold;  // hash of the folded bytes
    uint64_t exact; // hash of letters, letter marks and tone
    uint32_t from;  // byte range in the original text
    uint32_t to;
    uint32_t at;  // where the folded bytes begin in token_list.bytes
    uint8_t len;  // how many there are
    uint8_t kind; // enum token_kind
    bool extra;   // stands beside the sequence, not in it: makes no pair with its neighbours
    bool marked;  // was typed with a tone or a letter mark
};

struct token_list {
    struct token *v;
    size_t n, cap;
    char *bytes;
    size_t n_bytes, cap_bytes;
};

#define TOKEN_LIST_INIT ((struct token_list){NULL, 0, 0, NULL, 0, 0})

struct text_range {
    uint32_t from; // bytes from..to of a text
    uint32_t to;
};

// Fills *out (emptied first, memory reused) with the words of text, at most TEXT_MAX bytes of it. Byte ranges in `skip`
// (in order, not overlapping) are treated as blanks. `abbrev` may be NULL.
enum { TEXT_MAX = 1 << 20 };
void tokenise(struct token_list *out, struct str text, const struct abbrev *abbrev, const struct text_range *skip,
              size_t n_skip);

struct str token_text(const struct token_list *l, const struct token *t); // the folded bytes

// Was the word written as a name is: a capital letter inside a sentence? `text` is what was tokenised.
bool token_is_name(struct str text, const struct token *t);

void token_list_free(struct token_list *l);
