// import_group.c: see import_group.h.
#include "cli/import_group.h"

#include "base/clock.h"
#include "cli/say.h"
#include "core/desk/grouping.h"

#include <stdio.h>

enum { PROGRESS_US = 250 * 1000 };

struct progress {
    int64_t from;  // the first event that is looked at
    int64_t last;
    int64_t shown_us;
    bool last_shown;
};

bool import_group_begin(struct db *db, const struct site *s, struct err *e)
{
    bool lets;
    return grouping_mark(db, s, &lets, e);
}

static void tell(void *ctx, int64_t seen, int64_t joined)
{
    struct progress *p = ctx;
    int64_t now = clock_mono_us();
    p->from = p->from < 0 ? seen : p->from;
    if (now - p->shown_us < PROGRESS_US) {
        return;
    }
    p->shown_us = now;
    double part = p->last > p->from ? (double)(seen - p->from) / (double)(p->last - p->from) : 1;
    (void)fputc('\r', stderr);
    (void)fprintf(stderr, say("putting the same things together: %.0f %%, %lld joined"), 100 * part, (long long)joined);
}

static bool fill(struct finder *f, struct db *db, const struct site *s, const char *store, struct err *e)
{
    struct arena a = ARENA_INIT;
    const char *folder = finder_copy_folder(&a, store);
    bool loaded;
    bool other;
    struct str why;
    bool good = finder_words(f, s, &other, e) &&
                (folder == NULL || finder_load(f, db, s->home, finder_copy_path(&a, folder, s->home), &loaded, &why, &a, e)) &&
                finder_fill(f, db, s, NULL, e);
    arena_free(&a);
    return good;
}

bool import_group(struct db *db, const struct site *s, const char *store, bool shows, int64_t *joined, struct err *e)
{
    struct finder *f;
    struct progress p = {.from = -1};
    struct grouping g = {.seen = -1, .tell = shows ? tell : NULL, .ctx = &p};
    bool lets;
    *joined = 0;
    if (!grouping_mark(db, s, &lets, e) || !lets) {
        return e->code == ERR_NONE;
    }
    if (!finder_new(&f, e)) {
        return false;
    }
    bool good = fill(f, db, s, store, e);
    p.last = finder_seen(f);
    good = good && grouping_run(&g, f, db, s, clock_now(), joined, e);
    finder_free(f);
    if (shows) {
        (void)fputc('\n', stderr);
    }
    return good;
}
