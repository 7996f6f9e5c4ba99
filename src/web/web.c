// web.c: the way of a request: route, policy, handler, and where it writes the way there and back.
#include "web/web.h"

#include "base/clock.h"
#include "base/log.h"
#include "core/office/painter.h"
#include "http/accept.h"
#include "web/page.h"
#include "web/policy.h"
#include "web/session.h"

enum {
    PAGE_MAX = 8 << 20,
    PARTS_ROOM = 64 << 10,    // what stands around a file in its form
    PARTS_AT_ONCE = 64 << 10, // of a long reply; beyond, it is made while it is sent
    HELD_BODY = 64 << 10,     // of a request that may wait for its turn: the longest message, escaped
    HELD_US = 10000000,
};

// What a suspended request waits for.
struct pending {
    struct web *w;
    enum web_change change;
    void (*then)(struct web *w, void *arg);
    void *arg;
    bool ok;
    struct err e;
};

static void close_read(struct web *w)
{
    if (w->tx != NULL) {
        db_read_end(w->tx);
        w->tx = NULL;
    }
}

static void finish(struct web *w)
{
    close_read(w);
    site_unref((struct site *)(uintptr_t)w->site);
    w->site = NULL;
}

bool web_query_read(struct web *w, struct str query)
{
    if (form_parse(w->a, query, &w->query) != FORM_OK) {
        return false;
    }
    w->asked = ARENA_ARRAY(w->a, bool, w->query.n);
    return true;
}

static bool read_inputs(struct web *w)
{
    if (!web_query_read(w, w->req->query)) {
        return false;
    }
    if (w->req->method == HTTP_POST && multipart_type(w->req->content_type)) {
        struct multipart *m = ARENA_NEW(w->a, struct multipart);
        if (multipart_parse(w->a, w->req->content_type, w->req->body, m) != FORM_OK) {
            return false;
        }
        w->form = m->form;
        w->files = m->files;
        w->n_files = m->n_files;
        return true;
    }
    return w->req->method != HTTP_POST || !form_type(w->req->content_type) ||
           form_parse(w->a, w->req->body, &w->form) == FORM_OK;
}

size_t web_room(struct app *app, struct http_call *call)
{
    const struct http_request *req = http_request(call);
    struct web w = {.app = app, .call = call, .req = req, .a = http_arena(call), .now = clock_now()};
    struct err e = ERR_INIT;
    bool files = str_ends(req->path, STR("/files")) || str_ends(req->path, STR("/import")) ||
                 str_ends(req->path, STR("/documents/receive"));
    size_t room = files ? WEB_ROOM_MAX : str_ends(req->path, STR("/admin/logo")) ? PAINTER_BYTES_MAX + PARTS_ROOM : 0;
    if (req->method != HTTP_POST || !str_starts(req->path, STR("/desk/")) || room == 0) {
        return 0;
    }
    if (!db_read_begin(app_db(app), w.a, &w.tx, &e)) {
        log_err("who sends a file", &e);
        return 0;
    }
    bool good = session_read(&w, &e);
    db_read_end(w.tx);
    return good && w.who.member.id != 0 ? room : 0;
}

static enum lang asked_language(const struct web *w)
{
    struct str codes[LANG_COUNT];
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        codes[l] = lang_info(l)->code;
    }
    struct str first = str_slice(w->req->path, 1, 3);
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        if (str_eq(first, codes[l]) && (w->req->path.n == 3 || w->req->path.p[3] == '/')) {
            return l;
        }
    }
    int best = accept_language(http_header(w->call, "Accept-Language"), codes, LANG_COUNT);
    return best < 0 ? w->site->lang : (enum lang)best;
}

static void run(struct web *w)
{
    w->json = str_ends(w->req->path, STR(".json")) || str_starts(w->req->path, STR("/api/"));
    struct captures caught;
    enum route_found found = route_find(w->req->method, w->req->path, &w->route, &caught);
    if (found != ROUTE_FOUND) {
        web_error(w, found == ROUTE_NONE ? 404 : 405);
        return;
    }
    struct err e = ERR_INIT;
    if (!read_inputs(w)) {
        http_reply_close(w->call); // one answer to what is no text, as to a head that is malformed
        web_error(w, 400);
    } else if (!db_read_begin(app_db(w->app), w->a, &w->tx, &e)) {
        web_failed(w, &e);
    } else if (policy_enforce(w, &caught) == POLICY_ALLOWED) {
        w->route->handler(w);
    }
}

static void handle(struct app *app, struct http_call *call, unsigned turns)
{
    struct arena *a = http_arena(call);
    struct web *w = ARENA_NEW(a, struct web);
    w->app = app;
    w->call = call;
    w->req = http_request(call);
    w->a = a;
    // Read before the store is, so that what is kept under it can only be newer than it says.
    w->version_seen = app_public_version(app);
    w->site = app_site(app);
    w->now = clock_now();
    w->lang = asked_language(w);
    w->turns = turns;
    bool suspended = false;
    w->suspended = &suspended;
    run(w);
    // Once suspended the call may already be answered and gone: w must not be touched.
    if (!suspended) {
        BUG_ON(!w->replied);
        finish(w);
    }
}

void web_handle(struct app *app, struct http_call *call)
{
    if (!page_from_cache(app, call)) {
        handle(app, call, 0);
    }
}

static void begin_anew(struct http_call *call, void *arg)
{
    struct web *w = arg;
    handle(w->app, call, w->turns);
}

enum web_turn web_turn(struct web *w, enum app_limit which, unsigned *wait_s)
{
    uint64_t client = http_client_prefix(w->call);
    struct turns *turns = app_turns(w->app);
    int64_t wait_us = 0;
    bool had = (w->turns & 1u << which) != 0;
    w->turns |= 1u << which;
    if (had || ratelimit_take(app_limit(w->app, which), client, clock_mono_us(), wait_s)) {
        return TURN_NOW;
    }
    bool place = w->req->body.n <= HELD_BODY && turns_place(turns);
    bool taken = ratelimit_turn(app_limit(w->app, which), client, clock_mono_us(), place ? HELD_US : 0, &wait_us, wait_s);
    if (taken && wait_us > 0) {
        finish(w);
        *w->suspended = true;
        turns_hold(turns, w->call, wait_us, begin_anew, w);
        return TURN_LATER;
    }
    if (place) {
        turns_give_back(turns);
    }
    if (!taken) {
        http_reply_header(w->call, "Retry-After", str_fmt(w->a, "%u", *wait_s));
    }
    return taken ? TURN_NOW : TURN_NO;
}

static void resumed(struct http_call *call, void *arg)
{
    (void)call;
    struct pending *p = arg;
    struct web *w = p->w;
    bool suspended = false;
    w->suspended = &suspended;
    if (p->ok) {
        p->then(w, p->arg);
    } else {
        web_failed(w, &p->e);
    }
    if (!suspended) {
        BUG_ON(!w->replied);
        finish(w);
    }
}

// On the writer's thread, after the commit.
static void written(void *ctx, bool ok, const struct err *e)
{
    struct pending *p = ctx;
    p->ok = ok;
    if (!ok) {
        p->e = *e;
    } else if (p->change == WEB_PUBLIC) {
        app_public_changed(p->w->app); // before anybody hears of it
    }
    http_resume(p->w->call, resumed, p);
}

void web_write(struct web *w, enum web_change what, db_fn *fn, void *arg, void (*then)(struct web *w, void *arg))
{
    close_read(w);
    struct pending *p = ARENA_NEW(w->a, struct pending);
    *p = (struct pending){.w = w, .change = what, .then = then, .arg = arg};
    *w->suspended = true;
    http_suspend(w->call);
    db_write_async(app_db(w->app), w->a, fn, arg, written, p);
}

bool web_read_again(struct web *w)
{
    struct err e = ERR_INIT;
    if (w->tx == NULL && !db_read_begin(app_db(w->app), w->a, &w->tx, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}

struct parts {
    struct web w;
    web_part *next;
    void *arg;
};

static enum http_piece next_part(void *arg, struct buf *out)
{
    struct parts *p = arg;
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    bool more = false;
    p->w.a = &a;
    bool good = db_read_begin(app_db(p->w.app), &a, &p->w.tx, &e) && p->next(&p->w, p->arg, out, &more, &e);
    close_read(&p->w);
    if (!good) {
        log_err("the next part of a long reply", &e);
    }
    arena_free(&a);
    return !good ? HTTP_BROKEN : more ? HTTP_MORE : HTTP_LAST;
}

static void parts_done(void *arg)
{
    struct parts *p = arg;
    site_unref((struct site *)(uintptr_t)p->w.site);
}

void web_reply_parts(struct web *w, struct str file, struct str type, web_part *next, void *arg)
{
    struct err e = ERR_INIT;
    struct buf out = web_buf();
    bool more = true;
    bool good = true;
    while (good && more && out.n < PARTS_AT_ONCE) {
        good = next(w, arg, &out, &more, &e);
    }
    if (!good || buf_over(&out)) {
        web_failed(w, good ? (err_set(&e, ERR_LIMIT, "a part of a long reply is larger than its maximum"), &e) : &e);
        buf_free(&out);
        return;
    }
    http_reply_header(w->call, "Content-Disposition", str_fmt(w->a, "attachment; filename=\"%.*s\"", STR_ARG(file)));
    if (!more) {
        web_reply(w, 200, type, &out);
    } else {
        struct parts *p = ARENA_NEW(w->a, struct parts);
        *p = (struct parts){*w, next, arg};
        p->w.tx = NULL;
        p->w.site = site_ref((struct site *)(uintptr_t)w->site);
        http_reply_pieces(w->call, 200, type, buf_str(&out), next_part, parts_done, p);
        w->replied = true;
    }
    buf_free(&out);
}

struct buf web_buf(void)
{
    return buf_new(PAGE_MAX);
}

struct str web_field(const struct web *w, const char *name)
{
    struct str s = str_trim(form_get(&w->form, name));
    return s.p == NULL ? STR("") : s;
}

struct str web_param(const struct web *w, const char *name)
{
    for (size_t i = 0; i < w->query.n; i++) {
        if (str_eqz(w->query.fields[i].name, name)) {
            w->asked[i] = true;
            return str_trim(w->query.fields[i].value);
        }
    }
    return STR("");
}

bool web_flag(const struct web *w, const char *name)
{
    return web_field(w, name).n > 0;
}

int64_t web_office_field(const struct web *w, const char *name)
{
    const struct office *o = site_office_named(w->site, web_field(w, name));
    return o == NULL ? 0 : o->id;
}

struct str web_page_key(struct arena *a, int64_t time, int64_t id)
{
    return str_fmt(a, "%llx.%llx", (unsigned long long)time, (unsigned long long)id);
}

static bool read_hex(struct str s, int64_t *out)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) {
            return false;
        }
        v = v << 4 | (uint64_t)digit;
    }
    *out = (int64_t)v;
    return s.n > 0 && s.n <= 16 && *out >= 0;
}

bool web_page_key_read(struct str key, int64_t *time, int64_t *id)
{
    struct str rest = key;
    struct str first = str_cut(&rest, '.');
    int64_t t;
    int64_t i;
    if (!read_hex(first, &t) || rest.p == NULL || !read_hex(rest, &i)) {
        return false;
    }
    *time = t;
    *id = i;
    return true;
}
