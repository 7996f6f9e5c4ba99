// files.c: files that lie beside documents and the like: who may read the thing may fetch them.
#include "core/steer/file.h"
#include "web/document_view.h"
#include "web/download.h"

void file_get(struct web *w)
{
    enum document_access access;
    struct err e = ERR_INIT;
    struct str bytes;
    if (!document_reads(w, &w->document, &access)) {
        return;
    }
    if (access < DOCUMENT_TEXT) {
        web_error(w, 404);
        return;
    }
    if (!file_load(w->tx, &w->file, &bytes, &e)) {
        web_failed(w, &e);
        return;
    }
    download_reply(w, w->file.name, STR("application/octet-stream"), bytes);
}
