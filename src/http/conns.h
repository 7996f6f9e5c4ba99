// conns.h: the open connections: how many each neighbourhood has, which are too slow, and a patient end for those
// refused.
//
// The engine's own timeout only notices silence; a client that sends one byte a second would keep its place for ever. A
// thread looks over the table several times a second, answers 408 in the engine's place and ends the connection.
#pragma once

#include "base/err.h"
#include "http/peer.h"

#include <stdatomic.h>

enum conn_phase {
    CONN_HEAD, // waiting for a request's head, or in it
    CONN_BODY, // in its body
    CONN_BUSY, // being answered
    CONN_OVER, // ended by the table: the engine must not answer any more
};

struct conn {
    int fd;
    struct peer peer;
    atomic_int phase;
    _Atomic int64_t since_us;    // when the phase began
    _Atomic int64_t progress_us; // when the last bytes of a body came
    _Atomic uint64_t received;   // bytes of the body so far
    atomic_bool fresh;           // no request has been read from it yet
    bool linger;                 // refused: let the client read the answer before it sees a reset
    void *spare;                 // the engine's, for the connection's next call
    struct conn *prev, *next;
};

struct conns_limits {
    int timeout_s;
    int max_per_client;
};

struct conns;

bool conns_start(struct conns **out, const struct conns_limits *limits, struct err *e) MUST_USE;
void conns_stop(struct conns *t); // when the engine has let go of all connections

// May this peer have one more?
bool conns_admit(struct conns *t, const struct peer *p);
struct conn *conns_open(struct conns *t, int fd, const struct peer *p);
void conns_close(struct conns *t, struct conn *c); // just before the engine closes the descriptor; frees c

// Step on to the next phase. False: the connection is over, whatever it was about to do.
bool conn_step(struct conn *c, enum conn_phase to) MUST_USE;
void conn_received(struct conn *c, size_t n);

// Answer past the engine, and end the connection: nothing that the engine says afterwards is sent. Only for the thread
// that reads it.
void conn_refuse(struct conn *c, int status, const char *why);

uint64_t conns_count(struct conns *t);
uint64_t conns_timeouts(struct conns *t);
