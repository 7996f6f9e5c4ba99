// files.c: files that lie beside documents and the like: who may read the thing may fetch them.
#include "core/steer/file.h"
#include "web/steer/desk_task_view.h"
#include "web/steer/document_view.h"
#include "web/download.h"
#include "web/steer/meeting_view.h"

// By whoever reads the thing itself, and not only that it is there. On false the reply is made.
static bool may_read(struct web *w, bool *reads)
{
    enum document_access document;
    enum meeting_access meeting;
    if (w->task.id != 0) {
        return task_reads(w, reads);
    }
    bool good = w->meeting.id != 0 ? meeting_reads(w, &meeting) : document_reads(w, &w->document, &document);
    *reads = good && (w->meeting.id != 0 ? meeting >= MEETING_INVITED : document >= DOCUMENT_TEXT);
    return good;
}

void file_get(struct web *w)
{
    struct err e = ERR_INIT;
    struct str bytes;
    bool reads;
    if (!may_read(w, &reads)) {
        return;
    }
    if (!reads) {
        web_error(w, 404);
        return;
    }
    if (!file_load(w->tx, &w->file, &bytes, &e)) {
        web_failed(w, &e);
        return;
    }
    download_reply(w, w->file.name, STR("application/octet-stream"), bytes);
}
