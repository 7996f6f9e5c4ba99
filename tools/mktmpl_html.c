// mktmpl_html.c: follows the HTML of a template byte by byte, so that it is known where each value stands, and refuses
// what the house does not write. States and element kinds after WHATWG HTML §13.2.5 and §13.1.2, kept to the strict
// part: every element closed, every value in double quotes.
#include "mktmpl.h"

#include "docs/html.h"

static bool in_list(const char *list, struct str word) // list: " a b c "
{
    char key[48];
    int n = snprintf(key, sizeof key, " %.*s ", STR_ARG(word));
    return n > 0 && (size_t)n < sizeof key && strstr(list, key) != NULL;
}

static const char blocks[] = " html head body header footer main nav section article aside div p ul ol li dl dt dd "
                             "table thead tbody tfoot tr th "
                             "td caption colgroup col form fieldset legend h1 h2 h3 h4 h5 h6 hr pre blockquote figure "
                             "figcaption address details "
                             "summary dialog title meta link script noscript option optgroup template search ";
static const char voids[] = " area br col hr img input link meta source track wbr ";
static const char refused_tags[] = " style iframe frame frameset object embed applet base plaintext xmp noembed "
                                   "noframes marquee font center animate set "
                                   "foreignObject math ";
// A <p> is closed by the browser where one of these begins.
static const char not_in_p[] = " header footer main nav section article aside div p ul ol dl table form fieldset h1 h2 "
                               "h3 h4 h5 h6 hr pre blockquote "
                               "figure figcaption address details dialog search ";
static const char not_in_itself[] = " a form button label h1 h2 h3 h4 h5 h6 option ";
static const char url_attrs[] =
    " href src action formaction poster cite data manifest background longdesc ping xlink:href icon ";

static const char sets[] = " srcset imagesrcset sizes ";

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' ||
           c == '_';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool inside(const struct gen *g, const char *tag)
{
    for (size_t i = 0; i < g->depth; i++) {
        if (str_eqz(g->open[i].name, tag)) {
            return true;
        }
    }
    return false;
}

static bool top_is(const struct gen *g, const char *list)
{
    return g->depth > 0 && in_list(list, g->open[g->depth - 1].name);
}

static bool keeps_blanks(const struct gen *g)
{
    return inside(g, "pre") || inside(g, "textarea");
}

// Write the white space that waits, unless a block tag stands on either side of it.
static void settle_blank(struct gen *g, bool block_follows)
{
    if (g->blank != 0 && !g->after_block && !block_follows) {
        emit_fixed(g, (struct str){&g->blank, 1});
    }
    g->blank = 0;
}

// "&" must begin a character reference, so that what is shown is what was meant.
static void check_entity(const struct gen *g)
{
    size_t i = g->at + 1;
    bool hash = i < g->src.n && g->src.p[i] == '#';
    i += hash ? 1 : 0;
    size_t from = i;
    while (i < g->src.n && is_name_char(g->src.p[i])) {
        i++;
    }
    if (i == from || i >= g->src.n || g->src.p[i] != ';') {
        gen_fail(g, "write &amp; for a plain '&'");
    }
}

static struct str lower_case(struct arena *a, struct str name)
{
    char *out = str_z(a, name);
    for (size_t i = 0; i < name.n; i++) {
        out[i] = out[i] >= 'A' && out[i] <= 'Z' ? (char)(out[i] + ('a' - 'A')) : out[i];
    }
    return (struct str){out, name.n};
}

static void open_tag(struct gen *g)
{
    g->tag = str_copy(&g->arena, buf_str(&g->word));
    g->n_attrs = 0;
    if (in_list(refused_tags, g->tag)) {
        gen_fail(g, "<%.*s> may not stand in a template", STR_ARG(g->tag));
    }
    struct str plain = lower_case(&g->arena, g->tag);
    bool html = in_list(refused_tags, plain) || in_list(blocks, plain) || in_list(voids, plain);
    if (!str_eq(plain, g->tag) && (html || !inside(g, "svg"))) {
        gen_fail(g, "write <%.*s> in lower case", STR_ARG(g->tag));
    }
    if (in_list(not_in_p, g->tag) && inside(g, "p")) {
        gen_fail(g, "<p> cannot contain <%.*s>", STR_ARG(g->tag));
    }
    if (in_list(not_in_itself, g->tag) && inside(g, str_z(&g->arena, g->tag))) {
        gen_fail(g, "<%.*s> cannot contain another", STR_ARG(g->tag));
    }
    settle_blank(g, in_list(blocks, g->tag));
    emit_fixed(g, STR("<"));
    emit_fixed(g, g->tag);
}

static bool has_attr(const struct gen *g, const char *name)
{
    for (size_t i = 0; i < g->n_attrs; i++) {
        if (str_eqz(g->attrs[i], name)) {
            return true;
        }
    }
    return false;
}

static void finish_tag(struct gen *g, bool slash)
{
    bool is_void = in_list(voids, g->tag);
    bool leaf = slash && !is_void && inside(g, "svg");
    if (slash && !is_void && !leaf) {
        gen_fail(g, "<%.*s/> does not close the element: write </%.*s>", STR_ARG(g->tag), STR_ARG(g->tag));
    }
    if (str_eqz(g->tag, "img") && !has_attr(g, "alt")) {
        gen_fail(g, "<img> without alt");
    }
    if (str_eqz(g->tag, "html") && !has_attr(g, "lang")) {
        gen_fail(g, "<html> without lang");
    }
    if (str_eqz(g->tag, "script") && !has_attr(g, "src")) {
        gen_fail(g, "no script in the page: write <script src=\"…\"></script>");
    }
    emit_fixed(g, leaf ? STR("/>") : STR(">"));
    if (!is_void && !leaf) {
        if (g->depth == DEPTH_MAX) {
            gen_fail(g, "elements are nested too deeply");
        }
        g->open[g->depth++] = (struct element){g->tag, g->line};
    }
    if (str_eqz(g->tag, "textarea")) {
        emit_fixed(g, STR("\n")); // the browser drops one newline here; a person's own first newline stays
    }
    g->after_block = in_list(blocks, g->tag);
    g->state = ST_TEXT;
}

static void close_tag(struct gen *g)
{
    struct str name = str_copy(&g->arena, buf_str(&g->word));
    if (g->depth == 0) {
        gen_fail(g, "</%.*s> closes nothing", STR_ARG(name));
    }
    struct element last = g->open[g->depth - 1];
    if (!str_eq(last.name, name)) {
        gen_fail(g, "</%.*s> where </%.*s> is awaited (opened in line %d)", STR_ARG(name), STR_ARG(last.name),
                 last.line);
    }
    if (g->n_frames > 0 && g->depth == g->frames[g->n_frames - 1].depth) {
        gen_fail(g, "</%.*s> closes an element that was opened outside of this block", STR_ARG(name));
    }
    bool block = in_list(blocks, name);
    settle_blank(g, block);
    g->depth--;
    emit_fixed(g, STR("</"));
    emit_fixed(g, name);
    emit_fixed(g, STR(">"));
    g->after_block = block;
    g->state = ST_TEXT;
}

static bool is_refused_attr(struct str name)
{
    return str_starts(name, STR("on")) || in_list(" style srcdoc http-equiv ", name);
}

// The name of an attribute is complete.
static void name_attr(struct gen *g)
{
    struct str name = str_copy(&g->arena, buf_str(&g->word));
    // Browsers read names without their case: what is refused or escaped by its name must not get past by another spelling. Those
    // of SVG that have capitals of their own are none of these.
    struct str plain = lower_case(&g->arena, name);
    bool svg = inside(g, "svg") || str_eqz(g->tag, "svg");
    if (!str_eq(plain, name) && (!svg || in_list(url_attrs, plain) || in_list(sets, plain) || is_refused_attr(plain))) {
        gen_fail(g, "write %.*s in lower case", STR_ARG(name));
    }
    if (is_refused_attr(plain)) {
        gen_fail(g, "the attribute %.*s may not stand in a template", STR_ARG(name));
    }
    if (has_attr(g, str_z(&g->arena, name))) {
        gen_fail(g, "<%.*s> has %.*s twice", STR_ARG(g->tag), STR_ARG(name));
    }
    if (g->n_attrs == ATTRS_MAX) {
        gen_fail(g, "<%.*s> has too many attributes", STR_ARG(g->tag));
    }
    g->attrs[g->n_attrs++] = name;
    g->attr = name;
    emit_fixed(g, STR(" "));
    emit_fixed(g, name);
}

static bool in_loop(const struct gen *g)
{
    for (size_t i = 0; i < g->n_frames; i++) {
        if (g->frames[i].kind == BLOCK_FOR) {
            return true;
        }
    }
    return false;
}

static void end_value(struct gen *g)
{
    struct str v = str_copy(&g->arena, buf_str(&g->value));
    if (in_list(url_attrs, g->attr) && !g->url_settled && v.n > 0 && !html_url_ok(v)) {
        gen_fail(g, "this address may not stand here: %.*s", STR_ARG(v));
    }
    if (str_eqz(g->attr, "id") && !g->value_mixed) {
        if (in_loop(g)) {
            gen_fail(g, "id=\"%.*s\" would stand there once for each turn of the loop", STR_ARG(v));
        }
        for (size_t i = 0; i < g->n_ids; i++) {
            if (str_eq(g->ids[i], v)) {
                gen_fail(g, "id=\"%.*s\" stands there twice", STR_ARG(v));
            }
        }
        if (g->n_ids < IDS_MAX) {
            g->ids[g->n_ids++] = v;
        }
    }
    emit_fixed(g, STR("\""));
    g->state = ST_IN_TAG;
}

static void feed_text(struct gen *g, char c)
{
    if (c == '<') {
        buf_clear(&g->word);
        g->state = ST_TAG_OPEN;
        return;
    }
    if (is_blank(c) && !keeps_blanks(g)) {
        g->blank = c == '\n' || g->blank == '\n' ? '\n' : ' ';
        return;
    }
    if (c == '>') {
        gen_fail(g, "write &gt; for a plain '>'");
    }
    if (c == '&') {
        check_entity(g);
    }
    if (top_is(g, " script ")) {
        gen_fail(g, "no script in the page: put it in web/js and name it with src");
    }
    settle_blank(g, false);
    emit_fixed(g, (struct str){&c, 1});
    g->after_block = false;
}

static void feed_tag_open(struct gen *g, char c)
{
    if (c == '/') {
        g->state = ST_END_NAME;
    } else if (top_is(g, " title textarea script ")) {
        gen_fail(g, "<%.*s> holds no elements", STR_ARG(g->open[g->depth - 1].name));
    } else if (c == '!') {
        g->state = ST_DECL;
    } else if (is_letter(c)) {
        buf_addc(&g->word, c);
        g->state = ST_NAME;
    } else {
        gen_fail(g, "write &lt; for a plain '<'");
    }
}

static void feed_in_tag(struct gen *g, char c)
{
    if (c == '>') {
        finish_tag(g, false);
    } else if (c == '/') {
        g->state = ST_SLASH;
    } else if (is_letter(c)) {
        buf_clear(&g->word);
        buf_addc(&g->word, c);
        g->state = ST_ATTR;
    } else if (!is_blank(c)) {
        gen_fail(g, "'%c' may not stand here in <%.*s>", c, STR_ARG(g->tag));
    }
}

static void feed_value(struct gen *g, char c)
{
    if (c == '"') {
        end_value(g);
        return;
    }
    if (c == '<' || c == '>') {
        gen_fail(g, "write %s in an attribute", c == '<' ? "&lt;" : "&gt;");
    }
    if (c == '&') {
        check_entity(g);
    }
    if (is_blank(c)) {
        c = ' ';
    }
    if (g->url_whole) {
        if (strchr("/?#&", c) == NULL) {
            gen_fail(g, "after a whole address only / ? # or & may follow");
        }
        g->url_whole = g->n_frames > 0 && g->frames[g->n_frames - 1].state == ST_VALUE;
    }
    buf_addc(&g->value, c);
    emit_fixed(g, (struct str){&c, 1});
    g->value_begun = true;
}

static void feed_decl(struct gen *g, char c)
{
    if (c == '>') {
        if (!str_eq_nocase(buf_str(&g->word), STR("doctype html"))) {
            gen_fail(g, "<!%.*s> is unknown", STR_ARG(buf_str(&g->word)));
        }
        emit_fixed(g, STR("<!DOCTYPE html>"));
        g->blank = 0;
        g->after_block = true;
        g->state = ST_TEXT;
        return;
    }
    buf_addc(&g->word, c);
    if (str_eqz(buf_str(&g->word), "--")) {
        buf_clear(&g->word);
        g->state = ST_COMMENT;
    }
}

static void feed_name(struct gen *g, char c)
{
    if (is_name_char(c)) {
        buf_addc(&g->word, c);
        return;
    }
    if (g->state == ST_NAME) {
        open_tag(g);
        g->state = ST_IN_TAG;
        feed_in_tag(g, c);
    } else if (c == '=') { // ST_ATTR
        name_attr(g);
        g->state = ST_EQUALS;
    } else {
        name_attr(g);
        g->state = ST_IN_TAG;
        feed_in_tag(g, c);
    }
}

static void feed_end_tag(struct gen *g, char c)
{
    if (c == '>') {
        close_tag(g);
    } else if (g->state == ST_END_NAME && is_name_char(c)) {
        buf_addc(&g->word, c);
    } else if (is_blank(c)) {
        g->state = ST_END_TAG;
    } else {
        gen_fail(g, "'%c' may not stand in an end tag", c);
    }
}

void html_feed(struct gen *g, char c)
{
    switch (g->state) {
    case ST_TEXT:
        feed_text(g, c);
        break;
    case ST_TAG_OPEN:
        feed_tag_open(g, c);
        break;
    case ST_NAME:
    case ST_ATTR:
        feed_name(g, c);
        break;
    case ST_IN_TAG:
        feed_in_tag(g, c);
        break;
    case ST_SLASH:
        if (c != '>') {
            gen_fail(g, "'/' may only stand before '>'");
        }
        finish_tag(g, true);
        break;
    case ST_EQUALS:
        if (c != '"') {
            gen_fail(g, "put the value of %.*s in double quotes", STR_ARG(g->attr));
        }
        emit_fixed(g, STR("=\""));
        buf_clear(&g->value);
        g->value_begun = g->value_mixed = g->url_settled = g->url_whole = false;
        g->state = ST_VALUE;
        break;
    case ST_VALUE:
        feed_value(g, c);
        break;
    case ST_END_NAME:
    case ST_END_TAG:
        feed_end_tag(g, c);
        break;
    case ST_DECL:
        feed_decl(g, c);
        break;
    case ST_COMMENT: // comments of HTML are not sent
        buf_addc(&g->word, c);
        if (str_ends(buf_str(&g->word), STR("-->"))) {
            g->state = ST_TEXT;
        }
        break;
    }
}

// What stood fixed at the beginning of an address must have settled its scheme before anything else follows.
static void settle_url(struct gen *g)
{
    struct str fixed = buf_str(&g->value);
    if (g->url_settled || fixed.n == 0) {
        return;
    }
    bool ended = memchr(fixed.p, '/', fixed.n) != NULL || memchr(fixed.p, '?', fixed.n) != NULL ||
                 memchr(fixed.p, '#', fixed.n) != NULL || str_starts(fixed, STR("mailto:")) ||
                 str_starts(fixed, STR("tel:"));
    if (!ended || !html_url_ok(fixed)) {
        gen_fail(g, "the fixed beginning of an address must end the choice of its scheme: %.*s", STR_ARG(fixed));
    }
    g->url_settled = true;
}

static enum place value_place(struct gen *g)
{
    if (in_list(sets, g->attr)) {
        gen_fail(g, "no value may stand in %.*s", STR_ARG(g->attr));
    }
    if (!in_list(url_attrs, g->attr)) {
        return PLACE_ATTR;
    }
    settle_url(g);
    if (!g->value_begun) {
        g->url_settled = g->url_whole = true;
        return str_eqz(g->tag, "script") ? PLACE_PATH : PLACE_URL;
    }
    if (!g->url_settled) {
        gen_fail(g, "what stands before this value in the address may be missing");
    }
    return PLACE_URL_PART;
}

enum place html_place(struct gen *g)
{
    switch (g->state) {
    case ST_TEXT:
        if (top_is(g, " script ")) {
            gen_fail(g, "no value may stand in <script>");
        }
        return top_is(g, " title textarea ") ? PLACE_RCDATA : PLACE_TEXT;
    case ST_VALUE:
        return value_place(g);
    case ST_EQUALS:
        gen_fail(g, "put the value of %.*s in double quotes", STR_ARG(g->attr));
    case ST_COMMENT:
        gen_fail(g, "no value may stand in a comment");
    default:
        gen_fail(g, "no value may stand in the name of a tag or an attribute");
    }
}

void html_value_here(struct gen *g)
{
    settle_blank(g, false);
    g->after_block = false;
    g->value_begun = g->value_mixed = true;
}

void html_control_here(struct gen *g)
{
    if (g->state == ST_ATTR) { // {% if c %}checked{% end %}
        name_attr(g);
        g->state = ST_IN_TAG;
    }
    if (g->state != ST_TEXT && g->state != ST_IN_TAG && g->state != ST_VALUE) {
        gen_fail(g, "a control tag may stand between tags, between attributes or in a value, not here");
    }
    if (g->state == ST_VALUE) {
        if (in_list(url_attrs, g->attr)) {
            settle_url(g);
        }
        buf_clear(&g->value);
        g->value_mixed = true;
    } else if (g->state == ST_TEXT) {
        settle_blank(g, false);
        g->after_block = false;
    }
}

void html_frame_open(struct gen *g, enum block kind, struct str arg)
{
    if (g->n_frames == DEPTH_MAX) {
        gen_fail(g, "blocks are nested too deeply");
    }
    g->frames[g->n_frames++] = (struct frame){.kind = kind,
                                              .line = g->line,
                                              .state = g->state,
                                              .depth = g->depth,
                                              .n_attrs = g->n_attrs,
                                              .begun = g->value_begun,
                                              .settled = g->url_settled,
                                              .settled_all = true,
                                              .arg = arg};
}

static void check_frame(struct gen *g, struct frame *f)
{
    if (g->depth > f->depth) {
        struct element last = g->open[g->depth - 1];
        gen_fail(g, "<%.*s> of line %d is not closed in its block", STR_ARG(last.name), last.line);
    }
    if (g->state != f->state) {
        gen_fail(g, "the block of line %d ends at another place of the HTML than it began", f->line);
    }
    f->begun_any |= g->value_begun;
    f->settled_all &= g->url_settled;
}

void html_frame_branch(struct gen *g)
{
    struct frame *f = &g->frames[g->n_frames - 1];
    check_frame(g, f);
    g->n_attrs = f->n_attrs;
    g->value_begun = f->begun;
    g->url_settled = f->settled;
}

struct frame html_frame_close(struct gen *g)
{
    if (g->n_frames == 0) {
        gen_fail(g, "{%% end %%} closes nothing");
    }
    struct frame *f = &g->frames[g->n_frames - 1];
    check_frame(g, f);
    g->value_begun = f->begun_any || f->begun;
    g->url_settled = f->last ? f->settled_all : f->settled;
    g->n_frames--;
    return *f;
}

void html_finish(struct gen *g)
{
    if (g->n_frames > 0) {
        g->line = g->frames[g->n_frames - 1].line;
        gen_fail(g, "this block has no {%% end %%}");
    }
    if (g->state != ST_TEXT) {
        gen_fail(g, "the template ends inside of a tag or comment");
    }
    if (g->depth > 0) {
        struct element last = g->open[g->depth - 1];
        g->line = last.line;
        gen_fail(g, "<%.*s> is not closed", STR_ARG(last.name));
    }
    g->blank = 0;
}
