// finder_part.h: what finder.c, finder_document.c and finder_file.c share; nobody else reads it.
#pragma once

#include "core/press/finder.h"

#include <pthread.h>
#include <stdatomic.h>

struct finder {
    struct match *open;      // for everyone
    struct match *desk;
    struct match *documents;
    pthread_mutex_t saving;  // for who purges, saves or empties, taken before `writing`: these wait for what is built beside
    pthread_mutex_t writing; // over all, for their writer, and over what follows
    _Atomic int64_t seen;    // number of the last event taken in
    _Atomic int64_t saved;   // number of the last event in the copy on disk
    _Atomic bool ready;
    struct arena words_mem;
    struct match_options words; // of the site's own; the writer's, under both locks
    bool loaded; // from a copy
    char slot;   // 'a' or 'b': which files the copy on disk is; 0 for none
    _Atomic bool purge; // words were taken away that finder_purge has not seen to
};

// Into the index of documents, as it stands in the store now.
MUST_USE bool finder_put_document(struct finder *f, struct tx *tx, const struct site *s, int64_t id, struct err *e);
