-- 0002: documents received and issued, their books, and their way through the office.
--
-- Nothing here is a state secret and nothing can be marked as one: such documents are not kept in this program.

-- A row of a book. 'den': received, as it was registered here. 'di': issued by this office, from the first draft on.
-- Once it has a number it is not edited: a mistake is replaced or corrected, by a later document or a dated correction.
CREATE TABLE document (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),   -- whose book it stands in
    book TEXT NOT NULL,                      -- den di
    year {int},                              -- with number: consecutive by office, book and year, without gaps
    number {int},                            -- NULL until it is registered (den) or numbered after signature (di)
    symbol TEXT NOT NULL DEFAULT '',         -- di: what follows the number, 'BC-UBND'
    mark TEXT NOT NULL DEFAULT '',           -- number and symbol as printed: '05/BC-UBND'; den: the issuer's own
    kind TEXT NOT NULL,                      -- core/steer/document_kind.def
    issuer TEXT NOT NULL,                    -- as it stands on the document
    issuer_id {int} REFERENCES office (id),  -- where it is an office of this tree
    dated_day {int},                         -- the date on the document; di: of signature
    received_at {int},                       -- den: when it came
    recorded_at {int} NOT NULL,
    summary TEXT NOT NULL,
    urgency TEXT NOT NULL,                   -- normal urgent very_urgent express
    pages {int} NOT NULL DEFAULT 0,
    addressees TEXT NOT NULL DEFAULT '',     -- in words; offices of the tree stand in document_addressee
    signer TEXT NOT NULL DEFAULT '',
    signer_title TEXT NOT NULL DEFAULT '',
    signed_as TEXT NOT NULL DEFAULT '',      -- '' TM KT TM_KT TL TUQ
    signed_for TEXT NOT NULL DEFAULT '',     -- title of whom it is signed for: 'Chủ tịch', with KT, TL, TUQ
    handler_id {int} REFERENCES office (id), -- who handles it
    due_day {int},
    instruction TEXT NOT NULL DEFAULT '',    -- the head's, of which tasks are cut
    instructed_at {int},
    acknowledged_at {int},                   -- den: the sender was told that it came
    body TEXT NOT NULL DEFAULT '',           -- di: Markdown
    state TEXT NOT NULL,                     -- den: registered handled; di: draft comments submitted approved signed
                                             -- numbered issued recalled
    origin_id {int},                         -- den: the issued document of this installation that it is
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX document_by_public ON document (public_id);
CREATE UNIQUE INDEX document_by_number ON document (office_id, book, year, number) WHERE number IS NOT NULL;
CREATE INDEX document_by_book ON document (home_id, office_id, book, recorded_at, id);
CREATE INDEX document_by_state ON document (home_id, office_id, state, id) WHERE state NOT IN ('registered', 'handled', 'issued');
CREATE INDEX document_by_handler ON document (home_id, handler_id, due_day, id) WHERE handler_id IS NOT NULL;

-- Each step of its way, with who and when. member_id can be erased.
CREATE TABLE document_step (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    document_id {int} NOT NULL,
    state TEXT NOT NULL,                     -- the state that it came into; acknowledged instructed corrected: done in it
    note TEXT NOT NULL DEFAULT '',
    office_id {int} NOT NULL REFERENCES office (id),
    role TEXT NOT NULL,
    member_id {int},
    made_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, document_id) REFERENCES document (home_id, id)
) {strict};
CREATE INDEX document_step_by_document ON document_step (home_id, document_id, id);

-- What others said of a draft, by office.
CREATE TABLE document_comment (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    document_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    member_id {int},
    words TEXT NOT NULL,
    said_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, document_id) REFERENCES document (home_id, id)
) {strict};
CREATE INDEX document_comment_by_document ON document_comment (home_id, document_id, id);

-- What the book says wrongly and what is right: the former wording stays.
CREATE TABLE document_correction (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    document_id {int} NOT NULL,
    field TEXT NOT NULL,                     -- summary issuer mark dated_day pages kind
    was TEXT NOT NULL,
    is_now TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, document_id) REFERENCES document (home_id, id)
) {strict};
CREATE INDEX document_correction_by_document ON document_correction (home_id, document_id, id);

CREATE TABLE document_link (
    home_id {int} NOT NULL,
    document_id {int} NOT NULL,
    how TEXT NOT NULL,                       -- carries_out replaces amends corrects recalls
    other_id {int} NOT NULL,
    PRIMARY KEY (home_id, document_id, how, other_id),
    FOREIGN KEY (home_id, document_id) REFERENCES document (home_id, id),
    FOREIGN KEY (home_id, other_id) REFERENCES document (home_id, id)
) {strict};
CREATE INDEX document_link_by_other ON document_link (home_id, other_id);

-- Who helps to handle a document received; who was asked for comments on a draft.
CREATE TABLE document_coordinator (
    home_id {int} NOT NULL,
    document_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    PRIMARY KEY (home_id, document_id, office_id)
) {strict};
CREATE INDEX document_coordinator_by_office ON document_coordinator (home_id, office_id, document_id);

-- To whom of this tree an issued document goes; document_id of the row that its registry made of it.
CREATE TABLE document_addressee (
    home_id {int} NOT NULL,
    document_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    received_id {int},
    PRIMARY KEY (home_id, document_id, office_id)
) {strict};
CREATE INDEX document_addressee_waiting ON document_addressee (home_id, office_id, document_id) WHERE received_id IS NULL;

-- Files of documents, meetings, tasks and reports. The bytes are kept as they came and served as a download only.
CREATE TABLE file (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    subject TEXT NOT NULL,                   -- document meeting task report
    subject_id {int} NOT NULL,
    name TEXT NOT NULL,                      -- without a path
    size {int} NOT NULL,
    sha256 {blob} NOT NULL,
    bytes {blob} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    added_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX file_by_public ON file (public_id);
CREATE INDEX file_by_subject ON file (home_id, subject_id, id);
