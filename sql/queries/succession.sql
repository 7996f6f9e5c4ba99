-- What became of offices, and what a former office still has in hand: core/office/reform.c, core/desk/inherit.c.

-- name: office_succession_insert :exec
-- params: id id, from id, to id, kind text, day int, decision text?, heir bool
INSERT INTO office_succession (id, from_id, to_id, kind, on_day, decision, heir) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: successions_of :many all
-- What an office came from and what became of it, the latest first.
-- params: office id
-- row: succession_row
SELECT id, from_id, to_id, kind, on_day, decision, heir FROM office_succession WHERE from_id = $1 OR to_id = $1
ORDER BY on_day DESC, id;

-- name: succession_drop :exec
-- params: id id
DELETE FROM office_succession WHERE id = $1;

-- name: successions_due :many all
-- Former offices whose matters are to be looked through: those that were not yet, or all.
-- params: day int, again bool, after id
SELECT id, from_id FROM office_succession
WHERE heir = 1 AND on_day <= $1 AND (carried_at IS NULL OR $2 = 1) AND id > $3 ORDER BY id LIMIT 50;

-- name: succession_carried :exec
-- params: id id, now time
UPDATE office_succession SET carried_at = $2 WHERE id = $1 AND carried_at IS NULL;

-- name: inherited_messages :many
-- params: home id, office id
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE home_id = $1 AND office_id = $2 AND state = 'inbox' ORDER BY received_at, id LIMIT 20;

-- name: inherited_handed_over :many
-- params: home id, office id
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE home_id = $1 AND office_id = $2 AND state = 'handed_over' ORDER BY received_at, id LIMIT 20;

-- name: inherited_matters :many
-- params: home id, office id
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter WHERE home_id = $1 AND office_id = $2 AND state IN ('new', 'open', 'waiting', 'answered')
ORDER BY COALESCE(due_at, 0), id LIMIT 20;

-- name: inherited_drafts :exec
-- What is written but not out yet goes out under the name of the successor.
-- params: home id, matter id, office id
UPDATE publication SET office_id = $3 WHERE home_id = $1 AND matter_id = $2 AND state IN ('draft', 'submitted');

-- name: inherited_comments :exec
-- Comments that wait to be read, or to be read again, each from its index: some of them, again until nothing changes.
-- params: home id, office id, to id
UPDATE comment SET office_id = $3 WHERE home_id = $1 AND id IN (
    SELECT w.id FROM (SELECT id FROM comment WHERE home_id = $1 AND office_id = $2 AND state = 'waiting' LIMIT 100) w
    UNION ALL
    SELECT r.id FROM (SELECT id FROM comment WHERE home_id = $1 AND office_id = $2 AND review_asked_at IS NOT NULL
        AND reviewed_at IS NULL LIMIT 100) r);

-- name: inherited_wordings :exec
-- params: office id, to id
UPDATE standard_wording SET office_id = $2 WHERE office_id = $1 AND ended_at IS NULL;

-- name: inherited_roles :many
-- params: office id, now time
SELECT id, member_id, role, since_at, until_at, lent_by FROM member_role
WHERE office_id = $1 AND (until_at IS NULL OR until_at > $2) ORDER BY id LIMIT 20;

-- name: inherited_roles_count :one
-- params: office id, now time
-- columns: n int
SELECT count(*) AS n FROM member_role WHERE office_id = $1 AND (until_at IS NULL OR until_at > $2);

-- name: inherited_messages_count :one
-- params: home id, office id
-- columns: n int
SELECT count(*) AS n FROM message WHERE home_id = $1 AND office_id = $2 AND state = 'inbox';

-- name: inherited_matters_count :one
-- params: home id, office id
-- columns: n int
SELECT count(*) AS n FROM matter WHERE home_id = $1 AND office_id = $2 AND state IN ('new', 'open', 'waiting', 'answered');

-- name: inherited_tasks :many
-- Open tasks that a former office leads, gave or follows up; each part from an index.
-- params: home id, office id
-- row: task_row
SELECT home_id, id, public_id, office_id, lead_id, follower_id, member_id, what, product, source, source_id, document_id,
    parent_id, first_due_day, due_day, state, reason, made_at, accepted_at, reported_at, confirmed_at, version, changed_at
FROM task WHERE home_id = $1 AND state NOT IN ('confirmed', 'cancelled') AND id IN (
        SELECT id FROM task WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    UNION
        SELECT id FROM task WHERE home_id = $1 AND office_id = $2 AND state NOT IN ('confirmed', 'cancelled')
    UNION
        SELECT id FROM task WHERE home_id = $1 AND follower_id = $2 AND state NOT IN ('confirmed', 'cancelled'))
ORDER BY id LIMIT 20;

-- name: inherited_coordinators :exec
-- Where its heir does not lead the task: there the heir has it already. The tasks that inherited_coordinators_drop takes next.
-- params: home id, office id, heir id
INSERT INTO task_coordinator (home_id, task_id, office_id)
SELECT t.home_id, t.id, $3 FROM task t WHERE t.home_id = $1 AND t.lead_id <> $3 AND t.id IN (
    SELECT c.task_id FROM task_coordinator c JOIN task o ON o.home_id = c.home_id AND o.id = c.task_id
    WHERE c.home_id = $1 AND c.office_id = $2 AND o.state NOT IN ('confirmed', 'cancelled') ORDER BY c.task_id LIMIT 100)
ON CONFLICT DO NOTHING;

-- name: inherited_coordinators_drop :exec
-- Some of them; again until nothing changes.
-- params: home id, office id
DELETE FROM task_coordinator WHERE home_id = $1 AND office_id = $2 AND task_id IN (
    SELECT c.task_id FROM task_coordinator c JOIN task o ON o.home_id = c.home_id AND o.id = c.task_id
    WHERE c.home_id = $1 AND c.office_id = $2 AND o.state NOT IN ('confirmed', 'cancelled') ORDER BY c.task_id LIMIT 100);

-- name: inherited_documents :many
-- What a former office began and gave no number.
-- params: home id, office id
-- row: document_row
SELECT home_id, id, public_id, office_id, book, year, number, symbol, mark, kind, issuer, issuer_id, dated_day, received_at, recorded_at,
    summary, urgency, pages, addressees, signer, signer_title, signed_as, signed_for, handler_id, due_day, instruction, instructed_at,
    acknowledged_at, body, state, origin_id, version, changed_at
FROM document WHERE home_id = $1 AND office_id = $2 AND book = 'di' AND number IS NULL ORDER BY id LIMIT 20;

-- name: inherited_addressees :exec
-- What was sent to a former office and not registered there waits at its heir; what the heir sent itself does not.
-- params: home id, office id, heir id
INSERT INTO document_addressee (home_id, document_id, office_id)
SELECT a.home_id, a.document_id, $3 FROM document_addressee a JOIN document d ON d.home_id = a.home_id AND d.id = a.document_id
WHERE a.home_id = $1 AND a.office_id = $2 AND a.received_id IS NULL AND d.state <> 'recalled' AND d.office_id <> $3
ON CONFLICT DO NOTHING;

-- name: inherited_addressees_drop :exec
-- params: home id, office id, heir id
DELETE FROM document_addressee WHERE home_id = $1 AND office_id = $2 AND received_id IS NULL
    AND document_id IN (SELECT d.id FROM document d WHERE d.home_id = $1 AND d.state <> 'recalled' AND d.office_id <> $3
        AND d.id IN (SELECT a.document_id FROM document_addressee a
            WHERE a.home_id = $1 AND a.office_id = $2 AND a.received_id IS NULL));

-- name: inherited_documents_count :one
-- params: home id, office id, heir id
-- columns: n int
SELECT (SELECT count(*) FROM document WHERE home_id = $1 AND office_id = $2 AND book = 'di' AND number IS NULL)
    + (SELECT count(*) FROM document_addressee a JOIN document d ON d.home_id = a.home_id AND d.id = a.document_id
        WHERE a.home_id = $1 AND a.office_id = $2 AND a.received_id IS NULL AND d.state <> 'recalled' AND d.office_id <> $3) AS n;

-- name: inherited_tasks_count :one
-- params: home id, office id
-- columns: n int
SELECT (SELECT count(*) FROM task WHERE home_id = $1 AND lead_id = $2 AND state NOT IN ('confirmed', 'cancelled'))
    + (SELECT count(*) FROM task WHERE home_id = $1 AND office_id = $2 AND lead_id <> $2 AND state NOT IN ('confirmed', 'cancelled'))
    + (SELECT count(*) FROM task WHERE home_id = $1 AND follower_id = $2 AND lead_id <> $2 AND office_id <> $2
        AND state NOT IN ('confirmed', 'cancelled')) AS n;
