// documents_waiting.c: what waits at an office: issued to it and not registered, on its way to issue, to be handled.
#include "web/steer/document_view.h"

#include "auth/token.h"
#include "db/q_document.h"
#include "db/q_member.h"
#include "templates.h"
#include "web/table.h"

enum { LIST_ROWS = 200 }; // of each list and office; its table has all

typedef bool list_fn(struct tx *tx, int64_t home, int64_t office, int64_t skip, struct document_line **rows, size_t *n,
                     struct err *e);

// By the day it is due, those without one last; then in the order in which they came.
static int by_day(const void *x, const void *y)
{
    const struct document_line *a = x;
    const struct document_line *b = y;
    int64_t due_a = a->due_day == 0 ? INT64_MAX : a->due_day;
    int64_t due_b = b->due_day == 0 ? INT64_MAX : b->due_day;
    return due_a != due_b           ? (due_a < due_b ? -1 : 1)
           : a->changed_at == b->changed_at ? 0
           : a->changed_at < b->changed_at  ? -1
                                            : 1;
}

static struct document_items items_of(struct web *w, const struct document_line *list, size_t n)
{
    struct document_items items = {ARENA_ARRAY(w->a, struct document_item, n + 1), n};
    for (size_t i = 0; i < n; i++) {
        document_item(w, &list[i], &items.list[i]);
    }
    return items;
}

// NULL asks for what came lately.
static bool ask_for(struct web *w, list_fn *ask, int64_t office, int64_t skip, struct document_line **rows, size_t *n,
                    struct err *e)
{
    int64_t since = w->now - DOCUMENT_FRESH_DAYS * 86400;
    return ask == NULL ? q_documents_fresh(w->tx, &(struct q_documents_fresh_in){w->site->home, office, since, skip}, rows, n, e)
                       : ask(w->tx, w->site->home, office, skip, rows, n, e);
}

// Of the office and, since what has a number stays in its book, of former ones that it took over from.
static bool fill(struct web *w, list_fn *ask, struct document_items *out, struct err *e)
{
    int64_t *offices;
    size_t n_offices = site_with_former(w->site, w->office->id, w->a, &offices);
    struct document_line *all = NULL;
    size_t n_all = 0;
    for (size_t i = 0; i < n_offices; i++) {
        struct document_line *list;
        size_t n;
        if (!ask_for(w, ask, offices[i], 0, &list, &n, e)) {
            return false;
        }
        struct document_line *more = n == 0 ? all : ARENA_ARRAY(w->a, struct document_line, n_all + n);
        if (n > 0 && n_all > 0) {
            memcpy(more, all, n_all * sizeof *all);
        }
        if (n > 0) {
            memcpy(more + n_all, list, n * sizeof *list);
        }
        all = more;
        n_all += n;
    }
    if (n_offices > 1 && n_all > 1) {
        qsort(all, n_all, sizeof *all, by_day);
    }
    *out = items_of(w, all, n_all);
    return true;
}

bool document_registrars(struct web *w, struct str *out, struct err *e)
{
    struct members_of_office_row *list;
    size_t n;
    *out = STR("");
    if (!web_may(w, CAP_DOCUMENT_WRITE, w->office->id)) {
        return true;
    }
    if (!q_members_of_office(w->tx, w->office->id, w->now, &list, &n, e)) {
        return false;
    }
    struct buf names = buf_new(2000);
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(list[i].role, "registry") && list[i].disabled_at == 0) {
            buf_addz(&names, names.n > 0 ? ", " : "");
            buf_add(&names, list[i].name);
        }
    }
    struct buf b = buf_new(4000);
    if (names.n > 0) {
        I18N_FILL(&b, T(w->lang, "Documents are registered here by the registry clerk ({names}) or a head of the office."),
                  {"names", buf_str(&names)});
    } else {
        buf_add(&b, T(w->lang, "This office has no registry clerk: a head of the office registers documents."));
    }
    buf_addc(&b, ' ');
    buf_add(&b, T(w->lang, "An administrator gives the role, at the head's word, under Administration, Staff."));
    *out = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    buf_free(&names);
    return true;
}

void documents_waiting_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct documents_waiting_view v = {
        .page = desk_page_view(w, T(w->lang, "Documents that wait"), w->office, DESK_NAV_DOCUMENTS),
        .registers = web_may(w, CAP_REGISTER, w->office->id),
        .writes = web_may(w, CAP_DOCUMENT_WRITE, w->office->id),
    };
    if (!document_registrars(w, &v.registrars, &e) ||
        !fill(w, q_documents_to_register, &v.to_register, &e) || !fill(w, q_documents_of_handler, &v.to_handle, &e) ||
        (v.writes && (!fill(w, NULL, &v.fresh, &e) || !fill(w, q_documents_on_the_way, &v.on_the_way, &e) ||
                      !fill(w, q_documents_shared, &v.shared, &e)))) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    tmpl_documents_waiting(&out, w->lang, &v);
    web_reply_html(w, 200, &out);
    buf_free(&out);
}

static bool list_rows(struct table *t, const char *code, list_fn *ask, int64_t office, struct err *e)
{
    struct document_line *list;
    size_t n;
    int64_t skip = 0;
    do {
        if (!ask_for(t->w, ask, office, skip, &list, &n, e)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            struct document_item item;
            document_item(t->w, &list[i], &item);
            table_text(t, str_c(code));
            document_cells(t, &item);
        }
        skip += LIST_ROWS;
    } while (n == LIST_ROWS);
    return true;
}

// The page's lists one after the other; all but the first two are for who drafts here.
static bool waiting_rows(struct table *t, void *at, bool *more, struct err *e)
{
    static const struct {
        const char *code;
        list_fn *ask;
    } lists[] = {{"to_register", q_documents_to_register}, {"to_handle", q_documents_of_handler},
                 {"fresh", NULL}, {"on_the_way", q_documents_on_the_way}, {"to_comment", q_documents_shared}};
    struct web *w = t->w;
    int64_t *offices;
    size_t n_offices = site_with_former(w->site, w->office->id, w->a, &offices);
    size_t n = web_may(w, CAP_DOCUMENT_WRITE, w->office->id) ? ARRAY_LEN(lists) : 2;
    (void)at;
    (void)more;
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < n_offices; i++) {
            if (!list_rows(t, lists[k].code, lists[k].ask, offices[i], e)) {
                return false;
            }
        }
    }
    return true;
}

void documents_waiting_csv_get(struct web *w)
{
    table_reply(w, STR("documents-waiting"), document_columns(w, "list,", false), waiting_rows, NULL);
}

// ---- one button: what another office of this installation issued to us

struct taking {
    const struct site *site;
    struct actor actor;
    int64_t now;
    int64_t office_id;
    struct str issued;           // public id
    struct document_row row;     // out
    enum steer_end end;
};

static enum tx_end take(struct tx *tx, void *arg, struct err *e)
{
    struct taking *t = arg;
    struct desk d = desk_of(tx, t->site, t->actor, t->now);
    struct document_row issued;
    enum q_got got = q_document_by_public(tx, t->issued, &issued, e);
    t->end = got == Q_ROW    ? document_take(&d, t->office_id, issued.id, &t->row, e)
             : got == Q_NONE ? STEER_NOT_NOW
                             : STEER_ERROR;
    return t->end == STEER_SAVED ? TX_COMMIT : t->end == STEER_ERROR ? TX_FAILED : TX_ROLLBACK;
}

static void taken(struct web *w, void *arg)
{
    const struct taking *t = arg;
    if (t->end != STEER_SAVED) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/documents/waiting", STR_ARG(w->office->code)));
        return;
    }
    web_see_other(w, str_fmt(w->a, "%.*s?done=registered", STR_ARG(document_path(w, t->row.public_id))));
}

void documents_take_post(struct web *w)
{
    struct taking *t = ARENA_NEW(w->a, struct taking);
    *t = (struct taking){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now, .office_id = w->office->id,
                         .issued = web_field(w, "document")};
    if (!public_id_ok(t->issued)) {
        web_error(w, 404);
        return;
    }
    web_write(w, WEB_QUIET, take, t, taken);
}
