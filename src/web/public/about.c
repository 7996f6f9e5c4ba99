// about.c: what stands still: privacy, accessibility, and what is left to do when a code is lost.
#include "web/public/about_view.h"

#include "core/count/figures.h"
#include "db/q_erasure.h"
#include "docs/json.h"
#include "i18n/i18n.h"
#include "templates.h"
#include "web/page.h"

static bool add_erasure(void *arg, const struct erasures_count_row *row, struct err *e)
{
    (void)e;
    int64_t *n = arg;
    enum erasure_reason r = erasure_reason_of(row->reason);
    if (r != ERASURE_REASONS) {
        n[r] = row->n;
    }
    return true;
}

// The reasons and nothing else: by office or time a small count could be worked out.
static bool fill_erasures(struct web *w, struct about_view *v, struct err *e)
{
    int64_t n[ERASURE_REASONS] = {0};
    if (!q_erasures_count(w->tx, w->site->home, add_erasure, n, e)) {
        return false;
    }
    for (enum erasure_reason r = 0; r < ERASURE_REASONS; r++) {
        struct buf b = buf_new(64);
        bool few = n[r] > 0 && n[r] < DISCLOSE_SMALL;
        figure_put(&b, w->lang, UNIT_COUNT, (struct figure_value){.n = n[r], .shown = few ? SHOWN_SMALL : SHOWN_COUNT});
        v->erasures[r] = (struct about_erasure){erasure_reason_code(r),
                                                T_(w->lang, erasure_reason_words(r)), str_copy(w->a, buf_str(&b))};
        buf_free(&b);
    }
    return true;
}

// The counts as the page has them: "<5" is a text, 0 and what may be told are too.
static void privacy_json(struct buf *out, enum lang lang, const struct about_view *v)
{
    (void)lang;
    struct json j = json_begin(out);
    json_object(&j, NULL);
    json_array(&j, "erased");
    for (size_t i = 0; i < ARRAY_LEN(v->erasures); i++) {
        json_object(&j, NULL);
        json_str(&j, "reason", str_c(v->erasures[i].code));
        json_str(&j, "words", v->erasures[i].reason);
        json_str(&j, "messages", v->erasures[i].times);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
}

static void reply(struct web *w, struct str title, void (*draw)(struct buf *out, enum lang lang, const struct about_view *v))
{
    struct about_view v = {
        .page = page_view(w, title),
        .phone = site_setting(w->site, w->site->root, SETTING_PHONE),
        .address = site_setting(w->site, w->site->root, SETTING_ADDRESS),
        .json_href = web_path(w, "privacy.json"),
    };
    struct err e = ERR_INIT;
    if (!fill_erasures(w, &v, &e)) {
        web_failed(w, &e);
        return;
    }
    struct buf out = web_buf();
    draw(&out, w->lang, &v);
    page_reply(w, w->json ? STR("application/json") : STR("text/html; charset=utf-8"), &out);
    buf_free(&out);
}

// A text of the page, without its link; with a value in it, unless that is not known.
static void put_words(struct json *j, enum lang lang, const char *msgid, const char *name, struct str value)
{
    struct buf b = buf_new(8192);
    struct i18n_arg args[] = {{"a", STR("")}, {"/a", STR("")}, {name, value}};
    i18n_fill(&b, T_(lang, msgid), args, name == NULL ? 2 : 3);
    if (name == NULL || value.n > 0) {
        json_str(j, NULL, buf_str(&b));
    }
    buf_free(&b);
}

static void accessibility_json(struct buf *out, enum lang lang, const struct about_view *v)
{
    struct json j = json_begin(out);
    json_object(&j, NULL);
    json_str(&j, "standard", STR("WCAG 2.2 AA"));
    json_array(&j, "promises");
    put_words(&j, lang, N_("These pages are made to WCAG 2.2 level AA: by keyboard, by screen reader, enlarged to 400%, without "
                           "JavaScript, on old telephones."), NULL, STR(""));
    json_end(&j);
    json_array(&j, "other_ways");
    put_words(&j, lang, N_("Call {phone}: a clerk enters it for you and reads the code out, group by group."), "phone", v->phone);
    put_words(&j, lang, N_("Come to {address}."), "address", v->address);
    put_words(&j, lang, N_("Write a letter to the office."), NULL, STR(""));
    json_end(&j);
    json_end(&j);
}

static void lost_code_json(struct buf *out, enum lang lang, const struct about_view *v)
{
    struct json j = json_begin(out);
    json_object(&j, NULL);
    json_array(&j, "possible");
    put_words(&j, lang, N_("Look among the {a}public answers{/a}: many messages are answered there."), NULL, STR(""));
    put_words(&j, lang, N_("If you left an e-mail address, you are still told there."), NULL, STR(""));
    put_words(&j, lang, N_("Send it again. A clerk puts it together with the first one."), NULL, STR(""));
    put_words(&j, lang, N_("Call {phone} and ask about the matter; a clerk can only read out what is public."), "phone",
              v->phone);
    json_end(&j);
    json_end(&j);
}

void privacy_get(struct web *w)
{
    reply(w, T(w->lang, "Privacy"), w->json ? privacy_json : tmpl_privacy);
}

void accessibility_get(struct web *w)
{
    reply(w, T(w->lang, "Accessibility"), w->json ? accessibility_json : tmpl_accessibility);
}

void lost_code_get(struct web *w)
{
    reply(w, T(w->lang, "Lost code"), w->json ? lost_code_json : tmpl_lost_code);
}
