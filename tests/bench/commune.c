// commune.c: see commune.h.
#include "commune.h"

#include "core/office/founding.h"
#include "db/q_message.h"

#include <stdio.h>
#include <unistd.h>

enum { FIXTURE_MAX = 1 << 20, DAY = 86400 };

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    struct commune *c = arg;
    int64_t home;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã")}};
    bool good = site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), COMMUNE_NOW, COMMUNE_NOW / DAY, &home, &c->office, e);
    return good ? TX_COMMIT : TX_FAILED;
}

void commune_open(struct commune *c, db_fn *fill)
{
    struct err e = ERR_INIT;
    (void)snprintf(c->folder, sizeof c->folder, "/tmp/bench.XXXXXX");
    BUG_ON(mkdtemp(c->folder) == NULL);
    struct str file = str_fmt(&c->arena, "%s/s.db", c->folder);
    if (!db_create(file.p, &e) || !db_open(&c->db, file.p, DB_READ_WRITE, &e) || !db_write(c->db, &c->arena, found, c, &e) ||
        !site_load(c->db, COMMUNE_NOW, &c->site, &e) || !db_write(c->db, &c->arena, fill, c, &e) || !finder_new(&c->finder, &e) ||
        !finder_fill(c->finder, c->db, c->site, NULL, &e)) {
        fprintf(stderr, "bench: %s\n", e.what);
        exit(1);
    }
}

void commune_close(struct commune *c)
{
    finder_free(c->finder);
    site_unref(c->site);
    db_close(c->db);
    BUG_ON(system(str_fmt(&c->arena, "rm -rf '%s'", c->folder).p) != 0);
    arena_free(&c->arena);
}

bool commune_sent(const struct commune *c, struct tx *tx, struct str words, struct message_row *m, struct err *e)
{
    struct message_draft draft = {
        .words = words, .office_id = c->office, .lang = LANG_VI, .kind = STR("report"), .channel = STR("web")};
    struct message_taken taken;
    return message_take(tx, c->site, &(struct actor){0}, &draft, COMMUNE_NOW, &taken, e) &&
           q_message_by_id(tx, c->site->home, taken.id, m, e) == Q_ROW;
}

struct desk commune_desk(const struct commune *c, struct tx *tx)
{
    return (struct desk){.tx = tx, .site = c->site, .now = COMMUNE_NOW,
                         .actor = {.role = STR("clerk"), .office_id = c->office}};
}

struct likely_reader commune_reader(const struct commune *c)
{
    return (struct likely_reader){.finder = c->finder, .site = c->site, .office_id = c->office, .offices = &c->office,
                                  .n_offices = 1};
}

struct str commune_fixture(struct commune *c, const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = arena_alloc(&c->arena, FIXTURE_MAX);
    BUG_ON(f == NULL);
    struct str all = {p, fread(p, 1, FIXTURE_MAX, f)};
    (void)fclose(f);
    return all;
}
