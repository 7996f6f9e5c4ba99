// problem.c: see problem.h.
#include "core/problem.h"

void problem_add(struct problems *p, const char *field, const char *msgid)
{
    problem_add_about(p, field, msgid, STR(""));
}

void problem_add_about(struct problems *p, const char *field, const char *msgid, struct str about)
{
    if (p->n < PROBLEMS_MAX && problem_of(p, field) == NULL) {
        p->list[p->n++] = (struct problem){field, msgid, about};
    }
}

const char *problem_of(const struct problems *p, const char *field)
{
    for (size_t i = 0; i < p->n; i++) {
        if (strcmp(p->list[i].field, field) == 0) {
            return p->list[i].msgid;
        }
    }
    return NULL;
}
