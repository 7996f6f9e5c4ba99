-- 0006: people and training: who was recognised for what service, training sessions, contests that are judged blind.

-- Named by consent. Whoever withdraws it is named no more; the row is counted further.
CREATE TABLE recognition (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),   -- who decided it
    name TEXT,                               -- NULL once consent was withdrawn
    consent_day {int} NOT NULL,
    withdrawn_at {int},
    service TEXT NOT NULL CHECK (service <> ''),
    form TEXT NOT NULL,                      -- certificate merit high_merit other
    decision_number TEXT NOT NULL CHECK (decision_number <> ''),
    decision_day {int} NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    CHECK ((name IS NULL) = (withdrawn_at IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX recognition_by_public ON recognition (public_id);
CREATE INDEX recognition_by_office ON recognition (home_id, office_id, decision_day, id);

CREATE TABLE training (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),   -- who holds it
    title TEXT NOT NULL CHECK (title <> ''),
    day {int} NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    for_whom TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL,                     -- planned held cancelled
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX training_by_public ON training (public_id);
CREATE INDEX training_by_office ON training (home_id, office_id, day, id);

-- How many came from an office. There are no names.
CREATE TABLE training_attendance (
    home_id {int} NOT NULL,
    training_id {int} NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),
    n {int} NOT NULL CHECK (n > 0),
    PRIMARY KEY (home_id, training_id, office_id),
    FOREIGN KEY (home_id, training_id) REFERENCES training (home_id, id)
) {strict};

CREATE TABLE training_material (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    training_id {int} NOT NULL,
    title TEXT NOT NULL CHECK (title <> ''),
    url TEXT NOT NULL CHECK (url <> ''),
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, training_id) REFERENCES training (home_id, id)
) {strict};
CREATE INDEX training_material_by_training ON training_material (home_id, training_id, id);

CREATE TABLE contest (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id),   -- who holds it
    title TEXT NOT NULL CHECK (title <> ''),
    rules TEXT NOT NULL CHECK (rules <> ''),
    until_day {int} NOT NULL,                -- entries are taken up to and on this day
    state TEXT NOT NULL,                     -- open judging decided
    decision_number TEXT,
    decided_day {int},
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    CHECK ((state = 'decided') = (decided_day IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX contest_by_public ON contest (public_id);
CREATE INDEX contest_by_office ON contest (home_id, office_id, until_day, id);

-- A judge is a seat. Who sat on it is forgotten with the decision: the scores stay, and say nothing of a member.
CREATE TABLE contest_judge (
    home_id {int} NOT NULL,
    contest_id {int} NOT NULL,
    seat {int} NOT NULL,                     -- 1, 2, …
    member_id {int},
    PRIMARY KEY (home_id, contest_id, seat),
    FOREIGN KEY (home_id, contest_id) REFERENCES contest (home_id, id)
) {strict};

-- An entry has no number while entries are taken; then all get theirs by lot, which says nothing of who came when.
CREATE TABLE contest_entry (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    contest_id {int} NOT NULL,
    number {int},
    work TEXT NOT NULL CHECK (work <> ''),   -- its words, or where it can be read
    award TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, contest_id) REFERENCES contest (home_id, id)
) {strict};
CREATE UNIQUE INDEX contest_entry_number ON contest_entry (home_id, contest_id, number);

-- Who sent an entry, apart from it; only by consent, and read by nobody before the result is decided.
CREATE TABLE contest_entrant (
    home_id {int} NOT NULL,
    entry_id {int} NOT NULL,
    contest_id {int} NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    PRIMARY KEY (home_id, entry_id),
    FOREIGN KEY (home_id, entry_id) REFERENCES contest_entry (home_id, id)
) {strict};
CREATE INDEX contest_entrant_by_contest ON contest_entrant (home_id, contest_id);

CREATE TABLE contest_score (
    home_id {int} NOT NULL,
    contest_id {int} NOT NULL,
    entry_id {int} NOT NULL,
    seat {int} NOT NULL,
    points {int} NOT NULL CHECK (points BETWEEN 0 AND 100),
    PRIMARY KEY (home_id, contest_id, entry_id, seat),
    FOREIGN KEY (home_id, entry_id) REFERENCES contest_entry (home_id, id),
    FOREIGN KEY (home_id, contest_id, seat) REFERENCES contest_judge (home_id, contest_id, seat)
) {strict};
