// user.c: `hoiam user add|passwd|disable|enable|list`: the members of a site, at the machine's own console.
#include "cli/commands.h"

#include "auth/policy.h"
#include "base/clock.h"
#include "cli/passwords.h"
#include "cli/store.h"
#include "core/office/begin.h"
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
        "store must be stopped before; while it runs, members are added at the desk."),
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

// What the commands that change a member share.
struct user_change {
    struct site *site;
    struct founder by; // tx is set inside the transaction
    struct member_row member;
    struct str password; // hashed
    bool disable;
    // user add
    struct member_draft draft;
    const struct office *office;
    const struct opt_values *opts;
};

// Open the store for writing and read the site. On false the error was told and *code is the command's exit code.
static bool user_begin(struct cli_call *call, struct db **db, struct user_change *u, int *code)
{
    int64_t now = clock_now();
    if (!store_open(call, DB_READ_WRITE, db, &u->site, code)) {
        return false;
    }
    u->by = (struct founder){.home = u->site->home, .now = now, .today = tz_day(u->site->tz, now)};
    u->opts = call->opts;
    return true;
}

static int user_end(struct cli_call *call, struct db *db, struct user_change *u, db_fn *fn, int code)
{
    struct err e = ERR_INIT;
    if (code == CLI_DONE && !db_write(db, call->arena, fn, u, &e)) {
        code = cli_fail(call, &e);
    }
    store_close(db, u->site);
    return code;
}

// The member of that login: Q_ROW and *out, or the error is told.
static int find_member(struct cli_call *call, struct db *db, const char *login, bool *found, struct member_row *out)
{
    struct err e = ERR_INIT;
    struct tx *tx;
    if (!db_read_begin(db, call->arena, &tx, &e)) {
        return cli_fail(call, &e);
    }
    enum q_got got = q_member_by_login(tx, str_c(login), out, &e);
    db_read_end(tx);
    *found = got == Q_ROW;
    return got == Q_ERROR ? cli_fail(call, &e) : CLI_DONE;
}

static enum tx_end do_add(struct tx *tx, void *arg, struct err *e)
{
    struct user_change *u = arg;
    struct founder by = u->by;
    by.tx = tx;
    int64_t id;
    size_t n = opt_count(u->opts, "role");
    struct str *roles = ARENA_ARRAY(tx_arena(tx), struct str, n);
    for (size_t i = 0; i < n; i++) {
        roles[i] = str_c(opt_nth(u->opts, "role", i));
    }
    return begin_member(&by, &u->draft, u->office->id, roles, n, &id, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end do_password(struct tx *tx, void *arg, struct err *e)
{
    struct user_change *u = arg;
    struct founder by = u->by;
    by.tx = tx;
    return member_set_password(&by, u->member.id, u->password, e) ? TX_COMMIT : TX_FAILED;
}

static enum tx_end do_disable(struct tx *tx, void *arg, struct err *e)
{
    struct user_change *u = arg;
    struct founder by = u->by;
    by.tx = tx;
    return member_set_disabled(&by, u->member.id, u->disable, e) ? TX_COMMIT : TX_FAILED;
}

static void check_draft(struct cli_call *call, struct user_change *u, struct buf *problems)
{
    u->draft = (struct member_draft){.login = str_c(call->opts->operands[0]),
                                     .name = str_trim(str_c(opt_get(call->opts, "name", ""))), .lang = u->site->lang};
    struct problems p = {.n = 0};
    member_check(&u->draft, &p);
    for (size_t i = 0; i < p.n; i++) {
        buf_addf(problems, "%s: %s\n", p.list[i].field, say(p.list[i].msgid));
    }
    const char *lang = opt_get(call->opts, "lang", NULL);
    if (lang != NULL && !lang_from_code(str_c(lang), &u->draft.lang)) {
        buf_addf(problems, say("--lang %s: the program speaks vi and en\n"), lang);
    }
    u->office = store_office(call, u->site, problems);
    for (size_t i = 0; i < opt_count(call->opts, "role"); i++) {
        enum role known;
        if (!role_of(str_c(opt_nth(call->opts, "role", i)), &known)) {
            buf_addf(
                problems,
                say("--role %s: no role is called so; there are clerk, registry, officer, editor, head and admin\n"),
                opt_nth(call->opts, "role", i));
        }
    }
}

int cli_user_add(struct cli_call *call)
{
    struct db *db;
    struct user_change u = {0};
    int code;
    if (!user_begin(call, &db, &u, &code)) {
        return code;
    }
    struct buf problems = buf_new(8192);
    check_draft(call, &u, &problems);
    code = problems.n > 0 ? cli_problems(call, &problems) : CLI_DONE;
    buf_free(&problems);
    bool found = false;
    if (code == CLI_DONE) {
        code = find_member(call, db, call->opts->operands[0], &found, &u.member);
    }
    if (found) {
        code = cli_short(call, say("there is a member %s already; hoiam user passwd gives a new password"),
                         call->opts->operands[0]);
    }
    if (code == CLI_DONE) {
        code = passwords_ask(call, u.draft.login, opt_count(call->opts, "password-stdin") > 0, &u.draft.password);
    }
    return user_end(call, db, &u, do_add, code);
}

// passwd, disable and enable: the member must be there.
static int change_member(struct cli_call *call, struct user_change *u, db_fn *fn)
{
    struct db *db;
    int code;
    if (!user_begin(call, &db, u, &code)) {
        return code;
    }
    bool found = false;
    code = find_member(call, db, call->opts->operands[0], &found, &u->member);
    if (code == CLI_DONE && !found) {
        code = cli_short(call, say("there is no member %s; hoiam user list names them"), call->opts->operands[0]);
    }
    if (code == CLI_DONE && fn == do_password) {
        code = passwords_ask(call, u->member.login, opt_count(call->opts, "password-stdin") > 0, &u->password);
    }
    return user_end(call, db, u, fn, code);
}

int cli_user_passwd(struct cli_call *call)
{
    struct user_change u = {0};
    return change_member(call, &u, do_password);
}

int cli_user_disable(struct cli_call *call)
{
    struct user_change u = {.disable = true};
    return change_member(call, &u, do_disable);
}

int cli_user_enable(struct cli_call *call)
{
    struct user_change u = {.disable = false};
    return change_member(call, &u, do_disable);
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
