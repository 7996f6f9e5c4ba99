// first.c: the first steps of a store that nobody uses yet: whoever has the setup code founds the office and becomes its
// first administrator. The rest of the program answers from then on, and this page never again.
#include "web/admin/first_view.h"

#include "auth/crockford.h"
#include "auth/password.h"
#include "auth/password_rule.h"
#include "auth/secret.h"
#include "base/clock.h"
#include "core/contact/mailer.h"
#include "core/office/begin.h"
#include "templates.h"
#include "web/admin/admin.h"

enum { ROLES_MAX = 4 };
static const uint64_t this_machine = UINT64_MAX; // it is limited here too, where nobody else has to be let in

struct first_change {
    const struct site *site;
    struct beginning office;
    struct member_draft member;
    struct str roles[ROLES_MAX];
    size_t n_roles;
    bool late; // somebody else was here in the meantime
};

static void choose_lang(struct web *w)
{
    enum lang lang;
    if (lang_from_code(web_param(w, "lang"), &lang)) {
        w->lang = lang;
    }
}

static struct str or_else(struct str typed, const char *otherwise)
{
    return typed.n > 0 ? typed : str_c(otherwise);
}

static struct desk_choices languages(struct web *w, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, LANG_COUNT), LANG_COUNT};
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        c.list[l] = (struct desk_choice){lang_info(l)->code, lang_info(l)->name, str_eq(chosen, lang_info(l)->code)};
    }
    return c;
}

static void reply(struct web *w, int status, const struct problems *p, unsigned wait_s)
{
    const struct app_config *config = app_config(w->app);
    enum lang other = w->lang == LANG_VI ? LANG_EN : LANG_VI;
    struct first_view v = {
        .desk = desk_page_view(w, T(w->lang, "First steps"), NULL, DESK_NAV_NONE),
        .file = config->setup_file == NULL ? STR("") : str_c(config->setup_file),
        .again = str_fmt(w->a, "/desk/first-steps?lang=%.*s", STR_ARG(lang_info(other)->code)),
        .again_lang = lang_info(other)->code,
        .again_name = lang_info(other)->name,
        .has_office = w->site->home != 0,
        .name = web_field(w, "name"),
        .code = web_field(w, "code"),
        .timezone = or_else(web_field(w, "timezone"), "Asia/Ho_Chi_Minh"),
        .kinds = admin_kinds(w, or_else(web_field(w, "kind"), "commune")),
        .langs = languages(w, or_else(web_field(w, "site_lang"), "vi")),
        .login = web_field(w, "login"),
        .person = web_field(w, "person"),
        .works = web_flag(w, "works"),
        .wait_s = wait_s,
    };
    v.desk.page.problems = p;
    struct buf out = web_buf();
    tmpl_first_steps(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void first_get(struct web *w)
{
    choose_lang(w);
    reply(w, 200, NULL, 0);
}

// Compared as values, so that blanks, hyphens and a letter O for a zero do no harm.
static bool code_right(const struct web *w)
{
    uint8_t set[SETUP_SYMBOLS];
    uint8_t typed[SETUP_SYMBOLS];
    enum crockford_reading read = crockford_read(str_c(app_config(w->app)->setup_code), set, SETUP_SYMBOLS);
    BUG_ON(read != CROCKFORD_OK);
    return crockford_read(web_field(w, "setup"), typed, SETUP_SYMBOLS) == CROCKFORD_OK &&
           secret_equal(set, typed, SETUP_SYMBOLS);
}

static void read_office(struct web *w, struct first_change *c, struct problems *p)
{
    if (!lang_from_code(web_field(w, "site_lang"), &c->office.lang)) {
        c->office.lang = LANG_VI;
    }
    c->office.root = (struct office_draft){.code = web_field(w, "code"), .kind = web_field(w, "kind")};
    c->office.root.name[c->office.lang] = web_field(w, "name");
    c->office.timezone = web_field(w, "timezone");
    c->office.now = w->now;
    const struct mailer *mailer = app_mailer(w->app);
    const struct box_public *key = mailer == NULL ? NULL : mailer_key(mailer);
    c->office.contact_key = key == NULL ? STR_NONE : box_public_text(w->a, key);
    begin_check(&c->office, p);
}

static void read_member(struct web *w, struct first_change *c, struct problems *p)
{
    static const char *const works[] = {"clerk", "officer", "head"};
    struct problems of_member = {.n = 0};
    c->member = (struct member_draft){.login = web_field(w, "login"), .name = web_field(w, "person"), .lang = w->lang};
    member_check(&c->member, &of_member);
    for (size_t i = 0; i < of_member.n; i++) { // the office has the field "name" here
        bool name = strcmp(of_member.list[i].field, "name") == 0;
        problem_add(p, name ? "person" : of_member.list[i].field, of_member.list[i].msgid);
    }
    c->roles[c->n_roles++] = STR("admin");
    for (size_t i = 0; i < ARRAY_LEN(works) && web_flag(w, "works"); i++) {
        c->roles[c->n_roles++] = str_c(works[i]);
    }
    struct str fresh = form_get(&w->form, "password");
    struct str again = form_get(&w->form, "again");
    const char *fault = password_fault_words(password_judge(fresh.p == NULL ? STR("") : fresh, c->member.login));
    if (fault != NULL) {
        problem_add(p, "password", fault);
    } else if (!str_eq(fresh, again)) {
        problem_add(p, "again", N_("The two passwords differ."));
    }
}

static enum tx_end found(struct tx *tx, void *arg, struct err *e)
{
    struct first_change *c = arg;
    struct founder by = {.tx = tx, .home = c->site->home, .now = c->office.now};
    int64_t root = c->site->root;
    int64_t id;
    enum begun begun;
    if (!begin_state(tx, &begun, e)) {
        return TX_FAILED;
    }
    c->late = begun == BEGUN_STAFFED || (begun == BEGUN_OFFICE && c->site->home == 0);
    if (c->late) {
        return TX_ROLLBACK;
    }
    by.today = c->site->today;
    return (begun == BEGUN_OFFICE || begin_office(tx, &c->office, &by, &root, e)) &&
                   begin_member(&by, &c->member, root, c->roles, c->n_roles, &id, e)
               ? TX_COMMIT
               : TX_FAILED;
}

static void begun(struct web *w, void *arg)
{
    (void)arg; // whoever was faster has founded it just so
    struct err e = ERR_INIT;
    if (app_founded(w->app, &e)) {
        web_see_other(w, STR("/desk/sign-in?founded=1"));
    } else {
        web_failed(w, &e);
    }
}

void first_post(struct web *w)
{
    struct err e = ERR_INIT;
    struct problems p = {.n = 0};
    unsigned wait_s = 0;
    choose_lang(w);
    uint64_t client = http_client_prefix(w->call);
    if (!ratelimit_take(app_limit(w->app, LIMIT_SECRETS), client == 0 ? this_machine : client, clock_mono_us(), &wait_s)) {
        reply(w, 429, NULL, wait_s);
        return;
    }
    if (!code_right(w)) { // and nothing else is looked at
        problem_add(&p, "setup", N_("This is not the setup code. It is new at each start of the server."));
        reply(w, 422, &p, 0);
        return;
    }
    struct first_change *c = ARENA_NEW(w->a, struct first_change);
    *c = (struct first_change){.site = w->site, .office.now = w->now};
    if (w->site->home == 0) {
        read_office(w, c, &p);
    }
    read_member(w, c, &p);
    if (p.n > 0) {
        reply(w, 422, &p, 0);
    } else if (!password_hash(w->a, form_get(&w->form, "password"), &c->member.password, &e)) {
        web_failed(w, &e);
    } else {
        web_write(w, WEB_PUBLIC, found, c, begun);
    }
}
