-- Import batches: rows taken over from another system, and their undoing as a whole.

-- name: import_batch_add :exec
-- The batch begins with the first rows that it adds.
-- params: home id, id id, source text, now time, amount int
INSERT INTO import_batch (home_id, id, source, started_at, rows_added) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (home_id, id) DO UPDATE SET rows_added = import_batch.rows_added + excluded.rows_added;

-- name: import_batch_finish :exec
-- params: home id, id id, now time
UPDATE import_batch SET finished_at = $3 WHERE home_id = $1 AND id = $2;

-- name: import_batch_undone :exec
-- params: home id, id id, now time
UPDATE import_batch SET undone_at = $3 WHERE home_id = $1 AND id = $2;

-- name: import_batch_get :one
-- params: home id, id id
-- row: import_batch_row
SELECT id, source, started_at, finished_at, undone_at, rows_added FROM import_batch WHERE home_id = $1 AND id = $2;

-- name: import_batches :many
-- Latest first, from a key on.
-- params: home id, before_time time?, before_id id?
-- row: import_batch_row
SELECT id, source, started_at, finished_at, undone_at, rows_added FROM import_batch
WHERE home_id = $1 AND ($2 IS NULL OR started_at < $2 OR (started_at = $2 AND id < $3))
ORDER BY started_at DESC, id DESC LIMIT 50;

-- name: import_known_external :one
-- params: home id, external_id text
SELECT id FROM message WHERE home_id = $1 AND external_id = $2;

-- name: import_known_content :one
-- params: home id, content_key blob
SELECT id FROM message WHERE home_id = $1 AND content_key = $2;

-- name: import_matter_insert :exec
-- A matter that arrives closed.
-- params: home id, id id, public_id text, number int, number_office id, number_year int, office id, category id?, title text, started_at time, closed_at time, now time, import id
INSERT INTO matter (home_id, id, public_id, number, number_office_id, number_year, office_id, category_id, title, state,
    outcome, started_at, created_at, opened_at, closed_at, changed_at, import_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'closed', 'not_stated', $10, $12, $10, $11, $12, $13);

-- name: import_link_insert :exec
-- params: home id, id id, message id, matter id, now time
INSERT INTO message_matter (home_id, id, message_id, matter_id, since_at, how) VALUES ($1, $2, $3, $4, $5, 'imported');

-- name: import_messages :many
-- Messages of a batch, from a key on.
-- params: home id, import id, after id?
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE home_id = $1 AND import_id = $2 AND ($3 IS NULL OR id > $3) ORDER BY id LIMIT 50;

-- name: import_worked_on :one
-- How much the office did with an imported message: matters that the import did not bring or that were changed since, and
-- into which it did not go by itself; what was said about it, contact details added.
-- params: home id, message id
-- columns: n int
SELECT (SELECT count(*) FROM message_matter l JOIN matter m ON m.home_id = l.home_id AND m.id = l.matter_id
        WHERE l.home_id = $1 AND l.message_id = $2 AND (l.how <> 'imported' OR m.version <> 1)
            AND (l.how NOT IN ('identical', 'alike') OR l.until_at IS NOT NULL))
    + (SELECT count(*) FROM exchange WHERE home_id = $1 AND message_id = $2)
    + (SELECT count(*) FROM contact WHERE home_id = $1 AND message_id = $2) AS n;

-- name: import_links_delete :exec
-- params: home id, message id
DELETE FROM message_matter WHERE home_id = $1 AND message_id = $2;

-- name: import_matter_void :exec
-- It keeps its number, and is in no list and no figure.
-- params: home id, id id, now time
UPDATE matter SET state = 'void', title = NULL, outcome = NULL, closed_at = NULL, version = version + 1, changed_at = $3
WHERE home_id = $1 AND id = $2;

-- name: import_message_delete :exec
-- params: home id, id id
DELETE FROM message WHERE home_id = $1 AND id = $2;

-- name: import_salts_delete :exec
-- What the events of a deleted thing committed to can be checked no longer.
-- params: home id, subject id
DELETE FROM event_private WHERE home_id = $1
    AND number IN (SELECT number FROM event WHERE home_id = $1 AND subject_id = $2);
