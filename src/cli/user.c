// user.c: `hoiam user add|passwd|disable|enable|list`: the members of a site, at the machine's own console.
#include "cli/commands.h"

#include "base/clock.h"
#include "cli/passwords.h"
#include "cli/store.h"
#include "db/q_member.h"

static const struct opt add_options[] = {
    {"name", N_("NAME"), N_("the member's name, as colleagues see it"), OPT_MUST},
    {"role", N_("ROLE"), N_("clerk, registry, officer, editor, head or admin; may be given again"), OPT_REPEAT},
    {"office", N_("CODE"), N_("office at which the roles hold, and below (default: the site's own)"), 0},
    {"lang", N_("LANG"), N_("language of their pages: vi or en (default: the site's)"), 0},
    {"password-stdin", NULL, N_("read the password from the first line of standard input"), 0},
    OPT_END,
};

const struct cli_page cli_user_add_page = {
    .options = add_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_(
        "Adds a member who can sign in at the desk. The password is asked for twice, without showing it, or read from "
        "standard input. It has at least 12 characters and is none that is tried first.\n\nA server that holds the "
        "store is asked to do it, by the socket beside the store's file."),
    .example = "hoiam user add lanhdao --db xa.db --name \"Trịnh Công Đoài\" --role head --office thanh-hoa",
    .instead = N_("members are kept at the desk meanwhile: sign in at /desk as administrator, Administration, Staff"),
};

static const struct opt passwd_options[] = {
    {"password-stdin", NULL, N_("read the password from the first line of standard input"), 0},
    OPT_END,
};

const struct cli_page cli_user_passwd_page = {
    .options = passwd_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("Gives a member a new password and ends all their sessions. A second factor stays as it is."),
    .example = "hoiam user passwd lanhdao --db xa.db",
    .instead = N_("members are kept at the desk meanwhile: sign in at /desk as administrator, Administration, Staff"),
};

static const struct opt no_options[] = {OPT_END};

const struct cli_page cli_user_disable_page = {
    .options = no_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("The member can no longer sign in, and all their sessions end. What they did keeps their name."),
    .example = "hoiam user disable lanhdao --db xa.db",
    .instead = N_("members are kept at the desk meanwhile: sign in at /desk as administrator, Administration, Staff"),
};

const struct cli_page cli_user_enable_page = {
    .options = no_options,
    .operands_min = 1,
    .operands_max = 1,
    .about = N_("The member can sign in again, with the roles they had."),
    .example = "hoiam user enable lanhdao --db xa.db",
    .instead = N_("members are kept at the desk meanwhile: sign in at /desk as administrator, Administration, Staff"),
};

const struct cli_page cli_user_list_page = {
    .options = no_options,
    .about =
        N_("A line a member: sign-in name, name, roles with their offices, and whether they can sign in; tabs between. "
           "Works beside a running server."),
    .example = "hoiam user list --db xa.db",
};

// Read the site, and the member of that login where there is one. On false the error was told and *code is the exit code.
static bool read_before(struct cli_call *call, struct site **site, bool *found, int *code)
{
    struct err e = ERR_INIT;
    struct db *db;
    struct tx *tx;
    struct member_row m;
    if (!store_open(call, DB_READ_ONLY, &db, site, code)) {
        return false;
    }
    bool good = db_read_begin(db, call->arena, &tx, &e);
    if (good) {
        enum q_got got = q_member_by_login(tx, str_c(call->opts->operands[0]), &m, &e);
        db_read_end(tx);
        good = got != Q_ERROR;
        *found = got == Q_ROW;
    }
    db_close(db);
    if (!good) {
        site_unref(*site);
        *code = cli_fail(call, &e);
    }
    return good;
}

static int tell(struct cli_call *call, bool taken)
{
    const char *login = call->opts->operands[0];
    return taken ? cli_short(call, say("there is a member %s already; hoiam user passwd gives a new password"), login)
                 : cli_short(call, say("there is no member %s; hoiam user list names them"), login);
}

// Carry it out and give the site back.
static int user_end(struct cli_call *call, struct site *site, const struct errand *x, int code)
{
    struct err e = ERR_INIT;
    enum errand_end end = ERRAND_DONE;
    if (code == CLI_DONE && !store_errand(call, site, x, &end, &e)) {
        code = store_refused(call, &e);
    }
    site_unref(site);
    return end == ERRAND_DONE ? code : tell(call, end == ERRAND_TAKEN);
}

// A role that is given twice is one role.
static void take_role(const char *code, struct errand *x, struct buf *problems)
{
    enum role known;
    size_t i = 0;
    if (!role_of(str_c(code), &known)) {
        buf_addf(problems, say("--role %s: no role is called so; there are clerk, registry, officer, editor, head and admin\n"),
                 code);
        return;
    }
    while (i < x->n_roles && !str_eqz(x->roles[i], code)) {
        i++;
    }
    x->roles[i] = str_c(code);
    x->n_roles += i == x->n_roles;
}

static void check_draft(struct cli_call *call, const struct site *s, struct errand *x, struct buf *problems)
{
    x->member = (struct member_draft){.login = str_c(call->opts->operands[0]),
                                      .name = str_trim(str_c(opt_get(call->opts, "name", ""))), .lang = s->lang};
    struct problems p = {.n = 0};
    member_check(&x->member, &p);
    for (size_t i = 0; i < p.n; i++) {
        buf_addf(problems, "%s: %s\n", p.list[i].field, say(p.list[i].msgid));
    }
    const char *lang = opt_get(call->opts, "lang", NULL);
    if (lang != NULL && !lang_from_code(str_c(lang), &x->member.lang)) {
        buf_addf(problems, say("--lang %s: the program speaks vi and en\n"), lang);
    }
    const struct office *o = store_office(call, s, problems);
    x->office = o == NULL ? STR_NONE : o->code;
    for (size_t i = 0; i < opt_count(call->opts, "role"); i++) {
        take_role(opt_nth(call->opts, "role", i), x, problems);
    }
}

int cli_user_add(struct cli_call *call)
{
    struct errand x = {.kind = ERRAND_USER_ADD};
    struct site *site;
    bool found;
    int code;
    if (!read_before(call, &site, &found, &code)) {
        return code;
    }
    struct buf problems = buf_new(8192);
    check_draft(call, site, &x, &problems);
    code = problems.n > 0 ? cli_problems(call, &problems) : found ? tell(call, true) : CLI_DONE;
    buf_free(&problems);
    if (code == CLI_DONE) {
        code = passwords_ask(call, x.member.login, opt_count(call->opts, "password-stdin") > 0, &x.member.password);
    }
    return user_end(call, site, &x, code);
}

// passwd, disable and enable: the member must be there.
static int change_member(struct cli_call *call, enum errand_kind kind)
{
    struct errand x = {.kind = kind, .member = {.login = str_c(call->opts->operands[0])}};
    struct site *site;
    bool found;
    int code;
    if (!read_before(call, &site, &found, &code)) {
        return code;
    }
    code = found ? CLI_DONE : tell(call, false);
    if (code == CLI_DONE && kind == ERRAND_USER_PASSWD) {
        code = passwords_ask(call, x.member.login, opt_count(call->opts, "password-stdin") > 0, &x.member.password);
    }
    return user_end(call, site, &x, code);
}

int cli_user_passwd(struct cli_call *call)
{
    return change_member(call, ERRAND_USER_PASSWD);
}

int cli_user_disable(struct cli_call *call)
{
    return change_member(call, ERRAND_USER_DISABLE);
}

int cli_user_enable(struct cli_call *call)
{
    return change_member(call, ERRAND_USER_ENABLE);
}

static bool list_member(struct tx *tx, const struct site *s, const struct member_row *m, int64_t now, struct buf *out,
                        struct err *e)
{
    struct roles_of_member_row *roles;
    size_t n;
    if (!q_roles_of_member(tx, m->id, now, &roles, &n, e)) {
        return false;
    }
    buf_addf(out, "%.*s\t%.*s\t", STR_ARG(m->login), STR_ARG(m->name));
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_office(s, roles[i].office_id);
        buf_addf(out, "%s%.*s@%.*s", i == 0 ? "" : " ", STR_ARG(roles[i].role), STR_ARG(o == NULL ? STR("?") : o->code));
    }
    buf_addf(out, "\t%s\n", m->disabled_at != 0 ? "disabled" : m->password.p == NULL ? "no password" : "active");
    return true;
}

static bool list_all(struct tx *tx, const struct site *s, int64_t now, struct buf *out, struct err *e)
{
    struct member_row *list;
    size_t n = 1;
    for (struct str after = STR(""); n > 0;) {
        if (!q_members_all(tx, after, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            if (!list_member(tx, s, &list[i], now, out, e)) {
                return false;
            }
            after = list[i].login;
        }
    }
    return true;
}

int cli_user_list(struct cli_call *call)
{
    struct err e = ERR_INIT;
    struct db *db;
    struct site *site;
    struct tx *tx;
    int64_t now = clock_now();
    if (!db_open(&db, call->db, DB_READ_ONLY, &e)) {
        return cli_fail(call, &e);
    }
    struct buf out = buf_new(16 << 20);
    bool good = site_load(db, now, &site, &e);
    if (good) {
        good = db_read_begin(db, call->arena, &tx, &e);
        if (good) {
            good = list_all(tx, site, now, &out, &e);
            db_read_end(tx);
        }
        site_unref(site);
    }
    db_close(db);
    cli_print(stdout, &out);
    buf_free(&out);
    return good ? CLI_DONE : cli_fail(call, &e);
}
