// keeper.h: the keeper of the contact box: a process of its own that opens one box for whoever shows that the opening is on
// record. It holds the private key, has a connection of its own to the store that only reads, and calls nobody.
//
// It does not take the word of who asks: the event must stand in the store, be an opening of this very message, read as its
// canonical bytes say, and be of these minutes; the box is read from the store too. At most KEEPER_A_MINUTE boxes are opened a
// minute, whoever asks and however often its worker is started anew. Each opening and each refusal is a line in the log that
// the keeper writes itself.
#pragma once

#include "auth/box.h"
#include "base/buf.h"

#include <stdatomic.h>

enum {
    KEEPER_A_MINUTE = 30,
    MAIL_A_MINUTE = 120,    // notices
    KEEPER_FRESH_S = 600,   // an event older than this opens nothing
};

// A count of this minute, in memory that the workers share and the web process does not have.
struct keeper_bound {
    _Atomic uint64_t window; // minute and count: (minute << 32) + count
};

// One more in the minute `now_us` (clock_mono_us)? False: `most` were had. Any number of processes may ask at once.
MUST_USE bool keeper_bound_take(struct keeper_bound *b, uint32_t most, int64_t now_us);

struct keeper_bounds {
    struct keeper_bound openings;
    struct keeper_bound notices;
};

// What both processes with the key are given.
struct keeper_places {
    const char *key_file;
    const char *beside;
    const char *store; // NULL: there is none, and nothing opens
    struct keeper_bounds *bounds;
};

// Which opening: what the event says of it.
struct keeper_asked {
    int64_t home;
    int64_t message;
    int64_t event; // its number
};

// Read the key where mailer_start says that it stands. No key is no error: then *key is NULL.
MUST_USE bool keeper_read_key(const struct keeper_places *at, struct box_key **key, struct err *e);

// Open what `asked` names, at the time `now`; *plain lives in the arena. ERR_INPUT: the store does not have that opening on
// record; ERR_BUSY: too many this minute; ERR_CORRUPT: the box does not open for this key.
MUST_USE bool keeper_open(struct arena *a, const struct keeper_places *at, const struct box_key *key,
                          const struct keeper_asked *asked, int64_t now, struct str *plain, struct err *e);

// The keeper's process: a worker of a nursery (os/nursery.h). `places` is a struct keeper_places.
int keeper_work(int fd, void *places);
