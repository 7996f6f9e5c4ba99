// house.h: the world of world.h behind a running server in this very process, and those who may come to it.
#pragma once

#include "client.h"
#include "world.h"

struct app;

struct house {
    struct world world;
    struct app *app;
    const char *store;
    int port;
    int fd; // kept between requests; -1: none
};

// On SQLite, or PostgreSQL. False: that engine is not here (SKIP was printed). What fails otherwise ends the program.
bool house_open(struct house *h, bool postgres);
void house_close(struct house *h);

// Who comes: 0 is a stranger, 1 … W_MEMBERS the members of the world, in its order.
enum { COMERS = W_MEMBERS + 1 };
const struct world_member *house_member(const struct house *h, int comer); // NULL: the stranger
const char *house_name(const struct house *h, int comer);
int house_comer(const struct house *h, const char *login); // NULL: the stranger; a name that nobody has is a bug

// One request; `headers` whole lines, `body` STR_NONE or a form's fields (then it is sent as a form).
struct reply house_ask(struct house *h, struct arena *a, int comer, const char *method, struct str path,
                       const char *headers, struct str body);

// A page; a form of so many names with their values. `login` as house_comer.
struct reply house_get(struct house *h, struct arena *a, const char *login, const char *before, const char *after);
struct reply house_post(struct house *h, struct arena *a, const char *login, const char *path, const char *const (*fields)[2],
                        size_t n);

// The form token on a page of this comer's; STR_NONE when there is none.
struct str house_csrf(struct house *h, struct arena *a, int comer);

// A thing that a path may name: where it stands, whether everyone may know of it, which message it belongs to.
struct thing {
    const char *param; // "matter"
    char value[40];
    enum world_office office;
    bool is_public;
    int message; // enum world_message, -1: of none
    int document; // enum world_document, -1: of none
    bool meeting; // is the meeting, or lies beside it
    bool draft;   // of a report: nobody's business above
};
enum { THINGS_MAX = 128 };
size_t house_things(const struct house *h, struct thing *out);

// A name of that kind that nothing has.
const char *house_absent(const char *param);

// The path of a route's pattern with its languages filled in by `en` and its one other parameter by `t` (NULL where it
// has none). False when the pattern holds a parameter that is not t's.
bool house_path(struct arena *a, const char *pattern, const struct thing *t, struct str *out);
// The name of the pattern's parameter besides {lang}, in the arena; "" for none.
const char *house_param(struct arena *a, const char *pattern);

// Marks and ids on a page that this comer must not be shown. Counts them and tells each (at most a few) after "# ".
int house_leaks(const struct house *h, int comer, struct str path, struct str page);
