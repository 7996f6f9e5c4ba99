// download.c: see download.h.
#include "web/download.h"

#include "docs/html.h"

// The name for clients that know no RFC 8187: what ASCII leaves of it.
static void plain_name(struct buf *out, struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool follows = (c & 0xc0) == 0x80;
        if (!follows) {
            buf_addc(out, c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' || c == '/' ? '_' : (char)c);
        }
    }
}

void download_reply(struct web *w, struct str name, struct str type, struct str bytes)
{
    struct buf b = buf_new(8192);
    buf_addz(&b, "attachment; filename=\"");
    plain_name(&b, name);
    buf_addz(&b, "\"; filename*=UTF-8''");
    html_url_part(&b, name);
    http_reply_header(w->call, "Content-Disposition", str_copy(w->a, buf_str(&b)));
    http_reply_header(w->call, "Content-Security-Policy", STR("default-src 'none'; sandbox"));
    buf_free(&b);
    http_reply(w->call, 200, type, bytes);
    w->replied = true;
}
