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
-- params: home id, id id, was_version int, member id?, due_day time?, first_due_day time?, state text, reason text, accepted_at time?, reported_at time?, confirmed_at time?, now time, reported_day time?
UPDATE task SET version = version + 1, member_id = $4, due_day = $5, first_due_day = $6, state = $7, reason = $8,
    accepted_at = $9, reported_at = $10, confirmed_at = $11, changed_at = $12, reported_day = $13
WHERE home_id = $1 AND id = $2 AND version = $3;

-- The views of an office: open tasks by the day they are due, those without a day last; from a key (from_day, after_id) on and
-- up to a day. reported 0: without those that were reported done. Each is one range of an index, sorted already.

-- name: tasks_led :many
-- What an office leads.
-- params: home id, lead id, from_day int, after_id int, until_day int, reported int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
    AND COALESCE(due_day, 9223372036854775807) <= $5 AND ($6 = 1 OR state <> 'reported')
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_given :many
-- What an office gave.
-- params: home id, office id, from_day int, after_id int, until_day int, reported int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND office_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
    AND COALESCE(due_day, 9223372036854775807) <= $5 AND ($6 = 1 OR state <> 'reported')
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_followed :many
-- What an office follows up.
-- params: home id, follower id, from_day int, after_id int, until_day int, reported int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND follower_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
    AND COALESCE(due_day, 9223372036854775807) <= $5 AND ($6 = 1 OR state <> 'reported')
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_late :many
-- What is late of all that an office leads, gave or follows up.
-- params: home id, office id, from_day int, after_id int, today int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND id IN (
        SELECT id FROM (SELECT id FROM task
            WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
                AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
                AND COALESCE(due_day, 9223372036854775807) < $5
            ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51) AS lead_part
    UNION
        SELECT id FROM (SELECT id FROM task
            WHERE home_id = $1 AND office_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
                AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
                AND COALESCE(due_day, 9223372036854775807) < $5
            ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51) AS office_part
    UNION
        SELECT id FROM (SELECT id FROM task
            WHERE home_id = $1 AND follower_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
                AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
                AND COALESCE(due_day, 9223372036854775807) < $5
            ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51) AS follower_part)
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_led_in :many
-- What an office leads in one state, the latest day first; from a key on.
-- params: home id, lead id, state text, from_day int, before_id int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND lead_id = $2 AND state = $3
    AND COALESCE(due_day, 0) <= $4 AND (COALESCE(due_day, 0) < $4 OR id < $5)
ORDER BY COALESCE(due_day, 0) DESC, id DESC LIMIT 51;

-- name: tasks_given_in :many
-- The same of what it gave.
-- params: home id, office id, state text, from_day int, before_id int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task
WHERE home_id = $1 AND office_id = $2 AND state = $3
    AND COALESCE(due_day, 0) <= $4 AND (COALESCE(due_day, 0) < $4 OR id < $5)
ORDER BY COALESCE(due_day, 0) DESC, id DESC LIMIT 51;

-- name: tasks_led_first :many
-- One column of the board: what an office leads in one state, the earliest day first.
-- params: home id, lead id, state text
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND lead_id = $2 AND state = $3 ORDER BY COALESCE(due_day, 0), id LIMIT 13;

-- name: tasks_given_first :many
-- params: home id, office id, state text
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND office_id = $2 AND state = $3 ORDER BY COALESCE(due_day, 0), id LIMIT 13;

-- name: tasks_led_days :each
-- How many open tasks an office leads by day and by whether they were reported done; from the index alone.
-- params: home id, lead id, until_day int
-- columns: due_day int, reported int, n int
SELECT COALESCE(due_day, 9223372036854775807) AS due_day, CASE WHEN state = 'reported' THEN 1 ELSE 0 END AS reported,
    count(*) AS n
FROM task WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    AND COALESCE(due_day, 9223372036854775807) <= $3
GROUP BY COALESCE(due_day, 9223372036854775807), CASE WHEN state = 'reported' THEN 1 ELSE 0 END;

-- name: tasks_of_member :many
-- What one member has on the desk, for that member alone.
-- params: home id, member id, from_day int, after_id int
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND member_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    AND COALESCE(due_day, 9223372036854775807) >= $3 AND (COALESCE(due_day, 9223372036854775807) > $3 OR id > $4)
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 51;

-- name: tasks_with :many
-- What an office coordinates.
-- params: home id, office id, from_day int, after_id int
-- row: task_row
SELECT t.home_id, t.id, t.public_id, t.office_id, t.lead_id, t.follower_id, t.member_id, t.what, t.product, t.source,
    t.source_id, t.document_id, t.parent_id, t.first_due_day, t.due_day, t.state, t.reason, t.made_at, t.accepted_at,
    t.reported_at, t.confirmed_at, t.version, t.changed_at
FROM task_coordinator c JOIN task t ON t.home_id = c.home_id AND t.id = c.task_id
WHERE c.home_id = $1 AND c.office_id = $2 AND t.state NOT IN ('confirmed', 'cancelled')
    AND COALESCE(t.due_day, 9223372036854775807) >= $3 AND (COALESCE(t.due_day, 9223372036854775807) > $3 OR t.id > $4)
ORDER BY COALESCE(t.due_day, 9223372036854775807), t.id LIMIT 51;

-- name: documents_with_tasks :many
-- Documents of an office's books that tasks carry out, the latest first; from a key on.
-- params: home id, office id, before_at int, before_id int
SELECT d.id, d.public_id, d.mark, d.summary, d.dated_day, d.recorded_at
FROM document d
WHERE d.home_id = $1 AND d.office_id = $2 AND d.recorded_at <= $3 AND (d.recorded_at < $3 OR d.id < $4)
    AND EXISTS (SELECT 1 FROM task t WHERE t.home_id = d.home_id AND t.document_id = d.id)
ORDER BY d.recorded_at DESC, d.id DESC LIMIT 51;

-- name: documents_led :many all
-- Directives of which an office has open tasks to lead.
-- params: home id, lead id
SELECT DISTINCT d.id, d.public_id, d.office_id, d.mark, d.summary, d.dated_day, d.recorded_at
FROM task t JOIN document d ON d.home_id = t.home_id AND d.id = t.document_id
WHERE t.home_id = $1 AND t.lead_id = $2 AND t.state NOT IN ('confirmed', 'cancelled') AND t.document_id IS NOT NULL;

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
-- row: task_standing
SELECT id, lead_id, state, due_day, parent_id FROM task WHERE home_id = $1 AND document_id = $2;

-- name: tasks_below :each
-- All parts of one task, their parts, and so on: without a directive a tree is read by its parents.
-- params: home id, id id
-- row: task_standing
WITH RECURSIVE part (id, depth) AS (
    SELECT id, 1 FROM task WHERE home_id = $1 AND parent_id = $2
    UNION
    SELECT t.id, p.depth + 1 FROM part p JOIN task t ON t.home_id = $1 AND t.parent_id = p.id WHERE p.depth < 10)
SELECT t.id, t.lead_id, t.state, t.due_day, t.parent_id FROM part p JOIN task t ON t.home_id = $1 AND t.id = p.id;

-- name: task_part_open :one
-- An office's own part of a task, where it has one that is not withdrawn.
-- params: home id, parent id, lead id
SELECT id FROM task WHERE home_id = $1 AND parent_id = $2 AND lead_id = $3 AND state <> 'cancelled' LIMIT 1;

-- name: tasks_of_source_count :one
-- params: home id, source text, source_row id
-- columns: n int
SELECT count(*) AS n FROM task WHERE home_id = $1 AND source = $2 AND source_id = $3;

-- name: tasks_late_given :many
-- What is late of all that an office gave; of one lead, where `only` is not NULL.
-- params: home id, office id, today int, only id?
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source,
    source_id, document_id, parent_id, first_due_day, due_day, state, reason, made_at, accepted_at,
    reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND office_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
    AND COALESCE(due_day, 9223372036854775807) < $3 AND ($4 IS NULL OR lead_id = $4)
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 200;

-- name: task_standing_of :one
-- How many open tasks an office leads wait to be accepted, are late, are due within days, and wait for it to confirm; each from an
-- index.
-- params: home id, office id, today int, soon_day int
-- columns: fresh int, late int, soon int, reported int, asked int
SELECT (SELECT count(*) FROM task WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
        AND state = 'new') AS fresh,
    (SELECT count(*) FROM task WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
        AND COALESCE(due_day, 9223372036854775807) < $3) AS late,
    (SELECT count(*) FROM task WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
        AND COALESCE(due_day, 9223372036854775807) >= $3 AND COALESCE(due_day, 9223372036854775807) <= $4) AS soon,
    (SELECT count(*) FROM task WHERE home_id = $1 AND office_id = $2 AND state = 'reported') AS reported,
    (SELECT count(*) FROM task WHERE home_id = $1 AND office_id = $2 AND state NOT IN ('confirmed', 'cancelled') AND state <> 'reported'
        AND COALESCE(due_day, 9223372036854775807) < $3) AS asked;

-- name: task_count_of :one
-- Tasks that one office leads, in a period [begins, ends): given, confirmed in time and late, withdrawn; and at its end open and
-- late. ends_day: the first day after it. From the index alone. No row where it never led one.
-- params: home id, lead id, begins time, ends time, ends_day time
-- row: task_counts
-- columns: given int, in_time int, done_late int, withdrawn int, open int, late int
SELECT lead_id,
    count(*) FILTER (WHERE made_at >= $3 AND made_at < $4) AS given,
    count(*) FILTER (WHERE confirmed_at >= $3 AND confirmed_at < $4 AND (due_day IS NULL OR reported_day <= due_day)) AS in_time,
    count(*) FILTER (WHERE confirmed_at >= $3 AND confirmed_at < $4 AND reported_day > due_day) AS done_late,
    count(*) FILTER (WHERE state = 'cancelled' AND changed_at >= $3 AND changed_at < $4) AS withdrawn,
    count(*) FILTER (WHERE made_at < $4 AND (confirmed_at IS NULL OR confirmed_at >= $4)
        AND (state <> 'cancelled' OR changed_at >= $4)) AS open,
    count(*) FILTER (WHERE made_at < $4 AND (confirmed_at IS NULL OR confirmed_at >= $4)
        AND (state <> 'cancelled' OR changed_at >= $4) AND due_day < $5 AND (reported_at IS NULL OR reported_at >= $4)) AS late
FROM task WHERE home_id = $1 AND made_at < $4 AND lead_id = $2
GROUP BY lead_id;

-- name: task_count_all :each
-- The same of all offices at once.
-- params: home id, begins time, ends time, ends_day time
-- row: task_counts
-- columns: given int, in_time int, done_late int, withdrawn int, open int, late int
SELECT lead_id,
    count(*) FILTER (WHERE made_at >= $2 AND made_at < $3) AS given,
    count(*) FILTER (WHERE confirmed_at >= $2 AND confirmed_at < $3 AND (due_day IS NULL OR reported_day <= due_day)) AS in_time,
    count(*) FILTER (WHERE confirmed_at >= $2 AND confirmed_at < $3 AND reported_day > due_day) AS done_late,
    count(*) FILTER (WHERE state = 'cancelled' AND changed_at >= $2 AND changed_at < $3) AS withdrawn,
    count(*) FILTER (WHERE made_at < $3 AND (confirmed_at IS NULL OR confirmed_at >= $3)
        AND (state <> 'cancelled' OR changed_at >= $3)) AS open,
    count(*) FILTER (WHERE made_at < $3 AND (confirmed_at IS NULL OR confirmed_at >= $3)
        AND (state <> 'cancelled' OR changed_at >= $3) AND due_day < $4 AND (reported_at IS NULL OR reported_at >= $3)) AS late
FROM task WHERE home_id = $1 AND made_at < $3
GROUP BY lead_id;

-- name: tasks_of_parent_first :many
-- The first parts of a task; how all of them stand is told by the tree.
-- params: home id, parent id
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND parent_id = $2 ORDER BY lead_id, id LIMIT 21;

-- name: task_coordinator_put :exec
-- params: home id, task id, office id
INSERT INTO task_coordinator (home_id, task_id, office_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: task_coordinators :many all
-- params: home id, task id
SELECT office_id FROM task_coordinator WHERE home_id = $1 AND task_id = $2 ORDER BY office_id;

-- name: task_coordinator_drop :exec
-- params: home id, task id, office id
DELETE FROM task_coordinator WHERE home_id = $1 AND task_id = $2 AND office_id = $3;

-- name: task_inherit :exec
-- A former office's part becomes its heir's. Changes 0 rows when somebody saved meanwhile.
-- params: home id, id id, was_version int, office id, lead id, follower id, now time
UPDATE task SET version = version + 1, office_id = $4, lead_id = $5, follower_id = $6, changed_at = $7
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: task_reminders_inherit :exec
-- params: home id, task id, from id, heir id
UPDATE task_reminder SET office_id = $4 WHERE home_id = $1 AND task_id = $2 AND office_id = $3;

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


-- name: tasks_to_remind :many
-- Open tasks that are due on a day or before, were not reported done, and of which that was not said yet; from a key on.
-- params: home id, until_day time, today time, after_day int, after_id int
-- row: task_row
SELECT t.home_id, t.id, t.public_id, t.office_id, t.lead_id, t.follower_id, t.member_id, t.what, t.product, t.source,
    t.source_id, t.document_id, t.parent_id, t.first_due_day, t.due_day, t.state, t.reason, t.made_at, t.accepted_at,
    t.reported_at, t.confirmed_at, t.version, t.changed_at
FROM task t WHERE t.home_id = $1 AND t.state NOT IN ('confirmed', 'cancelled') AND t.due_day <= $2 AND t.state <> 'reported'
    AND t.due_day >= $4 AND (t.due_day > $4 OR t.id > $5)
    AND NOT EXISTS (SELECT 1 FROM task_reminder r WHERE r.home_id = t.home_id AND r.task_id = t.id AND r.due_day = t.due_day
        AND r.kind = CASE WHEN t.due_day < $3 THEN 'after' ELSE 'before' END)
ORDER BY t.due_day, t.id LIMIT 100;

-- name: task_reminder_put :exec
-- Once by task, kind and day. Changes 0 rows when it was said.
-- params: home id, task id, kind text, due_day time, office id, now time
INSERT INTO task_reminder (home_id, task_id, kind, due_day, office_id, reminded_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING;

-- name: task_reminders :many
-- What an office was reminded of, the latest first, from a key on.
-- params: home id, office id, before_at int, before_id int
SELECT r.kind, r.due_day, r.reminded_at, t.public_id, t.id, t.what, t.lead_id, t.state
FROM task_reminder r JOIN task t ON t.home_id = r.home_id AND t.id = r.task_id
WHERE r.home_id = $1 AND r.office_id = $2 AND r.reminded_at <= $3 AND (r.reminded_at < $3 OR r.task_id < $4)
ORDER BY r.reminded_at DESC, r.task_id DESC LIMIT 51;
