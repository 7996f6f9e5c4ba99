-- Words that are taken back or erased: core/intake/erasure.c.

-- name: erasure_insert :exec
-- params: home id, id id, message id, reason text, office id?, member id?, now time, done_at time?
INSERT INTO erasure (home_id, id, message_id, reason, office_id, member_id, asked_at, done_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: erasure_waiting_of :one
-- What the desk asked for and nobody decided yet.
-- params: home id, message id
SELECT id, reason, office_id, member_id, asked_at FROM erasure WHERE home_id = $1 AND message_id = $2 AND done_at IS NULL;

-- name: erasures_waiting :many
-- The same of all messages, the oldest first, from a key on.
-- params: home id, after_time int, after_id int
SELECT e.id, e.message_id, e.reason, e.member_id, e.asked_at, m.public_id, m.office_id, m.received_at
FROM erasure e JOIN message m ON m.home_id = e.home_id AND m.id = e.message_id
WHERE e.home_id = $1 AND e.done_at IS NULL AND e.asked_at >= $2 AND (e.asked_at > $2 OR e.id > $3)
ORDER BY e.asked_at, e.id LIMIT 51;

-- name: erasure_done :exec
-- params: home id, id id, now time, reason text
UPDATE erasure SET done_at = $3, reason = $4 WHERE home_id = $1 AND id = $2 AND done_at IS NULL;

-- name: erasure_drop :exec
-- It was not agreed to.
-- params: home id, id id
DELETE FROM erasure WHERE home_id = $1 AND id = $2 AND done_at IS NULL;

-- name: erasures_count :each
-- How often, by reason.
-- params: home id
-- columns: n int
SELECT reason, count(*) AS n FROM erasure WHERE home_id = $1 AND done_at IS NOT NULL GROUP BY reason;

-- name: message_erase :exec
-- Its words, its place but for the commune, and the leave to show them. What waited to be taken in waits no more.
-- params: home id, id id
UPDATE message SET words = NULL, place = NULL, lat_e6 = 0, lon_e6 = 0, point_public = 0, may_show = 0,
    state = CASE WHEN state = 'inbox' THEN 'erased' ELSE state END
WHERE home_id = $1 AND id = $2;

-- name: exchange_erase :exec
-- params: home id, message id
UPDATE exchange SET words = NULL WHERE home_id = $1 AND message_id = $2;

-- name: message_salts_erase :exec
-- Without its salt a commitment says nothing of what was said.
-- params: home id, message id
UPDATE event_private SET salt = NULL WHERE home_id = $1 AND number IN
    (SELECT number FROM event WHERE home_id = $1 AND subject_id = $2 AND subject = 'message');

-- name: message_matters :many all
-- The matters that it is or was in.
-- params: home id, message id
SELECT DISTINCT matter_id FROM message_matter WHERE home_id = $1 AND message_id = $2;

-- name: matter_waited_for :one
-- How many messages are in a matter, and of how many somebody still waits for an answer: not those that their sender took
-- back and said nothing about since.
-- params: home id, matter id
-- columns: n int, waited int
SELECT count(*) AS n, count(*) FILTER (WHERE m.words IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM erasure x WHERE x.home_id = m.home_id AND x.message_id = m.id AND x.reason = 'sender'
        AND x.done_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM exchange c WHERE c.home_id = m.home_id AND c.message_id = m.id
        AND c.kind IN ('added', 'contested') AND c.words IS NOT NULL)) AS waited
FROM message_matter l JOIN message m ON m.home_id = l.home_id AND m.id = l.message_id
WHERE l.home_id = $1 AND l.matter_id = $2 AND l.until_at IS NULL;

-- name: matter_others_with_words :one
-- How many other messages with words are in a matter.
-- params: home id, matter id, message id
-- columns: n int
SELECT count(*) AS n FROM message_matter l JOIN message m ON m.home_id = l.home_id AND m.id = l.message_id
WHERE l.home_id = $1 AND l.matter_id = $2 AND l.until_at IS NULL AND l.message_id <> $3 AND m.words IS NOT NULL;

-- name: matter_notes_erase :exec
-- params: home id, matter id
UPDATE note SET words = NULL WHERE home_id = $1 AND matter_id = $2;

-- name: matter_summaries_erase :exec
-- params: home id, matter id
UPDATE pass_on SET summary = NULL WHERE home_id = $1 AND matter_id = $2;

-- name: matter_salts_erase :exec
-- Of what staff wrote for themselves.
-- params: home id, matter id
UPDATE event_private SET salt = NULL WHERE home_id = $1 AND number IN
    (SELECT number FROM event WHERE home_id = $1 AND subject_id = $2
        AND kind IN ('matter.started', 'matter.edited', 'matter.noted', 'matter.asked', 'matter.passed_on'));
