-- 0002: things have parts.
CREATE TABLE part (
    id {id} PRIMARY KEY,
    thing_id {int} NOT NULL REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL
) {strict};
ALTER TABLE thing ADD COLUMN colour TEXT;
