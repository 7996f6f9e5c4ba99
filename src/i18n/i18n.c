// i18n.c: looking up and filling in texts.
#include "i18n/i18n.h"

#include "i18n/catalog.h"

static bool key_is(struct str key, struct str context, struct str id)
{
    if (context.p == NULL) {
        return str_eq(key, id);
    }
    return key.n == context.n + 1 + id.n && str_starts(key, context) && key.p[context.n] == '\4' && str_ends(key, id);
}

static const struct i18n_row *find(struct str context, struct str id)
{
    uint32_t h = I18N_HASH_START;
    if (context.p != NULL) {
        h = i18n_hash(i18n_hash(h, context), STR("\4"));
    }
    h = i18n_hash(h, id);
    for (uint32_t slot = h & i18n_slot_mask; i18n_slots[slot] != 0; slot = (slot + 1) & i18n_slot_mask) {
        const struct i18n_row *row = &i18n_rows[i18n_slots[slot] - 1];
        if (key_is(row->key, context, id)) {
            return row;
        }
    }
    return NULL;
}

struct str i18n_get(enum lang lang, struct str context, struct str id)
{
    BUG_ON((unsigned)lang >= LANG_COUNT);
    const struct i18n_row *row = lang == LANG_EN ? NULL : find(context, id);
    return row == NULL || row->forms[lang] == NULL ? id : row->forms[lang][0];
}

struct str i18n_get_plural(enum lang lang, struct str one, struct str many, int64_t n)
{
    BUG_ON((unsigned)lang >= LANG_COUNT);
    uint64_t count = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    const struct i18n_row *row = lang == LANG_EN ? NULL : find(STR_NONE, one);
    if (row == NULL || row->forms[lang] == NULL) {
        return count == 1 ? one : many;
    }
    return row->forms[lang][i18n_plural_form(lang, count)];
}

void i18n_fill(struct buf *out, struct str text, const struct i18n_arg *args, size_t n)
{
    while (text.p != NULL) {
        struct str rest = text;
        buf_add(out, str_cut(&rest, '{'));
        if (rest.p == NULL) {
            return;
        }
        struct str after = rest;
        struct str name = str_cut(&after, '}');
        size_t i = 0;
        while (i < n && !str_eqz(name, args[i].name)) {
            i++;
        }
        if (i == n || after.p == NULL) {
            buf_addc(out, '{');
            text = rest;
        } else {
            buf_add(out, args[i].value);
            text = after;
        }
    }
}
