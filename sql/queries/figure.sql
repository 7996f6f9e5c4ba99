-- What the figures ask beyond the sums of `tally`.

-- name: matters_still_open :each
-- Matters that had begun and were not closed before `end`, by office and by how long they had been waiting then: begun at
-- or after from_7 (within 7 days of it), from_15 and so on. Overdue: not answered by then, and due before.
-- params: home id, end time, from_7 time, from_15 time, from_30 time, from_90 time
-- columns: age_7 int, age_15 int, age_30 int, age_90 int, older int, overdue int
SELECT office_id,
    count(*) FILTER (WHERE started_at >= $3) AS age_7,
    count(*) FILTER (WHERE started_at >= $4 AND started_at < $3) AS age_15,
    count(*) FILTER (WHERE started_at >= $5 AND started_at < $4) AS age_30,
    count(*) FILTER (WHERE started_at >= $6 AND started_at < $5) AS age_90,
    count(*) FILTER (WHERE started_at < $6) AS older,
    count(*) FILTER (WHERE due_at < $2 AND (answered_at IS NULL OR answered_at >= $2)) AS overdue
FROM (
    SELECT office_id, started_at, due_at, answered_at FROM matter
    WHERE home_id = $1 AND closed_at IS NULL AND started_at < $2 AND state <> 'void'
    UNION ALL
    SELECT office_id, started_at, due_at, answered_at FROM matter
    WHERE home_id = $1 AND closed_at >= $2 AND started_at < $2 AND state <> 'void') AS still
GROUP BY office_id;
