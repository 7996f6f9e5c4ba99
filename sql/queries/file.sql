-- Files of documents, meetings, tasks and reports.

-- name: file_insert :exec
-- params: home id, id id, public_id text, subject text, subject_id id, name text, size int, sha256 blob, bytes blob, office id, now time
INSERT INTO file (home_id, id, public_id, subject, subject_id, name, size, sha256, bytes, office_id, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: file_by_public :one
-- What is known of a file, without its bytes.
-- params: public_id text
-- row: file_row
SELECT home_id, id, public_id, subject, subject_id, name, size, sha256, office_id, added_at FROM file WHERE public_id = $1;

-- name: file_by_id :one
-- params: home id, id id
-- row: file_row
SELECT home_id, id, public_id, subject, subject_id, name, size, sha256, office_id, added_at FROM file WHERE home_id = $1 AND id = $2;

-- name: files_of :many all
-- params: home id, subject text, subject_id id
-- row: file_row
SELECT home_id, id, public_id, subject, subject_id, name, size, sha256, office_id, added_at FROM file
WHERE home_id = $1 AND subject_id = $3 AND subject = $2 ORDER BY added_at, id;

-- name: file_bytes :one
-- params: home id, id id
SELECT bytes FROM file WHERE home_id = $1 AND id = $2;
