-- What the figures ask beyond the sums of `tally`.

-- name: matters_still_open :each
-- Matters that had begun and were not closed before `end`, by office and by how long they had been waiting then: begun at
-- or after from_7 (within 7 days of it), from_15 and so on. Overdue: not answered by then, and due before.
-- params: home id, end time, from_7 time, from_15 time, from_30 time, from_90 time
-- Once more of the public ones.
-- columns: age_7 int, age_15 int, age_30 int, age_90 int, older int, overdue int, shown_7 int, shown_15 int, shown_30 int, shown_90 int, shown_older int, shown_overdue int
SELECT office_id,
    count(*) FILTER (WHERE started_at >= $3) AS age_7,
    count(*) FILTER (WHERE started_at >= $4 AND started_at < $3) AS age_15,
    count(*) FILTER (WHERE started_at >= $5 AND started_at < $4) AS age_30,
    count(*) FILTER (WHERE started_at >= $6 AND started_at < $5) AS age_90,
    count(*) FILTER (WHERE started_at < $6) AS older,
    count(*) FILTER (WHERE due_at < $2 AND (answered_at IS NULL OR answered_at >= $2)) AS overdue,
    count(*) FILTER (WHERE public_at IS NOT NULL AND started_at >= $3) AS shown_7,
    count(*) FILTER (WHERE public_at IS NOT NULL AND started_at >= $4 AND started_at < $3) AS shown_15,
    count(*) FILTER (WHERE public_at IS NOT NULL AND started_at >= $5 AND started_at < $4) AS shown_30,
    count(*) FILTER (WHERE public_at IS NOT NULL AND started_at >= $6 AND started_at < $5) AS shown_90,
    count(*) FILTER (WHERE public_at IS NOT NULL AND started_at < $6) AS shown_older,
    count(*) FILTER (WHERE public_at IS NOT NULL AND due_at < $2 AND (answered_at IS NULL OR answered_at >= $2)) AS shown_overdue
FROM (
    SELECT office_id, started_at, due_at, answered_at, public_at FROM matter
    WHERE home_id = $1 AND closed_at IS NULL AND started_at < $2 AND state <> 'void'
    UNION ALL
    SELECT office_id, started_at, due_at, answered_at, public_at FROM matter
    WHERE home_id = $1 AND closed_at >= $2 AND started_at < $2 AND state <> 'void') AS still
GROUP BY office_id;

-- name: tally_stock_before :each
-- Matters of each office that came before a month, less those that went: those that are not public.
-- params: home id, month int
-- columns: n int
SELECT office_id, CAST(SUM(CASE WHEN measure IN ('started', 'shown_closed') THEN n ELSE 0 - n END) AS BIGINT) AS n
FROM tally WHERE home_id = $1 AND grain = 'm' AND at < $2
    AND measure IN ('started', 'closed', 'shown_started', 'shown_closed') GROUP BY office_id;

-- name: figure_matters :many
-- The matters of one office that a figure counts, in the order of the time by which it counts them, from a key on; those
-- that are public, or all; of closed ones those with an outcome, of any those begun from `since` on and before `until`.
-- The figures: opened answered on_time extended late no_due closed; open and overdue at `to`.
-- params: home id, office id, figure text, from time, to time, public bool, outcome text?, since int, until int, after_at int, after_id int
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter
WHERE home_id = $1 AND office_id = $2 AND state <> 'void' AND ($6 = 0 OR public_at IS NOT NULL)
    AND ($7 IS NULL OR outcome = $7) AND started_at >= $8 AND started_at < $9
    AND (($3 = 'opened' AND started_at >= $4 AND started_at < $5)
        OR ($3 = 'closed' AND state = 'closed' AND closed_at >= $4 AND closed_at < $5)
        OR ($3 IN ('answered', 'on_time', 'extended', 'late', 'no_due') AND answered_at >= $4 AND answered_at < $5
            AND ($3 = 'answered' OR ($3 = 'no_due' AND first_due_at IS NULL) OR ($3 = 'on_time' AND answered_at <= first_due_at)
                OR ($3 = 'extended' AND answered_at > first_due_at AND due_at > first_due_at AND answered_at <= due_at)
                OR ($3 = 'late' AND answered_at > first_due_at AND (due_at <= first_due_at OR answered_at > due_at))))
        OR ($3 IN ('open', 'overdue') AND started_at < $5 AND (closed_at IS NULL OR closed_at >= $5)
            AND ($3 = 'open' OR (due_at < $5 AND (answered_at IS NULL OR answered_at >= $5)))))
    AND CASE WHEN $3 = 'closed' THEN closed_at WHEN $3 IN ('opened', 'open', 'overdue') THEN started_at ELSE answered_at END >= $10
    AND (CASE WHEN $3 = 'closed' THEN closed_at WHEN $3 IN ('opened', 'open', 'overdue') THEN started_at ELSE answered_at END > $10
        OR id > $11)
ORDER BY CASE WHEN $3 = 'closed' THEN closed_at WHEN $3 IN ('opened', 'open', 'overdue') THEN started_at ELSE answered_at END, id
LIMIT 51;

-- name: figure_matters_count :one
-- params: home id, office id, figure text, from time, to time, public bool, outcome text?, since int, until int
-- columns: n int
SELECT count(*) AS n FROM matter
WHERE home_id = $1 AND office_id = $2 AND state <> 'void' AND ($6 = 0 OR public_at IS NOT NULL)
    AND ($7 IS NULL OR outcome = $7) AND started_at >= $8 AND started_at < $9
    AND (($3 = 'opened' AND started_at >= $4 AND started_at < $5)
        OR ($3 = 'closed' AND state = 'closed' AND closed_at >= $4 AND closed_at < $5)
        OR ($3 IN ('answered', 'on_time', 'extended', 'late', 'no_due') AND answered_at >= $4 AND answered_at < $5
            AND ($3 = 'answered' OR ($3 = 'no_due' AND first_due_at IS NULL) OR ($3 = 'on_time' AND answered_at <= first_due_at)
                OR ($3 = 'extended' AND answered_at > first_due_at AND due_at > first_due_at AND answered_at <= due_at)
                OR ($3 = 'late' AND answered_at > first_due_at AND (due_at <= first_due_at OR answered_at > due_at))))
        OR ($3 IN ('open', 'overdue') AND started_at < $5 AND (closed_at IS NULL OR closed_at >= $5)
            AND ($3 = 'open' OR (due_at < $5 AND (answered_at IS NULL OR answered_at >= $5)))));

-- name: figure_publications :many
-- Publications of one office that everybody can read, of one kind or all, by the time they came out, from a key on.
-- params: home id, office id, kind text?, from time, to time, after_at int, after_id int
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication
WHERE home_id = $1 AND office_id = $2 AND state = 'published' AND by_receipt = 0 AND published_at >= $4 AND published_at < $5
    AND published_at >= $6 AND (published_at > $6 OR id > $7) AND ($3 IS NULL OR kind = $3)
ORDER BY published_at, id LIMIT 51;
