// names.c: see names.h. A sorted list of bare names, searched by halves.
#include "core/office/names.h"

#include "core/office/lookup.h"
#include "text/nearest.h"

enum { TYPED_MAX = 300, VARIANTS = 4, SLIPS = 5 };

struct one_name {
    struct str bare;
    const struct office *office;
};

struct office_names {
    const struct site *site;
    struct one_name *list;
    size_t n;
};

// Without what says only that it is a committee of the people.
static struct str short_of(struct str bare)
{
    static const struct str fronts[] = {STR_INIT(" ubnd "), STR_INIT(" uy ban nhan dan ")};
    for (size_t i = 0; i < ARRAY_LEN(fronts); i++) {
        if (str_starts(bare, fronts[i]) && bare.n > fronts[i].n) {
            return str_slice(bare, fronts[i].n - 1, bare.n);
        }
    }
    return bare;
}

// Without the office above behind it: " so y te " of " so y te tinh tram giang ". The same where that does not stand there.
static struct str alone_of(struct str bare, struct str above)
{
    bool behind = above.n > 1 && bare.n > above.n && str_ends(bare, above);
    return behind ? str_slice(bare, 0, bare.n - above.n + 1) : bare; // each begins and ends with a blank
}

// Without what says only which kind of place it is: " cua dinh " of " phuong cua dinh ". The same where a number is what is
// left, as of "phường 1".
static struct str place_of(struct str bare)
{
    static const struct str kinds[] = {STR_INIT(" xa "), STR_INIT(" phuong "), STR_INIT(" dac khu "), STR_INIT(" tinh "),
                                       STR_INIT(" thanh pho ")};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        int64_t number;
        struct str rest = str_starts(bare, kinds[i]) ? str_slice(bare, kinds[i].n - 1, bare.n) : STR("");
        if (rest.n > 1 && !str_int(str_trim(rest), &number)) {
            return rest;
        }
    }
    return bare;
}

static void put(struct office_names *n, struct str bare, const struct office *o)
{
    bool same = n->n > 0 && n->list[n->n - 1].office == o && str_eq(n->list[n->n - 1].bare, bare);
    if (!same) {
        n->list[n->n++] = (struct one_name){bare, o};
    }
}

static int by_name(const void *x, const void *y)
{
    const struct one_name *a = x;
    const struct one_name *b = y;
    int cmp = str_cmp(a->bare, b->bare);
    return cmp != 0 ? cmp : a->office < b->office ? -1 : a->office > b->office;
}

struct office_names *office_names(struct arena *a, const struct site *s)
{
    struct office_names *n = ARENA_NEW(a, struct office_names);
    const struct office *root = site_office(s, s->root);
    size_t most = ((size_t)root->below + 1) * LANG_COUNT * VARIANTS;
    *n = (struct office_names){.site = s, .list = ARENA_ARRAY(a, struct one_name, most)};
    const struct office *parent = NULL; // its names were made last: offices of one parent mostly stand together
    struct str above[LANG_COUNT] = {STR("")};
    for (int32_t i = 0; i <= root->below; i++) {
        const struct office *own = i == 0 ? NULL : site_parent(s, &root[i]);
        for (enum lang l = 0; l < LANG_COUNT; l++) {
            above[l] = own == NULL ? STR("") : own != parent ? short_of(office_bare(a, own->name[l])) : above[l];
            struct str bare = short_of(office_bare(a, root[i].name[l]));
            struct str alone = alone_of(bare, above[l]);
            put(n, bare, &root[i]);
            put(n, alone, &root[i]);
            put(n, place_of(bare), &root[i]);
            put(n, place_of(alone), &root[i]);
        }
        parent = own;
    }
    qsort(n->list, n->n, sizeof *n->list, by_name);
    return n;
}

// What was typed, as names stand in the list.
static struct str typed_bare(struct arena *a, struct str typed)
{
    return short_of(office_bare(a, str_slice(str_trim(typed), 0, TYPED_MAX)));
}

enum office_named office_named(struct office_names *n, struct str typed, const struct office *top,
                               const struct office **out)
{
    const struct office *found = site_office_by_code(n->site, str_trim(typed));
    if (found != NULL && site_within(n->site, found->id, top->id)) {
        *out = found;
        return NAMED_ONE;
    }
    struct arena scratch = ARENA_INIT;
    struct str bare = typed_bare(&scratch, typed);
    size_t low = 0;
    size_t high = n->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(n->list[mid].bare, bare) < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    size_t count = 0;
    for (; low < n->n && str_eq(n->list[low].bare, bare); low++) {
        const struct office *o = n->list[low].office;
        if (o != found && site_within(n->site, o->id, top->id)) {
            found = o;
            count++;
        }
    }
    arena_free(&scratch);
    if (count == 1) {
        *out = found;
    }
    return count == 0 ? NAMED_NONE : count == 1 ? NAMED_ONE : NAMED_SEVERAL;
}

// ---- who may have been meant

// How far a name is from what was typed: 0 the same, 1 each typed word begins one of its words, then the slips between them;
// more than SLIPS: something else.
static size_t distance(struct str name, struct str bare)
{
    size_t most = bare.n / 4 < SLIPS - 2 ? bare.n / 4 : SLIPS - 2;
    size_t slips;
    if (str_eq(name, bare)) {
        return 0;
    }
    if (office_holds_all(name, bare)) {
        return 1;
    }
    bool near = name.n <= bare.n + most && bare.n <= name.n + most;
    return near && (slips = nearest_distance(name, bare)) <= most ? 1 + slips : SLIPS + 1;
}

void office_near(struct office_names *n, struct str typed, const struct office *top, struct office_near *out)
{
    struct arena scratch = ARENA_INIT;
    struct str bare = typed_bare(&scratch, typed);
    size_t nearest = SLIPS;
    *out = (struct office_near){.n = 0};
    for (size_t i = 0; i < n->n && bare.n > 2; i++) {
        const struct office *o = n->list[i].office;
        size_t d = distance(n->list[i].bare, bare);
        if (d > nearest || !site_within(n->site, o->id, top->id)) {
            continue;
        }
        out->n = d < nearest ? 0 : out->n;
        nearest = d;
        bool known = out->n == OFFICE_NEAR;
        for (size_t k = 0; k < out->n && !known; k++) {
            known = out->list[k] == o;
        }
        if (!known) {
            out->list[out->n++] = o;
        }
    }
    arena_free(&scratch);
}
