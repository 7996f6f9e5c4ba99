// training.c: see training.h.
#include "core/steer/training.h"

#include "auth/token.h"
#include "base/random.h"
#include "db/q_recognition.h"
#include "docs/html.h"
#include "i18n/i18n.h"

void training_check(struct training_draft *t, struct problems *p)
{
    steer_check_text(&t->title, TRAINING_TITLE_MAX, true, "title", N_("Say what it is about."),
                     N_("Say it in fewer words."), p);
    steer_check_text(&t->place, TRAINING_TEXT_MAX, false, "place", NULL, N_("Say it in fewer words."), p);
    steer_check_text(&t->for_whom, TRAINING_TEXT_MAX, false, "for_whom", NULL, N_("Say it in fewer words."), p);
    if (t->day == 0) {
        problem_add(p, "day", N_("Give its day."));
    }
}

const char *training_state_words(struct str state)
{
    return str_eqz(state, "planned")     ? N_("planned")
           : str_eqz(state, "held")      ? N_("session held")
           : str_eqz(state, "cancelled") ? N_("called off")
                                         : NULL;
}

enum steer_end training_plan(const struct desk *d, int64_t office_id, const struct training_draft *t,
                             struct str *public_id, struct err *e)
{
    struct q_training_insert_in in = {.home = d->site->home,
                                      .id = random_id(),
                                      .public_id = public_id_new(tx_arena(d->tx)),
                                      .office = office_id,
                                      .title = t->title,
                                      .day = t->day,
                                      .place = t->place,
                                      .for_whom = t->for_whom,
                                      .now = d->now};
    if (!q_training_insert(d->tx, &in, NULL, e) || !steer_event(d, EVENT_TRAINING_PLANNED, in.id, STR_NONE, e)) {
        return STEER_ERROR;
    }
    *public_id = in.public_id;
    return STEER_SAVED;
}

enum steer_end training_end(const struct desk *d, const struct training_row *was, bool held, struct err *e)
{
    if (held && was->day > tz_day(d->site->tz, d->now)) {
        return STEER_NOT_NOW;
    }
    struct str state = held ? STR("held") : STR("cancelled");
    int64_t changed;
    if (!q_training_set_state(d->tx,
                              &(struct q_training_set_state_in){
                                  .home = was->home_id, .id = was->id, .state = state, .now = d->now},
                              &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_NOT_NOW;
    }
    return steer_event(d, EVENT_TRAINING_ENDED, was->id, state, e) ? STEER_SAVED : STEER_ERROR;
}

enum steer_end training_came(const struct desk *d, const struct training_row *was, int64_t office_id, int64_t n,
                             struct err *e)
{
    if (!str_eqz(was->state, "held") || n < 0 || n > TRAINING_CAME_MAX || office_id == 0) {
        return STEER_NOT_NOW;
    }
    bool good = n == 0 ? q_training_attendance_drop(d->tx, was->home_id, was->id, office_id, NULL, e)
                       : q_training_attendance_put(
                             d->tx,
                             &(struct q_training_attendance_put_in){
                                 .home = was->home_id, .training = was->id, .office = office_id, .came = n},
                             NULL, e);
    return good && steer_event(d, EVENT_TRAINING_CAME, was->id, STR_NONE, e) ? STEER_SAVED : STEER_ERROR;
}

void training_check_material(struct str *title, struct str *url, struct problems *p)
{
    steer_check_text(title, TRAINING_TITLE_MAX, true, "material", N_("Say what it is."), N_("Say it in fewer words."),
                     p);
    steer_check_text(url, TRAINING_URL_MAX, true, "url", N_("Give its address."), N_("This address is too long."), p);
    bool web = str_starts(*url, STR("https://")) || str_starts(*url, STR("http://"));
    if (url->n > 0 && (!web || !html_url_ok(*url))) {
        problem_add(p, "url", N_("Give an address that begins with https://."));
    }
}

enum steer_end training_material_add(const struct desk *d, const struct training_row *was, struct str title,
                                     struct str url, struct err *e)
{
    struct training_materials_row *list;
    size_t n;
    if (!q_training_materials(d->tx, was->home_id, was->id, &list, &n, e)) {
        return STEER_ERROR;
    }
    if (n >= TRAINING_MATERIALS_MAX || str_eqz(was->state, "cancelled")) {
        return STEER_NOT_NOW;
    }
    return q_training_material_insert(
               d->tx,
               &(struct q_training_material_insert_in){
                   .home = was->home_id, .id = random_id(), .training = was->id, .title = title, .url = url},
               NULL, e) &&
                   steer_event(d, EVENT_TRAINING_MATERIAL, was->id, STR("added"), e)
               ? STEER_SAVED
               : STEER_ERROR;
}

enum steer_end training_material_drop(const struct desk *d, const struct training_row *was, int64_t id, struct err *e)
{
    int64_t changed;
    if (!q_training_material_drop(d->tx, was->home_id, was->id, id, &changed, e)) {
        return STEER_ERROR;
    }
    if (changed == 0) {
        return STEER_NOT_NOW;
    }
    return steer_event(d, EVENT_TRAINING_MATERIAL, was->id, STR("removed"), e) ? STEER_SAVED : STEER_ERROR;
}
