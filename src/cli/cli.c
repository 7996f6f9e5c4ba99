// cli.c: from argv to a row, its options read, its exit code returned.
#include "cli/cli.h"

#include <stdarg.h>

#include "cli/helptext.h"
#include "cli/say.h"
#include "text/nearest.h"

enum { PROBLEMS_MAX = 16 * 1024 };

const struct cli_command *cli_named(const struct cli_table *table, struct str name)
{
    for (size_t i = 0; i < table->n; i++) {
        if (str_eqz(name, table->rows[i].name)) {
            return &table->rows[i];
        }
    }
    return NULL;
}

// argv[0] and argv[1] as one name.
static struct str cli_two_words(struct arena *a, int argc, char **argv)
{
    return argc < 2 || argv[1][0] == '-' ? str_c(argv[0]) : str_fmt(a, "%s %s", argv[0], argv[1]);
}

const struct cli_command *cli_find(const struct cli_table *table, int argc, char **argv, int *words)
{
    if (argc < 1) {
        return NULL;
    }
    struct arena a = ARENA_INIT;
    *words = 2;
    const struct cli_command *row = cli_named(table, cli_two_words(&a, argc, argv));
    arena_free(&a);
    if (row == NULL || strchr(row->name, ' ') == NULL) {
        *words = 1;
        row = cli_named(table, str_c(argv[0]));
    }
    return row;
}

void cli_print(FILE *to, const struct buf *text)
{
    if (text->n > 0) {
        (void)fwrite(text->p, 1, text->n, to);
    }
}

// Nothing written is lost silently: a full disk or a closed pipe behind standard output is a failure too.
static int cli_finish(int code)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        struct err e = ERR_INIT;
        (void)err_errno(&e, ERR_IO, "%s", say("standard output could not be written"));
        (void)fprintf(stderr, "hoiam: %s\n", e.what);
        return code == CLI_DONE ? CLI_SHORT : code;
    }
    return code;
}

static int cli_unknown(const struct cli_table *table, int argc, char **argv)
{
    struct arena a = ARENA_INIT;
    bool group = helptext_is_group(table, str_c(argv[0]));
    struct str typed = group ? cli_two_words(&a, argc, argv) : str_c(argv[0]);
    struct nearest near = nearest_begin(typed);
    for (size_t i = 0; i < table->n; i++) {
        nearest_offer(&near, table->rows[i].name);
    }
    (void)fprintf(stderr, say("hoiam: there is no command \"%.*s\""), STR_ARG(typed));
    if (near.best != NULL) {
        (void)fprintf(stderr, say("; did you mean \"%s\"?"), near.best);
    }
    (void)fprintf(stderr, say("\nhoiam: \"hoiam %s\" lists what there is\n"), group ? argv[0] : "help");
    arena_free(&a);
    return CLI_USAGE;
}

static bool cli_wants_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return true;
        }
    }
    return false;
}

// No command was found: an overview was asked for, or a mistake was made.
static int cli_without_row(const struct cli_table *table, int argc, char **argv)
{
    bool asked = cli_wants_help(argc, argv);
    bool group = argc > 0 && helptext_is_group(table, str_c(argv[0])) && (argc == 1 || argv[1][0] == '-');
    if (argc > 0 && argv[0][0] != '-' && !group) {
        return cli_unknown(table, argc, argv);
    }
    struct buf text = buf_new(HELPTEXT_MAX);
    if (group) {
        helptext_group(table, str_c(argv[0]), &text);
    } else {
        helptext_overview(table, &text);
    }
    cli_print(asked ? stdout : stderr, &text);
    buf_free(&text);
    return asked ? cli_finish(CLI_DONE) : CLI_USAGE;
}

// The command's own options and the frame's in one table.
static const struct opt *cli_options(struct arena *a, const struct cli_command *command)
{
    const struct opt *parts[] = {command->page->options, helptext_common(command)};
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        for (const struct opt *o = parts[i]; o->name != NULL; o++) {
            n++;
        }
    }
    struct opt *all = ARENA_ARRAY(a, struct opt, n + 1);
    n = 0;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        for (const struct opt *o = parts[i]; o->name != NULL; o++) {
            all[n++] = *o;
        }
    }
    return all;
}

// What the policy asks for: the right number of operands, and a store to work on.
static void cli_check(struct cli_call *call, struct buf *problems)
{
    const struct cli_page *page = call->command->page;
    size_t n = call->opts->operands_n;
    if (n < page->operands_min) {
        buf_addf(problems, n == 0 ? say("%s is missing\n") : say("of %s something is missing\n"),
                 say(call->command->operands));
    } else if (n > page->operands_max) {
        buf_addf(problems, say("\"%s\" is one word too many\n"), call->opts->operands[page->operands_max]);
    }
    const char *lang = helptext_has_lang(page) ? NULL : opt_get(call->opts, "lang", NULL);
    if (lang != NULL && !say_in(lang)) {
        buf_addf(problems, say("--lang %s: the program speaks vi and en\n"), lang);
    }
    if (call->command->policy == CLI_NAMES) {
        call->db = n > 0 ? call->opts->operands[0] : NULL;
    } else if (call->command->policy != CLI_NO_STORE) {
        call->db = opt_get(call->opts, "db", getenv("HOIAM_DB"));
        if (call->db == NULL || call->db[0] == 0) {
            buf_addz(problems, say("which store? Name it by --db FILE, or in the environment as HOIAM_DB\n"));
        }
    }
}

// --lang of the frame, before anything else is said: "hoiam --lang vi COMMAND", and behind a command without its own.
static void cli_choose_language(const struct cli_command *row, int argc, char **argv)
{
    for (int i = 0; row != NULL && !helptext_has_lang(row->page) && i < argc && strcmp(argv[i], "--") != 0; i++) {
        struct str value = str_c(argv[i]);
        if (str_eqz(str_cut(&value, '='), "--lang")) {
            (void)!say_in(value.p != NULL ? value.p
                          : i + 1 < argc  ? argv[i + 1]
                                          : ""); // cli_check() tells what is wrong
        }
    }
}

// What stands behind a --db; NULL where none was typed, or nothing behind it.
static const char *cli_db_typed(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--db", 4) == 0 && (argv[i][4] == '=' || (argv[i][4] == 0 && i + 1 < argc))) {
            return argv[i][4] == '=' ? argv[i] + 5 : argv[i + 1];
        }
    }
    return NULL;
}

static int cli_call_row(const struct cli_table *table, const struct cli_command *row, int argc, char **argv)
{
    struct arena arena = ARENA_INIT;
    struct buf problems = buf_new(PROBLEMS_MAX);
    struct opt_values opts = {0};
    struct cli_call call = {.command = row, .table = table, .arena = &arena, .opts = &opts};
    const char *store = row->policy == CLI_NAMES ? cli_db_typed(argc, argv) : NULL;
    if (store != NULL) {
        buf_addf(&problems, say("%s names its file without --db: hoiam %s %s\n"), row->name, row->name, store);
    } else if (opt_parse(&arena, cli_options(&arena, row), argc, argv, &opts, &problems)) {
        cli_check(&call, &problems);
    }
    int code = problems.n > 0 ? cli_problems(&call, &problems) : cli_finish(row->run(&call));
    buf_free(&problems);
    arena_free(&arena);
    return code;
}

int cli_run(const struct cli_table *table, int argc, char **argv)
{
    say_init();
    while (argc > 1 && (strcmp(argv[1], "--lang") == 0 || strncmp(argv[1], "--lang=", 7) == 0)) {
        bool apart = argv[1][6] == 0;
        const char *lang = !apart ? argv[1] + 7 : argc > 2 ? argv[2] : "";
        if (!say_in(lang)) {
            (void)fprintf(stderr, say("hoiam: --lang %s: the program speaks vi and en\n"), lang);
            return CLI_USAGE;
        }
        argv += apart ? 2 : 1;
        argc -= apart ? 2 : 1;
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        argv[1] += 2;
    }
    int words = 0;
    int rest = argc > 0 ? argc - 1 : 0;
    const struct cli_command *row = cli_find(table, rest, argv + 1, &words);
    if (row == NULL) {
        return cli_without_row(table, rest, argv + 1);
    }
    rest -= words;
    argv += 1 + words;
    cli_choose_language(row, rest, argv);
    if (cli_wants_help(rest, argv)) {
        struct buf text = buf_new(HELPTEXT_MAX);
        helptext_command(row, &text);
        cli_print(stdout, &text);
        buf_free(&text);
        return cli_finish(CLI_DONE);
    }
    return cli_call_row(table, row, rest, argv);
}

int cli_fail(const struct cli_call *call, const struct err *e)
{
    return cli_short(call, "%s", e->what);
}

static void cli_complain(const struct cli_call *call, const char *fmt, va_list args) PRINTF(2, 0);
static void cli_complain(const struct cli_call *call, const char *fmt, va_list args)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "hoiam %s: ", call->command->name);
    (void)vfprintf(stderr, fmt, args);
    (void)fputc('\n', stderr);
}

int cli_short(const struct cli_call *call, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    cli_complain(call, fmt, args);
    va_end(args);
    return CLI_SHORT;
}

int cli_usage(const struct cli_call *call, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    cli_complain(call, fmt, args);
    va_end(args);
    (void)fprintf(stderr, say("hoiam %s: see hoiam %s --help\n"), call->command->name, call->command->name);
    return CLI_USAGE;
}

int cli_problems(const struct cli_call *call, const struct buf *problems)
{
    struct str rest = str_trim(buf_str(problems));
    while (rest.p != NULL) {
        struct str line = str_cut(&rest, '\n');
        if (rest.p == NULL) {
            return cli_usage(call, "%.*s", STR_ARG(line));
        }
        (void)cli_short(call, "%.*s", STR_ARG(line));
    }
    BUG("no problem to tell");
}
