-- Import batches: rows taken over from another system, and their undoing as a whole.

-- name: import_batch_add :exec
-- The batch begins with the first rows that it adds.
-- params: home id, id id, source text, now time, amount int
INSERT INTO import_batch (home_id, id, source, started_at, rows_added) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (home_id, id) DO UPDATE SET rows_added = import_batch.rows_added + excluded.rows_added;

-- name: import_batch_finish :exec
-- params: home id, id id, now time
UPDATE import_batch SET finished_at = $3 WHERE home_id = $1 AND id = $2;

-- name: import_batch_undone :exec
-- params: home id, id id, now time
UPDATE import_batch SET undone_at = $3 WHERE home_id = $1 AND id = $2;

-- name: import_batch_get :one
-- params: home id, id id
-- row: import_batch_row
SELECT id, source, started_at, finished_at, undone_at, rows_added FROM import_batch WHERE home_id = $1 AND id = $2;

-- name: import_batches :many
-- Latest first, from a key on.
-- params: home id, before_time time?, before_id id?
-- row: import_batch_row
SELECT id, source, started_at, finished_at, undone_at, rows_added FROM import_batch
WHERE home_id = $1 AND ($2 IS NULL OR started_at < $2 OR (started_at = $2 AND id < $3))
ORDER BY started_at DESC, id DESC LIMIT 50;

-- name: import_known_external :one
-- params: home id, external_id text
SELECT id FROM message WHERE home_id = $1 AND external_id = $2;

-- name: import_known_content :one
-- params: home id, content_key blob
SELECT id FROM message WHERE home_id = $1 AND content_key = $2;

-- name: import_matter_insert :exec
-- A matter that arrives closed.
-- params: home id, id id, public_id text, number int, number_office id, number_year int, office id, category id?, title text, started_at time, closed_at time, now time, import id
INSERT INTO matter (home_id, id, public_id, number, number_office_id, number_year, office_id, category_id, title, state,
    outcome, started_at, created_at, opened_at, closed_at, changed_at, import_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'closed', 'not_stated', $10, $12, $10, $11, $12, $13);

-- name: import_link_insert :exec
-- params: home id, id id, message id, matter id, now time
INSERT INTO message_matter (home_id, id, message_id, matter_id, since_at, how) VALUES ($1, $2, $3, $4, $5, 'imported');

-- name: import_messages :many
-- Messages of a batch, from a key on.
-- params: home id, import id, after id?
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE home_id = $1 AND import_id = $2 AND ($3 IS NULL OR id > $3) ORDER BY id LIMIT 50;

-- name: import_worked_on :one
-- How much the office did with an imported message: matters that the import did not bring or that were changed since, and
-- into which it did not go by itself; what was said about it, contact details added.
-- params: home id, message id
-- columns: n int
SELECT (SELECT count(*) FROM message_matter l JOIN matter m ON m.home_id = l.home_id AND m.id = l.matter_id
        WHERE l.home_id = $1 AND l.message_id = $2 AND (l.how <> 'imported' OR m.version <> 1)
            AND (l.how NOT IN ('identical', 'alike') OR l.until_at IS NOT NULL))
    + (SELECT count(*) FROM exchange WHERE home_id = $1 AND message_id = $2)
    + (SELECT count(*) FROM contact WHERE home_id = $1 AND message_id = $2) AS n;

-- name: import_links_delete :exec
-- params: home id, message id
DELETE FROM message_matter WHERE home_id = $1 AND message_id = $2;

-- name: import_matter_void :exec
-- It keeps its number, and is in no list and no figure.
-- params: home id, id id, now time
UPDATE matter SET state = 'void', title = NULL, outcome = NULL, closed_at = NULL, version = version + 1, changed_at = $3
WHERE home_id = $1 AND id = $2;

-- name: import_message_delete :exec
-- params: home id, id id
DELETE FROM message WHERE home_id = $1 AND id = $2;

-- name: import_salts_delete :exec
-- What the events of a deleted thing committed to can be checked no longer.
-- params: home id, subject id
DELETE FROM event_private WHERE home_id = $1
    AND number IN (SELECT number FROM event WHERE home_id = $1 AND subject_id = $2);

-- ---- offices and subjects that an import made or changed

-- name: import_thing_note :exec
-- Changes 0 rows where it is noted already.
-- params: home id, import id, thing_id id, thing text, is_new int
INSERT INTO import_thing (home_id, import_id, thing_id, thing, is_new, place)
VALUES ($1, $2, $3, $4, $5,
    (SELECT COALESCE(MAX(place), 0) + 1 FROM import_thing WHERE home_id = $1 AND import_id = $2))
ON CONFLICT (home_id, import_id, thing_id) DO NOTHING;

-- name: import_terms_note :exec
-- params: home id, import id, office id, side int
INSERT INTO import_term (home_id, import_id, office_id, side, id, since_day, until_day, parent_id, code, kind)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), office_id, CAST($4 AS BIGINT), id, since_day, until_day, parent_id, code, kind FROM office_term WHERE office_id = $3;

-- name: import_names_note :exec
-- params: home id, import id, office id, side int
INSERT INTO import_name (home_id, import_id, office_id, side, id, lang, name, since_day, until_day)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), office_id, CAST($4 AS BIGINT), id, lang, name, since_day, until_day FROM office_name WHERE office_id = $3;

-- name: import_terms_forget :exec
-- params: home id, import id, office id, side int
DELETE FROM import_term WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4;

-- name: import_names_forget :exec
-- params: home id, import id, office id, side int
DELETE FROM import_name WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4;

-- name: import_thing_forget :exec
-- params: home id, import id, thing id
DELETE FROM import_thing WHERE home_id = $1 AND import_id = $2 AND thing_id = $3;

-- name: import_things :many
-- What an import made or changed, the last first, from a place on (0: from the end).
-- params: home id, import id, before int
SELECT thing_id, thing, is_new, place FROM import_thing
WHERE home_id = $1 AND import_id = $2 AND ($3 = 0 OR place < $3) ORDER BY place DESC LIMIT 50;

-- name: import_office_differs :one
-- How many dated rows of an office are not as they are on a side of an import.
-- params: home id, import id, office id, side int
-- columns: n int
SELECT (SELECT count(*) FROM (
        SELECT id, since_day, until_day, parent_id, code, kind FROM office_term WHERE office_id = $3
        EXCEPT SELECT id, since_day, until_day, parent_id, code, kind FROM import_term
            WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4) AS a)
    + (SELECT count(*) FROM (
        SELECT id, since_day, until_day, parent_id, code, kind FROM import_term
            WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4
        EXCEPT SELECT id, since_day, until_day, parent_id, code, kind FROM office_term WHERE office_id = $3) AS b)
    + (SELECT count(*) FROM (
        SELECT id, lang, name, since_day, until_day FROM office_name WHERE office_id = $3
        EXCEPT SELECT id, lang, name, since_day, until_day FROM import_name
            WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4) AS c)
    + (SELECT count(*) FROM (
        SELECT id, lang, name, since_day, until_day FROM import_name
            WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4
        EXCEPT SELECT id, lang, name, since_day, until_day FROM office_name WHERE office_id = $3) AS d) AS n;

-- name: import_used :each
-- Which of the offices and subjects that an import made, from one place up to another, something is about, and what: all that
-- names an office or a subject (tests/house/used.sh), but for the tree itself, books of numbers, and void matters, which keep
-- their number.
-- params: home id, import id, from int, to int
-- columns: what text
WITH made AS (SELECT thing_id AS id FROM import_thing
    WHERE home_id = $1 AND import_id = $2 AND place >= $3 AND place <= $4 AND is_new = 1)
SELECT office_id AS id, 'message' AS what FROM message WHERE office_id IN (SELECT id FROM made)
UNION SELECT about_office_id AS id, 'message' AS what FROM message WHERE about_office_id IN (SELECT id FROM made)
UNION SELECT place_office_id AS id, 'message' AS what FROM message WHERE place_office_id IN (SELECT id FROM made)
UNION SELECT category_id AS id, 'message' AS what FROM message WHERE category_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'matter' AS what FROM matter WHERE office_id IN (SELECT id FROM made) AND state <> 'void'
UNION SELECT number_office_id AS id, 'matter' AS what FROM matter WHERE number_office_id IN (SELECT id FROM made) AND state <> 'void'
UNION SELECT about_office_id AS id, 'matter' AS what FROM matter WHERE about_office_id IN (SELECT id FROM made) AND state <> 'void'
UNION SELECT outcome_office_id AS id, 'matter' AS what FROM matter WHERE outcome_office_id IN (SELECT id FROM made) AND state <> 'void'
UNION SELECT category_id AS id, 'matter' AS what FROM matter WHERE category_id IN (SELECT id FROM made) AND state <> 'void'
UNION SELECT office_id AS id, 'matter' AS what FROM matter_coordinator WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'matter' AS what FROM sameness WHERE office_id IN (SELECT id FROM made)
UNION SELECT from_office_id AS id, 'matter' AS what FROM pass_on WHERE from_office_id IN (SELECT id FROM made)
UNION SELECT to_office_id AS id, 'matter' AS what FROM pass_on WHERE to_office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'answer' AS what FROM publication WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'message' AS what FROM export_request WHERE office_id IN (SELECT id FROM made)
UNION SELECT category_id AS id, 'answer' AS what FROM publication WHERE category_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'answer' AS what FROM comment WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'answer' AS what FROM file WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'export' AS what FROM export_request WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'document' AS what FROM document WHERE office_id IN (SELECT id FROM made)
UNION SELECT issuer_id AS id, 'document' AS what FROM document WHERE issuer_id IN (SELECT id FROM made)
UNION SELECT handler_id AS id, 'document' AS what FROM document WHERE handler_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'document' AS what FROM document_step WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'document' AS what FROM document_comment WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'document' AS what FROM document_coordinator WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'document' AS what FROM document_addressee WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'task' AS what FROM task WHERE office_id IN (SELECT id FROM made)
UNION SELECT lead_id AS id, 'task' AS what FROM task WHERE lead_id IN (SELECT id FROM made)
UNION SELECT follower_id AS id, 'task' AS what FROM task WHERE follower_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'task' AS what FROM task_coordinator WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'task' AS what FROM task_note WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'task' AS what FROM task_reminder WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'task' AS what FROM office_mail WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM meeting WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM meeting_series WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM meeting_item WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM meeting_invited WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM meeting_contribution WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM meeting_taken_out WHERE office_id IN (SELECT id FROM made)
UNION SELECT lead_id AS id, 'meeting' AS what FROM conclusion WHERE lead_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM conclusion_coordinator WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'meeting' AS what FROM week_entry WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'report' AS what FROM report WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'report' AS what FROM report_template WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'report' AS what FROM report_step WHERE office_id IN (SELECT id FROM made)
UNION SELECT of_id AS id, 'report' AS what FROM report_reminder WHERE of_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'report' AS what FROM report_reminder WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'people' AS what FROM recognition WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'people' AS what FROM training WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'people' AS what FROM training_attendance WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'people' AS what FROM contest WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'member' AS what FROM member_role WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'member' AS what FROM committee WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'member' AS what FROM committee_seat WHERE office_id IN (SELECT id FROM made)
UNION SELECT from_office_id AS id, 'member' AS what FROM committee_seat WHERE from_office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'setting' AS what FROM setting WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'setting' AS what FROM logo WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'setting' AS what FROM house_rule WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'setting' AS what FROM standard_wording WHERE office_id IN (SELECT id FROM made)
UNION SELECT office_id AS id, 'subject' AS what FROM category WHERE office_id IN (SELECT id FROM made) AND until_at IS NULL
UNION SELECT owner_id AS id, 'subject' AS what FROM category WHERE owner_id IN (SELECT id FROM made) AND until_at IS NULL;

-- name: import_leaned_on :one
-- Offices that stand below an office, or were succeeded by it; those that another import took from below it.
-- params: office id
-- columns: n int, later int
SELECT (SELECT count(*) FROM office_term WHERE parent_id = $1) + (SELECT count(*) FROM office_succession WHERE to_id = $1) AS n,
    (SELECT count(*) FROM import_term WHERE side = 0 AND parent_id = $1) AS later;

-- name: import_terms_drop :exec
-- params: office id
DELETE FROM office_term WHERE office_id = $1;

-- name: import_names_drop :exec
-- params: office id
DELETE FROM office_name WHERE office_id = $1;

-- name: import_successions_drop :exec
-- params: office id
DELETE FROM office_succession WHERE from_id = $1;

-- name: import_terms_put :exec
-- params: home id, import id, office id, side int
INSERT INTO office_term (id, office_id, since_day, until_day, parent_id, code, kind)
SELECT id, office_id, since_day, until_day, parent_id, code, kind FROM import_term
WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4;

-- name: import_names_put :exec
-- params: home id, import id, office id, side int
INSERT INTO office_name (id, office_id, lang, name, since_day, until_day)
SELECT id, office_id, lang, name, since_day, until_day FROM import_name
WHERE home_id = $1 AND import_id = $2 AND office_id = $3 AND side = $4;

-- name: import_codes_taken :one
-- Terms as they were before an import whose code another office bears by now on some of these days.
-- params: home id, import id, office id
-- columns: n int
SELECT count(*) AS n FROM import_term w JOIN office_term t ON t.code = w.code AND t.office_id <> w.office_id
    AND (t.until_day IS NULL OR t.until_day > w.since_day) AND (w.until_day IS NULL OR w.until_day > t.since_day)
WHERE w.home_id = $1 AND w.import_id = $2 AND w.office_id = $3 AND w.side = 0;

-- name: import_place_wrong :one
-- Whether an office cannot stand as it does: one below it, or it itself, on days on which the one above is not there; or in a
-- circle. An office has no gaps between its terms.
-- params: office id
-- columns: n int
WITH RECURSIVE up (id) AS (
    SELECT parent_id FROM office_term WHERE office_id = $1 AND until_day IS NULL
    UNION SELECT t.parent_id FROM office_term t JOIN up ON t.office_id = up.id WHERE t.until_day IS NULL),
life (id, since_day, until_day) AS (
    SELECT office_id, MIN(since_day), CASE WHEN COUNT(*) = COUNT(until_day) THEN MAX(until_day) ELSE 9223372036854775807 END
    FROM office_term GROUP BY office_id)
SELECT (SELECT count(*) FROM up WHERE id = $1)
    + (SELECT count(*) FROM office_term t WHERE (t.office_id = $1 OR t.parent_id = $1) AND t.parent_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM life l WHERE l.id = t.parent_id AND l.since_day <= t.since_day
            AND l.until_day >= COALESCE(t.until_day, 9223372036854775807))) AS n;

-- name: import_subject_ended :one
-- params: category id
SELECT until_at FROM category WHERE id = $1;
