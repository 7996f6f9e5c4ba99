// paper_lines.c: where each element of the form stands and how it looks (Nghị định 30/2020/NĐ-CP, Phụ lục I).
#include "docs/paper_lines.h"

void paper_looks(enum paper_form form, struct paper_look *out)
{
    const struct paper_layout *l = paper_layout(form);
    const struct paper_look looks[PAPER_STYLES] = {
        [STYLE_TEXT] = {"Text", l->text_size, .align = ALIGN_BOTH, .first = 10, .before = 3, .after = 3},
        [STYLE_HEADING] = {"Heading", l->text_size, .bold = true, .align = ALIGN_BOTH, .first = 10, .before = 6,
                           .after = 3, .keep = true},
        [STYLE_ITEM] = {"Item", l->text_size, .align = ALIGN_BOTH, .first = 10, .before = 3, .after = 3},
        [STYLE_ABOVE] = {"Above", l->issuer_size, .capitals = true, .align = ALIGN_CENTRE},
        [STYLE_ISSUER] = {"Issuer", l->issuer_size, .bold = true, .capitals = true, .align = ALIGN_CENTRE},
        [STYLE_RULE_ISSUER] = {"RuleIssuer", 2, .align = ALIGN_CENTRE, .left = 21, .right = 21, .before = 1, .after = 4,
                               .rule = true},
        [STYLE_NUMBER] = {"Number", l->number_size, .align = ALIGN_CENTRE},
        [STYLE_SUBJECT] = {"Subject", 12, .align = ALIGN_CENTRE, .before = 6},
        [STYLE_MOTTO1] = {"Motto1", l->motto1_size, .bold = true, .capitals = true, .align = ALIGN_CENTRE},
        [STYLE_MOTTO2] = {"Motto2", l->motto2_size, .bold = true, .align = ALIGN_CENTRE},
        [STYLE_RULE_MOTTO] = {"RuleMotto", 2, .align = ALIGN_CENTRE, .left = 18, .right = 18, .before = 1, .after = 4,
                              .rule = true},
        [STYLE_PLACE] = {"Place", l->place_size, .italic = true, .align = ALIGN_CENTRE},
        [STYLE_TITLE] = {"Title", l->title_size, .bold = true, .capitals = true, .align = ALIGN_CENTRE, .before = 18,
                         .keep = true},
        [STYLE_SUMMARY] = {"Summary", l->title_size, .bold = true, .align = ALIGN_CENTRE, .keep = true},
        [STYLE_RULE_SUMMARY] = {"RuleSummary", 2, .align = ALIGN_CENTRE, .left = 55, .right = 55, .before = 2,
                                .after = 12, .rule = true},
        [STYLE_TO] = {"To", l->text_size, .align = ALIGN_CENTRE, .before = 12, .after = 12},
        [STYLE_CELL] = {"Cell", 12, .align = ALIGN_LEFT, .before = 2, .after = 2},
        [STYLE_CELL_HEAD] = {"CellHead", 12, .bold = true, .align = ALIGN_CENTRE, .before = 2, .after = 2},
        [STYLE_CELL_FIGURE] = {"CellFigure", 12, .align = ALIGN_RIGHT, .before = 2, .after = 2},
        [STYLE_CAPACITY] = {"Capacity", l->text_size, .bold = true, .capitals = true, .align = ALIGN_CENTRE,
                            .keep = true},
        [STYLE_SIGNER] = {"Signer", l->text_size, .bold = true, .align = ALIGN_CENTRE, .before = 64},
        [STYLE_RECIPIENTS] = {"Recipients", 12, .bold = true, .italic = true, .align = ALIGN_LEFT, .keep = true},
        [STYLE_RECIPIENT] = {"Recipient", 11, .align = ALIGN_LEFT},
        [STYLE_PAGE] = {"Page", 13, .align = ALIGN_CENTRE},
    };
    memcpy(out, looks, sizeof looks);
}

static void put(struct paper_part *part, enum paper_style style, struct str text)
{
    part->n += part->n < PAPER_LINES ? 1 : 0;
    part->line[part->n - 1] = (struct paper_line){style, text};
}

static void put_lines(struct paper_part *part, enum paper_style style, struct str text)
{
    while (text.p != NULL) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (line.n > 0) {
            put(part, style, line);
        }
    }
}

static void put_head(struct arena *a, struct paper_lines *l, const struct paper *p)
{
    const struct paper_layout *form = paper_layout(p->form);
    put_lines(&l->head_left, STYLE_ABOVE, p->issuer_above);
    put_lines(&l->head_left, STYLE_ISSUER, p->issuer);
    if (form->issuer_mark[0] == '\0') {
        put(&l->head_left, STYLE_RULE_ISSUER, STR_NONE);
    } else {
        put(&l->head_left, STYLE_ISSUER, str_c(form->issuer_mark));
    }
    put(&l->head_left, STYLE_NUMBER,
        str_fmt(a, "%s%.*s", form->number_before, STR_ARG(p->mark.n > 0 ? p->mark : STR("…"))));
    if (p->title.n == 0 && p->summary.n > 0) {
        put(&l->head_left, STYLE_SUBJECT, str_fmt(a, "V/v %.*s", STR_ARG(p->summary)));
    }
    put(&l->head_right, STYLE_MOTTO1, str_c(form->motto1));
    if (form->motto2[0] != '\0') {
        put(&l->head_right, STYLE_MOTTO2, str_c(form->motto2));
    }
    put(&l->head_right, STYLE_RULE_MOTTO, STR_NONE);
    put(&l->head_right, STYLE_PLACE, paper_place_day(a, p));
}

struct paper_lines *paper_lines(struct arena *a, const struct paper *p)
{
    struct paper_lines *l = ARENA_NEW(a, struct paper_lines);
    put_head(a, l, p);
    if (p->title.n > 0) {
        put(&l->title, STYLE_TITLE, p->title);
        put_lines(&l->title, STYLE_SUMMARY, p->summary);
        put(&l->title, STYLE_RULE_SUMMARY, STR_NONE);
    }
    struct str to = p->to;
    for (bool first = true; to.p != NULL;) {
        struct str line = str_trim(str_cut(&to, '\n'));
        if (line.n > 0) {
            put(&l->title, STYLE_TO, first ? str_fmt(a, "Kính gửi: %.*s", STR_ARG(line)) : line);
            first = false;
        }
    }
    if (str_trim(p->recipients).n > 0) {
        put(&l->sign_left, STYLE_RECIPIENTS, STR("Nơi nhận:"));
    } else {
        put(&l->sign_left, STYLE_RECIPIENT, STR_NONE); // a cell is never without a paragraph
    }
    for (struct str rest = p->recipients; rest.p != NULL;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n > 0) {
            bool marked = str_starts(line, STR("- "));
            put(&l->sign_left, STYLE_RECIPIENT, marked ? line : str_fmt(a, "- %.*s", STR_ARG(line)));
        }
    }
    put_lines(&l->sign_right, STYLE_CAPACITY, p->signed_as);
    put(&l->sign_right, STYLE_SIGNER, p->signer);
    return l;
}

struct str paper_item_mark(struct arena *a, const struct paper_block *b)
{
    return b->number > 0 ? str_fmt(a, "%d. ", b->number) : STR("- ");
}

const int *paper_table_widths(struct arena *a, const struct paper_table *t, int width)
{
    int *mm = ARENA_ARRAY(a, int, t->columns);
    int shares = 0;
    int left = width;
    for (size_t c = 0; c < t->columns; c++) {
        shares += t->widths[c];
    }
    BUG_ON(shares <= 0);
    for (size_t c = 0; c < t->columns; c++) {
        mm[c] = c + 1 == t->columns ? left : width * t->widths[c] / shares;
        left -= mm[c];
    }
    return mm;
}
