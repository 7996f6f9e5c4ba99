// document_access.c: see document_access.h.
#include "core/steer/document_access.h"

#include "core/desk/access.h"
#include "db/q_document.h"

struct reader {
    struct tx *tx;
    const struct site *site;
    const int64_t *offices;
    size_t n;
};

// Is one of the reader's offices this one, or the office whose department it is?
static bool works_at(const struct reader *r, int64_t office_id)
{
    for (size_t i = 0; office_id != 0 && i < r->n; i++) {
        if (office_own(r->site, office_id, r->offices[i])) {
            return true;
        }
    }
    return false;
}

static bool is_above(const struct reader *r, int64_t office_id)
{
    for (size_t i = 0; i < r->n; i++) {
        if (site_within(r->site, office_id, r->offices[i])) {
            return true;
        }
    }
    return false;
}

static bool is_below(const struct reader *r, int64_t office_id)
{
    for (size_t i = 0; i < r->n; i++) {
        if (site_within(r->site, r->offices[i], office_id)) {
            return true;
        }
    }
    return false;
}

static bool works_on(const struct reader *r, const struct document_row *doc, bool *yes, struct err *e)
{
    struct document_coordinators_row *list;
    size_t n;
    *yes = works_at(r, doc->office_id) || works_at(r, doc->handler_id);
    if (*yes) {
        return true;
    }
    if (!q_document_coordinators(r->tx, doc->home_id, doc->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !*yes; i++) {
        *yes = works_at(r, list[i].office_id);
    }
    return true;
}

// Was it sent to one of the reader's offices, or does the reader work on what such an office registered of it?
static bool was_sent(const struct reader *r, const struct document_row *doc, bool *yes, struct err *e)
{
    struct document_addressees_row *list;
    size_t n;
    *yes = false;
    if (!str_eqz(doc->state, "issued") && !str_eqz(doc->state, "recalled")) {
        return true;
    }
    if (!q_document_addressees(r->tx, doc->home_id, doc->id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !*yes; i++) {
        struct document_row copy;
        *yes = works_at(r, list[i].office_id);
        if (*yes || list[i].received_id == 0 || !is_below(r, list[i].office_id)) {
            continue;
        }
        if (q_document_by_id(r->tx, doc->home_id, list[i].received_id, &copy, e) != Q_ROW ||
            !works_on(r, &copy, yes, e)) {
            return false;
        }
    }
    return true;
}

bool document_access(struct tx *tx, const struct site *s, const int64_t *offices, size_t n,
                     const struct document_row *doc, enum document_access *out, struct err *e)
{
    struct reader r = {tx, s, offices, n};
    bool whole;
    bool sent = false;
    if (!works_on(&r, doc, &whole, e) || (!whole && !was_sent(&r, doc, &sent, e))) {
        return false;
    }
    *out = whole                          ? DOCUMENT_WHOLE
           : sent                         ? DOCUMENT_TEXT
           : is_above(&r, doc->office_id) ? DOCUMENT_LISTED
                                          : DOCUMENT_NOT_THERE;
    return true;
}
