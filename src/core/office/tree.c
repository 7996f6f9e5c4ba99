// tree.c: see tree.h.
#include "core/office/tree.h"

#include <stdlib.h>

// The terms of one day, by office.
struct today {
    const struct tree_term **list;
    size_t n;
    int32_t *by_code;
    unsigned char *seen; // 0: not yet, 1: on the path, 2: leads to a root
};

static int by_office(const void *a, const void *b)
{
    const struct tree_term *x = *(const struct tree_term *const *)a;
    const struct tree_term *y = *(const struct tree_term *const *)b;
    return (x->office_id > y->office_id) - (x->office_id < y->office_id);
}

static int by_code(const void *a, const void *b, void *arg)
{
    const struct tree_term *const *list = arg;
    return str_cmp(list[*(const int32_t *)a]->code, list[*(const int32_t *)b]->code);
}

static ptrdiff_t place_of(const struct today *t, int64_t office_id)
{
    struct tree_term asked = {.office_id = office_id};
    const struct tree_term *key = &asked;
    const struct tree_term **at = bsearch(&key, t->list, t->n, sizeof *t->list, by_office);
    return at == NULL ? -1 : at - t->list;
}

// Up from one office until something known: marks the whole way as leading to a root, or finds the circle.
static enum tree_wrong climb(struct today *t, size_t from)
{
    size_t at = from;
    while (t->seen[at] == 0) {
        t->seen[at] = 1;
        if (t->list[at]->parent_id == 0) {
            break;
        }
        ptrdiff_t above = place_of(t, t->list[at]->parent_id);
        if (above < 0) {
            return TREE_PARENT;
        }
        if (t->seen[above] == 1) {
            return TREE_CYCLE;
        }
        at = (size_t)above;
    }
    for (at = from; t->seen[at] == 1;) {
        t->seen[at] = 2;
        at = t->list[at]->parent_id == 0 ? at : (size_t)place_of(t, t->list[at]->parent_id);
    }
    return TREE_GOOD;
}

static struct tree_finding look_at(struct today *t, int64_t day)
{
    for (size_t i = 1; i < t->n; i++) {
        if (t->list[i]->office_id == t->list[i - 1]->office_id) {
            return (struct tree_finding){TREE_TWO_TERMS, day, t->list[i]->office_id};
        }
    }
    for (size_t i = 0; i < t->n; i++) {
        t->by_code[i] = (int32_t)i;
        t->seen[i] = 0;
    }
    qsort_r(t->by_code, t->n, sizeof *t->by_code, by_code, t->list);
    for (size_t i = 1; i < t->n; i++) {
        if (str_eq(t->list[t->by_code[i]]->code, t->list[t->by_code[i - 1]]->code)) {
            return (struct tree_finding){TREE_CODE, day, t->list[t->by_code[i]]->office_id};
        }
    }
    for (size_t i = 0; i < t->n; i++) {
        enum tree_wrong wrong = climb(t, i);
        if (wrong != TREE_GOOD) {
            return (struct tree_finding){wrong, day, t->list[i]->office_id};
        }
    }
    return (struct tree_finding){.wrong = TREE_GOOD};
}

static int compare_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct tree_finding tree_look(struct arena *a, const struct tree_term *terms, size_t n, int64_t from)
{
    struct today t = {.list = ARENA_ARRAY(a, const struct tree_term *, n + 1), .by_code = ARENA_ARRAY(a, int32_t, n + 1),
                      .seen = ARENA_ARRAY(a, unsigned char, n + 1)};
    int64_t *days = ARENA_ARRAY(a, int64_t, 2 * n + 1);
    size_t n_days = 0;
    days[n_days++] = from;
    for (size_t i = 0; i < n; i++) {
        if (terms[i].since_day > from) {
            days[n_days++] = terms[i].since_day;
        }
        if (terms[i].until_day > from) {
            days[n_days++] = terms[i].until_day;
        }
    }
    qsort(days, n_days, sizeof *days, compare_day);
    for (size_t d = 0; d < n_days; d++) {
        if (d > 0 && days[d] == days[d - 1]) {
            continue;
        }
        t.n = 0;
        for (size_t i = 0; i < n; i++) {
            if (terms[i].since_day <= days[d] && (terms[i].until_day == 0 || terms[i].until_day > days[d])) {
                t.list[t.n++] = &terms[i];
            }
        }
        qsort(t.list, t.n, sizeof *t.list, by_office);
        struct tree_finding found = look_at(&t, days[d]);
        if (found.wrong != TREE_GOOD) {
            return found;
        }
    }
    return (struct tree_finding){.wrong = TREE_GOOD};
}
