// page_view.c: see page_view.h.
#include "web/page_view.h"

#include "auth/token.h"
#include "base/utf8.h"
#include "web/asset.h"
#include "web/route.h"

#include <stdarg.h>

struct str web_path(const struct web *w, const char *fmt, ...)
{
    struct str code = lang_info(w->lang)->code;
    char path[1024];
    int at = snprintf(path, sizeof path, "/%.*s/", STR_ARG(code));
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(path + at, sizeof path - (size_t)at, fmt, args);
    va_end(args);
    BUG_ON(at < 0 || n < 0 || (size_t)(at + n) >= sizeof path);
    return str_copy(w->a, (struct str){path, (size_t)(at + n)});
}

struct str asset_path(struct arena *a, const char *file)
{
    const struct embed *e = asset_find(str_c(file));
    BUG_ON(e == NULL);
    return str_fmt(a, "/assets/%s?v=%s", file, e->hash);
}

// The present address with another language in front; the desk has one address for all.
static void other_languages(struct web *w, struct page *p)
{
    struct str path = w->req->path;
    bool in_path = path.n >= 3 && str_eq(str_slice(path, 1, 3), lang_info(w->lang)->code);
    for (enum lang l = 0; in_path && l < LANG_COUNT; l++) {
        if (l == w->lang) {
            continue;
        }
        struct str rest = str_slice(path, 3, path.n);
        const char *mark = w->req->query.n > 0 && w->req->method != HTTP_POST ? "?" : "";
        struct str query = mark[0] == 0 ? STR("") : w->req->query;
        p->other[p->n_other] = (struct page_link){
            lang_info(l)->name,
            str_fmt(w->a, "/%.*s%.*s%s%.*s", STR_ARG(lang_info(l)->code), STR_ARG(rest), mark, STR_ARG(query))};
        p->other_lang[p->n_other++] = lang_info(l)->code;
    }
}

static struct str foot_line(struct web *w)
{
    struct str address = site_setting(w->site, w->site->root, SETTING_ADDRESS);
    struct str phone = site_setting(w->site, w->site->root, SETTING_PHONE);
    const struct office *root = site_office(w->site, w->site->root);
    struct buf b = buf_new(8192);
    buf_add(&b, root->name[w->lang]);
    if (address.n > 0) {
        buf_addf(&b, ", %.*s", STR_ARG(address));
    }
    if (phone.n > 0) {
        buf_addz(&b, ". ");
        I18N_FILL(&b, T(w->lang, "Telephone: {phone}"), {"phone", phone});
    }
    struct str line = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return line;
}

// Of a public page: its own address with .json, and of its query what the page has looked at: a code that was put there by
// mistake is on no page.
static struct str twin_of(struct web *w)
{
    const struct route *route;
    struct captures caught;
    struct str path = w->req->path;
    if (w->req->method == HTTP_POST || w->route == NULL || str_starts(path, STR("/desk"))) {
        return STR("");
    }
    path = str_fmt(w->a, "%.*s.json", STR_ARG(str_slice(path, 0, str_ends(path, STR("/")) ? path.n - 1 : path.n)));
    if (route_find(HTTP_GET, path, &route, &caught) != ROUTE_FOUND) {
        return STR("");
    }
    struct buf b = buf_new(16 << 10);
    const char *mark = "?";
    buf_add(&b, path);
    for (size_t i = 0; i < w->query.n; i++) {
        const struct form_field *f = &w->query.fields[i];
        if (w->asked[i] && f->value.n > 0) {
            buf_addf(&b, "%s%.*s=", mark, STR_ARG(f->name));
            html_url_part(&b, f->value);
            mark = "&";
        }
    }
    struct str twin = buf_over(&b) ? STR("") : str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return twin;
}

struct page page_view(struct web *w, struct str title)
{
    const struct office *root = site_office(w->site, w->site->root);
    const struct office *above = site_parent(w->site, root);
    struct page p = {
        .title = title,
        .level = above == NULL ? STR("") : above->name[w->lang],
        .office = root->name[w->lang],
        .foot = foot_line(w),
        .icon = asset_path(w->a, "mark.svg"),
        .site_css = asset_path(w->a, "site.css"),
        .desk_css = asset_path(w->a, "desk.css"),
        .few = &w->few,
        .more = &w->more,
        .twin = twin_of(w),
        .lang = w->lang,
    };
    struct str accent = site_setting(w->site, w->site->root, SETTING_ACCENT);
    if (accent.n > 0) {
        p.accent_css = str_fmt(w->a, "/accent.css?v=%.*s", STR_ARG(str_slice(accent, 1, accent.n)));
    }
    const struct site_logo *logo = &w->site->logo;
    p.site_office = p.office;
    if (logo->hash.n > 0) {
        p.logo = str_fmt(w->a, "/logo.webp?v=%.*s", STR_ARG(logo->hash));
        p.logo_width = (logo->width + 1) / 2; // two of its pixels for one of the page
        p.logo_height = (logo->height + 1) / 2;
    }
    if (w->who.member.id != 0) {
        p.member = w->who.member.name;
        p.keys = w->who.member.keys_off == 0;
        p.csrf = csrf_token(w->a, (const uint8_t *)w->who.session.csrf.p, STR("form"));
    }
    other_languages(w, &p);
    return p;
}

enum { TAB_TITLE = 60, TAB_ALL = 70, TAB_ERROR = 7, TAB_DASH = 3 };

struct str page_tab(const struct page *p)
{
    struct str shown = utf8_clip(p->title, TAB_TITLE);
    if (shown.n == p->title.n) {
        return shown;
    }
    size_t end = shown.n;
    while (end > 0 && shown.p[end] != ' ') {
        end--;
    }
    return end > 0 ? str_slice(shown, 0, end) : shown;
}

bool page_tab_fits(const struct page *p, struct str more)
{
    return utf8_count(p->title) + TAB_DASH + utf8_count(more) + TAB_ERROR <= TAB_ALL;
}

void page_crumb(struct page *p, struct str name, struct str path)
{
    BUG_ON(p->n_crumbs == PAGE_CRUMBS_MAX);
    p->crumbs[p->n_crumbs++] = (struct page_link){name, path};
}

void page_script(struct page *p, const char *file)
{
    const struct embed *e = asset_find(str_c(file));
    BUG_ON(p->n_scripts == PAGE_SCRIPTS_MAX || e == NULL);
    p->scripts[p->n_scripts++] = (struct page_file){str_c(file), str_c(e->hash)};
}

void page_posted_from(struct web *w, struct page *p, struct str path)
{
    for (size_t i = 0; i < p->n_other; i++) {
        p->other[i].path = str_fmt(w->a, "/%.*s/%.*s", STR_ARG(p->other_lang[i]), STR_ARG(path));
    }
}

struct str page_words(const struct web *w, void (*format)(struct buf *out, enum lang lang, int64_t v), int64_t v)
{
    struct buf b = buf_new(128);
    format(&b, w->lang, v);
    struct str s = str_copy(w->a, buf_str(&b));
    buf_free(&b);
    return s;
}

struct str page_problem(const struct page *p, const char *field)
{
    const char *z = p->problems == NULL ? NULL : problem_of(p->problems, field);
    return z == NULL ? STR_NONE : T_(p->lang, z);
}

struct str page_problem_about(const struct page *p, const char *field)
{
    for (size_t i = 0; p->problems != NULL && i < p->problems->n; i++) {
        if (strcmp(p->problems->list[i].field, field) == 0) {
            return p->problems->list[i].about;
        }
    }
    return STR("");
}

struct str page_problem_at(const struct page *p, size_t i)
{
    return T_(p->lang, p->problems->list[i].msgid);
}
