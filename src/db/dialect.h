// dialect.h: the four type tokens in which migrations differ between the engines.
//
//   token      SQLite    PostgreSQL
//   {id}       INTEGER   BIGINT        (INTEGER PRIMARY KEY is SQLite's row number)
//   {int}      INTEGER   BIGINT
//   {blob}     BLOB      BYTEA
//   {strict}   STRICT    (nothing)
#pragma once

#include "base/buf.h"

enum dialect { DIALECT_SQLITE, DIALECT_POSTGRES };

// Append `sql` to out with its tokens replaced. False, with *bad set to the token, when there is one that is none of
// the four. Quotes and comments are not looked at: a migration has no use for braces there.
MUST_USE bool dialect_expand(struct buf *out, struct str sql, enum dialect d, struct str *bad);
