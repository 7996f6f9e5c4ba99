// subjects.c: what messages are sorted by: the subjects of every office, as they hold and as they held.
#include "web/public/subjects_view.h"

#include "templates.h"
#include "web/page.h"

static struct subject_item item_of(struct web *w, const struct category *c)
{
    const struct office *o = site_office(w->site, c->office_id);
    const struct office *owner = site_office(w->site, c->owner_id);
    struct subject_item s = {.code = c->code, .name = c->name[w->lang], .office = o->name[w->lang], .office_code = o->code,
                             .owner = owner == NULL ? STR("") : owner->name[w->lang], .since_at = c->since_at,
                             .until_at = c->until_at, .holds = site_category_holds(w->site, c, c->office_id),
                             .href = STR("")};
    if (c->office_id == w->site->root) {
        s.href = web_path(w, "matters?category=%.*s", STR_ARG(c->code));
    } else if (o->heir < 0) {
        s.href = web_path(w, "matters?office=%.*s&category=%.*s", STR_ARG(o->code), STR_ARG(c->code));
    }
    return s;
}

static void put_subjects(struct json *j, struct web *w, const struct subject_item *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        json_object(j, NULL);
        json_str(j, "code", list[i].code);
        json_str(j, "name", list[i].name);
        json_str(j, "office", list[i].office_code);
        json_str(j, "usually_answered_by", list[i].owner.n == 0 ? STR_NONE : list[i].owner);
        json_day(j, "from", w, list[i].since_at);
        json_day(j, "until", w, list[i].until_at);
        json_bool(j, "holds", list[i].holds);
        json_end(j);
    }
}

static void reply_json(struct web *w, const struct subjects_view *v)
{
    struct buf out = web_buf();
    struct json j = json_begin(&out);
    json_object(&j, NULL);
    json_array(&j, "items");
    put_subjects(&j, w, v->now, v->n_now);
    put_subjects(&j, w, v->former, v->n_former);
    json_end(&j);
    json_end(&j);
    page_reply(w, STR("application/json"), &out);
    buf_free(&out);
}

void subjects_get(struct web *w)
{
    size_t n = w->site->n_categories;
    struct subjects_view v = {.now = ARENA_ARRAY(w->a, struct subject_item, n),
                              .former = ARENA_ARRAY(w->a, struct subject_item, n)};
    for (size_t i = 0; i < n; i++) {
        const struct category *c = &w->site->categories[i];
        if (site_office(w->site, c->office_id) == NULL) {
            continue;
        }
        struct subject_item item = item_of(w, c);
        *(item.holds ? &v.now[v.n_now++] : &v.former[v.n_former++]) = item;
    }
    if (w->json) {
        reply_json(w, &v);
        return;
    }
    v.page = page_view(w, T(w->lang, "Subjects"));
    v.page.nav = NAV_MATTERS;
    page_crumb(&v.page, T(w->lang, "Matters"), web_path(w, "matters"));
    struct buf out = web_buf();
    tmpl_subjects(&out, w->lang, &v);
    page_reply(w, STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}
