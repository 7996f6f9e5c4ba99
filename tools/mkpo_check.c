// mkpo_check.c: what a translation owes its source: to be there, to keep the placeholders, to be used, to be spelt
// well.
#include "mkpo.h"

#include "base/utf8.h"

#include <stdarg.h>

static int failed;

static PRINTF(3, 4) void complain(const char *file, int line, const char *fmt, ...)
{
    char what[600];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    printf("# %s:%d: %s\n", file, line, what);
    failed++;
}

static bool asks_for(struct str text, struct str name, const char *file, int line)
{
    size_t at = 0;
    struct str one;
    while (po_placeholder(text, &at, &one, file, line)) {
        if (str_eq(one, name)) {
            return true;
        }
    }
    return false;
}

// Every placeholder of `source` is in `text`, but for the count of a plural, which words may say ("one day").
static void check_placeholders(const struct po *po, const struct po_entry *e, struct str source, struct str text,
                               const char *where)
{
    size_t at = 0;
    struct str name;
    while (po_placeholder(source, &at, &name, po->path, e->line)) {
        bool count = e->plural.p != NULL && str_eqz(name, "n");
        if (!count && !asks_for(text, name, po->path, e->line)) {
            complain(po->path, e->line, "{%.*s} is missing in the %s: %.*s", STR_ARG(name), where, STR_ARG(text));
        }
    }
}

static bool is_vietnamese_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp < 0x1F00);
}

// GLOSSARY: the tone mark stands on the first vowel (hòa, khỏe, thủy), unless a consonant follows (hoàn) or q begins
// (quý).
static bool is_new_style_tone(struct str text, size_t at)
{
    static const char *const pairs[] = {"oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ",
                                        "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"};
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        struct str rest = str_slice(text, at, text.n);
        if (!str_starts(rest, str_c(pairs[i])) || (at > 0 && strchr("qQ", text.p[at - 1]) != NULL)) {
            continue;
        }
        size_t end = at + strlen(pairs[i]);
        uint32_t next = ' ';
        if (end < text.n) {
            (void)utf8_next(text, end, &next);
        }
        return !is_vietnamese_letter(next);
    }
    return false;
}

// What stands around `bare` in `text` is what stands around `source` in `id`.
static bool same_blanks(struct str id, struct str source, struct str text, struct str bare)
{
    size_t before = source.n == 0 ? 0 : (size_t)(source.p - id.p);
    size_t here = bare.n == 0 ? 0 : (size_t)(bare.p - text.p);
    return str_eq(str_slice(id, 0, before), str_slice(text, 0, here)) &&
           str_eq(str_slice(id, before + source.n, id.n), str_slice(text, here + bare.n, text.n));
}

// The next conversion of printf in s from *at, such as %.*s; *at moves behind it. STR_NONE when there is no more.
static struct str next_conversion(struct str s, size_t *at)
{
    while (*at < s.n) {
        size_t from = (*at)++;
        if (s.p[from] != '%') {
            continue;
        }
        if (*at < s.n && s.p[*at] == '%') {
            ++*at;
            continue;
        }
        size_t end = *at;
        while (end < s.n && strchr("-0123456789.*lz", s.p[end]) != NULL) {
            end++;
        }
        if (end < s.n && strchr("sduxfc", s.p[end]) != NULL) {
            *at = end + 1;
            return str_slice(s, from, *at);
        }
    }
    return STR_NONE;
}

// A format of printf asks for the same arguments in the same order in every language, or the program reads what was
// never given.
static void check_conversions(const struct po *po, const struct po_entry *e, struct str source, struct str text)
{
    size_t a = 0, b = 0;
    for (struct str one = STR(""); one.p != NULL;) {
        one = next_conversion(source, &a);
        struct str other = next_conversion(text, &b);
        if (!str_eq(one, other) || (one.p == NULL) != (other.p == NULL)) {
            complain(po->path, e->line, "printf would read other arguments than the source's: %.*s", STR_ARG(text));
            return;
        }
    }
}

static void check_spelling(const struct po *po, const struct po_entry *e, struct str text)
{
    for (size_t i = 0; i < text.n;) {
        uint32_t cp;
        size_t len = utf8_next(text, i, &cp);
        if (cp >= 0x300 && cp <= 0x36F) {
            complain(po->path, e->line, "write letters in one piece (NFC): %.*s", STR_ARG(text));
            return;
        }
        if (str_eqz(po->lang, "vi") && is_new_style_tone(text, i)) {
            complain(po->path, e->line, "the tone mark stands on the first vowel (hòa, khỏe, thủy): %.*s",
                     STR_ARG(text));
            return;
        }
        i += len;
    }
    struct str source = str_trim(e->id);
    struct str bare = str_trim(text);
    if (!same_blanks(e->id, source, text, bare)) {
        complain(po->path, e->line, "other blanks at an end than the source: \"%.*s\"", STR_ARG(text));
    }
}

static void check_entry(const struct po *po, const struct po_entry *e)
{
    struct str source = e->plural.p != NULL ? e->plural : e->id;
    for (size_t i = 0; i < e->n_text; i++) {
        check_placeholders(po, e, source, e->text[i], "translation");
        check_placeholders(po, e, e->text[i], source, "source");
        check_conversions(po, e, source, e->text[i]);
        check_spelling(po, e, e->text[i]);
    }
    if (!e->used) {
        complain(po->path, e->line, "this message is used nowhere: %.*s", STR_ARG(e->id));
    }
}

int po_check(struct po *po, const struct po_uses *uses)
{
    for (size_t i = 0; i < uses->n; i++) {
        const struct po_use *use = &uses->p[i];
        struct po_entry *e = po_find(po, use->context, use->id);
        if (e == NULL || !po_translated(po, e)) {
            complain(use->file, use->line, "not translated in %s (make po adds it): %.*s", po->path, STR_ARG(use->id));
        } else if (!str_eq(e->plural, use->plural)) {
            complain(use->file, use->line, "%s:%d has another plural: %.*s", po->path, e->line, STR_ARG(e->plural));
        }
        if (e != NULL) {
            e->used = true;
        }
    }
    for (size_t i = 0; i < po->n; i++) {
        if (po_translated(po, &po->entries[i])) {
            check_entry(po, &po->entries[i]);
        } else if (!po->entries[i].used) {
            complain(po->path, po->entries[i].line, "this message is used nowhere");
        }
    }
    printf("%sok 1 - %s: %zu messages asked for, %zu translated, none unused\n", failed == 0 ? "" : "not ", po->path,
           uses->n, po->n);
    printf("1..1\n");
    return failed == 0 ? 0 : 1;
}

// --- make po ---

static void write_quoted(struct buf *b, const char *word, struct str s)
{
    buf_addf(b, "%s \"", word);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\') {
            buf_addc(b, '\\');
        }
        if (s.p[i] == '\n') {
            buf_addz(b, "\\n");
        } else {
            buf_addc(b, s.p[i]);
        }
    }
    buf_addz(b, "\"\n");
}

static bool asked_before(const struct po_uses *uses, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (str_eq(uses->p[i].id, uses->p[at].id) && str_eq(uses->p[i].context, uses->p[at].context)) {
            return true;
        }
    }
    return false;
}

size_t po_merge(const struct po *po, const struct po_uses *uses)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_add(&b, tool_read(po->path));
    size_t added = 0;
    for (size_t i = 0; i < uses->n; i++) {
        const struct po_use *use = &uses->p[i];
        if (po_find(po, use->context, use->id) != NULL || asked_before(uses, i)) {
            continue;
        }
        added++;
        buf_addz(&b, "\n");
        if (use->note.n > 0) {
            buf_addf(&b, "#. %.*s\n", STR_ARG(use->note));
        }
        if (use->context.p != NULL) {
            write_quoted(&b, "msgctxt", use->context);
        }
        write_quoted(&b, "msgid", use->id);
        if (use->plural.p == NULL) {
            buf_addz(&b, "msgstr \"\"\n");
            continue;
        }
        write_quoted(&b, "msgid_plural", use->plural);
        for (size_t f = 0; f < po->n_forms; f++) {
            buf_addf(&b, "msgstr[%zu] \"\"\n", f);
        }
    }
    tool_write(po->path, &b);
    return added;
}
