-- Tasks: who does what by when, and what shows that it was done.

-- name: task_insert :exec
-- params: home id, id id, public_id text, office id, lead id, follower id, what text, product text, source text, source_row id?, document id?, parent id?, due_day time?, now time
INSERT INTO task (home_id, id, public_id, office_id, lead_id, follower_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, made_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 'new', $14, $14);

-- name: task_by_id :one
-- params: home id, id id
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND id = $2;

-- name: task_by_public :one
-- params: public_id text
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE public_id = $1;

-- name: task_update :exec
-- Everything that may change, where nobody else has saved meanwhile. Changes 0 rows when someone has.
-- params: home id, id id, was_version int, member id?, due_day time?, first_due_day time?, state text, reason text, accepted_at time?, reported_at time?, confirmed_at time?, now time
UPDATE task SET version = version + 1, member_id = $4, due_day = $5, first_due_day = $6, state = $7, reason = $8,
    accepted_at = $9, reported_at = $10, confirmed_at = $11, changed_at = $12
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: tasks_of_lead :many
-- What an office leads and has not finished, by the day it is due; from a key on.
-- params: home id, lead id, after_day time?, after_id id?
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND lead_id = $2 AND state IN ('new', 'accepted', 'progress', 'reported', 'returned')
    AND ($4 IS NULL OR COALESCE(due_day, 9223372036854775807) > COALESCE($3, 9223372036854775807)
        OR (COALESCE(due_day, 9223372036854775807) = COALESCE($3, 9223372036854775807) AND id > $4))
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_given :many
-- What an office gave to others and is not confirmed, by the day it is due; from a key on.
-- params: home id, office id, after_day time?, after_id id?
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND office_id = $2 AND state IN ('new', 'accepted', 'progress', 'reported', 'returned')
    AND ($4 IS NULL OR COALESCE(due_day, 9223372036854775807) > COALESCE($3, 9223372036854775807)
        OR (COALESCE(due_day, 9223372036854775807) = COALESCE($3, 9223372036854775807) AND id > $4))
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_of_member :many
-- What one member has on the desk, for that member alone.
-- params: home id, member id
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND member_id = $2 AND state NOT IN ('confirmed', 'cancelled')
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 200;

-- name: tasks_with :many
-- What an office coordinates.
-- params: home id, office id
-- row: task_row
SELECT t.home_id, t.id, t.public_id, t.office_id, t.lead_id, t.follower_id, t.member_id, t.what, t.product, t.source,
    t.source_id, t.document_id, t.parent_id, t.first_due_day, t.due_day, t.state, t.reason, t.made_at, t.accepted_at,
    t.reported_at, t.confirmed_at, t.version, t.changed_at
FROM task_coordinator c JOIN task t ON t.home_id = c.home_id AND t.id = c.task_id
WHERE c.home_id = $1 AND c.office_id = $2 AND t.state NOT IN ('confirmed', 'cancelled')
ORDER BY COALESCE(t.due_day, 9223372036854775807), t.id LIMIT 200;

-- name: tasks_due :each
-- Open tasks that are due on a day or before, the earliest first: for lists, reminders and the command line.
-- params: home id, until_day time
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND due_day <= $2 AND state NOT IN ('confirmed', 'cancelled') ORDER BY due_day, id;

-- name: tasks_of_document :each
-- The tree of one directive: states and dates of all its tasks, read from an index alone.
-- params: home id, document id
SELECT id, lead_id, state, due_day, parent_id FROM task WHERE home_id = $1 AND document_id = $2;

-- name: tasks_of_parent :many all
-- params: home id, parent id
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND parent_id = $2 ORDER BY id;

-- name: tasks_of_source :many all
-- params: home id, source text, source_row id
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND source = $2 AND source_id = $3 ORDER BY made_at, id;

-- name: task_coordinator_put :exec
-- params: home id, task id, office id
INSERT INTO task_coordinator (home_id, task_id, office_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: task_coordinators :many all
-- params: home id, task id
SELECT office_id FROM task_coordinator WHERE home_id = $1 AND task_id = $2 ORDER BY office_id;

-- name: task_note_insert :exec
-- params: home id, id id, task id, state text, words text, office id, member id?, now time
INSERT INTO task_note (home_id, id, task_id, state, words, office_id, member_id, noted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: task_notes :many all
-- params: home id, task id
SELECT state, words, office_id, noted_at FROM task_note WHERE home_id = $1 AND task_id = $2 ORDER BY noted_at, id;

-- name: task_evidence_insert :exec
-- params: home id, id id, task id, kind text, title text, url text?, other id?, now time
INSERT INTO task_evidence (home_id, id, task_id, kind, title, url, other_id, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: task_evidence :many all
-- params: home id, task id
SELECT id, kind, title, url, other_id, added_at FROM task_evidence WHERE home_id = $1 AND task_id = $2 ORDER BY added_at, id;

-- name: task_extension_insert :exec
-- params: home id, id id, task id, from_day time, to_day time, reason text, now time
INSERT INTO task_extension (home_id, id, task_id, from_day, to_day, reason, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: task_extension_decide :exec
-- Once. Changes 0 rows when it was decided before.
-- params: home id, id id, granted int, now time
UPDATE task_extension SET granted = $3, decided_at = $4 WHERE home_id = $1 AND id = $2 AND decided_at IS NULL;

-- name: task_extensions :many all
-- params: home id, task id
SELECT id, from_day, to_day, reason, asked_at, decided_at, granted FROM task_extension
WHERE home_id = $1 AND task_id = $2 ORDER BY asked_at, id;

-- name: task_asked_extension :one
-- The one that waits for a decision.
-- params: home id, task id
SELECT id, to_day FROM task_extension WHERE home_id = $1 AND task_id = $2 AND decided_at IS NULL ORDER BY asked_at, id LIMIT 1;
