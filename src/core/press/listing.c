// listing.c: see listing.h.
#include "core/press/listing.h"

enum { ROWS = LISTING_PAGE + 1 };

bool listing_has_subject(const struct site *s, const struct office *office, const struct category *c)
{
    return site_within(s, office == NULL ? s->root : office->id, c->office_id);
}

// The ids that a subject had; one 0 for all subjects.
static size_t subject_ids(struct tx *tx, const struct site *s, const struct listing *l, int64_t **out)
{
    int64_t *ids = ARENA_ARRAY(tx_arena(tx), int64_t, s->n_categories + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->n_categories && l->subject.n > 0; i++) {
        const struct category *c = &s->categories[i];
        if (str_eq(c->code, l->subject) && listing_has_subject(s, l->office, c)) {
            ids[n++] = c->id;
        }
    }
    if (l->subject.n == 0) {
        ids[n++] = 0;
    }
    *out = ids;
    return n;
}

// The row before which a page begins: that after which it is asked, or the end of the time.
static void key_of(const struct listing *l, int64_t *time, int64_t *id)
{
    int64_t last = l->to == 0 ? INT64_MAX : l->to - 1;
    bool inside = l->before_id != 0 && l->before_time <= last;
    *time = inside ? l->before_time : last;
    *id = inside ? l->before_id : INT64_MAX;
}

static int later_first(int64_t a_time, int64_t a_id, int64_t b_time, int64_t b_id)
{
    return a_time != b_time ? (a_time < b_time) - (a_time > b_time) : (a_id < b_id) - (a_id > b_id);
}

static int by_public(const void *a, const void *b)
{
    const struct matter_row *x = a;
    const struct matter_row *y = b;
    return later_first(x->public_at, x->id, y->public_at, y->id);
}

static int by_published(const void *a, const void *b)
{
    const struct publication_row *x = a;
    const struct publication_row *y = b;
    return later_first(x->published_at, x->id, y->published_at, y->id);
}

// Of one version of the subject (0: of all subjects).
static bool matters_of(struct tx *tx, const struct site *s, const struct listing *l, int64_t category, struct matter_row **rows,
                       size_t *n, struct err *e)
{
    struct str state = l->state.n == 0 ? STR_NONE : l->state;
    int64_t time;
    int64_t id;
    key_of(l, &time, &id);
    if (l->office != NULL) {
        return q_matters_public_page_of_office(tx, &(struct q_matters_public_page_of_office_in){
                   .home = s->home, .office = l->office->id, .category = category, .state = state, .from = l->from,
                   .before_time = time, .before_id = id}, rows, n, e);
    }
    if (category != 0) {
        return q_matters_public_page_of_category(tx, &(struct q_matters_public_page_of_category_in){
                   .home = s->home, .category = category, .state = state, .from = l->from, .before_time = time,
                   .before_id = id}, rows, n, e);
    }
    return q_matters_public_page(tx, &(struct q_matters_public_page_in){
               .home = s->home, .state = state, .from = l->from, .before_time = time, .before_id = id}, rows, n, e);
}

static bool publications_of(struct tx *tx, const struct site *s, struct str kind, const struct listing *l, int64_t category,
                            struct publication_row **rows, size_t *n, struct err *e)
{
    int64_t time;
    int64_t id;
    key_of(l, &time, &id);
    if (l->office != NULL) {
        return q_publications_page_of_office(tx, &(struct q_publications_page_of_office_in){
                   .home = s->home, .kind = kind, .office = l->office->id, .category = category, .from = l->from,
                   .before_time = time, .before_id = id}, rows, n, e);
    }
    if (category != 0) {
        return q_publications_page_of_category(tx, &(struct q_publications_page_of_category_in){
                   .home = s->home, .kind = kind, .category = category, .from = l->from, .before_time = time,
                   .before_id = id}, rows, n, e);
    }
    return q_publications_page(tx, &(struct q_publications_page_in){
               .home = s->home, .kind = kind, .from = l->from, .before_time = time, .before_id = id}, rows, n, e);
}

bool listing_matters(struct tx *tx, const struct site *s, const struct listing *l, struct matter_row **rows, size_t *n,
                     struct err *e)
{
    int64_t *ids;
    size_t n_ids = subject_ids(tx, s, l, &ids);
    struct matter_row *all = ARENA_ARRAY(tx_arena(tx), struct matter_row, n_ids * ROWS);
    size_t n_all = 0;
    for (size_t i = 0; i < n_ids; i++) {
        struct matter_row *some;
        size_t n_some;
        if (!matters_of(tx, s, l, ids[i], &some, &n_some, e)) {
            return false;
        }
        for (size_t k = 0; k < n_some; k++) {
            all[n_all++] = some[k];
        }
    }
    qsort(all, n_all, sizeof *all, by_public);
    *rows = all;
    *n = n_all < ROWS ? n_all : ROWS;
    return true;
}

bool listing_publications(struct tx *tx, const struct site *s, struct str kind, const struct listing *l,
                          struct publication_row **rows, size_t *n, struct err *e)
{
    int64_t *ids;
    size_t n_ids = subject_ids(tx, s, l, &ids);
    struct publication_row *all = ARENA_ARRAY(tx_arena(tx), struct publication_row, n_ids * ROWS);
    size_t n_all = 0;
    for (size_t i = 0; i < n_ids; i++) {
        struct publication_row *some;
        size_t n_some;
        if (!publications_of(tx, s, kind, l, ids[i], &some, &n_some, e)) {
            return false;
        }
        for (size_t k = 0; k < n_some; k++) {
            all[n_all++] = some[k];
        }
    }
    qsort(all, n_all, sizeof *all, by_published);
    *rows = all;
    *n = n_all < ROWS ? n_all : ROWS;
    return true;
}
