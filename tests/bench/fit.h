// fit.h: coefficients of the likeness from rows with known answers, and how good a score separates: accuracy at a
// threshold, area under the curve.
#pragma once

#include "match/likeness.h"

enum { FIT_COEFFICIENTS = LIKENESS_FEATURES + 2 }; // then what is for it, and against it, begin with

struct fit_row {
    const float *features; // LIKENESS_FEATURES of them
    bool same;
    unsigned scene; // rows of a scene stay together
    unsigned set;   // of which file
    double weight;  // what its answer counts
    double score;
};

// Coefficients that make the rows' answers most likely, less `ridge` / 2 times their squares in units of a feature's
// spread: those of features for it are never below 0, those against it never above. Gradient descent with a step for
// each that grows while its sign holds (iRprop-, Igel and Huesken 2000). `use` says which rows.
void fit_likeness(const struct fit_row *rows, size_t n, const bool *use, double ridge, double *coefficients);

double fit_score(const double *coefficients, const float *features); // 0…1

// The threshold with the best accuracy over the rows in use; the middle between two scores.
double fit_threshold(const struct fit_row *rows, size_t n, const bool *use);

// The share of pairs of a same and a different row of `set` in which the same one scores higher; ties count half.
double fit_area(const struct fit_row *rows, size_t n, unsigned set);
