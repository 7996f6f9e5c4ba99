// errand.c: see errand.h.
#include "core/office/errand.h"

#include "core/office/begin.h"
#include "core/press/export.h"
#include "db/q_member.h"

enum { FIELDS_MAX = 6 };

static const struct {
    const char *verb;
    size_t fields;
} kinds[ERRANDS] = {
    [ERRAND_EXPORT] = {"export", 1},
    [ERRAND_USER_ADD] = {"user-add", 6},
    [ERRAND_USER_PASSWD] = {"user-passwd", 2},
    [ERRAND_USER_DISABLE] = {"user-disable", 1},
    [ERRAND_USER_ENABLE] = {"user-enable", 1},
};

const char *errand_socket(struct arena *a, const char *store)
{
    char *real = str_find(str_c(store), STR("://")) >= 0 ? NULL : realpath(store, NULL);
    const char *path = real == NULL ? NULL : str_fmt(a, "%s.sock", real).p;
    free(real);
    return path;
}

void errand_write(struct buf *out, const struct errand *x)
{
    buf_addf(out, "%s\t", kinds[x->kind].verb);
    buf_add(out, x->kind == ERRAND_EXPORT ? x->export : x->member.login);
    if (x->kind == ERRAND_USER_ADD) {
        buf_addf(out, "\t%.*s\t%.*s\t%.*s\t", STR_ARG(lang_info(x->member.lang)->code), STR_ARG(x->office),
                 STR_ARG(x->member.name));
        for (size_t i = 0; i < x->n_roles; i++) {
            buf_addf(out, "%s%.*s", i > 0 ? "," : "", STR_ARG(x->roles[i]));
        }
    }
    if (kinds[x->kind].fields > 1) {
        buf_addf(out, "\t%.*s", STR_ARG(x->member.password));
    }
}

static bool read_roles(struct str list, struct errand *out)
{
    while (list.n > 0) {
        enum role known;
        struct str role = str_cut(&list, ',');
        if (out->n_roles == ROLE_COUNT || !role_of(role, &known)) {
            return false;
        }
        out->roles[out->n_roles++] = role;
    }
    return true;
}

static bool read_member(const struct str *field, struct errand *out)
{
    struct problems p = {.n = 0};
    bool adds = out->kind == ERRAND_USER_ADD;
    out->member.login = field[0];
    out->member.name = adds ? field[3] : field[0];
    out->office = adds ? field[2] : STR_NONE;
    if (kinds[out->kind].fields > 1) {
        out->member.password = field[kinds[out->kind].fields - 1];
        if (!str_starts(out->member.password, STR("$argon2id$"))) {
            return false;
        }
    }
    member_check(&out->member, &p);
    return p.n == 0 && (!adds || (lang_from_code(field[1], &out->member.lang) && read_roles(field[4], out)));
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\t' && ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)) {
            return true;
        }
    }
    return false;
}

bool errand_read(struct str line, struct errand *out)
{
    struct str field[FIELDS_MAX];
    size_t n = 0;
    struct str verb = str_cut(&line, '\t');
    struct errand x = {.kind = 0};
    bool plain = !has_control(line);
    while (x.kind < ERRANDS && !str_eqz(verb, kinds[x.kind].verb)) {
        x.kind++;
    }
    while (line.p != NULL && n < FIELDS_MAX) {
        field[n++] = str_cut(&line, '\t');
    }
    if (!plain || x.kind == ERRANDS || line.p != NULL || n != kinds[x.kind].fields) {
        return false;
    }
    x.export = x.kind == ERRAND_EXPORT ? field[0] : STR_NONE;
    bool good = x.kind == ERRAND_EXPORT ? export_kind_of(x.export) < EXPORT_KINDS : read_member(field, &x);
    if (good) {
        *out = x;
    }
    return good;
}

const char *errand_end_code(enum errand_end end)
{
    static const char *const codes[ERRAND_ENDS] = {"done", "taken", "unknown"};
    return codes[end];
}

static bool run_for_member(const struct founder *by, const struct errand *x, const struct member_row *m, struct err *e)
{
    return x->kind == ERRAND_USER_PASSWD ? member_set_password(by, m->id, x->member.password, e)
                                         : member_set_disabled(by, m->id, x->kind == ERRAND_USER_DISABLE, e);
}

bool errand_run(struct tx *tx, const struct site *s, int64_t now, const struct errand *x, enum errand_end *end, struct err *e)
{
    struct founder by = {.tx = tx, .home = s->home, .now = now, .today = tz_day(s->tz, now)};
    const struct office *o = site_office_by_code(s, x->office);
    struct member_row m;
    int64_t id;
    *end = ERRAND_DONE;
    if (x->kind == ERRAND_EXPORT) {
        return event_add(tx, &(struct event_new){.home = s->home, .kind = EVENT_EXPORT_MADE, .subject_id = s->root,
                                                 .reason = x->export, .now = now}, NULL, e);
    }
    enum q_got got = q_member_by_login(tx, x->member.login, &m, e);
    if (got == Q_ERROR) {
        return false;
    }
    if (x->kind == ERRAND_USER_ADD) {
        *end = got == Q_ROW ? ERRAND_TAKEN : o == NULL ? ERRAND_UNKNOWN : ERRAND_DONE;
        return *end != ERRAND_DONE || begin_member(&by, &x->member, o->id, x->roles, x->n_roles, &id, e);
    }
    *end = got == Q_ROW ? ERRAND_DONE : ERRAND_UNKNOWN;
    return *end != ERRAND_DONE || run_for_member(&by, x, &m, e);
}
