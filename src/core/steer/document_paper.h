// document_paper.h: a document of one's own as an administrative document (Nghị định 30/2020/NĐ-CP, Phụ lục I), for ODT and
// DOCX (docs/paper.h).
#pragma once

#include "core/steer/document.h"
#include "docs/paper.h"

// In the arena; in the language of the site.
struct paper document_paper(struct arena *a, const struct site *s, const struct document_row *d);

// Where a document of the office is signed: the setting place, else the office's name without what it is an organ of.
struct office;
struct str document_place(const struct site *s, const struct office *o);

// The lines above the signer's name: in which capacity, for whom, and the signer's own title. In the arena.
struct str document_signed_lines(struct arena *a, const struct site *s, const struct document_row *d);

// "05-BC-UBND.odt"; while it has no number, by its symbol. In the arena.
struct str document_paper_name(struct arena *a, const struct document_row *d, const char *ending);
