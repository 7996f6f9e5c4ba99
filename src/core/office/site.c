// site.c: reading the site into a snapshot. See site.h.
#include "core/office/site.h"

#include "db/q_site.h"
#include "i18n/i18n.h"

#include <stdatomic.h>

struct setting_info {
    const char *key;
    const char *kind;
    const char *value;
    const char *words;
};

static const struct setting_info settings[SETTINGS] = {
#define SETTING(name, key, kind, value, meaning) [SETTING_##name] = {key, #kind, value, meaning},
#include "core/office/setting.def"
#undef SETTING
};

const char *setting_key(enum setting which)
{
    return settings[which].key;
}

const char *setting_kind(enum setting which)
{
    return settings[which].kind;
}

const char *setting_default(enum setting which)
{
    return settings[which].value;
}

const char *setting_words(enum setting which)
{
    return settings[which].words;
}

enum setting setting_of(struct str key)
{
    enum setting i = 0;
    while (i < SETTINGS && !str_eqz(key, settings[i].key)) {
        i++;
    }
    return i;
}

// An office while the tree is being put together: in the order of ids, with the links of a first-child tree.
struct node {
    int64_t id;
    int64_t parent_id;
    struct str code;
    struct str kind;
    struct str name[LANG_COUNT];
    int32_t first_child;
    int32_t next;
};

struct succession {
    int64_t from_id;
    int64_t to_id;
};

// A term that is over. `order` is that of their ends.
struct past_term {
    struct node node;
    size_t order;
};

struct loading {
    struct site *site;
    struct arena *mem;
    struct node *nodes;
    size_t n;
    size_t cap;
    size_t cap_former;
    size_t cap_categories;
    struct past_term *past; // of offices that are no more: first all, then the last one of each, by id
    size_t n_past;
    size_t cap_past;
    size_t cap_successions;
    struct succession *successions;
    size_t n_successions;
};

static void *grow(void *list, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) {
        return list;
    }
    *cap = *cap == 0 ? 64 : *cap * 2;
    return xrealloc(list, *cap * size);
}

static bool take_term(void *arg, const struct office_terms_current_row *row, struct err *e)
{
    struct loading *l = arg;
    if (l->n > 0 && l->nodes[l->n - 1].id == row->office_id) {
        return err_set(e, ERR_CORRUPT, N_("office %lld has two terms on one day"), (long long)row->office_id);
    }
    l->nodes = grow(l->nodes, l->n, &l->cap, sizeof *l->nodes);
    l->nodes[l->n++] = (struct node){
        .id = row->office_id, .parent_id = row->parent_id, .code = str_copy(l->mem, row->code),
        .kind = str_copy(l->mem, row->kind), .first_child = -1, .next = -1};
    return true;
}

static struct node *find_node(struct loading *l, int64_t id)
{
    size_t lo = 0;
    size_t hi = l->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (l->nodes[mid].id < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < l->n && l->nodes[lo].id == id ? &l->nodes[lo] : NULL;
}

static bool take_name(void *arg, const struct office_names_current_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    struct node *node = find_node(l, row->office_id);
    enum lang lang;
    if (node != NULL && lang_from_code(row->lang, &lang)) {
        node->name[lang] = str_copy(l->mem, row->name);
    }
    return true;
}

static bool take_former(void *arg, const struct office_terms_former_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    struct site *s = l->site;
    struct str code = str_copy(l->mem, row->code);
    s->former = grow(s->former, s->n_former, &l->cap_former, sizeof *s->former);
    s->former[s->n_former++] = (struct former_code){code, row->office_id};
    if (find_node(l, row->office_id) == NULL) {
        l->past = grow(l->past, l->n_past, &l->cap_past, sizeof *l->past);
        l->past[l->n_past] = (struct past_term){
            .node = {.id = row->office_id, .parent_id = row->parent_id, .code = code, .kind = str_copy(l->mem, row->kind)},
            .order = l->n_past};
        l->n_past++;
    }
    return true;
}

static int compare_past(const void *a, const void *b)
{
    const struct past_term *x = a;
    const struct past_term *y = b;
    return x->node.id != y->node.id ? (x->node.id > y->node.id) - (x->node.id < y->node.id)
                                    : (x->order > y->order) - (x->order < y->order);
}

// Keep the last term of each former office.
static void last_terms(struct loading *l)
{
    size_t n = 0;
    if (l->n_past > 0) {
        qsort(l->past, l->n_past, sizeof *l->past, compare_past);
    }
    for (size_t i = 0; i < l->n_past; i++) {
        if (i + 1 == l->n_past || l->past[i + 1].node.id != l->past[i].node.id) {
            l->past[n++] = l->past[i];
        }
    }
    l->n_past = n;
}

static struct node *find_past(struct loading *l, int64_t id)
{
    size_t lo = 0;
    size_t hi = l->n_past;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (l->past[mid].node.id < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < l->n_past && l->past[lo].node.id == id ? &l->past[lo].node : NULL;
}

// In the order of their ends: the last name in each language stays.
static bool take_former_name(void *arg, const struct office_names_former_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    struct node *node = find_past(l, row->office_id);
    enum lang lang;
    if (node != NULL && lang_from_code(row->lang, &lang)) {
        node->name[lang] = str_copy(l->mem, row->name);
    }
    return true;
}

static bool take_succession(void *arg, const struct office_heirs_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    l->successions = grow(l->successions, l->n_successions, &l->cap_successions, sizeof *l->successions);
    l->successions[l->n_successions++] = (struct succession){row->from_id, row->to_id};
    return true;
}

static bool take_category(void *arg, const struct categories_all_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    struct site *s = l->site;
    s->categories = grow(s->categories, s->n_categories, &l->cap_categories, sizeof *s->categories);
    s->categories[s->n_categories++] = (struct category){
        .id = row->id, .office_id = row->office_id, .owner_id = row->owner_id, .code = str_copy(l->mem, row->code),
        .since_at = row->since_at, .until_at = row->until_at};
    return true;
}

static bool take_category_name(void *arg, const struct category_names_all_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    enum lang lang;
    if (!lang_from_code(row->lang, &lang)) {
        return true;
    }
    for (size_t i = 0; i < l->site->n_categories; i++) {
        if (l->site->categories[i].id == row->category_id) {
            l->site->categories[i].name[lang] = str_copy(l->mem, row->name);
        }
    }
    return true;
}

static bool take_setting(void *arg, const struct settings_all_row *row, struct err *e)
{
    (void)e;
    struct loading *l = arg;
    enum setting which = setting_of(row->name);
    const struct office *o = site_office(l->site, row->office_id);
    if (which != SETTINGS && o != NULL) {
        l->site->offices[o - l->site->offices].setting[which] = str_copy(l->mem, row->value);
    }
    return true;
}

// A name in every language: the site's own stands in for one that is missing, then any, then the code.
static void fill_names(struct str name[LANG_COUNT], struct str code, enum lang prefer)
{
    struct str any = name[prefer];
    for (int i = 0; i < LANG_COUNT && any.n == 0; i++) {
        any = name[i];
    }
    for (int i = 0; i < LANG_COUNT; i++) {
        if (name[i].n == 0) {
            name[i] = any.n == 0 ? code : any;
        }
    }
}

static int compare_siblings(const void *a, const void *b, void *arg)
{
    const struct node *nodes = arg;
    return str_cmp(nodes[*(const int32_t *)a].code, nodes[*(const int32_t *)b].code);
}

// Link the nodes into a tree, siblings by code, roots too; the order in which the walk below puts them.
static bool link_tree(struct loading *l, int32_t *first_root, struct err *e)
{
    int32_t *order = ARENA_ARRAY(l->mem, int32_t, l->n);
    for (size_t i = 0; i < l->n; i++) {
        order[i] = (int32_t)i;
    }
    qsort_r(order, l->n, sizeof *order, compare_siblings, l->nodes);
    *first_root = -1;
    for (size_t k = l->n; k-- > 0;) { // backwards, so that pushing in front leaves them sorted
        struct node *node = &l->nodes[order[k]];
        int32_t *head = first_root;
        if (node->parent_id != 0) {
            struct node *parent = find_node(l, node->parent_id);
            if (parent == NULL) {
                return err_set(e, ERR_CORRUPT, N_("office %.*s stands below an office that does not exist today"),
                               STR_ARG(node->code));
            }
            head = &parent->first_child;
        }
        node->next = *head;
        *head = order[k];
    }
    return true;
}

// Put the nodes into preorder. Offices on a cycle are reached from no root: then fewer come out than went in.
static bool walk_tree(struct loading *l, int32_t at, struct err *e)
{
    struct site *s = l->site;
    s->offices = ARENA_ARRAY(&s->mem, struct office, l->n + l->n_past);
    int32_t *stack = ARENA_ARRAY(l->mem, int32_t, l->n + 1); // nodes whose next sibling is still to come
    size_t depth = 0;
    int32_t parent = -1;
    while (at >= 0 || depth > 0) {
        if (at < 0) { // this level is done: close its parent
            s->offices[parent].below = (int32_t)s->n_offices - parent - 1;
            parent = s->offices[parent].parent;
            at = l->nodes[stack[--depth]].next;
            continue;
        }
        struct node *node = &l->nodes[at];
        struct office *o = &s->offices[s->n_offices];
        *o = (struct office){.id = node->id, .parent = parent, .heir = -1, .depth = (int32_t)depth, .code = node->code,
                             .kind = node->kind};
        memcpy(o->name, node->name, sizeof o->name);
        fill_names(o->name, o->code, s->lang);
        stack[depth++] = at;
        parent = (int32_t)s->n_offices++;
        at = node->first_child;
    }
    if (s->n_offices != l->n) {
        return err_set(e, ERR_CORRUPT, N_("the office tree has a cycle"));
    }
    return true;
}

static int compare_id(const void *a, const void *b, void *arg)
{
    const struct office *o = arg;
    int64_t x = o[*(const int32_t *)a].id;
    int64_t y = o[*(const int32_t *)b].id;
    return (x > y) - (x < y);
}

static int compare_code(const void *a, const void *b, void *arg)
{
    const struct office *o = arg;
    return str_cmp(o[*(const int32_t *)a].code, o[*(const int32_t *)b].code);
}

static int32_t *make_index(struct site *s, size_t n, int (*compare)(const void *, const void *, void *))
{
    int32_t *index = ARENA_ARRAY(&s->mem, int32_t, n);
    for (size_t i = 0; i < n; i++) {
        index[i] = (int32_t)i;
    }
    qsort_r(index, n, sizeof *index, compare, s->offices);
    return index;
}

static const struct succession *heir_row(const struct loading *l, int64_t from_id)
{
    size_t lo = 0;
    size_t hi = l->n_successions;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (l->successions[mid].from_id < from_id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < l->n_successions && l->successions[lo].from_id == from_id ? &l->successions[lo] : NULL;
}

// The office of today that bears the duties of `id`: along the successions; where none is recorded, the office above. A chain
// has at most as many links as there are former offices.
static int32_t heir_of(struct loading *l, int64_t id)
{
    const struct site *s = l->site;
    for (size_t hops = 0; hops <= l->n_past; hops++) {
        const struct office *o = site_office(s, id);
        if (o != NULL && o->heir < 0) {
            return (int32_t)(o - s->offices);
        }
        const struct succession *next = heir_row(l, id);
        const struct node *gone = find_past(l, id);
        id = next != NULL ? next->to_id : gone != NULL ? gone->parent_id : 0;
    }
    const struct office *root = site_office(s, s->root);
    return root == NULL ? 0 : (int32_t)(root - s->offices);
}

// Former offices stand behind those of today, by their last name.
static void add_gone(struct loading *l)
{
    struct site *s = l->site;
    for (size_t i = 0; i < l->n_past; i++) {
        const struct node *node = &l->past[i].node;
        struct office *o = &s->offices[s->n_offices + i];
        *o = (struct office){.id = node->id, .parent = -1, .heir = 0, .code = node->code, .kind = node->kind};
        memcpy(o->name, node->name, sizeof o->name);
        fill_names(o->name, o->code, s->lang);
    }
    s->n_gone = l->n_past;
    s->by_id = make_index(s, s->n_offices + s->n_gone, compare_id);
    for (size_t i = 0; i < l->n_past && s->n_offices > 0; i++) {
        struct office *o = &s->offices[s->n_offices + i];
        o->heir = heir_of(l, o->id);
        o->parent = heir_of(l, l->past[i].node.parent_id);
        o->depth = s->offices[o->parent].depth + 1;
    }
}

static bool load_offices(struct loading *l, struct tx *tx, struct err *e)
{
    struct site *s = l->site;
    int32_t first;
    if (!q_office_terms_current(tx, s->today, take_term, l, e) || !q_office_names_current(tx, s->today, take_name, l, e) ||
        !link_tree(l, &first, e) || !q_office_terms_former(tx, s->today, take_former, l, e)) {
        return false;
    }
    last_terms(l);
    if (!q_office_names_former(tx, s->today, take_former_name, l, e) || !walk_tree(l, first, e) ||
        !q_office_heirs(tx, s->today, take_succession, l, e)) {
        return false;
    }
    s->by_code = make_index(s, s->n_offices, compare_code);
    add_gone(l);
    return true;
}

static bool load_logo(struct site *s, struct tx *tx, struct err *e)
{
    struct logo_row row;
    enum q_got got = q_logo_of(tx, s->root, &row, e);
    if (got == Q_ROW) {
        s->logo = (struct site_logo){str_copy(&s->mem, row.hash), str_copy(&s->mem, row.bytes), row.width, row.height};
    }
    return got != Q_ERROR;
}

static bool load_in(struct loading *l, struct tx *tx, int64_t now, struct err *e)
{
    struct site *s = l->site;
    struct home_row home;
    enum q_got got = q_home_get(tx, &home, e);
    if (got != Q_ROW) {
        return got == Q_NONE && err_set(e, ERR_CORRUPT, N_("nothing was put into the store yet: remove it, then make one with "
                                                           "hoiam init, or copy into it again"));
    }
    s->home = home.id;
    s->root = home.office_id;
    if (!lang_from_code(home.lang, &s->lang)) {
        s->lang = LANG_VI;
    }
    s->timezone = str_copy(&s->mem, home.timezone);
    if (!tz_load(&s->mem, str_z(&s->mem, s->timezone), &s->tz, e)) {
        return false;
    }
    // A clock that went back behind the founding would find no office: it is never earlier than that day.
    struct office_first_day_row first;
    if (q_office_first_day(tx, s->root, &first, e) != Q_ROW) {
        return false;
    }
    int64_t day = tz_day(s->tz, now);
    s->today = day > first.day ? day : first.day;
    if (!load_offices(l, tx, e) || !q_categories_all(tx, take_category, l, e) ||
        !q_category_names_all(tx, take_category_name, l, e) || !q_settings_all(tx, take_setting, l, e) || !load_logo(s, tx, e)) {
        return false;
    }
    for (size_t i = 0; i < s->n_categories; i++) {
        s->categories[i].owner_id = site_heir_id(s, s->categories[i].owner_id); // whoever took over answers
        fill_names(s->categories[i].name, s->categories[i].code, s->lang);
    }
    return site_office(s, s->root) != NULL || err_set(e, ERR_CORRUPT, N_("the site's own office does not exist today"));
}

bool site_load(struct db *db, int64_t now, struct site **out, struct err *e)
{
    struct arena scratch = ARENA_INIT;
    struct site *s = xcalloc(1, sizeof *s);
    atomic_init(&s->users, 1);
    struct loading l = {.site = s, .mem = &s->mem};
    struct tx *tx;
    bool good = db_read_begin(db, &scratch, &tx, e);
    if (good) {
        good = load_in(&l, tx, now, e);
        db_read_end(tx);
    }
    free(l.nodes);
    free(l.successions);
    free(l.past);
    arena_free(&scratch);
    if (!good) {
        site_unref(s);
        return false;
    }
    *out = s;
    return true;
}

bool site_blank(int64_t now, struct site **out, struct err *e)
{
    static const char zone[] = "Asia/Ho_Chi_Minh";
    struct site *s = xcalloc(1, sizeof *s);
    atomic_init(&s->users, 1);
    s->root = 1;
    s->lang = LANG_VI;
    s->timezone = str_c(zone);
    s->n_offices = 1;
    s->offices = ARENA_ARRAY(&s->mem, struct office, 1);
    s->offices[0] = (struct office){.id = s->root, .parent = -1, .heir = -1, .code = STR("root"), .kind = STR("commune")};
    for (enum lang l = 0; l < LANG_COUNT; l++) {
        s->offices[0].name[l] = STR("Hồi Âm");
    }
    s->by_id = make_index(s, 1, compare_id);
    s->by_code = make_index(s, 1, compare_code);
    if (!tz_load(&s->mem, zone, &s->tz, e)) {
        site_unref(s);
        return false;
    }
    s->today = tz_day(s->tz, now);
    *out = s;
    return true;
}

struct site *site_ref(struct site *s)
{
    atomic_fetch_add(&s->users, 1);
    return s;
}

void site_unref(struct site *s)
{
    if (s != NULL && atomic_fetch_sub(&s->users, 1) == 1) {
        free(s->categories);
        free(s->former);
        arena_free(&s->mem);
        free(s);
    }
}

const struct office *site_office(const struct site *s, int64_t id)
{
    size_t all = s->n_offices + s->n_gone;
    size_t lo = 0;
    size_t hi = all;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (s->offices[s->by_id[mid]].id < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    const struct office *o = lo < all ? &s->offices[s->by_id[lo]] : NULL;
    return o != NULL && o->id == id ? o : NULL;
}

const struct office *site_heir(const struct site *s, const struct office *o)
{
    return o == NULL || o->heir < 0 ? o : &s->offices[o->heir];
}

int64_t site_heir_id(const struct site *s, int64_t id)
{
    const struct office *o = site_heir(s, site_office(s, id));
    return o == NULL ? id : o->id;
}

size_t site_with_former(const struct site *s, int64_t id, struct arena *a, int64_t **out)
{
    size_t n = 1;
    *out = ARENA_ARRAY(a, int64_t, s->n_gone + 1);
    (*out)[0] = id;
    for (size_t i = s->n_offices; i < s->n_offices + s->n_gone; i++) {
        if (s->offices[i].heir >= 0 && s->offices[s->offices[i].heir].id == id) {
            (*out)[n++] = s->offices[i].id;
        }
    }
    return n;
}

const struct office *site_office_by_code(const struct site *s, struct str code)
{
    size_t lo = 0;
    size_t hi = s->n_offices;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (str_cmp(s->offices[s->by_code[mid]].code, code) < 0) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    const struct office *o = lo < s->n_offices ? &s->offices[s->by_code[lo]] : NULL;
    return o != NULL && str_eq(o->code, code) ? o : NULL;
}

const struct office *site_parent(const struct site *s, const struct office *o)
{
    return o->parent < 0 ? NULL : &s->offices[o->parent];
}

const struct office *site_office_formerly(const struct site *s, struct str code)
{
    for (size_t i = s->n_former; i-- > 0;) { // the last holder of a code that several bore
        if (str_eq(s->former[i].code, code)) {
            return site_heir(s, site_office(s, s->former[i].office_id));
        }
    }
    return NULL;
}

const struct office *site_office_gone(const struct site *s, struct str code)
{
    for (size_t i = s->n_former; i-- > 0;) {
        if (str_eq(s->former[i].code, code)) {
            return site_office(s, s->former[i].office_id);
        }
    }
    return NULL;
}

const struct office *site_office_named(const struct site *s, struct str code)
{
    const struct office *o = site_office_by_code(s, code);
    return o != NULL ? o : site_office_formerly(s, code);
}

bool site_within(const struct site *s, int64_t id, int64_t above)
{
    const struct office *low = site_heir(s, site_office(s, id));
    const struct office *high = site_office(s, above);
    if (high != NULL && high->heir >= 0) { // of one that ended into the office above, nothing is left that stands below it
        high = high->heir == high->parent ? NULL : site_heir(s, high);
    }
    return low != NULL && high != NULL && low >= high && low - high <= high->below;
}

const struct category *site_category(const struct site *s, int64_t id)
{
    for (size_t i = 0; i < s->n_categories; i++) {
        if (s->categories[i].id == id) {
            return &s->categories[i];
        }
    }
    return NULL;
}

bool site_category_holds(const struct site *s, const struct category *c, int64_t office_id)
{
    const struct office *o = site_office(s, c->office_id);
    // The subjects of a former office ended with it.
    return c->until_at == 0 && o != NULL && o->heir < 0 && site_within(s, office_id, c->office_id);
}

const struct category *site_category_by_code(const struct site *s, int64_t office_id, struct str code)
{
    for (size_t i = 0; i < s->n_categories; i++) {
        if (str_eq(s->categories[i].code, code) && site_category_holds(s, &s->categories[i], office_id)) {
            return &s->categories[i];
        }
    }
    return NULL;
}

struct str site_setting(const struct site *s, int64_t office_id, enum setting which)
{
    for (const struct office *o = site_heir(s, site_office(s, office_id)); o != NULL; o = site_parent(s, o)) {
        if (o->setting[which].p != NULL) {
            return o->setting[which];
        }
    }
    return str_c(settings[which].value);
}

struct str site_setting_own(const struct site *s, int64_t office_id, enum setting which)
{
    const struct office *o = site_heir(s, site_office(s, office_id));
    return o == NULL || o->setting[which].p == NULL ? STR("") : o->setting[which];
}

int64_t site_setting_int(const struct site *s, int64_t office_id, enum setting which)
{
    int64_t v;
    return str_int(site_setting(s, office_id, which), &v) ? v : 0;
}

bool site_setting_flag(const struct site *s, int64_t office_id, enum setting which)
{
    return str_eq(site_setting(s, office_id, which), STR("1"));
}
