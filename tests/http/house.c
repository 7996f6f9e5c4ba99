// house.c: see house.h.
#include "house.h"

#include "web/app.h"

#include <unistd.h>

bool house_open(struct house *h, bool postgres)
{
    struct err e = ERR_INIT;
    h->fd = -1;
    h->store = scratch_store(postgres);
    if (h->store == NULL) {
        printf("1..0 # SKIP no HOIAM_TEST_PG\n");
        return false;
    }
    struct app_config config = {.store = h->store, .listen = "127.0.0.1:0", .threads = 1, .plain_cookies = true};
    if (!world_make(h->store, &h->world, &e) || !app_start(&h->app, &config, &e)) {
        printf("Bail out! %s\n", e.what);
        exit(2);
    }
    h->port = app_port(h->app);
    return true;
}

void house_close(struct house *h)
{
    if (h->fd >= 0) {
        (void)close(h->fd);
    }
    app_stop(h->app);
    scratch_clean();
}

const struct world_member *house_member(const struct house *h, int comer)
{
    return comer == 0 ? NULL : &h->world.member[comer - 1];
}

const char *house_name(const struct house *h, int comer)
{
    return comer == 0 ? "a stranger" : h->world.member[comer - 1].login;
}

int house_comer(const struct house *h, const char *login)
{
    int c = login == NULL ? 0 : 1;
    while (c > 0 && c < COMERS && strcmp(house_name(h, c), login) != 0) {
        c++;
    }
    BUG_ON(c == COMERS);
    return c;
}

struct reply house_ask(struct house *h, struct arena *a, int comer, const char *method, struct str path,
                       const char *headers, struct str body)
{
    const struct world_member *m = house_member(h, comer);
    struct str cookie = m == NULL ? STR("") : str_fmt(a, "Cookie: %s\r\n", m->cookie);
    const char *form = body.p == NULL ? "" : "Content-Type: application/x-www-form-urlencoded\r\n";
    struct str all = str_fmt(a, "%s%s%.*s", headers, form, STR_ARG(cookie));
    struct str bytes = client_request(a, method, path, all, body);
    struct reply r = {.status = 0};
    for (int i = 0; i < 2 && r.status == 0; i++) {
        h->fd = h->fd < 0 ? client_connect(h->port) : h->fd;
        BUG_ON(h->fd < 0);
        (void)client_send(h->fd, bytes);
        r = client_read(a, h->fd, 20000, strcmp(method, "HEAD") == 0);
        if (r.status == 0 || str_eqz(reply_header(&r, "Connection", 0), "close")) {
            (void)close(h->fd); // the server closes after what it refuses, and idle connections
            h->fd = -1;
        }
    }
    return r;
}

struct reply house_get(struct house *h, struct arena *a, const char *login, const char *before, const char *after)
{
    return house_ask(h, a, house_comer(h, login), "GET", str_fmt(a, "%s%s", before, after), "", STR_NONE);
}

struct reply house_post(struct house *h, struct arena *a, const char *login, const char *path, const char *const (*fields)[2],
                        size_t n)
{
    struct buf form = buf_new(1 << 16);
    for (size_t i = 0; i < n; i++) {
        client_field(&form, str_c(fields[i][0]), str_c(fields[i][1]));
    }
    struct reply r = house_ask(h, a, house_comer(h, login), "POST", str_c(path), "", str_copy(a, buf_str(&form)));
    buf_free(&form);
    return r;
}

struct str house_csrf(struct house *h, struct arena *a, int comer)
{
    struct reply r = house_ask(h, a, comer, "GET", STR("/desk/account"), "", STR_NONE);
    ptrdiff_t at = str_find(r.body, STR("name=\"csrf\" value=\""));
    if (at < 0) {
        return STR_NONE;
    }
    struct str rest = str_slice(r.body, (size_t)at + 19, r.body.n);
    return str_cut(&rest, '"');
}

static struct thing *add(struct thing *out, size_t *n, const char *param, const char *value, enum world_office office,
                         bool is_public, int message)
{
    BUG_ON(*n == THINGS_MAX);
    struct thing *t = &out[(*n)++];
    *t = (struct thing){.param = param, .office = office, .is_public = is_public, .message = message, .document = -1};
    (void)snprintf(t->value, sizeof t->value, "%s", value);
    return t;
}

size_t house_things(const struct house *h, struct thing *out)
{
    const struct world *w = &h->world;
    size_t n = 0;
    for (enum world_office o = 0; o < W_OFFICES; o++) {
        (void)add(out, &n, "office", world_code[o], o, true, -1);
    }
    for (int m = 0; m < W_MESSAGES; m++) {
        enum world_message message = (enum world_message)m;
        (void)add(out, &n, "message", w->message[m].id, world_received(message), false, m);
        if (w->message[m].matter[0] != 0 && m != W_SILENT) {
            (void)add(out, &n, "matter", w->message[m].matter, world_owner(message), m == W_SHOWN, m);
        }
    }
    static const char *const publications[] = {"answer", "publication"};
    for (size_t i = 0; i < ARRAY_LEN(publications); i++) {
        (void)add(out, &n, publications[i], w->answer, W_AN, true, W_SHOWN);
        (void)add(out, &n, publications[i], w->by_receipt, W_AN, false, W_PRIVATE);
        (void)add(out, &n, publications[i], w->about_answer, W_TINH, false, W_ABOUT_IN);
    }
    struct thing *v = add(out, &n, "version", "", W_AN, true, W_SHOWN);
    (void)snprintf(v->value, sizeof v->value, "%s-vi-1", w->answer);
    v = add(out, &n, "version", "", W_AN, false, W_SHOWN);
    (void)snprintf(v->value, sizeof v->value, "%s-vi-2", w->answer);
    v = add(out, &n, "version", "", W_AN, false, W_PRIVATE);
    (void)snprintf(v->value, sizeof v->value, "%s-vi-1", w->by_receipt);
    v = add(out, &n, "version", "", W_TINH, false, W_ABOUT_IN);
    (void)snprintf(v->value, sizeof v->value, "%s-vi-1", w->about_answer);
    for (int d = 0; d < W_DOCUMENTS; d++) {
        add(out, &n, "document", w->document[d], world_book((enum world_document)d), false, -1)->document = d;
    }
    add(out, &n, "file", w->file, W_AN, false, -1)->document = W_REGISTERED;
    add(out, &n, "meeting", w->meeting, W_AN, false, -1)->meeting = true;
    struct thing *invited = add(out, &n, "invited", "", W_BINH, false, -1);
    (void)snprintf(invited->value, sizeof invited->value, "%s-binh", w->meeting);
    invited->meeting = true;
    add(out, &n, "file", w->meeting_file, W_AN, false, -1)->meeting = true;
    (void)add(out, &n, "task", w->task, W_AN, false, -1);
    (void)add(out, &n, "given", w->task, W_TINH, false, -1);
    (void)add(out, &n, "recognition", w->recognition, W_AN, false, -1);
    (void)add(out, &n, "training", w->training, W_AN, false, -1);
    (void)add(out, &n, "contest", w->contest, W_AN, false, -1);
    (void)add(out, &n, "report", w->report, W_AN, false, -1);
    add(out, &n, "report", w->report_draft, W_BINH, false, -1)->draft = true;
    (void)add(out, &n, "published", w->published, W_TINH, true, -1);
    (void)add(out, &n, "asset", "site.css", W_TINH, true, -1);
    return n;
}

const char *house_absent(const char *param)
{
    return strcmp(param, "version") == 0   ? "00000zzzzz-vi-1"
           : strcmp(param, "invited") == 0 ? "00000zzzzz-binh"
           : strcmp(param, "asset") == 0 ? "none.css" : "00000zzzzz";
}

const char *house_param(struct arena *a, const char *pattern)
{
    struct str rest = str_c(pattern);
    for (ptrdiff_t at; (at = str_find(rest, STR("{"))) >= 0;) {
        rest = str_slice(rest, (size_t)at + 1, rest.n);
        struct str name = str_cut(&rest, '}');
        if (!str_eqz(name, "lang")) {
            return str_z(a, name);
        }
    }
    return "";
}

bool house_path(struct arena *a, const char *pattern, const struct thing *t, struct str *out)
{
    struct buf path = buf_new(4096);
    struct str rest = str_c(pattern);
    bool good = true;
    for (ptrdiff_t at; (at = str_find(rest, STR("{"))) >= 0;) {
        buf_add(&path, str_slice(rest, 0, (size_t)at));
        rest = str_slice(rest, (size_t)at + 1, rest.n);
        struct str name = str_cut(&rest, '}');
        bool lang = str_eqz(name, "lang");
        good = good && (lang || (t != NULL && str_eqz(name, t->param)));
        buf_addz(&path, lang ? "en" : t == NULL ? "" : t->value);
    }
    buf_add(&path, rest);
    *out = str_copy(a, buf_str(&path));
    buf_free(&path);
    return good;
}

static int leak(const struct house *h, int comer, struct str path, struct str page, const char *what, const char *which)
{
    // An address that was asked for may be told back.
    if (what[0] == 0 || str_find(page, str_c(what)) < 0 || str_find(path, str_c(what)) >= 0) {
        return 0;
    }
    printf("# %s is shown %s of %s by %.*s\n", house_name(h, comer), strncmp(what, "zuq", 3) == 0 ? "words" : "an id",
           which, STR_ARG(path));
    return 1;
}

int house_leaks(const struct house *h, int comer, struct str path, struct str page)
{
    static const char *const never[] = {"zuqdraft", "zuqbyreceipt", "zuqtitle", "zuqnote"};
    const struct world_member *who = house_member(h, comer);
    int n = 0;
    for (size_t i = 0; who == NULL && i < ARRAY_LEN(never); i++) {
        n += leak(h, comer, path, page, never[i], never[i]);
    }
    // Notes of a task are for the offices that have a part in it.
    if (who == NULL || who->role == ROLE_ADMIN ||
        (who->office != W_TINH && who->office != W_AN && who->office != W_SO)) {
        n += leak(h, comer, path, page, "zuqtasknote", "a task's note");
    }
    // Agenda and papers are for who is invited, what is concluded is the caller's while it is a draft.
    bool desk = who != NULL && who->role != ROLE_ADMIN;
    if (!desk || (who->office != W_AN && who->office != W_BINH)) {
        n += leak(h, comer, path, page, "zuqmeeting", "a meeting");
    }
    if (!desk || who->office != W_AN) {
        n += leak(h, comer, path, page, "zuqconclusion", "a draft conclusion");
    }
    if (who == NULL) {
        n += leak(h, comer, path, page, "zuqweek", "the week");
    }
    for (int i = 0; i < W_MESSAGES; i++) {
        enum world_message m = (enum world_message)i;
        const char *mark = world_mark[m];
        if (who == NULL ? m != W_SHOWN : !world_may_read(who->role, who->office, m)) {
            // "zuqabout" begins "zuqaboutin" too: the blank or comma after it in the words tells them apart
            char whole[40];
            (void)snprintf(whole, sizeof whole, "%s,", mark);
            n += leak(h, comer, path, page, whole, mark);
            (void)snprintf(whole, sizeof whole, "place%s", mark);
            n += m == W_ABOUT ? 0 : leak(h, comer, path, page, whole, mark);
        }
        if (who != NULL && (who->role == ROLE_ADMIN || !world_desk_side(who->office, m))) {
            char side[40];
            (void)snprintf(side, sizeof side, "zuqnote-%s:", mark);
            n += leak(h, comer, path, page, side, "a note");
            (void)snprintf(side, sizeof side, "zuqbyreceipt-%s:", mark);
            n += leak(h, comer, path, page, side, "an answer by receipt");
        }
        if (who == NULL ? m != W_SHOWN : world_not_there(who->office, m)) {
            n += leak(h, comer, path, page, h->world.message[m].id, mark);
            n += m == W_SILENT ? 0 : leak(h, comer, path, page, h->world.message[m].matter, mark);
        }
        n += leak(h, comer, path, page, h->world.message[m].receipt, mark);
    }
    n += leak(h, comer, path, page, "zuqentrant", "who sent an entry");
    if (who == NULL || who->role == ROLE_ADMIN || !world_own(W_AN, who->office)) {
        n += leak(h, comer, path, page, "zuqrecognised", "who was recognised");
    }
    for (int d = 0; d < W_DOCUMENTS; d++) {
        if (who == NULL || who->role == ROLE_ADMIN || !world_has_document(who->office, (enum world_document)d)) {
            char mark[20];
            (void)snprintf(mark, sizeof mark, "zuqdocument%d", d);
            n += leak(h, comer, path, page, mark, "a document");
        }
    }
    bool staff = who != NULL && who->role != ROLE_ADMIN;
    if (!staff || !world_within(W_AN, who->office)) {
        n += leak(h, comer, path, page, "zuqreport", "a report");
    }
    if (!staff || !world_own(W_BINH, who->office)) {
        n += leak(h, comer, path, page, "zuqdrafted", "a report's draft");
    }
    return n;
}
