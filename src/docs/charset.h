// charset.h: text of other encodings as UTF-8: what offices' spreadsheets were saved in.
//
// Sources: RFC 3629 (UTF-8), RFC 2781 (UTF-16), Microsoft's code pages 1252 and 1258 as published by Unicode
// (MAPPINGS/VENDORS/MICSFT/WINDOWS). Windows-1258 writes Vietnamese tones as marks of their own: charset_nfc puts letter
// and mark together.
#pragma once

#include "base/buf.h"

enum charset { CHARSET_UTF8, CHARSET_UTF16LE, CHARSET_UTF16BE, CHARSET_WINDOWS_1252, CHARSET_WINDOWS_1258, CHARSETS };

// "utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1258", in either case. False: another one.
bool charset_of(struct str name, enum charset *out) MUST_USE;

// What the first bytes of a file say: a byte order mark, or zero bytes where UTF-16 has them in a text that begins with
// ASCII. *skip becomes the length of the mark. UTF-8 where nothing else is said.
enum charset charset_detect(struct str first, size_t *skip);

// Append the bytes as UTF-8; returns how many were taken: all but the begun piece of a character at the end, which is to
// be given again with what follows it. `last`: nothing follows. What stands for no character becomes U+FFFD; UTF-8 is
// passed on as it is, broken or not.
size_t charset_decode(enum charset set, struct str bytes, bool last, struct buf *out);

// The composed form (Unicode NFC), in the arena where it differs from s. s is valid UTF-8.
struct str charset_nfc(struct arena *a, struct str s);
