// jobs.h: the thread that does what is due: notices, and what former offices leave to their heirs, every few seconds; erasing
// every ten minutes, a restore drill a day. Its
// work goes through db_write like everybody's.
#pragma once

#include "core/contact/mailer.h"
#include "core/office/site.h"

struct jobs_config {
    struct db *db;
    const char *store;                 // its file, for the drill; lives as long as the jobs. NULL: no drills
    struct mailer *mailer;             // NULL: no notices
    struct site *(*site)(void *arg);   // the site as it is today, with a use of it for the caller
    void (*changed)(void *arg);        // what public pages show changed; NULL: nobody asks
    void *arg;
};

struct jobs;

struct jobs *jobs_start(const struct jobs_config *config);

// Lets the write or the drill under way finish, and a mail that is being sent too if it is done within a few seconds. The
// mailer sends nothing any more afterwards.
void jobs_stop(struct jobs *j);
