// demo_message.c: lays the demo's messages out over time and words each of them.
#include "cli/demo_text.h"

#include "base/buf.h"
#include "cli/demo_vary.h"
#include "i18n/civil.h"

#define DAY 86400
#define FLOODS 8
#define MESSAGE_MAX 8192
#define TO_ROOT 7 // one case of so many

// How many of a thousand messages written at home fall into each hour of the day.
static const uint16_t hour_share[24] = {8,  4,  2,  1,  2,  10, 30, 52, 72, 68, 60, 52,
                                        46, 40, 44, 46, 48, 50, 54, 70, 86, 82, 52, 21};

struct planner {
    const struct demo_material *m;
    struct prng r;
    int64_t first_day, days;
    int64_t flood[FLOODS]; // days on which the water rose
    struct arena *a;
    struct demo_plan *plan;
};

static struct civil date_of(const struct planner *p, int64_t day)
{
    return civil_from_day((p->first_day + DEMO_ZONE) / DAY + day);
}

static bool in_months(int month, int from, int to)
{
    return from <= to ? month >= from && month <= to : month >= from || month <= to;
}

// A day of the plan whose month is within from…to; any day when the plan has none.
static int64_t day_within(struct planner *p, int from, int to)
{
    int64_t day = 0;
    for (int tries = 0; tries < 400; tries++) {
        day = (int64_t)prng_below(&p->r, (uint64_t)p->days);
        if (in_months(date_of(p, day).month, from, to)) {
            break;
        }
    }
    return day;
}

static int64_t clamp_day(const struct planner *p, int64_t day)
{
    return day < 0 ? 0 : day >= p->days ? p->days - 1 : day;
}

// Offices' hours (7:30–11:30, 13:30–17:00) for what a clerk enters, with the evening's hump otherwise.
static int64_t second_of_day(struct planner *p, enum demo_channel channel)
{
    if (channel == DEMO_PHONE || channel == DEMO_PAPER) {
        int64_t minute = (int64_t)prng_below(&p->r, 450);
        return (minute < 240 ? 450 + minute : 810 + minute - 240) * 60 + (int64_t)prng_below(&p->r, 60);
    }
    uint64_t left = prng_below(&p->r, 1000);
    int64_t hour = 0;
    while (left >= hour_share[hour]) {
        left -= hour_share[hour++];
    }
    return hour * 3600 + (int64_t)prng_below(&p->r, 3600);
}

// What was entered by a clerk stands on a working day; a third of what falls on a weekend otherwise waits for one.
static int64_t fit_weekday(struct planner *p, int64_t day, enum demo_channel channel, bool urgent)
{
    int64_t over = date_of(p, day).weekday - 5; // 1 on a Saturday, 2 on a Sunday
    bool clerk = channel == DEMO_PHONE || channel == DEMO_PAPER;
    if (over <= 0 || (!clerk && (urgent || prng_below(&p->r, 3) != 0))) {
        return day;
    }
    int64_t later = day + 3 - over + (int64_t)prng_below(&p->r, 4);
    return later < p->days ? later : day >= over ? day - over : day;
}

// Wordings without marks and wordings in English were typed by their senders; half of the English ones are passed over.
static const struct demo_wording *pick_wording(struct planner *p, const struct demo_situation *s, uint64_t at)
{
    const struct demo_wording *w = &s->wordings[at % s->wordings_n];
    if (str_eqz(w->lang, "en") && prng_below(&p->r, 2) == 0) {
        w = &s->wordings[(at + 1) % s->wordings_n];
    }
    return w;
}

// Hand-written in chat style: no clerk would enter it so.
static bool is_chat(struct str s)
{
    return (s.n > 0 && s.p[0] >= 'a' && s.p[0] <= 'z') || str_starts(s, STR("đ"));
}

static enum demo_channel pick_channel(struct planner *p, const struct demo_wording *w)
{
    uint64_t roll = prng_below(&p->r, 100);
    if (demo_vary_is_bare(w->text) || is_chat(w->text)) {
        return roll < 85 ? DEMO_WEB : DEMO_APP;
    }
    return roll < 58 ? DEMO_WEB : roll < 77 ? DEMO_PHONE : roll < 90 ? DEMO_PAPER : DEMO_APP;
}

static void add_slot(struct planner *p, size_t case_no, size_t nth, uint64_t wording_at)
{
    const struct demo_case *c = &p->plan->cases[case_no];
    const struct demo_situation *s = c->situation;
    const struct demo_wording *w = pick_wording(p, s, wording_at);
    enum demo_channel channel = pick_channel(p, w);
    int64_t day = c->first + (int64_t)prng_below(&p->r, 1 + prng_below(&p->r, s->days + 1));
    if (w->kind == DEMO_THANKS) {
        day += (int64_t)s->days / 2 + 2; // after the thing was done
    }
    day = fit_weekday(p, clamp_day(p, day), channel, s->flood);
    p->plan->slots[p->plan->slots_n++] =
        (struct demo_slot){case_no, nth, w, channel, day * DAY + second_of_day(p, channel)};
}

static void choose_place(struct planner *p, const struct demo_situation *s, struct demo_case *c)
{
    const struct demo_material *m = p->m;
    if (s->fixed != NULL) {
        c->office = s->fixed;
        c->place = s->place;
        return;
    }
    bool commune = str_eqz(s->where, "commune");
    uint64_t seen = 0;
    for (size_t i = 0; i < (commune ? m->offices_n : m->places_n); i++) {
        bool fits = commune ? str_eqz(m->offices[i].kind, "commune") : demo_place_fits(&m->places[i], s->where);
        if (fits && prng_below(&p->r, ++seen) == 0) {
            c->office = commune ? &m->offices[i] : m->places[i].office;
            c->place = commune ? STR_NONE : m->places[i].name;
        }
    }
    BUG_ON(c->office == NULL);
}

// One more case with its messages, `room` at most.
static void add_case(struct planner *p, const struct demo_situation *s, size_t room)
{
    struct demo_case c = {.situation = s};
    choose_place(p, s, &c);
    if (s->flood) {
        c.first = clamp_day(p, p->flood[prng_below(&p->r, FLOODS)] + (int64_t)prng_below(&p->r, 2));
    } else {
        c.first = day_within(p, s->from_month, s->to_month);
    }
    bool alone = s->fixed == NULL && prng_below(&p->r, 4) == 0;
    c.to_root = s->fixed == NULL && prng_below(&p->r, TO_ROOT) == 0; // who does not know whom to write to
    uint64_t size = alone ? 1 : 1 + prng_below(&p->r, 2 * s->size);
    if (s->fixed != NULL) {
        size = s->size + prng_below(&p->r, s->size);
    }
    c.messages = size < room ? (size_t)size : room;
    size_t case_no = p->plan->cases_n++;
    p->plan->cases[case_no] = c;
    uint64_t start = prng_below(&p->r, s->wordings_n);
    for (size_t i = 0; i < c.messages; i++) {
        add_slot(p, case_no, i, start + i);
    }
}

static int slot_order(const void *x, const void *y)
{
    const struct demo_slot *a = x, *b = y;
    if (a->at != b->at) {
        return a->at < b->at ? -1 : 1;
    }
    return a->case_no != b->case_no ? (a->case_no < b->case_no ? -1 : 1) : a->nth < b->nth ? -1 : a->nth > b->nth;
}

void demo_plan_make(const struct demo_material *m, uint64_t seed, int64_t first_day, int64_t days, size_t messages,
                    struct arena *a, struct demo_plan *out)
{
    BUG_ON(days < 1 || m->situations_n == 0);
    *out = (struct demo_plan){.material = m, .seed = seed};
    out->cases = ARENA_ARRAY(a, struct demo_case, messages);
    out->slots = ARENA_ARRAY(a, struct demo_slot, messages);
    struct planner p = {.m = m, .r = {seed}, .first_day = first_day, .days = days, .a = a, .plan = out};
    for (size_t i = 0; i < FLOODS; i++) {
        p.flood[i] = day_within(&p, 9, 11);
    }
    uint64_t total = 0;
    for (size_t i = 0; i < m->situations_n; i++) { // each once: the fixed ones happen only here
        if (out->slots_n < messages) {
            add_case(&p, &m->situations[i], messages - out->slots_n);
        }
        total += m->situations[i].fixed == NULL ? m->situations[i].weight : 0;
    }
    while (out->slots_n < messages) {
        BUG_ON(total == 0);
        uint64_t left = prng_below(&p.r, total);
        size_t i = 0;
        while (m->situations[i].fixed != NULL || left >= m->situations[i].weight) {
            left -= m->situations[i].fixed == NULL ? m->situations[i].weight : 0;
            i++;
        }
        add_case(&p, &m->situations[i], messages - out->slots_n);
    }
    qsort(out->slots, out->slots_n, sizeof *out->slots, slot_order);
}

// One phrase of that use for a message of that kind and language, or STR_NONE.
static struct str phrase(const struct demo_material *m, struct prng *r, const char *use, const struct demo_wording *w)
{
    static const char *const kinds[] = {"reflection", "question", "thanks"};
    struct str found = STR_NONE;
    uint64_t seen = 0;
    for (size_t i = 0; i < m->phrases_n; i++) {
        const struct demo_phrase *f = &m->phrases[i];
        bool fits = str_eqz(f->use, use) && str_eq(f->lang, w->lang) &&
                    (str_eqz(f->kind, "any") || str_eqz(f->kind, kinds[w->kind]));
        if (fits && prng_below(r, ++seen) == 0) {
            found = f->text;
        }
    }
    return found;
}

// What stands before, the sentence, and what stands after it, with a blank between.
static struct str assemble(const struct demo_material *m, struct prng *r, const struct demo_slot *slot, struct arena *a)
{
    const struct demo_wording *w = slot->wording;
    bool clerk = slot->channel == DEMO_PHONE || slot->channel == DEMO_PAPER;
    struct str before = STR_NONE, more = STR_NONE, after = STR_NONE;
    if (clerk && prng_below(r, 10) < 6) {
        before = phrase(m, r, slot->channel == DEMO_PHONE ? "phone" : "paper", w);
    } else if (slot->channel != DEMO_PHONE && prng_below(r, 10) < 4) {
        before = phrase(m, r, "open", w);
    }
    if (prng_below(r, 10) < 3) {
        more = phrase(m, r, "more", w);
    }
    if (slot->channel != DEMO_PHONE && prng_below(r, 10) < 4) {
        after = phrase(m, r, "close", w);
    }
    struct str parts[] = {before, w->text, more, after};
    struct buf b = buf_new(MESSAGE_MAX);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (parts[i].p == NULL) {
            continue;
        }
        char last = b.n > 0 ? b.p[b.n - 1] : '.';
        if (i >= 2 && last != '.' && last != '?' && last != '!' && last != ':') {
            buf_addc(&b, '.');
        }
        if (b.n > 0) {
            buf_addc(&b, ' ');
        }
        buf_add(&b, parts[i]);
    }
    BUG_ON(buf_over(&b));
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What haste does to what a sender types: marks, short forms, slips.
static struct str roughen(const struct demo_material *m, struct prng *r, struct arena *a, struct str text, bool bare)
{
    uint64_t roll = prng_below(r, 100);
    if (roll >= 50 && roll < 70) {
        text = demo_vary_short(a, r, text, m->shorts, m->shorts_n);
    }
    if (bare || roll >= 82) {
        text = demo_vary_bare(a, text);
    }
    if (roll >= 62 && roll < 90) {
        text = demo_vary_lazy(a, text);
    }
    if (roll % 5 == 1) {
        text = demo_vary_slip(a, r, text);
    }
    return text;
}

void demo_message(const struct demo_plan *plan, size_t i, struct arena *a, struct demo_message *out)
{
    BUG_ON(i >= plan->slots_n);
    const struct demo_slot *slot = &plan->slots[i];
    const struct demo_case *c = &plan->cases[slot->case_no];
    const struct demo_wording *w = slot->wording;
    struct prng r = {plan->seed ^ ((uint64_t)slot->case_no << 20 | slot->nth)};
    (void)prng_next(&r);
    bool english = str_eqz(w->lang, "en");
    bool clerk = slot->channel == DEMO_PHONE || slot->channel == DEMO_PAPER;
    bool bare = demo_vary_is_bare(w->text);
    struct demo_blanks blanks = {.place = c->place, .commune = demo_commune(c->office, english),
                                 .office = c->office->name_vi, .number = 2 + prng_below(&r, 8), .english = english};
    if (english) { // foreigners type names as their keyboards allow
        blanks.place = demo_vary_bare(a, c->place);
    }
    struct str text = demo_fill(a, assemble(plan->material, &r, slot, a), &blanks);
    if (!clerk && !english) {
        text = roughen(plan->material, &r, a, text, bare);
    } else if (english && prng_below(&r, 4) == 0) {
        text = demo_vary_slip(a, &r, text);
    }
    bool about = c->situation->about && prng_below(&r, 2) == 0;
    *out = (struct demo_message){
        .case_no = slot->case_no, .situation = c->situation,
        .office = c->to_root && !about ? &plan->material->offices[0] : c->office,
        .happened = c->office, .category = c->situation->category,
        .place = c->place, .text = text, .lang = w->lang, .kind = w->kind, .channel = slot->channel, .at = slot->at,
        .is_public = prng_below(&r, 10) < 7, .about_office = about,
        .category_given = clerk || prng_below(&r, 4) != 0,
    };
}
