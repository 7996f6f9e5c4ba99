// passwords.c: see passwords.h.
#include "cli/passwords.h"

#include <termios.h>
#include <unistd.h>

#include "auth/password.h"
#include "auth/password_rule.h"
#include "auth/secret.h"

enum { TYPED_MAX = PASSWORD_LONGEST + 2 };

struct typed {
    char p[TYPED_MAX];
    size_t n;
};

// One line without its end; false when there is none, or it is too long to be a password.
static bool read_line(FILE *from, struct typed *t)
{
    if (fgets(t->p, sizeof t->p, from) == NULL) {
        return false;
    }
    t->n = strlen(t->p);
    bool whole = t->n > 0 && t->p[t->n - 1] == '\n';
    while (t->n > 0 && (t->p[t->n - 1] == '\n' || t->p[t->n - 1] == '\r')) {
        t->n--;
    }
    return whole || feof(from);
}

static bool read_hidden(FILE *tty, const char *prompt, struct typed *t)
{
    struct termios before;
    int fd = fileno(tty);
    if (tcgetattr(fd, &before) != 0) {
        return false;
    }
    struct termios quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(fd, TCSAFLUSH, &quiet) != 0) {
        return false;
    }
    (void)fputs(prompt, stderr);
    (void)fflush(stderr);
    bool good = read_line(tty, t);
    (void)tcsetattr(fd, TCSAFLUSH, &before);
    (void)fputc('\n', stderr);
    return good;
}

static int ask_terminal(struct cli_call *call, struct typed *t)
{
    FILE *tty = fopen("/dev/tty", "r");
    if (tty == NULL) {
        return cli_usage(call, say("there is no terminal to ask for the password; give it with --password-stdin"));
    }
    (void)setvbuf(tty, NULL, _IONBF, 0); // no copy of it stays in a buffer
    struct typed again = {.n = 0};
    bool read = read_hidden(tty, say("Password: "), t) && read_hidden(tty, say("Once more: "), &again);
    bool same = read && str_eq((struct str){t->p, t->n}, (struct str){again.p, again.n});
    secret_wipe(&again, sizeof again);
    (void)fclose(tty);
    return same ? CLI_DONE
                : cli_short(call,
                            read ? say("the two passwords differ; nothing was changed") : say("no password was typed"));
}

static int judge(struct cli_call *call, struct str typed, struct str login)
{
    switch (password_judge(typed, login)) {
    case PASSWORD_FINE:
        return CLI_DONE;
    case PASSWORD_NOT_TEXT:
        return cli_short(call, say("the password holds characters that cannot be typed again"));
    case PASSWORD_TOO_SHORT:
        return cli_short(call, say("the password needs at least %d characters"), PASSWORD_SHORTEST);
    case PASSWORD_TOO_LONG:
        return cli_short(call, say("the password has more than %d bytes"), PASSWORD_LONGEST);
    case PASSWORD_COMMON:
        return cli_short(
            call,
            say("the password is one of those that are tried first; take a few words that do not belong together"));
    }
    BUG("unknown fault of a password");
}

int passwords_ask(struct cli_call *call, struct str login, bool from_stdin, struct str *hash)
{
    struct typed t = {.n = 0};
    int code = CLI_DONE;
    if (!from_stdin) {
        code = ask_terminal(call, &t);
    } else {
        (void)setvbuf(stdin, NULL, _IONBF, 0);
        if (!read_line(stdin, &t)) {
            code = cli_short(call, say("no password on standard input, or one that is too long"));
        }
    }
    struct str typed = {t.p, t.n};
    if (code == CLI_DONE) {
        code = judge(call, typed, login);
    }
    struct err e = ERR_INIT;
    if (code == CLI_DONE && !password_hash(call->arena, typed, hash, &e)) {
        code = cli_fail(call, &e);
    }
    secret_wipe(&t, sizeof t);
    return code;
}
