// snapshot.c: writing an index so that a kill cannot hurt, and reading one that may be anything.
#include "match/snapshot.h"

#include "match/beside.h"
#include "match/guard.h"
#include "text/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VERSION = 2, PAGE = 4096, SECTIONS_MAX = 4096 };
enum { SECTION_META = 1, SECTION_SEGMENT, SECTION_SUMS };
static const char magic[8] = "HAMATCH";

// META comes first, SUMS last: the checksums of the blocks of all segments (guard.h), one segment after the other.
struct file_section {
    uint64_t at, bytes;
    uint64_t sum; // of a segment 0: its blocks have theirs
    uint64_t kind;
};

struct file_head {
    char magic[8];
    uint32_t version, n_sections;
    uint64_t position, bytes;
    uint64_t abbreviations; // hash of the table that the texts were read with
    uint64_t sum;           // of the head without this and of the section table
};

// ---- checksums

static uint64_t head_sum(const struct file_head *h, const struct file_section *sections)
{
    uint64_t sum = guard_sum(h, offsetof(struct file_head, sum));
    return hash_pair(sum, guard_sum(sections, h->n_sections * sizeof *sections));
}

static uint64_t abbreviations_sum(const struct abbrev *a)
{
    uint64_t h = abbrev_count(a);
    for (size_t i = 0; i < abbrev_count(a); i++) {
        struct str brief, full;
        abbrev_entry(a, i, &brief, &full);
        h = hash_pair(h, hash_pair(hash_bytes(brief.p, brief.n), hash_bytes(full.p, full.n)));
    }
    return h;
}

// ---- the vocabulary and counts as bytes

struct bytes {
    unsigned char *p;
    size_t n, cap;
};

static void put(struct bytes *b, const void *p, size_t n)
{
    if (b->n + n > b->cap) {
        b->cap = (b->n + n) * 2;
        b->p = xrealloc(b->p, b->cap);
    }
    if (n > 0) {
        memcpy(b->p + b->n, p, n);
    }
    b->n += n;
}

static void put32(struct bytes *b, uint32_t v)
{
    put(b, &v, sizeof v);
}

static void put64(struct bytes *b, uint64_t v)
{
    put(b, &v, sizeof v);
}

// The index at one moment, beside the writer: its segments (beside.h), and copies of what counts.
struct snapshot {
    struct match *m;
    uint64_t position;
    uint64_t n_words;
    int64_t most_id;
    uint32_t words, exacts, offices, langs;
    uint32_t *word_items, *exact_items, *pair_items;
    struct segment **segments;
    struct segment **made; // of those that held something removed: without it, NULL when nothing was left
    bool *stale;           // those
    uint32_t n;
};

static void copy_counts(struct snapshot *s)
{
    const struct match *m = s->m;
    s->n_words = atomic_load(&m->n_words);
    s->most_id = m->most_id;
    s->words = atomic_load(&m->vocab.n_words);
    s->exacts = atomic_load(&m->vocab.n_exacts);
    s->offices = atomic_load(&m->n_offices);
    s->langs = atomic_load(&m->n_langs);
    s->word_items = xcalloc(s->words + 1, sizeof *s->word_items);
    s->exact_items = xcalloc(s->exacts + 1, sizeof *s->exact_items);
    s->pair_items = xcalloc(COUNTS_ALL, sizeof *s->pair_items);
    for (uint32_t i = 0; i < s->words; i++) {
        s->word_items[i] = atomic_load_explicit(vocab_word_items(&m->vocab, i), memory_order_relaxed);
    }
    for (uint32_t i = 0; i < s->exacts; i++) {
        s->exact_items[i] = atomic_load_explicit(vocab_exact_items(&m->vocab, i), memory_order_relaxed);
    }
    for (uint32_t i = 0; i < COUNTS_ALL; i++) {
        s->pair_items[i] = counts_at(&m->pair_items, i);
    }
}

// Words that no item has leave nothing but their number.
static void put_meta(struct bytes *b, const struct snapshot *s)
{
    const struct vocab *v = &s->m->vocab;
    put64(b, s->n_words);
    put64(b, (uint64_t)s->most_id);
    put32(b, s->words);
    put32(b, s->exacts);
    put32(b, s->offices);
    put32(b, s->langs);
    put(b, s->m->offices, s->offices * sizeof *s->m->offices);
    put(b, s->m->langs, s->langs * sizeof *s->m->langs);
    for (uint32_t i = 0; i < s->words; i++) {
        bool used = s->word_items[i] > 0;
        struct str text = used ? vocab_text(v, i) : STR_NONE;
        unsigned char lead[2] = {(unsigned char)text.n, (unsigned char)(used ? vocab_sort(v, i) : VOCAB_NUMBER)};
        put(b, lead, sizeof lead);
        put32(b, s->word_items[i]);
        put(b, text.p, text.n);
    }
    for (uint32_t i = 0; i < s->exacts; i++) {
        put64(b, s->exact_items[i] > 0 ? v->exacts[i / VOCAB_CHUNK]->hash[i % VOCAB_CHUNK] : 0);
        put32(b, vocab_word_of(v, i));
        put32(b, s->exact_items[i]);
    }
    put(b, s->pair_items, COUNTS_ALL * sizeof *s->pair_items);
}

static bool get(struct str *from, void *out, size_t n)
{
    if (from->n < n) {
        return false;
    }
    memcpy(out, from->p, n);
    *from = str_slice(*from, n, from->n);
    return true;
}

static bool get_words(struct vocab *v, struct str *from, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        unsigned char lead[2];
        uint32_t items;
        if (!get(from, lead, sizeof lead) || !get(from, &items, sizeof items) || from->n < lead[0] ||
            lead[0] > TOKEN_MAX || lead[1] > VOCAB_NUMBER) {
            return false;
        }
        uint32_t word = vocab_put_word(v, str_slice(*from, 0, lead[0]), (enum vocab_sort)lead[1]);
        atomic_store(vocab_word_items(v, word), items);
        *from = str_slice(*from, lead[0], from->n);
    }
    return true;
}

static bool get_exacts(struct vocab *v, struct str *from, uint32_t n, uint32_t words)
{
    for (uint32_t i = 0; i < n; i++) {
        uint64_t hash;
        uint32_t word, items;
        if (!get(from, &hash, sizeof hash) || !get(from, &word, sizeof word) || !get(from, &items, sizeof items) ||
            word >= words) {
            return false;
        }
        atomic_store(vocab_exact_items(v, vocab_put_exact(v, hash, word)), items);
    }
    return true;
}

static bool get_meta(struct match *m, struct str from)
{
    uint64_t n_words, most_id;
    uint32_t words, exacts, offices, langs;
    if (!get(&from, &n_words, 8) || !get(&from, &most_id, 8) || !get(&from, &words, 4) || !get(&from, &exacts, 4) ||
        !get(&from, &offices, 4) || !get(&from, &langs, 4) || offices < 1 || offices > OFFICES_MAX || langs < 1 ||
        langs > LANGS_MAX || !get(&from, m->offices, offices * sizeof *m->offices) ||
        !get(&from, m->langs, langs * sizeof *m->langs) || words > from.n / 6 || exacts > from.n / 16) {
        return false;
    }
    atomic_store(&m->n_words, n_words);
    m->most_id = (int64_t)most_id;
    atomic_store(&m->n_offices, offices);
    atomic_store(&m->n_langs, langs);
    attr_number_offices(m);
    if (!get_words(&m->vocab, &from, words) || !get_exacts(&m->vocab, &from, exacts, words) ||
        from.n != COUNTS_ALL * sizeof(uint32_t)) {
        return false;
    }
    uint32_t n;
    for (uint32_t i = 0; get(&from, &n, sizeof n); i++) {
        if (n != 0) {
            counts_bump(&m->pair_items, m->epoch, i, (int32_t)n);
        }
    }
    return true;
}

// ---- writing

static bool write_all(int fd, const void *p, size_t n, struct err *e)
{
    const char *at = p;
    while (n > 0) {
        ssize_t wrote = write(fd, at, n < (size_t)1 << 30 ? n : (size_t)1 << 30);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return err_errno(e, ERR_IO, "write snapshot");
        }
        at += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

static bool pad(int fd, size_t n, struct err *e)
{
    static const char zeros[PAGE];
    return write_all(fd, zeros, (PAGE - n % PAGE) % PAGE, e);
}

static bool write_section(int fd, struct file_section *s, uint64_t *at, const struct bytes *b, uint64_t kind, struct err *e)
{
    *s = (struct file_section){*at, b->n, guard_sum(b->p, b->n), kind};
    *at += (b->n + PAGE - 1) / PAGE * PAGE;
    return write_all(fd, b->p, b->n, e) && pad(fd, b->n, e);
}

// A segment's block, with the attributes of that moment and nothing removed, and the checksums of its blocks into *sums.
static bool write_segment(int fd, const struct segment *s, const uint64_t *attrs, struct file_section *section, uint64_t *at,
                          struct bytes *sums, struct err *e)
{
    enum { PIECE = 64 * GUARD_BLOCK };
    const struct segment_head *h = s->head;
    const char *block = s->block;
    char *piece = xmalloc(PIECE);
    bool good = true;
    for (uint64_t from = 0; good && from < h->bytes; from += PIECE) {
        uint64_t to = h->bytes - from < PIECE ? h->bytes : from + PIECE;
        const struct {
            uint64_t from, to;
            const char *bytes;
        } parts[] = {{0, h->at_attrs, block},
                     {h->at_attrs, h->at_attrs + s->n * sizeof *attrs, (const char *)attrs},
                     {h->at_attrs + s->n * sizeof *attrs, h->at_table, NULL},
                     {h->at_table, h->bytes, block + h->at_table}};
        for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
            uint64_t low = from > parts[i].from ? from : parts[i].from, high = to < parts[i].to ? to : parts[i].to;
            if (low < high && parts[i].bytes != NULL) {
                memcpy(piece + (low - from), parts[i].bytes + (low - parts[i].from), high - low);
            } else if (low < high) {
                memset(piece + (low - from), 0, high - low);
            }
        }
        uint64_t list[PIECE / GUARD_BLOCK];
        guard_sums(piece, to - from, list);
        put(sums, list, guard_blocks(to - from) * sizeof *list);
        good = write_all(fd, piece, to - from, e);
    }
    free(piece);
    *section = (struct file_section){*at, h->bytes, 0, SECTION_SEGMENT};
    *at += (h->bytes + PAGE - 1) / PAGE * PAGE;
    return good && pad(fd, h->bytes, e);
}

// Every segment as it was, those that held something removed made anew. What was damaged is not written on. *n: how many.
static bool write_segments(int fd, struct snapshot *s, struct file_section *sections, uint32_t *n, uint64_t *at,
                           struct bytes *sums, struct err *e)
{
    bool good = true;
    *n = 0;
    for (uint32_t i = 0; good && i < s->n; i++) {
        if (!segment_whole(s->segments[i])) {
            return err_set(e, ERR_CORRUPT, "the file that the index was loaded from is damaged");
        }
        struct frozen f;
        const struct segment *g = s->segments[i];
        if (s->stale[i]) {
            s->made[i] = beside_rebuild(s->m, &s->segments[i], 1);
            g = s->made[i];
        }
        if (g != NULL) {
            beside_freeze(s->m, g, &f);
            good = write_segment(fd, g, f.attrs, &sections[(*n)++], at, sums, e);
            beside_thaw(&f);
        }
    }
    return good;
}

static bool write_file(int fd, struct snapshot *s, struct err *e)
{
    struct file_head h = {.version = VERSION, .position = s->position};
    memcpy(h.magic, magic, sizeof magic);
    h.abbreviations = abbreviations_sum(s->m->abbrev);
    struct file_section *sections = xcalloc(s->n + 2, sizeof *sections);
    size_t lead = (sizeof h + (s->n + 2) * sizeof *sections + PAGE - 1) / PAGE * PAGE;
    uint64_t at = lead;
    struct bytes meta = {NULL, 0, 0}, sums = {NULL, 0, 0};
    put_meta(&meta, s);
    bool good = lseek(fd, (off_t)lead, SEEK_SET) >= 0 || err_errno(e, ERR_IO, "seek in snapshot");
    good = good && write_section(fd, &sections[0], &at, &meta, SECTION_META, e) &&
           write_segments(fd, s, sections + 1, &h.n_sections, &at, &sums, e) &&
           write_section(fd, &sections[h.n_sections + 1], &at, &sums, SECTION_SUMS, e);
    h.n_sections += 2;
    h.bytes = at;
    h.sum = head_sum(&h, sections);
    good = good && (lseek(fd, 0, SEEK_SET) == 0 || err_errno(e, ERR_IO, "seek in snapshot")) &&
           write_all(fd, &h, sizeof h, e) && write_all(fd, sections, h.n_sections * sizeof *sections, e) &&
           (fsync(fd) == 0 || err_errno(e, ERR_IO, "sync snapshot"));
    free(meta.p);
    free(sums.p);
    free(sections);
    return good;
}

static bool sync_folder(const char *path, struct err *e)
{
    struct arena a = ARENA_INIT;
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL ? "." : arena_copy(&a, path, (size_t)(slash - path) + 1);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (!good) {
        (void)err_errno(e, ERR_IO, "sync %s", folder);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    arena_free(&a);
    return good;
}

struct snapshot *snapshot_begin(struct match *m)
{
    struct snapshot *s = xcalloc(1, sizeof *s);
    s->m = m;
    BUG_ON(m->bulk);
    beside_lock(m);
    beside_begin(m);
    beside_unlock(m);
    return s;
}

void snapshot_take(struct snapshot *s, uint64_t position)
{
    struct match *m = s->m;
    s->position = position;
    beside_lock(m);
    index_seal(m);
    beside_hold(m);
    const struct view *v = atomic_load(&m->view);
    s->n = v->n;
    s->segments = xcalloc(s->n + 1, sizeof *s->segments);
    s->made = xcalloc(s->n + 1, sizeof *s->made);
    s->stale = xcalloc(s->n + 1, sizeof *s->stale);
    for (uint32_t i = 0; i < s->n; i++) {
        s->segments[i] = v->segments[i];
        s->stale[i] = v->segments[i]->live < v->segments[i]->n;
    }
    copy_counts(s);
    beside_unlock(m);
}

// What was made anew takes its place in the index too.
static void end(struct snapshot *s)
{
    beside_lock(s->m);
    for (uint32_t i = 0; i < s->n; i++) {
        if (s->made[i] != NULL) {
            beside_install(s->m, &s->segments[i], 1, s->made[i]);
        }
    }
    beside_end(s->m);
    beside_unlock(s->m);
    free(s->segments);
    free(s->made);
    free(s->stale);
    free(s->word_items);
    free(s->exact_items);
    free(s->pair_items);
    free(s);
}

static bool write_beside(struct snapshot *s, const char *path, struct err *e)
{
    struct arena a = ARENA_INIT;
    const char *part = str_z(&a, str_fmt(&a, "%s.%ld.part", path, (long)getpid()));
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = fd >= 0 || err_errno(e, ERR_IO, "open %s", part);
    if (fd >= 0) {
        good = write_file(fd, s, e);
        if (close(fd) != 0 && good) {
            good = err_errno(e, ERR_IO, "close %s", part);
        }
        good = good && (rename(part, path) == 0 || err_errno(e, ERR_IO, "rename to %s", path));
        if (!good) {
            (void)unlink(part);
        }
    }
    arena_free(&a);
    return good && sync_folder(path, e);
}

MUST_USE bool snapshot_write(struct snapshot *s, const char *path, struct err *e)
{
    bool good = write_beside(s, path, e);
    end(s);
    return good;
}

MUST_USE bool match_snapshot(struct match *m, const char *path, uint64_t position, struct err *e)
{
    struct snapshot *s = snapshot_begin(m);
    snapshot_take(s, position);
    return snapshot_write(s, path, e);
}

// ---- reading

// META, segments, SUMS: one behind the other inside the file, and those that are read at once as they were written. `lead`: what
// lies before them.
static bool sections_fit(const struct file_head *h, const struct file_section *s, uint64_t lead)
{
    uint64_t after = lead;
    for (uint32_t i = 0; i < h->n_sections; i++) {
        uint64_t kind = i == 0 ? SECTION_META : i + 1 == h->n_sections ? SECTION_SUMS : SECTION_SEGMENT;
        if (s[i].kind != kind || s[i].at % PAGE != 0 || s[i].at < after || s[i].at > h->bytes ||
            s[i].bytes > h->bytes - s[i].at) {
            return false;
        }
        after = s[i].at + s[i].bytes;
    }
    return true;
}

static bool sum_is_right(const struct file_head *h, const struct file_section *s)
{
    return guard_sum((const char *)h + s->at, s->bytes) == s->sum;
}

static const struct file_section *check_file(const struct file_head *h, size_t bytes, struct err *e)
{
    if (bytes < sizeof *h || memcmp(h->magic, magic, sizeof magic) != 0) {
        (void)err_set(e, ERR_CORRUPT, N_("this is no index made by hoiam match index"));
        return NULL;
    }
    if (h->version != VERSION) {
        (void)err_set(e, ERR_VERSION, "snapshot of version %u", h->version);
        return NULL;
    }
    const struct file_section *s = (const struct file_section *)(const void *)(h + 1);
    if (h->bytes != bytes || h->n_sections < 2 || h->n_sections > SECTIONS_MAX ||
        h->n_sections * sizeof *s > bytes - sizeof *h || head_sum(h, s) != h->sum ||
        !sections_fit(h, s, sizeof *h + h->n_sections * sizeof *s)) {
        (void)err_set(e, ERR_CORRUPT, "damaged head of snapshot");
        return NULL;
    }
    if (!sum_is_right(h, &s[0]) || !sum_is_right(h, &s[h->n_sections - 1])) {
        (void)err_set(e, ERR_CORRUPT, "damaged section of snapshot");
        return NULL;
    }
    return s;
}

// Where the checksums of segment i's blocks begin among all.
static size_t sums_before(const struct file_section *s, uint32_t i)
{
    size_t n = 0;
    for (uint32_t k = 1; k < i; k++) {
        n += guard_blocks(s[k].bytes);
    }
    return n;
}

void snapshot_seal(void *file, size_t bytes)
{
    struct file_head *h = file;
    struct file_section *s = (struct file_section *)(void *)(h + 1);
    if (bytes < sizeof *h || h->n_sections < 2 || h->n_sections > (bytes - sizeof *h) / sizeof *s ||
        h->n_sections > SECTIONS_MAX) {
        return;
    }
    struct file_section *last = &s[h->n_sections - 1];
    bool room = h->bytes <= bytes && sections_fit(h, s, 0) && last->bytes == sums_before(s, h->n_sections - 1) * sizeof(uint64_t);
    for (uint32_t i = 1; room && i + 1 < h->n_sections; i++) {
        guard_sums((char *)file + s[i].at, s[i].bytes, (uint64_t *)(void *)((char *)file + last->at) + sums_before(s, i));
    }
    for (uint32_t i = 0; i < h->n_sections; i++) {
        if (s[i].kind != SECTION_SEGMENT && s[i].at <= bytes && s[i].bytes <= bytes - s[i].at) {
            s[i].sum = guard_sum((const char *)file + s[i].at, s[i].bytes);
        }
    }
    h->sum = head_sum(h, s);
}

static bool open_segments(struct match *m, char *map, const struct file_head *h, const struct file_section *s)
{
    struct view *v = xcalloc(1, sizeof *v + h->n_sections * sizeof v->segments[0]);
    const struct file_section *last = &s[h->n_sections - 1];
    const uint64_t *sums = (const uint64_t *)(const void *)(map + last->at);
    uint64_t live = 0;
    bool good = last->bytes == sums_before(s, h->n_sections - 1) * sizeof *sums;
    for (uint32_t i = 1; good && i + 1 < h->n_sections; i++) {
        struct guard *guard = guard_new(map + s[i].at, s[i].bytes, sums + sums_before(s, i), &m->damaged);
        good = segment_open(map + s[i].at, s[i].bytes, guard, &v->segments[v->n]);
        live += good ? v->segments[v->n++]->live : 0;
    }
    atomic_store(&m->n_items, live);
    struct view *old = atomic_load(&m->view);
    v->tail = old->tail;
    atomic_store(&m->view, v);
    free(old);
    return good;
}

static bool load_map(struct match *m, char *map, size_t bytes, uint64_t *position, struct err *e)
{
    const struct file_head *h = (const struct file_head *)(const void *)map;
    const struct file_section *s = check_file(h, bytes, e);
    if (s == NULL) {
        return false;
    }
    if (h->abbreviations != abbreviations_sum(m->abbrev)) {
        return err_set(e, ERR_VERSION, "snapshot made with other abbreviations");
    }
    if (!get_meta(m, (struct str){map + s[0].at, s[0].bytes}) || !open_segments(m, map, h, s)) {
        return err_set(e, ERR_CORRUPT, "snapshot that does not hold together");
    }
    *position = h->position;
    return true;
}

MUST_USE bool match_load(const struct match_options *options, const char *path, struct match **out, uint64_t *position,
                         struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return err_errno(e, ERR_IO, N_("%s cannot be read"), path);
    }
    if (fstat(fd, &st) != 0 || st.st_size <= 0) {
        (void)close(fd);
        return err_set(e, ERR_CORRUPT, N_("%s is no index: it is empty"), path);
    }
    size_t bytes = (size_t)st.st_size;
    char *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    (void)close(fd);
    if (map == MAP_FAILED) {
        return err_errno(e, ERR_IO, "map %s", path);
    }
    struct match *m;
    if (!match_open(options, &m, e)) {
        (void)munmap(map, bytes);
        return false;
    }
    m->map = map;
    m->map_bytes = bytes;
    if (!load_map(m, map, bytes, position, e)) {
        match_close(m);
        return false;
    }
    *out = m;
    return true;
}
