-- Mail to offices' own addresses.

-- name: office_mail_put :exec
-- One that still waits is enough.
-- params: home id, id id, office id, kind text, subject_id id, now time, next_at time
INSERT INTO office_mail (home_id, id, office_id, kind, subject_id, made_at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING;

-- name: office_mail_due :many
-- params: now time
SELECT home_id, id, office_id, kind, subject_id, made_at, tries FROM office_mail
WHERE done_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT 20;

-- name: office_mail_later :exec
-- params: home id, id id, next_at time
UPDATE office_mail SET tries = tries + 1, next_at = $3 WHERE home_id = $1 AND id = $2;

-- name: office_mail_done :exec
-- params: home id, id id, now time, result text
UPDATE office_mail SET done_at = $3, result = $4 WHERE home_id = $1 AND id = $2;

-- name: office_mail_prune :exec
-- params: before time
DELETE FROM office_mail WHERE done_at < $1;
