// admin.c: an administrator's first hour without a command line: settings, subjects, members, offices below.
#include "web/admin/admin.h"

#include "auth/password.h"
#include "base/random.h"
#include "core/office/begin.h"
#include "db/q_member.h"
#include "templates.h"

void admin_reply(struct web *w, int status, const struct problems *p, struct str form, struct str password)
{
    struct err e = ERR_INIT;
    struct admin_view v = {.password = password, .password_of = web_field(w, "login")};
    if (!admin_view_load(w, &v, p, form, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_admin(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void admin_get(struct web *w)
{
    admin_reply(w, 200, NULL, STR(""), STR(""));
}

// What one of the forms changes, carried to the writer.
struct change {
    struct founder by; // all but tx
    int64_t office_id;
    struct str values[SETTINGS]; // STR_NONE: not in the form
    struct str former[SETTINGS];
    struct office_draft office;
    struct member_draft member;
    struct str role;
    struct str code;
    struct str name[LANG_COUNT];
    int64_t owner_id;
    int64_t id;
    int64_t position;
    bool disable;
    struct str password; // as shown once
    const char *part;    // where the page is gone back to: "?done=saved", "#members"
};

static struct change *change_new(struct web *w, const char *part)
{
    struct change *c = ARENA_NEW(w->a, struct change);
    c->by = (struct founder){.home = w->site->home, .actor = web_actor(w, w->office->id), .now = w->now,
                             .today = tz_day(w->site->tz, w->now)};
    c->office_id = w->office->id;
    c->part = part;
    return c;
}

// After the commit: read the site anew, so that the very next page shows it.
static void back(struct web *w, void *arg)
{
    const struct change *c = arg;
    app_site_changed(w->app);
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin%s", STR_ARG(w->office->code), c->part));
}

static enum tx_end do_settings(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    for (enum setting i = 0; i < SETTINGS; i++) {
        if (c->values[i].p != NULL && !str_eq(c->values[i], c->former[i]) &&
            !setting_set(&by, c->office_id, i, c->values[i], e)) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

void admin_settings_post(struct web *w)
{
    bool mail = str_eqz(web_field(w, "part"), "mail");
    const char *form = mail ? "mail" : "settings";
    struct change *c = change_new(w, mail ? "?done=saved#mail" : "?done=saved");
    struct problems p = {.n = 0};
    for (enum setting i = 0; i < SETTINGS; i++) {
        const char *key = setting_key(i);
        const char *of = admin_form_of(i);
        bool flag = strcmp(setting_kind(i), "flag") == 0;
        if (of == NULL || strcmp(of, form) != 0 || (!flag && !form_has(&w->form, key))) {
            continue;
        }
        struct str value = flag ? (web_flag(w, key) ? STR("1") : STR("0")) : web_field(w, key);
        const char *problem = value.n == 0 ? NULL : setting_problem(i, value);
        if (problem != NULL) {
            problem_add(&p, key, problem);
        }
        // What is left empty, or as the office above has it, goes on being inherited.
        c->former[i] = site_setting(w->site, w->office->id, i);
        c->values[i] = value.n == 0 && w->office->setting[i].p == NULL ? STR_NONE : value;
    }
    if (p.n > 0) {
        admin_reply(w, 422, &p, str_c(form), STR(""));
        return;
    }
    web_write(w, WEB_PUBLIC, do_settings, c, back);
}

static enum tx_end do_category(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    int64_t id;
    return category_add(&by, c->office_id, c->code, c->name, c->owner_id, c->position, &id, e) ? TX_COMMIT : TX_FAILED;
}

void admin_category_post(struct web *w)
{
    struct change *c = change_new(w, "#categories");
    struct problems p = {.n = 0};
    c->code = web_field(w, "code");
    c->name[LANG_VI] = web_field(w, "name_vi");
    c->name[LANG_EN] = web_field(w, "name_en");
    c->owner_id = web_office_field(w, "owner");
    c->position = (int64_t)w->site->n_categories + 1;
    if (!code_usable(c->code)) {
        problem_add(&p, "code", N_("A code has 1 to 40 letters and digits, with - _ . inside."));
    } else if (site_category_by_code(w->site, w->office->id, c->code) != NULL) {
        problem_add(&p, "code", N_("Another subject has this code."));
    }
    if (c->name[LANG_VI].n == 0 && c->name[LANG_EN].n == 0) {
        problem_add(&p, "name_vi", N_("Give it a name."));
    }
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("category"), STR(""));
        return;
    }
    web_write(w, WEB_PUBLIC, do_category, c, back);
}

static enum tx_end do_category_end(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return category_stop(&by, c->id, e) ? TX_COMMIT : TX_FAILED;
}

void admin_category_end_post(struct web *w)
{
    struct change *c = change_new(w, "#categories");
    const struct category *known = site_category_by_code(w->site, w->office->id, web_field(w, "code"));
    if (known == NULL || known->office_id != w->office->id) {
        web_error(w, 404);
        return;
    }
    c->id = known->id;
    web_write(w, WEB_PUBLIC, do_category_end, c, back);
}

static enum tx_end do_office(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    int64_t id;
    return office_add(&by, &c->office, &id, e) ? TX_COMMIT : TX_FAILED;
}

void admin_office_post(struct web *w)
{
    struct change *c = change_new(w, "#below");
    struct problems p = {.n = 0};
    c->office = (struct office_draft){.code = web_field(w, "code"), .kind = web_field(w, "kind"), .parent_id = w->office->id};
    c->office.name[LANG_VI] = web_field(w, "name_vi");
    c->office.name[LANG_EN] = web_field(w, "name_en");
    office_check(w->site, &c->office, &p);
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("office"), STR(""));
        return;
    }
    web_write(w, WEB_PUBLIC, do_office, c, back);
}

static enum tx_end do_member(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    int64_t id;
    return begin_member(&by, &c->member, c->office_id, &c->role, 1, &id, e) ? TX_COMMIT : TX_FAILED;
}

static void show_password(struct web *w, void *arg)
{
    const struct change *c = arg;
    if (web_read_again(w)) {
        admin_reply(w, 200, NULL, STR(""), c->password);
    }
}

// A password to be told to the new member and changed at the first sign-in: four groups of five from 32 symbols.
static struct str first_password(struct arena *a)
{
    static const char symbols[] = "abcdefghjkmnpqrstvwxyz0123456789";
    unsigned char raw[20];
    random_bytes(raw, sizeof raw);
    char text[24];
    size_t n = 0;
    for (size_t i = 0; i < sizeof raw; i++) {
        if (i > 0 && i % 5 == 0) {
            text[n++] = '-';
        }
        text[n++] = symbols[raw[i] % 32];
    }
    return str_copy(a, (struct str){text, n});
}

void admin_member_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct change *c = change_new(w, "#members");
    struct problems p = {.n = 0};
    struct member_row known;
    enum role role;
    c->member = (struct member_draft){.login = web_field(w, "login"), .name = web_field(w, "name_vi"), .lang = w->lang};
    c->role = web_field(w, "role");
    member_check(&c->member, &p);
    enum q_got got = q_member_by_login(w->tx, c->member.login, &known, &e);
    if (got == Q_ERROR) {
        web_failed(w, &e);
        return;
    }
    if (got == Q_ROW) {
        problem_add(&p, "login", N_("Another member has this sign-in name."));
    }
    if (!role_of(c->role, &role)) {
        problem_add(&p, "role", N_("Choose a role."));
    }
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("member"), STR(""));
        return;
    }
    c->password = first_password(w->a);
    if (!password_hash(w->a, c->password, &c->member.password, &e)) {
        web_failed(w, &e);
        return;
    }
    web_write(w, WEB_QUIET, do_member, c, show_password);
}

// May this administrator change that member? Only one who holds no role outside of what is administered here, nor will hold one:
// whoever has their password may wait for it.
static bool covers_member(struct web *w, int64_t member_id, bool *yes, struct err *e)
{
    struct role_offices_ahead_row *rows;
    size_t n;
    if (!q_role_offices_ahead(w->tx, member_id, w->now, &rows, &n, e)) {
        return false;
    }
    *yes = n > 0;
    for (size_t i = 0; i < n; i++) {
        *yes = *yes && site_within(w->site, rows[i].office_id, w->office->id);
    }
    return true;
}

// The member that the form names, if this administrator may change them; false when the reply is made.
static bool load_member(struct web *w, struct member_row *m)
{
    struct err e = ERR_INIT;
    bool yes = false;
    enum q_got got = q_member_by_login(w->tx, web_field(w, "login"), m, &e);
    if (got == Q_ERROR || (got == Q_ROW && !covers_member(w, m->id, &yes, &e))) {
        web_failed(w, &e);
        return false;
    }
    if (!yes || m->id == w->who.member.id) { // nobody shuts themselves out
        web_error(w, got == Q_ROW && yes ? 403 : 404);
        return false;
    }
    return true;
}

static enum tx_end do_disable(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return member_set_disabled(&by, c->id, c->disable, e) ? TX_COMMIT : TX_FAILED;
}

void admin_member_disable_post(struct web *w)
{
    struct change *c = change_new(w, "#members");
    struct member_row m;
    if (load_member(w, &m)) {
        c->id = m.id;
        c->disable = m.disabled_at == 0;
        web_write(w, WEB_QUIET, do_disable, c, back);
    }
}

static enum tx_end do_password(struct tx *tx, void *arg, struct err *e)
{
    struct change *c = arg;
    struct founder by = c->by;
    by.tx = tx;
    return member_set_password(&by, c->id, c->member.password, e) ? TX_COMMIT : TX_FAILED;
}

void admin_member_password_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct change *c = change_new(w, "#members");
    struct member_row m;
    if (!load_member(w, &m)) {
        return;
    }
    c->id = m.id;
    c->password = first_password(w->a);
    if (!password_hash(w->a, c->password, &c->member.password, &e)) {
        web_failed(w, &e);
        return;
    }
    web_write(w, WEB_QUIET, do_password, c, show_password);
}
