// qr.h: a QR code as inline SVG, drawn with libqrencode.
#pragma once

#include "docs/html.h"

// `text` (at most 300 bytes) at error correction M, with the quiet zone of four modules that ISO/IEC 18004 asks for.
// class="qr"; a screen reader passes over it, because what it holds stands beside it as text.
struct html qr_svg(struct arena *a, struct str text);
