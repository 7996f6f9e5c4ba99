// desk_ask.h: what staff type into the search of the desk: words, "exact phrase", -not, and fields with their values, by their
// names in any language: office:, state:, kind:, year:; cơ quan:, trạng thái:, loại:, năm:.
#pragma once

#include "web/web.h"

struct desk_asked {
    struct str words;           // as finder_ask wants them: the fields' names in one piece
    int64_t office;             // 0: all
    struct match_filter filter; // kinds, states, times
    bool no_words;              // only fields: nothing to look for
    struct str *problems;       // what is not understood and what there is instead, in words
    size_t n_problems;
};

void desk_ask_read(struct web *w, struct str typed, struct desk_asked *out);
