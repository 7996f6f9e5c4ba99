// admin_view.c: gathering an administrator's page.
#include "web/admin/admin_view.h"

#include "core/contact/contact.h"
#include "core/office/founding.h"
#include "core/press/rule.h"
#include "db/q_member.h"
#include "db/q_site.h"
#include "i18n/format.h"
#include "i18n/i18n.h"
#include "web/admin/admin.h"

// The key of the contact box is made at the console, and the list of the first hour has a page of its own.
const char *admin_form_of(enum setting which)
{
    switch (which) {
    case SETTING_CONTACT_KEY:
    case SETTING_FIRST_HOUR:
        return NULL;
    case SETTING_SMTP_URL:
    case SETTING_MAIL_FROM:
    case SETTING_BASE_URL:
        return "mail";
    default:
        return "settings";
    }
}

static struct admin_setting one_setting(struct web *w, enum setting i, bool typed)
{
    const struct office *above = site_parent(w->site, w->office);
    struct str own = w->office->setting[i];
    const char *key = setting_key(i);
    struct str value = typed ? web_field(w, key) : own.p == NULL ? STR("") : own;
    bool flag = strcmp(setting_kind(i), "flag") == 0;
    return (struct admin_setting){
        .name = str_c(key), .label = T_(w->lang, setting_words(i)), .value = value,
        .inherited = above == NULL ? str_c(setting_default(i)) : site_setting(w->site, above->id, i), .flag = flag,
        .lines = strcmp(setting_kind(i), "lines") == 0,
        .on = flag && str_eq(typed ? value : site_setting(w->site, w->office->id, i), STR("1")), .own = own.p != NULL};
}

static void add_settings(struct web *w, struct admin_view *v)
{
    for (enum setting i = 0; i < SETTINGS; i++) {
        const char *form = admin_form_of(i);
        if (form == NULL || (!v->site && strcmp(setting_kind(i), "lines") == 0)) { // the engine's words are the site's
            continue;
        }
        struct admin_setting s = one_setting(w, i, str_eqz(v->form, form));
        if (strcmp(form, "mail") == 0) {
            v->mail[v->n_mail++] = s;
        } else {
            v->settings[v->n_settings++] = s;
        }
    }
}

// What became of the last test mail, in words.
static bool add_trial(struct web *w, struct admin_view *v, struct err *e)
{
    struct trial_mail t;
    if (!v->site || !contact_trial(w->tx, w->site, &t, e)) {
        return !v->site;
    }
    struct str at = page_words(w, format_datetime, t.done || t.tries == 0 ? t.made_at : t.next_at);
    const char *words = t.sent           ? N_("The test mail of {when} was sent.")
                        : t.done         ? N_("The test mail of {when} was given up.")
                        : t.tries == 0   ? N_("The test mail of {when} is being sent. Load this page again in a few seconds.")
                                         : N_("The test mail could not be sent yet; the next try is at {when}. The system's "
                                              "journal says why (journalctl -u hoiam).");
    if (t.any) {
        struct buf b = buf_new(1024);
        I18N_FILL(&b, T_(w->lang, words), {"when", at});
        v->trial = str_copy(w->a, buf_str(&b));
        buf_free(&b);
    }
    return true;
}

static void add_categories(struct web *w, struct admin_view *v)
{
    v->categories = ARENA_ARRAY(w->a, struct admin_category, w->site->n_categories);
    for (size_t i = 0; i < w->site->n_categories; i++) {
        const struct category *c = &w->site->categories[i];
        if (!site_category_holds(w->site, c, w->office->id)) {
            continue;
        }
        const struct office *owner = site_office(w->site, c->owner_id);
        struct admin_category *out = &v->categories[v->n_categories++];
        *out = (struct admin_category){.id = c->id, .code = c->code, .own = c->office_id == w->office->id,
                                       .owner = owner == NULL ? T(w->lang, "who received it") : owner->name[w->lang]};
        memcpy(out->name, c->name, sizeof out->name);
    }
}

static bool add_rules(struct web *w, struct admin_view *v, struct err *e)
{
    struct house_rules rules;
    if (!rules_load(w->tx, w->site, &rules, e)) {
        return false;
    }
    v->rules = ARENA_ARRAY(w->a, struct admin_rule, rules.n);
    for (size_t i = 0; i < rules.n; i++) {
        const struct house_rule *r = &rules.list[i];
        if (rule_holds(w->site, r, w->office->id)) {
            struct admin_rule *out = &v->rules[v->n_rules++];
            *out = (struct admin_rule){.code = r->code, .own = r->office_id == w->office->id};
            memcpy(out->wording, r->wording, sizeof out->wording);
        }
    }
    return true;
}

static bool add_members(struct web *w, struct admin_view *v, struct err *e)
{
    struct members_of_office_row *rows;
    size_t n;
    if (!q_members_of_office(w->tx, w->office->id, w->now, &rows, &n, e)) {
        return false;
    }
    v->members = ARENA_ARRAY(w->a, struct admin_member, n);
    for (size_t i = 0; i < n; i++) {
        enum role role;
        struct str words = role_of(rows[i].role, &role) ? T_(w->lang, role_words(role)) : rows[i].role;
        struct admin_member *last = v->n_members == 0 ? NULL : &v->members[v->n_members - 1];
        if (last != NULL && str_eq(last->login, rows[i].login)) {
            last->roles = str_fmt(w->a, "%.*s, %.*s", STR_ARG(last->roles), STR_ARG(words));
            continue;
        }
        v->members[v->n_members++] = (struct admin_member){rows[i].login, rows[i].name, words, rows[i].totp_secret.n > 0,
                                                           rows[i].disabled_at != 0};
    }
    return true;
}

// "4,012 messages" and so on, of what a good drill leaves as four numbers (jobs/drill.h); anything else as it is.
static struct str upkeep_words(struct web *w, const struct upkeep_latest_row *row)
{
    struct str rest = row->detail;
    int64_t n[4];
    struct str words[4];
    for (size_t i = 0; i < ARRAY_LEN(n); i++) {
        if (!str_int(str_cut(&rest, ' '), &n[i])) {
            return row->detail;
        }
        struct buf b = buf_new(64);
        if (i < 3) {
            format_number(&b, w->lang, n[i]);
        } else {
            format_decimal(&b, w->lang, (n[i] + 50) / 100, 1);
        }
        words[i] = str_copy(w->a, buf_str(&b));
        buf_free(&b);
    }
    struct buf all = buf_new(1024);
    I18N_FILL(&all, T(w->lang, "Messages: {messages}, matters: {matters}, events: {events}; {s} s"), {"messages", words[0]},
              {"matters", words[1]}, {"events", words[2]}, {"s", words[3]});
    struct str line = str_copy(w->a, buf_str(&all));
    buf_free(&all);
    return line;
}

static bool add_upkeep(struct web *w, struct admin_view *v, struct err *e)
{
    struct upkeep_latest_row *rows;
    size_t n;
    if (!q_upkeep_latest(w->tx, &rows, &n, e)) {
        return false;
    }
    v->upkeep = ARENA_ARRAY(w->a, struct admin_upkeep, n);
    for (size_t i = 0; i < n; i++) {
        bool drill = str_eq(rows[i].kind, STR("drill"));
        v->upkeep[v->n_upkeep++] = (struct admin_upkeep){
            drill ? T(w->lang, "restore drill") : T(w->lang, "backup"), rows[i].began_at, rows[i].good,
            upkeep_words(w, &rows[i])};
    }
    return true;
}

struct desk_choices admin_kinds(struct web *w, struct str chosen)
{
    static const struct {
        const char *code;
        const char *words;
    } kinds[] = {{"department", N_("department")}, {"unit", N_("unit")},         {"commune", N_("commune")},
                 {"ward", N_("ward")},             {"zone", N_("special zone")}, {"province", N_("province")},
                 {"committee", N_("steering committee")}, {"country", N_("country")}};
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, ARRAY_LEN(kinds)), 0};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (i + 1 < ARRAY_LEN(kinds) || str_eqz(chosen, kinds[i].code)) { // a country has none below it
            c.list[c.n++] = (struct desk_choice){str_c(kinds[i].code), T_(w->lang, kinds[i].words),
                                                 str_eqz(chosen, kinds[i].code)};
        }
    }
    return c;
}

static void add_choices(struct web *w, struct admin_view *v)
{
    v->offices = ARENA_ARRAY(w->a, struct admin_choice, (size_t)w->office->below + 1);
    v->below = ARENA_ARRAY(w->a, struct admin_choice, (size_t)w->office->below + 1);
    for (int32_t i = 0; i <= w->office->below; i++) {
        const struct office *o = &w->office[i];
        if (w->office->below < OFFICES_LISTED || o->depth <= w->office->depth + 1) {
            v->offices[v->n_offices++] = (struct admin_choice){o->code, o->name[w->lang]};
        }
        if (o->depth == w->office->depth + 1) {
            v->below[v->n_below++] = (struct admin_choice){o->code, o->name[w->lang]};
        }
    }
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        v->roles[v->n_roles++] = (struct admin_choice){str_c(role_code(role_at(i))), T_(w->lang, role_words(role_at(i)))};
    }
    v->kinds = admin_kinds(w, str_eq(v->form, STR("office")) ? web_field(w, "kind") : STR(""));
    v->committee = str_eqz(w->office->kind, "committee");
}

bool admin_view_load(struct web *w, struct admin_view *v, const struct problems *p, struct str form, struct err *e)
{
    static const char *const fields[] = {"name_vi", "name_en", "code", "login"};
    v->desk = desk_page_view(w, T(w->lang, "Administration"), w->office, DESK_NAV_ADMIN);
    v->desk.page.problems = p;
    v->base = str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(w->office->code));
    v->form = form;
    v->site = w->office->id == w->site->root;
    v->logo_saved = w->req->method != HTTP_POST && str_eqz(web_param(w, "done"), "logo-saved");
    v->trial_to = web_field(w, "trial_to");
    for (size_t i = 0; i < ARRAY_LEN(v->typed) && form.n > 0; i++) {
        v->typed[i] = web_field(w, fields[i]);
    }
    add_settings(w, v);
    add_categories(w, v);
    add_choices(w, v);
    return add_rules(w, v, e) && add_members(w, v, e) && add_upkeep(w, v, e) && add_trial(w, v, e);
}
