// painter.h: the process that decodes pictures from outside and makes small ones of them. It opens no file and no socket, may
// use so much memory and so many seconds, and serves one picture: what a damaged or hostile one does to it ends with it.
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    PAINTER_BYTES_MAX = 2 << 20, // of what comes in
    LOGO_WIDTH = 528,            // pixels at most: six times as wide as high, at two pixels for one of the page
    LOGO_HEIGHT = 88,
    LOGO_BYTES_MAX = 2400,       // so that the first view of a page stays within 14,000
};

struct painted {
    struct str webp;
    uint32_t width;
    uint32_t height;
};

struct painter;

// Start it, from the main thread, before any other thread and before the store is opened. ERR_IO.
MUST_USE bool painter_start(struct painter **out, struct err *e);
void painter_stop(struct painter *p); // NULL is allowed

// A logo of a picture, in the arena: its pixels anew, and nothing else of it. ERR_INPUT with a msgid: what is wrong with the
// picture; one that brought the process down is damaged. Else ERR_IO. Thread-safe; one at a time.
MUST_USE bool painter_logo(struct painter *p, struct arena *a, struct str bytes, struct painted *out, struct err *e);
