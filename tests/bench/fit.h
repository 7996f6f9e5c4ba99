// fit.h: logistic regression on features, and how good a score separates: accuracy at a threshold, area under the
// curve.
#pragma once

#include "match/likeness.h"

enum { FIT_COEFFICIENTS = LIKENESS_FEATURES + 1 }; // the last one is the constant

struct fit_row {
    const float *features; // LIKENESS_FEATURES of them
    bool same;
    unsigned scene; // rows of a scene stay together
    unsigned set;   // of which file
    double score;
};

// Coefficients that make the rows' answers most likely, less `ridge` times their squares (not the constant's): Newton's
// method. `use` says which rows.
void fit_logistic(const struct fit_row *rows, size_t n, const bool *use, double ridge, double *coefficients);

double fit_score(const double *coefficients, const float *features); // 0…1

// The threshold with the best accuracy over the rows in use; the middle between two scores.
double fit_threshold(const struct fit_row *rows, size_t n, const bool *use);

// The share of pairs of a same and a different row of `set` in which the same one scores higher; ties count half.
double fit_area(const struct fit_row *rows, size_t n, unsigned set);
