// opt.c: options by table.
#include "cli/opt.h"

#include "cli/say.h"
#include "text/nearest.h"

struct opt_given {
    const struct opt *opt;
    const char *value; // NULL for a flag
};

static const struct opt *opt_find(const struct opt *table, struct str name)
{
    for (const struct opt *o = table; o->name != NULL; o++) {
        if (str_eqz(name, o->name)) {
            return o;
        }
    }
    return NULL;
}

static size_t opt_given_times(const struct opt_values *v, const struct opt *o)
{
    size_t times = 0;
    for (size_t i = 0; i < v->given_n; i++) {
        times += v->given[i].opt == o ? 1 : 0;
    }
    return times;
}

static const struct opt *opt_find_short(const struct opt *table, char letter)
{
    for (const struct opt *o = table; o->name != NULL; o++) {
        if (letter != 0 && opt_letter(o->rules) == letter) {
            return o;
        }
    }
    return NULL;
}

static void opt_unknown(const struct opt *table, struct str name, const char *typed, struct buf *problems)
{
    struct nearest near = nearest_begin(name);
    for (const struct opt *o = table; o->name != NULL; o++) {
        nearest_offer(&near, o->name);
    }
    buf_addf(problems, say("there is no option %s"), typed);
    if (near.best != NULL) {
        buf_addf(problems, say("; did you mean --%s?"), near.best);
    }
    buf_addc(problems, '\n');
}

// Take argv[at], an option; returns how many arguments it used.
static int opt_take(struct opt_values *v, int argc, char **argv, int at, struct buf *problems)
{
    const char *typed = argv[at];
    bool is_short = typed[1] != '-';
    struct str value = str_c(typed + 2);
    struct str name = str_cut(&value, '=');
    const struct opt *o = is_short ? opt_find_short(v->table, typed[1]) : opt_find(v->table, name);
    if (is_short) {
        value = typed[2] == 0 ? STR_NONE : str_c(typed + 2); // -oFILE
        name = str_c(typed + 1);
    }
    if (o == NULL) {
        opt_unknown(v->table, name, typed, problems);
        return 1;
    }
    int used = 1;
    if (o->arg == NULL && value.p != NULL) {
        buf_addf(problems, say("--%s takes no value\n"), o->name);
        return used;
    }
    if (o->arg != NULL && value.p == NULL) {
        if (at + 1 >= argc) {
            buf_addf(problems, say("--%s needs a value: --%s %s\n"), o->name, o->name, say(o->arg));
            return used;
        }
        value = str_c(argv[at + 1]);
        used = 2;
    }
    if ((o->rules & OPT_REPEAT) == 0 && opt_given_times(v, o) == 1) {
        buf_addf(problems, say("--%s can be given only once\n"), o->name);
    }
    v->given[v->given_n++] = (struct opt_given){o, value.p};
    return used;
}

bool opt_parse(struct arena *a, const struct opt *table, int argc, char **argv, struct opt_values *out,
               struct buf *problems)
{
    struct opt_values v = {.table = table};
    v.given = ARENA_ARRAY(a, struct opt_given, (size_t)argc + 1);
    v.operands = ARENA_ARRAY(a, const char *, (size_t)argc + 1);
    size_t before = problems->n;
    bool options_end = false;
    for (int at = 0; at < argc;) {
        const char *arg = argv[at];
        if (options_end || arg[0] != '-' || arg[1] == 0) {
            v.operands[v.operands_n++] = arg;
            at++;
        } else if (strcmp(arg, "--") == 0) {
            options_end = true;
            at++;
        } else {
            at += opt_take(&v, argc, argv, at, problems);
        }
    }
    for (const struct opt *o = table; o->name != NULL; o++) {
        if ((o->rules & OPT_MUST) != 0 && opt_given_times(&v, o) == 0) {
            buf_addf(problems, say("--%s%s%s is missing\n"), o->name, o->arg == NULL ? "" : " ",
                     o->arg == NULL ? "" : say(o->arg));
        }
    }
    if (problems->n != before) {
        return false;
    }
    *out = v;
    return true;
}

static const struct opt *opt_known(const struct opt_values *v, const char *name)
{
    const struct opt *o = opt_find(v->table, str_c(name));
    BUG_ON(o == NULL);
    return o;
}

size_t opt_count(const struct opt_values *v, const char *name)
{
    return opt_given_times(v, opt_known(v, name));
}

const char *opt_nth(const struct opt_values *v, const char *name, size_t nth)
{
    const struct opt *o = opt_known(v, name);
    BUG_ON(o->arg == NULL);
    for (size_t i = 0; i < v->given_n; i++) {
        if (v->given[i].opt == o && nth-- == 0) {
            return v->given[i].value;
        }
    }
    BUG("nth option was not given");
}

const char *opt_get(const struct opt_values *v, const char *name, const char *otherwise)
{
    size_t times = opt_count(v, name);
    return times == 0 ? otherwise : opt_nth(v, name, times - 1);
}

bool opt_int(const struct opt_values *v, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *out,
             struct buf *problems)
{
    const char *typed = opt_get(v, name, NULL);
    if (typed == NULL) {
        *out = otherwise;
        return true;
    }
    int64_t n;
    if (!str_int(str_c(typed), &n) || n < min || n > max) {
        buf_addf(problems, say("--%s %s: needs a whole number from %lld to %lld\n"), name, typed, (long long)min,
                 (long long)max);
        return false;
    }
    *out = n;
    return true;
}
