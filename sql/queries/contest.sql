-- Contests: entries by number alone, scores by seat, names only of what is decided.

-- name: contest_insert :exec
-- params: home id, id id, public_id text, office id, title text, rules text, until_day int, now time
INSERT INTO contest (home_id, id, public_id, office_id, title, rules, until_day, state, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8);

-- name: contest_by_public :one
-- params: public_id text
-- row: contest_row
SELECT home_id, id, public_id, office_id, title, rules, until_day, state, decision_number, decided_day, version, changed_at
FROM contest WHERE public_id = $1;

-- name: contest_by_id :one
-- params: home id, id id
-- row: contest_row
SELECT home_id, id, public_id, office_id, title, rules, until_day, state, decision_number, decided_day, version, changed_at
FROM contest WHERE home_id = $1 AND id = $2;

-- name: contests :many
-- An office's, the latest day first; from a key on.
-- params: home id, office id, from_day int, before_id int
-- row: contest_row
SELECT home_id, id, public_id, office_id, title, rules, until_day, state, decision_number, decided_day, version, changed_at
FROM contest
WHERE home_id = $1 AND office_id = $2 AND until_day <= $3 AND (until_day < $3 OR id < $4)
ORDER BY until_day DESC, id DESC LIMIT 51;

-- name: contest_step :exec
-- Where nobody else has saved meanwhile. Changes 0 rows when someone has.
-- params: home id, id id, was_version int, state text, decision_number text?, decided_day time?, now time
UPDATE contest SET version = version + 1, state = $4, decision_number = $5, decided_day = $6, changed_at = $7
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: contest_judge_insert :exec
-- params: home id, contest id, seat int, member id
INSERT INTO contest_judge (home_id, contest_id, seat, member_id) VALUES ($1, $2, $3, $4);

-- name: contest_judges :many
-- params: home id, contest id
SELECT seat, member_id FROM contest_judge WHERE home_id = $1 AND contest_id = $2 ORDER BY seat LIMIT 20;

-- name: contest_judges_forget :exec
-- params: home id, contest id
UPDATE contest_judge SET member_id = NULL WHERE home_id = $1 AND contest_id = $2;

-- name: contest_judge_drop :exec
-- params: home id, contest id, seat int
DELETE FROM contest_judge WHERE home_id = $1 AND contest_id = $2 AND seat = $3;

-- name: contest_scores_drop :exec
-- params: home id, contest id, seat int
DELETE FROM contest_score WHERE home_id = $1 AND contest_id = $2 AND seat = $3;

-- name: contest_entry_insert :exec
-- params: home id, id id, contest id, work text
INSERT INTO contest_entry (home_id, id, contest_id, work) VALUES ($1, $2, $3, $4);

-- name: contest_entrant_insert :exec
-- params: home id, entry id, contest id, name text
INSERT INTO contest_entrant (home_id, entry_id, contest_id, name) VALUES ($1, $2, $3, $4);

-- name: contest_entrant_forget :exec
-- By the name itself, so that nobody has to be shown it.
-- params: home id, contest id, name text
DELETE FROM contest_entrant WHERE home_id = $1 AND contest_id = $2 AND name = $3;

-- name: contest_entries :many
-- Without who sent them.
-- params: home id, contest id
SELECT id, number, work, award FROM contest_entry WHERE home_id = $1 AND contest_id = $2 ORDER BY number NULLS LAST, id
LIMIT 200;

-- name: contest_entry_number :exec
-- params: home id, id id, number int
UPDATE contest_entry SET number = $3 WHERE home_id = $1 AND id = $2;

-- name: contest_entry_award :exec
-- params: home id, contest id, number int, award text
UPDATE contest_entry SET award = $4 WHERE home_id = $1 AND contest_id = $2 AND number = $3;

-- name: contest_names :many
-- Of what is decided, and of nothing else.
-- params: home id, contest id
SELECT e.number, n.name FROM contest_entrant n
JOIN contest_entry e ON e.home_id = n.home_id AND e.id = n.entry_id
JOIN contest c ON c.home_id = n.home_id AND c.id = n.contest_id AND c.state = 'decided'
WHERE n.home_id = $1 AND n.contest_id = $2 ORDER BY e.number LIMIT 200;

-- name: contest_score_put :exec
-- By number; changes 0 rows when there is no such entry.
-- params: home id, contest id, number int, seat int, points int
INSERT INTO contest_score (home_id, contest_id, entry_id, seat, points)
SELECT e.home_id, e.contest_id, e.id, $4, $5 FROM contest_entry e WHERE e.home_id = $1 AND e.contest_id = $2 AND e.number = $3
ON CONFLICT (home_id, contest_id, entry_id, seat) DO UPDATE SET points = excluded.points;

-- name: contest_scores_of :many
-- What one seat gave: nobody else's.
-- params: home id, contest id, seat int
SELECT e.number, s.points FROM contest_score s
JOIN contest_entry e ON e.home_id = s.home_id AND e.id = s.entry_id
WHERE s.home_id = $1 AND s.contest_id = $2 AND s.seat = $3 ORDER BY e.number LIMIT 200;

-- name: contest_scores :each
-- All, without the seats; by entry, the lowest first.
-- params: home id, contest id
SELECT e.number, s.points FROM contest_score s
JOIN contest_entry e ON e.home_id = s.home_id AND e.id = s.entry_id
WHERE s.home_id = $1 AND s.contest_id = $2 ORDER BY e.number, s.points;

-- name: contest_standing :one
-- params: home id, contest id
-- columns: entries int, judges int, scores int
SELECT (SELECT count(*) FROM contest_entry WHERE home_id = $1 AND contest_id = $2) AS entries,
    (SELECT count(*) FROM contest_judge WHERE home_id = $1 AND contest_id = $2) AS judges,
    (SELECT count(*) FROM contest_score WHERE home_id = $1 AND contest_id = $2) AS scores;
