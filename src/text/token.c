// token.c: the tokeniser: one pass over the text, one table look-up a letter.
#include "text/token.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/hash.h"
#include "text/syllable.h"

enum { EXACT_MAX = 2 * TOKEN_MAX + 8, EXACT_SPARE = 8 }; // a letter, its mark and the tone always find room

// A run of letters or of digits that is being read.
struct piece {
    char fold[TOKEN_MAX + 4];
    char exact[EXACT_MAX];
    size_t n, n_exact;
    uint32_t from, to;
    enum fold_tone tone;
    bool marked, digits, glued; // glued: touches a piece of the other sort ("5km")
};

// Pieces with digits that hang together: "12/2023/NĐ-CP".
struct group {
    char text[4 * TOKEN_MAX];
    size_t n;
    uint32_t from, to;
    unsigned pieces;
    bool has_digit;
};

struct reader {
    struct token_list *out;
    const struct abbrev *abbrev;
    struct piece piece;
    struct group group;
    uint32_t gap_at; // offset of the separator just read, when the one before it was a letter or digit
    char gap;        // that separator when it can join, else 0
    bool in_abbrev;
    struct text_range source; // the range that words of an abbreviation stand for
};

static struct token *push(struct token_list *l)
{
    if (l->n == l->cap) {
        l->cap = l->cap == 0 ? 64 : l->cap * 2;
        l->v = xrealloc(l->v, l->cap * sizeof *l->v);
    }
    return &l->v[l->n++];
}

static uint32_t push_bytes(struct token_list *l, const char *p, size_t n)
{
    if (l->n_bytes + n > l->cap_bytes) {
        l->cap_bytes = (l->n_bytes + n) * 2 + 256;
        l->bytes = xrealloc(l->bytes, l->cap_bytes);
    }
    memcpy(l->bytes + l->n_bytes, p, n);
    l->n_bytes += n;
    return (uint32_t)(l->n_bytes - n);
}

static void emit(struct reader *r, struct str fold, uint64_t exact, uint32_t from, uint32_t to, enum token_kind kind,
                 bool marked)
{
    uint64_t h = hash_bytes(fold.p, fold.n);
    uint32_t at = push_bytes(r->out, fold.p, fold.n);
    struct text_range where = r->in_abbrev ? r->source : (struct text_range){from, to};
    *push(r->out) = (struct token){h,     exact == 0 ? h : exact, where.from,    where.to,
                                   at,    (uint8_t)fold.n,        (uint8_t)kind, kind >= TOKEN_WHOLE,
                                   marked};
}

static void read_text(struct reader *r, struct str text, const struct text_range *skip, size_t n_skip);

// The full words in place of an abbreviation; the abbreviation itself stands beside them.
static bool spell_out(struct reader *r, const struct piece *p)
{
    if (r->in_abbrev || p->glued || p->digits) {
        return false;
    }
    struct str full = abbrev_find(r->abbrev, (struct str){p->fold, p->n});
    if (full.p == NULL || full.n > 256) {
        return false;
    }
    emit(r, (struct str){p->fold, p->n}, 0, p->from, p->to, TOKEN_BRIEF, p->marked);
    struct reader inner = {.out = r->out, .in_abbrev = true, .source = {p->from, p->to}};
    read_text(&inner, full, NULL, 0);
    return true;
}

static void group_add(struct group *g, const struct piece *p, char gap)
{
    if (g->pieces == 0) {
        *g = (struct group){.from = p->from};
    }
    size_t zeros = 0;
    while (p->digits && zeros + 1 < p->n && p->fold[zeros] == '0') {
        zeros++;
    }
    if (g->n + 1 + p->n - zeros <= TOKEN_MAX) {
        if (gap != 0) {
            g->text[g->n++] = '/';
        }
        memcpy(g->text + g->n, p->fold + zeros, p->n - zeros);
        g->n += p->n - zeros;
    }
    g->to = p->to;
    g->pieces++;
    g->has_digit |= p->digits;
}

// Further digits of the number that the group ends with.
static void group_more(struct group *g, const struct piece *p)
{
    if (g->n + p->n <= TOKEN_MAX) {
        memcpy(g->text + g->n, p->fold, p->n);
        g->n += p->n;
    }
    g->to = p->to;
}

static void group_end(struct reader *r)
{
    struct group *g = &r->group;
    if (g->pieces > 1 && g->has_digit) {
        emit(r, (struct str){g->text, g->n}, 0, g->from, g->to, TOKEN_WHOLE, false);
    }
    g->pieces = 0;
    g->n = 0;
}

// "567" after "1.234.": three more digits of the number before it.
static bool more_thousands(struct reader *r, const struct piece *p)
{
    struct token_list *l = r->out;
    struct token *t = l->n > 0 ? &l->v[l->n - 1] : NULL;
    if (t == NULL || (r->gap != '.' && r->gap != ',') || !p->digits || p->n != 3 || t->kind != TOKEN_NUMBER ||
        t->to + 1 != p->from || t->len > 12 || (t->len > 3 && t->to - t->from == t->len)) {
        return false;
    }
    (void)push_bytes(l, p->fold, p->n);
    t->len = (uint8_t)(t->len + p->n);
    t->to = p->to;
    t->fold = hash_bytes(l->bytes + t->at, t->len);
    t->exact = t->fold;
    group_more(&r->group, p);
    return true;
}

static void piece_end(struct reader *r)
{
    struct piece *p = &r->piece;
    if (p->n == 0) {
        p->n_exact = 0;
        return;
    }
    if (more_thousands(r, p)) {
        r->gap = 0;
        p->n = 0;
        p->n_exact = 0;
        return;
    }
    group_add(&r->group, p, r->gap);
    r->gap = 0;
    if (p->digits) {
        size_t zeros = p->n == 2 && p->fold[0] == '0' ? 1 : 0;
        emit(r, (struct str){p->fold + zeros, p->n - zeros}, 0, p->from, p->to, TOKEN_NUMBER, false);
    } else if (!spell_out(r, p)) {
        if (syllable_unify(p->fold, p->n)) {
            p->exact[p->n_exact - 1] = 'i';
        }
        if (p->tone != TONE_LEVEL) {
            p->exact[p->n_exact++] = (char)p->tone;
        }
        uint64_t exact = p->marked ? hash_bytes(p->exact, p->n_exact) : 0;
        emit(r, (struct str){p->fold, p->n}, exact, p->from, p->to, TOKEN_WORD, p->marked);
    }
    p->n = 0;
    p->n_exact = 0;
}

static void piece_add(struct piece *p, const struct fold *f, uint32_t from, uint32_t to)
{
    if (p->n == 0) {
        p->n_exact = 0;
        p->from = from;
        p->tone = TONE_LEVEL;
        p->marked = false;
    }
    p->to = to;
    if (p->n + 4 > TOKEN_MAX || p->n_exact + EXACT_SPARE > EXACT_MAX) {
        return;
    }
    size_t n = 1;
    if (f->base < 0x80) {
        p->fold[p->n] = (char)f->base;
    } else {
        n = utf8_put(p->fold + p->n, f->base);
    }
    memcpy(p->exact + p->n_exact, p->fold + p->n, n);
    p->n += n;
    p->n_exact += n;
    if (f->shape != SHAPE_PLAIN) {
        p->exact[p->n_exact++] = (char)(8 + f->shape);
        p->marked = true;
    }
    if (f->tone != TONE_LEVEL) {
        p->tone = f->tone;
        p->marked = true;
    }
}

static void mark_add(struct piece *p, const struct fold *f, uint32_t to)
{
    if (p->n == 0 || p->digits) {
        return;
    }
    p->to = to;
    if (f->tone != TONE_LEVEL) {
        p->tone = f->tone;
        p->marked = true;
    }
    // a mark above the letter may come after one below it: what counts is the letter, so a repeated mark is passed over
    char code = (char)(8 + f->shape), last = p->n_exact > 0 ? p->exact[p->n_exact - 1] : 0;
    if (f->shape != SHAPE_PLAIN && last != code && p->n_exact + EXACT_SPARE <= EXACT_MAX) {
        p->exact[p->n_exact++] = code;
        p->marked = true;
    }
}

static void letter(struct reader *r, const struct fold *f, uint32_t from, uint32_t to)
{
    struct piece *p = &r->piece;
    bool digit = f->class == FOLD_DIGIT;
    if (p->n > 0 && (digit != p->digits || f->class == FOLD_SOLO)) {
        p->glued = true;
        piece_end(r);
        p->glued = f->class != FOLD_SOLO;
    } else if (p->n == 0) {
        p->glued = false;
    }
    if (p->n == 0 && r->gap != 0 && (r->gap == '/' || r->gap == '-' ? false : !digit)) {
        r->gap = 0; // '.', ',' and ':' join digits only
        group_end(r);
    }
    p->digits = digit;
    piece_add(p, f, from, to);
    if (f->class == FOLD_SOLO) {
        piece_end(r);
    }
}

static void separator(struct reader *r, uint32_t base)
{
    struct piece *p = &r->piece;
    bool after_piece = p->n > 0, digits = p->digits;
    piece_end(r);
    bool joins = base == '/' || base == '-' || (digits && (base == '.' || base == ',' || base == ':'));
    if (after_piece && joins && r->gap == 0) {
        r->gap = (char)base;
    } else {
        r->gap = 0;
        group_end(r);
    }
}

static void read_text(struct reader *r, struct str text, const struct text_range *skip, size_t n_skip)
{
    for (size_t at = 0; at < text.n;) {
        while (n_skip > 0 && skip->to <= at) {
            skip++;
            n_skip--;
        }
        struct fold f;
        size_t n = fold_next(text, at, &f);
        if (n_skip > 0 && at + n > skip->from) { // also a letter that only reaches into it
            separator(r, ' ');
            at = skip->to;
            continue;
        }
        switch (f.class) {
        case FOLD_LETTER:
        case FOLD_DIGIT:
        case FOLD_SOLO:
            letter(r, &f, (uint32_t)at, (uint32_t)(at + n));
            break;
        case FOLD_MARK:
            mark_add(&r->piece, &f, (uint32_t)(at + n));
            break;
        case FOLD_SEP:
            separator(r, f.base);
            break;
        }
        at += n;
    }
    separator(r, ' ');
}

void tokenise(struct token_list *out, struct str text, const struct abbrev *abbrev, const struct text_range *skip,
              size_t n_skip)
{
    out->n = 0;
    out->n_bytes = 0;
    struct reader r = {.out = out, .abbrev = abbrev};
    read_text(&r, str_slice(text, 0, TEXT_MAX), skip, n_skip);
}

struct str token_text(const struct token_list *l, const struct token *t)
{
    return (struct str){l->bytes + t->at, t->len};
}

bool token_is_name(struct str text, const struct token *t)
{
    struct str s = str_slice(text, t->from, t->to);
    uint32_t cp;
    if (s.n == 0 || t->kind != TOKEN_WORD) {
        return false;
    }
    (void)utf8_next(s, 0, &cp);
    size_t at = t->from;
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '"')) {
        at--;
    }
    return fold_is_capital(cp) && at > 0 && strchr(".!?\n:", text.p[at - 1]) == NULL;
}

void token_list_free(struct token_list *l)
{
    free(l->v);
    free(l->bytes);
    *l = TOKEN_LIST_INIT;
}
