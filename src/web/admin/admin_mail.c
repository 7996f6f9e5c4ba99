// admin_mail.c: on an administrator's page: a mail to try the settings with. It goes the way of every notice, by the outbox.
#include "core/contact/contact.h"
#include "core/contact/mailer.h"
#include "web/admin/admin.h"

struct trial_change {
    const struct site *site;
    struct str address;
    enum lang lang;
    int64_t now;
};

static enum tx_end do_try(struct tx *tx, void *arg, struct err *e)
{
    const struct trial_change *c = arg;
    return contact_try_mail(tx, c->site, c->address, c->lang, c->now, e) ? TX_COMMIT : TX_FAILED;
}

static void back(struct web *w, void *arg)
{
    (void)arg;
    web_see_other(w, str_fmt(w->a, "/desk/%.*s/admin#mail", STR_ARG(w->office->code)));
}

void admin_try_mail_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct trial_change *c = ARENA_NEW(w->a, struct trial_change);
    *c = (struct trial_change){w->site, web_field(w, "trial_to"), w->lang, w->now};
    if (w->office->id != w->site->root) { // mail is the site's
        web_error(w, 404);
        return;
    }
    if ((app_contact_ways(w->app, w->site) & CONTACT_BY_EMAIL) == 0) {
        problem_add(&p, "trial_to", N_("Save the mail server, the sender address and the address of the site first."));
    } else if (!contact_address_ok(c->address)) {
        problem_add(&p, "trial_to", N_("Write the e-mail address like name@example.vn, without accents or blanks."));
    }
    if (p.n > 0) {
        admin_reply(w, 422, &p, STR("trial"), STR(""));
        return;
    }
    web_write(w, WEB_QUIET, do_try, c, back);
}
