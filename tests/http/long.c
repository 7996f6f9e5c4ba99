// long.c: a matter with more messages, notes and steps than one page has: each can be reached, and each stands on one page.
#include "../unit/tap.h"
#include "house.h"

#include "base/clock.h"
#include "base/random.h"
#include "core/desk/matter.h"
#include "core/intake/submit.h"
#include "db/q_matter.h"
#include "db/q_message.h"
#include "web/app.h"

enum { MESSAGES = 130, NOTES = 120, STEPS = 60, PAGES_MOST = 20 };

static struct house house;
static struct arena arena;

static struct desk head_of_an(struct tx *tx, const struct site *s)
{
    const struct world_member *m = &house.world.member[W_AN * 6 + 4];
    return (struct desk){.tx = tx, .site = s, .now = clock_now(),
                         .actor = {m->id, STR("head"), house.world.office[W_AN]}};
}

static bool matter_now(struct tx *tx, struct matter_row *m, struct err *e)
{
    return q_matter_by_public(tx, str_c(house.world.message[W_SHOWN].matter), m, e) == Q_ROW;
}

static bool one_more(struct tx *tx, const struct site *s, int i, struct err *e)
{
    struct desk d = head_of_an(tx, s);
    struct message_row row;
    struct matter_row m;
    struct submission sent = {.site = s, .now = d.now};
    sent.draft = (struct message_draft){.words = str_fmt(tx_arena(tx), "longmessage%03d end", i), .office_id = d.actor.office_id,
                                        .lang = LANG_VI, .channel = STR("web"), .may_show = true, .received_at = d.now - i % 7};
    struct problems p = {.n = 0};
    message_check(s, &sent.draft, &p);
    submit_prepare(tx_arena(tx), &sent);
    return p.n == 0 && submit_message(tx, &sent, e) == TX_COMMIT && q_message_by_public(tx, sent.public_id, &row, e) == Q_ROW &&
           matter_now(tx, &m, e) && matter_join(&d, &m, &row, e) == MATTER_SAVED;
}

static enum tx_end lengthen(struct tx *tx, void *arg, struct err *e)
{
    const struct site *s = arg;
    struct desk d = head_of_an(tx, s);
    for (int i = 0; i < MESSAGES; i++) {
        if (!one_more(tx, s, i, e)) {
            return TX_FAILED;
        }
    }
    for (int i = 0; i < NOTES; i++) {
        struct matter_row m;
        if (!matter_now(tx, &m, e) ||
            matter_note(&d, &m, str_fmt(tx_arena(tx), "longnote%03d end", i), e) != MATTER_SAVED) {
            return TX_FAILED;
        }
    }
    for (int i = 0; i < STEPS; i++) { // later and later, and passed on again and again
        struct matter_row m;
        bool good = matter_now(tx, &m, e) &&
                    q_pass_on_insert(tx, &(struct q_pass_on_insert_in){
                        .home = m.home_id, .id = random_id(), .matter = m.id, .from_office = m.office_id,
                        .to_office = m.office_id, .summary = str_fmt(tx_arena(tx), "longpassed%03d end", i), .now = d.now},
                                     NULL, e) &&
                    q_extension_insert(tx, &(struct q_extension_insert_in){
                        .home = m.home_id, .id = random_id(), .matter = m.id, .from_due = d.now + i, .to_due = d.now + i + 1,
                        .reason = str_fmt(tx_arena(tx), "longextended%03d end", i), .now = d.now}, NULL, e);
        if (!good) {
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}

static int comer_of_an(void)
{
    for (int c = 1; c < COMERS; c++) {
        if (house_member(&house, c)->office == W_AN && house_member(&house, c)->role == ROLE_HEAD) {
            return c;
        }
    }
    return 0;
}

// The address after `mark` up to the quotation mark, which is what a link on the page says; STR_NONE when there is none.
static struct str link_with(struct str page, const char *mark)
{
    ptrdiff_t at = str_find(page, str_c(mark));
    if (at < 0) {
        return STR_NONE;
    }
    struct str rest = str_slice(page, (size_t)at, page.n);
    struct str link = str_cut(&rest, '"');
    return str_cut(&link, '#');
}

// How often each of `n` things stands on the pages that follow one another by the link `next`.
static void walk(const char *from, int comer, const char *what, int n, const char *next)
{
    int *seen = ARENA_ARRAY(&arena, int, (size_t)n);
    memset(seen, 0, (size_t)n * sizeof *seen);
    struct str path = str_c(from);
    int pages = 0;
    for (; path.p != NULL && pages < PAGES_MOST; pages++) {
        struct reply r = house_ask(&house, &arena, comer, "GET", path, "", STR_NONE);
        if (r.status != 200) {
            printf("# %.*s: %d\n", STR_ARG(path), r.status);
            break;
        }
        for (int i = 0; i < n; i++) {
            seen[i] += str_find(r.body, str_fmt(&arena, "%s%03d end", what, i)) >= 0;
        }
        path = link_with(r.body, next);
    }
    int once = 0;
    for (int i = 0; i < n; i++) {
        once += seen[i] == 1;
    }
    is_int(once, n, "each %s stands on one of the %d pages", what, pages);
    ok(pages > 1 && pages < PAGES_MOST, "which are several, and end");
}

int main(int argc, char **argv)
{
    struct err e = ERR_INIT;
    if (!house_open(&house, argc > 1 && strcmp(argv[1], "postgres") == 0)) {
        return 0;
    }
    struct site *site = app_site(house.app);
    ok(db_write(app_db(house.app), &arena, lengthen, site, &e), "a matter grows long %s", e.what);
    site_unref(site);
    struct str at = str_fmt(&arena, "/desk/matters/%s?", house.world.message[W_SHOWN].matter);
    const char *desk = str_z(&arena, str_slice(at, 0, at.n - 1));
    const char *shown = str_z(&arena, str_fmt(&arena, "/vi/matters/%s", house.world.message[W_SHOWN].matter));
    static const struct {
        const char *what;
        int n;
        const char *key;
    } lists[] = {{"longmessage", MESSAGES, "messages"}, {"longnote", NOTES, "notes"}, {"longpassed", STEPS, "passed"},
                 {"longextended", STEPS, "extended"}};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        walk(desk, comer_of_an(), lists[i].what, lists[i].n, str_z(&arena, str_fmt(&arena, "%s?%s=", desk, lists[i].key)));
    }
    walk(shown, 0, "longmessage", MESSAGES, str_z(&arena, str_fmt(&arena, "%s?after=", shown)));
    const char *data = str_z(&arena, str_fmt(&arena, "%s.json", shown));
    walk(data, 0, "longmessage", MESSAGES, str_z(&arena, str_fmt(&arena, "%s?after=", data)));
    is_int(house_ask(&house, &arena, 0, "GET", str_fmt(&arena, "%s?after=aaaaaaaaaa", shown), "", STR_NONE).status, 404,
           "a message that is not there leads nowhere");
    struct str log = at;
    int pages = 0;
    int joined = 0;
    for (struct str path = str_slice(at, 0, at.n - 1); path.p != NULL && pages < PAGES_MOST; pages++) {
        struct reply r = house_ask(&house, &arena, comer_of_an(), "GET", path, "", STR_NONE);
        for (struct str rest = r.body; str_find(rest, STR("data-step=\"done\"")) >= 0; joined++) {
            rest = str_slice(rest, (size_t)str_find(rest, STR("data-step=\"done\"")) + 1, rest.n);
        }
        path = link_with(r.body, str_z(&arena, str_fmt(&arena, "%.*slog=", STR_ARG(log))));
    }
    ok(joined > MESSAGES + NOTES && pages < PAGES_MOST, "all steps stand in the parts of the log (%d)", joined);
    struct reply r = house_ask(&house, &arena, comer_of_an(), "GET", str_fmt(&arena, "%.*smessages=nonsense", STR_ARG(at)), "",
                               STR_NONE);
    is_int(r.status, 404, "a key that is nonsense leads nowhere");
    arena_free(&arena);
    house_close(&house);
    return tap_done();
}
