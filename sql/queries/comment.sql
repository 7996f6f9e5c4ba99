-- Comments under publications, and the rules of the house by which they may be hidden.

-- name: comment_insert :exec
-- params: home id, id id, public_id text, publication id, office id, words text, lang text, state text, receipt_hash blob, now time
INSERT INTO comment (home_id, id, public_id, publication_id, office_id, words, lang, state, receipt_hash, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: comment_by_public :one
-- params: home id, public_id text
-- row: comment_row
SELECT home_id, id, public_id, publication_id, office_id, words, lang, state, rule_id, decided_at, decided_by,
    review_asked_at, review_words, reviewed_at, received_at, version
FROM comment WHERE home_id = $1 AND public_id = $2;

-- name: comment_by_receipt :one
-- params: home id, receipt_hash blob
-- row: comment_row
SELECT home_id, id, public_id, publication_id, office_id, words, lang, state, rule_id, decided_at, decided_by,
    review_asked_at, review_words, reviewed_at, received_at, version
FROM comment WHERE home_id = $1 AND receipt_hash = $2;

-- name: comments_public_page :many
-- Under one publication, oldest first, from a key on: the shown ones and, without their words on the page, the hidden ones.
-- params: home id, publication id, after_time time?, after_id id?
-- row: comment_row
SELECT home_id, id, public_id, publication_id, office_id, words, lang, state, rule_id, decided_at, decided_by,
    review_asked_at, review_words, reviewed_at, received_at, version
FROM comment
WHERE home_id = $1 AND publication_id = $2 AND state <> 'waiting'
    AND ($3 IS NULL OR received_at > $3 OR (received_at = $3 AND id > $4))
ORDER BY received_at, id LIMIT 21;

-- name: comments_public_count :one
-- params: home id, publication id
-- columns: n int
SELECT COUNT(*) AS n FROM comment WHERE home_id = $1 AND publication_id = $2 AND state <> 'waiting';

-- name: comments_desk_page :many
-- Of one office and state, oldest first, from a key on.
-- params: home id, office id, state text, after_time time?, after_id id?
-- row: comment_row
SELECT home_id, id, public_id, publication_id, office_id, words, lang, state, rule_id, decided_at, decided_by,
    review_asked_at, review_words, reviewed_at, received_at, version
FROM comment
WHERE home_id = $1 AND office_id = $2 AND state = $3
    AND ($4 IS NULL OR received_at > $4 OR (received_at = $4 AND id > $5))
ORDER BY received_at, id LIMIT 26;

-- name: comments_to_review :many
-- Hidden ones of all offices whose writer asked to look at them again, longest waiting first, from a key on.
-- params: home id, after_time time?, after_id id?
-- row: comment_row
SELECT home_id, id, public_id, publication_id, office_id, words, lang, state, rule_id, decided_at, decided_by,
    review_asked_at, review_words, reviewed_at, received_at, version
FROM comment
WHERE home_id = $1 AND review_asked_at IS NOT NULL AND reviewed_at IS NULL
    AND ($2 IS NULL OR review_asked_at > $2 OR (review_asked_at = $2 AND id > $3))
ORDER BY review_asked_at, id LIMIT 100;

-- name: comment_decide :exec
-- Shows or hides it where nobody has decided meanwhile. A decision that is no review makes room for one.
-- params: home id, id id, was_version int, state text, rule id?, decided_at time?, decided_by id?, review_asked_at time?, review_words text?, reviewed_at time?
UPDATE comment SET state = $4, rule_id = $5, decided_at = $6, decided_by = $7, review_asked_at = $8, review_words = $9,
    reviewed_at = $10, version = version + 1
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: comment_apart_get :one
-- Of the two the one with the smaller id first, as in the others.
-- params: home id, comment id, other id
SELECT id FROM comment_apart WHERE home_id = $1 AND comment_id = $2 AND other_id = $3 AND ended_at IS NULL;

-- name: comment_apart_insert :exec
-- params: home id, id id, comment id, other id, now time
INSERT INTO comment_apart (home_id, id, comment_id, other_id, decided_at) VALUES ($1, $2, $3, $4, $5);

-- name: comment_apart_end :exec
-- params: home id, comment id, other id, now time
UPDATE comment_apart SET ended_at = $4 WHERE home_id = $1 AND comment_id = $2 AND other_id = $3 AND ended_at IS NULL;

-- name: house_rules :many
-- All that ever held, each in each of its languages.
-- row: house_rule_row
SELECT id, office_id, code, lang, wording, since_at, until_at FROM house_rule
ORDER BY office_id, LENGTH(code), code, since_at, lang LIMIT 2000;

-- name: house_rule_whole :many
-- One rule in each of its languages, by any of its rows.
-- params: id id
-- row: house_rule_row
SELECT r.id, r.office_id, r.code, r.lang, r.wording, r.since_at, r.until_at FROM house_rule one
JOIN house_rule r ON r.office_id = one.office_id AND r.code = one.code AND r.since_at = one.since_at
WHERE one.id = $1 LIMIT 20;

-- name: house_rule_insert :exec
-- params: id id, office id, code text, lang text, wording text, now time
INSERT INTO house_rule (id, office_id, code, lang, wording, since_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: house_rule_end :exec
-- params: office id, code text, now time
UPDATE house_rule SET until_at = $3 WHERE office_id = $1 AND code = $2 AND until_at IS NULL;
