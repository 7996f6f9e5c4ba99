// inbox_row.c: see inbox_row.h.
#include "web/desk/inbox_row.h"

#include "db/q_message.h"

bool likely_row(struct web *w, const struct matter_row *m, struct likely_row *out)
{
    struct messages_of_matter_count_row n;
    struct err e = ERR_INIT;
    if (q_messages_of_matter_count(w->tx, m->home_id, m->id, &n, &e) != Q_ROW) {
        web_failed(w, &e);
        return false;
    }
    *out = (struct likely_row){.href = str_fmt(w->a, "/desk/matters/%.*s", STR_ARG(m->public_id)), .id = m->public_id,
                               .number = desk_number(w, m), .title = desk_title(w, m), .state = state_of(w, m),
                               .messages = n.n};
    return true;
}

bool inbox_row(struct web *w, const struct message_row *m, enum words_access access, const struct likely *likely,
               struct inbox_row *out)
{
    const struct category *c = site_category(w->site, m->category_id);
    int64_t waited = tz_day(w->site->tz, w->now) - tz_day(w->site->tz, m->received_at);
    *out = (struct inbox_row){
        .id = m->public_id,
        .received_at = m->received_at,
        .days_waiting = waited < 0 ? 0 : waited,
        .channel = desk_channel(w, m),
        .category = desk_category_name(w, m->category_id),
        .category_code = c == NULL ? STR("") : c->code,
        .open = access == WORDS_OPEN,
        .may_show = m->may_show,
        .place = STR(""),
        .words = STR(""),
    };
    if (!out->open) {
        return true;
    }
    out->words = desk_kept(w, m->words);
    out->place = m->place;
    for (size_t i = 0; likely != NULL && i < likely->n_matters; i++) {
        struct likely_row *l = &out->likely[out->n_likely++];
        if (!likely_row(w, likely->matters[i].matter, l)) {
            return false;
        }
        l->words = likely->matters[i].words;
        l->may_join = web_may(w, CAP_DESK_TAKE, likely->matters[i].matter->office_id);
    }
    for (size_t i = 0; likely != NULL && i < likely->n_twins; i++) {
        const struct message_row *twin = likely->twins[i].message;
        out->twins[out->n_twins++] = (struct twin_row){
            .href = str_fmt(w->a, "/desk/messages/%.*s", STR_ARG(twin->public_id)), .received_at = twin->received_at};
    }
    return true;
}

bool inbox_likely(struct web *w, int64_t office_id, const struct message_row *rows, size_t n, struct likely **out)
{
    int64_t offices[ROLES_HELD_MAX];
    struct likely_reader reader = {.finder = app_finder(w->app), .site = w->site, .office_id = office_id, .offices = offices,
                                   .n_offices = web_offices(w, offices, ROLES_HELD_MAX)};
    struct err e = ERR_INIT;
    if (!likely_find(w->tx, &reader, rows, n, out, &e)) {
        web_failed(w, &e);
        return false;
    }
    return true;
}
