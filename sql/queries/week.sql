-- The week: an office's own entries, and the days on which something is due.

-- name: week_entry_insert :exec
-- params: home id, id id, public_id text, office id, begins time, ends time, what text, who text, place text, shown bool, now time
INSERT INTO week_entry (home_id, id, public_id, office_id, begins_at, ends_at, what, who, place, is_public, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: week_entry_drop :exec
-- params: home id, office id, public_id text
DELETE FROM week_entry WHERE home_id = $1 AND office_id = $2 AND public_id = $3;

-- name: week_entries :many
-- params: home id, office id, from time, to time
-- row: week_entry_row
-- columns: is_public bool
SELECT id, public_id, office_id, begins_at, ends_at, what, who, place, is_public, changed_at FROM week_entry
WHERE home_id = $1 AND office_id = $2 AND begins_at >= $3 AND begins_at < $4 ORDER BY begins_at, id LIMIT 200;

-- name: week_tasks_due :many
-- Open tasks that an office leads and that fall due in these days.
-- params: home id, lead id, first_day int, last_day int
SELECT public_id, what, due_day, changed_at FROM task
WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
    AND COALESCE(due_day, 9223372036854775807) >= $3
    AND COALESCE(due_day, 9223372036854775807) <= $4
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 100;

-- name: week_documents_due :many
-- Documents that an office handles and that fall due in these days.
-- params: home id, handler id, first_day int, last_day int
SELECT public_id, mark, summary, due_day, changed_at FROM document
WHERE home_id = $1 AND handler_id = $2 AND due_day >= $3 AND due_day <= $4 AND state = 'registered'
ORDER BY due_day, id LIMIT 100;
