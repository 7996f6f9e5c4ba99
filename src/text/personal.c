// personal.c: see personal.h.
#include "text/personal.h"

static bool is_digit(struct str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static bool is_letter(struct str s, size_t at)
{
    return at < s.n && ((s.p[at] >= 'A' && s.p[at] <= 'Z') || (s.p[at] >= 'a' && s.p[at] <= 'z'));
}

// Bytes of letters beyond ASCII count as part of a word.
static bool in_word(struct str s, size_t at)
{
    return at < s.n && (is_digit(s, at) || is_letter(s, at) || (unsigned char)s.p[at] >= 0x80);
}

static bool begins_word(struct str s, size_t at)
{
    return at == 0 || !in_word(s, at - 1);
}

static bool is_joint(char c)
{
    return c == ' ' || c == '.' || c == '-' || c == '(' || c == ')';
}

static size_t digits_from(struct str s, size_t at)
{
    size_t n = 0;
    while (is_digit(s, at + n)) {
        n++;
    }
    return n;
}

// Runs of digits, each joined to the next by one or two of " .-()".
enum { GROUPS_MAX = 12 };
struct run {
    size_t end;
    size_t digits;
    size_t groups;
    size_t length[GROUPS_MAX];
    size_t begin[GROUPS_MAX];
    bool dots;    // joined by dots alone
    bool blanks;  // joined by a blank somewhere
};

static struct run read_run(struct str s, size_t at)
{
    struct run r = {.end = at, .dots = true};
    for (;;) {
        size_t n = digits_from(s, at);
        if (n == 0 || r.groups == GROUPS_MAX) {
            return r;
        }
        r.begin[r.groups] = at;
        r.length[r.groups++] = n;
        r.digits += n;
        r.end = at + n;
        at = r.end;
        size_t joint = at;
        while (joint < s.n && joint - at < 2 && is_joint(s.p[joint])) {
            joint++;
        }
        if (joint == at || !is_digit(s, joint)) {
            return r;
        }
        r.dots = r.dots && joint == at + 1 && s.p[at] == '.';
        r.blanks = r.blanks || s.p[at] == ' ';
        at = joint;
    }
}

static int two(struct str s, size_t at, size_t n)
{
    return n == 1 ? s.p[at] - '0' : (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
}

// 05.01.2026, 5-1-2026, 2026-01-05
static bool is_date(struct str s, const struct run *r)
{
    if (r->groups != 3 || r->blanks) {
        return false;
    }
    size_t year = r->length[0] == 4 ? 0 : 2;
    size_t day = 2 - year;
    if (r->length[year] != 4 || r->length[1] > 2 || r->length[day] > 2) {
        return false;
    }
    int d = two(s, r->begin[day], r->length[day]);
    int m = two(s, r->begin[1], r->length[1]);
    return d >= 1 && d <= 31 && m >= 1 && m <= 12;
}

// 12.345.678
static bool is_amount(struct str s, const struct run *r)
{
    if (r->groups < 2 || !r->dots || r->length[0] > 3 || s.p[r->begin[0]] == '0') {
        return false;
    }
    for (size_t i = 1; i < r->groups; i++) {
        if (r->length[i] != 3) {
            return false;
        }
    }
    return true;
}

// The end of a number of a person that begins at `at` (a digit), or `at`. *next is where to look on when it is none.
static size_t number_end(struct str s, size_t at, size_t *next)
{
    struct run r = read_run(s, at);
    *next = r.end;
    size_t least = r.groups == 1 ? 8 : 9;
    return r.digits >= least && !is_date(s, &r) && !is_amount(s, &r) ? r.end : at;
}

static size_t skip_joint(struct str s, size_t at)
{
    return at < s.n && (s.p[at] == '-' || s.p[at] == ' ' || s.p[at] == '.') ? at + 1 : at;
}

// 51F-123.45, 51F12345, 59-X1 234.56, 29A1-2345: two digits, one or two of a letter and a letter or digit, four or five digits.
static size_t plate_end(struct str s, size_t at)
{
    if (digits_from(s, at) != 2) {
        return at;
    }
    size_t p = skip_joint(s, at + 2);
    if (!is_letter(s, p)) {
        return at;
    }
    p++;
    if (is_letter(s, p) || (is_digit(s, p) && p + 1 < s.n && is_joint(s.p[p + 1]))) {
        p++;
    }
    p = skip_joint(s, p);
    size_t n = digits_from(s, p);
    if (n == 3 && p + 3 < s.n && s.p[p + 3] == '.' && digits_from(s, p + 4) == 2) {
        return in_word(s, p + 6) ? at : p + 6;
    }
    return n >= 4 && n <= 6 && !in_word(s, p + n) ? p + n : at;
}

// B1234567, C12345678
static size_t passport_end(struct str s, size_t at)
{
    size_t n = is_letter(s, at) ? digits_from(s, at + 1) : 0;
    return n >= 7 && !is_letter(s, at + 1 + n) ? at + 1 + n : at;
}

static bool in_address(struct str s, size_t at)
{
    return is_letter(s, at) || is_digit(s, at) ||
           (at < s.n && (s.p[at] == '.' || s.p[at] == '_' || s.p[at] == '%' || s.p[at] == '+' || s.p[at] == '-'));
}

// The address around the '@' at `at`: false when there is none.
static bool address_around(struct str s, size_t at, struct text_range *out)
{
    size_t from = at;
    while (from > 0 && in_address(s, from - 1)) {
        from--;
    }
    size_t to = at + 1;
    while (in_address(s, to)) {
        to++;
    }
    while (to > at + 1 && (s.p[to - 1] == '.' || s.p[to - 1] == '-')) {
        to--;
    }
    if (from == at || memchr(s.p + at + 1, '.', to - at - 1) == NULL) {
        return false;
    }
    *out = (struct text_range){(uint32_t)from, (uint32_t)to};
    return true;
}

// What is found at `at`: *out and true; else *next is the place to look on.
static bool found_at(struct str s, size_t at, size_t floor, struct text_range *out, size_t *next)
{
    size_t end = at;
    *next = at + 1;
    if (s.p[at] == '@') {
        return address_around(s, at, out);
    }
    if (is_digit(s, at)) {
        end = begins_word(s, at) ? plate_end(s, at) : at;
        end = end == at ? number_end(s, at, next) : end;
    } else if (begins_word(s, at)) {
        end = passport_end(s, at);
    }
    size_t from = at > floor && is_digit(s, at) && s.p[at - 1] == '+' ? at - 1 : at;
    *out = (struct text_range){(uint32_t)from, (uint32_t)end};
    return end > at;
}

size_t personal_ranges(struct str s, struct text_range *out, size_t max)
{
    size_t n = 0;
    size_t floor = 0; // end of the last range
    for (size_t at = 0; at < s.n && n < max;) {
        size_t next;
        struct text_range r;
        if (!found_at(s, at, floor, &r, &next)) {
            at = next;
            continue;
        }
        while (n > 0 && r.from < out[n - 1].to) { // an address may begin with what looked like a number
            n--;
            r.from = out[n].from < r.from ? out[n].from : r.from;
        }
        out[n++] = r;
        at = floor = r.to;
    }
    if (n == max && max > 0 && floor < s.n) {
        out[n - 1].to = (uint32_t)s.n;
    }
    return n;
}
