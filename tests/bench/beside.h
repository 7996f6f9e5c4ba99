// beside.h: Vietnamese sentences of the project's own that lie beside what a trial looks for.
#pragma once

#include "base/arena.h"
#include "base/str.h"

// Sentences of eight letters or more that differ in more than marks and case, at most `max`, always the same ones: half of them
// said by the demo's senders and answers (demo/), half in the words of reference works and news (tests/fixtures/beside.tsv).
// Returns how many; their bytes lie in the arena. Aborts when the files are not there or broken.
size_t beside_sentences(struct arena *a, struct str *out, size_t max);
