// helptext.c: help as plain text for a terminal of 80 columns.
#include "cli/helptext.h"

#include "base/utf8.h"
#include "cli/say.h"

enum { WIDTH = 78, COLUMN = 26 };

#define DB_ROW                                                                                                         \
    {                                                                                                                  \
        "db", help_store, help_db, 0                                                                                   \
    }
#define HELP_ROW                                                                                                       \
    {                                                                                                                  \
        "help", NULL, help_help, OPT_SHORT('h')                                                                        \
    }

bool helptext_has_lang(const struct cli_page *page)
{
    for (const struct opt *o = page->options; o->name != NULL; o++) {
        if (strcmp(o->name, "lang") == 0) {
            return true;
        }
    }
    return false;
}

const struct opt *helptext_common(const struct cli_command *command)
{
    static const char help_store[] = N_("STORE");
    static const char help_db[] = N_("the store: a file, or postgres://…; otherwise the environment's HOIAM_DB");
    static const char help_help[] = N_("show this text");
    static const struct opt all[] = {
        DB_ROW, {"lang", N_("LANG"), N_("language in which this command speaks: vi or en"), 0}, HELP_ROW, OPT_END};
    static const struct opt own_lang[] = {DB_ROW, HELP_ROW, OPT_END};
    bool store = command == NULL || command->policy == CLI_READS || command->policy == CLI_WRITES;
    const struct opt *rows = command != NULL && helptext_has_lang(command->page) ? own_lang : all;
    return store ? rows : rows + 1;
}

static void helptext_pad(struct buf *out, size_t from, size_t to)
{
    for (; from < to; from++) {
        buf_addc(out, ' ');
    }
}

// Words of `text` from column `at` on, later lines begun at `indent`; an empty line in the text parts paragraphs.
static void helptext_wrap(struct buf *out, struct str text, size_t at, size_t indent)
{
    bool first = true;
    while (text.p != NULL) {
        struct str line = str_cut(&text, '\n');
        if (line.n == 0 && text.p != NULL) {
            buf_addz(out, "\n\n");
            at = 0;
            first = true;
            continue;
        }
        while (line.p != NULL) {
            struct str word = str_cut(&line, ' ');
            size_t wide = utf8_count(word);
            if (word.n == 0) {
                continue;
            }
            if (!first && at + 1 + wide > WIDTH) {
                buf_addc(out, '\n');
                at = 0;
            } else if (!first) {
                buf_addc(out, ' ');
                at++;
            }
            if (at < indent) {
                helptext_pad(out, at, indent);
                at = indent;
            }
            buf_add(out, word);
            at += wide;
            first = false;
        }
    }
    buf_addc(out, '\n');
}

// "  left        right", the right part wrapped below itself.
static void helptext_row(struct buf *out, struct str left, const char *right)
{
    buf_addz(out, "  ");
    buf_add(out, left);
    size_t at = 2 + utf8_count(left);
    if (at + 2 > COLUMN) {
        buf_addc(out, '\n');
        at = 0;
    }
    helptext_wrap(out, str_c(right), at, COLUMN);
}

static bool helptext_in_group(const struct cli_command *command, struct str word)
{
    struct str name = str_c(command->name);
    return name.n > word.n && str_starts(name, word) && name.p[word.n] == ' ';
}

bool helptext_is_group(const struct cli_table *table, struct str word)
{
    for (size_t i = 0; i < table->n; i++) {
        if (helptext_in_group(&table->rows[i], word)) {
            return true;
        }
    }
    return false;
}

void helptext_overview(const struct cli_table *table, struct buf *out)
{
    buf_addf(out, "%s\n\n", say("Hồi Âm: the working system of a public information office."));
    buf_addf(out, "%s hoiam %s\n", say("Usage:"), say("COMMAND [options]"));
    buf_addf(out, "\n%s\n", say("Commands:"));
    for (size_t i = 0; i < table->n; i++) {
        helptext_row(out, str_c(table->rows[i].name), say(table->rows[i].summary));
    }
    buf_addf(out, "\n%s\n", say("\"hoiam COMMAND --help\" tells more, with an example."));
    helptext_wrap(
        out,
        str_c(say("\"hoiam --lang vi\" or \"hoiam --lang en\" before a command chooses the language; otherwise "
                  "the environment's HOIAM_LANG, LC_ALL, LC_MESSAGES or LANG does.")),
        0, 0);
}

void helptext_group(const struct cli_table *table, struct str word, struct buf *out)
{
    buf_addf(out, "%s hoiam %.*s ...\n\n", say("Usage:"), STR_ARG(word));
    for (size_t i = 0; i < table->n; i++) {
        if (helptext_in_group(&table->rows[i], word)) {
            helptext_row(out, str_c(table->rows[i].name), say(table->rows[i].summary));
        }
    }
}

static void helptext_options(const struct opt *options, struct buf *out)
{
    for (const struct opt *o = options; o->name != NULL; o++) {
        struct buf left = buf_new(256);
        if (opt_letter(o->rules) != 0) {
            buf_addf(&left, "-%c, ", opt_letter(o->rules));
        }
        buf_addf(&left, "--%s%s%s", o->name, o->arg == NULL ? "" : " ", o->arg == NULL ? "" : say(o->arg));
        if ((o->rules & OPT_REPEAT) != 0) {
            buf_addz(&left, " …");
        }
        helptext_row(out, buf_str(&left), say(o->help));
        buf_free(&left);
    }
}

const char *helptext_policy(enum cli_policy policy)
{
    switch (policy) {
    case CLI_READS:
        return N_("Reads the store only, and works beside a running server.");
    case CLI_WRITES:
        return N_(
            "Writes to the store. While a server runs on it, the server is the one that writes, and this is refused.");
    case CLI_NO_STORE:
    case CLI_NAMES:
        return NULL;
    }
    BUG("no such policy");
}

void helptext_command(const struct cli_command *command, struct buf *out)
{
    buf_addf(out, "hoiam %s: %s\n\n", command->name, say(command->summary));
    buf_addf(out, "%s hoiam %s %s%s%s\n\n", say("Usage:"), command->name,
             command->operands[0] == 0 ? "" : say(command->operands), command->operands[0] == 0 ? "" : " ",
             say("[options]"));
    helptext_wrap(out, str_c(say(command->page->about)), 0, 0);
    const char *policy = helptext_policy(command->policy);
    if (policy != NULL) {
        helptext_wrap(out, str_c(say(policy)), 0, 0);
    }
    buf_addf(out, "\n%s\n", say("Options:"));
    helptext_options(command->page->options, out);
    helptext_options(helptext_common(command), out);
    buf_addf(out, "\n%s\n", say("Example:"));
    struct str rest = str_trim(str_c(command->page->example));
    while (rest.p != NULL) {
        struct str line = str_cut(&rest, '\n');
        buf_addf(out, "  %.*s\n", STR_ARG(line));
    }
}
