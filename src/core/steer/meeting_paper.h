// meeting_paper.h: the minutes of a meeting (biên bản) and the notice of its conclusions (thông báo kết luận), as drafts in
// the register: there they are completed, signed, numbered and issued, and made into ODT and DOCX.
#pragma once

#include "core/steer/document.h"
#include "core/steer/meeting.h"

enum meeting_paper { MEETING_MINUTES, MEETING_NOTICE };

// Minutes once it was held, the notice once its conclusions are confirmed, each once.
bool meeting_paper_due(const struct meeting_row *m, enum meeting_paper which);

// The text in Markdown, in the site's language: written from what stands in the meeting, nothing added. In tx's arena;
// STR_NONE when it is longer than a document's text may be.
MUST_USE bool meeting_paper_body(struct tx *tx, const struct site *s, const struct meeting_row *m, enum meeting_paper which,
                                 struct str *out, struct err *e);

// Begin the draft and link it to the meeting; *out is the document. STEER_NOT_NOW: not due, there already, or too long.
MUST_USE enum steer_end meeting_paper_begin(const struct desk *d, const struct meeting_row *was, enum meeting_paper which,
                                            struct document_row *out, struct err *e);
