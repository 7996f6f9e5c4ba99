// qr.c: see qr.h.
#include "docs/qr.h"

#include <qrencode.h>

enum { QUIET = 4, QR_TEXT_MAX = 300 };

struct html qr_svg(struct arena *a, struct str text)
{
    BUG_ON(text.n > QR_TEXT_MAX);
    QRcode *code = QRcode_encodeString(str_z(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    BUG_ON(code == NULL); // 300 bytes fit at level M, and memory is checked by the allocator
    int side = code->width + 2 * QUIET;
    struct buf b = buf_new(1 << 16);
    buf_addf(&b, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\" "
                 "shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"></rect><path fill=\"#000\" d=\"",
             side, side, side, side);
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            int from = x;
            while (x < code->width && (code->data[y * code->width + x] & 1) != 0) {
                x++;
            }
            if (x > from) { // a run of dark modules is one rectangle
                buf_addf(&b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
            }
        }
    }
    buf_addz(&b, "\"></path></svg>");
    BUG_ON(buf_over(&b));
    QRcode_free(code);
    struct html html = {str_copy(a, buf_str(&b))};
    buf_free(&b);
    return html;
}
