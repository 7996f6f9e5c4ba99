// download.h: bytes that a browser saves and never shows.
#pragma once

#include "web/web.h"

// Answer with a file of that name, whatever characters it has (RFC 6266, RFC 8187). No page of ours runs what it holds.
void download_reply(struct web *w, struct str name, struct str type, struct str bytes);
