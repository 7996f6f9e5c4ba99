// ready.c: replies made once and sent many times.
#include "http/accept.h"
#include "http/call.h"
#include "http/gzip.h"

#include <sodium.h>
#include <stdatomic.h>

enum { ETAG_BYTES = 12, ETAG_ROOM = 24 };

// The same page in one encoding: sent whole, or "you have it already".
struct variant {
    char etag[ETAG_ROOM]; // with its quotes
    struct str body;      // belongs to whole
    struct engine_reply *whole;
    struct engine_reply *unchanged;
};

struct http_ready {
    atomic_int refs;
    int status;
    struct variant plain;
    struct variant gzip; // whole is NULL where compressing does not pay
};

// An entity tag that names the bytes: the first 96 bits of their BLAKE2b, and the encoding, as two encodings of one
// page are two representations (RFC 9110 §8.8.3.3).
static void name_bytes(struct str body, const char *suffix, char out[ETAG_ROOM])
{
    unsigned char hash[crypto_generichash_BYTES];
    char text[ETAG_BYTES * 4 / 3 + 1];
    (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)body.p, body.n, NULL, 0);
    (void)sodium_bin2base64(text, sizeof text, hash, ETAG_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    (void)snprintf(out, ETAG_ROOM, "\"%s%s\"", text, suffix);
}

static void variant_make(struct variant *v, struct arena *a, const struct field_list *common, bool gzip)
{
    struct field_list fields = {NULL, 0, 0};
    struct field_list unchanged = {NULL, 0, 0};
    for (size_t i = 0; i < common->n; i++) {
        const struct http_field *f = &common->p[i];
        reply_field_add(a, &fields, f->name, f->value);
        if (str_eqz(f->name, "Cache-Control") || str_eqz(f->name, "Vary")) {
            reply_field_add(a, &unchanged, f->name, f->value);
        }
    }
    if (gzip) {
        reply_field_add(a, &fields, STR("Content-Encoding"), STR("gzip"));
    }
    reply_field_add(a, &fields, STR("ETag"), str_c(v->etag));
    reply_field_add(a, &unchanged, STR("ETag"), str_c(v->etag));
    v->whole = engine_reply_new(v->body, true, fields.p, fields.n);
    v->unchanged = engine_reply_new(STR(""), false, unchanged.p, unchanged.n);
}

struct http_ready *http_ready_new(int status, struct str content_type, struct str body, const struct http_field *headers,
                                  size_t n_headers)
{
    BUG_ON(status < 200 || status > 599);
    struct http_ready *r = xcalloc(1, sizeof *r);
    atomic_init(&r->refs, 1);
    r->status = status;
    char *copy = xmalloc(body.n + 1);
    if (body.n > 0) {
        memcpy(copy, body.p, body.n);
    }
    r->plain.body = (struct str){copy, body.n};

    struct arena a = ARENA_INIT;
    struct field_list fields = reply_fields(&a, REPLY_READY, content_type, headers, n_headers);
    name_bytes(body, "", r->plain.etag);
    if (reply_compressible(content_type, body.n)) {
        reply_field_add(&a, &fields, STR("Vary"), STR("Accept-Encoding"));
        r->gzip.body = gzip_body(body, GZIP_SMALL);
    }
    variant_make(&r->plain, &a, &fields, false);
    if (r->gzip.body.p != NULL) {
        name_bytes(body, "-g", r->gzip.etag);
        variant_make(&r->gzip, &a, &fields, true);
    }
    arena_free(&a);
    return r;
}

struct http_ready *http_ready_ref(struct http_ready *r)
{
    (void)atomic_fetch_add_explicit(&r->refs, 1, memory_order_relaxed);
    return r;
}

static void variant_free(struct variant *v)
{
    if (v->whole != NULL) {
        engine_reply_unref(v->whole);
        engine_reply_unref(v->unchanged);
    }
}

void http_ready_unref(struct http_ready *r)
{
    if (r == NULL || atomic_fetch_sub_explicit(&r->refs, 1, memory_order_acq_rel) != 1) {
        return;
    }
    variant_free(&r->plain);
    variant_free(&r->gzip);
    free(r);
}

size_t http_ready_size(const struct http_ready *r)
{
    enum { HEADERS_EACH = 1400 }; // what the engine keeps for one set of headers, measured
    return sizeof *r + r->plain.body.n + r->gzip.body.n + (r->gzip.body.p == NULL ? 2 : 4) * (size_t)HEADERS_EACH;
}

struct str http_ready_body(const struct http_ready *r)
{
    return r->plain.body;
}

struct engine_reply *ready_pick(const struct http_ready *r, struct http_call *c, int *status)
{
    const struct variant *v = c->wants_gzip && r->gzip.whole != NULL ? &r->gzip : &r->plain;
    struct str known = r->status == 200 ? http_header(c, "If-None-Match") : STR_NONE;
    bool unchanged = known.n > 0 && accept_etag_listed(known, str_c(v->etag));
    *status = unchanged ? 304 : r->status;
    return engine_reply_ref(unchanged ? v->unchanged : v->whole);
}
