// documents_import.c: a book of documents received that was kept elsewhere, from a CSV file or pasted: looked at, with what is
// wrong by row and column, and only then taken over under its own numbers.
#include "core/steer/book.h"
#include "web/steer/document_view.h"

#include "i18n/civil.h"
#include "templates.h"

enum { TABLE_BYTES = 1 << 20 };

static struct book_line line_of(struct web *w, const struct book_row *r)
{
    struct book_line line = {.line = r->line, .number = r->cells[BOOK_NUMBER], .received = r->cells[BOOK_RECEIVED],
                             .mark = r->cells[BOOK_MARK], .issuer = r->cells[BOOK_ISSUER], .summary = r->cells[BOOK_SUMMARY],
                             .known = r->known, .wrong = ARENA_ARRAY(w->a, struct book_complaint, BOOK_PROBLEMS)};
    for (size_t i = 0; i < r->n_problems; i++) {
        line.wrong[line.n_wrong++] = (struct book_complaint){T_(w->lang, book_column_words(r->problems[i].column)),
                                                             T_(w->lang, r->problems[i].msgid)};
    }
    return line;
}

static void reply_import(struct web *w, int status, const struct book *b, struct str table, const struct problems *p)
{
    struct documents_import_view v = {
        .page = desk_page_view(w, T(w->lang, "Take over a book of documents received"), w->office, DESK_NAV_DOCUMENTS),
        .table = table};
    v.page.page.problems = p;
    if (b != NULL && b->problem == NULL) {
        v.looked = true;
        v.n = (int64_t)b->n;
        v.good = (int64_t)b->good;
        v.known = (int64_t)b->known;
        v.bad = v.n - v.good - v.known;
        v.rows = ARENA_ARRAY(w->a, struct book_line, b->n + 1);
        for (size_t i = 0; i < b->n; i++) {
            v.rows[v.n_rows++] = line_of(w, &b->rows[i]);
        }
    }
    struct buf out = web_buf();
    tmpl_documents_import(&out, w->lang, &v);
    web_reply_html(w, status, &out);
    buf_free(&out);
}

void documents_import_get(struct web *w)
{
    reply_import(w, 200, NULL, STR(""), NULL);
}

struct taking {
    struct book_taking step; // first: it is the transaction's argument
    struct book book;
    struct str table;
    size_t refused;
};

static void look(struct web *w, int status, struct book *b, struct str table, struct problems *p)
{
    struct err e = ERR_INIT;
    if (b->problem == NULL && !book_look(w->tx, w->site, w->office->id, b, &e)) {
        web_failed(w, &e);
        return;
    }
    reply_import(w, status, b, table, p);
}

static void portion_done(struct web *w, void *arg)
{
    struct taking *t = arg;
    t->refused += t->step.refused;
    if (book_next(&t->step)) {
        web_write(w, WEB_QUIET, book_portion, t, portion_done);
    } else if (t->refused == 0) {
        web_see_other(w, str_fmt(w->a, "/desk/%.*s/documents?book=den&year=%d&done=book-taken", STR_ARG(w->office->code),
                                 civil_from_day(t->book.rows[t->book.n - 1].draft.received_day).year));
    } else if (web_read_again(w)) { // somebody registered one meanwhile: how it stands now
        struct problems p = {.n = 0};
        book_read(w->a, t->table, w->site->today, &t->book);
        look(w, 409, &t->book, t->table, &p);
    }
}

void documents_import_post(struct web *w)
{
    struct problems p = {.n = 0};
    struct err e = ERR_INIT;
    struct taking *t = ARENA_NEW(w->a, struct taking);
    struct str typed = form_get(&w->form, "table"); // not trimmed: a first cell may be empty
    struct str file;
    bool from_file = desk_text_file(w, TABLE_BYTES, &file, &p) && file.p != NULL;
    t->table = from_file ? file : typed.p == NULL ? STR("") : typed;
    book_read(w->a, t->table, w->site->today, &t->book);
    if (t->book.problem != NULL && p.n == 0) {
        problem_add(&p, "table", t->book.problem);
    }
    if (p.n > 0 || from_file || !web_flag(w, "confirm")) {
        look(w, p.n > 0 ? 422 : 200, &t->book, t->table, &p);
        return;
    }
    if (!book_look(w->tx, w->site, w->office->id, &t->book, &e)) {
        web_failed(w, &e);
    } else if (t->book.good == 0) {
        reply_import(w, 422, &t->book, t->table, &p);
    } else {
        t->step = (struct book_taking){.site = w->site, .actor = web_actor(w, w->office->id), .now = w->now,
                                       .office_id = w->office->id, .book = &t->book};
        web_write(w, WEB_QUIET, book_portion, t, portion_done);
    }
}
