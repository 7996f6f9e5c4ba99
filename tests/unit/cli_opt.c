// cli_opt.c: what is typed is read as the table says, and every mistake is told.
#include "cli/opt.h"

#include "text/nearest.h"
#include "tap.h"

static const struct opt table[] = {
    {"name", "NAME", "its name", 0},
    {"map", "FIELD=COLUMN", "a field", OPT_REPEAT},
    {"dry-run", NULL, "change nothing", 0},
    {"port", "N", "the port", OPT_SHORT('p')},
    {"quiet", NULL, "say nothing", OPT_SHORT('q')},
    OPT_END,
};

static const struct opt strict[] = {{"office", "CODE", "the office", OPT_MUST}, OPT_END};

static struct arena arena;
static struct buf problems;
static struct opt_values got;

#define READ(table, ...)                                                                                               \
    (buf_clear(&problems),                                                                                             \
     opt_parse(&arena, table, (int)ARRAY_LEN(((char *[]){__VA_ARGS__})), (char *[]){__VA_ARGS__}, &got, &problems))

static void test_taken(void)
{
    ok(READ(table, "in.csv", "--name", "a", "--map=x=y", "--dry-run", "--map", "z", "-", "--", "--name"), "all forms");
    is_int(got.operands_n, 3, "operands stand in any place");
    is_str(str_c(got.operands[0]), "in.csv", "in order");
    is_str(str_c(got.operands[1]), "-", "a lone dash is one");
    is_str(str_c(got.operands[2]), "--name", "after -- all are");
    is_str(str_c(opt_get(&got, "name", "?")), "a", "a value apart");
    is_int(opt_count(&got, "map"), 2, "one that repeats");
    is_str(str_c(opt_nth(&got, "map", 0)), "x=y", "a value after =, the first = only");
    is_str(str_c(opt_nth(&got, "map", 1)), "z", "the second");
    is_int(opt_count(&got, "dry-run"), 1, "a flag");
    is_str(str_c(opt_get(&got, "port", "none")), "none", "one that was not given");
    ok(READ(table, "-p", "1", "-q"), "short options");
    is_str(str_c(opt_get(&got, "port", "?")), "1", "with their value apart");
    is_int(opt_count(&got, "quiet"), 1, "or none");
    ok(READ(table, "-p8080"), "or beside");
    is_str(str_c(opt_get(&got, "port", "?")), "8080", "the letter");
    ok(READ(table, "--name="), "an empty value is a value");
    is_str(str_c(opt_get(&got, "name", "?")), "", "and stays empty");
    ok(READ(table, "--name", "--dry-run"), "a value may look like an option");
    is_int(opt_count(&got, "dry-run"), 0, "and is then none");
}

static void test_refused(void)
{
    ok(!READ(table, "--nmae", "x"), "an unknown option");
    is_str(buf_str(&problems), "there is no option --nmae; did you mean --name?\n", "with what is near");
    ok(!READ(table, "--zzz=1"), "one that is near nothing");
    is_str(buf_str(&problems), "there is no option --zzz=1\n", "without");
    ok(!READ(table, "-n"), "a short option that the table does not declare");
    ok(!READ(table, "-p"), "a short one's value that is missing");
    is_str(buf_str(&problems), "--port needs a value: --port N\n", "is named by the long one");
    ok(!READ(table, "-qx"), "a value for a short flag");
    ok(!READ(table, "-p", "1", "--port", "2"), "short and long are one option");
    ok(!READ(table, "--name"), "a value that is missing");
    is_str(buf_str(&problems), "--name needs a value: --name NAME\n", "with how it goes");
    ok(!READ(table, "--dry-run=1"), "a flag with a value");
    ok(!READ(table, "--name", "a", "--name", "b"), "twice what goes once");
    ok(!READ(strict, "x"), "one that must be given");
    is_str(buf_str(&problems), "--office CODE is missing\n", "is named");
}

static void test_numbers(void)
{
    int64_t n = -1;
    ok(READ(table, "--port", "8080") && opt_int(&got, "port", 0, 65535, 1, &n, &problems) && n == 8080, "a number");
    ok(READ(table, "x") && opt_int(&got, "port", 0, 65535, 1, &n, &problems) && n == 1, "not given: the other");
    ok(READ(table, "--port", "65536") && !opt_int(&got, "port", 0, 65535, 1, &n, &problems) && n == 1, "too large");
    is_str(buf_str(&problems), "--port 65536: needs a whole number from 0 to 65535\n", "with what would do");
    ok(READ(table, "--port", "8o") && !opt_int(&got, "port", 0, 65535, 1, &n, &problems), "no number");
}

static void test_nearest(void)
{
    is_int(nearest_distance(STR(""), STR("abc")), 3, "letters put in");
    is_int(nearest_distance(STR("abc"), STR("abc")), 0, "the same");
    is_int(nearest_distance(STR("abcd"), STR("acbd")), 1, "neighbours swapped");
    is_int(nearest_distance(STR("kitten"), STR("sitting")), 3, "changed and put in");
    struct nearest n = nearest_begin(STR("exprot"));
    nearest_offer(&n, "import");
    nearest_offer(&n, "export");
    nearest_offer(&n, "report");
    is_str(str_c(n.best), "export", "the nearest of several");
    n = nearest_begin(STR("xyz"));
    nearest_offer(&n, "export");
    ok(n.best == NULL, "nothing where nothing is near");
}

int main(void)
{
    problems = buf_new(4096);
    test_taken();
    test_refused();
    test_numbers();
    test_nearest();
    buf_free(&problems);
    arena_free(&arena);
    return tap_done();
}
