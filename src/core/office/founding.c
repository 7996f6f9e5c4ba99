// founding.c: see founding.h.
#include "core/office/founding.h"

#include <math.h>

#include "auth/policy.h"
#include "base/random.h"
#include "base/utf8.h"
#include "core/office/dated.h"
#include "core/office/words.h"
#include "db/q_member.h"
#include "db/q_site.h"
#include "i18n/i18n.h"
#include "mail/smtp.h"

enum { TEXT_LONGEST = 2000, LINES_LONGEST = 40000 }; // letters of a setting

static const char *const kinds[] = {"country", "province", "commune", "ward", "zone", "department", "unit", "committee"};

bool office_kind_known(struct str kind)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eqz(kind, kinds[i])) {
            return true;
        }
    }
    return false;
}

static bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool code_usable(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        if (!letter_or_digit(c) && (i == 0 || (c != '-' && c != '_' && c != '.'))) {
            return false;
        }
    }
    return code.n > 0 && code.n <= CODE_MAX && !str_ends(code, STR(".json"));
}

void office_check(const struct site *s, const struct office_draft *d, struct problems *p)
{
    if (!code_usable(d->code)) {
        problem_add(p, "code", N_("A code has 1 to 40 letters and digits, with - _ . inside."));
    } else if (s != NULL && site_office_by_code(s, d->code) != NULL) {
        problem_add(p, "code", N_("Another office has this code."));
    }
    if (!office_kind_known(d->kind)) {
        problem_add(p, "kind", N_("Choose what kind of office it is."));
    }
    bool named = false;
    for (int i = 0; i < LANG_COUNT; i++) {
        named = named || d->name[i].n > 0;
        if (!utf8_valid(d->name[i]) || utf8_count(d->name[i]) > NAME_MAX) {
            problem_add(p, "name", N_("A name has at most 200 characters."));
        }
    }
    if (!named) {
        problem_add(p, "name", N_("Give it a name."));
    }
}

static bool event_at(const struct founder *f, enum event_kind kind, int64_t subject, const char *reason, struct str content,
                     struct err *e)
{
    return event_add(f->tx, &(struct event_new){.home = f->home, .kind = kind, .subject_id = subject, .reason = str_c(reason),
                                                .actor = f->actor, .now = f->now, .content = content}, NULL, e);
}

static bool put_office(struct tx *tx, const struct office_draft *d, int64_t id, int64_t now, int64_t today, struct err *e)
{
    if (!q_office_insert(tx, id, now, NULL, e) ||
        !q_office_term_insert(tx, &(struct q_office_term_insert_in){.id = random_id(), .office = id, .since_day = today,
                                                                    .parent = d->parent_id, .code = d->code, .kind = d->kind},
                              NULL, e)) {
        return false;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (d->name[l].n > 0 &&
            !q_office_name_insert(tx, &(struct q_office_name_insert_in){
                .id = random_id(), .office = id, .lang = lang_info(l)->code, .name = d->name[l], .since_day = today}, NULL, e)) {
            return false;
        }
    }
    return true;
}

bool office_add(const struct founder *f, const struct office_draft *d, int64_t *id, struct err *e)
{
    int64_t fresh = random_id();
    if (!put_office(f->tx, d, fresh, f->now, f->today, e) ||
        !event_at(f, EVENT_OFFICE_CHANGED, fresh, "added", STR_NONE, e)) {
        return false;
    }
    *id = fresh;
    return true;
}

bool office_rename(const struct founder *f, int64_t office_id, enum lang lang, struct str name, struct err *e)
{
    return dated_name(f->tx, office_id, f->today, lang, name, e) &&
           event_at(f, EVENT_OFFICE_CHANGED, office_id, "renamed", name, e);
}

bool office_move(const struct founder *f, int64_t office_id, int64_t parent_id, struct str code, struct str kind, struct err *e)
{
    struct office_term t = {parent_id, code, kind};
    bool done;
    if (!dated_term(f->tx, office_id, f->today, &t, &done, e)) {
        return false;
    }
    return done ? event_at(f, EVENT_OFFICE_CHANGED, office_id, "moved", STR_NONE, e)
                : err_set(e, ERR_CONFLICT, N_("office %lld is not there on that day"), (long long)office_id);
}

bool site_found(struct tx *tx, const struct office_draft *root, enum lang lang, struct str zone, int64_t now, int64_t today,
                int64_t *home, int64_t *root_id, struct err *e)
{
    int64_t office = random_id();
    int64_t id = random_id();
    struct founder f = {.tx = tx, .home = id, .now = now, .today = today};
    if (!put_office(tx, root, office, now, today, e) ||
        !q_home_insert(tx, &(struct q_home_insert_in){.home = id, .office = office, .lang = lang_info(lang)->code,
                                                      .timezone = zone, .now = now}, NULL, e) ||
        !event_at(&f, EVENT_OFFICE_CHANGED, office, "founded", STR_NONE, e)) {
        return false;
    }
    *home = id;
    *root_id = office;
    return true;
}

bool category_add(const struct founder *f, int64_t office_id, struct str code, const struct str name[LANG_COUNT],
                  int64_t owner_id, int64_t position, int64_t *id, struct err *e)
{
    int64_t fresh = random_id();
    struct q_category_insert_in in = {.id = fresh, .office = office_id, .code = code, .owner = owner_id, .position = position,
                                      .now = f->now};
    if (!q_category_insert(f->tx, &in, NULL, e)) {
        return false;
    }
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (name[l].n > 0 && !q_category_name_insert(f->tx, fresh, lang_info(l)->code, name[l], NULL, e)) {
            return false;
        }
    }
    *id = fresh;
    return event_at(f, EVENT_CATEGORY_CHANGED, fresh, "added", STR_NONE, e);
}

bool category_stop(const struct founder *f, int64_t id, struct err *e)
{
    return q_category_end(f->tx, id, f->now, NULL, e) && event_at(f, EVENT_CATEGORY_CHANGED, id, "ended", STR_NONE, e);
}

static double linear(int c) // of a channel of sRGB: IEC 61966-2-1
{
    double x = c / 255.0;
    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

// The page's colour stands behind white letters and in front of a nearly white page: contrast as WCAG 2.2 computes it, with
// something to spare over the 4.5 that it asks for.
static bool is_dark(struct str v)
{
    int c[3];
    for (size_t i = 0; i < 3; i++) {
        c[i] = 0;
        for (size_t k = 1 + 2 * i; k < 3 + 2 * i; k++) {
            char d = v.p[k];
            c[i] = c[i] * 16 + (d <= '9' ? d - '0' : (d | 0x20) - 'a' + 10);
        }
    }
    double light = 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
    return 1.05 / (light + 0.05) >= 5.5;
}

static bool is_colour(struct str v)
{
    for (size_t i = 1; i < v.n; i++) {
        char c = v.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
            return false;
        }
    }
    return v.n == 7 && v.p[0] == '#';
}

static bool is_mail_server(struct str v)
{
    struct arena a = ARENA_INIT;
    struct smtp_server server;
    struct err e = ERR_INIT;
    bool good = smtp_server_read(&a, v, &server, &e);
    arena_free(&a);
    return good;
}

const char *setting_problem(enum setting which, struct str value)
{
    const char *kind = setting_kind(which);
    int64_t number;
    if (strcmp(kind, "number") == 0 && (!str_int(value, &number) || number < 0 || number > 100000)) {
        return N_("Write a whole number.");
    }
    if (strcmp(kind, "flag") == 0 && !str_eq(value, STR("0")) && !str_eq(value, STR("1"))) {
        return N_("Answer yes or no.");
    }
    if (strcmp(kind, "colour") == 0 && value.n > 0 && !is_colour(value)) {
        return N_("A colour is written like #0b6e4f.");
    }
    if (strcmp(kind, "colour") == 0 && value.n > 0 && !is_dark(value)) {
        return N_("White letters cannot be read well on this colour. Choose a darker one.");
    }
    if (which == SETTING_SMTP_URL && value.n > 0 && !is_mail_server(value)) {
        return N_("A mail server is written like smtps://mail.example.vn.");
    }
    if (which == SETTING_OFFICE_MAIL && value.n > 0 && !smtp_address_ok(value)) {
        return N_("A mail address is written like vanthu@xa.example.vn.");
    }
    if (which == SETTING_BASE_URL && value.n > 0 && !str_starts(value, STR("https://")) && !str_starts(value, STR("http://"))) {
        return N_("The address of the site is written like https://phananh.example.vn.");
    }
    if (!utf8_valid(value) || utf8_count(value) > (strcmp(kind, "lines") == 0 ? LINES_LONGEST : TEXT_LONGEST)) {
        return N_("This is too long.");
    }
    return which == SETTING_ABBREVIATIONS ? words_abbreviations_problem(value)
           : which == SETTING_SYNONYMS    ? words_synonyms_problem(value)
                                          : NULL;
}

bool setting_set(const struct founder *f, int64_t office_id, enum setting which, struct str value, struct err *e)
{
    BUG_ON(which >= SETTINGS);
    struct str kept = value.p == NULL ? STR("") : value;
    return q_setting_put(f->tx, &(struct q_setting_put_in){.office = office_id, .name = str_c(setting_key(which)),
                                                           .value = kept, .now = f->now}, NULL, e) &&
           event_at(f, EVENT_SETTING_CHANGED, office_id, setting_key(which), kept, e);
}

void member_check(const struct member_draft *d, struct problems *p)
{
    if (!code_usable(d->login)) {
        problem_add(p, "login", N_("A sign-in name has 1 to 40 letters and digits, with - _ . inside."));
    }
    if (d->name.n == 0 || !utf8_valid(d->name) || utf8_count(d->name) > NAME_MAX) {
        problem_add(p, "name", N_("Give the name, in at most 200 characters."));
    }
}

bool member_traced(const struct founder *f, int64_t member_id, const char *reason, struct err *e)
{
    struct home_row home;
    enum q_got got = q_home_get(f->tx, &home, e);
    if (got != Q_ROW) {
        return got == Q_NONE ? err_set(e, ERR_CORRUPT, "a store without a site") : false;
    }
    return event_at(f, EVENT_MEMBER_CHANGED, home.office_id, reason,
                    str_fmt(tx_arena(f->tx), "%lld", (long long)member_id), e);
}

bool member_add(const struct founder *f, const struct member_draft *d, int64_t *id, struct err *e)
{
    int64_t fresh = random_id();
    if (!q_member_insert(f->tx, &(struct q_member_insert_in){.id = fresh, .login = d->login, .name = d->name,
                                                             .lang = lang_info(d->lang)->code, .password = d->password,
                                                             .now = f->now}, NULL, e) ||
        !member_traced(f, fresh, "added", e)) {
        return false;
    }
    *id = fresh;
    return true;
}

bool role_give(const struct founder *f, int64_t member_id, int64_t office_id, struct str role, int64_t since, int64_t until,
               int64_t lent_by, struct err *e)
{
    enum role known;
    if (!role_of(role, &known)) {
        return err_set(e, ERR_INPUT, N_("no role is called %.*s"), STR_ARG(role));
    }
    return q_role_insert(f->tx, &(struct q_role_insert_in){.id = random_id(), .member = member_id, .office = office_id,
                                                           .role = role, .since = since, .until = until, .lent_by = lent_by},
                         NULL, e) &&
           event_at(f, EVENT_MEMBER_CHANGED, office_id, lent_by != 0 ? "lent" : "role", STR_NONE, e);
}

static bool end_one(const struct founder *f, int64_t role_id, int64_t office_id, struct err *e)
{
    return q_role_end(f->tx, role_id, f->now, NULL, e) &&
           event_at(f, EVENT_MEMBER_CHANGED, office_id, "role_ended", STR_NONE, e);
}

// Loans that rest on what this member was there (office 0: anywhere): they end for good, and do not begin again with a
// role that is given anew.
static bool end_loans(const struct founder *f, int64_t member_id, int64_t office_id, struct err *e)
{
    struct loans_resting_row *rows;
    size_t n;
    if (!q_loans_resting(f->tx, member_id, office_id, f->now, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!end_one(f, rows[i].id, rows[i].office_id, e)) {
            return false;
        }
    }
    return true;
}

// Do the loans of this member rest on the role that was just ended? Those they gave, where they are head no more; those
// they got, where they hold nothing of their own any more.
static bool loans_after(const struct founder *f, const struct role_by_id_row *ended, struct err *e)
{
    struct roles_of_member_row *rows;
    size_t n;
    bool head = false;
    bool works = false;
    if (!q_roles_of_member(f->tx, ended->member_id, f->now, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool own = rows[i].office_id == ended->office_id && rows[i].lent_by == 0;
        works = works || own;
        head = head || (own && str_eqz(rows[i].role, "head"));
    }
    bool rested = !works || (!head && str_eqz(ended->role, "head"));
    return !rested || end_loans(f, ended->member_id, ended->office_id, e);
}

bool role_end(const struct founder *f, int64_t role_id, int64_t office_id, struct err *e)
{
    struct role_by_id_row ended;
    enum q_got got = q_role_by_id(f->tx, role_id, &ended, e);
    return got != Q_ERROR && end_one(f, role_id, office_id, e) &&
           (got == Q_NONE || ended.lent_by != 0 || loans_after(f, &ended, e));
}

bool member_set_password(const struct founder *f, int64_t member_id, struct str hash, struct err *e)
{
    return q_member_set_password(f->tx, member_id, hash, NULL, e) && q_sessions_delete_of_member(f->tx, member_id, NULL, e) &&
           member_traced(f, member_id, "password", e);
}

bool member_set_disabled(const struct founder *f, int64_t member_id, bool disabled, struct err *e)
{
    return (!disabled || end_loans(f, member_id, 0, e)) &&
           q_member_set_disabled(f->tx, member_id, disabled ? f->now : 0, NULL, e) &&
           q_sessions_delete_of_member(f->tx, member_id, NULL, e) &&
           member_traced(f, member_id, disabled ? "disabled" : "enabled", e);
}
