// report_tree.c: see report_tree.h.
#include "core/steer/report_tree.h"

#include "db/q_report.h"

// Where an office stands: its last term that began by the period's end, else its first.
struct place {
    int64_t office_id;
    int64_t parent_id;
    int64_t since_day;
    int64_t until_day;
    struct str code;
    struct str kind;
    bool there; // on a day of the period
};

struct reading {
    struct arena *a;
    struct report_span p;
    struct place *list; // by office id
    size_t n, cap;
};

static bool on_term(void *arg, const struct report_terms_row *row, struct err *e)
{
    (void)e;
    struct reading *r = arg;
    bool there = row->since_day <= r->p.last && (row->until_day == 0 || row->until_day > r->p.first);
    struct place *was = r->n > 0 && r->list[r->n - 1].office_id == row->office_id ? &r->list[r->n - 1] : NULL;
    if (was != NULL && row->since_day > r->p.last) {
        return true; // of an office that begins later, the first term holds
    }
    if (was == NULL) {
        if (r->n == r->cap) {
            struct place *list = r->list;
            r->cap = r->cap == 0 ? 256 : r->cap * 2;
            r->list = ARENA_ARRAY(r->a, struct place, r->cap);
            if (r->n > 0) {
                memcpy(r->list, list, r->n * sizeof *list);
            }
        }
        was = &r->list[r->n++];
        was->there = false;
    }
    *was = (struct place){.office_id = row->office_id, .parent_id = row->parent_id, .since_day = row->since_day,
                          .until_day = row->until_day, .code = str_copy(r->a, row->code),
                          .kind = str_copy(r->a, row->kind), .there = was->there || there};
    return true;
}

static int32_t place_of(const struct place *list, size_t n, int64_t id)
{
    size_t lo = 0;
    size_t hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (list[mid].office_id < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < n && list[lo].office_id == id ? (int32_t)lo : -1;
}

struct sibling {
    int32_t parent, place;
    struct str code;
};

static int by_parent(const void *a, const void *b)
{
    const struct sibling *x = a;
    const struct sibling *y = b;
    if (x->parent != y->parent) {
        return x->parent < y->parent ? -1 : 1;
    }
    int by = str_cmp(x->code, y->code);
    return by != 0 ? by : (x->place > y->place) - (x->place < y->place);
}

// All places as children of their parents: sorted, and where each parent's begin.
struct family {
    struct sibling *list;
    int32_t *first; // by place; first[place + 1] ends them
};

static struct family families(const struct reading *r)
{
    struct family f = {ARENA_ARRAY(r->a, struct sibling, r->n + 1), ARENA_ARRAY(r->a, int32_t, r->n + 2)};
    for (size_t i = 0; i < r->n; i++) {
        f.list[i] = (struct sibling){place_of(r->list, r->n, r->list[i].parent_id), (int32_t)i, r->list[i].code};
    }
    qsort(f.list, r->n, sizeof *f.list, by_parent);
    size_t at = 0;
    for (int32_t parent = -1; parent <= (int32_t)r->n; parent++) {
        while (at < r->n && f.list[at].parent < parent) {
            at++;
        }
        if (parent >= 0) {
            f.first[parent] = (int32_t)at;
        }
    }
    return f;
}

static void add_node(struct report_tree *t, const struct report_template *tmpl, const struct reading *r, int32_t place,
                     int32_t parent)
{
    const struct place *x = &r->list[place];
    struct report_node *n = &t->nodes[t->n];
    *n = (struct report_node){.office_id = x->office_id, .parent = parent, .code = x->code, .kind = x->kind,
                              .gone = x->until_day != 0 && x->until_day <= r->p.last};
    n->owes = parent < 0 || (x->there && report_template_owed_by(tmpl, x->kind));
    n->unit = n->owes ? (int32_t)t->n : t->nodes[parent].unit;
    t->n++;
}

// Preorder without recursion: a stack of places that wait, with the node they stand below.
static void lay_out(struct report_tree *t, const struct report_template *tmpl, const struct reading *r, int32_t root)
{
    struct family f = families(r);
    struct waiting {
        int32_t place, parent;
    } *stack = ARENA_ARRAY(r->a, struct waiting, r->n + 1);
    size_t depth = 0;
    stack[depth++] = (struct waiting){root, -1};
    while (depth > 0) {
        struct waiting w = stack[--depth];
        int32_t node = (int32_t)t->n;
        add_node(t, tmpl, r, w.place, w.parent);
        for (int32_t i = f.first[w.place + 1] - 1; i >= f.first[w.place]; i--) {
            stack[depth++] = (struct waiting){f.list[i].place, node};
        }
    }
    for (size_t i = t->n; i-- > 1;) {
        t->nodes[t->nodes[i].parent].below += t->nodes[i].below + 1;
    }
}

struct by_id {
    int64_t id;
    int32_t node;
};

static int compare_ids(const void *a, const void *b)
{
    const struct by_id *x = a;
    const struct by_id *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void index_ids(struct report_tree *t, struct arena *a)
{
    struct by_id *list = ARENA_ARRAY(a, struct by_id, t->n + 1);
    for (size_t i = 0; i < t->n; i++) {
        list[i] = (struct by_id){t->nodes[i].office_id, (int32_t)i};
    }
    qsort(list, t->n, sizeof *list, compare_ids);
    t->by_id = ARENA_ARRAY(a, int32_t, t->n + 1);
    for (size_t i = 0; i < t->n; i++) {
        t->by_id[i] = list[i].node;
    }
}

bool report_tree_read(struct report_tree *t, struct tx *tx, const struct report_template *tmpl, struct report_span p,
                      struct err *e)
{
    struct reading r = {.a = tx_arena(tx), .p = p};
    *t = (struct report_tree){.n = 0};
    if (!q_report_terms(tx, INT64_MAX, on_term, &r, e)) {
        return false;
    }
    int32_t root = place_of(r.list, r.n, tmpl->office_id);
    t->nodes = ARENA_ARRAY(r.a, struct report_node, r.n + 1);
    if (root >= 0) {
        lay_out(t, tmpl, &r, root);
    }
    index_ids(t, r.a);
    return true;
}

ptrdiff_t report_tree_find(const struct report_tree *t, int64_t office_id)
{
    size_t lo = 0;
    size_t hi = t->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->nodes[t->by_id[mid]].office_id < office_id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < t->n && t->nodes[t->by_id[lo]].office_id == office_id ? t->by_id[lo] : -1;
}

int64_t report_tree_above(const struct report_tree *t, int64_t office_id)
{
    ptrdiff_t at = report_tree_find(t, office_id);
    if (at < 0 || t->nodes[at].parent < 0) {
        return 0;
    }
    int32_t unit = t->nodes[t->nodes[at].parent].unit;
    return t->nodes[unit].office_id;
}
