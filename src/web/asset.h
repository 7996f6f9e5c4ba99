// asset.h: style sheets and scripts that are compiled into the program.
#pragma once

#include "base/embed.h"
#include "web/web.h"

const struct embed *asset_find(struct str name); // "site.css"; NULL when there is none
bool asset_hashed(struct web *w, struct str hash);      // is it asked for with ?v= and this hash?
