// mktmpl.h: the parts of the template generator: reading (mktmpl.c), tracking HTML (mktmpl_html.c), messages
// (mktmpl_msg.c) and writing C (mktmpl_emit.c). The language is described in docs/templates.md.
#pragma once

#include "mkpo.h"
#include "tool.h"

enum place { PLACE_TEXT, PLACE_RCDATA, PLACE_ATTR, PLACE_URL, PLACE_PATH, PLACE_URL_PART };

enum state {
    ST_TEXT,     // between tags
    ST_TAG_OPEN, // after '<'
    ST_NAME,     // in the name of a start tag
    ST_IN_TAG,   // between attributes
    ST_SLASH,    // after '/' in a start tag
    ST_ATTR,     // in an attribute's name
    ST_EQUALS,   // after '='
    ST_VALUE,    // in a quoted value
    ST_END_NAME, // in the name of an end tag
    ST_END_TAG,  // after it
    ST_DECL,     // after "<!"
    ST_COMMENT,
};

enum block { BLOCK_IF, BLOCK_FOR, BLOCK_WRAP, BLOCK_MESSAGE };

struct element {
    struct str name;
    int line;
};

// An open {% if %}, {% for %}, {% wrap %} or message: every branch must leave the HTML as it found it.
struct frame {
    enum block kind;
    int line;
    enum state state;
    size_t depth;     // open elements
    size_t n_attrs;   // attributes of the tag we are in
    bool begun;       // value_begun at the start of each branch
    bool begun_any;   // … at the end of any branch
    bool settled;     // url_settled at the start of each branch
    bool settled_all; // … at the end of all branches
    bool last;        // the {% else %} was seen
    struct str arg;   // for: the count; wrap: the call
};

#define DEPTH_MAX 64
#define ATTRS_MAX 32
#define IDS_MAX 256

struct gen {
    const char *file;
    int line;
    struct str src;
    size_t at;

    struct str name;   // of the template
    struct str params; // as C, "" for none
    bool has_body;     // declared with `body`
    bool body_seen;
    struct str includes; // "a.h" "b.h"

    const struct po *po; // translations, one a language
    size_t n_po;

    struct buf code;  // C so far
    struct buf fixed; // markup not yet written as C
    int serial;       // makes names of locals

    enum state state;
    struct buf word;  // the name being read
    struct buf value; // the fixed part of the value being read
    bool value_begun; // something stands before in the value
    bool value_mixed; // … and not all of it is fixed
    bool url_settled; // in an address: what follows cannot change its scheme or host
    bool url_whole;   // … a value stood for the whole of it
    struct str tag;   // the start tag we are in
    struct str attr;  // the attribute we are in
    struct str attrs[ATTRS_MAX];
    size_t n_attrs;
    struct element open[DEPTH_MAX];
    size_t depth;
    struct frame frames[DEPTH_MAX];
    size_t n_frames;
    struct str ids[IDS_MAX];
    size_t n_ids;
    char blank;       // white space that waits: 0, ' ' or '\n'
    bool after_block; // only a block tag, or nothing, stands before

    struct arena arena;
};

_Noreturn void gen_fail(const struct gen *g, const char *fmt, ...) PRINTF(2, 3);

// mktmpl_html.c
void html_feed(struct gen *g, char c); // one byte of fixed markup
enum place html_place(struct gen *g);  // where a value would stand here; fails where none may
void html_value_here(struct gen *g);   // a value is about to be written at this place
void html_control_here(struct gen *g); // a control tag stands here
void html_finish(struct gen *g);       // the template ends
void html_frame_open(struct gen *g, enum block kind, struct str arg);
void html_frame_branch(struct gen *g); // one branch ended, another of the same frame begins
struct frame html_frame_close(struct gen *g);

// mktmpl_emit.c
void emit_fixed(struct gen *g, struct str s); // markup as it is
void emit_flush(struct gen *g);
void emit_code(struct gen *g, const char *fmt, ...) PRINTF(2, 3); // a line of C, after what is fixed; maps to g->line
void emit_value(struct gen *g, struct str expr); // an expression, perhaps with "| filter", escaped for its place
struct str emit_split_filter(const struct gen *g, struct str *expr); // cut "| filter" off; STR_NONE when there is none
void emit_check_expr(const struct gen *g, struct str expr);
void emit_prototypes(struct buf *out, const struct gen *g, const char *end);
void emit_signature(struct buf *out, const struct gen *g, const char *suffix, const char *end);

// mktmpl_msg.c
void message_write(struct gen *g, struct str inside); // what stands in {{t …}} or {{tn …}}

// mktmpl.c
void parse_source(struct gen *g, struct str src); // markup, values and control tags
