// mailer.c: asking the mail process and the keeper; see mailer.h.
#include "core/contact/mailer.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "auth/secret.h"
#include "core/contact/wire.h"
#include "os/nursery.h"

enum { OPEN_S = 10, SEND_S = 75 }; // longest wait for an answer; a mail itself has 60 s

// One worker, asked by one thread at a time.
struct channel {
    struct nursery nursery;
    bool opened; // the nursery
    pthread_mutex_t lock;
    int fd; // -1: none yet, or the last one died
    int wait_s;
    bool again; // a question may be asked twice
};

struct mailer {
    struct keeper_places places;
    pthread_mutex_t lock; // over the nurseries, and over `hurried`
    struct channel mail;
    struct channel boxes;
    bool hurried;
    bool keyed;
    struct box_public key;
};

static bool connect_channel(struct mailer *m, struct channel *c, struct err *e)
{
    pthread_mutex_lock(&m->lock);
    int fd = -1;
    bool good = m->hurried && c == &m->mail ? err_set(e, ERR_GONE, "mail process: the program is stopping")
                                            : nursery_worker(&c->nursery, &fd, e);
    if (good) {
        c->fd = fd; // under the lock, so that mailer_hurry finds it
    }
    pthread_mutex_unlock(&m->lock);
    struct timeval limit = {.tv_sec = c->wait_s};
    return good && (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 ||
                    err_errno(e, ERR_IO, "mail process: a time limit"));
}

static void drop_channel(struct mailer *m, struct channel *c)
{
    pthread_mutex_lock(&m->lock);
    if (c->fd >= 0) {
        (void)close(c->fd);
        c->fd = -1;
    }
    pthread_mutex_unlock(&m->lock);
}

// Send a question to a worker that lives.
static bool put_question(struct mailer *m, struct channel *c, struct str question, struct err *e)
{
    if (c->fd >= 0 && worker_send(c->fd, question, e)) {
        return true;
    }
    drop_channel(m, c); // it died since it was last asked
    return connect_channel(m, c, e) && worker_send(c->fd, question, e);
}

// Ask; the answer's texts are copied into the arena. On false the worker is given up; the next question gets a new one.
static bool ask_worker(struct mailer *m, struct channel *c, const struct wire *question, struct arena *a, struct wire *answer,
                       struct err *e)
{
    struct buf b = buf_new(WIRE_MAX);
    pthread_mutex_lock(&c->lock);
    bool good = false;
    // Once a notice has gone out it is not asked for again: the mail may be on its way. A box may be opened twice.
    for (int left = c->again ? 2 : 1; left > 0 && !good; left--) {
        buf_clear(&b);
        wire_write(&b, question);
        good = (!buf_over(&b) || err_set(e, ERR_LIMIT, "mail process: a question of more than %d bytes", WIRE_MAX)) &&
               put_question(m, c, buf_str(&b), e) && worker_receive(c->fd, &b, e);
        if (!good) {
            drop_channel(m, c);
        }
    }
    good = good && ((wire_read(buf_str(&b), answer) && answer->kind == question->kind) ||
                    err_set(e, ERR_GONE, "mail process: it holds no key"));
    pthread_mutex_unlock(&c->lock);
    for (size_t i = 0; good && i < answer->n; i++) {
        answer->text[i] = str_copy(a, answer->text[i]);
    }
    secret_wipe(b.p, b.n);
    buf_free(&b);
    return good;
}

static bool ask_key(struct mailer *m, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct wire answer;
    bool good = ask_worker(m, &m->mail, &(struct wire){.kind = WIRE_KEY}, &a, &answer, e);
    m->keyed = good && answer.n == 1 && answer.text[0].p != NULL && box_public_read(answer.text[0], &m->key);
    arena_free(&a);
    return good;
}

static bool open_channel(struct mailer *m, struct channel *c, const char *name, int (*work)(int fd, void *arg), struct err *e)
{
    c->opened = nursery_open(&c->nursery, name, work, &m->places, e);
    return c->opened;
}

// The counts are shared by the workers, and not by this process, which is the one that they bound.
static bool open_channels(struct mailer *m, struct err *e)
{
    void *bounds = mmap(NULL, sizeof *m->places.bounds, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (bounds == MAP_FAILED) {
        return err_errno(e, ERR_IO, "memory for the mail process");
    }
    m->places.bounds = bounds;
    bool good = open_channel(m, &m->mail, "hoiam-mail", mailer_work, e) &&
                open_channel(m, &m->boxes, "hoiam-keeper", keeper_work, e);
    m->places.bounds = NULL;
    BUG_ON(munmap(bounds, sizeof *m->places.bounds) != 0);
    return good;
}

bool mailer_start(struct mailer **out, const char *key_file, const char *beside, const char *store, struct err *e)
{
    struct mailer *m = xcalloc(1, sizeof *m);
    m->places = (struct keeper_places){.key_file = key_file, .beside = beside, .store = store};
    m->mail = (struct channel){.fd = -1, .wait_s = SEND_S};
    m->boxes = (struct channel){.fd = -1, .wait_s = OPEN_S, .again = true};
    pthread_mutex_init(&m->lock, NULL);
    pthread_mutex_init(&m->mail.lock, NULL);
    pthread_mutex_init(&m->boxes.lock, NULL);
    if (!open_channels(m, e) || !ask_key(m, e)) {
        mailer_stop(m);
        return false;
    }
    *out = m;
    return true;
}

static void close_channel(struct mailer *m, struct channel *c)
{
    drop_channel(m, c);
    if (c->opened) {
        nursery_close(&c->nursery);
    }
    pthread_mutex_destroy(&c->lock);
}

void mailer_stop(struct mailer *m)
{
    if (m == NULL) {
        return;
    }
    close_channel(m, &m->mail);
    close_channel(m, &m->boxes);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

const char *mailer_key_beside(struct arena *a, const char *store)
{
    bool file = str_find(str_c(store), STR("://")) < 0;
    return file ? str_z(a, str_fmt(a, "%s.key", store)) : NULL;
}

const struct box_public *mailer_key(const struct mailer *m)
{
    return m->keyed ? &m->key : NULL;
}

static enum smtp_result sent_as(struct mailer *m, struct arena *a, const struct wire *question, struct err *e)
{
    struct wire answer;
    if (!ask_worker(m, &m->mail, question, a, &answer, e) || answer.n != 2) {
        return SMTP_LATER;
    }
    bool sent = str_eq(answer.text[0], STR("sent"));
    if (!sent) {
        (void)err_set(e, ERR_IO, "%.*s", STR_ARG(answer.text[1]));
    }
    return sent ? SMTP_SENT : str_eq(answer.text[0], STR("never")) ? SMTP_NEVER : SMTP_LATER;
}

enum smtp_result mailer_send(struct mailer *m, const struct mailer_notice *notice, struct err *e)
{
    struct arena a = ARENA_INIT;
    struct wire question = {.kind = WIRE_NOTICE, .n = NOTICE_TEXTS, .text = {
        [NOTICE_ABOUT] = notice->about,     [NOTICE_SEALED] = notice->sealed,   [NOTICE_LANG] = notice->lang,
        [NOTICE_OFFICE] = notice->office,   [NOTICE_ADDRESS] = notice->address, [NOTICE_SERVER] = notice->server,
        [NOTICE_FROM] = notice->from,       [NOTICE_ID] = notice->message_id,
        [NOTICE_DATE] = str_fmt(&a, "%lld", (long long)notice->date)}};
    enum smtp_result result = sent_as(m, &a, &question, e);
    arena_free(&a);
    return result;
}

enum smtp_result mailer_send_office(struct mailer *m, const struct mailer_office_mail *mail, struct err *e)
{
    struct arena a = ARENA_INIT;
    const struct mailer_notice *head = &mail->head;
    struct wire question = {.kind = WIRE_OFFICE, .n = OFFICE_TEXTS, .text = {
        [OFFICE_KIND] = mail->kind,         [OFFICE_TO] = mail->to,         [OFFICE_LANG] = head->lang,
        [OFFICE_NAME] = head->office,       [OFFICE_LINK] = mail->link,     [NOTICE_SERVER] = head->server,
        [NOTICE_FROM] = head->from,         [NOTICE_ID] = head->message_id,
        [NOTICE_DATE] = str_fmt(&a, "%lld", (long long)head->date),
        [OFFICE_CALENDAR] = mail->calendar, [OFFICE_METHOD] = mail->method}};
    enum smtp_result result = sent_as(m, &a, &question, e);
    arena_free(&a);
    return result;
}

void mailer_hurry(struct mailer *m)
{
    pthread_mutex_lock(&m->lock);
    m->hurried = true;
    if (m->mail.fd >= 0) {
        (void)shutdown(m->mail.fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&m->lock);
}

// The code of an error that came as a number; one that is none is told as ERR_CORRUPT.
static enum err_code code_of(struct str number)
{
    int64_t code;
    return str_int(number, &code) && code > ERR_NONE && code <= ERR_GONE ? (enum err_code)code : ERR_CORRUPT;
}

bool mailer_open(struct mailer *m, struct arena *a, const struct keeper_asked *asked, struct str *plain, struct err *e)
{
    struct wire answer;
    struct wire question = {.kind = WIRE_OPEN, .n = 3, .text = {str_fmt(a, "%lld", (long long)asked->home),
                                                               str_fmt(a, "%lld", (long long)asked->message),
                                                               str_fmt(a, "%lld", (long long)asked->event)}};
    if (!ask_worker(m, &m->boxes, &question, a, &answer, e)) {
        return false;
    }
    if (answer.n != 3 || answer.text[0].p == NULL) {
        return answer.n == 3 ? err_set(e, code_of(answer.text[1]), "the keeper: %.*s", STR_ARG(answer.text[2]))
                             : err_set(e, ERR_CORRUPT, "the keeper: no such answer");
    }
    *plain = answer.text[0];
    return true;
}
