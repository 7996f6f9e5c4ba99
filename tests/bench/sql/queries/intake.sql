-- What the bench runs, once a message.

-- name: home_add :exec
INSERT INTO home (id, event_number) VALUES (1, 0);

-- name: event_next :one
UPDATE home SET event_number = event_number + 1 WHERE id = 1 RETURNING event_number;

-- name: message_add :exec
-- params: id id, public_id text, received_at time, words text
INSERT INTO message (home_id, id, public_id, received_at, words) VALUES (1, $1, $2, $3, $4);

-- name: event_add :exec
-- params: number int, subject id, happened_at time, canonical blob
INSERT INTO event (home_id, number, kind, subject_id, happened_at, canonical) VALUES (1, $1, 'received', $2, $3, $4);

-- name: message_count :one
-- columns: n int
SELECT COUNT(*) AS n FROM message;
