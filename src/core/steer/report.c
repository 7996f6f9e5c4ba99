// report.c: see report.h. Each step writes its line and its event in one transaction.
#include "core/steer/report.h"

#include "auth/token.h"
#include "base/random.h"
#include "core/press/publication.h"
#include "core/steer/report_store.h"
#include "db/q_publication.h"
#include "db/q_report.h"
#include "i18n/i18n.h"

static const char *const scopes[] = {[SCOPE_ALONE] = "own", [SCOPE_CONSOLIDATED] = "consolidated"};

const char *report_scope_code(enum report_scope scope)
{
    return scopes[scope];
}

enum report_scope report_scope_of(struct str code)
{
    return str_eqz(code, scopes[SCOPE_CONSOLIDATED]) ? SCOPE_CONSOLIDATED : SCOPE_ALONE;
}

const char *report_state_words(struct str state)
{
    static const char *const words[][2] = {
        {"draft", N_("draft")}, {"handed_in", N_("handed in")}, {"accepted", N_("accepted")}, {"returned", N_("returned")},
        {"issued", N_("made a document of the register")}, {"answered", N_("a request was answered")}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eqz(state, words[i][0])) {
            return words[i][1];
        }
    }
    return NULL;
}

static bool is_draft(const struct report_row *row)
{
    return str_eqz(row->state, "draft");
}

// ---- reading

static bool read_stored(struct report *r, struct tx *tx, struct err *e)
{
    struct report_figures_row *f;
    struct report_spreads_row *s;
    size_t n;
    size_t n_spread;
    if (!q_report_figures(tx, r->row->home_id, r->row->id, &f, &n, e) ||
        !q_report_spreads(tx, r->row->home_id, r->row->id, &s, &n_spread, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (f[i].position >= 1 && (size_t)f[i].position <= r->t.n_figures) {
            r->values[f[i].position - 1] = (struct report_value){.given = true, .n = f[i].n, .out_of = f[i].out_of};
            r->editions[f[i].position - 1] = f[i].edition;
        }
    }
    for (size_t i = 0; i < n_spread; i++) {
        if (s[i].position >= 1 && (size_t)s[i].position <= r->t.n_figures) {
            struct report_at at = {s[i].at, s[i].n};
            struct report_value one = {.given = true, .spread = &at, .n_spread = 1};
            report_value_add(tx_arena(tx), VALUE_MEDIAN, &r->values[s[i].position - 1], &one);
        }
    }
    return true;
}

// The figures of a draft as they are now; those entered by hand are stored already.
static bool fill_draft(struct report *r, struct tx *tx, const struct site *site, int64_t now, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct report_value *v = ARENA_ARRAY(a, struct report_value, CATALOGUES);
    struct report_tree tree;
    if (r->scope == SCOPE_CONSOLIDATED) {
        if (!report_sum(&r->sum, tx, site, &r->t, r->row->office_id, r->span, e)) {
            return false;
        }
    } else if (!report_tree_read(&tree, tx, &r->t, r->span, e) ||
               !report_count(v, tx, site, &tree, r->row->office_id, SCOPE_ALONE, r->span, now, e)) {
        return false;
    }
    for (size_t i = 0; i < r->t.n_figures; i++) {
        const struct template_entry *f = &r->t.figures[i];
        r->editions[i] = f->catalogue == CATALOGUES ? f->edition : catalogue_info(f->catalogue).edition;
        if (r->scope == SCOPE_CONSOLIDATED) {
            r->values[i] = r->sum.total[i];
        } else if (f->catalogue != CATALOGUES) {
            r->values[i] = v[f->catalogue];
        }
    }
    return true;
}

static bool read_sum(struct report *r, struct tx *tx, const struct site *site, struct err *e)
{
    struct report_sources_row *s;
    struct report_missings_row *m;
    size_t n;
    size_t gaps;
    struct arena *a = tx_arena(tx);
    if (!q_report_sources(tx, r->row->home_id, r->row->id, &s, &n, e) ||
        !q_report_missings(tx, r->row->home_id, r->row->id, &m, &gaps, e)) {
        return false;
    }
    int64_t *ids = ARENA_ARRAY(a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        ids[i] = s[i].id;
        r->outdated = r->outdated || s[i].is_last == 0 || str_eqz(s[i].state, "returned");
    }
    if (n > 0 && !report_sum_of(&r->sum, tx, site, &r->t, r->row->office_id, r->span, ids, n, e)) {
        return false;
    }
    r->sum.total = r->values;
    r->sum.sources = ids;
    r->sum.n_sources = n;
    r->sum.gaps = ARENA_ARRAY(a, struct report_gap, gaps + 1);
    r->sum.n_gaps = gaps;
    for (size_t i = 0; i < gaps; i++) {
        r->sum.gaps[i] = (struct report_gap){.code = m[i].office_code, .name = m[i].office_name, .why = m[i].why,
                                             .span = {m[i].first_day, m[i].last_day}};
    }
    return true;
}

static bool read_words(struct report *r, struct tx *tx, struct err *e)
{
    struct report_narratives_row *n;
    struct report_requests_row *q;
    size_t n_words;
    struct arena *a = tx_arena(tx);
    if (!q_report_narratives(tx, r->row->home_id, r->row->id, &n, &n_words, e) ||
        !q_report_requests(tx, r->row->home_id, r->row->id, &q, &r->n_requests, e)) {
        return false;
    }
    r->narrative = ARENA_ARRAY(a, struct str, r->t.n_sections + 1);
    for (size_t i = 0; i < r->t.n_sections; i++) {
        r->narrative[i] = STR("");
    }
    for (size_t i = 0; i < n_words; i++) {
        if (n[i].position >= 1 && (size_t)n[i].position <= r->t.n_sections) {
            r->narrative[n[i].position - 1] = n[i].words;
        }
    }
    r->requests = ARENA_ARRAY(a, struct report_request, r->n_requests + 1);
    for (size_t i = 0; i < r->n_requests; i++) {
        r->requests[i] = (struct report_request){q[i].id, q[i].words, q[i].answer, q[i].answered_at};
    }
    return true;
}

bool report_read(struct report *r, struct tx *tx, const struct site *site, const struct report_row *row, int64_t now,
                 struct err *e)
{
    *r = (struct report){.row = row, .span = {row->first_day, row->last_day}, .scope = report_scope_of(row->scope)};
    enum q_got got = report_template_read(tx, row->template_id, &r->t, e);
    if (got != Q_ROW) {
        return got == Q_NONE && err_set(e, ERR_CORRUPT, "a report's template is not there");
    }
    r->values = ARENA_ARRAY(tx_arena(tx), struct report_value, r->t.n_figures + 1);
    r->editions = ARENA_ARRAY(tx_arena(tx), int64_t, r->t.n_figures + 1);
    if (!read_stored(r, tx, e) || !read_words(r, tx, e)) {
        return false;
    }
    if (is_draft(row)) {
        return fill_draft(r, tx, site, now, e);
    }
    return r->scope != SCOPE_CONSOLIDATED || read_sum(r, tx, site, e);
}

// ---- writing

// What a line of its steps says: the state that it has now, or what was done to it in that state.
static struct str step_code(const struct report_row *r, enum event_kind kind)
{
    return kind == EVENT_REPORT_ISSUED ? STR("issued") : kind == EVENT_REPORT_ANSWERED ? STR("answered") : r->state;
}

// The row as stored after a save, and its line and event.
enum steer_end report_save_row(const struct desk *d, const struct report_row *was, const struct report_row *r,
                               enum event_kind kind, struct str words, struct err *e)
{
    int64_t changed;
    if (!q_report_save(d->tx,
                       &(struct q_report_save_in){.home = was->home_id, .id = was->id, .was_version = was->version,
                                                  .is_last = r->is_last, .state = r->state, .frozen_at = r->frozen_at,
                                                  .handed_in_at = r->handed_in_at, .decided_at = r->decided_at,
                                                  .document = r->document_id, .now = d->now},
                       &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_STALE;
    }
    bool good = kind == EVENT_KINDS ||
                (q_report_step_insert(d->tx,
                                      &(struct q_report_step_insert_in){
                                          .home = was->home_id, .id = random_id(), .report = was->id, .state = step_code(r, kind),
                                          .words = words, .office = d->actor.office_id,
                                          .role = d->actor.role.p == NULL ? STR("") : d->actor.role,
                                          .member = d->actor.member_id, .now = d->now},
                                      NULL, e) &&
                 event_add(d->tx,
                           &(struct event_new){.home = was->home_id, .kind = kind, .subject_id = was->id,
                                               .actor = d->actor, .now = d->now, .content = words},
                           NULL, e));
    return good ? STEER_SAVED : STEER_ERROR;
}

// A draft of which something was written: whoever saved meanwhile is not overwritten.
static enum steer_end touch(const struct desk *d, const struct report_row *was, struct err *e)
{
    return is_draft(was) ? report_save_row(d, was, was, EVENT_KINDS, STR(""), e) : STEER_NOT_NOW;
}

enum steer_end report_insert_row(const struct desk *d, const struct report_row *r, struct report_row *out, struct err *e)
{
    if (!q_report_insert(d->tx,
                         &(struct q_report_insert_in){.home = r->home_id, .id = r->id, .public_id = r->public_id,
                                                      .template = r->template_id, .office = r->office_id,
                                                      .first_day = r->first_day, .last_day = r->last_day,
                                                      .edition = r->edition, .scope = r->scope, .due_day = r->due_day,
                                                      .origin = r->origin, .now = d->now},
                         NULL, e) ||
        !event_add(d->tx,
                   &(struct event_new){.home = r->home_id, .kind = EVENT_REPORT_STARTED, .subject_id = r->id,
                                       .actor = d->actor, .now = d->now},
                   NULL, e)) {
        return STEER_ERROR;
    }
    return q_report_by_id(d->tx, r->home_id, r->id, out, e) == Q_ROW ? STEER_SAVED : STEER_ERROR;
}

bool report_editions_of(struct tx *tx, int64_t home, const struct report_template *t, int64_t office_id,
                        struct report_span span, enum report_scope scope, struct report_row **list, size_t *n, struct err *e)
{
    struct q_report_editions_in in = {.home = home, .office = office_id, .template_office = t->office_id, .code = t->code,
                                      .first_day = span.first, .last_day = span.last, .scope = str_c(scopes[scope])};
    return q_report_editions(tx, &in, list, n, e);
}

// One period of the template, or for a consolidated one several in a row.
static bool span_fits(const struct report_template *t, struct report_span p, enum report_scope scope)
{
    if (report_span_ok(t, p) || t->every == EVERY_ONCE) {
        return p.first <= p.last;
    }
    return scope == SCOPE_CONSOLIDATED && t->every != EVERY_NINE_MONTHS && p.first <= p.last &&
           report_span_at(t, p.first).first == p.first && report_span_at(t, p.last).last == p.last;
}

enum steer_end report_start(const struct desk *d, const struct report_template *t, int64_t office_id, struct report_span span,
                            enum report_scope scope, struct report_row *out, struct err *e)
{
    struct report_row *list;
    struct report_tree tree;
    size_t n;
    if (!span_fits(t, span, scope)) {
        return STEER_NOT_NOW;
    }
    if (!report_editions_of(d->tx, d->site->home, t, office_id, span, scope, &list, &n, e) ||
        !report_tree_read(&tree, d->tx, t, span, e)) {
        return STEER_ERROR;
    }
    if (n > 0) {
        *out = list[0];
        return STEER_NOT_NOW;
    }
    ptrdiff_t node = report_tree_find(&tree, office_id);
    if (node < 0 || !tree.nodes[node].owes) {
        return STEER_NOT_NOW;
    }
    struct report_row row = {.home_id = d->site->home, .id = random_id(), .public_id = public_id_new(tx_arena(d->tx)),
                             .template_id = t->id, .office_id = office_id, .first_day = span.first, .last_day = span.last,
                             .edition = 1, .scope = str_c(scopes[scope]), .due_day = report_span_due_day(t, span),
                             .origin = STR("")};
    return report_insert_row(d, &row, out, e);
}

enum steer_end report_write(const struct desk *d, const struct report_row *was, int64_t position, struct str words,
                            struct problems *p, struct err *e)
{
    struct template_sections_row *s;
    size_t n;
    steer_check_text(&words, NARRATIVE_MAX, false, "words", NULL, N_("Say it in fewer words."), p);
    if (p->n > 0) {
        return STEER_NOT_NOW;
    }
    if (!q_template_sections(d->tx, was->template_id, &s, &n, e)) {
        return STEER_ERROR;
    }
    enum steer_end end = position < 1 || (size_t)position > n ? STEER_NOT_NOW : touch(d, was, e);
    if (end != STEER_SAVED) {
        return end;
    }
    struct q_report_narrative_put_in in = {.home = was->home_id, .report = was->id, .position = position, .words = words};
    return q_report_narrative_put(d->tx, &in, NULL, e) ? STEER_SAVED : STEER_ERROR;
}

// ---- numbers as people type them

enum { ENTERED_DIGITS = 12 };

// Whole, with or without groups of three: 1234, 1.234, 1,234, 1 234.
static bool whole_number(struct str s, int64_t *out)
{
    size_t since = 0;
    size_t digits = 0;
    char group = 0;
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9') {
            *out = *out * 10 + (c - '0');
            since++;
            if (++digits > ENTERED_DIGITS) {
                return false;
            }
            continue;
        }
        bool separates = (c == '.' || c == ',' || c == ' ') && (group == 0 || group == c) && digits > 0;
        if (!separates || (group == 0 ? since > 3 : since != 3)) {
            return false;
        }
        group = c;
        since = 0;
    }
    return digits > 0 && (group == 0 || since == 3);
}

static bool tenths(struct str s, int64_t *out)
{
    bool one = s.n >= 3 && (s.p[s.n - 2] == ',' || s.p[s.n - 2] == '.');
    int64_t last = one ? s.p[s.n - 1] - '0' : 0;
    if (last < 0 || last > 9 || !whole_number(one ? str_slice(s, 0, s.n - 2) : s, out)) {
        return false;
    }
    *out = *out * 10 + last;
    return true;
}

static const char *read_entered(enum value_kind k, struct str text, struct report_value *v)
{
    *v = (struct report_value){.given = true};
    if (k == VALUE_TENTHS) {
        return tenths(text, &v->n) ? NULL : N_("Write a number with at most one decimal, such as 3,5.");
    }
    if (k != VALUE_SHARE) {
        return whole_number(text, &v->n) ? NULL : N_("Write a whole number.");
    }
    struct str rest = text;
    struct str n = str_trim(str_cut(&rest, '/'));
    if (rest.p == NULL || !whole_number(n, &v->n) || !whole_number(str_trim(rest), &v->out_of) || v->n > v->out_of) {
        return N_("Write a share as so many of so many, such as 7/9.");
    }
    return NULL;
}

enum steer_end report_enter(const struct desk *d, const struct report_row *was, int64_t position, struct str text,
                            struct problems *p, struct err *e)
{
    struct report_template t;
    if (report_template_read(d->tx, was->template_id, &t, e) != Q_ROW) {
        return STEER_ERROR;
    }
    bool own = report_scope_of(was->scope) == SCOPE_ALONE;
    if (!own || position < 1 || (size_t)position > t.n_figures || !t.figures[position - 1].entered) {
        return STEER_NOT_NOW;
    }
    text = str_trim(text);
    struct report_value v;
    const char *problem = text.n == 0 ? NULL : read_entered(t.figures[position - 1].kind, text, &v);
    if (problem != NULL) {
        problem_add(p, "value", problem);
        return STEER_NOT_NOW;
    }
    enum steer_end end = touch(d, was, e);
    if (end != STEER_SAVED) {
        return end;
    }
    if (text.n == 0) {
        return q_report_figure_drop(d->tx, was->home_id, was->id, position, NULL, e) ? STEER_SAVED : STEER_ERROR;
    }
    struct q_report_figure_put_in in = {.home = was->home_id, .report = was->id, .position = position, .value = v.n,
                                        .out_of = v.out_of, .edition = t.figures[position - 1].edition};
    return q_report_figure_put(d->tx, &in, NULL, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end report_ask(const struct desk *d, const struct report_row *was, struct str words, struct problems *p,
                          struct err *e)
{
    struct report_requests_row *list;
    size_t n;
    steer_check_text(&words, REQUEST_MAX, true, "words", N_("Say what you ask for."), N_("Say it in fewer words."), p);
    if (p->n > 0) {
        return STEER_NOT_NOW;
    }
    if (!q_report_requests(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (n >= REQUESTS_MAX) {
        problem_add(p, "words", N_("A report has at most 40 requests."));
        return STEER_NOT_NOW;
    }
    enum steer_end end = touch(d, was, e);
    if (end != STEER_SAVED) {
        return end;
    }
    struct q_report_request_insert_in in = {.home = was->home_id, .id = random_id(), .report = was->id,
                                            .position = n > 0 ? list[n - 1].position + 1 : 1, .words = words,
                                            .answer = STR("")};
    return q_report_request_insert(d->tx, &in, NULL, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end report_unask(const struct desk *d, const struct report_row *was, int64_t request_id, struct err *e)
{
    enum steer_end end = touch(d, was, e);
    if (end != STEER_SAVED) {
        return end;
    }
    return q_report_request_drop(d->tx, was->home_id, request_id, was->id, NULL, e) ? STEER_SAVED : STEER_ERROR;
}

// ---- handing in

bool report_freeze_figure(const struct desk *d, const struct report *r, size_t i, struct err *e)
{
    const struct report_value *v = &r->values[i];
    int64_t position = (int64_t)i + 1;
    if (!v->given) {
        return q_report_figure_drop(d->tx, r->row->home_id, r->row->id, position, NULL, e);
    }
    bool spread = r->t.figures[i].kind == VALUE_MEDIAN || r->t.figures[i].kind == VALUE_P90;
    int64_t times = 0;
    for (size_t k = 0; k < v->n_spread; k++) {
        times += v->spread[k].n;
        struct q_report_spread_put_in at = {.home = r->row->home_id, .report = r->row->id, .position = position,
                                            .at = v->spread[k].at, .times = v->spread[k].n};
        if (!q_report_spread_put(d->tx, &at, NULL, e)) {
            return false;
        }
    }
    struct q_report_figure_put_in in = {.home = r->row->home_id, .report = r->row->id, .position = position,
                                        .value = spread ? 0 : v->n, .out_of = spread ? times : v->out_of,
                                        .edition = r->editions[i]};
    return q_report_figure_put(d->tx, &in, NULL, e);
}

bool report_make_last(const struct desk *d, const struct report_row *row, const struct report_row *editions, size_t n,
                      struct err *e)
{
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        good = editions[i].id == row->id || q_report_not_last(d->tx, row->home_id, editions[i].id, NULL, e);
    }
    return good;
}

static enum steer_end decide(const struct desk *d, const struct report_row *was, const char *state, enum event_kind kind,
                             struct str words, struct err *e)
{
    if (!str_eqz(was->state, "handed_in") || was->is_last == 0) {
        return STEER_NOT_NOW;
    }
    struct report_row row = *was;
    row.state = str_c(state);
    row.decided_at = d->now;
    return report_save_row(d, was, &row, kind, words, e);
}

enum steer_end report_accept(const struct desk *d, const struct report_row *was, struct err *e)
{
    return decide(d, was, "accepted", EVENT_REPORT_ACCEPTED, STR(""), e);
}

enum steer_end report_return(const struct desk *d, const struct report_row *was, struct str remarks, struct err *e)
{
    remarks = str_trim(remarks);
    if (remarks.n == 0 || remarks.n > REMARKS_MAX) {
        return STEER_NOT_NOW;
    }
    return decide(d, was, "returned", EVENT_REPORT_RETURNED, remarks, e);
}

enum steer_end report_answer(const struct desk *d, const struct report_row *was, int64_t request_id, struct str words,
                             struct err *e)
{
    int64_t changed;
    words = str_trim(words);
    if (is_draft(was) || words.n == 0 || words.n > REMARKS_MAX) {
        return STEER_NOT_NOW;
    }
    struct q_report_request_answer_in in = {.home = was->home_id, .id = request_id, .report = was->id, .answer = words,
                                            .now = d->now};
    if (!q_report_request_answer(d->tx, &in, &changed, e)) {
        return STEER_ERROR;
    }
    return changed == 0 ? STEER_NOT_NOW : report_save_row(d, was, was, EVENT_REPORT_ANSWERED, words, e);
}

// What was written by hand goes over into the next edition.
static bool copy_words(const struct desk *d, const struct report *r, int64_t to, struct err *e)
{
    int64_t home = r->row->home_id;
    bool good = true;
    for (size_t i = 0; i < r->t.n_sections && good; i++) {
        struct q_report_narrative_put_in in = {.home = home, .report = to, .position = (int64_t)i + 1,
                                               .words = r->narrative[i]};
        good = r->narrative[i].n == 0 || q_report_narrative_put(d->tx, &in, NULL, e);
    }
    for (size_t i = 0; i < r->n_requests && good; i++) {
        const struct report_request *q = &r->requests[i];
        struct q_report_request_insert_in in = {.home = home, .id = random_id(), .report = to, .position = (int64_t)i + 1,
                                                .words = q->words, .answer = q->answer, .answered_at = q->answered_at};
        good = q_report_request_insert(d->tx, &in, NULL, e);
    }
    for (size_t i = 0; i < r->t.n_figures && good && r->scope == SCOPE_ALONE; i++) {
        const struct report_value *v = &r->values[i];
        struct q_report_figure_put_in in = {.home = home, .report = to, .position = (int64_t)i + 1, .value = v->n,
                                            .out_of = v->out_of, .edition = r->editions[i]};
        good = !r->t.figures[i].entered || !v->given || q_report_figure_put(d->tx, &in, NULL, e);
    }
    return good;
}

enum steer_end report_correct(const struct desk *d, const struct report_row *was, struct report_row *out, struct err *e)
{
    struct report r;
    struct report_row *list;
    size_t n;
    if (is_draft(was) || was->is_last == 0 || was->origin.n > 0) {
        return STEER_NOT_NOW;
    }
    if (!report_read(&r, d->tx, d->site, was, d->now, e) ||
        !report_editions_of(d->tx, was->home_id, &r.t, was->office_id, r.span, r.scope, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (n == 0 || list[0].id != was->id) {
        return STEER_NOT_NOW;
    }
    struct report_row row = *was;
    row.id = random_id();
    row.public_id = public_id_new(tx_arena(d->tx));
    row.edition = was->edition + 1;
    enum steer_end end = report_insert_row(d, &row, out, e);
    return end != STEER_SAVED || copy_words(d, &r, row.id, e) ? end : STEER_ERROR;
}

enum steer_end report_issued(const struct desk *d, const struct report_row *was, int64_t document_id, struct err *e)
{
    if (is_draft(was) || was->document_id != 0) {
        return STEER_NOT_NOW;
    }
    struct report_row row = *was;
    row.document_id = document_id;
    return report_save_row(d, was, &row, EVENT_REPORT_ISSUED, STR(""), e);
}

enum steer_end report_publish(const struct desk *d, const struct report_row *was, struct str title, struct str body,
                              struct publication_row *pub, struct version_row *version, struct err *e)
{
    struct draft draft = {.lang = d->site->lang, .title = title, .body = body};
    int64_t changed;
    if (is_draft(was) || was->is_last == 0 || was->origin.n > 0 || was->publication_id != 0 || str_eqz(was->state, "returned")) {
        return STEER_NOT_NOW;
    }
    if (press_begin(d, NULL, STR("report"), was->office_id, &draft, pub, version, e) != MATTER_SAVED) {
        return STEER_ERROR;
    }
    struct q_report_set_publication_in in = {.home = was->home_id, .id = was->id, .was_version = was->version,
                                             .publication = pub->id, .now = d->now};
    struct event_new event = {.home = was->home_id, .kind = EVENT_REPORT_PUBLISHING, .subject_id = was->id, .actor = d->actor,
                              .now = d->now};
    if (!q_report_set_publication(d->tx, &in, &changed, e) || (changed > 0 && !event_add(d->tx, &event, NULL, e))) {
        return STEER_ERROR;
    }
    return changed == 0 ? STEER_STALE : STEER_SAVED;
}

bool report_above(struct tx *tx, const struct report_row *row, int64_t *office_id, struct err *e)
{
    struct report_template t;
    struct report_tree tree;
    if (report_template_read(tx, row->template_id, &t, e) != Q_ROW ||
        !report_tree_read(&tree, tx, &t, (struct report_span){row->first_day, row->last_day}, e)) {
        return false;
    }
    *office_id = report_tree_above(&tree, row->office_id);
    return true;
}

enum q_got report_last(struct tx *tx, const struct site *s, const struct report_template *t, int64_t office_id,
                       struct report_span span, enum report_scope scope, struct report_row *out, struct err *e)
{
    struct report_row *list;
    size_t n;
    if (!report_editions_of(tx, s->home, t, office_id, span, scope, &list, &n, e)) {
        return Q_ERROR;
    }
    for (size_t i = 0; i < n; i++) {
        if (list[i].is_last != 0 && !str_eqz(list[i].state, "returned")) {
            *out = list[i];
            return Q_ROW;
        }
    }
    return Q_NONE;
}

// ---- beside other periods

static bool compare_with(struct tx *tx, const struct site *site, const struct report *r, struct report_span span,
                         struct report_value **out, struct err *e)
{
    struct report_row row;
    *out = ARENA_ARRAY(tx_arena(tx), struct report_value, r->t.n_figures + 1);
    enum q_got got = report_last(tx, site, &r->t, r->row->office_id, span, r->scope, &row, e);
    if (got == Q_NONE && r->scope == SCOPE_CONSOLIDATED) {
        struct report_sum sum;
        bool good = report_sum(&sum, tx, site, &r->t, r->row->office_id, span, e);
        *out = good && sum.n_sources > 0 ? sum.total : *out;
        return good;
    }
    if (got != Q_ROW) {
        return got == Q_NONE;
    }
    struct report then = {.row = &row};
    if (report_template_read(tx, row.template_id, &then.t, e) != Q_ROW) {
        return false;
    }
    then.values = ARENA_ARRAY(tx_arena(tx), struct report_value, then.t.n_figures + 1);
    then.editions = ARENA_ARRAY(tx_arena(tx), int64_t, then.t.n_figures + 1);
    if (!read_stored(&then, tx, e)) {
        return false;
    }
    for (size_t i = 0; i < r->t.n_figures; i++) {
        for (size_t k = 0; k < then.t.n_figures; k++) {
            bool same = str_eq(r->t.figures[i].key, then.t.figures[k].key) && r->editions[i] == then.editions[k] &&
                        r->t.figures[i].kind == then.t.figures[k].kind;
            (*out)[i] = same ? then.values[k] : (*out)[i];
        }
    }
    return true;
}

bool report_compare(struct tx *tx, const struct site *site, const struct report *r, struct report_value **before,
                    struct report_value **year_before, struct err *e)
{
    return compare_with(tx, site, r, report_span_before(&r->t, r->span), before, e) &&
           compare_with(tx, site, r, report_span_year_before(&r->t, r->span), year_before, e);
}

// ---- facts

bool report_facts(struct tx *tx, const struct site *site, const struct report_row *row, struct report_fact **list, size_t *n,
                  struct err *e)
{
    int64_t from = tz_day_start(site->tz, row->first_day);
    int64_t to = tz_day_start(site->tz, row->last_day + 1);
    struct report_top_matters_row *m;
    struct report_late_tasks_row *late;
    struct report_done_tasks_row *done;
    size_t n_m, n_late, n_done;
    struct q_report_top_matters_in in = {.home = row->home_id, .office = row->office_id, .from = from, .to = to};
    struct q_report_done_tasks_in in_done = {.home = row->home_id, .lead = row->office_id, .from = from, .to = to};
    if (!q_report_top_matters(tx, &in, &m, &n_m, e) ||
        !q_report_late_tasks(tx, row->home_id, row->office_id, row->last_day, &late, &n_late, e) ||
        !q_report_done_tasks(tx, &in_done, &done, &n_done, e)) {
        return false;
    }
    *list = ARENA_ARRAY(tx_arena(tx), struct report_fact, n_m + n_late + n_done + 1);
    *n = 0;
    for (size_t i = 0; i < n_m; i++) {
        (*list)[(*n)++] = (struct report_fact){FACT_MATTER, m[i].public_id, m[i].title, m[i].n, 0};
    }
    for (size_t i = 0; i < n_late; i++) {
        (*list)[(*n)++] = (struct report_fact){FACT_TASK_LATE, late[i].public_id, late[i].what, 0, late[i].due_day};
    }
    for (size_t i = 0; i < n_done; i++) {
        (*list)[(*n)++] = (struct report_fact){FACT_TASK_DONE, done[i].public_id, done[i].what, 0, done[i].due_day};
    }
    return true;
}
