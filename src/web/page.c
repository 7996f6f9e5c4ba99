// page.c: see page.h, and the replies of web.h.
#include "web/page.h"

#include "base/log.h"
#include "web/page_view.h"
#include "templates.h"

static const char html_type[] = "text/html; charset=utf-8";

enum { KEY_MAX = 300 };

// Under what a page is kept: its address. STR_NONE when it is too long to be one of ours.
static struct str cache_key(const struct http_request *req, char out[static KEY_MAX])
{
    if (req->path.n + req->query.n + 1 > KEY_MAX) {
        return STR_NONE;
    }
    memcpy(out, req->path.p, req->path.n);
    out[req->path.n] = '?';
    if (req->query.n > 0) {
        memcpy(out + req->path.n + 1, req->query.p, req->query.n);
    }
    return (struct str){out, req->path.n + 1 + req->query.n};
}

static bool is_get(const struct http_request *req)
{
    return req->method == HTTP_GET || req->method == HTTP_HEAD;
}

bool page_from_cache(struct app *app, struct http_call *call)
{
    const struct http_request *req = http_request(call);
    char room[KEY_MAX];
    struct str key = is_get(req) ? cache_key(req, room) : STR_NONE;
    struct http_ready *page = key.p == NULL ? NULL : http_cache_get(app_cache(app), key, app_public_version(app));
    if (page == NULL) {
        return false;
    }
    http_reply_ready(call, page);
    http_ready_unref(page);
    return true;
}

// Addresses that are without number are answered, but not kept: with parameters that this page does not ask for or that take
// any value, with one twice, or written in another way than the program's own. Of those named here an invented value is a 404.
static bool may_keep(const struct web *w)
{
    static const char *const known[] = {"office", "category", "state", "period", "after", "v"};
    bool good = true;
    struct buf own = buf_new(KEY_MAX);
    for (size_t i = 0; i < w->query.n && good; i++) {
        const struct form_field *f = &w->query.fields[i];
        good = false;
        for (size_t k = 0; k < ARRAY_LEN(known) && !good; k++) {
            good = w->asked[i] && str_eqz(f->name, known[k]); // of one that stands twice the second is never asked for
        }
        buf_addf(&own, "%s%.*s=%.*s", i == 0 ? "" : "&", STR_ARG(f->name), STR_ARG(f->value));
    }
    good = good && (w->query.n == 0 ? w->req->query.n == 0 : !buf_over(&own) && str_eq(buf_str(&own), w->req->query));
    buf_free(&own);
    return good;
}

// What is not kept is packed quickly and not named by its bytes: that pays for what is sent many times only.
static void reply_once(struct web *w, struct str type, struct str body, const struct http_field *headers, size_t n)
{
    bool said = false;
    for (size_t i = 0; i < n; i++) {
        http_reply_header(w->call, headers[i].name.p, headers[i].value);
        said |= str_eqz(headers[i].name, "Cache-Control");
    }
    if (!said) {
        http_reply_header(w->call, "Cache-Control", STR("no-cache")); // as if it were
    }
    http_reply(w->call, 200, type, body);
}

void page_keep(struct web *w, struct str type, struct str body, const struct http_field *headers, size_t n)
{
    BUG_ON(w->replied || !is_get(w->req) || w->route->capability != CAP_PUBLIC);
    w->replied = true;
    char room[KEY_MAX];
    struct str key = may_keep(w) ? cache_key(w->req, room) : STR_NONE;
    if (key.p == NULL) {
        reply_once(w, type, body, headers, n);
        return;
    }
    struct http_ready *page = http_ready_new(200, type, body, headers, n);
    http_cache_put(app_cache(w->app), key, w->version_seen, page);
    http_reply_ready(w->call, page);
    http_ready_unref(page);
}

void page_reply(struct web *w, struct str type, struct buf *out)
{
    if (buf_over(out)) {
        web_reply(w, 200, type, out); // which says so
    } else {
        page_keep(w, type, buf_str(out), NULL, 0);
    }
}

void web_reply(struct web *w, int status, struct str type, struct buf *out)
{
    BUG_ON(w->replied);
    if (buf_over(out)) {
        struct err e = ERR_INIT;
        (void)err_set(&e, ERR_LIMIT, "the page is larger than its maximum");
        web_failed(w, &e);
        return;
    }
    w->replied = true;
    http_reply(w->call, status, type, buf_str(out));
}

void web_reply_html(struct web *w, int status, struct buf *out)
{
    web_reply(w, status, str_c(html_type), out);
}

void web_reply_json(struct web *w, int status, struct buf *out)
{
    web_reply(w, status, STR("application/json"), out);
}

void web_see_other(struct web *w, struct str path)
{
    BUG_ON(w->replied);
    w->replied = true;
    http_reply_see_other(w->call, path);
}

void web_moved(struct web *w, struct str path)
{
    BUG_ON(w->replied);
    w->replied = true;
    http_reply_moved(w->call, path);
}

static const struct {
    int status;
    const char *title;
    const char *help;
} errors[] = {
    {400, N_("The request could not be read"), N_("Go back and try again.")},
    {401, N_("Please sign in"), N_("You were signed out, or never signed in. What you typed is still on the page before.")},
    {403, N_("This is not for you to do"), N_("Go back; if you think you should be able to, ask the head of your office.")},
    {404, N_("There is no such page"), N_("The address may be mistyped, or what was here is not public.")},
    {405, N_("This address does not work that way"), N_("Go back and try again.")},
    {409, N_("This was sent before, with other words"),
     N_("What was sent first has been received. For something else open the form anew; in the API, use a new key.")},
    {413, N_("This is too long"), N_("Shorten it and try again.")},
    {415, N_("This kind of content is not understood here"), N_("Send it as application/json.")},
    {429, N_("Too many at once"), N_("Please wait a little and send it again. Nothing is lost.")},
    {500, N_("Something went wrong on our side"), N_("It has been written down. Please try again later.")},
    {503, N_("We cannot take this in just now"), N_("Please try again in a few minutes. What was sent before is safe.")},
};

static void reply_error(struct web *w, int status, struct str title, struct str help)
{
    struct buf out = web_buf();
    if (w->json) {
        buf_addf(&out, "{\"error\":{\"status\":%d,\"title\":", status);
        buf_json(&out, title);
        buf_addz(&out, ",\"help\":");
        buf_json(&out, help);
        buf_addz(&out, "}}\n");
        web_reply_json(w, status, &out);
    } else {
        struct page p = page_view(w, title);
        p.twin = STR("");
        bool of_desk = str_starts(w->req->path, STR("/desk"));
        tmpl_error(&out, w->lang, &p, help, of_desk);
        web_reply_html(w, status, &out);
    }
    buf_free(&out);
}

void web_error(struct web *w, int status)
{
    size_t i = 0;
    while (i + 1 < ARRAY_LEN(errors) && errors[i].status != status) {
        i++;
    }
    reply_error(w, errors[i].status, T_(w->lang, errors[i].title), T_(w->lang, errors[i].help));
}

void web_failed(struct web *w, const struct err *e)
{
    log_err(w->route == NULL ? "request" : w->route->path, e);
    if (e->code == ERR_CONFLICT) { // what was free when the form was checked was taken before it was written
        reply_error(w, 409, T(w->lang, "Somebody else saved a moment before you"),
                    T(w->lang, "Nothing of what you sent was saved. Go back, load the page again and look what is there now."));
        return;
    }
    bool passes = e->code == ERR_FULL || e->code == ERR_BUSY || e->code == ERR_GONE || e->code == ERR_RETRY;
    if (passes) {
        http_reply_header(w->call, "Retry-After", STR("60"));
    }
    web_error(w, passes ? 503 : 500);
}
