-- 0003: meetings with their conclusions, and tasks: who does what by when, with evidence of having done it.

-- Meetings of one series follow each other: the next begins with what became of the last one's conclusions.
CREATE TABLE meeting_series (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    name TEXT NOT NULL CHECK (name <> ''),
    every TEXT NOT NULL,                     -- week month quarter year '' (not regular)
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX meeting_series_by_name ON meeting_series (home_id, office_id, name);

CREATE TABLE meeting (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,                 -- also the iCalendar UID
    office_id {int} NOT NULL REFERENCES office (id),   -- who calls it
    series_id {int},                         -- the one before it is the last of its series that began before
    title TEXT NOT NULL CHECK (title <> ''),
    kind TEXT NOT NULL,                      -- core/steer/meeting_kind.def
    begins_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    chair TEXT NOT NULL DEFAULT '',          -- in which capacity the meeting is chaired: 'Chủ tịch UBND xã'
    state TEXT NOT NULL,                     -- planned held confirmed cancelled
    is_public {int} NOT NULL DEFAULT 0,      -- stands in the public week
    revision {int} NOT NULL DEFAULT 0,       -- of its invitation: SEQUENCE of RFC 5545
    minutes_id {int},                        -- its minutes in the register
    notice_id {int},                         -- the notice of its conclusions
    confirmed_at {int},
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX meeting_by_public ON meeting (public_id);
CREATE INDEX meeting_by_office ON meeting (home_id, office_id, begins_at, id);
CREATE INDEX meeting_by_series ON meeting (home_id, series_id, begins_at, id) WHERE series_id IS NOT NULL;
CREATE INDEX meeting_by_minutes ON meeting (home_id, minutes_id) WHERE minutes_id IS NOT NULL;
CREATE INDEX meeting_by_notice ON meeting (home_id, notice_id) WHERE notice_id IS NOT NULL;

CREATE TABLE meeting_item (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    meeting_id {int} NOT NULL,
    position {int} NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    office_id {int} REFERENCES office (id),  -- who presents it
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, meeting_id) REFERENCES meeting (home_id, id)
) {strict};
CREATE INDEX meeting_item_by_meeting ON meeting_item (home_id, meeting_id, position);

-- Who was invited and who came: offices, and in which capacity.
CREATE TABLE meeting_invited (
    home_id {int} NOT NULL,
    meeting_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    capacity TEXT NOT NULL DEFAULT '',
    came {int} NOT NULL DEFAULT 0,           -- 0 not said, 1 came, 2 did not
    PRIMARY KEY (home_id, meeting_id, office_id, capacity)
) {strict};
CREATE INDEX meeting_invited_by_office ON meeting_invited (home_id, office_id, meeting_id);

CREATE TABLE meeting_contribution (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    meeting_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    position {int} NOT NULL,                 -- in the order in which they were written down
    words TEXT NOT NULL,
    own {int} NOT NULL DEFAULT 0 CHECK (own IN (0, 1)),   -- 1: written by the office itself, which alone changes it
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, meeting_id) REFERENCES meeting (home_id, id)
) {strict};
CREATE INDEX meeting_contribution_by_meeting ON meeting_contribution (home_id, meeting_id, position);
CREATE UNIQUE INDEX meeting_contribution_own ON meeting_contribution (home_id, meeting_id, office_id) WHERE own = 1;

-- What was taken out of a meeting last, to put it back while nothing else was changed.
CREATE TABLE meeting_taken_out (
    home_id {int} NOT NULL,
    meeting_id {int} NOT NULL,
    at_version {int} NOT NULL,               -- of the meeting, right afterwards
    what TEXT NOT NULL,                      -- item guest contribution conclusion
    position {int} NOT NULL DEFAULT 0,       -- a conclusion's number
    office_id {int} REFERENCES office (id),  -- who presents it, was invited, spoke, leads
    words TEXT NOT NULL DEFAULT '',
    more TEXT NOT NULL DEFAULT '',           -- a conclusion's product, a guest's capacity
    with_ids TEXT NOT NULL DEFAULT '',       -- who coordinates: ids with blanks between
    due_day {int},
    came {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (home_id, meeting_id),
    FOREIGN KEY (home_id, meeting_id) REFERENCES meeting (home_id, id)
) {strict};

-- A draft until the chair confirms; then it is tasks.
CREATE TABLE conclusion (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    meeting_id {int} NOT NULL,
    number {int} NOT NULL,                   -- 1, 2, … within the meeting
    words TEXT NOT NULL CHECK (words <> ''),
    product TEXT NOT NULL DEFAULT '',
    lead_id {int} REFERENCES office (id),    -- NULL: nobody has to do anything
    due_day {int},
    task_id {int},                           -- once confirmed
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, meeting_id) REFERENCES meeting (home_id, id)
) {strict};
CREATE UNIQUE INDEX conclusion_number ON conclusion (home_id, meeting_id, number);

CREATE TABLE conclusion_coordinator (
    home_id {int} NOT NULL,
    conclusion_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    PRIMARY KEY (home_id, conclusion_id, office_id)
) {strict};

CREATE TABLE task (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),   -- who gave it
    lead_id {int} NOT NULL REFERENCES office (id),     -- who leads it
    follower_id {int} NOT NULL REFERENCES office (id), -- who follows it up
    member_id {int},                         -- who has it on the desk at the lead; erasable
    what TEXT NOT NULL CHECK (what <> ''),
    product TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,                    -- conclusion document answer plan hand
    source_id {int},                         -- the conclusion, document, matter (of an answer); NULL: a plan, or given by hand
    document_id {int},                       -- the directive at the root of its tree, taken over by its parts
    parent_id {int},
    first_due_day {int},
    due_day {int},
    state TEXT NOT NULL,                     -- new accepted progress reported confirmed returned cancelled
    reason TEXT NOT NULL DEFAULT '',         -- of the last return or cancelling
    made_at {int} NOT NULL,
    accepted_at {int},
    reported_at {int},                       -- last reported done: late is measured by it once confirmed
    reported_day {int},                      -- the same as a day of the site's clock, for counting by index
    confirmed_at {int},
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX task_by_public ON task (public_id);
CREATE INDEX task_by_lead ON task (home_id, lead_id, state, COALESCE(due_day, 0), id);
CREATE INDEX task_by_giver ON task (home_id, office_id, state, COALESCE(due_day, 0), id);
-- Open tasks in the order of their views: by day, those without one last.
CREATE INDEX task_open_lead ON task (home_id, lead_id, COALESCE(due_day, 9223372036854775807), id, state)
    WHERE state NOT IN ('confirmed', 'cancelled');
CREATE INDEX task_open_giver ON task (home_id, office_id, COALESCE(due_day, 9223372036854775807), id, state)
    WHERE state NOT IN ('confirmed', 'cancelled');
CREATE INDEX task_open_follower ON task (home_id, follower_id, COALESCE(due_day, 9223372036854775807), id, state)
    WHERE state NOT IN ('confirmed', 'cancelled');
CREATE INDEX task_by_member ON task (home_id, member_id, COALESCE(due_day, 9223372036854775807), id)
    WHERE state NOT IN ('confirmed', 'cancelled');
CREATE INDEX task_open ON task (home_id, due_day, id) WHERE state NOT IN ('confirmed', 'cancelled');
CREATE INDEX task_by_source ON task (home_id, source, source_id, id) WHERE source_id IS NOT NULL;
-- Figures of a period are counted from this index alone.
CREATE INDEX task_counted ON task (home_id, lead_id, made_at, state, changed_at, due_day, reported_at, reported_day, confirmed_at);
-- The tree of one directive is read from this index alone.
CREATE INDEX task_by_document ON task (home_id, document_id, lead_id, state, due_day, parent_id, id)
    WHERE document_id IS NOT NULL;
CREATE INDEX task_by_parent ON task (home_id, parent_id, lead_id) WHERE parent_id IS NOT NULL;

CREATE TABLE task_coordinator (
    home_id {int} NOT NULL,
    task_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    PRIMARY KEY (home_id, task_id, office_id)
) {strict};
CREATE INDEX task_coordinator_by_office ON task_coordinator (home_id, office_id, task_id);

-- What happened on the way: progress, states with their reasons.
CREATE TABLE task_note (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    task_id {int} NOT NULL,
    state TEXT NOT NULL,                     -- the state that it came into or was in
    words TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    member_id {int},
    noted_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, task_id) REFERENCES task (home_id, id)
) {strict};
CREATE INDEX task_note_by_task ON task_note (home_id, task_id, id);

-- What was said in time, once each: to the lead before its day and after it, to the follower after it.
CREATE TABLE task_reminder (
    home_id {int} NOT NULL,
    task_id {int} NOT NULL,
    kind TEXT NOT NULL,                      -- before after follower
    due_day {int} NOT NULL,                  -- the day it is about: another one is another reminder
    office_id {int} NOT NULL REFERENCES office (id), -- whom it is for
    reminded_at {int} NOT NULL,
    PRIMARY KEY (home_id, task_id, kind, due_day),
    FOREIGN KEY (home_id, task_id) REFERENCES task (home_id, id)
) {strict};
CREATE INDEX task_reminder_by_office ON task_reminder (home_id, office_id, reminded_at, task_id);

-- What shows that it was done. kind: file (file_id), link (url), publication, matter, document (other_id).
CREATE TABLE task_evidence (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    task_id {int} NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    url TEXT,
    other_id {int},
    added_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, task_id) REFERENCES task (home_id, id)
) {strict};
CREATE INDEX task_evidence_by_task ON task_evidence (home_id, task_id, id);

-- Asked by the lead, decided by who gave it; the former date stays.
CREATE TABLE task_extension (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    task_id {int} NOT NULL,
    from_day {int} NOT NULL,
    to_day {int} NOT NULL,
    reason TEXT NOT NULL,
    asked_at {int} NOT NULL,
    decided_at {int},
    granted {int},
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, task_id) REFERENCES task (home_id, id)
) {strict};
CREATE INDEX task_extension_by_task ON task_extension (home_id, task_id, id);

-- Mail to the address that an office set itself: one wording, a number and a link; an invitation has its iCalendar, made when
-- it is sent. No address is kept here.
CREATE TABLE office_mail (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    kind TEXT NOT NULL,                      -- task meeting
    subject_id {int} NOT NULL,
    made_at {int} NOT NULL,
    next_at {int} NOT NULL,                  -- try not before
    tries {int} NOT NULL DEFAULT 0,
    done_at {int},
    result TEXT,                             -- sent failed
    PRIMARY KEY (home_id, id)
) {strict};
CREATE INDEX office_mail_next ON office_mail (next_at) WHERE done_at IS NULL;
-- At most one unsent a thing: what changes meanwhile needs no second mail.
CREATE UNIQUE INDEX office_mail_unsent ON office_mail (home_id, office_id, kind, subject_id) WHERE done_at IS NULL;
