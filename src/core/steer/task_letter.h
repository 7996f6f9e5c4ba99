// task_letter.h: late tasks fill the draft of a letter that urges them (công văn đôn đốc). People finish and sign it.
#pragma once

#include "core/steer/document.h"

struct task_row;

enum { LETTER_TASKS_MAX = 200 };

// The draft: its summary, whom it is for and its body in the site's language, as a list of the tasks by the office that
// leads them. In the arena. n > 0.
struct document_draft task_letter(struct arena *a, const struct site *s, int64_t office_id, const struct task_row *list,
                                  size_t n, int64_t today);
