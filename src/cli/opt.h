// opt.h: reads the arguments of a command by a table of its options.
//
// Taken are --name value, --name=value, --flag, the short forms -n value, -nvalue and -f that a table declares,
// operands in any place, and `--`, after which everything is an operand. What a person typed wrongly becomes a line in
// a list of problems, never an err.
#pragma once

#include "base/buf.h"

enum opt_rules {
    OPT_REPEAT = 1, // may be given more than once
    OPT_MUST = 2,   // has to be given
};
#define OPT_SHORT(letter) ((unsigned)(letter) << 8) // also -letter

static inline char opt_letter(unsigned rules) // 0: none
{
    return (char)(rules >> 8);
}

struct opt {
    const char *name; // without the dashes; NULL ends a table
    const char *arg;  // msgid: what help calls its value, such as "FILE"; NULL for a flag
    const char *help; // msgid: what it does, without a full stop
    unsigned rules;   // opt_rules, and OPT_SHORT('o') for a short form
};

#define OPT_END                                                                                                        \
    {                                                                                                                  \
        NULL, NULL, NULL, 0                                                                                            \
    }

struct opt_given;

// What was typed. Values and operands point into argv.
struct opt_values {
    const struct opt *table;
    struct opt_given *given;
    size_t given_n;
    const char **operands;
    size_t operands_n;
};

// Read argv[0..argc) by `table`. Each mistake is one line in *problems; false when there is any. The result lives in
// the arena; `table` must live as long.
bool opt_parse(struct arena *a, const struct opt *table, int argc, char **argv, struct opt_values *out,
               struct buf *problems) MUST_USE;

// Asking for an option that is not in the table is a bug.
size_t opt_count(const struct opt_values *v, const char *name);                // how often it was given
const char *opt_nth(const struct opt_values *v, const char *name, size_t nth); // nth < opt_count; not for flags
const char *opt_get(const struct opt_values *v, const char *name, const char *otherwise); // the last one given

// The option as a whole number in min…max, or `otherwise` when it was not given. False adds a line to *problems.
bool opt_int(const struct opt_values *v, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *out,
             struct buf *problems) MUST_USE;
