// document_paper.c: a document of one's own as ODT and DOCX, in the form of an administrative document.
#include "core/steer/document_paper.h"
#include "web/steer/document_view.h"
#include "web/download.h"

// Only what this office writes: what it received is on paper or in its files.
static bool may_have(struct web *w)
{
    enum document_access access;
    if (!document_reads(w, &w->document, &access)) {
        return false;
    }
    if (access < DOCUMENT_TEXT || !str_eqz(w->document.book, "di")) {
        web_error(w, 404);
        return false;
    }
    return true;
}

void document_odt_get(struct web *w)
{
    if (may_have(w)) {
        struct paper p = document_paper(w->a, w->site, &w->document);
        download_reply(w, document_paper_name(w->a, &w->document, "odt"),
                       STR("application/vnd.oasis.opendocument.text"), paper_odt(w->a, &p));
    }
}

void document_docx_get(struct web *w)
{
    if (may_have(w)) {
        struct paper p = document_paper(w->a, w->site, &w->document);
        download_reply(w, document_paper_name(w->a, &w->document, "docx"),
                       STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), paper_docx(w->a, &p));
    }
}
