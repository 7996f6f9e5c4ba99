// nearest.c: edit distance over short words.
#include "text/nearest.h"

enum { LONGEST = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t nearest_distance(struct str a, struct str b)
{
    if (a.n > LONGEST || b.n > LONGEST) {
        return LONGEST + 1;
    }
    size_t row[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.n; i++) {
        for (size_t j = 0; j <= b.n; j++) {
            if (i == 0 || j == 0) {
                row[i][j] = i + j;
                continue;
            }
            size_t change = row[i - 1][j - 1] + (a.p[i - 1] == b.p[j - 1] ? 0 : 1);
            row[i][j] = least(change, least(row[i - 1][j], row[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1]) {
                row[i][j] = least(row[i][j], row[i - 2][j - 2] + 1);
            }
        }
    }
    return row[a.n][b.n];
}

struct nearest nearest_begin(struct str typed)
{
    return (struct nearest){.typed = typed, .best = NULL, .distance = typed.n / 3 + 1};
}

void nearest_offer(struct nearest *n, const char *candidate)
{
    size_t distance = nearest_distance(n->typed, str_c(candidate));
    if (distance < n->distance || (n->best == NULL && distance == n->distance)) {
        n->distance = distance;
        n->best = candidate;
    }
}
