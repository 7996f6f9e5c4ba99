// dated.c: see dated.h.
#include "core/office/dated.h"

#include "base/random.h"
#include "db/q_site.h"

bool dated_term(struct tx *tx, int64_t office_id, int64_t day, const struct office_term *t, bool *done, struct err *e)
{
    struct office_terms_of_row *rows;
    size_t n;
    if (!q_office_terms_of(tx, office_id, &rows, &n, e)) {
        return false;
    }
    size_t i = 0;
    while (i < n && !(rows[i].since_day <= day && (rows[i].until_day == 0 || rows[i].until_day > day))) {
        i++;
    }
    *done = i < n;
    if (i == n) {
        return true;
    }
    if (rows[i].since_day == day) {
        return q_office_term_set(tx, &(struct q_office_term_set_in){.id = rows[i].id, .parent = t->parent_id, .code = t->code,
                                                                    .kind = t->kind}, NULL, e);
    }
    return q_office_term_until(tx, rows[i].id, day, NULL, e) &&
           q_office_term_insert(tx, &(struct q_office_term_insert_in){
               .id = random_id(), .office = office_id, .since_day = day, .until = rows[i].until_day, .parent = t->parent_id,
               .code = t->code, .kind = t->kind}, NULL, e);
}

bool dated_name(struct tx *tx, int64_t office_id, int64_t day, enum lang lang, struct str name, struct err *e)
{
    struct office_names_of_row *rows;
    size_t n;
    if (!q_office_names_of(tx, office_id, &rows, &n, e)) {
        return false;
    }
    int64_t until = 0;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(rows[i].lang, lang_info(lang)->code)) {
            continue;
        }
        if (rows[i].since_day == day) {
            return q_office_name_set(tx, rows[i].id, name, NULL, e);
        }
        if (rows[i].since_day > day) { // rows come by day: the first one behind
            until = until == 0 ? rows[i].since_day : until;
        } else if (rows[i].until_day == 0 || rows[i].until_day > day) {
            if (!q_office_name_until(tx, rows[i].id, day, NULL, e)) {
                return false;
            }
            until = rows[i].until_day;
        }
    }
    return q_office_name_insert(tx, &(struct q_office_name_insert_in){
        .id = random_id(), .office = office_id, .lang = lang_info(lang)->code, .name = name, .since_day = day, .until = until},
        NULL, e);
}

bool dated_end(struct tx *tx, int64_t office_id, int64_t day, bool *done, struct err *e)
{
    struct office_terms_of_row *terms;
    struct office_names_of_row *names;
    size_t n_terms;
    size_t n_names;
    if (!q_office_terms_of(tx, office_id, &terms, &n_terms, e) || !q_office_names_of(tx, office_id, &names, &n_names, e)) {
        return false;
    }
    *done = n_terms > 0 && terms[n_terms - 1].until_day == 0 && terms[n_terms - 1].since_day < day;
    for (size_t i = 0; i < n_names && *done; i++) {
        *done = names[i].since_day < day;
    }
    if (!*done) {
        return true;
    }
    if (!q_office_term_until(tx, terms[n_terms - 1].id, day, NULL, e)) {
        return false;
    }
    for (size_t i = 0; i < n_names; i++) {
        if (names[i].until_day == 0 && !q_office_name_until(tx, names[i].id, day, NULL, e)) {
            return false;
        }
    }
    return true;
}

bool dated_go_on(struct tx *tx, int64_t office_id, int64_t day, struct err *e)
{
    struct office_terms_of_row *terms;
    struct office_names_of_row *names;
    size_t n_terms;
    size_t n_names;
    if (!q_office_terms_of(tx, office_id, &terms, &n_terms, e) || !q_office_names_of(tx, office_id, &names, &n_names, e)) {
        return false;
    }
    for (size_t i = 0; i < n_terms; i++) {
        if (terms[i].until_day == day && !q_office_term_until(tx, terms[i].id, 0, NULL, e)) {
            return false;
        }
    }
    for (size_t i = 0; i < n_names; i++) {
        if (names[i].until_day == day && !q_office_name_until(tx, names[i].id, 0, NULL, e)) {
            return false;
        }
    }
    return true;
}

static bool forget_names(struct tx *tx, int64_t office_id, int64_t today, bool *done, struct err *e)
{
    struct office_names_of_row *rows;
    size_t n;
    if (!q_office_names_of(tx, office_id, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (rows[i].since_day <= today) {
            continue;
        }
        *done = true;
        bool before = i > 0 && str_eq(rows[i - 1].lang, rows[i].lang) && rows[i - 1].until_day == rows[i].since_day;
        if (!q_office_name_drop(tx, rows[i].id, NULL, e) ||
            (before && !q_office_name_until(tx, rows[i - 1].id, rows[i].until_day, NULL, e))) {
            return false;
        }
        if (before) { // the next one is compared with what is there now
            rows[i - 1].until_day = rows[i].until_day;
            rows[i] = rows[i - 1];
        }
    }
    return true;
}

bool dated_forget(struct tx *tx, int64_t office_id, int64_t today, bool *done, struct err *e)
{
    struct office_terms_of_row *rows;
    size_t n;
    *done = false;
    if (!q_office_terms_of(tx, office_id, &rows, &n, e)) {
        return false;
    }
    for (size_t i = n; i-- > 0 && rows[i].since_day > today;) { // from the last one back
        *done = true;
        bool before = i > 0 && rows[i - 1].until_day == rows[i].since_day;
        if (!q_office_term_drop(tx, rows[i].id, NULL, e) ||
            (before && !q_office_term_until(tx, rows[i - 1].id, rows[i].until_day, NULL, e))) {
            return false;
        }
        if (before) {
            rows[i - 1].until_day = rows[i].until_day;
        }
    }
    return forget_names(tx, office_id, today, done, e);
}
