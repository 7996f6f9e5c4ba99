// found_text.c: see found_text.h.
#include "web/found_text.h"

#include "core/press/finder_document.h"

struct html found_text(struct web *w, enum found_in in, struct str q, struct str text, size_t max, bool *any)
{
    struct match_extract x;
    switch (in) {
    case FOUND_PUBLIC:
        finder_extract(app_finder(w->app), q, text, max, w->a, &x);
        break;
    case FOUND_DESK:
        finder_desk_extract(app_finder(w->app), q, text, max, w->a, &x);
        break;
    case FOUND_DOCUMENTS:
        finder_document_extract(app_finder(w->app), q, text, max, w->a, &x);
        break;
    }
    struct buf b = buf_new(64 << 10);
    size_t at = x.cut.from;
    *any = x.n_marks > 0;
    if (x.cut.from > 0) {
        html_text(&b, STR("… "));
    }
    for (size_t i = 0; i < x.n_marks; i++) {
        html_text(&b, str_slice(text, at, x.marks[i].from));
        buf_addz(&b, "<mark>");
        html_text(&b, str_slice(text, x.marks[i].from, x.marks[i].to));
        buf_addz(&b, "</mark>");
        at = x.marks[i].to;
    }
    html_text(&b, str_slice(text, at, x.cut.to));
    if (x.cut.to < text.n) {
        html_text(&b, STR(" …"));
    }
    struct html h = {str_copy(w->a, buf_str(&b))};
    buf_free(&b);
    return h;
}
