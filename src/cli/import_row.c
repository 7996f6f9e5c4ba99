// import_row.c: see import_row.h.
#include "cli/import_row.h"

#include "base/utf8.h"
#include "cli/say.h"
#include "core/office/founding.h"
#include "core/office/made.h"
#include "text/fold.h"

enum { SHOWN_MAX = 60, FUTURE_SLACK = 86400, SLUG_MAX = 30, UNKNOWN = -1, AMBIGUOUS = -2 };

const struct import_field import_message_fields[MESSAGE_FIELDS] = {
    [FIELD_EXTERNAL_ID] = {"external_id", false},
    [FIELD_TEXT] = {"text", true},
    [FIELD_RECEIVED] = {"received", true},
    [FIELD_CLOSED] = {"closed", false},
    [FIELD_STATUS] = {"status", false},
    [FIELD_CATEGORY] = {"category", false},
    [FIELD_OFFICE] = {"office", false},
    [FIELD_CHANNEL] = {"channel", false},
    [FIELD_PLACE] = {"place", false},
    [FIELD_LAT] = {"lat", false},
    [FIELD_LON] = {"lon", false},
    [FIELD_LANG] = {"lang", false},
    [FIELD_PUBLIC] = {"public", false},
};

// ------------------------------------------------------------------------------------------------- telling

static void tell(struct import_reading *r, int64_t line, int field, size_t column, const char *severity, const char *why,
                 struct str value)
{
    if (r->quiet) {
        return;
    }
    struct buf out = buf_new(64 * 1024);
    import_file_told(r->file, line, field, column, &out);
    buf_addf(&out, "%s%s", severity, say(why));
    if (value.n > 0) {
        struct str shown = utf8_clip(value, SHOWN_MAX);
        buf_addf(&out, ": \"%.*s%s\"", STR_ARG(shown), shown.n < value.n ? "…" : "");
    }
    buf_addz(&out, "\n");
    cli_print(stderr, &out);
    buf_free(&out);
}

void import_row_bad(struct import_reading *r, const struct csv_bad *bad)
{
    r->bad++;
    tell(r, bad->line, -1, bad->column, "", bad->reason, STR_NONE);
}

static bool bad(struct import_reading *r, int64_t line, enum import_message_field field, const char *why, struct str value)
{
    r->bad++;
    tell(r, line, (int)field, 0, "", why, value);
    return false;
}

static void warn(struct import_reading *r, int64_t line, enum import_message_field field, const char *why, struct str value)
{
    r->warned++;
    tell(r, line, (int)field, 0, say("kept, but: "), why, value);
}

// Warn of a value at the first row that has it.
static void warn_once(struct import_reading *r, int64_t line, enum import_message_field field, const char *why,
                      struct str value)
{
    char key[SHOWN_MAX * 4 + 8];
    struct str clipped = utf8_clip(value, SHOWN_MAX);
    int n = snprintf(key, sizeof key, "%d\n%.*s", (int)field, STR_ARG(clipped));
    bool fresh;
    (void)seen_at(r->odd, (struct str){key, (size_t)n}, &fresh);
    if (fresh) {
        warn(r, line, field, why, value);
    }
}

// ------------------------------------------------------------------------------------- offices and subjects

static bool same_name(const struct str name[LANG_COUNT], struct str value)
{
    for (int l = 0; l < LANG_COUNT; l++) {
        if (str_eq_nocase(name[l], value)) {
            return true;
        }
    }
    return false;
}

// An office of the site by its code, a former code, or a name that only one has.
static int64_t find_office(const struct site *s, struct str value)
{
    const struct office *o = site_office_by_code(s, value);
    if (o == NULL) {
        o = site_office_formerly(s, value);
    }
    if (o != NULL) {
        return site_within(s, o->id, s->root) ? o->id : UNKNOWN;
    }
    int64_t found = UNKNOWN;
    for (size_t i = 0; i < s->n_offices; i++) {
        if (same_name(s->offices[i].name, value) && site_within(s, s->offices[i].id, s->root)) {
            found = found == UNKNOWN ? s->offices[i].id : AMBIGUOUS;
        }
    }
    return found;
}

static int64_t find_category(const struct site *s, int64_t office_id, struct str value)
{
    const struct category *c = site_category_by_code(s, office_id, value);
    for (size_t i = 0; c == NULL && i < s->n_categories; i++) {
        const struct category *other = &s->categories[i];
        if (site_category_holds(s, other, office_id) && same_name(other->name, value)) {
            c = other;
        }
    }
    return c == NULL ? UNKNOWN : c->id;
}

// A code made of a name: its letters and digits without marks, a hyphen for the rest.
static struct str code_from(struct arena *a, struct str name)
{
    char out[SLUG_MAX];
    char *folded = arena_alloc(a, name.n + 1);
    size_t length = fold_text(name, folded);
    size_t n = 0;
    for (size_t i = 0; i < length && n < SLUG_MAX; i++) {
        char c = folded[i];
        bool solid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (solid || (n > 0 && out[n - 1] != '-')) {
            out[n++] = solid ? c : '-';
        }
    }
    while (n > 0 && out[n - 1] == '-') {
        n--;
    }
    return n == 0 ? STR("x") : str_copy(a, (struct str){out, n});
}

struct making {
    const struct site *site;
    int64_t now;
    int64_t batch;
    struct str source;
    struct str code;
    struct str name;
    bool category;
};

static enum tx_end make(struct tx *tx, void *arg, struct err *e)
{
    struct making *m = arg;
    struct founder f = {.tx = tx, .home = m->site->home, .now = m->now, .today = m->site->today};
    struct made made = {tx, m->site->home, m->batch};
    int64_t id;
    if (!import_count(tx, m->site, m->batch, m->source, m->now, 0, e)) {
        return TX_FAILED;
    }
    if (m->category) {
        struct str name[LANG_COUNT] = {STR_NONE};
        name[m->site->lang] = m->name;
        return category_add(&f, m->site->root, m->code, name, 0, (int64_t)m->site->n_categories, &id, e) &&
                       made_subject(&made, id, e)
                   ? TX_COMMIT
                   : TX_FAILED;
    }
    struct office_draft d = {.code = m->code, .kind = STR("department"), .parent_id = m->site->root};
    d.name[m->site->lang] = m->name;
    return office_add(&f, &d, &id, e) && made_after(&made, id, true, e) ? TX_COMMIT : TX_FAILED;
}

static bool code_taken(const struct site *s, struct str code, bool category)
{
    return category ? site_category_by_code(s, s->root, code) != NULL
                    : site_office_by_code(s, code) != NULL || site_office_formerly(s, code) != NULL;
}

// Would it be found by now, by its name in either case or its code, had what was missing before it been made?
static bool met_before(struct import_reading *r, struct str name, bool category)
{
    char key[NAME_MAX * 4 + 16];
    bool fresh;
    int n = snprintf(key, sizeof key, "%c%.*s", category ? 'c' : 'o', STR_ARG(name));
    for (int i = 1; i < n; i++) {
        key[i] = (char)(key[i] >= 'A' && key[i] <= 'Z' ? key[i] + 'a' - 'A' : key[i]);
    }
    (void)seen_at(r->missing, (struct str){key, (size_t)n}, &fresh);
    return !fresh;
}

// Make what is missing, and read the site anew. Looking only: note that it would be made.
static bool make_missing(struct import_reading *r, struct str value, bool category, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct str name = utf8_clip(value, NAME_MAX);
    if (!r->write) {
        bool met = met_before(r, name, category);
        r->made += met ? 0 : 1;
        if (!met && (category || !code_usable(value))) {
            (void)met_before(r, code_from(&a, value), category);
        }
        arena_free(&a);
        return true;
    }
    r->made++;
    struct making m = {.site = r->site, .now = r->now, .batch = r->batch,
                       .source = str_c(import_file_name(r->file)), .name = name, .category = category,
                       .code = !category && code_usable(value) ? value : code_from(&a, value)};
    struct str stem = m.code;
    for (int i = 2; code_taken(r->site, m.code, category); i++) {
        m.code = str_fmt(&a, "%.*s-%d", STR_ARG(stem), i);
    }
    struct site *fresh_site;
    bool good = db_write(r->db, &a, make, &m, e) && site_load(r->db, r->now, &fresh_site, e);
    if (good) {
        site_unref(r->site);
        r->site = fresh_site;
        seen_clear(r->offices);
        seen_clear(r->categories);
        seen_clear(r->places);
    }
    arena_free(&a);
    return good;
}

static bool read_office(struct import_reading *r, struct str value, int64_t line, int64_t *office_id, struct err *e)
{
    *office_id = r->site->root;
    if (value.n == 0) {
        return true;
    }
    bool fresh;
    int64_t *known = seen_at(r->offices, value, &fresh);
    if (fresh) {
        *known = find_office(r->site, value);
    }
    if (*known == UNKNOWN && r->create) {
        if (!make_missing(r, value, false, e)) {
            return false;
        }
        known = seen_at(r->offices, value, &fresh);
        *known = r->write ? find_office(r->site, value) : r->site->root;
    }
    if (*known == AMBIGUOUS) {
        return bad(r, line, FIELD_OFFICE, N_("several offices are called so; use their code"), value);
    }
    if (*known <= 0) {
        return bad(r, line, FIELD_OFFICE, N_("no office has this code; --create-missing makes it"), value);
    }
    *office_id = *known;
    return true;
}

static bool read_category(struct import_reading *r, struct str value, int64_t line, int64_t office_id, int64_t *category_id,
                          struct err *e)
{
    *category_id = 0;
    if (value.n == 0) {
        return true;
    }
    char key[NAME_MAX * 4 + 32];
    struct str name = utf8_clip(value, NAME_MAX);
    struct str k = {key, (size_t)snprintf(key, sizeof key, "%lld\n%.*s", (long long)office_id, STR_ARG(name))};
    bool fresh;
    int64_t *known = seen_at(r->categories, k, &fresh);
    if (fresh) {
        *known = find_category(r->site, office_id, name);
    }
    if (*known == UNKNOWN && r->create) {
        if (!make_missing(r, value, true, e)) {
            return false;
        }
        known = seen_at(r->categories, k, &fresh);
        *known = r->write ? find_category(r->site, office_id, name) : 0;
    }
    if (*known < 0) {
        return bad(r, line, FIELD_CATEGORY, N_("no subject is called so; --create-missing makes it"), value);
    }
    *category_id = *known;
    return true;
}

// A commune of the tree by its code or name, words otherwise.
static void read_place(struct import_reading *r, struct arena *a, struct str value, int64_t line, struct message_draft *d)
{
    if (value.n == 0) {
        return;
    }
    bool fresh;
    int64_t *known = seen_at(r->places, value, &fresh);
    if (fresh) {
        *known = find_office(r->site, value);
    }
    if (*known > 0) {
        d->place_office_id = *known;
        return;
    }
    struct str words = utf8_clip(value, PLACE_MAX);
    if (words.n < value.n) {
        warn(r, line, FIELD_PLACE, N_("the place was cut to 200 characters"), value);
    }
    d->place = str_copy(a, words);
}

// --------------------------------------------------------------------------------------------------- the row

static bool read_words(struct import_reading *r, struct arena *a, const struct str *v, int64_t line, struct message_draft *d)
{
    struct str text = v[FIELD_TEXT];
    if (text.n == 0) {
        return bad(r, line, FIELD_TEXT, N_("the text is missing"), STR_NONE);
    }
    size_t points = utf8_count(text);
    if (points > WORDS_MAX) {
        return bad(r, line, FIELD_TEXT, N_("the text is longer than 5,000 characters"), text);
    }
    if (points < WORDS_MIN) {
        warn(r, line, FIELD_TEXT, N_("the text is shorter than 5 characters"), text);
    }
    d->words = str_copy(a, text);
    if (utf8_count(v[FIELD_EXTERNAL_ID]) > EXTERNAL_MAX) {
        return bad(r, line, FIELD_EXTERNAL_ID, N_("the id is longer than 200 characters"), v[FIELD_EXTERNAL_ID]);
    }
    d->external_id = v[FIELD_EXTERNAL_ID].n == 0 ? STR_NONE : str_copy(a, v[FIELD_EXTERNAL_ID]);
    return true;
}

static bool no_time(struct import_reading *r, const struct str *v, int64_t line, enum import_message_field field)
{
    return bad(r, line, field,
               import_date_no_such_day(&r->dates, v[field])
                   ? N_("there is no such day")
                   : N_("this is no time as the column is read; --date-format tells another form"),
               v[field]);
}

static bool is_closed(struct import_reading *r, const struct str *v)
{
    if (!import_file_has(r->file, FIELD_STATUS)) {
        return v[FIELD_CLOSED].n > 0;
    }
    bool fresh;
    ++*seen_at(r->statuses, v[FIELD_STATUS], &fresh);
    return status_is_closed(v[FIELD_STATUS]);
}

static bool read_times(struct import_reading *r, const struct str *v, int64_t line, struct import_row *out)
{
    struct import_date received, closed;
    if (v[FIELD_RECEIVED].n == 0) {
        return bad(r, line, FIELD_RECEIVED, N_("the time at which it was received is missing"), STR_NONE);
    }
    if (!import_date(&r->dates, v[FIELD_RECEIVED], &received)) {
        return no_time(r, v, line, FIELD_RECEIVED);
    }
    out->draft.received_at = received.at;
    if (received.at > r->now + FUTURE_SLACK) {
        warn(r, line, FIELD_RECEIVED, N_("it was received later than today"), v[FIELD_RECEIVED]);
    }
    if (!is_closed(r, v)) {
        if (v[FIELD_CLOSED].n > 0) {
            warn(r, line, FIELD_CLOSED,
                 N_("it has a closing time, but its status does not mean closed: it is taken as open"),
                 v[FIELD_STATUS]);
        }
        return true;
    }
    if (v[FIELD_CLOSED].n == 0) {
        warn(r, line, FIELD_CLOSED, N_("it is closed without a closing time: the time it was received stands for it"),
             STR_NONE);
        out->closed_at = received.at;
        return true;
    }
    if (!import_date(&r->dates, v[FIELD_CLOSED], &closed)) {
        return no_time(r, v, line, FIELD_CLOSED);
    }
    out->closed_at = closed.at;
    if (closed.at < received.at && closed.day_only && tz_day(r->dates.tz, closed.at) == tz_day(r->dates.tz, received.at)) {
        out->closed_at = received.at;
    } else if (closed.at < received.at) {
        warn(r, line, FIELD_CLOSED, N_("it was closed before it was received"), v[FIELD_CLOSED]);
    }
    return true;
}

static void read_point(struct import_reading *r, const struct str *v, int64_t line, struct message_draft *d)
{
    if (v[FIELD_LAT].n == 0 && v[FIELD_LON].n == 0) {
        return;
    }
    int64_t lat, lon;
    if (!degrees_e6(v[FIELD_LAT], 90, &lat)) {
        warn(r, line, FIELD_LAT, N_("this is no latitude in degrees: the point is left out"), v[FIELD_LAT]);
    } else if (!degrees_e6(v[FIELD_LON], 180, &lon)) {
        warn(r, line, FIELD_LON, N_("this is no longitude in degrees: the point is left out"), v[FIELD_LON]);
    } else {
        d->lat_e6 = lat;
        d->lon_e6 = lon;
    }
}

static void read_small(struct import_reading *r, const struct str *v, int64_t line, struct message_draft *d)
{
    d->channel = channel_of(v[FIELD_CHANNEL]);
    if (d->channel.p == NULL) {
        d->channel = STR("other");
        if (v[FIELD_CHANNEL].n > 0) {
            warn_once(r, line, FIELD_CHANNEL, N_("this channel is not known: rows that have it are counted as other"),
                      v[FIELD_CHANNEL]);
        }
    }
    d->lang = r->site->lang;
    if (v[FIELD_LANG].n > 0 && !lang_from_code(v[FIELD_LANG], &d->lang)) {
        warn_once(r, line, FIELD_LANG, N_("this language is not known: rows that have it get the site's own"),
                  v[FIELD_LANG]);
    }
    d->may_show = means_yes(v[FIELD_PUBLIC]);
}

bool import_row_read(struct import_reading *r, struct arena *a, const struct str *v, int64_t line, struct import_row *out,
                     struct err *e)
{
    *out = (struct import_row){.draft = {.kind = STR("report")}, .line = line};
    struct message_draft *d = &out->draft;
    if (!read_words(r, a, v, line, d) || !read_times(r, v, line, out) ||
        !read_office(r, v[FIELD_OFFICE], line, &d->office_id, e) ||
        !read_category(r, v[FIELD_CATEGORY], line, d->office_id, &d->category_id, e)) {
        return false;
    }
    read_place(r, a, v[FIELD_PLACE], line, d);
    read_point(r, v, line, d);
    read_small(r, v, line, d);
    if (d->external_id.n == 0) {
        unsigned char key[IMPORT_KEY];
        import_content_key(d, out->closed_at, key);
        d->content_key = str_copy(a, (struct str){(const char *)key, sizeof key});
    }
    return true;
}
