// mkfold.c: writes the fold table: what every code point below U+2000 is without its marks (see src/text/fold.h).
//
// usage: mkfold > fold_table.h. Runs at build time; utf8proc is the source, so the program itself does not need it.
#include <stdint.h>
#include <stdio.h>
#include <utf8proc.h>

enum { LIMIT = 0x2000 };
enum { SEP, LETTER, DIGIT, MARK, SOLO };
enum { LEVEL, HUYEN, SAC, HOI, NGA, NANG };
enum { PLAIN, HAT, BOWL, HORN, STROKE };

static unsigned tone_of(utf8proc_int32_t mark)
{
    switch (mark) {
    case 0x300:
        return HUYEN;
    case 0x301:
        return SAC;
    case 0x309:
        return HOI;
    case 0x303:
        return NGA;
    case 0x323:
        return NANG;
    default:
        return LEVEL;
    }
}

static unsigned shape_of(utf8proc_int32_t mark)
{
    switch (mark) {
    case 0x302:
        return HAT;
    case 0x306:
        return BOWL;
    case 0x31B:
        return HORN;
    default:
        return PLAIN;
    }
}

static unsigned length(utf8proc_int32_t cp)
{
    return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
}

static int is_mark(utf8proc_int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME || c == UTF8PROC_CATEGORY_CF;
}

static unsigned class_of(utf8proc_int32_t cp)
{
    switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MC:
        return cp >= 0xE00 && cp < 0x10A0 ? SOLO : cp >= 0x1780 && cp < 0x1800 ? SOLO : LETTER;
    case UTF8PROC_CATEGORY_ND:
        return DIGIT;
    default:
        return is_mark(cp) ? MARK : SEP;
    }
}

// Letters that a reader takes for another one, though Unicode does not decompose them.
static utf8proc_int32_t lookalike(utf8proc_int32_t cp, unsigned *shape)
{
    switch (cp) {
    case 0x110:
    case 0x111:
    case 0xD0:
    case 0xF0:
    case 0x189:
        *shape = STROKE;
        return 'd';
    case 0xD8:
    case 0xF8:
        return 'o';
    case 0x141:
    case 0x142:
        return 'l';
    case 0x131:
        return 'i';
    case 0xDF:
        return 's';
    default:
        return cp;
    }
}

// Decimal digits come in runs of ten that begin with zero.
static utf8proc_int32_t digit_of(utf8proc_int32_t cp)
{
    utf8proc_int32_t first = cp;
    while (first > 0 && utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND) {
        first--;
    }
    return '0' + (cp - first) % 10;
}

static uint32_t entry(utf8proc_int32_t cp)
{
    unsigned tone = LEVEL, shape = PLAIN, bases = 0;
    utf8proc_int32_t parts[16], base = lookalike(cp, &shape);
    int last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(base, parts, 16, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &last);
    for (utf8proc_ssize_t i = 0; i < n && i < 16; i++) {
        tone = tone_of(parts[i]) != LEVEL ? tone_of(parts[i]) : tone;
        shape = shape_of(parts[i]) != PLAIN ? shape_of(parts[i]) : shape;
        if (!is_mark(parts[i]) && bases++ == 0) {
            base = parts[i];
        }
    }
    if (bases > 1 || (bases == 1 && class_of(base) == SEP)) {
        base = cp;
    }
    unsigned class = class_of(base);
    base = class == DIGIT ? digit_of(base) : utf8proc_tolower(base);
    if (length(base) > length(cp) || base >= 0x10000) {
        base = cp;
    }
    return (uint32_t)base | class << 16 | tone << 19 | shape << 22;
}

int main(void)
{
    printf("// Made by tools/mkfold.c; see src/text/fold.h for what the fields are.\n"
           "static const uint32_t fold_table[%d] = {",
           LIMIT);
    for (utf8proc_int32_t cp = 0; cp < LIMIT; cp++) {
        printf("%s0x%x,", cp % 10 == 0 ? "\n    " : " ", entry(cp));
    }
    printf("\n};\n");
    return ferror(stdout) != 0;
}
