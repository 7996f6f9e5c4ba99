// task_letter.c: see task_letter.h.
#include "core/steer/task_letter.h"

#include "db/q_task.h"
#include "i18n/format.h"
#include "i18n/i18n.h"

enum { BODY_BYTES = 1 << 20 };

static struct str day_words(struct arena *a, enum lang lang, int64_t day)
{
    struct buf b = buf_new(64);
    format_day(&b, lang, day);
    struct str s = str_copy(a, buf_str(&b));
    buf_free(&b);
    return s;
}

// What a task says is somebody's words: on one line, with nothing that Markdown would take for a mark.
static void plain(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (memchr("\\`*_{}[]<>#|~!&", c, 15) != NULL) {
            buf_addc(b, '\\');
        }
        buf_addc(b, c == '\n' || c == '\r' ? ' ' : c);
    }
}

static void add_task(struct buf *b, struct arena *a, enum lang lang, const struct task_row *t, int64_t today)
{
    struct buf left = buf_new(64);
    format_days_left(&left, lang, t->due_day - today);
    buf_addz(b, "- ");
    plain(b, t->what);
    I18N_FILL(b, T(lang, "; due {day} ({late})"), {"day", day_words(a, lang, t->due_day)}, {"late", buf_str(&left)});
    if (t->product.n > 0) {
        buf_addz(b, "; ");
        buf_add(b, T(lang, "expected result"));
        buf_addz(b, ": ");
        plain(b, t->product);
    }
    buf_addz(b, "\n");
    buf_free(&left);
}

static struct str name_of(const struct site *s, int64_t id)
{
    const struct office *o = site_office(s, id);
    return o == NULL ? STR("") : o->name[s->lang];
}

// Every lead once, in the order of the first of its tasks.
static size_t leads_of(const struct task_row *list, size_t n, int64_t *leads)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < count && leads[k] != list[i].lead_id) {
            k++;
        }
        if (k == count) {
            leads[count++] = list[i].lead_id;
        }
    }
    return count;
}

struct document_draft task_letter(struct arena *a, const struct site *s, int64_t office_id, const struct task_row *list,
                                  size_t n, int64_t today)
{
    enum lang lang = s->lang;
    const struct office *own = site_office(s, office_id);
    struct buf body = buf_new(BODY_BYTES);
    struct buf to = buf_new(BODY_BYTES);
    int64_t *leads = ARENA_ARRAY(a, int64_t, n + 1);
    size_t n_leads = leads_of(list, n, leads);
    I18N_FILL(&body, T(lang, "By {day} these tasks are past their due date, and nothing was reported:"),
              {"day", day_words(a, lang, today)});
    buf_addz(&body, "\n");
    for (size_t k = 0; k < n_leads; k++) {
        buf_addz(&body, "\n**");
        plain(&body, name_of(s, leads[k]));
        buf_addz(&body, "**\n\n");
        buf_addz(&to, k == 0 ? "" : "; ");
        buf_add(&to, name_of(s, leads[k]));
        for (size_t i = 0; i < n; i++) {
            if (list[i].lead_id == leads[k]) {
                add_task(&body, a, lang, &list[i], today);
            }
        }
    }
    buf_addz(&body, "\n");
    buf_add(&body, T(lang, "The lead offices are asked to carry them out without delay and to report."));
    buf_addz(&body, "\n");
    struct str addressees = buf_str(&to);
    struct document_draft d = {.kind = str_c(document_kind_code(KIND_LETTER)),
                               .symbol = document_symbol(a, KIND_LETTER, own == NULL ? STR("") : own->code),
                               .summary = T(lang, "Urging tasks that are past their due date"),
                               .urgency = STR("normal"),
                               .addressees = addressees.n <= ADDRESSEES_MAX ? str_copy(a, addressees)
                                                                            : T(lang, "the lead offices named below"),
                               .signer = STR(""), .signer_title = STR(""), .signed_as = STR(""),
                               .body = str_copy(a, buf_str(&body))};
    buf_free(&body);
    buf_free(&to);
    return d;
}
