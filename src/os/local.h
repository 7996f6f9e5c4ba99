// local.h: a socket of this machine, for the same user and root alone: one line there, one line back.
#pragma once

#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

// Listen at `path`, in the place of a socket that a process which was killed has left there; mode 0600 from its first moment.
// The caller knows that nobody else listens there. ERR_INPUT when something else stands there, ERR_IO. local_close ends it.
MUST_USE bool local_listen(const char *path, int *fd, struct err *e);
void local_close(const char *path, int fd); // and removes it

// The next who calls, once poll(2) says that there is one. False: nobody any more, or not the same user nor root.
MUST_USE bool local_accept(int listening, int *fd);

// Call whoever listens at `path`. ERR_GONE when nobody does; ERR_INPUT when it is neither this user, nor root, nor `owner`.
MUST_USE bool local_call(const char *path, uid_t owner, int *fd, struct err *e);

// One line, without its end, in at most ms milliseconds; `line` holds no '\n'. Sending never raises PIPE. Of reading:
// ERR_LIMIT for more than out's maximum, ERR_GONE when the other side closes before the line ends, ERR_BUSY when it does not
// come in time; ERR_IO.
MUST_USE bool local_send(int fd, struct str line, int ms, struct err *e);
MUST_USE bool local_receive(int fd, struct buf *out, int ms, struct err *e);
