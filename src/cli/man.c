// man.c: the manual page in mdoc(7), from the same table as help.
#include "cli/man.h"

#include "cli/helptext.h"
#include "cli/version.h"

// Text for roff: nothing in it may be read as a request, an escape or a hyphen that breaks an option's name.
static void man_text(struct buf *out, struct str text)
{
    bool line_begins = true;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (line_begins && (c == '.' || c == '\'')) {
            buf_addz(out, "\\&");
        }
        if (c == ' ' && i > 0 && (text.p[i - 1] == '.' || text.p[i - 1] == '?')) {
            c = '\n'; // roff sets the space after a sentence itself
        }
        if (c == '\\') {
            buf_addz(out, "\\e");
        } else if (c == '-') {
            buf_addz(out, "\\-");
        } else {
            buf_addc(out, c);
        }
        line_begins = c == '\n';
    }
}

// The same on a line of its own.
static void man_line(struct buf *out, struct str text)
{
    man_text(out, text);
    buf_addc(out, '\n');
}

static void man_paragraphs(struct buf *out, struct str text)
{
    while (text.p != NULL) {
        struct str line = str_cut(&text, '\n');
        if (line.n == 0) {
            buf_addz(out, ".Pp\n");
        } else {
            man_line(out, line);
        }
    }
}

static void man_options(const struct opt *options, struct buf *out)
{
    for (const struct opt *o = options; o->name != NULL; o++) {
        if (opt_letter(o->rules) != 0) {
            buf_addf(out, ".It Fl %c , Fl \\-%s", opt_letter(o->rules), o->name);
        } else {
            buf_addf(out, ".It Fl \\-%s", o->name);
        }
        if (o->arg != NULL) {
            buf_addz(out, " Ar ");
            man_text(out, str_c(o->arg));
        }
        if ((o->rules & OPT_REPEAT) != 0) {
            buf_addz(out, " ...");
        }
        buf_addc(out, '\n');
        man_line(out, str_c(o->help));
    }
}

static void man_command(const struct cli_command *command, struct buf *out)
{
    buf_addf(out, ".Ss %s\n", command->name);
    buf_addz(out, ".Nm\n.Cm ");
    man_text(out, str_c(command->name));
    if (command->operands[0] != 0) {
        buf_addz(out, " Ar ");
        man_text(out, str_c(command->operands));
    }
    buf_addz(out, "\n.Op Ar options\n.Pp\n");
    man_paragraphs(out, str_c(command->page->about));
    const char *policy = helptext_policy(command->policy);
    if (policy != NULL) {
        man_line(out, str_c(policy));
    }
    if (command->page->options->name != NULL) {
        buf_addz(out, ".Bl -tag -width Ds\n");
        man_options(command->page->options, out);
        buf_addz(out, ".El\n");
    }
    buf_addz(out, ".Bd -literal -offset indent\n");
    man_line(out, str_trim(str_c(command->page->example)));
    buf_addz(out, ".Ed\n");
}

void man_page(const struct cli_table *table, struct buf *out)
{
    buf_addz(out, ".Dd " VERSION_DATE "\n.Dt HOIAM 1\n.Os \"Hoi Am " VERSION_NUMBER "\"\n");
    buf_addz(out, ".Sh NAME\n.Nm hoiam\n.Nd working system of a public information office\n"
                  ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar options\n"
                  ".Sh DESCRIPTION\n.Nm\ntakes in what people say to a public office, puts the same things together,\n"
                  "answers in public under the office's own name, and counts what came of it.\n"
                  "One program, one file of data.\n"
                  ".Pp\nOptions that many commands share:\n.Bl -tag -width Ds\n");
    man_options(helptext_common(NULL), out);
    buf_addz(out, ".El\n.Sh COMMANDS\n");
    for (size_t i = 0; i < table->n; i++) {
        man_command(&table->rows[i], out);
    }
    buf_addz(out, ".Sh ENVIRONMENT\n.Bl -tag -width HOIAM_DB\n"
                  ".It Ev HOIAM_DB\nThe store, where\n.Fl \\-db\nis not given.\n"
                  ".It Ev HOIAM_LANG , LC_ALL , LC_MESSAGES , LANG\nThe language in which the command line speaks, the "
                  "first that is\n"
                  "set: vi for Vietnamese, English otherwise.\n"
                  ".Ic hoiam Fl \\-lang Ar LANG Ar command\ncomes before them.\n"
                  ".El\n"
                  ".Sh EXIT STATUS\n.Bl -tag -width 1\n"
                  ".It 0\nDone.\n"
                  ".It 1\nSomething fell short; standard error says what, where, and how to mend it.\n"
                  ".It 2\nWhat was typed cannot be carried out as it stands.\n.El\n");
}
