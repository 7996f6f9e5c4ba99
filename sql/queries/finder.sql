-- What the indexes in memory are filled from (core/press/finder.c): ids in their order, a part at a time.

-- name: finder_matters :many
-- params: home id, after id
SELECT id FROM matter WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_publications :many
-- params: home id, after id
SELECT id FROM publication WHERE home_id = $1 AND state = 'published' AND by_receipt = 0 AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_messages :many
-- params: home id, after id
SELECT id FROM message WHERE home_id = $1 AND state <> 'handed_over' AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_undone :one
-- Was an import undone since? Its rows went without an event each.
-- params: home id, after int
-- columns: n int
SELECT count(*) AS n FROM event WHERE home_id = $1 AND number > $2 AND kind = 'import.undone';
