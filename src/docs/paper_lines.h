// paper_lines.h: what both formats of a paper write: its named styles and the lines around the text. For paper_*.c
// only.
#pragma once

#include "docs/paper.h"

enum paper_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_BOTH };

enum paper_style {
    STYLE_TEXT,
    STYLE_HEADING,
    STYLE_ITEM,
    STYLE_ABOVE,
    STYLE_ISSUER,
    STYLE_RULE_ISSUER,
    STYLE_NUMBER,
    STYLE_SUBJECT,
    STYLE_MOTTO1,
    STYLE_MOTTO2,
    STYLE_RULE_MOTTO,
    STYLE_PLACE,
    STYLE_TITLE,
    STYLE_SUMMARY,
    STYLE_RULE_SUMMARY,
    STYLE_TO,
    STYLE_CELL,
    STYLE_CELL_HEAD,
    STYLE_CELL_FIGURE,
    STYLE_CAPACITY,
    STYLE_SIGNER,
    STYLE_RECIPIENTS,
    STYLE_RECIPIENT,
    STYLE_PAGE,
    PAPER_STYLES
};

struct paper_look {
    const char *name; // in the file, for whoever edits it
    int size;         // points
    bool bold, italic;
    bool capitals; // shown in capitals; the text stays as it was written
    enum paper_align align;
    int first;         // indent of the first line, mm
    int left, right;   // indents, mm
    int before, after; // points
    bool rule;         // an empty line with a rule below it
    bool keep;         // with what follows
};
// The styles of a form; out[PAPER_STYLES].
void paper_looks(enum paper_form form, struct paper_look *out);

struct paper_line {
    enum paper_style style;
    struct str text;
};

enum { PAPER_LINES = 64 }; // in one part; what is beyond stands in the last one
enum { HEAD_LEFT_MM = 66, HEAD_RIGHT_MM = 99, SIGN_LEFT_MM = 82, SIGN_RIGHT_MM = 83 };

struct paper_part {
    struct paper_line line[PAPER_LINES];
    size_t n;
};
struct paper_lines {
    struct paper_part head_left, head_right, title, sign_left, sign_right;
};
// The lines of everything but the text, in the arena.
struct paper_lines *paper_lines(struct arena *a, const struct paper *p);

// What stands before the words of an item: "- ", "3. ". In the arena.
struct str paper_item_mark(struct arena *a, const struct paper_block *b);

// The widths of a table's columns in millimetres, in the arena; together `width`.
const int *paper_table_widths(struct arena *a, const struct paper_table *t, int width);
