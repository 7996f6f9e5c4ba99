-- What goes out in bulk, a page at a time, by id. Messages that were handed over are in no export.

-- name: export_messages :many
-- With the matter that each is in now. Unless all: those whose sender agreed, in a public matter.
-- params: home id, after id?, everything bool
SELECT m.id, m.public_id, m.received_at, m.office_id, m.about_office_id, m.category_id, m.channel, m.kind, m.lang, m.words, m.place_office_id,
    m.place, m.lat_e6, m.lon_e6, m.point_public, m.may_show, m.by_office, m.import_id, m.external_id,
    t.public_id AS matter_public, t.public_at AS matter_public_at, t.state AS matter_state, t.outcome AS matter_outcome,
    t.closed_at AS matter_closed_at
FROM message m
LEFT JOIN message_matter l ON l.home_id = m.home_id AND l.message_id = m.id AND l.until_at IS NULL
LEFT JOIN matter t ON t.home_id = l.home_id AND t.id = l.matter_id
WHERE m.home_id = $1 AND ($2 IS NULL OR m.id > $2) AND m.state <> 'handed_over' AND m.words IS NOT NULL
    AND ($3 = 1 OR (m.may_show = 1 AND m.state = 'joined' AND m.about_office_id IS NULL AND t.public_at IS NOT NULL))
ORDER BY m.id LIMIT 100;

-- name: export_matters :many
-- params: home id, after id?, everything bool
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter
WHERE home_id = $1 AND ($2 IS NULL OR id > $2) AND state <> 'void' AND ($3 = 1 OR public_at IS NOT NULL)
ORDER BY id LIMIT 100;

-- name: export_answers :many
-- params: home id, after id?, everything bool
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication
WHERE home_id = $1 AND ($2 IS NULL OR id > $2) AND kind = 'answer' AND state = 'published' AND ($3 = 1 OR by_receipt = 0)
ORDER BY id LIMIT 20;

-- What is asked for that is not public: core/press/export_request.c.

-- name: export_request_insert :exec
-- params: home id, id id, public_id text, office id, kind text, from_day int, until_day int, reason text, member id, now time
INSERT INTO export_request (home_id, id, public_id, office_id, kind, from_day, until_day, reason, member_id, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: export_request_by_public :one
-- params: public_id text
-- row: export_request_row
SELECT home_id, id, public_id, office_id, kind, from_day, until_day, reason, member_id, asked_at, second_id, decided_at, agreed,
    fetched_at
FROM export_request WHERE public_id = $1;

-- name: export_requests_of_office :many
-- The latest first, from a key on (time 0: from the first).
-- params: home id, office id, before_time time?, before_id id?
-- row: export_request_row
SELECT home_id, id, public_id, office_id, kind, from_day, until_day, reason, member_id, asked_at, second_id, decided_at, agreed,
    fetched_at
FROM export_request
WHERE home_id = $1 AND office_id = $2 AND ($3 IS NULL OR asked_at < $3 OR (asked_at = $3 AND id < $4))
ORDER BY asked_at DESC, id DESC LIMIT 51;

-- name: export_requests_waiting :one
-- How many of an office wait for somebody else than the member, asked for since a time.
-- params: home id, office id, member id, since time
-- columns: n int
SELECT count(*) AS n FROM export_request
WHERE home_id = $1 AND office_id = $2 AND asked_at > $4 AND decided_at IS NULL AND member_id IS DISTINCT FROM $3;

-- name: export_request_decide :exec
-- params: home id, id id, second id, now time, agreed bool
UPDATE export_request SET second_id = $3, decided_at = $4, agreed = $5 WHERE home_id = $1 AND id = $2 AND decided_at IS NULL;

-- name: export_request_fetch :exec
-- params: home id, id id, now time
UPDATE export_request SET fetched_at = $3 WHERE home_id = $1 AND id = $2 AND agreed = 1 AND fetched_at IS NULL;
