// sweep.c: every row of routes.def, asked by everyone at everything: a stranger, each role at each office, with the
// form's token and without. What must come is worked out here from the table of capabilities and the world's own tree,
// and not by the code that is tested. A row that cannot be asked fails: nobody has to remember to add it here.
//
// usage: sweep sqlite|postgres
#include "../unit/tap.h"
#include "house.h"

#include "http/json.h"
#include "web/route.h"

enum verdict { OPEN, SIGN_IN_FIRST, FORBIDDEN, ABSENT, WITHOUT_TOKEN };

static struct house house;
static struct thing things[THINGS_MAX];
static size_t n_things;
static int told; // complaints printed for the row

static bool role_held(enum capability c, const struct world_member *m, enum world_office office)
{
    if (!capability_held(c, m->role)) {
        return false;
    }
    switch (capability_scope(c)) {
    case SCOPE_OWN:
        return world_own(office, m->office);
    case SCOPE_SITE:
        return m->office == W_TINH;
    default:
        return world_within(office, m->office);
    }
}

static bool for_members(enum capability c)
{
    enum scope s = capability_scope(c);
    return s == SCOPE_MEMBER || s == SCOPE_AT || s == SCOPE_OWN || s == SCOPE_SITE;
}

// A matter may be seen, besides by its owner's desk, from where it was started and from where its owner asked for help; a
// document by who works on it or was sent it; a task from where it was given, is led, and is coordinated; a
// meeting by who is invited.
static bool has_part(const struct world_member *m, const struct thing *t)
{
    if (t->document >= 0) {
        return capability_held(CAP_DESK_LIST, m->role) && world_has_document(m->office, (enum world_document)t->document);
    }
    if (t->meeting) {
        return capability_held(CAP_DESK_LIST, m->role) && (m->office == W_BINH || m->office == W_AN);
    }
    if (strcmp(t->param, "task") == 0 || strcmp(t->param, "given") == 0) {
        return role_held(CAP_DESK_LIST, m, W_TINH) || role_held(CAP_DESK_LIST, m, W_AN) || role_held(CAP_DESK_LIST, m, W_SO);
    }
    return strcmp(t->param, "matter") == 0 &&
           (role_held(CAP_DESK_LIST, m, world_received((enum world_message)t->message)) ||
            (t->message == W_HELPED && role_held(CAP_DESK_LIST, m, W_SO)));
}

static bool is_named_publicly(const struct thing *t)
{
    return t == NULL || t->is_public || (strcmp(t->param, "matter") != 0 && strcmp(t->param, "answer") != 0);
}

static enum verdict expected(const struct route *r, const struct world_member *m, const struct thing *t)
{
    enum capability c = r->capability;
    switch (capability_scope(c)) {
    case SCOPE_ANYONE:
        return is_named_publicly(t) ? OPEN : ABSENT;
    case SCOPE_SENDER:
        return !is_named_publicly(t) ? ABSENT : m != NULL ? FORBIDDEN : OPEN;
    case SCOPE_MACHINE:
        return OPEN;
    case SCOPE_FOUNDING: // the world has members
        return ABSENT;
    default:
        break;
    }
    if (m == NULL) {
        return SIGN_IN_FIRST;
    }
    bool of_office = t != NULL && strcmp(t->param, "asset") != 0;
    enum world_office office = of_office ? t->office : W_TINH;
    bool part = of_office && has_part(m, t);
    if (t != NULL && t->message >= 0 && world_not_there(m->office, (enum world_message)t->message)) {
        return ABSENT;
    }
    if (capability_scope(c) != SCOPE_MEMBER && !role_held(c, m, office) && !(part && c == CAP_DESK_LIST)) {
        return of_office && !part && !role_held(CAP_DESK_LIST, m, office) ? ABSENT : FORBIDDEN;
    }
    return r->method == HTTP_POST ? WITHOUT_TOKEN : OPEN;
}

// A page may hide more than its capability does: handed-over messages are for one role, drafts and answers by receipt
// for those who work on them.
static bool may_hide(const struct thing *t)
{
    return t != NULL && (t->message == W_HANDED || (strcmp(t->param, "version") == 0 && !t->is_public));
}

// From above a draft is not there, nor what lies beside a document; and what was received has no paper of our own.
static bool of_document(const struct thing *t)
{
    return t != NULL && t->document >= 0;
}

static bool is_as(const struct route *r, const struct reply *got, enum verdict v, const struct thing *t)
{
    switch (v) {
    case OPEN:
        return got->status >= 200 && got->status < 500 && got->status != 401 && (got->status != 403 || may_hide(t)) &&
               (got->status != 404 || may_hide(t) || of_document(t) || (t != NULL && (t->meeting || t->draft))) &&
               got->status != 405 &&
               (r->capability == CAP_SIGN_IN || !str_eqz(reply_header(got, "Location", 0), "/desk/sign-in"));
    case SIGN_IN_FIRST:
        return r->method == HTTP_POST
                   ? got->status == 401
                   : got->status == 303 && str_eqz(reply_header(got, "Location", 0), "/desk/sign-in");
    case FORBIDDEN:
    case WITHOUT_TOKEN:
        return got->status == 403;
    case ABSENT:
        break;
    }
    return got->status == 404;
}

static const char *verdict_words(enum verdict v)
{
    static const char *const words[] = {"let in", "sent to sign in", "forbidden", "told that there is nothing",
                                        "refused for want of the token"};
    return words[v];
}

// What the reply says, without the name that was asked for, which pages tell back in their own addresses.
static struct str without_name(struct arena *a, struct str page, const char *name)
{
    struct buf out = buf_new(16 << 20);
    for (ptrdiff_t at; name[0] != 0 && (at = str_find(page, str_c(name))) >= 0;) {
        buf_add(&out, str_slice(page, 0, (size_t)at));
        page = str_slice(page, (size_t)at + strlen(name), page.n);
    }
    buf_add(&out, page);
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

static void strip_csrf(struct str page)
{
    static const struct str mark = STR_INIT("name=\"csrf\" value=\"");
    for (ptrdiff_t at; (at = str_find(page, mark)) >= 0;) {
        page = str_slice(page, (size_t)at + mark.n, page.n);
        memset((char *)(uintptr_t)page.p, '-', page.n < 43 ? page.n : 43);
    }
}

// Where the answer is "absent", it is the answer that a name gets which nothing has.
static bool same_as_absent(struct arena *a, const struct route *r, int comer, const struct thing *t,
                           const struct reply *got)
{
    struct thing none = *t;
    struct str path;
    (void)snprintf(none.value, sizeof none.value, "%s", house_absent(t->param));
    if (!house_path(a, r->path, &none, &path)) {
        return false;
    }
    bool post = r->method == HTTP_POST;
    struct reply other = house_ask(&house, a, comer, post ? "POST" : "GET", path, "", post ? STR("") : STR_NONE);
    struct str x = without_name(a, got->body, t->value);
    struct str y = without_name(a, other.body, none.value);
    strip_csrf(x);
    strip_csrf(y);
    return other.status == got->status && str_eq(x, y);
}

static void complain(const char *who, const struct route *r, struct str path, const char *what, int status)
{
    if (told++ < 8) {
        printf("# %s, %s %.*s: should be %s; got %d\n", who, r->method == HTTP_POST ? "POST" : "GET", STR_ARG(path),
               what, status);
    }
}

struct tried {
    int asked, let_in, kept_out, wrong, leaks, told_apart;
};

static void ask_one(struct arena *a, const struct route *r, int comer, const struct thing *t, struct tried *n)
{
    struct str path;
    if (!house_path(a, r->path, t, &path)) {
        return;
    }
    bool post = r->method == HTTP_POST;
    enum verdict v = expected(r, house_member(&house, comer), t);
    struct reply got = house_ask(&house, a, comer, post ? "POST" : "GET", path, "", post ? STR("") : STR_NONE);
    n->asked++;
    n->let_in += v == OPEN || v == WITHOUT_TOKEN;
    n->kept_out += v == SIGN_IN_FIRST || v == FORBIDDEN || v == ABSENT;
    if (!is_as(r, &got, v, t)) {
        n->wrong++;
        complain(house_name(&house, comer), r, path, verdict_words(v), got.status);
    }
    // Which offices there are is known to everyone.
    if (v == ABSENT && t != NULL && strcmp(t->param, "office") != 0 && got.status == 404 &&
        !same_as_absent(a, r, comer, t, &got)) {
        n->told_apart++;
        complain(house_name(&house, comer), r, path, "told the same as of a name that nothing has", got.status);
    }
    int leaks = house_leaks(&house, comer, path, got.body);
    n->leaks += leaks;
}

static void sweep_row(const struct route *r)
{
    struct arena a = ARENA_INIT;
    const char *param = house_param(&a, r->path);
    struct tried n = {0};
    told = 0;
    // What is the same for everyone need not be asked by each.
    bool desk = str_starts(str_c(r->path), STR("/desk"));
    int comers = capability_scope(r->capability) == SCOPE_ANYONE && !desk ? 2 : COMERS;
    for (int comer = 0; comer < comers; comer++) {
        if (param[0] == 0) {
            ask_one(&a, r, comer, NULL, &n);
        }
        for (size_t i = 0; param[0] != 0 && i < n_things; i++) {
            if (strcmp(things[i].param, param) == 0) {
                ask_one(&a, r, comer, &things[i], &n);
                arena_reset(&a);
                param = house_param(&a, r->path);
            }
        }
    }
    const char *method = r->method == HTTP_POST ? "POST" : "GET";
    ok(n.asked > 0 && (n.let_in > 0 || capability_scope(r->capability) == SCOPE_FOUNDING) &&
           (n.kept_out > 0 || capability_scope(r->capability) == SCOPE_ANYONE ||
            capability_scope(r->capability) == SCOPE_MACHINE),
       "%s %s: asked by those who may and those who may not (%d times)", method, r->path, n.asked);
    ok(n.wrong == 0, "%s %s: %s lets in whom it should, and nobody else", method, r->path,
       capability_name(r->capability));
    ok(n.told_apart == 0, "%s %s: what may not be known is as what is not there", method, r->path);
    ok(n.leaks == 0, "%s %s: shows nobody what they may not see", method, r->path);
    arena_free(&a);
}

// Whoever may act, with a token of somebody else's session, and with their own and nothing else in the form.
static void sweep_token(const struct route *r)
{
    struct arena a = ARENA_INIT;
    const char *param = house_param(&a, r->path);
    int comer = COMERS - 1;
    const struct thing *t = NULL;
    bool found = false;
    for (; comer > 0 && !found; comer -= found ? 0 : 1) {
        for (size_t i = 0; i < n_things && !found; i++) {
            t = param[0] == 0 ? NULL : &things[i];
            struct str path;
            found = house_path(&a, r->path, t, &path) && !may_hide(t) &&
                    expected(r, house_member(&house, comer), t) == WITHOUT_TOKEN &&
                    house_csrf(&house, &a, comer).p != NULL;
        }
    }
    struct str path = STR("");
    if (!ok(found && house_path(&a, r->path, t, &path), "POST %s: somebody may", r->path)) {
        arena_free(&a);
        return;
    }
    int other = comer == 1 ? 2 : 1;
    struct str foreign = str_fmt(&a, "csrf=%.*s", STR_ARG(house_csrf(&house, &a, other)));
    struct reply refused = house_ask(&house, &a, comer, "POST", path, "", foreign);
    is_int(refused.status, 403, "POST %s: another member's token is not taken", r->path);
    struct str own = str_fmt(&a, "csrf=%.*s", STR_ARG(house_csrf(&house, &a, comer)));
    struct reply got = house_ask(&house, &a, comer, "POST", path, "", own);
    // 404: what a field of the form should name, and does not.
    if (!ok(got.status >= 200 && got.status < 500 && got.status != 401 && got.status != 405 && got.status != 403,
            "POST %s: with one's own token an empty form is read", r->path)) {
        printf("# %s, %.*s: %d\n", house_name(&house, comer), STR_ARG(path), got.status);
    }
    arena_free(&a);
}

// Pages for everyone hold nothing of who asks: byte for byte the same for a member.
static void same_for_all(const struct route *r)
{
    struct arena a = ARENA_INIT;
    const struct thing *t = NULL;
    const char *param = house_param(&a, r->path);
    for (size_t i = 0; param[0] != 0 && t == NULL && i < n_things; i++) {
        t = strcmp(things[i].param, param) == 0 && things[i].is_public ? &things[i] : NULL;
    }
    struct str path;
    if (house_path(&a, r->path, t, &path)) {
        struct reply x = house_ask(&house, &a, 0, "GET", path, "", STR_NONE);
        struct reply y = house_ask(&house, &a, COMERS - 2, "GET", path, "", STR_NONE);
        ok(str_eq(x.body, y.body) && reply_header(&x, "Set-Cookie", 0).p == NULL, "GET %s: the same for everyone",
           r->path);
    }
    arena_free(&a);
}

// A page for everybody: no data, no feed, no file, and not the door that leads to the first page.
static bool is_page(const struct route *r)
{
    struct str path = str_c(r->path);
    struct str last = path;
    while (str_find(last, STR("/")) >= 0) {
        (void)str_cut(&last, '/');
    }
    return r->method == HTTP_GET && (r->capability == CAP_PUBLIC || r->capability == CAP_SEND) &&
           str_starts(path, STR("/{lang}/")) && str_find(last, STR(".")) < 0;
}

// The page names its twin, which is there for all that may be named, and is JSON.
static void has_twin(const struct route *r)
{
    struct arena a = ARENA_INIT;
    const struct thing *t = NULL;
    const char *param = house_param(&a, r->path);
    for (size_t i = 0; param[0] != 0 && t == NULL && i < n_things; i++) {
        t = strcmp(things[i].param, param) == 0 && things[i].is_public ? &things[i] : NULL;
    }
    struct str path;
    if (!ok(house_path(&a, r->path, t, &path), "GET %s: there is one", r->path)) {
        return;
    }
    struct str twin = str_fmt(&a, "%.*s.json", STR_ARG(str_slice(path, 0, path.n - (str_ends(path, STR("/")) ? 1 : 0))));
    struct reply page = house_ask(&house, &a, 0, "GET", path, "", STR_NONE);
    if (str_find(page.body, STR("<html")) < 0) { // a redirect, to where a page is
        arena_free(&a);
        return;
    }
    struct str link = str_fmt(&a, "<link rel=\"alternate\" type=\"application/json\" href=\"%.*s\">", STR_ARG(twin));
    struct reply data = house_ask(&house, &a, 0, "GET", twin, "", STR_NONE);
    struct json_value value;
    ok(str_find(page.body, link) >= 0, "GET %s: the page names its twin", r->path);
    ok(data.status == 200 && str_eqz(reply_header(&data, "Content-Type", 0), "application/json") &&
           json_read(&a, data.body, &value) == JSON_FAULT_NONE && value.kind == JSON_IS_OBJECT && value.n > 0,
       "GET %s: %.*s is its data", r->path, STR_ARG(twin));
    arena_free(&a);
}

// A row that nobody may write: a thing of the desk's under an address for everyone.
static void rows_refused(void)
{
    static const char *const desk[] = {"message", "version", "document", "file", "task", "meeting", "report", "contest"};
    for (size_t i = 0; i < ARRAY_LEN(desk); i++) {
        struct err e = ERR_INIT;
        char path[40];
        (void)snprintf(path, sizeof path, "/{lang}/things/{%s}.json", desk[i]);
        const struct route open = {HTTP_GET, path, NULL, "made_up", CAP_PUBLIC};
        const struct route sent = {HTTP_POST, path, NULL, "made_up", CAP_SEND};
        const struct route own = {HTTP_GET, path, NULL, "made_up", CAP_DESK_LIST};
        ok(!route_row_check(&open, &e) && !route_row_check(&sent, &e) && route_row_check(&own, &e),
           "no row gives everybody {%s}", desk[i]);
    }
}

int main(int argc, char **argv)
{
    if (!house_open(&house, argc > 1 && strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    size_t n;
    const struct route *table = route_table(&n);
    rows_refused();
    n_things = house_things(&house, things);
    for (size_t i = 0; i < n; i++) {
        sweep_row(&table[i]);
        if (table[i].method == HTTP_GET && table[i].capability == CAP_PUBLIC) {
            same_for_all(&table[i]);
        }
        if (is_page(&table[i])) {
            has_twin(&table[i]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (table[i].method == HTTP_POST && for_members(table[i].capability)) {
            sweep_token(&table[i]);
        }
    }
    house_close(&house);
    return tap_done();
}
