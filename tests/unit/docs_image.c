// docs_image.c: heads of pictures, decoding, shrinking by proportion and opacity, and fitting into a number of bytes.
#include "docs/image.h"

#include <png.h>
#include <turbojpeg.h>

#include "tap.h"

static const struct {
    const char *what;
    struct str bytes;
} wrong[] = {
    {"nothing", STR_INIT("")},
    {"words", STR_INIT("GIF89a and so on, which is no picture that is taken here")},
    {"a PNG cut off in its head", STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1")},
    {"a PNG 0 pixels wide", STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\1\10\6\0\0\0....")},
    {"a PNG of 4,097 pixels", STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x10\1\0\0\0\1\10\6\0\0\0....")},
    {"a PNG of 16 million pixels", STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x10\0\0\0\x10\0\10\6\0\0\0....")},
    {"a JPEG without a frame", STR_INIT("\xff\xd8\xff\xd9............")},
    {"a JPEG whose segment never ends", STR_INIT("\xff\xd8\xff\xe0\xff\xff......")},
};

static struct image checked(uint32_t width, uint32_t height)
{
    struct image i = {width, height, xcalloc((size_t)width * height, 4)};
    for (size_t k = 0; k < (size_t)width * height; k++) {
        i.rgba[k * 4] = (uint8_t)(k * k * 31 >> 3);
        i.rgba[k * 4 + 1] = (uint8_t)(k * k * 17 >> 5);
        i.rgba[k * 4 + 3] = 255;
    }
    return i;
}

static void test_heads(void)
{
    struct image_head h;
    struct image out;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct err e = ERR_INIT;
        struct err again = ERR_INIT;
        ok(!image_read_head(wrong[i].bytes, &h, &e) && e.code == ERR_INPUT && !image_decode(wrong[i].bytes, &out, &again),
           "%s is refused: %s", wrong[i].what, e.what);
    }
    struct err e = ERR_INIT;
    static const unsigned char frame[] = {0xff, 0xd8, 0xff, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 0, 40, 0, 30, 3, 0};
    ok(image_read_head((struct str){(const char *)frame, sizeof frame}, &h, &e) && h.kind == IMAGE_JPEG && h.width == 30 &&
           h.height == 40, "a JPEG's frame is found behind other segments and fill bytes");
    ok(!image_decode((struct str){(const char *)frame, sizeof frame}, &out, &e), "what has a head and no picture is damaged");
}

static void test_shrink(void)
{
    struct image big = checked(400, 100);
    struct image small = image_shrink(&big, 264, 88);
    ok(small.width == 264 && small.height == 66, "proportions stay: %u x %u", small.width, small.height);
    image_free(&small);
    small = image_shrink(&big, 1000, 1000);
    ok(small.width == 400 && small.height == 100 && memcmp(small.rgba, big.rgba, 400 * 100 * 4) == 0, "nothing grows");
    image_free(&small);
    image_free(&big);
    struct image line = checked(4000, 1);
    small = image_shrink(&line, 10, 10);
    ok(small.width == 10 && small.height == 1, "a line stays a pixel high");
    image_free(&small);
    image_free(&line);
    uint8_t two[] = {200, 0, 0, 255, 0, 100, 0, 0}; // red, and a green that nobody sees
    struct image pair = {2, 1, two};
    small = image_shrink(&pair, 1, 1);
    ok(small.rgba[0] == 200 && small.rgba[1] == 0 && small.rgba[3] == 128, "what is transparent lends no colour");
    image_free(&small);
}

static void test_webp(void)
{
    struct err e = ERR_INIT;
    struct image i = checked(60, 40);
    struct image back;
    struct buf out = buf_new(1 << 20);
    ok(image_webp(&i, 1 << 20, &out, &e) && image_decode(buf_str(&out), &back, &e), "WebP is made and read: %s", e.what);
    ok(back.width == 60 && memcmp(back.rgba, i.rgba, 60 * 40 * 4) == 0, "with room, without loss");
    size_t whole = out.n;
    image_free(&back);
    ok(image_webp(&i, whole - 1, &out, &e) && out.n < whole && image_decode(buf_str(&out), &back, &e),
       "with less room, with some: %zu of %zu bytes", out.n, whole);
    image_free(&back);
    ok(!image_webp(&i, 60, &out, &e) && e.code == ERR_LIMIT, "with none, not at all: %s", e.what);
    buf_free(&out);
    image_free(&i);
}

static void test_decoders(void)
{
    struct err e = ERR_INIT;
    struct image i = checked(60, 40);
    struct image back = {0, 0, NULL};
    static unsigned char png[1 << 16];
    png_alloc_size_t n = sizeof png;
    png_image head = {.version = PNG_IMAGE_VERSION, .width = 60, .height = 40, .format = PNG_FORMAT_RGBA};
    BUG_ON(png_image_write_to_memory(&head, png, &n, 0, i.rgba, 0, NULL) == 0);
    ok(image_decode((struct str){(const char *)png, n}, &back, &e) && memcmp(back.rgba, i.rgba, 60 * 40 * 4) == 0,
       "PNG gives its pixels %s", e.what);
    image_free(&back);
    ok(!image_decode((struct str){(const char *)png, n / 2}, &back, &e), "half a PNG is damaged: %s", e.what);
    unsigned char *jpeg = NULL;
    unsigned long jpeg_n = 0;
    tjhandle h = tjInitCompress();
    memset(i.rgba, 128, 60 * 40 * 4);
    BUG_ON(tjCompress2(h, i.rgba, 60, 240, 40, TJPF_RGBA, &jpeg, &jpeg_n, TJSAMP_444, 95, 0) != 0);
    struct err again = ERR_INIT;
    ok(image_decode((struct str){(const char *)jpeg, jpeg_n}, &back, &again) && back.rgba[0] == 128 && back.rgba[3] == 255,
       "JPEG gives its pixels %s", again.what);
    image_free(&back);
    ok(!image_decode((struct str){(const char *)jpeg, jpeg_n / 2}, &back, &again), "half a JPEG is damaged: %s", again.what);
    tjFree(jpeg);
    (void)tjDestroy(h);
    image_free(&i);
}

// A JPEG of 16 × 8 with one bright corner, an Exif segment put in behind its first marker; where the corner then is.
static void test_orientation(void)
{
    static const struct {
        uint8_t orientation;
        bool little;
        uint32_t width, x, y; // and where the corner that was at the left above must be
    } held[] = {{1, true, 16, 0, 0},  {2, true, 16, 15, 0}, {3, false, 16, 15, 7}, {4, true, 16, 0, 7}, {5, true, 8, 0, 0},
                {6, false, 8, 7, 0},  {7, true, 8, 7, 15},  {8, true, 8, 0, 15},   {9, true, 16, 0, 0}};
    uint8_t pixels[16 * 8 * 4] = {0};
    for (size_t y = 0; y < 4; y++) {
        memset(pixels + y * 16 * 4, 255, (size_t)4 * 4);
    }
    unsigned char *jpeg = NULL;
    unsigned long n = 0;
    tjhandle h = tjInitCompress();
    BUG_ON(tjCompress2(h, pixels, 16, 64, 8, TJPF_RGBA, &jpeg, &n, TJSAMP_444, 95, 0) != 0);
    for (size_t i = 0; i < ARRAY_LEN(held); i++) {
        bool le = held[i].little;
        uint8_t exif[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, le ? 'I' : 'M', le ? 'I' : 'M', le ? 42 : 0, le ? 0 : 42,
                          le ? 8 : 0, 0, 0, le ? 0 : 8, le ? 1 : 0, le ? 0 : 1, le ? 0x12 : 1, le ? 1 : 0x12, le ? 3 : 0,
                          le ? 0 : 3, le ? 1 : 0, 0, 0, le ? 0 : 1, le ? held[i].orientation : 0,
                          le ? 0 : held[i].orientation, 0, 0, 0, 0, 0, 0};
        struct buf whole = buf_new(1 << 16);
        buf_add(&whole, (struct str){(const char *)jpeg, 2});
        buf_add(&whole, (struct str){(const char *)exif, sizeof exif});
        buf_add(&whole, (struct str){(const char *)jpeg + 2, n - 2});
        struct err e = ERR_INIT;
        struct image up = {0, 0, NULL};
        bool good = image_decode(buf_str(&whole), &up, &e) && up.width == held[i].width && up.height == 24 - held[i].width;
        ok(good && up.rgba[4 * (held[i].y * up.width + held[i].x)] > 200, "orientation %u: upright %s", held[i].orientation,
           e.what);
        struct err cut = ERR_INIT;
        struct image none = {0, 0, NULL};
        buf_clear(&whole);
        buf_add(&whole, (struct str){(const char *)jpeg, 2});
        buf_add(&whole, (struct str){(const char *)exif, 12 + i});
        ok(!image_decode(buf_str(&whole), &none, &cut), "cut off in its Exif data it is damaged");
        buf_free(&whole);
        image_free(&up);
    }
    tjFree(jpeg);
    (void)tjDestroy(h);
}

int main(void)
{
    test_orientation();
    test_decoders();
    test_heads();
    test_shrink();
    test_webp();
    return tap_done();
}
