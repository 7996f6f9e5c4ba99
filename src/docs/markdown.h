// markdown.h: what editors and officers write, as safe HTML and as plain text.
//
// CommonMark (spec 0.30, by cmark) cut down to a list of what may pass: paragraphs, headings, lists, emphasis, links,
// quotes, code, rules, and tables of words (docs/mdtable.h). HTML in the source is shown as the text it is; an image
// becomes its description; a link whose address html_url would refuse becomes its text. Any bytes are safe to give, and
// nothing fails: a source longer than MARKDOWN_MAX, or one that would grow past sixteen times that, comes back as plain
// paragraphs.
#pragma once

#include "docs/html.h"

#define MARKDOWN_MAX ((size_t)64 << 10)

struct markdown_look {
    int heading_shift;   // added to the levels of headings: 1 makes "# a" an <h2>; the result stays within h1 … h6
    struct str own_host; // links to https://this/… are our own; STR_NONE: every http(s) link leads outside
};

// Links that lead outside get rel="nofollow noopener".
struct html markdown_html(struct arena *a, struct str source, struct markdown_look look);

// For mail and feeds: lines with "- ", "1. ", "> ", headings and paragraphs apart by an empty line; a link is
// "words (address)".
struct str markdown_text(struct arena *a, struct str source);

// For the index and for summaries: the words alone, on one line, without addresses.
struct str markdown_words(struct arena *a, struct str source);
