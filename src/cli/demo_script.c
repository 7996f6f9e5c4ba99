// demo_script.c: see demo_script.h.
#include "cli/demo_script.h"

#include "i18n/civil.h"

enum { HOUR = 3600, DAY = 24 * HOUR, FRESH = 32 * DAY, ACTS_A_MESSAGE = 24 };

// One case with its messages, as far as the script has come.
struct current {
    size_t matter; // index + 1; 0: none yet
};

struct writer {
    struct demo_script *s;
    int64_t now;
    struct current *current; // two a case: of ordinary messages, and of those about the office
};

// One matter's thread of time.
struct thread {
    struct writer *w;
    struct prng r;
    size_t matter;
    int64_t at;
};

struct prng demo_script_prng(const struct demo_plan *plan, size_t no, uint64_t purpose)
{
    struct prng r = {plan->seed ^ ((uint64_t)no * 0x9E3779B97F4A7C15u + purpose)};
    (void)prng_next(&r);
    return r;
}

static void add_act(struct writer *w, int64_t at, enum demo_act_kind kind, size_t matter, size_t message)
{
    if (at < w->now) {
        struct demo_script *s = w->s;
        BUG_ON(s->acts_n >= s->plan->slots_n * ACTS_A_MESSAGE);
        s->acts[s->acts_n] = (struct demo_act){at, s->acts_n, kind, matter, message};
        s->acts_n++;
    }
}

// The same moment, or the next one on which offices work: Monday to Friday, 8 to 17 in Vietnam.
static int64_t office_hours(int64_t at)
{
    int64_t local = at + DEMO_ZONE;
    int64_t day = local / DAY;
    int64_t second = local % DAY;
    if (second >= 17 * HOUR) {
        day++;
        second = 8 * HOUR + second % HOUR;
    } else if (second < 8 * HOUR) {
        second = 8 * HOUR + second % HOUR;
    }
    int weekday = civil_from_day(day).weekday;
    if (weekday > 5) {
        day += 8 - weekday;
    }
    return day * DAY + second - DEMO_ZONE;
}

static bool chance(struct thread *t, uint64_t percent)
{
    return prng_below(&t->r, 100) < percent;
}

// So many hours, give or take, from where the thread stands; never before.
static int64_t later(struct thread *t, uint64_t from, uint64_t to)
{
    return t->at + (int64_t)(from * HOUR + prng_below(&t->r, (to - from) * HOUR + 1));
}

static void desk_act(struct thread *t, uint64_t from, uint64_t to, enum demo_act_kind kind, size_t message)
{
    int64_t at = office_hours(later(t, from, to));
    t->at = at > t->at ? at : t->at + 60;
    add_act(t->w, t->at, kind, t->matter, message);
}

static void sender_act(struct thread *t, uint64_t from, uint64_t to, enum demo_act_kind kind, size_t message)
{
    t->at = later(t, from, to) + 60;
    add_act(t->w, t->at, kind, t->matter, message);
}

// Hours until the answer: most in time, some late, a few very late.
static uint64_t answer_hours(struct thread *t, const struct demo_matter *m, bool *extend)
{
    uint64_t roll = prng_below(&t->r, 100);
    *extend = false;
    if (m->thanks) {
        return 4 + prng_below(&t->r, 60);
    }
    if (m->quick) {
        return roll < 75 ? 6 + prng_below(&t->r, 60) : 72 + prng_below(&t->r, 120);
    }
    if (roll < 66) {
        return 24 * (2 + prng_below(&t->r, 9));
    }
    if (roll < 80) {
        return 24 * (11 + prng_below(&t->r, 4));
    }
    if (roll < 93) {
        *extend = roll % 2 == 0;
        return 24 * (16 + prng_below(&t->r, 20));
    }
    return 24 * (roll < 97 ? 36 + prng_below(&t->r, 40) : 90 + prng_below(&t->r, 200));
}

static void before_answer(struct thread *t, const struct demo_matter *m, bool published)
{
    if (published && chance(t, 70)) {
        desk_act(t, 1, 30, ACT_TITLE, m->message);
    }
    if (chance(t, 25)) {
        desk_act(t, 2, 40, ACT_NOTE, m->message);
    }
    if (chance(t, 5) && !m->thanks) {
        desk_act(t, 1, 20, ACT_COORDINATE, m->message);
    }
    if (chance(t, m->fresh ? 30 : 9) && !m->thanks && !m->quick) {
        desk_act(t, 4, 48, ACT_ASK, m->message);
        if (chance(t, m->fresh ? 20 : 65)) {
            sender_act(t, 8, 90, ACT_ADD, m->message);
        } else {
            desk_act(t, m->fresh ? 900 : 200, m->fresh ? 1000 : 260, ACT_RESUME, m->message);
        }
    }
}

static bool own_hand(const struct demo_plan *plan, size_t message)
{
    enum demo_channel c = plan->slots[message].channel;
    return c == DEMO_WEB || c == DEMO_APP;
}

static void rate(struct thread *t, size_t message)
{
    if (own_hand(t->w->s->plan, message) && chance(t, 30)) {
        struct thread aside = *t;
        sender_act(&aside, 5, 120, ACT_RATE, message);
    }
}

// From the assignment to the end, as it will go if nothing ends earlier.
static void write_rest(struct thread *t, struct demo_matter *m, const struct demo_answer *answer)
{
    int64_t assigned = t->at;
    before_answer(t, m, answer != NULL);
    bool extend;
    int64_t slower = m->fresh && !m->thanks && chance(t, 50) ? 4 : 1;
    int64_t answer_at = assigned + slower * (int64_t)answer_hours(t, m, &extend) * HOUR;
    if (extend) {
        int64_t due = assigned + 13 * DAY;
        t->at = t->at > due ? t->at : due;
        desk_act(t, 1, 12, ACT_EXTEND, m->message);
    }
    if (answer_at >= t->w->now && chance(t, 40)) {
        struct thread aside = *t;
        desk_act(&aside, 24, 120, ACT_DRAFT, m->message);
    }
    t->at = t->at > answer_at ? t->at : answer_at;
    desk_act(t, 0, 3, ACT_ANSWER, m->message);
    if (answer != NULL && chance(t, 4)) {
        struct thread aside = *t;
        desk_act(&aside, 48, 200, ACT_CORRECT, m->message);
    }
    if (answer != NULL && answer->body_en.p != NULL && chance(t, 80)) {
        struct thread aside = *t;
        desk_act(&aside, 20, 100, ACT_TRANSLATE, m->message);
    }
    m->answered_at = t->at;
    if (chance(t, 7)) {
        return; // answered, not yet closed
    }
    desk_act(t, 24, 190, ACT_CLOSE, m->message);
    m->closed_first = t->at;
    for (uint64_t percent = 6; own_hand(t->w->s->plan, m->message) && chance(t, percent); percent = 25) {
        sender_act(t, 10, 140, ACT_CONTEST, m->message);
        desk_act(t, 72, 300, ACT_ANSWER, m->message);
        m->answered_at = t->at;
        desk_act(t, 24, 90, ACT_CLOSE, m->message);
    }
    m->closed_at = t->at;
    rate(t, m->message);
}

static struct str draw_outcome(struct thread *t, const struct demo_matter *m, const struct demo_answer *answer)
{
    static const struct {
        uint64_t below;
        const char *code;
    } share[] = {{56, "done"}, {72, "partly"}, {82, "guided"}, {89, "planned"}, {95, "declined"}, {100, "no_answer"}};
    if (m->thanks) {
        return STR("done");
    }
    if (answer != NULL) {
        return answer->outcome;
    }
    uint64_t roll = prng_below(&t->r, 100);
    size_t i = 0;
    while (roll >= share[i].below) {
        i++;
    }
    return str_c(share[i].code);
}

static void start_matter(struct writer *w, size_t message, const struct demo_message *d, struct current *cur, int64_t taken)
{
    struct demo_script *s = w->s;
    size_t no = s->matters_n++;
    struct demo_matter *m = &s->matters[no];
    struct thread t = {.w = w, .r = demo_script_prng(s->plan, no, 1), .matter = no, .at = taken};
    const struct demo_answer *answer = d->kind == DEMO_THANKS || d->about_office ? NULL : d->situation->answer;
    *m = (struct demo_matter){.message = message, .case_no = d->case_no, .about = d->about_office, .started_at = taken,
                              .fresh = taken > w->now - FRESH,
                              .quick = d->situation->flood, .thanks = d->kind == DEMO_THANKS, .roll = prng_next(&t.r)};
    m->outcome = draw_outcome(&t, m, answer);
    if (!m->thanks) { // a matter of thanks is one message's own
        cur->matter = no + 1;
    }
    add_act(w, t.at, ACT_START, no, message);
    const struct demo_office *owner = d->category->owner == NULL ? d->happened : d->category->owner;
    // What is the province's own department's is given to it inside the house, with the due date.
    bool inside = str_eq(d->office->code, owner->parent) && !str_eqz(owner->kind, "commune");
    if (owner != d->office && !inside && !d->about_office && !m->thanks) {
        desk_act(&t, 0, 8, ACT_PASS_ON, message);
        if (chance(&t, 60)) {
            struct thread aside = t;
            sender_act(&aside, 4, 60, ACT_CONSENT, message);
        }
    }
    desk_act(&t, 0, 6, ACT_ASSIGN, message);
    write_rest(&t, m, answer);
}

static void join_matter(struct writer *w, size_t message, size_t no, int64_t taken)
{
    const struct demo_matter *m = &w->s->matters[no];
    struct thread t = {.w = w, .r = demo_script_prng(w->s->plan, message, 2), .matter = no,
                       .at = taken > m->started_at ? taken : m->started_at + 60};
    add_act(w, t.at, ACT_JOIN, no, message);
    if (m->closed_at > t.at) {
        t.at = m->closed_at;
        rate(&t, message);
    }
}

// When a clerk takes it in: within two days, most of them; the latest ones still wait.
static int64_t taken_at(struct writer *w, size_t message, int64_t at)
{
    struct prng r = demo_script_prng(w->s->plan, message, 3);
    bool fresh = at > w->now - 7 * DAY;
    int64_t most = fresh ? 13 * DAY : 30 * HOUR;
    int64_t wait = 10 * 60 + (int64_t)prng_below(&r, (uint64_t)most);
    return office_hours(at + wait);
}

static void write_message(struct writer *w, size_t message, struct arena *scratch)
{
    struct demo_script *s = w->s;
    struct demo_message d;
    demo_message(s->plan, message, scratch, &d);
    int64_t at = s->first_day + d.at;
    add_act(w, at, ACT_TAKE, 0, message);
    int64_t taken = taken_at(w, message, at);
    struct current *cur = &w->current[2 * d.case_no + (d.about_office ? 1 : 0)];
    const struct demo_matter *m = cur->matter == 0 ? NULL : &s->matters[cur->matter - 1];
    bool open = m != NULL && (m->closed_first == 0 || taken < m->closed_first);
    bool joins = open && (taken < m->answered_at + 20 * DAY || d.kind == DEMO_THANKS);
    if (joins) {
        join_matter(w, message, cur->matter - 1, taken);
    } else {
        start_matter(w, message, &d, cur, taken);
    }
}

static int act_order(const void *x, const void *y)
{
    const struct demo_act *a = x;
    const struct demo_act *b = y;
    if (a->at != b->at) {
        return a->at < b->at ? -1 : 1;
    }
    return a->seq < b->seq ? -1 : 1;
}

void demo_script_make(const struct demo_plan *plan, int64_t first_day, int64_t now, struct arena *a,
                      struct demo_script *out)
{
    *out = (struct demo_script){.plan = plan, .first_day = first_day};
    out->acts = ARENA_ARRAY(a, struct demo_act, plan->slots_n * ACTS_A_MESSAGE);
    out->matters = ARENA_ARRAY(a, struct demo_matter, plan->slots_n);
    struct writer w = {.s = out, .now = now, .current = ARENA_ARRAY(a, struct current, 2 * plan->cases_n)};
    struct arena scratch = ARENA_INIT;
    for (size_t i = 0; i < plan->slots_n; i++) {
        write_message(&w, i, &scratch);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    const struct demo_material *m = plan->material;
    for (size_t i = 0; i < m->notices_n; i++) {
        add_act(&w, office_hours(first_day + m->notices[i].day * DAY + 9 * HOUR), ACT_NOTICE, 0, i);
    }
    qsort(out->acts, out->acts_n, sizeof *out->acts, act_order);
}
