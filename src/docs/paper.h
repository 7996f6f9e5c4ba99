// paper.h: an administrative document, as the form of its system of offices wants it, written as ODT or DOCX.
//
// The caller fills a struct paper; paper_body makes the text's blocks from Markdown; paper_odt and paper_docx write the
// same document in the two formats. What the form says (margins, sizes, the words at the top) is data: paper_form.def.
// Formats: OASIS OpenDocument 1.3; ISO/IEC 29500 (WordprocessingML, transitional). The same paper gives the same bytes.
#pragma once

#include "base/str.h"

enum paper_form {
#define FORM(name, ...) PAPER_##name,
#include "docs/paper_form.def"
#undef FORM
    PAPER_FORMS
};

struct paper_layout {
    const char *code;
    bool confirmed; // false: an office that uses it has not said that it is right
    int top, bottom, left, right;
    const char *motto1;
    int motto1_size;
    const char *motto2; // "" for none
    int motto2_size;
    const char *number_before;
    const char *issuer_mark; // stands below the issuer; "": a line
    int issuer_size, number_size, place_size, title_size, text_size;
};
const struct paper_layout *paper_layout(enum paper_form form);
enum paper_form paper_form_of(struct str code); // PAPER_FORMS when unknown

struct paper_run {
    struct str text;
    bool bold;
    bool italic;
};

struct paper_table {
    size_t columns;
    const struct str *head;  // columns of them
    const struct str *cells; // rows × columns
    size_t rows;
    const int *widths; // shares of the width, one a column
    const bool *right; // figures stand at the right
};

enum paper_block_kind { PAPER_PARAGRAPH, PAPER_HEADING, PAPER_ITEM, PAPER_TABLE };
struct paper_block {
    enum paper_block_kind kind;
    int level;  // of a heading, 1 …; of an item, how many lists are around it, 1 …
    int number; // of an item; 0: a dash
    struct paper_run *runs;
    size_t n_runs;
    const struct paper_table *table;
};

struct paper {
    enum paper_form form;
    struct str issuer_above; // the office above, where the form names it; may be empty
    struct str issuer;
    struct str mark;  // number and symbol: "05/BC-UBND"; empty while it has none
    struct str place; // where it was signed
    int64_t day;      // of signature; 0: left open, "ngày … tháng … năm …"
    struct str title; // the kind's name, "Báo cáo"; empty for a letter (công văn)
    struct str summary;
    struct str to; // kính gửi, one a line; may be empty
    struct paper_block *blocks;
    size_t n_blocks;
    struct str recipients; // nơi nhận, one a line
    struct str signed_as;  // "TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch", one a line
    struct str signer;
};

// The blocks of a text in Markdown: headings, paragraphs, lists, emphasis, tables of words. A link is its words and its
// address in brackets; images and HTML become the text they are; what lies beyond MARKDOWN_MAX is left out
// (docs/markdown.h). In the arena.
void paper_body(struct arena *a, struct paper *p, struct str markdown);
void paper_add(struct arena *a, struct paper *p, const struct paper_table *table);

// What stands before the n-th heading (from 1) of a level, as administrative documents count: "I." "1." "a)". In the arena.
struct str paper_heading_mark(struct arena *a, int level, int n);
// Put it before each heading from block `from` on that does not begin with such a mark already.
void paper_number(struct arena *a, struct paper *p, size_t from);

// The document as a file's bytes, in the arena.
struct str paper_odt(struct arena *a, const struct paper *p);
struct str paper_docx(struct arena *a, const struct paper *p);

// "Cầu Mây, ngày 05 tháng 01 năm 2026", as both formats and the page write it. In the arena.
struct str paper_place_day(struct arena *a, const struct paper *p);
