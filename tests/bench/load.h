// load.h: many keep-alive connections that send messages and wait for each to be acknowledged; for benches.
#pragma once

#include "base/err.h"

struct load_result {
    int64_t taken;       // acknowledged with 201
    int64_t refused;     // any other status
    int64_t us;          // how long it went on
    int64_t p50_us;      // from when the request was to be sent to the reply's last byte
    int64_t p99_us;
    int64_t most_us;
};

// POST /api/v1/messages on 127.0.0.1:port over `connections` sockets for `seconds`, each with a key of its own. One thread.
// rate: this many a second at even distances, as long as a connection is free for each; 0: as many as are acknowledged.
MUST_USE bool load_messages(int port, int connections, int seconds, int rate, struct load_result *out, struct err *e);
