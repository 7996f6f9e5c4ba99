// app.h: what lives as long as the server: the store, the site's snapshot, caches and limits.
#pragma once

#include "core/office/site.h"
#include "core/press/finder.h"
#include "http/cache.h"
#include "http/http.h"
#include "http/ratelimit.h"
#include "http/turns.h"

enum { SETUP_SYMBOLS = 20 }; // of the setup code: 100 bits (auth/crockford.h)

struct app_config {
    const char *store;       // path or postgres://…
    const char *listen;
    const char *trusted_proxies;
    const char *key_file;    // private key of the contact box, for the mail process; NULL: where it usually is
    struct mailer *mailer;   // the mail process; NULL: no contact details, no mail
    const struct sign_key *sign_key; // signs reports for another installation; NULL: there is none
    struct painter *painter; // the process that decodes pictures; NULL: none is taken
    const char *index_folder; // where a copy of what can be searched is kept; NULL: beside a file, nowhere with PostgreSQL
    const char *setup_code;  // who knows it may take the first steps (web/admin/first.c); NULL: the office is there
    const char *setup_file;  // where it is to be read; NULL: nowhere
    int threads;             // 0: one a core, at most 8
    bool open_metrics;       // /metrics for others than this machine
    bool plain_cookies;      // cookies without Secure, because the site is served without TLS (the demo)
};

struct app;

// Open the store and the site, and start to serve. Returns when the server listens.
MUST_USE bool app_start(struct app **out, const struct app_config *config, struct err *e);
void app_stop(struct app *app); // lets what is under way finish, then frees everything
int app_port(const struct app *app);

// Does nobody use this store yet? Then only the page of first steps answers, the site's snapshot may be a blank one
// (site_blank), and nothing can be searched.
bool app_founding(const struct app *app);

// After the commit of the first steps: read the site, and serve all of it from now on. May be called again.
MUST_USE bool app_founded(struct app *app, struct err *e);

struct db *app_db(struct app *app);
const struct app_config *app_config(const struct app *app);
struct http_server *app_server(struct app *app);
struct http_cache *app_cache(struct app *app);

// What is limited by where it comes from.
enum app_limit {
    LIMIT_MESSAGES, // messages, words added and comments taken in
    LIMIT_RECEIPTS, // follow-up codes tried by senders
    LIMIT_SECRETS,  // passwords and codes tried at the desk
    APP_LIMITS
};
struct ratelimit *app_limit(struct app *app, enum app_limit which);
struct turns *app_turns(struct app *app); // where senders wait who come too fast

// How senders may leave contact details now: enum contact_way. 0: the form does not ask.
unsigned app_contact_ways(const struct app *app, const struct site *s);
struct mailer *app_mailer(struct app *app); // NULL when there is none

// The snapshot of the site as it is today, with a use of it for the caller (site_unref). Never NULL.
struct site *app_site(struct app *app);

// Read the site anew, after a change of offices, subjects or settings has been committed.
void app_site_changed(struct app *app);

// What can be searched (web/follower.h): as it is within a second; or with everything public that anybody knows of.
struct finder *app_finder(struct app *app);
struct finder *app_finder_public(struct app *app);
struct finder *app_finder_now(struct app *app); // with all that was committed: at the desk one looks for what one just did

// The version of everything that public pages show. It rises after the commit of a change and before anybody is told of
// it, so that nobody who knows of the change can be given a page from before.
uint64_t app_public_version(const struct app *app);
void app_public_changed(struct app *app);
