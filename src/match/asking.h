// asking.h: words that ask or join and say nothing of the thing itself. Items that answer a question do not have its
// "what" and "who"; there they would count as rare words.
#pragma once

#include "text/token.h"

struct asking;

struct asking *asking_new(void);
void asking_free(struct asking *a);

// Is the token such a word? `marked`: the query has marks, so that a word must have those of the list ("đâu", not
// "đầu").
bool asking_is(const struct asking *a, const struct token *t, bool marked);
