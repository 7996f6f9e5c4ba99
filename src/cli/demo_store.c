// demo_store.c: see demo_store.h.
#include "cli/demo_store.h"

#include "auth/password.h"
#include "base/clock.h"
#include "cli/demo_life.h"
#include "cli/demo_steer.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "demo_files.h"

#define DEMO_SEED 0x4849414Du

enum { DAY = 24 * 3600, ACTS_AT_ONCE = 20 };

static bool live_all(struct db *db, struct demo_life *l, struct err *e)
{
    struct arena a = ARENA_INIT;
    bool good = true;
    for (size_t i = 0; i < l->script->acts_n && good; i += ACTS_AT_ONCE) {
        size_t to = i + ACTS_AT_ONCE < l->script->acts_n ? i + ACTS_AT_ONCE : l->script->acts_n;
        struct demo_chunk chunk = {l, i, to};
        good = db_write(db, &a, demo_live, &chunk, e);
        arena_reset(&a);
    }
    arena_free(&a);
    return good;
}

// For each state that a receipt can show, the latest sender's code whose matter is in it.
static bool choose_codes(struct db *db, const struct demo_life *l, struct arena *a, struct demo_codes *out, struct err *e)
{
    static const char *const wanted[] = {"closed", "answered", "waiting", "open"};
    struct tx *tx;
    *out = (struct demo_codes){.n = 0};
    if (!db_read_begin(db, a, &tx, e)) {
        return false;
    }
    bool good = true;
    for (size_t k = 0; k < ARRAY_LEN(wanted) && good; k++) {
        for (size_t i = l->script->matters_n; i-- > 0;) {
            struct matter_row m = {0};
            size_t message = l->script->matters[i].message;
            if (l->matters[i].id == 0 || l->script->plan->slots[message].channel != DEMO_WEB) {
                continue;
            }
            good = q_matter_by_id(tx, l->site->home, l->matters[i].id, &m, e) == Q_ROW;
            if (!good || str_eqz(m.state, wanted[k])) {
                struct str shown = receipt_show(a, &l->messages[message].receipt);
                (void)snprintf(out->list[out->n].state, sizeof out->list[0].state, "%s", wanted[k]);
                (void)snprintf(out->list[out->n].code, sizeof out->list[0].code, "%.*s", STR_ARG(shown));
                out->n += good ? 1 : 0;
                break;
            }
        }
    }
    db_read_end(tx);
    return good;
}

static bool fill(struct db *db, const struct demo_material *m, int64_t now, size_t messages, struct arena *a,
                 struct demo_codes *codes, struct err *e)
{
    int64_t first_day = ((now + DEMO_ZONE) / DAY - DEMO_DAYS + 1) * DAY - DEMO_ZONE;
    struct demo_founding f = {.material = m, .first_day = first_day, .now = now,
                              .staff = ARENA_ARRAY(a, struct demo_staff, DEMO_STAFF_MAX)};
    struct site *site;
    if (!password_hash(a, STR(DEMO_PASSWORD), &f.password, e) || !db_write(db, a, demo_found, &f, e) ||
        !site_load(db, now, &site, e)) {
        return false;
    }
    struct demo_plan plan;
    struct demo_script script;
    demo_plan_make(m, DEMO_SEED, first_day, DEMO_DAYS, messages, a, &plan);
    demo_script_make(&plan, first_day, now, a, &script);
    struct demo_life life = {.script = &script, .site = site, .staff = f.staff, .staff_n = f.staff_n,
                             .messages = ARENA_ARRAY(a, struct demo_life_message, plan.slots_n),
                             .matters = ARENA_ARRAY(a, struct demo_life_matter, script.matters_n)};
    bool good = live_all(db, &life, e) && demo_comments(db, &life, now, a, e) && demo_steer(db, &life, now, e) &&
                choose_codes(db, &life, a, codes, e);
    site_unref(site);
    return good;
}

bool demo_store_make(const char *path, int64_t now, size_t messages, struct demo_codes *codes, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct demo_material m;
    struct db *db;
    bool good = demo_material_load(demo_files, demo_files_n, &a, &m, e) && db_create(path, e) &&
                db_open(&db, path, DB_READ_WRITE, e);
    if (good) {
        good = fill(db, &m, now, messages, &a, codes, e);
        db_close(db);
    }
    arena_free(&a);
    return good;
}

void demo_store_members(struct buf *out)
{
    struct arena a = ARENA_INIT;
    struct demo_material m;
    struct err e = ERR_INIT;
    if (!demo_material_load(demo_files, demo_files_n, &a, &m, &e)) {
        BUG("demo/ cannot be read"); // a test reads it
    }
    for (size_t i = 0; i < m.members_n; i++) {
        buf_addf(out, "  %-20.*s %-9.*s %.*s\n", STR_ARG(m.members[i].login), STR_ARG(m.members[i].role),
                 STR_ARG(m.members[i].office->name_vi));
    }
    arena_free(&a);
}

bool demo_store_is(const char *path, bool *yes, struct err *e)
{
    struct db *db;
    struct site *site;
    if (!db_open(&db, path, DB_READ_ONLY, e)) {
        return false;
    }
    bool good = site_load(db, clock_now(), &site, e);
    if (good) {
        *yes = str_eqz(site_setting(site, site->root, SETTING_ABOUT), DEMO_ABOUT);
        site_unref(site);
    }
    db_close(db);
    return good;
}
