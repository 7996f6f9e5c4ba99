-- 0005: the week: what an office does besides its meetings and the days that are due.

-- One own entry of the week's calendar (lịch công tác tuần).
CREATE TABLE week_entry (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,                 -- also the iCalendar UID
    office_id {int} NOT NULL REFERENCES office (id),   -- whose week it stands in
    begins_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    what TEXT NOT NULL CHECK (what <> ''),
    who TEXT NOT NULL DEFAULT '',            -- by role or office: 'Phó Chủ tịch phụ trách văn hóa'
    place TEXT NOT NULL DEFAULT '',
    is_public {int} NOT NULL DEFAULT 0,
    changed_at {int} NOT NULL,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX week_entry_by_public ON week_entry (public_id);
CREATE INDEX week_entry_by_office ON week_entry (home_id, office_id, begins_at, id);
