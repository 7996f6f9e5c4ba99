// desk.c: the frame of the desk's pages, and its front door.
#include "web/desk_view.h"

#include "i18n/i18n.h"

const struct office *desk_first_office(const struct web *w)
{
    int64_t ids[DESK_OFFICES_MAX];
    size_t n = web_offices(w, ids, DESK_OFFICES_MAX);
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_office(w->site, ids[i]);
        if (o != NULL) {
            return o;
        }
    }
    return NULL;
}

static void other_desks(struct web *w, const struct office *here, struct desk_page *p)
{
    int64_t ids[DESK_OFFICES_MAX];
    size_t n = web_offices(w, ids, DESK_OFFICES_MAX);
    for (size_t i = 0; i < n; i++) {
        const struct office *o = site_office(w->site, ids[i]);
        bool known = o == NULL || o == here;
        for (size_t j = 0; j < i && !known; j++) {
            known = ids[j] == ids[i];
        }
        if (!known) {
            p->offices[p->n_offices++] =
                (struct page_link){o->name[w->lang], str_fmt(w->a, "/desk/%.*s/inbox", STR_ARG(o->code))};
        }
    }
}

// The highest role held at the office itself or above it, in words.
static struct str role_here(const struct web *w, const struct office *office)
{
    struct str words = STR("");
    for (size_t r = 0; r < ROLE_COUNT; r++) {
        for (size_t i = 0; i < w->who.n_roles; i++) {
            if (w->who.roles[i].role == role_at(r) && site_within(w->site, office->id, w->who.roles[i].office_id)) {
                words = T_(w->lang, role_words(role_at(r)));
            }
        }
    }
    return words;
}

struct desk_page desk_page_view(struct web *w, struct str title, const struct office *office, enum desk_nav nav)
{
    struct desk_page p = {.page = page_view(w, title), .nav = nav};
    page_script(&p.page, "desk-keys.js");
    page_script(&p.page, "submit-once.js");
    if (office != NULL && w->who.member.id != 0) {
        p.code = office->code;
        p.office = office->name[w->lang];
        p.page.office = p.office;
        p.takes = web_may(w, CAP_DESK_TAKE, office->id);
        p.role = role_here(w, office);
        other_desks(w, office, &p);
    }
    return p;
}

void desk_get(struct web *w)
{
    const struct office *o = desk_first_office(w);
    if (o == NULL) {
        web_error(w, 403);
    } else {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/inbox", STR_ARG(o->code)));
    }
}
