// people.c: what the pages of recognition, training and contests share: acts, keys of lists, files.
#include "web/steer/people_view.h"

struct people_act people_act(struct web *w, int64_t office_id, people_fn *run, struct str to, const char *folder)
{
    return (struct people_act){.site = w->site, .actor = web_actor(w, office_id), .now = w->now, .run = run, .to = to,
                               .folder = folder, .made = STR("")};
}

static enum tx_end run_act(struct tx *tx, void *arg, struct err *e)
{
    struct people_act *act = arg;
    struct desk d = desk_of(tx, act->site, act->actor, act->now);
    act->end = act->run(&d, act, e);
    return act->end == STEER_SAVED ? TX_COMMIT : act->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void acted(struct web *w, void *arg)
{
    const struct people_act *act = arg;
    if (act->end != STEER_SAVED) {
        web_error(w, 409);
    } else if (act->to.p != NULL) {
        web_see_other(w, str_fmt(w->a, "%.*s?done=saved", STR_ARG(act->to)));
    } else {
        web_see_other(w, str_fmt(w->a, "/desk/%s/%.*s?done=saved", act->folder, STR_ARG(act->made)));
    }
}

void people_do(struct web *w, struct people_act *act)
{
    web_write(w, WEB_QUIET, run_act, act, acted);
}

bool people_key_read(struct web *w, struct people_key *key)
{
    struct str typed = web_param(w, "after");
    *key = (struct people_key){INT64_MAX, INT64_MAX};
    if (typed.n > 0 && !web_page_key_read(typed, &key->day, &key->id)) {
        web_error(w, 400);
        return false;
    }
    return true;
}

struct str people_next(struct web *w, const char *list, int64_t day, int64_t id)
{
    return str_fmt(w->a, "/desk/%.*s/%s?after=%.*s", STR_ARG(w->office->code), list,
                   STR_ARG(web_page_key(w->a, day, id)));
}

struct people_key *people_first(struct web *w)
{
    struct people_key *key = ARENA_NEW(w->a, struct people_key);
    *key = (struct people_key){INT64_MAX, INT64_MAX};
    return key;
}
