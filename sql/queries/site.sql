-- The site: its home row, events, offices, categories, settings. Read whole into memory by core/office/site.c.

-- name: home_get :one
-- The first site of this store; a store has one unless others were merged into it.
-- row: home_row
SELECT id, office_id, lang, timezone, event_number, created_at FROM home ORDER BY created_at, id LIMIT 1;

-- name: office_first_day :one
-- The day from which an office is known.
-- params: office id
-- columns: day int
SELECT CAST(MIN(since_day) AS BIGINT) AS day FROM office_term WHERE office_id = $1;

-- name: home_insert :exec
-- params: home id, office id, lang text, timezone text, now time
INSERT INTO home (id, office_id, lang, timezone, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: event_next_numbers :one
-- The next event numbers, so many, of a home, gapless and in commit order; gives the last of them.
-- params: home id, count int
UPDATE home SET event_number = event_number + $2 WHERE id = $1 RETURNING event_number;

-- name: event_insert :exec
-- params: home id, number int, kind text, subject text, subject_id id, reason text?, role text?, office id?, at time, commitment blob?, canonical blob
INSERT INTO event (home_id, number, kind, subject, subject_id, reason, role, office_id, happened_at, commitment, canonical)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: event_private_insert :exec
-- params: home id, number int, salt blob?, member id?
INSERT INTO event_private (home_id, number, salt, member_id) VALUES ($1, $2, $3, $4);

-- name: events_of_subject :many
-- The first 500 events of one thing, oldest first, without those that nobody outside is told of and of which there may be
-- one for each message.
-- params: home id, subject id
-- row: event_row
SELECT home_id, number, kind, subject, subject_id, reason, role, office_id, happened_at, commitment, canonical
FROM event WHERE home_id = $1 AND subject_id = $2 AND kind NOT IN ('matter.edited', 'matter.noted') ORDER BY number LIMIT 500;

-- name: event_by_number :one
-- params: home id, number int
-- row: event_row
SELECT home_id, number, kind, subject, subject_id, reason, role, office_id, happened_at, commitment, canonical
FROM event WHERE home_id = $1 AND number = $2;

-- name: events_of_subject_before :many
-- Those before a number, the latest first.
-- params: home id, subject id, before int
-- row: event_row
SELECT home_id, number, kind, subject, subject_id, reason, role, office_id, happened_at, commitment, canonical
FROM event WHERE home_id = $1 AND subject_id = $2 AND number < $3 ORDER BY number DESC LIMIT 51;

-- name: events_after :many
-- For followers: what happened after a number they know, in order.
-- params: home id, number int
-- row: event_row
SELECT home_id, number, kind, subject, subject_id, reason, role, office_id, happened_at, commitment, canonical
FROM event WHERE home_id = $1 AND number > $2 ORDER BY number LIMIT 1000;

-- name: event_last_number :one
-- params: home id
SELECT event_number FROM home WHERE id = $1;

-- name: office_insert :exec
-- params: office id, now time
INSERT INTO office (id, created_at) VALUES ($1, $2);

-- name: office_term_insert :exec
-- params: id id, office id, since_day int, until time?, parent id?, code text, kind text
INSERT INTO office_term (id, office_id, since_day, until_day, parent_id, code, kind) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: office_term_set :exec
-- params: id id, parent id?, code text, kind text
UPDATE office_term SET parent_id = $2, code = $3, kind = $4 WHERE id = $1;

-- name: office_term_until :exec
-- params: id id, until time?
UPDATE office_term SET until_day = $2 WHERE id = $1;

-- name: office_term_since :exec
-- params: id id, since_day int
UPDATE office_term SET since_day = $2 WHERE id = $1;

-- name: office_term_drop :exec
-- A term that never began.
-- params: id id
DELETE FROM office_term WHERE id = $1;

-- name: office_terms_of :many all
-- params: office id
SELECT id, since_day, until_day, parent_id, code, kind FROM office_term WHERE office_id = $1 ORDER BY since_day;

-- name: office_terms_below :many all
-- Terms that stand below an office on a day or later.
-- params: parent id, day int
SELECT id, office_id, since_day, until_day, parent_id, code, kind FROM office_term
WHERE parent_id = $1 AND (until_day IS NULL OR until_day > $2) ORDER BY office_id, since_day;

-- name: office_terms_from :each
-- All that holds on a day or later: for looking whether the tree stays one.
-- params: day int
SELECT office_id, since_day, until_day, parent_id, code FROM office_term WHERE until_day IS NULL OR until_day > $1
ORDER BY office_id, since_day;

-- name: office_of_code :one
-- The office that bears a code on a day, or will.
-- params: code text, day int
SELECT office_id, since_day FROM office_term WHERE code = $1 AND (until_day IS NULL OR until_day > $2) ORDER BY since_day LIMIT 1;

-- name: office_name_insert :exec
-- params: id id, office id, lang text, name text, since_day int, until time?
INSERT INTO office_name (id, office_id, lang, name, since_day, until_day) VALUES ($1, $2, $3, $4, $5, $6);

-- name: office_name_set :exec
-- params: id id, name text
UPDATE office_name SET name = $2 WHERE id = $1;

-- name: office_name_until :exec
-- params: id id, until time?
UPDATE office_name SET until_day = $2 WHERE id = $1;

-- name: office_name_since :exec
-- params: id id, since_day int
UPDATE office_name SET since_day = $2 WHERE id = $1;

-- name: office_name_drop :exec
-- A name that never began.
-- params: id id
DELETE FROM office_name WHERE id = $1;

-- name: office_names_of :many all
-- params: office id
SELECT id, lang, name, since_day, until_day FROM office_name WHERE office_id = $1 ORDER BY lang, since_day;

-- name: office_terms_current :each
-- params: day int
SELECT office_id, since_day, parent_id, code, kind
FROM office_term WHERE since_day <= $1 AND (until_day IS NULL OR until_day > $1) ORDER BY office_id;

-- name: office_terms_former :each
-- Codes that no longer hold, so that old addresses can redirect; and offices that are no more, so that they keep their names.
-- params: day int
SELECT office_id, parent_id, code, kind FROM office_term WHERE until_day IS NOT NULL AND until_day <= $1
ORDER BY until_day, id;

-- name: office_names_former :each
-- params: day int
SELECT office_id, lang, name FROM office_name WHERE until_day IS NOT NULL AND until_day <= $1 ORDER BY until_day, id;

-- name: office_names_current :each
-- params: day int
SELECT office_id, lang, name
FROM office_name WHERE since_day <= $1 AND (until_day IS NULL OR until_day > $1) ORDER BY office_id;

-- name: office_heirs :each
-- Who bears the duties of former offices.
-- params: day int
SELECT from_id, to_id FROM office_succession WHERE heir = 1 AND on_day <= $1 ORDER BY from_id, on_day, id;

-- name: category_insert :exec
-- params: id id, office id, code text, owner id?, position int, now time
INSERT INTO category (id, office_id, code, owner_id, position, since_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: category_end :exec
-- params: id id, now time
UPDATE category SET until_at = $2 WHERE id = $1 AND until_at IS NULL;

-- name: category_name_insert :exec
-- params: category id, lang text, name text
INSERT INTO category_name (category_id, lang, name) VALUES ($1, $2, $3);

-- name: categories_all :each
-- Ended ones too: old messages still bear them.
SELECT id, office_id, code, owner_id, position, since_at, until_at FROM category ORDER BY position, id;

-- name: category_names_all :each
SELECT category_id, lang, name FROM category_name ORDER BY category_id;

-- name: settings_all :each
SELECT office_id, name, value FROM setting ORDER BY office_id, name;

-- name: setting_put :exec
-- params: office id, name text, value text, now time
INSERT INTO setting (office_id, name, value, changed_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (office_id, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;

-- name: logo_put :exec
-- params: office id, hash text, width int, height int, bytes blob, now time
INSERT INTO logo (office_id, hash, width, height, bytes, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (office_id) DO UPDATE SET hash = excluded.hash, width = excluded.width, height = excluded.height,
    bytes = excluded.bytes, changed_at = excluded.changed_at;

-- name: logo_delete :exec
-- params: office id
DELETE FROM logo WHERE office_id = $1;

-- name: logo_of :one
-- params: office id
-- row: logo_row
SELECT office_id, hash, width, height, bytes FROM logo WHERE office_id = $1;

-- name: logos_all :many all
-- row: logo_row
SELECT office_id, hash, width, height, bytes FROM logo ORDER BY office_id;

-- name: counter_next :one
-- The next number of a book, without gaps: rolls back with its transaction.
-- params: office id, book text, year int
INSERT INTO counter (office_id, book, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (office_id, book, year) DO UPDATE SET last = counter.last + 1
RETURNING last;

-- name: counter_take :one
-- The same for several at once: the last of them.
-- params: office id, book text, year int, amount int
INSERT INTO counter (office_id, book, year, last) VALUES ($1, $2, $3, $4)
ON CONFLICT (office_id, book, year) DO UPDATE SET last = counter.last + excluded.last
RETURNING last;

-- name: tally_add :exec
-- params: home id, grain text, at int, office id, measure text, part text, amount int
INSERT INTO tally (home_id, grain, at, office_id, measure, part, n) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (home_id, grain, at, office_id, measure, part) DO UPDATE SET n = tally.n + excluded.n;

-- name: tally_range :each
-- All sums of each day or month between two, both included. Added up by the reader: that is quicker than sorting them.
-- params: home id, grain text, from int, to int
SELECT at, office_id, measure, part, n FROM tally WHERE home_id = $1 AND grain = $2 AND at >= $3 AND at <= $4;

-- name: tally_delete_all :exec
-- params: home id
DELETE FROM tally WHERE home_id = $1;

-- name: tally_all :each
-- params: home id
SELECT grain, at, office_id, measure, part, n FROM tally WHERE home_id = $1 AND n <> 0
ORDER BY grain, at, office_id, measure, part;

-- name: upkeep_insert :exec
-- params: id id, kind text, began time, ended time, good bool, detail text
INSERT INTO upkeep (id, kind, began_at, ended_at, good, detail) VALUES ($1, $2, $3, $4, $5, $6);

-- name: upkeep_latest :many
SELECT kind, began_at, ended_at, good, detail FROM upkeep ORDER BY began_at DESC, id DESC LIMIT 14;

-- name: upkeep_last :one
-- When the last one of a kind began.
-- params: kind text
SELECT began_at FROM upkeep WHERE kind = $1 ORDER BY began_at DESC, id DESC LIMIT 1;
