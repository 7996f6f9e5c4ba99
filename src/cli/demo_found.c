// demo_found.c: the demo's offices, subjects, members, settings and rules for comments.
#include "cli/demo_life.h"

#include "cli/demo_store.h"
#include "core/office/logo.h"
#include "core/press/rule.h"

enum { DAY = 24 * 3600, OFFICES_MAX = 64 };

struct founding_tx {
    struct demo_founding *f;
    struct founder by;
    int64_t office[OFFICES_MAX]; // ids, as the material numbers its offices
};

static int64_t office_id(const struct founding_tx *t, const struct demo_office *o)
{
    return t->office[o - t->f->material->offices];
}

static bool found_offices(struct founding_tx *t, struct err *e)
{
    const struct demo_material *m = t->f->material;
    BUG_ON(m->offices_n == 0 || m->offices_n > OFFICES_MAX);
    for (size_t i = 0; i < m->offices_n; i++) {
        const struct demo_office *o = &m->offices[i];
        struct office_draft d = {.code = o->code, .kind = o->kind};
        d.name[LANG_VI] = o->name_vi;
        d.name[LANG_EN] = o->name_en;
        bool good;
        if (i == 0) {
            good = site_found(t->by.tx, &d, LANG_VI, STR("Asia/Ho_Chi_Minh"), t->by.now, t->by.today, &t->by.home,
                              &t->office[0], e);
        } else {
            d.parent_id = office_id(t, demo_office_find(m, o->parent));
            good = office_add(&t->by, &d, &t->office[i], e);
        }
        if (!good) {
            return false;
        }
    }
    return true;
}

static bool found_categories(struct founding_tx *t, struct err *e)
{
    const struct demo_material *m = t->f->material;
    for (size_t i = 0; i < m->categories_n; i++) {
        const struct demo_category *c = &m->categories[i];
        struct str name[LANG_COUNT] = {[LANG_VI] = c->name_vi, [LANG_EN] = c->name_en};
        int64_t id;
        if (!category_add(&t->by, t->office[0], c->code, name, c->owner == NULL ? 0 : office_id(t, c->owner), (int64_t)i + 1, &id,
                          e)) {
            return false;
        }
    }
    return true;
}

static bool give(struct founding_tx *t, int64_t member, int64_t office, struct str role, int64_t since, int64_t until,
                 int64_t lent_by, struct err *e)
{
    struct demo_founding *f = t->f;
    BUG_ON(f->staff_n >= DEMO_STAFF_MAX);
    f->staff[f->staff_n++] = (struct demo_staff){member, office, role};
    return role_give(&t->by, member, office, role, since, until, lent_by, e);
}

// A deputy works as an officer, and has the approval of the head of the same office lent for some months around now.
static bool give_own_role(struct founding_tx *t, const struct demo_member *m, int64_t id, struct err *e)
{
    int64_t at = office_id(t, m->office);
    if (!str_eqz(m->role, "deputy")) {
        return give(t, id, at, m->role, t->by.now, 0, 0, e);
    }
    int64_t head = 0;
    for (size_t i = 0; i < t->f->staff_n; i++) {
        head = t->f->staff[i].office_id == at && str_eqz(t->f->staff[i].role, "head") ? t->f->staff[i].member_id : head;
    }
    return role_give(&t->by, id, at, STR("officer"), t->by.now, 0, 0, e) &&
           role_give(&t->by, id, at, STR("head"), t->f->now - 30 * DAY, t->f->now + 90 * DAY, head, e);
}

static bool found_members(struct founding_tx *t, struct err *e)
{
    const struct demo_material *m = t->f->material;
    t->f->staff_n = 0;
    for (size_t i = 0; i < m->members_n; i++) {
        struct member_draft d = {.login = m->members[i].login, .name = m->members[i].name, .lang = LANG_VI,
                                 .password = t->f->password};
        int64_t id;
        if (!member_add(&t->by, &d, &id, e) || !give_own_role(t, &m->members[i], id, e)) {
            return false;
        }
    }
    return true;
}

// Small communes share an officer with another one: who works nowhere else the officer of the office that stands before.
static bool share_officers(struct founding_tx *t, struct err *e)
{
    const struct demo_material *m = t->f->material;
    struct demo_staff before = {0};
    for (size_t i = 1; i < m->offices_n; i++) {
        bool staffed = false;
        for (size_t k = 0; k < t->f->staff_n; k++) {
            const struct demo_staff *s = &t->f->staff[k];
            if (s->office_id == t->office[i]) {
                staffed = true;
                before = str_eqz(s->role, "officer") ? *s : before;
            }
        }
        if (!staffed && before.member_id != 0 && !give(t, before.member_id, t->office[i], STR("officer"), t->by.now, 0, 0, e)) {
            return false;
        }
    }
    return true;
}

static bool found_settings(struct founding_tx *t, struct err *e)
{
    static const struct {
        const char *office; // NULL: the root
        enum setting which;
        const char *value;
    } list[] = {
        {NULL, SETTING_DUE_DAYS, "15"},
        {NULL, SETTING_DUE_SOURCE, "Quy chế tiếp nhận và trả lời phản ánh, kiến nghị của tỉnh Trầm Giang, Điều 9"},
        {NULL, SETTING_TOTP, "0"},
        {NULL, SETTING_COMMENTS, "1"},
        {NULL, SETTING_ACCENT, "#0b6e4f"},
        {NULL, SETTING_EMERGENCY, "113 · 114 · 115"},
        {NULL, SETTING_COMPLAINTS, "Khiếu nại, tố cáo: gửi Ban Tiếp công dân tỉnh Trầm Giang, số 2 đường Bờ Sông, phường Tân "
                                   "Trầm; mở cửa các ngày làm việc, 7:30–11:30 và 13:30–17:00."},
        {NULL, SETTING_HANDOVER_OFFICE, "TG"},
        {NULL, SETTING_ABOUT, DEMO_ABOUT},
        {NULL, SETTING_PHONE, "0200 000 000"},
        {NULL, SETTING_ADDRESS, "Số 1 đường Bờ Sông, phường Tân Trầm"},
        {NULL, SETTING_FIRST_HOUR, "1"},
        {"TG-SXD", SETTING_SECOND_READER, "1"},
        {"TG-01", SETTING_SECOND_READER, "1"},
        {"TG-01", SETTING_PHONE, "0200 000 001"},
        {"TG-01", SETTING_ADDRESS, "Số 12 phố Hàng Lược, phường Cửa Đình"},
        {"TG-12", SETTING_DUE_DAYS, "20"},
    };
    const struct demo_material *m = t->f->material;
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        int64_t office = list[i].office == NULL ? t->office[0] : office_id(t, demo_office_find(m, str_c(list[i].office)));
        if (!setting_set(&t->by, office, list[i].which, str_c(list[i].value), e)) {
            return false;
        }
    }
    return true;
}

static bool found_rules(struct founding_tx *t, struct err *e)
{
    static const struct str list[][3] = {
        {STR_INIT("1"), STR_INIT("Có thông tin cá nhân của người khác: tên, số điện thoại, địa chỉ nhà"),
         STR_INIT("Holds personal data of others: name, telephone number, home address")},
        {STR_INIT("2"), STR_INIT("Xúc phạm hoặc đe dọa người khác"), STR_INIT("Insults or threatens somebody")},
        {STR_INIT("3"), STR_INIT("Quảng cáo, mời chào mua bán"), STR_INIT("Advertises or offers goods")},
        {STR_INIT("4"), STR_INIT("Gửi lặp lại cùng một nội dung nhiều lần"), STR_INIT("Says the same many times over")},
    };
    for (size_t i = 0; i < ARRAY_LEN(list); i++) {
        struct rule_draft d = {.office_id = t->office[0], .code = list[i][0]};
        d.wording[LANG_VI] = list[i][1];
        d.wording[LANG_EN] = list[i][2];
        if (!rule_add(&t->by, &d, e)) {
            return false;
        }
    }
    return true;
}

static bool found_logo(struct founding_tx *t, struct err *e)
{
    struct painted logo = {.webp = t->f->material->logo, .width = LOGO_HEIGHT, .height = LOGO_HEIGHT}; // a square
    return logo_set(&t->by, t->office[0], &logo, e);
}

enum tx_end demo_found(struct tx *tx, void *arg, struct err *e)
{
    struct demo_founding *f = arg;
    struct founding_tx t = {.f = f, .by = {.tx = tx, .now = f->first_day, .today = (f->first_day + DEMO_ZONE) / DAY}};
    bool good = found_offices(&t, e) && found_categories(&t, e) && found_members(&t, e) && share_officers(&t, e) &&
                found_settings(&t, e) && found_logo(&t, e) && found_rules(&t, e);
    return good ? TX_COMMIT : TX_FAILED;
}
