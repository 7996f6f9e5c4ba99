-- 0004: reports that go up the office tree: templates, what was handed in, and what the office above made of it.

-- A template is never edited once a report was made by it: a changed one is a new row with the next edition.
CREATE TABLE report_template (
    id {id} PRIMARY KEY,
    office_id {int} NOT NULL REFERENCES office (id),   -- holds for this office and those below
    code TEXT NOT NULL CHECK (code <> ''),
    edition {int} NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    every TEXT NOT NULL,                     -- week month quarter half nine_months year once
    closing_day {int} NOT NULL DEFAULT 0,    -- of the month (of the week: 1 Monday …): a period ends on it; 0: calendar
    due_days {int} NOT NULL,                 -- to be handed in so many days after the period's last day; may be below 0
    owed_by TEXT NOT NULL,                   -- kinds of office that owe one, parted by blanks: 'province commune ward zone'
    form TEXT NOT NULL,                      -- state party
    since_day {int} NOT NULL,
    until_day {int} CHECK (until_day > since_day)
) {strict};
CREATE UNIQUE INDEX report_template_edition ON report_template (office_id, code, edition);

CREATE TABLE template_section (
    template_id {int} NOT NULL REFERENCES report_template (id),
    position {int} NOT NULL,
    part TEXT NOT NULL,                      -- results shortcomings causes ahead requests figures other
    title TEXT NOT NULL CHECK (title <> ''),
    required {int} NOT NULL DEFAULT 0,       -- 1: no report is handed in without words here
    PRIMARY KEY (template_id, position)
) {strict};

-- A figure of a template. source: catalogue (key of core/steer/catalogue.def) or entered (by hand, typed, with a unit).
-- Reports of two editions of a template meet by source, key, kind and the definition's edition, never by position alone.
CREATE TABLE template_figure (
    id {id} PRIMARY KEY,
    template_id {int} NOT NULL REFERENCES report_template (id),
    position {int} NOT NULL,
    source TEXT NOT NULL,
    key TEXT NOT NULL,                       -- the catalogue's, or a code of its own
    kind TEXT NOT NULL,                      -- count level tenths share mean median p90: how it is added up
    label TEXT NOT NULL DEFAULT '',          -- entered: what it is called
    unit TEXT NOT NULL DEFAULT '',           -- entered: of what
    definition TEXT NOT NULL DEFAULT '',     -- entered: what is counted
    edition {int} NOT NULL DEFAULT 1         -- of the definition
) {strict};
CREATE UNIQUE INDEX template_figure_position ON template_figure (template_id, position);
CREATE UNIQUE INDEX template_figure_key ON template_figure (template_id, key);

-- One report of an office for a period. Once handed in it is never changed: a correction, also of one that was returned,
-- is a new row with the next edition.
CREATE TABLE report (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    template_id {int} NOT NULL REFERENCES report_template (id),
    office_id {int} NOT NULL REFERENCES office (id),
    first_day {int} NOT NULL,
    last_day {int} NOT NULL,
    edition {int} NOT NULL,
    is_last {int} NOT NULL DEFAULT 0,        -- of those handed in, the latest edition
    scope TEXT NOT NULL,                     -- own: of the office itself · consolidated: with those below
    state TEXT NOT NULL,                     -- draft handed_in accepted returned
    due_day {int} NOT NULL,
    frozen_at {int},                         -- closing of figures
    handed_in_at {int},
    decided_at {int},                        -- accepted or returned
    document_id {int},                       -- as it was issued, in the register
    publication_id {int},                    -- with which it was made public
    origin TEXT NOT NULL DEFAULT '',         -- of an imported one: fingerprint of the key that signed it
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX report_by_public ON report (public_id);
CREATE UNIQUE INDEX report_edition ON report (home_id, template_id, office_id, first_day, last_day, scope, edition);
CREATE INDEX report_by_period ON report (home_id, template_id, first_day, last_day, id);
CREATE INDEX report_by_office ON report (home_id, office_id, last_day, id);
CREATE UNIQUE INDEX report_by_publication ON report (home_id, publication_id) WHERE publication_id IS NOT NULL;

CREATE TABLE report_narrative (
    home_id {int} NOT NULL,
    report_id {int} NOT NULL,
    position {int} NOT NULL,                 -- of the template's section
    words TEXT NOT NULL,
    PRIMARY KEY (home_id, report_id, position),
    FOREIGN KEY (home_id, report_id) REFERENCES report (home_id, id)
) {strict};

-- Frozen at handing in. A rate is kept as its two parts and computed when it is shown; a median as its distribution
-- (report_spread), so that the office above computes and never averages.
CREATE TABLE report_figure (
    home_id {int} NOT NULL,
    report_id {int} NOT NULL,
    position {int} NOT NULL,                 -- of the template's figure
    n {int} NOT NULL,                        -- no row: there is none, or it was not entered
    out_of {int} NOT NULL DEFAULT 0,         -- a share's or a mean's denominator; of a median how many there were
    edition {int} NOT NULL,                  -- of the definition by which it was counted
    PRIMARY KEY (home_id, report_id, position),
    FOREIGN KEY (home_id, report_id) REFERENCES report (home_id, id)
) {strict};

-- Adding up a country reads a hundred thousand of them: from this index alone.
CREATE INDEX report_figure_values ON report_figure (home_id, report_id, position, n, out_of, edition);

CREATE TABLE report_spread (
    home_id {int} NOT NULL,
    report_id {int} NOT NULL,
    position {int} NOT NULL,
    at {int} NOT NULL,                       -- the value: tenths of a day …
    n {int} NOT NULL,                        -- how often
    PRIMARY KEY (home_id, report_id, position, at),
    FOREIGN KEY (home_id, report_id) REFERENCES report (home_id, id)
) {strict};

CREATE INDEX report_spread_values ON report_spread (home_id, report_id, position, at, n);

-- What the office asks of the one above, answered one by one.
CREATE TABLE report_request (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    report_id {int} NOT NULL,
    position {int} NOT NULL,
    words TEXT NOT NULL CHECK (words <> ''),
    answer TEXT NOT NULL DEFAULT '',
    answered_at {int},
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, report_id) REFERENCES report (home_id, id)
) {strict};
CREATE INDEX report_request_by_report ON report_request (home_id, report_id, position);

-- Remarks with which it was returned, and other steps.
CREATE TABLE report_step (
    home_id {int} NOT NULL,
    id {int} NOT NULL,
    report_id {int} NOT NULL,
    state TEXT NOT NULL,                     -- handed_in accepted returned issued answered
    words TEXT NOT NULL DEFAULT '',
    office_id {int} NOT NULL REFERENCES office (id),
    role TEXT NOT NULL,
    member_id {int},
    made_at {int} NOT NULL,
    PRIMARY KEY (home_id, id),
    FOREIGN KEY (home_id, report_id) REFERENCES report (home_id, id)
) {strict};
CREATE INDEX report_step_by_report ON report_step (home_id, report_id, id);

-- Which editions a consolidated report was made of: one of them that is not the last, or was returned, marks it.
CREATE TABLE report_source (
    home_id {int} NOT NULL,
    report_id {int} NOT NULL,                -- the consolidated one
    source_id {int} NOT NULL,                -- the one it counts
    PRIMARY KEY (home_id, report_id, source_id)
) {strict};
CREATE INDEX report_source_by_source ON report_source (home_id, source_id);

-- What a consolidated report lacks, named in it: an office that owed one, or whose figures are of another definition.
CREATE TABLE report_missing (
    home_id {int} NOT NULL,
    report_id {int} NOT NULL,
    position {int} NOT NULL,
    office_code TEXT NOT NULL,
    office_name TEXT NOT NULL,               -- as it was called; in a report from another installation it is nobody here
    why TEXT NOT NULL,                       -- missing returned definition
    first_day {int} NOT NULL,
    last_day {int} NOT NULL,
    PRIMARY KEY (home_id, report_id, position),
    FOREIGN KEY (home_id, report_id) REFERENCES report (home_id, id)
) {strict};

-- What was said in time, once each. kind: before, after (to the office that owes it, of a former one to its heir), above (to the
-- office to which it is owed: some below are late).
CREATE TABLE report_reminder (
    home_id {int} NOT NULL REFERENCES home (id),
    template_id {int} NOT NULL REFERENCES report_template (id),
    first_day {int} NOT NULL,
    last_day {int} NOT NULL,
    of_id {int} NOT NULL REFERENCES office (id),     -- whose report it is; above: the office that waits for them
    kind TEXT NOT NULL,
    office_id {int} NOT NULL REFERENCES office (id), -- whom it is for
    due_day {int} NOT NULL,
    reminded_at {int} NOT NULL,
    PRIMARY KEY (home_id, template_id, first_day, last_day, of_id, kind)
) {strict};
CREATE INDEX report_reminder_by_office ON report_reminder (home_id, office_id, reminded_at, template_id);
