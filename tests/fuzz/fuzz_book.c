// fuzz_book.c: whatever is given as a book that was kept elsewhere: every row that is free of problems can be registered, and
// none of them bears a degree of secrecy.
#include "core/steer/book.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = ARENA_INIT;
    struct book b;
    book_read(&a, (struct str){(const char *)data, size}, 20000, &b);
    BUG_ON(b.n > BOOK_ROWS_MAX);
    for (size_t i = 0; i < b.n; i++) {
        const struct book_row *r = &b.rows[i];
        BUG_ON(i > 0 && book_row_order(r - 1, r) > 0);
        if (r->n_problems == 0) {
            BUG_ON(r->number < 1 || r->draft.received_day == 0 || r->draft.dated_day > r->draft.received_day);
            BUG_ON(r->draft.summary.n == 0 || r->draft.mark.n == 0 || document_secret_mark(r->cells[BOOK_SECRECY]));
        }
    }
    arena_free(&a);
    return 0;
}
