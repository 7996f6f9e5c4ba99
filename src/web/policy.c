// policy.c: see policy.h.
#include "web/policy.h"

#include "auth/token.h"
#include "core/steer/document_access.h"
#include "core/steer/meeting_access.h"
#include "core/steer/task_access.h"
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

struct actor web_actor_for(const struct web *w, enum capability c, int64_t office_id)
{
    struct actor actor = {.member_id = w->who.member.id, .office_id = office_id};
    for (size_t i = 0; i < w->who.n_roles; i++) {
        const struct held_role *r = &w->who.roles[i];
        if (capability_held(c, r->role) && covers(w, c, r->office_id, office_id)) {
            actor.role = str_c(role_code(r->role));
            actor.office_id = r->office_id;
        }
    }
    return actor;
}

struct actor web_actor(const struct web *w, int64_t office_id)
{
    return web_actor_for(w, w->route->capability, office_id);
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
        bool out = str_eq(name, STR("answer")) || str_eq(name, STR("published"));
        if (out && (!str_eq(w->publication.state, STR("published")) || w->publication.by_receipt)) {
            return false;
        }
    }
    return true;
}

// The office that the thing is about, 0 for none: of what is said about a matter, the matter's.
static bool about_of(const struct web *w, struct str name, int64_t *about, struct err *e)
{
    struct matter_row matter;
    bool published = str_eq(name, STR("version")) || str_eq(name, STR("publication")) ||
                     str_eq(name, STR("answer")) || str_eq(name, STR("published"));
    if (published && w->publication.matter_id != 0) {
        if (q_matter_by_id(w->tx, w->publication.home_id, w->publication.matter_id, &matter, e) != Q_ROW) {
            return false;
        }
        *about = matter.about_office_id;
    } else if (!published) {
        *about = str_eq(name, STR("matter"))    ? w->matter.about_office_id
                 : str_eq(name, STR("message")) ? w->message.about_office_id
                                                : *about;
    }
    return true;
}

bool policy_concerned(const struct web *w, int64_t about)
{
    bool yes = false;
    for (size_t i = 0; about != 0 && i < w->who.n_roles; i++) {
        yes = yes || site_within(w->site, w->who.roles[i].office_id, about);
    }
    return yes;
}

// Is the thing at an office that the message or matter is about, or below it? For them it does not exist, whatever else
// they are allowed by a role elsewhere.
static bool is_concerned(const struct web *w, const struct captures *caught, bool *yes, struct err *e)
{
    int64_t about = 0;
    for (size_t i = 0; i < caught->n; i++) {
        if (!about_of(w, caught->list[i].name, &about, e)) {
            return false;
        }
    }
    *yes = policy_concerned(w, about);
    return true;
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

// Whoever works on a document, or was sent it, may see it, wherever its book is.
static bool has_document(const struct web *w, bool *part, struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    enum document_access access;
    if (!document_access(w->tx, w->site, offices, n, &w->document, &access, e)) {
        return false;
    }
    *part = access == DOCUMENT_TEXT || access == DOCUMENT_WHOLE;
    return true;
}

// A meeting may be seen by whoever is invited.
static bool has_meeting(const struct web *w, bool *part, struct err *e)
{
    int64_t offices[ROLES_HELD_MAX];
    size_t n = web_offices(w, offices, ROLES_HELD_MAX);
    enum meeting_access access;
    if (!meeting_access(w->tx, w->site, offices, n, &w->meeting, &access, e)) {
        return false;
    }
    *part = access >= MEETING_INVITED;
    return true;
}

// A matter may be seen, besides by its owner's desk, from where it was started and from where its owner asked for help.
static bool has_part_in_matter(const struct web *w, bool *part, struct err *e)
{
    struct coordinators_of_matter_row *list;
    size_t n;
    *part = web_may(w, CAP_DESK_LIST, w->matter.number_office_id);
    if (*part) {
        return true;
    }
    if (!q_coordinators_of_matter(w->tx, w->matter.home_id, w->matter.id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !*part; i++) {
        *part = web_may(w, CAP_DESK_LIST, list[i].office_id);
    }
    return true;
}

// A task may be seen from whoever leads it, gave it, follows it up or coordinates.
static bool has_part_in_task(const struct web *w, bool *part, struct err *e)
{
    int64_t *list;
    size_t n;
    if (!task_offices(w->tx, &w->task, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !*part; i++) {
        *part = web_may(w, CAP_DESK_LIST, list[i]);
    }
    return true;
}

static bool has_part(const struct web *w, const struct captures *caught, bool *part, struct err *e)
{
    struct str name = caught->n == 0 ? STR("") : caught->list[0].name;
    *part = false;
    if (str_eqz(name, "matter")) {
        return has_part_in_matter(w, part, e);
    }
    if (caught->n > 0 && w->document.id != 0) { // named by itself, or by a file beside it
        return has_document(w, part, e);
    }
    if (caught->n > 0 && w->meeting.id != 0) {
        return has_meeting(w, part, e);
    }
    return caught->n == 0 || w->task.id == 0 || has_part_in_task(w, part, e);
}

// What a member is told about a thing at an office: 0 for "go on", else a status. Who may see the thing may know that it is
// there: then the act is what is refused.
static bool ask_member(const struct web *w, const struct captures *caught, int64_t office_id, int *status, struct err *e)
{
    enum capability c = w->route->capability;
    bool may = capability_scope(c) == SCOPE_MEMBER || web_may(w, c, office_id == 0 ? w->site->root : office_id);
    bool concerned;
    bool part = false;
    if (!is_concerned(w, caught, &concerned, e) || (!may && !concerned && !has_part(w, caught, &part, e))) {
        return false;
    }
    bool sees = office_id == 0 || part || web_may(w, CAP_DESK_LIST, office_id);
    *status = concerned                              ? 404
              : may || (part && c == CAP_DESK_LIST) ? 0
              : sees                                 ? 403
                                                     : 404;
    return true;
}

static enum policy_end ask(struct web *w, const struct captures *caught, int64_t office_id)
{
    switch (capability_scope(w->route->capability)) {
    case SCOPE_ANYONE:
        return is_public(w, caught) ? POLICY_ALLOWED : refuse(w, 404);
    case SCOPE_SENDER:
        return !is_public(w, caught) ? refuse(w, 404) : w->who.member.id != 0 ? refuse(w, 403) : POLICY_ALLOWED;
    case SCOPE_FOUNDING:
        return POLICY_ALLOWED; // of_this_time has seen to it
    case SCOPE_MACHINE:
        return http_client_prefix(w->call) == 0 || app_config(w->app)->open_metrics ? POLICY_ALLOWED : refuse(w, 404);
    default:
        break;
    }
    if (w->who.member.id == 0) {
        return to_sign_in(w);
    }
    struct err e = ERR_INIT;
    int status;
    if (!ask_member(w, caught, office_id, &status, &e)) {
        web_failed(w, &e);
        return POLICY_REPLIED;
    }
    if (status != 0) {
        return refuse(w, status);
    }
    if (w->req->method == HTTP_POST && !token_good(w)) {
        return refuse(w, 403);
    }
    return POLICY_ALLOWED;
}

// While nobody uses the store, its first steps are all there is; from then on they are not there. False: the reply is made.
static bool of_this_time(struct web *w)
{
    bool first = capability_scope(w->route->capability) == SCOPE_FOUNDING;
    if (first == app_founding(w->app) || (!first && str_starts(w->req->path, STR("/assets/")))) {
        return true;
    }
    if (first) {
        web_error(w, 404);
    } else if (w->req->method == HTTP_POST || w->json) {
        http_reply_header(w->call, "Retry-After", STR("60"));
        web_error(w, 503);
    } else {
        web_see_other(w, STR("/desk/first-steps"));
    }
    return false;
}

enum policy_end policy_enforce(struct web *w, const struct captures *caught)
{
    struct err e = ERR_INIT;
    if (!of_this_time(w)) {
        return POLICY_REPLIED;
    }
    // Pages for everyone hold nothing of who asks, so nobody is asked who they are.
    bool public_page = capability_scope(w->route->capability) == SCOPE_ANYONE && !str_starts(w->req->path, STR("/desk"));
    if (!public_page && !session_read(w, &e)) {
        web_failed(w, &e);
        return POLICY_REPLIED;
    }
    enum scope scope = capability_scope(w->route->capability);
    bool stranger = w->who.member.id == 0 && str_starts(w->req->path, STR("/desk")) && scope != SCOPE_ANYONE &&
                    scope != SCOPE_FOUNDING;
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
            struct str path = session_moved_path(w, &caught->list[i]);
            if (w->req->method == HTTP_POST) {
                web_see_other(w, path);
            } else {
                web_moved(w, path);
            }
            return POLICY_REPLIED;
        }
        if (end == PARAM_NONE) {
            return refuse(w, 404);
        }
    }
    return ask(w, caught, office_id);
}
