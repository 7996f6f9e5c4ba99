// fit.c: coefficients by gradient descent; accuracy and area by sorting.
#include "fit.h"

#include <math.h>

enum { ROUNDS = 250, FOR = LIKENESS_FEATURES, AGAINST = LIKENESS_FEATURES + 1 };

static double logistic(double v)
{
    return 1 / (1 + exp(-v));
}

static void halves(const double *coefficients, const float *features, double *in_common, double *against)
{
    *in_common = coefficients[FOR];
    *against = coefficients[AGAINST];
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        *(i < FEATURE_AGAINST ? in_common : against) += coefficients[i] * (double)features[i];
    }
    *in_common = logistic(*in_common);
    *against = logistic(*against);
}

double fit_score(const double *coefficients, const float *features)
{
    double in_common, against;
    halves(coefficients, features, &in_common, &against);
    return in_common * against;
}

// The variance of each feature: the ridge holds a coefficient by what it moves.
static void measure_spread(const struct fit_row *rows, size_t n, const bool *use, double *spread)
{
    for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
        double sum = 0, squares = 0, used = 0;
        for (size_t r = 0; r < n; r++) {
            double v = use[r] ? (double)rows[r].features[i] : 0;
            sum += v;
            squares += v * v;
            used += use[r];
        }
        double variance = used > 0 ? squares / used - sum / used * (sum / used) : 0;
        spread[i] = variance > 1e-4 ? variance : 1e-4;
    }
}

// Which way the coefficients make the answers less likely.
static void slope(const struct fit_row *rows, size_t n, const bool *use, const double *coefficients, double *g)
{
    memset(g, 0, FIT_COEFFICIENTS * sizeof *g);
    for (size_t r = 0; r < n; r++) {
        if (!use[r]) {
            continue;
        }
        double in_common, against;
        halves(coefficients, rows[r].features, &in_common, &against);
        double p = in_common * against, by = rows[r].weight * (rows[r].same ? -1 : p / (1 - p + 1e-9));
        double by_common = by * (1 - in_common), by_against = by * (1 - against);
        for (unsigned i = 0; i < LIKENESS_FEATURES; i++) {
            g[i] += (i < FEATURE_AGAINST ? by_common : by_against) * (double)rows[r].features[i];
        }
        g[FOR] += by_common;
        g[AGAINST] += by_against;
    }
}

static double within_sign(unsigned i, double v)
{
    bool wrong = i < FEATURE_AGAINST ? v < 0 : i < LIKENESS_FEATURES && v > 0;
    return wrong ? 0 : v;
}

void fit_likeness(const struct fit_row *rows, size_t n, const bool *use, double ridge, double *coefficients)
{
    double spread[LIKENESS_FEATURES], g[FIT_COEFFICIENTS], before[FIT_COEFFICIENTS] = {0}, step[FIT_COEFFICIENTS];
    measure_spread(rows, n, use, spread);
    for (unsigned i = 0; i < FIT_COEFFICIENTS; i++) {
        coefficients[i] = i < FEATURE_AGAINST ? 1 : i < LIKENESS_FEATURES ? -1 : i == FOR ? -2 : 3;
        step[i] = 0.1;
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        slope(rows, n, use, coefficients, g);
        for (unsigned i = 0; i < FIT_COEFFICIENTS; i++) {
            g[i] += i < LIKENESS_FEATURES ? ridge * spread[i] * coefficients[i] : 0.01 * coefficients[i];
            double turn = g[i] * before[i];
            step[i] = turn > 0 ? fmin(step[i] * 1.2, 1) : turn < 0 ? fmax(step[i] / 2, 1e-6) : step[i];
            before[i] = turn < 0 ? 0 : g[i];
            double by = before[i] > 0 ? -step[i] : before[i] < 0 ? step[i] : 0;
            coefficients[i] = within_sign(i, coefficients[i] + by);
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
    size_t used = 0;
    double right = 0, best = -1, threshold = 0;
    for (size_t i = 0; i < n; i++) {
        if (use[i]) {
            v[used++] = &rows[i];
            right += rows[i].same ? rows[i].weight : 0;
        }
    }
    qsort(v, used, sizeof(const struct fit_row *), by_score);
    for (size_t i = 0; i < used; i++) { // everything up to i is called different
        best = right > best ? right : best;
        right += v[i]->same ? -v[i]->weight : v[i]->weight;
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
