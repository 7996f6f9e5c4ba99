// web.h: one request on its way through the program: found in routes.def, allowed by policy, answered by its handler.
//
// A handler reads through w->tx (one snapshot, closed when the handler returns), and ends by one of the web_reply
// functions. To write it calls web_write(): its thread goes on to others, `then` runs when the commit is durable.
#pragma once

#include "auth/policy.h"
#include "base/buf.h"
#include "core/desk/access.h"
#include "core/desk/matter.h"
#include "core/problem.h"
#include "db/q_rows.h"
#include "docs/html.h"
#include "http/multipart.h"
#include "i18n/i18n.h"
#include "web/app.h"

struct web;

struct route {
    enum http_method method;
    const char *path;
    void (*handler)(struct web *w);
    const char *handler_name;
    enum capability capability;
};

const struct route *route_table(size_t *n); // in the order of routes.def

struct held_role {
    enum role role;
    int64_t office_id;
};

enum { ROLES_HELD_MAX = 64 };

// Who is signed in; member.id 0 when nobody is.
struct signed_in {
    struct member_row member;
    struct session_row session;
    struct held_role roles[ROLES_HELD_MAX];
    size_t n_roles;
};

struct web {
    struct app *app;
    struct http_call *call;
    const struct http_request *req;
    struct arena *a;
    const struct site *site;
    int64_t now;
    enum lang lang;
    const struct route *route;
    bool json;                   // the .json twin is asked for
    struct signed_in who;
    struct form form;            // of a POST with a form's body
    struct form query;           // of the address
    bool *asked;                 // of its fields, which a handler looked at
    const struct multipart_file *files; // of a POST with files
    size_t n_files;
    struct tx *tx;               // reading; NULL after web_write
    // what the path names, looked up and allowed
    const struct office *office;
    struct matter_row matter;
    struct message_row message;
    struct publication_row publication;
    struct version_row version;
    struct document_row document;
    struct recognition_row recognition;
    struct training_row training;
    struct contest_row contest;
    struct file_row file;        // and `document` or `meeting` is what it lies beside
    struct report_row report;
    struct task_row task;
    struct meeting_row meeting;
    struct str asset;
    bool few;      // a count reads "<5" on this page, which its foot explains
    bool more;     // … "more than 6", as well
    bool replied;
    uint64_t version_seen; // of everything public, before the store was read
    bool *suspended; // of the thread that runs the handler: set by web_write and web_turn
    unsigned turns;  // bits of enum app_limit: it had its turn there
};

void web_handle(struct app *app, struct http_call *call); // the server's handler

// How large a body may be: files are taken from members alone. For http_config.room.
size_t web_room(struct app *app, struct http_call *call);
enum { WEB_ROOM_MAX = 21 << 20 }; // core/steer/file.h's largest file, and what stands around it

// ---- replies. The page's bytes are in `out`, whose maximum was not passed (else 500).
void web_reply_html(struct web *w, int status, struct buf *out);
void web_reply_json(struct web *w, int status, struct buf *out);
void web_reply(struct web *w, int status, struct str type, struct buf *out);
// A file that may be longer than a page: next(w, arg, out, more, e) appends the next part and says whether there are more.
// The first parts are read from w->tx; where they end soon, they are a reply as any other. The others are made while they are
// sent, each from a snapshot and with a w->a of its own: what `arg` keeps between them is no text of a part's. On false the
// client gets no end of the body.
typedef bool web_part(struct web *w, void *arg, struct buf *out, bool *more, struct err *e);
void web_reply_parts(struct web *w, struct str file, struct str type, web_part *next, void *arg);
void web_see_other(struct web *w, struct str path);
void web_moved(struct web *w, struct str path);        // of a GET: what stood here has another address for good
void web_error(struct web *w, int status);             // a page (or JSON) that says what happened and what one can do
void web_failed(struct web *w, const struct err *e);   // logs; 503 where it passes by itself, 409 on a conflict, else 500

// ---- writing: fn(tx, arg, e) on the writer's thread, then `then(w, arg)` on a server thread, after the commit. A failure
// is answered by web_failed. `what` says whether public pages change by it.
//
// Until `then` runs, the request belongs to the writer: the handler returns right after web_write() and touches nothing.
enum web_change { WEB_QUIET, WEB_PUBLIC };
void web_write(struct web *w, enum web_change what, db_fn *fn, void *arg, void (*then)(struct web *w, void *arg));

// ---- who comes too fast waits: one more against a limit. TURN_LATER: the request is held until it is its turn, a few seconds at
// most, and then begins anew, at its policy; the handler returns at once and touches nothing. TURN_NO: there are enough who wait;
// the reply, whose Retry-After is *wait_s, is the handler's and keeps what was typed. Straight from this machine: TURN_NOW.
enum web_turn { TURN_NOW, TURN_LATER, TURN_NO };
enum web_turn web_turn(struct web *w, enum app_limit which, unsigned *wait_s) MUST_USE;

// Open w->tx again in `then`, to show what was written. On false the reply is made.
bool web_read_again(struct web *w) MUST_USE;

// ---- what handlers ask
struct buf web_buf(void);                                      // for a page; give it back with buf_free after the reply
struct str web_field(const struct web *w, const char *name);   // of the form, trimmed; "" when absent
MUST_USE bool web_query_read(struct web *w, struct str query); // in place of the address's: a form's field that holds one
struct str web_param(const struct web *w, const char *name);   // of the query, trimmed; "" when absent
bool web_flag(const struct web *w, const char *name);          // a ticked box
int64_t web_office_field(const struct web *w, const char *name); // an office by code; 0 when absent or unknown
struct actor web_actor(const struct web *w, int64_t office_id); // who acts at an office, with the role that covers it
struct actor web_actor_for(const struct web *w, enum capability c, int64_t office_id); // the same, where an act asks for more
bool web_may(const struct web *w, enum capability c, int64_t office_id);
size_t web_offices(const struct web *w, int64_t *ids, size_t max); // offices at which the member holds a desk role

// A key of the next page of a list: times and ids, opaque to the reader, refused when changed into nonsense.
struct str web_page_key(struct arena *a, int64_t time, int64_t id);
bool web_page_key_read(struct str key, int64_t *time, int64_t *id);

// ---- handlers, one declaration a row of routes.def
#define ROUTE(method, path, handler, capability) void handler(struct web *w);
#include "web/routes.def"
#undef ROUTE
