-- What the desk decided of messages and matters: the same thing, or not.

-- name: sameness_insert :exec
-- params: home id, id id, message id, matter id, office id, same int, likeness int, now time
INSERT INTO sameness (home_id, id, message_id, matter_id, office_id, same, likeness, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: sameness_end :exec
-- params: home id, message id, matter id, now time
UPDATE sameness SET ended_at = $4 WHERE home_id = $1 AND message_id = $2 AND matter_id = $3 AND ended_at IS NULL;

-- name: sameness_refused :many all
-- The matters that the message is not of; the latest decision first.
-- params: home id, message id
SELECT matter_id, decided_at FROM sameness WHERE home_id = $1 AND message_id = $2 AND same = 0 AND ended_at IS NULL
ORDER BY decided_at DESC, id DESC;

-- name: sameness_measure :many all
-- How the suggestions of each tenth of likeness were decided at an office.
-- params: home id, office id
-- columns: tenth int, n int, same int
SELECT likeness / 100 AS tenth, count(*) AS n, CAST(SUM(same) AS BIGINT) AS same
FROM sameness WHERE home_id = $1 AND office_id = $2 AND ended_at IS NULL AND likeness >= 0
GROUP BY likeness / 100 ORDER BY likeness / 100;

-- name: grouped_get :one
-- params: home id
SELECT grouped_event FROM home WHERE id = $1;

-- name: grouped_set :exec
-- params: home id, number int
UPDATE home SET grouped_event = $2 WHERE id = $1;
