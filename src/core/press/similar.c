// similar.c: see similar.h.
#include "core/press/similar.h"

#include "base/utf8.h"
#include "core/press/reading.h"
#include "db/q_matter.h"
#include "db/q_publication.h"
#include "docs/markdown.h"
#include "match/alike.h"
#include "match/pairs.h"

enum { LOOKED_AT = 16, POINTS_MAX = 400, REASON_WORDS = 4 };

// What is far behind the best says another thing.
static const float beside_best = 0.75f;

struct looking {
    struct tx *tx;
    const struct site *site;
    enum lang lang;
    struct alike *alike;
    struct similar *list;
    size_t n;
};

bool similar_may_join(const struct matter_row *m)
{
    return m->public_at != 0 && (str_eq(m->state, STR("new")) || str_eq(m->state, STR("open")) ||
                                 str_eq(m->state, STR("waiting")) || str_eq(m->state, STR("answered")));
}

// One more; what is there already of the same matter or publication keeps the better score.
static void put(struct looking *l, const struct similar *found)
{
    size_t at = 0;
    while (at < l->n && (found->matter.id != 0 ? l->list[at].matter.id != found->matter.id
                                               : l->list[at].publication.id != found->publication.id)) {
        at++;
    }
    if (at < l->n) {
        struct similar *was = &l->list[at];
        if (was->publication.id == 0) {
            was->publication = found->publication;
            was->version = found->version;
        }
        if (found->score > was->score) {
            was->score = found->score;
            was->words = found->words;
        }
    } else {
        l->list[l->n++] = *found;
    }
}

static bool look_at_matter(struct looking *l, int64_t id, struct err *e)
{
    struct similar found = {.score = 0};
    struct matter_titles_row *titles;
    size_t n;
    enum q_got got = q_matter_by_id(l->tx, l->site->home, id, &found.matter, e);
    if (got != Q_ROW || found.matter.public_at == 0) {
        return got != Q_ERROR;
    }
    if (!q_matter_titles(l->tx, l->site->home, id, &titles, &n, e) ||
        !title_for_reader(l->tx, l->site, &found.matter, l->lang, &found.title, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        float score = alike_listed(l->alike, titles[i].title, STR(""));
        if (score > found.score) {
            found.score = score;
            found.words = alike_words(l->alike, titles[i].title, REASON_WORDS, tx_arena(l->tx));
        }
    }
    if (found.score > 0) {
        put(l, &found);
    }
    return true;
}

// The matter that it answers, where that is public; else id 0.
static bool matter_of(struct looking *l, struct similar *found, struct err *e)
{
    if (found->publication.matter_id == 0) {
        return true;
    }
    enum q_got got = q_matter_by_id(l->tx, l->site->home, found->publication.matter_id, &found->matter, e);
    if (got != Q_ROW || found->matter.public_at == 0) {
        found->matter = (struct matter_row){.id = 0};
        return got != Q_ERROR;
    }
    return title_for_reader(l->tx, l->site, &found->matter, l->lang, &found->title, e);
}

static bool look_at_publication(struct looking *l, int64_t id, struct err *e)
{
    struct similar found = {.score = 0};
    bool there;
    enum q_got got = q_publication_by_id(l->tx, l->site->home, id, &found.publication, e);
    if (got != Q_ROW || !str_eq(found.publication.state, STR("published")) || found.publication.by_receipt) {
        return got != Q_ERROR;
    }
    if (!version_for_reader(l->tx, &found.publication, l->lang, &found.version, &there, e)) {
        return false;
    }
    if (!there) {
        return true;
    }
    struct str text = utf8_clip(markdown_words(tx_arena(l->tx), found.version.body), POINTS_MAX);
    found.title = found.version.title;
    found.score = alike_listed(l->alike, found.title, STR(""));
    found.words = alike_words(l->alike, found.title, REASON_WORDS, tx_arena(l->tx));
    if (found.score <= 0 && alike_to(l->alike, text).score >= PAIRS_SAME) { // a long answer has many words
        found.score = alike_listed(l->alike, found.title, text);
        found.words = alike_words(l->alike, text, REASON_WORDS, tx_arena(l->tx));
    }
    if (found.score > 0) {
        if (!matter_of(l, &found, e)) {
            return false;
        }
        put(l, &found);
    }
    return true;
}

// At the same score what can still be joined, then what is newest: the lamp that is out tonight, not last year's.
static bool before(const struct similar *a, const struct similar *b)
{
    bool join_a = a->matter.id != 0 && similar_may_join(&a->matter);
    bool join_b = b->matter.id != 0 && similar_may_join(&b->matter);
    int64_t at_a = a->publication.id != 0 ? a->publication.published_at : a->matter.public_at;
    int64_t at_b = b->publication.id != 0 ? b->publication.published_at : b->matter.public_at;
    return a->score != b->score ? a->score > b->score : join_a != join_b ? join_a : at_a > at_b;
}

static void sort_best(struct looking *l)
{
    for (size_t i = 1; i < l->n; i++) {
        struct similar now = l->list[i];
        size_t at = i;
        for (; at > 0 && before(&now, &l->list[at - 1]); at--) {
            l->list[at] = l->list[at - 1];
        }
        l->list[at] = now;
    }
    l->n = l->n < SIMILAR_MOST ? l->n : SIMILAR_MOST;
    while (l->n > 1 && l->list[l->n - 1].score < l->list[0].score * beside_best) {
        l->n--;
    }
}

// The answer to a matter that was found by its own title alone.
static bool answer_of(struct looking *l, struct similar *found, struct err *e)
{
    struct publication_row *list;
    size_t n;
    if (found->publication.id != 0) {
        return true;
    }
    if (!q_publications_of_matter(l->tx, l->site->home, found->matter.id, &list, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && found->publication.id == 0; i++) {
        bool there;
        if (!str_eq(list[i].state, STR("published")) || list[i].by_receipt) {
            continue;
        }
        if (!version_for_reader(l->tx, &list[i], l->lang, &found->version, &there, e)) {
            return false;
        }
        found->publication = there ? list[i] : found->publication;
    }
    return true;
}

bool similar_published(const struct finder *f, struct tx *tx, const struct site *s, enum lang lang, struct str words,
                       struct similar **out, size_t *n, struct err *e)
{
    struct arena *a = tx_arena(tx);
    struct match_hits hits;
    struct looking l = {.tx = tx, .site = s, .lang = lang, .list = ARENA_ARRAY(a, struct similar, LOOKED_AT)};
    *out = l.list;
    *n = 0;
    match_query(finder_open_index(f), words, &(struct match_ask){.filter = {.public_only = true}, .limit = LOOKED_AT}, a, &hits);
    bool good = true;
    l.alike = alike_new(finder_open_index(f), words);
    for (size_t i = 0; i < hits.n && good; i++) {
        good = hits.v[i].attr.kind == MATCH_MATTER ? look_at_matter(&l, hits.v[i].id, e)
                                                   : look_at_publication(&l, hits.v[i].id, e);
    }
    alike_free(l.alike);
    sort_best(&l);
    for (size_t i = 0; i < l.n && good; i++) {
        good = l.list[i].matter.id == 0 || answer_of(&l, &l.list[i], e);
    }
    *n = good ? l.n : 0;
    return good;
}
