// filelock.h: one process at a time, by a lock on a file that says who holds it.
#pragma once

#include "base/err.h"

// Make the file if need be, lock it and write our pid into it. The lock belongs to the descriptor (an open file
// description lock): it ends with close() and with the process, however that ends, and two in one process exclude each
// other too. The file stays: removing it would let two processes lock two files of one name.
// ERR_BUSY with the holder's pid in the message when somebody has it; *fd is the caller's, closed on exec.
MUST_USE bool filelock_take(const char *path, int *fd, struct err *e);
