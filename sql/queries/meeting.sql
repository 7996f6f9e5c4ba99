-- Meetings: who was invited and came, what was said, what was concluded.

-- name: meeting_series_put :one
-- The series of that name at an office, made when it is not there.
-- params: home id, id id, office id, name text, every text
INSERT INTO meeting_series (home_id, id, office_id, name, every) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (home_id, office_id, name) DO UPDATE SET every = excluded.every RETURNING id;

-- name: meeting_series_by_id :one
-- params: home id, id id
-- row: meeting_series_row
SELECT id, office_id, name, every FROM meeting_series WHERE home_id = $1 AND id = $2;

-- name: meeting_series_of :many
-- The series of an office, for a form to propose.
-- params: home id, office id
-- row: meeting_series_row
SELECT id, office_id, name, every FROM meeting_series WHERE home_id = $1 AND office_id = $2 ORDER BY name LIMIT 100;

-- name: meeting_insert :exec
-- params: home id, id id, public_id text, office id, series id?, title text, kind text, begins time, ends time, place text, chair text, shown bool, now time
INSERT INTO meeting (home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public,
    changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'planned', $12, $13);

-- name: meeting_by_id :one
-- params: home id, id id
-- row: meeting_row
-- columns: is_public bool
SELECT home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public, revision, minutes_id,
    notice_id, confirmed_at, version, changed_at
FROM meeting WHERE home_id = $1 AND id = $2;

-- name: meeting_by_public :one
-- params: public_id text
-- row: meeting_row
-- columns: is_public bool
SELECT home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public, revision, minutes_id,
    notice_id, confirmed_at, version, changed_at
FROM meeting WHERE public_id = $1;

-- name: meeting_update :exec
-- Everything that may change, where nobody else has saved meanwhile. Changes 0 rows when someone has.
-- params: home id, id id, was_version int, series id?, title text, kind text, begins time, ends time, place text, chair text, state text, shown bool, revision int, minutes id?, notice id?, confirmed time?, now time
UPDATE meeting SET version = version + 1, series_id = $4, title = $5, kind = $6, begins_at = $7, ends_at = $8, place = $9,
    chair = $10, state = $11, is_public = $12, revision = $13, minutes_id = $14, notice_id = $15, confirmed_at = $16,
    changed_at = $17
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: meetings_called :many
-- The meetings that an office called, the latest first, from a key on.
-- params: home id, office id, before time, before_id int
-- row: meeting_row
-- columns: is_public bool
SELECT home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public, revision, minutes_id,
    notice_id, confirmed_at, version, changed_at
FROM meeting WHERE home_id = $1 AND office_id = $2 AND begins_at <= $3 AND (begins_at < $3 OR id < $4)
ORDER BY begins_at DESC, id DESC LIMIT 51;

-- name: meetings_invited :many
-- The meetings of others that an office is invited to, from a time and key on.
-- params: home id, office id, from time, after_id int
-- row: meeting_row
-- columns: is_public bool
SELECT m.home_id, m.id, m.public_id, m.office_id, m.series_id, m.title, m.kind, m.begins_at, m.ends_at, m.place, m.chair, m.state, m.is_public, m.revision, m.minutes_id,
    m.notice_id, m.confirmed_at, m.version, m.changed_at
FROM meeting m
WHERE m.home_id = $1 AND m.begins_at >= $3 AND (m.begins_at > $3 OR m.id > $4) AND m.office_id <> $2 AND m.id IN
    (SELECT i.meeting_id FROM meeting_invited i WHERE i.home_id = $1 AND i.office_id = $2)
ORDER BY m.begins_at, m.id LIMIT 100;

-- name: meetings_between :many
-- What stands in an office's week: its own meetings and those that it is invited to, not those that were called off.
-- params: home id, office id, from time, to time
-- row: meeting_row
-- columns: is_public bool
SELECT m.home_id, m.id, m.public_id, m.office_id, m.series_id, m.title, m.kind, m.begins_at, m.ends_at, m.place, m.chair, m.state, m.is_public, m.revision, m.minutes_id,
    m.notice_id, m.confirmed_at, m.version, m.changed_at
FROM meeting m
WHERE m.home_id = $1 AND m.begins_at >= $3 AND m.begins_at < $4 AND m.state <> 'cancelled' AND m.id IN
    (SELECT o.id FROM meeting o WHERE o.home_id = $1 AND o.office_id = $2 AND o.begins_at >= $3 AND o.begins_at < $4
     UNION SELECT i.meeting_id FROM meeting_invited i WHERE i.home_id = $1 AND i.office_id = $2)
ORDER BY m.begins_at, m.id LIMIT 200;

-- name: meetings_public :many
-- What an office shows of its own meetings in the public week.
-- params: home id, office id, from time, to time
-- row: meeting_row
-- columns: is_public bool
SELECT home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public, revision, minutes_id,
    notice_id, confirmed_at, version, changed_at
FROM meeting
WHERE home_id = $1 AND office_id = $2 AND begins_at >= $3 AND begins_at < $4 AND is_public = 1 AND state <> 'cancelled'
ORDER BY begins_at, id LIMIT 200;

-- name: meeting_before :one
-- The last meeting of a series that began before a time and was not called off.
-- params: home id, series id, begins time
-- row: meeting_row
-- columns: is_public bool
SELECT home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public, revision, minutes_id,
    notice_id, confirmed_at, version, changed_at
FROM meeting
WHERE home_id = $1 AND series_id = $2 AND begins_at < $3 AND state <> 'cancelled' ORDER BY begins_at DESC, id DESC LIMIT 1;

-- name: meeting_of_document :one
-- The meeting whose minutes or notice a document is.
-- params: home id, document id
-- row: meeting_row
-- columns: is_public bool
SELECT home_id, id, public_id, office_id, series_id, title, kind, begins_at, ends_at, place, chair, state, is_public, revision, minutes_id,
    notice_id, confirmed_at, version, changed_at
FROM meeting WHERE home_id = $1 AND (minutes_id = $2 OR notice_id = $2) ORDER BY id LIMIT 1;

-- name: meetings_held :one
-- params: home id, office id, from time, to time
-- columns: n int
SELECT count(*) AS n FROM meeting
WHERE home_id = $1 AND office_id = $2 AND begins_at >= $3 AND begins_at < $4 AND state IN ('held', 'confirmed');

-- ---- agenda

-- name: meeting_item_insert :exec
-- params: home id, id id, meeting id, position int, title text, office id?
INSERT INTO meeting_item (home_id, id, meeting_id, position, title, office_id) VALUES ($1, $2, $3, $4, $5, $6);

-- name: meeting_items :many all
-- params: home id, meeting id
SELECT id, position, title, office_id FROM meeting_item WHERE home_id = $1 AND meeting_id = $2 ORDER BY position, id;

-- name: meeting_item_drop :exec
-- params: home id, meeting id, id id
DELETE FROM meeting_item WHERE home_id = $1 AND meeting_id = $2 AND id = $3;

-- ---- who was invited and came

-- name: meeting_invited_put :exec
-- params: home id, meeting id, office id, capacity text
INSERT INTO meeting_invited (home_id, meeting_id, office_id, capacity) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: meeting_invited_drop :exec
-- params: home id, meeting id, office id, capacity text
DELETE FROM meeting_invited WHERE home_id = $1 AND meeting_id = $2 AND office_id = $3 AND capacity = $4;

-- name: meeting_invited_came :exec
-- params: home id, meeting id, office id, capacity text, came int
UPDATE meeting_invited SET came = $5 WHERE home_id = $1 AND meeting_id = $2 AND office_id = $3 AND capacity = $4;

-- name: meeting_invited_of :many all
-- params: home id, meeting id
SELECT office_id, capacity, came FROM meeting_invited WHERE home_id = $1 AND meeting_id = $2 ORDER BY office_id, capacity;

-- ---- contributions

-- name: meeting_contribution_insert :exec
-- params: home id, id id, meeting id, office id, position int, words text, own bool
INSERT INTO meeting_contribution (home_id, id, meeting_id, office_id, position, words, own) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: meeting_contributions :many all
-- params: home id, meeting id
-- columns: own bool
SELECT id, office_id, position, words, own FROM meeting_contribution
WHERE home_id = $1 AND meeting_id = $2 ORDER BY position, id;

-- name: meeting_contribution_drop :exec
-- Never what an office wrote itself.
-- params: home id, meeting id, id id
DELETE FROM meeting_contribution WHERE home_id = $1 AND meeting_id = $2 AND id = $3 AND own = 0;

-- name: meeting_contribution_own :one
-- What an office wrote itself.
-- params: home id, meeting id, office id
SELECT id, words FROM meeting_contribution WHERE home_id = $1 AND meeting_id = $2 AND office_id = $3 AND own = 1;

-- name: meeting_contribution_rewrite :exec
-- params: home id, id id, words text
UPDATE meeting_contribution SET words = $3 WHERE home_id = $1 AND id = $2 AND own = 1;

-- name: meeting_contribution_own_drop :exec
-- params: home id, id id
DELETE FROM meeting_contribution WHERE home_id = $1 AND id = $2 AND own = 1;

-- name: meetings_unspoken :one
-- Meetings of others, from a time on and still open, to which an office is invited and has written nothing.
-- params: home id, office id, from time
-- columns: n int
SELECT count(*) AS n FROM meeting m
WHERE m.home_id = $1 AND m.begins_at >= $3 AND m.office_id <> $2 AND m.state IN ('planned', 'held')
    AND m.id IN (SELECT i.meeting_id FROM meeting_invited i WHERE i.home_id = $1 AND i.office_id = $2)
    AND NOT EXISTS (SELECT 1 FROM meeting_contribution c
        WHERE c.home_id = $1 AND c.meeting_id = m.id AND c.office_id = $2 AND c.own = 1);

-- ---- what was taken out last

-- name: meeting_taken_put :exec
-- params: home id, meeting id, at_version int, what text, position int, office id?, words text, more text, with_ids text, due_day time?, came int
INSERT INTO meeting_taken_out (home_id, meeting_id, at_version, what, position, office_id, words, more, with_ids, due_day, came)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (home_id, meeting_id) DO UPDATE SET at_version = $3, what = $4, position = $5, office_id = $6, words = $7, more = $8,
    with_ids = $9, due_day = $10, came = $11;

-- name: meeting_taken :one
-- params: home id, meeting id
-- row: meeting_taken_row
SELECT at_version, what, position, office_id, words, more, with_ids, due_day, came FROM meeting_taken_out
WHERE home_id = $1 AND meeting_id = $2;

-- name: meeting_taken_drop :exec
-- params: home id, meeting id
DELETE FROM meeting_taken_out WHERE home_id = $1 AND meeting_id = $2;

-- ---- conclusions

-- name: conclusion_insert :exec
-- params: home id, id id, meeting id, number int, words text, product text, lead id?, due_day time?
INSERT INTO conclusion (home_id, id, meeting_id, number, words, product, lead_id, due_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: conclusion_update :exec
-- params: home id, id id, words text, product text, lead id?, due_day time?
UPDATE conclusion SET words = $3, product = $4, lead_id = $5, due_day = $6 WHERE home_id = $1 AND id = $2;

-- name: conclusion_by_number :one
-- params: home id, meeting id, number int
-- row: conclusion_row
SELECT id, number, words, product, lead_id, due_day, task_id FROM conclusion
WHERE home_id = $1 AND meeting_id = $2 AND number = $3;

-- name: conclusions_of :many all
-- params: home id, meeting id
-- row: conclusion_row
SELECT id, number, words, product, lead_id, due_day, task_id FROM conclusion
WHERE home_id = $1 AND meeting_id = $2 ORDER BY number;

-- name: conclusion_drop :exec
-- params: home id, id id
DELETE FROM conclusion WHERE home_id = $1 AND id = $2;

-- name: conclusion_number_down :exec
-- One at a time: the numbers of a meeting are unique at every moment.
-- params: home id, meeting id, number int
UPDATE conclusion SET number = number - 1 WHERE home_id = $1 AND meeting_id = $2 AND number = $3;

-- name: conclusion_number_up :exec
-- params: home id, meeting id, number int
UPDATE conclusion SET number = number + 1 WHERE home_id = $1 AND meeting_id = $2 AND number = $3;

-- name: conclusion_became :exec
-- params: home id, id id, task id
UPDATE conclusion SET task_id = $3 WHERE home_id = $1 AND id = $2 AND task_id IS NULL;

-- name: conclusion_coordinator_put :exec
-- params: home id, conclusion id, office id
INSERT INTO conclusion_coordinator (home_id, conclusion_id, office_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: conclusion_coordinators_drop :exec
-- params: home id, conclusion id
DELETE FROM conclusion_coordinator WHERE home_id = $1 AND conclusion_id = $2;

-- name: conclusion_coordinators :many all
-- Of all conclusions of a meeting.
-- params: home id, meeting id
SELECT k.conclusion_id, k.office_id FROM conclusion_coordinator k
JOIN conclusion c ON c.home_id = k.home_id AND c.id = k.conclusion_id
WHERE c.home_id = $1 AND c.meeting_id = $2 ORDER BY c.number, k.office_id;

-- name: conclusions_with_tasks :many all
-- What became of a meeting's conclusions: each with its task, as far as it became one.
-- params: home id, meeting id
SELECT c.number, c.words, c.lead_id, c.due_day, t.public_id AS task_public_id, t.state, t.due_day AS task_due_day, t.reported_at
FROM conclusion c LEFT JOIN task t ON t.home_id = c.home_id AND t.id = c.task_id
WHERE c.home_id = $1 AND c.meeting_id = $2 ORDER BY c.number;

-- name: conclusion_meeting :one
-- The meeting in which a conclusion was reached.
-- params: home id, conclusion id
SELECT c.number, m.public_id, m.office_id, m.title, m.begins_at FROM conclusion c
JOIN meeting m ON m.home_id = c.home_id AND m.id = c.meeting_id WHERE c.home_id = $1 AND c.id = $2;
