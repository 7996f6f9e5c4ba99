// reading.h: what the public gets to read of matters and publications, in the reader's language where there is one.
#pragma once

#include "core/office/site.h"

struct publication_row;
struct version_row;
struct matter_row;

// Of all versions as q_versions_of_publication lists them: the one a reader gets, or NULL when none was published.
const struct version_row *version_of_list(const struct version_row *list, size_t n, const struct publication_row *pub,
                                          enum lang lang);

// The version a reader gets: the latest published one in their language, else in the original's.
MUST_USE bool version_for_reader(struct tx *tx, const struct publication_row *pub, enum lang lang, struct version_row *out,
                                 bool *found, struct err *e);

// The public title of a matter in the reader's language, else in the site's, else in any. STR_NONE when it has none.
MUST_USE bool title_for_reader(struct tx *tx, const struct site *s, const struct matter_row *m, enum lang lang,
                               struct str *title, struct err *e);
