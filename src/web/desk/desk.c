// desk.c: the frame of the desk's pages, its front door, and the words that its pages share.
#include "web/desk/desk_view.h"

#include "base/utf8.h"
#include "core/steer/file.h"
#include "core/steer/plan.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "docs/charset.h"
#include "i18n/format.h"
#include "web/desk/first_hour_view.h"
#include "web/policy.h"

enum { OFFICE_NAMES_MOST = 200 };

const struct office *desk_first_office(const struct web *w)
{
    int64_t ids[DESK_OFFICES_MAX];
    size_t n = web_offices(w, ids, DESK_OFFICES_MAX);
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_office(w->site, ids[i]);
        if (o != NULL) {
            return o;
        }
    }
    return NULL;
}

static void other_desks(struct web *w, const struct office *here, struct desk_page *p)
{
    int64_t ids[DESK_OFFICES_MAX];
    size_t n = web_offices(w, ids, DESK_OFFICES_MAX);
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_office(w->site, ids[i]);
        bool known = o == NULL || o == here;
        for (size_t j = 0; j < i && !known; j++) {
            known = ids[j] == ids[i];
        }
        if (!known) {
            p->offices[p->n_offices++] =
                (struct page_link){o->name[w->lang], str_fmt(w->a, "/desk/%.*s/inbox", STR_ARG(o->code))};
        }
    }
}

// The highest role held at the office itself or above it, in words.
static struct str role_here(const struct web *w, const struct office *office)
{
    struct str words = STR("");
    for (size_t r = 0; r < ROLE_COUNT; r++) {
        for (size_t i = 0; i < w->who.n_roles; i++) {
            if (w->who.roles[i].role == role_at(r) && site_within(w->site, office->id, w->who.roles[i].office_id)) {
                words = T_(w->lang, role_words(role_at(r)));
            }
        }
    }
    return words;
}

// Where the member comes from who looks at an office below: the nearest of their own above it. None at one of their own.
static struct page_link way_back(struct web *w, const struct office *office)
{
    int64_t ids[DESK_OFFICES_MAX];
    size_t n = web_offices(w, ids, DESK_OFFICES_MAX);
    for (const struct office *o = office; o != NULL; o = site_parent(w->site, o)) {
        for (size_t i = 0; i < n; i++) {
            if (ids[i] == o->id) {
                return o == office ? (struct page_link){STR(""), STR("")}
                                   : (struct page_link){o->name[w->lang], str_fmt(w->a, "/desk/%.*s/below", STR_ARG(o->code))};
            }
        }
    }
    return (struct page_link){STR(""), STR("")};
}

// What the page before did, said by a word in the address; nothing else can be said so.
static struct str just_done(const struct web *w)
{
    static const char *const acts[][2] = {
        {"saved", N_("Saved.")},
        {"called", N_("The meeting was called. Its invitation can be downloaded for calendars.")},
        {"meeting-confirmed", N_("The conclusions are confirmed; those with a lead office are tasks now.")},
        {"report-begun", N_("A new edition was begun with the words of the one before.")},
        {"report-taken", N_("The report was taken in; it stands here as handed in.")},
        {"report-there", N_("There is a report for this period already: this is it.")},
        {"report-handed-in", N_("The report is handed in; its figures are closed.")},
        {"report-accepted", N_("The report is accepted.")},
        {"report-returned", N_("The report went back to be completed.")},
        {"report-issued", N_("A draft document was made of it; it is issued from the register.")},
        {"book-taken", N_("The rows are in the book.")},
        {"registered", N_("Registered under the next number of the book.")},
        {"assigned", N_("Assigned.")},
        {"extended", N_("The due date was extended; the sender can read why.")},
        {"passed-on", N_("Passed on. The senders are asked whether their words may follow.")},
        {"asked", N_("The question is shown where the senders follow it.")},
        {"resumed", N_("The matter is in hand again.")},
        {"titled", N_("The public title was saved.")},
        {"noted", N_("The note was written down.")},
        {"closed-now", N_("The matter is closed.")},
        {"reopened", N_("The matter is open again.")},
        {"coordinated", N_("The other office now sees this matter.")},
        {"split-off", N_("The message is back among those to be taken in.")},
        {"submitted", N_("It is with the second reader now.")},
        {"returned", N_("It went back to its writer.")},
        {"published", N_("It is published.")},
        {"recorded", N_("What was said is recorded.")},
        {"comment-shown", N_("The comment is shown.")},
        {"comment-apart", N_("The two comments are not put together any more.")},
        {"comment-together", N_("The two comments are put together again where they look alike.")},
        {"comment-hidden", N_("The comment is hidden; the page says under which rule.")},
        {"task-given", N_("The task was given.")},
        {"tasks-given", N_("The tasks were given.")},
        {"asked-later", N_("A later day was asked for; the office that gave the task decides.")},
        {"comment-kept", N_("The comment stays hidden; the page gives the day of the review.")},
    };
    struct str done = w->req->method == HTTP_POST ? STR("") : web_param(w, "done");
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        if (str_eqz(done, acts[i][0])) {
            return T_(w->lang, acts[i][1]);
        }
    }
    return STR("");
}

// May a comment come to this desk: an office of its own or one below takes them?
static bool comments_at_or_below(const struct site *s, const struct office *office)
{
    bool any = false;
    for (const struct office *o = office; !any && o <= office + office->below; o++) { // offices stand in preorder
        any = site_setting_flag(s, o->id, SETTING_COMMENTS);
    }
    return any;
}

static enum desk_group group_of(enum desk_nav nav)
{
    switch (nav) {
    case DESK_NAV_INBOX:
    case DESK_NAV_MATTERS:
    case DESK_NAV_PHONE:
    case DESK_NAV_COMMENTS:
    case DESK_NAV_WORDINGS:
        return DESK_INCOMING;
    case DESK_NAV_DOCUMENTS:
    case DESK_NAV_TASKS:
    case DESK_NAV_MEETINGS:
    case DESK_NAV_WEEK:
    case DESK_NAV_REPORTS:
        return DESK_STEERING;
    case DESK_NAV_NUMBERS:
    case DESK_NAV_BELOW:
    case DESK_NAV_PEOPLE:
    case DESK_NAV_ADMIN:
    case DESK_NAV_FIRST_HOUR:
        return DESK_OFFICE;
    case DESK_NAV_NONE:
    case DESK_NAV_TODAY:
        break;
    }
    return DESK_NO_GROUP;
}

struct desk_page desk_page_view(struct web *w, struct str title, const struct office *office, enum desk_nav nav)
{
    struct desk_page p = {.page = page_view(w, title), .nav = nav, .group = group_of(nav), .q = STR(""), .done = just_done(w)};
    page_script(&p.page, "desk-keys.js");
    page_script(&p.page, "submit-once.js");
    if (office != NULL && w->who.member.id != 0) {
        p.code = office->code;
        p.office = office->name[w->lang];
        p.page.office = p.office;
        p.counts = web_may(w, CAP_NUMBERS, office->id);
        p.administers = web_may(w, CAP_ADMIN, office->id);
        p.takes = web_may(w, CAP_DESK_TAKE, office->id);
        p.comments = web_may(w, CAP_COMMENTS_READ, office->id) && comments_at_or_below(w->site, office);
        p.role = role_here(w, office);
        p.lists = web_may(w, CAP_DESK_LIST, office->id);
        p.below = p.lists && office->below > 0;
        p.arranges = web_may(w, CAP_REPORT_TEMPLATE, office->id);
        p.up = way_back(w, office);
        other_desks(w, office, &p);
        if (first_hour_open(w)) {
            p.first_hour = str_fmt(w->a, "/desk/%.*s/first-hour", STR_ARG(site_office(w->site, w->site->root)->code));
        }
    }
    return p;
}

// What a member opens in the morning: a head what is late and was promised, who answers what is owed by when, others what
// waits to be taken in, whoever only keeps the books the documents that wait.
static const char *first_page(const struct web *w, const struct office *o)
{
    if (web_may(w, CAP_NUMBERS, o->id)) {
        return "today";
    }
    if (web_may(w, CAP_PRESS_WRITE, o->id)) {
        return "matters?due=owed";
    }
    return web_may(w, CAP_REGISTER, o->id) && !web_may(w, CAP_DESK_TAKE, o->id) ? "documents/waiting" : "inbox";
}

void desk_get(struct web *w)
{
    const struct office *o = desk_first_office(w);
    if (first_hour_open(w)) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/first-hour", STR_ARG(site_office(w->site, w->site->root)->code)));
    } else if (o == NULL && w->who.n_roles > 0) { // an administrator without a desk
        o = site_office(w->site, w->who.roles[0].office_id);
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin", STR_ARG(o == NULL ? STR("none") : o->code)));
    } else if (o == NULL) {
        web_error(w, 403);
    } else {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/%s", STR_ARG(o->code), first_page(w, o)));
    }
}

static bool is_part(const struct office *o)
{
    return str_eq(o->kind, STR("department")) || str_eq(o->kind, STR("unit"));
}

struct desk_choices desk_own_offices(struct web *w, int64_t office_id, int64_t chosen)
{
    const struct office *top = site_office(w->site, office_id);
    struct desk_choices c = {NULL, 0};
    while (top != NULL && is_part(top) && site_parent(w->site, top) != NULL) {
        top = site_parent(w->site, top);
    }
    if (top == NULL) {
        return c;
    }
    c.list = ARENA_ARRAY(w->a, struct desk_choice, (size_t)top->below + 1);
    for (int32_t i = 0; i <= top->below; i++) {
        if (office_own(w->site, top[i].id, top->id)) {
            c.list[c.n++] = (struct desk_choice){top[i].code, top[i].name[w->lang], top[i].id == chosen};
        }
    }
    return c;
}

struct desk_choices desk_categories(struct web *w, int64_t office_id, struct str chosen)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, w->site->n_categories + 1), 0};
    for (size_t i = 0; i < w->site->n_categories; i++) {
        const struct category *one = &w->site->categories[i];
        if (site_category_holds(w->site, one, office_id)) {
            c.list[c.n++] = (struct desk_choice){one->code, one->name[w->lang], str_eq(chosen, one->code)};
        }
    }
    return c;
}

const struct office *desk_office_field(const struct web *w, const char *code, const char *name)
{
    const struct office *o = site_office_by_code(w->site, web_field(w, code));
    struct str typed = web_field(w, name);
    if (o == NULL && typed.n > 0) {
        o = site_office_by_code(w->site, typed);
    }
    const struct office *named;
    if (o == NULL && typed.n > 0 && office_named(office_names(w->a, w->site), typed, site_office(w->site, w->site->root),
                                                 &named) == NAMED_ONE) {
        o = named;
    }
    return o != NULL && site_within(w->site, o->id, w->site->root) ? o : NULL;
}

struct str desk_near(struct web *w, const struct office_near *near)
{
    struct buf b = buf_new(4000);
    for (size_t i = 0; i < near->n; i++) {
        const struct office *o = near->list[i];
        const struct office *above = site_parent(w->site, o);
        bool twin = false;
        for (size_t k = 0; k < near->n; k++) {
            twin = twin || (k != i && str_eq(near->list[k]->name[w->lang], o->name[w->lang]));
        }
        if (i == 0) {
            buf_add(&b, T(w->lang, "Did you mean:"));
        }
        buf_addf(&b, "%s %.*s", i == 0 ? "" : ";", STR_ARG(o->name[w->lang]));
        if (twin && above != NULL) {
            buf_addf(&b, ", %.*s", STR_ARG(above->name[w->lang]));
        }
        buf_addf(&b, " (%.*s)", STR_ARG(o->code));
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

const struct office *desk_office_typed(struct web *w, const char *code, const char *name, const struct office *top,
                                       struct problems *p)
{
    const struct office *root = site_office(w->site, w->site->root);
    const struct office *o = site_office_by_code(w->site, web_field(w, code));
    const struct office *within = top == NULL ? root : top;
    struct str typed = web_field(w, name);
    struct office_near near;
    if (o != NULL || typed.n == 0) {
        return o != NULL && site_within(w->site, o->id, root->id) ? o : NULL;
    }
    struct office_names *names = office_names(w->a, w->site);
    enum office_named got = office_named(names, typed, within, &o);
    if (got == NAMED_NONE && within != root) {
        enum office_named outside = office_named(names, typed, root, &o);
        got = outside == NAMED_ONE ? outside : got;
    }
    if (got == NAMED_ONE) {
        return o;
    }
    office_near(names, typed, within, &near);
    problem_add_about(p, code[0] == 0 ? name : code,
                      got == NAMED_SEVERAL ? N_("Several offices are called so: write its code.") : N_("No office is called so."),
                      desk_near(w, &near));
    return NULL;
}

size_t desk_offices_typed(struct web *w, const char *field, const struct office *top, int64_t *out, size_t max,
                          struct problems *p)
{
    struct str unknown;
    bool several;
    struct office_near near;
    struct office_names *names = office_names(w->a, w->site);
    const struct office *within = top == NULL ? site_office(w->site, w->site->root) : top;
    size_t n = plan_offices(w->a, names, within, web_field(w, field), out, max, &unknown, &several);
    if (unknown.p != NULL) {
        office_near(names, unknown, within, &near);
        problem_add_about(p, field,
                          several ? N_("Several offices are called so: write its code.")
                                  : N_("One of these offices is not known: write each on a line, by name or code."),
                          str_fmt(w->a, "“%.*s” %.*s", STR_ARG(unknown), STR_ARG(desk_near(w, &near))));
    }
    return n;
}

struct desk_choices desk_office_names(struct web *w, const struct office *top)
{
    struct desk_choices c = {ARENA_ARRAY(w->a, struct desk_choice, OFFICE_NAMES_MOST), 0};
    bool all = top->below < OFFICE_NAMES_MOST;
    for (int32_t i = 0; i <= top->below && c.n < OFFICE_NAMES_MOST; i++) {
        if (all || top[i].depth <= top->depth + 1) {
            c.list[c.n++] = (struct desk_choice){top[i].code, top[i].name[w->lang], false};
        }
    }
    return c;
}

size_t desk_files_field(struct web *w, struct file_draft **list, struct problems *p)
{
    struct file_draft *files = ARENA_ARRAY(w->a, struct file_draft, w->n_files + 1);
    for (size_t i = 0; i < w->n_files; i++) {
        files[i] = (struct file_draft){.name = w->files[i].name, .bytes = w->files[i].bytes};
        file_check(w->a, &files[i], p);
    }
    if (w->n_files == 0) {
        problem_add(p, "file", N_("Choose a file that is not empty."));
    }
    *list = files;
    return w->n_files;
}

bool desk_text_file(struct web *w, size_t max, struct str *text, struct problems *p)
{
    *text = STR_NONE;
    if (w->n_files == 0 || w->files[0].bytes.n == 0) { // a browser sends an empty one where none was chosen
        return true;
    }
    struct str bytes = w->files[0].bytes;
    size_t skip;
    enum charset set = charset_detect(bytes, &skip);
    struct buf b = buf_new(max);
    (void)charset_decode(set, str_slice(bytes, skip, bytes.n), true, &b);
    struct str all = str_copy(w->a, buf_str(&b));
    bool is_text = utf8_valid(all) && memchr(all.p, 0, all.n) == NULL;
    const char *why = buf_over(&b) ? N_("The file is too long for one step.")
                      : !is_text   ? N_("This is no text: save the table as CSV (UTF-8).")
                                   : NULL;
    buf_free(&b);
    if (why != NULL) {
        problem_add(p, "file", why);
        return false;
    }
    *text = charset_nfc(w->a, all);
    return true;
}

int64_t desk_day_field(const struct web *w, const char *name)
{
    int64_t day;
    return civil_parse(web_field(w, name), &day) ? day : 0;
}

int64_t desk_time_field(const struct web *w, const char *day, const char *clock)
{
    int64_t date = desk_day_field(w, day);
    struct str rest = web_field(w, clock);
    struct str hour = str_cut(&rest, ':');
    int64_t h, m;
    bool good = date != 0 && hour.n > 0 && hour.n <= 2 && rest.n == 2 && str_int(hour, &h) && str_int(rest, &m) && h >= 0 &&
                h <= 23 && m >= 0 && m <= 59;
    return good ? tz_time(w->site->tz, date, (int)h, (int)m, 0) : 0;
}

struct str desk_number(struct web *w, const struct matter_row *m)
{
    return str_fmt(w->a, "%lld/%lld", (long long)m->number, (long long)m->number_year);
}

struct str desk_title(struct web *w, const struct matter_row *m)
{
    if (m->title.n > 0) {
        return m->title;
    }
    struct str category = desk_category_name(w, m->category_id);
    return str_fmt(w->a, "%.*s · %.*s", STR_ARG(category), STR_ARG(page_words(w, format_date, m->started_at)));
}

bool desk_public_title(struct web *w, const struct matter_row *m, struct str *out, struct err *e)
{
    struct matter_titles_row *list;
    size_t n;
    *out = STR("");
    if (m->public_at == 0) {
        return true;
    }
    if (!q_matter_titles(w->tx, m->home_id, m->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool mine = str_eq(list[i].lang, lang_info(w->lang)->code);
        bool better = str_eq(list[i].lang, lang_info(w->site->lang)->code);
        if (mine || better || out->n == 0) {
            *out = list[i].title;
        }
        if (mine) {
            break;
        }
    }
    return true;
}

struct str desk_kept(const struct web *w, struct str words)
{
    return words.p == NULL ? T(w->lang, "(The words were erased.)") : words;
}

struct str desk_office_name(const struct web *w, int64_t office_id)
{
    const struct office *o = site_office(w->site, office_id);
    return o == NULL ? STR("") : o->name[w->lang];
}

struct str desk_category_name(const struct web *w, int64_t category_id)
{
    const struct category *c = site_category(w->site, category_id);
    return c == NULL ? T(w->lang, "Subject not known") : c->name[w->lang];
}

struct str desk_channel(const struct web *w, const struct message_row *m)
{
    static const char *const names[][2] = {
        {"web", N_("web page")}, {"api", N_("another program")}, {"phone", N_("telephone")}, {"paper", N_("letter")},
        {"counter", N_("at the counter")}, {"mail", N_("e-mail")}, {"app", N_("app")},
    };
    struct str words = T(w->lang, "another way");
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eqz(m->channel, names[i][0])) {
            words = T_(w->lang, names[i][1]);
        }
    }
    struct str entered = m->import_id != 0 ? T(w->lang, "taken over from another system") : T(w->lang, "entered by the office");
    return m->by_office ? str_fmt(w->a, "%.*s, %.*s", STR_ARG(words), STR_ARG(entered)) : words;
}

bool desk_words_read(struct web *w, const struct message_row *m, const struct matter_row *matter, enum words_access *access,
                     struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    if (!words_access(w->tx, w->site, offices, n, m, matter, access, e)) {
        return false;
    }
    if (policy_concerned(w, m->about_office_id)) { // by any role, not only one of the desk's
        *access = WORDS_NOT_THERE;
    }
    return true;
}

bool desk_words_access(struct web *w, const struct message_row *m, const struct matter_row *matter,
                       enum words_access *access)
{
    struct err e = ERR_INIT;
    bool good = desk_words_read(w, m, matter, access, &e);
    if (!good) {
        web_failed(w, &e);
    }
    return good;
}

bool desk_contact(struct web *w, const struct message_row *m, const struct matter_row *matter, enum desk_contact *out)
{
    bool offered = false;
    enum words_access words = WORDS_NOT_THERE;
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    struct contact_get_row contact;
    struct err e = ERR_INIT;
    enum q_got kept = q_contact_get(w->tx, m->home_id, m->id, &contact, &e);
    if (kept == Q_ERROR || (kept == Q_ROW && (!contact_access(w->tx, w->site, offices, n, m, matter, &offered, &e) ||
                                              !words_access(w->tx, w->site, offices, n, m, matter, &words, &e)))) {
        web_failed(w, &e);
        return false;
    }
    bool may = kept == Q_ROW && web_may(w, CAP_CONTACT, m->office_id) && !policy_concerned(w, m->about_office_id);
    *out = may && offered                 ? DESK_CONTACT_OFFERED
           : may && words == WORDS_OPEN ? DESK_CONTACT_WAITS
                                        : DESK_CONTACT_NONE;
    return true;
}

struct desk desk_of(struct tx *tx, const struct site *site, struct actor actor, int64_t now)
{
    return (struct desk){.tx = tx, .site = site, .actor = actor, .now = now};
}
