// reply.c: what every reply carries, and the calls by which a handler answers.
#include "http/accept.h"
#include "http/call.h"
#include "http/gzip.h"

enum { GZIP_ABOVE = 512 };

#define CSP                                                                                                            \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "    \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#define PERMISSIONS "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"

static const struct http_field on_all[] = {
    {STR_INIT("X-Content-Type-Options"), STR_INIT("nosniff")},
    {STR_INIT("Referrer-Policy"), STR_INIT("no-referrer")},
};

static const struct http_field on_html[] = {
    {STR_INIT("Content-Security-Policy"), STR_INIT(CSP)},
    {STR_INIT("Cross-Origin-Opener-Policy"), STR_INIT("same-origin")},
    {STR_INIT("Permissions-Policy"), STR_INIT(PERMISSIONS)},
};

static struct str media_type(struct str content_type)
{
    return str_trim(str_cut(&content_type, ';'));
}

static bool is_text(struct str content_type)
{
    static const struct str types[] = {
        STR_INIT("application/json"),
        STR_INIT("application/javascript"),
        STR_INIT("application/xml"),
    };
    struct str type = media_type(content_type);
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (str_eq_nocase(type, types[i])) {
            return true;
        }
    }
    return str_starts(type, STR("text/")) || str_ends(type, STR("+xml")) || str_ends(type, STR("+json"));
}

bool reply_compressible(struct str content_type, size_t n)
{
    return n > GZIP_ABOVE && is_text(content_type);
}

bool reply_has_field(const struct http_field *p, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_nocase(p[i].name, name)) {
            return true;
        }
    }
    return false;
}

static void check_field(struct str name, struct str value)
{
    BUG_ON(name.n == 0);
    for (size_t i = 0; i < name.n; i++) {
        BUG_ON(name.p[i] <= ' ' || name.p[i] == ':' || name.p[i] == 0x7f); // a char below 0 is below ' ' too
    }
    for (size_t i = 0; i < value.n; i++) {
        BUG_ON(value.p[i] == '\r' || value.p[i] == '\n' || value.p[i] == 0);
    }
}

// Of our own, which are good and stay where they are.
static void add_own(struct arena *a, struct field_list *list, struct http_field field)
{
    if (list->n == list->cap) {
        size_t cap = list->cap == 0 ? 8 : list->cap * 2;
        struct http_field *p = ARENA_ARRAY(a, struct http_field, cap);
        if (list->n > 0) {
            memcpy(p, list->p, list->n * sizeof *p);
        }
        list->p = p;
        list->cap = cap;
    }
    list->p[list->n++] = field;
}

void reply_field_add(struct arena *a, struct field_list *list, struct str name, struct str value)
{
    check_field(name, value);
    add_own(a, list, (struct http_field){{arena_copy(a, name.p, name.n), name.n},
                                         {arena_copy(a, value.p == NULL ? "" : value.p, value.n), value.n}});
}

static void add_standard(struct arena *a, struct field_list *list, const struct http_field *standard, size_t n,
                         const struct http_field *extra, size_t n_extra)
{
    for (size_t i = 0; i < n; i++) {
        if (!reply_has_field(extra, n_extra, standard[i].name)) {
            add_own(a, list, standard[i]);
        }
    }
}

struct field_list reply_fields(struct arena *a, enum reply_kind kind, struct str content_type,
                               const struct http_field *extra, size_t n_extra)
{
    const struct http_field caching = {STR("Cache-Control"), kind == REPLY_ONCE ? STR("no-store") : STR("no-cache")};
    struct field_list list = {NULL, 0, 0};
    if (content_type.n > 0) {
        reply_field_add(a, &list, STR("Content-Type"), content_type);
    }
    add_standard(a, &list, &caching, 1, extra, n_extra);
    add_standard(a, &list, on_all, ARRAY_LEN(on_all), extra, n_extra);
    if (str_eq_nocase(media_type(content_type), STR("text/html"))) {
        add_standard(a, &list, on_html, ARRAY_LEN(on_html), extra, n_extra);
    }
    for (size_t i = 0; i < n_extra; i++) {
        reply_field_add(a, &list, extra[i].name, extra[i].value);
    }
    return list;
}

void http_reply_header(struct http_call *c, const char *name, struct str value)
{
    BUG_ON(c->reply != NULL);
    reply_field_add(&c->arena, &c->extra, str_c(name), value);
}

void http_reply_close(struct http_call *c)
{
    BUG_ON(c->reply != NULL);
    c->close = true;
}

void http_reply(struct http_call *c, int status, struct str content_type, struct str body)
{
    BUG_ON(c->reply != NULL || status < 200 || status > 599);
    struct field_list fields = reply_fields(&c->arena, REPLY_ONCE, content_type, c->extra.p, c->extra.n);
    struct str out = STR_NONE;
    if (reply_compressible(content_type, body.n)) {
        reply_field_add(&c->arena, &fields, STR("Vary"), STR("Accept-Encoding"));
        if (c->wants_gzip) {
            out = gzip_body(body, GZIP_QUICK);
        }
    }
    if (out.p != NULL) {
        reply_field_add(&c->arena, &fields, STR("Content-Encoding"), STR("gzip"));
    } else {
        char *copy = xmalloc(body.n + 1);
        if (body.n > 0) {
            memcpy(copy, body.p, body.n);
        }
        out = (struct str){copy, body.n};
    }
    if (c->close) {
        reply_field_add(&c->arena, &fields, STR("Connection"), STR("close"));
    }
    c->status = status;
    c->reply = engine_reply_new(out, true, fields.p, fields.n);
}

void http_reply_pieces(struct http_call *c, int status, struct str content_type, struct str first, http_piece_fn *next,
                       void (*end)(void *arg), void *arg)
{
    BUG_ON(c->reply != NULL || status < 200 || status > 599);
    struct field_list fields = reply_fields(&c->arena, REPLY_ONCE, content_type, c->extra.p, c->extra.n);
    if (c->close) {
        reply_field_add(&c->arena, &fields, STR("Connection"), STR("close"));
    }
    c->status = status;
    c->reply = engine_reply_pieces(c, first, next, end, arg, fields.p, fields.n);
}

static void redirect(struct http_call *c, int status, struct str path)
{
    BUG_ON(!str_starts(path, STR("/")) || str_starts(path, STR("//")) || str_starts(path, STR("/\\")));
    http_reply_header(c, "Location", path);
    http_reply(c, status, STR("text/plain; charset=utf-8"), STR(""));
}

void http_reply_see_other(struct http_call *c, struct str path)
{
    redirect(c, 303, path);
}

void http_reply_moved(struct http_call *c, struct str path)
{
    redirect(c, 301, path);
}

void http_reply_ready(struct http_call *c, struct http_ready *r)
{
    BUG_ON(c->reply != NULL || c->extra.n > 0);
    c->reply = ready_pick(r, c, &c->status);
}
