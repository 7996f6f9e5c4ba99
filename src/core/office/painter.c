// painter.c: see painter.h. A question is the picture's bytes. The answer begins with '+', width and height in two bytes each,
// and goes on with the WebP; or with '-' and says what is wrong.
#include "core/office/painter.h"

#include <pthread.h>
#include <unistd.h>

#include "base/log.h"
#include "docs/image.h"
#include "i18n/i18n.h"
#include "os/nursery.h"
#include "os/sandbox.h"

enum { ANSWER_MAX = 4096, SECONDS_MAX = 10, PATIENCE_MS = 1000 * (SECONDS_MAX + 2), HEAD = 5 };
#ifdef __SANITIZE_ADDRESS__
static const uint64_t memory_max; // the sanitizer's own maps are larger than any limit
#else
static const uint64_t memory_max = 256 << 20;
#endif

struct painter {
    struct nursery nursery;
    pthread_mutex_t lock;
};

static bool paint(struct str bytes, struct buf *out, struct err *e)
{
    struct image whole = {0, 0, NULL};
    if (!image_decode(bytes, &whole, e)) {
        return false;
    }
    struct image small = image_shrink(&whole, LOGO_WIDTH, LOGO_HEIGHT);
    struct buf webp = buf_new(LOGO_BYTES_MAX);
    struct err large = ERR_INIT;
    bool good = image_webp(&small, LOGO_BYTES_MAX, &webp, &large);
    if (good) {
        unsigned char head[HEAD] = {'+', (unsigned char)(small.width >> 8), (unsigned char)small.width,
                                    (unsigned char)(small.height >> 8), (unsigned char)small.height};
        buf_clear(out);
        buf_add(out, (struct str){(const char *)head, HEAD});
        buf_add(out, buf_str(&webp));
    } else {
        (void)err_set(e, ERR_INPUT, N_("The picture has too many details for a logo. Take a simpler one."));
    }
    buf_free(&webp);
    image_free(&small);
    image_free(&whole);
    return good;
}

// One picture, and the process has done its work.
static int work(int fd, void *arg)
{
    (void)arg;
    struct err e = ERR_INIT;
    unsigned closed;
    (void)alarm(PATIENCE_MS / 1000); // by then nobody waits for it any more
    if (!sandbox_enter(&(struct sandbox){.kind = SANDBOX_PARSER, .memory_max = memory_max, .cpu_seconds = SECONDS_MAX,
                                         .must = SANDBOX_CALLS}, &closed, &e)) {
        return 1;
    }
    struct buf in = buf_new(PAINTER_BYTES_MAX);
    struct buf out = buf_new(ANSWER_MAX);
    if (worker_receive(fd, &in, &e)) {
        if (!paint(buf_str(&in), &out, &e)) {
            buf_clear(&out);
            buf_addc(&out, '-');
            buf_addz(&out, e.what);
        }
        struct err gone = ERR_INIT;
        (void)!worker_send(fd, buf_str(&out), &gone);
    }
    return 0;
}

bool painter_start(struct painter **out, struct err *e)
{
    struct painter *p = xcalloc(1, sizeof *p);
    if (!nursery_open(&p->nursery, "hoiam-painter", work, NULL, e)) {
        free(p);
        return false;
    }
    pthread_mutex_init(&p->lock, NULL);
    *out = p;
    return true;
}

void painter_stop(struct painter *p)
{
    if (p != NULL) {
        nursery_close(&p->nursery);
        pthread_mutex_destroy(&p->lock);
        free(p);
    }
}

static bool ask(struct painter *p, struct str bytes, struct buf *answer, struct err *e)
{
    int fd;
    struct err fell = ERR_INIT;
    if (!nursery_worker(&p->nursery, &fd, e)) {
        return false;
    }
    bool good = worker_ask(fd, bytes, answer, PATIENCE_MS, &fell);
    (void)close(fd);
    if (!good) {
        log_warn("a picture brought its decoder down: %s", fell.what);
        return err_set(e, ERR_INPUT, N_("The picture is damaged."));
    }
    return true;
}

static bool read_answer(struct arena *a, struct str answer, struct painted *out, struct err *e)
{
    const unsigned char *b = (const unsigned char *)answer.p;
    if (answer.n > 1 && b[0] == '-') {
        return err_set(e, ERR_INPUT, "%.*s", STR_ARG(str_slice(answer, 1, answer.n)));
    }
    if (answer.n <= HEAD || b[0] != '+') {
        return err_set(e, ERR_INPUT, N_("The picture is damaged."));
    }
    struct painted made = {.width = (uint32_t)b[1] << 8 | b[2], .height = (uint32_t)b[3] << 8 | b[4]};
    if (made.width == 0 || made.width > LOGO_WIDTH || made.height == 0 || made.height > LOGO_HEIGHT ||
        answer.n - HEAD > LOGO_BYTES_MAX) { // it may be another's by now
        return err_set(e, ERR_INPUT, N_("The picture is damaged."));
    }
    made.webp = str_copy(a, str_slice(answer, HEAD, answer.n));
    *out = made;
    return true;
}

bool painter_logo(struct painter *p, struct arena *a, struct str bytes, struct painted *out, struct err *e)
{
    if (bytes.n > PAINTER_BYTES_MAX) {
        return err_set(e, ERR_INPUT, N_("The file is too large: at most 2 MB."));
    }
    struct buf answer = buf_new(ANSWER_MAX);
    pthread_mutex_lock(&p->lock);
    bool good = ask(p, bytes, &answer, e);
    pthread_mutex_unlock(&p->lock);
    good = good && read_answer(a, buf_str(&answer), out, e);
    buf_free(&answer);
    return good;
}
