// policy.c: see policy.h.
#include "web/policy.h"

#include "auth/token.h"
#include "db/q_matter.h"
#include "web/param.h"
#include "web/session.h"

// Does a role held at `at` cover an object of `office_id` for this capability?
static bool covers(const struct web *w, enum capability c, int64_t at, int64_t office_id)
{
    switch (capability_scope(c)) {
    case SCOPE_OWN:
        return office_own(w->site, office_id, at);
    case SCOPE_SITE:
        return at == w->site->root;
    default:
        return site_within(w->site, office_id, at);
    }
}

bool web_may(const struct web *w, enum capability c, int64_t office_id)
{
    for (size_t i = 0; i < w->who.n_roles; i++) {
        const struct held_role *r = &w->who.roles[i];
        if (capability_held(c, r->role) && covers(w, c, r->office_id, office_id)) {
            return true;
        }
    }
    return false;
}

struct actor web_actor(const struct web *w, int64_t office_id)
{
    struct actor actor = {.member_id = w->who.member.id, .office_id = office_id};
    for (size_t i = 0; i < w->who.n_roles; i++) {
        const struct held_role *r = &w->who.roles[i];
        if (capability_held(w->route->capability, r->role) && covers(w, w->route->capability, r->office_id, office_id)) {
            actor.role = str_c(role_code(r->role));
            actor.office_id = r->office_id;
        }
    }
    return actor;
}

size_t web_offices(const struct web *w, int64_t *ids, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < w->who.n_roles && n < max; i++) {
        if (capability_held(CAP_DESK_LIST, w->who.roles[i].role)) {
            ids[n++] = w->who.roles[i].office_id;
        }
    }
    return n;
}

// May everyone know of it? Under PUBLIC and SEND a matter needs a public title, a publication must be out for all.
static bool is_public(const struct web *w, const struct captures *caught)
{
    for (size_t i = 0; i < caught->n; i++) {
        struct str name = caught->list[i].name;
        if (str_eq(name, STR("matter")) && w->matter.public_at == 0) {
            return false;
        }
        if (str_eq(name, STR("answer")) && (!str_eq(w->publication.state, STR("published")) || w->publication.by_receipt)) {
            return false;
        }
    }
    return true;
}

// Is the thing at an office that the message or matter is about, or below it? For them it does not exist.
static bool is_concerned(const struct web *w, const struct captures *caught)
{
    int64_t about = 0;
    for (size_t i = 0; i < caught->n; i++) {
        struct str name = caught->list[i].name;
        about = str_eq(name, STR("matter")) ? w->matter.about_office_id
                : str_eq(name, STR("message")) ? w->message.about_office_id : about;
    }
    for (size_t i = 0; about != 0 && i < w->who.n_roles; i++) {
        if (site_within(w->site, w->who.roles[i].office_id, about)) {
            return true;
        }
    }
    return false;
}

static enum policy_end refuse(struct web *w, int status)
{
    web_error(w, status);
    return POLICY_REPLIED;
}

static enum policy_end to_sign_in(struct web *w)
{
    if (w->req->method == HTTP_POST) {
        return refuse(w, 401);
    }
    web_see_other(w, STR("/desk/sign-in"));
    return POLICY_REPLIED;
}

static bool token_good(const struct web *w)
{
    struct str key = w->who.session.csrf;
    return key.n == CSRF_KEY && csrf_ok((const uint8_t *)key.p, STR("form"), form_get(&w->form, "csrf"));
}

// A matter may be seen, besides by its owner's desk, from where it was started and from where its owner asked for help.
static bool has_part(const struct web *w, const struct captures *caught, struct err *e)
{
    if (w->route->capability != CAP_DESK_LIST || caught->n == 0 || !str_eq(caught->list[0].name, STR("matter"))) {
        return false;
    }
    struct coordinators_of_matter_row *list;
    size_t n;
    bool part = web_may(w, CAP_DESK_LIST, w->matter.number_office_id);
    if (part || !q_coordinators_of_matter(w->tx, w->matter.home_id, w->matter.id, &list, &n, e)) {
        return part;
    }
    for (size_t i = 0; i < n && !part; i++) {
        part = web_may(w, CAP_DESK_LIST, list[i].office_id);
    }
    return part;
}

static enum policy_end ask(struct web *w, const struct captures *caught, int64_t office_id)
{
    enum capability c = w->route->capability;
    bool in = w->who.member.id != 0;
    switch (capability_scope(c)) {
    case SCOPE_ANYONE:
        return is_public(w, caught) ? POLICY_ALLOWED : refuse(w, 404);
    case SCOPE_SENDER:
        return !is_public(w, caught) ? refuse(w, 404) : in ? refuse(w, 403) : POLICY_ALLOWED;
    case SCOPE_MACHINE:
        return http_client_prefix(w->call) == 0 || app_config(w->app)->open_metrics ? POLICY_ALLOWED : refuse(w, 404);
    default:
        break;
    }
    if (!in) {
        return to_sign_in(w);
    }
    struct err e = ERR_INIT;
    if (capability_scope(c) != SCOPE_MEMBER && !web_may(w, c, office_id == 0 ? w->site->root : office_id) &&
        !has_part(w, caught, &e)) {
        if (e.code != ERR_NONE) {
            web_failed(w, &e);
            return POLICY_REPLIED;
        }
        // Who may see the thing may know that it is there: then the act is what is refused.
        return refuse(w, office_id != 0 && !web_may(w, CAP_DESK_LIST, office_id) ? 404 : 403);
    }
    if (is_concerned(w, caught)) {
        return refuse(w, 404);
    }
    if (w->req->method == HTTP_POST && !token_good(w)) {
        return refuse(w, 403);
    }
    return POLICY_ALLOWED;
}

enum policy_end policy_enforce(struct web *w, const struct captures *caught)
{
    struct err e = ERR_INIT;
    // Pages for everyone hold nothing of who asks, so nobody is asked who they are.
    bool public_page = capability_scope(w->route->capability) == SCOPE_ANYONE && !str_starts(w->req->path, STR("/desk"));
    if (!public_page && !session_read(w, &e)) {
        web_failed(w, &e);
        return POLICY_REPLIED;
    }
    bool stranger = w->who.member.id == 0 && str_starts(w->req->path, STR("/desk")) &&
                    capability_scope(w->route->capability) != SCOPE_ANYONE;
    if (stranger) { // before anything is looked up: a stranger learns nothing of what exists
        return to_sign_in(w);
    }
    int64_t office_id = 0;
    for (size_t i = 0; i < caught->n; i++) {
        enum param_end end = param_load(w, &caught->list[i], &office_id, &e);
        if (end == PARAM_ERROR) {
            web_failed(w, &e);
            return POLICY_REPLIED;
        }
        if (end == PARAM_MOVED) {
            web_see_other(w, session_moved_path(w, &caught->list[i]));
            return POLICY_REPLIED;
        }
        if (end == PARAM_NONE) {
            return refuse(w, 404);
        }
    }
    return ask(w, caught, office_id);
}
