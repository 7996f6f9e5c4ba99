-- 0001: the foundation. Who works where, what comes in, what it is about, what is answered, and the trace of all of it.
--
-- Conventions that every migration keeps:
-- * Times (…_at) are seconds since 1970 UTC; days (…_day) are days since 1970-01-01 in the office's time zone. Never 0.
-- * Dated rows hold from since_day (or since_at) up to, not including, until_…; NULL means still.
-- * home_id, the site that took the thing in, leads the keys of large tables and never changes.
-- * Words and persons stand in columns or rows that can be erased; event rows hold neither and are never changed.

-- One row a site that took things in. event_number is the number of its last event: UPDATE … RETURNING gives the next,
-- in the same transaction, so numbers have no gaps and rise in the order of commits.
CREATE TABLE home (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL,          -- the root of its office tree
    lang TEXT NOT NULL,                -- language of the site where nobody asks for another
    timezone TEXT NOT NULL,            -- IANA name
    event_number {int} NOT NULL DEFAULT 0,
    grouped_event {int} NOT NULL DEFAULT 0, -- up to which event new messages were looked at for joining by themselves
    created_at {int} NOT NULL
) {strict};

-- ------------------------------------------------------------------------------------------------- offices, members

-- An office is an id that never changes; what it is called, where it stands and what kind it is are dated rows.
CREATE TABLE office (
    id {id} PRIMARY KEY,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE office_term (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),
    since_day {int} NOT NULL,
    until_day {int} CHECK (until_day > since_day),
    parent_id {int} REFERENCES office (id),  -- NULL: a root
    code TEXT NOT NULL CHECK (code <> ''),   -- in addresses; unique on any one day (a domain invariant, `hoiam check`)
    kind TEXT NOT NULL                       -- country province commune ward zone department unit committee
) {strict};
CREATE INDEX office_term_by_office ON office_term (office_id, since_day);
CREATE INDEX office_term_by_code ON office_term (code, since_day);
CREATE UNIQUE INDEX office_term_now ON office_term (code) WHERE until_day IS NULL;

CREATE TABLE office_name (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),
    lang TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    since_day {int} NOT NULL,
    until_day {int} CHECK (until_day > since_day)
) {strict};
CREATE INDEX office_name_by_office ON office_name (office_id, lang, since_day);

-- What became of an office: 'merged' many rows to one, 'split' one to many, 'replaced' one to one, 'ended' to the office above.
-- Exactly one row of a former office is its heir's: who bears its duties and whom its old address leads to.
CREATE TABLE office_succession (
    id {id} PRIMARY KEY,
    from_id {int} NOT NULL REFERENCES office (id),
    to_id {int} NOT NULL REFERENCES office (id),
    kind TEXT NOT NULL,
    on_day {int} NOT NULL,
    decision TEXT,                           -- number of the decision that says so
    heir {int} NOT NULL DEFAULT 1,
    carried_at {int}                         -- what the former office had in hand went to its heir; NULL: not yet
) {strict};
CREATE INDEX office_succession_due ON office_succession (id) WHERE carried_at IS NULL;
CREATE INDEX office_succession_by_from ON office_succession (from_id);
CREATE UNIQUE INDEX office_succession_heir ON office_succession (from_id) WHERE heir = 1;

-- How a committee was founded.
CREATE TABLE committee (
    office_id {id} PRIMARY KEY REFERENCES office (id),
    decision TEXT NOT NULL,                  -- number and symbol
    decided_day {int} NOT NULL,
    decided_by TEXT NOT NULL,                -- the office or post that signed it
    is_public {int} NOT NULL DEFAULT 0       -- the decision is public: people who agreed may be named
) {strict};

CREATE TABLE member (
    id {id} PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    password TEXT,                           -- Argon2id; NULL: cannot sign in yet
    totp_secret {blob},                      -- NULL: none enrolled
    totp_last {int} NOT NULL DEFAULT 0,      -- last time step used, so that a code works once
    keys_off {int} NOT NULL DEFAULT 0,       -- single-letter keys switched off
    created_at {int} NOT NULL,
    disabled_at {int}
) {strict};

-- Who sits on a committee: offices, and people who come from them, for a time. A seat that was ended stays.
CREATE TABLE committee_seat (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),   -- the committee
    seat TEXT NOT NULL,                                -- chair deputy standing secretariat member
    from_office_id {int} NOT NULL REFERENCES office (id), -- the office that holds or lends the seat
    member_id {int} REFERENCES member (id),            -- who, where it is a person who works here
    agreed {int} NOT NULL DEFAULT 0,                   -- that person agreed to be named in public
    decision TEXT,
    role_id {int},                                     -- the role at the committee that came with the seat
    since_day {int} NOT NULL,
    until_day {int} CHECK (until_day >= since_day)     -- the same day: entered by mistake
) {strict};
CREATE INDEX committee_seat_by_office ON committee_seat (office_id);

-- A role holds at its office and all below.
CREATE TABLE member_role (
    id {id} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES member (id),
    office_id {int} NOT NULL REFERENCES office (id),
    role TEXT NOT NULL,                      -- clerk registry officer editor head admin
    since_at {int} NOT NULL,
    until_at {int},
    lent_by {int} REFERENCES member (id)     -- a head's approval lent to a deputy; NULL: held in one's own right
) {strict};
CREATE INDEX member_role_by_member ON member_role (member_id);
CREATE INDEX member_role_by_office ON member_role (office_id);

CREATE TABLE recovery_code (
    id {id} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES member (id),
    hash {blob} NOT NULL,
    used_at {int}
) {strict};
CREATE INDEX recovery_code_by_member ON recovery_code (member_id);

CREATE TABLE session (
    id {id} PRIMARY KEY,
    token_hash {blob} NOT NULL UNIQUE,       -- SHA-256 of the cookie
    csrf {blob} NOT NULL,                    -- key of this session's form tokens
    member_id {int} NOT NULL REFERENCES member (id),
    stage {int} NOT NULL,                    -- 0 password given, second factor awaited; 1 signed in
    agent TEXT,                              -- browser in a word or two, so that its owner knows it again
    created_at {int} NOT NULL,
    expires_at {int} NOT NULL
) {strict};
CREATE INDEX session_by_member ON session (member_id);

-- Settings of an office hold for those below until they set their own. Names and defaults: core/office/setting.def.
CREATE TABLE setting (
    office_id {int} NOT NULL REFERENCES office (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (office_id, name)
) {strict};

-- The picture in the head of the pages, made anew of what was sent in (core/office/logo.h). hash: its name in addresses.
CREATE TABLE logo (
    office_id {int} PRIMARY KEY REFERENCES office (id),
    hash TEXT NOT NULL,
    width {int} NOT NULL,                    -- pixels
    height {int} NOT NULL,
    bytes {blob} NOT NULL,                   -- WebP
    changed_at {int} NOT NULL
) {strict};

-- Subjects name services, never opinions; they hold for the office and those below. Versioned: a changed subject is a
-- new row, the old one ends.
CREATE TABLE category (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),
    code TEXT NOT NULL,
    owner_id {int} REFERENCES office (id),   -- who usually answers; NULL: the office that received it
    position {int} NOT NULL DEFAULT 0,
    since_at {int} NOT NULL,
    until_at {int}
) {strict};
CREATE UNIQUE INDEX category_now ON category (office_id, code) WHERE until_at IS NULL;

CREATE TABLE category_name (
    category_id {int} NOT NULL REFERENCES category (id),
    lang TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (category_id, lang)
) {strict};

-- The published rules of the house, by which comments may be hidden.
CREATE TABLE house_rule (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),
    code TEXT NOT NULL,
    lang TEXT NOT NULL,
    wording TEXT NOT NULL,
    since_at {int} NOT NULL,
    until_at {int}
) {strict};
CREATE INDEX house_rule_by_office ON house_rule (office_id, code);

CREATE TABLE standard_wording (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    ended_at {int}
) {strict};
CREATE INDEX standard_wording_by_office ON standard_wording (office_id);

CREATE TABLE saved_filter (
    id {id} PRIMARY KEY,
    member_id {int} NOT NULL REFERENCES member (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL                      -- over states, dates, offices, subjects of matters; never over words
) {strict};
CREATE INDEX saved_filter_by_member ON saved_filter (member_id);

-- ------------------------------------------------------------------------------------------------------- what comes in

CREATE TABLE import_batch (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    source TEXT NOT NULL,                    -- name of the file
    started_at {int} NOT NULL,
    finished_at {int},
    undone_at {int},
    rows_added {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (home_id, id)
) {strict};

-- Which offices and subjects an import made or changed, in the order in which it came to them, and the dated rows of each
-- office as they were before (side 0; none of one that it made) and as it left them (side 1). Gone once it is taken back.
CREATE TABLE import_thing (
    home_id {int} NOT NULL,
    import_id {int} NOT NULL,
    thing_id {int} NOT NULL,
    thing TEXT NOT NULL,                     -- office subject
    is_new {int} NOT NULL,
    place {int} NOT NULL,
    PRIMARY KEY (home_id, import_id, thing_id)
) {strict};
CREATE UNIQUE INDEX import_thing_place ON import_thing (home_id, import_id, place);

CREATE TABLE import_term (
    home_id {int} NOT NULL,
    import_id {int} NOT NULL,
    office_id {int} NOT NULL,
    side {int} NOT NULL,
    id {int} NOT NULL,                       -- of the row in office_term
    since_day {int} NOT NULL,
    until_day {int},
    parent_id {int},
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (home_id, import_id, office_id, side, id)
) {strict};

CREATE TABLE import_name (
    home_id {int} NOT NULL,
    import_id {int} NOT NULL,
    office_id {int} NOT NULL,
    side {int} NOT NULL,
    id {int} NOT NULL,                       -- of the row in office_name
    lang TEXT NOT NULL,
    name TEXT NOT NULL,
    since_day {int} NOT NULL,
    until_day {int},
    PRIMARY KEY (home_id, import_id, office_id, side, id)
) {strict};

-- What one person sent once. Nothing here says who: contact details, where given, are sealed in `contact`.
CREATE TABLE message (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,                 -- random
    received_at {int} NOT NULL,              -- starts the clocks
    recorded_at {int} NOT NULL,              -- when it was written here
    office_id {int} NOT NULL REFERENCES office (id), -- who takes it in; counts go by it
    about_office_id {int} REFERENCES office (id),    -- "this is about the office or its staff": invisible to that office
    category_id {int} REFERENCES category (id),      -- NULL: I don't know
    channel TEXT NOT NULL,                   -- web api phone paper counter mail app other
    kind TEXT NOT NULL,                      -- question report thanks complaint denunciation
    lang TEXT NOT NULL,
    words TEXT,                              -- NULL once erased
    place_office_id {int} REFERENCES office (id),    -- the commune: all that is ever public of the place
    place TEXT,                              -- in the sender's words, for the desk
    lat_e6 {int}, lon_e6 {int},              -- 1e-6 degrees
    point_public {int} NOT NULL DEFAULT 0,   -- the sender says that the point shows a thing in public space
    may_show {int} NOT NULL DEFAULT 0,       -- the sender agreed that the words be shown
    by_office {int} NOT NULL DEFAULT 0,      -- entered by a member for a caller, or imported: counted apart
    state TEXT NOT NULL,                     -- inbox joined handed_over erased (before it was taken in)
    import_id {int},
    external_id TEXT,                        -- of the system it was imported from
    content_key {blob},                      -- of an imported row, so that a second run adds nothing
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX message_by_public ON message (public_id);
-- The state stands in it although it is always the same: SQLite would look it up in the row otherwise.
CREATE INDEX message_inbox ON message (home_id, office_id, received_at, id, state) WHERE state = 'inbox';
CREATE INDEX message_inbox_about ON message (home_id, office_id, about_office_id) WHERE state = 'inbox' AND about_office_id IS NOT NULL;
CREATE INDEX message_handed_over ON message (home_id, office_id, received_at, id) WHERE state = 'handed_over';
CREATE INDEX message_by_import ON message (home_id, import_id) WHERE import_id IS NOT NULL;
CREATE UNIQUE INDEX message_by_external ON message (home_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX message_by_content_key ON message (home_id, content_key) WHERE content_key IS NOT NULL;

-- Follow-up codes: only a hash of the code is here.
CREATE TABLE receipt (
    home_id {int} NOT NULL,
    hash {blob} NOT NULL,
    message_id {int} NOT NULL,
    PRIMARY KEY (home_id, hash)
) {strict};

-- The reply to a request with an idempotency key, for 24 hours, sealed under a key that only the key's bearer can make.
CREATE TABLE idempotent_reply (
    home_id {int} NOT NULL,
    key_hash {blob} NOT NULL,
    body_hash {blob} NOT NULL,
    sealed {blob} NOT NULL,
    expires_at {int} NOT NULL,
    PRIMARY KEY (home_id, key_hash)
) {strict};
CREATE INDEX idempotent_reply_expiry ON idempotent_reply (expires_at);

-- Contact details in a box that the public key of the site closes and the answering path alone opens.
CREATE TABLE contact (
    home_id {int} NOT NULL,
    message_id {int} NOT NULL,
    office_id {int} NOT NULL,                -- to which they were left: the one that took the message in
    kind TEXT NOT NULL,                      -- email phone
    lang TEXT NOT NULL,
    sealed {blob} NOT NULL,
    erase_at {int} NOT NULL,
    PRIMARY KEY (home_id, message_id)
) {strict};
CREATE INDEX contact_erasure ON contact (erase_at);

-- What the sender and the office say to each other about one message, seen by receipt only.
CREATE TABLE exchange (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    message_id {int} NOT NULL,
    matter_id {int},
    kind TEXT NOT NULL,                      -- asked added contested consent_asked consent_given consent_refused told
    words TEXT,                              -- NULL once erased
    office_id {int},                         -- who asked
    other_office_id {int},                   -- consent: to whom the words may go
    said_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX exchange_by_message ON exchange (home_id, message_id, id);

-- Words that were taken back by their sender, or that the desk asks to erase for a legal reason (core/intake/erasure_reason.def):
-- done once a second member, the administrator, agreed. What was erased is nowhere; this row says that it was, and why.
CREATE TABLE erasure (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    message_id {int} NOT NULL,
    reason TEXT NOT NULL,
    office_id {int},                         -- whose desk asked; NULL: the sender
    member_id {int},                         -- who asked; erasable. Another one agrees
    asked_at {int} NOT NULL,
    done_at {int},                           -- NULL: waits for the second member
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX erasure_by_message ON erasure (home_id, message_id);
CREATE UNIQUE INDEX erasure_waiting ON erasure (home_id, message_id) WHERE done_at IS NULL;

-- Exports of what is not public, for one office: asked for by an administrator with a reason, agreed to by another member, who
-- may read those words, and fetched once (core/press/export_request.h). What went out stands nowhere.
CREATE TABLE export_request (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    kind TEXT NOT NULL,                      -- messages matters answers
    from_day {int} NOT NULL,
    until_day {int} NOT NULL,                -- included
    reason TEXT NOT NULL,                    -- in words
    member_id {int},                         -- who asked; erasable
    asked_at {int} NOT NULL,
    second_id {int},                         -- who decided, another one; erasable
    decided_at {int},
    agreed {int} NOT NULL DEFAULT 0,
    fetched_at {int},
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX export_request_by_public ON export_request (public_id);
CREATE INDEX export_request_by_office ON export_request (home_id, office_id, asked_at, id);

CREATE TABLE rating (
    home_id {int} NOT NULL,
    message_id {int} NOT NULL,
    matter_id {int} NOT NULL,
    office_id {int} NOT NULL,                -- who owned the matter then: the rating counts there
    value {int} NOT NULL CHECK (value BETWEEN 1 AND 5),
    rated_at {int} NOT NULL,
    PRIMARY KEY (home_id, message_id)
) {strict};
CREATE INDEX rating_by_matter ON rating (home_id, matter_id);

-- -------------------------------------------------------------------------------------------------------- matters

CREATE TABLE matter (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    number {int} NOT NULL,                   -- by office and year, without gaps
    number_office_id {int} NOT NULL REFERENCES office (id),
    number_year {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),  -- who answers
    about_office_id {int} REFERENCES office (id),     -- taken over from its messages: invisible to that office
    category_id {int} REFERENCES category (id),
    title TEXT,                              -- working title, for the desk; NULL once erased
    state TEXT NOT NULL,                     -- new open waiting answered closed; void: was started by mistake, holds nothing
    outcome TEXT,                            -- done partly planned not_ours guided declined no_answer withdrawn not_stated
    outcome_note TEXT,                       -- reason, or where to go; NULL once erased
    outcome_office_id {int} REFERENCES office (id),   -- passed on to
    promised_day {int},
    started_at {int} NOT NULL,               -- earliest message's received_at
    created_at {int} NOT NULL,
    opened_at {int},
    first_due_at {int},                      -- on time is measured against this one
    due_at {int},
    due_reason TEXT,                         -- why this date
    answered_at {int},                       -- first answer
    closed_at {int},
    reopened {int} NOT NULL DEFAULT 0,       -- times
    contested {int} NOT NULL DEFAULT 0,      -- times; twice: it goes to the office above
    public_at {int},                         -- since when it has a public title
    import_id {int},
    version {int} NOT NULL DEFAULT 1,        -- a later save never silently wins
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX matter_by_public ON matter (public_id);
CREATE UNIQUE INDEX matter_by_number ON matter (number_office_id, number_year, number);
CREATE INDEX matter_by_office ON matter (home_id, office_id, state, COALESCE(due_at, 0), id);
CREATE INDEX matter_in_hand ON matter (home_id, office_id, COALESCE(due_at, 0), id)
    WHERE state IN ('new', 'open', 'waiting', 'answered');
CREATE INDEX matter_promised ON matter (home_id, office_id, promised_day, id) WHERE promised_day IS NOT NULL;
-- The few that are about an office: what is taken off the counts of who works there and above it too.
CREATE INDEX matter_about ON matter (home_id, office_id, about_office_id)
    WHERE about_office_id IS NOT NULL AND (closed_at IS NULL OR promised_day IS NOT NULL);
-- Which matters were still open at some time, and since when: the figures read nothing but this index.
CREATE INDEX matter_still_open ON matter (home_id, closed_at, started_at, office_id, due_at, answered_at, state);
-- The public lists: what else they are narrowed by is in the index too, so that a row that does not stand in them is not read.
CREATE INDEX matter_public ON matter (home_id, public_at, id, state) WHERE public_at IS NOT NULL;
CREATE INDEX matter_public_by_office ON matter (home_id, office_id, public_at, id, category_id, state)
    WHERE public_at IS NOT NULL;
CREATE INDEX matter_public_by_category ON matter (home_id, category_id, public_at, id, state) WHERE public_at IS NOT NULL;
CREATE INDEX matter_by_import ON matter (home_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE matter_title (
    home_id {int} NOT NULL,
    matter_id {int} NOT NULL,
    lang TEXT NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    PRIMARY KEY (home_id, matter_id, lang),
    FOREIGN KEY (home_id, matter_id) REFERENCES matter (home_id, id)
) {strict};

CREATE TABLE matter_coordinator (
    home_id {int} NOT NULL,
    matter_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    since_at {int} NOT NULL,
    until_at {int},
    PRIMARY KEY (home_id, matter_id, office_id, since_at)
) {strict};

-- Extensions of the due date: the former date stays.
CREATE TABLE matter_extension (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    matter_id {int} NOT NULL,
    from_due_at {int} NOT NULL,
    to_due_at {int} NOT NULL,
    reason TEXT NOT NULL,
    made_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX matter_extension_by_matter ON matter_extension (home_id, matter_id);

-- Which message is about which matter: a dated row, ended, never deleted.
CREATE TABLE message_matter (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    message_id {int} NOT NULL,
    matter_id {int} NOT NULL,
    since_at {int} NOT NULL,
    until_at {int},
    how TEXT NOT NULL,                       -- started joined moved merged imported; by itself: identical alike
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, message_id) REFERENCES message (home_id, id),
    FOREIGN KEY (home_id, matter_id) REFERENCES matter (home_id, id)
) {strict};
CREATE UNIQUE INDEX message_matter_now ON message_matter (home_id, message_id) WHERE until_at IS NULL;
CREATE INDEX message_matter_by_matter ON message_matter (home_id, matter_id, message_id);
CREATE INDEX message_matter_by_message ON message_matter (home_id, message_id);

-- What the desk decided of a message and a matter: the same thing, or not. It binds for ever; a decision that was changed or
-- taken back is ended, never deleted. No person stands in it. likeness: what the program had suggested it with then, in
-- thousandths; -1 where it had not: the measure of its suggestions rests on these rows.
CREATE TABLE sameness (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    message_id {int} NOT NULL,
    matter_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id), -- whose desk decided
    same {int} NOT NULL,
    likeness {int} NOT NULL,
    decided_at {int} NOT NULL,
    ended_at {int},
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX sameness_by_message ON sameness (home_id, message_id, matter_id);
CREATE INDEX sameness_by_office ON sameness (home_id, office_id, likeness, same) WHERE ended_at IS NULL;

-- Internal notes of the desk.
CREATE TABLE note (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    matter_id {int} NOT NULL,
    words TEXT,                              -- NULL once erased
    office_id {int} NOT NULL,
    member_id {int},
    noted_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX note_by_matter ON note (home_id, matter_id, id);

-- A matter passed on to another office of the tree: a summary, and the words only after the sender agreed.
CREATE TABLE pass_on (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    matter_id {int} NOT NULL,
    from_office_id {int} NOT NULL REFERENCES office (id),
    to_office_id {int} NOT NULL REFERENCES office (id),
    summary TEXT,                            -- NULL once erased
    passed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX pass_on_by_matter ON pass_on (home_id, matter_id);

-- Who has a matter open on their desk just now, so that two people see each other.
CREATE TABLE presence (
    home_id {int} NOT NULL,
    matter_id {int} NOT NULL,
    member_id {int} NOT NULL,
    seen_at {int} NOT NULL,
    PRIMARY KEY (home_id, matter_id, member_id)
) {strict};

-- Consecutive numbers without gaps: matters by office and year, and every book that later issues open.
CREATE TABLE counter (
    office_id {int} NOT NULL REFERENCES office (id),
    book TEXT NOT NULL,
    year {int} NOT NULL,
    last {int} NOT NULL,
    PRIMARY KEY (office_id, book, year)
) {strict};

-- -------------------------------------------------------------------------------------------------- what goes out

CREATE TABLE publication (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    kind TEXT NOT NULL,                      -- answer notice news clarification correction press_release report
    office_id {int} NOT NULL REFERENCES office (id),
    matter_id {int},
    category_id {int} REFERENCES category (id),       -- its matter's, so that a subject's answers are a range of an index
    lang TEXT NOT NULL,                      -- of the original; other languages translate it
    state TEXT NOT NULL,                     -- draft submitted published withdrawn
    by_receipt {int} NOT NULL DEFAULT 0,     -- seen by receipt only
    comments {int} NOT NULL DEFAULT 0,       -- may be commented on
    published_at {int},
    changed_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX publication_by_public ON publication (public_id);
CREATE INDEX publication_by_matter ON publication (home_id, matter_id) WHERE matter_id IS NOT NULL;
CREATE INDEX publication_out ON publication (home_id, kind, published_at, id) WHERE state = 'published' AND by_receipt = 0;
CREATE INDEX publication_out_by_office ON publication (home_id, office_id, published_at, id, kind, category_id)
    WHERE state = 'published' AND by_receipt = 0;
CREATE INDEX publication_out_by_category ON publication (home_id, category_id, published_at, id, kind)
    WHERE state = 'published' AND by_receipt = 0;

-- A version belongs to one publication. A translation names the version it translates.
CREATE TABLE publication_version (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    publication_id {int} NOT NULL,
    number {int} NOT NULL,                   -- 1, 2, … within the publication and language
    lang TEXT NOT NULL,
    translates_id {int},                     -- NULL: in the original's language
    state TEXT NOT NULL,                     -- draft submitted published
    title TEXT NOT NULL,
    body TEXT NOT NULL,                      -- Markdown
    change_note TEXT,                        -- "corrected: what changed"
    member_id {int},                         -- who wrote it; erasable
    approver_id {int},                       -- the second reader; erasable
    role TEXT NOT NULL,                      -- in which capacity
    made_at {int} NOT NULL,
    published_at {int},
    edit {int} NOT NULL DEFAULT 1,           -- counts saves of a draft
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, publication_id) REFERENCES publication (home_id, id)
) {strict};
CREATE INDEX publication_version_submitted ON publication_version (home_id, id) WHERE state = 'submitted';
CREATE UNIQUE INDEX publication_version_number ON publication_version (home_id, publication_id, lang, number);

CREATE TABLE publication_source (
    home_id {int} NOT NULL,
    version_id {int} NOT NULL,
    position {int} NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    PRIMARY KEY (home_id, version_id, position)
) {strict};

CREATE TABLE comment (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    publication_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id), -- the publication's, which reads and answers for it
    words TEXT,                              -- NULL once erased
    lang TEXT NOT NULL,
    state TEXT NOT NULL,                     -- waiting shown hidden
    rule_id {int} REFERENCES house_rule (id),-- under which it was hidden: the public reason
    decided_at {int},                        -- shown or hidden last
    decided_by {int},                        -- the member who did; erasable. Another one decides after an appeal
    review_asked_at {int},                   -- the appeal
    review_words TEXT,
    reviewed_at {int},
    receipt_hash {blob} NOT NULL,
    received_at {int} NOT NULL,
    version {int} NOT NULL DEFAULT 1,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, publication_id) REFERENCES publication (home_id, id)
) {strict};
CREATE UNIQUE INDEX comment_by_public ON comment (public_id);
CREATE INDEX comment_by_publication ON comment (home_id, publication_id, received_at, id) WHERE state <> 'waiting';
CREATE UNIQUE INDEX comment_by_receipt ON comment (home_id, receipt_hash);
CREATE INDEX comment_by_office ON comment (home_id, office_id, state, received_at, id);
CREATE INDEX comment_to_review ON comment (home_id, review_asked_at, id) WHERE review_asked_at IS NOT NULL AND reviewed_at IS NULL;

-- Two comments under one publication that look alike and are not the same: what the desk said of them; of the two the one with
-- the smaller id first. Ended where it was taken back, never deleted. No person stands in it.
CREATE TABLE comment_apart (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    comment_id {int} NOT NULL,
    other_id {int} NOT NULL,
    decided_at {int} NOT NULL,
    ended_at {int},
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, comment_id) REFERENCES comment (home_id, id),
    FOREIGN KEY (home_id, other_id) REFERENCES comment (home_id, id)
) {strict};
CREATE UNIQUE INDEX comment_apart_now ON comment_apart (home_id, comment_id, other_id) WHERE ended_at IS NULL;

-- Mail to be sent: one wording, no words of a message, the address sealed and emptied once sent.
CREATE TABLE outbox (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    message_id {int} NOT NULL,
    lang TEXT NOT NULL,
    sealed {blob},                           -- NULL once sent or given up
    made_at {int} NOT NULL,
    next_at {int} NOT NULL,                  -- try not before
    tries {int} NOT NULL DEFAULT 0,
    done_at {int},
    result TEXT,                             -- sent failed
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX outbox_next ON outbox (next_at) WHERE done_at IS NULL;
-- At most one unsent notice a message: a second thing that happens meanwhile needs no second mail.
CREATE UNIQUE INDEX outbox_unsent ON outbox (home_id, message_id) WHERE done_at IS NULL;

-- ---------------------------------------------------------------------------------------------------- the trace

-- What happened. No words, no person. Nothing updates or deletes a row. canonical: the bytes as core/event.h defines them.
CREATE TABLE event (
    home_id {int} NOT NULL REFERENCES home (id),
    number {int} NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,                   -- message matter publication …
    subject_id {int} NOT NULL,
    reason TEXT,                             -- a code, never words
    role TEXT,                               -- NULL: a sender, or the program
    office_id {int},
    happened_at {int} NOT NULL,
    commitment {blob},                       -- SHA-256(salt, SHA-256(content)); NULL: nothing was said
    canonical {blob} NOT NULL,
    PRIMARY KEY (home_id, number)
) {strict};
CREATE INDEX event_by_subject ON event (home_id, subject_id, number);

-- The erasable side of an event: the salt of its commitment and who acted.
CREATE TABLE event_private (
    home_id {int} NOT NULL,
    number {int} NOT NULL,
    salt {blob},
    member_id {int},
    PRIMARY KEY (home_id, number)
) {strict};

-- ---------------------------------------------------------------------------------------------------- the figures

-- Sums by office and time that the figures are read from, kept in the transaction that changes the rows they count;
-- `hoiam check` recounts them. grain 'd': `at` is a day number; 'm': year*12 + month-1. Measures: core/count/measure.def.
CREATE TABLE tally (
    home_id {int} NOT NULL,
    grain TEXT NOT NULL,
    at {int} NOT NULL,
    office_id {int} NOT NULL,
    measure TEXT NOT NULL,
    part TEXT NOT NULL,                      -- channel, outcome, days taken … '' where the measure has no parts
    n {int} NOT NULL,
    PRIMARY KEY (home_id, grain, at, office_id, measure, part)
) {strict};

-- The keeping of the house: backups and their drills.
CREATE TABLE upkeep (
    id {id} PRIMARY KEY,
    kind TEXT NOT NULL,                      -- backup drill
    began_at {int} NOT NULL,
    ended_at {int} NOT NULL,
    good {int} NOT NULL,
    detail TEXT NOT NULL
) {strict};
