// image.c: see image.h.
#include "docs/image.h"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include "i18n/i18n.h"

static uint32_t big16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t big32(const uint8_t *p)
{
    return big16(p) << 16 | big16(p + 2);
}

// PNG specification, 5.2 and 11.2.2: eight bytes of signature, then IHDR.
static bool png_head(const uint8_t *p, size_t n, struct image_head *out)
{
    static const uint8_t begin[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    if (n < 33 || memcmp(p, begin, sizeof begin) != 0) {
        return false;
    }
    *out = (struct image_head){IMAGE_PNG, big32(p + 16), big32(p + 20)};
    return true;
}

// ITU-T T.81, B.1 and B.2.2: segments up to the frame header, whose marker is C0 to CF but not C4, C8, CC.
static bool jpeg_head(const uint8_t *p, size_t n, struct image_head *out)
{
    if (n < 4 || p[0] != 0xff || p[1] != 0xd8) {
        return false;
    }
    for (size_t at = 2; at + 9 <= n;) {
        uint8_t marker = p[at + 1];
        if (p[at] != 0xff) {
            return false;
        }
        if (marker == 0xff) { // a fill byte
            at++;
            continue;
        }
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
            *out = (struct image_head){IMAGE_JPEG, big16(p + at + 7), big16(p + at + 5)};
            return true;
        }
        if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda)) { // none that has a length, or the picture itself
            return false;
        }
        at += 2 + big16(p + at + 2);
    }
    return false;
}

// Exif 2.32, 4.6.4: tag 0112 of a TIFF header's first directory, 1 to 8; 1 where it is not said.
static uint32_t tiff_orientation(const uint8_t *p, size_t n)
{
    if (n < 8 || p[0] != p[1] || (p[0] != 'I' && p[0] != 'M')) {
        return 1;
    }
    bool little = p[0] == 'I';
    size_t at = little ? (size_t)(p[4] | p[5] << 8 | p[6] << 16) | (size_t)p[7] << 24 : big32(p + 4);
    if (at > n || n - at < 2) {
        return 1;
    }
    size_t entries = little ? (size_t)(p[at] | p[at + 1] << 8) : big16(p + at);
    for (at += 2; entries > 0 && n - at >= 12; at += 12, entries--) {
        uint32_t tag = little ? (uint32_t)(p[at] | p[at + 1] << 8) : big16(p + at);
        uint32_t value = little ? (uint32_t)(p[at + 8] | p[at + 9] << 8) : big16(p + at + 8);
        if (tag == 0x0112) {
            return value >= 1 && value <= 8 ? value : 1;
        }
    }
    return 1;
}

// How a JPEG is to be held: in the first APP1 segment that is Exif's, before the frame.
static uint32_t jpeg_orientation(const uint8_t *p, size_t n)
{
    static const uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0};
    for (size_t at = 2; at + 4 <= n && p[at] == 0xff;) {
        size_t length = big16(p + at + 2);
        if (p[at + 1] == 0xff) { // a fill byte
            at++;
            continue;
        }
        if (p[at + 1] < 0xe0 || length < 2 || length > n - at - 2) {
            break;
        }
        if (p[at + 1] == 0xe1 && length >= 2 + sizeof exif && memcmp(p + at + 4, exif, sizeof exif) == 0) {
            return tiff_orientation(p + at + 4 + sizeof exif, length - 2 - sizeof exif);
        }
        at += 2 + length;
    }
    return 1;
}

// Upright, as the orientation says: 2 to 4 mirror and turn, 5 to 8 stand on a side.
static void turn(struct image *i, uint32_t orientation)
{
    if (orientation == 1) {
        return;
    }
    bool side = orientation >= 5;
    struct image up = {side ? i->height : i->width, side ? i->width : i->height, NULL};
    up.rgba = xcalloc((size_t)up.width * up.height, 4);
    bool right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8; // read from the right
    bool bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    for (uint32_t y = 0; y < up.height; y++) {
        for (uint32_t x = 0; x < up.width; x++) {
            uint32_t from_x = side ? y : x;
            uint32_t from_y = side ? x : y;
            from_x = right ? i->width - 1 - from_x : from_x;
            from_y = bottom ? i->height - 1 - from_y : from_y;
            memcpy(up.rgba + 4 * ((size_t)y * up.width + x), i->rgba + 4 * ((size_t)from_y * i->width + from_x), 4);
        }
    }
    image_free(i);
    *i = up;
}

static bool webp_head(const uint8_t *p, size_t n, struct image_head *out)
{
    WebPBitstreamFeatures f;
    if (n < 12 || memcmp(p, "RIFF", 4) != 0 || memcmp(p + 8, "WEBP", 4) != 0 ||
        WebPGetFeatures(p, n, &f) != VP8_STATUS_OK || f.has_animation != 0 || f.width < 0 || f.height < 0) {
        return false;
    }
    *out = (struct image_head){IMAGE_WEBP, (uint32_t)f.width, (uint32_t)f.height};
    return true;
}

bool image_read_head(struct str bytes, struct image_head *out, struct err *e)
{
    const uint8_t *p = (const uint8_t *)bytes.p;
    struct image_head h = {.kind = IMAGE_UNKNOWN};
    if (bytes.n == 0 || (!png_head(p, bytes.n, &h) && !jpeg_head(p, bytes.n, &h) && !webp_head(p, bytes.n, &h))) {
        return err_set(e, ERR_INPUT, N_("This is no picture in PNG, JPEG or WebP."));
    }
    if (h.width == 0 || h.height == 0 || h.width > IMAGE_SIDE_MAX || h.height > IMAGE_SIDE_MAX ||
        (uint64_t)h.width * h.height > IMAGE_PIXELS_MAX) {
        return err_set(e, ERR_INPUT, N_("The picture is too large: at most 4,096 pixels a side and 8 million in all."));
    }
    *out = h;
    return true;
}

void image_free(struct image *i)
{
    free(i->rgba);
    *i = (struct image){0, 0, NULL};
}

static bool png_pixels(struct str bytes, struct image *i)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    bool good = png_image_begin_read_from_memory(&png, bytes.p, bytes.n) != 0 && png.width == i->width &&
                png.height == i->height;
    png.format = PNG_FORMAT_RGBA;
    good = good && png_image_finish_read(&png, NULL, i->rgba, 0, NULL) != 0;
    png_image_free(&png);
    return good;
}

static bool jpeg_pixels(struct str bytes, struct image *i)
{
    tjhandle h = tjInitDecompress();
    int width = 0;
    int height = 0;
    int sampling;
    int colours;
    bool good = h != NULL &&
                tjDecompressHeader3(h, (const unsigned char *)bytes.p, bytes.n, &width, &height, &sampling, &colours) == 0 &&
                (uint32_t)width == i->width && (uint32_t)height == i->height &&
                tjDecompress2(h, (const unsigned char *)bytes.p, bytes.n, i->rgba, width, width * 4, height, TJPF_RGBA,
                              TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) == 0;
    if (h != NULL) {
        (void)tjDestroy(h);
    }
    return good;
}

static bool webp_pixels(struct str bytes, struct image *i)
{
    size_t size = (size_t)i->width * i->height * 4;
    return WebPDecodeRGBAInto((const uint8_t *)bytes.p, bytes.n, i->rgba, size, (int)i->width * 4) != NULL;
}

bool image_decode(struct str bytes, struct image *out, struct err *e)
{
    struct image_head h = {.kind = IMAGE_UNKNOWN};
    if (!image_read_head(bytes, &h, e)) {
        return false;
    }
    struct image i = {h.width, h.height, xcalloc((size_t)h.width * h.height, 4)};
    bool good = h.kind == IMAGE_PNG    ? png_pixels(bytes, &i)
                : h.kind == IMAGE_JPEG ? jpeg_pixels(bytes, &i)
                                       : webp_pixels(bytes, &i);
    if (!good) {
        image_free(&i);
        return err_set(e, ERR_INPUT, N_("The picture is damaged."));
    }
    if (h.kind == IMAGE_JPEG) {
        turn(&i, jpeg_orientation((const uint8_t *)bytes.p, bytes.n));
    }
    *out = i;
    return true;
}

// The mean of the pixels of a rectangle; where all are transparent, transparent black.
static void mean_of(const struct image *from, uint32_t x0, uint32_t x1, uint32_t y0, uint32_t y1, uint8_t *out)
{
    uint64_t colour[3] = {0, 0, 0};
    uint64_t opaque = 0;
    for (uint32_t y = y0; y < y1; y++) {
        for (uint32_t x = x0; x < x1; x++) {
            const uint8_t *p = from->rgba + ((size_t)y * from->width + x) * 4;
            for (size_t c = 0; c < 3; c++) {
                colour[c] += (uint64_t)p[c] * p[3];
            }
            opaque += p[3];
        }
    }
    uint64_t pixels = (uint64_t)(x1 - x0) * (y1 - y0);
    for (size_t c = 0; c < 3; c++) {
        out[c] = (uint8_t)(opaque == 0 ? 0 : (colour[c] + opaque / 2) / opaque);
    }
    out[3] = (uint8_t)((opaque + pixels / 2) / pixels);
}

static uint32_t at_least_1(uint64_t v)
{
    return v == 0 ? 1 : (uint32_t)v;
}

struct image image_shrink(const struct image *from, uint32_t width, uint32_t height)
{
    struct image to = {from->width, from->height, NULL};
    if (to.width > width) {
        to.height = at_least_1(((uint64_t)to.height * width + to.width / 2) / to.width);
        to.width = width;
    }
    if (to.height > height) {
        to.width = at_least_1(((uint64_t)to.width * height + to.height / 2) / to.height);
        to.height = height;
    }
    to.rgba = xcalloc((size_t)to.width * to.height, 4);
    for (uint32_t y = 0; y < to.height; y++) {
        uint32_t y0 = (uint32_t)((uint64_t)y * from->height / to.height);
        uint32_t y1 = (uint32_t)((uint64_t)(y + 1) * from->height / to.height);
        for (uint32_t x = 0; x < to.width; x++) {
            uint32_t x0 = (uint32_t)((uint64_t)x * from->width / to.width);
            uint32_t x1 = (uint32_t)((uint64_t)(x + 1) * from->width / to.width);
            mean_of(from, x0, x1, y0, y1, to.rgba + ((size_t)y * to.width + x) * 4);
        }
    }
    return to;
}

static bool webp_once(const struct image *i, float quality, size_t most, struct buf *out)
{
    uint8_t *bytes = NULL;
    size_t n = quality < 0 ? WebPEncodeLosslessRGBA(i->rgba, (int)i->width, (int)i->height, (int)i->width * 4, &bytes)
                           : WebPEncodeRGBA(i->rgba, (int)i->width, (int)i->height, (int)i->width * 4, quality, &bytes);
    bool good = n > 0 && n <= most;
    if (good) {
        buf_clear(out);
        buf_add(out, (struct str){(const char *)bytes, n});
    }
    WebPFree(bytes);
    return good;
}

bool image_webp(const struct image *i, size_t most, struct buf *out, struct err *e)
{
    static const float qualities[] = {-1, 92, 84, 74, 62, 48, 32, 16, 0};
    for (size_t k = 0; k < ARRAY_LEN(qualities); k++) {
        if (webp_once(i, qualities[k], most, out)) {
            return true;
        }
    }
    return err_set(e, ERR_LIMIT, "a picture of %u × %u pixels does not fit into %zu bytes", i->width, i->height, most);
}
