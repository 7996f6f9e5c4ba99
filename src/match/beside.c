// beside.c: see beside.h.
#include "match/beside.h"

#include <pthread.h>

enum {
    MERGE_AT = 8,   // so many segments of a size are made into one
    LEVEL_MOST = 3, // of a size that is not merged further: what is sorted meanwhile takes four times its memory
};

// What an item of a segment was before it was changed.
struct note {
    const struct segment *segment;
    uint32_t item;
    bool dead;
    uint64_t attr;
};

struct beside {
    pthread_mutex_t lock;
    pthread_cond_t over;
    bool on;       // something is built
    uint32_t held; // of the view's segments, the first ones, that it may look at
    struct note *notes; // since beside_hold
    size_t n, cap;
    pthread_t thread; // that merges
    bool made;        // it is to be joined
};

struct beside *beside_new(void)
{
    struct beside *b = xcalloc(1, sizeof *b);
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->over, NULL);
    return b;
}

void beside_free(struct beside *b)
{
    pthread_mutex_lock(&b->lock);
    while (b->on) {
        pthread_cond_wait(&b->over, &b->lock);
    }
    pthread_mutex_unlock(&b->lock);
    if (b->made) {
        (void)pthread_join(b->thread, NULL);
    }
    pthread_cond_destroy(&b->over);
    pthread_mutex_destroy(&b->lock);
    free(b->notes);
    free(b);
}

void beside_lock(const struct match *m)
{
    pthread_mutex_lock(&m->beside->lock);
}

void beside_unlock(const struct match *m)
{
    pthread_mutex_unlock(&m->beside->lock);
}

void beside_hold(struct match *m)
{
    m->beside->n = 0;
    m->beside->held = atomic_load(&m->view)->n;
}

void beside_begin(struct match *m)
{
    struct beside *b = m->beside;
    while (b->on) {
        pthread_cond_wait(&b->over, &b->lock);
    }
    b->on = true;
    beside_hold(m);
}

static void over(struct beside *b)
{
    b->on = false;
    b->held = 0;
    b->n = 0;
    pthread_cond_broadcast(&b->over);
}

void beside_end(struct match *m)
{
    over(m->beside);
    beside_settle(m);
}

// ---- what changes meanwhile

void beside_note(struct match *m, const struct segment *s, uint32_t item)
{
    struct beside *b = m->beside;
    const struct view *v = atomic_load(&m->view);
    uint32_t i = 0;
    while (i < b->held && v->segments[i] != s) {
        i++;
    }
    if (i >= b->held) {
        return;
    }
    if (b->n == b->cap) {
        b->cap = b->cap == 0 ? 64 : b->cap * 2;
        b->notes = xrealloc(b->notes, b->cap * sizeof *b->notes);
    }
    struct note *note = &b->notes[b->n++];
    *note = (struct note){.segment = s, .item = item};
    note->dead = !segment_attr(s, item, &note->attr);
}

static void set_dead(uint64_t *bits, uint32_t item, bool dead)
{
    uint64_t bit = (uint64_t)1 << item % 64;
    bits[item / 64] = dead ? bits[item / 64] | bit : bits[item / 64] & ~bit;
}

static void freeze(const struct segment *s, struct frozen *f)
{
    f->attrs = xcalloc(s->n, sizeof *f->attrs);
    f->dead = xcalloc((s->n + 63) / 64, sizeof *f->dead);
    for (uint32_t i = 0; i < s->n; i++) {
        set_dead(f->dead, i, !segment_attr(s, i, &f->attrs[i]));
    }
}

void beside_freeze(struct match *m, const struct segment *s, struct frozen *f)
{
    freeze(s, f);
    beside_lock(m);
    for (size_t i = m->beside->n; i-- > 0;) { // the earliest last
        const struct note *note = &m->beside->notes[i];
        if (note->segment == s) {
            f->attrs[note->item] = note->attr;
            set_dead(f->dead, note->item, note->dead);
        }
    }
    beside_unlock(m);
}

void beside_thaw(struct frozen *f)
{
    free(f->attrs);
    free(f->dead);
}

// Sequences of a damaged file that would overlap are left out too.
static void collect(struct segment_items *to, const struct segment *s, struct frozen *f)
{
    uint32_t after = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t begin, end;
        if (!frozen_dead(f, i) && segment_holds(s, &s->ids[i], sizeof s->ids[i]) && segment_bytes(s, i, &begin, &end) &&
            begin >= after) {
            segment_items_add(to, s->ids[i], f->attrs[i], s->sequences + begin, end - begin);
            after = end;
        }
    }
    beside_thaw(f);
}

struct segment *beside_rebuild(struct match *m, struct segment *const *segments, uint32_t n)
{
    struct segment_items items = {0};
    for (uint32_t i = 0; i < n; i++) {
        struct frozen f;
        beside_freeze(m, segments[i], &f);
        collect(&items, segments[i], &f);
    }
    return index_build(m, &items);
}

// Does to the segment what was done to one that it was made of.
static void do_again(struct segment *made, const struct note *note)
{
    const struct segment *s = note->segment;
    uint32_t item = note->dead ? VOCAB_NONE : segment_find(made, s->ids[note->item]);
    uint64_t attr;
    if (item == VOCAB_NONE) {
        return;
    }
    if (segment_attr(s, note->item, &attr)) {
        atomic_store(&made->attrs[item], attr);
    } else {
        segment_kill(made, item);
    }
}

void beside_install(struct match *m, struct segment *const *segments, uint32_t n, struct segment *made)
{
    const struct view *old = atomic_load(&m->view);
    struct view *v = view_new(old->tail, old->segments, old->n);
    uint32_t at = 0;
    while (v->segments[at] != segments[0]) {
        at++;
    }
    for (size_t i = 0; made != NULL && i < m->beside->n; i++) {
        for (uint32_t k = 0; k < n; k++) {
            if (m->beside->notes[i].segment == segments[k]) {
                do_again(made, &m->beside->notes[i]);
            }
        }
    }
    v->n = at;
    if (made != NULL) {
        v->segments[v->n++] = made;
    }
    for (uint32_t i = at + n; i < old->n; i++) {
        v->segments[v->n++] = old->segments[i];
    }
    m->beside->held -= at < m->beside->held ? n - (made != NULL) : 0;
    view_publish(m, v);
}

// ---- merging

static unsigned level(uint32_t live)
{
    unsigned l = 0;
    for (uint32_t size = live / TAIL_MAX; size >= MERGE_AT; size /= MERGE_AT) {
        l++;
    }
    return l;
}

// Are there enough segments of a size at the end of the view, none of those held? From which on, and their level.
static bool due(const struct match *m, uint32_t held, uint32_t *from, unsigned *size)
{
    const struct view *v = atomic_load(&m->view);
    *from = v->n;
    *size = v->n > 0 ? level(v->segments[v->n - 1]->live) : 0;
    while (*from > held && level(v->segments[*from - 1]->live) <= *size) {
        --*from;
    }
    return v->n - *from >= MERGE_AT && *size < LEVEL_MOST;
}

// What is due, until nothing is; the lock is not held while it is built.
static void merge_due(struct match *m)
{
    uint32_t from;
    unsigned size;
    while (due(m, 0, &from, &size)) {
        const struct view *v = atomic_load(&m->view);
        uint32_t n = v->n - from;
        struct segment **segments = xmalloc(n * sizeof *segments);
        memcpy(segments, v->segments + from, n * sizeof *segments);
        beside_hold(m);
        beside_unlock(m);
        struct segment *made = beside_rebuild(m, segments, n);
        beside_lock(m);
        beside_install(m, segments, n, made);
        free(segments);
    }
    over(m->beside);
}

static void *merge_beside(void *match)
{
    struct match *m = match;
    beside_lock(m);
    merge_due(m);
    beside_unlock(m);
    return NULL;
}

// A few small ones, in a few milliseconds, while the thread or another is busy with those before them.
static void merge_small(struct match *m, uint32_t from)
{
    const struct view *v = atomic_load(&m->view);
    struct segment_items items = {0};
    for (uint32_t i = from; i < v->n; i++) {
        struct frozen f;
        freeze(v->segments[i], &f);
        collect(&items, v->segments[i], &f);
    }
    beside_install(m, v->segments + from, v->n - from, index_build(m, &items));
}

void beside_settle(struct match *m)
{
    struct beside *b = m->beside;
    uint32_t from;
    unsigned size;
    if (b->on) {
        if (due(m, b->held, &from, &size) && size == 0) {
            merge_small(m, from);
        }
        return;
    }
    if (!due(m, 0, &from, &size)) {
        return;
    }
    b->on = true;
    if (b->made) { // it has nothing left to do
        (void)pthread_join(b->thread, NULL);
    }
    b->made = pthread_create(&b->thread, NULL, merge_beside, m) == 0;
    if (!b->made) {
        merge_due(m);
    }
}
