-- Matters: what one or many messages are about.

-- name: matter_insert :exec
-- params: home id, id id, public_id text, number int, number_office id, number_year int, office id, about_office id?, category id?, title text?, state text, started_at time, now time, import id?
INSERT INTO matter (home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id,
    title, state, started_at, created_at, changed_at, import_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14);

-- name: matter_by_id :one
-- params: home id, id id
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter WHERE home_id = $1 AND id = $2;

-- name: matter_by_public :one
-- params: public_id text
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter WHERE public_id = $1;

-- name: matter_update :exec
-- Everything that may change, where nobody else has saved meanwhile. Changes 0 rows when someone has.
-- params: home id, id id, was_version int, office id, about_office id?, category id?, title text?, state text, outcome text?, outcome_note text?, outcome_office id?, promised_day time?, started_at time, opened_at time?, first_due_at time?, due_at time?, due_reason text?, answered_at time?, closed_at time?, reopened int, contested int, public_at time?, now time
UPDATE matter SET version = version + 1, office_id = $4, about_office_id = $5, category_id = $6, title = $7, state = $8,
    outcome = $9, outcome_note = $10, outcome_office_id = $11, promised_day = $12, started_at = $13, opened_at = $14,
    first_due_at = $15, due_at = $16, due_reason = $17, answered_at = $18, closed_at = $19, reopened = $20, contested = $21,
    public_at = $22, changed_at = $23
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: matter_title_put :exec
-- params: home id, matter id, lang text, title text
INSERT INTO matter_title (home_id, matter_id, lang, title) VALUES ($1, $2, $3, $4)
ON CONFLICT (home_id, matter_id, lang) DO UPDATE SET title = excluded.title;

-- name: matter_titles :many all
-- params: home id, matter id
SELECT lang, title FROM matter_title WHERE home_id = $1 AND matter_id = $2 ORDER BY lang;

-- name: matters_public_page :many
-- Matters that became public between two times, latest first, from a key on; in one state or all. Which they are is read from
-- the index alone, here and in the next two: so each takes the index that is its own.
-- params: home id, state text?, from time, before_time time, before_id id
-- row: matter_row
SELECT m.home_id, m.id, m.public_id, m.number, m.number_office_id, m.number_year, m.office_id, m.about_office_id, m.category_id,
    m.title, m.state, m.outcome, m.outcome_note, m.outcome_office_id, m.promised_day, m.started_at, m.created_at, m.opened_at,
    m.first_due_at, m.due_at, m.due_reason, m.answered_at, m.closed_at, m.reopened, m.contested, m.public_at, m.import_id, m.version,
    m.changed_at
FROM (SELECT home_id, id FROM matter
    WHERE home_id = $1 AND public_at IS NOT NULL AND public_at >= $3 AND public_at <= $4 AND (public_at < $4 OR id < $5)
        AND ($2 IS NULL OR state = $2)
    ORDER BY public_at DESC, id DESC LIMIT 26) AS page
JOIN matter m ON m.home_id = page.home_id AND m.id = page.id
ORDER BY m.public_at DESC, m.id DESC LIMIT 26;

-- name: matters_public_page_of_office :many
-- The same of an office; of one subject or all.
-- params: home id, office id, category id?, state text?, from time, before_time time, before_id id
-- row: matter_row
SELECT m.home_id, m.id, m.public_id, m.number, m.number_office_id, m.number_year, m.office_id, m.about_office_id, m.category_id,
    m.title, m.state, m.outcome, m.outcome_note, m.outcome_office_id, m.promised_day, m.started_at, m.created_at, m.opened_at,
    m.first_due_at, m.due_at, m.due_reason, m.answered_at, m.closed_at, m.reopened, m.contested, m.public_at, m.import_id, m.version,
    m.changed_at
FROM (SELECT home_id, id FROM matter
    WHERE home_id = $1 AND office_id = $2 AND public_at IS NOT NULL AND public_at >= $5 AND public_at <= $6
        AND (public_at < $6 OR id < $7) AND ($3 IS NULL OR category_id = $3) AND ($4 IS NULL OR state = $4)
    ORDER BY public_at DESC, id DESC LIMIT 26) AS page
JOIN matter m ON m.home_id = page.home_id AND m.id = page.id
ORDER BY m.public_at DESC, m.id DESC LIMIT 26;

-- name: matters_public_page_of_category :many
-- The same of a subject.
-- params: home id, category id, state text?, from time, before_time time, before_id id
-- row: matter_row
SELECT m.home_id, m.id, m.public_id, m.number, m.number_office_id, m.number_year, m.office_id, m.about_office_id, m.category_id,
    m.title, m.state, m.outcome, m.outcome_note, m.outcome_office_id, m.promised_day, m.started_at, m.created_at, m.opened_at,
    m.first_due_at, m.due_at, m.due_reason, m.answered_at, m.closed_at, m.reopened, m.contested, m.public_at, m.import_id, m.version,
    m.changed_at
FROM (SELECT home_id, id FROM matter
    WHERE home_id = $1 AND category_id = $2 AND public_at IS NOT NULL AND public_at >= $4 AND public_at <= $5
        AND (public_at < $5 OR id < $6) AND ($3 IS NULL OR state = $3)
    ORDER BY public_at DESC, id DESC LIMIT 26) AS page
JOIN matter m ON m.home_id = page.home_id AND m.id = page.id
ORDER BY m.public_at DESC, m.id DESC LIMIT 26;

-- name: matters_public_first :one
-- When the first matter became public.
-- params: home id
SELECT public_at FROM matter WHERE home_id = $1 AND public_at IS NOT NULL ORDER BY public_at, id LIMIT 1;

-- name: matter_by_number :one
-- By the number that people say: "143 of 2026" of the office that started it.
-- params: number_office id, number_year int, number int
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter WHERE number_office_id = $1 AND number_year = $2 AND number = $3;

-- name: matters_in_hand_page :many
-- The desk's list of what one office has in hand, by due date, from a key on; of one subject; due between two times and not
-- answered; what was reopened or contested; what has no answer yet. The condition on the state is that of the index matter_in_hand.
-- params: home id, office id, category id?, due_from time?, due_to time?, after_due int, after_id int, came_back bool, unanswered bool
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter
WHERE home_id = $1 AND office_id = $2 AND state IN ('new', 'open', 'waiting', 'answered')
    AND ($3 IS NULL OR category_id = $3) AND ($4 IS NULL OR due_at >= $4)
    AND ($5 IS NULL OR (due_at < $5 AND answered_at IS NULL))
    AND COALESCE(due_at, 0) >= $6 AND (COALESCE(due_at, 0) > $6 OR id > $7) AND ($8 = 0 OR reopened + contested > 0)
    AND ($9 = 0 OR answered_at IS NULL)
ORDER BY COALESCE(due_at, 0), id LIMIT 51;

-- name: matters_in_state_page :many
-- The same of one state.
-- params: home id, office id, state text, category id?, due_from time?, due_to time?, after_due int, after_id int, unanswered bool
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter
WHERE home_id = $1 AND office_id = $2 AND state = $3
    AND ($4 IS NULL OR category_id = $4) AND ($5 IS NULL OR due_at >= $5)
    AND ($6 IS NULL OR (due_at < $6 AND answered_at IS NULL))
    AND COALESCE(due_at, 0) >= $7 AND (COALESCE(due_at, 0) > $7 OR id > $8) AND ($9 = 0 OR answered_at IS NULL)
ORDER BY COALESCE(due_at, 0), id LIMIT 51;

-- name: matters_promised_page :many
-- What one office closed with a promise whose day is before another, by that day, from a key on; of one subject.
-- params: home id, office id, category id?, before_day int, after_day int, after_id int
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter
WHERE home_id = $1 AND office_id = $2 AND promised_day IS NOT NULL AND promised_day < $4 AND ($3 IS NULL OR category_id = $3)
    AND promised_day >= $5 AND (promised_day > $5 OR id > $6)
ORDER BY promised_day, id LIMIT 51;

-- name: matters_promised_count :one
-- How many that list has.
-- params: home id, office id, before_day int
-- columns: n int
SELECT count(*) AS n FROM matter WHERE home_id = $1 AND office_id = $2 AND promised_day IS NOT NULL AND promised_day < $3;

-- name: matters_in_hand_count :one
-- How many one office has in hand, and of them: not answered, late, due between now and `soon`, reopened or contested.
-- params: home id, office id, now time, soon time
-- columns: n int, owed int, late int, soon int, came_back int
SELECT count(*) AS n, count(*) FILTER (WHERE answered_at IS NULL) AS owed,
    count(*) FILTER (WHERE answered_at IS NULL AND due_at < $3) AS late,
    count(*) FILTER (WHERE answered_at IS NULL AND due_at >= $3 AND due_at < $4) AS soon,
    count(*) FILTER (WHERE reopened + contested > 0) AS came_back
FROM matter WHERE home_id = $1 AND office_id = $2 AND state IN ('new', 'open', 'waiting', 'answered');

-- name: matters_by_office :each
-- What each office has in hand, and how much of it is late. Reads nothing but the index matter_still_open.
-- params: home id, now time
-- columns: n int, late int
SELECT office_id, count(*) AS n, count(*) FILTER (WHERE answered_at IS NULL AND due_at < $2) AS late
FROM matter WHERE home_id = $1 AND closed_at IS NULL AND state IN ('new', 'open', 'waiting', 'answered')
GROUP BY office_id;

-- name: matters_about :each
-- Of what is about an office, by the office that answers: what the two counts above and that of what is promised say of it.
-- params: home id, now time, soon time, before_day int
-- columns: n int, owed int, late int, soon int, came_back int, promised int
SELECT office_id, about_office_id, count(*) FILTER (WHERE closed_at IS NULL) AS n,
    count(*) FILTER (WHERE closed_at IS NULL AND answered_at IS NULL) AS owed,
    count(*) FILTER (WHERE closed_at IS NULL AND answered_at IS NULL AND due_at < $2) AS late,
    count(*) FILTER (WHERE closed_at IS NULL AND answered_at IS NULL AND due_at >= $2 AND due_at < $3) AS soon,
    count(*) FILTER (WHERE closed_at IS NULL AND reopened + contested > 0) AS came_back,
    count(*) FILTER (WHERE promised_day < $4) AS promised
FROM matter
WHERE home_id = $1 AND about_office_id IS NOT NULL AND (closed_at IS NULL OR promised_day IS NOT NULL) AND state <> 'void'
GROUP BY office_id, about_office_id;

-- name: note_insert :exec
-- params: home id, id id, matter id, words text, office id, member id, now time
INSERT INTO note (home_id, id, matter_id, words, office_id, member_id, noted_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: notes_of_matter :many
-- The latest first, from a key on.
-- params: home id, matter id, before int
SELECT n.id, n.words, n.office_id, n.noted_at, m.name AS member_name
FROM note n LEFT JOIN member m ON m.id = n.member_id
WHERE n.home_id = $1 AND n.matter_id = $2 AND n.id < $3
ORDER BY n.id DESC LIMIT 51;

-- name: extension_insert :exec
-- params: home id, id id, matter id, from_due time, to_due time, reason text, now time
INSERT INTO matter_extension (home_id, id, matter_id, from_due_at, to_due_at, reason, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: extensions_of_matter :many
-- The latest first, from a key on.
-- params: home id, matter id, before int
SELECT id, from_due_at, to_due_at, reason, made_at FROM matter_extension WHERE home_id = $1 AND matter_id = $2 AND id < $3
ORDER BY id DESC LIMIT 51;

-- name: coordinator_add :exec
-- params: home id, matter id, office id, now time
INSERT INTO matter_coordinator (home_id, matter_id, office_id, since_at) VALUES ($1, $2, $3, $4);

-- name: coordinators_of_matter :many
-- params: home id, matter id
SELECT office_id, since_at FROM matter_coordinator WHERE home_id = $1 AND matter_id = $2 AND until_at IS NULL
ORDER BY since_at LIMIT 50;

-- name: pass_on_insert :exec
-- params: home id, id id, matter id, from_office id, to_office id, summary text, now time
INSERT INTO pass_on (home_id, id, matter_id, from_office_id, to_office_id, summary, passed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: pass_ons_of_matter :many
-- The same.
-- params: home id, matter id, before int
SELECT id, from_office_id, to_office_id, summary, passed_at FROM pass_on WHERE home_id = $1 AND matter_id = $2 AND id < $3
ORDER BY id DESC LIMIT 51;

-- name: presence_put :exec
-- params: home id, matter id, member id, now time
INSERT INTO presence (home_id, matter_id, member_id, seen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (home_id, matter_id, member_id) DO UPDATE SET seen_at = excluded.seen_at;

-- name: presence_of :one
-- params: home id, matter id, member id
SELECT seen_at FROM presence WHERE home_id = $1 AND matter_id = $2 AND member_id = $3;

-- name: presence_others :many
-- params: home id, matter id, not_member id, since time
SELECT m.name FROM presence p JOIN member m ON m.id = p.member_id
WHERE p.home_id = $1 AND p.matter_id = $2 AND p.member_id <> $3 AND p.seen_at >= $4 ORDER BY m.name LIMIT 10;
