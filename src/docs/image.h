// image.h: pictures that come from outside: what their head says, their pixels, and small ones made anew of them. What is
// made holds nothing of what came but pixels. The decoders are libpng, libjpeg-turbo and libwebp: call image_decode in a
// process that has nothing to lose (core/office/picture.h).
#pragma once

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum {
    IMAGE_SIDE_MAX = 4096,        // pixels
    IMAGE_PIXELS_MAX = 8 << 20,   // 32 MiB of memory
};

enum image_kind { IMAGE_UNKNOWN, IMAGE_PNG, IMAGE_JPEG, IMAGE_WEBP };

struct image_head {
    enum image_kind kind;
    uint32_t width;
    uint32_t height;
};

// Reads the head alone: PNG's IHDR, JPEG's frame header, WebP's chunk (a still one). Any bytes may be given. ERR_INPUT with a
// msgid: not one of the three, or larger than the bounds above.
MUST_USE bool image_read_head(struct str bytes, struct image_head *out, struct err *e);

// Four bytes a pixel: red, green, blue, opacity (not premultiplied). `rgba` is the owner's: image_free.
struct image {
    uint32_t width;
    uint32_t height;
    uint8_t *rgba;
};
void image_free(struct image *i); // of a zeroed one too

// Upright: a JPEG whose Exif data says that it lies on a side is turned. ERR_INPUT with a msgid: image_read_head's, or damaged.
MUST_USE bool image_decode(struct str bytes, struct image *out, struct err *e);

// The same within width × height, as large as its proportions allow and never larger than it is: each pixel the mean of those
// it stands for, weighted by their opacity.
struct image image_shrink(const struct image *from, uint32_t width, uint32_t height);

// As WebP of at most `most` bytes: without loss if that suffices, else as good as fits. ERR_LIMIT: the poorest is larger.
MUST_USE bool image_webp(const struct image *i, size_t most, struct buf *out, struct err *e);
