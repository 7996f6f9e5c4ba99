// core_same.c: what staff decided of messages and matters binds: beside the message and when the program joins by itself; after
// a start from the copy on disk, after the index was made anew from the store, and in a copy of the store.
#include "base/random.h"
#include "base/utf8.h"
#include "core/desk/grouping.h"
#include "core/desk/likely.h"
#include "core/desk/same.h"
#include "core/intake/message.h"
#include "core/office/founding.h"
#include "db/copy.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "db/q_site.h"
#include "dbtest.h"

enum { NOW = 1780000000, DAY = 86400, SCENES = 8, INBOX = 40, ROUNDS = 4 };

static const char *const scenes[SCENES] = {
    "Cống thoát nước đầu hẻm Bảy Búa nghẹt rác, mưa là tràn vào nhà",
    "Đèn đường trước trường Hòa Bình tắt ba hôm nay, tối lắm",
    "Xe tải chạy đêm làm nứt tường nhà dân ở bến Đá Bạc",
    "Bãi rác sau chợ Gò Mít bốc mùi cả tuần không ai thu gom",
    "Quán karaoke cạnh trạm y tế mở nhạc quá khuya",
    "Nước máy khu Vạn Chài đục như nước ruộng từ sáng qua",
    "Cầu treo suối Khe Dâu gãy hai thanh lan can rất nguy hiểm",
    "Cây đa đầu đình Cửa Đình nghiêng sắp đổ ra đường lớn",
};

static struct arena arena;
static struct site *site;
static struct db *db;
static struct prng dice;
static int64_t office;
static int64_t matters[SCENES];
static struct {
    int64_t id;
    size_t scene;
    bool refused; // of its scene's matter
} inbox[INBOX];

static bool found_site(struct tx *tx, struct err *e)
{
    int64_t home;
    struct office_draft root = {.code = STR("xa"), .kind = STR("commune"), .name = {[LANG_VI] = STR("Xã")}};
    return site_found(tx, &root, LANG_VI, STR("Asia/Ho_Chi_Minh"), NOW, NOW / DAY, &home, &office, e) &&
           q_setting_put(tx, &(struct q_setting_put_in){office, STR("grouping"), STR("1"), NOW}, NULL, e);
}

static enum tx_end found_fn(struct tx *tx, void *arg, struct err *e)
{
    (void)arg;
    return found_site(tx, e) ? TX_COMMIT : TX_FAILED;
}

static bool sent(struct tx *tx, struct str words, struct message_row *m, struct err *e)
{
    struct message_draft draft = {
        .words = words, .office_id = office, .lang = LANG_VI, .kind = STR("report"), .channel = STR("web")};
    struct message_taken taken;
    return message_take(tx, site, &(struct actor){0}, &draft, NOW, &taken, e) &&
           q_message_by_id(tx, site->home, taken.id, m, e) == Q_ROW;
}

static struct desk desk_at(struct tx *tx)
{
    return (struct desk){.tx = tx, .site = site, .now = NOW, .actor = {.role = STR("clerk"), .office_id = office}};
}

// A matter a scene, and messages that say the same as one of them, word by word or nearly.
static enum tx_end fill_fn(struct tx *tx, void *arg, struct err *e)
{
    static const char *const ways[][2] = {{"", ""}, {"", "!"}, {"Kính gửi UBND xã, ", " ạ"}};
    struct desk d = desk_at(tx);
    struct message_row m;
    struct matter_row matter;
    (void)arg;
    for (size_t i = 0; i < SCENES; i++) {
        if (!sent(tx, str_c(scenes[i]), &m, e) ||
            matter_start(&d, &m, 0, utf8_clip(str_c(scenes[i]), 40), &matter, e) != MATTER_SAVED) {
            return TX_FAILED;
        }
        matters[i] = matter.id;
    }
    for (size_t i = 0; i < INBOX; i++) {
        inbox[i].scene = prng_below(&dice, SCENES);
        size_t way = prng_below(&dice, ARRAY_LEN(ways));
        if (!sent(tx, str_fmt(&arena, "%s%s%s", ways[way][0], scenes[inbox[i].scene], ways[way][1]), &m, e)) {
            return TX_FAILED;
        }
        inbox[i].id = m.id;
    }
    return TX_COMMIT;
}

// Some are refused, some of these taken back, some of those refused again: the last word holds.
static enum tx_end decide_fn(struct tx *tx, void *arg, struct err *e)
{
    struct desk d = desk_at(tx);
    (void)arg;
    for (size_t i = 0; i < INBOX; i++) {
        struct message_row m;
        inbox[i].refused = false;
        unsigned times = (unsigned)prng_below(&dice, 4);
        if (q_message_by_id(tx, site->home, inbox[i].id, &m, e) != Q_ROW) {
            return TX_FAILED;
        }
        for (unsigned k = 0; k < times; k++) {
            enum matter_end end = inbox[i].refused ? same_unrefuse(&d, &m, e)
                                                   : same_refuse(&d, &m, matters[inbox[i].scene], 900, e);
            if (end != MATTER_SAVED) {
                return TX_FAILED;
            }
            inbox[i].refused = !inbox[i].refused;
        }
    }
    return TX_COMMIT;
}

// What is suggested, and what would join by itself.
struct proposed {
    size_t suggested, joins;
};

// Never what was refused.
static bool binds(const struct finder *f, struct db *store, struct proposed *out)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    bool good = true;
    *out = (struct proposed){0, 0};
    struct likely_reader r = {.finder = f, .site = site, .office_id = office, .offices = &office, .n_offices = 1};
    struct arena a = ARENA_INIT;
    BUG_ON(!db_read_begin(store, &a, &tx, &e));
    for (size_t i = 0; i < INBOX; i++) {
        struct message_row m;
        struct likely *list;
        struct likely_place place;
        BUG_ON(q_message_by_id(tx, site->home, inbox[i].id, &m, &e) != Q_ROW || !likely_find(tx, &r, &m, 1, &list, &e) ||
               !likely_place(tx, f, site, &m, SAME_NEVER, &place, &e));
        bool suggested = false;
        for (size_t k = 0; k < list[0].n_matters; k++) {
            suggested = suggested || list[0].matters[k].matter->id == matters[inbox[i].scene];
        }
        good = good && (!inbox[i].refused || (!suggested && place.matter.id != matters[inbox[i].scene]));
        out->suggested += suggested;
        out->joins += place.matter.id != 0;
    }
    db_read_end(tx);
    arena_free(&a);
    return good;
}

static struct finder *filled(struct db *store, const char *copy)
{
    struct err e = ERR_INIT;
    struct finder *f;
    bool loaded = copy == NULL;
    struct str why;
    BUG_ON(!finder_new(&f, &e));
    BUG_ON(copy != NULL && !finder_load(f, store, site->home, copy, &loaded, &why, &arena, &e));
    BUG_ON(!loaded || !finder_fill(f, store, site, NULL, &e));
    return f;
}

// Everything that the program joins by itself, in this store: none that was refused. Returns how many were.
static int64_t joins(struct db *store)
{
    struct err e = ERR_INIT;
    struct grouping g = {.seen = 0, .kept = true}; // from the first event on
    struct finder *f = filled(store, NULL);
    int64_t joined = 0;
    BUG_ON(!grouping_run(&g, f, store, site, NOW, &joined, &e));
    finder_free(f);
    struct tx *tx;
    bool good = true;
    BUG_ON(!db_read_begin(store, &arena, &tx, &e));
    for (size_t i = 0; i < INBOX; i++) {
        struct message_link_now_row link;
        enum q_got got = q_message_link_now(tx, site->home, inbox[i].id, &link, &e);
        good = good && (got == Q_NONE || (got == Q_ROW && !inbox[i].refused && link.matter_id == matters[inbox[i].scene]));
    }
    db_read_end(tx);
    ok(good && joined > 0, "what joins by itself is none that was refused (%lld joined)", (long long)joined);
    return joined;
}

static void round_of(const char *store)
{
    struct err e = ERR_INIT;
    struct db_copied copied;
    struct proposed now[4];
    BUG_ON(!db_write(db, &arena, decide_fn, NULL, &e));
    struct finder *f = filled(db, NULL);
    ok(binds(f, db, &now[0]), "as it is");
    const char *copy = str_z(&arena, str_fmt(&arena, "%s/index-%zu", dbtest_folder, (size_t)prng_below(&dice, 1u << 30)));
    BUG_ON(!finder_save(f, db, site->home, copy, &e));
    finder_free(f);
    f = filled(db, copy);
    ok(binds(f, db, &now[1]), "after a start from the copy on disk");
    finder_free(f);
    f = filled(db, NULL);
    ok(binds(f, db, &now[2]), "after the index was made anew");
    finder_free(f);
    const char *to = str_z(&arena, str_c(dbtest_where(0)));
    struct db *other;
    if (!db_copy(store, to, &copied, &e) || !db_open(&other, to, DB_READ_WRITE, &e)) {
        printf("# %s\n", e.what);
        BUG("no copy");
    }
    f = filled(other, NULL);
    ok(binds(f, other, &now[3]), "in a copy of the store");
    finder_free(f);
    bool same = true;
    for (size_t i = 1; i < ARRAY_LEN(now); i++) {
        same = same && now[i].suggested == now[0].suggested && now[i].joins == now[0].joins;
    }
    ok(same && now[0].suggested > 0 && now[0].joins > 0, "the same everywhere: %zu suggested, %zu that would join",
       now[0].suggested, now[0].joins);
    (void)joins(other);
    db_close(other);
}

static void on(const char *where)
{
    struct err e = ERR_INIT;
    const char *store = str_z(&arena, str_c(where));
    dice = (struct prng){20260115};
    if (!db_create(store, &e) || !db_open(&db, store, DB_READ_WRITE, &e) || !db_write(db, &arena, found_fn, NULL, &e) ||
        !site_load(db, NOW, &site, &e) || !db_write(db, &arena, fill_fn, NULL, &e)) {
        printf("# %s\n", e.what);
        BUG("no store");
    }
    for (int i = 0; i < ROUNDS; i++) {
        round_of(store);
    }
    site_unref(site);
    db_close(db);
}

int main(void)
{
    for (int engine = 0; engine < 2; engine++) {
        const char *where = dbtest_where(engine);
        if (where != NULL) {
            on(where);
        }
    }
    BUG_ON(system(str_fmt(&arena, "rm -rf '%s'", dbtest_folder).p) != 0);
    arena_free(&arena);
    return tap_done();
}
