// diff.c: see diff.h.
#include "text/diff.h"

struct words {
    struct str *list;
    size_t n;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_mark(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static size_t word_end(struct str s, size_t from)
{
    size_t at = from + 1;
    if (is_mark(s.p[from])) {
        return at;
    }
    while (at < s.n && is_blank(s.p[at]) == is_blank(s.p[from]) && !is_mark(s.p[at])) {
        at++;
    }
    return at;
}

static struct words split(struct arena *a, struct str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n; at = word_end(s, at)) {
        n++;
    }
    struct words w = {ARENA_ARRAY(a, struct str, n + 1), 0};
    for (size_t at = 0; at < s.n; at = word_end(s, at)) {
        w.list[w.n++] = str_slice(s, at, word_end(s, at));
    }
    return w;
}

// The search: diagonal k holds how far x has come in `was`; y = x - k. reached[d] keeps the diagonals as they were before
// step d, from -d to d, so that the way can be walked back.
struct search {
    struct words was, now; // without what begins and ends alike
    int **reached;
    int *far;              // by k + DIFF_EDITS_MAX + 1
    int edits;             // of the shortest way; -1: more than the bound
};

static bool step_down(const int *far, int d, int k)
{
    return k == -d || (k != d && far[k - 1] < far[k + 1]);
}

static void search_ways(struct arena *a, struct search *s)
{
    int n = (int)s->was.n;
    int m = (int)s->now.n;
    int *far = s->far + DIFF_EDITS_MAX + 1;
    far[1] = 0;
    s->edits = -1;
    for (int d = 0; d <= DIFF_EDITS_MAX && s->edits < 0; d++) {
        int *kept = ARENA_ARRAY(a, int, (size_t)(2 * d + 3));
        memcpy(kept, far - d - 1, (size_t)(2 * d + 3) * sizeof *kept);
        s->reached[d] = kept + d + 1;
        for (int k = -d; k <= d && s->edits < 0; k += 2) {
            int x = step_down(far, d, k) ? far[k + 1] : far[k - 1] + 1;
            int y = x - k;
            while (x < n && y < m && x >= 0 && y >= 0 && str_eq(s->was.list[x], s->now.list[y])) {
                x++;
                y++;
            }
            far[k] = x;
            s->edits = k == n - m && x >= n ? d : -1;
        }
    }
}

struct out {
    struct arena *a;
    struct diff_run *runs; // filled from the end
    size_t first, max;
};

// Put a run before what is there; a run of the same kind that touches it becomes one with it.
static void put_before(struct out *o, enum diff_op op, struct str text)
{
    struct diff_run *next = &o->runs[o->first];
    if (text.n == 0) {
        return;
    }
    if (o->first < o->max && next->op == op && text.p + text.n == next->text.p) {
        next->text = (struct str){text.p, text.n + next->text.n};
        return;
    }
    BUG_ON(o->first == 0);
    o->runs[--o->first] = (struct diff_run){op, text};
}

static void walk_back(const struct search *s, struct out *o)
{
    int x = (int)s->was.n;
    int y = (int)s->now.n;
    for (int d = s->edits; d >= 0; d--) {
        const int *far = s->reached[d];
        int k = x - y;
        bool down = step_down(far, d, k);
        int from_x = d == 0 ? 0 : down ? far[k + 1] : far[k - 1];
        int from_y = d == 0 ? 0 : from_x - (down ? k + 1 : k - 1);
        while (x > from_x && y > from_y) {
            x--;
            y--;
            put_before(o, DIFF_SAME, s->now.list[y]);
        }
        if (d > 0 && down) {
            put_before(o, DIFF_INSERTED, s->now.list[--y]);
        } else if (d > 0) {
            put_before(o, DIFF_DELETED, s->was.list[--x]);
        }
    }
}

// Within a change, what is deleted first and then what is inserted: of neighbours of the same kind in the texts, one run.
static struct diff in_order(struct arena *a, const struct out *o)
{
    struct diff d = {ARENA_ARRAY(a, struct diff_run, o->max - o->first + 1), 0, true};
    for (size_t i = o->first; i < o->max;) {
        struct str part[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
        size_t from = i;
        while (i < o->max && (i == from || (o->runs[i].op != DIFF_SAME && o->runs[from].op != DIFF_SAME))) {
            struct str *p = &part[o->runs[i].op];
            *p = p->n == 0 ? o->runs[i].text : (struct str){p->p, p->n + o->runs[i].text.n};
            i++;
        }
        for (size_t op = 0; op < 3; op++) {
            if (part[op].n > 0) {
                d.runs[d.n++] = (struct diff_run){(enum diff_op)op, part[op]};
            }
        }
    }
    return d;
}

static struct str joined(const struct words *w)
{
    const struct str *last = w->n == 0 ? NULL : &w->list[w->n - 1];
    return last == NULL ? STR("") : (struct str){w->list[0].p, (size_t)(last->p + last->n - w->list[0].p)};
}

struct diff diff_words(struct arena *a, struct str was, struct str now)
{
    struct search s = {.was = split(a, was), .now = split(a, now)};
    size_t head = 0;
    size_t tail = 0;
    while (head < s.was.n && head < s.now.n && str_eq(s.was.list[head], s.now.list[head])) {
        head++;
    }
    while (tail < s.was.n - head && tail < s.now.n - head &&
           str_eq(s.was.list[s.was.n - 1 - tail], s.now.list[s.now.n - 1 - tail])) {
        tail++;
    }
    struct words begin = {s.now.list, head};
    struct words end = {s.now.list + s.now.n - tail, tail};
    s.was = (struct words){s.was.list + head, s.was.n - head - tail};
    s.now = (struct words){s.now.list + head, s.now.n - head - tail};
    s.reached = ARENA_ARRAY(a, int *, DIFF_EDITS_MAX + 1);
    s.far = ARENA_ARRAY(a, int, 2 * DIFF_EDITS_MAX + 3);
    search_ways(a, &s);
    struct out o = {.a = a, .max = s.was.n + s.now.n + 2};
    o.runs = ARENA_ARRAY(a, struct diff_run, o.max + 1);
    o.first = o.max;
    put_before(&o, DIFF_SAME, joined(&end));
    if (s.edits >= 0) {
        walk_back(&s, &o);
    } else {
        put_before(&o, DIFF_INSERTED, joined(&s.now));
        put_before(&o, DIFF_DELETED, joined(&s.was));
    }
    put_before(&o, DIFF_SAME, joined(&begin));
    struct diff d = in_order(a, &o);
    d.exact = s.edits >= 0;
    return d;
}
