// listen.h: the socket that a server listens on.
#pragma once

#include "base/err.h"

// Whether `where` is written as listen_open() takes it.
bool listen_address_ok(const char *where) MUST_USE;

// Bind "address:port" (numeric; IPv6 in brackets; port 0 takes any) and listen. ERR_INPUT when it is no such thing,
// ERR_IO when the system refuses. *port is the port bound.
bool listen_open(const char *where, int *fd, int *port, struct err *e) MUST_USE;
