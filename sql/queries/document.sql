-- Documents received and issued, and their way through the office.

-- name: document_insert :exec
-- params: home id, id id, public_id text, office id, book text, year time?, number time?, symbol text, mark text, kind text, issuer text, issuer_office id?, dated_day time?, received_at time?, now time, summary text, urgency text, pages int, addressees text, signer text, signer_title text, signed_as text, signed_for text, body text, state text, origin id?
INSERT INTO document (home_id, id, public_id, office_id, book, year, number, symbol, mark, kind, issuer, issuer_id, dated_day,
    received_at, recorded_at, summary, urgency, pages, addressees, signer, signer_title, signed_as, signed_for, body, state,
    origin_id, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $15);

-- name: document_by_id :one
-- params: home id, id id
-- row: document_row
SELECT home_id, id, public_id, office_id, book, year, number, symbol, mark, kind, issuer, issuer_id, dated_day, received_at, recorded_at,
    summary, urgency, pages, addressees, signer, signer_title, signed_as, signed_for, handler_id, due_day, instruction, instructed_at,
    acknowledged_at, body, state, origin_id, version, changed_at
FROM document WHERE home_id = $1 AND id = $2;

-- name: document_by_public :one
-- params: public_id text
-- row: document_row
SELECT home_id, id, public_id, office_id, book, year, number, symbol, mark, kind, issuer, issuer_id, dated_day, received_at, recorded_at,
    summary, urgency, pages, addressees, signer, signer_title, signed_as, signed_for, handler_id, due_day, instruction, instructed_at,
    acknowledged_at, body, state, origin_id, version, changed_at
FROM document WHERE public_id = $1;

-- name: document_update :exec
-- Everything that may change, where nobody else has saved meanwhile. Changes 0 rows when someone has.
-- params: home id, id id, was_version int, year time?, number time?, symbol text, mark text, kind text, issuer text, dated_day time?, summary text, urgency text, pages int, addressees text, signer text, signer_title text, signed_as text, handler id?, due_day time?, instruction text, instructed_at time?, acknowledged_at time?, body text, state text, now time, signed_for text
UPDATE document SET version = version + 1, year = $4, number = $5, symbol = $6, mark = $7, kind = $8, issuer = $9, dated_day = $10,
    summary = $11, urgency = $12, pages = $13, addressees = $14, signer = $15, signer_title = $16, signed_as = $17,
    handler_id = $18, due_day = $19, instruction = $20, instructed_at = $21, acknowledged_at = $22, body = $23, state = $24,
    changed_at = $25, signed_for = $26
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: document_inherit :exec
-- params: home id, id id, was_version int, office id, issuer text, state text, now time
UPDATE document SET version = version + 1, office_id = $4, issuer = $5, issuer_id = $4, state = $6, changed_at = $7
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: documents_listed :many
-- A piece of a book by number, latest first, from a key on; filters are '' or 0 where they do not apply.
-- params: office id, book text, year int, before_number time?, kind text, handler int, urgency text, state text
-- row: document_line
-- columns: withdrawn bool
SELECT id, public_id, office_id, book, year, number, mark, kind, issuer, dated_day, received_at, summary, urgency, pages, addressees,
    signer, signer_title, handler_id, due_day, instructed_at, acknowledged_at, state, changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = document.home_id AND o.id = document.origin_id AND o.state = 'recalled') AS withdrawn
FROM document
WHERE office_id = $1 AND book = $2 AND year = $3 AND number < COALESCE($4, 9223372036854775807) AND ($5 = '' OR kind = $5)
    AND ($6 = 0 OR handler_id = $6) AND ($7 = '' OR urgency = $7) AND ($8 = '' OR state = $8)
ORDER BY number DESC LIMIT 200;

-- name: document_years :many all
-- The years of a book, the latest first, and how far each goes.
-- params: office id, book text
SELECT year, last FROM counter WHERE office_id = $1 AND book = $2 ORDER BY year DESC;

-- name: document_last_number :one
-- How far a book goes; no row while it is empty.
-- params: office id, book text, year int
SELECT last FROM counter WHERE office_id = $1 AND book = $2 AND year = $3;

-- name: document_by_number :one
-- params: office id, book text, year int, number int
-- row: document_row
SELECT home_id, id, public_id, office_id, book, year, number, symbol, mark, kind, issuer, issuer_id, dated_day, received_at, recorded_at,
    summary, urgency, pages, addressees, signer, signer_title, signed_as, signed_for, handler_id, due_day, instruction, instructed_at,
    acknowledged_at, body, state, origin_id, version, changed_at
FROM document
WHERE office_id = $1 AND book = $2 AND year = $3 AND number = $4;

-- name: documents_in_book :many
-- A piece of a book from a number on, in the order of its numbers, for printing and export.
-- params: office id, book text, year int, from int
-- row: document_line
-- columns: withdrawn bool
SELECT id, public_id, office_id, book, year, number, mark, kind, issuer, dated_day, received_at, summary, urgency, pages, addressees,
    signer, signer_title, handler_id, due_day, instructed_at, acknowledged_at, state, changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = document.home_id AND o.id = document.origin_id AND o.state = 'recalled') AS withdrawn
FROM document WHERE office_id = $1 AND book = $2 AND year = $3 AND number >= $4 ORDER BY number LIMIT 1001;

-- name: documents_on_the_way :many
-- What is not in its book yet, or not out of the house: drafts and steps, the oldest change first.
-- params: home id, office id, skip int
-- row: document_line
-- columns: withdrawn bool
SELECT id, public_id, office_id, book, year, number, mark, kind, issuer, dated_day, received_at, summary, urgency, pages, addressees,
    signer, signer_title, handler_id, due_day, instructed_at, acknowledged_at, state, changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = document.home_id AND o.id = document.origin_id AND o.state = 'recalled') AS withdrawn
FROM document
WHERE home_id = $1 AND office_id = $2 AND state NOT IN ('registered', 'handled', 'issued') AND state <> 'recalled'
ORDER BY changed_at, id LIMIT 200 OFFSET $3;

-- name: documents_fresh :many
-- What came since a day and was not acknowledged yet, or has no instruction; a book that was taken over lies further back.
-- params: home id, office id, since time, skip int
-- row: document_line
-- columns: withdrawn bool
SELECT id, public_id, office_id, book, year, number, mark, kind, issuer, dated_day, received_at, summary, urgency, pages, addressees,
    signer, signer_title, handler_id, due_day, instructed_at, acknowledged_at, state, changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = document.home_id AND o.id = document.origin_id AND o.state = 'recalled') AS withdrawn
FROM document
WHERE home_id = $1 AND office_id = $2 AND book = 'den' AND recorded_at >= $3 AND received_at >= $3 AND state = 'registered'
    AND (acknowledged_at IS NULL OR instructed_at IS NULL)
ORDER BY recorded_at, id LIMIT 200 OFFSET $4;

-- name: documents_of_handler :many
-- What an office has to handle, by the day it is due; those without a day come last.
-- params: home id, handler id, skip int
-- row: document_line
-- columns: withdrawn bool
SELECT id, public_id, office_id, book, year, number, mark, kind, issuer, dated_day, received_at, summary, urgency, pages, addressees,
    signer, signer_title, handler_id, due_day, instructed_at, acknowledged_at, state, changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = document.home_id AND o.id = document.origin_id AND o.state = 'recalled') AS withdrawn
FROM document WHERE home_id = $1 AND handler_id = $2 AND state = 'registered'
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 200 OFFSET $3;

-- name: documents_shared :many
-- Drafts on which an office was asked for its comments, and documents that it helps to handle.
-- params: home id, office id, skip int
-- row: document_line
-- columns: withdrawn bool
SELECT d.id, d.public_id, d.office_id, d.book, d.year, d.number, d.mark, d.kind, d.issuer, d.dated_day, d.received_at, d.summary,
    d.urgency, d.pages, d.addressees, d.signer, d.signer_title, d.handler_id, d.due_day, d.instructed_at, d.acknowledged_at,
    d.state, d.changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = d.home_id AND o.id = d.origin_id AND o.state = 'recalled') AS withdrawn
FROM document_coordinator c JOIN document d ON d.home_id = c.home_id AND d.id = c.document_id
WHERE c.home_id = $1 AND c.office_id = $2 AND d.state IN ('comments', 'registered')
ORDER BY COALESCE(d.due_day, 9223372036854775807), d.id LIMIT 200 OFFSET $3;

-- name: documents_standing :one
-- What waits at an office: to be registered; registered since a day and not acknowledged, without an instruction; to be signed,
-- to be numbered and issued; to be handled, and late.
-- params: home id, office id, since time, today int
-- columns: to_register int, unacknowledged int, uninstructed int, to_sign int, to_issue int, late int
SELECT (SELECT COUNT(*) FROM document_addressee a JOIN document d ON d.home_id = a.home_id AND d.id = a.document_id
        WHERE a.home_id = $1 AND a.office_id = $2 AND a.received_id IS NULL AND d.state = 'issued') AS to_register,
    (SELECT COUNT(*) FROM document WHERE home_id = $1 AND office_id = $2 AND book = 'den' AND recorded_at >= $3
        AND received_at >= $3 AND state = 'registered' AND acknowledged_at IS NULL) AS unacknowledged,
    (SELECT COUNT(*) FROM document WHERE home_id = $1 AND office_id = $2 AND book = 'den' AND recorded_at >= $3
        AND received_at >= $3 AND state = 'registered' AND instructed_at IS NULL) AS uninstructed,
    (SELECT COUNT(*) FROM document WHERE home_id = $1 AND office_id = $2
        AND state NOT IN ('registered', 'handled', 'issued') AND state IN ('submitted', 'approved')) AS to_sign,
    (SELECT COUNT(*) FROM document WHERE home_id = $1 AND office_id = $2
        AND state NOT IN ('registered', 'handled', 'issued') AND state IN ('signed', 'numbered')) AS to_issue,
    (SELECT COUNT(*) FROM document WHERE home_id = $1 AND handler_id = $2 AND due_day < $4 AND state = 'registered') AS late;

-- name: document_step_insert :exec
-- params: home id, id id, document id, state text, note text, office id, role text, member id?, now time
INSERT INTO document_step (home_id, id, document_id, state, note, office_id, role, member_id, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: document_steps :many all
-- With the name of who did it, as long as that is kept.
-- params: home id, document id
SELECT s.state, s.note, s.office_id, s.role, s.made_at, m.name AS member FROM document_step s
LEFT JOIN member m ON m.id = s.member_id
WHERE s.home_id = $1 AND s.document_id = $2 ORDER BY s.made_at, s.id;

-- name: document_comment_insert :exec
-- params: home id, id id, document id, office id, member id?, words text, now time
INSERT INTO document_comment (home_id, id, document_id, office_id, member_id, words, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: document_comments :many all
-- params: home id, document id
SELECT office_id, words, said_at FROM document_comment WHERE home_id = $1 AND document_id = $2 ORDER BY said_at, id;

-- name: document_correction_insert :exec
-- params: home id, id id, document id, field text, was text, is_now text, reason text, now time
INSERT INTO document_correction (home_id, id, document_id, field, was, is_now, reason, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: document_corrections :many all
-- params: home id, document id
SELECT field, was, is_now, reason, made_at FROM document_correction WHERE home_id = $1 AND document_id = $2 ORDER BY made_at, id;

-- name: document_link_put :exec
-- params: home id, document id, how text, other id
INSERT INTO document_link (home_id, document_id, how, other_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: document_links :many all
-- Both ways: what it does to others, and what others do to it (backward).
-- params: home id, document id
-- columns: backward bool
SELECT l.how, 0 AS backward, d.public_id, d.mark, d.summary, d.office_id, d.book, d.dated_day
FROM document_link l JOIN document d ON d.home_id = l.home_id AND d.id = l.other_id
WHERE l.home_id = $1 AND l.document_id = $2
UNION ALL
SELECT l.how, 1 AS backward, d.public_id, d.mark, d.summary, d.office_id, d.book, d.dated_day
FROM document_link l JOIN document d ON d.home_id = l.home_id AND d.id = l.document_id
WHERE l.home_id = $1 AND l.other_id = $2
ORDER BY 2, 1, 4;

-- name: document_tasks :many
-- What was cut from it, the first due first.
-- params: home id, document id
SELECT public_id, what, lead_id, due_day, state FROM task WHERE home_id = $1 AND document_id = $2
ORDER BY COALESCE(due_day, 9223372036854775807), id LIMIT 50;

-- name: document_coordinator_put :exec
-- params: home id, document id, office id
INSERT INTO document_coordinator (home_id, document_id, office_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: document_coordinator_drop :exec
-- params: home id, document id, office id
DELETE FROM document_coordinator WHERE home_id = $1 AND document_id = $2 AND office_id = $3;

-- name: document_coordinators :many all
-- params: home id, document id
SELECT office_id FROM document_coordinator WHERE home_id = $1 AND document_id = $2 ORDER BY office_id;

-- name: document_addressee_put :exec
-- params: home id, document id, office id
INSERT INTO document_addressee (home_id, document_id, office_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: document_addressee_drop :exec
-- A draft's addressee; what was issued keeps its own.
-- params: home id, document id, office id
DELETE FROM document_addressee WHERE home_id = $1 AND document_id = $2 AND office_id = $3 AND received_id IS NULL;

-- name: document_addressees :many all
-- With the number under which each has registered it.
-- params: home id, document id
SELECT a.office_id, a.received_id, r.number, r.received_at, r.acknowledged_at FROM document_addressee a
LEFT JOIN document r ON r.home_id = a.home_id AND r.id = a.received_id
WHERE a.home_id = $1 AND a.document_id = $2 ORDER BY a.office_id;

-- name: document_addressee_received :exec
-- Registers it for an office, once.
-- params: home id, document id, office id, received id
UPDATE document_addressee SET received_id = $4 WHERE home_id = $1 AND document_id = $2 AND office_id = $3 AND received_id IS NULL;

-- name: documents_to_register :many
-- Issued in this installation, addressed to an office, and not in its book yet.
-- params: home id, office id, skip int
-- row: document_line
-- columns: withdrawn bool
SELECT d.id, d.public_id, d.office_id, d.book, d.year, d.number, d.mark, d.kind, d.issuer, d.dated_day, d.received_at, d.summary,
    d.urgency, d.pages, d.addressees, d.signer, d.signer_title, d.handler_id, d.due_day, d.instructed_at, d.acknowledged_at,
    d.state, d.changed_at,
    (SELECT COUNT(*) FROM document o WHERE o.home_id = d.home_id AND o.id = d.origin_id AND o.state = 'recalled') AS withdrawn
FROM document_addressee a JOIN document d ON d.home_id = a.home_id AND d.id = a.document_id
WHERE a.home_id = $1 AND a.office_id = $2 AND a.received_id IS NULL AND d.state = 'issued'
ORDER BY d.changed_at, d.id LIMIT 200 OFFSET $3;

-- name: document_to_register :one
-- The same, one of them.
-- params: home id, document id, office id
-- row: document_row
SELECT d.home_id, d.id, d.public_id, d.office_id, d.book, d.year, d.number, d.symbol, d.mark, d.kind, d.issuer, d.issuer_id,
    d.dated_day, d.received_at, d.recorded_at, d.summary, d.urgency, d.pages, d.addressees, d.signer, d.signer_title,
    d.signed_as, d.signed_for, d.handler_id, d.due_day, d.instruction, d.instructed_at, d.acknowledged_at, d.body, d.state, d.origin_id,
    d.version, d.changed_at
FROM document_addressee a JOIN document d ON d.home_id = a.home_id AND d.id = a.document_id
WHERE a.home_id = $1 AND a.document_id = $2 AND a.office_id = $3 AND a.received_id IS NULL AND d.state = 'issued';
