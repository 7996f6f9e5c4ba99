-- Recognition and training sessions.

-- name: recognition_insert :exec
-- params: home id, id id, public_id text, office id, name text, consent_day int, service text, form text, decision_number text, decision_day int, now time
INSERT INTO recognition (home_id, id, public_id, office_id, name, consent_day, service, form, decision_number, decision_day,
    recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: recognition_by_public :one
-- params: public_id text
-- row: recognition_row
SELECT home_id, id, public_id, office_id, name, consent_day, withdrawn_at, service, form, decision_number, decision_day,
    recorded_at
FROM recognition WHERE public_id = $1;

-- name: recognitions :many
-- An office's, the latest decision first; from a key on.
-- params: home id, office id, from_day int, before_id int
-- row: recognition_row
SELECT home_id, id, public_id, office_id, name, consent_day, withdrawn_at, service, form, decision_number, decision_day,
    recorded_at
FROM recognition
WHERE home_id = $1 AND office_id = $2 AND decision_day <= $3 AND (decision_day < $3 OR id < $4)
ORDER BY decision_day DESC, id DESC LIMIT 51;

-- name: recognition_withdraw :exec
-- The name goes; changes 0 rows where it went already.
-- params: home id, id id, now time
UPDATE recognition SET name = NULL, withdrawn_at = $3 WHERE home_id = $1 AND id = $2 AND withdrawn_at IS NULL;

-- name: training_insert :exec
-- params: home id, id id, public_id text, office id, title text, day int, place text, for_whom text, now time
INSERT INTO training (home_id, id, public_id, office_id, title, day, place, for_whom, state, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', $9);

-- name: training_by_public :one
-- params: public_id text
-- row: training_row
SELECT home_id, id, public_id, office_id, title, day, place, for_whom, state, changed_at FROM training WHERE public_id = $1;

-- name: trainings :many
-- An office's, the latest day first; from a key on.
-- params: home id, office id, from_day int, before_id int
-- row: training_row
SELECT home_id, id, public_id, office_id, title, day, place, for_whom, state, changed_at FROM training
WHERE home_id = $1 AND office_id = $2 AND day <= $3 AND (day < $3 OR id < $4)
ORDER BY day DESC, id DESC LIMIT 51;

-- name: training_set_state :exec
-- From planned only.
-- params: home id, id id, state text, now time
UPDATE training SET state = $3, changed_at = $4 WHERE home_id = $1 AND id = $2 AND state = 'planned';

-- name: training_attendance_put :exec
-- params: home id, training id, office id, came int
INSERT INTO training_attendance (home_id, training_id, office_id, n) VALUES ($1, $2, $3, $4)
ON CONFLICT (home_id, training_id, office_id) DO UPDATE SET n = excluded.n;

-- name: training_attendance_drop :exec
-- params: home id, training id, office id
DELETE FROM training_attendance WHERE home_id = $1 AND training_id = $2 AND office_id = $3;

-- name: training_attendances :many all
-- params: home id, training id
SELECT office_id, n FROM training_attendance WHERE home_id = $1 AND training_id = $2 ORDER BY office_id;

-- name: training_attended :one
-- How many offices were there, and how many came in all.
-- params: home id, training id
-- columns: offices int, n int
SELECT count(*) AS offices, CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM training_attendance
WHERE home_id = $1 AND training_id = $2;

-- name: training_material_insert :exec
-- params: home id, id id, training id, title text, url text
INSERT INTO training_material (home_id, id, training_id, title, url) VALUES ($1, $2, $3, $4, $5);

-- name: training_material_drop :exec
-- params: home id, training id, id id
DELETE FROM training_material WHERE home_id = $1 AND training_id = $2 AND id = $3;

-- name: training_materials :many
-- params: home id, training id
SELECT id, title, url FROM training_material WHERE home_id = $1 AND training_id = $2 ORDER BY id LIMIT 50;

-- name: people_counts :each
-- By office: decisions by their day, sessions held by theirs, contests and their entries by the day of the result.
-- params: home id, first_day int, last_day int
-- columns: office_id int, what text, n int
SELECT office_id, 'recognitions' AS what, count(*) AS n FROM recognition
WHERE home_id = $1 AND decision_day BETWEEN $2 AND $3 GROUP BY office_id
UNION ALL
SELECT office_id, 'trainings' AS what, count(*) AS n FROM training
WHERE home_id = $1 AND day BETWEEN $2 AND $3 AND state = 'held' GROUP BY office_id
UNION ALL
SELECT office_id, 'contests' AS what, count(*) AS n FROM contest
WHERE home_id = $1 AND decided_day BETWEEN $2 AND $3 GROUP BY office_id
UNION ALL
SELECT c.office_id, 'contest_entries' AS what, count(*) AS n FROM contest c
JOIN contest_entry e ON e.home_id = c.home_id AND e.contest_id = c.id
WHERE c.home_id = $1 AND c.decided_day BETWEEN $2 AND $3 GROUP BY c.office_id;
