// filters.c: see filters.h.
#include "web/public/filters.h"

#include "core/count/period.h"
#include "i18n/i18n.h"
#include "web/page_view.h"
#include "web/public/public_view.h"

static const char *const state_codes[] = {"new", "open", "waiting", "answered", "closed"};

static const char *const list_params[] = {"office", "category", "state", "period"};

static bool knows_subject(struct web *w, const struct office *office, struct str code)
{
    for (size_t i = 0; i < w->site->n_categories; i++) {
        const struct category *c = &w->site->categories[i];
        if (str_eq(c->code, code) && listing_has_subject(w->site, office, c)) {
            return true;
        }
    }
    return false;
}

static bool knows_state(struct str code)
{
    size_t i = 0;
    while (i < ARRAY_LEN(state_codes) && !str_eqz(code, state_codes[i])) {
        i++;
    }
    return i < ARRAY_LEN(state_codes);
}

static int year_of(struct web *w, int64_t at)
{
    return civil_from_day(tz_day(w->site->tz, at)).year;
}

// Only as the list itself writes it: one time has one address.
static bool read_period(struct web *w, int64_t first_at, struct report_period *p)
{
    struct str text = web_param(w, "period");
    char again[PERIOD_TEXT];
    return period_parse(text, p) == NULL && p->calendar &&
           (p->kind == PERIOD_YEAR || p->kind == PERIOD_QUARTER || p->kind == PERIOD_MONTH) &&
           str_eq(period_text(p, again), text) && p->first <= tz_day(w->site->tz, w->now) &&
           civil_from_day(p->first).year >= year_of(w, first_at == 0 ? w->now : first_at);
}

bool filters_read(struct web *w, int64_t first_at, struct listing *l)
{
    struct str office = web_param(w, "office");
    *l = (struct listing){.office = site_office_named(w->site, office), .subject = web_param(w, "category"),
                          .state = web_param(w, "state")};
    struct report_period p;
    if (web_param(w, "period").n > 0) {
        if (!read_period(w, first_at, &p)) {
            return false;
        }
        l->from = tz_day_start(w->site->tz, p.first);
        l->to = tz_day_start(w->site->tz, p.last + 1);
    }
    return (office.n == 0 || l->office != NULL) && (l->subject.n == 0 || knows_subject(w, l->office, l->subject)) &&
           (l->state.n == 0 || knows_state(l->state));
}

struct str filters_address(struct web *w, const char *page, struct str after)
{
    struct buf b = buf_new(4096);
    const char *mark = "?";
    buf_add(&b, web_path(w, "%s", page));
    for (size_t i = 0; i <= ARRAY_LEN(list_params); i++) {
        const char *name = i < ARRAY_LEN(list_params) ? list_params[i] : "after";
        struct str value = i < ARRAY_LEN(list_params) ? web_param(w, name) : after;
        if (value.n > 0) {
            buf_addf(&b, "%s%s=", mark, name);
            html_url_part(&b, value);
            mark = "&";
        }
    }
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

static struct filter_view filter(struct web *w, const char *name, struct str label, size_t max)
{
    struct filter_view f = {.name = str_c(name), .label = label};
    f.list = ARENA_ARRAY(w->a, struct filter_option, max + 1);
    f.list[f.n++].name = T(w->lang, "All");
    return f;
}

static void filter_add(struct web *w, struct filter_view *f, struct str code, struct str name)
{
    f->list[f->n++] = (struct filter_option){code, name, str_eq(form_get(&w->query, str_z(w->a, f->name)), code)};
}

// Is this office one to choose where there are too many for a list: those right below the site's own office, the way to the
// chosen one, and those beside it and right below it?
static bool is_near(const struct site *s, const struct office *root, const struct office *o, const struct office *chosen)
{
    return o->depth <= root->depth + 1 ||
           (chosen != NULL && (site_within(s, chosen->id, o->id) || o->parent == chosen->parent ||
                               o->parent == (int32_t)(chosen - s->offices)));
}

struct filter_view filter_offices(struct web *w)
{
    const struct office *root = site_office(w->site, w->site->root);
    const struct office *chosen = site_office_named(w->site, web_param(w, "office"));
    struct filter_view f = filter(w, "office", T(w->lang, "Office"), (size_t)root->below + 1);
    for (int32_t i = 0; i <= root->below; i++) {
        if (root->below < OFFICES_LISTED || is_near(w->site, root, &root[i], chosen)) {
            filter_add(w, &f, root[i].code, root[i].name[w->lang]);
        }
    }
    return f;
}

// The subjects of a code are listed as one, by the name that holds; of former ones by the last.
static bool is_named_by(const struct site *s, const struct office *office, const struct category *c)
{
    for (size_t i = 0; i < s->n_categories; i++) {
        const struct category *other = &s->categories[i];
        bool later = other->until_at == 0 || (c->until_at != 0 && other->until_at > c->until_at);
        if (other != c && later && str_eq(other->code, c->code) && listing_has_subject(s, office, other)) {
            return false;
        }
    }
    return true;
}

struct filter_view filter_categories(struct web *w)
{
    const struct office *office = site_office_named(w->site, web_param(w, "office"));
    struct filter_view f = filter(w, "category", T(w->lang, "Subject"), w->site->n_categories);
    for (size_t i = 0; i < w->site->n_categories; i++) {
        const struct category *c = &w->site->categories[i];
        if (listing_has_subject(w->site, office, c) && is_named_by(w->site, office, c)) {
            struct str name = c->name[w->lang];
            filter_add(w, &f, c->code, c->until_at == 0 ? name : str_fmt(w->a, "%.*s (%.*s)", STR_ARG(name),
                                                                         STR_ARG(T(w->lang, "no longer used"))));
        }
    }
    return f;
}

struct filter_view filter_states(struct web *w)
{
    struct filter_view f = filter(w, "state", T(w->lang, "State"), ARRAY_LEN(state_codes));
    for (size_t i = 0; i < ARRAY_LEN(state_codes); i++) { // reopened ones are in hand
        filter_add(w, &f, str_c(state_codes[i]), matter_state_words(w->lang, str_c(state_codes[i])));
    }
    return f;
}

static void add_time(struct web *w, struct filter_view *f, enum period kind, int64_t day)
{
    struct civil_span span = civil_period(kind, day);
    struct report_period p = period_of_days(span.first, span.end - 1);
    char text[PERIOD_TEXT];
    struct buf name = buf_new(256);
    period_name(&name, w->lang, &p);
    filter_add(w, f, str_copy(w->a, period_text(&p, text)), str_copy(w->a, buf_str(&name)));
    buf_free(&name);
}

struct filter_view filter_times(struct web *w, int64_t first_at)
{
    struct report_period chosen;
    int64_t today = tz_day(w->site->tz, w->now);
    int last = year_of(w, w->now);
    int first = first_at == 0 ? last : year_of(w, first_at);
    int open = read_period(w, first_at, &chosen) ? civil_from_day(chosen.first).year : last;
    struct filter_view f = filter(w, "period", T(w->lang, "Made public"), (size_t)(last - first + 1) + 4 + 12);
    for (int y = last; y >= first; y--) {
        add_time(w, &f, PERIOD_YEAR, civil_day(y, 1, 1));
        for (int m = 12; m >= 1 && y == open; m--) {
            int64_t day = civil_day(y, m, 1);
            if (m % 3 == 0 && civil_day(y, m - 2, 1) <= today) {
                add_time(w, &f, PERIOD_QUARTER, day);
            }
            if (day <= today) {
                add_time(w, &f, PERIOD_MONTH, day);
            }
        }
    }
    return f;
}
