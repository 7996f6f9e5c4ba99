// report_file.c: see report_file.h.
#include "core/steer/report_file.h"

#include "core/office/founding.h"
#include "core/steer/report_store.h"
#include "db/q_report.h"
#include "auth/token.h"
#include "base/random.h"
#include "docs/json.h"
#include "http/json.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

static const char heading[] = "hoiam-report-1\n";
static const char algorithm[] = "ed25519 ";

enum { VALUE_MOST = 1000000000, SPREAD_MAX = 4000, GAPS_MAX = 4000 };

// ---- writing

static void put_day(struct json *j, const char *name, int64_t day)
{
    struct buf b = buf_new(32);
    format_iso_day(&b, LANG_EN, day);
    json_str(j, name, buf_str(&b));
    buf_free(&b);
}

void report_put_spread(struct json *j, const struct report_value *v)
{
    json_array(j, "spread");
    for (size_t i = 0; i < v->n_spread; i++) {
        json_array(j, NULL);
        json_int(j, NULL, v->spread[i].at);
        json_int(j, NULL, v->spread[i].n);
        json_end(j);
    }
    json_end(j);
}

static void put_figure(struct json *j, const struct template_entry *f, const struct report_value *v, int64_t edition)
{
    json_object(j, NULL);
    json_str(j, "key", f->key);
    json_str(j, "kind", str_c(value_kind_code(f->kind)));
    json_int(j, "definition", edition);
    json_bool(j, "entered", f->entered);
    json_int(j, "n", v->n);
    json_int(j, "out_of", v->out_of);
    report_put_spread(j, v);
    json_end(j);
}

static void put_head(struct json *j, const struct site *site, const struct report *r)
{
    const struct office *o = site_office(site, r->row->office_id);
    const struct office *of = site_office(site, r->t.office_id);
    json_str(j, "office", o == NULL ? STR("") : o->code);
    json_str(j, "office_name", o == NULL ? STR("") : o->name[site->lang]);
    json_str(j, "template_office", of == NULL ? STR("") : of->code);
    json_str(j, "template", r->t.code);
    json_int(j, "template_edition", r->t.edition);
    put_day(j, "from", r->span.first);
    put_day(j, "to", r->span.last);
    json_str(j, "scope", str_c(report_scope_code(r->scope)));
    json_int(j, "edition", r->row->edition);
    put_day(j, "due", r->row->due_day);
    json_int(j, "frozen_at", r->row->frozen_at);
    json_int(j, "handed_in_at", r->row->handed_in_at);
}

static void put_words(struct json *j, const struct report *r)
{
    json_array(j, "sections");
    for (size_t i = 0; i < r->t.n_sections; i++) {
        json_object(j, NULL);
        json_str(j, "part", str_c(report_part_code(r->t.sections[i].part)));
        json_str(j, "title", r->t.sections[i].title);
        json_str(j, "words", r->narrative[i]);
        json_end(j);
    }
    json_end(j);
    json_array(j, "requests");
    for (size_t i = 0; i < r->n_requests; i++) {
        json_str(j, NULL, r->requests[i].words);
    }
    json_end(j);
    json_array(j, "missing");
    for (size_t i = 0; i < r->sum.n_gaps; i++) {
        const struct report_gap *g = &r->sum.gaps[i];
        json_object(j, NULL);
        json_str(j, "code", g->code);
        json_str(j, "name", g->name);
        json_str(j, "why", g->why);
        put_day(j, "from", g->span.first);
        put_day(j, "to", g->span.last);
        json_end(j);
    }
    json_end(j);
}

bool report_file_write(struct buf *out, struct arena *a, const struct site *site, const struct report *r,
                       const struct sign_key *key, struct err *e)
{
    if (r->row->handed_in_at == 0) {
        return err_set(e, ERR_INPUT, N_("the report is a draft: only one that was handed in leaves the house"));
    }
    size_t from = out->n;
    buf_addz(out, heading);
    struct json j = json_begin(out);
    json_object(&j, NULL);
    put_head(&j, site, r);
    json_array(&j, "figures");
    for (size_t i = 0; i < r->t.n_figures; i++) {
        if (r->values[i].given) {
            put_figure(&j, &r->t.figures[i], &r->values[i], r->editions[i]);
        }
    }
    json_end(&j);
    put_words(&j, r);
    json_end(&j); // with the line's end
    if (buf_over(out) || out->n - from > JSON_READ_BYTES) {
        return err_set(e, ERR_LIMIT, N_("the report is longer than a file may be"));
    }
    uint8_t sig[SIGN_BYTES];
    struct sign_public pub = sign_public_of(key);
    sign_bytes(key, str_slice(buf_str(out), from, out->n), sig);
    buf_addz(out, algorithm);
    buf_add(out, sign_public_text(a, &pub));
    buf_addc(out, ' ');
    buf_add(out, sign_text(a, sig));
    buf_addc(out, '\n');
    return !buf_over(out) || err_set(e, ERR_LIMIT, N_("the report is longer than a file may be"));
}

// ---- reading

static const char not_a_report[] = N_("This is no report of another installation, or not all of it.");

// What was read so far is good; each taker below turns it off for good.
struct reading {
    struct arena *a;
    bool good;
};

static struct str take_text(struct reading *r, const struct json_value *in, const char *name, size_t max)
{
    const struct json_value *v = json_member(in, name);
    bool good = v != NULL && v->kind == JSON_IS_TEXT && v->text.n <= max;
    r->good = r->good && good;
    return good ? v->text : STR("");
}

static struct str take_code(struct reading *r, const struct json_value *in, const char *name)
{
    struct str code = take_text(r, in, name, CODE_MAX);
    r->good = r->good && code_usable(code);
    return code;
}

static int64_t take_int(struct reading *r, const struct json_value *in, const char *name, int64_t min, int64_t max)
{
    const struct json_value *v = json_member(in, name);
    bool good = v != NULL && v->kind == JSON_IS_INT && v->number >= min && v->number <= max;
    r->good = r->good && good;
    return good ? v->number : 0;
}

static int64_t take_day(struct reading *r, const struct json_value *in, const char *name)
{
    struct str text = take_text(r, in, name, 10);
    int64_t day = 0;
    bool good = text.n == 10 && text.p[4] == '-' && civil_parse(text, &day);
    r->good = r->good && good;
    return good ? day : 0;
}

static const struct json_value *take_list(struct reading *r, const struct json_value *in, const char *name, size_t max)
{
    static const struct json_value none = {.kind = JSON_IS_ARRAY};
    const struct json_value *v = json_member(in, name);
    bool good = v != NULL && v->kind == JSON_IS_ARRAY && v->n <= max;
    r->good = r->good && good;
    return good ? v : &none;
}

// Pairs of value and times, rising.
static void take_spread(struct reading *r, const struct json_value *in, struct report_value *v)
{
    const struct json_value *list = take_list(r, in, "spread", SPREAD_MAX);
    v->spread = ARENA_ARRAY(r->a, struct report_at, list->n + 1);
    for (size_t i = 0; i < list->n && r->good; i++) {
        const struct json_value *x = &list->items[i];
        r->good = x->kind == JSON_IS_ARRAY && x->n == 2 && x->items[0].kind == JSON_IS_INT && x->items[1].kind == JSON_IS_INT;
        if (!r->good) {
            return;
        }
        struct report_at at = {x->items[0].number, x->items[1].number};
        r->good = at.at >= (i == 0 ? 0 : v->spread[i - 1].at + 1) && at.at <= VALUE_MOST && at.n > 0 && at.n <= VALUE_MOST;
        v->spread[v->n_spread++] = at;
    }
}

static void take_figures(struct reading *r, const struct json_value *in, struct report_file *out)
{
    const struct json_value *list = take_list(r, in, "figures", TEMPLATE_FIGURES_MAX);
    out->figures = ARENA_ARRAY(r->a, struct report_file_figure, list->n + 1);
    for (size_t i = 0; i < list->n && r->good; i++) {
        const struct json_value *x = &list->items[i];
        struct report_file_figure *f = &out->figures[out->n_figures++];
        const struct json_value *entered = json_member(x, "entered");
        f->key = take_code(r, x, "key");
        f->kind = value_kind_of(take_text(r, x, "kind", CODE_MAX));
        f->edition = take_int(r, x, "definition", 1, VALUE_MOST);
        f->v.given = true;
        f->v.n = take_int(r, x, "n", 0, INT64_C(1000000) * VALUE_MOST);
        f->v.out_of = take_int(r, x, "out_of", 0, INT64_C(1000000) * VALUE_MOST);
        r->good = r->good && f->kind != VALUE_KINDS && entered != NULL && entered->kind == JSON_IS_BOOL;
        f->entered = entered != NULL && entered->truth;
        take_spread(r, x, &f->v);
    }
}

static void take_words(struct reading *r, const struct json_value *in, struct report_file *out)
{
    const struct json_value *list = take_list(r, in, "sections", TEMPLATE_SECTIONS_MAX);
    out->sections = ARENA_ARRAY(r->a, struct report_section_text, list->n + 1);
    for (size_t i = 0; i < list->n && r->good; i++) {
        struct report_section_text *s = &out->sections[out->n_sections++];
        s->part = report_part_of(take_text(r, &list->items[i], "part", CODE_MAX));
        s->title = take_text(r, &list->items[i], "title", TEMPLATE_NAME_MAX);
        s->words = take_text(r, &list->items[i], "words", NARRATIVE_MAX);
        r->good = r->good && s->part != REPORT_PARTS;
    }
    list = take_list(r, in, "requests", REQUESTS_MAX);
    out->requests = ARENA_ARRAY(r->a, struct str, list->n + 1);
    for (size_t i = 0; i < list->n && r->good; i++) {
        r->good = list->items[i].kind == JSON_IS_TEXT && list->items[i].text.n > 0 && list->items[i].text.n <= REQUEST_MAX;
        out->requests[out->n_requests++] = list->items[i].text;
    }
    list = take_list(r, in, "missing", GAPS_MAX);
    out->gaps = ARENA_ARRAY(r->a, struct report_gap, list->n + 1);
    for (size_t i = 0; i < list->n && r->good; i++) {
        const struct json_value *x = &list->items[i];
        struct report_gap *g = &out->gaps[out->n_gaps++];
        g->code = take_code(r, x, "code");
        g->name = take_text(r, x, "name", NAME_MAX);
        g->why = take_text(r, x, "why", CODE_MAX);
        g->span = (struct report_span){take_day(r, x, "from"), take_day(r, x, "to")};
        r->good = r->good && g->name.n > 0 && report_gap_words(g->why) != NULL && g->span.first <= g->span.last;
    }
}

const char *report_file_parse(struct arena *a, struct str json, struct report_file *out)
{
    struct json_value in;
    struct reading r = {a, true};
    struct report_file f = {.n_figures = 0};
    if (json_read(a, json, &in) != JSON_FAULT_NONE || in.kind != JSON_IS_OBJECT) {
        return not_a_report;
    }
    f.office = take_code(&r, &in, "office");
    f.office_name = take_text(&r, &in, "office_name", NAME_MAX);
    f.template_office = take_code(&r, &in, "template_office");
    f.template = take_code(&r, &in, "template");
    f.template_edition = take_int(&r, &in, "template_edition", 1, VALUE_MOST);
    f.span = (struct report_span){take_day(&r, &in, "from"), take_day(&r, &in, "to")};
    struct str scope = take_text(&r, &in, "scope", CODE_MAX);
    f.scope = report_scope_of(scope);
    f.edition = take_int(&r, &in, "edition", 1, VALUE_MOST);
    f.due_day = take_day(&r, &in, "due");
    f.frozen_at = take_int(&r, &in, "frozen_at", 1, INT64_C(1) << 40);
    f.handed_in_at = take_int(&r, &in, "handed_in_at", 1, INT64_C(1) << 40);
    r.good = r.good && f.span.first <= f.span.last && str_eqz(scope, report_scope_code(f.scope));
    take_figures(&r, &in, &f);
    take_words(&r, &in, &f);
    if (!r.good) {
        return not_a_report;
    }
    *out = f;
    return NULL;
}

// "hoiam-report-2": a form of file that is not known here yet.
static bool is_newer(struct str first)
{
    static const char name[] = "hoiam-report-";
    int64_t form;
    return str_starts(first, str_c(name)) && str_int(str_slice(first, sizeof name - 1, first.n), &form) && form > 1;
}

const char *report_file_read(struct arena *a, struct str bytes, struct report_file *out, struct sign_public *by)
{
    struct str rest = bytes;
    struct str first = str_cut(&rest, '\n');
    struct str json = rest.p == NULL ? STR("") : str_cut(&rest, '\n');
    struct str last = rest.p == NULL ? STR("") : str_cut(&rest, '\n');
    uint8_t sig[SIGN_BYTES];
    bool whole = bytes.n <= REPORT_FILE_MAX && first.n + 1 == sizeof heading - 1 && memcmp(first.p, heading, first.n) == 0 &&
                 str_starts(last, str_c(algorithm)) && rest.p != NULL && rest.n == 0;
    if (is_newer(first)) {
        return N_("The file was written by a later version of the program: this installation has to be updated first.");
    }
    if (!whole) {
        return not_a_report;
    }
    last = str_slice(last, sizeof algorithm - 1, last.n);
    struct str key = str_cut(&last, ' ');
    if (key.n != SIGN_PUBLIC_TEXT || !sign_public_read(key, by) || !sign_read(last, sig)) {
        return not_a_report;
    }
    if (!sign_ok(by, str_slice(bytes, 0, first.n + json.n + 2), sig)) {
        return N_("The signature is not good: the file was changed, or is not whole.");
    }
    return report_file_parse(a, json, out);
}

// ---- taking in

// Do the keys that hold at the office name this one?
static bool is_trusted(struct arena *a, const struct site *site, const struct office *o, const struct sign_public *by)
{
    struct str text = sign_public_text(a, by);
    for (struct str rest = site_setting(site, o->id, SETTING_REPORT_KEYS); rest.p != NULL;) {
        if (str_eq_nocase(str_cut(&rest, ' '), text)) {
            return true;
        }
    }
    return false;
}

static void map_figures(struct report *r, const struct report_file *f)
{
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *x = &r->t.figures[i];
        for (size_t k = 0; k < f->n_figures; k++) {
            const struct report_file_figure *y = &f->figures[k];
            if (str_eq(x->key, y->key) && x->kind == y->kind && x->entered == y->entered) {
                r->values[i] = y->v;
                r->editions[i] = y->edition;
            }
        }
    }
}

static bool store_words(const struct desk *d, const struct report *r, const struct report_file *f, struct err *e)
{
    int64_t home = d->site->home;
    size_t from = 0; // sections meet by part, in their order
    for (size_t i = 0; i < r->t.n_sections; i++) {
        size_t k = from;
        while (k < f->n_sections && f->sections[k].part != r->t.sections[i].part) {
            k++;
        }
        if (k == f->n_sections) {
            continue;
        }
        from = k + 1;
        struct q_report_narrative_put_in in = {.home = home, .report = r->row->id, .position = (int64_t)i + 1,
                                               .words = f->sections[k].words};
        if (in.words.n > 0 && !q_report_narrative_put(d->tx, &in, NULL, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < f->n_requests; i++) {
        struct q_report_request_insert_in in = {.home = home, .id = random_id(), .report = r->row->id,
                                                .position = (int64_t)i + 1, .words = f->requests[i], .answer = STR("")};
        if (!q_report_request_insert(d->tx, &in, NULL, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < f->n_gaps; i++) {
        const struct report_gap *g = &f->gaps[i];
        struct q_report_missing_put_in in = {.home = home, .report = r->row->id, .position = (int64_t)i + 1, .code = g->code,
                                             .name = g->name, .why = g->why, .first_day = g->span.first,
                                             .last_day = g->span.last};
        if (!q_report_missing_put(d->tx, &in, NULL, e)) {
            return false;
        }
    }
    return true;
}

static enum steer_end store(const struct desk *d, const struct report_file *f, struct report *r,
                            const struct report_row *draft, const struct report_row *editions, size_t n,
                            struct report_row *out, struct err *e)
{
    enum steer_end end = report_insert_row(d, draft, out, e);
    if (end != STEER_SAVED) {
        return end;
    }
    r->row = out;
    for (size_t i = 0; i < r->t.n_figures; i++) {
        if (!report_freeze_figure(d, r, i, e)) {
            return STEER_ERROR;
        }
    }
    if (!store_words(d, r, f, e) || !report_make_last(d, out, editions, n, e)) {
        return STEER_ERROR;
    }
    struct report_row row = *out;
    row.state = STR("handed_in");
    row.is_last = 1;
    row.frozen_at = f->frozen_at;
    row.handed_in_at = f->handed_in_at < d->now ? f->handed_in_at : d->now;
    end = report_save_row(d, out, &row, EVENT_REPORT_IMPORTED, STR(""), e);
    *out = row;
    out->version++;
    return end;
}

enum steer_end report_file_import(const struct desk *d, const struct report_file *f, const struct sign_public *by,
                                  const char **problem, struct report_row *out, struct err *e)
{
    struct arena *a = tx_arena(d->tx);
    const struct office *o = site_office_by_code(d->site, f->office);
    *out = (struct report_row){.id = 0};
    o = o != NULL ? o : site_office_gone(d->site, f->office);
    *problem = o == NULL ? N_("The office of this report is not in this installation's tree.")
               : !is_trusted(a, d->site, o, by)
                   ? N_("This key is not known as this office's: ask the office for its fingerprint, then the administrator "
                        "to add the key (setting report_keys).")
                   : NULL;
    if (*problem != NULL) {
        return STEER_NOT_NOW;
    }
    struct report r = {.span = f->span, .scope = f->scope};
    enum q_got got = report_template_find(d->tx, d->site, o->id, f->template, f->span.last, &r.t, e);
    if (got != Q_ROW) {
        *problem = got == Q_NONE ? N_("There is no such template here for that office and period.") : NULL;
        return got == Q_NONE ? STEER_NOT_NOW : STEER_ERROR;
    }
    struct report_row *editions;
    size_t n;
    if (!report_editions_of(d->tx, d->site->home, &r.t, o->id, f->span, f->scope, &editions, &n, e)) {
        return STEER_ERROR;
    }
    bool here = n > 0 && editions[0].origin.n == 0;
    *problem = here                                        ? N_("This office hands in its report in this installation.")
               : n > 0 && editions[0].edition >= f->edition ? N_("This edition, or a later one, is here already.")
                                                            : NULL;
    if (*problem != NULL) {
        *out = editions[0];
        return STEER_NOT_NOW;
    }
    r.values = ARENA_ARRAY(a, struct report_value, r.t.n_figures + 1);
    r.editions = ARENA_ARRAY(a, int64_t, r.t.n_figures + 1);
    map_figures(&r, f);
    struct report_row draft = {.home_id = d->site->home, .id = random_id(), .public_id = public_id_new(a),
                               .template_id = r.t.id, .office_id = o->id, .first_day = f->span.first,
                               .last_day = f->span.last, .edition = f->edition,
                               .scope = str_c(report_scope_code(f->scope)), .due_day = f->due_day,
                               .origin = sign_fingerprint(a, by)};
    return store(d, f, &r, &draft, editions, n, out, e);
}
