// demo_life.c: carries out the demo's script with core's own functions.
#include "cli/demo_life.h"

#include "core/desk/access.h"
#include "core/intake/follow.h"
#include "core/intake/message.h"
#include "core/press/publication.h"
#include "db/q_matter.h"
#include "db/q_message.h"

enum { DAY = 24 * 3600, QUICK_DAYS = 3, LATER_DAYS = 15, PROMISED_DAYS = 40 };

// One act under way.
struct scene {
    struct demo_life *life;
    const struct demo_act *act;
    const struct demo_matter *plot;
    struct demo_life_matter *matter;
    const struct demo_case *about;
    struct desk desk;
    struct matter_row row; // the matter as it is
    struct arena *a;
    struct prng r;
    struct err *e;
};

struct actor demo_staff_at(const struct demo_life *l, int64_t office_id, const char *roles, int64_t not_member)
{
    for (const struct office *o = site_office(l->site, office_id); o != NULL; o = site_parent(l->site, o)) {
        struct str rest = str_c(roles);
        while (rest.p != NULL) {
            struct str role = str_cut(&rest, ' ');
            for (size_t i = 0; i < l->staff_n; i++) {
                const struct demo_staff *s = &l->staff[i];
                if (s->office_id == o->id && str_eq(s->role, role) && s->member_id != not_member) {
                    return (struct actor){s->member_id, s->role, s->office_id};
                }
            }
        }
    }
    BUG("nobody at the root of the demo");
}

// One of the phrases of that use and kind, its blanks filled.
static struct str words(struct scene *s, const char *use, struct str kind)
{
    const struct demo_material *m = s->life->script->plan->material;
    struct str found = STR_NONE;
    uint64_t seen = 0;
    for (size_t i = 0; i < m->phrases_n; i++) {
        const struct demo_phrase *f = &m->phrases[i];
        if (str_eqz(f->use, use) && str_eq(f->kind, kind) && prng_below(&s->r, ++seen) == 0) {
            found = f->text;
        }
    }
    BUG_ON(found.p == NULL);
    return found;
}

static struct str filled(struct scene *s, struct str pattern, enum lang lang)
{
    const struct office *owner = site_office(s->life->site, s->row.office_id != 0 ? s->row.office_id : s->life->site->root);
    bool english = lang == LANG_EN;
    struct str commune = demo_commune(s->about->office, english);
    struct demo_blanks blanks = {.place = s->about->place.p == NULL ? commune : s->about->place, .commune = commune,
                                 .office = owner->name[lang], .number = 2 + s->plot->roll % 8, .at = s->act->at,
                                 .english = english};
    return demo_fill(s->a, pattern, &blanks);
}

static struct str say_words(struct scene *s, const char *use)
{
    return filled(s, words(s, use, STR("any")), LANG_VI);
}

static const struct demo_answer *answer_of(const struct scene *s)
{
    return s->plot->thanks || s->plot->about ? NULL : s->about->situation->answer;
}

static struct str channel_code(enum demo_channel c)
{
    static const struct str codes[] = {[DEMO_WEB] = STR_INIT("web"), [DEMO_PHONE] = STR_INIT("phone"),
                                       [DEMO_PAPER] = STR_INIT("paper"), [DEMO_APP] = STR_INIT("app")};
    return codes[c];
}

static enum matter_end take(struct scene *s)
{
    static const struct str kinds[] = {[DEMO_REFLECTION] = STR_INIT("report"), [DEMO_QUESTION] = STR_INIT("question"),
                                       [DEMO_THANKS] = STR_INIT("thanks")};
    const struct site *site = s->life->site;
    struct demo_message m;
    demo_message(s->life->script->plan, s->act->message, s->a, &m);
    const struct office *office = site_office_by_code(site, m.office->code);
    const struct category *category = site_category_by_code(site, office->id, m.category->code);
    struct demo_life_message *kept = &s->life->messages[s->act->message];
    uint8_t hash[RECEIPT_HASH];
    receipt_new(&kept->receipt);
    receipt_hash(&kept->receipt, hash);
    struct message_draft d = {
        .words = m.text, .place = m.place, .office_id = office->id, .may_show = m.is_public, .about_office = m.about_office,
        .place_office_id = str_eqz(m.happened->kind, "commune") ? site_office_by_code(site, m.happened->code)->id : 0,
        .category_id = m.category_given ? category->id : 0, .kind = kinds[m.kind], .channel = channel_code(m.channel),
        .by_office = m.channel == DEMO_PHONE || m.channel == DEMO_PAPER,
        .receipt_hash = {(char *)hash, sizeof hash}};
    if (!lang_from_code(m.lang, &d.lang)) {
        d.lang = LANG_VI;
    }
    struct problems p = {.n = 0};
    message_check(site, &d, &p);
    if (p.n > 0) {
        (void)err_set(s->e, ERR_INPUT, "demo message %zu: %s", s->act->message, p.list[0].msgid);
        return MATTER_ERROR;
    }
    struct actor by = d.by_office ? demo_staff_at(s->life, office->id, "clerk officer head", 0) : (struct actor){0};
    struct message_taken taken;
    if (!message_take(s->desk.tx, site, &by, &d, s->act->at, &taken, s->e)) {
        return MATTER_ERROR;
    }
    kept->id = taken.id;
    return MATTER_SAVED;
}

static bool load_message(struct scene *s, size_t message, struct message_row *out)
{
    return q_message_by_id(s->desk.tx, s->life->site->home, s->life->messages[message].id, out, s->e) == Q_ROW;
}

static enum matter_end start(struct scene *s)
{
    struct message_row m;
    if (!load_message(s, s->act->message, &m)) {
        return MATTER_ERROR;
    }
    const struct site *site = s->life->site;
    const struct category *c = site_category_by_code(site, m.office_id, s->about->situation->category->code);
    const struct demo_answer *answer = answer_of(s);
    struct str title = answer != NULL ? filled(s, answer->title_vi, LANG_VI)
                       : s->plot->thanks ? str_fmt(s->a, "Lời cảm ơn – %.*s", STR_ARG(c->name[LANG_VI]))
                       : str_fmt(s->a, "%.*s – %.*s", STR_ARG(c->name[LANG_VI]),
                                 STR_ARG(s->about->place.p != NULL ? s->about->place : demo_commune(s->about->office, false)));
    s->desk.actor = demo_staff_at(s->life, m.office_id, "clerk officer head", 0);
    struct matter_row row;
    enum matter_end end = matter_start(&s->desk, &m, c->id, title, &row, s->e);
    *s->matter = (struct demo_life_matter){.id = row.id};
    return end;
}

static enum matter_end join(struct scene *s)
{
    struct message_row m;
    return load_message(s, s->act->message, &m) ? matter_join(&s->desk, &s->row, &m, s->e) : MATTER_ERROR;
}

// Who answers: the office whose subject it is, else the one where it happened.
static const struct office *answers(const struct scene *s)
{
    const struct demo_office *owner = s->about->situation->category->owner;
    return site_office_by_code(s->life->site, owner == NULL ? s->about->office->code : owner->code);
}

static enum matter_end pass_on(struct scene *s)
{
    const struct office *to = answers(s);
    return matter_pass_on(&s->desk, &s->row, to->id, say_words(s, "summary"), s->e);
}

static enum matter_end assign(struct scene *s)
{
    const struct site *site = s->life->site;
    int64_t days = s->plot->quick ? QUICK_DAYS : site_setting_int(site, s->row.office_id, SETTING_DUE_DAYS);
    struct str why = s->plot->quick ? STR("Việc khẩn cấp do mưa bão: 3 ngày")
                                    : site_setting(site, s->row.office_id, SETTING_DUE_SOURCE);
    bool inside = s->row.office_id == site->root && s->row.about_office_id == 0 && !s->plot->thanks;
    const struct office *to = inside ? answers(s) : site_office(site, s->row.office_id);
    int64_t office = office_own(site, to->id, s->row.office_id) ? to->id : s->row.office_id;
    return matter_assign(&s->desk, &s->row, office, matter_due_after(site, s->act->at, days), why, s->e);
}

// Help comes from a department for a commune, from the first commune for a department.
static enum matter_end coordinate(struct scene *s)
{
    const struct site *site = s->life->site;
    for (size_t i = s->plot->roll % site->n_offices, tried = 0; tried < site->n_offices; tried++, i = (i + 1) % site->n_offices) {
        const struct office *o = &site->offices[i];
        if (o->id != s->row.office_id && o->id != site->root &&
            (s->row.about_office_id == 0 || !site_within(site, o->id, s->row.about_office_id))) {
            return matter_coordinate(&s->desk, &s->row, o->id, s->e);
        }
    }
    return MATTER_SAVED;
}

static enum matter_end reload(struct scene *s)
{
    return q_matter_by_id(s->desk.tx, s->row.home_id, s->row.id, &s->row, s->e) == Q_ROW ? MATTER_SAVED : MATTER_ERROR;
}

static enum matter_end title(struct scene *s)
{
    const struct demo_answer *answer = answer_of(s);
    enum matter_end end = matter_title(&s->desk, &s->row, LANG_VI, filled(s, answer->title_vi, LANG_VI), s->e);
    if (end == MATTER_SAVED && answer->title_en.p != NULL) {
        end = reload(s);
        end = end == MATTER_SAVED ? matter_title(&s->desk, &s->row, LANG_EN, filled(s, answer->title_en, LANG_EN), s->e) : end;
    }
    s->matter->titled = true;
    return end;
}

// Who writes is not who lets it out, where the office demands a second reader; elsewhere the office's own head does, and the
// office above only where it has none.
static enum matter_end send_out(struct scene *s, const struct publication_row *pub, const struct version_row *v)
{
    struct version_row now = *v;
    bool demanded = site_setting_flag(s->life->site, pub->office_id, SETTING_SECOND_READER);
    if (demanded) {
        enum matter_end end = press_submit(&s->desk, v, s->e);
        if (end != MATTER_SAVED || q_version_by_id(s->desk.tx, v->home_id, v->id, &now, s->e) != Q_ROW) {
            return end == MATTER_SAVED ? MATTER_ERROR : end;
        }
    }
    struct desk second = s->desk;
    second.actor = demo_staff_at(s->life, pub->office_id, "head editor", demanded ? v->member_id : 0);
    return press_publish(&second, pub, &now, s->e);
}

// "No 12/BB; No 13/BB": a source each.
static size_t read_sources(struct str list, struct source out[SOURCES_MAX])
{
    size_t n = 0;
    while (list.p != NULL && n < SOURCES_MAX) {
        struct str one = str_trim(str_cut(&list, ';'));
        if (one.n > 0) {
            out[n++] = (struct source){.title = one};
        }
    }
    return n;
}

static enum matter_end answer(struct scene *s)
{
    const struct demo_answer *own = answer_of(s);
    bool first = s->matter->answer == 0;
    bool out = s->act->kind == ACT_ANSWER;
    if (own != NULL && !s->matter->titled && out) {
        enum matter_end end = title(s);
        end = end == MATTER_SAVED ? reload(s) : end;
        if (end != MATTER_SAVED) {
            return end;
        }
    }
    struct source sources[SOURCES_MAX];
    struct draft d = {.lang = LANG_VI, .by_receipt = own == NULL, .sources = sources, .title = s->row.title};
    if (!first) {
        d.body = say_words(s, "again");
    } else if (own != NULL) {
        d.title = filled(s, own->title_vi, LANG_VI);
        d.body = filled(s, own->body_vi, LANG_VI);
        d.n_sources = read_sources(own->sources, sources);
    } else {
        d.body = filled(s, words(s, "reply", s->plot->thanks ? STR("thanks") : s->plot->outcome), LANG_VI);
    }
    struct publication_row pub;
    struct version_row v;
    s->desk.actor = demo_staff_at(s->life, s->row.office_id, "officer editor head", 0);
    enum matter_end end = press_begin(&s->desk, &s->row, STR("answer"), s->row.office_id, &d, &pub, &v, s->e);
    if (end != MATTER_SAVED || !out) { // half of the drafts are ready to be read by a second person
        return end == MATTER_SAVED && s->plot->roll % 2 == 0 ? press_submit(&s->desk, &v, s->e) : end;
    }
    if (first) {
        s->matter->answer = pub.id;
    }
    return send_out(s, &pub, &v);
}

static enum matter_end next_version(struct scene *s, const struct publication_row *pub, const struct draft *d)
{
    struct version_row v;
    s->desk.actor = demo_staff_at(s->life, pub->office_id, "editor officer head", 0);
    enum matter_end end = press_next(&s->desk, pub, d, &v, s->e);
    return end == MATTER_SAVED ? send_out(s, pub, &v) : end;
}

static enum matter_end translate_or_correct(struct scene *s)
{
    const struct demo_answer *own = answer_of(s);
    struct publication_row pub;
    if (q_publication_by_id(s->desk.tx, s->row.home_id, s->matter->answer, &pub, s->e) != Q_ROW) {
        return MATTER_ERROR;
    }
    struct source sources[SOURCES_MAX];
    struct draft d = {.lang = LANG_EN, .sources = sources, .n_sources = read_sources(own->sources, sources)};
    if (s->act->kind == ACT_TRANSLATE) {
        d.title = filled(s, own->title_en, LANG_EN);
        d.body = filled(s, own->body_en, LANG_EN);
    } else {
        d.lang = LANG_VI;
        d.title = filled(s, own->title_vi, LANG_VI);
        d.body = str_fmt(s->a, "%.*s\n\n%.*s", STR_ARG(filled(s, own->body_vi, LANG_VI)), STR_ARG(say_words(s, "fixed")));
        d.change_note = say_words(s, "change");
    }
    return next_version(s, &pub, &d);
}

static enum matter_end close_matter(struct scene *s)
{
    const struct site *site = s->life->site;
    struct matter_closing c = {.outcome = outcome_of(s->plot->outcome)};
    BUG_ON(c.outcome == OUTCOMES);
    if (outcome_asks(c.outcome) == ASKS_REASON) {
        c.note = filled(s, words(s, "reason", s->plot->outcome), LANG_VI);
    } else if (outcome_asks(c.outcome) == ASKS_OFFICE) {
        c.office_id = site->root;
    } else if (outcome_asks(c.outcome) == ASKS_DAY) {
        c.promised_day = tz_day(site->tz, s->act->at) + PROMISED_DAYS;
    }
    struct problems p = {.n = 0};
    matter_closing_check(site, tz_day(site->tz, s->act->at), &c, &p);
    return p.n > 0 ? MATTER_NOT_NOW : matter_close(&s->desk, &s->row, &c, s->e);
}

// What a sender does with the receipt in hand.
static enum matter_end by_receipt(struct scene *s)
{
    uint8_t bytes[RECEIPT_HASH];
    receipt_hash(&s->life->messages[s->act->message].receipt, bytes);
    struct str hash = {(char *)bytes, sizeof bytes};
    struct tx *tx = s->desk.tx;
    const struct site *site = s->life->site;
    struct message_row m;
    switch (s->act->kind) {
    case ACT_ADD:
        return follow_add(tx, site, hash, say_words(s, "added"), s->act->at, s->e);
    case ACT_CONTEST:
        return follow_contest(tx, site, hash, say_words(s, "contest"), s->act->at, s->e);
    case ACT_RATE:
        return follow_rate(tx, site, hash, 5 - (int64_t)(prng_below(&s->r, 5) * prng_below(&s->r, 5) / 4), s->act->at, s->e);
    default: // who agreed to be shown was not asked
        if (!load_message(s, s->act->message, &m)) {
            return MATTER_ERROR;
        }
        return m.may_show ? MATTER_SAVED : follow_consent(tx, site, hash, prng_below(&s->r, 10) < 8, s->act->at, s->e);
    }
}

static enum matter_end notice(struct scene *s)
{
    const struct demo_notice *n = &s->life->script->plan->material->notices[s->act->message];
    const struct office *office = site_office_by_code(s->life->site, n->office->code);
    struct source sources[SOURCES_MAX];
    struct draft d = {.lang = LANG_VI, .title = n->title_vi, .body = n->body_vi, .sources = sources,
                      .n_sources = read_sources(n->sources, sources)};
    struct publication_row pub;
    struct version_row v;
    s->desk.actor = demo_staff_at(s->life, office->id, "editor officer head", 0);
    enum matter_end end = press_begin(&s->desk, NULL, n->kind, office->id, &d, &pub, &v, s->e);
    end = end == MATTER_SAVED ? send_out(s, &pub, &v) : end;
    if (end != MATTER_SAVED || n->body_en.p == NULL) {
        return end;
    }
    if (q_publication_by_id(s->desk.tx, pub.home_id, pub.id, &pub, s->e) != Q_ROW) {
        return MATTER_ERROR;
    }
    d.lang = LANG_EN;
    d.title = n->title_en;
    d.body = n->body_en;
    return next_version(s, &pub, &d);
}

static enum matter_end play(struct scene *s)
{
    switch (s->act->kind) {
    case ACT_TAKE:
        return take(s);
    case ACT_START:
        return start(s);
    case ACT_JOIN:
        return join(s);
    case ACT_PASS_ON:
        return pass_on(s);
    case ACT_ASSIGN:
        return assign(s);
    case ACT_NOTE:
        return matter_note(&s->desk, &s->row, say_words(s, "note"), s->e);
    case ACT_COORDINATE:
        return coordinate(s);
    case ACT_TITLE:
        return title(s);
    case ACT_ASK:
        return matter_ask(&s->desk, &s->row, say_words(s, "ask"), s->e);
    case ACT_RESUME:
        return matter_resume(&s->desk, &s->row, s->e);
    case ACT_EXTEND:
        return matter_extend(&s->desk, &s->row, matter_due_after(s->life->site, s->row.due_at, LATER_DAYS),
                             say_words(s, "extend"), s->e);
    case ACT_DRAFT:
    case ACT_ANSWER:
        return answer(s);
    case ACT_TRANSLATE:
    case ACT_CORRECT:
        return translate_or_correct(s);
    case ACT_CLOSE:
        return close_matter(s);
    case ACT_CONSENT:
    case ACT_ADD:
    case ACT_CONTEST:
    case ACT_RATE:
        return by_receipt(s);
    case ACT_NOTICE:
        return notice(s);
    }
    BUG("unknown act");
}

static enum matter_end play_one(struct tx *tx, struct demo_life *l, const struct demo_act *act, struct err *e)
{
    bool of_matter = act->kind != ACT_TAKE && act->kind != ACT_NOTICE;
    struct scene s = {.life = l, .act = act, .a = tx_arena(tx), .e = e,
                      .r = demo_script_prng(l->script->plan, act->matter * 4096 + act->message, 16 + (uint64_t)act->kind),
                      .desk = {.tx = tx, .site = l->site, .now = act->at}};
    if (of_matter) {
        s.plot = &l->script->matters[act->matter];
        s.matter = &l->matters[act->matter];
        s.about = &l->script->plan->cases[s.plot->case_no];
    }
    if (of_matter && act->kind != ACT_START) {
        if (q_matter_by_id(tx, l->site->home, s.matter->id, &s.row, e) != Q_ROW) {
            return MATTER_ERROR;
        }
        s.desk.actor = demo_staff_at(l, s.row.office_id, "officer clerk head", 0);
    }
    return play(&s);
}

enum tx_end demo_live(struct tx *tx, void *arg, struct err *e)
{
    struct demo_chunk *c = arg;
    for (size_t i = c->from; i < c->to; i++) {
        const struct demo_act *act = &c->life->script->acts[i];
        *e = ERR_INIT;
        enum matter_end end = play_one(tx, c->life, act, e);
        if (end != MATTER_SAVED) {
            if (e->code == ERR_NONE) {
                (void)err_set(e, ERR_INPUT, "the demo's script: act %zu (kind %d, matter %zu, message %zu) is refused: %d", i,
                              (int)act->kind, act->matter, act->message, (int)end);
            }
            return TX_FAILED;
        }
    }
    return TX_COMMIT;
}
