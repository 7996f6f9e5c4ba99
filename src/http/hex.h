// hex.h: the two hexadecimal digits of a percent escape.
#pragma once

#include "base/str.h"

static inline int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// The byte that two digits spell; -1 when `s` is not exactly two of them.
static inline int hex_pair(struct str s)
{
    if (s.n != 2) {
        return -1;
    }
    int high = hex_digit(s.p[0]);
    int low = hex_digit(s.p[1]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}
