// fuzz_image.c: whatever a picture is, its head is within the bounds or refused, and what is made of it is small WebP.
#include "docs/image.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct err e = ERR_INIT;
    struct image_head h;
    struct image whole;
    if (!image_read_head(bytes, &h, &e)) {
        BUG_ON(image_decode(bytes, &whole, &e));
        return 0;
    }
    BUG_ON(h.kind == IMAGE_UNKNOWN || h.width == 0 || h.height == 0 || h.width > IMAGE_SIDE_MAX || h.height > IMAGE_SIDE_MAX);
    if ((uint64_t)h.width * h.height > 1 << 16 || !image_decode(bytes, &whole, &e)) { // the large ones are slow, not special
        return 0;
    }
    BUG_ON(whole.width != h.width || whole.height != h.height);
    struct image small = image_shrink(&whole, 40, 16);
    BUG_ON(small.width == 0 || small.width > 40 || small.height == 0 || small.height > 16);
    struct buf out = buf_new(4096);
    if (image_webp(&small, 4096, &out, &e)) {
        BUG_ON(!image_read_head(buf_str(&out), &h, &e) || h.kind != IMAGE_WEBP || h.width != small.width);
    }
    buf_free(&out);
    image_free(&small);
    image_free(&whole);
    return 0;
}
