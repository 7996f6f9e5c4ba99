// wire.c: a kind, then each text as four bytes of length, highest first, and that many bytes; all ones: not given.
#include "core/contact/wire.h"

#include "auth/secret.h"
#include "os/worker.h"

void wire_write(struct buf *out, const struct wire *w)
{
    buf_addc(out, w->kind);
    for (size_t i = 0; i < w->n; i++) {
        uint32_t n = w->text[i].p == NULL ? UINT32_MAX : (uint32_t)w->text[i].n;
        for (int shift = 24; shift >= 0; shift -= 8) {
            buf_addc(out, (char)(n >> shift & 255));
        }
        buf_add(out, w->text[i]);
    }
}

static bool read_text(struct str *rest, struct str *out)
{
    if (rest->n < 4) {
        return false;
    }
    const unsigned char *p = (const unsigned char *)rest->p;
    uint32_t n = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    *rest = str_slice(*rest, 4, rest->n);
    if (n == UINT32_MAX) {
        *out = STR_NONE;
        return true;
    }
    if (n > rest->n) {
        return false;
    }
    *out = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return true;
}

bool wire_read(struct str bytes, struct wire *out)
{
    struct wire w = {.n = 0};
    if (bytes.n == 0) {
        return false;
    }
    w.kind = bytes.p[0];
    struct str rest = str_slice(bytes, 1, bytes.n);
    while (rest.n > 0) {
        if (w.n == WIRE_TEXTS || !read_text(&rest, &w.text[w.n++])) {
            return false;
        }
    }
    *out = w;
    return true;
}

void wire_serve(int fd, wire_answer *answer, void *arg)
{
    struct arena a = ARENA_INIT;
    struct buf in = buf_new(WIRE_MAX);
    struct buf out = buf_new(WIRE_MAX);
    struct err e = ERR_INIT;
    struct wire ask;
    while (worker_receive(fd, &in, &e) && wire_read(buf_str(&in), &ask)) {
        struct err why = ERR_INIT;
        struct wire said = answer(&a, &ask, arg, &why);
        buf_clear(&out);
        wire_write(&out, &said);
        bool sent = worker_send(fd, buf_str(&out), &e);
        secret_wipe(out.p, out.n); // a box's contents do not stay
        arena_reset(&a);
        if (!sent) {
            break;
        }
    }
    buf_free(&in);
    buf_free(&out);
    arena_free(&a);
}
