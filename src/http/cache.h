// cache.h: pages that are ready to send, by key, each with the version of what it shows; bounded in bytes, thread-safe.
//
// Never stale by construction: whoever asks says which version it wants, and an entry of another version is no hit.
#pragma once

#include "http/http.h"

struct http_cache;

struct http_cache_stats {
    uint64_t hits;
    uint64_t misses;  // absent, or of another version
    uint64_t evicted; // to make room
    uint64_t entries; // now
    uint64_t bytes;   // now
};

struct http_cache *http_cache_new(size_t max_bytes);
void http_cache_free(struct http_cache *c); // nobody may be using it; pages that are being sent live on

// The page under `key` as of `version`, with a reference for the caller; NULL when there is none.
struct http_ready *http_cache_get(struct http_cache *c, struct str key, uint64_t version);

// Keep `page` under `key`, in the place of what was there unless that has a higher version. Takes its own reference.
// A page larger than a sixteenth of max_bytes is not kept.
void http_cache_put(struct http_cache *c, struct str key, uint64_t version, struct http_ready *page);

struct http_cache_stats http_cache_stats(struct http_cache *c);
