// fit.c: a small logistic regression.
#include "fit.h"

#include <math.h>

enum { ROUNDS = 25 };

double fit_score(const double *coefficients, const float *features)
{
    double sum = coefficients[LIKENESS_FEATURES];
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        sum += coefficients[i] * (double)features[i];
    }
    return 1 / (1 + exp(-sum));
}

// Solves h x = g in place by elimination with pivots; h is symmetric and, with a ridge, never singular.
static void solve(double h[FIT_COEFFICIENTS][FIT_COEFFICIENTS], double *g)
{
    for (unsigned k = 0; k < FIT_COEFFICIENTS; k++) {
        for (unsigned i = k + 1; i < FIT_COEFFICIENTS; i++) {
            double by = h[i][k] / h[k][k];
            for (unsigned j = k; j < FIT_COEFFICIENTS; j++) {
                h[i][j] -= by * h[k][j];
            }
            g[i] -= by * g[k];
        }
    }
    for (unsigned k = FIT_COEFFICIENTS; k-- > 0;) {
        for (unsigned j = k + 1; j < FIT_COEFFICIENTS; j++) {
            g[k] -= h[k][j] * g[j];
        }
        g[k] /= h[k][k];
    }
}

void fit_logistic(const struct fit_row *rows, size_t n, const bool *use, double ridge, double *coefficients)
{
    memset(coefficients, 0, FIT_COEFFICIENTS * sizeof *coefficients);
    for (unsigned round = 0; round < ROUNDS; round++) {
        double h[FIT_COEFFICIENTS][FIT_COEFFICIENTS] = {{0}}, g[FIT_COEFFICIENTS] = {0};
        for (size_t r = 0; r < n; r++) {
            if (!use[r]) {
                continue;
            }
            double p = fit_score(coefficients, rows[r].features), weight = p * (1 - p), x[FIT_COEFFICIENTS];
            for (unsigned i = 0; i < FIT_COEFFICIENTS; i++) {
                x[i] = i < LIKENESS_FEATURES ? (double)rows[r].features[i] : 1;
            }
            for (unsigned i = 0; i < FIT_COEFFICIENTS; i++) {
                g[i] += ((rows[r].same ? 1 : 0) - p) * x[i];
                for (unsigned j = 0; j < FIT_COEFFICIENTS; j++) {
                    h[i][j] += weight * x[i] * x[j];
                }
            }
        }
        for (unsigned i = 0; i < FIT_COEFFICIENTS; i++) {
            double hold = i < LIKENESS_FEATURES ? ridge : 1e-6;
            h[i][i] += hold;
            g[i] -= hold * coefficients[i];
        }
        solve(h, g);
        for (unsigned i = 0; i < FIT_COEFFICIENTS; i++) {
            coefficients[i] += g[i];
        }
    }
}

static int by_score(const void *a, const void *b)
{
    double x = (*(const struct fit_row *const *)a)->score, y = (*(const struct fit_row *const *)b)->score;
    return (x > y) - (x < y);
}

double fit_threshold(const struct fit_row *rows, size_t n, const bool *use)
{
    const struct fit_row **v = xcalloc(n, sizeof *v);
    size_t used = 0, right = 0, best = 0;
    for (size_t i = 0; i < n; i++) {
        if (use[i]) {
            v[used++] = &rows[i];
            right += rows[i].same;
        }
    }
    qsort(v, used, sizeof(const struct fit_row *), by_score);
    double threshold = 0;
    for (size_t i = 0; i < used; i++) { // everything up to i is called different
        best = right > best ? right : best;
        right = v[i]->same ? right - 1 : right + 1;
        if (right > best) {
            best = right;
            threshold = i + 1 < used ? (v[i]->score + v[i + 1]->score) / 2 : 1;
        }
    }
    free(v);
    return threshold;
}

double fit_area(const struct fit_row *rows, size_t n, unsigned set)
{
    double sum = 0, pairs = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n && rows[i].same && rows[i].set == set; k++) {
            if (!rows[k].same && rows[k].set == set) {
                double d = rows[i].score - rows[k].score;
                sum += d > 0 ? 1 : d < 0 ? 0 : 0.5;
                pairs++;
            }
        }
    }
    return pairs > 0 ? sum / pairs : 0;
}
