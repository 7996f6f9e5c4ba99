// asset.h: style sheets and scripts that are compiled into the program.
#pragma once

#include "base/embed.h"

const struct embed *asset_find(struct str name); // "site.css"; NULL when there is none
