-- Queries of the store's own tests: one of each kind.

-- name: thing_add :exec
-- params: id id, title text, note text?, raw blob?, late bool, amount int, made_at time
INSERT INTO thing (id, title, note, raw, late, amount, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: thing_by_id :one
-- A thing as it is.
-- params: id id
-- row: thing
-- columns: late bool
SELECT id, title, note, raw, late, amount, made_at FROM thing WHERE id = $1;

-- name: thing_list :many
-- Things in the order of their ids, after one of them.
-- params: after id, limit_n int
-- row: thing
-- columns: late bool
SELECT id, title, note, raw, late, amount, made_at
FROM thing WHERE id > $1 ORDER BY id LIMIT $2;

-- name: thing_each :each
-- params: note text?
SELECT id, title FROM thing WHERE $1 IS NULL OR note = $1 ORDER BY id;

-- name: thing_count :one
-- columns: n int, late int, total int
SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE late = 1) AS late, CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS total FROM thing;

-- name: thing_late :exec
-- params: late bool, below id
UPDATE thing SET late = $1 WHERE id < $2;

-- name: thing_is_late :one
-- A comparison is a boolean on one engine and a number on the other.
-- params: id id
-- columns: is_late bool
SELECT late = 1 AS is_late FROM thing WHERE id = $1;

-- name: thing_wipe :exec
DELETE FROM thing;

-- name: counter_add :exec
-- params: id id
INSERT INTO counter (id, last) VALUES ($1, 0) ON CONFLICT (id) DO NOTHING;

-- name: counter_next :one
-- params: id id
UPDATE counter SET last = last + 1 WHERE id = $1 RETURNING last;

-- name: counter_last :one
-- params: id id
SELECT last FROM counter WHERE id = $1;

-- name: counter_set :exec
-- params: last int, id id
UPDATE counter SET last = $1 WHERE id = $2;

-- name: part_add :exec
-- params: id id, thing id, name text
INSERT INTO part (id, thing_id, name) VALUES ($1, $2, $3);
