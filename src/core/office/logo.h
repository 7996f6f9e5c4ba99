// logo.h: the picture in the head of every page of a site: made by painter.h, kept in the store, named by its content.
#pragma once

#include "core/office/founding.h"
#include "core/office/painter.h"

enum { LOGO_HASH = 16 }; // symbols of the name: the first 64 bits of SHA-256, in hex

// The name that stands in its address: another picture has another one. In the arena.
struct str logo_hash(struct arena *a, struct str webp);

// Put it in place of the one that was there, or take it away. Each leaves an event; the caller reads the site anew.
MUST_USE bool logo_set(const struct founder *f, int64_t office_id, const struct painted *p, struct err *e);
MUST_USE bool logo_remove(const struct founder *f, int64_t office_id, struct err *e);
