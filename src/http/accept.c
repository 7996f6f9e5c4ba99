// accept.c: lists of items with q-values, read leniently but within bounds.
#include "http/accept.h"

enum { MAX_ITEMS = 32, Q_ONE = 1000 };

// "0.85" as thousandths; anything that is no weight counts as 0, so that it is never preferred.
static int weight(struct str s)
{
    if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.')) {
        return 0;
    }
    int q = (s.p[0] - '0') * Q_ONE;
    int unit = Q_ONE / 10;
    for (size_t i = 2; i < s.n; i++, unit /= 10) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return 0;
        }
        q += (s.p[i] - '0') * unit;
    }
    return q > Q_ONE ? 0 : q;
}

// The next item of a list and its weight. False at the end.
static bool next_item(struct str *rest, struct str *item, int *q)
{
    while (rest->p != NULL) {
        struct str params = str_cut(rest, ',');
        *item = str_trim(str_cut(&params, ';'));
        *q = Q_ONE;
        while (params.p != NULL) {
            struct str value = str_trim(str_cut(&params, ';'));
            struct str name = str_trim(str_cut(&value, '='));
            if (str_eq_nocase(name, STR("q"))) {
                *q = weight(str_trim(value));
            }
        }
        if (item->n > 0) {
            return true;
        }
    }
    return false;
}

// 3: the range is the tag; 2: one begins the other at a '-'; 1: "*"; 0: no match.
static int tag_match(struct str range, struct str tag)
{
    if (str_eqz(range, "*")) {
        return 1;
    }
    struct str shorter = range.n < tag.n ? range : tag;
    struct str longer = range.n < tag.n ? tag : range;
    if (!str_eq_nocase(shorter, str_slice(longer, 0, shorter.n))) {
        return 0;
    }
    if (shorter.n == longer.n) {
        return 3;
    }
    return longer.p[shorter.n] == '-' ? 2 : 0;
}

int accept_language(struct str header, const struct str *offered, size_t n)
{
    int best = -1;
    int best_q = 0;
    for (size_t i = 0; i < n; i++) {
        struct str rest = header;
        struct str item;
        int q;
        int close = 0; // how exactly the closest range fits this tag, and its weight
        int own_q = 0;
        for (int items = 0; items < MAX_ITEMS && next_item(&rest, &item, &q); items++) {
            int match = tag_match(item, offered[i]);
            if (match > close || (match == close && match > 0 && q > own_q)) {
                close = match;
                own_q = q;
            }
        }
        if (own_q > best_q) {
            best_q = own_q;
            best = (int)i;
        }
    }
    return best;
}

bool accept_gzip(struct str header)
{
    struct str rest = header;
    struct str item;
    int q;
    int any = 0;
    for (int items = 0; items < MAX_ITEMS && next_item(&rest, &item, &q); items++) {
        if (str_eq_nocase(item, STR("gzip")) || str_eq_nocase(item, STR("x-gzip"))) {
            return q > 0;
        }
        if (str_eqz(item, "*")) {
            any = q;
        }
    }
    return any > 0;
}

bool accept_etag_listed(struct str header, struct str etag)
{
    struct str rest = header;
    for (int items = 0; items < MAX_ITEMS && rest.p != NULL; items++) {
        struct str item = str_trim(str_cut(&rest, ','));
        if (str_starts(item, STR("W/"))) {
            item = str_slice(item, 2, item.n);
        }
        if (str_eqz(item, "*") || (item.n > 0 && str_eq(item, etag))) {
            return true;
        }
    }
    return false;
}
