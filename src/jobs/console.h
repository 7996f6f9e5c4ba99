// console.h: the thread that carries out what commands at the machine's own console ask of the server that holds the store
// (core/office/errand.h): one line in, one line back, one caller after the other, each for at most a few seconds.
#pragma once

#include "core/office/site.h"

struct console;

struct console_config {
    struct db *db;
    const char *store;
    struct site *(*site)(void *arg); // the site as it is today, with a use of it for the caller
    void *arg;
};

// Listen beside the store. NULL where there is nothing to listen at (a database), or where it could not be (the log says so):
// commands that write are then refused, as before.
struct console *console_start(const struct console_config *config);
void console_stop(struct console *c); // NULL is allowed
