// asset.c: GET /assets/{asset} and the office's colour.
#include "web/asset.h"

#include "asset_files.h"
#include "web/page.h"

const struct embed *asset_find(struct str name)
{
    char path[64]; // "css/site.css": files lie in a folder by their kind
    const char *folder = str_ends(name, STR(".css")) ? "css" : str_ends(name, STR(".svg")) ? "img" : "js";
    int n = snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(name));
    return n < 0 || (size_t)n >= sizeof path ? NULL : embed_find(asset_files, asset_files_n, str_c(path));
}

static struct str type_of(struct str name)
{
    return str_ends(name, STR(".css"))   ? STR("text/css; charset=utf-8")
           : str_ends(name, STR(".svg")) ? STR("image/svg+xml")
                                         : STR("text/javascript; charset=utf-8");
}

bool asset_hashed(struct web *w, struct str hash)
{
    return str_eq(form_get(&w->query, "v"), hash) && web_param(w, "v").n > 0; // asked of no other: page_keep keeps none of those
}

// Asked with its hash, a file may be kept for ever: another content has another address.
void asset_get(struct web *w)
{
    const struct embed *e = asset_find(w->asset);
    if (e == NULL) {
        web_error(w, 404);
        return;
    }
    bool hashed = asset_hashed(w, str_c(e->hash));
    struct http_field kept = {STR("Cache-Control"), STR("public, max-age=31536000, immutable")};
    page_keep(w, type_of(w->asset), embed_str(e), &kept, hashed ? 1 : 0);
}

void accent_get(struct web *w)
{
    struct str colour = site_setting(w->site, w->site->root, SETTING_ACCENT);
    struct str css = colour.n == 0 ? STR("") : str_fmt(w->a, ":root{--accent:%.*s}\n", STR_ARG(colour));
    page_keep(w, STR("text/css; charset=utf-8"), css, NULL, 0);
}
