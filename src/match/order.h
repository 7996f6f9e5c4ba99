// order.h: is what two texts have in common the other way round in one of them? "A kiện B", "B kiện A".
#pragma once

#include "match/align.h"

// Who does it to whom, from where to where, or which name belongs to what. Passive and active, a time or place at the
// other end of the sentence, and other clauses first are not that. Costs as much as the product of the lengths.
bool order_turned(const struct sketch *a, const struct sketch *b, const struct alignment *x);
