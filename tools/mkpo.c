// mkpo: translations at build time.
//
// mkpo catalog OUT.c po/vi.po …      the table of src/i18n/catalog.h
// mkpo check po/vi.po FILE…          every message of the files is translated, with the same placeholders, and nothing
// else mkpo merge po/vi.po FILE…          add the messages that are missing, with empty translations, at the end of the
// file
#include "mkpo.h"

#include "i18n/catalog.h"

static struct str key_of(struct arena *a, struct str context, struct str id)
{
    return context.p == NULL ? id : str_fmt(a, "%.*s\4%.*s", STR_ARG(context), STR_ARG(id));
}

static struct str enum_of(struct arena *a, struct str lang)
{
    struct str s = str_copy(a, lang);
    char *p = str_z(a, s);
    for (size_t i = 0; i < s.n; i++) {
        p[i] = p[i] == '-' ? '_' : (char)(p[i] >= 'a' && p[i] <= 'z' ? p[i] - 32 : p[i]);
    }
    return (struct str){p, s.n};
}

// The message in each file, by key.
struct message {
    struct str key;
    struct str context;
    struct str id;
};

static int by_key(const void *a, const void *b)
{
    return str_cmp(((const struct message *)a)->key, ((const struct message *)b)->key);
}

static size_t collect(struct message **out, struct arena *a, const struct po *po, size_t n_po)
{
    size_t n = 0;
    for (size_t i = 0; i < n_po; i++) {
        n += po[i].n;
    }
    struct message *m = xcalloc(n, sizeof *m);
    n = 0;
    for (size_t i = 0; i < n_po; i++) {
        for (size_t k = 0; k < po[i].n; k++) {
            const struct po_entry *e = &po[i].entries[k];
            m[n++] = (struct message){key_of(a, e->context, e->id), e->context, e->id};
        }
    }
    qsort(m, n, sizeof *m, by_key);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || !str_eq(m[kept - 1].key, m[i].key)) {
            m[kept++] = m[i];
        }
    }
    *out = m;
    return kept;
}

static void write_str(struct buf *b, struct str s)
{
    buf_addz(b, "{");
    tool_c_string(b, s);
    buf_addf(b, ", %zu}", s.n);
}

static void write_rows(struct buf *b, struct arena *a, const struct message *m, size_t n, const struct po *po,
                       size_t n_po)
{
    buf_addz(b, "const struct i18n_row i18n_rows[] = {\n");
    for (size_t i = 0; i < n; i++) {
        buf_addz(b, "    {");
        write_str(b, m[i].key);
        buf_addz(b, ", {");
        bool any = false;
        for (size_t k = 0; k < n_po; k++) {
            const struct po_entry *e = po_find(&po[k], m[i].context, m[i].id);
            if (e == NULL || !po_translated(&po[k], e)) {
                continue;
            }
            any = true;
            buf_addf(b, "[LANG_%.*s] = (const struct str[]){", STR_ARG(enum_of(a, po[k].lang)));
            for (size_t f = 0; f < e->n_text; f++) {
                write_str(b, e->text[f]);
                buf_addz(b, ", ");
            }
            buf_addz(b, "}, ");
        }
        buf_addz(b, any ? "}},\n" : "NULL}},\n"); // ISO C has no empty braces
    }
    buf_addz(b, "    {{\"\", 0}, {NULL}}, // so that the table is never empty\n};\n\n");
}

static void write_slots(struct buf *b, const struct message *m, size_t n)
{
    size_t size = 16;
    while (size < n * 2) {
        size *= 2;
    }
    if (n >= UINT16_MAX) {
        tool_fail(NULL, 0, "more than %d messages", UINT16_MAX);
    }
    uint16_t *slots = xcalloc(size, sizeof *slots);
    for (size_t i = 0; i < n; i++) {
        size_t at = i18n_hash(I18N_HASH_START, m[i].key) & (size - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (size - 1);
        }
        slots[at] = (uint16_t)(i + 1);
    }
    buf_addf(b, "const uint32_t i18n_slot_mask = %zu;\nconst uint16_t i18n_slots[] = {", size - 1);
    for (size_t i = 0; i < size; i++) {
        buf_addf(b, "%s%u,", i % 16 == 0 ? "\n    " : " ", slots[i]);
    }
    buf_addz(b, "\n};\n\n");
}

static void write_catalog(const char *path, char **args, size_t n_po)
{
    struct arena a = ARENA_INIT;
    struct po *po = xcalloc(n_po, sizeof *po);
    for (size_t i = 0; i < n_po; i++) {
        po_read(&po[i], args[i]);
    }
    struct message *m;
    size_t n = collect(&m, &a, po, n_po);
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_addz(
        &b,
        "// Made by mkpo.\n#include \"i18n/catalog.h\"\n\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    write_rows(&b, &a, m, n, po, n_po);
    write_slots(&b, m, n);
    buf_addz(&b, "size_t i18n_plural_form(enum lang lang, uint64_t n)\n{\n    (void)n;\n    switch (lang) {\n");
    for (size_t i = 0; i < n_po; i++) {
        buf_addf(&b,
                 "    case LANG_%.*s: {\n        size_t form = (size_t)(%.*s);\n        return form < %zu ? form : "
                 "0;\n    }\n",
                 STR_ARG(enum_of(&a, po[i].lang)), STR_ARG(po[i].plural_expr), po[i].n_forms);
    }
    buf_addz(&b, "    default:\n        return n == 1 ? 0 : 1;\n    }\n}\n");
    tool_write(path, &b);
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "catalog") == 0) {
        write_catalog(argv[2], argv + 3, (size_t)argc - 3);
        return 0;
    }
    bool check = argc >= 4 && strcmp(argv[1], "check") == 0;
    if (check || (argc >= 4 && strcmp(argv[1], "merge") == 0)) {
        struct arena a = ARENA_INIT;
        struct po po;
        struct po_uses uses = {NULL, 0, 0};
        po_read(&po, argv[2]);
        for (int i = 3; i < argc; i++) {
            po_scan(&uses, &a, argv[i]);
        }
        if (check) {
            return po_check(&po, &uses);
        }
        printf("%s: %zu messages added\n", po.path, po_merge(&po, &uses));
    } else {
        tool_fail(NULL, 0, "usage: mkpo catalog OUT.c FILE.po … | mkpo check|merge FILE.po SOURCE…");
    }
    return 0;
}
