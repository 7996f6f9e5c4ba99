// core_painter.c: the process that makes logos: what it takes, what it refuses, and that the next picture finds it whole.
#include "core/office/logo.h"

#include "docs/image.h"
#include "tap.h"

// A picture of four colours, or of noise, as WebP.
static struct str picture(struct arena *a, uint32_t width, uint32_t height, bool noise)
{
    struct err e = ERR_INIT;
    struct image i = {width, height, xcalloc((size_t)width * height, 4)};
    uint32_t x = 1;
    for (size_t k = 0; k < (size_t)width * height * 4; k++) {
        x = x * 1664525 + 1013904223;
        i.rgba[k] = (uint8_t)(noise ? x >> 24 : k % 4 == 3 ? 255 : k / 4 % width * 2 / width * 200);
    }
    struct buf out = buf_new(8 << 20);
    BUG_ON(!image_webp(&i, 8 << 20, &out, &e));
    struct str s = str_copy(a, buf_str(&out));
    buf_free(&out);
    image_free(&i);
    return s;
}

int main(void)
{
    struct arena a = ARENA_INIT;
    struct err e = ERR_INIT;
    struct painter *p;
    struct painted made = {.width = 0};
    struct image_head h;
    if (!ok(painter_start(&p, &e), "the painter starts %s", e.what)) {
        return tap_done();
    }
    struct str plain = picture(&a, 1000, 500, false);
    bool good = painter_logo(p, &a, plain, &made, &e);
    ok(good && made.width == 176 && made.height == 88 &&
           image_read_head(made.webp, &h, &e) && h.kind == IMAGE_WEBP && made.webp.n <= LOGO_BYTES_MAX,
       "of 1000 x 500 pixels a logo of %u x %u, %zu bytes %s", made.width, made.height, made.webp.n, e.what);
    struct str first = made.webp;
    struct str marked = str_fmt(&a, "%.*sGPS 10.5 106.6", STR_ARG(STR("")));
    char *both = arena_alloc(&a, plain.n + marked.n);
    memcpy(both, plain.p, plain.n);
    memcpy(both + plain.n, marked.p, marked.n);
    ok(painter_logo(p, &a, (struct str){both, plain.n + marked.n}, &made, &e) && str_eq(made.webp, first),
       "what stands around the pixels does not come along");
    ok(str_eq(logo_hash(&a, first), logo_hash(&a, made.webp)) && logo_hash(&a, first).n == LOGO_HASH,
       "the same picture has the same name");
    struct err none = ERR_INIT;
    ok(!painter_logo(p, &a, STR("no picture at all"), &made, &none) && none.code == ERR_INPUT, "what is none: %s", none.what);
    struct err many = ERR_INIT;
    ok(!painter_logo(p, &a, picture(&a, LOGO_WIDTH, LOGO_HEIGHT, true), &made, &many) && many.code == ERR_INPUT,
       "what does not fit: %s", many.what);
    struct err cut = ERR_INIT;
    ok(!painter_logo(p, &a, str_slice(plain, 0, plain.n / 2), &made, &cut) && cut.code == ERR_INPUT, "half: %s", cut.what);
    struct err after = ERR_INIT;
    ok(painter_logo(p, &a, plain, &made, &after) && str_eq(made.webp, first), "and the next one is made %s", after.what);
    painter_stop(p);
    arena_free(&a);
    return tap_done();
}
