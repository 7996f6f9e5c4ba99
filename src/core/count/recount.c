// recount.c: see recount.h.
#include "core/count/recount.h"

#include "db/q_check.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "text/hash.h"

// One sum: what the rows say, and what is kept.
struct sum {
    bool month;
    int64_t at;
    int64_t office_id;
    struct str measure;
    struct str part;
    int64_t counted;
    int64_t kept;
};

// Sums by their key; open addressing, a power of two places of which at most half are taken.
struct recount {
    const struct site *site;
    struct arena mem; // of measures and parts
    struct sum *list;
    size_t n, cap;
    uint32_t *slots; // index + 1 in list
    size_t slots_n;
};

static uint64_t key_hash(const struct sum *k)
{
    uint64_t h = hash_pair((uint64_t)k->at * 2 + (k->month ? 1 : 0), (uint64_t)k->office_id);
    return hash_pair(hash_pair(h, hash_bytes(k->measure.p, k->measure.n)), hash_bytes(k->part.p, k->part.n));
}

static bool same_key(const struct sum *a, const struct sum *b)
{
    return a->month == b->month && a->at == b->at && a->office_id == b->office_id && str_eq(a->measure, b->measure) &&
           str_eq(a->part, b->part);
}

static void grow(struct recount *r)
{
    r->slots_n = r->slots_n == 0 ? 4096 : r->slots_n * 2;
    r->cap = r->slots_n / 2;
    r->list = xrealloc(r->list, r->cap * sizeof *r->list);
    free(r->slots);
    r->slots = xcalloc(r->slots_n, sizeof *r->slots);
    for (size_t i = 0; i < r->n; i++) {
        size_t at = key_hash(&r->list[i]) & (r->slots_n - 1);
        while (r->slots[at] != 0) {
            at = (at + 1) & (r->slots_n - 1);
        }
        r->slots[at] = (uint32_t)i + 1;
    }
}

static struct sum *sum_of(struct recount *r, const struct sum *key)
{
    if (r->n == r->cap) {
        grow(r);
    }
    size_t at = key_hash(key) & (r->slots_n - 1);
    while (r->slots[at] != 0) {
        struct sum *s = &r->list[r->slots[at] - 1];
        if (same_key(s, key)) {
            return s;
        }
        at = (at + 1) & (r->slots_n - 1);
    }
    r->list[r->n] = *key;
    r->list[r->n].measure = str_copy(&r->mem, key->measure);
    r->list[r->n].part = str_copy(&r->mem, key->part);
    r->slots[at] = (uint32_t)++r->n;
    return &r->list[r->n - 1];
}

static bool count_one(void *arg, int64_t day, int64_t office_id, enum measure m, struct str part, int64_t n, struct err *e)
{
    (void)e;
    struct sum key = {.at = day, .office_id = office_id, .measure = str_c(measure_key(m)), .part = part};
    sum_of(arg, &key)->counted += n;
    key.month = true;
    key.at = tally_month(day);
    sum_of(arg, &key)->counted += n;
    return true;
}

static bool on_message(void *arg, const struct message_row *m, struct err *e)
{
    return tally_of_message(((struct recount *)arg)->site, m, 1, count_one, arg, e);
}

static bool on_matter(void *arg, const struct matter_row *m, struct err *e)
{
    return tally_of_matter(((struct recount *)arg)->site, m, 1, count_one, arg, e);
}

static bool on_rating(void *arg, const struct check_count_ratings_row *r, struct err *e)
{
    return tally_of_rating(((struct recount *)arg)->site, r->office_id, r->rated_at, r->value, 1, count_one, arg, e);
}

static bool on_publication(void *arg, const struct check_count_publications_row *p, struct err *e)
{
    return tally_of_publication(((struct recount *)arg)->site, p->office_id, p->published_at, p->kind, p->by_receipt, 1,
                                count_one, arg, e);
}

static bool on_kept(void *arg, const struct tally_all_row *t, struct err *e)
{
    (void)e;
    struct sum key = {.month = str_eq(t->grain, STR("m")), .at = t->at, .office_id = t->office_id, .measure = t->measure,
                      .part = t->part};
    sum_of(arg, &key)->kept += t->n;
    return true;
}

static bool count_all(struct recount *r, struct tx *tx, struct err *e)
{
    int64_t home = r->site->home;
    return q_check_count_messages(tx, home, on_message, r, e) && q_check_count_matters(tx, home, on_matter, r, e) &&
           q_check_count_ratings(tx, home, on_rating, r, e) && q_check_count_publications(tx, home, on_publication, r, e);
}

static void recount_free(struct recount *r)
{
    free(r->list);
    free(r->slots);
    arena_free(&r->mem);
}

bool recount_compare(struct tx *tx, const struct site *s, void (*found)(void *arg, struct str line), void *arg, struct err *e)
{
    struct recount r = {.site = s};
    bool good = count_all(&r, tx, e) && q_tally_all(tx, s->home, on_kept, &r, e);
    for (size_t i = 0; i < r.n && good; i++) {
        const struct sum *x = &r.list[i];
        if (x->counted != x->kept) {
            struct err line;
            (void)err_set(&line, ERR_CORRUPT,
                          x->month ? N_("sum of %.*s '%.*s' of office %lld, month %lld: %lld is kept, %lld is right")
                                   : N_("sum of %.*s '%.*s' of office %lld, day %lld: %lld is kept, %lld is right"),
                          STR_ARG(x->measure), STR_ARG(x->part), (long long)x->office_id, (long long)x->at,
                          (long long)x->kept, (long long)x->counted);
            found(arg, str_c(line.what));
        }
    }
    recount_free(&r);
    return good;
}

bool recount_store(struct tx *tx, const struct site *s, struct err *e)
{
    struct recount r = {.site = s};
    bool good = count_all(&r, tx, e) && q_tally_delete_all(tx, s->home, NULL, e);
    for (size_t i = 0; i < r.n && good; i++) {
        const struct sum *x = &r.list[i];
        good = x->counted == 0 ||
               q_tally_add(tx, &(struct q_tally_add_in){.home = s->home, .grain = x->month ? STR("m") : STR("d"), .at = x->at,
                                                        .office = x->office_id, .measure = x->measure, .part = x->part,
                                                        .amount = x->counted}, NULL, e);
    }
    recount_free(&r);
    return good;
}
