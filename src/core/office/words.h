// words.h: what an office adds to the words that the engine knows, as its administrator writes it in two settings of the site's
// own office: abbreviations, "ttyt = trung tâm y tế" on a line, and words that mean the same, "cột cờ, trụ cờ" on a line. Lines
// of a file with tabs are read, too. Empty lines and lines that begin with # say nothing.
#pragma once

#include "core/office/site.h"
#include "match/match.h"

// Both as the engine takes them, in the arena.
struct match_options words_options(struct str abbreviations, struct str synonyms, struct arena *a);
struct match_options words_of_site(const struct site *s, struct arena *a);

// What is wrong with one of the two, as a msgid; NULL for nothing.
const char *words_abbreviations_problem(struct str lines);
const char *words_synonyms_problem(struct str lines);
